//! Statements: who says so. Reporting clauses, quotes and "according to" become
//! source, cue and content; they are never events themselves.

use demarche_story::{Span, Statement};

/// The statement with the shortest content that contains `span`, if any.
pub fn innermost(statements: &[Statement], sentence: u32, span: Span) -> Option<u32> {
    let _ = sentence;
    statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.content.iter().any(|part| part.contains(span)))
        .min_by_key(|(_, statement)| {
            statement
                .content
                .iter()
                .map(|part| part.len())
                .sum::<usize>()
        })
        .map(|(index, _)| index as u32)
}
