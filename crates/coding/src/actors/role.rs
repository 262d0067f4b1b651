//! Role nouns: "Syrian military source", "leader of the Hamas movement", "former ministers".

use super::findings::Piece;
use super::modifiers::Modifiers;
use super::noun::{Reader, entity_at};
use super::reading::{DICTIONARY, Reading, Strength};
use crate::tree::Tree;
use demarche_knowledge::actors::Role;
use demarche_story::{EntityKind, MentionClass, Relation, Upos, Xpos};

/// Kinds of office whose "to" names whom they are sent to, not whose they are.
const SENT: &[&str] = &["envoy"];

/// Sectors that end with the office.
pub(super) const OFFICIAL: &[&str] = &["GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY"];

impl Reader<'_> {
    /// A role noun with what stands before and behind it.
    #[allow(clippy::too_many_arguments, reason = "the parts of one phrase")]
    pub(super) fn by_role(
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
            homes: mods.homes.clone(),
            ..Reading::default()
        };
        // To whom it belongs, the nearest first: organisation before it, possessor, complements.
        if let Some(source) = &role.source {
            reading.because(format!("{DICTIONARY}: {said} -> {source}"));
        }
        let mut belongs: Vec<Reading> = Vec::new();
        for (id, by) in mods.entered.iter().rev() {
            belongs.push(self.of_entry(*id, by));
        }
        for (ids, by) in mods.organisations.iter().rev() {
            let hint = mods.country.as_ref().map(|(code, _)| code.as_str());
            if let Some(organisation) = self.organisation(ids, hint, sentence) {
                belongs.push(self.of_organisation(organisation, by, None));
            }
        }
        let named = belongs.len();
        let mut place: Option<(String, String, Reading)> = None;
        if let Some(owner) = owner {
            let mut of = self.read(sentence, owner, depth + 1);
            if of.country.is_some() || !of.sectors.is_empty() {
                of.because(format!("possessor: {}", tree.token(owner).form));
                belongs.push(of);
            }
        }
        // "The Ministry of Foreign Affairs of Japan": a complement may hang on any word of the noun.
        let mut heads = vec![head];
        heads.extend((piece.first..=piece.last).filter(|token| *token != head));
        // "Men and boys from Syrian villages": all of them are.
        let fellows: Vec<usize> = match tree.relation(head) {
            Relation::Conj => tree.head(head).into_iter().collect(),
            _ => tree.children_by(head, &[Relation::Conj]).collect(),
        };
        heads.extend(&fellows);
        // "Backed by fighters from Iraq": what follows at once is theirs, whatever the parser hung it on.
        let next = tree
            .head(head)
            .filter(|_| tree.relation(head) == Relation::OblAgent)
            .and_then(|verb| {
                tree.children_by(verb, &[Relation::Obl]).find(|child| {
                    let first = crate::mentions::core(tree, *child).0;
                    tree.case(*child).as_deref() == Some("from") && first == piece.last + 2
                })
            });
        for child in heads
            .iter()
            .flat_map(|h| tree.children_by(*h, &[Relation::Nmod]))
            .chain(next)
        {
            if child <= piece.last && piece.first <= child || child < head {
                continue;
            }
            let case = tree.case(child).unwrap_or_default();
            let shared = tree.head(child).is_some_and(|up| fellows.contains(&up));
            if shared && (&*case != "from" || fellows.iter().any(|fellow| child < *fellow)) {
                continue;
            }
            let sent = role
                .kind
                .as_deref()
                .is_some_and(|kind| SENT.contains(&kind));
            let takes = match &*case {
                "of" => true,
                "for" | "with" => role.weak || role.sectors.is_empty(),
                "from" | "in" | "at" | "within" | "on" | "inside" => true,
                "to" => !sent && role.weak,
                _ => false,
            };
            if !takes {
                continue;
            }
            let mut of = self.read(sentence, child, depth + 1);
            // "The director of Human Rights Watch's programme".
            if of.is_empty()
                && &*case == "of"
                && let Some(owner) = tree.child(child, &[Relation::NmodPoss])
                && tree.token(owner).upos == Upos::Propn
            {
                of = self.read(sentence, owner, depth + 1);
            }
            // A town of the gazetteer alone.
            if of.is_empty() && self.is_town(sentence, child) {
                let town = self.places.at(tree.sentence.index, child);
                of.country = town.map(|town| town.place.country.clone());
            }
            if of.is_empty() {
                continue;
            }
            let located = matches!(&*case, "in" | "at" | "on" | "within" | "inside" | "from");
            if located {
                if place.is_none()
                    && let Some(code) = of.country.clone()
                {
                    let by = format!("{case} {}", tree.token(child).form);
                    place = Some((code, by, of.clone()));
                }
                if !role.weak {
                    continue;
                }
            }
            belongs.push(of);
        }
        let _ = end;
        if belongs.is_empty()
            && let Some(of) = self.tied_to(sentence, head, role, depth)
        {
            belongs.push(of);
        }
        // "Its president", "the agency's director": as yet nobody knows whose.
        let heads = role.weak || matches!(role.kind.as_deref(), Some("head-of-state" | "deputy"));
        let of_whom = heads
            && role.class == MentionClass::Person
            && !self
                .known
                .scene
                .relational
                .contains(role.noun.rsplit(' ').next().unwrap_or(&role.noun))
            && belongs.is_empty()
            && self.unknown_owner(tree, head);
        if of_whom {
            place = None;
        }
        reading.of_whom = of_whom;
        // "Syria's allies", "its enemies" are other countries'; "FSA allies" are the FSA's.
        let last = role.noun.rsplit(' ').next().unwrap_or(&role.noun);
        let relational = self.known.scene.relational.contains(last);
        if relational {
            // "Its neighbour", "Russia's ally": a state's are states.
            let of_state = tree
                .child(head, &[Relation::NmodPoss])
                .is_some_and(|owner| tree.lemma(owner) == "its")
                || belongs[named..]
                    .iter()
                    .any(|of| of.country.is_some() && of.person.is_none());
            for of in &mut belongs[named..] {
                of.country = None;
            }
            place = None;
            if tree.token(head).xpos != Xpos::Nns
                && let Some(who) = self.renamed(sentence, head, depth)
            {
                return who;
            }
            if of_state && role.sectors.iter().all(|sector| &**sector == "CVL") {
                reading.office = None;
                return reading;
            }
        }
        // "Western hostages in Syria" are no Syrians.
        let official =
            role.noun.contains("foreign") && role.sectors.first().is_some_and(|s| &**s == "GOV");
        let abroad = tree
            .children_by(head, &[Relation::Amod, Relation::Compound])
            .any(|child| {
                let word = tree.token(child).form.to_lowercase();
                self.known.scene.abroad.contains(&*word) && !(official && word == "foreign")
            });
        // "An opposition delegation in Riyadh" is there on a mission.
        let abroad = abroad
            || &*role.noun == "delegation"
            || tree
                .children_by(head, &[Relation::Compound])
                .any(|child| tree.lemma(child) == "delegation");
        let there =
            |(_, by, _): &(String, String, Reading)| by.starts_with("in ") || by.starts_with("at ");
        if abroad || place.as_ref().is_some_and(there) && self.is_met(tree, head) {
            place = None;
        }
        // What a dictionary puts before the country stands for it.
        if role.source.is_none() || role.code.is_none() {
            self.set_country(&mut reading, &mods, &belongs, place);
        }
        self.set_sectors(&mut reading, role, said, &mods, &belongs);
        // "Syrian forces", "Assad's forces".
        let of_ruler = belongs[named..].iter().any(|owner| {
            let sector = owner.sectors.first().map(String::as_str);
            owner.country.is_some() && matches!(sector, Some("GOV" | "MIL"))
        });
        // "Nato forces", "UN troops": an alliance's or world body's own.
        let of_body = belongs[..named].iter().any(|body| {
            body.sectors.is_empty()
                && matches!(body.country.as_deref(), Some("IGO" | "UNO" | "EUR"))
        });
        let of_state = (mods.country.is_some() || of_ruler || of_body)
            && !mods.community
            && !mods.region
            && mods.land_sectors.is_empty()
            && (mods.organisations.is_empty() || of_body)
            && self.known.scene.of_states.contains(&*role.noun);
        if of_state && reading.sectors == ["UAF"] {
            reading.sectors = vec!["MIL".into()];
            reading.because(format!("of a state: {said} -> MIL"));
        }
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
        let whose = !reading.sectors.is_empty() || !reading.homes.is_empty();
        reading.wants_country = reading.country.is_none() && whose && !everywhere && !relational;
        reading
    }

    /// Whether a name is tagged as a place.
    fn is_town(&self, sentence: usize, token: usize) -> bool {
        let tree = &self.trees[sentence];
        tree.token(token).upos == Upos::Propn && entity_at(tree, token) == Some(EntityKind::Place)
    }

    /// "Fighters loyal to Haftar", "gunmen affiliated with X": whom armed people or hackers belong to. A state is
    /// only tied to the hackers who serve it: "militias tied to Iran" are of where they fight.
    fn tied_to(&self, sentence: usize, head: usize, role: &Role, depth: usize) -> Option<Reading> {
        let sector = role.sectors.first()?;
        let crime = &**sector == "CRM";
        if !crime && !matches!(&**sector, "UAF" | "REB" | "PRM") {
            return None;
        }
        let tree = &self.trees[sentence];
        let whom = tree
            .children_by(head, &[Relation::Acl, Relation::Amod])
            .filter(|tie| self.known.scene.tied.contains(tree.lemma(*tie)))
            .flat_map(|tie| tree.children_by(tie, &[Relation::Obl, Relation::Nmod]))
            .find(|child| matches!(tree.case(*child).as_deref(), Some("to" | "with")))?;
        let mut of = self.read(sentence, whom, depth + 1);
        let state = of.sectors.is_empty() || of.sectors[0] == "GOV" && of.person.is_none();
        if of.country.is_none() || state && !crime {
            return None;
        }
        // Who follows a general or president is no part of the state.
        if of.person.is_some() {
            of.sectors
                .retain(|sector| matches!(sector.as_str(), "REB" | "PRM"));
        }
        of.because(format!("tied to: {}", tree.token(whom).form));
        Some(of)
    }

    /// "Russia's ally Syria", "its main sponsor, China": who a name behind says that they are.
    fn renamed(&self, sentence: usize, head: usize, depth: usize) -> Option<Reading> {
        let tree = &self.trees[sentence];
        tree.children_by(head, &[Relation::Appos])
            .filter(|name| *name > head && tree.token(*name).upos == Upos::Propn)
            .map(|name| self.read(sentence, name, depth + 1))
            .find(|who| who.country.is_some())
    }

    /// Whether a role has a possessor or an of-phrase, other than a land's.
    fn unknown_owner(&self, tree: &Tree<'_>, head: usize) -> bool {
        tree.children_by(head, &[Relation::NmodPoss, Relation::Nmod])
            .any(|child| {
                let of = tree.relation(child) == Relation::NmodPoss
                    || tree.case(child).as_deref() == Some("of");
                of && tree.token(child).xpos != Xpos::Nns
            })
    }

    /// Whether a role is party to a meeting, "talks between the regime and the opposition in Vienna": where they
    /// meet is nobody's country.
    fn is_met(&self, tree: &Tree<'_>, head: usize) -> bool {
        let meeting = &self.known.scene.meeting;
        let mut at = head;
        for _ in 0..4 {
            let inside = matches!(
                tree.relation(at),
                Relation::Conj | Relation::Nmod | Relation::Obl
            );
            let Some(up) = tree.head(at).filter(|_| inside) else {
                break;
            };
            if tree.relation(at) != Relation::Conj && meeting.contains(tree.lemma(up)) {
                return true;
            }
            at = up;
        }
        false
    }

    fn set_country(
        &self,
        reading: &mut Reading,
        mods: &Modifiers,
        belongs: &[Reading],
        place: Option<(String, String, Reading)>,
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
        let fallback = || {
            let (code, by) = mods.fallback.clone()?;
            Some((code, by, Reading::default()))
        };
        if reading.country.is_none()
            && let Some((code, by, of)) = place.or_else(fallback)
        {
            reading.because(format!("place: {by} -> {code}"));
            reading.because_of(&of);
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
            reading.because_of(of);
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
                reading.because_of(of);
                return;
            }
            if mods.led && matches!(&*role.noun, "coalition" | "alliance" | "force" | "campaign") {
                reading.add_sector("MIL");
                reading.because(format!("led: {said} led by a state -> MIL"));
                return;
            }
            // "The Turkish leader", "Iran's leaders".
            let of_land = own.is_empty()
                && !mods.community
                && mods.organisations.is_empty()
                && self.known.scene.of_lands.contains(&*role.noun)
                && (mods.country.is_some() && belongs.is_empty()
                    || matches!(belongs, [of] if of.name.is_some() && of.country.is_some()))
                && !abroad(reading.country.as_deref());
            if of_land {
                reading.add_sector("GOV");
                reading.because(format!("of a country: {said} -> GOV"));
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
        // "The president of the Labour Congress", "the president of the court".
        if reading.kind.as_deref() == Some("head-of-state")
            && let Some(of) = body.filter(|of| of.sectors.first().is_some_and(|s| s != "GOV"))
            && of
                .name
                .as_deref()
                .is_some_and(|name| reading.office.as_deref() != Some(name))
        {
            for sector in &of.sectors {
                reading.add_sector(sector);
            }
            reading.because(format!(
                "belongs: {said} -> {}",
                summary(of.country.as_deref(), &of.sectors)
            ));
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
