//! Where mentions stand in a proposition.

use super::Standing;
use crate::attribution;
use crate::events::{Scene, of_tokens};
use demarche_story::Role;

/// The mentions in the arguments of a proposition, each once, and who says it.
pub fn standings(scene: &Scene<'_>, index: usize) -> (Vec<Standing>, Option<Standing>) {
    let proposition = &scene.propositions[index];
    let sentence = proposition.sentence;
    let mut found: Vec<Standing> = Vec::new();
    let mut add = |mention: usize, place: String| {
        if !found.iter().any(|known| known.mention as usize == mention) {
            found.push(Standing {
                mention: mention as u32,
                place,
            });
        }
    };
    for argument in &proposition.arguments {
        if let Some(mention) = scene.mention(sentence, argument.token as usize) {
            let inferred = if argument.inferred {
                ", carried over"
            } else {
                ""
            };
            add(mention, format!("{}{inferred}", role_name(&argument.role)));
        }
    }
    for argument in &proposition.arguments {
        let token = argument.token as usize;
        for owner in of_tokens(scene, sentence, &[token], true) {
            let role = role_name(&argument.role);
            add(
                owner,
                format!("owner of {role} {}", words(scene, sentence, token)),
            );
        }
    }
    for argument in proposition
        .arguments
        .iter()
        .filter(|a| a.proposition.is_none())
    {
        let token = argument.token as usize;
        for inner in scene.tree(sentence).subtree(token) {
            if let Some(mention) = scene.mention(sentence, inner)
                && is_inside(scene, sentence, token, inner)
            {
                let role = role_name(&argument.role);
                add(
                    mention,
                    format!("inside {role} {}", words(scene, sentence, token)),
                );
            }
        }
    }
    let source = attribution::innermost(scene.statements, proposition.span)
        .and_then(|index| scene.statements.get(index as usize))
        .and_then(|said| scene.mention(said.sentence, said.source_head? as usize))
        .map(|mention| Standing {
            mention: mention as u32,
            place: "who says so".into(),
        });
    (found, source)
}

/// Whether a word stands inside a phrase, and neither in a clause or deed of its own there nor
/// only to say the country of the phrase's head ("the Russian president").
fn is_inside(scene: &Scene<'_>, sentence: u32, head: usize, inner: usize) -> bool {
    let country = |token: usize| {
        let mention = scene.mention(sentence, token)?;
        scene.actors[mention].country.as_deref()
    };
    if country(head).is_some() && country(head) == country(inner) {
        return false;
    }
    let tree = scene.tree(sentence);
    std::iter::successors(tree.head(inner), |at| tree.head(*at))
        .take(tree.len())
        .take_while(|above| *above != head)
        .all(|above| scene.proposition(sentence, above).is_none())
}

/// The role as knowledge names it.
pub fn role_name(role: &Role) -> &str {
    match role {
        Role::Subj => "subj",
        Role::Obj => "obj",
        Role::Iobj => "iobj",
        Role::Comp => "comp",
        Role::Prep(preposition) => preposition,
    }
}

/// A token's words in quotes: its mention's, where it heads one.
pub fn words(scene: &Scene<'_>, sentence: u32, token: usize) -> String {
    let text = match scene.mention(sentence, token) {
        Some(mention) => scene.mentions[mention].span.of(&scene.story.text),
        None => &*scene.tree(sentence).token(token).form,
    };
    let text: Vec<&str> = text.split_whitespace().collect();
    format!("“{}”", text.join(" "))
}
