//! The literate cases of `tests/stories/*.md`: a story, and the events that must come of it.
//! `tests/stories/README.md` tells how a case is written.

use demarche::store::EntityRecord;
use demarche::{Engine, EngineOptions, EventRecord, ingest};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn literate_cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/stories");
    let entries = fs::read_dir(&folder).expect("tests/stories exists");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files
        .retain(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"));
    files.sort();
    assert!(!files.is_empty(), "{} holds no case", folder.display());
    let engine = Engine::open(&EngineOptions::default()).expect("the embedded engine opens");
    let mut failures = String::new();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(file).expect("a case is readable");
        check(&engine, &name, &text, &mut failures);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Runs one case; what does not hold is added to `failures` with file and line.
fn check(engine: &Engine, name: &str, text: &str, failures: &mut String) {
    let mut coded: Option<Vec<EventRecord>> = None;
    for block in blocks(text) {
        let mut fail = |line: usize, what: &str| {
            writeln!(failures, "tests/stories/{name}:{line}: {what}").expect("a string takes all");
        };
        match block.info {
            "story" | "story html" | "story markdown" => {
                let ending = match block.info {
                    "story html" => "html",
                    "story markdown" => "md",
                    _ => "txt",
                };
                let options = ingest::Options::default();
                let (stories, problems) =
                    ingest::read_bytes(&format!("case.{ending}"), block.body.as_bytes(), &options);
                for problem in problems {
                    fail(block.line, &format!("the story has a problem: {problem}"));
                }
                match stories.as_slice() {
                    [story] => coded = Some(engine.records(story, &engine.code(story))),
                    _ => fail(block.line, "the block is not one story"),
                }
            }
            "events" | "all events" => {
                let Some(events) = &coded else {
                    fail(block.line, "events stand before any story");
                    continue;
                };
                let mut used = vec![false; events.len()];
                for (at, line) in block.lines() {
                    // What is known to be wrong must be seen when it gets better.
                    let (line, known_wrong) = match line.strip_prefix("FIXME ") {
                        Some(line) => (line, true),
                        None => (line, false),
                    };
                    if let Some(pattern) = line.strip_prefix("no ") {
                        let event = events.iter().find(|event| matches(event, pattern));
                        match event {
                            Some(event) if !known_wrong => {
                                fail(at, &format!("must not be coded: {}", told(event)));
                            }
                            None if known_wrong => fail(at, "holds now: take FIXME away"),
                            _ => {}
                        }
                        continue;
                    }
                    let found = (0..events.len()).find(|i| !used[*i] && matches(&events[*i], line));
                    match found {
                        Some(_) if known_wrong => fail(at, "holds now: take FIXME away"),
                        Some(index) => used[index] = true,
                        None if known_wrong => {}
                        None => {
                            let all: Vec<_> = events.iter().map(told).collect();
                            let all = all.join("\n        ");
                            fail(at, &format!("missing: {line}\n    coded:\n        {all}"));
                        }
                    }
                }
                if block.info == "all events" {
                    for (event, _) in events.iter().zip(&used).filter(|(_, used)| !**used) {
                        fail(block.line, &format!("not expected: {}", told(event)));
                    }
                }
            }
            other => fail(block.line, &format!("`{other}` is no kind of block")),
        }
    }
    if coded.is_none() {
        writeln!(failures, "tests/stories/{name}: holds no story").expect("a string takes all");
    }
}

/// A fenced block: its info string, its text, and the line of its first text line (from 1).
struct Block<'a> {
    info: &'a str,
    body: String,
    line: usize,
}

