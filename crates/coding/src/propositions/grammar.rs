//! Tense, modality and polarity as grammar shows them.

use super::clause::{between_for_and_to, is_infinitive, marker};
use super::draft::Draft;
use crate::tree::{Tree, lower};
use demarche_knowledge::Lexicon;
use demarche_story::{Modality, PredicateClass, Relation, Tense, Upos, Xpos};

/// Words that deny their verb or noun.
const NEGATORS: &[&str] = &[
    "not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "barely",
];

/// Reads tense, modality and negation off the predicate's function words.
pub fn inflection(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    draft.negated = is_negated(tree, draft.head);
    if draft.class == PredicateClass::Noun && tree.child(draft.head, &[Relation::Cop]).is_none() {
        return;
    }
    let auxiliaries: Vec<usize> = tree
        .children_by(
            draft.head,
            &[Relation::Aux, Relation::AuxPass, Relation::Cop],
        )
        .collect();
    draft.tense = tense(tree, draft.head, &auxiliaries);
    draft.modality = modality(tree, draft.head, &auxiliaries);
    if draft.modality.is_none() && is_due(tree, lexicon, draft.head) {
        draft.modality = Some(Modality::Necessary);
    }
}

fn tense(tree: &Tree<'_>, head: usize, auxiliaries: &[usize]) -> Tense {
    let lemma_is = |index: &usize, lemmas: &[&str]| lemmas.contains(&tree.lemma(*index));
    if auxiliaries
        .iter()
        .any(|a| matches!(tree.word(*a), "will" | "'ll" | "shall" | "wo" | "’ll"))
    {
        return Tense::Future;
    }
    if let Some(have) = auxiliaries.iter().find(|a| lemma_is(a, &["have"])) {
        return if tree.token(*have).xpos == Xpos::Vbd {
            Tense::Pluperfect
        } else {
            Tense::Past
        };
    }
    // "is due to visit", "is about to sign".
    let ahead = tree.token(head).xpos == Xpos::Vb
        && tree
            .children_by(head, &[Relation::Advmod])
            .any(|adverb| matches!(tree.lemma(adverb), "due" | "about") && adverb < head);
    // "Ministers are to meet on Tuesday"; the headline "Ministers to meet on Tuesday".
    let infinitive = tree.token(head).xpos == Xpos::Vb
        && tree
            .children_by(head, &[Relation::Mark])
            .any(|mark| tree.lemma(mark) == "to");
    let is_to = auxiliaries.iter().any(|aux| lemma_is(aux, &["be"]));
    let headline = tree.relation(head) == Relation::Root
        && tree
            .child(head, &[Relation::Nsubj, Relation::NsubjPass])
            .is_some();
    // "are going to sign"; "went to sign" tells of a journey.
    let going = going_to(tree, head).is_some();
    if ahead || going || infinitive && (is_to && !is_passive_only(tree, head) || headline) {
        return Tense::Future;
    }
    let finite = auxiliaries.first().copied().unwrap_or(head);
    match tree.token(finite).xpos {
        Xpos::Vbd => Tense::Past,
        Xpos::Vbz | Xpos::Vbp => Tense::Present,
        // A participle by itself tells of what was done: "the men arrested on Friday".
        Xpos::Vbn if auxiliaries.is_empty() => Tense::Past,
        _ => Tense::None,
    }
}

/// The "going" of "are going to sign".
fn going_to(tree: &Tree<'_>, head: usize) -> Option<usize> {
    let up = tree.head(head)?;
    (tree.relation(head) == Relation::Xcomp
        && tree.lemma(up) == "go"
        && tree.token(up).xpos == Xpos::Vbg
        && tree.child(up, &[Relation::Aux]).is_some())
    .then_some(up)
}

/// '"Release the hostages," Peru told Bolivia': a bare verb that opens what is said.
fn is_imperative(tree: &Tree<'_>, head: usize) -> bool {
    let bare = [
        Relation::Nsubj,
        Relation::NsubjPass,
        Relation::Mark,
        Relation::Cop,
        Relation::AuxPass,
        Relation::Expl,
    ];
    let first = |token: &usize| tree.token(*token).upos != Upos::Punct;
    tree.token(head).xpos == Xpos::Vb
        && matches!(
            tree.relation(head),
            Relation::Ccomp | Relation::Parataxis | Relation::Root
        )
        && tree.child(head, &bare).is_none()
        && tree
            .children_by(head, &[Relation::Aux])
            .all(|auxiliary| tree.lemma(auxiliary) == "do")
        && tree
            .subtree(head)
            .into_iter()
            .filter(first)
            .take_while(|token| *token < head)
            .all(|token| {
                matches!(
                    tree.lemma(token),
                    "do" | "not" | "please" | "just" | "never"
                )
            })
}

