//! Quoted stretches of a text, and who speaks in quotes that have no cue of their own.

use crate::tree::Tree;
use demarche_story::{Sentence, Span, Statement, StatementKind, Story};

/// Quoted stretches, marks included, in order. A quote that runs on over a
/// paragraph's end opens anew in the next one, as newspapers print it.
pub fn find(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let mut quotes = Vec::new();
    for paragraph in paragraphs {
        let words = paragraph.of(text);
        let base = paragraph.start as usize;
        let mut open: Option<(usize, char)> = None;
        let mut before = ' ';
        for (offset, character) in words.char_indices() {
            let end = offset + character.len_utf8();
            match (open, character) {
                (None, '“' | '„' | '«') => open = Some((offset, '”')),
                (None, '"') => open = Some((offset, '"')),
                (None, '‘') if !before.is_alphanumeric() => open = Some((offset, '’')),
                (Some((start, '”')), '”' | '»') | (Some((start, '"')), '"') => {
                    quotes.push(Span::new(base + start, base + end));
                    open = None;
                }
                (Some((start, '’')), '’') => {
                    // An apostrophe inside a word does not close the quote.
                    let next = words[end..].chars().next().unwrap_or(' ');
                    if !next.is_alphanumeric() {
                        quotes.push(Span::new(base + start, base + end));
                        open = None;
                    }
                }
                _ => {}
            }
            before = character;
        }
        if let Some((start, mark)) = open
            && mark != '’'
        {
            quotes.push(Span::new(base + start, base + words.trim_end().len()));
        }
    }
    quotes
}

/// Gives quoted sentences to a speaker: those of a quote that a statement began,
/// and quotes without a cue, which belong to whoever spoke just before.
pub fn attach(story: &Story, trees: &[Tree<'_>], quotes: &[Span], statements: &mut Vec<Statement>) {
    for quote in quotes {
        let said = |statement: &Statement| {
            !statement.attitude && statement.content.iter().any(|part| part.overlaps(*quote))
        };
        // The speaker of any sentence of this quote speaks all of it.
        let owner = statements
            .iter()
            .position(|s| said(s) && s.source.is_some_and(|source| !quote.contains(source)));
        for sentence in trees.iter().map(|tree| tree.sentence) {
            let inside = overlap(sentence.span, *quote);
            let Some(inside) = inside else { continue };
            if statements.iter().any(|s| {
                said(s)
                    && s.content.iter().any(|part| part.overlaps(inside))
                    && s.cue.is_none_or(|cue| !quote.contains(cue))
            }) {
                continue;
            }
            // Single quoted words are scare quotes or names, not speech.
            let whole =
                words(inside.of(&story.text)) * 10 >= words(sentence.span.of(&story.text)) * 8;
            match owner {
                Some(index) => statements[index].content.push(inside),
                None if whole && words(inside.of(&story.text)) >= 4 => {
                    if let Some(previous) = previous_speaker(trees, statements, sentence) {
                        let statement = Statement {
                            sentence: statements[previous].sentence,
                            source: statements[previous].source,
                            source_head: statements[previous].source_head,
                            cue: None,
                            cue_lemma: String::new(),
                            cue_head: None,
                            content: vec![inside],
                            kind: StatementKind::Direct,
                            attitude: false,
                        };
                        statements.push(statement);
                    }
                }
                None => {}
            }
        }
    }
}

/// The statement with a source nearest before a sentence, at most two sentences and one paragraph back.
fn previous_speaker(
    trees: &[Tree<'_>],
    statements: &[Statement],
    sentence: &Sentence,
) -> Option<usize> {
    statements
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            s.source.is_some()
                && !s.attitude
                && s.sentence < sentence.index
                && sentence.index - s.sentence <= 2
                && trees
                    .get(s.sentence as usize)
                    .is_some_and(|other| sentence.paragraph - other.sentence.paragraph <= 1)
        })
        .max_by_key(|(index, s)| (s.sentence, *index))
        .map(|(index, _)| index)
}

fn overlap(a: Span, b: Span) -> Option<Span> {
    a.overlaps(b).then(|| Span {
        start: a.start.max(b.start),
        end: a.end.min(b.end),
    })
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
