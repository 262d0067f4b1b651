//! Mentions of people, groups, organizations and places, and the actors they stand for.

use crate::Span;
use serde::{Deserialize, Serialize};

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A name: "John Kerry", "Russia", "Islamic State militants".
    Name,
    /// A description: "the foreign minister", "dozens of supporters".
    Nominal,
    /// A pronoun: "he", "they", "his".
    Pronoun,
}

/// What sort of thing a mention refers to, as far as grammar and knowledge tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionClass {
    /// One person.
    Person,
    /// Several people: "gunmen", "the two leaders", "Syrians".
    Group,
    /// An organization, a government included.
    Organization,
    /// A country, city or region.
    Place,
    /// Anything else.
    Thing,
}

/// A noun phrase or pronoun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: u32,
    /// Token index of the head.
    pub head: u32,
    /// The phrase without relative clauses and appositions.
    pub span: Span,
    /// How it refers.
    pub kind: MentionKind,
    /// What sort of thing it refers to.
    pub class: MentionClass,
    /// How many, where a number is said ("some 100,000 refugees", "dozens" as 24).
    pub number: Option<u64>,
    /// Number of the coreference chain in this story; every mention is in one.
    pub chain: u32,
}

/// Who a mention is, for whom they act, and why we think so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Index of the mention in the story's list.
    pub mention: u32,
    /// Best name known: the chain's fullest name, or the knowledge entry's.
    pub name: Option<String>,
    /// Country code, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; `None` when unresolved.
    pub country: Option<String>,
    /// Primary sector ("GOV").
    pub sector: Option<String>,
    /// Further sectors.
    pub other_sectors: Vec<String>,
    /// Office held on the story's day, as known or as the story says.
    pub office: Option<String>,
    /// What decided, step by step, for `explain`: "title: foreign minister -> GOV".
    pub evidence: Vec<String>,
    /// Whom the mention stands for where that is several ("both sides"); else empty.
    pub members: Vec<Actor>,
}

impl Actor {
    /// Whether a country or a sector is known, or several who are: what may stand in an event.
    pub fn is_resolved(&self) -> bool {
        self.country.is_some() || self.sector.is_some() || !self.members.is_empty()
    }

    /// Whether it is a state, an organisation or somebody who acts for one: what they send is aid,
    /// a waiter's is not.
    pub fn has_power(&self) -> bool {
        let private = matches!(
            self.sector.as_deref(),
            Some("CVL" | "BUS" | "EDU" | "LAB" | "CRM" | "JRN")
        );
        self.is_resolved() && !private
    }
}