/// "it is time for the army to leave", "it is vital that Chad leave": what would be right.
fn is_due(tree: &Tree<'_>, lexicon: &Lexicon, head: usize) -> bool {
    let clause = matches!(
        tree.relation(head),
        Relation::Acl | Relation::Advcl | Relation::Ccomp | Relation::Csubj | Relation::Xcomp
    );
    if !clause || tree.token(head).xpos != Xpos::Vb {
        return false;
    }
    let Some(up) = tree.head(head).filter(|up| !is_negated(tree, *up)) else {
        return false;
    };
    let own = tree.child(head, &[Relation::Nsubj, Relation::NsubjPass]);
    let Some(subject) = own.or_else(|| between_for_and_to(tree, head)) else {
        return false;
    };
    let right = lexicon.sets.named_contains("due", tree.lemma(up))
        && tree.child(up, &[Relation::Cop]).is_some();
    let come = tree.lemma(up) == "come"
        && tree
            .child(up, &[Relation::Nsubj])
            .is_some_and(|time| tree.lemma(time) == "time");
    right || come || is_subjunctive(tree, lexicon, head, subject, up)
}

/// "insisted that Rwanda pay compensation": a bare verb of one subject, as no statement has it.
fn is_subjunctive(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    head: usize,
    subject: usize,
    up: usize,
) -> bool {
    matches!(tree.relation(head), Relation::Ccomp | Relation::Xcomp)
        && subject < head
        && matches!(tree.token(subject).xpos, Xpos::Nn | Xpos::Nnp)
        && tree.child(subject, &[Relation::Conj]).is_none()
        && tree.child(head, &[Relation::Aux]).is_none()
        && lexicon.sets.named_contains("asking", tree.lemma(up))
}

/// "needs to leave", "have to be freed"; what one had to do was done.
fn is_needed(tree: &Tree<'_>, head: usize) -> bool {
    tree.relation(head) == Relation::Xcomp
        && tree.head(head).is_some_and(|up| {
            matches!(tree.lemma(up), "need" | "have" | "ought")
                && matches!(tree.token(up).xpos, Xpos::Vbp | Xpos::Vbz | Xpos::Md)
                && tree.child(up, &[Relation::Obj]).is_none()
                && !is_negated(tree, up)
        })
        && is_infinitive(tree, head)
        && !is_yet_to_come(tree, head)
}

fn modality(tree: &Tree<'_>, head: usize, auxiliaries: &[usize]) -> Option<Modality> {
    if is_needed(tree, head) || is_imperative(tree, head) {
        return Some(Modality::Necessary);
    }
    for auxiliary in auxiliaries {
        match tree.word(*auxiliary) {
            "may" | "might" | "could" => return Some(Modality::Possible),
            "must" | "should" | "ought" => return Some(Modality::Necessary),
            "would" | "'d" | "’d" if tree.token(*auxiliary).xpos == Xpos::Md => {
                return Some(Modality::Conditional);
            }
            "can" | "ca" => return Some(Modality::Possible),
            _ => {}
        }
    }
    // "doubts about whether they bombed it" has two markers.
    if let Some(mark) = marker(tree, head)
        && mark.rsplit(' ').next() == Some("whether")
    {
        return Some(Modality::Question);
    }
    if let Some(mark) = marker(tree, head)
        && !is_granted(tree, head)
        && matches!(
            mark.as_str(),
            "if" | "unless" | "in case" | "lest" | "provided" | "as if"
        )
    {
        return Some(Modality::Conditional);
    }
    if tree.relation(head) == Relation::Root && !asks_how(tree, head) {
        let last = tree
            .sentence
            .tokens
            .iter()
            .rev()
            .find(|t| !matches!(&*t.form, "\"" | "”" | "''" | "'" | "’" | ")"));
        let end = last.filter(|token| token.form.ends_with('?'));
        if end.is_some() && !is_before_quotation(tree, head) {
            return Some(Modality::Question);
        }
    }
    None
}

/// "even if it criticises them": granted, not supposed.
fn is_granted(tree: &Tree<'_>, head: usize) -> bool {
    let even = |word: usize| tree.word(word) == "even";
    tree.children_by(head, &[Relation::Mark])
        .any(|mark| mark.checked_sub(1).is_some_and(even))
}

/// "Why are we fighting them?", "How did they seize the town?": that they do is taken as known.
fn asks_how(tree: &Tree<'_>, head: usize) -> bool {
    tree.children_by(head, &[Relation::Advmod])
        .any(|word| matches!(tree.word(word), "why" | "how" | "when" | "where"))
        && tree
            .children_by(head, &[Relation::Aux, Relation::Cop])
            .all(|auxiliary| tree.token(auxiliary).xpos != Xpos::Md)
}

