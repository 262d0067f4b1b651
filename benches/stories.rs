//! What the benches read: the stories in `samples/`.

use demarche_story::Story;
use std::path::Path;

/// All stories of the samples, in the order of their file names.
pub fn samples() -> Vec<Story> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
    let (mut files, problems) = demarche_ingest::paths(&[folder]);
    assert!(problems.is_empty(), "{problems:?}");
    files.sort();
    let options = demarche_ingest::Options::default();
    let mut stories = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("README.md")) {
        let bytes = std::fs::read(file).unwrap_or_default();
        stories.extend(demarche_ingest::read_bytes(&file.to_string_lossy(), &bytes, &options).0);
    }
    assert!(stories.len() > 10, "the samples are there");
    stories
}
