//! Story ids and text hashes: stable from run to run.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// Hands out ids that are unique within a run, whatever the inputs call their
/// stories. The same inputs in the same order get the same ids.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// How often each id was asked for. Never iterated.
    seen: FxHashMap<Box<str>, u32>,
}

impl Ids {
    /// `wanted`, or `wanted~2`, `wanted~3` … where it is taken.
    pub fn unique(&mut self, wanted: String) -> String {
        let mut id = wanted.clone();
        while self.seen.contains_key(id.as_str()) {
            let count = self.seen.entry(wanted.as_str().into()).or_insert(1);
            *count += 1;
            id = format!("{wanted}~{count}");
        }
        self.seen.insert(id.as_str().into(), 1);
        id
    }
}

/// The stem of a file name: without folders, compression and format endings.
pub(crate) fn stem(name: &str) -> String {
    if name == crate::stories::STDIN {
        return "stdin".to_owned();
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut stem = file;
    for _ in 0..2 {
        let Some((before, extension)) = stem.rsplit_once('.') else {
            break;
        };
        let known = matches!(extension.to_ascii_lowercase().as_str(), "gz" | "zst")
            || crate::Format::from_extension(extension).is_some();
        if !known || before.is_empty() {
            break;
        }
        stem = before;
    }
    if stem.is_empty() { "story" } else { stem }.to_owned()
}

/// Hex digits of the first 16 bytes of a text's SHA-256.
pub(crate) fn hash(text: &str) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(text.as_bytes());
    let mut hex = String::with_capacity(32);
    for byte in digest.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_stable() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["a", "b", "a", "a~2", "a"]
            .into_iter()
            .map(|id| ids.unique(id.to_owned()))
            .collect();
        assert_eq!(given, ["a", "b", "a~2", "a~2~2", "a~3"]);
    }

    #[test]
    fn stems_lose_known_endings_only() {
        for (name, expected) in [
            ("folder/2015-09-18-talks.md", "2015-09-18-talks"),
            ("talks.jsonl.gz", "talks"),
            ("v1.2-talks", "v1.2-talks"),
            (".txt", ".txt"),
            ("<stdin>", "stdin"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }

    #[test]
    fn the_hash_is_half_a_sha256() {
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb924");
    }
}