/// 'addressed the resignation, asking: "Grandstander?"': the question is not the clause's.
fn is_before_quotation(tree: &Tree<'_>, head: usize) -> bool {
    let opens = |form: &str| matches!(form, "“" | "\"" | "``" | "‘");
    let closes = |form: &str| matches!(form, "”" | "\"" | "''" | "’");
    let tokens = &tree.sentence.tokens;
    let closed = tokens.last().is_some_and(|last| closes(&last.form));
    let opening = tokens.iter().take(tokens.len().saturating_sub(1));
    closed
        && opening.skip(head).any(|token| opens(&token.form))
        && !tokens[..head].iter().any(|token| opens(&token.form))
}

/// Whether the predicate is denied by its own words, subject or object, or is what there is no
/// sign of.
fn is_negated(tree: &Tree<'_>, head: usize) -> bool {
    if is_yet_to_come(tree, head) || has_no_sign(tree, head) {
        return true;
    }
    // "are not going to sign".
    if going_to(tree, head).is_some_and(|going| is_negated(tree, going)) {
        return true;
    }
    tree.children(head).iter().any(|child| {
        let token = tree.token(*child);
        match token.relation {
            // "has yet to confirm it".
            Relation::Advmod if &*token.lemma == "yet" => is_infinitive(tree, head),
            Relation::Advmod if is_no_longer(tree, *child) => true,
            Relation::Advmod | Relation::Det | Relation::CcPreconj | Relation::AdvmodEmph => {
                NEGATORS.contains(&tree.word(*child)) && !is_not_only(tree, *child)
            }
            Relation::Aux | Relation::Cop => tree.word(*child) == "cannot",
            Relation::Mark | Relation::Case => tree.word(*child) == "without",
            Relation::Nsubj | Relation::NsubjPass | Relation::Obj => denies_all(tree, *child),
            _ => false,
        }
    })
}

/// The "longer" of "no longer supplies arms".
pub fn is_no_longer(tree: &Tree<'_>, adverb: usize) -> bool {
    tree.word(adverb) == "longer"
        && adverb
            .checked_sub(1)
            .is_some_and(|before| tree.word(before) == "no")
}

/// "has yet to confirm it", with the verb below the "has".
fn is_yet_to_come(tree: &Tree<'_>, head: usize) -> bool {
    tree.head(head).is_some_and(|verb| {
        matches!(tree.lemma(verb), "have" | "be")
            && is_infinitive(tree, head)
            && tree
                .children_by(verb, &[Relation::Advmod])
                .any(|adverb| tree.lemma(adverb) == "yet")
    })
}

/// "There is no sign of talks."
fn has_no_sign(tree: &Tree<'_>, head: usize) -> bool {
    tree.head(head).is_some_and(|noun| {
        matches!(
            tree.relation(head),
            Relation::Nmod | Relation::Acl | Relation::AclRelcl
        ) && is_evidence(tree.lemma(noun))
            && denies_all(tree, noun)
    })
}

/// Nouns for what would show that something is so: "no sign of talks".
fn is_evidence(noun: &str) -> bool {
    matches!(
        noun,
        "evidence"
            | "indication"
            | "prospect"
            | "question"
            | "sign"
            | "hint"
            | "trace"
            | "chance"
            | "possibility"
            | "way"
    )
}

/// "no one", "none of them", "no troops".
fn denies_all(tree: &Tree<'_>, noun: usize) -> bool {
    let token = tree.token(noun);
    matches!(tree.word(noun), "nobody" | "none" | "nothing" | "neither")
        || (token.upos != Upos::Verb
            && tree
                .children_by(noun, &[Relation::Det, Relation::CcPreconj])
                .any(|det| matches!(tree.word(det), "no" | "neither"))
            || takes_little(tree, noun))
}

/// "little interest", "few concessions"; "a little" is some.
fn takes_little(tree: &Tree<'_>, noun: usize) -> bool {
    tree.children_by(noun, &[Relation::Amod])
        .any(|word| matches!(tree.lemma(word), "little" | "few" | "scant"))
        && tree.child(noun, &[Relation::Det]).is_none()
}

/// "not only …": no denial.
fn is_not_only(tree: &Tree<'_>, not: usize) -> bool {
    tree.sentence
        .tokens
        .get(not + 1)
        .is_some_and(|next| matches!(&*lower(&next.form), "only" | "just" | "least"))
}

/// Whether the only "be" of a verb is that of its passive: "to be released".
fn is_passive_only(tree: &Tree<'_>, head: usize) -> bool {
    let plain = tree
        .children_by(head, &[Relation::Aux, Relation::Cop])
        .any(|aux| tree.lemma(aux) == "be");
    !plain
}
