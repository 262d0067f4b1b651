//! Actors: for each mention who it is, for whom they act, and why we think so.
//!
//! Each phrase is read by itself ([`Reader`]); chains then share what their
//! mentions say, story evidence first; what still lacks a country takes it from
//! the context, and says so.

mod bodies;
mod clause;
mod context;
mod dictionary;
mod findings;
mod home;
mod joint;
mod listed;
mod modifiers;
mod name;
mod noun;
mod people;
mod reading;
mod role;
mod scene;
mod sharing;

pub use context::Context;
pub use dictionary::is_land;
pub use findings::{Finding, Findings, Piece};
pub use noun::{Reader, country_of_phrase, partitive};
pub use reading::{Reading, Strength};

use crate::Stage;
use crate::coreference;
use crate::mentions;
use crate::places::Places;
use crate::tree::Tree;
use demarche_knowledge::actors::ActorKnowledge;
use demarche_story::{
    Actor, Mention, MentionClass, MentionKind, Relation, Sentence, Statement, Story,
};
use jiff::civil::Date;
use std::borrow::Cow;

/// Looks the sentences up in the knowledge, and mends their trees around names that it knows.
pub fn look_up<'a>(
    sentences: &'a [Sentence],
    known: &ActorKnowledge,
    day: Option<Date>,
) -> (Vec<Cow<'a, Sentence>>, Vec<Findings>) {
    look_up_watched(sentences, known, day, &mut |_| ())
}

/// The same, telling `done` of each stage.
pub(crate) fn look_up_watched<'a>(
    sentences: &'a [Sentence],
    known: &ActorKnowledge,
    day: Option<Date>,
    done: &mut dyn FnMut(Stage),
) -> (Vec<Cow<'a, Sentence>>, Vec<Findings>) {
    let findings: Vec<Findings> = sentences
        .iter()
        .map(|sentence| Findings::of(sentence, known, day))
        .collect();
    done(Stage::LookUp);
    let mended = sentences
        .iter()
        .zip(&findings)
        .map(|(sentence, findings)| {
            mentions::mend(sentence, findings, known).map_or(Cow::Borrowed(sentence), Cow::Owned)
        })
        .collect();
    done(Stage::Mending);
    (mended, findings)
}

