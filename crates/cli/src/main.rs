//! The `demarche` command: parses the arguments, runs one command, gives the exit code.
//!
//! Exit codes: 0 all was read, 1 wrong usage or nothing could be done, 2 some story was bad.

mod args;
mod commands;
mod report;
mod stories;
mod style;
mod table;
mod wrap;

use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;

/// Coding makes many small lists; this allocator is quick with them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Everything was read.
    Complete,
    /// Some story was bad, or some example does not hold; all else was done.
    Incomplete,
}

/// Reads news reports and writes event data: who did what to whom, when, where, and according to whom.
#[derive(Debug, Parser)]
#[command(version, styles = style::HELP, after_long_help = style::ROOT_EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Code(commands::code::Args),
    Explain(commands::explain::Args),
    Parse(commands::parse::Args),
    Check(commands::check::Args),
    Actors(commands::actors::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for, all else is wrong usage.
            let code = if error.use_stderr() { 1 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let outcome = match cli.command {
        Command::Code(args) => commands::code::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Parse(args) => commands::parse::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Actors(args) => commands::actors::run(&args),
    };
    match outcome {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        // Who reads our output has read enough (`demarche code … | head`).
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{}error:{:#} {error:#}", style::ERROR, style::ERROR);
            ExitCode::from(1)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}
