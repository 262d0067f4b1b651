//! Propositions to events: frames are matched, embedded predicates composed, and
//! what remains becomes events with parties, time, place, numbers and evidence.

mod coded;
mod compose;
mod confidence;
mod contexts;
mod demands;
mod fate;
mod grammar;
mod matching;
pub mod pair;
mod parties;
mod record;
mod roles;
mod rows;
mod scene;
mod selection;
mod size;
pub mod speech;
mod spoken_to;

pub use coded::Coded;
pub use compose::{Composer, parties_in};
pub use fate::{Fate, Lack};
pub use matching::{Match, Misfit, Verdict, verdicts};
pub use parties::of_tokens;
pub use roles::{Roles, is_said};
pub use scene::Scene;

use crate::factuality;
use demarche_knowledge::confidence::Features;
use demarche_story::{Event, EventType};
use matching::Strictness;

/// Codes a story's events, in the order of its text.
pub fn code(scene: &Scene<'_>) -> Vec<Event> {
    let trace = trace(scene);
    let weights = &scene.knowledge.confidence;
    trace
        .kept
        .iter()
        .zip(trace.features())
        .map(|(coded, features)| record::event(scene, coded, weights.confidence(&features)))
        .collect()
}

/// What was kept of a story's propositions, and what became of each.
pub struct Trace<'s, 'a> {
    /// The frames of the propositions.
    pub composer: Composer<'s, 'a>,
    /// The codings that become events, in their order.
    pub kept: Vec<Coded>,
    /// For each proposition, its fate.
    pub fates: Vec<Fate<'a>>,
}

impl Trace<'_, '_> {
    /// The features of each event, for its confidence.
    pub fn features(&self) -> impl Iterator<Item = Features> + '_ {
        let scene = self.composer.scene();
        let kept = self.kept.iter();
        kept.map(|coded| confidence::features(scene, coded))
    }
}

/// Matches, composes and selects.
pub fn trace<'s, 'a>(scene: &'s Scene<'a>) -> Trace<'s, 'a> {
    let mut composer = Composer::new(scene, Strictness::Strict);
    let mut fates = vec![Fate::Unmatched; scene.propositions.len()];
    let mut codings: Vec<Coded> = Vec::new();
    for (index, fate) in fates.iter_mut().enumerate() {
        if let Some(coded) = composer.code_conjunct(index) {
            codings.push(coded);
        }
        let mut first = composer.code(index);
        let mut tried = Vec::new();
        // "Turkey is holding joint drills": with nobody, so the next frame may have them.
        while let Some(coded) = &first
            && selection::lacks_partner(scene, coded)
            && composer.fall_back(coded.proposition, &mut tried)
        {
            first = composer.code(index);
        }
        match first {
            Some(coded) => {
                if coded.proposition != index {
                    *fate = Fate::Light {
                        noun: coded.proposition,
                    };
                }
                codings.push(coded);
            }
            None => {
                *fate = composer.silence(index);
                if matches!(fate, Fate::Unmatched | Fate::Empty { .. }) {
                    codings.extend(demands::asked(scene, index));
                    codings.extend(demands::refused(scene, index));
                }
            }
        }
    }
    let mut kept = Vec::new();
    for (position, coded) in codings.iter().enumerate() {
        let outer = codings
            .iter()
            .enumerate()
            .find(|(other, outer)| *other != position && covers(outer, coded));
        let fate = &mut fates[coded.proposition];
        if let Some((_, outer)) = outer {
            // A noun with its light verb covers the noun alone: they have one fate.
            if outer.proposition != coded.proposition {
                *fate = Fate::Composed {
                    into: outer.proposition,
                };
            }
            continue;
        }
        if let Some(swallowed) = composer.swallowed.get(&coded.proposition) {
            *fate = Fate::Swallowed {
                by: swallowed.by,
                row: swallowed.row,
            };
            continue;
        }
        let mut coded = coded.clone();
        if !composer.apply_grammar(&mut coded) {
            *fate = Fate::Grammar;
        } else if !factuality::judge(scene, &composer, &mut coded) {
            *fate = Fate::Unreal;
        } else {
            factuality::speaker_as_actor(scene, &composer, &mut coded);
            if selection::is_codable(scene, &coded) {
                kept.push(coded);
            } else {
                *fate = Fate::Lacking {
                    lack: Lack::of(scene, &coded),
                    event: coded.event,
                };
            }
        }
    }
    let acts = speech::acts(&composer, &kept);
    kept.extend(acts);
    kept.retain(|coded| {
        let own = selection::is_own_deed(scene, coded);
        if own {
            fates[coded.proposition] = Fate::Unreal;
        }
        !own
    });
    spoken_to::address(scene, &mut kept);
    let kept = selection::without_purposes(scene, kept, &mut fates);
    let kept = selection::one_event_for_one_happening(scene, kept, &mut fates);
    for (event, coded) in kept.iter().enumerate() {
        fates[coded.proposition] = Fate::Coded { event };
    }
    Trace {
        composer,
        kept,
        fates,
    }
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
