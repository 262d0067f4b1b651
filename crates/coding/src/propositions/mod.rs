//! Propositions: the tree normalised into who-did-what, so that knowledge need not know syntax.
//!
//! Passive, relative and reduced clauses, control and raising, coordination,
//! light verbs and nominalisations all come out in one shape: a predicate with
//! deep roles. Each sentence is worked on by itself, from its root downwards.

mod clause;
mod companions;
mod draft;
mod grammar;
mod light;
mod nominal;
mod sharing;
#[cfg(test)]
mod tests;

pub use clause::is_infinitive;
pub use grammar::is_no_longer;
pub use nominal::has_words;

use crate::tree::{Tree, lower};
use demarche_knowledge::Lexicon;
use demarche_knowledge::lexicon::RoleKey;
use demarche_story::{
    Argument, EntityKind, PredicateClass, Proposition, Relation, Role, Token, Upos,
};
use draft::{Draft, Drafts};

/// Builds the propositions of every sentence, ordered by sentence and head token.
pub fn build(trees: &[Tree<'_>], lexicon: &Lexicon) -> Vec<Proposition> {
    let mut all = Vec::new();
    for tree in trees {
        let base = all.len() as u32;
        all.extend(of_sentence(tree, lexicon, base));
    }
    all
}

fn of_sentence(tree: &Tree<'_>, lexicon: &Lexicon, base: u32) -> Vec<Proposition> {
    let mut drafts = Drafts::new(tree.len());
    for token in tree.top_down() {
        let Some((class, predicate)) = predicate(tree, lexicon, token) else {
            continue;
        };
        let mut draft = Draft::new(token, class, predicate);
        match class {
            PredicateClass::Noun => nominal::arguments(tree, lexicon, &mut draft),
            PredicateClass::Verb | PredicateClass::Adjective => {
                clause::arguments(tree, lexicon, &mut draft);
            }
        }
        grammar::inflection(tree, lexicon, &mut draft);
        clause::link(tree, &mut draft, &drafts);
        sharing::inherit(tree, lexicon, &mut draft, &drafts);
        drafts.push(draft);
    }
    sharing::complements_of_conjuncts(tree, &mut drafts);
    light::merge(tree, lexicon, &mut drafts);
    sharing::subjects_of_content(tree, &mut drafts);
    drafts.finish(tree, base)
}

/// Whether a token is a predicate, of which class, and its normalised name.
fn predicate(tree: &Tree<'_>, lexicon: &Lexicon, index: usize) -> Option<(PredicateClass, String)> {
    let token = tree.token(index);
    if matches!(
        token.relation,
        Relation::Case
            | Relation::Mark
            | Relation::Fixed
            | Relation::Aux
            | Relation::AuxPass
            | Relation::Cop
            | Relation::Cc
            | Relation::Flat
            | Relation::Goeswith
            | Relation::Discourse
    ) {
        return None;
    }
    let copula = tree.child(index, &[Relation::Cop]).is_some();
    let subject = tree
        .child(
            index,
            &[
                Relation::Nsubj,
                Relation::NsubjOuter,
                Relation::Csubj,
                Relation::CsubjOuter,
            ],
        )
        .is_some();
    // "Save the Children": a word of a name is no predicate.
    let in_name = index > 0
        && token.form.starts_with(char::is_uppercase)
        && tree.sentence.entities.iter().any(|entity| {
            matches!(entity.kind, EntityKind::Person | EntityKind::Organization)
                && (entity.first as usize..=entity.last as usize).contains(&index)
                && entity.last - entity.first < 6
        });
    if in_name {
        return None;
    }
    match token.upos {
        // "is prepared to attack", "is committed to withdrawing": who is so wills it; nobody
        // prepared them.
        Upos::Verb if is_willing(tree, lexicon, index) => {
            Some((PredicateClass::Adjective, lower(&token.form).into_owned()))
        }
        Upos::Verb => {
            // "a UN-led inquiry": whose it is, and no deed beside it.
            let attribute = token.relation == Relation::Amod && nominal::is_by_doer(tree, index);
            if token.relation == Relation::Compound || attribute {
                return None;
            }
            let mut predicate = verb_lemma(lexicon, token);
            for particle in tree.children_by(index, &[Relation::CompoundPrt]) {
                predicate.push(' ');
                predicate.push_str(tree.word(particle));
            }
            Some((PredicateClass::Verb, predicate))
        }
        // "restrictions were relaxed by the ministry": a passive by its company.
        Upos::Adj
            if tree
                .child(index, &[Relation::AuxPass, Relation::OblAgent])
                .is_some()
                && lexicon.adjective(&lower(&token.lemma)).is_empty()
                && !lexicon.verb(&verb_lemma(lexicon, token)).is_empty() =>
        {
            Some((PredicateClass::Verb, verb_lemma(lexicon, token)))
        }
        Upos::Adj => {
            let predicative = copula
                || subject
                || matches!(
                    token.relation,
                    Relation::Root
                        | Relation::Ccomp
                        | Relation::Xcomp
                        | Relation::Acl
                        | Relation::Advcl
                );
            predicative.then(|| (PredicateClass::Adjective, lower(&token.lemma).into_owned()))
        }
        // "cease-fire", "sit-in": one word in the lexicon.
        _ if hyphened(tree, index).is_some_and(|word| !lexicon.noun(&word).is_empty()) => {
            hyphened(tree, index).map(|word| (PredicateClass::Noun, word))
        }
        // "is in sole charge".
        Upos::Noun
            if tree.case(index).as_deref() == Some("in")
                && tree
                    .child(index, &[Relation::Det, Relation::NmodPoss])
                    .is_none()
                && lexicon.sets.named_contains("idle-in", &token.lemma) =>
        {
            None
        }
        // "is against sanctions", "is for talks": an attitude, not the deed.
        Upos::Noun if copula && matches!(tree.case(index).as_deref(), Some("against" | "for")) => {
            None
        }
        Upos::Noun => {
            let lemma = noun_lemma(lexicon, token);
            // "a group of senators" is no "terrorist group".
            let entries = lexicon.noun(&lemma);
            let known = entries.iter().any(|e| has_words(tree, index, &e.words));
            if copula || subject || known {
                return Some((PredicateClass::Noun, lemma));
            }
            gerund(lexicon, &lemma).map(|verb| (PredicateClass::Noun, verb))
        }
        Upos::Propn => copula.then(|| (PredicateClass::Noun, lower(&token.lemma).into_owned())),
        _ => None,
    }
}

/// Whether a passive participle is an adjective of the lexicon before an infinitive, and no verb
/// there that asks for one.
fn is_willing(tree: &Tree<'_>, lexicon: &Lexicon, index: usize) -> bool {
    let asks = |key: &RoleKey| {
        lexicon
            .verb(&verb_lemma(lexicon, tree.token(index)))
            .iter()
            .any(|entry| {
                let frame = &lexicon.frames[entry.frame as usize];
                entry.words.is_empty()
                    && frame.when.iter().any(|asked| asked.role == *key)
                    && frame.when.iter().any(|asked| asked.role == RoleKey::Obj)
            })
    };
    tree.child(index, &[Relation::AuxPass]).is_some()
        && tree.child(index, &[Relation::OblAgent]).is_none()
        && tree
            .children_by(index, &[Relation::Xcomp])
            .any(|clause| is_infinitive(tree, clause))
        && !lexicon.adjective(tree.word(index)).is_empty()
        && !asks(&RoleKey::Comp)
}

/// A word that the tokens have in three, "cease", "-" and "fire", as one.
pub fn hyphened(tree: &Tree<'_>, index: usize) -> Option<String> {
    let first = index.checked_sub(2)?;
    let joined = &*tree.token(index - 1).form == "-" && tree.head(first) == Some(index);
    joined.then(|| format!("{}-{}", tree.word(first), lower(tree.lemma(index))))
}

/// The verb's lemma; where the lexicon has no such verb, the one it has that the form may be of
/// ("freed": `free`, whatever the model made of a form it has never seen).
fn verb_lemma(lexicon: &Lexicon, token: &Token) -> String {
    let lemma = lower(&token.lemma);
    let form = lower(&token.form);
    // "leaned" is of no "learn": a regular form begins like its lemma.
    let stem = lemma
        .char_indices()
        .next_back()
        .map_or("", |(at, _)| &lemma[..at]);
    let odd = ["ed", "ing"].iter().any(|ending| form.ends_with(ending)) && !form.starts_with(stem);
    let known = !lexicon.verb(&lemma).is_empty() || lexicon.light(&lemma).next().is_some();
    if known && !odd {
        return lemma.into_owned();
    }
    let mut candidates = vec![format!("{lemma}e"), form.to_string()];
    for ending in ["ed", "d", "ing", "es", "s", "en", "n"] {
        if let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() >= 2) {
            candidates.push(stem.to_string());
            candidates.push(format!("{stem}e"));
            let mut letters = stem.chars().rev();
            if let (Some(last), Some(before)) = (letters.next(), letters.next())
                && last == before
            {
                candidates.push(stem[..stem.len() - last.len_utf8()].to_string());
            }
            if let Some(y) = stem.strip_suffix('i') {
                candidates.push(format!("{y}y"));
            }
        }
    }
    candidates
        .into_iter()
        .find(|verb| !lexicon.verb(verb).is_empty())
        .unwrap_or_else(|| lemma.into_owned())
}

