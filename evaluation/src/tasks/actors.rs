//! `actors`: country and sectors of words in context.

use super::{Outcome, Run, story_of};
use crate::gold::actors::ActorCase;
use crate::gold::{json_records, read_text};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::share;
use anyhow::Result;
use demarche::{Actor, Coded};
use std::path::Path;

/// Runs the measure.
pub fn run(run: &Run<'_>, file: &Path) -> Result<Outcome> {
    let gold = json_records::<ActorCase>(&read_text(file)?);
    let answers = run.each(&gold.cases, |case| answer(run, case));
    let mut tally = Tally::default();
    let mut predictions = Predictions::new(&[
        "verdict", "actor", "date", "gold", "answer", "name", "office", "evidence", "context",
    ]);
    for (case, actor) in gold.cases.iter().zip(&answers) {
        let right = tally.add(case, actor);
        let or_none = |code: &Option<String>| code.clone().filter(|code| !code.is_empty());
        let expected = [
            &case.expect.country,
            &case.expect.code_1,
            &case.expect.code_2,
        ];
        let expected: Vec<String> = expected
            .into_iter()
            .map(|code| or_none(code).unwrap_or_else(|| "-".into()))
            .collect();
        let found = [
            countries(case, actor),
            actor.sector.clone(),
            actor.other_sectors.first().cloned(),
        ];
        let found: Vec<String> = found
            .into_iter()
            .map(|code| code.unwrap_or_else(|| "-".into()))
            .collect();
        predictions.row(&[
            if right { "ok" } else { "wrong" },
            &case.actor,
            case.date.as_deref().unwrap_or(""),
            &expected.join(" "),
            &found.join(" "),
            actor.name.as_deref().unwrap_or(""),
            actor.office.as_deref().unwrap_or(""),
            &actor.evidence.join("; "),
            case.context.as_deref().unwrap_or(""),
        ]);
    }
    predictions.errors_first();
    let mut report = Report::new("actors", file);
    report.count("cases", gold.cases.len());
    report.fraction("country", tally.country.share());
    report.fraction("sector", tally.sector.share());
    report.fraction("both", tally.both.share());
    report.fraction("second_sector", tally.second.share());
    Ok(Outcome {
        report,
        predictions,
        problems: gold.problems,
    })
}

/// The engine's actor for the words of a case; the default (no codes) when it has none.
fn answer(run: &Run<'_>, case: &ActorCase) -> Actor {
    let context = case.context.as_deref().unwrap_or("");
    let (text, at) = place(&case.actor, context, case.nth.unwrap_or(1));
    let date = case.date.as_deref().and_then(|date| date.parse().ok());
    let story = story_of("case", &text, date);
    let coded = run.engine.code(&story);
    best_mention(&coded, at, at + case.actor.len())
        .and_then(|mention| coded.coding.actors.get(mention).cloned())
        .unwrap_or_default()
}

/// The country of an actor; where gold asks for several, those of its members in order, joined by "+".
fn countries(case: &ActorCase, actor: &Actor) -> Option<String> {
    let several = |expected: &String| expected.contains('+');
    if !case.expect.country.as_ref().is_some_and(several) || actor.members.is_empty() {
        return actor.country.clone();
    }
    let members = actor.members.iter();
    let mut codes: Vec<&str> = members.filter_map(|m| m.country.as_deref()).collect();
    codes.sort_unstable();
    Some(codes.join("+"))
}

/// A code, or several joined by "+" in order.
fn ordered(codes: &str) -> String {
    let mut codes: Vec<&str> = codes.split('+').collect();
    codes.sort_unstable();
    codes.join("+")
}

/// The text that the engine reads, and where the words stand in it.
///
/// Where the context has the words (as whole words, if it can be) they stand there. Else they
/// stand as a line of their own before it. `nth` is which of the places counts, from 1.
fn place(actor: &str, context: &str, nth: usize) -> (String, usize) {
    let whole = |at: usize| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(context[..at].chars().next_back()) && free(context[at + actor.len()..].chars().next())
    };
    let places: Vec<usize> = if actor.is_empty() {
        Vec::new()
    } else {
        // Lower-casing ASCII moves no byte: "The Kremlin" begins the sentence, "the Kremlin" is asked for.
        let (words, whole) = (actor.to_ascii_lowercase(), context.to_ascii_lowercase());
        whole.match_indices(&words).map(|(at, _)| at).collect()
    };
    let found = places
        .iter()
        .copied()
        .filter(|&at| whole(at))
        .nth(nth.saturating_sub(1))
        .or(places.first().copied());
    match found {
        Some(at) => (context.to_string(), at),
        None if context.trim().is_empty() => (actor.to_string(), 0),
        None => (format!("{actor}\n\n{context}"), 0),
    }
}

