//! Who does it together with the subject, or has it done to him together with the object:
//! "Germany, along with France, recalled its envoys", "together with Chad, Niger closed the border".

use super::clause::fill;
use super::draft::Draft;
use crate::tree::Tree;
use demarche_story::{Relation, Role, Upos};

/// Gives those who stand beside the subject or the object its role.
pub fn join(tree: &Tree<'_>, draft: &mut Draft) {
    let main = match draft.passive {
        true => Role::Obj,
        false => Role::Subj,
    };
    let mut joined: Vec<(Role, usize)> = Vec::new();
    for argument in &draft.arguments {
        if matches!(argument.role, Role::Subj | Role::Obj) && !argument.inferred {
            let beside = tree.children_by(argument.token as usize, &[Relation::Nmod]);
            joined.extend(
                beside
                    .filter(|phrase| opens(tree, *phrase).is_some())
                    .map(|phrase| (argument.role.clone(), phrase)),
            );
        }
    }
    for phrase in tree.children_by(draft.head, &[Relation::Obl, Relation::Nmod]) {
        let Some(first) = opens(tree, phrase) else {
            continue;
        };
        let apart = first > 0 && tree.token(first - 1).upos == Upos::Punct;
        let behind_object = draft
            .arguments
            .iter()
            .any(|a| a.role == Role::Obj && a.token > draft.head as u32 && a.token < first as u32);
        // "worked together with the army", "played along with it": no companions.
        if phrase < draft.head || apart {
            joined.push((main.clone(), phrase));
        } else if draft.passive || behind_object {
            joined.push((Role::Obj, phrase));
        }
    }
    for (role, phrase) in joined {
        let mut all = tree.nominal_conjuncts(phrase);
        all.push(phrase);
        draft.arguments.retain(|argument| {
            !matches!(argument.role, Role::Prep(_)) || !all.contains(&(argument.token as usize))
        });
        fill(tree, draft, role, phrase);
    }
}

/// Where "along with" or "together with" begins, if a phrase opens with it.
fn opens(tree: &Tree<'_>, phrase: usize) -> Option<usize> {
    let is = |token: usize, word: &str| tree.word(token) == word;
    let mut marks = tree.children_by(phrase, &[Relation::Case]);
    marks.find_map(|mark| {
        if is(mark, "along") || is(mark, "together") {
            return is(mark + 1, "with").then_some(mark);
        }
        let before = mark.checked_sub(1)?;
        (is(mark, "with") && (is(before, "along") || is(before, "together"))).then_some(before)
    })
}
