//! Compiles `knowledge/` into the binary, so that nothing of it is parsed when a program starts.
//!
//! Beside the files themselves (which a user's folder may be laid over) it leaves, in the build
//! folder: each room of knowledge compiled, with the problems found; the gazetteer, unpacked; and
//! the hash of all. The modules that read knowledge are the library's own.

#![allow(
    dead_code,
    unused_imports,
    reason = "the library's modules are used here for reading only"
)]

#[path = "src/actors/mod.rs"]
mod actors;
#[path = "src/confidence.rs"]
mod confidence;
#[path = "src/cues.rs"]
mod cues;
#[path = "src/files.rs"]
mod files;
#[path = "src/happenings.rs"]
mod happenings;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/ontology.rs"]
mod ontology;
#[path = "src/places.rs"]
mod places;
#[path = "src/speech.rs"]
mod speech;
#[path = "src/toml_file.rs"]
mod toml_file;

use demarche_story::Problem;
use files::Files;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the variable"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the variable"));
    let root = manifest.join("../../knowledge");
    let mut files = Files::default();
    files.overlay(&root).expect("knowledge/ can be read");
    watch(&root);
    bundle(&files, &root, &out);
    compile(&files, &out, "ontology", ontology::Ontology::load);
    compile(&files, &out, "lexicon", lexicon::Lexicon::load);
    compile(&files, &out, "actors", actors::ActorKnowledge::load);
    compile(&files, &out, "cues", cues::Cues::load);
    compile(&files, &out, "happenings", happenings::Happenings::load);
    compile(&files, &out, "confidence", confidence::Weights::load);
    compile(&files, &out, "speech", speech::Speech::load);
    let mut problems = Vec::new();
    let gazetteer = places::Gazetteer::load(&files, &mut problems);
    write(&out, "places.bin", pack(&problems));
    write(&out, "gazetteer.tsv", gazetteer.text());
    write(&out, "hash.txt", files.digest());
}

/// Asks cargo to watch a folder and all below.
fn watch(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            watch(&path);
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}

/// The files as a sorted list of paths and bytes, in Rust.
fn bundle(files: &Files, root: &Path, out: &Path) {
    let mut code = String::from("&[\n");
    for (name, _) in files.iter() {
        let file = root.join(name).display().to_string();
        writeln!(code, "    ({name:?}, include_bytes!({file:?}).as_slice()),")
            .expect("writing to a string does not fail");
    }
    code.push(']');
    write(out, "bundle.rs", code);
}

/// Loads one room and leaves it in `NAME.bin`, with the problems found in it.
fn compile<T: Serialize>(
    files: &Files,
    out: &Path,
    name: &str,
    load: impl Fn(&Files, &mut Vec<Problem>) -> T,
) {
    let mut problems = Vec::new();
    let room = load(files, &mut problems);
    write(out, &format!("{name}.bin"), pack(&(room, problems)));
}

fn pack(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("tables of text and numbers can be packed")
}

fn write(out: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(out.join(name), bytes).expect("the build folder is writable");
}
