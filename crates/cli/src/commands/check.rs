//! `demarche check`: whether the knowledge is well-formed and its examples hold.

use crate::args::EngineArgs;
use crate::report::{Report, count};
use crate::{Outcome, style};

/// Check that knowledge is well-formed and that every example in it holds
///
/// Reads all knowledge files and runs the sentences that lexicon entries carry: those that must
/// fire, with who and whom, and those that must stay silent.
#[derive(Debug, clap::Args)]
#[command(after_long_help = style::CHECK_EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    engine: EngineArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let told = Report::new();
    let engine = args.engine.open()?;
    let report = demarche::check::run(&engine);
    told.problems(report.malformed.iter().chain(&report.failures));
    let held = report.examples - report.failures.len();
    anstream::println!(
        "{}, {}: {held} of {} hold",
        count(report.frames, "frame"),
        count(report.rows, "row") + " of composition",
        count(report.examples, "example"),
    );
    Ok(told.outcome())
}
