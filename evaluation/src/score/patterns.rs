//! Story gold: whether a coded event fits a pattern, and which event answers which pattern.
//!
//! * A sentence fits when it contains the given words (white space and quote marks made even), or the
//!   character that the pattern points at.
//! * `USA GOV` fits an actor whose codes (country, sector, further sectors) begin so; every actor of
//!   the pattern needs one of its own. `ABSENT` fits an empty list.
//! * Every auxiliary mode of the pattern must be there; an empty list asks for none.
//! * A date fits when it lies within the pattern's day, month or year; `FROM/UNTIL` asks for a period
//!   that is nearly the same.
//! * A place fits by name.
//! * Attribution `self` fits when the source is the event's own actor, null when nobody but the reporter
//!   says so, codes as for actors.

use super::matching::one_to_one;
use crate::gold::stories::{GoldEvent, GoldStatement};
use jiff::civil::Date;
use std::ops::Range;

/// What a pattern asks for when there must be nothing.
pub const ABSENT: &str = "ABSENT";

/// A coded event with all that patterns ask about.
#[derive(Clone, Debug, Default)]
pub struct CodedEvent {
    /// The sentence.
    pub sentence: String,
    /// Where the sentence stands, in Unicode characters of the story's text.
    pub at: Range<usize>,
    /// PLOVER event.
    pub event: String,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// CAMEO code.
    pub cameo: String,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Auxiliary modes.
    pub aux: Vec<String>,
    /// Actors.
    pub actors: Vec<Party>,
    /// Recipients.
    pub recipients: Vec<Party>,
    /// The place as written and as resolved.
    pub places: Vec<String>,
    /// First and last day.
    pub date: Option<(Date, Option<Date>)>,
    /// All numbers that it gives.
    pub sizes: Vec<u64>,
    /// Who says so; `None` for the reporter.
    pub source: Option<Party>,
}

/// An actor, recipient or source.
#[derive(Clone, Debug, Default)]
pub struct Party {
    /// Country and sectors, in order.
    pub codes: Vec<String>,
    /// The words of its mentions and its resolved name.
    pub names: Vec<String>,
    /// Coreference chain.
    pub chain: Option<u32>,
}

/// A statement with all that patterns ask about.
#[derive(Clone, Debug, Default)]
pub struct CodedStatement {
    /// The words said.
    pub content: String,
    /// Where the words stand, in Unicode characters of the story's text.
    pub at: Vec<Range<usize>>,
    /// Words and names of the source; none where none is named.
    pub source: Vec<String>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
}

/// Even white space and quote marks, for comparing words.
pub fn even(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | 'ʼ' => '\'',
            '–' | '—' => '-',
            c => c,
        })
        .collect();
    crate::predictions::flat(&text)
}

/// Whether codes begin with those of the pattern ("USA GOV").
pub fn codes_fit(pattern: &str, codes: &[String]) -> bool {
    let wanted: Vec<&str> = pattern.split_whitespace().collect();
    !wanted.is_empty()
        && wanted.len() <= codes.len()
        && wanted
            .iter()
            .zip(codes)
            .all(|(wanted, code)| wanted == code)
}

/// Whether every pattern has a party of its own.
fn parties_fit(patterns: &Option<Vec<String>>, parties: &[Party]) -> bool {
    let Some(patterns) = patterns else {
        return true;
    };
    if patterns.iter().any(|pattern| pattern == ABSENT) {
        return parties.is_empty();
    }
    let candidates: Vec<Vec<usize>> = patterns
        .iter()
        .map(|pattern| {
            (0..parties.len())
                .filter(|&at| codes_fit(pattern, &parties[at].codes))
                .collect()
        })
        .collect();
    one_to_one(&candidates, parties.len())
        .iter()
        .all(Option::is_some)
}

/// Whether an event is the one that a required or optional pattern means:
/// sentence, event, actors, recipients, auxiliary modes.
pub fn is_meant(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    let sentence = pattern
        .sentence
        .as_ref()
        .is_none_or(|words| even(&event.sentence).contains(&even(words)))
        && pattern.at.is_none_or(|at| event.at.contains(&at));
    let aux = pattern.aux.as_ref().is_none_or(|wanted| {
        if wanted.is_empty() {
            event.aux.is_empty()
        } else {
            wanted.iter().all(|mode| event.aux.contains(mode))
        }
    });
    sentence
        && aux
        && pattern
            .event
            .as_ref()
            .is_none_or(|any| any.contains(&event.event))
        && parties_fit(&pattern.actor, &event.actors)
        && parties_fit(&pattern.recipient, &event.recipients)
}

