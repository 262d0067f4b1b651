//! Reads the lexicon's TOML and compiles it; what is wrong becomes a problem with file and line.

use super::composition::{Inner, Light, LightSubject, Outcome, Party, Row};
use super::frame::{Condition, Example, Frame, NounArgument, Requirement, RoleKey, Variant};
use super::hash::word_hash;
use super::{Entry, Lexicon};
use crate::Files;
use crate::toml_file::{self, Lines, OneOrMany};
use demarche_story::{Auxiliary, EventType, Problem};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct EventsFile {
    #[serde(default)]
    frame: Vec<Spanned<RawFrame>>,
}

type RawRequirements = BTreeMap<String, OneOrMany<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    event: Option<String>,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    context: OneOrMany<String>,
    class: Option<String>,
    content: Option<OneOrMany<String>>,
    actor: Option<OneOrMany<String>>,
    recipient: Option<OneOrMany<String>>,
    #[serde(default)]
    reciprocal: bool,
    of: Option<String>,
    poss: Option<String>,
    #[serde(default)]
    owner: bool,
    #[serde(default)]
    when: RawRequirements,
    #[serde(default)]
    unless: RawRequirements,
    #[serde(default)]
    guard: bool,
    #[serde(default)]
    priority: i32,
    #[serde(default)]
    variant: Vec<RawVariant>,
    #[serde(default)]
    fires: Vec<Spanned<RawExample>>,
    #[serde(default)]
    silent: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVariant {
    #[serde(default)]
    when: RawRequirements,
    #[serde(default)]
    unless: RawRequirements,
    event: Option<String>,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    context: OneOrMany<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    #[serde(default)]
    actor: OneOrMany<String>,
    #[serde(default)]
    recipient: OneOrMany<String>,
    event: Option<String>,
    mode: Option<String>,
    #[serde(default)]
    aux: OneOrMany<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    #[serde(default)]
    set: Vec<Spanned<RawSet>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSet {
    name: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    sectors: Vec<String>,
    #[serde(default)]
    include: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CompositionFile {
    #[serde(default)]
    row: Vec<Spanned<RawRow>>,
    #[serde(default)]
    light: Vec<Spanned<RawLight>>,
    #[serde(default)]
    occurrence: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    outer: OneOrMany<String>,
    inner: OneOrMany<String>,
    event: Option<String>,
    cameo: Option<String>,
    mode: Option<String>,
    #[serde(default)]
    aux: OneOrMany<String>,
    recipient: Option<OneOrMany<String>>,
    #[serde(default)]
    keep: bool,
    example: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLight {
    verbs: Vec<String>,
    subj: Option<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(rename = "example")]
    _example: Option<OneOrMany<String>>,
}

/// Where a message about a piece of knowledge points.
struct Place<'a> {
    file: &'a str,
    line: u64,
    problems: &'a mut Vec<Problem>,
}

impl Place<'_> {
    fn error(&mut self, what: String) {
        self.problems
            .push(Problem::error(format!("knowledge/{}", self.file), what).at_line(self.line));
    }

    fn event(&mut self, text: Option<&str>) -> Option<EventType> {
        let text = text?;
        let event = EventType::parse(text);
        if event.is_none() {
            self.error(format!("`{text}` is no PLOVER event"));
        }
        event
    }
}

pub(super) fn lexicon(files: &Files, problems: &mut Vec<Problem>) -> Lexicon {
    let mut lexicon = Lexicon::default();
    word_sets(files, &mut lexicon, problems);
    composition(files, &mut lexicon, problems);
    frames(files, &mut lexicon, problems);
    lexicon
}

