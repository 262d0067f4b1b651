//! The published shapes, held still by snapshots: a change here is a change of format.

use demarche_store::{Coded, EventRecord, Format, Provenance, Scores, Writer, records};
use demarche_story::{
    Actor, Auxiliary, Confidence, Event, EventDate, EventLocation, EventType, Granularity, Mention,
    MentionClass, MentionKind, Relation, Sentence, Size, Span, Statement, StatementKind, Story,
    Token, Upos, Xpos,
};

/// Scores that are easy to tell apart in a snapshot.
struct Known;

impl Scores for Known {
    fn quad(&self, event: EventType) -> u8 {
        event.quad() as u8
    }
    fn scale(&self, _: EventType, modes: &[String]) -> Option<f64> {
        Some(if modes.is_empty() { -9.0 } else { -9.5 })
    }
    fn cameo(&self, _: EventType) -> Option<&str> {
        Some("180")
    }
    fn goldstein(&self, cameo: &str) -> Option<f64> {
        (cameo == "195").then_some(-10.0)
    }
}

const TEXT: &str = "Norden's air force bombed\nthe port of Südhafen on Friday, \
    Admiral Ólaf Rask and the mayor said.";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words are in the text");
    Span::new(start, start + words.len())
}

/// Three tokens are enough: the heads that the records are looked up by.
fn sentence() -> Sentence {
    let token = |words: &str, head, relation| Token {
        span: span(words),
        form: words.into(),
        lemma: words.to_lowercase().into(),
        upos: Upos::Noun,
        xpos: Xpos::Nn,
        head,
        relation,
        clitic: false,
        margin: u8::MAX,
    };
    Sentence {
        index: 0,
        paragraph: 0,
        span: Span::new(0, TEXT.len()),
        tokens: vec![
            token("force", None, Relation::Root),
            token("port", Some(0), Relation::Obj),
            token("Rask", Some(0), Relation::Nsubj),
            token("mayor", Some(2), Relation::Conj),
        ],
        entities: Vec::new(),
    }
}

fn mention(head: u32, words: &str, kind: MentionKind) -> Mention {
    Mention {
        sentence: 0,
        head,
        span: span(words),
        kind,
        class: MentionClass::Person,
        number: None,
        chain: head,
    }
}

fn actor(mention: u32, country: &str, sector: &str) -> Actor {
    Actor {
        mention,
        country: Some(country.to_owned()),
        sector: Some(sector.to_owned()),
        ..Actor::default()
    }
}

fn told() -> Vec<EventRecord> {
    let story = Story {
        id: "norden-1".to_owned(),
        title: Some("Norden bombs a \"port\"".to_owned()),
        publisher: Some("The Courier".to_owned()),
        published: Some(jiff::civil::date(2031, 5, 4)),
        text: TEXT.to_owned(),
        ..Story::default()
    };
    let mentions = [
        mention(0, "Norden's air force", MentionKind::Name),
        mention(1, "the port of Südhafen", MentionKind::Nominal),
        mention(2, "Admiral Ólaf Rask", MentionKind::Name),
        mention(3, "the mayor", MentionKind::Nominal),
    ];
    let mut actors = vec![
        actor(0, "NRD", "MIL"),
        actor(1, "SUD", "UNK"),
        actor(2, "SUD", "MIL"),
        actor(3, "SUD", "GOV"),
    ];
    actors[2].name = Some("Ólaf Rask".to_owned());
    actors[2].office = Some("Admiral".to_owned());
    actors[2].other_sectors = vec!["ELI".to_owned(), "PTY".to_owned()];
    let statements = [Statement {
        sentence: 0,
        source: Some(span("Admiral Ólaf Rask and the mayor")),
        source_head: Some(2),
        cue: Some(span("said")),
        cue_lemma: "say".to_owned(),
        cue_head: None,
        content: vec![Span::new(0, span(", Admiral").start as usize)],
        kind: StatementKind::Indirect,
        attitude: false,
    }];
    let full = Event {
        actors: vec![actors[0].clone()],
        recipients: vec![actors[1].clone(), actors[2].clone()],
        event: EventType::Assault,
        modes: vec!["aerial".to_owned()],
        contexts: vec!["military".to_owned(), "territory".to_owned()],
        auxiliary: vec![Auxiliary::Historical],
        cameo: "195".to_owned(),
        date: Some(EventDate {
            start: jiff::civil::date(2031, 5, 2),
            end: None,
            granularity: Granularity::Day,
            text: Some(span("on Friday")),
        }),
        location: Some(EventLocation {
            span: Some(span("Südhafen")),
            extracted: "Südhafen".to_owned(),
            resolved: Some("Suedhafen".to_owned()),
            lat: Some(51.51),
            lon: Some(-0.13),
            country: Some("SUD".to_owned()),
            ..EventLocation::default()
        }),
        size: Size {
            dead: Some(3),
            ..Size::default()
        },
        statement: Some(0),
        sentence: 0,
        span: span("bombed\nthe port"),
        rule: "assault/bomb".to_owned(),
        confidence: Confidence::new(0.875),
        proposition: 0,
    };
    let bare = Event {
        actors: Vec::new(),
        recipients: Vec::new(),
        modes: Vec::new(),
        contexts: Vec::new(),
        auxiliary: Vec::new(),
        cameo: "19".to_owned(),
        date: None,
        location: None,
        size: Size::default(),
        statement: None,
        ..full.clone()
    };
    let coded = Coded {
        story: &story,
        sentences: &[sentence()],
        mentions: &mentions,
        actors: &actors,
        statements: &statements,
        events: &[full, bare.clone(), bare],
    };
    let made_by = Provenance {
        coder: "demarche 0.0.0".to_owned(),
        knowledge: "0123456789ab".to_owned(),
        model: "ba9876543210".to_owned(),
    };
    records(coded, &made_by, &Known)
}

fn written(format: Format) -> String {
    let mut writer = Writer::new(format, Vec::new());
    for record in told() {
        writer
            .write(&record)
            .expect("writing to memory does not fail");
    }
    let bytes = writer.finish().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("records are UTF-8")
}

#[test]
fn json_lines_keep_their_shape() {
    insta::assert_snapshot!(written(Format::JsonLines));
}

#[test]
fn csv_keeps_its_shape() {
    insta::assert_snapshot!(written(Format::Csv));
}

#[test]
fn json_lines_read_back_as_they_were() {
    let lines = written(Format::JsonLines);
    let read: Result<Vec<EventRecord>, _> = lines.lines().map(serde_json::from_str).collect();
    assert_eq!(read.expect("each line is a record"), told());
}

#[test]
fn ids_differ_and_stay() {
    let (first, again) = (told(), told());
    let ids: Vec<_> = first.iter().map(|record| &record.id).collect();
    assert_eq!(
        ids,
        again.iter().map(|record| &record.id).collect::<Vec<_>>()
    );
    assert_ne!(ids[0], ids[1]);
    assert_ne!(
        ids[1], ids[2],
        "two equal events of one sentence have two ids"
    );
}

#[test]
fn csv_without_events_is_a_header() {
    let bytes = Writer::new(Format::Csv, Vec::new())
        .finish()
        .expect("memory");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("id,date,enddate,"));
}
