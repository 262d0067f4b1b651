//! The stories of the arguments, one after the other; what cannot be read goes to the report.

use crate::args::Inputs;
use crate::report::Report;
use anyhow::bail;
use demarche::Story;
use demarche::ingest::{Options, Stories, paths};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads stories, and tells problems as they come.
pub struct Reader<'a> {
    stories: Stories<'static>,
    report: &'a Report,
}

impl<'a> Reader<'a> {
    /// The stories of a command's inputs.
    pub fn new(inputs: &Inputs, report: &'a Report) -> anyhow::Result<Reader<'a>> {
        Reader::of(&inputs.paths, inputs.how.options(), report)
    }

    /// The stories of these files, folders and globs; fails when they name no file at all.
    pub fn of(
        inputs: &[PathBuf],
        options: Options,
        report: &'a Report,
    ) -> anyhow::Result<Reader<'a>> {
        let (files, problems) = paths(inputs);
        if files.is_empty() {
            report.problems(&problems);
            bail!("there is nothing to read");
        }
        if !files.iter().any(|file| file == Path::new("-")) {
            let sizes = files.iter().filter_map(|file| fs::metadata(file).ok());
            report.progress(sizes.map(|data| data.len()).sum());
        }
        Ok(Reader {
            stories: Stories::open(inputs, options),
            report,
        })
    }
}

impl Iterator for Reader<'_> {
    type Item = Story;

    fn next(&mut self) -> Option<Story> {
        loop {
            let item = self.stories.next()?;
            self.report.read(self.stories.bytes_read());
            match item {
                Ok(story) => return Some(story),
                Err(problem) => self.report.problem(&problem),
            }
        }
    }
}
