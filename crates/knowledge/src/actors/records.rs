//! What is known of lands, offices, organisations, people and roles, compiled.

use super::dates::Range;
use demarche_story::MentionClass;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A country, region or community.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Land {
    /// Its usual name.
    pub name: Box<str>,
    /// Country code; `None` for what spans countries.
    pub code: Option<Box<str>>,
    /// PRE for disputed entities.
    pub sectors: Vec<Box<str>>,
    /// Country, region or community.
    pub kind: LandKind,
    /// The countries that a community lives in, where it is of several; empty where it may be of any.
    pub home: Vec<Box<str>>,
    /// What a community that acts as a power is in a country: country and sector.
    pub power: Vec<(Box<str>, Box<str>)>,
    /// When it existed.
    pub range: Range,
}

/// What sort of [`Land`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LandKind {
    /// A state.
    Country,
    /// Part of one or of several.
    Region,
    /// An ethnic community.
    Ethnic,
    /// A religious community.
    Religion,
}

/// A building or street that stands for an institution.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seat {
    /// Whose.
    pub land: u32,
    /// For which sector it stands.
    pub sector: Box<str>,
    /// Its name.
    pub name: Box<str>,
}

/// An organisation during one range of dates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Organisation {
    /// Its usual name.
    pub name: Box<str>,
    /// Actor code, if any.
    pub code: Option<Box<str>>,
    /// Sectors, primary first.
    pub sectors: Vec<Box<str>>,
    /// As in knowledge/README.md.
    pub kind: Box<str>,
    /// Where it acts.
    pub home: Vec<Box<str>>,
    /// When this holds.
    pub range: Range,
}

/// An office of a country or an organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Office {
    /// Country code, or the organisation's actor code.
    pub code: Option<Box<str>>,
    /// The organisation's index, if it is one's.
    pub organisation: Option<u32>,
    /// As news writes it.
    pub title: Box<str>,
    /// Kind of office.
    pub kind: Box<str>,
    /// Sectors, primary first.
    pub sectors: Vec<Box<str>>,
    /// File and line.
    pub place: Box<str>,
    /// Line in that file.
    pub line: u64,
}

/// A person and what they were when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: Box<str>,
    /// In the order of the files.
    pub tenures: Vec<Tenure>,
}

/// One office or role of a person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tenure {
    /// Index into the offices, for office holders.
    pub office: Option<u32>,
    /// Actor code.
    pub code: Option<Box<str>>,
    /// Sectors, primary first.
    pub sectors: Vec<Box<str>>,
    /// Title or role.
    pub title: Option<Box<str>>,
    /// Kind of office, empty for people without one.
    pub kind: Box<str>,
    /// When.
    pub range: Range,
}

/// A role noun's entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// The noun, singular.
    pub noun: Box<str>,
    /// Sectors, primary first.
    pub sectors: Vec<Box<str>>,
    /// Person, group or organisation.
    pub class: MentionClass,
    /// Kind of office, if it names one.
    pub kind: Option<Box<str>>,
    /// Actor code, if the noun says one.
    pub code: Option<Box<str>>,
    /// Whether the sector comes from what it belongs to.
    pub weak: bool,
    /// For an agent of a user's dictionary: its code, file and line.
    pub source: Option<Box<str>>,
}

/// A modifier's entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Modifier {
    /// What it does.
    pub effect: Effect,
    /// Sectors that it adds.
    pub sectors: Vec<Box<str>>,
}

