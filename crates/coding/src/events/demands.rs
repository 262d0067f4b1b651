//! Demands without a deed that the lexicon knows: "the coalition should be more transparent, the
//! monitors said".

use super::compose::Coded;
use super::parties;
use super::scene::Scene;
use crate::factuality;
use demarche_story::{EventType, MentionKind, Modality, PredicateClass, Role};
use std::collections::BTreeSet;

/// The request that a clause makes by its "should" or "must": of whoever speaks, to its subject,
/// where both are known and not of one side.
pub fn bare(scene: &Scene<'_>, index: usize) -> Option<Coded> {
    let proposition = &scene.propositions[index];
    if proposition.modality != Some(Modality::Necessary)
        || proposition.class == PredicateClass::Noun
        || proposition.passive
    {
        return None;
    }
    let subjects: Vec<usize> = proposition
        .arguments
        .iter()
        .filter(|a| a.role == Role::Subj && !a.inferred)
        .map(|a| a.token as usize)
        .collect();
    let asked = parties::of_tokens(scene, proposition.sentence, &subjects, false);
    let speaker = factuality::speaker(scene, proposition)?;
    let who = &scene.actors[speaker];
    let same_side = |mention: &usize| {
        let other = &scene.actors[*mention];
        scene.mentions[*mention].chain == scene.mentions[speaker].chain
            || other.country == who.country
                && (other.sector == who.sector || other.sector.is_none())
    };
    let named = |mention: &usize| {
        scene.mentions[*mention].kind != MentionKind::Pronoun
            && scene.actors[*mention].is_resolved()
    };
    let fit = who.sector.is_some() || who.country.is_some();
    if asked.is_empty() || !fit || !asked.iter().all(named) || asked.iter().any(same_side) {
        return None;
    }
    Some(Coded {
        proposition: index,
        event: EventType::Request,
        mode: None,
        cameo: Some("100".into()),
        contexts: Vec::new(),
        aux: BTreeSet::new(),
        actors: vec![speaker],
        recipients: asked,
        reciprocal: false,
        owner_acts: false,
        rule: "demand".into(),
        used: vec![index],
        evidence: vec![proposition.head],
        deed: index,
        denial_meant: true,
    })
}
