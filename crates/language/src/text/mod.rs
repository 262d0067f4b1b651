//! Raw text to words and sentences, in the conventions of the English UD treebanks.
//!
//! [`words`] cuts a paragraph into words by rules; [`boundaries`] decides with a small
//! learned classifier behind which words a sentence ends; [`split`] joins both.

mod abbreviations;
pub mod boundaries;
mod clitics;
mod links;
mod words;

pub use words::{Word, words};

use demarche_story::{Relation, Sentence, Span, Token, Upos, Xpos};

/// Cuts the paragraphs of `text` into sentences and words. Lemmas are the forms and tags, heads
/// and entities are empty until a [`crate::Model`] fills them in.
///
/// Words lie in order inside their paragraph, none of them empty, and only white space lies
/// between them. Paragraphs whose span does not fit the text have no sentences.
pub fn split(text: &str, paragraphs: &[Span]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let (mut words, mut seen) = (Vec::new(), Vec::new());
    for (number, paragraph) in (0u32..).zip(paragraphs) {
        words.clear();
        self::words(text, *paragraph, &mut words);
        boundaries::look(text, &words, &mut seen);
        boundaries::sentences(&seen, |range| {
            let words = &words[range];
            let tokens: Vec<Token> = words
                .iter()
                .enumerate()
                .map(|(i, word)| token(text, word, i))
                .collect();
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                sentences.push(Sentence {
                    index: sentences.len() as u32,
                    paragraph: number,
                    span: first.span.cover(last.span),
                    tokens,
                    entities: Vec::new(),
                });
            }
        });
    }
    sentences
}

/// A word before anything is known about it: it hangs on the first word.
fn token(text: &str, word: &Word, index: usize) -> Token {
    let form: Box<str> = word.span.of(text).into();
    Token {
        span: word.span,
        lemma: form.clone(),
        form,
        upos: Upos::X,
        xpos: Xpos::Fw,
        head: (index > 0).then_some(0),
        relation: if index > 0 {
            Relation::Dep
        } else {
            Relation::Root
        },
        clitic: word.clitic,
        margin: 0,
    }
}
