//! The format of an input: by extension, else by looking at its first bytes.

use crate::formats::record;
use crate::options::Format;

/// The format that a file's name promises, compression endings left aside.
pub(crate) fn by_name(name: &str) -> Option<Format> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = file.to_ascii_lowercase();
    let bare = lower
        .strip_suffix(".gz")
        .or_else(|| lower.strip_suffix(".zst"))
        .unwrap_or(&lower);
    let (_, extension) = bare.rsplit_once('.')?;
    Format::from_extension(extension)
}

/// The format that the first bytes look like.
pub(crate) fn by_looking(head: &[u8]) -> Format {
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start();
    let mut lines = start.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or("");
    if start.starts_with('{') {
        let complete = serde_json::from_str::<serde_json::Value>(first).is_ok();
        let next_is_object = lines
            .next()
            .is_some_and(|line| line.trim_start().starts_with('{'));
        return if complete && next_is_object {
            Format::JsonLines
        } else {
            Format::Json
        };
    }
    if let Some(inner) = start.strip_prefix('[')
        && inner.trim_start().starts_with(['{', '"', ']'])
    {
        return Format::Json;
    }
    if start.starts_with('<') && looks_like_html(start) {
        return Format::Html;
    }
    if looks_like_table(first) {
        return Format::Csv;
    }
    if looks_like_markdown(&text) {
        return Format::Markdown;
    }
    Format::Text
}

fn looks_like_html(start: &str) -> bool {
    let lower: String = start.chars().take(2000).collect::<String>().to_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<article",
        "<main",
        "<div",
        "<section",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
        "<table",
        "<span",
    ]
    .iter()
    .any(|tag| lower.contains(tag))
}

/// Whether a first line is a header row with a column for the text.
fn looks_like_table(first: &str) -> bool {
    [',', '\t', ';', '|'].into_iter().any(|separator| {
        let columns: Vec<&str> = first
            .split(separator)
            .map(|name| name.trim().trim_matches('"'))
            .collect();
        columns.len() >= 2
            && columns.iter().any(|name| record::is_text_name(name))
            && columns
                .iter()
                .filter(|name| record::is_known_name(name))
                .count()
                >= 2
    })
}

fn looks_like_markdown(text: &str) -> bool {
    let heading = |line: &str| {
        let bare = line.trim_start_matches('#');
        let level = line.len() - bare.len();
        (1..=4).contains(&level) && bare.starts_with(' ')
    };
    text.lines().take(40).any(heading) || (text.contains("](http") && text.contains('['))
}

/// What a binary file is, where its first bytes say so, and what to do.
pub(crate) fn binary(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE: &str = "save its text as .txt, .html or .jsonl";
    const UNPACK: &str = "unpack it first";
    const KINDS: &[(&[u8], &str, &str)] = &[
        (b"%PDF", "a PDF", SAVE),
        (b"PK\x03\x04", "a ZIP archive or an Office document", SAVE),
        (b"\xd0\xcf\x11\xe0", "an old Office document", SAVE),
        (b"{\\rtf", "an RTF document", SAVE),
        (b"BZh", "compressed with bzip2", UNPACK),
        (b"\xfd7zXZ", "compressed with xz", UNPACK),
        (b"7z\xbc\xaf", "a 7z archive", UNPACK),
        (b"Rar!", "a RAR archive", UNPACK),
        (
            b"SQLite format 3",
            "an SQLite database",
            "export a table as CSV",
        ),
        (b"PAR1", "a Parquet file", "export it as JSON Lines"),
    ];
    if let Some((_, what, help)) = KINDS.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Some((what, help));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(("a tar archive", UNPACK));
    }
    let sample = &head[..head.len().min(8192)];
    let zeros = sample.contains(&0);
    let controls = sample
        .iter()
        .filter(|byte| (**byte < 0x20 && !b"\t\n\r\x0c\x1a\x1b".contains(byte)) || **byte == 0x7f)
        .count();
    (zeros || controls * 20 > sample.len()).then_some(("a binary file", SAVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_formats() {
        assert_eq!(by_name("a/b.jsonl.gz"), Some(Format::JsonLines));
        assert_eq!(by_name("a.v2/b.HTM"), Some(Format::Html));
        assert_eq!(by_name("a.b/c"), None);
        assert_eq!(by_name("<stdin>"), None);
    }

    #[test]
    fn first_bytes_tell_formats() {
        for (head, format) in [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", Format::JsonLines),
            ("{\n \"text\": \"a\"\n}", Format::Json),
            (" [ {\"text\":\"a\"} ]", Format::Json),
            ("<!DOCTYPE html><p>a", Format::Html),
            ("id,date,text\n1,2015-01-01,a\n", Format::Csv),
            ("# Talks resume\n\nThe two sides met.", Format::Markdown),
            ("LONDON - Talks, text and more.", Format::Text),
            ("[Moscow] Talks began.", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(by_looking(head.as_bytes()), format, "{head}");
        }
    }

    #[test]
    fn binaries_are_named() {
        assert_eq!(binary(b"%PDF-1.4").map(|(what, _)| what), Some("a PDF"));
        assert_eq!(
            binary(b"ab\0cd").map(|(what, _)| what),
            Some("a binary file")
        );
        assert_eq!(binary("Café – talks.\n".as_bytes()), None);
    }
}
