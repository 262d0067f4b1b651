//! The published shapes, and the only place that knows them.
//!
//! The last stage: what coding found in a story becomes [`EventRecord`]s
//! ([`records`]), which [`Writer`] writes as JSON Lines or CSV. The records of
//! `demarche-story` may change from version to version; these shapes may not.

mod csv;
mod record;
mod records;
mod writer;

pub use record::{
    AttributionRecord, EntityRecord, EventRecord, LocationRecord, SizeRecord, StoryRecord, TextInfo,
};
pub use records::{Coded, Provenance, Scores, records};
pub use writer::{Format, Writer};
