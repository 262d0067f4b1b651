//! An event and its parties, each with the knowledge that decided.

use super::{Page, field, heading, one_line};
use crate::style;
use crate::table::{codes, when};
use demarche::coding::explain::weights;
use demarche::{Actor, Event};
use std::io::Write;

impl Page<'_> {
    pub(super) fn actor(
        &self,
        out: &mut impl Write,
        role: &str,
        actor: &Actor,
    ) -> anyhow::Result<()> {
        let dim = style::DIM;
        let mention = self.coded.coding.mentions.get(actor.mention as usize);
        let words = mention.map_or("", |mention| mention.span.of(&self.story.text));
        let mut line = format!("“{}”", one_line(words));
        if let Some(name) = &actor.name {
            line.push_str(&format!(" is {name}"));
        }
        let codes: Vec<_> = actor
            .country
            .iter()
            .chain(&actor.sector)
            .chain(&actor.other_sectors)
            .map(String::as_str)
            .collect();
        let codes = if codes.is_empty() {
            "unresolved".to_owned()
        } else {
            codes.join(" ")
        };
        line.push_str(&format!(": {codes}"));
        if let Some(office) = &actor.office {
            line.push_str(&format!(", {office}"));
        }
        if let Some(mention) = mention {
            line.push_str(&format!(" {dim}(chain {}){dim:#}", mention.chain));
        }
        field(out, role, &line)?;
        for step in &actor.evidence {
            writeln!(out, "               {dim}{step}{dim:#}")?;
        }
        Ok(())
    }

    /// The words that made a statement an event, where no frame did.
    fn weights(&self, out: &mut impl Write, event: &Event) -> anyhow::Result<()> {
        let coded = self.coded;
        let knowledge = self.engine.knowledge();
        let weights = weights(
            self.story,
            &coded.sentences,
            &coded.coding,
            knowledge,
            event,
        );
        let words: Vec<String> = weights
            .iter()
            .map(|(feature, weight)| format!("{feature} +{:.2}", f64::from(*weight) / 100.0))
            .collect();
        if words.is_empty() {
            return Ok(());
        }
        let (dim, place) = (style::DIM, "knowledge/speech/weights.tsv");
        field(
            out,
            "weighs",
            &format!("{}  {dim}{place}{dim:#}", words.join(", ")),
        )
    }

    pub(super) fn event(
        &self,
        out: &mut impl Write,
        index: usize,
        event: &Event,
    ) -> anyhow::Result<()> {
        let Some(record) = self.records.get(index) else {
            return Ok(());
        };
        let (name, dim, quad) = (style::NAME, style::DIM, style::quad(record.quad_code));
        heading(out, &format!("Event {}", index + 1))?;
        let mut what = format!("{quad}{}{quad:#}", record.event);
        for more in record.mode.iter().chain(&record.aux) {
            what.push_str(&format!(", {more}"));
        }
        if let Some(code) = &record.cameo {
            let label = self.engine.knowledge().ontology.cameo(code);
            let label = label.map_or("unknown code", |entry| entry.label.as_str());
            what.push_str(&format!(" {dim}(CAMEO {code}: {label}){dim:#}"));
        }
        field(out, "event", &what)?;
        field(out, "words", &format!("“{}”", record.event_text))?;
        for part in event.rule.split('+') {
            let frames = &self.engine.knowledge().lexicon.frames;
            let place = frames.iter().find(|frame| frame.id == part);
            let place = place.map_or_else(String::new, |frame| {
                format!("  {dim}knowledge/{}:{}{dim:#}", frame.file, frame.line)
            });
            field(out, "rule", &format!("{name}{part}{name:#}{place}"))?;
        }
        self.weights(out, event)?;
        for actor in &event.actors {
            self.actor(out, "who", actor)?;
        }
        for actor in &event.recipients {
            self.actor(out, "whom", actor)?;
        }
        let date = match (&record.date, &record.date_text) {
            (None, _) => "unknown".to_owned(),
            (Some(_), Some(words)) => format!("{} from “{words}”", when(record)),
            (Some(_), None) => format!("{} {dim}(day of publication){dim:#}", when(record)),
        };
        field(out, "when", &date)?;
        if let Some(place) = &record.event_loc {
            let mut line = format!("“{}”", place.extracted_place);
            if let Some(name) = &place.resolved_place {
                line.push_str(&format!(" is {name}"));
            }
            for code in place.country_code.iter().chain(&place.feature_code) {
                line.push_str(&format!(" {code}"));
            }
            if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
                line.push_str(&format!(" {dim}({lat}, {lon}){dim:#}"));
            }
            field(out, "where", &line)?;
        }
        let says = match &record.attribution {
            None => "the reporter".to_owned(),
            Some(said) => {
                let sources: Vec<_> = said
                    .source
                    .iter()
                    .map(|source| {
                        let name = source
                            .identifier_text
                            .as_ref()
                            .unwrap_or(&source.entity_text);
                        format!("{name} {}", codes(source)).trim_end().to_owned()
                    })
                    .collect();
                let cue = said.cue.as_deref().unwrap_or("–");
                let source = if sources.is_empty() {
                    "unnamed".to_owned()
                } else {
                    sources.join(" and ")
                };
                format!("{source} “{cue}” ({})", said.kind)
            }
        };
        field(out, "says", &says)?;
        if !record.context.is_empty() {
            field(out, "context", &record.context.join(", "))?;
        }
        field(out, "confidence", &format!("{:.2}", record.confidence))
    }
}
