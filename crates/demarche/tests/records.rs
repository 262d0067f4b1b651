//! What every record must be, whatever the story: evidence that is there, codes from the closed sets.

use demarche::ingest::{Options, Stories};
use demarche::store::EntityRecord;
use demarche::{Engine, EngineOptions, EventRecord, EventType, Story};
use std::collections::BTreeSet;
use std::path::Path;

fn coded_samples() -> (Engine, Vec<(Story, Vec<EventRecord>)>) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let engine = Engine::open(&EngineOptions::default()).expect("the embedded engine opens");
    let stories: Result<Vec<_>, _> = Stories::open(&[samples], Options::default()).collect();
    let stories = stories.expect("the samples have no problem");
    let coded = engine
        .code_all(stories, 2)
        .map(|(story, coded)| {
            let records = engine.records(&story, &coded);
            (story, records)
        })
        .collect();
    (engine, coded)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn evidence_is_in_the_text() {
    let (_, coded) = coded_samples();
    let mut ids = BTreeSet::new();
    for (story, events) in &coded {
        let words = |start: u32, end: u32| {
            let words = story.text.get(start as usize..end as usize);
            one_line(words.unwrap_or_else(|| panic!("{}: no text at {start}..{end}", story.id)))
        };
        for event in events {
            let info = &event.text_info;
            assert_eq!(words(info.start, info.end), event.text);
            assert_eq!(words(info.event_start, info.event_end), event.event_text);
            assert!(
                info.start <= info.event_start && info.event_end <= info.end,
                "{event:?}"
            );
            assert!(!event.event_text.is_empty(), "{event:?}");
            assert!(!event.rule.is_empty(), "{event:?}");
            assert!(
                event.actor.len() + event.recipient.len() > 0,
                "nobody: {event:?}"
            );
            assert!(
                ids.insert(event.id.clone()),
                "the id {} occurs twice",
                event.id
            );
            let sources = event.attribution.iter().flat_map(|said| &said.source);
            for party in event.actor.iter().chain(&event.recipient).chain(sources) {
                assert_eq!(
                    words(party.start, party.end),
                    party.entity_text,
                    "{event:?}"
                );
            }
            if let Some(said) = &event.attribution {
                assert!(
                    !words(said.start, said.end).is_empty(),
                    "nothing said: {event:?}"
                );
            }
        }
    }
    assert!(
        ids.len() > 50,
        "the samples hold more than {} events",
        ids.len()
    );
}

#[test]
fn codes_are_from_the_closed_sets() {
    let (engine, coded) = coded_samples();
    let ontology = &engine.knowledge().ontology;
    let party = |party: &EntityRecord, event: &EventRecord| {
        if let Some(code) = &party.code {
            let letters = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            assert!(letters, "{code} is no country code: {event:?}");
        }
        for sector in party.sector.iter().chain(&party.other_sectors) {
            assert!(
                ontology.has_sector(sector),
                "{sector} is no sector: {event:?}"
            );
        }
    };
    for event in coded.iter().flat_map(|(_, events)| events) {
        let name = EventType::parse(&event.event).expect("an event of PLOVER");
        for mode in &event.mode {
            assert!(
                ontology.has_mode(name, mode),
                "{name} has no mode {mode}: {event:?}"
            );
        }
        for context in &event.context {
            assert!(
                ontology.has_context(context),
                "{context} is no context: {event:?}"
            );
        }
        let cameo = event.cameo.as_deref().unwrap_or("");
        assert!(
            ontology.cameo(cameo).is_some(),
            "`{cameo}` is no CAMEO code: {event:?}"
        );
        assert!(
            event.goldstein.is_some() && event.event_scale.is_some(),
            "{event:?}"
        );
        assert!((1..=4).contains(&event.quad_code), "{event:?}");
        assert!((0.0..=1.0).contains(&event.confidence), "{event:?}");
        let sources = event.attribution.iter().flat_map(|said| &said.source);
        for entity in event.actor.iter().chain(&event.recipient).chain(sources) {
            party(entity, event);
        }
    }
}

#[test]
fn a_story_alone_is_coded_as_among_others() {
    let (engine, coded) = coded_samples();
    for (story, events) in &coded {
        let alone = engine.records(story, &engine.code(story));
        assert_eq!(
            &alone, events,
            "{} depends on the stories beside it",
            story.id
        );
    }
}
