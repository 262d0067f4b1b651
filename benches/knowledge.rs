//! Speed of loading knowledge: `cargo bench -p demarche-benches --bench knowledge`.

use demarche_knowledge::{Files, Knowledge};

fn main() {
    divan::main();
}

/// What a program does when it starts: all that the build compiled.
#[divan::bench]
fn load() -> Knowledge {
    Knowledge::embedded().0
}

/// With one more file of frames, so that the lexicon is compiled from its text.
#[divan::bench]
fn load_with_own_frames() -> Knowledge {
    let mut files = Files::embedded();
    let frame = "[[frame]]\nid = \"bench/opine\"\nverbs = [\"opine\"]\nguard = true\n";
    files.insert("events/bench.toml", frame);
    Knowledge::load(&files).0
}

/// With one more file in every room, so that everything is compiled from its text.
#[divan::bench]
fn load_from_text() -> Knowledge {
    let mut files = Files::default();
    for (path, bytes) in Files::embedded().iter() {
        files.insert(path, bytes);
    }
    Knowledge::load(&files).0
}
