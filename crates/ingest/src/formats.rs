//! The formats: one a file. Each turns bytes or text into [`Raw`] pages.

pub(crate) mod header;
pub(crate) mod html;
pub(crate) mod html_blocks;
pub(crate) mod html_metadata;
pub(crate) mod json;
pub(crate) mod json_lines;
pub(crate) mod json_list;
pub(crate) mod markdown;
pub(crate) mod plain;
pub(crate) mod record;
pub(crate) mod table;

use crate::block::{Origin, Page};
use demarche_story::Problem;

/// What a format yields.
#[derive(Debug)]
pub(crate) enum Raw {
    /// A story's page and where it stands.
    Page(Box<Page>, Origin),
    /// Something that could not be read.
    Problem(Problem),
}

/// A stream of pages, read as they are asked for.
pub(crate) type Pages<'a> = Box<dyn Iterator<Item = Raw> + Send + 'a>;
