//! Named entities: where the mentions of persons, organizations, places and the like begin and end.
//!
//! A mention is named when its head is a proper noun ([`super::referents`] says what that names); its span follows
//! the tree (models/README.md, "spans").
//! Persons named in the plural ("Kurds", "Republicans") are a group; adjectives of nationality are
//! no mentions and are left to the coding room, which knows the countries.

use super::referents::Referent;
use demarche_story::{Entity, EntityKind, Relation, Token, Upos, Xpos};

/// Appends the named entities of a sentence; `referents` are its proper nouns.
pub(crate) fn named(tokens: &[Token], referents: &[Referent], entities: &mut Vec<Entity>) {
    let found = entities.len();
    for referent in referents {
        let head = referent.word as usize;
        if let Some(kind) = referent.kind
            && kind != EntityKind::Date
        {
            let group = kind == EntityKind::Person && tokens[head].xpos == Xpos::Nnps;
            entities.push(Entity {
                first: head as u32,
                last: head as u32,
                head: head as u32,
                kind: if group { EntityKind::Group } else { kind },
            });
        }
    }
    for number in found..entities.len() {
        let (first, last) = extent(tokens, &entities[number], &entities[found..]);
        let entity = &mut entities[number];
        (entity.first, entity.last) = (first as u32, last as u32);
    }
}

/// First and last word of the name headed by `head`: the capitalised words around it that modify it.
pub(super) fn name(tokens: &[Token], head: usize) -> (usize, usize) {
    use Relation::*;
    let is_part = |word: usize| {
        let mut at = word;
        for _ in 0..tokens.len() {
            if !matches!(tokens[at].relation, Compound | Flat | Amod | NmodDesc) {
                return false;
            }
            match tokens[at].head {
                Some(parent) if parent as usize == head => {
                    return tokens[word].form.starts_with(char::is_uppercase);
                }
                Some(parent) if (parent as usize) < tokens.len() => at = parent as usize,
                _ => return false,
            }
        }
        false
    };
    let first = (0..head).rev().take_while(|word| is_part(*word)).last();
    let last = (head + 1..tokens.len())
        .take_while(|word| is_part(*word))
        .last();
    (first.unwrap_or(head), last.unwrap_or(head))
}

/// First and last word of a mention: the unbroken run of inside words around its head, without a
/// conjunction, preposition, comma or lone bracket at its edges. `all` are the sentence's entities by head.
fn extent(tokens: &[Token], entity: &Entity, all: &[Entity]) -> (usize, usize) {
    use Relation::{Case, Cc, Punct};
    let head = entity.head as usize;
    let inside = |word: usize| is_inside(tokens, word, entity, all);
    let mut first = head;
    while first > 0 && inside(first - 1) {
        first -= 1;
    }
    while first < head && matches!(tokens[first].relation, Case | Cc | Punct) {
        first += 1;
    }
    let mut last = head;
    while last + 1 < tokens.len() && inside(last + 1) {
        last += 1;
    }
    let opens = |words: &[Token]| words.iter().any(|t| matches!(&*t.form, "(" | "["));
    while last > head
        && match &*tokens[last].form {
            "," | ":" | ";" | "(" | "[" | "-" | "--" | "–" | "—" => {
                tokens[last].relation == Punct
            }
            ")" | "]" => !opens(&tokens[first..last]),
            _ => tokens[last].relation == Cc,
        }
    {
        last -= 1;
    }
    (first, last)
}

/// Whether `word` stands below a dependent of the entity's head that belongs to its mention.
fn is_inside(tokens: &[Token], word: usize, entity: &Entity, all: &[Entity]) -> bool {
    let (head, mut at) = (entity.head as usize, word);
    // A tree of n words has no path longer than n.
    for _ in 0..tokens.len() {
        match tokens[at].head {
            Some(parent) if parent as usize == head => {
                // "Williams, 2010": a number that follows is no part of the name.
                let number = at > head
                    && tokens[at].relation == Relation::NmodUnmarked
                    && tokens[at].upos == Upos::Num;
                return belongs(&tokens[at]) && !number && !is_circumstance(tokens, entity, at)
                    || is_wider_place(tokens, entity, at, all);
            }
            Some(parent) if (parent as usize) < tokens.len() => at = parent as usize,
            _ => return false,
        }
    }
    false
}

/// The prepositions that may continue a bare name: "Joan of Arc", "Quill from Leeds", "Cambridge in Massachusetts".
const OF_A_NAME: [&str; 3] = ["of", "from", "in"];

