//! Records: named fields of a JSON object or a table's row, and which of them
//! is the story's text, title, date and so on.

use super::{html, html_blocks, plain};
use crate::block::{Fields, Page};
use crate::dates::{self, Reading};
use crate::options::Columns;

/// A field's path (parts joined by dots) and its value.
pub(crate) type Field = (String, String);

const ID: &[&str] = &[
    "id",
    "storyid",
    "docid",
    "documentid",
    "articleid",
    "newsid",
    "uid",
    "uuid",
    "guid",
    "key",
];
const TITLE: &[&str] = &[
    "title",
    "headline",
    "headlinemain",
    "webtitle",
    "articletitle",
    "heading",
    "head",
    "name",
];
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "story",
    "fulltext",
    "bodytext",
    "articlebody",
    "articletext",
    "storytext",
    "newstext",
    "maintext",
    "rawtext",
    "plaintext",
    "cleantext",
    "article",
    "document",
    "contents",
    "bodyhtml",
    "contenthtml",
    "html",
    "paragraphs",
    "sentences",
    "sentence",
    "passage",
    "description",
    "abstract",
    "snippet",
    "leadparagraph",
];
const PUBLISHED: &[&str] = &[
    "published",
    "publishedat",
    "publicationdate",
    "datepublished",
    "pubdate",
    "publishdate",
    "publisheddate",
    "publishedtime",
    "publishedon",
    "webpublicationdate",
    "date",
    "datetime",
    "timestamp",
    "storydate",
    "articledate",
    "newsdate",
    "day",
    "time",
    "created",
    "createdat",
];
const PUBLISHER: &[&str] = &[
    "publisher",
    "publishername",
    "source",
    "sourcename",
    "outlet",
    "newspaper",
    "agency",
    "publication",
    "sitename",
    "site",
    "medium",
    "newsdesk",
    "domain",
];
const URL: &[&str] = &[
    "url",
    "link",
    "weburl",
    "originalurl",
    "sourceurl",
    "articleurl",
    "permalink",
    "canonicalurl",
    "href",
    "uri",
];
const BYLINE: &[&str] = &[
    "byline",
    "bylineoriginal",
    "author",
    "authors",
    "authorname",
    "authorsname",
    "creator",
    "writer",
    "reporter",
    "journalist",
];
const LANGUAGE: &[&str] = &["language", "lang", "languagecode", "locale"];

/// Objects in which publishers wrap a story's fields.
const WRAPPERS: &[&str] = &[
    "fields",
    "source",
    "article",
    "story",
    "document",
    "doc",
    "item",
    "data",
    "attributes",
    "properties",
    "content",
    "meta",
    "metadata",
    "record",
];

/// Letters and digits of a name in lower case: "Pub_Date" as "pubdate".
fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a name is one under which stories keep their text.
pub(crate) fn is_text_name(name: &str) -> bool {
    TEXT.contains(&normal(name).as_str())
}

/// Whether a name is one that stories use for any of their fields.
pub(crate) fn is_known_name(name: &str) -> bool {
    let name = normal(name);
    [ID, TITLE, TEXT, PUBLISHED, PUBLISHER, URL, BYLINE, LANGUAGE]
        .iter()
        .any(|names| names.contains(&name.as_str()))
}

/// The field that `wanted` names, or the first that has one of the usual names.
fn pick<'a>(fields: &'a [Field], wanted: Option<&str>, names: &[&str]) -> Option<&'a str> {
    let filled = |field: &&Field| !field.1.trim().is_empty();
    if let Some(wanted) = wanted {
        return fields
            .iter()
            .filter(filled)
            .find(|(path, _)| path.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.as_str());
    }
    // The whole path first ("headline.main"), then the path inside a wrapper
    // ("fields.bodyText").
    let bare = |path: &str| {
        path.split_once('.').and_then(|(outer, inner)| {
            WRAPPERS
                .contains(&normal(outer).as_str())
                .then(|| normal(inner))
        })
    };
    let by = |key: &dyn Fn(&str) -> Option<String>| {
        names.iter().find_map(|name| {
            fields
                .iter()
                .filter(filled)
                .find(|(path, _)| key(path).as_deref() == Some(*name))
                .map(|(_, value)| value.as_str())
        })
    };
    by(&|path| Some(normal(path))).or_else(|| by(&bare))
}

/// The page of a record; `Err` holds the names of its fields where none is the
/// text.
pub(crate) fn page(fields: &[Field], columns: &Columns) -> Result<Page, String> {
    let Some(text) = pick(fields, columns.text.as_deref(), TEXT) else {
        return Err(names(fields));
    };
    let get = |wanted: &Option<String>, names: &[&str]| {
        pick(fields, wanted.as_deref(), names).map(|value| value.trim().to_owned())
    };
    let mut page = text_page(text);
    let own = std::mem::take(&mut page.fields);
    let published = get(&columns.published, PUBLISHED).map(|written| {
        // What is no date at all is told like a date without a year.
        let reading = dates::metadata(&written).unwrap_or(Reading::NoYear(1, 1));
        (written, reading)
    });
    page.fields = Fields {
        id: get(&columns.id, ID),
        title: get(&columns.title, TITLE)
            .map(|title| clean_inline(&title))
            .or(own.title),
        published: published.or(own.published),
        publisher: get(&columns.publisher, PUBLISHER).or(own.publisher),
        byline: get(&columns.byline, BYLINE)
            .map(|byline| {
                let byline = clean_inline(&byline);
                crate::names::byline(&byline).map_or(byline, |parts| parts.name)
            })
            .or(own.byline),
        url: get(&columns.url, URL)
            .filter(|url| url.contains("://") || crate::names::host(url).is_some())
            .or(own.url),
        language: get(&columns.language, LANGUAGE).or(own.language),
    };
    Ok(page)
}

