//! For tests: sentences with trees written by hand, and small lexicons.

use demarche_knowledge::{Files, Lexicon};
use demarche_story::{Relation, Sentence, Span, Token, Upos, Xpos};

/// Reads a sentence: one token a line, `form lemma UPOS XPOS head relation`, heads from 1, 0 for the root.
pub fn sentence(lines: &str) -> Sentence {
    let mut tokens = Vec::new();
    let mut at = 0;
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [form, lemma, upos, xpos, head, relation] = fields[..] else {
            panic!("six fields, please: {line}");
        };
        let head: u32 = head.parse().expect("a head is a number");
        tokens.push(Token {
            span: Span::new(at, at + form.len()),
            form: form.into(),
            lemma: lemma.into(),
            upos: Upos::parse(upos),
            xpos: Xpos::parse(xpos),
            head: head.checked_sub(1),
            relation: Relation::parse(relation),
            clitic: false,
            margin: u8::MAX,
        });
        at += form.len() + 1;
    }
    let span = Span::new(0, at.saturating_sub(1));
    Sentence {
        index: 0,
        paragraph: 0,
        span,
        tokens,
        entities: Vec::new(),
    }
}

/// The text that the spans of [`sentence`] point into.
pub fn text(sentence: &Sentence) -> String {
    sentence
        .tokens
        .iter()
        .map(|token| &*token.form)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A lexicon with these event nouns, and `hold` and `suffer` as light verbs.
pub fn lexicon(nouns: &[&str]) -> Lexicon {
    let mut files = Files::default();
    // A frame must have a predicate.
    let nouns = if nouns.is_empty() { &["pact"] } else { nouns };
    let list = nouns
        .iter()
        .map(|noun| format!("{noun:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    files.insert(
        "events/test.toml",
        format!("[[frame]]\nid = \"test/noun\"\nnouns = [{list}]\nevent = \"CONSULT\"\n"),
    );
    files.insert(
        "composition/test.toml",
        "occurrence = [\"resume\"]\n[[light]]\nverbs = [\"hold\"]\n[[light]]\nverbs = [\"suffer\"]\nsubj = \"obj\"\n",
    );
    let mut problems = Vec::new();
    let lexicon = Lexicon::load(&files, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    lexicon
}
