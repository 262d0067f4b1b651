//! All names and role nouns in one trie of atoms, so that a sentence is looked up in one pass.

use super::normal;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What a phrase may mean: which table's entry, and how it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Meaning {
    /// Which table.
    pub sense: Sense,
    /// Index into that table.
    pub id: u32,
    /// How the words must look in the text.
    pub letters: Letters,
    /// Whether the words are a plural.
    pub plural: bool,
}

/// Which table a [`Meaning`] points into, and in which capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sense {
    /// A land's name: "Russia".
    LandName,
    /// A land's adjective: "Russian".
    LandAdjective,
    /// A noun for its people: "Russians".
    LandPeople,
    /// Its capital, which stands for the government.
    LandCapital,
    /// A city or province in it.
    LandPlace,
    /// A building or street that stands for an institution; `id` is into the seats.
    LandSeat,
    /// An organisation's name.
    Organisation,
    /// A noun for one of an organisation's people: "Tory".
    OrganisationMember,
    /// A role noun: "riot police".
    Role,
    /// A title before a name: "Gen.".
    Title,
    /// A word that modifies a role.
    Modifier,
    /// A person's full name or alias.
    Person,
    /// A name of a user's dictionary; where a sentence has it, `id` is the dictionary's entry that
    /// holds on the story's day.
    Dictionary,
}

/// How the words of a phrase must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Letters {
    /// Anything goes.
    Any,
    /// A word is capitalised; not always the first ("al-Shabaab").
    Capital,
    /// All capitals (acronyms).
    AllCapitals,
}

/// Id of an atom that occurs in no phrase.
pub const UNKNOWN: u32 = u32::MAX;

/// A trie over interned atoms.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Phrases {
    /// Numbers of atoms; all spellings of one have the same.
    words: FxHashMap<Box<str>, u32>,
    count: u32,
    spellings: FxHashMap<Box<str>, Box<str>>,
    edges: FxHashMap<(u32, u32), u32>,
    meanings: Vec<Vec<Meaning>>,
}

impl Phrases {
    /// An empty trie in which the spellings of each row count as its first.
    pub fn new(rows: &[Vec<String>]) -> Phrases {
        let mut spellings: FxHashMap<Box<str>, Box<str>> = FxHashMap::default();
        for row in rows {
            let folded: Vec<String> = row
                .iter()
                .map(|word| normal::atoms(word).concat())
                .collect();
            if let Some((first, others)) = folded.split_first() {
                for other in others.iter().filter(|other| *other != first) {
                    spellings
                        .entry(other.as_str().into())
                        .or_insert_with(|| first.as_str().into());
                }
            }
        }
        // Every spelling has its first one's number, so that a look-up need not ask for that.
        let mut canonical: FxHashMap<&str, u32> = FxHashMap::default();
        let mut words: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for (spelling, first) in &spellings {
            let fresh = canonical.len() as u32;
            let id = *canonical.entry(first).or_insert(fresh);
            words.insert(spelling.clone(), id);
            if !spellings.contains_key(first) {
                words.insert(first.clone(), id);
            }
        }
        let count = canonical.len() as u32;
        Phrases {
            words,
            spellings,
            count,
            meanings: vec![Vec::new()],
            ..Phrases::default()
        }
    }

    /// An empty trie in which words have the same numbers, all spellings of one included.
    pub fn empty_alike(&self) -> Phrases {
        Phrases {
            words: self.words.clone(),
            count: self.count,
            spellings: self.spellings.clone(),
            meanings: vec![Vec::new()],
            ..Phrases::default()
        }
    }

    /// Adds a phrase with its meaning; what is there already is not added twice.
    pub fn add(&mut self, phrase: &str, meaning: Meaning) {
        self.add_atoms(&normal::atoms(phrase), meaning);
        if let Some(spelt) = normal::umlauts_spelt(phrase) {
            self.add_atoms(&normal::atoms(&spelt), meaning);
        }
    }

    fn add_atoms(&mut self, atoms: &[Box<str>], meaning: Meaning) {
        if atoms.is_empty() {
            return;
        }
        let mut node = 0;
        for atom in atoms {
            let word = self.intern(atom);
            let fresh = self.meanings.len() as u32;
            node = *self.edges.entry((node, word)).or_insert(fresh);
            if node == fresh {
                self.meanings.push(Vec::new());
            }
        }
        let list = &mut self.meanings[node as usize];
        if !list.contains(&meaning) {
            list.push(meaning);
        }
    }

    fn intern(&mut self, atom: &str) -> u32 {
        if let Some(id) = self.words.get(atom) {
            return *id;
        }
        let id = self.count;
        self.count += 1;
        self.words.insert(atom.into(), id);
        id
    }

    /// The id of an atom of a story, or [`UNKNOWN`].
    pub fn word(&self, atom: &str) -> u32 {
        self.words.get(atom).copied().unwrap_or(UNKNOWN)
    }

    /// The node below `node` along `word`; the root is 0.
    pub fn step(&self, node: u32, word: u32) -> Option<u32> {
        self.edges.get(&(node, word)).copied()
    }

    /// What the phrase that ends at `node` may mean.
    pub fn meanings(&self, node: u32) -> &[Meaning] {
        &self.meanings[node as usize]
    }

    /// What a whole phrase may mean, written as an entry would be.
    pub fn get(&self, phrase: &str) -> &[Meaning] {
        let mut node = 0;
        for atom in normal::atoms(phrase) {
            match self.step(node, self.word(&atom)) {
                Some(next) => node = next,
                None => return &[],
            }
        }
        self.meanings(node)
    }

    /// Number of nodes, for reports.
    pub fn len(&self) -> usize {
        self.meanings.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// An atom as names are compared by: its canonical spelling.
    pub fn canonical<'a>(&'a self, atom: &'a str) -> &'a str {
        self.spellings.get(atom).map_or(atom, |first| first)
    }
}

/// How a name must look, from how the entry writes it.
pub fn letters_of_name(name: &str) -> Letters {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let count = letters.clone().count();
    if (2..=6).contains(&count) && letters.clone().all(char::is_uppercase) {
        Letters::AllCapitals
    } else if letters.clone().any(char::is_uppercase) {
        Letters::Capital
    } else {
        Letters::Any
    }
}
