//! The same input gives the same bytes: for any number of threads, and every time.

mod common;

use common::{demarche, samples, stderr};

fn coded(threads: &str, format: &str) -> Vec<u8> {
    let samples = samples();
    let samples = samples.to_str().expect("the path is UTF-8");
    let output = demarche(&["code", samples, "--threads", threads, "--format", format]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output.stdout
}

#[test]
fn json_lines_are_the_same_for_any_number_of_threads() {
    let one = coded("1", "jsonl");
    let events = one.iter().filter(|byte| **byte == b'\n').count();
    assert!(events >= 10, "ten samples hold more than {events} events");
    assert!(one == coded("2", "jsonl"), "1 and 2 threads differ");
    assert!(one == coded("5", "jsonl"), "1 and 5 threads differ");
    assert!(one == coded("1", "jsonl"), "two runs differ");
}

#[test]
fn tables_are_the_same_for_any_number_of_threads() {
    for format in ["csv", "table"] {
        assert!(
            coded("1", format) == coded("2", format),
            "1 and 2 threads differ in {format}"
        );
    }
}
