//! Lands and organisations: countries, capitals, seats, peoples, and named bodies as of the day.

use super::findings::Piece;
use super::modifiers::{self, Modifiers, words};
use super::noun::{Reader, entity_at};
use super::reading::{Reading, Strength};
use super::role::summary;
use crate::mentions::name_end;
use demarche_knowledge::actors::{LandKind, Organisation, Sense};
use demarche_story::{EntityKind, Upos};

impl Reader<'_> {
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    pub(super) fn by_land(
        &self,
        sense: Sense,
        id: u32,
        said: &str,
        modifies: bool,
        plural: bool,
        mods: &Modifiers,
        ethnic: bool,
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
            // A town is not its country: "Ethiopia bombed Mekelle".
            Sense::LandPlace => {
                reading.name = Some(said.to_string());
                if reading.country.is_some() {
                    reading.because(format!("country: {said} -> {code}"));
                }
            }
            Sense::LandPeople | Sense::LandAdjective if !modifies => {
                // "Displaced Iraqis", "armed Tuareg".
                match mods.sectors.last() {
                    Some((sectors, by)) if !sectors.is_empty() => {
                        for sector in sectors {
                            reading.add_sector(sector);
                        }
                        reading.because(format!("modifier: {by} -> {}", sectors.join(" ")));
                    }
                    _ => reading.add_sector("CVL"),
                }
                if ethnic {
                    reading.country = mods.country.as_ref().map(|(code, _)| code.clone());
                    reading.wants_country = reading.country.is_none();
                    reading.because(format!("community: ethnic {said} -> CVL"));
                    return reading;
                }
                if land.code.is_none() || matches!(land.kind, LandKind::Ethnic | LandKind::Religion)
                {
                    if let Some((said_country, by)) = &mods.country {
                        reading.because(format!("nationality: {by} -> {said_country}"));
                        reading.country = Some(said_country.clone());
                    }
                    reading.wants_country = reading.country.is_none();
                    reading.homes = land.home.iter().map(ToString::to_string).collect();
                }
                // "Ecuadorean Indians", "Kosovo Albanians": the country before the people is theirs.
                if let Some((said_country, by)) = &mods.country
                    && Some(said_country) != reading.country.as_ref()
                {
                    reading.because(format!("nationality: {by} -> {said_country}"));
                    reading.country = Some(said_country.clone());
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
    pub(super) fn by_unknown(
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
}