impl Block<'_> {
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.body.lines().enumerate();
        let lines = lines.map(|(index, line)| (self.line + index, line.trim()));
        lines.filter(|(_, line)| !line.is_empty())
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                open = Some(Block {
                    info: info.trim(),
                    body: String::new(),
                    line: index + 2,
                });
            }
            (None, Some(block)) => {
                block.body.push_str(line);
                block.body.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Whether an event is what a line says: the event first, then ` | key: value` for what matters.
fn matches(event: &EventRecord, line: &str) -> bool {
    let mut parts = line.split('|').map(str::trim);
    let Some(name) = parts.next() else {
        return false;
    };
    let (name, mode) = name.split_once(' ').unwrap_or((name, ""));
    if event.event != name || (!mode.is_empty() && !event.mode.iter().any(|m| m == mode.trim())) {
        return false;
    }
    parts.all(|part| {
        let (key, value) = part
            .split_once(':')
            .map_or((part, ""), |(k, v)| (k.trim(), v.trim()));
        match key {
            "who" => parties(&event.actor, value),
            "whom" => parties(&event.recipient, value),
            "when" => date(event) == value,
            "where" => event.event_loc.as_ref().is_some_and(|place| {
                place.resolved_place.as_deref() == Some(value) || place.extracted_place == value
            }),
            "says" if value == "the reporter" => event.attribution.is_none(),
            "says" => event
                .attribution
                .as_ref()
                .is_some_and(|a| parties(&a.source, value)),
            "aux" if value == "none" => event.aux.is_empty(),
            "aux" => value
                .split(',')
                .all(|aux| event.aux.iter().any(|a| a == aux.trim())),
            "cameo" => event.cameo.as_deref() == Some(value),
            "context" => value
                .split(',')
                .all(|c| event.context.iter().any(|a| a == c.trim())),
            "dead" => event.size.dead.is_some_and(|n| n.to_string() == value),
            "injured" => event.size.injured.is_some_and(|n| n.to_string() == value),
            "arrested" => event.size.arrested.is_some_and(|n| n.to_string() == value),
            "number" => event.size.number.is_some_and(|n| n.to_string() == value),
            _ => panic!("`{key}` is no key of an event line: {line}"),
        }
    })
}

/// "2014" for a year, "2014-03" for a month, a day, or "day/day".
fn date(event: &EventRecord) -> String {
    let Some(start) = event.date.as_deref() else {
        return "none".to_owned();
    };
    match (event.date_granularity.as_deref(), event.enddate.as_deref()) {
        (Some("year"), _) => start[..4].to_owned(),
        (Some("month"), _) => start[..7].to_owned(),
        (_, Some(end)) if end != start => format!("{start}/{end}"),
        _ => start.to_owned(),
    }
}

/// "Kerry (USA GOV), Lavrov (RUS GOV)": the same number of parties, each by some of its words and
/// the codes it must begin with; "none" for nobody.
fn parties(list: &[EntityRecord], wanted: &str) -> bool {
    if wanted == "none" {
        return list.is_empty();
    }
    let wanted: Vec<_> = wanted.split(',').map(str::trim).collect();
    list.len() == wanted.len() && wanted.iter().all(|one| list.iter().any(|e| party(e, one)))
}

fn party(entity: &EntityRecord, wanted: &str) -> bool {
    let (words, codes) = match wanted.split_once('(') {
        Some((words, codes)) => (words.trim(), codes.trim_end_matches(')').trim()),
        None => (wanted, ""),
    };
    let name = entity.identifier_text.as_deref().unwrap_or("");
    let named = entity.entity_text.contains(words) || name.contains(words);
    named && codes_of(entity).starts_with(codes)
}

fn codes_of(entity: &EntityRecord) -> String {
    let codes = entity
        .code
        .iter()
        .chain(&entity.sector)
        .chain(&entity.other_sectors);
    codes.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// An event as a line of a case.
fn told(event: &EventRecord) -> String {
    let list = |entities: &[EntityRecord]| {
        let one = |e: &EntityRecord| {
            let name = e.identifier_text.as_ref().unwrap_or(&e.entity_text);
            format!("{name} ({})", codes_of(e))
        };
        if entities.is_empty() {
            "none".to_owned()
        } else {
            entities.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    };
    let mut line = format!("{} {}", event.event, event.mode.join(" "))
        .trim()
        .to_owned();
    let mut add = |key: &str, value: String| {
        write!(line, " | {key}: {value}").expect("a string takes all");
    };
    add("who", list(&event.actor));
    add("whom", list(&event.recipient));
    add("when", date(event));
    if let Some(place) = &event.event_loc {
        add(
            "where",
            place
                .resolved_place
                .clone()
                .unwrap_or(place.extracted_place.clone()),
        );
    }
    if !event.aux.is_empty() {
        add("aux", event.aux.join(", "));
    }
    match &event.attribution {
        Some(attribution) => add("says", list(&attribution.source)),
        None => add("says", "the reporter".to_owned()),
    }
    write!(line, "  [{}] “{}”", event.rule, event.event_text).expect("a string takes all");
    line
}
