//! What mentions tell each other: chains share, "we" is the speaker's side, "his country" is his,
//! and what still lacks a country takes it from the context.

use super::context::Context;
use super::noun::partitive;
use super::reading::{Reading, Strength};
use super::scene::Weighing;
use crate::coreference::{Chain, speakers_side};
use crate::mentions::Index;
use crate::tree::Tree;
use demarche_knowledge::actors::{Land, SceneWords};
use demarche_story::{Mention, MentionClass, MentionKind, Relation, Xpos};

/// Nouns that are the country of whoever owns them.
const COUNTRY_NOUNS: &[&str] = &["country", "nation", "homeland", "people", "side"];

/// Verbs whose object is their subject's own.
const HAVING: &[&str] = &[
    "deploy", "dispatch", "field", "have", "keep", "lose", "maintain", "mobilise", "mobilize",
    "retain", "send", "station", "withdraw",
];

/// Sectors of those whom somebody has or sends.
const SENT: &[&str] = &["COP", "MIL", "PRM", "REB", "SPY", "UAF"];

/// A mention, what was weighed for it with the reason, and whether it may be the speaker's own.
type Weighed = (usize, Option<(String, &'static str)>, bool);

/// One story's mentions with their chains and speakers.
pub struct Sharing<'a> {
    /// The mentions.
    pub mentions: &'a [Mention],
    /// The story's trees.
    pub trees: &'a [Tree<'a>],
    /// For each mention, its chain.
    pub chain_of: &'a [u32],
    /// The chains.
    pub chains: &'a [Chain],
    /// For each mention, who speaks the words that it stands in.
    pub said_by: &'a [Option<usize>],
    /// Countries of the story.
    pub context: &'a Context,
    /// The mentions by sentence and head.
    pub index: &'a Index,
    /// Words that tell whose country a role is not.
    pub words: &'a SceneWords,
    /// The lands and communities that readings point to.
    pub lands: &'a [Land],
}