/// Whether an event is forbidden by a pattern: all that it gives fits.
pub fn is_forbidden(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    is_meant(pattern, event)
        && mode_fits(pattern, event)
        && place_fits(pattern, event)
        && date_fits(pattern, event)
        && pattern
            .without_aux
            .as_ref()
            .is_none_or(|mode| !event.aux.contains(mode))
}

/// Whether the event has the pattern's mode, if it gives one.
pub fn mode_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    pattern
        .mode
        .as_ref()
        .is_none_or(|mode| event.modes.contains(mode))
}

/// Whether the event has the pattern's CAMEO code, if it gives one.
pub fn cameo_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    pattern
        .cameo
        .as_ref()
        .is_none_or(|code| event.cameo.starts_with(code.as_str()))
}

/// Whether the event has all of the pattern's contexts.
pub fn context_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    pattern.context.as_ref().is_none_or(|wanted| {
        wanted
            .iter()
            .all(|context| event.contexts.contains(context))
    })
}

/// Whether the event gives the pattern's number.
pub fn size_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    pattern.size.is_none_or(|size| event.sizes.contains(&size))
}

/// Whether the event's place has the pattern's name.
pub fn place_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    match pattern.place.as_deref() {
        None => true,
        Some(ABSENT) => event.places.is_empty(),
        Some(place) => event.places.iter().any(|name| has_words(name, place)),
    }
}

