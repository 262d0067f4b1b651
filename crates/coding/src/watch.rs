//! The stages of coding by name, for whoever measures them.

/// A stage of coding, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Names and nouns of the knowledge are found in the sentences (actors).
    LookUp,
    /// Trees are mended around the names found (mentions).
    Mending,
    /// Who did what, normalised (propositions).
    Propositions,
    /// Who says so (attribution).
    Attribution,
    /// Noun phrases that may be someone (mentions).
    Mentions,
    /// Each phrase is read by itself (actors).
    Reading,
    /// Which mentions are the same someone (coreference).
    Coreference,
    /// Mentions of one chain tell each other, and the context fills in (actors).
    Sharing,
    /// Dates and places are found (time, places).
    TimesAndPlaces,
    /// Frames are matched, composed and selected (events, factuality).
    Events,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 10] = [
        Stage::LookUp,
        Stage::Mending,
        Stage::Propositions,
        Stage::Attribution,
        Stage::Mentions,
        Stage::Reading,
        Stage::Coreference,
        Stage::Sharing,
        Stage::TimesAndPlaces,
        Stage::Events,
    ];

    /// Its name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::LookUp => "look_up",
            Stage::Mending => "mending",
            Stage::Propositions => "propositions",
            Stage::Attribution => "attribution",
            Stage::Mentions => "mentions",
            Stage::Reading => "reading_phrases",
            Stage::Coreference => "coreference",
            Stage::Sharing => "sharing",
            Stage::TimesAndPlaces => "times_and_places",
            Stage::Events => "events",
        }
    }

    /// Whether it is part of resolution: saying who a mention is and for whom they act.
    pub fn is_resolution(self) -> bool {
        matches!(self, Stage::LookUp | Stage::Reading | Stage::Sharing)
    }
}
