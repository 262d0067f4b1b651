//! Relatives of relatives: after "his mother", "her son" is he.

use super::Scene;
use super::chain::{Chain, Form};
use demarche_story::{MentionClass, MentionKind, Relation};

/// Words for one relation and for the same seen from the other end.
const RELATIONS: &[(&[&str], &[&str])] = &[
    (
        &["mother", "father", "mum", "mom", "dad", "parent"],
        &["son", "daughter", "child"],
    ),
    (
        &["grandmother", "grandfather", "grandparent"],
        &["grandson", "granddaughter", "grandchild"],
    ),
    (&["aunt", "uncle"], &["niece", "nephew"]),
    (
        &["wife", "husband", "spouse"],
        &["wife", "husband", "spouse"],
    ),
    (
        &["brother", "sister", "sibling"],
        &["brother", "sister", "sibling"],
    ),
    (
        &["fiancé", "fiancée", "girlfriend", "boyfriend"],
        &["fiancé", "fiancée", "girlfriend", "boyfriend"],
    ),
];

/// Whether two nouns say one relation from its two ends.
fn are_inverse(one: &str, other: &str) -> bool {
    RELATIONS.iter().any(|(a, b)| {
        a.contains(&one) && b.contains(&other) || b.contains(&one) && a.contains(&other)
    })
}

/// The chain of whoever owns the owner in the inverse relation: "Hall … *his* mother said *her son*".
pub fn antecedent(
    scene: &Scene<'_>,
    mention: usize,
    form: &Form,
    chains: &[Chain],
    chain_of: &[Option<u32>],
) -> Option<usize> {
    if form.plural || !scene.known.scene.kin.contains(form.lemma.as_str()) {
        return None;
    }
    let owner = owner(scene, mention)?;
    // "Her other son", "her youngest daughter" is somebody else.
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    if tree
        .child(
            m.head as usize,
            &[Relation::Amod, Relation::Nummod, Relation::Appos],
        )
        .is_some()
    {
        return None;
    }
    let of = chain_of[owner]? as usize;
    let whose = |relative: &usize| {
        let relative = *relative;
        if scene.mentions[relative].kind != MentionKind::Nominal {
            return None;
        }
        let r = &scene.mentions[relative];
        let lemma = scene.trees[r.sentence as usize].lemma(r.head as usize);
        if !are_inverse(lemma, &form.lemma) {
            return None;
        }
        let chain = chain_of[self::owner(scene, relative)?]? as usize;
        let one = &chains[chain];
        (chain != of
            && one.class == MentionClass::Person
            && !one.plural
            && one.gender_agrees(form.gender))
        .then_some(chain)
    };
    chains[of].mentions.iter().find_map(whose)
}

/// The mention that owns another: "*his* mother", "*Hall's* mother".
fn owner(scene: &Scene<'_>, mention: usize) -> Option<usize> {
    let m = &scene.mentions[mention];
    let tree = &scene.trees[m.sentence as usize];
    let owner = tree.child(m.head as usize, &[Relation::NmodPoss])?;
    super::here(scene, m.sentence, owner)
}
