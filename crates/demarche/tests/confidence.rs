//! Confidence: the features of events in small stories, and that they weigh what knowledge says.

use demarche::coding::explain;
use demarche::knowledge::Files;
use demarche::knowledge::confidence::{Feature, Features};
use demarche::{Confidence, Engine, Knowledge, Model, ingest};

const KNOWLEDGE: &[(&str, &str)] = &[
    (
        "countries/test.toml",
        r#"
[[country]]
code = "NOR"
name = "Norway"
adjectives = ["Norwegian"]
people = ["Norwegian"]
capital = ["Oslo"]

[[country]]
code = "CHL"
name = "Chile"
adjectives = ["Chilean"]
people = ["Chilean"]
capital = ["Santiago"]
"#,
    ),
    (
        "events/test.toml",
        r#"
[[frame]]
id = "assault/attack"
verbs = ["attack"]
event = "ASSAULT"
recipient = ["obj"]

[[frame]]
id = "agree/promise"
verbs = ["promise"]
event = "AGREE"
class = "promise"
"#,
    ),
    (
        "composition/test.toml",
        "[[row]]\nouter = \"promise\"\ninner = [\"*\"]\nevent = \"THREATEN\"\nrecipient = [\"inner.recipient\"]\n",
    ),
    ("cues/test.toml", "verbs = [\"say\"]\n"),
    (
        "confidence/test.toml",
        "bias = 150\n[weights]\nactor-pronoun = -100\nfirst-sentence = 50\nstated = -25\n",
    ),
];

/// The features and confidence of the one event of a story.
fn event(text: &str) -> (Features, Confidence) {
    let mut files = Files::default();
    for (path, text) in KNOWLEDGE {
        files.insert(*path, *text);
    }
    let (knowledge, _) = Knowledge::load(&files);
    let model = Model::embedded().expect("the embedded model loads");
    let engine = Engine::new(model, knowledge, Vec::new());
    let (stories, _) = ingest::read_bytes("case.txt", text.as_bytes(), &ingest::Options::default());
    let [story] = &stories[..] else {
        panic!("one story, please: {text}");
    };
    let coded = engine.code(story);
    let features = explain::features(story, &coded.sentences, &coded.coding, engine.knowledge());
    let [event] = &coded.coding.events[..] else {
        panic!("one event, please: {text} {:?}", coded.coding.events);
    };
    (features[0], event.confidence)
}

#[test]
fn a_plain_event_has_few_features() {
    let (features, confidence) = event("Norway attacked Chile on Monday. It rained in Oslo.");
    assert_eq!(features.get(Feature::Opening), 1);
    for absent in [
        Feature::ActorAbsent,
        Feature::RecipientAbsent,
        Feature::Unresolved,
        Feature::ActorPronoun,
        Feature::CarriedOver,
        Feature::SameCountry,
        Feature::Untensed,
        Feature::Subordinate,
        Feature::Composition,
        Feature::Stated,
        Feature::Hypothetical,
        Feature::Length,
    ] {
        assert_eq!(features.get(absent), 0, "{}", absent.name());
    }
    // 200 hundredths: bias and first sentence.
    assert_eq!(confidence, Confidence(881));
}

#[test]
fn what_speaks_against_an_event_is_seen() {
    let (features, confidence) = event("Norway was angry. “It has attacked Chile,” Oslo said.");
    assert_eq!(features.get(Feature::ActorPronoun), 1, "{features:?}");
    assert_eq!(features.get(Feature::Stated), 1, "{features:?}");
    assert_eq!(features.get(Feature::Opening), 0);
    // 25 hundredths are left of the bias.
    assert_eq!(confidence, Confidence(562));
    let (features, _) = event("It rained in Oslo. Norway promised to attack Chile.");
    assert_eq!(features.get(Feature::Composition), 1);
    let (features, _) = event("Chile was attacked on Monday.");
    assert_eq!(features.get(Feature::ActorAbsent), 1);
    // The only sentence of a text opens nothing.
    assert_eq!(features.get(Feature::Opening), 0);
}
