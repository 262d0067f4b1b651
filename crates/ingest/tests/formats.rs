//! One story in every format and encoding gives the same body and fields.

use demarche_ingest::{Columns, Options, Stories, read_bytes};
use demarche_story::Story;
use std::io::Write;
use std::path::{Path, PathBuf};

const FIRST: &str =
    "Iran and six world powers reached an agreement on Tuesday, the envoy – a “guest” – said.";
const SECOND: &str = "Talks will go on in Vienna, but the powers did not name a day for them.";

fn one(name: &str, bytes: &[u8]) -> Story {
    let (mut stories, problems) = read_bytes(name, bytes, &Options::default());
    assert_eq!(problems, [], "{name}");
    assert_eq!(stories.len(), 1, "{name}");
    stories.remove(0)
}

fn body(story: &Story) -> Vec<&str> {
    story
        .paragraphs
        .iter()
        .map(|span| span.of(&story.text))
        .collect()
}

fn check(name: &str, bytes: &[u8]) {
    let story = one(name, bytes);
    assert_eq!(body(&story), [FIRST, SECOND], "{name}");
    assert_eq!(
        story.title.as_deref(),
        Some("Nuclear deal reached"),
        "{name}"
    );
    assert_eq!(story.dateline.as_deref(), Some("Vienna"), "{name}");
    assert_eq!(
        story.published,
        Some(jiff::civil::date(2015, 7, 14)),
        "{name}"
    );
    assert_eq!(story.byline.as_deref(), Some("Jane Doe"), "{name}");
    assert_eq!(story.publisher.as_deref(), Some("Example News"), "{name}");
    assert_eq!(story.language.as_deref(), Some("en"), "{name}");
}

fn text() -> String {
    format!(
        "Nuclear deal reached\nBy Jane Doe, Example News\nJuly 14, 2015\n\nVIENNA - {FIRST}\n\n{SECOND}\n"
    )
}

fn record() -> serde_json::Value {
    serde_json::json!({
        "title": "Nuclear deal reached", "author": "Jane Doe", "date": "2015-07-14",
        "source": "Example News", "text": format!("VIENNA - {FIRST}\n\n{SECOND}"),
    })
}

fn html() -> String {
    format!(
        "<html><head><title>Nuclear deal reached | Example News</title>\
         <meta name=author content='Jane Doe'></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>Nuclear deal reached</h1><p>By Jane Doe</p>\
         <time datetime=2015-07-14>July 14</time><p>VIENNA - {FIRST}</p><p>{SECOND}</p></article>\
         <aside><p>The minister resigned on Monday over the affair.</p></aside></body></html>"
    )
}

#[test]
fn every_format_gives_the_same_story() {
    check("a.txt", text().as_bytes());
    check(
        "a.md",
        format!(
            "# Nuclear *deal* reached\n\nBy Jane Doe, [Example News](#)\n\nJuly 14, 2015\n\n\
             VIENNA - {FIRST}\n\n{SECOND}\n\n- [Other story](http://example.org/b)\n"
        )
        .as_bytes(),
    );
    check("a.html", html().as_bytes());
    check("a.jsonl", record().to_string().as_bytes());
    check("a.json", format!("[{}]", record()).as_bytes());
    check("a.json", record().to_string().as_bytes());
    let row = format!(
        "Headline,Author,Pub_Date,Source,Body\n\
         Nuclear deal reached,Jane Doe,2015-07-14,Example News,\"VIENNA - {FIRST}\n\n{SECOND}\"\n"
    );
    check("a.csv", row.as_bytes());
}

#[test]
fn without_an_extension_the_bytes_tell() {
    check("a", text().as_bytes());
    check("<stdin>", html().as_bytes());
    check("<stdin>", record().to_string().as_bytes());
}

#[test]
fn compression_is_seen_by_its_bytes() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text().as_bytes()).expect("memory");
    check("a.txt.gz", &gzip.finish().expect("memory"));
    check(
        "a.txt.zst",
        &zstd::encode_all(text().as_bytes(), 1).expect("memory"),
    );
}

#[test]
fn encodings_are_seen_by_their_bytes() {
    check("a.txt", format!("\u{feff}{}", text()).as_bytes());
    let units = |little: bool| -> Vec<u8> {
        format!("\u{feff}{}", text())
            .encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    check("a.txt", &units(true));
    check("a.txt", &units(false));
    let windows: Vec<u8> = text()
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).expect("ASCII"),
        })
        .collect();
    check("a.txt", &windows);
    check("a.txt", text().replace('\n', "\r\n").as_bytes());
}

