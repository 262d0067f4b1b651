//! For tests that bring knowledge of their own: an engine with it, and stories from a few words.

use demarche::knowledge::Files;
use demarche::{Engine, Knowledge, Model, Story, ingest};

/// Two countries: `countries/test.toml`.
pub const COUNTRIES: &str = r#"
[[country]]
code = "NOR"
name = "Norway"
adjectives = ["Norwegian"]
people = ["Norwegian"]
capital = ["Oslo"]

[[country]]
code = "CHL"
name = "Chile"
adjectives = ["Chilean"]
people = ["Chilean"]
capital = ["Santiago"]
"#;

/// An engine that knows these files and nothing else; their own lines must hold no problem.
pub fn engine(files: &[(&str, &str)]) -> Engine {
    let mut all = Files::default();
    for (path, text) in files {
        all.insert(*path, *text);
    }
    let (knowledge, problems) = Knowledge::load(&all);
    let own: Vec<_> = problems
        .iter()
        .filter(|problem| problem.place.contains("test.toml") && problem.line.is_some())
        .collect();
    assert!(own.is_empty(), "{own:?}");
    let model = Model::embedded().expect("the embedded model loads");
    Engine::new(model, knowledge, Vec::new())
}

/// The one story that a plain text is.
pub fn story(text: &str) -> Story {
    let (mut stories, _) =
        ingest::read_bytes("case.txt", text.as_bytes(), &ingest::Options::default());
    assert_eq!(stories.len(), 1, "one story, please: {text}");
    stories.remove(0)
}
