//! Groups of options that several commands share.

use crate::report::Report;
use anyhow::Context;
use clap::Args;
use demarche::ingest::{Columns, Format, Options};
use demarche::{Engine, EngineOptions};
use jiff::civil::Date;
use std::path::PathBuf;

/// What is read and how.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files, folders or globs; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub how: HowToRead,
}

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct HowToRead {
    /// Format of all inputs: text, markdown, html, jsonl, json, csv or tsv [default: by extension, else by looking]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    input_format: Option<Format>,

    /// Day of publication (YYYY-MM-DD) of stories that do not give one
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// Publisher of stories that do not give one
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,

    /// Which column (or JSON field, nested ones with dots) holds what, as FIELD=COLUMN,… for the fields
    /// id, title, text, published, publisher, byline, url and language; the others are guessed from their names
    #[arg(
        long,
        value_name = "MAP",
        default_value = "",
        hide_default_value = true
    )]
    columns: Columns,
}

impl HowToRead {
    /// As ingest wants it.
    pub fn options(&self) -> Options {
        Options {
            format: self.input_format,
            published: self.published,
            publisher: self.publisher.clone(),
            columns: self.columns.clone(),
        }
    }
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
        format!("the formats are {}", names.join(", "))
    })
}

/// What the engine is made of.
#[derive(Debug, Args)]
#[command(next_help_heading = "Engine")]
pub struct EngineArgs {
    /// Folder of knowledge laid over the embedded one: a file at the same path replaces, others are added
    #[arg(long, value_name = "DIR")]
    knowledge: Option<PathBuf>,

    /// Actor or agent dictionary of PETRARCH's form (also .gz or .zst), whose names come before those of the
    /// knowledge; may be given several times, later ones come before earlier ones
    #[arg(long = "dictionary", value_name = "FILE")]
    dictionaries: Vec<PathBuf>,

    /// Another language model: its folder, or its weights (.safetensors) with card and lemmas beside them
    #[arg(long, value_name = "PATH")]
    model: Option<PathBuf>,
}

impl EngineArgs {
    /// Opens the engine, and tells what is wrong in the user's own knowledge. (What is embedded
    /// has been checked; `demarche check` tells all.)
    pub fn open(&self, report: &Report) -> anyhow::Result<&'static Engine> {
        let engine = self.engine()?;
        if self.knowledge.is_some() {
            report.problems(engine.knowledge_problems());
        }
        // Dictionaries in use have hundreds of small faults.
        report.summed_up(engine.dictionary_problems());
        Ok(engine)
    }

    /// Opens the engine. It is there until the program ends, and then the system takes its memory
    /// back at once; freeing it piece by piece would take as long as loading it.
    pub fn engine(&self) -> anyhow::Result<&'static Engine> {
        if let Some(folder) = &self.knowledge
            && !folder.is_dir()
        {
            anyhow::bail!("--knowledge {}: no such folder", folder.display());
        }
        let options = EngineOptions {
            model: self.model.clone(),
            knowledge: self.knowledge.clone(),
            dictionaries: self.dictionaries.clone(),
        };
        let engine = Engine::open(&options).context("the engine cannot start")?;
        Ok(Box::leak(Box::new(engine)))
    }
}
