//! A frame: one meaning of one or more predicates.

use super::hash::word_hash;
use super::wordset::SetId;
use demarche_story::EventType;
use serde::{Deserialize, Serialize};

/// One meaning of some predicates: what they are coded as, and who is who.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// Unique name, such as `coerce/arrest`.
    pub id: String,
    /// File below `knowledge/`.
    pub file: String,
    /// Line of the frame's header, from 1.
    pub line: u64,
    /// PLOVER event; `None` for frames that only compose or guard.
    pub event: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Composition class.
    pub class: Option<String>,
    /// Roles in which the embedded predicate is sought.
    pub content: Vec<RoleKey>,
    /// Roles that give the actor.
    pub actor: Vec<RoleKey>,
    /// Roles that give the recipient.
    pub recipient: Vec<RoleKey>,
    /// All parties are actors.
    pub reciprocal: bool,
    /// What a noun's of-phrase is.
    pub of: NounArgument,
    /// What a noun's possessor is.
    pub poss: NounArgument,
    /// Where no doer is named, the owner of the object is: "Russian tanks were moved".
    pub owner: bool,
    /// All must hold.
    pub when: Vec<Requirement>,
    /// None may hold.
    pub unless: Vec<Requirement>,
    /// The best match of this frame means that nothing is coded.
    pub guard: bool,
    /// Breaks ties; higher wins.
    pub priority: i32,
    /// Finer codings.
    pub variants: Vec<Variant>,
    /// Sentences that must fire.
    pub fires: Vec<Example>,
    /// Sentences that must stay silent, with their lines.
    pub silent: Vec<(String, u64)>,
}

/// Which deep role a noun's of-phrase or possessor fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NounArgument {
    /// Who does it: "the withdrawal of troops", "Russia's attack".
    Subj,
    /// To whom it is done: "the killing of X", "Navalny's arrest".
    Obj,
}

/// A role as knowledge names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RoleKey {
    /// Deep subject.
    Subj,
    /// Deep object.
    Obj,
    /// Indirect object.
    Iobj,
    /// Clause.
    Comp,
    /// Possessor of a noun.
    Poss,
    /// Modifier of the predicate itself.
    Mod,
    /// Any argument.
    Any,
    /// Subject of the clause.
    CompSubj,
    /// By a preposition.
    Prep(String),
}

impl RoleKey {
    /// Reads a role's name; anything unknown is a preposition.
    pub fn parse(text: &str) -> RoleKey {
        match text {
            "subj" => RoleKey::Subj,
            "obj" => RoleKey::Obj,
            "iobj" => RoleKey::Iobj,
            "comp" => RoleKey::Comp,
            "poss" => RoleKey::Poss,
            "mod" => RoleKey::Mod,
            "any" => RoleKey::Any,
            "comp.subj" => RoleKey::CompSubj,
            other => RoleKey::Prep(other.to_string()),
        }
    }
}

/// A role and what it may hold: any one of the conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The role.
    pub role: RoleKey,
    /// Any of these.
    pub any: Vec<Condition>,
    /// Hashes of the words among them, in order, and how many there are that are no words.
    words: Vec<u64>,
    others: usize,
}

impl Requirement {
    /// Of a role and what it may hold.
    pub fn new(role: RoleKey, mut any: Vec<Condition>) -> Requirement {
        any.sort_by_key(|condition| matches!(condition, Condition::Lemma(_)));
        let word = |condition: &Condition| match condition {
            Condition::Lemma(word) => Some(word_hash(word)),
            _ => None,
        };
        let mut words: Vec<u64> = any.iter().filter_map(word).collect();
        words.sort_unstable();
        Requirement {
            others: any.len() - words.len(),
            role,
            any,
            words,
        }
    }

    /// The conditions that are no words.
    pub fn others(&self) -> &[Condition] {
        &self.any[..self.others]
    }

    /// Whether it asks for one of its words by the name of this hash.
    pub fn names(&self, name: u64) -> bool {
        self.words.binary_search(&name).is_ok()
    }

    /// Whether words are among the conditions.
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }
}

/// What a role must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// It is filled.
    Present,
    /// It is not filled.
    Absent,
    /// A person, group, organisation or country.
    Actor,
    /// A person or group.
    Person,
    /// A country or its government.
    Country,
    /// Filled, and no actor.
    Thing,
    /// A predicate of the lexicon.
    Event,
    /// A clause in the infinitive: "told them *to leave*".
    Infinitive,
    /// Its head is in this word set.
    Set(SetId),
    /// Its head has this lemma, or it ends in these words.
    Lemma(String),
}

/// A finer coding of a frame.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Variant {
    /// All must hold.
    pub when: Vec<Requirement>,
    /// None may hold.
    pub unless: Vec<Requirement>,
    /// Replaces the frame's event.
    pub event: Option<EventType>,
    /// Replaces the frame's mode; an empty string removes it.
    pub mode: Option<String>,
    /// Replaces the frame's code.
    pub cameo: Option<String>,
    /// Added to the frame's contexts.
    pub contexts: Vec<String>,
}

/// A sentence that must fire its frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Line, from 1.
    pub line: u64,
    /// Words of the actors; empty when there is none.
    pub actor: Vec<String>,
    /// Words of the recipients; empty when there is none.
    pub recipient: Vec<String>,
    /// The event, where composition or a variant changes it.
    pub event: Option<EventType>,
    /// The mode, where it differs from the frame's.
    pub mode: Option<String>,
    /// Auxiliary modes that must be set.
    pub aux: Vec<String>,
}
