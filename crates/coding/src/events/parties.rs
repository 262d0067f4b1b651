//! Who stands in a role: the mention itself, or whoever owns the thing or deed that does.

use super::scene::Scene;
use crate::tree::Tree;
use demarche_knowledge::lexicon::NounArgument;
use demarche_story::{EventType, MentionKind, PredicateClass, Relation, Role, Xpos};

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

/// Sets of things that one has with somebody, who stands for them behind "with".
const BETWEEN_TWO: &[&str] = &["borders", "agreements", "ceasefires", "relations"];

/// Whether a verb can only mean violence against somebody, or the taking of their freedom.
fn is_harm(scene: &Scene<'_>, verb: &str) -> bool {
    let lexicon = &scene.knowledge.lexicon;
    let mut plain = lexicon
        .verb(verb)
        .iter()
        .filter(|entry| entry.words.is_empty())
        .map(|entry| &lexicon.frames[entry.frame as usize])
        .peekable();
    plain.peek().is_some()
        && plain.all(|frame| {
            let freedom = matches!(frame.mode.as_deref(), Some("arrest" | "abduct" | "convict"));
            match frame.event {
                Some(EventType::Coerce | EventType::Sanction) => freedom,
                event => event == Some(EventType::Assault) || event.is_none() && frame.guard,
            }
        })
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
    let sets = &scene.knowledge.lexicon.sets;
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
            // "stalled on ratifying Sweden's membership": whoever owns what it is done to.
            if victims && *role == Role::Obj && proposition.class == PredicateClass::Verb {
                for thing in tokens {
                    let found = owners(scene, sentence, thing, victims, depth + 1);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
    }
    // "the treatment of migrants by Libya": who does it comes before whom it is done to.
    let by = tree
        .children_by(token, &[Relation::Nmod])
        .filter(|child| tree.case(*child).as_deref() == Some("of"))
        .flat_map(|whole| tree.children_by(whole, &[Relation::Nmod]))
        .find(|child| *child > token && tree.case(*child).as_deref() == Some("by"));
    if let Some(by) = by {
        let found: Vec<usize> = tree
            .with_conjuncts(by)
            .flat_map(|doer| direct(scene, sentence, doer))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    let groups: [&[Relation]; 3] = [
        &[Relation::NmodPoss],
        &[Relation::Amod, Relation::Compound, Relation::NmodDesc],
        &[Relation::Nmod],
    ];
    let deed = scene.proposition(sentence, token).is_some();
    for relations in groups {
        let mut found: Vec<usize> = Vec::new();
        for child in tree.children_by(token, relations) {
            if !victims && is_victim(scene, sentence, token, child) {
                continue;
            }
            // "the London attack" is not London's.
            let town = tree.relation(child) == Relation::Compound && scene.is_town(sentence, child);
            if town && deed {
                continue;
            }
            if relations[0] == Relation::Nmod {
                let case = tree.case(child);
                // "the border with Chad", "the treaty with Libya", "the mission in Haiti".
                let beyond = match case.as_deref() {
                    Some("with") if victims => BETWEEN_TWO,
                    // "the bombing of towns in Idlib".
                    Some("in") if victims && found.is_empty() && !deed => {
                        &["peacekeeping", "territory", "buildings"]
                    }
                    Some("in") => &["peacekeeping"],
                    _ => &[],
                };
                let beyond = beyond
                    .iter()
                    .any(|set| sets.named_contains(set, tree.lemma(token)));
                if !beyond && !matches!(case.as_deref(), Some("of" | "by" | "from")) {
                    continue;
                }
            }
            let mut here = direct(scene, sentence, child);
            let inside = tree.case(child).as_deref() == Some("in");
            // "a Houthi missile strike", where the tree hangs the name on the weapon.
            if here.is_empty() && tree.relation(child) == Relation::Compound {
                here = tree
                    .children_by(child, &[Relation::Compound, Relation::Amod])
                    .flat_map(|name| direct(scene, sentence, name))
                    .collect();
            }
            if tree.lemma(child) == "lead" {
                // "a US-led coalition strike".
                let leaders = tree.children(child).iter();
                here.extend(leaders.flat_map(|leader| direct(scene, sentence, *leader)));
            }
            for conjunct in tree.children_by(child, &[Relation::Conj]) {
                here.extend(direct(scene, sentence, conjunct));
            }
            if here.is_empty() && matches!(relations[0], Relation::Nmod | Relation::NmodPoss) {
                here = owners(scene, sentence, child, victims, depth + 1);
            }
            // "a restaurant in Baghdad": not the government's for being in its capital.
            if inside {
                here.retain(|mention| scene.actors[*mention].sector.is_none());
            }
            found.extend(here);
        }
        // "a Taliban command post": whose it is by name comes before what sort of people's it is.
        let named = |mention: &usize| scene.mentions[*mention].kind == MentionKind::Name;
        if found.iter().any(named) {
            found.retain(named);
        }
        if !found.is_empty() {
            return found;
        }
    }
    // "the result announced by the president", "diggers belonging to the miners".
    let belonging = tree
        .children_by(token, &[Relation::Acl])
        .filter(|clause| tree.lemma(*clause) == "belong")
        .flat_map(|clause| tree.children_by(clause, &[Relation::Obl]))
        .filter(|owner| tree.case(*owner).as_deref() == Some("to"));
    // "a number of tourists held by rebels": those who hold them made no number.
    let counts = scene.knowledge.lexicon.is_container(tree.lemma(token));
    // "westerners imprisoned by rebels": whoever does somebody harm does not own them.
    let harmed = tree
        .children_by(token, &[Relation::Acl])
        .any(|clause| is_harm(scene, tree.lemma(clause)));
    let issued: Vec<usize> = tree
        .made_by(token)
        .filter(|_| !counts && !harmed)
        .chain(belonging)
        .flat_map(|doer| direct(scene, sentence, doer))
        .collect();
    if !issued.is_empty() {
        return issued;
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

/// Whether the noun's frames make a phrase below it whom the deed is done to: "the arrest of a
/// tourist", "Navalny's arrest"; but "the decision of the court".
fn is_victim(scene: &Scene<'_>, sentence: u32, noun: usize, phrase: usize) -> bool {
    let tree = scene.tree(sentence);
    let lexicon = &scene.knowledge.lexicon;
    let Some(deed) = scene.proposition(sentence, noun) else {
        return false;
    };
    let deed = &scene.propositions[deed];
    let owner = tree.relation(phrase) == Relation::NmodPoss;
    if deed.class != PredicateClass::Noun || !owner && tree.case(phrase).as_deref() != Some("of") {
        return false;
    }
    let mut frames = lexicon
        .noun(&deed.predicate)
        .iter()
        .map(|entry| &lexicon.frames[entry.frame as usize])
        .filter(|frame| frame.event.is_some_and(is_done))
        .peekable();
    frames.peek().is_some()
        && frames.all(|frame| {
            let role = if owner { frame.poss } else { frame.of };
            role == NounArgument::Obj
        })
}

/// Whether an event is done to somebody and not said.
fn is_done(event: EventType) -> bool {
    matches!(
        event,
        EventType::Assault
            | EventType::Coerce
            | EventType::Sanction
            | EventType::Cooperate
            | EventType::Aid
            | EventType::Retreat
            | EventType::Mobilize
    )
}
