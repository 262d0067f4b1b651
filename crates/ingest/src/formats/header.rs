//! Lines such as "Title: …" and "Date: …" at the top of text and Markdown
//! files, bare or between `---` lines.

use crate::block::Fields;
use crate::dates;

/// Reads the header of `text`: its fields, and the byte at which the story
/// starts (0 where there is no header).
pub(crate) fn read(text: &str) -> (Fields, usize) {
    let fenced = text.starts_with("---\n") || text.starts_with("---\r\n");
    let mut fields = Fields::default();
    let mut known = 0;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate().take(60) {
        let bare = line.trim();
        at += line.len();
        if index == 0 && fenced {
            continue;
        }
        let closes = if fenced {
            matches!(bare, "---" | "...")
        } else {
            bare.is_empty()
        };
        if closes {
            let enough = if fenced { known >= 1 } else { known >= 2 };
            return if enough {
                (fields, at)
            } else {
                (Fields::default(), 0)
            };
        }
        match bare.split_once(':') {
            Some((key, value)) if set(&mut fields, key, value) => known += 1,
            // Front matter may hold keys that are of no use here.
            _ if fenced => {}
            _ => return (Fields::default(), 0),
        }
    }
    (Fields::default(), 0)
}

fn set(fields: &mut Fields, key: &str, value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'', '<', '>']).trim();
    if value.is_empty() {
        return false;
    }
    let text = || Some(value.to_owned());
    match key.trim().to_lowercase().as_str() {
        "title" | "headline" => fields.title = text(),
        "date" | "published" | "publication date" | "pubdate" => {
            let Some(reading) = dates::metadata(value) else {
                return false;
            };
            fields.published = Some((value.to_owned(), reading));
        }
        "source" | "publisher" | "newspaper" | "agency" | "publication" => {
            fields.publisher = text();
        }
        "byline" | "author" | "authors" | "by" => fields.byline = text(),
        "url" | "link" | "original url" => fields.url = text(),
        "language" | "lang" => fields.language = text(),
        "id" => fields.id = text(),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_with_and_without_fence() {
        let text = "Title: Talks resume\nDate: 2015-09-18\n\nThe two sides met.";
        let (fields, start) = read(text);
        assert_eq!(fields.title.as_deref(), Some("Talks resume"));
        assert_eq!(&text[start..], "The two sides met.");
        let text = "---\ntitle: \"Talks resume\"\ntags: [a]\n---\nThe two sides met.";
        let (fields, start) = read(text);
        assert_eq!(fields.title.as_deref(), Some("Talks resume"));
        assert_eq!(&text[start..], "The two sides met.");
    }

    #[test]
    fn a_colon_makes_no_header() {
        let text = "Source: the army\nsaid so.\n\nMore.";
        assert_eq!(read(text).1, 0);
        assert_eq!(read("---\nTalks resumed.\n").1, 0);
        assert_eq!(read("").1, 0);
    }
}