impl Sharing<'_> {
    /// The readings of all mentions with what the others say.
    pub fn resolve(&self, readings: Vec<Reading>) -> Vec<Reading> {
        let mut readings = readings;
        self.by_home(&mut readings);
        let mut readings = self.by_chain(readings);
        self.by_joined(&mut readings);
        let spoken = self.by_speaker(&mut readings);
        let owned = self.by_owner(&mut readings, |_| true);
        let harmed = self.by_harm(&mut readings);
        if spoken || owned || harmed {
            readings = self.by_chain(readings);
        }
        self.by_opponent(&mut readings);
        self.by_context(&mut readings);
        self.by_speaker_in_context(&mut readings);
        readings
    }

    /// "We" is of the country that the context gave the speaker.
    fn by_speaker_in_context(&self, readings: &mut [Reading]) {
        for index in 0..readings.len() {
            let mention = &self.mentions[index];
            if mention.kind != MentionKind::Pronoun
                || readings[index].country.is_some()
                || readings[index].sectors.is_empty()
            {
                continue;
            }
            let Some(speaker) = self.said_by[index] else {
                continue;
            };
            let side = &readings[speaker];
            if side.sectors != readings[index].sectors || side.country.is_none() {
                continue;
            }
            let form = &self.trees[mention.sentence as usize]
                .token(mention.head as usize)
                .form;
            if ["we", "us", "our", "ours"]
                .iter()
                .any(|we| form.eq_ignore_ascii_case(we))
            {
                readings[index].country = side.country.clone();
            }
        }
    }

    fn by_chain(&self, readings: Vec<Reading>) -> Vec<Reading> {
        let firmest: Vec<Option<Reading>> = self
            .chains
            .iter()
            .map(|chain| {
                if chain.mentions.len() > 1 {
                    firmest(chain, &readings)
                } else {
                    None
                }
            })
            .collect();
        let mut out = Vec::with_capacity(readings.len());
        for (index, own) in readings.into_iter().enumerate() {
            let mut reading = own;
            if let Some(shared) = &firmest[self.chain_of[index] as usize] {
                if reading.strength < shared.strength || reading.is_empty() {
                    reading = shared.clone();
                    let name = shared.name.as_deref().unwrap_or("the same someone");
                    reading.because(format!("chain: {name}"));
                } else {
                    if reading.country.is_none() {
                        reading.country.clone_from(&shared.country);
                        reading.act(self.lands);
                        reading.because_of(shared);
                    }
                    if reading.name.is_none() || self.mentions[index].class == MentionClass::Person
                    {
                        reading.name = shared.name.clone().or(reading.name);
                    }
                }
            }
            out.push(reading);
        }
        out
    }

    /// "Senators X and Y … They": what those whom "they" takes up have in common.
    fn by_joined(&self, readings: &mut [Reading]) {
        for chain in self.chains {
            let Some(first) = chain.joined else { continue };
            let m = &self.mentions[first];
            let tree = &self.trees[m.sentence as usize];
            let one = &readings[first];
            let same = one.country.is_some()
                && tree.with_conjuncts(m.head as usize).all(|token| {
                    self.index.at(m.sentence, token).is_some_and(|other| {
                        let other = &readings[other];
                        other.country == one.country && other.sectors == one.sectors
                    })
                });
            if !same {
                continue;
            }
            let mut shared = Reading {
                country: one.country.clone(),
                sectors: one.sectors.clone(),
                strength: Strength::Role,
                ..Reading::default()
            };
            shared.because("joint: all of them".to_string());
            shared.because_of(one);
            for mention in &chain.mentions {
                if readings[*mention].is_empty() {
                    readings[*mention] = shared.clone();
                }
            }
        }
    }

    /// "We" and "our" in quoted words are the speaker's side. Whether any was found.
    fn by_speaker(&self, readings: &mut [Reading]) -> bool {
        let mut found = false;
        for index in 0..readings.len() {
            let mention = &self.mentions[index];
            if mention.kind != MentionKind::Pronoun || !readings[index].is_empty() {
                continue;
            }
            let tree = &self.trees[mention.sentence as usize];
            let word = tree.token(mention.head as usize).form.to_lowercase();
            let ours = matches!(word.as_str(), "we" | "us" | "our" | "ours" | "ourselves");
            let said_by = match word.as_str() {
                "they" => speakers_side(tree, mention.head as usize)
                    .and_then(|speaker| self.index.at(mention.sentence, speaker)),
                _ => self.said_by[index].filter(|_| ours),
            };
            let Some(speaker) = said_by.filter(|s| !readings[*s].is_empty()) else {
                continue;
            };
            let side = &readings[speaker];
            let mut reading = Reading {
                country: side.country.clone(),
                sectors: side.sectors.clone(),
                strength: Strength::Role,
                ..Reading::default()
            };
            let name = side.name.clone().unwrap_or_else(|| "the speaker".into());
            reading.because(format!("speaker: {word} is the side of {name}"));
            reading.because_of(side);
            readings[index] = reading;
            found = true;
        }
        found
    }

    /// "His country", "its army": the country of whoever the pronoun or name is. Whether any was found.
    fn by_owner(&self, readings: &mut [Reading], asked: impl Fn(usize) -> bool) -> bool {
        let mut found = false;
        for index in (0..readings.len()).filter(|index| asked(*index)) {
            let mention = &self.mentions[index];
            if mention.kind == MentionKind::Nominal && readings[index].of_whom {
                found |= self.by_body(index, readings);
            }
            if readings[index].country.is_some() || mention.kind != MentionKind::Nominal {
                continue;
            }
            let tree = &self.trees[mention.sentence as usize];
            let head = mention.head as usize;
            // "Assad and his backers": those whom a ruler or an army has are no citizens.
            if self.words.of_powers.contains(tree.lemma(head))
                && readings[index].sectors == ["CVL"]
                && owner_of(tree, head, false)
                    .and_then(|owner| self.index.at(mention.sentence, owner))
                    .is_some_and(|owner| is_power(&readings[owner]))
            {
                readings[index].sectors.clear();
                readings[index].because("owner: of a state or an armed group".to_string());
                found = true;
                continue;
            }
            let is_country = COUNTRY_NOUNS.contains(&tree.lemma(head));
            let counterpart = tree.lemma(head) == "counterpart";
            if !is_country
                && !counterpart
                && !readings[index].wants_country
                && !is_opposite(tree.lemma(head))
            {
                continue;
            }
            // "Erdoğan praised his counterpart": the other of two who deal with one another.
            if counterpart {
                let whose = owner_of(tree, head, false)
                    .and_then(|owner| self.index.at(mention.sentence, owner))
                    .and_then(|owner| readings[owner].country.clone());
                if let Some(other) =
                    whose.and_then(|whose| self.other_side(index, &whose, readings))
                {
                    let mut reading = readings[other].clone();
                    reading.because("counterpart".into());
                    readings[index] = reading;
                    found = true;
                }
                continue;
            }
            // "He warned of a war with Iran, accusing his arch-nemesis": the other state of the sentence.
            if let Some(other) = self.opposite(index, readings) {
                let mut reading = readings[other].clone();
                reading.because("the other side of the sentence".into());
                readings[index] = reading;
                found = true;
                continue;
            }
            // "Several dozen of its nationals": the nationals are whose it is.
            let inner = partitive(tree, head).unwrap_or(head);
            let armed = readings[index]
                .sectors
                .first()
                .is_some_and(|sector| SENT.contains(&sector.as_str()));
            let owner = owner_of(tree, inner, armed)
                .and_then(|owner| self.index.at(mention.sentence, owner))
                .filter(|owner| readings[*owner].country.is_some());
            let Some(owner) = owner else { continue };
            // "Their attackers" are others.
            if self.words.harmers.contains(tree.lemma(head)) {
                continue;
            }
            let whose = readings[owner].clone();
            let country = whose.country.clone().unwrap_or_default();
            let form = &tree.token(self.mentions[owner].head as usize).form;
            let reading = &mut readings[index];
            reading.because(format!("owner: {form} -> {country}"));
            reading.because_of(&whose);
            reading.country = Some(country);
            reading.wants_country = false;
            reading.strength = reading.strength.max(Strength::Placed);
            found = true;
        }
        found
    }

    /// "Its president", "the agency's director": of a body that is no government they are the body's.
    fn by_body(&self, index: usize, readings: &mut [Reading]) -> bool {
        let mention = &self.mentions[index];
        let tree = &self.trees[mention.sentence as usize];
        let head = mention.head as usize;
        let owner = owner_of(tree, head, false).or_else(|| {
            tree.children_by(head, &[Relation::Nmod])
                .find(|child| tree.case(*child).as_deref() == Some("of"))
        });
        let owner = owner.and_then(|owner| self.index.at(mention.sentence, owner));
        let Some(owner) = owner.filter(|owner| *owner != index) else {
            return false;
        };
        let of = readings[owner].clone();
        let body = matches!(
            self.chains[self.chain_of[owner] as usize].class,
            MentionClass::Organization | MentionClass::Group
        );
        let across = matches!(
            of.country.as_deref(),
            Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG")
        );
        if !body || of.sectors.first().map_or(!across, |sector| sector == "GOV") {
            return false;
        }
        let reading = &mut readings[index];
        reading.because(format!("owner: {}", of.name.as_deref().unwrap_or("a body")));
        reading.because_of(&of);
        reading.country = of.country.or(reading.country.take());
        reading.sectors = of.sectors;
        reading.wants_country = reading.country.is_none();
        reading.strength = reading.strength.max(Strength::Placed);
        true
    }

    /// The country named last before "his arch-nemesis" in its sentence that is not the owner's.
    fn opposite(&self, index: usize, readings: &[Reading]) -> Option<usize> {
        let m = &self.mentions[index];
        let tree = &self.trees[m.sentence as usize];
        let head = m.head as usize;
        if !is_opposite(tree.lemma(head)) || tree.child(head, &[Relation::Appos]).is_some() {
            return None;
        }
        let owner = tree.child(head, &[Relation::NmodPoss])?;
        let owner = self.index.at(m.sentence, owner)?;
        let whose = readings[owner].country.as_deref()?;
        (0..index)
            .rev()
            .take_while(|other| self.mentions[*other].sentence == m.sentence)
            .filter(|other| self.mentions[*other].kind == MentionKind::Name)
            .find(|other| {
                let reading = &readings[*other];
                reading.country.as_deref().is_some_and(|code| code != whose)
                    && (self.mentions[*other].class == MentionClass::Place || is_power(reading))
            })
    }

    /// The person in office last named before a mention who is not of this country.
    fn other_side(&self, index: usize, whose: &str, readings: &[Reading]) -> Option<usize> {
        let here = self.mentions[index].sentence;
        (0..index)
            .rev()
            .take_while(|other| here - self.mentions[*other].sentence <= 2)
            .find(|other| {
                let reading = &readings[*other];
                self.mentions[*other].class == MentionClass::Person
                    && reading
                        .sectors
                        .first()
                        .is_some_and(|sector| sector == "GOV")
                    && reading.country.as_deref().is_some_and(|code| code != whose)
            })
    }

    /// A person whom nobody knows and who is killed, hurt or held is a civilian. Whether any was found.
    fn by_harm(&self, readings: &mut [Reading]) -> bool {
        let mut found = false;
        for (index, reading) in readings.iter_mut().enumerate() {
            let mention = &self.mentions[index];
            // "Amina … She was abducted".
            let named = match mention.kind {
                MentionKind::Name => true,
                MentionKind::Pronoun => self.chains[self.chain_of[index] as usize].is_named(),
                MentionKind::Nominal => false,
            };
            if mention.class != MentionClass::Person
                || !named
                || !reading.sectors.is_empty()
                || reading.person.is_some()
            {
                continue;
            }
            let tree = &self.trees[mention.sentence as usize];
            let head = mention.head as usize;
            let suffers = matches!(tree.relation(head), Relation::Obj | Relation::NsubjPass);
            let verb = tree.head(head).filter(|_| suffers);
            if !verb.is_some_and(|verb| self.words.harm.contains(tree.lemma(verb))) {
                continue;
            }
            reading.add_sector("CVL");
            reading.strength = reading.strength.max(Strength::Role);
            reading.because("harmed: an unknown person -> CVL".into());
            found = true;
        }
        found
    }

    /// "The coalition against Isis has killed 60,000 fighters": those whom an enemy of a group kills are the group's.
    fn by_opponent(&self, readings: &mut [Reading]) {
        for index in 0..readings.len() {
            let m = &self.mentions[index];
            let reading = &readings[index];
            let armed = matches!(
                reading.sectors.first().map(String::as_str),
                Some("UAF" | "REB")
            );
            if m.kind != MentionKind::Nominal || !armed || !reading.wants_country {
                continue;
            }
            let tree = &self.trees[m.sentence as usize];
            let head = m.head as usize;
            let head = match tree.relation(head) {
                Relation::Nmod => tree.head(head).unwrap_or(head),
                _ => head,
            };
            let suffers = matches!(tree.relation(head), Relation::Obj | Relation::NsubjPass)
                && tree
                    .head(head)
                    .is_some_and(|verb| self.words.harm.contains(tree.lemma(verb)));
            if !suffers {
                continue;
            }
            let mut groups = (0..tree.len())
                .filter(|token| tree.case(*token).as_deref() == Some("against"))
                .filter_map(|token| self.index.at(m.sentence, token))
                .filter(|other| {
                    let other = &readings[*other];
                    other.name.is_some() && other.sectors.first().is_some_and(|s| s == "REB")
                });
            let Some(group) = groups.next() else { continue };
            let of = readings[group].clone();
            let reading = &mut readings[index];
            let name = of.name.as_deref().unwrap_or_default();
            reading.because(format!("opponent: against {name}"));
            reading.because_of(&of);
            reading.country = of.country;
            reading.sectors = of.sectors;
            reading.wants_country = false;
        }
    }

    /// For each mention, whether a pronoun owns it that takes up somebody who lacks a country as yet: "the militia …
    /// its fighters" are of wherever the militia is.
    fn of_unplaced(&self, readings: &[Reading]) -> Vec<bool> {
        let unplaced = |index: usize| {
            let m = &self.mentions[index];
            let reading = &readings[index];
            if m.kind != MentionKind::Nominal || reading.country.is_some() || !reading.wants_country
            {
                return false;
            }
            let tree = &self.trees[m.sentence as usize];
            tree.child(m.head as usize, &[Relation::NmodPoss])
                .and_then(|owner| self.index.at(m.sentence, owner))
                .filter(|owner| self.mentions[*owner].kind == MentionKind::Pronoun)
                .is_some_and(|owner| {
                    let chain = &self.chains[self.chain_of[owner] as usize];
                    chain.mentions.iter().any(|other| {
                        self.mentions[*other].kind != MentionKind::Pronoun
                            && readings[*other].country.is_none()
                            && readings[*other].wants_country
                    })
                })
        };
        (0..readings.len()).map(unplaced).collect()
    }

    /// Gives those who lack a country that of the scene; those whose owner lacks it too wait for the owner's.
    fn by_context(&self, readings: &mut [Reading]) {
        let later = self.of_unplaced(readings);
        // All are weighed before any is filled in.
        let weighing = Weighing::new(
            self.mentions,
            self.trees,
            self.context,
            self.words,
            self.index,
            readings,
        );
        let weighed: Vec<Weighed> = readings
            .iter()
            .enumerate()
            .filter(|(index, reading)| {
                reading.country.is_none()
                    && reading.wants_country
                    && self.mentions[*index].kind != MentionKind::Pronoun
                    && !self.is_somebody(*index, reading)
            })
            .map(|(index, reading)| {
                let speaker = self.said_by[index].map(|s| &readings[s]);
                let found = weighing.country(index, reading, speaker);
                let own = found.is_none() && !weighing.stranger(index, reading);
                (index, found, own)
            })
            .collect();
        let (waiting, at_once): (Vec<_>, Vec<_>) =
            weighed.into_iter().partition(|(index, ..)| later[*index]);
        self.fill(readings, at_once);
        self.share_places(readings);
        if !waiting.is_empty() {
            self.by_owner(readings, |index| later[index]);
            self.fill(readings, waiting);
            self.share_places(readings);
        }
    }

    /// Fills in what was weighed where nothing has been said since.
    fn fill(&self, readings: &mut [Reading], weighed: Vec<Weighed>) {
        for (index, found, own) in weighed {
            if readings[index].country.is_some() {
                continue;
            }
            let found = found
                .map(|(code, why)| (code, why.to_string()))
                .or_else(|| own.then(|| self.speakers_own(index, readings)).flatten());
            if let Some((code, why)) = found {
                let reading = &mut readings[index];
                reading.because(format!("context: {why} -> {code}"));
                if let Some(by) = self.context.entered(&code) {
                    reading.because(format!("context: {by} -> {code}"));
                }
                reading.country = Some(code);
                reading.act(self.lands);
            }
        }
    }

    /// Pronouns and descriptions of a chain whose country came from the context share it.
    fn share_places(&self, readings: &mut [Reading]) {
        for chain in self.chains.iter().filter(|chain| chain.mentions.len() > 1) {
            let Some(source) = chain
                .mentions
                .iter()
                .find(|m| readings[**m].country.is_some())
            else {
                continue;
            };
            let shared = readings[*source].clone();
            for mention in &chain.mentions {
                let reading = &mut readings[*mention];
                let same = reading.sectors == shared.sectors
                    || reading.acts.is_some() && reading.acts == shared.acts;
                if reading.country.is_none() && same {
                    reading.country.clone_from(&shared.country);
                    reading.act(self.lands);
                    reading.because_of(&shared);
                }
            }
        }
    }

    /// Whether a description that fits anybody ("the man") is of a named person: where a report
    /// takes place does not say theirs.
    fn is_somebody(&self, index: usize, reading: &Reading) -> bool {
        let chain = &self.chains[self.chain_of[index] as usize];
        chain.class == MentionClass::Person
            && chain.is_named()
            && reading.office.as_deref().is_some_and(|noun| {
                matches!(noun, "individual" | "man" | "person" | "victim" | "woman")
            })
    }

    /// A role in what a source of the same sector says is the source's country's: a Syrian
    /// military source speaks of Syrian troops.
    fn speakers_own(&self, index: usize, readings: &[Reading]) -> Option<(String, String)> {
        let noun = readings[index].office.as_deref().unwrap_or("");
        if self.words.others.contains(noun) {
            return None;
        }
        let source = &readings[self.said_by[index]?];
        let same =
            !source.sectors.is_empty() && source.sectors.first() == readings[index].sectors.first();
        let code = source.country.clone().filter(|_| same)?;
        Some((code, "the source's own".to_string()))
    }
}