/// The mention for these bytes: one whose head stands there before others, then the one that shares
/// most with them; of equals the one that begins first.
fn best_mention(coded: &Coded, start: usize, end: usize) -> Option<usize> {
    let mentions = &coded.coding.mentions;
    (0..mentions.len())
        .filter_map(|at| {
            let mention = &mentions[at];
            let (from, until) = (mention.span.start as usize, mention.span.end as usize);
            let shared = until.min(end).saturating_sub(from.max(start));
            // Dice coefficient in thousandths.
            let dice = 2000 * shared / (until - from + end - start).max(1);
            let sentence = coded.sentences.get(mention.sentence as usize);
            let head = sentence.and_then(|sentence| sentence.tokens.get(mention.head as usize));
            let inside = head.is_some_and(|token| {
                start <= token.span.start as usize && token.span.end as usize <= end
            });
            (shared > 0).then_some((inside, dice, std::cmp::Reverse(from), at))
        })
        .max()
        .map(|(_, _, _, at)| at)
}

/// Right and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn share(self) -> f64 {
        share(self.right, self.all)
    }
}

#[derive(Debug, Default)]
struct Tally {
    country: Share,
    sector: Share,
    both: Share,
    second: Share,
}

impl Tally {
    /// Counts one case; whether all that it states is right.
    fn add(&mut self, case: &ActorCase, actor: &Actor) -> bool {
        let check = |tally: &mut Share, expected: &Option<String>, found: Option<&String>| {
            let expected = expected.as_ref()?;
            let right = ordered(expected) == found.map_or("", |code| code.as_str());
            tally.all += 1;
            tally.right += usize::from(right);
            Some(right)
        };
        let expect = &case.expect;
        let country = check(
            &mut self.country,
            &expect.country,
            countries(case, actor).as_ref(),
        );
        let sector = actor.sector.as_ref();
        let sector = sector.or(actor.members.first().and_then(|m| m.sector.as_ref()));
        let sector = check(&mut self.sector, &expect.code_1, sector);
        check(
            &mut self.second,
            &expect.code_2,
            actor.other_sectors.first(),
        );
        if let (Some(country), Some(sector)) = (country, sector) {
            self.both.all += 1;
            self.both.right += usize::from(country && sector);
        }
        country.unwrap_or(true) && sector.unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::actors::Expected;

    #[test]
    fn words_are_found_in_their_context() {
        assert_eq!(
            place("Iran", "Iranians in Iran voted.", 1),
            ("Iranians in Iran voted.".into(), 12)
        );
        assert_eq!(
            place("the IRA", "The IRA denied it.", 1),
            ("The IRA denied it.".into(), 0)
        );
        assert_eq!(
            place("Iran", "Iranians voted.", 1),
            ("Iranians voted.".into(), 0)
        );
        assert_eq!(place("Iran", "", 1), ("Iran".into(), 0));
        assert_eq!(
            place("Oman", "Iran voted.", 1),
            ("Oman\n\nIran voted.".into(), 0)
        );
        assert_eq!(place("it", "Its army said it won.", 1).1, 14);
        assert_eq!(place("he", "When he spoke, he won.", 2).1, 15);
    }

    #[test]
    fn only_what_is_stated_counts() {
        let mut tally = Tally::default();
        let case = |country: Option<&str>, code_1: Option<&str>| ActorCase {
            actor: "x".into(),
            nth: None,
            context: None,
            date: None,
            expect: Expected {
                country: country.map(str::to_string),
                code_1: code_1.map(str::to_string),
                code_2: None,
            },
        };
        let actor = Actor {
            country: Some("FRA".into()),
            ..Actor::default()
        };
        assert!(tally.add(&case(Some("FRA"), Some("")), &actor));
        assert!(!tally.add(&case(Some("FRA"), Some("GOV")), &actor));
        assert!(!tally.add(&case(Some(""), Some("")), &actor));
        assert!(tally.add(&case(Some("FRA"), None), &actor));
        assert_eq!(tally.country, Share { right: 3, all: 4 });
        assert_eq!(tally.sector, Share { right: 2, all: 3 });
        assert_eq!(tally.both, Share { right: 1, all: 3 });
        assert_eq!(tally.second, Share::default());
    }
}