/// Whether `text` holds `words` as whole words, case aside.
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (even(text).to_lowercase(), even(words).to_lowercase());
    if words.is_empty() {
        return false;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(&words) {
        let (start, end) = (from + found, from + found + words.len());
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if free(text[..start].chars().next_back()) && free(text[end..].chars().next()) {
            return true;
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// Whether the event's date fits the pattern's.
pub fn date_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    match (pattern.date.as_deref(), event.date) {
        (None, _) => true,
        (Some(ABSENT), date) => date.is_none(),
        (Some(_), None) => false,
        (Some(wanted), Some((start, end))) => match wanted.split_once('/') {
            Some((from, until)) => match (period(from), period(until), end) {
                (Some(from), Some(until), Some(end)) => {
                    nearly_same((from.0, until.1), (start, end))
                }
                _ => false,
            },
            None => period(wanted)
                .is_some_and(|(from, until)| from <= start && end.unwrap_or(start) <= until),
        },
    }
}

/// First and last day of `2014`, `2014-03` or `2014-03-18`.
fn period(text: &str) -> Option<(Date, Date)> {
    if let Ok(day) = text.parse::<Date>() {
        return Some((day, day));
    }
    let mut parts = text.split('-').map(str::parse::<i16>);
    let year = parts.next()?.ok()?;
    match parts.next() {
        None => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        Some(month) => {
            let first = Date::new(year, i8::try_from(month.ok()?).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
    }
}

/// Whether two periods share at least nine tenths of their days (Dice coefficient).
fn nearly_same(a: (Date, Date), b: (Date, Date)) -> bool {
    let day = |date: Date| {
        i64::from(date.year()) * 372 + i64::from(date.month()) * 31 + i64::from(date.day())
    };
    let length = |from: Date, until: Date| day(until) - day(from) + 1;
    let shared = length(a.0.max(b.0), a.1.min(b.1)).max(0);
    let (a, b) = (length(a.0, a.1), length(b.0, b.1));
    b > 0 && 10 * 2 * shared >= 9 * (a + b)
}

/// Whether who says so fits the pattern.
pub fn attribution_fits(pattern: &GoldEvent, event: &CodedEvent) -> bool {
    let Some(wanted) = &pattern.attribution else {
        return true;
    };
    match (wanted.as_deref(), &event.source) {
        (None | Some(ABSENT), source) => source.is_none(),
        (Some(_), None) => false,
        (Some("self"), Some(source)) => event.actors.iter().any(|actor| {
            (actor.chain.is_some() && actor.chain == source.chain)
                || begins(&actor.codes, &source.codes)
                || begins(&source.codes, &actor.codes)
        }),
        (Some(codes), Some(source)) => {
            codes_fit(codes, &source.codes)
                && pattern
                    .attribution_name
                    .as_ref()
                    .is_none_or(|name| source.names.iter().any(|n| has_words(n, name)))
        }
    }
}

/// Whether `codes` are not empty and begin `whole`.
fn begins(codes: &[String], whole: &[String]) -> bool {
    !codes.is_empty() && whole.starts_with(codes)
}

/// Whether a statement is the one that gold means: words, source and kind.
pub fn statement_fits(pattern: &GoldStatement, statement: &CodedStatement) -> bool {
    let source = match &pattern.source {
        None => statement.source.is_empty(),
        Some(name) => statement
            .source
            .iter()
            .any(|n| has_words(n, without_article(name))),
    };
    source
        && content_fits(pattern, statement)
        && pattern
            .kind
            .as_ref()
            .is_none_or(|kind| *kind == statement.kind)
}

/// Whether a statement says what the pattern quotes or points at.
pub fn content_fits(pattern: &GoldStatement, statement: &CodedStatement) -> bool {
    pattern
        .content_contains
        .as_ref()
        .is_none_or(|words| even(&statement.content).contains(&even(words)))
        && pattern
            .content_at
            .is_none_or(|at| statement.at.iter().any(|span| span.contains(&at)))
}

fn without_article(name: &str) -> &str {
    ["a ", "an ", "the ", "A ", "An ", "The "]
        .iter()
        .find_map(|article| name.strip_prefix(article))
        .unwrap_or(name)
}

/// Which coded event answers which pattern: each event at most one, as many patterns as possible,
/// those events first that also have the right attribution, date, place and mode.
pub fn assign(patterns: &[GoldEvent], events: &[CodedEvent], free: &[usize]) -> Vec<Option<usize>> {
    let candidates: Vec<Vec<usize>> = patterns
        .iter()
        .map(|pattern| {
            let mut fitting: Vec<usize> = free
                .iter()
                .copied()
                .filter(|&at| is_meant(pattern, &events[at]))
                .collect();
            fitting.sort_by_key(|&at| {
                let event = &events[at];
                let extras = [
                    attribution_fits(pattern, event),
                    date_fits(pattern, event),
                    place_fits(pattern, event),
                    mode_fits(pattern, event),
                    cameo_fits(pattern, event),
                ];
                (extras.iter().filter(|right| !**right).count(), at)
            });
            fitting
        })
        .collect();
    one_to_one(&candidates, events.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(codes: &str, chain: u32) -> Party {
        Party {
            codes: codes.split_whitespace().map(str::to_string).collect(),
            names: vec![],
            chain: Some(chain),
        }
    }

    fn event() -> CodedEvent {
        CodedEvent {
            sentence: "Chad’s army  shelled the rebels in “Tibesti” on Monday.".into(),
            at: 100..155,
            event: "ASSAULT".into(),
            aux: vec!["historical".into()],
            actors: vec![party("TCD MIL", 1)],
            recipients: vec![party("TCD REB PTY", 2)],
            places: vec!["the Tibesti mountains".into()],
            date: Some((jiff::civil::date(2019, 3, 4), None)),
            ..CodedEvent::default()
        }
    }

    fn gold(json: &str) -> GoldEvent {
        serde_json::from_str(json).expect("a pattern")
    }

    #[test]
    fn codes_fit_as_beginnings() {
        let codes: Vec<String> = vec!["USA".into(), "GOV".into(), "MIL".into()];
        assert!(codes_fit("USA", &codes));
        assert!(codes_fit("USA GOV", &codes));
        assert!(!codes_fit("USA MIL", &codes));
        assert!(!codes_fit("US", &codes));
        assert!(!codes_fit("USA GOV", &codes[..1]));
        assert!(!codes_fit("", &codes));
    }

    #[test]
    fn sentence_event_parties_and_aux() {
        let fits = |json| is_meant(&gold(json), &event());
        assert!(fits(
            r#"{"sentence":"Chad's army shelled","event":"ASSAULT","actor":["TCD MIL"]}"#
        ));
        assert!(fits(
            r#"{"sentence":"rebels in \"Tibesti\"","recipient":["TCD REB"],"aux":["historical"]}"#
        ));
        assert!(!fits(r#"{"sentence":"Sudan's army"}"#));
        assert!(fits(r#"{"at":100,"event":"ASSAULT"}"#));
        assert!(fits(r#"{"at":154}"#));
        assert!(!fits(r#"{"at":99}"#));
        assert!(!fits(r#"{"at":155}"#));
        assert!(!fits(r#"{"event":"COERCE"}"#));
        assert!(fits(r#"{"event":["COERCE","ASSAULT"]}"#));
        assert!(!fits(r#"{"actor":["TCD GOV"]}"#));
        assert!(!fits(r#"{"aux":["negation"]}"#));
        assert!(!fits(r#"{"aux":[]}"#));
        assert!(!fits(r#"{"recipient":"ABSENT"}"#));
        // Two actors of the pattern need two of the event.
        assert!(!fits(r#"{"actor":["TCD","TCD MIL"]}"#));
    }

    #[test]
    fn forbidden_unless_marked() {
        let marked = gold(r#"{"event":"ASSAULT","actor":["TCD"],"without_aux":"historical"}"#);
        assert!(!is_forbidden(&marked, &event()));
        let other = gold(r#"{"event":"ASSAULT","place":"Tibesti","without_aux":"hypothetical"}"#);
        assert!(is_forbidden(&other, &event()));
        let elsewhere = gold(r#"{"event":"ASSAULT","place":"Darfur"}"#);
        assert!(!is_forbidden(&elsewhere, &event()));
    }

    #[test]
    fn dates_by_day_month_year_and_period() {
        let fits = |pattern: &str, start: Date, end: Option<Date>| {
            let mut event = event();
            event.date = Some((start, end));
            date_fits(&gold(&format!(r#"{{"date":"{pattern}"}}"#)), &event)
        };
        let day = jiff::civil::date;
        assert!(fits("2019-03-04", day(2019, 3, 4), None));
        assert!(!fits("2019-03-04", day(2019, 3, 5), None));
        assert!(!fits("2019-03-04", day(2019, 3, 4), Some(day(2019, 3, 9))));
        assert!(fits("2019-03", day(2019, 3, 1), Some(day(2019, 3, 31))));
        assert!(fits("2019", day(2019, 1, 1), Some(day(2019, 12, 31))));
        assert!(!fits("2019", day(2018, 12, 31), Some(day(2019, 2, 1))));
        assert!(fits(
            "2011-09-18/2015-09-18",
            day(2011, 9, 18),
            Some(day(2015, 9, 18))
        ));
        assert!(fits(
            "2011-09-18/2015-09-18",
            day(2011, 9, 1),
            Some(day(2015, 9, 18))
        ));
        assert!(!fits("2011-09-18/2015-09-18", day(2015, 9, 18), None));
        assert!(!fits(
            "2011-09-18/2015-09-18",
            day(2014, 9, 18),
            Some(day(2015, 9, 18))
        ));
    }

    #[test]
    fn places_by_whole_words() {
        let fits = |place: &str| place_fits(&gold(&format!(r#"{{"place":"{place}"}}"#)), &event());
        assert!(fits("Tibesti"));
        assert!(fits("tibesti Mountains"));
        assert!(!fits("Tibes"));
        assert!(!fits("ABSENT"));
    }

    #[test]
    fn attributions() {
        let fits = |json, source: Option<Party>| {
            let mut event = event();
            event.source = source;
            attribution_fits(&gold(json), &event)
        };
        assert!(fits(r#"{"attribution":null}"#, None));
        assert!(!fits(r#"{"attribution":null}"#, Some(party("TCD", 9))));
        assert!(fits("{}", Some(party("TCD", 9))));
        assert!(fits(r#"{"attribution":"self"}"#, Some(party("", 1))));
        assert!(fits(r#"{"attribution":"self"}"#, Some(party("TCD", 9))));
        assert!(!fits(r#"{"attribution":"self"}"#, Some(party("SDN", 9))));
        assert!(!fits(r#"{"attribution":"self"}"#, Some(party("", 9))));
        let mut named = party("USA GOV", 4);
        named.names = vec!["Secretary of State Ann Lee".into()];
        assert!(fits(
            r#"{"attribution":"USA GOV","attribution_name":"Ann Lee"}"#,
            Some(named.clone())
        ));
        assert!(!fits(
            r#"{"attribution":"USA GOV","attribution_name":"Bob Lee"}"#,
            Some(named)
        ));
    }

    #[test]
    fn statements_by_words_source_and_kind() {
        let statement = CodedStatement {
            content: "troops had\nleft “for good”".into(),
            at: vec![10..20, 30..45],
            source: vec!["a senior military source".into()],
            kind: "mixed".into(),
        };
        let fits = |json: &str| {
            let pattern: GoldStatement = serde_json::from_str(json).expect("a pattern");
            statement_fits(&pattern, &statement)
        };
        assert!(fits(
            r#"{"content_contains":"had left \"for good\"","source":"a military source","kind":"mixed"}"#
        ));
        assert!(!fits(
            r#"{"content_contains":"had left","source":"a source close","kind":"mixed"}"#
        ));
        assert!(fits(r#"{"content_at":30,"source":"military source"}"#));
        assert!(!fits(r#"{"content_at":20,"source":"military source"}"#));
        assert!(!fits(r#"{"content_contains":"had left","kind":"mixed"}"#));
        assert!(!fits(
            r#"{"content_contains":"had left","source":"source","kind":"direct"}"#
        ));
    }

    #[test]
    fn the_better_event_answers() {
        let mut dated = event();
        dated.date = None;
        let events = [dated, event()];
        let patterns = [gold(r#"{"event":"ASSAULT","date":"2019"}"#)];
        assert_eq!(assign(&patterns, &events, &[0, 1]), [Some(1)]);
        assert_eq!(assign(&patterns, &events, &[0]), [Some(0)]);
    }
}
