//! Inputs made to be slow or deep: read in seconds, without overflow.

use demarche_ingest::{Format, Options, read_bytes};
use std::time::{Duration, Instant};

fn check(what: &str, format: Format, text: &str) {
    let options = Options {
        format: Some(format),
        ..Options::default()
    };
    let start = Instant::now();
    let (stories, problems) = read_bytes("input", text.as_bytes(), &options);
    assert!(stories.len() + problems.len() > 0, "{what}");
    let took = start.elapsed();
    println!("{what}: {took:?}");
    assert!(took < Duration::from_secs(20), "{what} took {took:?}");
}

#[test]
fn deep_nesting_is_no_danger() {
    let text = "The two sides met again on Tuesday.";
    for tag in [
        "<div>",
        "<b>",
        "<a href=x>",
        "<p>",
        "<table><td>",
        "<ul><li>",
        "<div class=share>",
    ] {
        check(tag, Format::Html, &format!("{}{text}", tag.repeat(4000)));
    }
    check("brackets", Format::Json, &"[".repeat(200_000));
    check("braces", Format::JsonLines, &"{\"a\":".repeat(200_000));
    for mark in ["> ", "[", "*", "- ", "![", "`", "<"] {
        check(
            mark,
            Format::Markdown,
            &format!("{}{text}", mark.repeat(50_000)),
        );
    }
}

#[test]
fn long_inputs_take_linear_time() {
    let line = "LONDON - The two sides met again on Tuesday, the envoy said.\n";
    for (what, separator) in [("lines", ""), ("paragraphs", "\n")] {
        let text = format!("{line}{separator}").repeat(30_000);
        check(what, Format::Text, &text);
        check(what, Format::Markdown, &text);
    }
    check("short lines", Format::Text, &"a\n".repeat(1_000_000));
    check(
        "tags",
        Format::Html,
        &format!("<p>{line}</p>").repeat(10_000),
    );
    check(
        "asides",
        Format::Html,
        &format!("<div class=share>{line}").repeat(2_000),
    );
    let angles = "<a ".repeat(200_000);
    check(
        "angles",
        Format::JsonLines,
        &format!("{{\"text\":\"{angles}\"}}"),
    );
    check(
        "quotes",
        Format::Csv,
        &format!("id,text\n{}", "\"".repeat(3_000_000)),
    );
}
