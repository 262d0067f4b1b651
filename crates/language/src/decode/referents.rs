//! What the proper nouns of a text name: persons, organizations, places and so on.
//!
//! The network labels each word with what the noun phrase that it heads refers to. Where it wavers, titles, first
//! names and nouns of institutions decide, and what the same name is elsewhere in the text (models/README.md, "names").

use super::entities::name;
use super::names::{Names, Sign};
use demarche_story::{EntityKind, Relation, Sentence, Token};
use rustc_hash::FxHashMap;

/// The entity kind of a network label; `None` where the word heads no mention.
pub(crate) fn kind(label: &str) -> Option<EntityKind> {
    match label {
        "none" | "O" | "" => None,
        "person" => Some(EntityKind::Person),
        "organization" => Some(EntityKind::Organization),
        "place" => Some(EntityKind::Place),
        "time" => Some(EntityKind::Date),
        _ => Some(EntityKind::Other),
    }
}

/// How much a sign adds to the score of its kind, in natural log-odds: enough where the network wavers.
/// Measured on GUM's development half; more gains nothing there.
const TITLE: f32 = 2.0;
const GIVEN: f32 = 1.0;
const BODY: f32 = 1.0;

/// A proper noun and the kind of what it names; `None` when it heads no mention.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Referent {
    pub sentence: u32,
    pub word: u32,
    pub kind: Option<EntityKind>,
}

/// The proper nouns of a text, in order.
#[derive(Default)]
pub(crate) struct Referents {
    all: Vec<Referent>,
    /// A row each: how well each label fits.
    scores: Vec<f32>,
}

impl Referents {
    /// Forgets the last text.
    pub fn clear(&mut self) {
        self.all.clear();
        self.scores.clear();
    }

    /// Adds a proper noun with its labels' scores.
    pub fn push(&mut self, sentence: usize, word: usize, scores: &[f32]) {
        self.all.push(Referent {
            sentence: sentence as u32,
            word: word as u32,
            kind: None,
        });
        self.scores.extend_from_slice(scores);
    }

    /// Those of a sentence, once they are decided.
    pub fn of(&self, sentence: usize) -> &[Referent] {
        let end = |after: usize| {
            self.all
                .partition_point(|referent| (referent.sentence as usize) < after)
        };
        &self.all[end(sentence)..end(sentence + 1)]
    }

    /// Decides the kinds; `kinds` are those of the labels. A word that heads no mention by its own scores stays so;
    /// to the others the mean score of the text's other names with the same last word is added.
    pub fn decide(&mut self, sentences: &[Sentence], kinds: &[Option<EntityKind>], names: &Names) {
        let labels = kinds.len().max(1);
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut groups = Vec::with_capacity(self.all.len());
        let mut sums: Vec<f32> = Vec::new();
        let mut counts: Vec<u32> = Vec::new();
        for (referent, scores) in self.all.iter().zip(self.scores.chunks_exact_mut(labels)) {
            let tokens = &sentences[referent.sentence as usize].tokens;
            let (first, last) = name(tokens, referent.word as usize);
            favour(
                tokens,
                referent.word as usize,
                (first, last),
                names,
                kinds,
                scores,
            );
            let peak = scores
                .iter()
                .fold(f32::MIN, |a, b| if *b > a { *b } else { a });
            let group = *numbers.entry(&tokens[last].form).or_insert(counts.len());
            if group == counts.len() {
                counts.push(0);
                sums.resize(sums.len() + labels, 0.0);
            }
            counts[group] += 1;
            groups.push(group);
            for (sum, score) in sums[group * labels..].iter_mut().zip(scores) {
                *score -= peak;
                *sum += *score;
            }
        }
        let rows = self.scores.chunks_exact(labels).zip(&groups);
        for (referent, (scores, group)) in self.all.iter_mut().zip(rows) {
            let others = counts[*group] - 1;
            let sums = &sums[group * labels..][..labels];
            referent.kind = best(kinds, scores.iter().copied());
            if referent.kind.is_some() && others > 0 {
                let more = scores.iter().zip(sums).zip(kinds);
                let more = more.map(|((score, sum), kind)| match kind {
                    Some(_) => score + (sum - score) / others as f32,
                    None => f32::NEG_INFINITY,
                });
                referent.kind = best(kinds, more);
            }
        }
    }
}

/// The kind of the label with the best score; the first of equals.
fn best(kinds: &[Option<EntityKind>], scores: impl Iterator<Item = f32>) -> Option<EntityKind> {
    let mut best = (None, f32::NEG_INFINITY);
    for (kind, score) in kinds.iter().zip(scores) {
        if score > best.1 {
            best = (*kind, score);
        }
    }
    best.0
}

/// Adds to the scores of labels what the words of the name `first` to `last` with this head say.
fn favour(
    tokens: &[Token],
    head: usize,
    (first, last): (usize, usize),
    names: &Names,
    kinds: &[Option<EntityKind>],
    scores: &mut [f32],
) {
    // Inside a larger name, the larger one counts.
    if matches!(
        tokens[head].relation,
        Relation::Compound | Relation::Flat | Relation::NmodDesc
    ) {
        return;
    }
    let person = match names.sign(&tokens[first].form) {
        Some(Sign::Title) if first < last => TITLE,
        Some(Sign::Given) => GIVEN,
        _ => 0.0,
    };
    let is_body = names.sign(&tokens[head].form) == Some(Sign::Body);
    for (kind, score) in kinds.iter().zip(scores) {
        match kind {
            Some(EntityKind::Person) => *score += person,
            Some(EntityKind::Organization) if is_body => *score += BODY,
            _ => {}
        }
    }
}