/// Whether a noun is the one enemy that a state has.
fn is_opposite(noun: &str) -> bool {
    matches!(
        noun,
        "arch-nemesis"
            | "arch-enemy"
            | "arch-foe"
            | "arch-rival"
            | "archenemy"
            | "archfoe"
            | "archrival"
            | "nemesis"
    )
}

/// Those who act for a state or an armed group.
fn is_power(reading: &Reading) -> bool {
    reading
        .sectors
        .first()
        .is_some_and(|sector| matches!(sector.as_str(), "GOV" | "MIL" | "REB" | "PRM"))
}

/// Whose a noun is: its possessor; for "whose", whom the relative clause is about; for what somebody
/// has, keeps or sends ("the group has kept cells there"), whoever does.
fn owner_of(tree: &Tree<'_>, head: usize, armed: bool) -> Option<usize> {
    if let Some(owner) = tree.child(head, &[Relation::NmodPoss]) {
        if tree.token(owner).xpos != Xpos::WpPoss {
            return Some(owner);
        }
        let mut up = Some(head);
        for _ in 0..6 {
            let at = up?;
            up = tree.head(at);
            if tree.relation(at) == Relation::AclRelcl {
                return up;
            }
        }
    }
    let verb = tree
        .head(head)
        .filter(|_| armed && tree.relation(head) == Relation::Obj)?;
    let definite = tree
        .child(head, &[Relation::Det])
        .is_some_and(|d| tree.lemma(d) == "the");
    if definite || !HAVING.contains(&tree.lemma(verb)) {
        return None;
    }
    tree.child(verb, &[Relation::Nsubj])
}

