//! What went wrong with an input, told to the user; never a panic and never a stop.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was guessed or left out; the story was read.
    Warning,
    /// The story, or part of it, could not be read.
    Error,
}

/// One thing that is wrong with an input: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// File path, `<stdin>`, or a story's id.
    pub place: String,
    /// Line (from 1) where that makes sense.
    pub line: Option<u64>,
    /// What is wrong, with the offending text where it is short.
    pub what: String,
    /// What the user can do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A story that could not be read.
    pub fn error(place: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Error,
            place: place.into(),
            line: None,
            what: what.into(),
            help: None,
        }
    }

    /// Something guessed or left out.
    pub fn warning(place: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Warning,
            ..Problem::error(place, what)
        }
    }

    /// The same problem at a line (from 1).
    pub fn at_line(mut self, line: u64) -> Problem {
        self.line = Some(line);
        self
    }

    /// The same problem with advice.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{}: {}", self.place, line, self.what)?,
            None => write!(f, "{}: {}", self.place, self.what)?,
        }
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}
