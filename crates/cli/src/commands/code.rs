//! `demarche code`: reports in, events out.

use crate::args::{EngineArgs, Inputs};
use crate::report::{Report, count};
use crate::stories::Reader;
use crate::table::{Table, terminal_width};
use crate::{Outcome, style};
use anyhow::Context;
use clap::ValueEnum;
use demarche::store::{Format, Writer};
use demarche::{EventRecord, Problem, Story};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Code reports into events
///
/// Reads news reports and writes what they report as events: who did what to whom, when, where,
/// and according to whom. Every event names the words and the rule that it rests on.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::CODE_EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// How events are written [default: table on a terminal, else by the ending of -o, else jsonl]
    #[arg(long, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<OutputFormat>,

    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,

    /// Threads to code on; 0 is one a processor. The output is the same for any number
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Engine")]
    threads: usize,

    #[command(flatten)]
    engine: EngineArgs,
}

/// How events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// For reading
    Table,
    /// JSON Lines, one event a line
    Jsonl,
    /// One row an event, lists joined by `;`
    Csv,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut report = Report::new();
    if args.output.is_some() {
        report = report.results_elsewhere();
    }
    let engine = args.engine.open(&report)?;
    let reader = Reader::new(&args.inputs, &report)?;
    let mut sink = Sink::open(args)?;
    let (mut stories, mut events) = (0, 0);
    let mut undated = Vec::new();
    for (story, coded) in engine.code_all(reader, args.threads) {
        report.problems(&coded.problems);
        let records = engine.records(&story, &coded);
        stories += 1;
        events += records.len();
        if story.published.is_none() && records.iter().any(|event| event.date.is_none()) {
            undated.push(story.id.clone());
        }
        sink.write(&story, &records)?;
        report.done(stories, events);
    }
    sink.finish()?;
    if let Some(first) = undated.first() {
        let what = match undated.len() {
            1 => "the story gives no day of publication, so events have no date".to_owned(),
            n => format!(
                "this and {} give no day of publication, so events have no date",
                count(n - 1, "other story")
            ),
        };
        report.problem(&Problem::warning(first, what).help("give it with --published DATE"));
    }
    report.summary(stories, events);
    Ok(report.outcome())
}

/// Where events go.
enum Sink {
    Table(Table, Box<dyn Write>),
    Records(Writer<Box<dyn Write>>),
}

impl Sink {
    fn open(args: &Args) -> anyhow::Result<Sink> {
        let format = args
            .format
            .unwrap_or_else(|| by_output(args.output.as_deref()));
        let out: Box<dyn Write> = match &args.output {
            Some(path) => {
                let file = File::create(path)
                    .with_context(|| format!("{} cannot be written", path.display()))?;
                // Files get no colours.
                Box::new(BufWriter::new(anstream::StripStream::new(file)))
            }
            None if format == OutputFormat::Table => Box::new(anstream::stdout()),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        Ok(match format {
            OutputFormat::Table => Sink::Table(Table::new(terminal_width()), out),
            OutputFormat::Jsonl => Sink::Records(Writer::new(Format::JsonLines, out)),
            OutputFormat::Csv => Sink::Records(Writer::new(Format::Csv, out)),
        })
    }

    fn write(&mut self, story: &Story, events: &[EventRecord]) -> anyhow::Result<()> {
        match self {
            Sink::Table(table, out) => {
                // A story at a time: thousands of small writes to a terminal are slow.
                let mut text = Vec::new();
                table.story(&mut text, story, events)?;
                out.write_all(&text)?;
            }
            Sink::Records(writer) => {
                for event in events {
                    writer.write(event)?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Sink::Table(_, mut out) => out.flush()?,
            Sink::Records(writer) => writer.finish()?.flush()?,
        }
        Ok(())
    }
}

fn by_output(path: Option<&Path>) -> OutputFormat {
    match path
        .and_then(|path| path.extension())
        .and_then(|ending| ending.to_str())
    {
        Some("csv") => OutputFormat::Csv,
        Some("txt") => OutputFormat::Table,
        None if path.is_none() && io::stdout().is_terminal() => OutputFormat::Table,
        _ => OutputFormat::Jsonl,
    }
}
