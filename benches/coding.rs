//! Speed of the coding room: `cargo bench -p demarche-benches --bench coding`. Items are sentences.

use demarche_benches::samples;
use demarche_coding::code;
use demarche_knowledge::Knowledge;
use demarche_language::Model;
use demarche_story::{Sentence, Story};
use divan::{Bencher, counter::ItemsCount};

fn main() {
    divan::main();
}

fn parsed() -> Vec<(Story, Vec<Sentence>)> {
    let model = Model::embedded().expect("the embedded model loads");
    samples()
        .into_iter()
        .map(|story| {
            let sentences = model.sentences(&story.text, &story.paragraphs);
            (story, sentences)
        })
        .collect()
}

/// Trees to events, story by story, on one thread.
#[divan::bench]
fn sentences_to_events(bencher: Bencher<'_, '_>) {
    let (knowledge, _) = Knowledge::embedded();
    let stories = parsed();
    let sentences: usize = stories.iter().map(|(_, sentences)| sentences.len()).sum();
    bencher.counter(ItemsCount::new(sentences)).bench(|| {
        stories
            .iter()
            .map(|(story, sentences)| code(story, sentences, &knowledge).1.events.len())
            .sum::<usize>()
    });
}
