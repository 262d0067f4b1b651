//! Rows of composition: what an outer predicate and what it embeds are together.

use super::coded::Coded;
use super::scene::Scene;
use demarche_knowledge::lexicon::{Inner, Outcome, Party, Row};
use demarche_story::{EventType, MentionClass, MentionKind};

/// The outer predicate as composition sees it.
pub struct Outer<'c> {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub own: Option<&'c Coded>,
    pub id: &'c str,
    pub mode: Option<String>,
    pub cameo: Option<String>,
}

/// The first row for an outer class and an embedded coding.
pub fn row<'a>(scene: &Scene<'a>, class: &str, inner: &Coded) -> Option<&'a Row> {
    scene.knowledge.lexicon.rows_of(class).find(|row| {
        row.inner.iter().any(|pattern| match pattern {
            Inner::Any => true,
            Inner::Event(event) => inner.event == *event,
            Inner::Mode(event, mode) => inner.event == *event && inner.mode.as_ref() == Some(mode),
            Inner::Cameo(prefix) => inner
                .cameo
                .as_deref()
                .is_some_and(|code| code.starts_with(prefix.as_str())),
        })
    })
}

/// What the row makes of the two; `None` where nothing is coded.
pub fn apply(scene: &Scene<'_>, row: &Row, outer: Outer<'_>, inner: &Coded) -> Option<Coded> {
    let mut coded = inner.clone();
    coded.aux.extend(row.aux.iter().copied());
    match row.outcome {
        Outcome::Nothing => return None,
        Outcome::Same => {
            // "Oman repeated its offer": who the pronoun means is said outside.
            let pronouns = coded
                .actors
                .iter()
                .all(|actor| scene.mentions[*actor].kind == MentionKind::Pronoun);
            if coded.actors.is_empty() || pronouns && !outer.actors.is_empty() {
                coded.actors = outer.actors;
                let actors = coded.actors.clone();
                coded.recipients.retain(|mention| !actors.contains(mention));
            }
            if row.mode.is_some() {
                coded.mode = row.mode.clone();
            }
            if row.cameo.is_some() {
                coded.cameo = row.cameo.clone();
            }
        }
        Outcome::Outer | Outcome::Event(_) => {
            coded.event = match row.outcome {
                Outcome::Event(event) => event,
                _ => outer.own.map_or(inner.event, |own| own.event),
            };
            let same_event = outer.own.is_some_and(|own| own.event == coded.event);
            coded.mode = row
                .mode
                .clone()
                .or(if same_event { outer.mode } else { None });
            coded.cameo = row
                .cameo
                .clone()
                .or(if same_event { outer.cameo } else { None });
            coded.reciprocal = same_event && outer.own.is_some_and(|own| own.reciprocal);
            // Auxiliary modes of what is embedded do not touch the speech act.
            coded.aux = row.aux.iter().copied().collect();
            // Who accuses, demands or refuses without being named is not who is accused.
            let against = matches!(
                coded.event,
                EventType::Accuse | EventType::Request | EventType::Reject | EventType::Threaten
            );
            coded.actors = if !outer.actors.is_empty() {
                outer.actors
            } else if coded.event == EventType::Reject && inner.event == EventType::Request {
                // "their calls for American support were rebuffed": by whoever was called on.
                inner.recipients.clone()
            } else if against && !inner.reciprocal {
                Vec::new()
            } else {
                inner.actors.clone()
            };
            coded.recipients = Vec::new();
            for party in &row.recipient {
                let source = match party {
                    Party::Outer => &outer.recipients,
                    Party::InnerRecipient => &inner.recipients,
                    Party::InnerActor => &inner.actors,
                };
                // "called for a truce in Idlib": where, and nobody who is asked.
                let where_only = coded.event == EventType::Request
                    && inner.mode.as_deref() == Some("ceasefire")
                    && matches!(party, Party::InnerRecipient);
                let asked = |mention: &usize| {
                    !where_only || scene.mentions[*mention].class != MentionClass::Place
                };
                let others: Vec<usize> = source
                    .iter()
                    .copied()
                    .filter(asked)
                    .filter(|m| !is_one_of(scene, *m, &coded.actors))
                    .collect();
                if !others.is_empty() {
                    coded.recipients = others;
                    break;
                }
            }
            if inner.reciprocal && coded.recipients.is_empty() && !coded.actors.is_empty() {
                coded.recipients = inner
                    .actors
                    .iter()
                    .chain(&inner.recipients)
                    .copied()
                    .filter(|m| !is_one_of(scene, *m, &coded.actors))
                    .collect();
            }
        }
    }
    coded.mode = coded.mode.filter(|mode| !mode.is_empty());
    coded.rule = format!("{}+{}", outer.id, inner.rule);
    Some(coded)
}

/// Whether a mention is, or stands for, one of the others.
pub fn is_one_of(scene: &Scene<'_>, mention: usize, others: &[usize]) -> bool {
    let chain = scene.mentions[mention].chain;
    others
        .iter()
        .any(|other| scene.mentions[*other].chain == chain)
}
