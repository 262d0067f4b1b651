//! The table for reading: each sentence that holds events, and under it a row an event.

use crate::style;
use crate::wrap::{Line, row, wrap};
use anstyle::Style;
use demarche::store::EntityRecord;
use demarche::{EventRecord, Story};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns of the terminal; 100 where the output is no terminal.
pub fn terminal_width() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(100, |(width, _)| usize::from(width.0))
        .clamp(40, 160)
}

/// Writes tables, story after story.
pub struct Table {
    width: usize,
    columns: Option<Columns>,
    started: bool,
}

/// Widths of the columns; a narrow terminal has none and lists one thing a line.
#[derive(Clone, Copy)]
struct Columns {
    event: usize,
    party: usize,
    when: usize,
    place: usize,
    source: usize,
}

/// Room for the event's number, left of the table.
const GUTTER: usize = 4;

impl Table {
    /// A table for a terminal of `width` columns.
    pub fn new(width: usize) -> Table {
        // Five gaps of two columns lie between six cells.
        let room = width.saturating_sub(GUTTER + 10);
        let (event, when) = (16, 10);
        let columns = (width >= 84).then(|| {
            let rest = room - event - when;
            let place = (rest / 5).min(16);
            let party = (rest - place) / 3;
            Columns {
                event,
                party,
                when,
                place,
                source: rest - place - 2 * party,
            }
        });
        Table {
            width,
            columns,
            started: false,
        }
    }

    /// Writes one story's events; a story without events is only named.
    pub fn story(
        &mut self,
        out: &mut impl Write,
        story: &Story,
        events: &[EventRecord],
    ) -> io::Result<()> {
        if self.started {
            writeln!(out)?;
        }
        self.started = true;
        self.heading(out, story)?;
        let dim = style::DIM;
        if events.is_empty() {
            return writeln!(out, "{dim}no events{dim:#}");
        }
        if let Some(columns) = self.columns {
            let cell = |width, text: &str| (width, vec![(text.to_owned(), dim)]);
            let head = [
                cell(columns.event, "EVENT"),
                cell(columns.party, "WHO"),
                cell(columns.party, "WHOM"),
                cell(columns.when, "WHEN"),
                cell(columns.place, "WHERE"),
                cell(columns.source, "ACCORDING TO"),
            ];
            write!(out, "\n{}", row(GUTTER, &head))?;
        }
        let mut at = 0;
        while at < events.len() {
            let sentence = events[at].text_info.sequence;
            let same = events[at..]
                .iter()
                .take_while(|e| e.text_info.sequence == sentence)
                .count();
            let group = &events[at..at + same];
            writeln!(out)?;
            self.sentence(out, story, group)?;
            for (number, event) in (at + 1..).zip(group) {
                self.event(out, number, event)?;
            }
            at += same;
        }
        Ok(())
    }

    fn heading(&self, out: &mut impl Write, story: &Story) -> io::Result<()> {
        let (title, dim) = (style::TITLE, style::DIM);
        for line in wrap(story.title.as_deref().unwrap_or(&story.id), self.width) {
            writeln!(out, "{title}{line}{title:#}")?;
        }
        let mut known: Vec<String> = Vec::new();
        known.extend(story.publisher.clone());
        known.extend(story.published.map(|date| date.to_string()));
        known.extend(story.dateline.clone());
        if story.title.is_some() {
            known.push(story.id.clone());
        }
        for line in wrap(&known.join(" · "), self.width) {
            writeln!(out, "{dim}{line}{dim:#}")?;
        }
        Ok(())
    }

