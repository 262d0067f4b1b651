//! Names: the full name, its short forms, acronyms, and two names of one known entity.

use super::Scene;
use super::chain::{Chain, Form};
use demarche_story::MentionClass;

/// The chain that a name joins.
pub fn antecedent(
    scene: &Scene<'_>,
    mention: usize,
    form: &Form,
    chains: &[Chain],
) -> Option<usize> {
    if form.name.is_empty() {
        return None;
    }
    let reading = &scene.readings[mention];
    for (index, chain) in chains.iter().enumerate().rev() {
        if !chain.is_named() {
            continue;
        }
        // A family name said in full before is that person, whatever else it looks like.
        let family_name = chain.class == MentionClass::Person
            && reading.is_empty()
            && !form.modifies
            && form.name.len() == 1
            && chain
                .forms
                .iter()
                .any(|other| other.name.len() > 1 && other.name.last() == form.name.first());
        if family_name {
            return Some(index);
        }
        if !classes_agree(form.class, chain.class) {
            continue;
        }
        let by_knowledge = match (reading.person, chain.person) {
            (Some(a), Some(b)) if a == b => true,
            (Some(_), Some(_)) => continue,
            _ => false,
        };
        let known_name = reading.name.is_some()
            && reading.person.is_none()
            && reading.name == chain.known_name
            && chain.country == reading.country
            && same_capacity(scene, mention, chain);
        if by_knowledge || known_name {
            return Some(index);
        }
        let conflicting = reading.name.is_some()
            && chain.known_name.is_some()
            && form.class != MentionClass::Person;
        if conflicting || !chain.gender_agrees(form.gender) {
            continue;
        }
        if chain.forms.iter().any(|other| matches(form, other)) {
            return Some(index);
        }
    }
    None
}

/// "Moscow" the government and "Russia" the country stay two chains.
fn same_capacity(scene: &Scene<'_>, mention: usize, chain: &Chain) -> bool {
    let own = scene.readings[mention].sectors.first();
    chain
        .mentions
        .iter()
        .any(|other| scene.readings[*other].sectors.first() == own)
}

fn classes_agree(a: MentionClass, b: MentionClass) -> bool {
    a == b
        || matches!(
            (a, b),
            (
                MentionClass::Thing,
                MentionClass::Person | MentionClass::Organization | MentionClass::Group
            ) | (
                MentionClass::Person | MentionClass::Organization | MentionClass::Group,
                MentionClass::Thing
            )
        )
}

/// Whether two names are forms of one: equal, a family name or given name of the longer, or an acronym.
fn matches(form: &Form, other: &Form) -> bool {
    let (a, b) = (&form.name, &other.name);
    if b.is_empty() || a.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    let person = form.class == MentionClass::Person || other.class == MentionClass::Person;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if person {
        if short.len() == 1 {
            return long.last() == short.first() || long.first() == short.first();
        }
        return short.last() == long.last() && short.first() == long.first()
            || short.iter().all(|word| long.contains(word));
    }
    if short.len() == 1 && is_acronym(&short[0], long) {
        return true;
    }
    // "the Foundation" after "the Rowntree Foundation" is a description; a first word is a short name.
    short.len() == 1 && long.len() > 1 && long.first() == short.first() && short[0].len() > 3
}

fn is_acronym(short: &str, long: &[Box<str>]) -> bool {
    if short.len() < 2 || long.len() < 2 {
        return false;
    }
    let all: String = long.iter().filter_map(|word| word.chars().next()).collect();
    let weighty: String = long
        .iter()
        .filter(|word| !matches!(&***word, "of" | "the" | "for" | "and" | "in" | "on" | "s"))
        .filter_map(|word| word.chars().next())
        .collect();
    short == all || short == weighty
}
