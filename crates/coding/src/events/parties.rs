//! Who stands in a role: the mention itself, or whoever owns the thing or deed that does.

use super::scene::Scene;
use crate::tree::Tree;
use demarche_story::{MentionKind, Relation, Role, Xpos};

/// The mentions that can act among `tokens`; where none can, the owners of what
/// they name ("the Kremlin's decision", "Russian equipment", "Iran's seizure of a ship").
/// With `victims` whom a deed was done to may stand for it.
pub fn of_tokens(scene: &Scene<'_>, sentence: u32, tokens: &[usize], victims: bool) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for &token in tokens {
        for mention in direct(scene, sentence, token) {
            if !found.contains(&mention) {
                found.push(mention);
            }
        }
    }
    if found.is_empty() {
        for &token in tokens {
            for mention in owners(scene, sentence, token, victims, 0) {
                if !found.contains(&mention) {
                    found.push(mention);
                }
            }
        }
    }
    found
}

fn direct(scene: &Scene<'_>, sentence: u32, token: usize) -> Vec<usize> {
    let itself = scene
        .mention(sentence, token)
        .filter(|index| scene.can_act(*index));
    let Some(itself) = itself else {
        return Vec::new();
    };
    let mut found = vec![itself];
    found.extend(other_nations(scene, sentence, token, itself));
    found
}

/// "Turkish and Russian officials": the nations of one plural noun beside that of its mention.
fn other_nations(scene: &Scene<'_>, sentence: u32, token: usize, mention: usize) -> Vec<usize> {
    let tree = scene.tree(sentence);
    if tree.token(token).xpos != Xpos::Nns {
        return Vec::new();
    }
    let own = scene.actors[mention].country.as_deref();
    adjectives_beside(tree, token)
        .filter_map(|adjective| scene.mention(sentence, adjective))
        .filter(|other| {
            let country = scene.actors[*other].country.as_deref();
            country.is_some() && country != own && scene.can_act(*other)
        })
        .collect()
}

/// Adjectives coordinated with one that stands before a noun.
fn adjectives_beside(tree: &Tree<'_>, noun: usize) -> impl Iterator<Item = usize> {
    tree.children_by(noun, &[Relation::Amod, Relation::Compound])
        .flat_map(|first| tree.children_by(first, &[Relation::Conj]))
        .filter(move |other| *other < noun)
}

/// Whoever a thing or deed belongs to.
fn owners(
    scene: &Scene<'_>,
    sentence: u32,
    token: usize,
    victims: bool,
    depth: usize,
) -> Vec<usize> {
    if depth > 2 {
        return Vec::new();
    }
    let tree = scene.tree(sentence);
    if let Some(index) = scene.proposition(sentence, token) {
        let proposition = &scene.propositions[index];
        // Who condemns a deed does not condemn whom it was done to.
        let roles: &[Role] = if victims {
            &[Role::Subj, Role::Obj]
        } else {
            &[Role::Subj]
        };
        for role in roles {
            let tokens: Vec<usize> = proposition
                .arguments
                .iter()
                .filter(|a| a.role == *role && a.token as usize != token && !a.inferred)
                .map(|a| a.token as usize)
                .collect();
            let found: Vec<usize> = tokens
                .iter()
                .flat_map(|t| direct(scene, sentence, *t))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    let groups: [&[Relation]; 3] = [
        &[Relation::NmodPoss],
        &[Relation::Amod, Relation::Compound, Relation::NmodDesc],
        &[Relation::Nmod],
    ];
    for relations in groups {
        let mut found = Vec::new();
        for child in tree.children_by(token, relations) {
            if relations[0] == Relation::Nmod {
                let case = tree.case(child);
                if !matches!(case.as_deref(), Some("of" | "by" | "from")) {
                    continue;
                }
            }
            let mut here = direct(scene, sentence, child);
            for conjunct in tree.children_by(child, &[Relation::Conj]) {
                here.extend(direct(scene, sentence, conjunct));
            }
            if here.is_empty() && matches!(relations[0], Relation::Nmod | Relation::NmodPoss) {
                here = owners(scene, sentence, child, victims, depth + 1);
            }
            found.extend(here);
        }
        if !found.is_empty() {
            return found;
        }
    }
    // The thing itself, where it is known whose it is.
    scene
        .mention(sentence, token)
        .filter(|index| {
            scene.actors[*index].is_resolved()
                && scene.mentions[*index].kind != MentionKind::Pronoun
        })
        .into_iter()
        .collect()
}
