//! What the user may tell ingest: the format, fields that inputs lack, and
//! which columns or JSON fields hold what.

use jiff::civil::Date;
use std::str::FromStr;

/// How stories are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text: one story a file.
    Text,
    /// Markdown: one story a file.
    Markdown,
    /// HTML: one story a file.
    Html,
    /// One JSON object a line, each a story.
    JsonLines,
    /// A JSON object, a list of objects, or an object that holds such a list.
    Json,
    /// A table with a header row, one story a row; the separator is found.
    Csv,
    /// A table separated by tabs.
    Tsv,
}

impl Format {
    /// Every format, in the order in which help texts list them.
    pub const ALL: [Format; 7] = [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::JsonLines,
        Format::Json,
        Format::Csv,
        Format::Tsv,
    ];

    /// The name as the user writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::JsonLines => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
        }
    }

    /// Reads a format's name; file extensions are understood as well.
    pub fn parse(name: &str) -> Option<Format> {
        let name = name.trim().to_ascii_lowercase();
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .or_else(|| Format::from_extension(&name))
    }

    /// The format that a file extension (without dot) promises.
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" | "mdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" | "jsonlines" => Some(Format::JsonLines),
            "json" => Some(Format::Json),
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            _ => None,
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which column of a table, or which field of a JSON object, holds what.
///
/// A column is named as in the header row (case does not matter), a nested
/// JSON field with dots (`body.text`). What is `None` is guessed from usual
/// names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each names the story's field of the same name")]
pub struct Columns {
    pub id: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// Why a column mapping could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ColumnsError {
    /// A part without `=`.
    #[error("`{0}` is not FIELD=COLUMN (for example `text=Body`)")]
    NoEquals(String),
    /// A field that stories do not have.
    #[error(
        "`{0}` is not a field; the fields are id, title, text, published, publisher, byline, url, language"
    )]
    UnknownField(String),
}

impl FromStr for Columns {
    type Err = ColumnsError;

    /// Reads `text=Body,title=Headline`.
    fn from_str(mapping: &str) -> Result<Columns, ColumnsError> {
        let mut columns = Columns::default();
        for part in mapping.split(',').filter(|part| !part.trim().is_empty()) {
            let (field, column) = part
                .split_once('=')
                .ok_or_else(|| ColumnsError::NoEquals(part.trim().to_owned()))?;
            let slot = match field.trim() {
                "id" => &mut columns.id,
                "title" => &mut columns.title,
                "text" => &mut columns.text,
                "published" => &mut columns.published,
                "publisher" => &mut columns.publisher,
                "byline" => &mut columns.byline,
                "url" => &mut columns.url,
                "language" => &mut columns.language,
                other => return Err(ColumnsError::UnknownField(other.to_owned())),
            };
            *slot = Some(column.trim().to_owned());
        }
        Ok(columns)
    }
}

/// How to read inputs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of every input; `None` goes by extension, else by looking.
    pub format: Option<Format>,
    /// Day of publication for stories that give none.
    pub published: Option<Date>,
    /// Publisher for stories that give none.
    pub publisher: Option<String>,
    /// Columns and JSON fields.
    pub columns: Columns,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_from_a_mapping() {
        let columns: Columns = "text=Body, published = Day".parse().expect("well-formed");
        assert_eq!(columns.text.as_deref(), Some("Body"));
        assert_eq!(columns.published.as_deref(), Some("Day"));
        assert_eq!(columns.title, None);
        assert_eq!(
            "Body".parse::<Columns>(),
            Err(ColumnsError::NoEquals("Body".to_owned()))
        );
        assert_eq!(
            "boddy=x".parse::<Columns>(),
            Err(ColumnsError::UnknownField("boddy".to_owned()))
        );
    }

    #[test]
    fn formats_read_back_by_name() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(format));
        }
        assert_eq!(Format::parse("ndjson"), Some(Format::JsonLines));
        assert_eq!(Format::parse("docx"), None);
    }
}