    /// The sentence, with the coded words set off.
    fn sentence(
        &self,
        out: &mut impl Write,
        story: &Story,
        events: &[EventRecord],
    ) -> io::Result<()> {
        let Some(first) = events.first() else {
            return Ok(());
        };
        let (start, end) = (first.text_info.start as usize, first.text_info.end as usize);
        let text = story.text.get(start..end).unwrap_or(&first.text);
        let words = style::WORDS;
        let coded = |byte: usize| {
            let at = (start + byte) as u32;
            events
                .iter()
                .any(|e| (e.text_info.event_start..e.text_info.event_end).contains(&at))
        };
        // Each word is wrapped with its styles at hand: they take no room.
        let mut line = " ".repeat(GUTTER);
        let mut used = GUTTER;
        for word in text.split_whitespace() {
            let offset = word.as_ptr() as usize - text.as_ptr() as usize;
            if used > GUTTER && used + 1 + word.width() > self.width {
                writeln!(out, "{line}")?;
                line = " ".repeat(GUTTER);
                used = GUTTER;
            }
            if used > GUTTER {
                line.push(' ');
                used += 1;
            }
            let mut bold = false;
            for (at, letter) in word.char_indices() {
                if coded(offset + at) != bold {
                    bold = !bold;
                    line.push_str(&if bold {
                        format!("{words}")
                    } else {
                        format!("{words:#}")
                    });
                }
                line.push(letter);
            }
            if bold {
                line.push_str(&format!("{words:#}"));
            }
            used += word.width();
        }
        writeln!(out, "{line}")
    }

    fn event(&self, out: &mut impl Write, number: usize, event: &EventRecord) -> io::Result<()> {
        let plain = Style::new();
        let what = |width| {
            let name = format!("{} {}", event.event, event.mode.join(" "));
            let mut lines = cell(&name, width, style::quad(event.quad_code));
            lines.extend(cell(&event.aux.join(", "), width, style::NOT_FACT));
            lines.extend(cell(&size(event), width, plain));
            lines.extend(cell(
                &excerpt(&event.event_text, 2 * width - 6),
                width,
                style::DIM,
            ));
            lines
        };
        let place = |width| {
            let Some(place) = &event.event_loc else {
                return Vec::new();
            };
            let name = place
                .resolved_place
                .as_ref()
                .unwrap_or(&place.extracted_place);
            let mut lines = cell(name, width, plain);
            if let Some(code) = &place.country_code {
                lines.extend(cell(code, width, style::DIM));
            }
            lines
        };
        let source = |width| match &event.attribution {
            None => cell("the reporter", width, style::DIM),
            Some(said) if said.source.is_empty() => {
                let cue = said
                    .cue
                    .as_ref()
                    .map_or_else(String::new, |cue| format!(" (“{cue}”)"));
                cell(&format!("unnamed{cue}"), width, style::DIM)
            }
            Some(said) => parties(&said.source, width),
        };
        let Some(columns) = self.columns else {
            let rest = self.width.saturating_sub(GUTTER + 10);
            for (at, (name, lines)) in [
                ("event", what(rest)),
                ("who", parties(&event.actor, rest)),
                ("whom", parties(&event.recipient, rest)),
                ("when", cell(&when(event), rest, plain)),
                ("where", place(rest)),
                ("says", source(rest)),
            ]
            .into_iter()
            .enumerate()
            {
                if lines.is_empty() {
                    continue;
                }
                let number = if at == 0 {
                    number.to_string()
                } else {
                    String::new()
                };
                let cells = [
                    (GUTTER - 2, vec![(number, style::DIM)]),
                    (8, vec![(name.to_owned(), style::DIM)]),
                    (rest, lines),
                ];
                write!(out, "{}", row(0, &cells))?;
            }
            return Ok(());
        };
        let cells = [
            (GUTTER - 2, vec![(number.to_string(), style::DIM)]),
            (columns.event, what(columns.event)),
            (columns.party, parties(&event.actor, columns.party)),
            (columns.party, parties(&event.recipient, columns.party)),
            (columns.when, cell(&when(event), columns.when, plain)),
            (columns.place, place(columns.place)),
            (columns.source, source(columns.source)),
        ];
        write!(out, "{}", row(0, &cells))
    }
}

