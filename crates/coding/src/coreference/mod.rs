//! Coreference inside a story: which mentions are the same someone.
//!
//! Mentions are read in the order of the text and join an earlier chain or
//! open one. Names join by their words, acronyms and known entries; pronouns by
//! agreement, closeness and grammar; descriptions by their nouns and offices.
//! In doubt a mention opens its own chain: a wrong link gives an event to the wrong actor.

mod chain;
mod descriptions;
mod gender;
mod kin;
mod names;
mod owners;
mod pronouns;
mod quotes;

pub use chain::{Chain, Form};
pub use gender::{Gender, is_first_name};
use pronouns::Antecedent;
pub use pronouns::speakers_side;
pub use quotes::Speakers;

use crate::actors::Reading;
use crate::tree::Tree;
use demarche_knowledge::actors::ActorKnowledge;
use demarche_story::{Mention, MentionClass, MentionKind, Relation, Statement, Upos};

/// What linking looks at.
pub struct Scene<'a> {
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// Its mentions, in order.
    pub mentions: &'a [Mention],
    /// For each mention, what it says by itself.
    pub readings: &'a [Reading],
    /// Who says what; may be empty.
    pub statements: &'a [Statement],
    /// The knowledge.
    pub known: &'a ActorKnowledge,
}

/// Numbers the chains: for each mention the number of its chain, and the mentions of each chain.
pub fn link(scene: &Scene<'_>, speakers: &Speakers) -> (Vec<u32>, Vec<Chain>) {
    let order = reading_order(scene, speakers);
    let mut chains: Vec<Chain> = Vec::new();
    let mut chain_of: Vec<Option<u32>> = vec![None; scene.mentions.len()];
    for &mention in &order {
        let form = Form::of(scene, mention);
        let mut joined = None;
        let target = apposition(scene, mention, &form, &chain_of, &chains).or_else(|| match scene
            .mentions[mention]
            .kind
        {
            MentionKind::Name => names::antecedent(scene, mention, &form, &chains),
            MentionKind::Nominal => kin::antecedent(scene, mention, &form, &chains, &chain_of)
                .or_else(|| descriptions::antecedent(scene, mention, &form, &chains)),
            MentionKind::Pronoun => {
                match pronouns::antecedent(scene, mention, &form, &chains, &chain_of, speakers)? {
                    Antecedent::Chain(index) => Some(index),
                    // They are a chain of their own, which is none of them.
                    Antecedent::Joined(first) => {
                        joined = Some(first);
                        chains.iter().position(|chain| chain.joined == joined)
                    }
                }
            }
        });
        let index = match target {
            Some(index) => {
                chains[index].add(scene, mention, form);
                index
            }
            None => {
                let mut chain = Chain::new(scene, mention, form);
                chain.joined = joined;
                chains.push(chain);
                chains.len() - 1
            }
        };
        chain_of[mention] = Some(index as u32);
    }
    for chain in &mut chains {
        chain.in_order_of_text();
    }
    (
        chain_of
            .into_iter()
            .map(|chain| chain.unwrap_or_default())
            .collect(),
        chains,
    )
}