/// "Quill on Monday": a phrase behind the bare name of a person or place tells something of the
/// sentence rather than of the name, unless with "of", "from" or "in".
fn is_circumstance(tokens: &[Token], entity: &Entity, phrase: usize) -> bool {
    use Relation::*;
    let head = entity.head as usize;
    let on = |token: &Token, parent: usize| token.head == Some(parent as u32);
    let describes = |t: &Token| matches!(t.relation, Det | DetPredet | NmodPoss | Amod);
    matches!(entity.kind, EntityKind::Person | EntityKind::Place)
        && phrase > head
        && tokens[phrase].relation == Nmod
        && !tokens[..head].iter().any(|t| on(t, head) && describes(t))
        && tokens
            .iter()
            .find(|t| on(t, phrase) && t.relation == Case)
            .is_some_and(|t| !OF_A_NAME.contains(&&*t.form))
}

/// "Springfield, Illinois", "the University of Basel, Switzerland": whether `place`, in apposition to a place or an
/// organization, follows it behind a comma, and is no list ("Chad, Niger and Mali").
fn is_wider_place(tokens: &[Token], entity: &Entity, place: usize, all: &[Entity]) -> bool {
    let head = entity.head as usize;
    let is_next = || match entity.kind {
        EntityKind::Place => place == name(tokens, head).1 + 2,
        EntityKind::Organization => {
            let found = all.binary_search_by_key(&(place as u32), |other| other.head);
            place > head && found.is_ok_and(|found| all[found].kind == EntityKind::Place)
        }
        _ => false,
    };
    let is_listed = |token: &Token| {
        token.relation == Relation::Conj
            && token
                .head
                .is_some_and(|on| on as usize == head || on as usize == place)
    };
    tokens[place].relation == Relation::Appos
        && tokens[place].upos == Upos::Propn
        && place > 0
        && &*tokens[place - 1].form == ","
        && is_next()
        && !tokens.iter().any(is_listed)
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

#[cfg(test)]
mod tests {
    use super::super::names::Names;
    use super::super::referents::Referents;
    use super::*;
    use crate::reference::sentence;
    use demarche_story::Sentence;

    const KINDS: [Option<EntityKind>; 4] = [
        None,
        Some(EntityKind::Person),
        Some(EntityKind::Organization),
        Some(EntityKind::Place),
    ];

    /// Form, head (from 1, 0 the root), relation and scores.
    type Word = (&'static str, u32, &'static str, [f32; 4]);

    /// What the proper nouns of a sentence name.
    fn check(words: &[Word], expected: &[(&str, EntityKind)]) {
        check_text(&[words], expected);
    }

    /// What the proper nouns of a text name.
    fn check_text(text: &[&[Word]], expected: &[(&str, EntityKind)]) {
        let mut referents = Referents::default();
        let mut sentences: Vec<Sentence> = Vec::new();
        for words in text {
            let forms: Vec<&str> = words.iter().map(|word| word.0).collect();
            let mut sentence = sentence(&forms);
            for (at, (form, head, relation, row)) in words.iter().enumerate() {
                let token = &mut sentence.tokens[at];
                if form.starts_with(char::is_uppercase) {
                    token.upos = Upos::Propn;
                    token.xpos = Xpos::Nnp;
                    referents.push(sentences.len(), at, row, &[]);
                }
                token.head = head.checked_sub(1);
                token.relation = Relation::parse(relation);
            }
            sentences.push(sentence);
        }
        referents.decide(&sentences, &KINDS, &Names::embedded(), |_, _| {});
        let mut found = Vec::new();
        for (number, sentence) in sentences.iter().enumerate() {
            let mut entities = Vec::new();
            named(&sentence.tokens, referents.of(number), &mut entities);
            for e in entities {
                let words = &text[number][e.first as usize..=e.last as usize];
                let words: Vec<&str> = words.iter().map(|word| word.0).collect();
                found.push((words.join(" "), e.kind));
            }
        }
        let expected: Vec<(String, EntityKind)> = expected
            .iter()
            .map(|(words, kind)| (words.to_string(), *kind))
            .collect();
        assert_eq!(found, expected);
    }

    const NONE: [f32; 4] = [9.0, 0.0, 0.0, 0.0];
    const TOWN: [f32; 4] = [0.0, 0.0, 0.0, 9.0];

    #[test]
    fn titles_and_first_names_decide_where_the_network_wavers() {
        let unsure = [3.0, 2.5, 0.0, 1.0];
        check(
            &[
                ("Senator", 2, "nmod:desc", NONE),
                ("Quill", 0, "root", unsure),
            ],
            &[("Senator Quill", EntityKind::Person)],
        );
        check(
            &[("Dmitry", 0, "root", unsure), ("Quill", 1, "flat", NONE)],
            &[("Dmitry Quill", EntityKind::Person)],
        );
        check(&[("Quill", 0, "root", unsure)], &[]);
        // A title alone is no name, and one that the network is sure of stays what it is.
        check(&[("Senator", 0, "root", unsure)], &[]);
        check(
            &[
                ("General", 2, "compound", NONE),
                ("Motors", 0, "root", [0.0, 2.0, 5.0, 0.0]),
            ],
            &[("General Motors", EntityKind::Organization)],
        );
    }

    #[test]
    fn the_same_name_is_mostly_the_same_throughout_a_text() {
        let person = [0.0, 5.0, 0.0, 0.0];
        let unsure = [0.0, 2.0, 0.0, 2.5];
        check_text(
            &[
                &[("Dmitry", 0, "root", person), ("Quill", 1, "flat", NONE)],
                &[("Quill", 0, "root", unsure)],
                &[("Quill", 0, "root", TOWN)],
            ],
            &[
                ("Dmitry Quill", EntityKind::Person),
                ("Quill", EntityKind::Place),
                ("Quill", EntityKind::Place),
            ],
        );
        check_text(
            &[
                &[("Dmitry", 0, "root", person), ("Quill", 1, "flat", NONE)],
                &[("Quill", 0, "root", unsure)],
                &[("Quill", 0, "root", [4.0, 3.0, 0.0, 0.0])],
            ],
            &[
                ("Dmitry Quill", EntityKind::Person),
                ("Quill", EntityKind::Person),
            ],
        );
    }

    #[test]
    fn houses_and_courts_are_organizations_rather_than_places() {
        let unsure = [0.0, 0.0, 3.0, 3.5];
        check(
            &[("House", 0, "root", unsure)],
            &[("House", EntityKind::Organization)],
        );
        check(
            &[("Quill", 0, "root", unsure)],
            &[("Quill", EntityKind::Place)],
        );
    }

    #[test]
    fn a_wider_place_belongs_to_the_place_before_it_but_a_list_does_not() {
        let comma = |head| (",", head, "punct", NONE);
        check(
            &[
                ("Springfield", 0, "root", TOWN),
                comma(3),
                ("Illinois", 1, "appos", TOWN),
            ],
            &[
                ("Springfield , Illinois", EntityKind::Place),
                ("Illinois", EntityKind::Place),
            ],
        );
        check(
            &[
                ("Chad", 0, "root", TOWN),
                comma(3),
                ("Niger", 1, "appos", TOWN),
                ("and", 5, "cc", NONE),
                ("Mali", 1, "conj", TOWN),
            ],
            &[
                ("Chad", EntityKind::Place),
                ("Niger", EntityKind::Place),
                ("Mali", EntityKind::Place),
            ],
        );
    }

    #[test]
    fn what_a_name_meets_in_a_sentence_is_no_part_of_it() {
        let person = [0.0, 9.0, 0.0, 0.0];
        check(
            &[
                ("Quill", 0, "root", person),
                ("on", 3, "case", NONE),
                ("Monday", 1, "nmod", NONE),
            ],
            &[("Quill", EntityKind::Person)],
        );
        check(
            &[
                ("Joan", 0, "root", person),
                ("of", 3, "case", NONE),
                ("Arc", 1, "nmod", NONE),
            ],
            &[("Joan of Arc", EntityKind::Person)],
        );
        check(
            &[("Quill", 0, "root", person), (")", 1, "flat", NONE)],
            &[("Quill", EntityKind::Person)],
        );
    }

    #[test]
    fn the_seat_of_an_organization_belongs_to_it() {
        let body = [0.0, 0.0, 9.0, 0.0];
        check(
            &[
                ("University", 0, "root", body),
                ("of", 3, "case", NONE),
                ("Basel", 1, "nmod", TOWN),
                (",", 5, "punct", NONE),
                ("Switzerland", 1, "appos", TOWN),
            ],
            &[
                (
                    "University of Basel , Switzerland",
                    EntityKind::Organization,
                ),
                ("Basel", EntityKind::Place),
                ("Switzerland", EntityKind::Place),
            ],
        );
    }

    #[test]
    fn conjunctions_are_cut_off_at_the_edges() {
        check(
            &[
                ("and", 2, "cc", NONE),
                ("New", 3, "amod", NONE),
                ("Zealand", 0, "root", TOWN),
            ],
            &[("New Zealand", EntityKind::Place)],
        );
    }
}
