//! How far a noun phrase reaches.

use crate::tree::Tree;
use demarche_story::{Relation, Upos};

/// Relations of dependents that stand before a head and belong to its phrase.
const BEFORE: &[Relation] = &[
    Relation::Det,
    Relation::DetPredet,
    Relation::Amod,
    Relation::Compound,
    Relation::Nummod,
    Relation::NmodPoss,
    Relation::NmodDesc,
    Relation::NmodNpmod,
    Relation::NmodUnmarked,
    Relation::Nmod,
    Relation::Advmod,
    Relation::AdvmodEmph,
    Relation::Flat,
    Relation::FlatName,
    Relation::Goeswith,
    Relation::Punct,
];

/// Relations by which a name goes on after its first word.
pub const NAME_PARTS: &[Relation] = &[
    Relation::Flat,
    Relation::FlatName,
    Relation::FlatForeign,
    Relation::Goeswith,
];

/// The last token of the name that `head` begins ("Barack" of "Barack Obama"); an age behind a comma is none of it.
pub fn name_end(tree: &Tree<'_>, head: usize) -> usize {
    tree.children_by(head, NAME_PARTS)
        .filter(|part| *part > head && !is_age(tree, *part))
        .map(|part| name_end(tree, part))
        .max()
        .unwrap_or(head)
}

/// Whether a part of a name is an age: "Joe Miller, *27*, said".
fn is_age(tree: &Tree<'_>, part: usize) -> bool {
    tree.token(part).upos == Upos::Num && &*tree.token(part - 1).form == ","
}

/// First token and last name token of the phrase before its complements:
/// determiners, adjectives, compounds, titles, head, and the rest of a name.
pub fn core(tree: &Tree<'_>, head: usize) -> (usize, usize) {
    let mut first = head;
    for child in tree.children_by(head, BEFORE) {
        // "In June members of Congress": the month is no part of them.
        let phrase = tree.relation(child) == Relation::Nmod
            && tree.case(child).is_some_and(|case| case != "as");
        if child < head && !phrase {
            first = first.min(leftmost(tree, child, 0));
        }
    }
    // A subtree may reach over other words when the tree is crossed: keep to one run.
    while first < head
        && matches!(
            tree.token(first).upos,
            Upos::Punct | Upos::Adv | Upos::Cconj | Upos::Adp | Upos::Sconj
        )
    {
        first += 1;
    }
    (first, name_end(tree, head))
}

fn leftmost(tree: &Tree<'_>, token: usize, depth: usize) -> usize {
    if depth > 20 {
        return token;
    }
    tree.children(token)
        .iter()
        .filter(|child| **child < token && tree.relation(**child) != Relation::Case)
        .map(|child| leftmost(tree, *child, depth + 1))
        .min()
        .unwrap_or(token)
        .min(token)
}

/// The last token of the phrase with its "of", "for", "from", "in", "at" complements.
pub fn phrase_end(tree: &Tree<'_>, head: usize, depth: usize) -> usize {
    let mut end = name_end(tree, head);
    if depth > 4 {
        return end;
    }
    for child in tree.children_by(head, &[Relation::Nmod]) {
        if child <= end {
            continue;
        }
        let of = tree.case(child).is_some_and(|case| case == "of");
        let near = child <= end + 4;
        let named = tree.token(child).upos == Upos::Propn;
        let place = tree
            .case(child)
            .is_some_and(|case| matches!(&*case, "from" | "in" | "at" | "for" | "to"));
        let parted = (end + 1..child)
            .any(|t| tree.token(t).upos == Upos::Punct && &*tree.token(t).form == ",");
        if !parted && (of || (near && named && place)) {
            end = end.max(phrase_end(tree, child, depth + 1));
        }
    }
    end
}

/// First and last token of the whole phrase.
pub fn full(tree: &Tree<'_>, head: usize) -> (usize, usize) {
    let (first, _) = core(tree, head);
    (first, phrase_end(tree, head, 0))
}
