//! The flat form: one row an event. What is a list in the record is joined by
//! `;`, one element a party; a party's further sectors are joined by `,`.

use crate::record::{EntityRecord, EventRecord};

/// A column: its name and how its value is read off a record.
type Column = (&'static str, fn(&EventRecord) -> String);

const COLUMNS: &[Column] = &[
    ("id", |r| r.id.clone()),
    ("date", |r| text(&r.date)),
    ("enddate", |r| text(&r.enddate)),
    ("date_text", |r| text(&r.date_text)),
    ("date_granularity", |r| text(&r.date_granularity)),
    ("actor_code", |r| each(&r.actor, |e| text(&e.code))),
    ("actor_sector", |r| each(&r.actor, |e| text(&e.sector))),
    ("actor_other_sectors", |r| {
        each(&r.actor, |e| e.other_sectors.join(","))
    }),
    ("actor_text", |r| each(&r.actor, |e| e.entity_text.clone())),
    ("actor_name", |r| {
        each(&r.actor, |e| text(&e.identifier_text))
    }),
    ("actor_office", |r| each(&r.actor, |e| text(&e.office))),
    ("recipient_code", |r| each(&r.recipient, |e| text(&e.code))),
    ("recipient_sector", |r| {
        each(&r.recipient, |e| text(&e.sector))
    }),
    ("recipient_other_sectors", |r| {
        each(&r.recipient, |e| e.other_sectors.join(","))
    }),
    ("recipient_text", |r| {
        each(&r.recipient, |e| e.entity_text.clone())
    }),
    ("recipient_name", |r| {
        each(&r.recipient, |e| text(&e.identifier_text))
    }),
    ("recipient_office", |r| {
        each(&r.recipient, |e| text(&e.office))
    }),
    ("event", |r| r.event.clone()),
    ("mode", |r| r.mode.join(";")),
    ("context", |r| r.context.join(";")),
    ("aux", |r| r.aux.join(";")),
    ("cameo", |r| text(&r.cameo)),
    ("goldstein", |r| number(r.goldstein)),
    ("quad_code", |r| r.quad_code.to_string()),
    ("event_scale", |r| number(r.event_scale)),
    ("extracted_place", |r| {
        text(&r.event_loc.as_ref().map(|l| l.extracted_place.clone()))
    }),
    ("resolved_place", |r| {
        text(&r.event_loc.as_ref().and_then(|l| l.resolved_place.clone()))
    }),
    ("geonameid", |r| {
        number(r.event_loc.as_ref().and_then(|l| l.geonameid))
    }),
    ("lat", |r| number(r.event_loc.as_ref().and_then(|l| l.lat))),
    ("lon", |r| number(r.event_loc.as_ref().and_then(|l| l.lon))),
    ("country_code", |r| {
        text(&r.event_loc.as_ref().and_then(|l| l.country_code.clone()))
    }),
    ("feature_code", |r| {
        text(&r.event_loc.as_ref().and_then(|l| l.feature_code.clone()))
    }),
    ("dead", |r| number(r.size.dead)),
    ("injured", |r| number(r.size.injured)),
    ("arrested", |r| number(r.size.arrested)),
    ("number", |r| number(r.size.number)),
    ("source_code", |r| source(r, |e| text(&e.code))),
    ("source_sector", |r| source(r, |e| text(&e.sector))),
    ("source_text", |r| source(r, |e| e.entity_text.clone())),
    ("source_name", |r| source(r, |e| text(&e.identifier_text))),
    ("source_office", |r| source(r, |e| text(&e.office))),
    ("cue", |r| {
        text(&r.attribution.as_ref().and_then(|a| a.cue.clone()))
    }),
    ("attribution_kind", |r| {
        text(&r.attribution.as_ref().map(|a| a.kind.clone()))
    }),
    ("event_text", |r| r.event_text.clone()),
    ("text", |r| r.text.clone()),
    ("sequence", |r| r.text_info.sequence.to_string()),
    ("start", |r| r.text_info.start.to_string()),
    ("end", |r| r.text_info.end.to_string()),
    ("event_start", |r| r.text_info.event_start.to_string()),
    ("event_end", |r| r.text_info.event_end.to_string()),
    ("story_id", |r| r.story.id.clone()),
    ("story_title", |r| text(&r.story.title)),
    ("story_url", |r| text(&r.story.url)),
    ("story_publisher", |r| text(&r.story.publisher)),
    ("story_published", |r| text(&r.story.published)),
    ("rule", |r| r.rule.clone()),
    ("confidence", |r| r.confidence.to_string()),
    ("coder", |r| r.coder.clone()),
    ("knowledge", |r| r.knowledge.clone()),
    ("model", |r| r.model.clone()),
];

/// The header line.
pub(crate) fn header() -> String {
    line(COLUMNS.iter().map(|(name, _)| (*name).to_owned()))
}

/// One record's line.
pub(crate) fn row(record: &EventRecord) -> String {
    line(COLUMNS.iter().map(|(_, value)| value(record)))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line.push('\n');
    line
}

fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|number| number.to_string()).unwrap_or_default()
}

fn each(list: &[EntityRecord], value: fn(&EntityRecord) -> String) -> String {
    // A `;` inside a name would look like another party.
    let cells: Vec<_> = list
        .iter()
        .map(|entity| value(entity).replace(';', ","))
        .collect();
    // Parties without any value at all give an empty cell, not a row of semicolons.
    if cells.iter().all(String::is_empty) {
        return String::new();
    }
    cells.join(";")
}

fn source(record: &EventRecord, value: fn(&EntityRecord) -> String) -> String {
    let attribution = record.attribution.as_ref();
    attribution
        .map(|said| each(&said.source, value))
        .unwrap_or_default()
}
