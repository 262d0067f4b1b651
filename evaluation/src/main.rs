//! `demarche-eval`: measures Demarche against gold. One subcommand a task.
//!
//! Each subcommand reads a gold file ([`gold`]), runs the engine ([`tasks`]), compares with pure
//! functions ([`score`]) and prints a [`report`]. What the figures mean is in `evaluation/README.md`.

mod args;
mod gold;
mod predictions;
mod report;
mod score;
mod tasks;

use anyhow::Context as _;
use args::{Arguments, Task};
use clap::Parser as _;
use demarche::{Engine, EngineOptions};
use std::process::ExitCode;
use tasks::{Outcome, Run};

/// As in the program itself, so that its speed is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("demarche-eval: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let engine = Engine::open(&EngineOptions {
        model: arguments.model.clone(),
        knowledge: arguments.knowledge.clone(),
        dictionaries: arguments.dictionaries.clone(),
    })
    .context("the engine does not open")?;
    // What is wrong with the embedded knowledge is for `demarche check` to tell.
    if arguments.knowledge.is_some() {
        for problem in engine.knowledge_problems() {
            eprintln!("knowledge: {problem}");
        }
    }
    if !engine.dictionary_problems().is_empty() {
        let count = engine.dictionary_problems().len();
        eprintln!("dictionaries: {count} problems; `demarche check --dictionary` tells them");
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads)
        .build()
        .context("no threads")?;
    let run = Run {
        engine: &engine,
        pool: &pool,
    };
    let outcome = match &arguments.task {
        Task::Treebank { file, raw, without } => {
            tasks::treebank::run(&run, file, *raw, without.as_deref())
        }
        Task::Relations {
            file,
            end_to_end,
            confusion,
        } => tasks::relations::run(&run, file, *end_to_end, *confusion),
        Task::Attribution { file } => tasks::attribution::run(&run, file),
        Task::Actors { file } => tasks::actors::run(&run, file),
        Task::Places { file } => tasks::places::run(&run, file),
        Task::Story { files } => tasks::story::run(&run, files),
        Task::Confidence {
            files,
            relations,
            fit,
        } => tasks::confidence::run(&run, files, relations.as_deref(), fit.as_deref()),
        Task::Coreference { file, gold_trees } => tasks::coreference::run(&run, file, *gold_trees),
        Task::Speech { gold, files } => tasks::speech::run(&run, gold, files),
        Task::Speed { files } => tasks::speed::run(&run, files),
    }?;
    finish(arguments, &engine, outcome)
}

/// Prints, writes and records what came out.
fn finish(arguments: &Arguments, engine: &Engine, outcome: Outcome) -> anyhow::Result<ExitCode> {
    let Outcome {
        report,
        predictions,
        problems,
    } = outcome;
    if arguments.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.text());
    }
    if let Some(path) = &arguments.predictions {
        predictions.write(path)?;
    }
    if let Some(path) = &arguments.record {
        report.record(path, engine.model().hash(), &engine.knowledge().hash)?;
    }
    for problem in &problems {
        eprintln!("{}: {problem}", report.gold);
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
