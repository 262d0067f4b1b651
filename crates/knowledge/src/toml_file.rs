//! Reading one TOML file of knowledge: text, line numbers, and errors as problems.

use crate::Files;
use demarche_story::Problem;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The TOML files below `folder` as text, in path order; broken encoding is a problem.
pub fn texts<'a>(
    files: &'a Files,
    folder: &'a str,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a str, &'a str)> {
    let mut texts = Vec::new();
    for (path, bytes) in files.below(folder, ".toml") {
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push((path, text)),
            Err(error) => {
                let line = 1 + bytes[..error.valid_up_to()]
                    .iter()
                    .filter(|b| **b == b'\n')
                    .count();
                problems.push(
                    Problem::error(format!("knowledge/{path}"), "is not UTF-8")
                        .at_line(line as u64)
                        .help("save the file as UTF-8"),
                );
            }
        }
    }
    texts
}

/// Parses a file; what is wrong becomes a problem with its line, and the default is returned.
pub fn parse<T: DeserializeOwned + Default>(
    path: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> T {
    match toml::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let line = error
                .span()
                .map_or(1, |span| Lines::new(text).of(span.start));
            problems.push(
                Problem::error(format!("knowledge/{path}"), error.message().trim())
                    .at_line(line)
                    .help("nothing of this file is used until that is mended"),
            );
            T::default()
        }
    }
}

/// The line ends of a text, so that many offsets can be told as lines.
pub struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    /// Finds the line ends.
    pub fn new(text: &str) -> Lines {
        Lines {
            ends: text
                .bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| i)
                .collect(),
        }
    }

    /// The line (from 1) of a byte offset.
    pub fn of(&self, offset: usize) -> u64 {
        1 + self.ends.partition_point(|end| *end < offset) as u64
    }
}

/// A TOML value that may be written alone or as a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// Alone.
    One(T),
    /// As a list.
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    /// The values, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        match self {
            OneOrMany::One(value) => std::slice::from_ref(value).iter(),
            OneOrMany::Many(values) => values.iter(),
        }
    }

    /// The values, owned.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            OneOrMany::One(value) => vec![value],
            OneOrMany::Many(values) => values,
        }
    }
}
