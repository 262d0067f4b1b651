//! Actors: for each mention who it is, for whom they act, and why we think so.
//!
//! Each phrase is read by itself ([`Reader`]); chains then share what their
//! mentions say, story evidence first; what still lacks a country takes it from
//! the context, and says so.

mod context;
mod findings;
mod modifiers;
mod noun;
mod people;
mod reading;

pub use context::Context;
pub use findings::{Finding, Findings, Piece};
pub use noun::{Reader, country_of_phrase};
pub use reading::{Reading, Strength};

use crate::coreference;
use crate::mentions;
use crate::tree::Tree;
use demarche_knowledge::actors::ActorKnowledge;
use demarche_story::{Actor, Mention, MentionClass, MentionKind, Sentence, Statement, Story};
use jiff::civil::Date;
use std::borrow::Cow;

/// Looks the sentences up in the knowledge, and mends their trees around names that it knows.
pub fn look_up<'a>(
    sentences: &'a [Sentence],
    known: &ActorKnowledge,
    day: Option<Date>,
) -> (Cow<'a, [Sentence]>, Vec<Findings>) {
    let findings: Vec<Findings> = sentences
        .iter()
        .map(|sentence| Findings::of(sentence, known, day))
        .collect();
    let mut mended = Cow::Borrowed(sentences);
    for (at, (sentence, findings)) in sentences.iter().zip(&findings).enumerate() {
        if let Some(sentence) = mentions::mend(sentence, findings, known) {
            mended.to_mut()[at] = sentence;
        }
    }
    (mended, findings)
}

/// Finds a story's mentions, links them into chains and resolves each: the two lists are parallel.
///
/// `statements` (may be empty) say who speaks, for "I" and "we".
pub fn find(
    story: &Story,
    sentences: &[Sentence],
    findings: &[Findings],
    statements: &[Statement],
    known: &ActorKnowledge,
) -> (Vec<Mention>, Vec<Actor>) {
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let mut mentions = mentions::find(sentences, &trees, findings, known);
    let context = Context::of(story, &trees, findings, known);
    let reader = Reader {
        known,
        trees: &trees,
        findings,
        context: &context,
        day: story.published,
    };
    let positions = positions(sentences);
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
    let scene = coreference::Scene {
        trees: &trees,
        mentions: &mentions,
        readings: &readings,
        statements,
        known,
    };
    let (chain_of, chains) = coreference::link(&scene);
    let resolved = share(&mentions, readings, &chain_of, &chains, &context);
    for (mention, chain) in mentions.iter_mut().zip(&chain_of) {
        mention.chain = *chain;
        // A pronoun, or a name that nothing else knows, is what its chain is.
        let unknown = mention.kind == MentionKind::Pronoun
            || (mention.kind == MentionKind::Name && mention.class == MentionClass::Thing);
        if unknown {
            mention.class = chains[*chain as usize].class;
        }
    }
    let actors = resolved
        .into_iter()
        .enumerate()
        .map(|(index, reading)| reading.into_actor(index as u32))
        .collect();
    (mentions, actors)
}

/// Position of each sentence in the list by its index: they are the same in a story, but need not be.
fn positions(sentences: &[Sentence]) -> Vec<usize> {
    let most = sentences
        .iter()
        .map(|s| s.index as usize)
        .max()
        .map_or(0, |m| m + 1);
    let mut positions = vec![0; most];
    for (position, sentence) in sentences.iter().enumerate() {
        positions[sentence.index as usize] = position;
    }
    positions
}

/// Lets the mentions of a chain share what they say, and takes missing countries from the context.
fn share(
    mentions: &[Mention],
    readings: Vec<Reading>,
    chain_of: &[u32],
    chains: &[coreference::Chain],
    context: &Context,
) -> Vec<Reading> {
    // The firmest reading of each chain, earlier mentions first among equals.
    let firmest: Vec<Option<Reading>> = chains
        .iter()
        .map(|chain| {
            let mut best: Option<&Reading> = None;
            for mention in &chain.mentions {
                let reading = &readings[*mention];
                if !reading.is_empty() && best.is_none_or(|known| reading.strength > known.strength)
                {
                    best = Some(reading);
                }
            }
            let mut best = best.cloned()?;
            // What the firmest does not say, another may: a title without its country.
            for mention in &chain.mentions {
                let other = &readings[*mention];
                if best.country.is_none() && other.country.is_some() {
                    best.country.clone_from(&other.country);
                    best.wants_country = false;
                    for step in &other.evidence {
                        best.because(step.clone());
                    }
                }
                if best.sectors.is_empty()
                    && !other.sectors.is_empty()
                    && best.country == other.country
                {
                    best.sectors.clone_from(&other.sectors);
                    for step in &other.evidence {
                        best.because(step.clone());
                    }
                }
                if best.office.is_none() {
                    best.office.clone_from(&other.office);
                }
            }
            best.name = chain_name(chain, &readings);
            Some(best)
        })
        .collect();
    let mut out = Vec::with_capacity(readings.len());
    for (index, own) in readings.into_iter().enumerate() {
        let mention = &mentions[index];
        let mut reading = own;
        if let Some(shared) = &firmest[chain_of[index] as usize] {
            let weaker = reading.strength < shared.strength || reading.is_empty();
            if weaker {
                let mut taken = shared.clone();
                taken.because(format!(
                    "chain: {}",
                    shared.name.as_deref().unwrap_or("same someone")
                ));
                reading = taken;
            } else {
                if reading.country.is_none() {
                    reading.country.clone_from(&shared.country);
                }
                if reading.name.is_none() || mention.class == MentionClass::Person {
                    reading.name = shared.name.clone().or(reading.name);
                }
            }
        }
        if reading.country.is_none()
            && reading.wants_country
            && mention.kind != MentionKind::Pronoun
            && let Some((code, why)) = context.country(position_in(context, mention))
        {
            reading.because(format!("context: {why} -> {code}"));
            reading.country = Some(code);
        }
        out.push(reading);
    }
    out
}

fn position_in(context: &Context, mention: &Mention) -> usize {
    (mention.sentence as usize).min(context.named.len().saturating_sub(1))
}

/// The fullest name of a chain: a person's or organisation's known one, else the longest said.
fn chain_name(chain: &coreference::Chain, readings: &[Reading]) -> Option<String> {
    let names = || {
        chain
            .mentions
            .iter()
            .filter_map(|m| readings[*m].name.as_ref())
    };
    let known = chain
        .mentions
        .iter()
        .find(|m| readings[**m].person.is_some())
        .and_then(|m| readings[*m].name.clone());
    known.or_else(|| names().max_by_key(|name| name.len()).cloned())
}
