//! Which codings become events: what PLOVER asks for is there, and each happening counts once.

use super::coded::Coded;
use super::fate::Fate;
use super::scene::Scene;
use demarche_story::{
    Actor, Auxiliary, EventType, Link, MentionClass, MentionKind, PredicateClass, Proposition,
    Relation, Role, Tense, Upos,
};

/// Whether a coding has the parties that its event needs.
pub fn is_codable(scene: &Scene<'_>, coded: &Coded) -> bool {
    let resolved = |list: &[usize]| {
        list.iter()
            .any(|m| scene.actors.get(*m).is_some_and(Actor::is_resolved))
    };
    if is_state(scene, coded) {
        return false;
    }
    let known = resolved(&coded.actors) || resolved(&coded.recipients);
    let alone = stands_alone(scene, coded);
    if !known && !alone || is_private_talk(scene, coded) {
        return false;
    }
    if coded.reciprocal && is_one_person(scene, coded) || is_private_gift(scene, coded) {
        return false;
    }
    let unheld = coded.event == EventType::Assault && coded.actors.is_empty();
    if unheld && (is_mishap(scene, coded) || is_toll_of_war(scene, coded)) {
        return false;
    }
    if alone {
        return true;
    }
    match coded.event {
        // PLOVER wants a recipient for these; "the two armies" are each other's.
        EventType::Aid | EventType::Sanction | EventType::Cooperate => {
            let several = coded.actors.len() > 1
                || coded.actors.iter().any(|m| {
                    let number = scene.mentions[*m].number;
                    number.is_some_and(|number| number > 1)
                });
            // "aid to Sudan" is nobody's deed.
            let noun = scene.propositions[coded.proposition].class == PredicateClass::Noun;
            let doer = !noun || !coded.actors.is_empty() || coded.event == EventType::Sanction;
            // "Venezuela sent rescue teams", "Canada left the treaty": the story says whom it
            // helps or hurts, if not the sentence.
            let sent = matches!(coded.event, EventType::Aid | EventType::Sanction)
                && !noun
                && scene.propositions[coded.proposition].class == PredicateClass::Verb
                && !coded.aux.contains(&Auxiliary::Hypothetical)
                && coded.actors.iter().any(|m| scene.actors[*m].has_power());
            sent || doer && !coded.recipients.is_empty() || coded.reciprocal && several
        }
        // Words and demonstrations need somebody who speaks or marches; what was done to
        // somebody, "they were freed", "six were charged", does not.
        EventType::Assault | EventType::Coerce => true,
        // "were freed", "was charged", "calls were rebuffed", "a deal was reached with Oman".
        EventType::Retreat
        | EventType::Concede
        | EventType::Accuse
        | EventType::Reject
        | EventType::Support
            if scene.propositions[coded.proposition].passive && resolved(&coded.recipients) =>
        {
            true
        }
        // "went on trial", "walked free", "faces charges", "received death threats".
        EventType::Retreat | EventType::Accuse | EventType::Reject | EventType::Threaten
            if coded.actors.is_empty() && resolved(&coded.recipients) =>
        {
            is_done_to_subject(scene, coded)
        }
        _ => !coded.actors.is_empty(),
    }
}

/// "a bomb went off near the base", "the clash took place in May", "a truce began": violence, seizures
/// and ceasefires that a clause tells as done are events, whoever did them.
fn stands_alone(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    let (tree, head) = (scene.tree(proposition.sentence), proposition.head as usize);
    let noun = proposition.class == PredicateClass::Noun;
    let part = matches!(tree.relation(head), Relation::Acl | Relation::Amod);
    let done_by_nobody = match coded.event {
        EventType::Assault => true,
        EventType::Coerce => proposition.passive || noun,
        EventType::Retreat => coded.mode.as_deref() == Some("ceasefire"),
        _ => false,
    };
    done_by_nobody
        && coded.actors.is_empty()
        && coded.aux.is_empty()
        && proposition.tense == Tense::Past
        && (!part && !noun || proposition.light.is_some())
}

