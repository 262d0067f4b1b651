//! What a format hands to the layout room: a page of text with its blocks, and
//! the fields that the format itself gives.

use crate::dates::Reading;
use std::ops::Range;

/// What the format says a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A heading.
    Heading,
    /// Running text, or text about which the format says nothing.
    Paragraph,
    /// An item of a list or a cell of a table.
    Item,
}

/// One block of a page.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Bytes of the page's text.
    pub range: Range<usize>,
    /// What the format says it is.
    pub kind: BlockKind,
    /// Whether all of it is in bold type.
    pub bold: bool,
    /// How many of its bytes are links.
    pub linked: usize,
}

impl Block {
    /// A block about which nothing is known but where it stands.
    pub fn plain(range: Range<usize>) -> Block {
        Block {
            range,
            kind: BlockKind::Paragraph,
            bold: false,
            linked: 0,
        }
    }
}

/// Fields that metadata, a record or a header gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub id: Option<String>,
    pub title: Option<String>,
    /// The date as written, and what it was read as.
    pub published: Option<(String, Reading)>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// One story's text as its format gives it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// What becomes [`demarche_story::Story::text`].
    pub text: String,
    /// In order, disjoint, inside `text`.
    pub blocks: Vec<Block>,
    pub fields: Fields,
}

/// Where a page stands, for messages and ids.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// File name, or `<stdin>`.
    pub place: String,
    /// Line of the record, from 1, in record formats.
    pub line: Option<u64>,
    /// Position of the record in its file, from 1, in record formats.
    pub record: Option<u64>,
}

/// Range of `text[range]` without white space at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = start + slice.trim().len();
    start..end
}
