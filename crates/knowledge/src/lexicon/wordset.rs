//! Named word sets that frames share: `@weapons`, `@agreements`.

use super::hash::word_hash;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Number of a word set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SetId(pub u32);

/// Every word set, with the words of the sets that each includes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct WordSets {
    names: Vec<String>,
    by_name: FxHashMap<String, SetId>,
    /// The hashes of each set's words.
    words: Vec<FxHashSet<u64>>,
    sectors: Vec<Vec<String>>,
    contexts: Vec<(String, SetId)>,
}

impl WordSets {
    /// The set of this name.
    pub fn find(&self, name: &str) -> Option<SetId> {
        self.by_name.get(name).copied()
    }

    /// The name of a set.
    pub fn name(&self, id: SetId) -> &str {
        &self.names[id.0 as usize]
    }

    /// Whether the set holds `words`: one lemma, or several separated by single spaces.
    pub fn contains(&self, id: SetId, words: &str) -> bool {
        self.contains_hash(id, word_hash(words))
    }

    /// Whether the set holds the words of this hash.
    pub fn contains_hash(&self, id: SetId, words: u64) -> bool {
        self.words[id.0 as usize].contains(&words)
    }

    /// Whether the set of this name, if there is one, holds `words`.
    pub fn named_contains(&self, name: &str, words: &str) -> bool {
        self.find(name).is_some_and(|id| self.contains(id, words))
    }

    /// Whether whoever acts for this PLOVER sector belongs to the set, by whatever name.
    pub fn has_sector(&self, id: SetId, sector: &str) -> bool {
        self.sectors[id.0 as usize].iter().any(|own| own == sector)
    }

    /// The sets named `context-…`, whose words tell a PLOVER context, by that context's name.
    pub fn contexts(&self) -> &[(String, SetId)] {
        &self.contexts
    }

    /// Adds a set; `None` if there is one of that name.
    pub(super) fn insert(
        &mut self,
        name: &str,
        words: FxHashSet<u64>,
        sectors: Vec<String>,
    ) -> Option<SetId> {
        if self.by_name.contains_key(name) {
            return None;
        }
        let id = SetId(self.names.len() as u32);
        self.names.push(name.to_string());
        self.by_name.insert(name.to_string(), id);
        self.words.push(words);
        self.sectors.push(sectors);
        if let Some(context) = name.strip_prefix("context-") {
            self.contexts.push((context.replace('-', "_"), id));
        }
        Some(id)
    }

    /// Adds all words and sectors of `from` to `to`; says whether that added any.
    pub(super) fn merge(&mut self, to: SetId, from: SetId) -> bool {
        if to == from {
            return false;
        }
        let added: Vec<u64> = self.words[from.0 as usize]
            .iter()
            .filter(|word| !self.words[to.0 as usize].contains(*word))
            .copied()
            .collect();
        let sectors: Vec<String> = self.sectors[from.0 as usize]
            .iter()
            .filter(|sector| !self.has_sector(to, sector))
            .cloned()
            .collect();
        let grew = !added.is_empty() || !sectors.is_empty();
        self.words[to.0 as usize].extend(added);
        self.sectors[to.0 as usize].extend(sectors);
        grew
    }
}
