//! What Demarche knows, ready for use: the files of `knowledge/` loaded, checked and compiled.
//!
//! [`Files`] are found, never registered. [`Knowledge::load`] compiles them and
//! reports what is wrong as [`Problem`]s with file and line; what is well-formed is kept.
//! `build.rs` has done so for the files of the binary, room by room: a room is compiled
//! anew only where a user's folder changed one of its files.
//! Nothing here reads a story: the coding room does.

pub mod actors;
pub mod confidence;
mod cues;
mod embedded;
mod files;
pub mod happenings;
pub mod lexicon;
mod ontology;
pub mod petrarch;
pub mod places;
pub mod speech;
pub mod toml_file;

pub use actors::ActorKnowledge;
pub use cues::Cues;
pub use files::Files;
pub use lexicon::Lexicon;
pub use ontology::{CameoEntry, EventEntry, Ontology};
pub use places::Gazetteer;

use demarche_story::Problem;
use serde::de::DeserializeOwned;
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
    /// Known happenings of the past.
    pub happenings: happenings::Happenings,
    /// Places by name.
    pub places: Gazetteer,
    /// What makes an event more or less sure.
    pub confidence: confidence::Weights,
    /// What words weigh in what somebody says.
    pub speech: speech::Speech,
}

impl Knowledge {
    /// Compiles `files`; problems name file and line, and the rest is kept.
    pub fn load(files: &Files) -> (Knowledge, Vec<Problem>) {
        // The two rooms that take longest are loaded side by side; problems keep the rooms' order.
        std::thread::scope(|scope| {
            let lexicon = scope.spawn(|| {
                let folders = ["words/", "composition/", "events/"];
                room(files, &folders, embedded::LEXICON, Lexicon::load)
            });
            let folders = [
                "countries/",
                "roles/",
                "organisations/",
                "offices/",
                "people/",
            ];
            let (actors, actor_problems) =
                room(files, &folders, embedded::ACTORS, ActorKnowledge::load);
            let (cues, cue_problems) = room(files, &["cues/"], embedded::CUES, Cues::load);
            let (happenings, happening_problems) = room(
                files,
                &["happenings/"],
                embedded::HAPPENINGS,
                happenings::Happenings::load,
            );
            let (confidence, confidence_problems) = room(
                files,
                &["confidence/"],
                embedded::CONFIDENCE,
                confidence::Weights::load,
            );
            let (speech, speech_problems) =
                room(files, &["speech/"], embedded::SPEECH, speech::Speech::load);
            let (ontology, mut problems) =
                room(files, &["ontology/"], embedded::ONTOLOGY, Ontology::load);
            let (places, place_problems) = places(files);
            let hash = if files.are_of_binary(&[""]) {
                embedded::HASH.to_string()
            } else {
                files.digest()
            };
            let (lexicon, lexicon_problems) = joined(lexicon.join());
            problems.extend(lexicon_problems);
            problems.extend(actor_problems);
            problems.extend(cue_problems);
            problems.extend(happening_problems);
            problems.extend(place_problems);
            problems.extend(confidence_problems);
            problems.extend(speech_problems);
            if !files.are_of_binary(&["dictionaries/"]) {
                petrarch::Codes::load(files, &actors, &ontology, &mut problems);
            }
            (
                Knowledge {
                    hash,
                    ontology,
                    lexicon,
                    actors,
                    cues,
                    happenings,
                    places,
                    confidence,
                    speech,
                },
                problems,
            )
        })
    }

    /// Lays dictionaries of the PETRARCH family over what is known about actors; where two have a
    /// name, the later one counts. `files` say what their codes stand for. The hash then stands
    /// for the dictionaries too, in their order. To be called once.
    pub fn lay_dictionaries(
        &mut self,
        files: &Files,
        dictionaries: &[petrarch::DictionaryFile],
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        if dictionaries.is_empty() {
            return problems;
        }
        // What is wrong with the codes themselves was told when knowledge was loaded.
        let mut told = Vec::new();
        let codes = petrarch::Codes::load(files, &self.actors, &self.ontology, &mut told);
        petrarch::lay(&mut self.actors, &codes, dictionaries, &mut problems);
        let mut digest = Sha256::new();
        digest.update(&self.hash);
        for dictionary in dictionaries {
            digest.update([0]);
            digest.update(Sha256::digest(&dictionary.bytes));
        }
        self.hash = files::short(digest);
        problems
    }

