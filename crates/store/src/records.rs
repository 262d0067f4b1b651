//! From what coding found to published records.

use crate::record::{
    AttributionRecord, EntityRecord, EventRecord, LocationRecord, SizeRecord, StoryRecord, TextInfo,
};
use demarche_story::{
    Actor, Event, EventLocation, EventType, Mention, Relation, Sentence, Statement, Story,
};
use sha2::{Digest, Sha256};

/// A story with everything that coding found in it.
#[derive(Clone, Copy, Debug)]
pub struct Coded<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// Noun phrases and pronouns.
    pub mentions: &'a [Mention],
    /// Who each mention is: same length and order.
    pub actors: &'a [Actor],
    /// Who says what.
    pub statements: &'a [Statement],
    /// What was coded.
    pub events: &'a [Event],
}

/// What made the records.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Program and version.
    pub coder: String,
    /// Hash of the knowledge.
    pub knowledge: String,
    /// Hash of the language model.
    pub model: String,
}

/// Where scores come from; the knowledge room's ontology has them.
pub trait Scores {
    /// PLOVER's quad class, 1 to 4.
    fn quad(&self, event: EventType) -> u8;
    /// PLOVER's score.
    fn scale(&self, event: EventType, modes: &[String]) -> Option<f64>;
    /// CAMEO code of an event that the lexicon gives none.
    fn cameo(&self, event: EventType) -> Option<&str>;
    /// Goldstein value of a CAMEO code.
    fn goldstein(&self, cameo: &str) -> Option<f64>;
}

/// The published records of one story, in the order of its events.
pub fn records(coded: Coded<'_>, made_by: &Provenance, scores: &impl Scores) -> Vec<EventRecord> {
    let story = StoryRecord {
        id: coded.story.id.clone(),
        title: coded.story.title.clone(),
        url: coded.story.url.clone(),
        publisher: coded.story.publisher.clone(),
        published: coded.story.published.map(|date| date.to_string()),
    };
    let mut records: Vec<EventRecord> = Vec::with_capacity(coded.events.len());
    for event in coded.events {
        let Some(sentence) = coded.sentences.get(event.sentence as usize) else {
            continue;
        };
        let text = coded.story.text.as_str();
        let entities = |actors: &[Actor]| -> Vec<_> {
            let of = |actor| entity(actor, coded.mentions, text);
            actors.iter().map(of).collect()
        };
        let date = event.date.as_ref();
        let cameo = match event.cameo.as_str() {
            "" => scores.cameo(event.event).map(str::to_owned),
            code => Some(code.to_owned()),
        };
        let mut record = EventRecord {
            id: String::new(),
            date: date.map(|date| date.start.to_string()),
            enddate: date.and_then(|date| date.end).map(|end| end.to_string()),
            date_text: date
                .and_then(|date| date.text)
                .map(|span| words(span.of(text))),
            date_granularity: date.map(|date| format!("{:?}", date.granularity).to_lowercase()),
            actor: entities(&event.actors),
            recipient: entities(&event.recipients),
            event: event.event.to_string(),
            mode: event.modes.clone(),
            context: event.contexts.clone(),
            aux: event
                .auxiliary
                .iter()
                .map(|aux| aux.as_str().to_owned())
                .collect(),
            goldstein: cameo.as_deref().and_then(|code| scores.goldstein(code)),
            cameo,
            quad_code: scores.quad(event.event),
            event_scale: scores.scale(event.event, &event.modes),
            event_loc: event.location.as_ref().map(location),
            size: SizeRecord {
                dead: event.size.dead,
                injured: event.size.injured,
                arrested: event.size.arrested,
                number: event.size.number,
            },
            attribution: event
                .statement
                .and_then(|index| attribution(coded, index as usize)),
            event_text: words(event.span.of(text)),
            text: words(sentence.span.of(text)),
            text_info: TextInfo {
                sequence: sentence.index + 1,
                start: sentence.span.start,
                end: sentence.span.end,
                event_start: event.span.start,
                event_end: event.span.end,
            },
            story: story.clone(),
            rule: event.rule.clone(),
            confidence: event.confidence.value(),
            coder: made_by.coder.clone(),
            knowledge: made_by.knowledge.clone(),
            model: made_by.model.clone(),
        };
        record.id = id(&record, records.as_slice());
        records.push(record);
    }
    records
}

