//! Propositions: the tree normalised into who-did-what, whatever the syntax.

use crate::Span;
use serde::{Deserialize, Serialize};

/// A predicate with its arguments in deep roles: "Aleppo was bombed by Russia",
/// "Russia, which bombed Aleppo" and "Russia's bombing of Aleppo" are one shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposition {
    /// Index of the sentence.
    pub sentence: u32,
    /// Token index of the predicate's head word.
    pub head: u32,
    /// Normalised predicate: lemma, with a particle or light verb's noun ("cut off", "talk").
    pub predicate: String,
    /// Word class of the predicate.
    pub class: PredicateClass,
    /// The light verb's token ("held" of "held talks"), if any.
    pub light: Option<u32>,
    /// The predicate's own words (with particle, light verb and noun).
    pub span: Span,
    /// Arguments in order of role and position; one role may have several fillers.
    pub arguments: Vec<Argument>,
    /// Whether it is denied here: "did not attack", "no attack", "without attacking".
    pub negated: bool,
    /// When, by grammar.
    pub tense: Tense,
    /// Possibility, necessity, condition and the like, by grammar.
    pub modality: Option<Modality>,
    /// Whether the surface form was passive.
    pub passive: bool,
    /// The proposition that this one hangs on, and how.
    pub parent: Option<(u32, Link)>,
}

/// Word class of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PredicateClass {
    /// A verb, particle verb included.
    Verb,
    /// A noun that names an event, light-verb constructions included.
    Noun,
    /// An adjective with a copula: "is ready to".
    Adjective,
}

/// One argument: a role and the token that heads its filler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Deep role.
    pub role: Role,
    /// Token index of the filler's head in the same sentence.
    pub token: u32,
    /// For a clause or an event noun, the proposition it heads.
    pub proposition: Option<u32>,
    /// Whether the filler was carried over (shared subject, control, relative clause).
    pub inferred: bool,
}

/// Deep role of an argument.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Deep subject: who does it.
    Subj,
    /// Deep object: whom or what it is done to.
    Obj,
    /// Indirect object: "gave *Kyiv* tanks".
    Iobj,
    /// Clause: "said that …", "agreed to …".
    Comp,
    /// With a preposition, lower case: "with", "against", "according to".
    Prep(String),
}

/// How a proposition hangs on its parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// It is the parent's clausal complement.
    Complement,
    /// It says what for: "to destroy".
    Purpose,
    /// It is an adverbial clause with this marker ("if", "after", "while"; "" when none).
    Adverbial(String),
    /// It modifies a noun of the parent.
    Relative,
    /// It is coordinated with the parent.
    Conjunct,
    /// It is an event noun that fills a role of the parent.
    Argument,
    /// It stands beside: "…, officials say".
    Parataxis,
}

/// Grammatical time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// Past or perfect.
    Past,
    /// Past perfect: earlier than the story's past.
    Pluperfect,
    /// Present.
    Present,
    /// "will", "is to", "is set to", headline infinitive.
    Future,
    /// None of its own (nouns, bare infinitives).
    None,
}

/// Mood and modality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// "may", "might", "could", "possible".
    Possible,
    /// "must", "should", "need to".
    Necessary,
    /// "would", or under "if", "unless".
    Conditional,
    /// A question.
    Question,
    /// A command.
    Imperative,
}

impl Proposition {
    /// The tokens that fill `role`, in order.
    pub fn fillers<'a>(&'a self, role: &'a Role) -> impl Iterator<Item = &'a Argument> + 'a {
        self.arguments
            .iter()
            .filter(move |argument| argument.role == *role)
    }
}
