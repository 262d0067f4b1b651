//! What only states and powers own: "its *annexation*", "its *troops*".

use super::chain::Chain;
use crate::tree::Tree;
use demarche_story::{MentionClass, Relation};

/// Nouns whose owner is a state.
const OF_STATES: &[&str] = &[
    "airspace",
    "annexation",
    "army",
    "border",
    "constitution",
    "embassy",
    "frontier",
    "independence",
    "intervention",
    "invasion",
    "occupation",
    "parliament",
    "sovereignty",
    "territory",
];

/// Nouns whose owner is a state or an armed group, never a town or a thing.
const OF_POWERS: &[&str] = &[
    "commander",
    "fighter",
    "force",
    "general",
    "government",
    "jet",
    "military",
    "militia",
    "navy",
    "president",
    "soldier",
    "troop",
    "warplane",
];

/// Whether a possessor stands before a noun that only states or powers own, and the chain is none.
pub fn unfit_owner(tree: &Tree<'_>, pronoun: usize, chain: &Chain) -> bool {
    let owned = match tree.head(pronoun) {
        Some(owned) if tree.relation(pronoun) == Relation::NmodPoss => tree.lemma(owned),
        _ => return false,
    };
    OF_STATES.contains(&owned) && (chain.class != MentionClass::Place || chain.armed)
        || OF_POWERS.contains(&owned) && chain.class == MentionClass::Thing
}
