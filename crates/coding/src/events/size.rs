//! Numbers of an event: dead, injured, arrested, and other counts of those whom it touches.

use super::coded::Coded;
use super::scene::Scene;
use demarche_story::{EventType, Proposition, Role, Size, Upos};

/// Reads the numbers off the deed and off its neighbours in the sentence
/// ("an attack that killed 12 and wounded 30").
pub fn of(scene: &Scene<'_>, coded: &Coded) -> Size {
    let deed = &scene.propositions[coded.deed];
    let mut size = Size::default();
    for proposition in scene
        .propositions
        .iter()
        .filter(|p| p.sentence == deed.sentence)
    {
        let Some(number) = victims(scene, proposition) else {
            continue;
        };
        let sets = &scene.knowledge.lexicon.sets;
        let is = |name: &str| sets.named_contains(name, &proposition.predicate);
        let violent = coded.event == EventType::Assault;
        if violent && is("size-dead") && !proposition.negated {
            size.dead = size.dead.or(Some(number));
        } else if violent && is("size-injured") && !proposition.negated {
            size.injured = size.injured.or(Some(number));
        } else if is("size-arrested") && coded.event == EventType::Coerce {
            size.arrested = size.arrested.or(Some(number));
        }
    }
    if size.dead.is_none() && size.injured.is_none() && size.arrested.is_none() {
        size.number = coded
            .recipients
            .iter()
            .chain(coded.actors.iter())
            .find_map(|mention| scene.mentions[*mention].number)
            .or_else(|| {
                deed.arguments
                    .iter()
                    .filter(|a| a.role == Role::Obj)
                    .find_map(|a| number_at(scene, deed.sentence, a.token as usize))
            });
    }
    size
}

/// How many the deep object of a predicate is.
fn victims(scene: &Scene<'_>, proposition: &Proposition) -> Option<u64> {
    proposition
        .arguments
        .iter()
        .filter(|a| a.role == Role::Obj)
        .find_map(|a| number_at(scene, proposition.sentence, a.token as usize))
}

fn number_at(scene: &Scene<'_>, sentence: u32, token: usize) -> Option<u64> {
    let known = scene
        .mention(sentence, token)
        .and_then(|index| scene.mentions[index].number);
    // "killed 12 people and wounded 30": the number stands alone.
    known.or_else(|| {
        let word = scene.tree(sentence).token(token);
        (word.upos == Upos::Num)
            .then(|| word.form.replace(',', "").parse().ok())
            .flatten()
    })
}
