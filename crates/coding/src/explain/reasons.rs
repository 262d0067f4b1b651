//! What became of a proposition, in words.

use super::standing::{role_name, words};
use super::{Question, Standing, Step};
use crate::events::{Fate, Lack, Match, Misfit, Roles, Verdict, parties_in, verdicts};
use demarche_knowledge::lexicon::{Condition, Frame, Requirement, RoleKey};
use demarche_story::{Actor, Event, PredicateClass, Proposition, Tense};

/// Most frames and words that are listed one by one.
const MOST: usize = 6;

/// Longest chain of propositions that is followed.
const DEEPEST: usize = 6;

impl Question<'_, '_, '_> {
    /// Adds how a proposition fared, and says where it ended in a few words.
    pub(super) fn tell(
        &self,
        index: usize,
        actors: &[Standing],
        recipients: &[Standing],
        steps: &mut Vec<Step>,
    ) -> &'static str {
        match self.trace.fates[index] {
            Fate::Coded { event } if self.is_asked_for(&self.events[event]) => {
                steps.push(plain(self.event_text(event)));
                "coded"
            }
            Fate::Coded { event } => {
                steps.push(plain(self.event_text(event)));
                self.parties(index, actors, recipients, event, steps);
                "coded with other parties"
            }
            Fate::Lacking { lack, event } => {
                let what = match lack {
                    Lack::Parties => "nobody stands in its roles",
                    Lack::Resolved => "nobody in its roles is resolved to a country or sector",
                    Lack::Actor => "nobody does it",
                    Lack::Recipient => "it is done to nobody",
                };
                steps.push(plain(format!("it would be {event}, but {what}")));
                self.frame_roles(index, steps);
                "parties lacking"
            }
            _ => self.follow(index, 0, steps),
        }
    }

    /// The fate of a proposition, and of those that decide it.
    fn follow(&self, index: usize, depth: usize, steps: &mut Vec<Step>) -> &'static str {
        if depth > DEEPEST {
            return "deeply embedded";
        }
        match &self.trace.fates[index] {
            Fate::Unmatched => self.unmatched(index, steps),
            Fate::Guarded { frame } => {
                let what = format!("{} says that this use is no event", frame.id);
                steps.push(with(what, frame));
                for verdict in self.fitting(index) {
                    let other = self.frame_of(&verdict);
                    if other.id != frame.id {
                        steps.push(with(format!("{} fits, but weighs less", other.id), other));
                    }
                }
                "silenced by a guard"
            }
            Fate::Empty { frame } => self.empty(index, frame, steps),
            Fate::Light { noun } => {
                let what = format!("it is the light verb of {}", self.name(*noun));
                steps.push(plain(what));
                self.follow(*noun, depth + 1, steps)
            }
            Fate::Composed { into } => {
                steps.push(plain(format!("{} takes it in", self.name(*into))));
                self.follow(*into, depth + 1, steps);
                "composed into another"
            }
            Fate::Swallowed { by, row } => {
                let class = self.class(*by).unwrap_or("none");
                let what = match (row, *by == index) {
                    (Some(_), true) => {
                        format!("its class “{class}” over what it embeds gives nothing")
                    }
                    (Some(_), false) => {
                        format!(
                            "{} with the class “{class}” leaves nothing of it",
                            self.name(*by)
                        )
                    }
                    (None, _) => format!(
                        "{} embeds it, and no row of composition says what its class “{class}” and this give",
                        self.name(*by)
                    ),
                };
                steps.push(Step {
                    what,
                    knowledge: row.map(|row| (row.file.clone(), row.line)),
                });
                "swallowed by composition"
            }
            Fate::Grammar => {
                let grammar = self.grammar(index);
                steps.push(plain(format!(
                    "composition codes nothing of what is {grammar}"
                )));
                "silenced by grammar"
            }
            Fate::Unreal => {
                let above = self.scene.propositions[index].parent.as_ref();
                let above = above.map_or("what stands above".into(), |(above, _)| {
                    self.name(*above as usize)
                });
                steps.push(plain(format!("under {above} it is no fact")));
                "no fact"
            }
            Fate::Purpose { of } => {
                steps.push(plain(format!(
                    "it only says what {} is for",
                    self.name(*of)
                )));
                self.follow(*of, depth + 1, steps);
                "only a purpose"
            }
            Fate::Twin { of } => {
                steps.push(plain(format!(
                    "{} tells the same happening, and more of it",
                    self.name(*of)
                )));
                self.follow(*of, depth + 1, steps);
                "duplicate"
            }
            Fate::Coded { event } => {
                steps.push(plain(self.event_text(*event)));
                "coded with other parties"
            }
            Fate::Lacking { event, .. } => {
                steps.push(plain(format!(
                    "it would be {event}, but its parties are not known"
                )));
                "parties lacking"
            }
        }
    }

    /// How a proposition stands to fact by its own grammar.
    fn grammar(&self, index: usize) -> String {
        let proposition = &self.scene.propositions[index];
        let modality = proposition
            .modality
            .map(|m| format!("{m:?}").to_lowercase());
        let future = proposition.tense == Tense::Future;
        let facts: Vec<String> = proposition
            .negated
            .then(|| "negated".to_owned())
            .into_iter()
            .chain(future.then(|| "future".to_owned()))
            .chain(modality)
            .collect();
        facts.join(" and ")
    }

    /// A proposition that no frame fits: what the frames of its predicate lack.
    fn unmatched(&self, index: usize, steps: &mut Vec<Step>) -> &'static str {
        let proposition = &self.scene.propositions[index];
        let verdicts = verdicts(self.scene, proposition);
        let class = match proposition.class {
            PredicateClass::Verb => "verb",
            PredicateClass::Noun => "noun",
            PredicateClass::Adjective => "adjective",
        };
        let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
        if verdicts.is_empty() {
            steps.push(plain(format!("the lexicon has no {class} “{lemma}”")));
            return "unknown predicate";
        }
        let mut told: Vec<(usize, &Frame, String)> = Vec::new();
        let mut wording: Vec<String> = Vec::new();
        for verdict in &verdicts {
            let frame = self.frame_of(verdict);
            let roles = self.roles(proposition, frame, &verdict.found);
            let what = match verdict.misfit {
                Some(Misfit::When(at)) => {
                    let requirement = &frame.when[at];
                    format!(
                        "wants {}; {}",
                        self.requirement(requirement),
                        self.there(&roles, &requirement.role)
                    )
                }
                Some(Misfit::Unless(at)) => {
                    let requirement = &frame.unless[at];
                    format!(
                        "is not for {}; {}",
                        self.requirement(requirement),
                        self.there(&roles, &requirement.role)
                    )
                }
                Some(Misfit::Speaker) => "is for what somebody says of others".to_string(),
                Some(Misfit::Words | Misfit::Particle) => {
                    wording.push(format!("{lemma} {}", verdict.entry.words.join(" ")));
                    continue;
                }
                None => continue,
            };
            if told.iter().all(|(_, other, _)| other.id != frame.id) {
                told.push((roles.unmet(), frame, what));
            }
        }
        // Those that lack least come first.
        told.sort_by_key(|(unmet, ..)| *unmet);
        for (_, frame, what) in told.iter().take(MOST) {
            steps.push(with(format!("{} {what}", frame.id), frame));
        }
        wording.dedup();
        if !wording.is_empty() {
            let more = if wording.len() > MOST { ", …" } else { "" };
            wording.truncate(MOST);
            steps.push(plain(format!(
                "the lexicon has “{lemma}” in other wordings: {}{more}",
                wording
                    .iter()
                    .map(|w| w.trim())
                    .collect::<Vec<_>>()
                    .join(", ")
            )));
        }
        if told.is_empty() {
            "unknown wording"
        } else {
            "no frame fits"
        }
    }

    /// A predicate that only composes, with nothing coded below it.
    fn empty(&self, index: usize, frame: &Frame, steps: &mut Vec<Step>) -> &'static str {
        let proposition = &self.scene.propositions[index];
        let class = frame.class.as_deref().unwrap_or("none");
        steps.push(with(
            format!(
                "{} only composes (class “{class}”), with nothing coded below it",
                frame.id
            ),
            frame,
        ));
        let Some((frame, found)) = self.trace.composer.frame(index) else {
            return "nothing to compose with";
        };
        let roles = self.roles(proposition, frame, found);
        for key in &frame.content {
            for token in roles.tokens(key) {
                let content = words(self.scene, proposition.sentence, token);
                let what = match self.scene.proposition(proposition.sentence, token) {
                    Some(inner) if inner != index => {
                        let mut below = Vec::new();
                        let end = self.follow(inner, DEEPEST, &mut below);
                        format!("its {} is {}: {end}", key_name(key), self.name(inner))
                    }
                    _ => format!("its {} is {content}, no predicate", key_name(key)),
                };
                steps.push(plain(what));
            }
        }
        "nothing to compose with"
    }

    /// Why an event's parties are not those of the dyad.
    fn parties(
        &self,
        index: usize,
        actors: &[Standing],
        recipients: &[Standing],
        event: usize,
        steps: &mut Vec<Step>,
    ) {
        self.frame_roles(index, steps);
        let (who, whom) = (&self.events[event].actors, &self.events[event].recipients);
        for (standings, own, other, side) in [
            (actors, who, whom, "does it"),
            (recipients, whom, who, "it is done to"),
        ] {
            let in_place = |list: &[Actor]| {
                let mut mentions = standings.iter().map(|standing| standing.mention);
                mentions.any(|mention| self.is_in(mention, list))
            };
            if standings.is_empty() || in_place(own) {
                continue;
            }
            for standing in standings {
                let name = self.mention(standing.mention);
                let what = if self.is_in(standing.mention, other) && !whom.is_empty() {
                    format!("{name} is on the other side of the event")
                } else if self.is_in(standing.mention, other) {
                    format!("{name} is the doer itself")
                } else if !self.scene.can_act(standing.mention as usize) {
                    format!("{name} is a thing here, and cannot act")
                } else {
                    let place = &standing.place;
                    format!("{name} ({place}) was not found as who {side}")
                };
                steps.push(plain(what));
            }
        }
    }

    /// Which roles the frame reads its parties from, and who is there.
    fn frame_roles(&self, index: usize, steps: &mut Vec<Step>) {
        let proposition = &self.scene.propositions[index];
        let Some((frame, found)) = self.trace.composer.frame(index) else {
            return;
        };
        let roles = self.roles(proposition, frame, found);
        let list = |keys: &[RoleKey]| -> String {
            let mut filled = Vec::new();
            let mut empty = Vec::new();
            for key in keys {
                let parties = parties_in(&roles, key);
                let names: Vec<String> = parties
                    .iter()
                    .map(|mention| self.mention(*mention as u32))
                    .collect();
                if names.is_empty() {
                    empty.push(key_name(key));
                } else {
                    filled.push(format!("{} ({})", key_name(key), names.join(" and ")));
                }
            }
            let empty = empty.join(", ");
            match (filled.is_empty(), empty.is_empty()) {
                (true, true) => "no role".into(),
                (true, false) => format!("{empty} (nobody there)"),
                (false, true) => filled.join(", "),
                (false, false) => format!("{}, else {empty}", filled.join(", ")),
            }
        };
        let (who, whom) = (list(&frame.actor), list(&frame.recipient));
        steps.push(with(
            format!("{} reads who from {who}; whom from {whom}", frame.id),
            frame,
        ));
    }

    /// Whether a mention's chain is among the parties of an event.
    fn is_in(&self, mention: u32, parties: &[Actor]) -> bool {
        let mentions = self.scene.mentions;
        let chain = mentions[mention as usize].chain;
        parties
            .iter()
            .any(|actor| mentions[actor.mention as usize].chain == chain)
    }

    fn roles<'r>(
        &'r self,
        proposition: &'r Proposition,
        frame: &'r Frame,
        found: &'r Match,
    ) -> Roles<'r, 'r> {
        Roles {
            scene: self.scene,
            tree: self.scene.tree(proposition.sentence),
            proposition,
            frame,
            found,
        }
    }

    fn fitting(&self, index: usize) -> Vec<Verdict<'_>> {
        let mut verdicts = verdicts(self.scene, &self.scene.propositions[index]);
        verdicts.retain(|verdict| verdict.misfit.is_none());
        verdicts.truncate(MOST);
        verdicts
    }

    fn frame_of(&self, verdict: &Verdict<'_>) -> &Frame {
        &self.scene.knowledge.lexicon.frames[verdict.entry.frame as usize]
    }

    fn class(&self, index: usize) -> Option<&str> {
        self.trace.composer.frame(index)?.0.class.as_deref()
    }

    /// What a condition asks for: `obj = @weapons or thing`.
    fn requirement(&self, requirement: &Requirement) -> String {
        let conditions: Vec<String> = requirement
            .any
            .iter()
            .map(|condition| match condition {
                Condition::Present => "present".into(),
                Condition::Absent => "absent".into(),
                Condition::Actor => "actor".into(),
                Condition::Person => "person".into(),
                Condition::Country => "country".into(),
                Condition::Thing => "thing".into(),
                Condition::Event => "event".into(),
                Condition::Infinitive => "infinitive".into(),
                Condition::Set(set) => format!("@{}", self.scene.knowledge.lexicon.sets.name(*set)),
                Condition::Lemma(lemma) => format!("“{lemma}”"),
            })
            .collect();
        let more = if conditions.len() > MOST { " …" } else { "" };
        let shown = &conditions[..conditions.len().min(MOST)];
        format!(
            "{} = {}{more}",
            key_name(&requirement.role),
            shown.join(" or ")
        )
    }

    /// What stands in a role.
    fn there(&self, roles: &Roles<'_, '_>, key: &RoleKey) -> String {
        let sentence = roles.proposition.sentence;
        let tokens = roles.tokens(key);
        if tokens.is_empty() {
            return "nothing stands there".into();
        }
        let names: Vec<String> = tokens
            .iter()
            .map(|token| words(self.scene, sentence, *token))
            .collect();
        let verb = if names.len() > 1 { "stand" } else { "stands" };
        format!("{} {verb} there", names.join(" and "))
    }

    /// A mention with its codes: “the minister” UKR GOV.
    fn mention(&self, mention: u32) -> String {
        let m = &self.scene.mentions[mention as usize];
        let words = words(self.scene, m.sentence, m.head as usize);
        format!("{words} {}", codes(&self.scene.actors[mention as usize]))
    }

    /// A proposition by number and words.
    fn name(&self, index: usize) -> String {
        let span = self.scene.propositions[index].span;
        let words: Vec<&str> = span.of(&self.scene.story.text).split_whitespace().collect();
        format!("p{index} “{}”", words.join(" "))
    }

    /// An event by number, with its parties.
    fn event_text(&self, index: usize) -> String {
        let event: &Event = &self.events[index];
        let parties = |actors: &[Actor]| {
            let all: Vec<String> = actors.iter().map(codes).collect();
            if all.is_empty() {
                "nobody".into()
            } else {
                all.join(" + ")
            }
        };
        format!(
            "event {} is {}: {} > {} ({})",
            index + 1,
            event.event,
            parties(&event.actors),
            parties(&event.recipients),
            event.rule
        )
    }
}

/// An actor's codes.
fn codes(actor: &Actor) -> String {
    let all = actor.country.iter().chain(&actor.sector);
    let all: Vec<&str> = all
        .chain(&actor.other_sectors)
        .map(String::as_str)
        .collect();
    if all.is_empty() {
        "(unresolved)".into()
    } else {
        all.join(" ")
    }
}

fn key_name(key: &RoleKey) -> &str {
    use demarche_story::Role;
    match key {
        RoleKey::Subj => role_name(&Role::Subj),
        RoleKey::Obj => role_name(&Role::Obj),
        RoleKey::Iobj => role_name(&Role::Iobj),
        RoleKey::Comp => role_name(&Role::Comp),
        RoleKey::Poss => "poss",
        RoleKey::Mod => "mod",
        RoleKey::Any => "any",
        RoleKey::CompSubj => "comp.subj",
        RoleKey::Prep(preposition) => preposition,
    }
}

fn plain(what: String) -> Step {
    Step {
        what,
        knowledge: None,
    }
}

/// A step that a frame decides.
fn with(what: String, frame: &Frame) -> Step {
    Step {
        what,
        knowledge: Some((frame.file.clone(), frame.line)),
    }
}
