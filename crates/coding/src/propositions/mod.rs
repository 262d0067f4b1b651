//! Propositions: the tree normalised into who-did-what, so that knowledge need not know syntax.
//!
//! Passive, relative and reduced clauses, control and raising, coordination,
//! light verbs and nominalisations all come out in one shape: a predicate with
//! deep roles. Each sentence is worked on by itself, from its root downwards.

mod clause;
mod draft;
mod grammar;
mod light;
mod nominal;
mod sharing;

use crate::tree::Tree;
use demarche_knowledge::Lexicon;
use demarche_story::{Argument, PredicateClass, Proposition, Relation, Role, Sentence, Upos};
use draft::{Draft, Drafts};

/// Builds the propositions of every sentence, ordered by sentence and head token.
pub fn build(sentences: &[Sentence], lexicon: &Lexicon) -> Vec<Proposition> {
    let mut all = Vec::new();
    for sentence in sentences {
        let base = all.len() as u32;
        all.extend(of_sentence(&Tree::new(sentence), lexicon, base));
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
            PredicateClass::Noun => nominal::arguments(tree, &mut draft),
            PredicateClass::Verb | PredicateClass::Adjective => {
                clause::arguments(tree, &mut draft);
            }
        }
        grammar::inflection(tree, &mut draft);
        clause::link(tree, lexicon, &mut draft, &drafts);
        sharing::inherit(tree, &mut draft, &drafts);
        drafts.push(draft);
    }
    sharing::complements_of_conjuncts(tree, &mut drafts);
    light::merge(tree, lexicon, &mut drafts);
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
    match token.upos {
        Upos::Verb => {
            if token.relation == Relation::Compound {
                return None;
            }
            let mut predicate = token.lemma.to_lowercase();
            for particle in tree.children_by(index, &[Relation::CompoundPrt]) {
                predicate.push(' ');
                predicate.push_str(&tree.token(particle).form.to_lowercase());
            }
            Some((PredicateClass::Verb, predicate))
        }
        Upos::Adj => {
            let predicative = copula
                || subject
                || matches!(
                    token.relation,
                    Relation::Root | Relation::Ccomp | Relation::Xcomp | Relation::Acl
                );
            predicative.then(|| (PredicateClass::Adjective, token.lemma.to_lowercase()))
        }
        Upos::Noun => {
            let lemma = token.lemma.to_lowercase();
            if copula || subject || !lexicon.noun(&lemma).is_empty() {
                return Some((PredicateClass::Noun, lemma));
            }
            gerund(lexicon, &lemma).map(|verb| (PredicateClass::Noun, verb))
        }
        Upos::Propn => copula.then(|| (PredicateClass::Noun, token.lemma.to_lowercase())),
        _ => None,
    }
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
