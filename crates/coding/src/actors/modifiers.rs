//! The words before a head that say whose it is: "Russian-backed", "former", "Syrian military".

use super::dictionary;
use super::findings::Piece;
use crate::tree::Tree;
use demarche_knowledge::actors::{ActorKnowledge, Effect, LandKind, Role, Sense};
use demarche_story::MentionClass;

/// What the words before a head say.
#[derive(Clone, Debug, Default)]
pub struct Modifiers {
    /// Country of the nearest nationality or country name, with the words.
    pub country: Option<(String, String)>,
    /// Country that a group is based in or led by, with the words.
    pub fallback: Option<(String, String)>,
    /// Whether the nearest of them is a part of a country: "Tigrayan".
    pub region: bool,
    /// Whether that country leads it ("Saudi-led").
    pub led: bool,
    /// Whether a community without a country stands there ("Kurdish", "Arab").
    pub community: bool,
    /// The countries that the community lives in, where they are few.
    pub homes: Vec<String>,
    /// Sectors of disputed entities.
    pub land_sectors: Vec<String>,
    /// Organisations, nearest last: ids of all meanings of one piece.
    pub organisations: Vec<(Vec<u32>, String)>,
    /// Names of dictionaries that are not only a country's: their entries, nearest last.
    pub entered: Vec<(u32, String)>,
    /// Sectors that modifiers and role nouns say, nearest last, with the words.
    pub sectors: Vec<(Vec<String>, String)>,
    /// Role nouns and titles of persons before a name, nearest last.
    pub titles: Vec<(u32, String)>,
    /// Whether "former" or the like stands there.
    pub former: bool,
}

/// Reads the pieces before `end` that are not inside `excluded` stretches (possessors).
pub fn read(
    tree: &Tree<'_>,
    pieces: &[Piece],
    end: usize,
    excluded: &[(usize, usize)],
    known: &ActorKnowledge,
) -> Modifiers {
    let mut found = Modifiers::default();
    let inside = |piece: &Piece| {
        piece.last < end
            && !excluded
                .iter()
                .any(|(a, b)| *a <= piece.first && piece.last <= *b)
    };
    let before: Vec<&Piece> = pieces.iter().filter(|piece| inside(piece)).collect();
    for (at, piece) in before.iter().enumerate() {
        let words = words(tree, piece.first, piece.last);
        let next = before.get(at + 1).copied();
        let hyphened = next.filter(|next| is_joined(tree, piece.last, next.first));
        let previous = at.checked_sub(1).map(|p| before[p]);
        let turned = previous.is_some_and(|previous| {
            previous.last + 2 >= piece.first
                && effect(previous, known)
                    .is_some_and(|e| matches!(e, Effect::Against | Effect::For))
        });
        // "Russian and Iran-backed forces": what backs or leads is all that "and" joins.
        let beside = || {
            let (second, third) = (next?, *before.get(at + 2)?);
            let and = second.first == piece.last + 2
                && matches!(tree.lemma(piece.last + 1), "and" | "," | "or")
                && is_joined(tree, second.last, third.first);
            // "US and US-backed forces" are two.
            let (one, other) = (land_of(piece)?, land_of(second)?);
            attached_effect(third, known).filter(|_| and && one != other)
        };
        let attached = hyphened
            .and_then(|next| attached_effect(next, known))
            .or_else(beside);
        if turned {
            continue;
        }
        if let Some(id) = dictionary::entry(piece) {
            entered(&mut found, id, words, attached, known);
            continue;
        }
        if let Some(meaning) = piece.meaning(&[
            Sense::LandAdjective,
            Sense::LandName,
            Sense::LandPeople,
            Sense::LandCapital,
            Sense::LandPlace,
            Sense::LandSeat,
        ]) {
            land(
                &mut found,
                meaning.sense,
                meaning.id,
                &words,
                attached,
                known,
            );
            if meaning.sense == Sense::LandSeat && attached.is_none() {
                let sector = known.seats[meaning.id as usize].sector.to_string();
                found.sectors.push((vec![sector], words.clone()));
            }
            continue;
        }
        let organisations: Vec<u32> = piece
            .meanings
            .iter()
            .filter(|m| matches!(m.sense, Sense::Organisation | Sense::OrganisationMember))
            .map(|m| m.id)
            .collect();
        if !organisations.is_empty() {
            match attached {
                None | Some(Effect::Led) => found.organisations.push((organisations, words)),
                Some(_) => {}
            }
            continue;
        }
        // A word such as "armed" is an effect only after a hyphen: "Iranian-armed".
        let after_hyphen = previous.is_some_and(|p| is_joined(tree, p.last, piece.first));
        if let Some(meaning) = piece.meanings.iter().find(|m| m.sense == Sense::Modifier) {
            let modifiers = || {
                piece
                    .meanings
                    .iter()
                    .filter(|m| m.sense == Sense::Modifier)
                    .map(|m| &known.modifiers[m.id as usize])
            };
            if after_hyphen && attached_effect(piece, known).is_some() {
                continue;
            }
            if modifiers().any(|m| m.effect == Effect::Former) {
                found.former = true;
            }
            if let Some(adds) = modifiers().find(|m| m.effect == Effect::Sector) {
                found.sectors.push((
                    adds.sectors.iter().map(ToString::to_string).collect(),
                    words,
                ));
            } else if known.modifiers[meaning.id as usize].effect != Effect::Former {
                role(&mut found, piece, &words, known);
            }
            continue;
        }
        role(&mut found, piece, &words, known);
    }
    found
}

