//! Runs every example that the knowledge carries through the engine.
//!
//! A frame of the lexicon says which sentences must fire it, with who and whom,
//! and which must leave it silent; a row of composition may show a sentence too.
//! What does not hold is reported with the knowledge file and its line.

use crate::engine::{Coded, Engine};
use demarche_knowledge::lexicon::{Example, Frame, Outcome, Row};
use demarche_story::{Actor, Event, MentionKind, Problem, Span, Story};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What came of a check.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Frames in the lexicon.
    pub frames: usize,
    /// Rows of composition.
    pub rows: usize,
    /// Examples that were run.
    pub examples: usize,
    /// Knowledge files that are not well-formed, by file and line.
    pub malformed: Vec<Problem>,
    /// Examples that do not hold, in the order of the files.
    pub failures: Vec<Failure>,
}

/// An example that does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The frame's id, or the outer class of a row of composition.
    pub rule: String,
    /// The sentence.
    pub text: String,
    /// What is wrong, with file and line.
    pub problem: Problem,
}

impl Report {
    /// Whether all is well-formed and every example holds.
    pub fn is_clean(&self) -> bool {
        self.malformed.is_empty() && self.failures.is_empty()
    }
}

/// Checks the engine's knowledge.
pub fn run(engine: &Engine) -> Report {
    let lexicon = &engine.knowledge().lexicon;
    let mut cases = Vec::new();
    for frame in &lexicon.frames {
        cases.extend(
            frame
                .fires
                .iter()
                .map(|example| Case::Fires(frame, example)),
        );
        cases.extend(
            frame
                .silent
                .iter()
                .map(|(text, line)| Case::Silent(frame, text, *line)),
        );
    }
    // A row that is written for several outer classes is compiled to one row each, with one example.
    let mut shown = BTreeSet::new();
    for row in &lexicon.rows {
        if let Some(example) = &row.example
            && shown.insert((row.file.as_str(), row.line))
        {
            cases.push(Case::Row(row, example));
        }
    }
    let failures = cases
        .par_iter()
        .filter_map(|case| case.failure(engine))
        .collect();
    Report {
        frames: lexicon.frames.len(),
        rows: lexicon.rows.len(),
        examples: cases.len(),
        malformed: engine.knowledge_problems().to_vec(),
        failures,
    }
}

/// One sentence and what must come of it.
enum Case<'a> {
    Fires(&'a Frame, &'a Example),
    Silent(&'a Frame, &'a str, u64),
    Row(&'a Row, &'a str),
}

impl Case<'_> {
    fn failure(&self, engine: &Engine) -> Option<Failure> {
        let (rule, file, line, text) = match self {
            Case::Fires(frame, example) => {
                (&frame.id, &frame.file, example.line, example.text.as_str())
            }
            Case::Silent(frame, text, line) => (&frame.id, &frame.file, *line, *text),
            Case::Row(row, text) => (&row.outer, &row.file, row.line, *text),
        };
        let story = example_story(text);
        let coded = engine.code(&story);
        let what = match self {
            Case::Fires(frame, example) => fires(&story, &coded, frame, example),
            Case::Silent(frame, ..) => silent(&coded, frame),
            Case::Row(row, _) => composes(&coded, row),
        }?;
        let what = format!("{what}: \"{text}\"");
        let coded = format!("coded: {}", told(&story, &coded));
        let problem = Problem::error(format!("knowledge/{file}"), what);
        Some(Failure {
            rule: rule.clone(),
            text: text.to_owned(),
            problem: problem.at_line(line).help(coded),
        })
    }
}

/// A story of one sentence. It has no date, so that no example depends on who
/// held an office when it was written.
fn example_story(text: &str) -> Story {
    Story {
        id: "example".to_owned(),
        language: Some("en".to_owned()),
        text: text.to_owned(),
        paragraphs: vec![Span::new(0, text.len())],
        ..Story::default()
    }
}

/// Whether `frame` had a part in the event: a rule joins frames by `+`.
fn is_of(event: &Event, frame: &Frame) -> bool {
    event.rule.split('+').any(|part| part == frame.id)
}

/// What is wrong with the coding of a sentence that must fire `frame`. Where a closer frame
/// gives the very event that the example states, with its parties, nothing is.
fn fires(story: &Story, coded: &Coded, frame: &Frame, example: &Example) -> Option<String> {
    let closer = coded.coding.events.iter().any(|event| {
        Some(event.event) == example.event.or(frame.event)
            && (!example.actor.is_empty() || !example.recipient.is_empty())
            && mismatch(story, coded, event, frame, example).is_none()
    });
    if closer {
        return None;
    }
    let fired: Vec<_> = coded
        .coding
        .events
        .iter()
        .filter(|event| is_of(event, frame))
        .collect();
    if fired.is_empty() {
        return Some(format!("`{}` must fire but is silent", frame.id));
    }
    let mut wrong = Vec::new();
    for event in fired {
        match mismatch(story, coded, event, frame, example) {
            None => return None,
            Some(what) => wrong.push(what),
        }
    }
    wrong.sort_by_key(String::len);
    Some(format!(
        "`{}` fires, but {}",
        frame.id,
        wrong.swap_remove(0)
    ))
}

