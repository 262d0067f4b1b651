//! Mentions: the noun phrases and pronouns of a story that may stand for someone.
//!
//! Every nominal head is a mention; so are the names nested in a phrase that
//! say who ("*Russian* tanks", "*Hamas* leader"). A phrase's span leaves out
//! relative clauses, appositions and further conjuncts, which are mentions of
//! their own.

mod class;
mod mend;
mod number;
mod reattach;
mod span;
mod titles;

use crate::actors::Findings;
use crate::tree::{Tree, is_capitals};
use demarche_knowledge::actors::{ActorKnowledge, Letters, Sense};
use demarche_story::{Mention, MentionKind, Relation, Upos, Xpos};
use rustc_hash::FxHashMap;

pub use mend::mend;
pub use span::{core, full, name_end, phrase_end};

/// The mentions of a story in order of sentence and head; each is its own chain as yet.
pub fn find(trees: &[Tree<'_>], findings: &[Findings], known: &ActorKnowledge) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (tree, findings) in trees.iter().zip(findings) {
        let sentence = tree.sentence;
        for head in 0..tree.len() {
            let Some(kind) = kind(tree, findings, head) else {
                continue;
            };
            let (first, last) = span::full(tree, head);
            // A known name may reach further than the tree has it.
            let last = findings
                .within(first, last + 4)
                .filter(|f| f.first <= head && head <= f.last && f.meaning.letters != Letters::Any)
                .map(|f| f.last)
                .fold(last, usize::max);
            mentions.push(Mention {
                sentence: sentence.index,
                head: head as u32,
                span: sentence.span_of(first, last),
                kind,
                class: class::of(tree, findings, known, head, kind),
                number: number::of(tree, head),
                chain: mentions.len() as u32,
            });
        }
    }
    mentions
}

/// Mentions by sentence and head token.
#[derive(Clone, Debug, Default)]
pub struct Index {
    at: FxHashMap<(u32, u32), usize>,
}

impl Index {
    /// Indexes `mentions`.
    pub fn new(mentions: &[Mention]) -> Index {
        let at = mentions
            .iter()
            .enumerate()
            .map(|(i, m)| ((m.sentence, m.head), i))
            .collect();
        Index { at }
    }

    /// The mention headed by a token.
    pub fn at(&self, sentence: u32, token: usize) -> Option<usize> {
        self.at.get(&(sentence, token as u32)).copied()
    }
}

/// Relations by which a word stands inside another's phrase and is no phrase of its own.
const INSIDE: &[Relation] = &[
    Relation::Flat,
    Relation::FlatName,
    Relation::FlatForeign,
    Relation::Fixed,
    Relation::Goeswith,
    Relation::Compound,
    Relation::CompoundPrt,
    Relation::Amod,
    Relation::NmodDesc,
    Relation::Det,
    Relation::DetPredet,
    Relation::Nummod,
    Relation::Case,
    Relation::Mark,
    Relation::Cc,
    Relation::Cop,
    Relation::Aux,
    Relation::AuxPass,
    Relation::Punct,
    Relation::Expl,
    Relation::Advmod,
    Relation::Discourse,
];

/// What kind of mention a token heads; `None` when it heads none.
fn kind(tree: &Tree<'_>, findings: &Findings, head: usize) -> Option<MentionKind> {
    let token = tree.token(head);
    let relation = tree.relation(head);
    if is_inside_name(tree, findings, head) || is_backer_beside(tree, head) {
        return None;
    }
    match token.upos {
        // "urged the WHO", "told US officials".
        Upos::Pron if is_capitals(&token.form) && names_actor(findings, head) => {
            Some(MentionKind::Name)
        }
        Upos::Pron => {
            let personal =
                matches!(token.xpos, Xpos::Prp | Xpos::PrpPoss) && relation != Relation::Expl;
            let demonstrative = matches!(
                token.form.to_lowercase().as_str(),
                "others"
                    | "those"
                    | "both"
                    | "everyone"
                    | "everybody"
                    | "someone"
                    | "many"
                    | "some"
                    | "others'"
            );
            (personal || demonstrative).then_some(MentionKind::Pronoun)
        }
        Upos::Noun | Upos::Propn if !INSIDE.contains(&relation) => Some(kind_of_noun(tree, head)),
        // Names inside a phrase that say who: "Russian tanks", "the Hamas leader".
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::X
            if matches!(
                relation,
                Relation::Compound | Relation::Amod | Relation::NmodDesc | Relation::Nummod
            ) =>
        {
            // "An al-Shabaab camp": the name's first word heads it.
            if names_actor(findings, head) || names_actor(findings, span::name_end(tree, head)) {
                Some(MentionKind::Name)
            } else {
                names_doer(tree, findings, head).then_some(MentionKind::Nominal)
            }
        }
        // "Syrian and Russian jets".
        Upos::Adj if is_beside_adjective(tree, head) => {
            names_actor(findings, head).then_some(MentionKind::Name)
        }
        // "the wounded", "the two": heads of phrases without a noun.
        Upos::Adj | Upos::Num | Upos::Verb | Upos::Sym | Upos::X if nominal(tree, head) => {
            Some(if names_actor(findings, head) {
                MentionKind::Name
            } else {
                MentionKind::Nominal
            })
        }
        Upos::Det if nominal(tree, head) => Some(MentionKind::Pronoun),
        _ => None,
    }
}

