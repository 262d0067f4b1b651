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
        // The two large rooms are read beside the others; problems keep the rooms' order.
        std::thread::scope(|scope| {
            let lexicon = scope.spawn(|| with_problems(files, Lexicon::load));
            let places = scope.spawn(|| with_problems(files, Gazetteer::load));
            let (actors, actor_problems) = with_problems(files, ActorKnowledge::load);
            let (cues, cue_problems) = with_problems(files, Cues::load);
            let (ontology, mut problems) = with_problems(files, Ontology::load);
            let hash = hash(files);
            let (lexicon, lexicon_problems) = joined(lexicon.join());
            let (places, place_problems) = joined(places.join());
            problems.extend(lexicon_problems);
            problems.extend(actor_problems);
            problems.extend(cue_problems);
            problems.extend(place_problems);
            (
                Knowledge {
                    hash,
                    ontology,
                    lexicon,
                    actors,
                    cues,
                    places,
                },
                problems,
            )
        })
    }

    /// The knowledge embedded in the binary.
    pub fn embedded() -> (Knowledge, Vec<Problem>) {
        Knowledge::load(&Files::embedded())
    }
}

/// Loads one room with the problems found in it.
fn with_problems<T>(
    files: &Files,
    load: impl Fn(&Files, &mut Vec<Problem>) -> T,
) -> (T, Vec<Problem>) {
    let mut problems = Vec::new();
    let room = load(files, &mut problems);
    (room, problems)
}

/// What a loading thread returned; its panic goes on in this thread.
fn joined<T>(result: std::thread::Result<T>) -> T {
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
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