/// Words that tell whose country a role noun without one is not (`roles/scene.toml`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SceneWords {
    /// Lemmas of meeting and travel: where they happen is not the country of those spoken of.
    pub meeting: BTreeSet<Box<str>>,
    /// Nouns of places and states abroad: "embassy", "exile".
    pub venue: BTreeSet<Box<str>>,
    /// Nouns that make an adjective a place: "the Malian town".
    pub place: BTreeSet<Box<str>>,
    /// Lemmas of saying: where that happens is the speaker's place alone.
    pub speech: BTreeSet<Box<str>>,
    /// Role nouns of people who are often abroad.
    pub anywhere: BTreeSet<Box<str>>,
    /// Words before a role noun that say that it is of other countries.
    pub abroad: BTreeSet<Box<str>>,
    /// Nouns that stand for countries named before: "both countries".
    pub joint_countries: BTreeSet<Box<str>>,
    /// Nouns that stand for people named before: "the two leaders".
    pub joint_people: BTreeSet<Box<str>>,
    /// Nouns that stand for any parties named before: "both sides".
    pub joint_any: BTreeSet<Box<str>>,
    /// Nouns that stand for two by themselves: "the pair".
    pub pairs: BTreeSet<Box<str>>,
    /// Words that make a joint noun without a number: "the warring parties".
    pub opposed: BTreeSet<Box<str>>,
    /// Organisations' names that are ordinary words: they need an entity tag.
    pub ordinary: BTreeSet<Box<str>>,
    /// Last words of role nouns that are several people in the singular.
    pub collective: BTreeSet<Box<str>>,
    /// Role nouns that speakers use of others than their own side.
    pub others: BTreeSet<Box<str>>,
    /// Role nouns of those who are somebody else's: "ally", "enemy".
    pub relational: BTreeSet<Box<str>>,
    /// Verbs of killing, hurting and arresting: whom they are done to is a victim, known or not.
    pub harm: BTreeSet<Box<str>>,
    /// Nouns that are a government where only a country says whose they are: "the Turkish *leader*".
    pub of_lands: BTreeSet<Box<str>>,
    /// Verbs of what states do to other states.
    pub dealing: BTreeSet<Box<str>>,
    /// Participles and adjectives that tie armed people to whom they serve: "loyal to", "affiliated with".
    pub tied: BTreeSet<Box<str>>,
    /// Verbs of courts and expulsion: whom they are done to is no authority.
    pub tried: BTreeSet<Box<str>>,
    /// Nouns of those who harm whoever owns them: "their captors".
    pub harmers: BTreeSet<Box<str>>,
    /// Armed roles that a group of several countries is called: "the terror group".
    pub transnational: BTreeSet<Box<str>>,
    /// Verbs of command: whom a leader commands is the leader's own.
    pub command: BTreeSet<Box<str>>,
    /// Countries without rebels of their own.
    pub settled: BTreeSet<Box<str>>,
    /// Those whom states and armed groups have, and who are states or armed themselves: "his backers".
    pub of_powers: BTreeSet<Box<str>>,
    /// Bodies that a ruler's family name stands before: "the Assad *regime*".
    pub of_rulers: BTreeSet<Box<str>>,
    /// Relatives: only people have them.
    pub kin: BTreeSet<Box<str>>,
    /// What a nationality before makes its owner's: "her British *citizenship*".
    pub papers: BTreeSet<Box<str>>,
    /// What somebody lives in: whose "*home* in Aleppo" it is, is from there.
    pub dwellings: BTreeSet<Box<str>>,
    /// What outsiders do in a country: the government that backs "*intervention* in Syria" is not Syria's.
    pub outsiders: BTreeSet<Box<str>>,
    /// Role nouns that are mostly one country's, with its code.
    pub usual: BTreeMap<Box<str>, Box<str>>,
    /// Armed bodies that are a state's military where a nationality or a state stands before them.
    pub of_states: BTreeSet<Box<str>>,
}

/// What a modifier does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Officials become ELI.
    Former,
    /// Not yet in office.
    Future,
    /// Changes nothing.
    Acting,
    /// Against what stands with it: not the actor's.
    Against,
    /// For what stands with it: not the actor's country.
    For,
    /// Backed by what stands with it.
    Backed,
    /// Based in what stands with it.
    Based,
    /// Led by what stands with it.
    Led,
    /// Born there.
    Born,
    /// Adds sectors.
    Sector,
}

impl Effect {
    /// Reads an effect's name.
    pub fn parse(text: &str) -> Option<Effect> {
        Some(match text {
            "former" => Effect::Former,
            "future" => Effect::Future,
            "acting" => Effect::Acting,
            "against" => Effect::Against,
            "for" => Effect::For,
            "backed" => Effect::Backed,
            "based" => Effect::Based,
            "led" => Effect::Led,
            "born" => Effect::Born,
            "sector" => Effect::Sector,
            _ => return None,
        })
    }
}

/// The sectors of an office of this kind; `None` for an unknown kind.
pub fn sectors_of_kind(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "head-of-state" | "head-of-government" | "deputy" | "monarch" | "heir" | "foreign"
        | "interior" | "finance" | "justice" | "minister" | "spokesperson" | "envoy"
        | "governor" | "mayor" | "central-bank" | "adviser" | "official" => &["GOV"],
        "defence" => &["GOV", "MIL"],
        "army-chief" | "commander" => &["MIL"],
        "police-chief" => &["COP"],
        "spy-chief" => &["SPY"],
        "speaker" | "legislator" => &["LEG"],
        "prosecutor" | "judge" => &["JUD"],
        "opposition-leader" => &["OPP"],
        "party-leader" => &["PTY"],
        "rebel-leader" => &["REB"],
        "religious-leader" => &["REL"],
        "organisation-head" | "organisation-official" => &[],
        _ => return None,
    })
}

/// The sectors of an organisation of this kind; `None` for an unknown kind.
pub fn sectors_of_organisation(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "armed-group" => &["REB"],
        "party" => &["PTY"],
        "parliament" => &["LEG"],
        "government" => &["GOV"],
        "military" => &["MIL"],
        "police" => &["COP"],
        "intelligence" => &["SPY"],
        "court" => &["JUD"],
        "media" => &["JRN"],
        "company" => &["BUS"],
        "union" => &["LAB"],
        "religious" => &["REL"],
        "education" => &["EDU"],
        "health" => &["MED"],
        "criminal" => &["CRM"],
        "movement" => &["CVL"],
        "igo" | "ngo" | "other" => &[],
        _ => return None,
    })
}
