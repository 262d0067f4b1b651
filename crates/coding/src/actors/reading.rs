//! What one phrase by itself says about who is meant: before coreference and context.

use demarche_knowledge::actors::Land;
use demarche_story::Actor;

/// How firm a [`Reading`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing is known.
    #[default]
    None,
    /// A role without a country.
    Role,
    /// A role with its country, or a people.
    Placed,
    /// A person known from `offices/` or `people/`, or an organisation.
    Known,
    /// A name of a user's dictionary.
    Entered,
    /// A name with its title, as the story says.
    Titled,
}

/// What a phrase says about who is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Country or other actor code.
    pub country: Option<String>,
    /// Sectors, primary first.
    pub sectors: Vec<String>,
    /// Name, for named people and organisations.
    pub name: Option<String>,
    /// Office or role title.
    pub office: Option<String>,
    /// Kind of office.
    pub kind: Option<String>,
    /// Index of the person in the knowledge.
    pub person: Option<u32>,
    /// How firm.
    pub strength: Strength,
    /// Whether a country may be taken from the context when none is said.
    pub wants_country: bool,
    /// Whether it is the head or one of somebody whom the phrase alone does not tell: "its president".
    pub of_whom: bool,
    /// The countries that its community lives in: only one of these may come from the context.
    pub homes: Vec<String>,
    /// Whether nothing but the place of its own sentence may say its country: "Muslims", anywhere.
    pub anywhere: bool,
    /// The community that acts as a power here: "the US partnership with *the Kurds*".
    pub acts: Option<u32>,
    /// What decided, step by step.
    pub evidence: Vec<String>,
}

impl Reading {
    /// Whether anything is known.
    pub fn is_empty(&self) -> bool {
        self.country.is_none() && self.sectors.is_empty()
    }

    /// Adds a sector if it is new.
    pub fn add_sector(&mut self, sector: &str) {
        if !self.sectors.iter().any(|known| known == sector) {
            self.sectors.push(sector.to_string());
        }
    }

    /// What a community that acts is in its country, once that is known.
    pub fn act(&mut self, lands: &[Land]) {
        let Some(land) = self.acts.map(|id| &lands[id as usize]) else {
            return;
        };
        let own = |(country, _): &&(Box<str>, Box<str>)| self.country.as_deref() == Some(country);
        if let Some((_, sector)) = land.power.iter().find(own) {
            self.because(format!("{} that act: {sector}", land.name));
            self.sectors = vec![sector.to_string()];
        }
    }

    /// Adds a step of evidence.
    pub fn because(&mut self, step: String) {
        if !self.evidence.contains(&step) {
            self.evidence.push(step);
        }
    }

    /// Adds the other's steps that rest on a user's dictionary: what comes from one says so.
    pub fn because_of(&mut self, other: &Reading) {
        for step in other.evidence.iter().filter(|step| is_of_dictionary(step)) {
            self.because(step.clone());
        }
    }

    /// The record for mention `mention`.
    pub fn into_actor(self, mention: u32) -> Actor {
        let mut sectors = self.sectors.into_iter();
        Actor {
            mention,
            name: self.name,
            country: self.country,
            sector: sectors.next(),
            other_sectors: sectors.collect(),
            office: self.office,
            evidence: self.evidence,
            members: Vec::new(),
        }
    }
}

/// Whether a step of evidence names a user's dictionary.
pub fn is_of_dictionary(step: &str) -> bool {
    step.contains(DICTIONARY)
}

/// What steps that rest on a user's dictionary have in common.
pub const DICTIONARY: &str = "dictionary";
