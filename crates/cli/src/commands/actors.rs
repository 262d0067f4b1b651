//! `demarche actors`: who some words stand for, and why.

use crate::args::EngineArgs;
use crate::report::Report;
use crate::{Outcome, style};
use demarche::{Actor, Mention, Span, Story};
use jiff::civil::Date;

/// Tell who some words stand for: country, sectors, name and office, with the reasons
///
/// The words are read as a report would be, so names, titles, offices and role nouns all count. Who
/// held an office depends on the day.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::ACTORS_EXAMPLES)]
pub struct Args {
    /// The words
    #[arg(value_name = "TEXT")]
    text: String,

    /// Text around the words, which may hold them or not
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    context: String,

    /// The day (YYYY-MM-DD) on which the words are read
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,

    #[command(flatten)]
    engine: EngineArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let report = Report::new();
    let engine = args.engine.open(&report)?;
    let (story, words) = story(&args.text, &args.context, args.date);
    let coded = engine.code(&story);
    let found: Vec<_> = coded
        .coding
        .mentions
        .iter()
        .zip(&coded.coding.actors)
        .filter(|(mention, _)| mention.span.overlaps(words))
        .collect();
    for (mention, actor) in &found {
        tell(&story, mention, actor);
    }
    if found.is_empty() {
        anstream::println!("no person, group, organisation or place in these words");
    }
    Ok(report.outcome())
}

/// A story around the words, and where they stand in it: in the context if it holds them,
/// else as a paragraph before it.
fn story(text: &str, context: &str, date: Option<Date>) -> (Story, Span) {
    let (whole, at) = match context.find(text) {
        Some(at) => (context.to_owned(), at),
        None => (format!("{text}\n\n{context}").trim_end().to_owned(), 0),
    };
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for part in whole.split("\n\n") {
        paragraphs.push(Span::new(start, start + part.len()));
        start += part.len() + 2;
    }
    let story = Story {
        id: "words".to_owned(),
        published: date,
        paragraphs,
        text: whole,
        ..Story::default()
    };
    (story, Span::new(at, at + text.len()))
}

fn tell(story: &Story, mention: &Mention, actor: &Actor) {
    let (title, name, dim) = (style::TITLE, style::NAME, style::DIM);
    let codes = actor
        .country
        .iter()
        .chain(&actor.sector)
        .chain(&actor.other_sectors);
    let codes: Vec<_> = codes.map(String::as_str).collect();
    let codes = if codes.is_empty() {
        "unresolved".to_owned()
    } else {
        codes.join(" ")
    };
    anstream::println!(
        "{title}{}{title:#}  {name}{codes}{name:#}",
        mention.span.of(&story.text)
    );
    for (field, value) in [("name", &actor.name), ("office", &actor.office)] {
        if let Some(value) = value {
            anstream::println!("  {dim}{field:7}{dim:#} {value}");
        }
    }
    for step in &actor.evidence {
        anstream::println!("  {dim}because {step}{dim:#}");
    }
}
