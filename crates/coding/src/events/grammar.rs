//! What grammar says of an outermost predicate: future, possibility and denial make an event a plan,
//! a threat, a refusal or a mere possibility.

use super::coded::Coded;
use super::compose::Composer;
use super::parties;
use super::roles::is_said;
use super::rows::{Outer, apply, is_one_of, row};
use super::scene::Scene;
use crate::propositions::is_no_longer;
use demarche_story::{
    Auxiliary, EventType, Link, Modality, PredicateClass, Proposition, Relation, Role, Tense,
};

impl Composer<'_, '_> {
    /// Applies what grammar says of the outermost predicate: future, possibility, negation.
    /// Says whether anything is left to code.
    pub fn apply_grammar(&self, coded: &mut Coded) -> bool {
        let proposition = &self.scene().propositions[coded.proposition];
        let would = proposition.modality == Some(Modality::Conditional);
        // "said it would withdraw" is a future seen from the past.
        let reported = would && self.is_reported(proposition);
        // "that would be illegal", "is to blame": judged as it is said.
        let judged = matches!(coded.event, EventType::Accuse | EventType::Reject)
            && !proposition.negated
            && self
                .frame(coded.proposition)
                .is_some_and(|(frame, _)| is_said(frame));
        if judged && (would || proposition.tense == Tense::Future) {
            return true;
        }
        let future = proposition.tense == Tense::Future || reported || self.is_scheduled(coded);
        // "Hamas was behind the attack, the army said" charges it.
        if is_behind(self.scene(), proposition)
            && let Some(speaker) = crate::factuality::speaker(self.scene(), proposition)
            && !coded.actors.is_empty()
            && !is_one_of(self.scene(), speaker, &coded.actors)
            && let Some(kept) = self.pseudo(coded, "behind", vec![speaker])
        {
            return kept;
        }
        if coded.denial_meant {
            // "will not allow it" is a refusal now.
            return true;
        }
        // "if the rebels do not leave": neither did nor will they.
        if proposition.negated && is_supposed(self.scene(), proposition) {
            return false;
        }
        // "would no longer supply arms": that ends, whenever it does.
        let possible = proposition.modality == Some(Modality::Possible);
        if proposition.negated
            && !possible
            && is_ended(self.scene(), proposition)
            && let Some(kept) = self.pseudo(coded, "stop", coded.actors.clone())
        {
            return kept;
        }
        if proposition.negated && (future || would) {
            // "will not lift the ban", "would not talk to them".
            if let Some(kept) = self.pseudo(coded, "unwilling", coded.actors.clone()) {
                return kept;
            }
        }
        // "says that it cannot help its citizens there".
        let giving = matches!(
            coded.event,
            EventType::Aid | EventType::Cooperate | EventType::Concede | EventType::Retreat
        );
        if proposition.negated
            && possible
            && giving
            && proposition.tense != Tense::None
            && self.speaks_for(coded)
            && let Some(kept) = self.pseudo(coded, "unwilling", coded.actors.clone())
        {
            return kept;
        }
        if proposition.negated {
            // "the minister said his army had not used gas", "we are not creating a border
            // force": a denial.
            let told = proposition.tense != Tense::None && proposition.modality.is_none();
            if told
                && is_hostile(coded.event)
                && self.speaks_for(coded)
                && let Some(kept) = self.pseudo(coded, "deny", coded.actors.clone())
            {
                return kept;
            }
            // "No country is willing to take them."
            if told
                && coded.event == EventType::Agree
                && proposition.class == PredicateClass::Adjective
                && !coded.rule.contains('+')
            {
                coded.event = EventType::Reject;
                coded.cameo = Some("120".into());
                return true;
            }
            coded.aux.insert(Auxiliary::Negation);
        }
        // "the attacks would damage the talks": nobody threatens that.
        let by_thing =
            coded.actors.is_empty() && proposition.arguments.iter().any(|a| a.role == Role::Subj);
        if future && by_thing && is_hostile(coded.event) {
            coded.aux.insert(Auxiliary::Future);
            return true;
        }
        if future && !reported && (would || is_supposed(self.scene(), proposition)) {
            coded.aux.insert(Auxiliary::Hypothetical);
            return true;
        }
        // "The regime will kill them all, said a barber": a fear, no threat of theirs.
        if future && coded.event == EventType::Assault && self.is_told_by_others(coded) {
            coded.aux.insert(Auxiliary::Future);
            return true;
        }
        if future {
            if let Some(kept) = self.pseudo(coded, "future", coded.actors.clone()) {
                return kept;
            }
            coded.aux.insert(Auxiliary::Future);
            return true;
        }
        match proposition.modality {
            Some(Modality::Possible | Modality::Conditional | Modality::Question) => {
                // "warned that it could invade": a threat in one's own mouth.
                let own = crate::factuality::speaker(self.scene(), proposition)
                    .is_some_and(|speaker| is_one_of(self.scene(), speaker, &coded.actors))
                    || self.speaks_for(coded) && is_open(self.scene(), proposition);
                if own
                    && !proposition.negated
                    && is_hostile(coded.event)
                    && let Some(kept) = self.pseudo(coded, "future", coded.actors.clone())
                {
                    return kept;
                }
                if let Some(kept) = self.pseudo(coded, "hypothetical", coded.actors.clone()) {
                    return kept;
                }
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            Some(Modality::Necessary) => {
                // "Russia must withdraw, the minister said" is a demand of the minister's.
                let speaker = crate::factuality::speaker(self.scene(), proposition);
                // "Release them," Peru told Bolivia.
                if coded.actors.is_empty() && !proposition.passive {
                    coded.actors = addressee(self.scene(), proposition);
                }
                // "They should be tried" asks nobody in particular.
                let speaker = speaker.filter(|_| !coded.actors.is_empty());
                // "We must fight them" asks nobody else.
                let own = |speaker: &usize| {
                    is_one_of(self.scene(), *speaker, &coded.actors)
                        || coded
                            .actors
                            .iter()
                            .any(|actor| is_first_person(self.scene(), *actor))
                };
                if let Some(speaker) = speaker.filter(|speaker| !own(speaker)) {
                    let denied =
                        proposition.negated && row(self.scene(), "demand-not", coded).is_some();
                    let class = if denied { "demand-not" } else { "demand" };
                    if let Some(kept) = self.pseudo(coded, class, vec![speaker]) {
                        return kept;
                    }
                }
                coded.aux.insert(Auxiliary::Hypothetical);
            }
            _ => {}
        }
        true
    }

    /// "said it would withdraw", "a statement saying it would", "said A would leave and B would follow":
    /// whether a "would" tells of a future.
    fn is_reported(&self, proposition: &Proposition) -> bool {
        let all = &self.scene().propositions;
        let mut at = proposition;
        for _ in 0..3 {
            match &at.parent {
                Some((first, Link::Conjunct)) => at = &all[*first as usize],
                Some((parent, Link::Complement)) => {
                    let above = &all[*parent as usize];
                    return match above.tense {
                        Tense::Past => true,
                        _ if above.class == PredicateClass::Noun => true,
                        Tense::None => self
                            .frame(*parent as usize)
                            .is_some_and(|(frame, _)| frame.class.as_deref() == Some("report")),
                        _ => false,
                    };
                }
                _ => return false,
            }
        }
        false
    }

    /// "The king travels to Oslo next month": a present that a date sets in the future.
    fn is_scheduled(&self, coded: &Coded) -> bool {
        let scene = self.scene();
        let proposition = &scene.propositions[coded.proposition];
        if proposition.tense != Tense::Present
            || proposition.modality.is_some()
            || !matches!(
                coded.event,
                EventType::Consult | EventType::Retreat | EventType::Aid | EventType::Cooperate
            )
        {
            return false;
        }
        let date = coded.date(scene);
        date.is_some_and(|date| scene.times.is_future(&date))
    }

    /// Whether whoever says so speaks of a deed of their own country or group.
    fn speaks_for(&self, coded: &Coded) -> bool {
        let proposition = &self.scene().propositions[coded.proposition];
        crate::factuality::speaker(self.scene(), proposition).is_some_and(|speaker| {
            let own = |actor: &usize| is_own_side(self.scene(), speaker, *actor);
            !coded.actors.is_empty() && coded.actors.iter().all(own)
        })
    }

    /// Whether somebody says so who is not of the side that does it.
    fn is_told_by_others(&self, coded: &Coded) -> bool {
        let scene = self.scene();
        let proposition = &scene.propositions[coded.proposition];
        crate::factuality::speaker(scene, proposition).is_some_and(|speaker| {
            let who = &scene.actors[speaker];
            // The army of an official's own country may be called by any name.
            let apart = |actor: &usize| {
                let country = &scene.actors[*actor].country;
                !is_first_person(scene, *actor)
                    && (!who.has_power() || country.is_some() && who.country != *country)
            };
            who.is_resolved()
                && !coded.actors.is_empty()
                && !is_one_of(scene, speaker, &coded.actors)
                && coded.actors.iter().all(apart)
        })
    }

    /// Composes with a class that no word carries; `None` where no row says anything.
    fn pseudo(&self, coded: &mut Coded, class: &str, actors: Vec<usize>) -> Option<bool> {
        let row = row(self.scene(), class, coded)?;
        let outer = Outer {
            actors,
            recipients: Vec::new(),
            own: None,
            id: class,
            mode: None,
            cameo: None,
        };
        let composed = apply(self.scene(), row, outer, coded);
        let kept = composed.is_some();
        if let Some(mut composed) = composed {
            composed.reciprocal &= composed.event == coded.event;
            *coded = composed;
        }
        Some(kept)
    }
}

/// Whether a predicate has "could", "may" or "might": "can" tells of a power to do it.
fn is_open(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let tree = scene.tree(proposition.sentence);
    let verb = proposition.light.unwrap_or(proposition.head) as usize;
    tree.children_by(verb, &[Relation::Aux])
        .any(|auxiliary| matches!(tree.lemma(auxiliary), "could" | "may" | "might"))
}

/// "was behind the attack": a deed whose subject is said to have done it.
fn is_behind(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let tree = scene.tree(proposition.sentence);
    let head = proposition.head as usize;
    proposition.class == PredicateClass::Noun
        && tree.case(head).as_deref() == Some("behind")
        && tree.child(head, &[Relation::Nsubj]).is_some()
}

/// Whom the verb of speech above a predicate without a subject names as spoken to.
fn addressee(scene: &Scene<'_>, proposition: &Proposition) -> Vec<usize> {
    let of_its_own = proposition.arguments.iter().any(|a| a.role == Role::Subj);
    let Some((above, _)) = proposition.parent.as_ref().filter(|_| !of_its_own) else {
        return Vec::new();
    };
    let told = [Role::Iobj, Role::Obj, Role::Prep("to".into())];
    let tokens: Vec<usize> = scene.propositions[*above as usize]
        .arguments
        .iter()
        .filter(|a| told.contains(&a.role))
        .map(|a| a.token as usize)
        .filter(|token| scene.is_actor(proposition.sentence, *token))
        .collect();
    parties::of_tokens(scene, proposition.sentence, &tokens, false)
}

/// Whether a mention is "I" or "we".
pub fn is_first_person(scene: &Scene<'_>, mention: usize) -> bool {
    let mention = &scene.mentions[mention];
    let word = scene.tree(mention.sentence).lemma(mention.head as usize);
    matches!(word, "we" | "i" | "I" | "us")
}

/// Whether somebody is of the speaker's own state or group.
pub fn is_own_side(scene: &Scene<'_>, speaker: usize, other: usize) -> bool {
    let of_state =
        |sector: Option<&str>| matches!(sector, None | Some("GOV" | "MIL" | "COP" | "SPY"));
    let (who, whom) = (&scene.actors[speaker], &scene.actors[other]);
    let (mine, theirs) = (who.sector.as_deref(), whom.sector.as_deref());
    who.country.is_some()
        && whom.country == who.country
        && (mine == theirs || of_state(mine) && of_state(theirs))
}

/// Whether a predicate, or its light verb, has a "no longer".
fn is_ended(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let tree = scene.tree(proposition.sentence);
    let verb = proposition.light.unwrap_or(proposition.head) as usize;
    tree.children_by(verb, &[Relation::Advmod])
        .any(|adverb| is_no_longer(tree, adverb))
}

/// Whether an event is done with force or against somebody's will.
pub fn is_hostile(event: EventType) -> bool {
    matches!(
        event,
        EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Mobilize
    )
}

/// Whether a predicate, or what embeds it, stands in a condition: "if they are going to attack".
fn is_supposed(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let mut at = proposition;
    for _ in 0..4 {
        match &at.parent {
            Some((_, Link::Adverbial(mark))) if crate::factuality::is_condition(mark) => {
                return true;
            }
            // "if they shell a house and wipe out a family every time they want to kill a fighter".
            Some((parent, Link::Complement | Link::Adverbial(_) | Link::Conjunct)) => {
                at = &scene.propositions[*parent as usize];
            }
            _ => return false,
        }
    }
    false
}
