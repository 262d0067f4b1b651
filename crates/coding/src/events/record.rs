//! A coding becomes an event record: parties, contexts, statement, numbers, evidence.

use super::coded::Coded;
use super::scene::Scene;
use super::{contexts, size};
use crate::attribution;
use demarche_story::{Actor, Confidence, Event, MentionKind, Relation, Span, Xpos};

/// Makes the record.
pub fn event(scene: &Scene<'_>, coded: &Coded, confidence: Confidence) -> Event {
    let proposition = &scene.propositions[coded.proposition];
    let tree = scene.tree(proposition.sentence);
    let location = scene
        .places
        .of(tree, &scene.story.text, scene.propositions, coded.deed);
    let mut actors = coded.actors.clone();
    let mut recipients = coded.recipients.clone();
    if coded.reciprocal {
        actors.append(&mut recipients);
    }
    let mut actors = parties(scene, &actors);
    if let Some(sector) = coded.acts_for {
        // A capital stands for its government, but people protest in it.
        let people = sector == "CVL";
        for actor in actors
            .iter_mut()
            .filter(|a| a.country.is_some() && (people || a.sector.is_none()))
        {
            actor.sector = Some(sector.into());
            let why = if people {
                "where nobody is named who does it -> CVL"
            } else {
                "owner of the forces or weapons -> MIL"
            };
            actor.evidence.push(why.into());
        }
    }
    let recipients = parties(scene, &recipients);
    Event {
        event: coded.event,
        modes: coded.mode.iter().cloned().collect(),
        contexts: contexts::of(scene, coded),
        auxiliary: coded.aux.iter().copied().collect(),
        cameo: coded.cameo.clone().unwrap_or_default(),
        date: coded.date(scene),
        location,
        size: size::of(scene, coded),
        statement: attribution::innermost(scene.statements, proposition.span),
        sentence: proposition.sentence,
        span: evidence(scene, coded),
        rule: coded.rule.clone(),
        confidence,
        proposition: coded.deed as u32,
        actors,
        recipients,
    }
}

/// The actors of the mentions, each actor once; "Kenyan and Ugandan troops" are two.
fn parties(scene: &Scene<'_>, mentions: &[usize]) -> Vec<Actor> {
    let mut seen = Vec::new();
    let mut actors = Vec::new();
    for &mention in mentions {
        let chain = scene.mentions[mention].chain;
        if seen.contains(&chain) {
            continue;
        }
        seen.push(chain);
        let actor = &scene.actors[mention];
        if !actor.members.is_empty() {
            actors.extend(actor.members.iter().map(|member| Actor {
                mention: actor.mention,
                ..member.clone()
            }));
            continue;
        }
        let countries = coordinated_countries(scene, mention);
        if countries.len() < 2 {
            actors.push(actor.clone());
        }
        for country in countries.into_iter().filter(|_| actor.country.is_some()) {
            let mut one = actor.clone();
            one.evidence
                .push(format!("one of several countries: {country}"));
            one.country = Some(country);
            actors.push(one);
        }
    }
    actors
}

/// The countries that a plural noun's coordinated modifiers name: "Kenyan and Ugandan troops",
/// "the foreign ministers of Norway and Japan"; empty where there are no two.
fn coordinated_countries(scene: &Scene<'_>, mention: usize) -> Vec<String> {
    let m = &scene.mentions[mention];
    let tree = scene.tree(m.sentence);
    let head = m.head as usize;
    // "French and German-backed forces" are of neither.
    let evidence = &scene.actors[mention].evidence;
    let by_context = evidence.iter().any(|step| step.starts_with("context:"));
    if by_context || !matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps) {
        return Vec::new();
    }
    let country = |token: usize| {
        scene
            .mention(m.sentence, token)
            .filter(|index| {
                scene.mentions[*index].kind == MentionKind::Name
                    && scene.actors[*index].sector.is_none()
            })
            .and_then(|index| scene.actors[index].country.clone())
    };
    tree.children_by(head, &[Relation::Amod, Relation::Compound, Relation::Nmod])
        .filter(|child| {
            tree.relation(*child) != Relation::Nmod || tree.case(*child).as_deref() == Some("of")
        })
        .map(|child| {
            let mut found: Vec<String> = Vec::new();
            let conjuncts: Vec<usize> = tree.children_by(child, &[Relation::Conj]).collect();
            for token in std::iter::once(child).chain(conjuncts.iter().copied()) {
                if let Some(code) = country(token).filter(|code| !found.contains(code)) {
                    found.push(code);
                }
            }
            // The actor's own country is one that an adjective without a mention names.
            if found.len() == 1
                && conjuncts.len() == 1
                && tree
                    .token(conjuncts[0])
                    .form
                    .starts_with(char::is_uppercase)
            {
                found.extend(
                    scene.actors[mention]
                        .country
                        .clone()
                        .filter(|own| !found.contains(own)),
                );
            }
            found
        })
        .find(|found| found.len() > 1)
        .unwrap_or_default()
}

/// From the first to the last predicate word of the coding.
fn evidence(scene: &Scene<'_>, coded: &Coded) -> Span {
    let proposition = &scene.propositions[coded.proposition];
    let deed = &scene.propositions[coded.deed];
    let mut span = proposition.span;
    if deed.sentence == proposition.sentence {
        span = span.cover(deed.span);
    }
    let tree = scene.tree(proposition.sentence);
    // The object's head makes the evidence readable: "supply weapons".
    let object = tree.child(deed.head as usize, &[Relation::Obj]);
    match object {
        Some(object)
            if scene
                .mention(deed.sentence, object)
                .is_none_or(|m| !scene.can_act(m)) =>
        {
            span.cover(tree.token(object).span)
        }
        _ => span,
    }
}
