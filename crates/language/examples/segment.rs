//! Measures (and, with `train`, fits) the cutting of raw text into words and sentences.
//!
//! ```text
//! cargo run --release -p demarche-language --example segment -- score TREEBANK.conllu[.gz]…
//! cargo run --release -p demarche-language --example segment -- train models/boundaries.bin TREEBANK.conllu[.gz]…
//! ```
//!
//! The text of a treebank is rebuilt from its `# text` lines: sentences joined by a space,
//! paragraphs and documents by an empty line. Scores are those of the CoNLL 2018 shared task:
//! a token or sentence counts when its characters, white space aside, are exactly the gold ones.

use demarche_language::text::boundaries;
use demarche_language::{conllu, text};
use demarche_story::Span;
use std::collections::BTreeSet;
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

/// A gap to learn from.
struct Gap {
    features: [u32; boundaries::FEATURES],
    ends: bool,
}

/// The gaps of a treebank between its paragraphs' words, with what the gold says.
fn gaps(raw: &Raw) -> Vec<Gap> {
    let ends: BTreeSet<u32> = raw.sentences.iter().map(|span| span.end).collect();
    let (mut words, mut seen, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for paragraph in &raw.paragraphs {
        words.clear();
        text::words(&raw.text, *paragraph, &mut words);
        boundaries::look(&raw.text, &words, &mut seen);
        let mut start = 0;
        let gaps_inside = words.len().saturating_sub(1);
        for (index, word) in words.iter().enumerate().take(gaps_inside) {
            let end = ends.contains(&word.span.end);
            if boundaries::may_end(&seen, index) {
                gaps.push(Gap {
                    features: boundaries::features(&seen, start, index),
                    ends: end,
                });
            }
            if end {
                start = index + 1;
            }
        }
    }
    gaps
}

/// Logistic regression by stochastic gradient descent with averaged weights, in whole sixteenths.
fn train(gaps: &[Gap], rounds: usize, decay: f64) -> Vec<u8> {
    let mut weights = vec![0f64; boundaries::WEIGHTS];
    let mut sums = vec![0f64; boundaries::WEIGHTS];
    let mut counts = vec![0u32; boundaries::WEIGHTS];
    for gap in gaps {
        for feature in gap.features {
            counts[feature as usize] += 1;
        }
    }
    let mut order: Vec<usize> = (0..gaps.len()).collect();
    let mut random = 1u64;
    for round in 0..rounds {
        for i in (1..order.len()).rev() {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (random >> 33) as usize % (i + 1));
        }
        let rate = 0.08 / (1.0 + round as f64 * 0.5);
        for &index in &order {
            let gap = &gaps[index];
            let sum: f64 = gap.features.iter().map(|f| weights[*f as usize]).sum();
            let error = f64::from(u8::from(gap.ends)) - 1.0 / (1.0 + (-sum).exp());
            for feature in gap.features {
                let weight = &mut weights[feature as usize];
                *weight += rate * (error - decay * *weight);
            }
        }
        if round >= rounds / 2 {
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum += weight;
            }
        }
    }
    let rounds = (rounds - rounds / 2) as f64;
    sums.iter()
        .zip(&counts)
        .map(|(sum, count)| {
            let weight = if *count < 2 { 0.0 } else { sum / rounds };
            (weight * 16.0).round().clamp(-127.0, 127.0) as i8 as u8
        })
        .collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "--list");
    let treebanks = || arguments.iter().filter(|a| a.contains(".conllu"));
    let mut weights: Option<Box<[u8; boundaries::WEIGHTS]>> = None;
    if arguments.first().is_some_and(|a| a == "train") {
        let gaps: Vec<Gap> = treebanks()
            .filter(|t| t.contains("-train"))
            .flat_map(|path| gaps(&raw(path)))
            .collect();
        let rounds = std::env::var("ROUNDS")
            .ok()
            .and_then(|r| r.parse().ok())
            .unwrap_or(40);
        let decay = std::env::var("DECAY")
            .ok()
            .and_then(|r| r.parse().ok())
            .unwrap_or(0.0003);
        let trained = train(&gaps, rounds, decay);
        std::fs::write(&arguments[1], &trained).expect("the weights are written");
        weights = trained.into_boxed_slice().try_into().ok();
    }
    for path in treebanks() {
        let gold = raw(path);
        let mut found: Vec<text::Word> = Vec::new();
        let mut sentences = Vec::new();
        let (mut words, mut seen) = (Vec::new(), Vec::new());
        for paragraph in &gold.paragraphs {
            words.clear();
            text::words(&gold.text, *paragraph, &mut words);
            boundaries::look(&gold.text, &words, &mut seen);
            let sentence = |range: std::ops::Range<usize>| {
                sentences.push(words[range.start].span.cover(words[range.end - 1].span));
            };
            match &weights {
                Some(weights) => boundaries::sentences_with(weights, &seen, sentence),
                None => boundaries::sentences(&seen, sentence),
            }
            found.extend_from_slice(&words);
        }
        let spans: Vec<Span> = found.iter().map(|word| word.span).collect();
        let mut tokens: Vec<Span> = Vec::new();
        for word in &found {
            match tokens.last_mut() {
                Some(last) if word.clitic => last.end = word.span.end,
                _ => tokens.push(word.span),
            }
        }
        let (tokens_f1, missed, extra) = f1(&gold.tokens, &tokens);
        let (words_f1, ..) = f1(&gold.words, &spans);
        let (sentences_f1, missed_sentences, extra_sentences) = f1(&gold.sentences, &sentences);
        println!(
            "{path}\n  tokens_f1 {tokens_f1:.2}\n  words_f1 {words_f1:.2}\n  sentences_f1 {sentences_f1:.2} (missed {}, extra {})",
            missed_sentences.len(),
            extra_sentences.len()
        );
        if verbose {
            for span in missed {
                let system: Vec<&str> = extra
                    .iter()
                    .filter(|e| e.overlaps(span))
                    .map(|e| e.of(&gold.text))
                    .collect();
                println!("    {} -> {system:?}", span.of(&gold.text));
            }
            for span in extra_sentences {
                println!("    sentence not in the gold: {}", span.of(&gold.text));
            }
        }
    }
}
