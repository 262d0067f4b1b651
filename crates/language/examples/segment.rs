//! Measures (and, with `train`, fits) the cutting of raw text into words and sentences.
//!
//! ```text
//! cargo run --release -p demarche-language --example segment -- score TREEBANK.conllu[.gz]…
//! ```
//!
//! The text of a treebank is rebuilt from its `# text` lines: sentences joined by a space,
//! paragraphs and documents by an empty line. Scores are those of the CoNLL 2018 shared task:
//! a token or sentence counts when its characters, white space aside, are exactly the gold ones.

use demarche_language::{conllu, text};
use demarche_story::Span;
use std::io::Read;

/// A treebank as raw text with its gold cuts.
struct Raw {
    text: String,
    paragraphs: Vec<Span>,
    /// Written tokens, words and sentences.
    tokens: Vec<Span>,
    words: Vec<Span>,
    sentences: Vec<Span>,
}

fn raw(path: &str) -> Raw {
    let mut input = String::new();
    let file = std::fs::File::open(path).expect("the treebank opens");
    if path.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(file)
            .read_to_string(&mut input)
            .expect("it unpacks");
    } else {
        std::io::BufReader::new(file)
            .read_to_string(&mut input)
            .expect("it reads");
    }
    let (gold, problems) = conllu::read(path, &input);
    for problem in problems {
        eprintln!("{problem}");
    }
    let mut raw = Raw {
        text: String::new(),
        paragraphs: Vec::new(),
        tokens: Vec::new(),
        words: Vec::new(),
        sentences: Vec::new(),
    };
    for sentence in &gold {
        if sentence.new_paragraph || raw.paragraphs.is_empty() {
            if !raw.text.is_empty() {
                raw.text.push_str("\n\n");
            }
            raw.paragraphs
                .push(Span::new(raw.text.len(), raw.text.len()));
        } else {
            raw.text.push(' ');
        }
        let base = raw.text.len();
        raw.text.push_str(&sentence.text);
        raw.paragraphs.last_mut().expect("one was pushed").end = raw.text.len() as u32;
        raw.sentences.push(Span::new(base, raw.text.len()));
        for token in &sentence.sentence.tokens {
            let span = Span::new(
                base + token.span.start as usize,
                base + token.span.end as usize,
            );
            raw.words.push(span);
            match raw.tokens.last_mut() {
                Some(last) if token.clitic => last.end = span.end,
                _ => raw.tokens.push(span),
            }
        }
    }
    raw
}

/// Precision, recall and F1 of exact spans, and those that differ.
fn f1(gold: &[Span], found: &[Span]) -> (f64, Vec<Span>, Vec<Span>) {
    let missed: Vec<Span> = gold
        .iter()
        .filter(|s| found.binary_search(s).is_err())
        .copied()
        .collect();
    let extra: Vec<Span> = found
        .iter()
        .filter(|s| gold.binary_search(s).is_err())
        .copied()
        .collect();
    let right = (gold.len() - missed.len()) as f64;
    (
        200.0 * right / (gold.len() + found.len()) as f64,
        missed,
        extra,
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "--list");
    for path in arguments.iter().filter(|a| a.contains(".conllu")) {
        let gold = raw(path);
        let mut found = Vec::new();
        for paragraph in &gold.paragraphs {
            text::words(&gold.text, *paragraph, &mut found);
        }
        let words: Vec<Span> = found.iter().map(|word| word.span).collect();
        let mut tokens: Vec<Span> = Vec::new();
        for word in &found {
            match tokens.last_mut() {
                Some(last) if word.clitic => last.end = word.span.end,
                _ => tokens.push(word.span),
            }
        }
        let (tokens_f1, missed, extra) = f1(&gold.tokens, &tokens);
        let (words_f1, ..) = f1(&gold.words, &words);
        println!("{path}\n  tokens_f1 {tokens_f1:.2}\n  words_f1 {words_f1:.2}");
        if verbose {
            for span in missed {
                let system: Vec<&str> = extra
                    .iter()
                    .filter(|e| e.overlaps(span))
                    .map(|e| e.of(&gold.text))
                    .collect();
                println!("    {} -> {system:?}", span.of(&gold.text));
            }
        }
    }
}
