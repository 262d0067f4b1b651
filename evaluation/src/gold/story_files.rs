//! Which gold belongs to which file of stories, and the story that it means.

use anyhow::{Context, Result, bail};
use demarche::{Story, ingest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Pairs of story file and gold file from a command line.
///
/// A story file is followed by its gold, whatever that is called, and then by any number of files
/// ending in `.gold.json` that belong to the same story file.
pub fn pairs(files: &[PathBuf]) -> Result<Vec<(PathBuf, PathBuf)>> {
    let mut pairs: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut story: Option<(&PathBuf, bool)> = None;
    for file in files {
        match story {
            Some((of, has_gold)) if !has_gold || is_gold(file) => {
                pairs.push((of.clone(), file.clone()));
                story = Some((of, true));
            }
            _ => story = Some((file, false)),
        }
    }
    match story {
        Some((file, false)) => bail!("no gold follows the story {}", file.display()),
        _ => Ok(pairs),
    }
}

fn is_gold(file: &Path) -> bool {
    super::file_name(file).ends_with(".gold.json")
}

/// The stories of the files seen so far: a file of many is read once.
#[derive(Debug, Default)]
pub struct StoryFiles {
    read: BTreeMap<PathBuf, Vec<Story>>,
}

impl StoryFiles {
    /// The story of that id; without an id, the file's only story.
    pub fn story(&mut self, file: &Path, id: Option<&str>) -> Result<&Story> {
        if !self.read.contains_key(file) {
            self.read.insert(file.to_path_buf(), read(file)?);
        }
        let stories = self.read.get(file).map_or(&[][..], Vec::as_slice);
        match (id, stories) {
            (Some(id), _) => stories
                .iter()
                .find(|story| story.id == id)
                .with_context(|| format!("{} holds no story {id}", file.display())),
            (None, [only]) => Ok(only),
            (None, _) => bail!(
                "{} holds {} stories: gold must name one by its story_id",
                file.display(),
                stories.len()
            ),
        }
    }
}

fn read(file: &Path) -> Result<Vec<Story>> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.display().to_string();
    let (stories, problems) = ingest::read_bytes(&name, &bytes, &ingest::Options::default());
    if stories.is_empty() {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        bail!("{name} holds no story: {}", told.join("; "));
    }
    Ok(stories)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{json_records, read_text, shared};

    fn paired(files: &str) -> Result<Vec<String>> {
        let files: Vec<PathBuf> = files.split(' ').map(PathBuf::from).collect();
        Ok(pairs(&files)?
            .iter()
            .map(|(story, gold)| format!("{}+{}", story.display(), gold.display()))
            .collect())
    }

    #[test]
    fn one_story_file_may_have_several_golds() {
        let check = |files, wanted: &[&str]| {
            assert_eq!(paired(files).expect(files), wanted, "{files}");
        };
        check("a.txt a.json", &["a.txt+a.json"]);
        check("a.txt x b.txt y", &["a.txt+x", "b.txt+y"]);
        check(
            "all.gz 1.gold.json 2.gold.json b.txt b.gold.json",
            &[
                "all.gz+1.gold.json",
                "all.gz+2.gold.json",
                "b.txt+b.gold.json",
            ],
        );
        check(
            "all.gz 1.gold.json all.gz 2.gold.json",
            &["all.gz+1.gold.json", "all.gz+2.gold.json"],
        );
        assert!(paired("a.txt").is_err());
        assert!(paired("a.txt a.gold.json b.txt").is_err());
    }

    #[test]
    fn a_story_is_found_by_its_id() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
        let mut files = StoryFiles::default();
        let many = samples.join("talks-and-flight.jsonl");
        let id = "sanctions-north-korea-2006";
        let story = files.story(&many, Some(id)).expect("a story of the sample");
        assert_eq!(story.id, id);
        assert!(files.story(&many, Some("no-such-story")).is_err());
        assert!(files.story(&many, None).is_err());
        let one = samples.join("2012-01-16-nigeria-strike.txt");
        assert!(files.story(&one, None).is_ok());
    }

    /// Gold's offsets count in the text as the file has it, so reading must not alter it; only markup goes.
    #[test]
    fn texts_of_json_lines_are_read_as_they_stand() {
        #[derive(serde::Deserialize)]
        struct Record {
            id: String,
            text: String,
        }
        let Some(path) = shared("stories/guardian-syria-124.jsonl.gz") else {
            return;
        };
        let records = json_records::<Record>(&read_text(&path).expect("readable"));
        assert!(records.problems.is_empty() && records.cases.len() > 100);
        let mut files = StoryFiles::default();
        for record in records.cases {
            let story = files.story(&path, Some(&record.id)).expect("a story");
            if !record.text.contains(['&', '<']) {
                assert_eq!(story.text, record.text, "{}", record.id);
            }
        }
    }
}