/// Whether a word is a part of a body's name that its governor is too: "the *Kurdish* People's Protection Units",
/// "the Front for the *Liberation* of Palestine".
fn is_inside_name(tree: &Tree<'_>, findings: &Findings, head: usize) -> bool {
    let relation = tree.relation(head);
    if !matches!(
        relation,
        Relation::Amod | Relation::Compound | Relation::Nmod
    ) {
        return false;
    }
    let Some(up) = tree.head(head) else {
        return false;
    };
    findings.iter().any(|finding| {
        finding.meaning.sense == Sense::Organisation
            && (finding.first..=finding.last).contains(&head)
            && (finding.first..=finding.last).contains(&up)
    })
}

/// Whether a name only says who backs or leads, behind another: "Russian and *Iran*-backed forces".
fn is_backer_beside(tree: &Tree<'_>, head: usize) -> bool {
    let joined = head + 2 < tree.len()
        && is_beside_adjective(tree, head)
        && matches!(&*tree.token(head + 1).form, "-" | "–" | "‐" | "‑");
    joined && matches!(tree.token(head + 2).xpos, Xpos::Vbn | Xpos::Vbd)
}

/// Whether an adjective is coordinated with one that stands before a noun.
fn is_beside_adjective(tree: &Tree<'_>, head: usize) -> bool {
    tree.relation(head) == Relation::Conj
        && tree.head(head).is_some_and(|first| {
            matches!(tree.relation(first), Relation::Amod | Relation::Compound)
        })
}

fn kind_of_noun(tree: &Tree<'_>, head: usize) -> MentionKind {
    if tree.token(head).upos == Upos::Propn {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    }
}

/// Whether a word that is no noun stands where a noun phrase would.
fn nominal(tree: &Tree<'_>, head: usize) -> bool {
    let place = matches!(
        tree.relation(head),
        Relation::Nsubj
            | Relation::NsubjPass
            | Relation::NsubjOuter
            | Relation::Obj
            | Relation::Iobj
            | Relation::Obl
            | Relation::OblAgent
            | Relation::Nmod
            | Relation::NmodPoss
            | Relation::Appos
    ) || (tree.relation(head) == Relation::Conj
        && tree.head(head).is_some_and(|up| nominal(tree, up)));
    let token = tree.token(head);
    match token.upos {
        Upos::Verb => place && tree.child(head, &[Relation::Det]).is_some(),
        Upos::Num => place && tree.children_by(head, &[Relation::Nmod]).next().is_some(),
        _ => place,
    }
}

/// "police violence", "rebel attacks": a role before a noun that is no role itself.
fn names_doer(tree: &Tree<'_>, findings: &Findings, head: usize) -> bool {
    let role_ends_at = |token: usize| {
        findings
            .iter()
            .any(|finding| finding.last == token && finding.meaning.sense == Sense::Role)
    };
    tree.relation(head) == Relation::Compound
        && role_ends_at(head)
        && tree
            .head(head)
            .is_some_and(|up| up > head && !role_ends_at(up))
}

/// Whether a finding that ends at this word names a land or an organisation.
fn names_actor(findings: &Findings, head: usize) -> bool {
    findings.iter().any(|finding| {
        finding.last == head
            && matches!(
                finding.meaning.sense,
                Sense::LandName
                    | Sense::LandAdjective
                    | Sense::LandPeople
                    | Sense::LandCapital
                    | Sense::LandSeat
                    | Sense::Organisation
                    | Sense::OrganisationMember
                    | Sense::Dictionary
            )
    })
}