fn cell(text: &str, width: usize, style: Style) -> Vec<Line> {
    wrap(text, width)
        .into_iter()
        .map(|line| (line, style))
        .collect()
}

/// The words in quotation marks; the middle of a long phrase is left out, since the sentence above
/// has it.
fn excerpt(words: &str, room: usize) -> String {
    let all: Vec<_> = words.split_whitespace().collect();
    if words.width() <= room || all.len() < 3 {
        return format!("“{words}”");
    }
    format!("“{} … {}”", all[0], all[all.len() - 1])
}

/// Each party by name, its codes under it.
fn parties(list: &[EntityRecord], width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for party in list {
        lines.extend(cell(name(party), width, Style::new()));
        lines.extend(cell(&codes(party), width, style::DIM));
    }
    lines
}

/// The fullest name known; but where a name stands for a country by another word ("Goma",
/// "Downing Street"), the word of the story, since the code below tells the country.
fn name(party: &EntityRecord) -> &str {
    const PRONOUNS: [&str; 14] = [
        "He", "She", "It", "They", "We", "I", "You", "His", "Her", "Its", "Their", "Our", "My",
        "Your",
    ];
    let words = party.entity_text.as_str();
    let Some(known) = party.identifier_text.as_deref() else {
        return words;
    };
    let is_name = words.starts_with(char::is_uppercase) && !PRONOUNS.contains(&words);
    let shares = words.split_whitespace().any(|word| known.contains(word));
    if is_name && !shares { words } else { known }
}

