//! `demarche check`: whether the knowledge is well-formed and its examples hold.

use crate::args::EngineArgs;
use crate::report::{Report, count};
use crate::{Outcome, style};
use anyhow::Context;
use demarche::Problem;
use demarche::check::Failure;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Check that knowledge is well-formed and that every example in it holds
///
/// Reads all knowledge files and runs the sentences that lexicon entries carry: those that must
/// fire, with who and whom, and those that must stay silent.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::CHECK_EXAMPLES)]
pub struct Args {
    /// List of examples that are known not to hold yet: they are counted and not reported
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,

    /// Write the list of all examples that do not hold now
    #[arg(long, value_name = "FILE", conflicts_with = "known")]
    write_known: Option<PathBuf>,

    #[command(flatten)]
    engine: EngineArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let told = Report::new();
    let engine = args.engine.engine()?;
    let known = match &args.known {
        Some(path) => read(path)?,
        None => BTreeSet::new(),
    };
    let report = demarche::check::run(engine);
    told.problems(&report.malformed);
    told.problems(engine.dictionary_problems());
    if let Some(path) = &args.write_known {
        write(path, &report.failures)?;
    }
    let failing: BTreeSet<_> = report.failures.iter().map(key).collect();
    let new: Vec<_> = report
        .failures
        .iter()
        .filter(|f| !known.contains(&key(f)))
        .collect();
    if args.write_known.is_none() {
        told.problems(new.iter().map(|failure| &failure.problem));
    }
    if let Some(path) = &args.known {
        let place = path.display().to_string();
        for gone in known.difference(&failing) {
            let what = format!("holds now, or is gone: {}", gone.replace('\t', ": "));
            let help = "--write-known writes the list anew";
            told.problem(&Problem::warning(&place, what).help(help));
        }
    }
    let mut line = format!(
        "{}, {} of composition: {} of {} hold",
        count(report.frames, "frame"),
        count(report.rows, "row"),
        report.examples - report.failures.len(),
        count(report.examples, "example"),
    );
    if args.known.is_some() {
        let excused = report.failures.len() - new.len();
        line.push_str(&format!(", {excused} are known not to"));
    }
    anstream::println!("{line}");
    Ok(told.outcome())
}

/// What an example is known by: line numbers move, sentences stay.
fn key(failure: &Failure) -> String {
    format!("{}\t{}", failure.rule, failure.text)
}

fn read(path: &Path) -> anyhow::Result<BTreeSet<String>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

fn write(path: &Path, failures: &[Failure]) -> anyhow::Result<()> {
    let mut text = String::from(
        "# FIXME: examples of knowledge/ that do not hold yet, a rule and a sentence a line.\n\
         # `demarche check --known` passes over them; `demarche check --write-known` writes them anew.\n",
    );
    let keys: BTreeSet<_> = failures.iter().map(key).collect();
    for key in keys {
        text.push_str(&key);
        text.push('\n');
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
