//! The alignment of the CoNLL 2018 shared task: raw text parsed, scored against gold words.
//!
//! Tokens and sentences are compared by their characters (white space left out). Words are aligned
//! by their characters too, and inside multiword tokens by the longest common subsequence of forms.
//! A word is right for LAS when it is aligned, its head is aligned with the gold head, and the
//! relation without its subtype is the same.

use super::Counts;

/// A word as the alignment sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// First character of its surface token, white space not counted.
    pub start: usize,
    /// One past the last character of its surface token.
    pub end: usize,
    /// Whether its surface token holds several words.
    pub multiword: bool,
    /// The form.
    pub form: String,
    /// Index of the head among all words; `None` for a root.
    pub head: Option<usize>,
    /// Relation without subtype.
    pub relation: String,
}

/// One analysis of a text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Surface tokens.
    pub tokens: Vec<(usize, usize)>,
    /// Sentences, from their first to their last character.
    pub sentences: Vec<(usize, usize)>,
    /// Words of all sentences.
    pub words: Vec<Word>,
}

/// Counts for tokens, sentences, words, and labelled and unlabelled attachment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Surface tokens with the same characters.
    pub tokens: Counts,
    /// Sentences with the same characters.
    pub sentences: Counts,
    /// Aligned words.
    pub words: Counts,
    /// Aligned words with an aligned head.
    pub uas: Counts,
    /// The same with the relation.
    pub las: Counts,
}

impl Scores {
    /// Adds the counts of another text.
    pub fn add(&mut self, other: &Scores) {
        self.tokens.add(other.tokens);
        self.sentences.add(other.sentences);
        self.words.add(other.words);
        self.uas.add(other.uas);
        self.las.add(other.las);
    }
}

/// Compares two analyses of the same characters.
pub fn score(gold: &Analysis, system: &Analysis) -> Scores {
    let pairs = align(&gold.words, &system.words);
    let mut gold_of = vec![None; system.words.len()];
    for &(g, s) in &pairs {
        gold_of[s] = Some(g);
    }
    let totals = Counts {
        right: 0,
        predicted: system.words.len(),
        gold: gold.words.len(),
    };
    let (mut words, mut uas, mut las) = (totals, totals, totals);
    for &(g, s) in &pairs {
        words.right += 1;
        let (gold_word, word) = (&gold.words[g], &system.words[s]);
        let same_head = match (gold_word.head, word.head) {
            (None, None) => true,
            (Some(head), Some(guess)) => gold_of[guess] == Some(head),
            _ => false,
        };
        uas.right += usize::from(same_head);
        las.right += usize::from(same_head && gold_word.relation == word.relation);
    }
    Scores {
        tokens: same_spans(&gold.tokens, &system.tokens),
        sentences: same_spans(&gold.sentences, &system.sentences),
        words,
        uas,
        las,
    }
}

/// Counts spans that both have; both lists are in order.
fn same_spans(gold: &[(usize, usize)], system: &[(usize, usize)]) -> Counts {
    let mut counts = Counts {
        right: 0,
        predicted: system.len(),
        gold: gold.len(),
    };
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].0 == system[s].0 {
            counts.right += usize::from(gold[g].1 == system[s].1);
            g += 1;
            s += 1;
        } else if gold[g].0 < system[s].0 {
            g += 1;
        } else {
            s += 1;
        }
    }
    counts
}

