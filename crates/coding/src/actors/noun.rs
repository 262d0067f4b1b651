//! One phrase read by itself: its head, the words before it and its complements.

use super::context::{self, Context};
use super::findings::{Findings, Piece};
use super::modifiers::{self, Modifiers, words};
use super::people::{self, Hints, Standing};
use super::reading::{Reading, Strength};
use crate::mentions::{core, name_end, phrase_end};
use crate::tree::Tree;
use demarche_knowledge::actors::{ActorKnowledge, LandKind, Letters, Organisation, Role, Sense};
use demarche_story::{EntityKind, MentionClass, Relation, Upos, Xpos};
use jiff::civil::Date;

/// What reading a phrase needs beside the sentence.
pub struct Reader<'a> {
    /// The knowledge.
    pub known: &'a ActorKnowledge,
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// What was found in each sentence.
    pub findings: &'a [Findings],
    /// Countries of the story.
    pub context: &'a Context,
    /// Day of the story.
    pub day: Option<Date>,
}

/// Nouns that only count or group what follows "of".
const PARTITIVES: &[&str] = &[
    "dozen",
    "hundred",
    "thousand",
    "million",
    "score",
    "number",
    "majority",
    "minority",
    "handful",
    "couple",
    "pair",
    "group",
    "crowd",
    "series",
    "rest",
    "half",
    "third",
    "quarter",
    "percent",
    "one",
    "two",
    "three",
    "four",
    "five",
    "some",
    "many",
    "most",
    "all",
    "both",
    "several",
    "few",
    "none",
    "any",
    "each",
    "part",
    "lot",
    "plenty",
    "ten",
    "other",
    "another",
    "generation",
    "wave",
    "mob",
    "kind",
    "type",
    "row",
    "bunch",
    "contingent",
    "convoy",
    "throng",
    "tens",
    "mass",
    "band",
    "proportion",
    "total",
    "hand",
    "batch",
    "list",
    "string",
    "those",
    "remainder",
    "section",
];

/// Kinds of office whose "to" names whom they are sent to, not whose they are.
const SENT: &[&str] = &["envoy"];

/// Sectors that end with the office.
const OFFICIAL: &[&str] = &["GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY"];

