//! Known happenings of the past that a text names without a date: "the massacre in Srebrenica", "during the cold war".

use super::below;
use super::calendar::days_between;
use crate::tree::Tree;
use demarche_knowledge::happenings::Happenings;
use demarche_story::{EventDate, Granularity, PredicateClass, Proposition, Relation, Span, Upos};
use jiff::civil::Date;

/// Days after a happening from which a report tells it as history.
const YOUNG_DAYS: i32 = 330;

/// A happening that a sentence names.
pub struct Named {
    sentence: u32,
    /// First and last token of the name.
    first: usize,
    last: usize,
    span: Span,
    from: Date,
    until: Date,
    /// Deeds that are it with this name; none where the name alone is.
    deeds: Vec<String>,
}

/// Finds the names of happenings that were about a year before publication or earlier.
pub fn find(trees: &[Tree<'_>], happenings: &Happenings, published: Option<Date>) -> Vec<Named> {
    let mut found = Vec::new();
    let Some(published) = published else {
        return found;
    };
    for (sentence, tree) in trees.iter().enumerate() {
        for first in 0..tree.len() {
            let word = tree.word(first);
            for index in happenings.beginning_with(word) {
                let entry = &happenings.entries[index as usize];
                let last = first + entry.name.len() - 1;
                let fits = last < tree.len()
                    && entry
                        .name
                        .iter()
                        .zip(first..)
                        .all(|(word, token)| tree.word(token) == &**word);
                if !fits {
                    continue;
                }
                // "a nice attack" is not one in Nice.
                let proper = (first..=last).any(|token| {
                    let form = &tree.token(token).form;
                    form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                });
                if (proper || entry.deeds.is_empty())
                    && days_between(entry.until, published) > YOUNG_DAYS
                {
                    found.push(Named {
                        sentence: sentence as u32,
                        first,
                        last,
                        span: tree.sentence.span_of(first, last),
                        from: entry.from,
                        until: entry.until,
                        deeds: entry.deeds.clone(),
                    });
                }
            }
        }
    }
    found
}

/// When a proposition was, if it is a known happening or was during one.
pub fn of(named: &[Named], tree: &Tree<'_>, proposition: &Proposition) -> Option<EventDate> {
    if named.is_empty() || proposition.negated {
        return None;
    }
    let found = named
        .iter()
        .filter(|name| name.sentence == proposition.sentence)
        .find(|name| match name.deeds.is_empty() {
            true => is_during(name, tree, proposition),
            false => is_deed(name, tree, proposition),
        })?;
    Some(EventDate {
        start: found.from,
        end: (found.until != found.from).then_some(found.until),
        granularity: if found.from == found.until {
            Granularity::Day
        } else {
            Granularity::Year
        },
        text: Some(found.span),
    })
}

/// "fled during the Vietnam war", or the war itself.
fn is_during(name: &Named, tree: &Tree<'_>, proposition: &Proposition) -> bool {
    let head = proposition.head as usize;
    if (name.first..=name.last).contains(&head) {
        return proposition.class == PredicateClass::Noun;
    }
    let top = top(name, tree);
    matches!(
        tree.case(top).as_deref(),
        Some("during" | "in" | "throughout" | "amid")
    ) && [Some(head), proposition.light.map(|light| light as usize)]
        .into_iter()
        .flatten()
        .any(|head| below(tree, top, head).is_some())
}

/// "the massacre in Srebrenica", "8,000 men were massacred in Srebrenica", "the Paris attacks".
fn is_deed(name: &Named, tree: &Tree<'_>, proposition: &Proposition) -> bool {
    let head = proposition.head as usize;
    let lemma = proposition.predicate.rsplit(' ').next().unwrap_or_default();
    let known = |word: &str| name.deeds.iter().any(|deed| deed == word);
    if !known(lemma) && !known(tree.lemma(head)) {
        return false;
    }
    let top = top(name, tree);
    let at = |head: usize| below(tree, top, head).is_some_and(|depth| depth <= 2);
    if tree.token(head).upos == Upos::Verb {
        return at(head);
    }
    let owned = tree
        .children_by(
            head,
            &[Relation::NmodPoss, Relation::Compound, Relation::Amod],
        )
        .any(|child| {
            (name.first..=name.last).contains(&child) || tree.relation(child) == Relation::NmodPoss
        });
    let definite = tree
        .children_by(head, &[Relation::Det])
        .any(|word| matches!(tree.lemma(word), "the" | "that" | "this"));
    // "the siege, on Aleppo": behind the verb that the noun hangs on.
    let beside = proposition.light.is_some_and(|light| at(light as usize));
    (owned || definite) && (at(head) || beside)
}

/// The token of the name that hangs on something outside it.
fn top(name: &Named, tree: &Tree<'_>) -> usize {
    (name.first..=name.last)
        .find(|token| {
            tree.head(*token)
                .is_none_or(|head| head < name.first || head > name.last)
        })
        .unwrap_or(name.last)
}