#[test]
fn text_is_kept_to_the_byte() {
    for given in [text(), format!("  {FIRST}\r\n\r\n\t{SECOND} \n\n")] {
        assert_eq!(one("a.txt", given.as_bytes()).text, given);
        let record = serde_json::json!({ "text": given }).to_string();
        assert_eq!(one("a.jsonl", record.as_bytes()).text, given);
    }
}

#[test]
fn text_without_line_breaks_is_one_paragraph() {
    let record = serde_json::json!({ "text": format!("{FIRST} {SECOND}") }).to_string();
    assert_eq!(one("a.jsonl", record.as_bytes()).paragraphs.len(), 1);
}

#[test]
fn options_fill_what_is_missing_and_columns_are_mapped() {
    let options = Options {
        published: Some(jiff::civil::date(1999, 3, 24)),
        publisher: Some("Example News".to_owned()),
        columns: "text=Volltext,id=Nr".parse::<Columns>().expect("a mapping"),
        ..Options::default()
    };
    let table = format!("Nr\tVolltext\n7\t{FIRST}\n");
    let (stories, problems) = read_bytes("a.tsv", table.as_bytes(), &options);
    assert_eq!(problems, []);
    assert_eq!(stories[0].id, "7");
    assert_eq!(stories[0].published, Some(jiff::civil::date(1999, 3, 24)));
    assert_eq!(stories[0].publisher.as_deref(), Some("Example News"));
}

#[test]
fn records_without_ids_are_numbered() {
    let lines = format!("{{\"text\":\"{FIRST}\"}}\n").repeat(2);
    let (stories, _) = read_bytes("news/a.jsonl.gz", lines.as_bytes(), &Options::default());
    let ids: Vec<_> = stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids, ["a#1", "a#2"]);
}

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_first_real_story_has_the_fields_of_its_gold() {
    let folder = root().join("../shared/data/stories");
    let story = folder.join("2015-09-18-moscow-times.md");
    let gold = folder.join("2015-09-18-moscow-times.gold.json");
    let Ok(gold) = std::fs::read_to_string(gold) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).expect("a gold file");
    let fields = &gold["story_fields"];
    let items: Vec<_> = Stories::open(&[story], Options::default()).collect();
    assert_eq!(items.len(), 1, "{items:?}");
    let story = items[0].as_ref().expect("the story");
    let expected = |key: &str| fields[key].as_str().expect("a field of the gold file");
    let title = story.title.as_deref().expect("a title");
    assert!(title.contains(expected("title_contains")));
    assert_eq!(
        story.published.expect("a date").to_string(),
        expected("published")
    );
    assert_eq!(story.publisher.as_deref(), Some(expected("publisher")));
    assert_eq!(story.dateline.as_deref(), Some(expected("dateline_place")));
    let url = story.url.as_deref().expect("a URL");
    assert!(url.contains(expected("url_contains")) && url.starts_with("https://"));

    // Title, byline, date, bold name, caption and URL are no paragraphs, and
    // the broken paragraph is one with its second half.
    let body = body(story);
    assert_eq!(body.len(), 11, "{body:#?}");
    assert!(body[0].starts_with("U.S. President Barack Obama believes"));
    assert!(body[3].contains("long-term presence of\n\n[President Bashar] Assad"));
    assert!(body[10].ends_with("he added."));
}

#[test]
fn real_archives_are_read_without_problems() {
    let archive = root().join("../shared/data/stories/guardian-syria-124.jsonl.gz");
    if !archive.is_file() {
        println!("skipped: {} is absent", archive.display());
        return;
    }
    let (mut stories, mut problems) = (0, Vec::new());
    for item in Stories::open(&[archive], Options::default()) {
        match item {
            Ok(story) => {
                stories += 1;
                assert!(story.published.is_some() && !story.id.is_empty());
            }
            Err(problem) => problems.push(problem),
        }
    }
    assert_eq!((stories, problems), (124, Vec::new()));
}

#[test]
fn every_sample_is_read_with_its_fields() {
    let items: Vec<_> = Stories::open(&[root().join("samples")], Options::default()).collect();
    let mut stories = 0;
    for item in items {
        let story = item.expect("samples have no problems");
        stories += 1;
        let id = &story.id;
        assert!(story.title.is_some(), "{id}");
        assert!(story.published.is_some(), "{id}");
        assert!(story.dateline.is_some(), "{id}");
        assert!(story.paragraphs.len() >= 4, "{id}: {:?}", body(&story));
        for paragraph in body(&story) {
            assert!(
                paragraph.ends_with(['.', '"', '”', '?']),
                "{id}: {paragraph}"
            );
        }
    }
    assert!(stories >= 12, "{stories} samples");
}
