//! Statements: who says so. Reporting clauses, quotes and "according to" become
//! source, cue and content; they are never events themselves.

mod clauses;
mod quotes;
#[cfg(test)]
mod tests;

use crate::tree::Tree;
use demarche_knowledge::Cues;
use demarche_story::{Span, Statement, StatementKind, Story};

/// Finds a story's statements, in the order of their cues.
pub fn find(story: &Story, trees: &[Tree<'_>], cues: &Cues) -> Vec<Statement> {
    let quotes = quotes::find(&story.text, &story.paragraphs);
    let mut statements = Vec::new();
    for tree in trees {
        clauses::find(tree, cues, &quotes, &mut statements);
    }
    quotes::attach(story, trees, &quotes, &mut statements);
    for statement in &mut statements {
        statement.content = tidy(&story.text, &statement.content);
        statement.kind = kind(&story.text, &statement.content, &quotes);
    }
    statements.retain(|statement| !statement.content.is_empty());
    statements.sort_by_key(|s| (s.sentence, s.cue.map(|cue| cue.start), s.content[0].start));
    statements
}

/// The statement that answers for `span`: the reporting one with the shortest
/// content around it, or else the attitude with the shortest.
pub fn innermost(statements: &[Statement], span: Span) -> Option<u32> {
    statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.content.iter().any(|part| part.contains(span)))
        .min_by_key(|(_, statement)| {
            let length: usize = statement.content.iter().map(|part| part.len()).sum();
            (statement.attitude, length)
        })
        .map(|(index, _)| index as u32)
}

/// Sorts and joins content spans, and trims white space and commas at their ends.
fn tidy(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in sorted {
        match joined.last_mut() {
            Some(last)
                if span.start <= last.end
                    || text
                        .get(last.end as usize..span.start as usize)
                        .is_some_and(|gap| gap.chars().all(char::is_whitespace)) =>
            {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined
        .into_iter()
        .filter_map(|span| {
            let words = span.of(text);
            let left = words.trim_start_matches([' ', '\n', '\t', ',', ';', ':', '-', '—', '–']);
            let start = span.start as usize + (words.len() - left.len());
            let right = left.trim_end_matches([' ', '\n', '\t', ',', ';', ':', '-', '—', '–']);
            let right = right
                .strip_suffix('.')
                .filter(|r| !r.ends_with(char::is_uppercase))
                .unwrap_or(right);
            (!right.is_empty()).then(|| Span::new(start, start + right.len()))
        })
        .collect()
}

/// Direct when all words stand in quotes, mixed when some do.
fn kind(text: &str, content: &[Span], quotes: &[Span]) -> StatementKind {
    let mut inside = 0;
    let mut all = 0;
    for part in content {
        let near: Vec<Span> = quotes
            .iter()
            .copied()
            .filter(|quote| quote.overlaps(*part))
            .collect();
        for (offset, character) in part.of(text).char_indices() {
            if character.is_alphanumeric() {
                all += 1;
                let at = part.start as usize + offset;
                inside += usize::from(
                    near.iter()
                        .any(|q| (q.start as usize) <= at && at < q.end as usize),
                );
            }
        }
    }
    match inside {
        0 => StatementKind::Indirect,
        // A quoted sentence may have its "that" outside.
        _ if inside * 20 >= all * 19 => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}
