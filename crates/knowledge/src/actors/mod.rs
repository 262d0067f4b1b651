//! Who is meant: countries, offices, organisations, people and roles, compiled for look-up.
//!
//! One trie ([`Phrases`]) holds every name and noun; what a phrase means points
//! into the tables here. The rules of composition ("Syrian military source")
//! are the coding room's.

pub(crate) mod dates;
mod dictionary;
mod load;
pub mod normal;
mod phrases;
mod plural;
mod raw;
mod records;

pub use dates::Range;
pub use dictionary::{Coded, Dictionary, Entered};
pub(crate) use dictionary::{Entry, Listed};
pub use phrases::{Letters, Meaning, Phrases, Sense, UNKNOWN};
pub use records::{
    Effect, Land, LandKind, Modifier, Office, Organisation, Person, Role, SceneWords, Seat, Tenure,
};

use crate::Files;
use demarche_story::Problem;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Everything known about actors.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ActorKnowledge {
    /// Every name and noun.
    pub phrases: Phrases,
    /// Countries, regions, communities.
    pub lands: Vec<Land>,
    /// Buildings and streets that stand for institutions.
    pub seats: Vec<Seat>,
    /// Organisations, one entry for each time.
    pub organisations: Vec<Organisation>,
    /// Offices.
    pub offices: Vec<Office>,
    /// People with their tenures.
    pub people: Vec<Person>,
    /// Role nouns and titles.
    pub roles: Vec<Role>,
    /// Modifiers.
    pub modifiers: Vec<Modifier>,
    /// What tells whose country a role noun is not.
    pub scene: SceneWords,
    /// Names of the dictionaries that a user gave: they come before all others.
    #[serde(skip)]
    pub dictionary: Dictionary,
    countries: FxHashMap<Box<str>, u32>,
    offices_by_kind: FxHashMap<(Box<str>, Box<str>), Vec<u32>>,
    surnames: FxHashMap<Box<str>, Vec<u32>>,
}

/// Words that belong to the family name they stand before.
const NAME_PARTICLES: &[&str] = &[
    "bin", "ibn", "van", "von", "de", "der", "den", "da", "dos", "du", "le", "la", "di", "del",
    "abu", "ben", "bint", "ould", "san", "st", "ter", "ten",
];

/// Words after a family name that are not part of it.
const NAME_SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v", "vi", "xvi"];

impl ActorKnowledge {
    /// Reads `countries/`, `roles/`, `organisations/`, `offices/` and `people/`.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> ActorKnowledge {
        load::load(files, problems)
    }

    /// The land with this country code.
    pub fn country(&self, code: &str) -> Option<&Land> {
        self.countries.get(code).map(|id| &self.lands[*id as usize])
    }

    /// The people whose family name is this canonical atom.
    pub fn by_surname(&self, atom: &str) -> &[u32] {
        self.surnames
            .get(self.phrases.canonical(atom))
            .map_or(&[], Vec::as_slice)
    }

    /// The offices of a kind in a country (or with an actor code).
    pub fn offices_of(&self, code: &str, kind: &str) -> &[u32] {
        self.offices_by_kind
            .get(&(code.into(), kind.into()))
            .map_or(&[], Vec::as_slice)
    }

    /// Who held an office on a day: the tenure that contains it and began last.
    pub fn holder(&self, office: u32, day: Date) -> Option<&Person> {
        let mut best: Option<(Option<Date>, &Person)> = None;
        for person in &self.people {
            for tenure in &person.tenures {
                if tenure.office == Some(office)
                    && tenure.range.contains(day)
                    && best.is_none_or(|(from, _)| tenure.range.from > from)
                {
                    best = Some((tenure.range.from, person));
                }
            }
        }
        best.map(|(_, person)| person)
    }

    fn index_surname(&mut self, key: &[Box<str>], id: u32) {
        let mut end = key.len();
        while end > 1 && NAME_SUFFIXES.contains(&&*key[end - 1]) {
            end -= 1;
        }
        if end < 2 {
            if let Some(only) = key.first() {
                self.add_surname(only.clone(), id);
            }
            return;
        }
        self.add_surname(key[end - 1].clone(), id);
        if end >= 3 && NAME_PARTICLES.contains(&&*key[end - 2]) {
            // "bin Salman", "de Mistura" are looked up by both words joined.
            let joined = format!("{} {}", key[end - 2], key[end - 1]);
            self.add_surname(joined.into(), id);
        }
    }

    fn add_surname(&mut self, word: Box<str>, id: u32) {
        let list = self.surnames.entry(word).or_default();
        if !list.contains(&id) {
            list.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (ActorKnowledge, Vec<Problem>) {
        let mut problems = Vec::new();
        let known = ActorKnowledge::load(&Files::embedded(), &mut problems);
        (known, problems)
    }

    #[test]
    fn embedded_knowledge_is_sound() {
        let (known, problems) = embedded();
        let errors = problems
            .iter()
            .filter(|p| p.severity == demarche_story::Severity::Error);
        let report: Vec<String> = errors.map(ToString::to_string).collect();
        assert!(report.is_empty(), "{}", report.join("\n"));
        assert!(known.lands.len() > 300, "{} lands", known.lands.len());
        assert!(known.roles.len() > 1500, "{} roles", known.roles.len());
    }

    #[test]
    fn every_sovereign_state_has_an_adjective_or_people() {
        let (known, _) = embedded();
        for code in [
            "USA", "RUS", "SYR", "ARE", "KOS", "PSE", "HKG", "SUN", "YUG",
        ] {
            assert!(known.country(code).is_some(), "{code}");
        }
        let meanings = known.phrases.get("Syrian");
        assert!(meanings.iter().any(|m| m.sense == Sense::LandAdjective));
        assert!(meanings.iter().any(|m| m.sense == Sense::LandPeople));
    }

    #[test]
    fn problems_tell_file_and_line() {
        let mut files = Files::default();
        files.insert(
            "countries/a.toml",
            "[[country]]\ncode = \"FRA\"\nname = \"France\"\n",
        );
        files.insert(
            "offices/a.toml",
            "[[office]]\ncountry = \"FRA\"\ntitle = \"president\"\nkind = \"head-of-state\"\nholders = \"\"\"\n2007..2012  Nicolas Sarkozy\n2012..2o17  François Hollande\n\"\"\"\n",
        );
        let mut problems = Vec::new();
        let known = ActorKnowledge::load(&files, &mut problems);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .to_string()
                .starts_with("knowledge/offices/a.toml:7: `2012..2o17`")
        );
        let day = jiff::civil::date(2008, 1, 1);
        assert_eq!(
            known.holder(0, day).map(|p| &*p.name),
            Some("Nicolas Sarkozy")
        );
        assert!(known.holder(0, jiff::civil::date(2006, 1, 1)).is_none());
    }
}
