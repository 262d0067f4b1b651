//! Named entities: whom and what proper nouns refer to, and where their mentions begin and end.
//!
//! The network labels each word with what the noun phrase that it heads refers to. A mention
//! is named when its head is a proper noun; its span follows the tree (models/README.md, "spans").
//! Persons named in the plural ("Kurds", "Republicans") are a group; adjectives of nationality are
//! no mentions and are left to the coding room, which knows the countries.

use demarche_story::{Entity, EntityKind, Relation, Token, Upos, Xpos};

/// The entity kind of a network label; `None` where the word heads no mention.
pub(crate) fn kind(label: &str) -> Option<EntityKind> {
    match label {
        "none" | "O" | "" => None,
        "person" => Some(EntityKind::Person),
        "organization" => Some(EntityKind::Organization),
        "place" => Some(EntityKind::Place),
        "time" => Some(EntityKind::Date),
        _ => Some(EntityKind::Other),
    }
}

/// Appends the named entities of a sentence; `kinds` is what each word's noun phrase refers to.
pub(crate) fn named(tokens: &[Token], kinds: &[Option<EntityKind>], entities: &mut Vec<Entity>) {
    for (head, kind) in kinds.iter().enumerate() {
        if let Some(kind) = *kind
            && kind != EntityKind::Date
            && tokens[head].upos == Upos::Propn
        {
            let (first, last) = extent(tokens, head);
            let group = kind == EntityKind::Person && tokens[head].xpos == Xpos::Nnps;
            entities.push(Entity {
                first: first as u32,
                last: last as u32,
                head: head as u32,
                kind: if group { EntityKind::Group } else { kind },
            });
        }
    }
}

/// First and last word of the mention headed by `head`: the unbroken run of inside words around it.
pub(crate) fn extent(tokens: &[Token], head: usize) -> (usize, usize) {
    let mut first = head;
    while first > 0 && is_inside(tokens, first - 1, head) {
        first -= 1;
    }
    let mut last = head;
    while last + 1 < tokens.len() && is_inside(tokens, last + 1, head) {
        last += 1;
    }
    (first, last)
}

/// Whether `word` stands below a dependent of `head` that belongs to its mention.
fn is_inside(tokens: &[Token], word: usize, head: usize) -> bool {
    let mut at = word;
    // A tree of n words has no path longer than n.
    for _ in 0..tokens.len() {
        match tokens[at].head {
            Some(parent) if parent as usize == head => {
                // "Williams, 2010": a number that follows is no part of the name.
                let number = at > head
                    && tokens[at].relation == Relation::NmodUnmarked
                    && tokens[at].upos == Upos::Num;
                return belongs(&tokens[at]) && !number;
            }
            Some(parent) if (parent as usize) < tokens.len() => at = parent as usize,
            _ => return false,
        }
    }
    false
}

/// Whether a direct dependent belongs to its head's mention.
fn belongs(token: &Token) -> bool {
    use Relation::*;
    matches!(
        token.relation,
        Amod | Compound
            | Det
            | DetPredet
            | Flat
            | Nmod
            | NmodDesc
            | NmodPoss
            | NmodUnmarked
            | Nummod
            | Acl
            | AclRelcl
            | Goeswith
    ) || token.relation == Case && token.xpos == Xpos::Pos
}