fn word_sets(files: &Files, lexicon: &mut Lexicon, problems: &mut Vec<Problem>) {
    let mut includes = Vec::new();
    for (file, text) in toml_file::texts(files, "words/", problems) {
        let lines = Lines::new(text);
        let parsed: WordsFile = toml_file::parse(file, text, problems);
        for set in parsed.set {
            let line = lines.of(set.span().start);
            let set = set.into_inner();
            let mut place = Place {
                file,
                line,
                problems,
            };
            let words = set.words.iter().map(|w| word_hash(&w.to_lowercase()));
            let words: FxHashSet<u64> = words.collect();
            match lexicon.sets.insert(&set.name, words, set.sectors) {
                Some(id) => includes.push((id, set.include, file, line)),
                None => place.error(format!("the word set `{}` is defined twice", set.name)),
            }
        }
    }
    // Includes may chain, so that they are merged until nothing changes.
    let mut grew = true;
    while grew {
        grew = false;
        for (id, names, _, _) in &includes {
            for name in names {
                if let Some(from) = lexicon.sets.find(name) {
                    grew |= lexicon.sets.merge(*id, from);
                }
            }
        }
    }
    for (_, names, file, line) in &includes {
        for name in names {
            if lexicon.sets.find(name).is_none() {
                Place {
                    file,
                    line: *line,
                    problems,
                }
                .error(format!("there is no word set `{name}` to include"));
            }
        }
    }
}

fn frames(files: &Files, lexicon: &mut Lexicon, problems: &mut Vec<Problem>) {
    let mut seen: FxHashMap<String, (String, u64)> = FxHashMap::default();
    for (file, text) in toml_file::texts(files, "events/", problems) {
        let lines = Lines::new(text);
        let parsed: EventsFile = toml_file::parse(file, text, problems);
        for raw in parsed.frame {
            let line = lines.of(raw.span().start);
            let raw = raw.into_inner();
            let mut place = Place {
                file,
                line,
                problems,
            };
            if let Some((other, at)) = seen.get(&raw.id) {
                let message = format!("the id `{}` is taken by {other}:{at}", raw.id);
                place.error(message);
                continue;
            }
            seen.insert(raw.id.clone(), (file.to_string(), line));
            let words = (raw.verbs.clone(), raw.nouns.clone(), raw.adjectives.clone());
            let frame = compile_frame(raw, &lines, &lexicon.sets, &mut place);
            let index = lexicon.frames.len() as u32;
            for verb in words.0 {
                let mut parts = verb.split_whitespace().map(str::to_lowercase);
                if let Some(head) = parts.next() {
                    let words: Vec<String> = parts.collect();
                    let entry = Entry::new(index, rank(&frame, &words), words);
                    lexicon.verbs.entry(head).or_default().push(entry);
                }
            }
            for (list, index_of) in [
                (words.1, &mut lexicon.nouns),
                (words.2, &mut lexicon.adjectives),
            ] {
                for noun in list {
                    let mut parts: Vec<String> =
                        noun.split_whitespace().map(str::to_lowercase).collect();
                    // "state of emergency": the head stands before the "of".
                    let of = parts.iter().position(|part| part == "of");
                    let head = match of {
                        Some(of) if of > 0 => Some(parts.remove(of - 1)),
                        _ => parts.pop(),
                    };
                    if let Some(head) = head {
                        let entry = Entry::new(index, rank(&frame, &parts), parts);
                        index_of.entry(head).or_default().push(entry);
                    }
                }
            }
            lexicon.frames.push(frame);
        }
    }
    for index in [
        &mut lexicon.verbs,
        &mut lexicon.nouns,
        &mut lexicon.adjectives,
    ] {
        for entries in index.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rank));
        }
    }
}

/// A frame with more conditions and more words is more specific; priority breaks ties.
fn rank(frame: &Frame, words: &[String]) -> i64 {
    i64::from(frame.priority) + 1000 * (frame.when.len() as i64 + 2 * words.len() as i64)
}