    /// The knowledge embedded in the binary.
    pub fn embedded() -> (Knowledge, Vec<Problem>) {
        Knowledge::load(&Files::embedded())
    }
}

/// One room with the problems found in it: as the build compiled it, if its folders are as they were.
fn room<T: DeserializeOwned>(
    files: &Files,
    folders: &[&str],
    packed: &[u8],
    load: impl Fn(&Files, &mut Vec<Problem>) -> T,
) -> (T, Vec<Problem>) {
    let compiled = files
        .are_of_binary(folders)
        .then(|| embedded::unpack(packed));
    compiled.flatten().unwrap_or_else(|| {
        let mut problems = Vec::new();
        let room = load(files, &mut problems);
        (room, problems)
    })
}

/// The same for the places.
fn places(files: &Files) -> (Gazetteer, Vec<Problem>) {
    let compiled = files.are_of_binary(&["places/"]).then(embedded::gazetteer);
    compiled.flatten().unwrap_or_else(|| {
        let mut problems = Vec::new();
        let places = Gazetteer::load(files, &mut problems);
        (places, problems)
    })
}

/// What a loading thread returned; its panic goes on in this thread.
fn joined<T>(result: std::thread::Result<T>) -> T {
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_compiled_is_what_the_files_say() {
        let (compiled, problems) = Knowledge::embedded();
        // Files that are not known to be the binary's are read one by one.
        let mut files = Files::default();
        for (path, bytes) in Files::embedded().iter() {
            files.insert(path, bytes);
        }
        assert!(!files.are_of_binary(&["events/"]));
        let (read, read_problems) = Knowledge::load(&files);
        assert_eq!(problems, read_problems);
        assert_eq!(compiled.hash, read.hash);
        assert_eq!(
            format!("{:?}", compiled.lexicon.frames),
            format!("{:?}", read.lexicon.frames)
        );
        assert_eq!(
            format!("{:?}", compiled.lexicon.rows),
            format!("{:?}", read.lexicon.rows)
        );
        assert_eq!(
            format!("{:?}", compiled.ontology),
            format!("{:?}", read.ontology)
        );
        assert_eq!(
            format!("{:?}", compiled.actors.people),
            format!("{:?}", read.actors.people)
        );
        assert_eq!(compiled.actors.phrases.len(), read.actors.phrases.len());
        assert_eq!(compiled.cues.verbs, read.cues.verbs);
        assert_eq!(compiled.confidence, read.confidence);
        assert_eq!(compiled.places.find("Paris"), read.places.find("Paris"));
    }

    #[test]
    fn loading_is_quick() {
        let started = std::time::Instant::now();
        let (knowledge, _) = Knowledge::embedded();
        let taken = started.elapsed();
        assert!(!knowledge.lexicon.frames.is_empty());
        // Fifty milliseconds are asked of an optimised build; this bound is for a busy machine.
        assert!(taken.as_millis() < 500, "{taken:?}");
    }

    #[test]
    fn a_room_is_compiled_anew_where_a_file_changed() {
        let mut files = Files::embedded();
        files.insert("cues/mine.toml", "verbs = [\"opine\"]\nnouns = 3\n");
        assert!(files.are_of_binary(&["events/"]));
        assert!(!files.are_of_binary(&["cues/"]));
        let (knowledge, problems) = Knowledge::load(&files);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(
            told.iter()
                .any(|problem| problem.starts_with("knowledge/cues/mine.toml:2: ")),
            "{told:#?}"
        );
        assert_ne!(knowledge.hash, Files::embedded().digest());
        let mut same = Files::embedded();
        let (path, bytes) = Files::embedded()
            .iter()
            .find(|(path, _)| path.starts_with("cues/"))
            .map(|(path, bytes)| (path.to_string(), bytes.to_vec()))
            .unwrap_or_default();
        same.insert(path, bytes);
        assert!(same.are_of_binary(&["cues/"]), "a file laid over itself");
    }
}
