//! Bad input: each kind gives a clear problem, and nothing else is lost.

use demarche_ingest::{Options, Stories, limits, read_bytes};
use demarche_story::{Problem, Severity, Story};
use std::io::{Read, Write};
use std::path::PathBuf;

const GOOD: &str = "GENEVA - The two sides in the war met again on Tuesday, the envoy said.";

fn read(name: &str, bytes: &[u8]) -> (Vec<Story>, Vec<Problem>) {
    read_bytes(name, bytes, &Options::default())
}

/// Checks that there is no story and one error, which says `what`.
fn check_error(name: &str, bytes: &[u8], what: &str) {
    let (stories, problems) = read(name, bytes);
    assert!(stories.is_empty(), "{name}");
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    assert_eq!(problems[0].severity, Severity::Error);
    assert_eq!(problems[0].place, name);
    assert!(problems[0].help.is_some(), "{}", problems[0]);
    assert!(
        problems[0].what.contains(what),
        "{} lacks: {what}",
        problems[0]
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// Text that does not compress well, so that a cut falls inside of it.
fn long_lines(count: u32) -> String {
    let mut seed = 1u32;
    (0..count)
        .map(|line| {
            let noise: String = (0..40)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    char::from(b'a' + (seed >> 24) as u8 % 26)
                })
                .collect();
            format!("{{\"id\":\"s{line}\",\"text\":\"{GOOD} {noise}.\"}}\n")
        })
        .collect()
}

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("demarche-ingest-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).expect("a file for the test");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn empty_files_are_told() {
    for name in [
        "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a",
    ] {
        check_error(name, b"", "the file is empty");
        check_error(name, b" \n\t\r\n", "nothing but white space");
    }
    check_error("a.txt.gz", &gzip(b""), "the file is empty");
}

#[test]
fn binary_files_are_told() {
    check_error("a.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "a binary file");
    check_error("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF");
    check_error("a.docx", b"PK\x03\x04\x14\0", "an Office document");
    let noise: Vec<u8> = (0..=255u8).cycle().take(10_000).collect();
    check_error("a.jsonl", &noise, "a binary file");
}

#[test]
fn a_line_of_fifty_megabytes_is_told_in_bounded_memory() {
    let size = 50 << 20;
    let line = || std::io::repeat(b'a').take(size);
    for (name, what) in [
        ("a.txt", "larger than the 8 MB"),
        ("a.md", "larger than the 32 MB"),
        ("a.html", "larger than the 32 MB"),
        ("a.json", "larger than the 32 MB"),
        ("a.jsonl", "a line of more than 16 MB"),
        ("a", "larger than the 8 MB"),
    ] {
        let items: Vec<_> = Stories::from_reader(name, line(), Options::default()).collect();
        assert_eq!(items.len(), 1, "{name}");
        let problem = items[0].as_ref().expect_err("no story");
        assert!(problem.what.contains(what), "{name}: {problem}");
    }
}

#[test]
fn a_record_that_is_too_long_loses_only_itself() {
    let long = std::io::repeat(b'a').take(limits::RECORD as u64 + 10);
    let good = format!("{{\"text\":\"{GOOD}\"}}\n");
    let input = good
        .as_bytes()
        .chain(long)
        .chain(&b"\n"[..])
        .chain(good.as_bytes());
    let items: Vec<_> = Stories::from_reader("a.jsonl", input, Options::default()).collect();
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
    let problem = items[1].as_ref().expect_err("the long line");
    assert_eq!(problem.line, Some(2));

    let long = std::io::repeat(b'a').take(limits::RECORD as u64 + 10);
    let row = format!("1,\"{GOOD}\"\n");
    let input = (&b"id,text\n"[..])
        .chain(row.as_bytes())
        .chain(&b"2,"[..])
        .chain(long);
    let tail = format!("\n3,\"{GOOD}\"\n");
    let input = input.chain(tail.as_bytes());
    let items: Vec<_> = Stories::from_reader("a.csv", input, Options::default()).collect();
    let ids: Vec<_> = items
        .iter()
        .flatten()
        .map(|story| story.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(items[1].as_ref().expect_err("the long row").line, Some(3));

    let element = format!("{{\"text\":\"{GOOD}\"}}");
    let long = std::io::repeat(b'a').take(limits::RECORD as u64 + 10);
    let input = (&b"["[..])
        .chain(element.as_bytes())
        .chain(&b",\n\""[..])
        .chain(long);
    let tail = format!("\",{element}]");
    let input = input.chain(tail.as_bytes());
    let items: Vec<_> = Stories::from_reader("a.json", input, Options::default()).collect();
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
    assert_eq!(
        items[1].as_ref().expect_err("the long element").line,
        Some(2)
    );
}

#[test]
fn a_story_has_an_upper_limit() {
    let text = format!("{GOOD}\n\n").repeat(limits::STORY / GOOD.len() + 10);
    check_error("a.txt", text.as_bytes(), "more than the 4 MB");
}

#[test]
fn truncated_gzip_is_told_and_complete_records_are_kept() {
    let whole = gzip(long_lines(2000).as_bytes());
    let (stories, problems) = read("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(stories.len() > 500, "{}", stories.len());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].what.contains("truncated"), "{}", problems[0]);
    assert_eq!(problems[0].line, Some(stories.len() as u64 + 1));

    let small = gzip(GOOD.as_bytes());
    check_error("a.txt.gz", &small[..small.len() - 6], "truncated");
    check_error("a.txt.gz", &small[..12], "truncated");
    let mut damaged = gzip(long_lines(50).as_bytes());
    let middle = damaged.len() / 2;
    for byte in &mut damaged[middle..middle + 40] {
        *byte ^= 0x5a;
    }
    let (_, problems) = read("a.jsonl.gz", &damaged);
    assert!(!problems.is_empty());
}

#[test]
fn truncated_zstd_is_told() {
    let whole = zstd::encode_all(long_lines(50).as_bytes(), 3).expect("compression in memory");
    let (stories, problems) = read("a.jsonl.zst", &whole);
    assert_eq!((stories.len(), problems.len()), (50, 0));
    let (_, problems) = read("a.jsonl.zst", &whole[..whole.len() / 2]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].what.contains("truncated"), "{}", problems[0]);
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend(b" The caf\xc3( of S\xc3\xa3o Paulo was \xe2\x80 closed.");
    let (stories, problems) = read("a.txt", &bytes);
    assert_eq!(stories.len(), 1);
    assert!(stories[0].text.contains("caf\u{fffd}( of São Paulo"));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].severity, Severity::Warning);
    assert!(problems[0].what.contains("broken UTF-8"));

    let line = [b"{\"text\":\"", &bytes[..], b"\"}\n"].concat();
    let (stories, problems) = read("a.jsonl", &line);
    assert_eq!((stories.len(), problems.len()), (1, 1));
    assert_eq!(problems[0].line, Some(1));
}

