//! Statements of single sentences with hand-written trees, and quotes over several.

use super::{find, innermost};
use crate::testing::{sentence, text};
use crate::tree::Tree;
use demarche_knowledge::Knowledge;
use demarche_story::{Span, StatementKind, Story};

/// Checks the statements of a sentence: source, cue, content.
fn check(lines: &str, expected: &[(&str, &str, &str)]) {
    let sentence = sentence(lines);
    let text = text(&sentence);
    let story = Story {
        text: text.clone(),
        paragraphs: vec![Span::new(0, text.len())],
        ..Story::default()
    };
    let (knowledge, _) = Knowledge::embedded();
    let statements = find(&story, &[Tree::new(&sentence)], &knowledge.cues);
    let shown: Vec<(String, String, String)> = statements
        .iter()
        .map(|s| {
            let words =
                |span: Option<Span>| span.map_or(String::new(), |span| span.of(&text).to_string());
            let content: Vec<&str> = s.content.iter().map(|span| span.of(&text)).collect();
            (words(s.source), words(s.cue), content.join(" … "))
        })
        .collect();
    let expected: Vec<(String, String, String)> = expected
        .iter()
        .map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string()))
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn a_clause_after_and_before_its_cue() {
    check(
        "Officials official NOUN NNS 2 nsubj\n said say VERB VBD 0 root\n Togo Togo PROPN NNP 4 nsubj\n
         attacked attack VERB VBD 2 ccomp",
        &[("Officials", "said", "Togo attacked")],
    );
    check(
        "Togo Togo PROPN NNP 2 nsubj\n attacked attack VERB VBD 5 ccomp\n , , PUNCT , 5 punct\n
         officials official NOUN NNS 5 nsubj\n say say VERB VBP 0 root",
        &[("officials", "say", "Togo attacked")],
    );
}

#[test]
fn according_to_somebody() {
    check(
        "Togo Togo PROPN NNP 2 nsubj\n attacked attack VERB VBD 0 root\n according accord VERB VBG 5 case\n
         to to ADP IN 3 fixed\n police police NOUN NN 2 obl",
        &[("police", "according to", "Togo attacked")],
    );
}

#[test]
fn a_quote_over_two_sentences_has_one_speaker() {
    let text = "“We are ready,” she said. “They will never come back to us.”";
    let story = Story {
        text: text.to_string(),
        paragraphs: vec![Span::new(0, text.len())],
        ..Story::default()
    };
    let quotes = super::quotes::find(text, &story.paragraphs);
    let words: Vec<&str> = quotes.iter().map(|span| span.of(text)).collect();
    assert_eq!(
        words,
        ["“We are ready,”", "“They will never come back to us.”"]
    );
}

#[test]
fn the_saying_outranks_the_belief_inside_it() {
    let statement = |content: Span, attitude: bool| demarche_story::Statement {
        sentence: 0,
        source: None,
        source_head: None,
        cue: None,
        cue_lemma: String::new(),
        cue_head: None,
        content: vec![content],
        kind: StatementKind::Indirect,
        attitude,
    };
    let statements = [
        statement(Span::new(0, 40), false),
        statement(Span::new(10, 30), true),
    ];
    assert_eq!(innermost(&statements, Span::new(12, 18)), Some(0));
    assert_eq!(innermost(&statements[1..], Span::new(12, 18)), Some(0));
    assert_eq!(innermost(&statements, Span::new(50, 60)), None);
}