impl Reader<'_> {
    /// Reads the phrase headed by token `head` of a sentence.
    pub fn read(&self, sentence: usize, head: usize, depth: usize) -> Reading {
        let tree = &self.trees[sentence];
        let token = tree.token(head);
        if depth > 4
            || token.upos == Upos::Pron && !PARTITIVES.contains(&token.form.to_lowercase().as_str())
        {
            return Reading::default();
        }
        if let Some(inner) = self.partitive(tree, head) {
            let mut reading = self.read(sentence, inner, depth + 1);
            if !reading.is_empty() {
                reading.because(format!("of: {}", tree.token(head).form));
                return reading;
            }
        }
        let (first, last) = core(tree, head);
        let end = phrase_end(tree, head, 0).max(last);
        // A known name may reach further than the tree has it: "Doctors Without Borders".
        let named = self.findings[sentence]
            .within(first, end + 4)
            .filter(|f| f.first <= head && head <= f.last && f.meaning.letters != Letters::Any)
            .map(|f| f.last)
            .max()
            .unwrap_or(end);
        let end = end.max(named);
        let first = self.with_nationality(sentence, first);
        let pieces = self.findings[sentence].pieces(first, end);
        let run_first = head;
        let person = self.is_person_name(tree, head, last, &pieces);
        let head_piece = pieces
            .iter()
            .find(|p| p.covers(head) && p.last >= last && !person);
        let possessors = self.possessors(tree, first, head);
        let start = head_piece.map_or(run_first, |p| p.first);
        if let Some(piece) = head_piece {
            let excluded: Vec<(usize, usize)> = possessors
                .iter()
                .filter(|p| p.1 < piece.first)
                .map(|p| (p.0, p.1))
                .collect();
            let mods = modifiers::read(tree, &pieces, start, &excluded, self.known);
            let owner = possessors
                .iter()
                .rev()
                .find(|p| p.1 < piece.first)
                .map(|p| p.1);
            return self.by_piece(sentence, head, piece, mods, owner, end, depth);
        }
        let excluded: Vec<(usize, usize)> = possessors.iter().map(|p| (p.0, p.1)).collect();
        if person {
            return self.by_name(sentence, head, last, &pieces, &excluded, &possessors, depth);
        }
        self.by_unknown(sentence, head, last, &pieces, &excluded)
    }

    /// The first token of a phrase with the nationality right before it, whatever the parser hung
    /// that on: adjectives stand nowhere else.
    fn with_nationality(&self, sentence: usize, first: usize) -> usize {
        let Some(before) = first.checked_sub(1) else {
            return first;
        };
        self.findings[sentence]
            .within(before.saturating_sub(2), before)
            .filter(|f| f.last == before && f.meaning.sense == Sense::LandAdjective)
            .map(|f| f.first)
            .min()
            .unwrap_or(first)
    }

    /// The head of what follows "of" behind a word that only counts.
    fn partitive(&self, tree: &Tree<'_>, head: usize) -> Option<usize> {
        let token = tree.token(head);
        let lemma = token.lemma.to_lowercase();
        let form = token.form.to_lowercase();
        let counts = PARTITIVES.contains(&lemma.as_str())
            || PARTITIVES.contains(&form.as_str())
            || token.upos == Upos::Num
            || matches!(lemma.as_str(), "member" | "people") && token.xpos == Xpos::Nns && false;
        if !counts {
            return None;
        }
        tree.children_by(head, &[Relation::Nmod])
            .find(|child| tree.case(*child).as_deref() == Some("of"))
    }

    /// Possessors before the head: first and last token of each.
    fn possessors(&self, tree: &Tree<'_>, first: usize, head: usize) -> Vec<(usize, usize)> {
        (first..head)
            .filter(|token| tree.relation(*token) == Relation::NmodPoss)
            .map(|token| {
                let (from, last) = core(tree, token);
                (from, last.max(token).max(phrase_end(tree, token, 0)))
            })
            .filter(|(_, last)| *last < head)
            .collect()
    }

    /// Whether the phrase is a person's name.
    fn is_person_name(&self, tree: &Tree<'_>, head: usize, last: usize, pieces: &[Piece]) -> bool {
        let token = tree.token(head);
        if !matches!(token.upos, Upos::Propn | Upos::X | Upos::Noun) || !starts_upper(&token.form) {
            return false;
        }
        let covering = pieces.iter().find(|p| p.covers(last));
        if let Some(piece) = covering {
            if piece.meaning(&[Sense::Person]).is_some() {
                return true;
            }
            // All of the name is one known phrase: an organisation or a land.
            if piece.first <= head {
                let entity = entity_at(tree, head);
                let by_title = tree.child(head, &[Relation::NmodDesc]).is_some()
                    || title_before(pieces, piece.first, self.known);
                let single = piece
                    .meaning(&[Sense::LandName, Sense::LandPlace, Sense::LandCapital])
                    .is_some();
                return single && by_title && entity == Some(EntityKind::Person);
            }
            // A title run into the name ("Minister Lavrov" as one flat name) is left to the title.
        }
        if token.upos == Upos::Noun {
            return false;
        }
        match entity_at(tree, head) {
            Some(EntityKind::Person) => true,
            Some(_) => false,
            None => {
                let surname = tree.token(last).form.to_lowercase();
                tree.child(head, &[Relation::NmodDesc]).is_some()
                    || !self.known.by_surname(&surname).is_empty()
                    || (last > head && covering.is_none())
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    fn by_piece(
        &self,
        sentence: usize,
        head: usize,
        piece: &Piece,
        mods: Modifiers,
        owner: Option<usize>,
        end: usize,
        depth: usize,
    ) -> Reading {
        let tree = &self.trees[sentence];
        let modifies = matches!(
            tree.relation(head),
            Relation::Amod | Relation::Compound | Relation::NmodDesc
        ) || tree.token(head).upos == Upos::Adj
            && tree.relation(head) != Relation::Nsubj;
        let plural = matches!(tree.token(head).xpos, Xpos::Nns | Xpos::Nnps);
        let order: &[Sense] = if modifies {
            &[
                Sense::LandName,
                Sense::LandAdjective,
                Sense::LandPeople,
                Sense::LandCapital,
                Sense::LandSeat,
                Sense::Organisation,
                Sense::OrganisationMember,
                Sense::LandPlace,
                Sense::Role,
                Sense::Title,
            ]
        } else if plural {
            &[
                Sense::LandName,
                Sense::LandPeople,
                Sense::OrganisationMember,
                Sense::Organisation,
                Sense::Role,
                Sense::LandSeat,
                Sense::LandCapital,
                Sense::LandPlace,
                Sense::LandAdjective,
                Sense::Title,
            ]
        } else {
            &[
                Sense::LandName,
                Sense::LandCapital,
                Sense::LandSeat,
                Sense::Organisation,
                Sense::Role,
                Sense::LandPeople,
                Sense::OrganisationMember,
                Sense::LandPlace,
                Sense::LandAdjective,
                Sense::Title,
            ]
        };
        let Some(meaning) = order.iter().find_map(|sense| piece.meaning(&[*sense])) else {
            return Reading::default();
        };
        let said = words(tree, piece.first, piece.last);
        match meaning.sense {
            Sense::Role | Sense::Title => {
                let role = &self.known.roles[meaning.id as usize];
                let owner = owner.map(|owner| self.owner_head(tree, owner));
                self.by_role(sentence, head, piece, role, &said, mods, owner, end, depth)
            }
            Sense::Organisation | Sense::OrganisationMember => {
                let ids: Vec<u32> = piece
                    .meanings
                    .iter()
                    .filter(|m| matches!(m.sense, Sense::Organisation | Sense::OrganisationMember))
                    .map(|m| m.id)
                    .collect();
                let hint = mods
                    .country
                    .as_ref()
                    .map(|(code, _)| code.clone())
                    .or_else(|| {
                        let owner = owner.map(|o| self.owner_head(tree, o))?;
                        self.read(sentence, owner, depth + 1).country
                    });
                match self.organisation(&ids, hint.as_deref(), sentence) {
                    Some(organisation) => self.of_organisation(organisation, &said, hint),
                    None => Reading::default(),
                }
            }
            sense => self.by_land(
                sense,
                meaning.id,
                &said,
                modifies,
                plural || meaning.plural,
                &mods,
            ),
        }
    }

    fn by_land(
        &self,
        sense: Sense,
        id: u32,
        said: &str,
        modifies: bool,
        plural: bool,
        mods: &Modifiers,
    ) -> Reading {
        let mut reading = Reading::default();
        let (land, seat) = match sense {
            Sense::LandSeat => {
                let seat = &self.known.seats[id as usize];
                (&self.known.lands[seat.land as usize], Some(seat))
            }
            _ => (&self.known.lands[id as usize], None),
        };
        reading.country = land.code.as_deref().map(str::to_string);
        reading.strength = Strength::Placed;
        for sector in &land.sectors {
            reading.add_sector(sector);
        }
        let code = reading.country.clone().unwrap_or_default();
        match sense {
            Sense::LandSeat => {
                let seat = seat.expect("a seat's meaning points to a seat");
                reading.add_sector(&seat.sector);
                reading.name = Some(seat.name.to_string());
                reading.because(format!("seat: {said} -> {code} {}", seat.sector));
            }
            Sense::LandCapital => {
                reading.add_sector("GOV");
                reading.name = Some(land.name.to_string());
                reading.because(format!("capital: {said} -> {code} GOV"));
            }
            Sense::LandPeople | Sense::LandAdjective if !modifies => {
                reading.add_sector("CVL");
                if land.code.is_none() || matches!(land.kind, LandKind::Ethnic | LandKind::Religion)
                {
                    if let Some((said_country, by)) = &mods.country {
                        reading.because(format!("nationality: {by} -> {said_country}"));
                        reading.country = Some(said_country.clone());
                    }
                    reading.wants_country = reading.country.is_none();
                }
                let number = if plural { "people" } else { "person" };
                reading.because(format!("{number}: {said} -> {code} CVL"));
            }
            _ => {
                reading.name = Some(land.name.to_string());
                if reading.country.is_some() {
                    reading.because(format!("country: {said} -> {code}"));
                }
            }
        }
        reading
    }

    /// Which of several organisations of one name is meant.
    pub fn organisation(
        &self,
        ids: &[u32],
        hint: Option<&str>,
        sentence: usize,
    ) -> Option<&Organisation> {
        let mut list: Vec<&Organisation> = ids
            .iter()
            .map(|id| &self.known.organisations[*id as usize])
            .collect();
        if let Some(day) = self.day
            && list.iter().any(|o| o.range.contains(day))
        {
            list.retain(|o| o.range.contains(day));
        } else if list.len() > 1 && self.day.is_none() {
            // Without a day the latest time counts.
            list.sort_by_key(|o| {
                std::cmp::Reverse(o.range.until.map_or((1, None), |until| (0, Some(until))))
            });
            let same = list
                .iter()
                .all(|o| o.name == list[0].name && o.code == list[0].code);
            if same {
                list.truncate(1);
            }
        }
        let of_country = |o: &Organisation, code: &str| {
            o.code.as_deref() == Some(code) || o.home.iter().any(|h| &**h == code)
        };
        if let Some(code) = hint
            && list.iter().any(|o| of_country(o, code))
        {
            list.retain(|o| of_country(o, code));
        }
        let differs = |list: &[&Organisation]| {
            list.iter()
                .any(|o| o.code != list[0].code || o.sectors != list[0].sectors)
        };
        if list.len() > 1 && differs(&list) {
            let named = self
                .context
                .named
                .get(sentence)
                .map_or(&[][..], Vec::as_slice);
            for codes in [named, &self.context.story] {
                let fits: Vec<&Organisation> = list
                    .iter()
                    .copied()
                    .filter(|o| codes.iter().any(|c| of_country(o, c)))
                    .collect();
                if !fits.is_empty() && !differs(&fits) {
                    return fits.first().copied();
                }
            }
            return None;
        }
        list.first().copied()
    }

    /// The reading of an organisation itself.
    pub fn of_organisation(
        &self,
        organisation: &Organisation,
        said: &str,
        hint: Option<String>,
    ) -> Reading {
        let mut reading = Reading {
            country: organisation.code.as_deref().map(str::to_string).or(hint),
            name: Some(organisation.name.to_string()),
            strength: Strength::Known,
            ..Reading::default()
        };
        for sector in &organisation.sectors {
            reading.add_sector(sector);
        }
        reading.because(format!(
            "organisation: {said} -> {}",
            summary(reading.country.as_deref(), &reading.sectors)
        ));
        reading
    }

    /// A phrase whose head no knowledge has: the words before it may still say the country of
    /// a named organisation ("the Turkish Foobar Foundation").
    fn by_unknown(
        &self,
        sentence: usize,
        head: usize,
        last: usize,
        pieces: &[Piece],
        excluded: &[(usize, usize)],
    ) -> Reading {
        let tree = &self.trees[sentence];
        let mut reading = Reading::default();
        if tree.token(head).upos != Upos::Propn
            || entity_at(tree, head) != Some(EntityKind::Organization)
        {
            return reading;
        }
        let mods = modifiers::read(tree, pieces, last + 1, excluded, self.known);
        reading.name = Some(words(tree, head, name_end(tree, head)));
        if let Some((code, by)) = mods.country {
            reading.because(format!("nationality: {by} -> {code}"));
            reading.country = Some(code);
            reading.strength = Strength::Role;
        }
        if let Some((sectors, by)) = mods.sectors.last() {
            for sector in sectors {
                reading.add_sector(sector);
            }
            reading.because(format!("name: {by} -> {}", sectors.join(" ")));
        }
        reading
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    fn by_name(
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
        let name_words: Vec<&str> = (start..=last)
            .map(|t| &*tree.token(t).form)
            .filter(|form| form.chars().any(char::is_alphanumeric) && !matches!(*form, "'s" | "’s"))
            .collect();
        let mods = modifiers::read(tree, pieces, start, excluded, self.known);
        let owner = possessors.last().map(|p| self.owner_head(tree, p.1));
        let mut reading = Reading::default();
        if let Some((id, said)) = mods.titles.last().cloned() {
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
        reading.wants_country = false;
        let full_name = words(tree, start, last);
        let hints = Hints {
            kind: reading.kind.as_deref(),
            country: reading.country.as_deref(),
            sentence: self.context.named.get(sentence).map_or(&[], Vec::as_slice),
            story: &self.context.story,
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
                if reading.strength < Strength::Known {
                    reading.strength = Strength::Known;
                }
                if mods.former && !reading.sectors.iter().any(|s| s == "ELI") {
                    reading.sectors.insert(0, "ELI".into());
                }
            }
            None => reading.name = Some(full_name),
        }
        reading
    }

    /// The head of a possessor that ends at `last`.
    fn owner_head(&self, tree: &Tree<'_>, last: usize) -> usize {
        (0..=last)
            .rev()
            .find(|token| tree.relation(*token) == Relation::NmodPoss)
            .unwrap_or(last)
    }

    /// A role noun with what stands before and behind it.
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    fn by_role(
        &self,
        sentence: usize,
        head: usize,
        piece: &Piece,
        role: &Role,
        said: &str,
        mods: Modifiers,
        owner: Option<usize>,
        end: usize,
        depth: usize,
    ) -> Reading {
        let tree = &self.trees[sentence];
        let mut reading = Reading {
            country: role.code.as_deref().map(str::to_string),
            office: Some(role.noun.to_string()),
            kind: role.kind.as_deref().map(str::to_string),
            ..Reading::default()
        };
        // To whom it belongs, the nearest first: organisation before it, possessor, complements.
        let mut belongs: Vec<Reading> = Vec::new();
        for (ids, by) in mods.organisations.iter().rev() {
            let hint = mods.country.as_ref().map(|(code, _)| code.as_str());
            if let Some(organisation) = self.organisation(ids, hint, sentence) {
                belongs.push(self.of_organisation(organisation, by, None));
            }
        }
        let mut place: Option<(String, String)> = None;
        if let Some(owner) = owner {
            let mut of = self.read(sentence, owner, depth + 1);
            if of.country.is_some() || !of.sectors.is_empty() {
                of.because(format!("possessor: {}", tree.token(owner).form));
                belongs.push(of);
            }
        }
        let mut heads = vec![head];
        heads.dedup();
        for child in heads
            .iter()
            .flat_map(|h| tree.children_by(*h, &[Relation::Nmod]))
        {
            if child <= piece.last && piece.first <= child || child < head {
                continue;
            }
            let case = tree.case(child).unwrap_or_default();
            let sent = role
                .kind
                .as_deref()
                .is_some_and(|kind| SENT.contains(&kind));
            let takes = match case.as_str() {
                "of" => true,
                "for" | "with" => role.weak || role.sectors.is_empty(),
                "from" | "in" | "at" | "within" | "on" | "inside" => true,
                "to" => !sent && role.weak,
                _ => false,
            };
            if !takes {
                continue;
            }
            let of = self.read(sentence, child, depth + 1);
            if of.is_empty() {
                continue;
            }
            let located = matches!(
                case.as_str(),
                "in" | "at" | "on" | "within" | "inside" | "from"
            );
            if located {
                if place.is_none()
                    && let Some(code) = of.country.clone()
                {
                    place = Some((code, format!("{case} {}", tree.token(child).form)));
                }
                if !role.weak {
                    continue;
                }
            }
            belongs.push(of);
        }
        let _ = end;
        self.set_country(&mut reading, &mods, &belongs, place);
        self.set_sectors(&mut reading, role, said, &mods, &belongs);
        if mods.former
            && reading
                .sectors
                .first()
                .is_some_and(|s| OFFICIAL.contains(&s.as_str()))
            && role.class == MentionClass::Person
        {
            reading.sectors.insert(0, "ELI".into());
            reading.because("former -> ELI".into());
        }
        for sector in &mods.land_sectors {
            reading.add_sector(sector);
        }
        reading.strength = match (reading.country.is_some(), reading.sectors.is_empty()) {
            (_, true) => Strength::None,
            (true, false) => Strength::Placed,
            (false, false) => Strength::Role,
        };
        let everywhere = reading.sectors.first().is_some_and(|s| s == "REF");
        reading.wants_country =
            reading.country.is_none() && !reading.sectors.is_empty() && !everywhere;
        reading
    }

    fn set_country(
        &self,
        reading: &mut Reading,
        mods: &Modifiers,
        belongs: &[Reading],
        place: Option<(String, String)>,
    ) {
        if reading.country.is_some() && belongs.is_empty() {
            return;
        }
        if let Some((code, by)) = &mods.country {
            reading.country = Some(code.clone());
            reading.because(format!("nationality: {by} -> {code}"));
        }
        // "Syrian al-Qaeda fighters" stay Syrian; "UN officials" are the UN's.
        for of in belongs {
            if let Some(code) = &of.country
                && (reading.country.is_none() || reading.country.as_deref() == Some("NGO"))
            {
                reading.country = Some(code.clone());
                for step in &of.evidence {
                    reading.because(step.clone());
                }
            }
        }
        if reading.country.is_none()
            && let Some((code, by)) = place.or_else(|| mods.fallback.clone())
        {
            reading.because(format!("place: {by} -> {code}"));
            reading.country = Some(code);
        }
    }

    fn set_sectors(
        &self,
        reading: &mut Reading,
        role: &Role,
        said: &str,
        mods: &Modifiers,
        belongs: &[Reading],
    ) {
        let own: Vec<String> = role.sectors.iter().map(ToString::to_string).collect();
        let armed = |sectors: &[String]| {
            sectors
                .first()
                .is_some_and(|s| matches!(s.as_str(), "REB" | "PRM"))
        };
        let fights = own
            .first()
            .is_none_or(|s| matches!(s.as_str(), "MIL" | "UAF" | "PRM" | "REB" | "SPY"));
        let body = belongs.iter().find(|of| !of.sectors.is_empty());
        let abroad = |code: Option<&str>| {
            matches!(code, Some("IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "MNC"))
        };
        if let Some(of) = body.filter(|of| armed(&of.sectors) && (fights || role.weak)) {
            // "Hamas fighters", "a Taliban commander": the group says what they are.
            for sector in &of.sectors {
                reading.add_sector(sector);
            }
            reading.because(format!(
                "group: {said} of {}",
                summary(of.country.as_deref(), &of.sectors)
            ));
            return;
        }
        if role.weak {
            if let Some((sectors, by)) = mods
                .sectors
                .iter()
                .rev()
                .find(|(sectors, _)| !sectors.is_empty())
            {
                for sector in sectors {
                    reading.add_sector(sector);
                }
                reading.because(format!("modifier: {by} {said} -> {}", sectors.join(" ")));
                return;
            }
            if let Some(of) = body {
                for sector in &of.sectors {
                    reading.add_sector(sector);
                }
                reading.because(format!(
                    "belongs: {said} -> {}",
                    summary(of.country.as_deref(), &of.sectors)
                ));
                return;
            }
            if mods.led && matches!(&*role.noun, "coalition" | "alliance" | "force" | "campaign") {
                reading.add_sector("MIL");
                reading.because(format!("led: {said} led by a state -> MIL"));
                return;
            }
            let community = mods.community && mods.country.is_none() && belongs.is_empty();
            let known_country = reading.country.is_some() && !abroad(reading.country.as_deref());
            let usual = matches!(role.kind.as_deref(), Some("official"));
            if !own.is_empty()
                && !community
                && (known_country || usual)
                && !abroad(reading.country.as_deref())
            {
                for sector in &own {
                    reading.add_sector(sector);
                }
                reading.because(format!("role: {said} -> {}", own.join(" ")));
            }
            return;
        }
        // An official of an international body or NGO is no government's.
        if abroad(reading.country.as_deref()) && own.first().is_some_and(|s| s == "GOV") {
            reading.because(format!("role: {said} of an international body"));
            return;
        }
        for sector in &own {
            reading.add_sector(sector);
        }
        if !own.is_empty() {
            reading.because(format!("role: {said} -> {}", own.join(" ")));
        }
        // Secondary sectors from the words before: "opposition lawmakers", "student protesters".
        for (sectors, by) in &mods.sectors {
            for sector in sectors {
                if !reading.sectors.contains(sector) && !own.is_empty() {
                    reading.add_sector(sector);
                    reading.because(format!("modifier: {by} -> {sector}"));
                }
            }
        }
        // The unarmed noun of an armed word: "rebel commander", "rebel lawmakers" keep their own.
        let rebel = mods.sectors.iter().any(|(sectors, _)| armed(sectors));
        if rebel && fights && !armed(&reading.sectors) {
            let to_front: Vec<String> = reading
                .sectors
                .iter()
                .filter(|s| matches!(s.as_str(), "REB" | "PRM"))
                .cloned()
                .collect();
            reading.sectors.retain(|s| !to_front.contains(s));
            for sector in to_front.into_iter().rev() {
                reading.sectors.insert(0, sector);
            }
        }
    }
}

/// "SYR MIL", for evidence.
pub fn summary(country: Option<&str>, sectors: &[String]) -> String {
    let mut parts: Vec<&str> = country.into_iter().collect();
    parts.extend(sectors.iter().map(String::as_str));
    parts.join(" ")
}

fn title_before(pieces: &[Piece], first: usize, known: &ActorKnowledge) -> bool {
    pieces.iter().any(|piece| {
        piece.last + 1 == first
            && piece
                .meaning(&[Sense::Title])
                .is_some_and(|m| known.roles.get(m.id as usize).is_some())
    })
}

fn entity_at(tree: &Tree<'_>, head: usize) -> Option<EntityKind> {
    tree.sentence
        .entities
        .iter()
        .filter(|e| e.first as usize <= head && head <= e.last as usize)
        .min_by_key(|e| (u32::from(e.head as usize != head), e.last - e.first))
        .map(|e| e.kind)
}

fn starts_upper(form: &str) -> bool {
    form.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

/// The country of a phrase of the knowledge by itself, such as a dateline or a byline's place.
pub fn country_of_phrase(phrase: &str, known: &ActorKnowledge) -> Option<String> {
    known
        .phrases
        .get(phrase)
        .iter()
        .find_map(|m| context::code_of(m.sense, m.id, known))
}
