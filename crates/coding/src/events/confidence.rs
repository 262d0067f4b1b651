//! What speaks for and against an event: the features that knowledge weighs.

use super::coded::Coded;
use super::scene::Scene;
use crate::attribution;
use demarche_knowledge::confidence::{Feature as F, Features};
use demarche_story::{Auxiliary, Link, MentionKind, StatementKind, Tense};

/// The features of a coding.
pub fn features(scene: &Scene<'_>, coded: &Coded) -> Features {
    let mut features = Features::default();
    parties(scene, coded, &mut features);
    predicate(scene, coded, &mut features);
    surroundings(scene, coded, &mut features);
    features
}

/// Who does it to whom, and how they were found: of each side the first.
fn parties(scene: &Scene<'_>, coded: &Coded, features: &mut Features) {
    let actor = coded.actors.first().copied();
    let recipient = coded.recipients.first().copied();
    let both = || [actor, recipient].into_iter().flatten();
    features.set(F::ActorAbsent, usize::from(actor.is_none()));
    let lacks_recipient = recipient.is_none() && !coded.reciprocal;
    features.set(F::RecipientAbsent, usize::from(lacks_recipient));
    features.set(F::Reciprocal, usize::from(coded.reciprocal));
    let country = |mention: usize| scene.actors[mention].country.as_deref();
    let unresolved = both().filter(|mention| country(*mention).is_none());
    features.set(F::Unresolved, unresolved.count());
    let from_context = both().filter(|mention| {
        let mut evidence = scene.actors[*mention].evidence.iter();
        evidence.any(|step| step.starts_with("context: "))
    });
    features.set(F::FromContext, from_context.count());
    let carried = both().filter(|mention| is_carried_over(scene, coded, *mention));
    features.set(F::CarriedOver, carried.count());
    let pronoun = actor.is_some_and(|mention| scene.mentions[mention].kind == MentionKind::Pronoun);
    features.set(F::ActorPronoun, usize::from(pronoun));
    let same = actor
        .zip(recipient)
        .is_some_and(|(a, b)| country(a).is_some() && country(a) == country(b));
    features.set(F::SameCountry, usize::from(same));
}

/// Whether a party fills a role of the coding's predicates only by way of another clause.
fn is_carried_over(scene: &Scene<'_>, coded: &Coded, mention: usize) -> bool {
    let m = &scene.mentions[mention];
    let mut carried = false;
    for index in &coded.used {
        let proposition = &scene.propositions[*index];
        if proposition.sentence != m.sentence {
            continue;
        }
        for argument in proposition.arguments.iter().filter(|a| a.token == m.head) {
            if !argument.inferred {
                return false;
            }
            carried = true;
        }
    }
    carried
}

/// The predicate: its clause, what it was composed with, and how sure the parser is of it.
fn predicate(scene: &Scene<'_>, coded: &Coded, features: &mut Features) {
    let deed = &scene.propositions[coded.deed];
    let outer = &scene.propositions[coded.proposition];
    features.set(F::Untensed, usize::from(outer.tense == Tense::None));
    let subordinate = matches!(
        outer.parent,
        Some((_, Link::Adverbial(_) | Link::Relative | Link::Purpose))
    );
    features.set(F::Subordinate, usize::from(subordinate));
    features.set(F::Composition, coded.rule.matches('+').count().min(3));
    let hypothetical = coded.aux.contains(&Auxiliary::Hypothetical);
    features.set(F::Hypothetical, usize::from(hypothetical));
    let light = outer.light.map(|light| (outer.sentence, light));
    let margin = [(outer.sentence, outer.head), (deed.sentence, deed.head)]
        .into_iter()
        .chain(light)
        .map(|(sentence, token)| scene.tree(sentence).token(token as usize).margin)
        .min();
    let shaky = match margin.unwrap_or(u8::MAX) {
        0..8 => 3,
        8..24 => 2,
        24..48 => 1,
        _ => 0,
    };
    features.set(F::ShakyPredicate, shaky);
}

/// The sentence and who says so.
fn surroundings(scene: &Scene<'_>, coded: &Coded, features: &mut Features) {
    let proposition = &scene.propositions[coded.proposition];
    let said = attribution::innermost(scene.statements, proposition.span);
    let said = said.and_then(|index| scene.statements.get(index as usize));
    features.set(F::Stated, usize::from(said.is_some()));
    let quoted = said.is_some_and(|said| said.kind != StatementKind::Indirect);
    features.set(F::Quoted, usize::from(quoted));
    let words = scene.tree(proposition.sentence).len();
    features.set(F::Length, (words / 10).min(6));
    let opens = proposition.sentence == 0 && scene.trees.len() > 1;
    features.set(F::Opening, usize::from(opens));
}
