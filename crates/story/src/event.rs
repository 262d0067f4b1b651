//! Events: what is coded. The published shape lives in the store room, not here.

use crate::{Actor, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The sixteen event types of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names are PLOVER's own")]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Sanction,
    Protest,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// All sixteen, from most cooperative to most conflictual.
    pub const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Concede,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Sanction,
        EventType::Protest,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// The name as PLOVER writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Concede => "CONCEDE",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Sanction => "SANCTION",
            EventType::Protest => "PROTEST",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    /// Reads a PLOVER event name.
    pub fn parse(text: &str) -> Option<EventType> {
        EventType::ALL
            .into_iter()
            .find(|event| event.as_str() == text)
    }

    /// PLOVER's quad class.
    pub fn quad(self) -> Quad {
        match self {
            EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => {
                Quad::VerbalCooperation
            }
            EventType::Cooperate | EventType::Aid | EventType::Retreat => Quad::MaterialCooperation,
            EventType::Request
            | EventType::Accuse
            | EventType::Reject
            | EventType::Threaten
            | EventType::Sanction => Quad::VerbalConflict,
            EventType::Protest | EventType::Mobilize | EventType::Coerce | EventType::Assault => {
                Quad::MaterialConflict
            }
        }
    }
}

impl std::fmt::Display for EventType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// PLOVER's quad classes, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are PLOVER's own")]
pub enum Quad {
    VerbalCooperation = 1,
    MaterialCooperation = 2,
    VerbalConflict = 3,
    MaterialConflict = 4,
}

/// PLOVER's auxiliary modes: how the event stands to fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auxiliary {
    /// Told as history, not as news.
    Historical,
    /// Not yet.
    Future,
    /// Possible, conditional, feared, hoped for.
    Hypothetical,
    /// Did not happen.
    Negation,
}

impl Auxiliary {
    /// The name as PLOVER writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Auxiliary::Historical => "historical",
            Auxiliary::Future => "future",
            Auxiliary::Hypothetical => "hypothetical",
            Auxiliary::Negation => "negation",
        }
    }
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Granularity {
    Day,
    Week,
    Month,
    Season,
    Year,
    Decade,
}

/// When an event happened: first and last day of what the words allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDate {
    /// First day.
    pub start: Date,
    /// Last day, where the words name a period.
    pub end: Option<Date>,
    /// How exactly.
    pub granularity: Granularity,
    /// The words that say so ("last year"); `None` when it is the day of publication.
    pub text: Option<Span>,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventLocation {
    /// The words.
    pub span: Option<Span>,
    /// The place as written.
    pub extracted: String,
    /// The gazetteer's name.
    pub resolved: Option<String>,
    /// GeoNames identifier, from the gazetteer only.
    pub geonameid: Option<u32>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// ISO 3166 alpha-3 (PLOVER's variant).
    pub country: Option<String>,
    /// GeoNames feature code ("PPLC").
    pub feature: Option<String>,
}

/// Numbers that the event's sentence gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Killed.
    pub dead: Option<u64>,
    /// Wounded.
    pub injured: Option<u64>,
    /// Arrested.
    pub arrested: Option<u64>,
    /// Any other count of people or things (refugees, protesters, tanks, dollars).
    pub number: Option<u64>,
}

/// How sure the coder is, 0 to 1, in thousandths, so that records compare exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Confidence(pub u16);

impl Confidence {
    /// From a probability; clamped to 0..=1.
    pub fn new(probability: f64) -> Confidence {
        Confidence((probability.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// As a probability.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// One coded event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Who did it.
    pub actors: Vec<Actor>,
    /// To whom; empty for reciprocal events, whose parties are all actors.
    pub recipients: Vec<Actor>,
    /// What.
    pub event: EventType,
    /// How; PLOVER's modes.
    pub modes: Vec<String>,
    /// Why and about what; PLOVER's contexts.
    pub contexts: Vec<String>,
    /// Auxiliary modes.
    pub auxiliary: Vec<Auxiliary>,
    /// CAMEO code ("036").
    pub cameo: String,
    /// When; `None` when the story has no date and the words give none.
    pub date: Option<EventDate>,
    /// Where.
    pub location: Option<EventLocation>,
    /// Numbers.
    pub size: Size,
    /// Index of the innermost statement that contains the event; `None` when the reporter says so.
    pub statement: Option<u32>,
    /// Index of the sentence.
    pub sentence: u32,
    /// The predicate's words: the evidence for the event.
    pub span: Span,
    /// Id of the lexicon entry that fired, with composition (`agree/promise+aid/supply`).
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
    /// Index of the proposition that was coded.
    pub proposition: u32,
}
