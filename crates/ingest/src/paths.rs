//! Which files the user means: files, folders, globs, `-`.

use demarche_story::Problem;
use std::path::{Path, PathBuf};

/// Files in folders that tell about the folder and are no stories.
const ABOUT: &[&str] = &[
    "readme",
    "license",
    "licence",
    "notice",
    "changelog",
    "contributing",
    "copying",
];

/// The files that `inputs` name, in order: a file stands for itself, a folder
/// for the files in it and below it (sorted by name, without hidden files and
/// READMEs), a pattern with `*`, `?` or `[` for what it matches, `-` for
/// standard input. What names nothing is a problem.
pub fn paths(inputs: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for input in inputs {
        if input == Path::new("-") || input.is_file() {
            files.push(input.clone());
        } else if input.is_dir() {
            let before = files.len();
            folder(input, &mut files, &mut problems);
            if files.len() == before {
                problems.push(
                    Problem::error(input.display().to_string(), "no story files in this folder")
                        .help("name a folder that holds .txt, .md, .html, .json, .jsonl or .csv"),
                );
            }
        } else {
            pattern(input, &mut files, &mut problems);
        }
    }
    (files, problems)
}

fn folder(path: &Path, files: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let mut entries: Vec<PathBuf> = Vec::new();
    match std::fs::read_dir(path) {
        Ok(listing) => {
            for entry in listing {
                match entry {
                    Ok(entry) => entries.push(entry.path()),
                    Err(error) => problems.push(unreadable(path, &error)),
                }
            }
        }
        Err(error) => problems.push(unreadable(path, &error)),
    }
    entries.sort();
    for entry in entries {
        let name = entry
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        // A link to a folder may lead back here, so only real folders are entered.
        let kind = std::fs::symlink_metadata(&entry).map(|data| data.file_type());
        if kind.as_ref().is_ok_and(std::fs::FileType::is_dir) {
            folder(&entry, files, problems);
        } else if entry.is_file() && !is_about(&name) {
            files.push(entry);
        }
    }
}

fn is_about(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    ABOUT.contains(&stem)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::error(
        path.display().to_string(),
        format!("the folder cannot be read: {error}"),
    )
}

fn pattern(input: &Path, files: &mut Vec<PathBuf>, problems: &mut Vec<Problem>) {
    let written = input.display().to_string();
    if !written.contains(['*', '?', '[']) {
        problems.push(
            Problem::error(written, "no such file or folder").help("check the path's spelling"),
        );
        return;
    }
    let matches = match glob::glob(&written) {
        Ok(matches) => matches,
        Err(error) => {
            problems.push(Problem::error(written, format!("not a pattern: {error}")));
            return;
        }
    };
    let before = files.len();
    // The crate yields matches in alphabetical order.
    for path in matches {
        match path {
            Ok(path) if path.is_dir() => folder(&path, files, problems),
            Ok(path) => files.push(path),
            Err(error) => problems.push(Problem::error(
                error.path().display().to_string(),
                format!("cannot be read: {}", error.error()),
            )),
        }
    }
    if files.len() == before {
        problems.push(
            Problem::error(written, "no file matches this pattern").help("check the pattern"),
        );
    }
}
