//! Ingest: bytes to [`demarche_story::Story`], the first stage of the pipeline.
//!
//! An input is opened and decompressed ([`Stories`]), its encoding and format
//! are found, and one format a file turns it into pages: text with blocks and
//! whatever fields the format itself gives. The layout room then tells titles,
//! bylines, datelines, captions and site furniture from body paragraphs, and
//! makes the story.
//!
//! Bad input is never an error of the program: every input yields stories and
//! [`demarche_story::Problem`]s, and one bad file, line or record loses
//! nothing but itself. Memory is bounded: record formats are read record by
//! record, and pages, records and texts have upper limits (see [`limits`]).
//!
//! Deliberately absent: the network. A URL is a field of a story, never a
//! thing to fetch.

mod block;
mod dateline;
mod dates;
mod detect;
mod encoding;
mod formats;
mod furniture;
mod identity;
mod language;
mod layout;
pub mod limits;
mod names;
mod opening;
mod options;
mod paths;
mod stories;

pub use opening::read_file;
pub use options::{Columns, ColumnsError, Format, Options};
pub use paths::paths;
pub use stories::{Stories, read_bytes};
