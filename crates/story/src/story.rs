//! A news story as ingest hands it on.

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One news report: its text and what is known about it.
///
/// For plain text, JSON and CSV, `text` is the input's own text to the byte
/// (after decoding to UTF-8). For HTML and Markdown it is the readable body.
/// From there on it is never altered: every later record points into it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Stable identifier: the input's own id, or one made from its path and position.
    pub id: String,
    /// Headline, if known.
    pub title: Option<String>,
    /// Place named by the dateline ("LONDON"), as a name in ordinary casing ("London").
    pub dateline: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Newspaper, agency or site.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code of the language, `en` for English.
    pub language: Option<String>,
    /// The text, never altered.
    pub text: String,
    /// Hex digits of a SHA-256 of `text` (the first 16 bytes).
    pub hash: String,
    /// The paragraphs of the body, in order, without datelines, bylines, titles,
    /// captions and links. Sentences are only sought inside these.
    pub paragraphs: Vec<Span>,
}
