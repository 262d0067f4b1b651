//! The records that flow between Demarche's rooms. No I/O and no heavy dependency.
//!
//! A [`Story`] is made by ingest, [`Sentence`]s by language, and everything
//! from [`Mention`] to [`Event`] by coding. Each record points back into
//! [`Story::text`] by byte [`Span`]s; the text itself is never altered.

mod event;
mod labels;
mod mention;
mod problem;
mod proposition;
mod sentence;
mod span;
mod statement;
mod story;

pub use event::{
    Auxiliary, Confidence, Event, EventDate, EventLocation, EventType, Granularity, Quad, Size,
};
pub use labels::{Relation, Upos, Xpos};
pub use mention::{Actor, Mention, MentionClass, MentionKind};
pub use problem::{Problem, Severity};
pub use proposition::{Argument, Link, Modality, PredicateClass, Proposition, Role, Tense};
pub use sentence::{Entity, EntityKind, Sentence, Token};
pub use span::Span;
pub use statement::{Statement, StatementKind};
pub use story::Story;
