//! Upper limits that keep memory bounded whatever the input is.

/// Bytes of one story's text, after decoding and cleaning: 4 MiB, some 700,000
/// words. A longer text is not a news story but an archive in one file.
pub const STORY: usize = 4 << 20;

/// Bytes of one page (a text, Markdown or HTML file, or a JSON file that holds
/// one object), after decompression: 32 MiB, since pages may embed pictures.
pub const PAGE: usize = 32 << 20;

/// Bytes of one record (a line of JSON Lines, an element of a JSON list, a row
/// of a table), after decompression: 16 MiB.
pub const RECORD: usize = 16 << 20;

/// Bytes of a UTF-16 file, which is converted as a whole: 256 MiB.
pub const UTF16: usize = 256 << 20;

/// A byte count in words for messages: "4 MB".
pub(crate) fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes >> 20)
}
