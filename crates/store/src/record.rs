//! The event record, version 1: one JSON object an event, PLOVER's field names first.
//!
//! Fields are written in the order in which they stand here. What is absent is
//! `null` or an empty list. Offsets count UTF-8 bytes of the story's text.

use serde::{Deserialize, Serialize};

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// Stable: the same story, words, rule and parties give the same id.
    pub id: String,
    /// First day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Last day, where the words name a period.
    pub enddate: Option<String>,
    /// The words that say when; `null` when it is the day of publication.
    pub date_text: Option<String>,
    /// `day`, `week`, `month`, `season`, `year` or `decade`.
    pub date_granularity: Option<String>,
    /// Who did it; all parties of a reciprocal event.
    pub actor: Vec<EntityRecord>,
    /// To whom.
    pub recipient: Vec<EntityRecord>,
    /// PLOVER's event.
    pub event: String,
    /// PLOVER's modes.
    pub mode: Vec<String>,
    /// PLOVER's contexts.
    pub context: Vec<String>,
    /// `historical`, `future`, `hypothetical`, `negation`.
    pub aux: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Goldstein value of the CAMEO code.
    pub goldstein: Option<f64>,
    /// PLOVER's quad class, 1 to 4.
    pub quad_code: u8,
    /// PLOVER's score of the event and mode.
    pub event_scale: Option<f64>,
    /// Where.
    pub event_loc: Option<LocationRecord>,
    /// Numbers the sentence gives.
    pub size: SizeRecord,
    /// Who says so; `null` when the reporter does.
    pub attribution: Option<AttributionRecord>,
    /// The words that were coded.
    pub event_text: String,
    /// The sentence.
    pub text: String,
    /// Where the sentence and the words stand.
    pub text_info: TextInfo,
    /// The story.
    pub story: StoryRecord,
    /// The lexicon entry that fired, with composition.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f64,
    /// Program and version.
    pub coder: String,
    /// Hash of the knowledge in use.
    pub knowledge: String,
    /// Hash of the language model in use.
    pub model: String,
}

/// A party to an event, or a source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Country, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub code: Option<String>,
    /// Primary sector.
    pub sector: Option<String>,
    /// Further sectors.
    pub other_sectors: Vec<String>,
    /// The words of this mention.
    pub entity_text: String,
    /// The fullest name known.
    pub identifier_text: Option<String>,
    /// Office held on the story's day.
    pub office: Option<String>,
    /// First byte of the words.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Where an event happened; coordinates in degrees, north and east positive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LocationRecord {
    /// The place as written.
    pub extracted_place: String,
    /// The gazetteer's name.
    pub resolved_place: Option<String>,
    /// GeoNames identifier.
    pub geonameid: Option<u32>,
    /// Latitude.
    pub lat: Option<f64>,
    /// Longitude.
    pub lon: Option<f64>,
    /// ISO 3166 alpha-3, PLOVER's variant.
    pub country_code: Option<String>,
    /// GeoNames feature code.
    pub feature_code: Option<String>,
}

/// Numbers of people and things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeRecord {
    /// Killed.
    pub dead: Option<u64>,
    /// Wounded.
    pub injured: Option<u64>,
    /// Arrested.
    pub arrested: Option<u64>,
    /// Any other count.
    pub number: Option<u64>,
}

/// Who is answerable for the event's being so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributionRecord {
    /// The source; several when they speak together, none when unnamed ("it was reported").
    pub source: Vec<EntityRecord>,
    /// The words that attribute ("said", "according to").
    pub cue: Option<String>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: String,
    /// First byte of what the source says.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// Where in the story the evidence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextInfo {
    /// Number of the sentence, from 1.
    pub sequence: u32,
    /// First byte of the sentence.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// First byte of the coded words.
    pub event_start: u32,
    /// One past their last byte.
    pub event_end: u32,
}

/// The story that an event comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryRecord {
    /// The input's own id, or one made from path and position.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Newspaper, agency or site.
    pub publisher: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
}
