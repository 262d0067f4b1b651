//! The tasks: gold in, the engine run, scores out. All comparing is done in [`crate::score`].

pub mod actors;
pub mod attribution;
pub mod confidence;
pub mod coreference;
pub mod places;
pub mod relations;
pub mod speech;
pub mod speed;
pub mod story;
pub mod treebank;

use crate::predictions::Predictions;
use crate::report::Report;
use demarche::ingest;
use demarche::{Actor, Coded, Engine, Span, Statement, Story};
use jiff::civil::Date;
use rayon::prelude::*;

/// What a task works with.
pub struct Run<'a> {
    /// The engine.
    pub engine: &'a Engine,
    /// The threads.
    pub pool: &'a rayon::ThreadPool,
}

/// What a task gives back.
pub struct Outcome {
    /// Figures and tables.
    pub report: Report,
    /// A row for each case.
    pub predictions: Predictions,
    /// What could not be read in the gold.
    pub problems: Vec<String>,
}

impl Run<'_> {
    /// Does `work` for each case on all threads; results are in the order of the cases.
    pub fn each<T: Sync, R: Send>(&self, cases: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.pool.install(|| cases.par_iter().map(&work).collect())
    }
}

/// A story made of a gold text, read as a user's JSON Lines file would be; offsets into `text` hold.
pub fn story_of(id: &str, text: &str, published: Option<Date>) -> Story {
    let mut record = serde_json::Map::new();
    record.insert("id".into(), id.into());
    record.insert("text".into(), text.into());
    record.insert("language".into(), "en".into());
    if let Some(date) = published {
        record.insert("published".into(), date.to_string().into());
    }
    let line = serde_json::Value::Object(record).to_string();
    let (stories, _) =
        ingest::read_bytes("gold.jsonl", line.as_bytes(), &ingest::Options::default());
    match stories.into_iter().next() {
        Some(story) if story.text == text && !story.paragraphs.is_empty() => story,
        // Too short or too odd for ingest: gold decides that it is a story all the same.
        _ => Story {
            id: id.to_string(),
            text: text.to_string(),
            language: Some("en".into()),
            published,
            paragraphs: lines(text),
            ..Story::default()
        },
    }
}

/// The lines of a text that are not blank.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        if !inner.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            spans.push(Span::new(start, start + inner.len()));
        }
        at += line.len();
    }
    spans
}

/// Country and sectors of an actor, in order, what is absent left out.
pub fn codes(actor: &Actor) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    codes.extend(actor.country.clone());
    codes.extend(actor.sector.clone());
    codes.extend(actor.other_sectors.iter().cloned());
    codes
}

/// Codes of actors for reading: `USA GOV + ARE GOV`.
pub fn codes_text(actors: &[Actor]) -> String {
    let all: Vec<String> = actors.iter().map(|actor| codes(actor).join(" ")).collect();
    all.join(" + ")
}

/// The mention that is a statement's source, as an index into the mentions.
pub fn source_mention(coded: &Coded, statement: &Statement) -> Option<usize> {
    let mentions = &coded.coding.mentions;
    let head = statement.source_head?;
    mentions
        .iter()
        .position(|mention| mention.sentence == statement.sentence && mention.head == head)
        .or_else(|| {
            let source = statement.source?;
            // No mention has that head: the longest one within the source's words.
            (0..mentions.len())
                .filter(|&at| source.contains(mentions[at].span))
                .max_by_key(|&at| (mentions[at].span.len(), std::cmp::Reverse(at)))
        })
}

/// The words of all mentions in a mention's chain.
pub fn chain_words<'a>(story: &'a Story, coded: &Coded, mention: usize) -> Vec<&'a str> {
    let mentions = &coded.coding.mentions;
    let Some(chain) = mentions.get(mention).map(|mention| mention.chain) else {
        return Vec::new();
    };
    mentions
        .iter()
        .filter(|other| other.chain == chain)
        .map(|other| other.span.of(&story.text))
        .collect()
}

/// Byte ranges of all mentions in an actor's chain.
pub fn chain_ranges(coded: &Coded, actor: &Actor) -> Vec<(usize, usize)> {
    let mentions = &coded.coding.mentions;
    let Some(own) = mentions.get(actor.mention as usize) else {
        return Vec::new();
    };
    mentions
        .iter()
        .filter(|other| other.chain == own.chain)
        .map(|other| (other.span.start as usize, other.span.end as usize))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_texts_keep_their_offsets() {
        for text in ["One line.", " Two\n\nlines, “quoted”.\n", "x", "日本"] {
            let story = story_of("a", text, None);
            assert_eq!(story.text, text);
            assert!(!story.paragraphs.is_empty(), "{text:?}");
            for paragraph in &story.paragraphs {
                assert!(!paragraph.of(text).trim().is_empty());
            }
        }
    }

    #[test]
    fn lines_have_no_white_space_around() {
        let text = "a b \n\n  c\r\nd";
        let words: Vec<&str> = lines(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["a b", "c", "d"]);
    }
}
