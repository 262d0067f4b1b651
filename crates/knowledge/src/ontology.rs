//! The ontology: PLOVER's events, modes, contexts and sectors with their scores, and CAMEO's codes.
//!
//! Read from `ontology/*.toml`. The lexicon is checked against it, and the
//! store takes scores, quad classes and Goldstein values from it.

use crate::Files;
use crate::toml_file::{self, Lines};
use demarche_story::{EventType, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// The closed sets that codes are taken from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ontology {
    events: BTreeMap<EventType, EventEntry>,
    contexts: BTreeMap<String, String>,
    sectors: BTreeMap<String, String>,
    beyond: BTreeMap<String, String>,
    cameo: BTreeMap<String, CameoEntry>,
}

/// What PLOVER says of one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventEntry {
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// Score when no mode is known.
    pub score: f64,
    /// CAMEO code when the lexicon gives none.
    pub cameo: Option<String>,
    /// Whether PLOVER asks for a recipient.
    pub recipient_required: bool,
    /// Modes in PLOVER's order, each with its own score if PLOVER gives one.
    pub modes: Vec<(String, Option<f64>)>,
    /// What it covers, for readers.
    pub about: String,
}

/// What CAMEO says of one code, and what it is in PLOVER.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameoEntry {
    /// What it means, in a few words.
    pub label: String,
    /// From conflict (-10) to cooperation (+10).
    pub goldstein: f64,
    /// PLOVER's event; `None` for statements and appeals.
    pub event: Option<EventType>,
    /// PLOVER's mode.
    pub mode: Option<String>,
    /// PLOVER's contexts.
    pub contexts: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    event: Vec<RawEvent>,
    #[serde(default)]
    context: Vec<RawContext>,
    #[serde(default)]
    sector: Vec<RawCode>,
    #[serde(default)]
    beyond: Vec<RawCode>,
    #[serde(default)]
    cameo: Vec<RawCameo>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvent {
    name: Spanned<String>,
    quad: u8,
    score: f64,
    cameo: Option<String>,
    recipient: Recipient,
    #[serde(default)]
    modes: Vec<RawMode>,
    #[serde(default)]
    about: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Recipient {
    Required,
    Optional,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMode {
    name: String,
    score: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    name: Spanned<String>,
    #[serde(default)]
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    code: Spanned<String>,
    #[serde(default)]
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCameo {
    code: Spanned<String>,
    label: String,
    goldstein: f64,
    event: Option<String>,
    mode: Option<String>,
    #[serde(default)]
    context: Vec<String>,
}

impl Ontology {
    /// Reads `ontology/*.toml`; what is wrong is reported with file and line, the rest is kept.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Ontology {
        let mut ontology = Ontology::default();
        // Conversions are checked when all files are in, since any file may hold the contexts.
        let mut conversions = Vec::new();
        for (path, text) in toml_file::texts(files, "ontology/", problems) {
            let file: File = toml_file::parse(path, text, problems);
            let place = format!("knowledge/{path}");
            ontology.add(file, &place, &Lines::new(text), &mut conversions, problems);
        }
        for (place, line, code) in conversions {
            ontology.check_conversion(&place, line, &code, problems);
        }
        ontology
    }

    fn add(
        &mut self,
        file: File,
        place: &str,
        lines: &Lines,
        conversions: &mut Vec<(String, u64, String)>,
        problems: &mut Vec<Problem>,
    ) {
        let line = |at: &Spanned<String>| lines.of(at.span().start);
        for raw in file.event {
            let Some(event) = EventType::parse(raw.name.get_ref()) else {
                let what = format!(
                    "`{}` is not one of PLOVER's sixteen events",
                    raw.name.get_ref()
                );
                problems.push(Problem::error(place, what).at_line(line(&raw.name)));
                continue;
            };
            if !(1..=4).contains(&raw.quad) {
                let what = format!("quad class {} of {event} is not 1, 2, 3 or 4", raw.quad);
                problems.push(Problem::error(place, what).at_line(line(&raw.name)));
                continue;
            }
            let entry = EventEntry {
                quad: raw.quad,
                score: raw.score,
                cameo: raw.cameo,
                recipient_required: raw.recipient == Recipient::Required,
                modes: raw.modes.into_iter().map(|m| (m.name, m.score)).collect(),
                about: raw.about,
            };
            if self.events.insert(event, entry).is_some() {
                problems.push(twice(place, line(&raw.name), raw.name.get_ref()));
            }
        }
        for raw in file.context {
            let at = line(&raw.name);
            let name = raw.name.into_inner();
            if self.contexts.insert(name.clone(), raw.about).is_some() {
                problems.push(twice(place, at, &name));
            }
        }
        for (list, raws) in [
            (&mut self.sectors, file.sector),
            (&mut self.beyond, file.beyond),
        ] {
            for raw in raws {
                let at = line(&raw.code);
                let code = raw.code.into_inner();
                if list.insert(code.clone(), raw.about).is_some() {
                    problems.push(twice(place, at, &code));
                }
            }
        }
        for raw in file.cameo {
            let at = line(&raw.code);
            let code = raw.code.into_inner();
            let event = raw.event.as_deref().and_then(EventType::parse);
            if event.is_none()
                && let Some(name) = &raw.event
            {
                let what = format!("CAMEO {code} converts to `{name}`, which is no PLOVER event");
                problems.push(Problem::error(place, what).at_line(at));
            }
            let entry = CameoEntry {
                label: raw.label,
                goldstein: raw.goldstein,
                event,
                mode: raw.mode,
                contexts: raw.context,
            };
            conversions.push((place.to_owned(), at, code.clone()));
            if self.cameo.insert(code.clone(), entry).is_some() {
                problems.push(twice(place, at, &code));
            }
        }
    }

    fn check_conversion(&self, place: &str, line: u64, code: &str, problems: &mut Vec<Problem>) {
        let Some(entry) = self.cameo.get(code) else {
            return;
        };
        if let (Some(event), Some(mode)) = (entry.event, &entry.mode)
            && !self.has_mode(event, mode)
        {
            let what = format!("CAMEO {code} converts to mode `{mode}`, which {event} has not");
            problems.push(Problem::error(place, what).at_line(line));
        }
        for context in &entry.contexts {
            if !self.has_context(context) {
                let what = format!("CAMEO {code} converts to unknown context `{context}`");
                problems.push(Problem::error(place, what).at_line(line));
            }
        }
    }

    /// What PLOVER says of `event`.
    pub fn event(&self, event: EventType) -> Option<&EventEntry> {
        self.events.get(&event)
    }

    /// Quad class, 1 to 4.
    pub fn quad(&self, event: EventType) -> u8 {
        self.events
            .get(&event)
            .map_or(event.quad() as u8, |entry| entry.quad)
    }

    /// PLOVER's score: that of the first mode which has one, else the event's.
    pub fn score(&self, event: EventType, modes: &[String]) -> Option<f64> {
        let entry = self.events.get(&event)?;
        let of = |mode: &String| {
            let (_, score) = entry.modes.iter().find(|(name, _)| name == mode)?;
            *score
        };
        Some(modes.iter().find_map(of).unwrap_or(entry.score))
    }

    /// Whether PLOVER gives `event` this mode.
    pub fn has_mode(&self, event: EventType, mode: &str) -> bool {
        let modes = self.events.get(&event).map(|entry| &entry.modes);
        modes.is_some_and(|modes| modes.iter().any(|(name, _)| name == mode))
    }

    /// Whether PLOVER has this context.
    pub fn has_context(&self, context: &str) -> bool {
        self.contexts.contains_key(context)
    }

    /// Whether PLOVER has this sector.
    pub fn has_sector(&self, code: &str) -> bool {
        self.sectors.contains_key(code)
    }

    /// Whether `code` may stand where a country's code stands (UNO, IMG, …).
    pub fn is_beyond_countries(&self, code: &str) -> bool {
        self.beyond.contains_key(code)
    }

    /// What a sector, or a code beyond countries, covers.
    pub fn about(&self, code: &str) -> Option<&str> {
        let about = self.sectors.get(code).or_else(|| self.beyond.get(code))?;
        Some(about)
    }

    /// What CAMEO says of `code` ("036").
    pub fn cameo(&self, code: &str) -> Option<&CameoEntry> {
        self.cameo.get(code)
    }

    /// Goldstein value of a CAMEO code; a code that is too fine takes its parent's.
    pub fn goldstein(&self, code: &str) -> Option<f64> {
        let mut code = code;
        while !code.is_empty() {
            if let Some(entry) = self.cameo.get(code) {
                return Some(entry.goldstein);
            }
            code = &code[..code.len() - code.chars().next_back().map_or(0, char::len_utf8)];
        }
        None
    }
}

fn twice(place: &str, line: u64, name: &str) -> Problem {
    Problem::error(place, format!("`{name}` is given twice"))
        .at_line(line)
        .help("keep one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> Ontology {
        let mut problems = Vec::new();
        let ontology = Ontology::load(&Files::embedded(), &mut problems);
        assert_eq!(problems, [], "the embedded ontology has problems");
        ontology
    }

    #[test]
    fn every_event_is_described() {
        let ontology = embedded();
        for event in EventType::ALL {
            let entry = ontology
                .event(event)
                .expect("PLOVER's sixteen events are all there");
            assert_eq!(entry.quad, event.quad() as u8, "{event}");
        }
        assert_eq!(ontology.cameo.len(), 295);
        assert_eq!(ontology.sectors.len(), 25);
    }

    #[test]
    fn scores_come_from_the_mode_first() {
        let ontology = embedded();
        let score = |event, modes: &[&str]| {
            let modes: Vec<_> = modes.iter().map(ToString::to_string).collect();
            ontology.score(event, &modes)
        };
        assert_eq!(score(EventType::Consult, &[]), Some(2.5));
        assert_eq!(score(EventType::Consult, &["visit"]), Some(4.0));
        assert_eq!(score(EventType::Protest, &["vandalize"]), Some(-5.0));
        assert_eq!(ontology.goldstein("040"), Some(1.0));
        assert_eq!(
            ontology.goldstein("0409"),
            Some(1.0),
            "an unknown leaf takes its parent's"
        );
        assert_eq!(ontology.goldstein("99"), None);
    }

    #[test]
    fn problems_name_file_and_line() {
        let mut files = Files::embedded();
        let text =
            "# mine\n[[event]]\nname = \"HUG\"\nquad = 1\nscore = 1.0\nrecipient = \"optional\"\n";
        files.insert("ontology/mine.toml", text);
        files.insert("ontology/broken.toml", "[[context]]\nname = 3\n");
        let mut problems = Vec::new();
        Ontology::load(&files, &mut problems);
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:#?}");
        assert!(
            told[0].starts_with("knowledge/ontology/broken.toml:2: "),
            "{told:#?}"
        );
        assert!(
            told[1].starts_with("knowledge/ontology/mine.toml:3: `HUG`"),
            "{told:#?}"
        );
    }
}
