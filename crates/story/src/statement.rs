//! Statements: who says so.

use crate::Span;
use serde::{Deserialize, Serialize};

/// How a statement reports its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// Only quoted words.
    Direct,
    /// No quoted words.
    Indirect,
    /// Some quoted words.
    Mixed,
}

/// A source, a cue and the content that the source is answerable for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Index of the sentence with the cue.
    pub sentence: u32,
    /// Words of the source; `None` where none is named ("it was reported that").
    pub source: Option<Span>,
    /// Token index of the source's head in that sentence.
    pub source_head: Option<u32>,
    /// Words of the cue: "said", "according to".
    pub cue: Option<Span>,
    /// Lemma of the cue: "say", "according to".
    pub cue_lemma: String,
    /// Token index of the cue's head in that sentence.
    pub cue_head: Option<u32>,
    /// Words of the content, in order; several where the clause is broken up.
    pub content: Vec<Span>,
    /// Quoted or not.
    pub kind: StatementKind,
    /// Whether the cue tells a belief, wish or feeling and not a saying.
    pub attitude: bool,
}