/// "USA GOV ELI": country, primary and further sectors.
pub fn codes(party: &EntityRecord) -> String {
    let first = party
        .code
        .iter()
        .chain(&party.sector)
        .chain(&party.other_sectors);
    first.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The date as exactly as it is known: "2014" for a year, "2014-03" for a month.
pub fn when(event: &EventRecord) -> String {
    let Some(date) = event.date.as_deref() else {
        return String::new();
    };
    let known = match event.date_granularity.as_deref() {
        Some("year") => date.get(..4),
        Some("month") => date.get(..7),
        _ => None,
    };
    match (known, event.enddate.as_deref()) {
        (Some(known), Some(end)) if !end.starts_with(known) => format!("{date} – {end}"),
        (Some(known), _) => known.to_owned(),
        (None, Some(end)) if end != date => format!("{date} – {end}"),
        (None, _) => date.to_owned(),
    }
}

fn size(event: &EventRecord) -> String {
    let size = &event.size;
    let mut told = Vec::new();
    for (count, word) in [
        (size.dead, "dead"),
        (size.injured, "injured"),
        (size.arrested, "arrested"),
    ] {
        told.extend(count.map(|count| format!("{} {word}", grouped(count))));
    }
    told.extend(
        size.number
            .map(|count| format!("number {}", grouped(count))),
    );
    told.join(", ")
}

/// "2,000,000"
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::store::{AttributionRecord, LocationRecord, StoryRecord, TextInfo};

    const TEXT: &str = "The foreign minister of Norden flew to Südhafen last year for talks with \
        the Organisation for Security and Cooperation, Admiral Ólaf Rask told reporters.";

    fn party(name: &str, code: &str, sector: &str) -> EntityRecord {
        EntityRecord {
            code: Some(code.to_owned()),
            sector: Some(sector.to_owned()),
            identifier_text: Some(name.to_owned()),
            ..EntityRecord::default()
        }
    }

    fn story() -> (Story, Vec<EventRecord>) {
        let story = Story {
            id: "south/1.txt".to_owned(),
            title: Some("Norden's minister in the south".to_owned()),
            publisher: Some("The Courier".to_owned()),
            published: Some(jiff::civil::date(2031, 5, 4)),
            text: TEXT.to_owned(),
            ..Story::default()
        };
        let start = TEXT.find("flew").unwrap_or(0) as u32;
        let event = EventRecord {
            id: "0".to_owned(),
            date: Some("2030-01-01".to_owned()),
            enddate: Some("2030-12-31".to_owned()),
            date_text: Some("last year".to_owned()),
            date_granularity: Some("year".to_owned()),
            actor: vec![party("Foreign Minister of Norden", "NRD", "GOV")],
            recipient: vec![party(
                "Organisation for Security and Cooperation",
                "IGO",
                "UNK",
            )],
            event: "CONSULT".to_owned(),
            mode: vec!["visit".to_owned()],
            context: Vec::new(),
            aux: vec!["historical".to_owned()],
            cameo: Some("042".to_owned()),
            goldstein: Some(1.9),
            quad_code: 1,
            event_scale: Some(4.0),
            event_loc: Some(LocationRecord {
                extracted_place: "Südhafen".to_owned(),
                country_code: Some("SUD".to_owned()),
                ..LocationRecord::default()
            }),
            size: Default::default(),
            attribution: Some(AttributionRecord {
                source: vec![party("Ólaf Rask", "SUD", "MIL")],
                cue: Some("told reporters".to_owned()),
                kind: "indirect".to_owned(),
                start: 0,
                end: 10,
            }),
            event_text: "flew to Südhafen".to_owned(),
            text: TEXT.to_owned(),
            text_info: TextInfo {
                sequence: 1,
                start: 0,
                end: TEXT.len() as u32,
                event_start: start,
                event_end: start + "flew to Südhafen".len() as u32,
            },
            story: StoryRecord::default(),
            rule: "consult/visit".to_owned(),
            confidence: 0.9,
            coder: String::new(),
            knowledge: String::new(),
            model: String::new(),
        };
        let other = EventRecord {
            attribution: None,
            event_loc: None,
            ..event.clone()
        };
        (story, vec![event, other])
    }

    fn drawn(width: usize) -> String {
        let (story, events) = story();
        let mut out = Vec::new();
        Table::new(width)
            .story(&mut out, &story, &events)
            .expect("memory takes all");
        let text = String::from_utf8(out).expect("tables are UTF-8");
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn lines_fit_the_terminal_and_hold_everything() {
        for width in 40..=160 {
            let text = drawn(width);
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
                assert_eq!(line, line.trim_end(), "{width}");
            }
            for word in [
                "CONSULT",
                "historical",
                "Norden",
                "IGO",
                "2030",
                "SUD",
                "Rask",
            ] {
                assert!(text.contains(word), "{width}: {word} is missing\n{text}");
            }
        }
    }

    #[test]
    fn names_are_those_of_the_story_where_they_differ() {
        let named = |words: &str, known: &str| {
            let mut party = party(known, "COD", "GOV");
            party.entity_text = words.to_owned();
            name(&party).to_owned()
        };
        assert_eq!(named("Kerry", "John Kerry"), "John Kerry");
        assert_eq!(named("he", "John Kerry"), "John Kerry");
        assert_eq!(named("He", "John Kerry"), "John Kerry");
        assert_eq!(named("Goma", "Democratic Republic of the Congo"), "Goma");
    }

    #[test]
    fn numbers_are_grouped() {
        let told = [7, 70, 700, 7_000, 70_000, 1_234_567].map(grouped);
        assert_eq!(told, ["7", "70", "700", "7,000", "70,000", "1,234,567"]);
    }

    #[test]
    fn coded_words_are_set_off_in_the_sentence() {
        let (story, events) = story();
        let mut out = Vec::new();
        Table::new(200)
            .story(&mut out, &story, &events)
            .expect("memory takes all");
        let text = String::from_utf8(out).expect("tables are UTF-8");
        let words = style::WORDS;
        let marked = ["flew", "to", "Südhafen"].map(|word| format!("{words}{word}{words:#}"));
        assert!(text.contains(&marked.join(" ")), "{text}");
    }
}
