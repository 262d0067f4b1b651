//! The arguments of event nouns and predicate nominals: "Russia's annexation of Crimea",
//! "talks between A and B", "a U.S.-led air strike on …".

use super::clause::fill;
use super::draft::Draft;
use crate::tree::Tree;
use demarche_knowledge::Lexicon;
use demarche_story::{EventType, Relation, Role, Upos, Xpos};

/// Participles whose noun does the deed of the head noun: "NATO-led", "Saudi-imposed".
const DOER_PARTICIPLES: &[&str] = &[
    "lead", "impose", "broker", "mediate", "sponsor", "organize", "organise", "back", "host",
    "conduct", "carry", "stage", "order", "call", "run",
];

/// Fills the arguments of a noun. A possessor, by-phrase or nationality is the
/// deep subject and an of-phrase the deep object; the raw `poss` and `of` stay
/// beside them, since some nouns turn these round.
pub fn arguments(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    let head = draft.head;
    let predicative = tree.child(head, &[Relation::Cop]).is_some();
    // "is one of its harshest critics".
    if let Some(one) = tree.head(head).filter(|one| tree.lemma(*one) == "one")
        && tree.case(head).as_deref() == Some("of")
        && tree.child(one, &[Relation::Cop]).is_some()
        && let Some(subject) = tree.child(one, &[Relation::Nsubj])
        && !is_force(lexicon, draft)
    {
        draft.add(Role::Subj, subject, false);
    }
    for &child in tree.children(head) {
        let token = tree.token(child);
        match token.relation {
            // "the minister is under investigation".
            Relation::Nsubj if tree.case(head).as_deref() == Some("under") => {
                fill(tree, draft, Role::Obj, child);
            }
            // "is on a visit", "are in talks"; but "Afrin is a battle" is nobody's battle.
            Relation::Nsubj | Relation::NsubjOuter
                if tree.case(head).is_some() || !predicative || !is_force(lexicon, draft) =>
            {
                fill(tree, draft, Role::Subj, child);
            }
            // "finished bombing Tripoli": a gerund that the tree takes for a noun.
            Relation::Obj => fill(tree, draft, Role::Obj, child),
            Relation::NmodUnmarked if is_gerund_object(tree, head, child) => {
                fill(tree, draft, Role::Obj, child);
            }
            // "Saturday's attack" is nobody's.
            Relation::NmodPoss if tree.is_date(child) => {}
            Relation::NmodPoss => {
                let owner = antecedent_of_whose(tree, child).unwrap_or(child);
                fill(tree, draft, Role::Prep("poss".into()), owner);
                if !predicative {
                    fill(tree, draft, Role::Subj, owner);
                }
            }
            Relation::Nmod | Relation::Obl | Relation::NmodUnmarked | Relation::OblAgent => {
                if let Some(case) = tree.case(child) {
                    match &*case {
                        "by" => {
                            fill(tree, draft, Role::Subj, child);
                            aims_of_doer(tree, draft, child);
                        }
                        "among" => {
                            fill(tree, draft, Role::Prep(case.into_owned()), child);
                            aims_of_doer(tree, draft, child);
                        }
                        "of" => {
                            fill(tree, draft, Role::Obj, child);
                            fill(tree, draft, Role::Prep(case.into_owned()), child);
                            doer_behind(tree, draft, child);
                        }
                        _ => fill(tree, draft, Role::Prep(case.into_owned()), child),
                    }
                }
            }
            Relation::Amod if is_nationality(tree, child) => {
                let free = !draft.has(&Role::Subj);
                fill_origin(draft, child);
                // "Russian and Iranian support".
                let others = tree
                    .children_by(child, &[Relation::Conj])
                    .filter(|other| *other < head && is_nationality(tree, *other));
                for other in others.filter(|_| free) {
                    draft.add(Role::Subj, other, true);
                }
            }
            Relation::Amod if token.upos == Upos::Verb => participle(tree, draft, child),
            Relation::Compound if token.upos == Upos::Propn => fill_origin(draft, child),
            // "a Houthi missile strike", where the tree hangs the name on the weapon.
            Relation::Compound if is_weapon(lexicon, tree.lemma(child)) => {
                let whose = |name: &usize| match tree.relation(*name) {
                    Relation::Compound => tree.token(*name).upos == Upos::Propn,
                    Relation::Amod => is_nationality(tree, *name),
                    _ => false,
                };
                if let Some(name) = tree.children(child).iter().copied().find(whose) {
                    fill_origin(draft, name);
                }
            }
            // "a blockade imposed by Israel".
            Relation::Acl if token.xpos == Xpos::Vbn && is_doing(lexicon, tree.lemma(child)) => {
                let doer = tree
                    .children_by(child, &[Relation::OblAgent, Relation::Obl])
                    .find(|doer| tree.case(*doer).as_deref() == Some("by"));
                if let Some(doer) = doer.filter(|_| !draft.has(&Role::Subj)) {
                    for doer in std::iter::once(doer).chain(tree.nominal_conjuncts(doer)) {
                        draft.add(Role::Subj, doer, true);
                    }
                }
            }
            Relation::Acl | Relation::Ccomp | Relation::Xcomp if token.xpos != Xpos::Vbn => {
                draft.add(Role::Comp, child, false);
            }
            Relation::Csubj | Relation::CsubjOuter => {
                draft.add(Role::Comp, child, false);
                draft.add(Role::Subj, child, false);
            }
            _ => {}
        }
    }
}