/// Finds a story's mentions, links them into chains and resolves each: the two lists are parallel.
///
/// `statements` (may be empty) say who speaks, for "I" and "we".
pub(crate) fn find(
    story: &Story,
    trees: &[Tree<'_>],
    findings: &[Findings],
    statements: &[Statement],
    places: &Places,
    known: &ActorKnowledge,
) -> (Vec<Mention>, Vec<Actor>) {
    find_watched(
        story,
        trees,
        findings,
        statements,
        places,
        known,
        &mut |_| (),
    )
}

/// The same, telling `done` of each stage.
pub(crate) fn find_watched(
    story: &Story,
    trees: &[Tree<'_>],
    findings: &[Findings],
    statements: &[Statement],
    places: &Places,
    known: &ActorKnowledge,
    done: &mut dyn FnMut(Stage),
) -> (Vec<Mention>, Vec<Actor>) {
    let mut mentions = mentions::find(trees, findings, known);
    done(Stage::Mentions);
    let context = Context::of(story, trees, findings, places, known);
    let reader = Reader {
        known,
        trees,
        findings,
        context: &context,
        places,
        day: story.published,
    };
    let positions = positions(trees);
    let readings: Vec<Reading> = mentions
        .iter()
        .map(|mention| {
            reader.read(
                positions[mention.sentence as usize],
                mention.head as usize,
                0,
            )
        })
        .collect();
    done(Stage::Reading);
    let scene = coreference::Scene {
        trees,
        mentions: &mentions,
        readings: &readings,
        statements,
        known,
    };
    let speakers = coreference::Speakers::of(&scene);
    let (chain_of, chains) = coreference::link(&scene, &speakers);
    done(Stage::Coreference);
    let said_by: Vec<Option<usize>> = mentions
        .iter()
        .enumerate()
        .map(|(index, mention)| {
            let first_person = mention.kind == MentionKind::Pronoun;
            let quoted = || {
                let quotation = speakers.quotation(mention.span)?;
                speakers.of_quotation(mention.span, quotation, &scene)
            };
            if first_person {
                speakers.of_mention(&scene, index)
            } else {
                quoted().or_else(|| speakers.at(mention.span))
            }
        })
        .collect();
    let index = mentions::Index::new(&mentions);
    let said_by: Vec<Option<usize>> = said_by
        .into_iter()
        .map(|speaker| Some(issuer(speaker?, &mentions, trees, &readings, &index)))
        .collect();
    let sharing = sharing::Sharing {
        mentions: &mentions,
        trees,
        chain_of: &chain_of,
        chains: &chains,
        said_by: &said_by,
        context: &context,
        index: &index,
        words: &known.scene,
        lands: &known.lands,
    };
    let resolved = sharing.resolve(readings);
    for (mention, chain) in mentions.iter_mut().zip(&chain_of) {
        mention.chain = *chain;
        // A pronoun, or a name that nothing else knows, is what its chain is.
        let unknown = mention.kind == MentionKind::Pronoun
            || (mention.kind == MentionKind::Name
                && (mention.class == MentionClass::Thing
                    || chains[*chain as usize].class == MentionClass::Person));
        if unknown {
            mention.class = chains[*chain as usize].class;
        }
    }
    let mut actors: Vec<Actor> = resolved
        .into_iter()
        .enumerate()
        .map(|(index, reading)| reading.into_actor(index as u32))
        .collect();
    let listed = listed::Listed {
        mentions: &mentions,
        chains: &chains,
        index: &index,
        trees,
        words: &known.scene,
    };
    for group in listed.fill(&mut actors) {
        mentions[group].class = MentionClass::Group;
    }
    let joint = joint::Joint {
        mentions: &mentions,
        index: &index,
        trees,
        findings,
        known,
    };
    for group in joint.fill(&mut actors) {
        mentions[group].class = MentionClass::Group;
    }
    for (mention, actor) in mentions.iter().zip(&mut actors) {
        let chain = &chains[mention.chain as usize];
        let named = mention.kind != MentionKind::Nominal && chain.is_named();
        if named && chain.class == MentionClass::Person && chain.person.is_none() {
            make_private(actor);
        }
    }
    (mentions, actors)
}

/// A named person of whom the story says no more than where from is a private one.
fn make_private(actor: &mut Actor) {
    let across = ["IGO", "UNO", "EUR", "NGO", "MNC", "ISM", "IMG"];
    let of_a_country = |code: &str| !across.contains(&code);
    // An adjective or a land that the language model took for a person says only a country.
    let land = |step: &String| step.starts_with("country:") || step.starts_with("known:");
    if actor.sector.is_none()
        && actor.members.is_empty()
        && actor.country.as_deref().is_some_and(of_a_country)
        && !actor.evidence.iter().any(land)
    {
        actor.sector = Some("CVL".to_string());
        let why = "private: nothing else is said -> CVL";
        actor.evidence.push(why.to_string());
    }
}

/// "A statement from Macron's office said": who speaks by a thing is whose or from whom it is.
fn issuer(
    speaker: usize,
    mentions: &[Mention],
    trees: &[Tree<'_>],
    readings: &[Reading],
    index: &mentions::Index,
) -> usize {
    let m = &mentions[speaker];
    if m.class != MentionClass::Thing || !readings[speaker].is_empty() {
        return speaker;
    }
    let tree = &trees[m.sentence as usize];
    let head = m.head as usize;
    tree.children_by(head, &[Relation::Nmod, Relation::NmodPoss])
        .filter(|child| {
            tree.relation(*child) == Relation::NmodPoss
                || matches!(tree.case(*child).as_deref(), Some("from" | "by"))
        })
        .filter_map(|child| index.at(m.sentence, child))
        .find(|issuer| {
            !readings[*issuer].sectors.is_empty() || mentions[*issuer].class == MentionClass::Person
        })
        .unwrap_or(speaker)
}

/// Position of each sentence in the list by its index: they are the same in a story, but need not be.
fn positions(trees: &[Tree<'_>]) -> Vec<usize> {
    let most = trees
        .iter()
        .map(|tree| tree.sentence.index as usize)
        .max()
        .map_or(0, |m| m + 1);
    let mut positions = vec![0; most];
    for (position, tree) in trees.iter().enumerate() {
        positions[tree.sentence.index as usize] = position;
    }
    positions
}
