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
    /// A row each: what the text's other names are to know of it.
    inner: Vec<f32>,
}

impl Referents {
    /// Forgets the last text.
    pub fn clear(&mut self) {
        self.all.clear();
        self.scores.clear();
        self.inner.clear();
    }

    /// Adds a proper noun with its labels' scores and what the text's other names are to know of it.
    pub fn push(&mut self, sentence: usize, word: usize, scores: &[f32], inner: &[f32]) {
        self.all.push(Referent {
            sentence: sentence as u32,
            word: word as u32,
            kind: None,
        });
        self.scores.extend_from_slice(scores);
        self.inner.extend_from_slice(inner);
    }

    /// Those of a sentence, once they are decided.
    pub fn of(&self, sentence: usize) -> &[Referent] {
        let end = |after: usize| {
            self.all
                .partition_point(|referent| (referent.sentence as usize) < after)
        };
        &self.all[end(sentence)..end(sentence + 1)]
    }

    /// Decides the kinds; `kinds` are those of the labels. `together` adds to scores what rows say of each noun and the
    /// others that share its name, its form and its text. A word that heads no mention by its own scores stays so;
    /// to the others the mean score of the text's other names with the same last word is added.
    pub fn decide(
        &mut self,
        sentences: &[Sentence],
        kinds: &[Option<EntityKind>],
        names: &Names,
        together: impl FnOnce(&[f32], &mut [f32]),
    ) {
        let labels = kinds.len().max(1);
        let place = |referent: &Referent| {
            let tokens = &*sentences[referent.sentence as usize].tokens;
            (tokens, referent.word as usize)
        };
        let extents: Vec<(usize, usize)> = self
            .all
            .iter()
            .map(place)
            .map(|(tokens, word)| name(tokens, word))
            .collect();
        let last =
            |(referent, extent): (&Referent, &(usize, usize))| &*place(referent).0[extent.1].form;
        let by_name = Groups::new(self.all.iter().zip(&extents).map(last));
        let by_form = Groups::new(
            self.all
                .iter()
                .map(place)
                .map(|(tokens, word)| &*tokens[word].form),
        );
        let of_text = Groups::new(self.all.iter().map(|_| ""));
        let rows = self.with_others(&[&by_name, &by_form, &of_text]);
        together(&rows, &mut self.scores);

        let Groups { groups, counts } = by_name;
        let mut sums = vec![0.0; counts.len() * labels];
        for (number, scores) in self.scores.chunks_exact_mut(labels).enumerate() {
            let (tokens, word) = place(&self.all[number]);
            favour(tokens, word, extents[number], names, kinds, scores);
            let peak = scores
                .iter()
                .fold(f32::MIN, |a, b| if *b > a { *b } else { a });
            for (sum, score) in sums[groups[number] * labels..].iter_mut().zip(scores) {
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

    /// Rows of what is known of each noun, followed by the mean of that over the others of its group in each grouping;
    /// zeros where there are none.
    fn with_others(&self, groupings: &[&Groups]) -> Vec<f32> {
        let width = self.inner.len() / self.all.len().max(1);
        let stride = (1 + groupings.len()) * width;
        let mut rows = vec![0.0; stride * self.all.len()];
        if width == 0 {
            return rows;
        }
        let nouns = || self.inner.chunks_exact(width);
        for (row, own) in rows.chunks_exact_mut(stride).zip(nouns()) {
            row[..width].copy_from_slice(own);
        }
        for (number, grouping) in groupings.iter().enumerate() {
            let mut sums = vec![0.0; grouping.counts.len() * width];
            for (own, group) in nouns().zip(&grouping.groups) {
                for (sum, value) in sums[group * width..].iter_mut().zip(own) {
                    *sum += value;
                }
            }
            for ((row, own), group) in rows
                .chunks_exact_mut(stride)
                .zip(nouns())
                .zip(&grouping.groups)
            {
                let others = grouping.counts[*group] - 1;
                if others > 0 {
                    let means = &mut row[(1 + number) * width..][..width];
                    let sums = &sums[group * width..][..width];
                    for ((mean, sum), value) in means.iter_mut().zip(sums).zip(own) {
                        *mean = (sum - value) / others as f32;
                    }
                }
            }
        }
        rows
    }
}

/// Nouns that share a key: the group of each, and how many a group has.
struct Groups {
    groups: Vec<usize>,
    counts: Vec<u32>,
}

impl Groups {
    fn new<'a>(keys: impl Iterator<Item = &'a str>) -> Groups {
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let (mut groups, mut counts) = (Vec::new(), Vec::new());
        for key in keys {
            let group = *numbers.entry(key).or_insert(counts.len());
            if group == counts.len() {
                counts.push(0);
            }
            counts[group] += 1;
            groups.push(group);
        }
        Groups { groups, counts }
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