/// "A war which killed 50,000 people": what years of war cost is no event.
fn is_toll_of_war(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    let (tree, head) = (scene.tree(proposition.sentence), proposition.head as usize);
    let told_of = tree
        .head(head)
        .filter(|_| tree.relation(head) == Relation::AclRelcl);
    // "quelled an insurgency" is a deed.
    let beside = proposition.arguments.iter().filter(|a| a.role != Role::Obj);
    beside
        .map(|argument| argument.token as usize)
        .chain(told_of)
        .any(|token| scene.is_called(proposition.sentence, token, "wars"))
}

/// Whether the subject of a verb in the active is whom its frame says that it is done to.
fn is_done_to_subject(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    let subject = |mention: &usize| {
        let whom = &scene.mentions[*mention];
        let mut arguments = proposition.arguments.iter();
        whom.sentence == proposition.sentence
            && arguments.any(|a| a.role == Role::Subj && a.token == whom.head)
    };
    proposition.class != PredicateClass::Noun
        && !coded.rule.contains('+')
        && proposition.tense != Tense::None
        && coded.recipients.iter().any(subject)
}

/// Whether something that takes two is coded with one party alone.
pub fn lacks_partner(scene: &Scene<'_>, coded: &Coded) -> bool {
    coded.reciprocal
        && coded.event == EventType::Cooperate
        && !coded.rule.contains('+')
        && !is_codable(scene, coded)
}

/// "Parents complained of it", "a runner rejected the claims": words of private people of no country,
/// to nobody who is known.
fn is_private_talk(scene: &Scene<'_>, coded: &Coded) -> bool {
    let private = |mention: &usize| {
        let who = &scene.actors[*mention];
        let sector = who.sector.as_deref();
        who.country.is_none()
            && who.members.is_empty()
            && matches!(sector, None | Some("CVL" | "BUS" | "EDU" | "MED"))
    };
    // "my translator assured me"; several may agree on something.
    let one = |mention: &usize| {
        let whom = &scene.mentions[*mention];
        let word = scene.tree(whom.sentence).token(whom.head as usize);
        whom.class == MentionClass::Person
            && !matches!(
                word.xpos,
                demarche_story::Xpos::Nns | demarche_story::Xpos::Nnps
            )
    };
    let said = matches!(
        coded.event,
        EventType::Request | EventType::Accuse | EventType::Reject
    );
    let between = matches!(coded.event, EventType::Agree | EventType::Support)
        && coded.actors.iter().chain(&coded.recipients).all(one);
    (said || between) && coded.actors.iter().chain(&coded.recipients).all(private)
}

/// "gave her money for a taxi": what private people of one country, or of none that is known, give
/// each other.
fn is_private_gift(scene: &Scene<'_>, coded: &Coded) -> bool {
    let mut parties = coded.actors.iter().chain(&coded.recipients);
    let first = coded.actors.first().map(|actor| &scene.actors[*actor]);
    let alone = |mention: usize| scene.mentions[mention].class == MentionClass::Person;
    coded.event == EventType::Aid
        && !coded.recipients.is_empty()
        && parties.all(|mention| {
            let who = &scene.actors[*mention];
            alone(*mention)
                && who.sector.as_deref() == Some("CVL")
                && (first.is_some_and(|first| first.country == who.country)
                    || who.country.is_none())
        })
}

/// "announced that US forces would leave, abandoning the Kurds": who speaks for a state does not accuse its forces
/// by telling what they do.
pub fn is_own_deed(scene: &Scene<'_>, coded: &Coded) -> bool {
    coded.event == EventType::Accuse
        && coded.rule.starts_with("accuse/said-")
        && !coded.recipients.is_empty()
        && coded
            .actors
            .iter()
            .all(|who| scene.actors[*who].has_power())
        && coded.recipients.iter().all(|whom| {
            let whose = &scene.actors[*whom];
            let forces = matches!(whose.sector.as_deref(), Some("MIL" | "SPY"));
            forces
                && whose.country.is_some()
                && coded
                    .actors
                    .iter()
                    .all(|who| scene.actors[*who].country == whose.country)
        })
}

