//! Whom a demand or promise that names nobody is put to: the other side of the talk that it is made in,
//! "telephoned Kyiv and urged restraint", "called for a truce in a call with the Kenyan president".

use super::coded::Coded;
use super::grammar::is_own_side;
use super::scene::Scene;
use demarche_story::{EventType, Link, Role};

/// Gives requests and promises without a recipient the other side of the talk.
pub fn address(scene: &Scene<'_>, kept: &mut [Coded]) {
    for index in 0..kept.len() {
        let request = &kept[index];
        let asks = request.event == EventType::Request;
        // "agreed in a call with the president".
        let agrees = request.event == EventType::Agree && request.recipients.is_empty();
        if !(asks || agrees) || request.actors.is_empty() || is_addressed(scene, request) {
            continue;
        }
        let talk = kept
            .iter()
            .find(|talk| talk.event == EventType::Consult && is_made_in(scene, request, talk));
        let others = talk.map(|talk| others(scene, request, talk));
        if let Some(others) = others.filter(|others| !others.is_empty()) {
            kept[index].recipients = others;
        }
    }
}

/// Whether whom a request is put to is said in it: as the verb's own argument, or as who shall do it.
/// "demanded the release of the journalist" names only whom it is about.
fn is_addressed(scene: &Scene<'_>, request: &Coded) -> bool {
    let addressed = |mention: &usize| {
        let whom = &scene.mentions[*mention];
        request.used.iter().any(|used| {
            let proposition = &scene.propositions[*used];
            let own = *used == request.proposition;
            proposition.sentence == whom.sentence
                && proposition
                    .arguments
                    .iter()
                    .any(|a| a.token == whom.head && (own || a.role == Role::Subj))
        })
    };
    request.recipients.iter().any(addressed)
}

/// Whether a request is made in a talk: beside it, for which or while it is held.
fn is_made_in(scene: &Scene<'_>, request: &Coded, talk: &Coded) -> bool {
    let proposition = &scene.propositions[request.proposition];
    if scene.propositions[talk.proposition].sentence != proposition.sentence {
        return false;
    }
    let beside = match &proposition.parent {
        Some((above, Link::Conjunct | Link::Purpose)) => talk.used.contains(&(*above as usize)),
        Some((above, Link::Adverbial(mark))) => {
            matches!(mark.as_str(), "" | "to") && talk.used.contains(&(*above as usize))
        }
        _ => false,
    };
    beside
        || proposition.arguments.iter().any(|argument| {
            let inside = matches!(&argument.role, Role::Prep(case)
                if matches!(case.as_str(), "in" | "during" | "at"));
            inside
                && scene
                    .proposition(proposition.sentence, argument.token as usize)
                    .is_some_and(|noun| talk.used.contains(&noun))
        })
}

/// The parties of a talk who are not on the side of whoever asks.
fn others(scene: &Scene<'_>, request: &Coded, talk: &Coded) -> Vec<usize> {
    let chain = |mention: usize| scene.mentions[mention].chain;
    let parties = || talk.actors.iter().chain(&talk.recipients).copied();
    let asks = |mention: usize| {
        request
            .actors
            .iter()
            .any(|actor| chain(*actor) == chain(mention))
    };
    if !parties().any(asks) {
        return Vec::new();
    }
    parties()
        .filter(|party| !asks(*party) && scene.actors[*party].is_resolved())
        .filter(|party| {
            !request
                .actors
                .iter()
                .any(|a| is_own_side(scene, *a, *party))
        })
        .collect()
}
