//! Readers of gold files: bytes to cases, with file and line for what is malformed.

pub mod actors;
pub mod attribution;
pub mod brackets;
pub mod conllu;
pub mod marked;
pub mod speech;
pub mod stories;
pub mod story_files;
pub mod tr_news;

use anyhow::{Context, Result};
use std::io::Read;
use std::path::Path;

/// Reads a file as UTF-8, gunzipping when it begins with gzip's magic bytes.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..])
            .read_to_end(&mut plain)
            .with_context(|| format!("{} is not a whole gzip file", path.display()))?;
        plain
    } else {
        bytes
    };
    let text =
        String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_string))
}

/// The file's name without its folder: how scores name a gold set.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The cases of a gold file and what could not be read, each with its place.
#[derive(Debug)]
pub struct Cases<T> {
    /// What was read.
    pub cases: Vec<T>,
    /// `line 12: …` for what was not.
    pub problems: Vec<String>,
}

impl<T> Default for Cases<T> {
    fn default() -> Cases<T> {
        Cases {
            cases: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// Reads JSON Lines, or one JSON array, of records.
pub fn json_records<T: serde::de::DeserializeOwned>(text: &str) -> Cases<T> {
    let mut cases = Cases::default();
    if text.trim_start().starts_with('[') {
        match serde_json::from_str::<Vec<serde_json::Value>>(text) {
            Ok(values) => {
                for (index, value) in values.into_iter().enumerate() {
                    match serde_json::from_value(value) {
                        Ok(case) => cases.cases.push(case),
                        Err(error) => cases
                            .problems
                            .push(format!("record {}: {error}", index + 1)),
                    }
                }
            }
            Err(error) => cases.problems.push(format!("not a JSON array: {error}")),
        }
        return cases;
    }
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(case) => cases.cases.push(case),
            Err(error) => cases.problems.push(format!("line {}: {error}", index + 1)),
        }
    }
    cases
}

/// A file under `../shared/data` for tests over gold data; says so and gives `None` where it is absent.
#[cfg(test)]
pub fn shared(path: &str) -> Option<std::path::PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("skipped: there is no {}", file.display());
    None
}