fn compile_frame(
    raw: RawFrame,
    lines: &Lines,
    sets: &super::WordSets,
    place: &mut Place<'_>,
) -> Frame {
    if raw.verbs.is_empty() && raw.nouns.is_empty() && raw.adjectives.is_empty() {
        place.error(format!(
            "frame `{}` has no predicate (verbs, nouns or adjectives)",
            raw.id
        ));
    }
    let event = place.event(raw.event.as_deref());
    if event.is_none() && raw.class.is_none() && !raw.guard && raw.event.is_none() {
        place.error(format!(
            "frame `{}` has no event, no class and is no guard",
            raw.id
        ));
    }
    let roles = |list: Option<OneOrMany<String>>, default: &[RoleKey]| match list {
        Some(list) => list.iter().map(|role| RoleKey::parse(role)).collect(),
        None => default.to_vec(),
    };
    let noun_argument = |text: Option<String>, default, place: &mut Place<'_>| match text.as_deref()
    {
        None => default,
        Some("subj") => NounArgument::Subj,
        Some("obj") => NounArgument::Obj,
        Some(other) => {
            place.error(format!("`{other}` must be \"subj\" or \"obj\""));
            default
        }
    };
    Frame {
        file: place.file.to_string(),
        line: place.line,
        event,
        mode: raw.mode,
        cameo: raw.cameo,
        contexts: raw.context.into_vec(),
        class: raw.class,
        content: roles(raw.content, &[RoleKey::Comp, RoleKey::Obj]),
        actor: roles(raw.actor, &[RoleKey::Subj]),
        recipient: roles(raw.recipient, &[RoleKey::Obj]),
        reciprocal: raw.reciprocal,
        of: noun_argument(raw.of, NounArgument::Obj, place),
        poss: noun_argument(raw.poss, NounArgument::Subj, place),
        owner: raw.owner,
        when: requirements(raw.when, sets, place),
        unless: requirements(raw.unless, sets, place),
        guard: raw.guard,
        priority: raw.priority,
        variants: raw
            .variant
            .into_iter()
            .map(|variant| Variant {
                when: requirements(variant.when, sets, place),
                unless: requirements(variant.unless, sets, place),
                event: place.event(variant.event.as_deref()),
                mode: variant.mode,
                cameo: variant.cameo,
                contexts: variant.context.into_vec(),
            })
            .collect(),
        fires: raw
            .fires
            .into_iter()
            .map(|example| {
                let line = lines.of(example.span().start);
                let example = example.into_inner();
                Example {
                    text: example.text,
                    line,
                    actor: example.actor.into_vec(),
                    recipient: example.recipient.into_vec(),
                    event: place.event(example.event.as_deref()),
                    mode: example.mode,
                    aux: example.aux.into_vec(),
                }
            })
            .collect(),
        silent: raw
            .silent
            .into_iter()
            .map(|text_at| {
                let line = lines.of(text_at.span().start);
                (text_at.into_inner(), line)
            })
            .collect(),
        id: raw.id,
    }
}

fn requirements(
    raw: RawRequirements,
    sets: &super::WordSets,
    place: &mut Place<'_>,
) -> Vec<Requirement> {
    raw.into_iter()
        .map(|(role, conditions)| {
            let any = conditions.iter();
            let any = any.filter_map(|text| condition(text, sets, place));
            Requirement::new(RoleKey::parse(&role), any.collect())
        })
        .collect()
}

fn condition(text: &str, sets: &super::WordSets, place: &mut Place<'_>) -> Option<Condition> {
    Some(match text {
        "present" => Condition::Present,
        "absent" => Condition::Absent,
        "actor" => Condition::Actor,
        "person" => Condition::Person,
        "country" => Condition::Country,
        "thing" => Condition::Thing,
        "event" => Condition::Event,
        "infinitive" => Condition::Infinitive,
        _ => match text.strip_prefix('@') {
            Some(name) => match sets.find(name) {
                Some(id) => Condition::Set(id),
                None => {
                    place.error(format!("there is no word set `{name}`"));
                    return None;
                }
            },
            None => Condition::Lemma(text.to_lowercase()),
        },
    })
}

