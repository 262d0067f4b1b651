//! Prints what ingest makes of files: fields, then one line a paragraph.
//!
//! `cargo run -p demarche-ingest --example blocks -- samples`

use demarche_ingest::{Options, Stories};
use std::path::PathBuf;

fn main() {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for item in Stories::open(&inputs, Options::default()) {
        match item {
            Err(problem) => println!("! {problem}"),
            Ok(story) => {
                println!(
                    "{} | {:?} | {:?} | {:?} | {:?} | {:?} | {:?}",
                    story.id,
                    story.title,
                    story.published.map(|day| day.to_string()),
                    story.dateline,
                    story.publisher,
                    story.byline,
                    story.url
                );
                for span in &story.paragraphs {
                    println!("    {}", span.of(&story.text).replace('\n', "⏎"));
                }
            }
        }
    }
}
