//! What Demarche knows, ready for use: the files of `knowledge/` loaded, checked and compiled.
//!
//! [`Files`] are found, never registered. [`Knowledge::load`] compiles them and
//! reports what is wrong as [`Problem`]s with file and line; what is well-formed is kept.
//! Nothing here reads a story: the coding room does.

pub mod actors;
mod cues;
mod files;
pub mod lexicon;
mod ontology;
pub mod places;
pub mod toml_file;

pub use actors::ActorKnowledge;
pub use cues::Cues;
pub use files::Files;
pub use lexicon::Lexicon;
pub use ontology::{CameoEntry, EventEntry, Ontology};
pub use places::Gazetteer;

use demarche_story::Problem;
use sha2::{Digest, Sha256};

/// Everything the coding room consults.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// First 12 hex digits of a SHA-256 over every file's path and bytes.
    pub hash: String,
    /// PLOVER's and CAMEO's closed sets.
    pub ontology: Ontology,
    /// What predicates mean.
    pub lexicon: Lexicon,
    /// Who is meant, and for whom they act.
    pub actors: ActorKnowledge,
    /// Words of attribution.
    pub cues: Cues,
    /// Places by name.
    pub places: Gazetteer,
}

impl Knowledge {
    /// Compiles `files`; problems name file and line, and the rest is kept.
    pub fn load(files: &Files) -> (Knowledge, Vec<Problem>) {
        let mut problems = Vec::new();
        let knowledge = Knowledge {
            hash: hash(files),
            ontology: Ontology::load(files, &mut problems),
            lexicon: Lexicon::load(files, &mut problems),
            actors: ActorKnowledge::load(files, &mut problems),
            cues: Cues::load(files, &mut problems),
            places: Gazetteer::load(files, &mut problems),
        };
        (knowledge, problems)
    }

    /// The knowledge embedded in the binary.
    pub fn embedded() -> (Knowledge, Vec<Problem>) {
        Knowledge::load(&Files::embedded())
    }
}

fn hash(files: &Files) -> String {
    let mut digest = Sha256::new();
    for (path, bytes) in files.iter() {
        digest.update(path.as_bytes());
        digest.update([0]);
        digest.update(bytes);
        digest.update([0]);
    }
    digest
        .finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
