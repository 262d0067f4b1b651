//! The event lexicon: what predicates mean, which words belong together, and
//! what an outer and an inner predicate give together.

mod compile;
mod composition;
mod frame;
mod hash;
mod wordset;

pub use composition::{Inner, Light, LightSubject, Outcome, Party, Row};
pub use frame::{Condition, Example, Frame, NounArgument, Requirement, RoleKey, Variant};
pub use hash::{WordMask, word_hash, words_hash};
pub use wordset::{SetId, WordSets};

use crate::Files;
use demarche_story::Problem;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Frames, word sets and composition, indexed for look-up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Every frame, in the order of files and lines.
    pub frames: Vec<Frame>,
    /// Named word sets.
    pub sets: WordSets,
    /// Composition rows, in order.
    pub rows: Vec<Row>,
    rows_by_class: FxHashMap<String, Vec<u32>>,
    /// Light verbs.
    pub lights: Vec<Light>,
    /// Verbs that say that their subject, an event noun, takes place ("occur", "erupt").
    pub occurrence: Vec<String>,
    verbs: FxHashMap<String, Vec<Entry>>,
    nouns: FxHashMap<String, Vec<Entry>>,
    adjectives: FxHashMap<String, Vec<Entry>>,
    light_verbs: FxHashMap<String, Vec<u32>>,
}

/// One predicate of one frame: the frame, and the words beside the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Index into [`Lexicon::frames`].
    pub frame: u32,
    /// Further words that must stand with the head word, in order.
    pub words: Vec<String>,
    /// The bits of the first and the last of them; nothing where there are none.
    bits: Option<(u8, u8)>,
    /// How specific it is: of the entries that fit a predicate the one with the highest rank counts.
    pub rank: i64,
}

impl Entry {
    fn new(frame: u32, rank: i64, words: Vec<String>) -> Entry {
        let bits = words.first().zip(words.last());
        Entry {
            frame,
            bits: bits.map(|(first, last)| (hash::bit(first), hash::bit(last))),
            words,
            rank,
        }
    }

    /// Whether its words may all stand in a sentence of which this mask is.
    pub fn may_stand_in(&self, sentence: &WordMask) -> bool {
        self.bits
            .is_none_or(|(first, last)| sentence.may_hold(first) && sentence.may_hold(last))
    }
}

impl Lexicon {
    /// Compiles the files below `events/`, `words/` and `composition/`.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Lexicon {
        compile::lexicon(files, problems)
    }

    /// Frames of a verb lemma, with the further words each asks for; the highest rank first, ties
    /// in the order of files and lines, as in all these lists.
    pub fn verb(&self, lemma: &str) -> &[Entry] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Frames of a noun by its head lemma.
    pub fn noun(&self, lemma: &str) -> &[Entry] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Frames of a predicative adjective.
    pub fn adjective(&self, lemma: &str) -> &[Entry] {
        self.adjectives.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The rows whose outer class this is, in order.
    pub fn rows_of(&self, class: &str) -> impl Iterator<Item = &Row> + '_ {
        self.rows_by_class
            .get(class)
            .into_iter()
            .flatten()
            .map(|index| &self.rows[*index as usize])
    }

    /// Whether a noun only measures, counts or times what its of-phrase names: "a series of attacks".
    pub fn is_container(&self, lemma: &str) -> bool {
        self.sets.named_contains("containers", lemma)
    }

    /// The uses of a lemma as a light verb.
    pub fn light(&self, lemma: &str) -> impl Iterator<Item = &Light> + '_ {
        self.light_verbs
            .get(lemma)
            .into_iter()
            .flatten()
            .map(|index| &self.lights[*index as usize])
    }
}