/// The page of a field's text: as it stands, or cleaned where it is HTML.
fn text_page(text: &str) -> Page {
    match markup(text) {
        Markup::None => Page {
            text: text.to_owned(),
            blocks: plain::blocks(text, 0),
            ..Page::default()
        },
        Markup::Page => html::page(text),
        Markup::Blocks => html_blocks::fragment(text),
        // Without block elements the line breaks are the paragraphs'.
        Markup::Inline => html_blocks::fragment(&format!("<pre>{text}</pre>")),
    }
}

/// A short field without markup.
fn clean_inline(text: &str) -> String {
    let text = match markup(text) {
        Markup::None => text.to_owned(),
        _ => html_blocks::fragment(text).text,
    };
    crate::names::collapse(&text.replace("\n\n", ", "))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Markup {
    None,
    Inline,
    Blocks,
    Page,
}

/// How much HTML there is in a text: tags of known elements, or entities.
fn markup(text: &str) -> Markup {
    const BLOCKS: &[&str] = &[
        "p",
        "br",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "section",
        "article",
        "table",
        "figure",
    ];
    const INLINE: &[&str] = &[
        "a", "b", "i", "em", "strong", "span", "img", "sup", "sub", "u", "font", "cite",
    ];
    const ENTITIES: &[&str] = &[
        "&amp;", "&quot;", "&apos;", "&nbsp;", "&lt;", "&gt;", "&ldquo;", "&rdquo;", "&lsquo;",
        "&rsquo;", "&mdash;", "&ndash;", "&hellip;", "&#39;", "&#34;", "&#160;", "&#8217;",
        "&#8220;", "&#8221;", "&#8211;", "&#8212;", "&#x27;",
    ];
    let mut found = if ENTITIES.iter().any(|entity| text.contains(entity)) {
        Markup::Inline
    } else {
        Markup::None
    };
    for (at, _) in text.match_indices('<') {
        let rest = text[at + 1..].trim_start_matches('/');
        let name: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .flat_map(char::to_lowercase)
            .collect();
        let after = rest[name.len()..].chars().next();
        let tag = matches!(after, Some('>' | '/' | ' ' | '\n' | '\t' | '\r'))
            && rest.char_indices().take(2000).any(|(_, c)| c == '>');
        if !tag {
            continue;
        }
        let name = name.as_str();
        if matches!(name, "html" | "body" | "head") {
            return Markup::Page;
        }
        if BLOCKS.contains(&name) {
            found = Markup::Blocks;
        } else if INLINE.contains(&name) && found == Markup::None {
            found = Markup::Inline;
        }
    }
    found
}

/// The names of a record's fields for a message.
pub(crate) fn names(fields: &[Field]) -> String {
    let mut names: Vec<&str> = fields.iter().map(|(path, _)| path.as_str()).collect();
    let more = names.len().saturating_sub(12);
    names.truncate(12);
    let list = names.join(", ");
    match more {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, &str)]) -> Vec<Field> {
        fields
            .iter()
            .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn usual_names_are_guessed() {
        let fields = record(&[
            ("webTitle", "Talks &amp; truce"),
            ("fields.bodyText", "The two sides met."),
            ("webPublicationDate", "2015-09-18T10:00:00Z"),
            ("source.name", "Example News"),
            ("author.name", "By Jane Doe"),
            ("webUrl", "https://example.org/x"),
        ]);
        let page = page(&fields, &Columns::default()).expect("a text");
        assert_eq!(page.text, "The two sides met.");
        assert_eq!(page.fields.title.as_deref(), Some("Talks & truce"));
        assert_eq!(page.fields.publisher.as_deref(), Some("Example News"));
        assert_eq!(page.fields.byline.as_deref(), Some("Jane Doe"));
        assert_eq!(page.fields.url.as_deref(), Some("https://example.org/x"));
        assert!(
            page.fields
                .published
                .is_some_and(|(_, r)| r.day().is_some())
        );
    }

    #[test]
    fn a_mapping_wins_over_guesses() {
        let fields = record(&[("text", "Short."), ("Volltext", "The two sides met.")]);
        let columns = Columns {
            text: Some("volltext".to_owned()),
            ..Columns::default()
        };
        assert_eq!(
            page(&fields, &columns).expect("a text").text,
            "The two sides met."
        );
        assert_eq!(
            page(&record(&[("a", "x"), ("b", "y")]), &Columns::default()).unwrap_err(),
            "a, b"
        );
    }

    #[test]
    fn html_in_a_field_is_cleaned_and_plain_text_is_not() {
        let clean = |text: &str| text_page(text).text;
        assert_eq!(clean("<p>One.</p><p>Two.</p>"), "One.\n\nTwo.");
        assert_eq!(
            clean("One &amp; <b>two</b>.\n\nThree."),
            "One & two.\n\nThree."
        );
        for text in ["a < b and b > c.", "<3 & more", "AT&T  said\tso.", "x<y>z"] {
            assert_eq!(clean(text), text);
        }
    }
}