/// The country that a piece names by itself or its people.
fn land_of(piece: &Piece) -> Option<u32> {
    let meaning = piece.meaning(&[Sense::LandAdjective, Sense::LandName, Sense::LandPeople])?;
    Some(meaning.id)
}

/// A name of a user's dictionary among the modifiers.
fn entered(
    found: &mut Modifiers,
    id: u32,
    words: String,
    attached: Option<Effect>,
    known: &ActorKnowledge,
) {
    let Some((code, by)) = dictionary::land(id, &words, known) else {
        let counts = matches!(attached, None | Some(Effect::Led));
        if counts && !known.dictionary.entered(id).coded.null {
            found.entered.push((id, words));
        }
        return;
    };
    match attached {
        Some(Effect::Backed | Effect::Born) => {}
        Some(effect @ (Effect::Based | Effect::Led)) => {
            found.led = effect == Effect::Led;
            found.fallback = Some((code, by));
        }
        _ => found.country = Some((code, by)),
    }
}

/// A role noun or title among the modifiers.
fn role(found: &mut Modifiers, piece: &Piece, words: &str, known: &ActorKnowledge) {
    let Some(meaning) = piece.meaning(&[Sense::Role, Sense::Title]) else {
        return;
    };
    let entry: &Role = &known.roles[meaning.id as usize];
    if entry.class == MentionClass::Person || meaning.sense == Sense::Title {
        found.titles.push((meaning.id, words.to_string()));
    }
    if !entry.sectors.is_empty() && !entry.weak {
        let by = match &entry.source {
            Some(source) => dictionary::sourced(words, source),
            None => words.to_string(),
        };
        found
            .sectors
            .push((entry.sectors.iter().map(ToString::to_string).collect(), by));
    }
}

fn land(
    found: &mut Modifiers,
    sense: Sense,
    id: u32,
    words: &str,
    attached: Option<Effect>,
    known: &ActorKnowledge,
) {
    let land = match sense {
        Sense::LandSeat => &known.lands[known.seats[id as usize].land as usize],
        _ => &known.lands[id as usize],
    };
    let code = land.code.as_deref().map(str::to_string);
    match attached {
        Some(Effect::Backed | Effect::Born) => {}
        Some(effect @ (Effect::Based | Effect::Led)) => {
            found.led = effect == Effect::Led;
            // "Kurdish-led units" are of where Kurds live.
            if code.is_none() && effect == Effect::Led {
                found.community = true;
                found
                    .homes
                    .extend(land.home.iter().map(ToString::to_string));
            }
            found.fallback = code.map(|code| (code, words.to_string()));
        }
        _ => {
            let community =
                matches!(land.kind, LandKind::Ethnic | LandKind::Religion) || land.code.is_none();
            found.community |= community;
            found
                .homes
                .extend(land.home.iter().map(ToString::to_string));
            if let Some(code) = code {
                // A community's country gives way to one that is said: "Thai Muslim separatists".
                if !community || found.country.is_none() {
                    found.region = land.kind == LandKind::Region;
                    found.country = Some((code, words.to_string()));
                }
                found
                    .land_sectors
                    .extend(land.sectors.iter().map(ToString::to_string));
            }
        }
    }
}

fn effect(piece: &Piece, known: &ActorKnowledge) -> Option<Effect> {
    piece
        .meaning(&[Sense::Modifier])
        .map(|m| known.modifiers[m.id as usize].effect)
}

/// The effect that a modifier has on the word before its hyphen.
fn attached_effect(piece: &Piece, known: &ActorKnowledge) -> Option<Effect> {
    piece
        .meanings
        .iter()
        .filter(|m| m.sense == Sense::Modifier)
        .map(|m| known.modifiers[m.id as usize].effect)
        .find(|e| {
            matches!(
                e,
                Effect::Backed | Effect::Based | Effect::Led | Effect::Born
            )
        })
}

/// Whether `next` follows `last` by a hyphen, or both are parts of one token.
fn is_joined(tree: &Tree<'_>, last: usize, next: usize) -> bool {
    next == last
        || (next == last + 2 && matches!(&*tree.token(last + 1).form, "-" | "–" | "‐" | "‑"))
}

/// The words of a name as the story writes them, without a possessive ending.
pub fn name_words(tree: &Tree<'_>, first: usize, last: usize) -> String {
    let mut name = words(tree, first, last);
    for ending in ["'s", "’s", "'", "’"] {
        if let Some(bare) = name.strip_suffix(ending) {
            name = bare.to_string();
        }
    }
    name
}

/// The words of a stretch as the story writes them.
pub fn words(tree: &Tree<'_>, first: usize, last: usize) -> String {
    let mut out = String::new();
    for index in first..=last {
        let token = tree.token(index);
        if index > first && tree.token(index - 1).span.end < token.span.start {
            out.push(' ');
        }
        out.push_str(&token.form);
    }
    out
}
