//! Known happenings of the past: wars, massacres, sieges and the like, with when they were.

use crate::Files;
use crate::actors::dates;
use crate::toml_file;
use demarche_story::Problem;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The happenings of `happenings/`, by the first word of their names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Happenings {
    /// Entries in the order of the files.
    pub entries: Vec<Happening>,
    by_first: FxHashMap<String, Vec<u32>>,
}

/// One happening under one of its names.
#[derive(Debug, Serialize, Deserialize)]
pub struct Happening {
    /// The words of the name, lower case.
    pub name: Vec<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Lemmas of the deeds that, with this name, are that happening; none where the name alone is it.
    pub deeds: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct HappeningFile {
    happening: Vec<HappeningTable>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct HappeningTable {
    deeds: Vec<String>,
    names: String,
}

impl Happenings {
    /// Compiles the files below `happenings/`.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Happenings {
        let mut all = Happenings::default();
        for (file, text) in toml_file::texts(files, "happenings/", problems) {
            let parsed: HappeningFile = toml_file::parse(file, text, problems);
            for table in parsed.happening {
                for line in table.names.lines().filter(|line| !line.trim().is_empty()) {
                    if all.add(line, &table.deeds).is_none() {
                        problems.push(
                            Problem::error(
                                format!("knowledge/{file}"),
                                format!("`{}` does not say when and what", line.trim()),
                            )
                            .help("write FROM..UNTIL or one date, then names with commas between"),
                        );
                    }
                }
            }
        }
        all
    }

    /// Reads `1994-04..1994-07  Rwanda, Rwandan`; a single date is first and last day.
    fn add(&mut self, line: &str, deeds: &[String]) -> Option<()> {
        let (when, names) = line.trim().split_once(' ')?;
        let (from, until) = when.split_once("..").unwrap_or((when, when));
        let from = dates::bound(from, false)??;
        let until = dates::bound(until, true)??;
        for name in names.split(',') {
            let name: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
            let first = name.first()?.clone();
            let entry = u32::try_from(self.entries.len()).ok()?;
            self.by_first.entry(first).or_default().push(entry);
            self.entries.push(Happening {
                name,
                from,
                until,
                deeds: deeds.to_vec(),
            });
        }
        Some(())
    }

    /// The entries whose name begins with a lower-case word, in the order of the files.
    pub fn beginning_with(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        self.by_first.get(word).into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_days_and_names() {
        let mut all = Happenings::default();
        assert!(
            all.add("1995-07  Srebrenica", &["massacre".into()])
                .is_some()
        );
        assert!(
            all.add("1955..1975 Vietnam war, war in Vietnam", &[])
                .is_some()
        );
        assert!(all.add("Aleppo", &[]).is_none());
        assert!(all.add("last year  Aleppo", &[]).is_none());
        assert_eq!(all.entries.len(), 3);
        assert_eq!(all.entries[0].until.to_string(), "1995-07-31");
        assert_eq!(all.beginning_with("war").collect::<Vec<_>>(), [2]);
    }
}