/// Nobody meets himself: then a pronoun was taken for the wrong one.
fn is_one_person(scene: &Scene<'_>, coded: &Coded) -> bool {
    let mut parties = coded.actors.iter().chain(&coded.recipients);
    let Some(first) = parties.next() else {
        return false;
    };
    let person = |mention: usize| scene.mentions[mention].class == MentionClass::Person;
    let rest: Vec<usize> = parties.copied().collect();
    let name = scene.actors[*first].name.as_deref();
    !rest.is_empty()
        && name.is_some()
        && person(*first)
        && rest
            .iter()
            .all(|other| person(*other) && scene.actors[*other].name.as_deref() == name)
}

/// "Twelve were killed when a bus overturned": nobody did it.
fn is_mishap(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    let tree = scene.tree(proposition.sentence);
    let sets = &scene.knowledge.lexicon.sets;
    proposition.class == PredicateClass::Verb
        && tree
            .children_by(proposition.head as usize, &[Relation::Advcl])
            .filter_map(|clause| scene.proposition(proposition.sentence, clause))
            .any(|clause| {
                let clause = &scene.propositions[clause];
                sets.named_contains("mishaps", &clause.predicate) || is_collision(scene, clause)
            })
}

/// "his motorcycle hit a lorry": a vehicle and another, or the victim's own.
fn is_collision(scene: &Scene<'_>, clause: &Proposition) -> bool {
    let tree = scene.tree(clause.sentence);
    let mut vehicles = clause
        .arguments
        .iter()
        .filter(|a| scene.is_called(clause.sentence, a.token as usize, "vehicles"));
    let Some(first) = vehicles.next().filter(|a| a.role == Role::Subj) else {
        return false;
    };
    let own = tree
        .children_by(first.token as usize, &[Relation::NmodPoss])
        .any(|owner| tree.token(owner).upos == Upos::Pron);
    !clause.passive && (own || vehicles.next().is_some())
}

/// "the captured fighters", "an imprisoned leader": a participle before its noun, by nobody, says
/// how somebody is, not what happened.
fn is_state(scene: &Scene<'_>, coded: &Coded) -> bool {
    let proposition = &scene.propositions[coded.proposition];
    let (tree, head) = (scene.tree(proposition.sentence), proposition.head as usize);
    proposition.class == PredicateClass::Verb
        && coded.actors.is_empty()
        && tree.relation(head) == Relation::Amod
        && tree.head(head).is_some_and(|noun| noun > head)
}

