//! Which codings become events: what PLOVER asks for is there, and each happening counts once.

use super::compose::Coded;
use super::scene::Scene;
use demarche_story::{Actor, EventType, Link, MentionKind};

/// Whether a coding has the parties that its event needs.
pub fn is_codable(scene: &Scene<'_>, coded: &Coded) -> bool {
    let resolved = |list: &[usize]| {
        list.iter()
            .any(|m| scene.actors.get(*m).is_some_and(Actor::is_resolved))
    };
    if coded.actors.is_empty() && coded.recipients.is_empty() {
        return false;
    }
    if !resolved(&coded.actors) && !resolved(&coded.recipients) {
        return false;
    }
    match coded.event {
        // PLOVER wants a recipient for these; "the two armies" are each other's.
        EventType::Aid | EventType::Sanction | EventType::Cooperate => {
            let several = coded.actors.len() > 1
                || coded.actors.iter().any(|m| {
                    let number = scene.mentions[*m].number;
                    number.is_some_and(|number| number > 1)
                });
            !coded.recipients.is_empty() || coded.reciprocal && several
        }
        // Words and demonstrations need somebody who speaks or marches.
        EventType::Assault | EventType::Coerce => true,
        _ => !coded.actors.is_empty(),
    }
}

/// Leaves out what a coded deed is only done for: "signed a pact to end the war" is one event.
pub fn without_purposes(scene: &Scene<'_>, codings: Vec<Coded>) -> Vec<Coded> {
    let purpose_of = |coded: &Coded| match &scene.propositions[coded.proposition].parent {
        Some((parent, Link::Purpose)) => Some(*parent as usize),
        _ => None,
    };
    let coded: Vec<usize> = codings
        .iter()
        .flat_map(|c| c.used.iter().copied())
        .collect();
    codings
        .into_iter()
        .filter(|candidate| purpose_of(candidate).is_none_or(|above| !coded.contains(&above)))
        .collect()
}

/// Keeps one coding for each happening of a sentence: "attacked … in the attack" is one ASSAULT.
pub fn one_event_for_one_happening(scene: &Scene<'_>, codings: Vec<Coded>) -> Vec<Coded> {
    let mut kept: Vec<Coded> = Vec::new();
    for coded in codings {
        let sentence = scene.propositions[coded.proposition].sentence;
        let twin = kept.iter_mut().find(|other| {
            scene.propositions[other.proposition].sentence == sentence
                && other.event == coded.event
                && other.aux == coded.aux
                && compatible(scene, &other.actors, &coded.actors)
                && compatible(scene, &other.recipients, &coded.recipients)
        });
        match twin {
            Some(twin) => {
                if weight(scene, &coded) > weight(scene, twin) {
                    *twin = coded;
                }
            }
            None => kept.push(coded),
        }
    }
    kept
}

/// Whether two lists of parties may be the same ones: one is empty, or they share a chain or code.
fn compatible(scene: &Scene<'_>, a: &[usize], b: &[usize]) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    a.iter().any(|x| {
        b.iter().any(|y| {
            let (first, second) = (&scene.mentions[*x], &scene.mentions[*y]);
            let (who, whom) = (&scene.actors[*x], &scene.actors[*y]);
            first.chain == second.chain
                || (who.is_resolved() && who.country == whom.country && who.sector == whom.sector)
        })
    })
}

/// How much a coding tells: parties, mode, specific code; names before pronouns.
fn weight(scene: &Scene<'_>, coded: &Coded) -> i32 {
    let parties = |list: &[usize]| -> i32 {
        list.iter()
            .map(|m| {
                let resolved = i32::from(scene.actors[*m].is_resolved());
                let named = i32::from(scene.mentions[*m].kind != MentionKind::Pronoun);
                2 * resolved + named
            })
            .max()
            .unwrap_or(0)
    };
    4 * parties(&coded.actors)
        + 4 * parties(&coded.recipients)
        + 2 * i32::from(coded.mode.is_some())
        + coded.cameo.as_deref().map_or(0, |code| code.len() as i32)
}