/// The noun's lemma, or the form that the lexicon has it in ("talks" for `talk`).
fn noun_lemma(lexicon: &Lexicon, token: &Token) -> String {
    let lemma = lower(&token.lemma);
    let known = |noun: &str| !lexicon.noun(noun).is_empty();
    if known(&lemma) {
        return lemma.into_owned();
    }
    let form = lower(&token.form);
    let singular = form.strip_suffix('s');
    // Only a hiss or an o takes -es: "planes" are no plans.
    let hiss = form
        .strip_suffix("es")
        .filter(|stem| stem.ends_with(['s', 'x', 'z', 'o', 'h']));
    let mut others = [Some(&*form), singular, hiss].into_iter().flatten();
    if let Some(noun) = others.find(|noun| *noun != lemma && known(noun)) {
        return noun.to_string();
    }
    let in_y = form.strip_suffix("ies").map(|stem| format!("{stem}y"));
    in_y.filter(|noun| known(noun))
        .unwrap_or_else(|| lemma.into_owned())
}

/// The verb of the lexicon that a noun in -ing is made of: "shelling", "bombing", "stabbing".
fn gerund(lexicon: &Lexicon, lemma: &str) -> Option<String> {
    let stem = lemma
        .strip_suffix("ing")
        .filter(|stem| stem.len() >= 2 && stem.is_ascii())?;
    let mut candidates = vec![stem.to_string(), format!("{stem}e")];
    let bytes = stem.as_bytes();
    if bytes.len() >= 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        candidates.push(stem[..stem.len() - 1].to_string());
    }
    candidates.into_iter().find(|verb| {
        lexicon
            .verb(verb)
            .iter()
            .any(|entry| entry.words.is_empty())
    })
}

/// An argument as drafts hold it.
fn argument(role: Role, token: usize, inferred: bool) -> Argument {
    Argument {
        role,
        token: token as u32,
        proposition: None,
        inferred,
    }
}
