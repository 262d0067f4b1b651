//! What a proposition is coded as, before selection and before it becomes an event record.

use super::scene::Scene;
use demarche_story::{Auxiliary, EventDate, EventType};
use std::collections::BTreeSet;

/// What one proposition is coded as, before it becomes an event.
#[derive(Clone, Debug)]
pub struct Coded {
    /// Proposition that was coded: the outermost one.
    pub proposition: usize,
    pub event: EventType,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub contexts: Vec<String>,
    pub aux: BTreeSet<Auxiliary>,
    /// Mentions.
    pub actors: Vec<usize>,
    /// Mentions.
    pub recipients: Vec<usize>,
    pub reciprocal: bool,
    /// The sector in which the country that stands as actor acts: its military, where its weapons
    /// were moved; its people, where nobody is named who protests.
    pub acts_for: Option<&'static str>,
    /// Frame ids from the outermost inwards, joined by `+`.
    pub rule: String,
    /// Propositions that this coding used up, itself among them.
    pub used: Vec<usize>,
    /// Token heads of the evidence, the outer predicate's first.
    pub evidence: Vec<u32>,
    /// The innermost proposition: the deed itself, for its date, place and numbers.
    pub deed: usize,
    /// The deed, or what is said of it, which says when that was where the deed is history.
    pub when: usize,
    /// Whether the event is what the denial of the outermost predicate means.
    pub denial_meant: bool,
}

impl Coded {
    /// When it was: the day of the deed, unless that is history and what is said of it is not ("condemned the 2012
    /// killing").
    pub fn date(&self, scene: &Scene<'_>) -> Option<EventDate> {
        let tree = scene.tree(scene.propositions[self.deed].sentence);
        let of_deed = scene.times.of(tree, scene.propositions, self.deed, &[]);
        let told_of_history = self.when != self.deed
            && of_deed
                .as_ref()
                .is_some_and(|date| scene.times.is_history(date));
        if !told_of_history {
            return of_deed;
        }
        let tree = scene.tree(scene.propositions[self.when].sentence);
        scene
            .times
            .of(tree, scene.propositions, self.when, &self.used)
    }
}
