//! The tables of the five actor folders as TOML holds them; knowledge/README.md explains each field.

use crate::toml_file::OneOrMany;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Any file of `countries/`, `offices/`, `organisations/`, `people/` or `roles/`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    #[serde(default)]
    pub country: Vec<Land>,
    #[serde(default)]
    pub region: Vec<Land>,
    #[serde(default)]
    pub community: Vec<Land>,
    #[serde(default)]
    pub office: Vec<Office>,
    #[serde(default)]
    pub organisation: Vec<Organisation>,
    #[serde(default)]
    pub people: Vec<People>,
    #[serde(default)]
    pub role: Vec<Role>,
    #[serde(default)]
    pub modifier: Vec<Modifier>,
    #[serde(default)]
    pub scene: Vec<Scene>,
    #[serde(default)]
    pub variants: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Land {
    #[serde(default)]
    pub code: String,
    pub name: Spanned<String>,
    pub official: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub people: Vec<String>,
    #[serde(default)]
    pub capital: OneOrMany<String>,
    #[serde(default)]
    pub places: Vec<String>,
    #[serde(default)]
    pub seats: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub sector: OneOrMany<String>,
    pub kind: Option<String>,
    #[serde(default)]
    pub home: OneOrMany<String>,
    #[serde(default)]
    pub power: BTreeMap<String, String>,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub organisation: String,
    pub title: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub kind: String,
    #[serde(default)]
    pub sector: OneOrMany<String>,
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub holders: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub name: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub sector: OneOrMany<String>,
    pub kind: String,
    #[serde(default)]
    pub home: OneOrMany<String>,
    #[serde(default)]
    pub member: Vec<String>,
    #[serde(default)]
    pub seat: OneOrMany<String>,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub sector: OneOrMany<String>,
    #[serde(default)]
    pub role: Option<String>,
    pub names: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    #[serde(default)]
    pub sector: OneOrMany<String>,
    pub class: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    #[serde(default)]
    pub nouns: Vec<Spanned<String>>,
    #[serde(default)]
    pub titles: Vec<String>,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub weak: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modifier {
    pub effect: Spanned<String>,
    #[serde(default)]
    pub sector: OneOrMany<String>,
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    #[serde(default)]
    pub meeting: Vec<String>,
    #[serde(default)]
    pub venue: Vec<String>,
    #[serde(default)]
    pub place: Vec<String>,
    #[serde(default)]
    pub speech: Vec<String>,
    #[serde(default)]
    pub anywhere: Vec<String>,
    #[serde(default)]
    pub abroad: Vec<String>,
    #[serde(default)]
    pub joint_countries: Vec<String>,
    #[serde(default)]
    pub joint_people: Vec<String>,
    #[serde(default)]
    pub joint_any: Vec<String>,
    #[serde(default)]
    pub pairs: Vec<String>,
    #[serde(default)]
    pub opposed: Vec<String>,
    #[serde(default)]
    pub ordinary: Vec<String>,
    #[serde(default)]
    pub collective: Vec<String>,
    #[serde(default)]
    pub others: Vec<String>,
    #[serde(default)]
    pub relational: Vec<String>,
    #[serde(default)]
    pub harm: Vec<String>,
    #[serde(default)]
    pub of_lands: Vec<String>,
    #[serde(default)]
    pub dealing: Vec<String>,
    #[serde(default)]
    pub tied: Vec<String>,
    #[serde(default)]
    pub tried: Vec<String>,
    #[serde(default)]
    pub command: Vec<String>,
    #[serde(default)]
    pub transnational: Vec<String>,
    #[serde(default)]
    pub harmers: Vec<String>,
    #[serde(default)]
    pub settled: Vec<String>,
    #[serde(default)]
    pub of_powers: Vec<String>,
    #[serde(default)]
    pub of_rulers: Vec<String>,
    #[serde(default)]
    pub kin: Vec<String>,
    #[serde(default)]
    pub papers: Vec<String>,
    #[serde(default)]
    pub dwellings: Vec<String>,
    #[serde(default)]
    pub outsiders: Vec<String>,
    #[serde(default)]
    pub usual: BTreeMap<String, Vec<String>>,
    /// Armed bodies that are a state's military where a nationality or a state stands before them.
    #[serde(default)]
    pub of_states: Vec<String>,
}