/// Mentions by sentence and by where their head stands; those in a quotation after whoever speaks it in the same
/// sentence: "“I was there,” said *Kerry*", "“She was killed,” *she* said".
fn reading_order(scene: &Scene<'_>, speakers: &Speakers) -> Vec<usize> {
    let mut order: Vec<(u32, bool, u32, usize)> = (0..scene.mentions.len())
        .map(|index| {
            let m = &scene.mentions[index];
            let speaker = speakers
                .quotation(m.span)
                .and_then(|quotation| speakers.of_quotation(m.span, quotation, scene))
                .map(|speaker| &scene.mentions[speaker]);
            let later = speaker
                .is_some_and(|speaker| speaker.sentence == m.sentence && speaker.head > m.head);
            // "In *his* first speech, Macron said": read after whom the sentence is about.
            let tree = &scene.trees[m.sentence as usize];
            let opening = m.kind == MentionKind::Pronoun
                && pronouns::opened_by(tree, m.head as usize).is_some();
            (m.sentence, later || opening, m.head, index)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(.., index)| index).collect()
}

/// "An ally of the Workers' Party (PKK), a designated terror group": an apposition that is a body renames
/// the name of a body right before it, wherever the tree hangs it.
fn adjacent_body(scene: &Scene<'_>, tree: &Tree<'_>, mention: usize, form: &Form) -> Option<usize> {
    let m = &scene.mentions[mention];
    let renames = tree.relation(m.head as usize) == Relation::Appos;
    if !renames || !is_body(form.class) || form.plural || !form.name.is_empty() {
        return None;
    }
    let comma = (0..m.head as usize)
        .rev()
        .take(8)
        .find(|token| matches!(&*tree.token(*token).form, "," | "–" | "—"))?;
    let before = tree.token(comma).span.start;
    let name = |other: &usize| {
        let other = &scene.mentions[*other];
        (other.head as usize) < comma
            && before.saturating_sub(other.span.end) <= 12
            && other.kind == MentionKind::Name
            && other.class == MentionClass::Organization
    };
    (0..mention)
        .rev()
        .take_while(|other| scene.mentions[*other].sentence == m.sentence)
        .find(name)
}

/// The mention that a token of a sentence heads.
fn here(scene: &Scene<'_>, sentence: u32, head: usize) -> Option<usize> {
    let first = scene
        .mentions
        .partition_point(|other| other.sentence < sentence);
    scene.mentions[first..]
        .iter()
        .take_while(|other| other.sentence == sentence)
        .position(|other| other.head as usize == head)
        .map(|at| first + at)
}

fn is_body(class: MentionClass) -> bool {
    matches!(class, MentionClass::Organization | MentionClass::Group)
}

/// The chain of the phrase that this one stands in apposition to, where they agree.
fn apposition(
    scene: &Scene<'_>,
    mention: usize,
    form: &Form,
    chain_of: &[Option<u32>],
    chains: &[Chain],
) -> Option<usize> {
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    let head = m.head as usize;
    let up = match tree.relation(head) {
        // "A friend of Emwazi, Bilal Berjawi,": another person's name is whoever is whose.
        Relation::Appos => {
            let up = tree.head(head)?;
            let other = tree.head(up).filter(|_| {
                form.name.len() > 1
                    && form.class == MentionClass::Person
                    && tree.relation(up) == Relation::Nmod
                    && tree.token(up).upos == Upos::Propn
            });
            let person = |token: &usize| {
                here(scene, m.sentence, *token)
                    .is_some_and(|index| scene.mentions[index].class == MentionClass::Person)
            };
            other
                .filter(|other| person(other) && person(&up))
                .unwrap_or(up)
        }
        // "Merkel is the chancellor": the predicate noun says who the subject is.
        // Nobody is the city that they are in.
        _ if tree.child(head, &[Relation::Cop]).is_some()
            && tree.child(head, &[Relation::Det]).is_some()
            && tree.child(head, &[Relation::Case]).is_none() =>
        {
            let denied = tree
                .children_by(head, &[Relation::Advmod])
                .any(|child| matches!(tree.lemma(child), "not" | "never" | "no"));
            let determiner = tree.child(head, &[Relation::Det]).map(|d| tree.lemma(d));
            // "Norton was a citizen of …": one person is who the subject is, named or not.
            let definite = match determiner {
                Some("the") => true,
                Some("a" | "an") => form.class == MentionClass::Person && !form.plural,
                _ => false,
            };
            if denied || !definite || tree.child(head, &[Relation::Aux]).is_some() {
                return None;
            }
            tree.child(head, &[Relation::Nsubj])?
        }
        _ => return None,
    };
    let other = here(scene, m.sentence, up)
        .filter(|other| !is_body(form.class) || is_body(scene.mentions[*other].class))
        .or_else(|| adjacent_body(scene, tree, mention, form))
        .or_else(|| here(scene, m.sentence, up))?;
    let index = chain_of[other]? as usize;
    let (a, b) = (form.class, chains[index].class);
    let agree = a == b
        || matches!(
            (a, b),
            (MentionClass::Group, MentionClass::Organization)
                | (
                    MentionClass::Person
                        | MentionClass::Group
                        | MentionClass::Organization
                        | MentionClass::Place,
                    MentionClass::Thing
                )
                | (
                    MentionClass::Thing,
                    MentionClass::Person | MentionClass::Group | MentionClass::Organization
                )
        );
    // "The terror group Isis" after another group: two known names are two.
    let own = &scene.readings[mention].name;
    let another = form.class != MentionClass::Person
        && own.is_some()
        && chains[index].known_name.is_some()
        && *own != chains[index].known_name;
    (agree && !another && chains[index].number_agrees(form)).then_some(index)
}