/// Words on one line: line breaks and runs of spaces inside evidence become one space.
/// Offsets still give the text as it was.
fn words(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn entity(actor: &Actor, mentions: &[Mention], text: &str) -> EntityRecord {
    let span = mentions
        .get(actor.mention as usize)
        .map(|mention| mention.span);
    EntityRecord {
        code: actor.country.clone(),
        sector: actor.sector.clone(),
        other_sectors: actor.other_sectors.clone(),
        entity_text: span.map(|span| words(span.of(text))).unwrap_or_default(),
        identifier_text: actor.name.clone(),
        office: actor.office.clone(),
        start: span.map_or(0, |span| span.start),
        end: span.map_or(0, |span| span.end),
    }
}

fn location(place: &EventLocation) -> LocationRecord {
    LocationRecord {
        extracted_place: words(&place.extracted),
        resolved_place: place.resolved.clone(),
        geonameid: place.geonameid,
        lat: place.lat,
        lon: place.lon,
        country_code: place.country.clone(),
        feature_code: place.feature.clone(),
    }
}

fn attribution(coded: Coded<'_>, index: usize) -> Option<AttributionRecord> {
    let statement = coded.statements.get(index)?;
    let text = coded.story.text.as_str();
    let content = statement
        .content
        .iter()
        .copied()
        .reduce(|all, span| all.cover(span));
    Some(AttributionRecord {
        source: source(coded, statement),
        cue: statement.cue.map(|span| words(span.of(text))),
        kind: format!("{:?}", statement.kind).to_lowercase(),
        start: content.map_or(0, |span| span.start),
        end: content.map_or(0, |span| span.end),
    })
}

/// The source of a statement: its head's mention and those coordinated with it.
fn source(coded: Coded<'_>, statement: &Statement) -> Vec<EntityRecord> {
    let text = coded.story.text.as_str();
    let Some(span) = statement.source else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let (Some(head), Some(sentence)) = (
        statement.source_head,
        coded.sentences.get(statement.sentence as usize),
    ) {
        let conjuncts = sentence.children(head as usize).filter(|child| {
            sentence.tokens[*child].relation == Relation::Conj
                && span.contains(sentence.tokens[*child].span)
        });
        for token in std::iter::once(head as usize).chain(conjuncts) {
            let at = coded.mentions.iter().position(|mention| {
                mention.sentence == statement.sentence && mention.head as usize == token
            });
            if let Some(actor) = at.and_then(|at| coded.actors.get(at)) {
                found.push(entity(actor, coded.mentions, text));
            }
        }
    }
    if found.is_empty() {
        found.push(EntityRecord {
            entity_text: words(span.of(text)),
            start: span.start,
            end: span.end,
            ..EntityRecord::default()
        });
    }
    found
}

/// Sixteen hex digits from what the event rests on. Two equal events of one
/// sentence are told apart by their order.
fn id(record: &EventRecord, earlier: &[EventRecord]) -> String {
    let make = |turn: usize| {
        let mut digest = Sha256::new();
        let mut add = |part: &str| {
            digest.update(part.as_bytes());
            digest.update([0]);
        };
        add(&record.story.id);
        let info = &record.text_info;
        add(&format!(
            "{} {} {}",
            info.sequence, info.event_start, info.event_end
        ));
        add(&record.rule);
        add(&record.event);
        for (side, list) in [("actor", &record.actor), ("recipient", &record.recipient)] {
            add(side);
            for party in list {
                add(party.code.as_deref().unwrap_or(""));
                add(party.sector.as_deref().unwrap_or(""));
                add(&party.entity_text);
                add(&party.start.to_string());
            }
        }
        if turn > 0 {
            add(&turn.to_string());
        }
        let digest = digest.finalize();
        digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let mut turn = 0;
    loop {
        let id = make(turn);
        if earlier.iter().all(|other| other.id != id) {
            return id;
        }
        turn += 1;
    }
}
