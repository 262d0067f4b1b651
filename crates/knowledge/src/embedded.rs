//! What `build.rs` leaves in the binary: the files of `knowledge/`, and each room compiled from them.

use crate::{Files, Gazetteer};
use demarche_story::Problem;
use serde::de::DeserializeOwned;

/// Every knowledge file by its path below `knowledge/`, with `/` between folders.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// First 12 hex digits of the SHA-256 over all of them.
pub const HASH: &str = include_str!(concat!(env!("OUT_DIR"), "/hash.txt"));

/// A compiled room and the problems found when it was compiled, packed by postcard.
macro_rules! room {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin"))
    };
}

pub const ONTOLOGY: &[u8] = room!("ontology");
pub const LEXICON: &[u8] = room!("lexicon");
pub const ACTORS: &[u8] = room!("actors");
pub const CUES: &[u8] = room!("cues");
pub const HAPPENINGS: &[u8] = room!("happenings");
pub const CONFIDENCE: &[u8] = room!("confidence");
pub const SPEECH: &[u8] = room!("speech");

/// Only the problems; the places are [`GAZETTEER`].
const PLACES: &[u8] = room!("places");
const GAZETTEER: &str = include_str!(concat!(env!("OUT_DIR"), "/gazetteer.tsv"));

impl Files {
    /// The files embedded in the binary.
    pub fn embedded() -> Files {
        Files::of_binary(FILES)
    }
}

/// A compiled room with its problems; `None` if the bytes are none.
pub fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Option<(T, Vec<Problem>)> {
    postcard::from_bytes(packed).ok()
}

/// The places, which are searched in the binary as they lie.
pub fn gazetteer() -> Option<(Gazetteer, Vec<Problem>)> {
    let problems = postcard::from_bytes(PLACES).ok()?;
    Some((Gazetteer::of_sorted(GAZETTEER), problems))
}
