//! `demarche explain`: why a story's events were coded, and why others were not.

mod event;
mod sentence;
mod why_not;

use crate::args::{EngineArgs, HowToRead};
use crate::report::{Report, count};
use crate::stories::Reader;
use crate::table::terminal_width;
use crate::wrap::wrap;
use crate::{Outcome, style};
use anyhow::bail;
use demarche::coding::explain::Dyad;
use demarche::{Coded, Engine, EventRecord, Sentence, Story};
use std::io::Write;
use std::path::PathBuf;

/// Explain why events were coded, or why not
///
/// Shows the way from the words to the event: the story's fields, the sentence and its tree, the
/// propositions in it, who each party is and why, who says so, and the lexicon entries that fired
/// with their file and line. With --why-not it shows where the propositions of a pair of actors
/// fell out on that way.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::EXPLAIN_EXAMPLES)]
pub struct Args {
    /// A file with a story; `-` is standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// Which story, by number, where the file holds several
    #[arg(long, value_name = "N")]
    story: Option<usize>,

    /// One sentence in full, by its number
    #[arg(long, value_name = "N")]
    sentence: Option<usize>,

    /// One event, by its number in the story
    #[arg(long, value_name = "N", conflicts_with = "sentence")]
    event: Option<usize>,

    /// Why there is no (other) event of this pair: each side is a country, sectors, both or nothing
    ///
    /// Tells every proposition in which the two stand, and what became of it: "RUS>UKR",
    /// "RUS GOV>UKR CVL", "RUS>" for whatever Russia did, ">UKR" for whatever was done to Ukraine,
    /// "RUS<>UKR" for both ways.
    #[arg(long, value_name = "WHO>WHOM", conflicts_with = "event")]
    why_not: Option<Dyad>,

    #[command(flatten)]
    how: HowToRead,

    #[command(flatten)]
    engine: EngineArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let report = Report::new();
    let engine = args.engine.open(&report)?;
    let paths = [args.path.clone()];
    let stories = Reader::of(&paths, args.how.options(), &report)?;
    let mut out = anstream::stdout();
    let mut shown = 0;
    for (index, story) in stories.enumerate() {
        if args.story.is_some_and(|number| number != index + 1) {
            continue;
        }
        let coded = engine.code(&story);
        let records = engine.records(&story, &coded);
        let page = Page {
            engine,
            story: &story,
            coded: &coded,
            records: &records,
        };
        let mut text = Vec::new();
        match &args.why_not {
            Some(dyad) => page.why_not(&mut text, dyad, args.sentence)?,
            None => page.write(&mut text, args)?,
        }
        out.write_all(&text)?;
        report.problems(&coded.problems);
        shown += 1;
    }
    if let Some(number) = args.story
        && shown == 0
    {
        bail!("{} has no story {number}", args.path.display());
    }
    Ok(report.outcome())
}

/// One story with all that was found in it.
struct Page<'a> {
    engine: &'a Engine,
    story: &'a Story,
    coded: &'a Coded,
    records: &'a [EventRecord],
}

impl Page<'_> {
    fn write(&self, out: &mut impl Write, args: &Args) -> anyhow::Result<()> {
        let sentences = &self.coded.sentences;
        let events = &self.coded.coding.events;
        match (args.sentence, args.event) {
            (Some(number), _) => {
                let Some(sentence) = number.checked_sub(1).and_then(|at| sentences.get(at)) else {
                    bail!("the story has {}", count(sentences.len(), "sentence"));
                };
                self.sentence(out, sentence, None)
            }
            (None, Some(number)) => {
                let Some(event) = number.checked_sub(1).and_then(|at| events.get(at)) else {
                    bail!("the story has {}", count(events.len(), "event"));
                };
                let Some(sentence) = sentences.get(event.sentence as usize) else {
                    return Ok(());
                };
                self.sentence(out, sentence, Some(number - 1))
            }
            (None, None) => {
                self.fields(out)?;
                for sentence in sentences {
                    self.heading(out, sentence)?;
                    for (index, event) in events.iter().enumerate() {
                        if event.sentence == sentence.index {
                            self.event(out, index, event)?;
                        }
                    }
                }
                Ok(())
            }
        }
    }

    fn fields(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let story = self.story;
        let published = story.published.map(|date| date.to_string());
        heading(out, "Story")?;
        for (name, value) in [
            ("id", Some(&story.id)),
            ("title", story.title.as_ref()),
            ("published", published.as_ref()),
            ("dateline", story.dateline.as_ref()),
            ("publisher", story.publisher.as_ref()),
            ("byline", story.byline.as_ref()),
            ("url", story.url.as_ref()),
            ("language", story.language.as_ref()),
            ("hash", Some(&story.hash)),
        ] {
            field(out, name, value.map_or("–", String::as_str))?;
        }
        let found = [
            count(story.paragraphs.len(), "paragraph"),
            count(self.coded.sentences.len(), "sentence"),
            count(self.coded.coding.statements.len(), "statement"),
            count(self.coded.coding.events.len(), "event"),
        ];
        field(out, "found", &found.join(", "))
    }

    fn heading(&self, out: &mut impl Write, sentence: &Sentence) -> anyhow::Result<()> {
        let dim = style::DIM;
        heading(out, &format!("Sentence {}", sentence.index + 1))?;
        for line in wrap(sentence.span.of(&self.story.text), terminal_width() - 2) {
            writeln!(out, "  {line}")?;
        }
        writeln!(
            out,
            "  {dim}bytes {}–{}{dim:#}",
            sentence.span.start, sentence.span.end
        )?;
        Ok(())
    }
}

fn heading(out: &mut impl Write, text: &str) -> anyhow::Result<()> {
    let title = style::TITLE;
    Ok(writeln!(out, "\n{title}{text}{title:#}")?)
}

fn field(out: &mut impl Write, name: &str, value: &str) -> anyhow::Result<()> {
    let dim = style::DIM;
    Ok(writeln!(out, "  {dim}{name:10}{dim:#} {value}")?)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
