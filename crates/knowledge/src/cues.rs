//! Cues of attribution: the words that say who says so.

use crate::Files;
use crate::toml_file;
use demarche_story::Problem;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// Words of attribution, by how they take what is said.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cues {
    /// Verbs that take a clause or quote.
    pub verbs: FxHashSet<String>,
    /// Verbs of belief, wish and feeling.
    pub attitudes: FxHashSet<String>,
    /// Verbs whose plain object is what is said or judged.
    pub objects: FxHashSet<String>,
    /// Nouns that take a clause.
    pub nouns: FxHashSet<String>,
    /// Prepositions before a source.
    pub prepositions: FxHashSet<String>,
    /// Adverbs that stand for an unnamed source.
    pub adverbs: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CueFile {
    verbs: Vec<String>,
    attitudes: Vec<String>,
    objects: Vec<String>,
    nouns: Vec<String>,
    prepositions: Vec<String>,
    adverbs: Vec<String>,
}

impl Cues {
    /// Compiles the files below `cues/`.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Cues {
        let mut cues = Cues::default();
        for (file, text) in toml_file::texts(files, "cues/", problems) {
            let parsed: CueFile = toml_file::parse(file, text, problems);
            cues.verbs.extend(parsed.verbs);
            cues.attitudes.extend(parsed.attitudes);
            cues.objects.extend(parsed.objects);
            cues.nouns.extend(parsed.nouns);
            cues.prepositions.extend(parsed.prepositions);
            cues.adverbs.extend(parsed.adverbs);
        }
        cues
    }
}
