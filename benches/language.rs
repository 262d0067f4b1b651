//! Speed of the language room: `cargo bench -p demarche-benches`.
//!
//! Items are words. The samples are short and of many kinds, so that each bench meets about as
//! many new word forms as a small run does; long runs are faster, since most forms are known.

use demarche_benches::samples;
use demarche_language::{Model, conllu, split};
use demarche_story::{Sentence, Story};
use divan::{Bencher, counter::ItemsCount};

fn main() {
    divan::main();
}

fn words(sentences: &[Sentence]) -> usize {
    sentences.iter().map(|sentence| sentence.tokens.len()).sum()
}

fn total(stories: &[Story]) -> ItemsCount {
    ItemsCount::new(
        stories
            .iter()
            .map(|story| words(&split(&story.text, &story.paragraphs)))
            .sum::<usize>(),
    )
}

/// Loading the embedded model.
#[divan::bench]
fn load() -> Model {
    Model::embedded().expect("the embedded model loads")
}

/// Raw text to words and sentences.
#[divan::bench]
fn split_text(bencher: Bencher<'_, '_>) {
    let stories = samples();
    bencher.counter(total(&stories)).bench(|| {
        stories
            .iter()
            .map(|story| split(&story.text, &story.paragraphs).len())
            .sum::<usize>()
    });
}

/// Raw text to trees, story by story, with an empty cache of word forms each time.
#[divan::bench]
fn sentences_cold(bencher: Bencher<'_, '_>) {
    let stories = samples();
    bencher
        .counter(total(&stories))
        .with_inputs(|| Model::embedded().expect("the embedded model loads"))
        .bench_values(|model| {
            stories
                .iter()
                .map(|story| model.sentences(&story.text, &story.paragraphs).len())
                .sum::<usize>()
        });
}

/// Raw text to trees when all word forms are known.
#[divan::bench]
fn sentences_warm(bencher: Bencher<'_, '_>) {
    let stories = samples();
    let model = Model::embedded().expect("the embedded model loads");
    bencher.counter(total(&stories)).bench(|| {
        stories
            .iter()
            .map(|story| model.sentences(&story.text, &story.paragraphs).len())
            .sum::<usize>()
    });
}

/// Trees to CoNLL-U.
#[divan::bench]
fn write_conllu(bencher: Bencher<'_, '_>) {
    let stories = samples();
    let model = Model::embedded().expect("the embedded model loads");
    let read: Vec<Vec<Sentence>> = stories
        .iter()
        .map(|story| model.sentences(&story.text, &story.paragraphs))
        .collect();
    bencher.counter(total(&stories)).bench(|| {
        let mut out = String::new();
        for (story, sentences) in stories.iter().zip(&read) {
            conllu::write(&mut out, &story.id, &story.text, sentences);
        }
        out.len()
    });
}
