//! Arguments, exit codes and output files.

mod common;

use common::{demarche, folder, stderr, stdout};
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

const STORY: &str =
    "OSLO, March 3, 2021 - Norwegian police arrested two Russian spies on Monday.\n";

fn piped(args: &[&str], input: &str) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(args)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that rejects its arguments ends without reading.
    match stdin.write_all(input.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written.expect("it reads"),
    }
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[test]
fn help_teaches_with_examples() {
    for args in [
        &["--help"][..],
        &["code", "--help"],
        &["explain", "--help"],
        &["check", "--help"],
    ] {
        let output = demarche(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(stdout(&output).contains("Examples:"), "{args:?}");
    }
}

#[test]
fn wrong_usage_is_exit_code_1() {
    for args in [
        &["cod"][..],
        &["code"],
        &["code", "x.txt", "--published", "yesterday"],
        &["code", "x.txt", "--columns", "body=Text"],
        &["code", "x.txt", "--input-format", "docx"],
        &["code", "x.txt", "--knowledge", "no-such-folder"],
        &["code", "x.txt", "--model", "no-such-file.safetensors"],
    ] {
        let output = demarche(args);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{args:?}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).starts_with("error: "),
            "{args:?}: {}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn standard_input_is_coded() {
    let output = piped(&["code", "-", "--publisher", "The Courier"], STORY);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let line = stdout(&output);
    assert!(line.starts_with("{\"id\":\""), "{line}");
    assert!(line.contains("\"publisher\":\"The Courier\""), "{line}");
    assert!(line.contains("\"published\":\"2021-03-03\""), "{line}");
}

#[test]
fn output_goes_by_the_ending_of_its_file() {
    let folder = folder("output");
    let story = folder.join("story.txt");
    fs::write(&story, STORY).expect("written");
    for (name, opening) in [
        ("events.csv", "id,date,"),
        ("events.jsonl", "{\"id\":"),
        ("events.txt", ""),
    ] {
        let path = folder.join(name);
        let args = [
            "code".as_ref(),
            story.as_os_str(),
            "-o".as_ref(),
            path.as_os_str(),
        ];
        let output = demarche(&args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
        let text = fs::read_to_string(&path).expect("the file was written");
        assert!(text.starts_with(opening), "{name}: {text}");
        assert!(text.contains("COERCE"), "{name}: {text}");
        assert!(!text.contains('\u{1b}'), "{name} holds colours");
    }
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let samples = common::samples();
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("code")
        .args([&samples; 40])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut out = child.stdout.take().expect("it is piped");
    let mut first = [0; 10];
    out.read_exact(&mut first).expect("something is written");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    // The samples are given many times over: their ids are warned of, and nothing else is.
    assert!(
        stderr(&output)
            .lines()
            .all(|line| line.starts_with("warning: ")),
        "{}",
        stderr(&output)
    );
}

#[test]
fn parse_and_explain_show_the_way() {
    let trees = piped(&["parse", "-"], STORY);
    assert_eq!(trees.status.code(), Some(0), "{}", stderr(&trees));
    let rows = stdout(&trees);
    assert!(
        rows.lines().any(|line| line.split('\t').count() == 10),
        "{rows}"
    );
    let told = piped(&["explain", "-", "--event", "1"], STORY);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let told = stdout(&told);
    for words in [
        "COERCE",
        "NOR COP",
        "Russian spies",
        "knowledge/events/",
        "Propositions",
    ] {
        assert!(told.contains(words), "{words} is missing:\n{told}");
    }
}

#[test]
fn why_not_tells_where_a_pair_fell_out() {
    let told = piped(&["explain", "-", "--why-not", "RUS>NOR"], STORY);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let told = stdout(&told);
    for words in [
        "RUS > NOR",
        "no event of this pair",
        "Norwegian police arrested two Russian spies",
        "event 1 is COERCE: NOR COP > RUS SPY",
        "is on the other side of the event",
        "knowledge/events/",
    ] {
        assert!(told.contains(words), "{words} is missing:\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "a pipe gets no colours");
    let told = stdout(&piped(&["explain", "-", "--why-not", "NOR COP>RUS"], STORY));
    assert!(
        told.contains("COERCE “arrested” in sentence 1 (event 1)"),
        "{told}"
    );
    let wrong = piped(&["explain", "-", "--why-not", "Russia"], STORY);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("no dyad"), "{}", stderr(&wrong));
}

#[test]
fn actors_are_told_with_reasons() {
    let output = demarche(&["actors", "Iranian police", "--date", "2019-11-17"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(told.contains("IRN COP"), "{told}");
    assert!(told.contains("because"), "{told}");
}
