//! Names that a user's dictionaries give, with codes that hold on certain days. They come before all
//! that `knowledge/` has; the petrarch room compiles them.

use super::{Meaning, Phrases, Range, Sense};
use jiff::civil::Date;

/// The names of all dictionaries that were given; empty without any.
#[derive(Debug, Default)]
pub struct Dictionary {
    pub(crate) phrases: Phrases,
    pub(crate) actors: Vec<Listed>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) codes: Vec<Coded>,
    pub(crate) places: Vec<Box<str>>,
    pub(crate) agents: usize,
}

/// Names that share codes: a run of the entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed {
    pub file: u32,
    pub first: u32,
    pub end: u32,
}

/// One code of an actor.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub code: u32,
    pub range: Option<Range>,
    pub said: Box<str>,
    pub file: u32,
    pub line: u32,
}

/// A code as the engine knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// Country or other actor code.
    pub country: Option<Box<str>>,
    /// Sectors, primary first.
    pub sectors: Vec<Box<str>>,
    /// Country of a body that is not a country's: PLOVER's code has no place for it.
    pub home: Option<Box<str>>,
    /// Whether it is the null code `---`: the name stands for no actor.
    pub null: bool,
}

impl Coded {
    /// Whether it says anything.
    pub fn is_usable(&self) -> bool {
        self.null || self.country.is_some() || !self.sectors.is_empty()
    }
}

/// What a name stands for on a day.
#[derive(Clone, Copy, Debug)]
pub struct Entered<'d> {
    /// The code in PLOVER's terms.
    pub coded: &'d Coded,
    /// As the file writes it, with its dates.
    pub said: &'d str,
    /// The file.
    pub place: &'d str,
    /// Line in that file.
    pub line: u32,
}

impl Dictionary {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// How many actors (names that share codes) and agents it has.
    pub fn counts(&self) -> (usize, usize) {
        (self.actors.len(), self.agents)
    }

    /// All names and nouns.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// What the phrase that ends at a node means on a day: an actor ([`Sense::Dictionary`], with the
    /// entry that holds), a role noun, or both. Without a day the code without a date counts, else
    /// the latest.
    pub fn meanings(&self, node: u32, day: Option<Date>) -> impl Iterator<Item = Meaning> + '_ {
        let all = self.phrases.meanings(node);
        let actor = all
            .iter()
            .find(|meaning| meaning.sense == Sense::Dictionary)
            .and_then(|meaning| {
                let id = self.entry_on(all, day)?;
                Some(Meaning { id, ..*meaning })
            });
        // Later files come before earlier ones.
        let role = all
            .iter()
            .filter(|meaning| meaning.sense == Sense::Role)
            .max_by_key(|meaning| meaning.id);
        actor.into_iter().chain(role.copied())
    }

    /// What an entry says.
    pub fn entered(&self, id: u32) -> Entered<'_> {
        let entry = &self.entries[id as usize];
        Entered {
            coded: &self.codes[entry.code as usize],
            said: &entry.said,
            place: &self.places[entry.file as usize],
            line: entry.line,
        }
    }

    fn entry_on(&self, meanings: &[Meaning], day: Option<Date>) -> Option<u32> {
        let mut listed: Vec<Listed> = meanings
            .iter()
            .filter(|meaning| meaning.sense == Sense::Dictionary)
            .map(|meaning| self.actors[meaning.id as usize])
            .collect();
        listed.sort_by_key(|actor| (std::cmp::Reverse(actor.file), actor.first));
        let files = listed.chunk_by(|a, b| a.file == b.file);
        files.filter_map(|actors| self.entry_of(actors, day)).next()
    }

    /// The entry of one file that holds on a day.
    fn entry_of(&self, actors: &[Listed], day: Option<Date>) -> Option<u32> {
        let ids = || actors.iter().flat_map(|actor| actor.first..actor.end);
        let range = |id: &u32| self.entries[*id as usize].range;
        let undated = ids().find(|id| range(id).is_none());
        match day {
            Some(day) => ids()
                .find(|id| range(id).is_some_and(|range| range.contains(day)))
                .or(undated),
            None => undated.or_else(|| {
                ids().max_by_key(|id| {
                    let range = range(id).unwrap_or_default();
                    (range.until.is_none(), range.until, range.from)
                })
            }),
        }
    }
}
