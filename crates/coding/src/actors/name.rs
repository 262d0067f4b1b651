//! Named people: what their titles say, and what they were on the day.

use super::findings::Piece;
use super::modifiers::{self, Modifiers};
use super::noun::Reader;
use super::people::{self, Hints, Standing};
use super::reading::{Reading, Strength};
use super::role::OFFICIAL;
use crate::tree::Tree;
use demarche_knowledge::actors::Sense;
use demarche_story::Relation;

impl Reader<'_> {
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    pub(super) fn by_name(
        &self,
        sentence: usize,
        head: usize,
        last: usize,
        pieces: &[Piece],
        excluded: &[(usize, usize)],
        possessors: &[(usize, usize)],
        depth: usize,
    ) -> Reading {
        let tree = &self.trees[sentence];
        // Titles that the parser took into the name are not part of it.
        let mut start = head;
        for piece in pieces.iter().filter(|p| p.last >= head && p.last < last) {
            if piece.meaning(&[Sense::Title, Sense::Role]).is_some() && piece.first <= start + 3 {
                start = piece.last + 1;
            }
        }
        let person_piece = pieces
            .iter()
            .find(|p| p.last == last && p.meaning(&[Sense::Person]).is_some());
        if let Some(piece) = person_piece {
            start = start.max(piece.first);
        }
        let mut name_words: Vec<&str> = (start..=last)
            .map(|t| &*tree.token(t).form)
            .filter(|form| form.chars().any(char::is_alphanumeric) && !matches!(*form, "'s" | "’s"))
            .map(|form| form.trim_end_matches("'s").trim_end_matches("’s"))
            .collect();
        // "Robinson" in a story about James Robinson is nobody else.
        if let [surname] = name_words[..]
            && let Some(full) = self.context.full_name(surname)
        {
            name_words = full.iter().map(|word| &**word).collect();
        }
        let mods = modifiers::read(tree, pieces, start, excluded, self.known);
        let owner = possessors.last().map(|p| self.owner_head(tree, p.1));
        let mut reading = self.by_title(sentence, head, last, start, pieces, &mods, owner, depth);
        // A minister whom nobody knows is a minister of the country that the story is about.
        reading.wants_country &= reading.kind.is_some();
        let full_name = modifiers::name_words(tree, start, last);
        let hints = Hints {
            kind: reading.kind.as_deref(),
            country: reading.country.as_deref(),
            sentence: self.context.named.get(sentence).map_or(&[], Vec::as_slice),
            story: &self.context.story,
            by_title: !mods.titles.is_empty(),
            day: self.day,
        };
        let found = people::find(self.known, &name_words, &hints);
        let by_title = !reading.sectors.is_empty();
        if by_title {
            reading.strength = Strength::Titled;
        }
        match found {
            Some(found) => {
                let person = &self.known.people[found.person as usize];
                reading.name = Some(person.name.to_string());
                reading.person = Some(found.person);
                let code = found.tenure.code.as_deref().map(str::to_string);
                let title = found.tenure.title.as_deref().unwrap_or("");
                if reading.country.is_none() {
                    reading.country = code.clone();
                }
                let place = code.unwrap_or_default();
                let day = self
                    .day
                    .map_or_else(|| "any day".to_string(), |day| day.to_string());
                let name = &person.name;
                match found.standing {
                    Standing::Now => {
                        reading.because(format!("known: {name}, {title} {place} on {day}"));
                        if !by_title {
                            for sector in found
                                .tenure
                                .sectors
                                .iter()
                                .chain(found.also.iter().flat_map(|t| &t.sectors))
                            {
                                reading.add_sector(sector);
                            }
                            reading.office = found.tenure.title.as_deref().map(str::to_string);
                            // "Donald Trump … The president".
                            if reading.kind.is_none() && !found.tenure.kind.is_empty() {
                                reading.kind = Some(found.tenure.kind.to_string());
                            }
                        }
                    }
                    Standing::Former => {
                        reading.because(format!(
                            "known: {name}, formerly {title} {place}, not on {day}"
                        ));
                        if !by_title {
                            let was_official = found.tenure.office.is_some()
                                && found
                                    .tenure
                                    .sectors
                                    .iter()
                                    .any(|s| OFFICIAL.contains(&&**s) || &**s == "OPP");
                            if was_official
                                || found.tenure.sectors.is_empty() && found.tenure.office.is_some()
                            {
                                reading.sectors = vec!["ELI".into()];
                            }
                            for sector in found.tenure.sectors.iter() {
                                reading.add_sector(sector);
                            }
                        }
                    }
                    Standing::Later => {
                        reading.because(format!("known: {name}, {title} {place} only after {day}"));
                    }
                }
                // Of somebody who is not yet what they are known for, the story says more.
                let strength = match found.standing {
                    Standing::Later => Strength::Role,
                    _ => Strength::Known,
                };
                reading.strength = reading.strength.max(strength);
                if mods.former && !reading.sectors.iter().any(|s| s == "ELI") {
                    reading.sectors.insert(0, "ELI".into());
                }
            }
            None => {
                reading.name = Some(full_name);
                if reading.is_empty() {
                    self.by_body_behind(sentence, head, &mut reading, depth);
                }
                if reading.country.is_none() {
                    self.by_home(sentence, head, &mut reading, depth);
                }
            }
        }
        reading
    }

    /// "Anna Smith, of Human Rights Watch": an unknown person is of the body behind the name.
    fn by_body_behind(&self, sentence: usize, head: usize, reading: &mut Reading, depth: usize) {
        let tree = &self.trees[sentence];
        let body = tree
            .children_by(head, &[Relation::Nmod, Relation::Appos])
            .filter(|child| *child > head)
            .filter(|child| {
                matches!(
                    tree.case(*child).as_deref(),
                    Some("of" | "from" | "at" | "with")
                )
            })
            .map(|child| self.read(sentence, child, depth + 1))
            .find(|of| {
                let across = matches!(of.country.as_deref(), Some("NGO" | "IGO" | "UNO" | "EUR"));
                of.name.is_some() && of.person.is_none() && (across || !of.sectors.is_empty())
            });
        if let Some(of) = body.filter(|of| of.strength == Strength::Known) {
            reading.because(format!("of: {}", of.name.as_deref().unwrap_or_default()));
            reading.because_of(&of);
            reading.country = of.country;
            reading.sectors = of.sectors;
            reading.strength = Strength::Placed;
        }
    }

    /// "Joe Miller, 24, from Leeds": the country of a town that an unknown person is from.
    fn by_home(&self, sentence: usize, head: usize, reading: &mut Reading, depth: usize) {
        let tree = &self.trees[sentence];
        let home = tree
            .children_by(head, &[Relation::Nmod, Relation::Appos, Relation::Obl])
            .filter(|child| *child > head && tree.case(*child).as_deref() == Some("from"))
            .find_map(|child| {
                let known = self.read(sentence, child, depth + 1).country;
                let listed = || {
                    Some(
                        self.places
                            .at(tree.sentence.index, child)?
                            .place
                            .country
                            .clone(),
                    )
                };
                Some((known.or_else(listed)?, child))
            });
        if let Some((code, town)) = home {
            reading.because(format!("from {} -> {code}", tree.token(town).form));
            reading.country = Some(code);
        }
    }

    /// What the title before a person's name says, which begins at `start`, else the nationality.
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    pub(super) fn by_title(
        &self,
        sentence: usize,
        head: usize,
        last: usize,
        start: usize,
        pieces: &[Piece],
        mods: &Modifiers,
        owner: Option<usize>,
        depth: usize,
    ) -> Reading {
        let mut reading = Reading::default();
        let tree = &self.trees[sentence];
        if let Some((id, said)) = self.weightiest(tree, pieces, mods).cloned() {
            let role = &self.known.roles[id as usize];
            let piece = pieces
                .iter()
                .rev()
                .find(|p| p.last < start && p.meanings.iter().any(|m| m.id == id));
            let anchor = piece.map_or(head, |p| p.last);
            let role_piece = Piece {
                first: anchor,
                last: anchor,
                meanings: Vec::new(),
            };
            reading = self.by_role(
                sentence,
                anchor,
                &role_piece,
                role,
                &said,
                mods.clone(),
                owner,
                last,
                depth,
            );
        } else if let Some((code, by)) = &mods.country {
            reading.country = Some(code.clone());
            reading.because(format!("nationality: {by} -> {code}"));
        }
        reading
    }

    /// The title right before a name, or of two that "and" joins the one that is an office: "MP and activist X".
    fn weightiest<'m>(
        &self,
        tree: &Tree<'_>,
        pieces: &[Piece],
        mods: &'m Modifiers,
    ) -> Option<&'m (u32, String)> {
        let last = mods.titles.last()?;
        let office = |id: u32| self.known.roles[id as usize].kind.is_some();
        let piece = |id: u32| {
            pieces
                .iter()
                .rev()
                .find(|p| p.meanings.iter().any(|m| m.id == id))
        };
        let [.., before, _] = &mods.titles[..] else {
            return Some(last);
        };
        let joined = || {
            let (one, other) = (piece(before.0)?, piece(last.0)?);
            (one.last + 1..other.first).find(|t| tree.lemma(*t) == "and")
        };
        let first = !office(last.0) && office(before.0) && joined().is_some();
        Some(if first { before } else { last })
    }

    /// The head of a possessor that ends at `last`.
    pub(super) fn owner_head(&self, tree: &Tree<'_>, last: usize) -> usize {
        (0..=last)
            .rev()
            .find(|token| {
                tree.relation(*token) == Relation::NmodPoss
                    && (*token == last || tree.sentence.is_below(last, *token))
            })
            .unwrap_or(last)
    }
}
