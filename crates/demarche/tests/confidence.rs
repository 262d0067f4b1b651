//! Confidence: the features of events in small stories, and that they weigh what knowledge says.

mod common;

use demarche::Confidence;
use demarche::coding::explain;
use demarche::knowledge::confidence::{Feature, Features};

const KNOWLEDGE: &[(&str, &str)] = &[
    ("countries/test.toml", common::COUNTRIES),
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
    let engine = common::engine(KNOWLEDGE);
    let story = common::story(text);
    let coded = engine.code(&story);
    let features = explain::features(&story, &coded.sentences, &coded.coding, engine.knowledge());
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