/// The firmest reading of a chain, earlier mentions first among equals, with what others add.
fn firmest(chain: &Chain, readings: &[Reading]) -> Option<Reading> {
    let mut best: Option<&Reading> = None;
    for mention in &chain.mentions {
        let reading = &readings[*mention];
        if !reading.is_empty() && best.is_none_or(|known| reading.strength > known.strength) {
            best = Some(reading);
        }
    }
    let mut best = best.cloned()?;
    for mention in &chain.mentions {
        let other = &readings[*mention];
        if best.country.is_none() && other.country.is_some() {
            best.country.clone_from(&other.country);
            best.wants_country = false;
            for step in &other.evidence {
                best.because(step.clone());
            }
        }
        let compatible = best.country == other.country
            || best.person.is_none() && best.strength <= Strength::Role && other.country.is_none();
        if best.sectors.is_empty() && !other.sectors.is_empty() && compatible {
            best.sectors.clone_from(&other.sectors);
            for step in &other.evidence {
                best.because(step.clone());
            }
        }
        if best.office.is_none() {
            best.office.clone_from(&other.office);
        }
    }
    best.name = name(chain, readings);
    Some(best)
}

/// The fullest name of a chain: a person's known one, else the longest said.
fn name(chain: &Chain, readings: &[Reading]) -> Option<String> {
    let known = chain
        .mentions
        .iter()
        .find(|m| readings[**m].person.is_some())
        .and_then(|m| readings[*m].name.clone());
    let said = chain
        .mentions
        .iter()
        .filter_map(|m| readings[*m].name.as_ref());
    known.or_else(|| said.max_by_key(|name| name.len()).cloned())
}