#[test]
fn html_soup_is_read() {
    let soup = format!(
        "<html><head><title>Talks</title></p><table><tr><div><p>{GOOD}<p>They<b>agreed <i>on</b> \
         nothing at all, the envoy told reporters in the evening.</table></td><p"
    );
    let (stories, problems) = read("a.html", soup.as_bytes());
    assert_eq!(problems, []);
    assert_eq!(stories[0].dateline.as_deref(), Some("Geneva"));
    check_error(
        "a.html",
        b"<html><body><nav><a href='/'>Home</a></nav></body>",
        "no text",
    );
    check_error("a.html", b"<script>var a = 1;</script>", "no text");
    for soup in [
        "<",
        "<p",
        "<<<>>>",
        "<!--",
        "<p>".repeat(5000).as_str(),
        "&#xFFFFFFFF;&#0;",
    ] {
        let (stories, problems) = read("a.html", soup.as_bytes());
        assert!(stories.len() + problems.len() >= 1, "{soup}");
    }
}

#[test]
fn wrong_dates_are_told_and_others_are_used() {
    let record = format!(
        "{{\"text\":\"{GOOD}\",\"date\":\"2015-02-31\",\"url\":\"https://example.org/2015/03/01/x\"}}"
    );
    let (stories, problems) = read("a.jsonl", record.as_bytes());
    assert_eq!(stories[0].published, Some(jiff::civil::date(2015, 3, 1)));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].severity, Severity::Warning);
    assert!(problems[0].what.contains("`2015-02-31` is not a day"));
    for (date, what) in [("03/04/2015", "may be two days"), ("soon", "is not a date")] {
        let record = format!("{{\"text\":\"{GOOD}\",\"date\":\"{date}\"}}");
        let (stories, problems) = read("a.jsonl", record.as_bytes());
        assert_eq!(stories[0].published, None);
        assert!(problems[0].what.contains(what), "{}", problems[0]);
    }
}

