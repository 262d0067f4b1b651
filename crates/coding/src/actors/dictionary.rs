//! Names and nouns of a user's dictionaries: where a sentence has them, and who is meant by them.
//!
//! They come before what `knowledge/` has for the same words, but not before what the story itself
//! says of a person ("Prime Minister …").

use super::findings::{Finding, Piece, looks_right, words};
use super::modifiers::{self, Modifiers};
use super::noun::Reader;
use super::reading::{DICTIONARY, Reading, Strength};
use super::role::OFFICIAL;
use demarche_knowledge::actors::{ActorKnowledge, Effect, Entered, Sense};
use demarche_story::{Sentence, Upos};
use jiff::civil::Date;

/// Adds what the dictionaries have to the findings of a sentence; their role nouns replace those of
/// knowledge for the same words.
pub fn lay_over(
    all: &mut Vec<Finding>,
    sentence: &Sentence,
    known: &ActorKnowledge,
    day: Option<Date>,
) {
    let dictionary = &known.dictionary;
    let words = words(sentence, dictionary.phrases());
    let mut found: Vec<Finding> = Vec::new();
    for start in 0..words.len() {
        let mut node = 0;
        for (word, _, last) in &words[start..] {
            let Some(next) = dictionary.phrases().step(node, *word) else {
                break;
            };
            node = next;
            let (first, last) = (words[start].1, *last);
            let meanings = dictionary.meanings(node, day);
            found.extend(
                meanings
                    .map(|meaning| Finding {
                        first,
                        last,
                        meaning,
                    })
                    .filter(|finding| {
                        looks_right(&sentence.tokens[first..=last], &finding.meaning)
                            && !opens_by_chance(finding, sentence, all)
                    }),
            );
        }
    }
    all.retain(|finding| {
        let noun = match finding.meaning.sense {
            Sense::Role => true,
            Sense::Modifier => {
                known.modifiers[finding.meaning.id as usize].effect == Effect::Sector
            }
            _ => false,
        };
        let replaced = |other: &Finding| {
            other.meaning.sense == Sense::Role
                && (other.first, other.last) == (finding.first, finding.last)
        };
        !noun || !found.iter().any(replaced)
    });
    // Theirs first among equals.
    found.append(all);
    found.sort_by_key(|finding| (finding.first, std::cmp::Reverse(finding.last)));
    *all = found;
}

/// Whether a name of one word is only a common word with the capital of the sentence's beginning.
fn opens_by_chance(finding: &Finding, sentence: &Sentence, others: &[Finding]) -> bool {
    let first = finding.first;
    let opens = || {
        let before = sentence.tokens[..first].iter();
        before.clone().all(|token| token.upos == Upos::Punct)
    };
    let name = |other: &Finding| {
        other.first == first
            && other.last == first
            && !matches!(
                other.meaning.sense,
                Sense::Role | Sense::Title | Sense::Modifier
            )
    };
    // The lemma of a name keeps its capital.
    let common = || sentence.tokens[first].lemma.starts_with(char::is_lowercase);
    finding.meaning.sense == Sense::Dictionary
        && finding.last == first
        && common()
        && opens()
        && !others.iter().any(name)
}

/// The dictionary's entry for exactly these words.
pub fn entry(piece: &Piece) -> Option<u32> {
    piece
        .meaning(&[Sense::Dictionary])
        .map(|meaning| meaning.id)
}

/// The piece that is the name of a phrase, from its head to at least `last`, if a dictionary has it.
pub fn piece(pieces: &[Piece], head: usize, last: usize) -> Option<(&Piece, u32)> {
    let piece = pieces.iter().find(|p| p.covers(head) && p.last >= last)?;
    Some((piece, entry(piece)?))
}

/// Code, file and line.
fn source(entered: &Entered<'_>) -> String {
    format!("[{}] ({}:{})", entered.said, entered.place, entered.line)
}

/// Words with the code, file and line that a dictionary has them by, for evidence.
pub fn sourced(words: &str, source: &str) -> String {
    format!("{words} by {DICTIONARY} {source}")
}