/// Whether a verb says no more than that somebody does what its object names.
fn is_doing(lexicon: &Lexicon, verb: &str) -> bool {
    DOER_PARTICIPLES.contains(&verb) && !matches!(verb, "back" | "call" | "order" | "sponsor")
        || lexicon.sets.named_contains("doing", verb)
}

/// Whether a bare noun right behind a noun in -ing is whom it is done to: "bombing Tripoli".
fn is_gerund_object(tree: &Tree<'_>, head: usize, child: usize) -> bool {
    tree.token(head).form.ends_with("ing")
        && tree.case(child).is_none()
        && !tree.is_date(child)
        && tree.subtree(child).first() == Some(&(head + 1))
}

/// "officials, whose crackdown failed": whose it is.
fn antecedent_of_whose(tree: &Tree<'_>, possessor: usize) -> Option<usize> {
    if tree.word(possessor) != "whose" {
        return None;
    }
    std::iter::successors(Some(possessor), |token| tree.head(*token))
        .find(|token| tree.relation(*token) == Relation::AclRelcl)
        .and_then(|clause| tree.head(clause))
}

/// Whether the further words of an entry stand by a noun: before it, "air" of "air strike", or
/// behind it, "of emergency".
pub fn has_words(tree: &Tree<'_>, head: usize, words: &[String]) -> bool {
    if let Some(of) = words.iter().position(|word| word == "of") {
        let complement = tree
            .children_by(head, &[Relation::Nmod])
            .find(|child| tree.case(*child).as_deref() == Some("of"));
        return has_words(tree, head, &words[..of])
            && complement.is_some_and(|complement| {
                words[of + 1..].split_last().is_some_and(|(last, before)| {
                    tree.lemma(complement).eq_ignore_ascii_case(last)
                        && has_words(tree, complement, before)
                })
            });
    }
    words.iter().all(|word| {
        tree.children(head).iter().any(|child| {
            *child < head
                && !matches!(tree.relation(*child), Relation::Det | Relation::Case)
                && (tree.lemma(*child).eq_ignore_ascii_case(word)
                    || tree.word(*child) == word
                    || tree
                        .children(*child)
                        .iter()
                        .any(|grand| tree.lemma(*grand).eq_ignore_ascii_case(word)))
        })
    })
}

fn is_weapon(lexicon: &Lexicon, lemma: &str) -> bool {
    let sets = ["weapons", "aircraft", "drones"];
    sets.iter()
        .any(|set| lexicon.sets.named_contains(set, lemma))
}

/// Whether the noun only ever means a deed of force: "battle", "attack", "siege".
fn is_force(lexicon: &Lexicon, draft: &Draft) -> bool {
    let nouns = lexicon.noun(&draft.predicate);
    !nouns.is_empty()
        && nouns.iter().all(|entry| {
            let frame = &lexicon.frames[entry.frame as usize];
            frame.class.is_none()
                && matches!(
                    frame.event,
                    None | Some(EventType::Assault | EventType::Coerce | EventType::Mobilize)
                )
        })
}

/// "the killing of a priest by police": the tree may hang the doer on whom it was done to.
fn doer_behind(tree: &Tree<'_>, draft: &mut Draft, whole: usize) {
    let doer = tree
        .children_by(whole, &[Relation::Nmod])
        .find(|child| *child > whole && tree.case(*child).as_deref() == Some("by"));
    if let Some(doer) = doer {
        fill(tree, draft, Role::Subj, doer);
        aims_of_doer(tree, draft, doer);
    }
}

/// "an attack by gunmen on soldiers": the tree hangs the aim on the doer, the deed has it.
pub fn aims_of_doer(tree: &Tree<'_>, draft: &mut Draft, doer: usize) {
    for aim in tree.children_by(doer, &[Relation::Nmod]) {
        if let Some(case) = tree.case(aim)
            && aim > doer
            && matches!(&*case, "on" | "upon" | "against" | "at" | "to" | "with")
        {
            fill(tree, draft, Role::Prep(case.into_owned()), aim);
        }
    }
}

/// "Russian" before an event noun: who does it, unless somebody else is named.
fn fill_origin(draft: &mut Draft, token: usize) {
    draft.add(Role::Prep("origin".into()), token, false);
    if !draft.has(&Role::Subj) {
        draft.add(Role::Subj, token, true);
    }
}

/// Whether a participle before its noun says who does it: "UN-led", "Russian-brokered".
pub fn is_by_doer(tree: &Tree<'_>, participle: usize) -> bool {
    participle >= 2
        && DOER_PARTICIPLES.contains(&tree.lemma(participle))
        && tree.token(participle).xpos == Xpos::Vbn
        && &*tree.token(participle - 1).form == "-"
        && tree.head(participle).is_some_and(|noun| noun > participle)
}

/// "U.S.-led strikes": the participle's noun does it.
fn participle(tree: &Tree<'_>, draft: &mut Draft, participle: usize) {
    if !DOER_PARTICIPLES.contains(&tree.lemma(participle)) {
        return;
    }
    let doer = tree
        .children(participle)
        .iter()
        .copied()
        .find(|child| matches!(tree.token(*child).upos, Upos::Propn | Upos::Noun));
    if let Some(doer) = doer {
        draft.add(Role::Subj, doer, true);
    }
}

/// An adjective written with a capital that is not the first word: "Israeli", "North Korean".
fn is_nationality(tree: &Tree<'_>, index: usize) -> bool {
    let token = tree.token(index);
    token.upos != Upos::Verb && token.form.starts_with(char::is_uppercase)
}