#[test]
fn one_bad_file_among_ten_loses_only_itself() {
    let folder = Folder::new("ten");
    for index in 0..10 {
        folder.write(&format!("story-{index}.txt"), GOOD.as_bytes());
    }
    folder.write("story-4.txt", b"\0\x01\x02\x03");
    folder.write("README.md", b"# About this folder");
    folder.write(".hidden.txt", GOOD.as_bytes());
    let items: Vec<_> =
        Stories::open(std::slice::from_ref(&folder.0), Options::default()).collect();
    assert_eq!(items.len(), 10);
    let ids: Vec<_> = items
        .iter()
        .flatten()
        .map(|story| story.id.as_str())
        .collect();
    assert_eq!(ids.len(), 9);
    assert_eq!((ids[0], ids[4]), ("story-0", "story-5"));
    let problem = items[4].as_ref().expect_err("the binary file");
    assert!(problem.place.ends_with("story-4.txt"));
}

#[test]
fn a_malformed_line_among_many_loses_only_itself() {
    let mut lines: Vec<String> = long_lines(100).lines().map(str::to_owned).collect();
    lines[41] = "{\"id\":\"s41\",\"text\": oops".to_owned();
    lines[70] = "{\"id\":\"s70\",\"headline\":\"Talks\"}".to_owned();
    lines[80] = "[1, 2]".to_owned();
    let (stories, problems) = read("many.jsonl", lines.join("\n").as_bytes());
    assert_eq!(stories.len(), 97);
    let places: Vec<_> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(places, [Some(42), Some(71), Some(81)]);
    assert!(problems[0].what.contains("not JSON"), "{}", problems[0]);
    assert!(problems[1].what.contains("headline, id"), "{}", problems[1]);
    assert!(problems[2].what.contains("a JSON list"), "{}", problems[2]);
    assert!(problems.iter().all(|problem| problem.help.is_some()));
}

#[test]
fn a_damaged_list_keeps_its_good_elements() {
    let element = format!("{{\"text\":\"{GOOD}\"}}");
    let list = format!("[\n{element},\n{{oops}},\n{element}");
    let (stories, problems) = read("a.json", list.as_bytes());
    assert_eq!(stories.len(), 1);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(problems[0].line, Some(3));
    assert!(problems[1].what.contains("does not end"));
}

#[test]
fn table_rows_that_do_not_fit_are_told() {
    let table = format!(
        "id;date;body\n1;2015-09-18;{GOOD}\n2;2015-09-18;a;b;c\n3;2015-09-18\n4;2015-09-18;{GOOD}\n"
    );
    let (stories, problems) = read("a.csv", table.as_bytes());
    let ids: Vec<_> = stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids, ["1", "4"]);
    let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(3), Some(4)]);
    check_error("b.csv", b"a,b\n1,2\n", "no column for the text");
}

#[test]
fn other_languages_are_told_and_skipped() {
    let french = "Le président de la République a annoncé jeudi que la France enverrait des \
                  renforts au Sahel, tandis que les négociations avec les pays voisins se \
                  poursuivent à Bamako depuis une semaine, selon le ministre des Affaires \
                  étrangères.";
    check_error("a.txt", french.as_bytes(), "French (fr)");
}

#[test]
fn paths_that_name_nothing_are_told() {
    let folder = Folder::new("none");
    let inputs = [
        folder.0.clone(),
        folder.0.join("missing.txt"),
        folder.0.join("*.txt"),
    ];
    let (files, problems) = demarche_ingest::paths(&inputs);
    assert_eq!(files, [] as [PathBuf; 0]);
    let what: Vec<_> = problems
        .iter()
        .map(|problem| problem.what.as_str())
        .collect();
    assert_eq!(
        what,
        [
            "no story files in this folder",
            "no such file or folder",
            "no file matches this pattern"
        ]
    );
}

#[test]
fn ids_that_are_used_twice_are_told_apart() {
    let line = format!("{{\"id\":\"x\",\"text\":\"{GOOD}\"}}\n");
    let (stories, problems) = read("a.jsonl", line.repeat(2).as_bytes());
    let ids: Vec<_> = stories.iter().map(|story| story.id.as_str()).collect();
    assert_eq!(ids, ["x", "x~2"]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].line, Some(2));
}
