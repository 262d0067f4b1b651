//! Days that a clause has from what stands beside it: "Speaking in 2009, he accused them", "two years ago, when they
//! struck", "three years since they struck".

use super::below;
use super::expression::Expression;
use crate::tree::Tree;
use demarche_knowledge::lexicon::WordSets;
use demarche_story::{Relation, Xpos};

/// Word set of what somebody does who then says something.
const OCCASIONS: &str = "occasions-of-speech";

/// The expression of the participle that opens a sentence and tells on what occasion its main verb was said,
/// with the token of that verb: "Interviewed in early 2012, she said …".
pub fn of_opening(
    tree: &Tree<'_>,
    expressions: &[Expression],
    sets: &WordSets,
) -> Option<(usize, Expression)> {
    let opening = |clause: &usize| {
        matches!(tree.token(*clause).xpos, Xpos::Vbg | Xpos::Vbn | Xpos::Vbd)
            && sets.named_contains(OCCASIONS, tree.lemma(*clause))
            && tree
                .child(*clause, &[Relation::Mark, Relation::Nsubj])
                .is_none()
    };
    if expressions.is_empty() {
        return None;
    }
    let root = (0..tree.len()).find(|token| tree.head(*token).is_none())?;
    let clause = tree
        .children_by(root, &[Relation::Advcl])
        .find(|clause| *clause < root && opening(clause))?;
    let expression = expressions
        .iter()
        .find(|expression| below(tree, expression.head, clause).is_some())?;
    Some((root, expression.clone()))
}

/// "two years ago, when Trump ordered a strike": the expression right before the "when" of a clause.
pub fn before_when<'e>(
    tree: &Tree<'_>,
    expressions: &'e [Expression],
    clause: usize,
) -> Option<&'e Expression> {
    if expressions.is_empty() {
        return None;
    }
    let when = tree
        .children_by(clause, &[Relation::Advmod, Relation::Mark])
        .find(|word| *word < clause && tree.lemma(*word) == "when")?;
    let before = when
        .checked_sub(1)
        .filter(|at| &*tree.token(*at).form == ",")
        .unwrap_or(when)
        .checked_sub(1)?;
    let end = tree.sentence.span_of(before, before).end;
    expressions
        .iter()
        .find(|expression| expression.end() == end)
}
