//! The files of knowledge: those embedded at build, with a user's folder laid over them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// Every knowledge file by its path below `knowledge/`, with `/` between folders.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// A set of knowledge files in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Files {
    /// The files embedded in the binary.
    pub fn embedded() -> Files {
        let files = EMBEDDED
            .iter()
            .map(|(path, bytes)| (path.to_string(), Cow::Borrowed(*bytes)));
        Files {
            files: files.collect(),
        }
    }

    /// Adds or replaces one file; `path` is relative, such as `events/aid.toml`.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Cow::Owned(bytes.into()));
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
