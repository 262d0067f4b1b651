//! Bad input is told clearly, stops nothing, and takes no other story's events with it.

mod common;

use common::{demarche, folder, stderr, stdout};
use std::fs;
use std::io::Write;
use std::path::Path;

const GOOD: &str = "OSLO, March 3 (Reuters) - Norwegian police arrested two Russian spies in Oslo on Monday. \
    The president of Chile will visit Norway next week.\n";

/// Codes one bad file beside a good one: the bad one is named with a reason, the good one's events
/// are what they are without it, and the exit code says that something was bad.
fn is_told(name: &str, bytes: &[u8], reasons: &[&str]) {
    is_reported(name, bytes, "error: ", reasons, 2);
}

fn is_reported(name: &str, bytes: &[u8], severity: &str, reasons: &[&str], code: i32) {
    let folder = folder(&format!("bad-{}", name.replace('.', "-")));
    fs::write(folder.join("a-good.txt"), GOOD).expect("written");
    let alone = demarche(&[Path::new("code"), &folder]);
    assert_eq!(alone.status.code(), Some(0), "{}", stderr(&alone));
    let events = stdout(&alone);
    assert!(
        events.lines().count() >= 2,
        "the good story has events:\n{events}"
    );

    fs::write(folder.join(name), bytes).expect("written");
    let output = demarche(&[Path::new("code"), &folder]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(
        stdout(&output).starts_with(&events),
        "the good story's events are kept"
    );
    let line = told
        .lines()
        .find(|line| line.contains(name) && line.starts_with(severity));
    let line = line.unwrap_or_else(|| panic!("{name} is not named:\n{told}"));
    let reason = reasons.iter().any(|reason| line.contains(reason));
    assert!(reason, "no clear reason ({reasons:?}): {line}");
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn an_empty_file() {
    is_told("empty.txt", b"", &["empty"]);
}

#[test]
fn a_binary_file() {
    let bytes: Vec<u8> = (0..20_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    is_told("binary.txt", &bytes, &["binary"]);
}

#[test]
fn fifty_megabytes_on_one_line() {
    let line = "the minister said ".repeat(50 * 1024 * 1024 / 18);
    is_told("long.txt", line.as_bytes(), &["MB"]);
}

#[test]
fn fifty_megabytes_on_one_line_of_json_lines() {
    let mut line = String::from("{\"text\": \"");
    line.push_str(&"the minister said ".repeat(50 * 1024 * 1024 / 18));
    line.push_str("\"}\n");
    is_told("long.jsonl", line.as_bytes(), &["MB"]);
}

#[test]
fn a_truncated_gzip() {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for number in 0..2_000 {
        writeln!(
            writer,
            "Norway sent {number} tonnes of food to Chad on Monday."
        )
        .expect("memory");
    }
    let bytes = writer.finish().expect("memory");
    is_told("cut.txt.gz", &bytes[..bytes.len() / 2], &["truncated"]);
}

#[test]
fn broken_utf_8() {
    // A UTF-8 mark promises UTF-8, and what follows is not. What can be read is read: the story is
    // coded with a warning, so the run is complete.
    let bytes = b"\xEF\xBB\xBFNorway \xC3\x28 sent food to \xE2\x82 Chad \xFF\xFE on Monday.\n";
    is_reported("broken.txt", bytes, "warning: ", &["UTF-8"], 0);
}

#[test]
fn broken_lines_of_json_lines() {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(b"{\"text\": \"Norway \xFF sent food to Chad on Monday.\"}\n");
    bytes.extend_from_slice(b"{\"text\": \"Norway sent\n");
    is_told("lines.jsonl", &bytes, &["JSON", "UTF-8"]);
}

#[test]
fn one_bad_file_among_ten() {
    let folder = folder("one-among-ten");
    for number in 0..10 {
        fs::write(folder.join(format!("story-{number}.txt")), GOOD).expect("written");
    }
    fs::write(
        folder.join("story-4.txt"),
        [0_u8, 159, 146, 150, 0, 1, 2, 3].repeat(100),
    )
    .expect("written");
    let output = demarche(&[Path::new("code"), &folder]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert_eq!(
        told.lines()
            .filter(|line| line.starts_with("error: "))
            .count(),
        1,
        "{told}"
    );
    assert!(told.contains("story-4.txt"), "{told}");
    let events = stdout(&output);
    for number in (0..10).filter(|number| *number != 4) {
        let id = format!("\"id\":\"story-{number}\"");
        assert!(
            events.lines().any(|line| line.contains(&id)),
            "{id} has lost its events"
        );
    }
}

#[test]
fn a_path_that_does_not_exist() {
    let output = demarche(&["code", "no/such/file.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no/such/file.txt"),
        "{}",
        stderr(&output)
    );
    assert!(output.stdout.is_empty());
}
