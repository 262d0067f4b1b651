//! Names: the full name, its short forms, acronyms, and two names of one known entity.

use super::Scene;
use super::chain::{Chain, Form};
use demarche_story::{MentionClass, MentionKind, Relation, Upos};

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
                .names()
                .any(|other| other.name.len() > 1 && other.name.last() == form.name.first());
        if family_name {
            return Some(index);
        }
        if !classes_agree(form.class, chain.class) {
            continue;
        }
        // "Turkish Kurds" are not all Kurds.
        if !reading.homes.is_empty() && reading.country != chain.country {
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
        // "The FNRANF" is whoever has been called that, known or not.
        let same = reading.is_empty() && chain.names().any(|other| other.name == form.name);
        let conflicting = reading.name.is_some()
            && !same
            && chain.known_name.is_some()
            && form.class != MentionClass::Person;
        if conflicting || !chain.gender_agrees(form.gender) {
            continue;
        }
        // "Woody Johnson" is no "Boris Johnson", whoever is called Johnson between them.
        let namesake = form.class == MentionClass::Person
            && form.name.len() > 1
            && chain.names().any(|other| is_namesake(form, other));
        if !namesake && chain.names().any(|other| matches(form, other)) {
            return Some(index);
        }
    }
    acronym(scene, mention, form, chains).or_else(|| introduced(scene, mention, form, chains))
}

/// "The Syrian Negotiations Commission … the SNC": unknown capitals that are the initials of a name said before.
fn acronym(scene: &Scene<'_>, mention: usize, form: &Form, chains: &[Chain]) -> Option<usize> {
    let m = &scene.mentions[mention];
    let own = scene.trees[m.sentence as usize].token(m.head as usize);
    let capitals = own.form.len() > 2 && own.form.chars().all(|c| c.is_ascii_uppercase());
    if !capitals || form.name.len() != 1 || !scene.readings[mention].is_empty() {
        return None;
    }
    let spells = |other: &usize| {
        let other = &scene.mentions[*other];
        let tree = &scene.trees[other.sentence as usize];
        let (first, last) = crate::mentions::full(tree, other.head as usize);
        let initials = (first..=last)
            .filter(|token| tree.token(*token).upos != Upos::Det)
            .filter_map(|token| tree.token(token).form.chars().next())
            .filter(|initial| initial.is_uppercase());
        last > first && initials.eq(own.form.chars())
    };
    chains.iter().enumerate().rev().find_map(|(index, chain)| {
        let body = chain.class != MentionClass::Person && chain.class != MentionClass::Place;
        (body && chain.mentions.iter().any(spells)).then_some(index)
    })
}

/// Whom a report introduced without a name before it gives the name: "A British teacher was killed …
/// Anna Smith, 26, from …". There must be but one such person, a sentence or two before.
fn introduced(scene: &Scene<'_>, mention: usize, form: &Form, chains: &[Chain]) -> Option<usize> {
    let m = &scene.mentions[mention];
    let reading = &scene.readings[mention];
    let full = form.class == MentionClass::Person && form.name.len() > 1 && form.subject;
    if !full || !reading.is_empty() || reading.person.is_some() {
        return None;
    }
    let mut found = None;
    for (index, chain) in chains.iter().enumerate() {
        let first = &scene.mentions[chain.mentions[0]];
        let near = (1..=2).contains(&(m.sentence - first.sentence));
        if !near || chain.is_named() || chain.class != MentionClass::Person || chain.plural {
            continue;
        }
        let tree = &scene.trees[first.sentence as usize];
        let head = first.head as usize;
        let indefinite = tree
            .child(head, &[Relation::Det])
            .is_some_and(|d| matches!(tree.lemma(d), "a" | "an"));
        let fits = first.kind == MentionKind::Nominal
            && indefinite
            && chain.forms[0].subject
            && chain.country.is_some()
            && chain.gender_agrees(form.gender);
        if fits && found.replace(index).is_some() {
            return None;
        }
    }
    found
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

/// Whether two full names share the family name only.
fn is_namesake(form: &Form, other: &Form) -> bool {
    let (a, b) = (&form.name, &other.name);
    let initial = |x: &str, y: &str| x.len() == 1 && y.starts_with(x);
    b.len() > 1
        && a.last() == b.last()
        && !initial(&a[0], &b[0])
        && !initial(&b[0], &a[0])
        && !a.contains(&b[0])
        && !b.contains(&a[0])
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