/// What of an event differs from what the example says.
fn mismatch(
    story: &Story,
    coded: &Coded,
    event: &Event,
    frame: &Frame,
    example: &Example,
) -> Option<String> {
    let mut wrong = Vec::new();
    if let Some(expected) = example.event.or(frame.event)
        && event.event != expected
    {
        // A frame's own event may be overridden by its variants or by composition.
        let may_differ =
            example.event.is_none() && (!frame.variants.is_empty() || event.rule.contains('+'));
        if !may_differ {
            wrong.push(format!("the event must be {expected}"));
        }
    }
    if let Some(mode) = example.mode.as_deref()
        && !(mode.is_empty() && event.modes.is_empty())
        && !event.modes.iter().any(|other| other == mode)
    {
        wrong.push(format!("the mode must be `{mode}`"));
    }
    for aux in &example.aux {
        if !event.auxiliary.iter().any(|other| other.as_str() == aux) {
            wrong.push(format!("the auxiliary mode `{aux}` is missing"));
        }
    }
    for (side, actors, words) in [
        ("actor", &event.actors, &example.actor),
        ("recipient", &event.recipients, &example.recipient),
    ] {
        if let Some(what) = parties(story, coded, side, actors, words) {
            wrong.push(what);
        }
    }
    (!wrong.is_empty()).then(|| wrong.join(", "))
}

/// Each party must be one of the words, and each of the words a party.
fn parties(
    story: &Story,
    coded: &Coded,
    side: &str,
    actors: &[Actor],
    words: &[String],
) -> Option<String> {
    let mentions = &coded.coding.mentions;
    let span_of = |actor: &Actor| {
        let mention = mentions.get(actor.mention as usize);
        mention.map(|mention| mention.span)
    };
    // A pronoun is whoever it stands for: "its" is one with "Morocco".
    let is = |actor: &Actor, words: &str| {
        let Some(own) = mentions.get(actor.mention as usize) else {
            return false;
        };
        let pronoun = own.kind == MentionKind::Pronoun;
        mentions
            .iter()
            .filter(|other| other.span == own.span || pronoun && other.chain == own.chain)
            .any(|mention| {
                let spans = story.text.match_indices(words);
                let mut spans = spans.map(|(start, found)| Span::new(start, start + found.len()));
                spans.any(|other| other.overlaps(mention.span))
            })
    };
    let missing: Vec<_> = words
        .iter()
        .filter(|words| !actors.iter().any(|actor| is(actor, words)))
        .map(|words| format!("\"{words}\""))
        .collect();
    if !missing.is_empty() {
        return Some(format!("{} must be {side}", missing.join(" and ")));
    }
    let beyond: Vec<_> = actors
        .iter()
        .filter(|actor| !words.iter().any(|words| is(actor, words)))
        .filter_map(span_of)
        .map(|span| format!("\"{}\"", span.of(&story.text)))
        .collect();
    (!beyond.is_empty()).then(|| format!("{} must not be {side}", beyond.join(" and ")))
}

fn silent(coded: &Coded, frame: &Frame) -> Option<String> {
    let fired = coded.coding.events.iter().any(|event| is_of(event, frame));
    fired.then(|| format!("`{}` must be silent but fires", frame.id))
}

fn composes(coded: &Coded, row: &Row) -> Option<String> {
    let mut events = coded.coding.events.iter();
    match row.outcome {
        Outcome::Nothing => (!coded.coding.events.is_empty())
            .then(|| format!("nothing must come of `{}` here", row.outer)),
        Outcome::Event(event) => (!events.any(|coded| coded.event == event))
            .then(|| format!("{event} must come of `{}` here", row.outer)),
        Outcome::Same | Outcome::Outer => (!events
            .any(|event| row.aux.iter().all(|aux| event.auxiliary.contains(aux))))
        .then(|| format!("an event must come of `{}` here", row.outer)),
    }
}

/// The events in a few words: what a person needs to mend the knowledge.
fn told(story: &Story, coded: &Coded) -> String {
    let name = |actors: &[Actor]| {
        let words = actors.iter().filter_map(|actor| {
            let mention = coded.coding.mentions.get(actor.mention as usize)?;
            Some(mention.span.of(&story.text))
        });
        words.collect::<Vec<_>>().join(" & ")
    };
    let events: Vec<_> = coded
        .coding
        .events
        .iter()
        .map(|event| {
            let mut line = format!("{} [{}]", event.event, event.rule);
            for (before, list) in [
                ("mode", event.modes.join(";")),
                ("by", name(&event.actors)),
                ("to", name(&event.recipients)),
            ] {
                if !list.is_empty() {
                    line.push_str(&format!(" {before} {list}"));
                }
            }
            for aux in &event.auxiliary {
                line.push_str(&format!(" ({})", aux.as_str()));
            }
            line
        })
        .collect();
    if events.is_empty() {
        "nothing".to_owned()
    } else {
        events.join("; ")
    }
}