/// The country of a name that is only a country's, and the words with their source.
pub fn land(id: u32, words: &str, known: &ActorKnowledge) -> Option<(String, String)> {
    let entered = known.dictionary.entered(id);
    let code = entered.coded.country.as_deref()?;
    (entered.coded.sectors.is_empty() && known.country(code).is_some())
        .then(|| (code.to_string(), sourced(words, &source(&entered))))
}

/// Whether a name of a dictionary is only a country's.
pub fn is_land(id: u32, known: &ActorKnowledge) -> bool {
    land(id, "", known).is_some()
}

impl Reader<'_> {
    /// What a name of a dictionary says by itself.
    pub(super) fn of_entry(&self, id: u32, said: &str) -> Reading {
        let entered = self.known.dictionary.entered(id);
        let source = source(&entered);
        let mut reading = Reading::default();
        if entered.coded.null {
            reading.because(format!("{DICTIONARY}: {said} is no actor {source}"));
            return reading;
        }
        reading.country = entered.coded.country.as_deref().map(str::to_string);
        for sector in &entered.coded.sectors {
            reading.add_sector(sector);
        }
        reading.name = Some(said.to_string());
        reading.strength = Strength::Entered;
        reading.because(format!("{DICTIONARY}: {said} -> {source}"));
        if let Some(home) = &entered.coded.home {
            reading.because(format!("home: {home}"));
        }
        reading
    }

    /// A phrase whose name a dictionary has, with the words before it.
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    pub(super) fn by_dictionary(
        &self,
        sentence: usize,
        head: usize,
        piece: &Piece,
        id: u32,
        pieces: &[Piece],
        mods: Modifiers,
        owner: Option<usize>,
        depth: usize,
    ) -> Reading {
        let said = modifiers::name_words(&self.trees[sentence], piece.first, piece.last);
        let own = self.of_entry(id, &said);
        if own.is_empty() {
            return own;
        }
        let mut reading = own;
        if mods.titles.is_empty() {
            if reading.country.is_none()
                && let Some((code, by)) = &mods.country
            {
                reading.because(format!("nationality: {by} -> {code}"));
                reading.country = Some(code.clone());
            }
        } else {
            let titled = self.by_title(
                sentence,
                head,
                piece.last,
                piece.first,
                pieces,
                &mods,
                owner,
                depth,
            );
            reading = over(titled, reading);
        }
        let official = reading.sectors.first();
        if mods.former && official.is_some_and(|sector| OFFICIAL.contains(&sector.as_str())) {
            reading.sectors.insert(0, "ELI".into());
            reading.because("former -> ELI".into());
        }
        self.known_as(&mut reading, piece);
        reading
    }

    /// The name that knowledge has for the same: "Kabul" is Afghanistan, "Annan" Kofi Annan.
    fn known_as(&self, reading: &mut Reading, piece: &Piece) {
        let lands = [
            Sense::LandName,
            Sense::LandAdjective,
            Sense::LandPeople,
            Sense::LandCapital,
            Sense::LandPlace,
        ];
        if let Some(meaning) = piece.meaning(&[Sense::Person]) {
            reading.person = Some(meaning.id);
            let person = &self.known.people[meaning.id as usize];
            reading.name = Some(person.name.to_string());
        } else if let Some(meaning) = piece.meaning(&lands) {
            let land = &self.known.lands[meaning.id as usize];
            if reading.sectors.is_empty() && land.code.as_deref() == reading.country.as_deref() {
                reading.name = Some(land.name.to_string());
            }
        }
    }
}

/// What the story says of a titled person, and what the dictionary adds.
fn over(titled: Reading, entered: Reading) -> Reading {
    let mut reading = titled;
    if reading.sectors.is_empty() {
        reading.sectors = entered.sectors;
        reading.strength = entered.strength;
    } else {
        reading.strength = Strength::Titled;
    }
    reading.country = reading.country.or(entered.country);
    reading.wants_country &= reading.country.is_none() && reading.kind.is_some();
    reading.name = entered.name;
    for step in entered.evidence {
        reading.because(step);
    }
    reading
}
