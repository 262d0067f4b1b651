//! Demands and refusals without a deed that the lexicon knows: "the coalition should be more
//! transparent, the monitors said", "we will not put lives at risk, the minister said".

use super::coded::Coded;
use super::grammar::{is_first_person, is_own_side};
use super::parties;
use super::scene::Scene;
use crate::factuality;
use crate::propositions::is_infinitive;
use demarche_story::{
    EventType, Link, MentionKind, Modality, PredicateClass, Proposition, Relation, Role, Tense,
    Upos, Xpos,
};
use std::collections::BTreeSet;

/// The request that a clause makes by its "should", "must" or "needs to": of whoever speaks, to its
/// subject, where both are known and not of one side. What nobody is named for, "the fighting must
/// stop", those with power ask of whom it may concern.
pub fn asked(scene: &Scene<'_>, index: usize) -> Option<Coded> {
    let proposition = &scene.propositions[index];
    if proposition.modality != Some(Modality::Necessary)
        || proposition.class == PredicateClass::Noun
        // "should be able to cope" is a forecast, "have to remember" an aside.
        || scene
            .knowledge
            .lexicon
            .sets
            .named_contains("no-demands", &proposition.predicate)
    {
        return None;
    }
    let speaker = factuality::speaker(scene, proposition)?;
    let who = &scene.actors[speaker];
    let same_side = |mention: &usize| {
        let other = &scene.actors[*mention];
        scene.mentions[*mention].chain == scene.mentions[speaker].chain
            || other.country == who.country
                && (other.sector == who.sector || other.sector.is_none())
    };
    let named = |mention: &usize| {
        let who = &scene.mentions[*mention];
        let word = scene.tree(who.sentence).lemma(who.head as usize);
        scene.actors[*mention].is_resolved() && (who.kind != MentionKind::Pronoun || word == "they")
    };
    let doers = filled(proposition, Role::Subj);
    let asked = parties::of_tokens(scene, proposition.sentence, &doers, false);
    let things = if proposition.passive {
        let objects = filled(proposition, Role::Obj);
        if objects.is_empty() { doers } else { objects }
    } else {
        doers
    };
    let fit = if asked.is_empty() {
        let thing = |token: &usize| {
            let word = scene.tree(proposition.sentence).token(*token);
            // "implementing it should be discussed".
            let deed = word.xpos == Xpos::Vbg;
            deed || word.upos == Upos::Noun && !scene.is_actor(proposition.sentence, *token)
        };
        // "a bill that must be passed by Friday" asks nothing; "should have ended" is too late.
        let apart = matches!(proposition.parent, Some((_, Link::Relative)));
        let late = proposition.tense == Tense::Past;
        // "should wrap up by Friday" may be a forecast.
        let tree = scene.tree(proposition.sentence);
        let forecast = tree
            .children_by(proposition.head as usize, &[Relation::Aux])
            .any(|auxiliary| tree.lemma(auxiliary) == "should");
        !apart
            && !late
            && (!forecast || proposition.passive)
            && who.has_power()
            && !things.is_empty()
            && things.iter().all(thing)
    } else {
        who.is_resolved() && asked.iter().all(named) && !asked.iter().any(same_side)
    };
    if !fit {
        return None;
    }
    Some(coding(
        scene,
        index,
        EventType::Request,
        "100",
        vec![speaker],
        asked,
    ))
}

/// The refusal that a denied "will", "would" or "can" is in the mouth of somebody with power who speaks
/// of their own side.
pub fn refused(scene: &Scene<'_>, index: usize) -> Option<Coded> {
    let proposition = &scene.propositions[index];
    let would = proposition.modality == Some(Modality::Conditional)
        && matches!(proposition.parent, Some((_, Link::Complement)));
    // "said it could not play that role".
    let unable = proposition.modality == Some(Modality::Possible)
        && matches!(proposition.parent, Some((_, Link::Complement)));
    let ahead =
        proposition.tense == Tense::Future && proposition.modality.is_none() || would || unable;
    let verb = proposition.class == PredicateClass::Verb && !proposition.passive;
    if !proposition.negated || !ahead || !verb {
        return None;
    }
    // "have yet to reach the town".
    let tree = scene.tree(proposition.sentence);
    let head = proposition.head as usize;
    let yet = is_infinitive(tree, head) && tree.head(head).is_none_or(|up| tree.lemma(up) != "go");
    let sets = &scene.knowledge.lexicon.sets;
    if yet || sets.named_contains("no-refusals", &proposition.predicate) {
        return None;
    }
    let speaker = factuality::speaker(scene, proposition)?;
    let chain = scene.mentions[speaker].chain;
    let own = |mention: &usize| {
        scene.mentions[*mention].chain == chain
            || is_first_person(scene, *mention)
            || is_own_side(scene, speaker, *mention)
    };
    let doers = filled(proposition, Role::Subj);
    let who = parties::of_tokens(scene, proposition.sentence, &doers, false);
    // "we can't let that happen" is a resolve.
    let resolve = unable && who.iter().any(|mention| is_first_person(scene, *mention));
    let fit =
        scene.actors[speaker].has_power() && !who.is_empty() && !resolve && who.iter().all(own);
    fit.then(|| coding(scene, index, EventType::Reject, "120", who, Vec::new()))
}

/// The tokens that fill a role of a proposition.
fn filled(proposition: &Proposition, role: Role) -> Vec<usize> {
    let own = proposition.arguments.iter().filter(|a| a.role == role);
    own.map(|a| a.token as usize).collect()
}

fn coding(
    scene: &Scene<'_>,
    index: usize,
    event: EventType,
    cameo: &str,
    actors: Vec<usize>,
    recipients: Vec<usize>,
) -> Coded {
    Coded {
        proposition: index,
        event,
        mode: None,
        cameo: Some(cameo.into()),
        contexts: Vec::new(),
        aux: BTreeSet::new(),
        actors,
        recipients,
        reciprocal: false,
        acts_for: None,
        rule: if event == EventType::Request {
            "demand"
        } else {
            "refusal"
        }
        .into(),
        used: vec![index],
        evidence: vec![scene.propositions[index].head],
        deed: index,
        when: index,
        denial_meant: true,
    }
}
