//! Demarche reads news reports and writes event data: who did what to whom,
//! when, where, and according to whom.
//!
//! This crate is the facade over the rooms, in the order in which a report passes them:
//!
//! 1. [`ingest`] turns bytes of any usual format into [`Story`]s. The text is never altered
//!    from there on; everything later points back into it by byte [`Span`]s.
//! 2. [`language`] turns a story into [`Sentence`]s: words, tags, lemmas, a dependency tree,
//!    named entities. It is the only room with a neural network.
//! 3. [`coding`] turns sentences into [`Event`]s, through mentions, actors, propositions and
//!    statements. It is pure: no I/O, no clock. What it knows comes from
//!    [`knowledge`], which is data that people edit.
//! 4. [`store`] turns events into published [`EventRecord`]s, as JSON Lines or CSV.
//!
//! An [`Engine`] holds a model and the knowledge and runs steps 2 to 4:
//!
//! ```
//! use demarche::{Engine, EngineOptions, ingest};
//!
//! let engine = Engine::open(&EngineOptions::default())?;
//! let report = b"OSLO, March 3, 2021 - Norwegian police arrested two Russian spies on Monday.";
//! let (stories, problems) = ingest::read_bytes("report.txt", report, &ingest::Options::default());
//! assert!(problems.is_empty());
//! for story in &stories {
//!     let coded = engine.code(story);
//!     for event in engine.records(story, &coded) {
//!         assert_eq!(event.event, "COERCE");
//!         assert_eq!(event.actor[0].code.as_deref(), Some("NOR"));
//!         assert_eq!(event.date.as_deref(), Some("2021-03-01"));
//!     }
//! }
//! # assert_eq!(stories.len(), 1);
//! # Ok::<(), demarche::EngineError>(())
//! ```
//!
//! [`Engine::code_all`] codes many stories on several threads, in bounded memory and in the
//! order they came; the result is the same for any number of threads. [`check`] runs the
//! examples that the knowledge carries.
//!
//! There is no global state: two engines with different models or knowledge live side by side.

mod batch;
pub mod check;
mod engine;

pub use batch::CodeAll;
pub use engine::{Coded, Engine, EngineError, EngineOptions};

pub use demarche_coding as coding;
pub use demarche_ingest as ingest;
pub use demarche_knowledge as knowledge;
pub use demarche_language as language;
pub use demarche_store as store;

pub use demarche_coding::Coding;
pub use demarche_knowledge::Knowledge;
pub use demarche_language::Model;
pub use demarche_store::EventRecord;
pub use demarche_story::*;
