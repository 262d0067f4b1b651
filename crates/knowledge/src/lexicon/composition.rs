//! Composition: what an outer and an inner predicate give together, and light verbs.

use demarche_story::{Auxiliary, EventType};
use serde::{Deserialize, Serialize};

/// One row: an outer class over an inner event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// File below `knowledge/`.
    pub file: String,
    /// Line of the row, from 1.
    pub line: u64,
    /// Class of the outer frame, or a pseudo-class ("future", "hypothetical").
    pub outer: String,
    /// What the inner event may be: any of these.
    pub inner: Vec<Inner>,
    /// What comes of it.
    pub outcome: Outcome,
    /// CAMEO code; `None` keeps the code of whichever event stands.
    pub cameo: Option<String>,
    /// PLOVER mode; `None` keeps the mode of whichever event stands.
    pub mode: Option<String>,
    /// Auxiliary modes to add.
    pub aux: Vec<Auxiliary>,
    /// Where the recipient is sought, in order.
    pub recipient: Vec<Party>,
    /// The inner event is taken for granted and coded beside: "condemned Russia's attack on X".
    pub keep: bool,
    /// A sentence that shows it.
    pub example: Option<String>,
}

/// A pattern for the inner event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inner {
    /// Any event.
    Any,
    /// This event, whatever its mode.
    Event(EventType),
    /// This event with this mode.
    Mode(EventType, String),
    /// An event whose CAMEO code begins so.
    Cameo(String),
}

/// The event that a row gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The inner event stands.
    Same,
    /// The outer frame's own event stands.
    Outer,
    /// This event.
    Event(EventType),
    /// Nothing is coded.
    Nothing,
}

/// Where a composed event's recipient comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Party {
    /// The outer predicate's recipient.
    Outer,
    /// The inner event's recipient.
    InnerRecipient,
    /// The inner event's actor.
    InnerActor,
}

/// A light verb's use: the event noun beside it carries the meaning.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Light {
    /// Lemmas; a preposition may follow ("come under", "go on").
    pub verbs: Vec<String>,
    /// What the verb's subject is to the noun.
    pub subj: LightSubject,
    /// The nouns it takes; empty for every event noun.
    pub nouns: Vec<String>,
}

/// What a light verb's subject is to its event noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LightSubject {
    /// The doer: "held talks".
    Subj,
    /// The one it is done to: "suffered an attack".
    Obj,
}