/// Pairs of (gold, system) indices of aligned words.
pub fn align(gold: &[Word], system: &[Word]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].multiword || system[s].multiword {
            let (first_g, first_s);
            (first_g, first_s, g, s) = multiword_stretch(gold, system, g, s);
            align_forms(gold, system, first_g..g, first_s..s, &mut pairs);
        } else if (gold[g].start, gold[g].end) == (system[s].start, system[s].end) {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if gold[g].start <= system[s].start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// The smallest stretch around a multiword token whose ends agree: starts and ends in both lists.
fn multiword_stretch(
    gold: &[Word],
    system: &[Word],
    mut g: usize,
    mut s: usize,
) -> (usize, usize, usize, usize) {
    let mut end;
    if gold[g].multiword {
        end = gold[g].end;
        if !system[s].multiword && system[s].start < gold[g].start {
            s += 1;
        }
    } else {
        end = system[s].end;
        if !gold[g].multiword && gold[g].start < system[s].start {
            g += 1;
        }
    }
    let (first_g, first_s) = (g, s);
    while !beyond(gold, g, end) || !beyond(system, s, end) {
        let take_gold = g < gold.len() && (s >= system.len() || gold[g].start <= system[s].start);
        let word = if take_gold { &gold[g] } else { &system[s] };
        if word.multiword {
            end = end.max(word.end);
        }
        if take_gold {
            g += 1;
        } else {
            s += 1;
        }
    }
    (first_g, first_s, g, s)
}

fn beyond(words: &[Word], at: usize, end: usize) -> bool {
    match words.get(at) {
        None => true,
        Some(word) if word.multiword => word.start >= end,
        Some(word) => word.end > end,
    }
}

/// Aligns the longest common subsequence of lower-cased forms.
fn align_forms(
    gold: &[Word],
    system: &[Word],
    gold_range: std::ops::Range<usize>,
    system_range: std::ops::Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let forms = |words: &[Word]| -> Vec<String> {
        words.iter().map(|word| word.form.to_lowercase()).collect()
    };
    let a = forms(&gold[gold_range.clone()]);
    let b = forms(&system[system_range.clone()]);
    // longest[i][j]: length of the longest common subsequence of a[i..] and b[j..].
    let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if a[i] == b[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((gold_range.start + i, system_range.start + j));
            i += 1;
            j += 1;
        } else if longest[i][j] == longest[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds an analysis from sentences of surface tokens; a token is its words joined by "+",
    /// each word `form/head/relation`, head from 1 within the sentence and 0 for the root.
    fn analysis(sentences: &[&str]) -> Analysis {
        let mut result = Analysis::default();
        let mut at = 0;
        for sentence in sentences {
            let first_word = result.words.len();
            let start = at;
            for token in sentence.split_whitespace() {
                let words: Vec<&str> = token.split('+').collect();
                let surface: usize = words
                    .iter()
                    .map(|word| word.split('/').next().unwrap_or("").chars().count())
                    .sum();
                for word in &words {
                    let parts: Vec<&str> = word.split('/').collect();
                    let head: usize = parts[1].parse().expect("a number");
                    result.words.push(Word {
                        start: at,
                        end: at + surface,
                        multiword: words.len() > 1,
                        form: parts[0].to_string(),
                        head: head.checked_sub(1).map(|head| first_word + head),
                        relation: parts[2].to_string(),
                    });
                }
                result.tokens.push((at, at + surface));
                at += surface;
            }
            result.sentences.push((start, at));
        }
        result
    }

    #[test]
    fn identical_analyses_score_full() {
        let gold = analysis(&["He/2/nsubj did/0/root+n't/2/advmod go/2/xcomp"]);
        let scores = score(&gold, &gold);
        assert_eq!(scores.las.f1(), 1.0);
        assert_eq!(scores.tokens.right, 3);
        assert_eq!(scores.words.right, 4);
    }

    #[test]
    fn a_split_token_costs_its_words_and_those_that_hang_on_it() {
        // Gold: U.S. | tanks | roll ; system: U. | S. | tanks | roll
        let gold = analysis(&["U.S./2/compound tanks/3/nsubj roll/0/root"]);
        let system = analysis(&["U./3/compound S./3/compound tanks/4/nsubj roll/0/root"]);
        let scores = score(&gold, &system);
        assert_eq!(
            (
                scores.tokens.right,
                scores.tokens.gold,
                scores.tokens.predicted
            ),
            (2, 3, 4)
        );
        assert!((scores.tokens.f1() - 4.0 / 7.0).abs() < 1e-12);
        // Both aligned words have the right head and relation: P 2/4, R 2/3.
        assert!((scores.las.f1() - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn a_head_that_is_not_aligned_is_wrong() {
        // The dependent "big" is aligned, its gold head "tanks" is not.
        let gold = analysis(&["big/2/amod tanks/3/nsubj roll/0/root"]);
        let system = analysis(&["big/2/amod tan/4/nsubj ks/4/dep roll/0/root"]);
        let scores = score(&gold, &system);
        assert_eq!(scores.words.right, 2);
        assert_eq!(scores.las.right, 1);
    }

    #[test]
    fn a_wrong_sentence_break() {
        let gold = analysis(&["Go/0/root ./1/punct", "Stay/0/root ./1/punct"]);
        let system = analysis(&["Go/0/root ./1/punct Stay/1/parataxis ./3/punct"]);
        let scores = score(&gold, &system);
        assert_eq!(scores.sentences.f1(), 0.0);
        assert_eq!(scores.words.right, 4);
        // "Stay" is no root in the system; both full stops and "Go" are right.
        assert_eq!((scores.uas.right, scores.las.right), (3, 3));
    }

    #[test]
    fn one_of_two_sentences_found() {
        let gold = analysis(&["a/0/root", "b/0/root", "c/0/root"]);
        let system = analysis(&["a/0/root", "b/0/root c/1/dep"]);
        let counts = score(&gold, &system).sentences;
        // P 1/2, R 1/3, F 0.4.
        assert!((counts.f1() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn multiword_tokens_align_by_form() {
        let gold = analysis(&["ca/3/aux+n't/3/advmod go/0/root"]);
        // Same characters, but not split: nothing inside aligns; "go" does.
        let unsplit = analysis(&["can't/2/aux go/0/root"]);
        assert_eq!(align(&gold.words, &unsplit.words), [(2, 1)]);
        // Split elsewhere: only what has the same form aligns.
        let elsewhere = analysis(&["can/3/aux+'t/3/advmod go/0/root"]);
        assert_eq!(align(&gold.words, &elsewhere.words), [(2, 2)]);
        // Right words without a multiword token align all the same, the tokens do not count.
        let separate = analysis(&["ca/3/aux n't/3/advmod go/0/root"]);
        let scores = score(&gold, &separate);
        assert_eq!(
            (scores.words.right, scores.las.right, scores.tokens.right),
            (3, 3, 1)
        );
    }

    #[test]
    fn relation_must_agree() {
        let gold = analysis(&["He/2/nsubj goes/0/root"]);
        let system = analysis(&["He/2/obj goes/0/root"]);
        let scores = score(&gold, &system);
        assert_eq!((scores.uas.right, scores.las.right), (2, 1));
    }
}
