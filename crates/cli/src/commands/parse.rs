//! `demarche parse`: reports in, dependency trees out.

use crate::args::{EngineArgs, Inputs};
use crate::report::Report;
use crate::stories::Reader;
use crate::{Outcome, style};
use clap::ValueEnum;
use demarche::language::{conllu, json, tree};
use std::io::{self, BufWriter, Write};

/// Print the dependency trees that events are found in
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::PARSE_EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// How trees are written
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "conllu",
        help_heading = "Writing"
    )]
    format: TreeFormat,

    #[command(flatten)]
    engine: EngineArgs,
}

/// How trees are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TreeFormat {
    /// As Universal Dependencies treebanks are written
    Conllu,
    /// Drawn, for reading
    Tree,
    /// One JSON object a sentence
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let report = Report::new();
    let engine = args.engine.open(&report)?;
    let mut out = BufWriter::new(io::stdout());
    for story in Reader::new(&args.inputs, &report)? {
        let sentences = engine.sentences(&story);
        let mut text = String::new();
        match args.format {
            TreeFormat::Conllu => conllu::write(&mut text, &story.id, &story.text, &sentences),
            TreeFormat::Tree => tree::write(&mut text, &story.text, &sentences),
            TreeFormat::Json => json::write(&mut text, &story.id, &story.text, &sentences),
        }
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(report.outcome())
}
