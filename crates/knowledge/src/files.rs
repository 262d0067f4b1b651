//! The files of knowledge: those embedded at build, with a user's folder laid over them.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// A set of knowledge files in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Borrowed are the files of the binary.
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Whether all files of the binary are, or were, among them.
    of_binary: bool,
}

impl Files {
    /// The files of the binary, sorted.
    pub(crate) fn of_binary(files: &[(&str, &'static [u8])]) -> Files {
        Files {
            files: files
                .iter()
                .map(|(path, bytes)| (path.to_string(), Cow::Borrowed(*bytes)))
                .collect(),
            of_binary: true,
        }
    }

    /// Whether what lies below these folders is exactly what the binary holds there: nothing was
    /// replaced or added, so that what was compiled at build still holds.
    pub fn are_of_binary(&self, folders: &[&str]) -> bool {
        self.of_binary
            && self.files.iter().all(|(path, bytes)| {
                matches!(bytes, Cow::Borrowed(_))
                    || !folders.iter().any(|folder| path.starts_with(folder))
            })
    }

    /// First 12 hex digits of a SHA-256 over every file's path and bytes.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for (path, bytes) in self.iter() {
            digest.update(path.as_bytes());
            digest.update([0]);
            digest.update(bytes);
            digest.update([0]);
        }
        short(digest)
    }

    /// Adds or replaces one file; `path` is relative, such as `events/aid.toml`.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let (path, bytes) = (path.into(), bytes.into());
        // What is laid over itself is still what the binary holds.
        if self.files.get(&path).is_none_or(|old| **old != *bytes) {
            self.files.insert(path, Cow::Owned(bytes));
        }
    }

    /// Lays the files below `folder` over these: same path replaces, others are added.
    pub fn overlay(&mut self, folder: &Path) -> io::Result<()> {
        fn walk(root: &Path, folder: &Path, files: &mut Files) -> io::Result<()> {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    walk(root, &path, files)?;
                } else if path
                    .extension()
                    .is_some_and(|e| e == "toml" || e == "tsv" || e == "zst")
                {
                    let name = path.strip_prefix(root).unwrap_or(&path);
                    files.insert(name.to_string_lossy().replace('\\', "/"), fs::read(&path)?);
                }
            }
            Ok(())
        }
        walk(folder, folder, self)
    }

    /// The files below `folder` (such as `events/`) with this ending, in path order.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [u8])> + 'a {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
            .map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// Every file, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> + '_ {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }
}

/// The first 12 hex digits.
pub fn short(digest: Sha256) -> String {
    let bytes = digest.finalize();
    let first = bytes.iter().take(6);
    first.map(|byte| format!("{byte:02x}")).collect()
}
