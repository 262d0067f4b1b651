//! Propositions to events: frames are matched, embedded predicates composed, and
//! what remains becomes events with parties, time, place, numbers and evidence.

mod compose;
mod contexts;
mod matching;
pub mod pair;
mod parties;
mod record;
mod roles;
mod scene;
mod selection;
mod size;

pub use compose::{Coded, Composer};
pub use scene::Scene;

use crate::factuality;
use demarche_story::{Event, EventType};
use matching::Strictness;

/// Codes a story's events, in the order of its text.
pub fn code(scene: &Scene<'_>) -> Vec<Event> {
    let mut composer = Composer::new(scene, Strictness::Strict);
    let mut codings: Vec<Coded> = Vec::new();
    for index in 0..scene.propositions.len() {
        if let Some(coded) = composer.code(index) {
            codings.push(coded);
        }
    }
    let swallowed = composer.swallowed.clone();
    let mut kept = Vec::new();
    for (position, coded) in codings.iter().enumerate() {
        let embedded = codings
            .iter()
            .enumerate()
            .any(|(other, outer)| other != position && covers(outer, coded));
        if embedded || swallowed.contains(&coded.proposition) {
            continue;
        }
        let mut coded = coded.clone();
        if composer.apply_grammar(&mut coded) && factuality::judge(scene, &composer, &mut coded) {
            factuality::speaker_as_actor(scene, &mut coded);
            if selection::is_codable(scene, &coded) {
                kept.push(coded);
            }
        }
    }
    let kept = selection::without_purposes(scene, kept);
    let kept = selection::one_event_for_one_happening(scene, kept);
    kept.iter()
        .map(|coded| record::event(scene, coded))
        .collect()
}

/// Whether `outer` used up the proposition of `inner`.
fn covers(outer: &Coded, inner: &Coded) -> bool {
    outer.proposition != inner.proposition
        && outer.used.contains(&inner.proposition)
        && !inner.used.contains(&outer.proposition)
        || (outer.proposition == inner.proposition && outer.used.len() > inner.used.len())
}

/// Whether an event type is done in words, so that its actor may be whoever speaks.
pub(crate) fn is_verbal(event: EventType) -> bool {
    matches!(
        event,
        EventType::Agree
            | EventType::Support
            | EventType::Concede
            | EventType::Request
            | EventType::Accuse
            | EventType::Reject
            | EventType::Threaten
    )
}