/// Leaves out what a coded deed is only done for: "signed a pact to end the war" is one event.
/// A journey or call says less than what it is made for: "flew to Sanaa to meet the rebels", "called
/// the premier to congratulate him" are two.
pub fn without_purposes(
    scene: &Scene<'_>,
    codings: Vec<Coded>,
    fates: &mut [Fate<'_>],
) -> Vec<Coded> {
    let purpose_of = |coded: &Coded| match &scene.propositions[coded.proposition].parent {
        Some((parent, Link::Purpose)) => Some(*parent as usize),
        _ => None,
    };
    let visits = |coded: &Coded| matches!(coded.mode.as_deref(), Some("visit" | "phone"));
    let uses = |of_visits: bool| -> Vec<usize> {
        codings
            .iter()
            .filter(|coded| visits(coded) == of_visits)
            .flat_map(|coded| coded.used.iter().copied())
            .collect()
    };
    let (journeys, deeds) = (uses(true), uses(false));
    // "used water cannon to scatter the students": whom a deed is done to may stand in its aim.
    let aims: Vec<(usize, EventType, Vec<usize>)> = codings
        .iter()
        .filter(|coded| !coded.recipients.is_empty())
        .filter_map(|coded| Some((purpose_of(coded)?, coded.event, coded.recipients.clone())))
        .filter(|(above, _, _)| deeds.contains(above))
        .collect();
    codings
        .into_iter()
        .map(|mut coded| {
            let hostile = matches!(coded.event, EventType::Assault | EventType::Coerce);
            if hostile && coded.recipients.is_empty() && !coded.reciprocal {
                let aim = aims.iter().find(|(above, event, _)| {
                    coded.used.contains(above)
                        && matches!(event, EventType::Assault | EventType::Coerce)
                });
                coded.recipients = aim.map(|(_, _, whom)| whom.clone()).unwrap_or_default();
            }
            coded
        })
        .filter_map(|mut candidate| {
            let Some(above) = purpose_of(&candidate) else {
                return Some(candidate);
            };
            if deeds.contains(&above) {
                fates[candidate.proposition] = Fate::Purpose { of: above };
                return None;
            }
            // What one calls or comes for in words is said.
            let said = candidate.event == EventType::Consult || super::is_verbal(candidate.event);
            if journeys.contains(&above) && said {
                candidate.aux.remove(&Auxiliary::Hypothetical);
            }
            Some(candidate)
        })
        .collect()
}

/// Keeps one coding for each happening of a sentence: "attacked … in the attack" is one ASSAULT.
pub fn one_event_for_one_happening(
    scene: &Scene<'_>,
    codings: Vec<Coded>,
    fates: &mut [Fate<'_>],
) -> Vec<Coded> {
    let mut kept: Vec<Coded> = Vec::new();
    for coded in codings {
        let sentence = scene.propositions[coded.proposition].sentence;
        let twin = kept.iter_mut().find(|other| {
            scene.propositions[other.proposition].sentence == sentence
                && other.event == coded.event
                && other.aux == coded.aux
                && compatible(scene, &other.actors, &coded.actors)
                && (is_outcome(scene, other, &coded)
                    || same_deed(scene, other, &coded)
                        && compatible(scene, &other.recipients, &coded.recipients))
        });
        match twin {
            Some(twin) => {
                let mut dropped = coded;
                if is_outcome(scene, twin, &dropped) {
                    name_victims(scene, twin, &dropped.recipients);
                } else if weight(scene, &dropped) > weight(scene, twin) {
                    std::mem::swap(twin, &mut dropped);
                }
                // "a bomb planted by rebels exploded near a convoy": each says one side.
                if twin.recipients.is_empty() && !twin.reciprocal {
                    let actors = &twin.actors;
                    let others = dropped.recipients.iter().filter(|m| !actors.contains(m));
                    twin.recipients = others.copied().collect();
                }
                fates[dropped.proposition] = Fate::Twin {
                    of: twin.proposition,
                };
            }
            None => kept.push(coded),
        }
    }
    kept
}

/// "a bomb tore through a van, killing five": a participle that only says whom the deed killed or hurt.
fn is_outcome(scene: &Scene<'_>, deed: &Coded, outcome: &Coded) -> bool {
    let clause = &scene.propositions[outcome.proposition];
    let sets = &scene.knowledge.lexicon.sets;
    let hurts = |set: &str| sets.named_contains(set, &clause.predicate);
    clause.tense == Tense::None
        && clause.class == PredicateClass::Verb
        && matches!(&clause.parent, Some((above, Link::Adverbial(mark)))
            if mark.is_empty() && deed.used.contains(&(*above as usize)))
        && (hurts("size-dead") || hurts("size-injured"))
}

/// Adds to whom a deed was done those victims of its outcome who are not told with it already.
fn name_victims(scene: &Scene<'_>, deed: &mut Coded, victims: &[usize]) {
    for victim in victims {
        let who = &scene.actors[*victim];
        // "a Somali base, killing five soldiers".
        let of_those_hit =
            |mention: &usize| who.country.is_none() && scene.actors[*mention].sector == who.sector;
        let told = compatible(scene, &deed.recipients, std::slice::from_ref(victim))
            || deed.recipients.iter().any(of_those_hit);
        if !told || deed.recipients.is_empty() {
            deed.recipients.push(*victim);
        }
    }
}

/// Whether two codings of one type may be one deed: "arrested the president and seized the
/// broadcaster" are two, by their modes; where one has no mode, or a noun takes a verb up
/// ("attacked … in the attack"), they are one.
fn same_deed(scene: &Scene<'_>, a: &Coded, b: &Coded) -> bool {
    let (first, second) = (&scene.propositions[a.deed], &scene.propositions[b.deed]);
    let joined = first.class == second.class
        && first.class == PredicateClass::Verb
        && first.head != second.head;
    let modes = match (&a.mode, &b.mode) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    // Two verbs with objects of their own are two deeds.
    let whom = |coded: &Coded| -> Vec<u32> {
        coded
            .recipients
            .iter()
            .map(|m| scene.mentions[*m].chain)
            .collect()
    };
    let named = !a.recipients.is_empty() && !b.recipients.is_empty();
    let apart = joined && named && whom(a) != whom(b);
    modes && !apart
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