fn composition(files: &Files, lexicon: &mut Lexicon, problems: &mut Vec<Problem>) {
    for (file, text) in toml_file::texts(files, "composition/", problems) {
        let lines = Lines::new(text);
        let parsed: CompositionFile = toml_file::parse(file, text, problems);
        lexicon.occurrence.extend(parsed.occurrence);
        for raw in parsed.row {
            let line = lines.of(raw.span().start);
            let raw = raw.into_inner();
            let mut place = Place {
                file,
                line,
                problems,
            };
            let inner: Vec<Inner> = raw
                .inner
                .iter()
                .filter_map(|text| inner(text, &mut place))
                .collect();
            let outcome = match raw.event.as_deref() {
                Some("same") => Outcome::Same,
                None | Some("outer") => Outcome::Outer,
                Some("none") => Outcome::Nothing,
                Some(text) => match place.event(Some(text)) {
                    Some(event) => Outcome::Event(event),
                    None => continue,
                },
            };
            let aux: Vec<Auxiliary> = raw
                .aux
                .iter()
                .filter_map(|text| auxiliary(text, &mut place))
                .collect();
            let recipient = match raw.recipient {
                None => vec![Party::Outer, Party::InnerRecipient, Party::InnerActor],
                Some(list) => list
                    .iter()
                    .filter_map(|text| match text.as_str() {
                        "outer" => Some(Party::Outer),
                        "inner.recipient" => Some(Party::InnerRecipient),
                        "inner.actor" => Some(Party::InnerActor),
                        other => {
                            place.error(format!("`{other}` is no source of a recipient"));
                            None
                        }
                    })
                    .collect(),
            };
            for outer in raw.outer.iter() {
                let index = lexicon.rows.len() as u32;
                let rows = lexicon.rows_by_class.entry(outer.clone());
                rows.or_default().push(index);
                lexicon.rows.push(Row {
                    file: file.to_string(),
                    line,
                    outer: outer.clone(),
                    inner: inner.clone(),
                    outcome,
                    cameo: raw.cameo.clone(),
                    mode: raw.mode.clone(),
                    aux: aux.clone(),
                    recipient: recipient.clone(),
                    keep: raw.keep,
                    example: raw.example.clone(),
                });
            }
        }
        for raw in parsed.light {
            let line = lines.of(raw.span().start);
            let raw = raw.into_inner();
            let subj = match raw.subj.as_deref() {
                None | Some("subj") => LightSubject::Subj,
                Some("obj") => LightSubject::Obj,
                Some(other) => {
                    Place {
                        file,
                        line,
                        problems,
                    }
                    .error(format!("`{other}` must be \"subj\" or \"obj\""));
                    continue;
                }
            };
            let index = lexicon.lights.len() as u32;
            for verb in &raw.verbs {
                if let Some(head) = verb.split_whitespace().next() {
                    lexicon
                        .light_verbs
                        .entry(head.to_string())
                        .or_default()
                        .push(index);
                }
            }
            lexicon.lights.push(Light {
                verbs: raw.verbs,
                subj,
                nouns: raw.nouns,
            });
        }
    }
}

fn inner(text: &str, place: &mut Place<'_>) -> Option<Inner> {
    if text == "*" {
        return Some(Inner::Any);
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Inner::Cameo(text.to_string()));
    }
    match text.split_once('/') {
        Some((event, mode)) => place
            .event(Some(event))
            .map(|event| Inner::Mode(event, mode.to_string())),
        None => place.event(Some(text)).map(Inner::Event),
    }
}

fn auxiliary(text: &str, place: &mut Place<'_>) -> Option<Auxiliary> {
    let found = [
        Auxiliary::Historical,
        Auxiliary::Future,
        Auxiliary::Hypothetical,
        Auxiliary::Negation,
    ]
    .into_iter()
    .find(|aux| aux.as_str() == text);
    if found.is_none() {
        place.error(format!("`{text}` is no auxiliary mode"));
    }
    found
}
