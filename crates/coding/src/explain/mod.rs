//! Why not: which propositions of a story had the actors of a dyad, and where each fell out.
//!
//! Nothing is matched, composed or selected here a second time: the events room traces what became
//! of each proposition, and this room finds those that matter and puts their fates into words.

mod dyad;
mod reasons;
mod standing;

pub use dyad::{Dyad, Side};

use crate::Coding;
use crate::events::{self, Scene, Trace};
use crate::tree::Tree;
use demarche_knowledge::Knowledge;
use demarche_knowledge::confidence::Features;
use demarche_knowledge::speech::ACTS;
use demarche_story::{Actor, Event, Sentence, Story};
use standing::standings;

/// Most words that are told of what made a statement an event.
const MOST_WEIGHTS: usize = 6;

/// What there is to say of a dyad in one story.
#[derive(Clone, Debug, Default)]
pub struct WhyNot {
    /// Indices of the events that are coded with the dyad.
    pub events: Vec<usize>,
    /// Where the dyad's actors stand, in the order of the text.
    pub findings: Vec<Finding>,
    /// For each side that nobody in the story fits, who comes near.
    pub nobody: Vec<Nobody>,
}

/// A proposition, or a sentence outside of its propositions, in which a side of the dyad stands.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Index of the sentence.
    pub sentence: u32,
    /// Index of the proposition; `None` for mentions that no predicate of the sentence has together.
    pub proposition: Option<u32>,
    /// Who fits the first side.
    pub actors: Vec<Standing>,
    /// Who fits the second side.
    pub recipients: Vec<Standing>,
    /// Where it fell out, in a few words: "no frame fits", "duplicate", "coded".
    pub outcome: &'static str,
    /// How it came to that, step by step.
    pub steps: Vec<Step>,
}

impl Finding {
    /// Whether both sides of the dyad stand there.
    pub fn has_both(&self) -> bool {
        !self.actors.is_empty() && !self.recipients.is_empty()
    }
}

/// A mention and where it stands in the proposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Index of the mention.
    pub mention: u32,
    /// Its place: "subj", "obj, carried over", "owner of obj “tanks”", "inside on “the future”".
    pub place: String,
}

/// One step of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it says.
    pub what: String,
    /// The piece of knowledge that decides: file and line below `knowledge/`.
    pub knowledge: Option<(String, u64)>,
}

/// A side that nobody fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nobody {
    /// The side.
    pub side: Side,
    /// Mentions that have its first code but lack others, one for each way of lacking.
    pub near: Vec<(u32, Vec<String>)>,
}

/// Says what became of a dyad: `sentences` and `coding` are what [`crate::code`] gave for the story.
pub fn why_not(
    story: &Story,
    sentences: &[Sentence],
    coding: &Coding,
    knowledge: &Knowledge,
    dyad: &Dyad,
) -> WhyNot {
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let scene = scene(story, &trees, coding, knowledge);
    let trace = events::trace(&scene);
    let question = Question {
        scene: &scene,
        trace: &trace,
        events: &coding.events,
        dyad,
    };
    question.answer()
}

/// The features behind the confidence of each of a story's events, in their order.
pub fn features(
    story: &Story,
    sentences: &[Sentence],
    coding: &Coding,
    knowledge: &Knowledge,
) -> Vec<Features> {
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let scene = scene(story, &trees, coding, knowledge);
    events::trace(&scene).features().collect()
}

/// A statement whose speaker is somebody known, and what a coder may go by in it.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Index of the statement.
    pub statement: usize,
    /// Index of the speaker's mention.
    pub speaker: usize,
    /// The features of what is said; see `knowledge/speech/`.
    pub features: Vec<String>,
}

/// The statements of a coded story whose speakers are known, with their features: what the weights
/// of speech are fitted on.
pub fn speeches(
    story: &Story,
    sentences: &[Sentence],
    coding: &Coding,
    knowledge: &Knowledge,
) -> Vec<Speech> {
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let scene = scene(story, &trees, coding, knowledge);
    let trace = events::trace(&scene);
    let statements = scene.statements.iter().enumerate();
    statements
        .filter_map(|(index, statement)| {
            let speaker = events::speech::speaker(&scene, statement)?;
            let mut features = Vec::new();
            let mut tell = |feature: &str| features.push(feature.to_string());
            events::speech::features(&trace.composer, statement, speaker, &mut tell);
            Some(Speech {
                statement: index,
                speaker,
                features,
            })
        })
        .collect()
}

/// For an event that the weight of words made one (its rule is `speech/…`), the features that speak
/// most for it, in hundredths of natural log-odds; empty for every other event.
pub fn weights(
    story: &Story,
    sentences: &[Sentence],
    coding: &Coding,
    knowledge: &Knowledge,
    event: &Event,
) -> Vec<(String, i32)> {
    let act = ACTS.iter().position(|act| *act == event.event);
    let (Some(act), true) = (act, event.rule.starts_with("speech/")) else {
        return Vec::new();
    };
    let of_event = |speech: &Speech| {
        let statement = &coding.statements[speech.statement];
        let mut parts = statement.content.iter().chain(&statement.cue);
        event
            .actors
            .iter()
            .any(|a| a.mention as usize == speech.speaker)
            && parts.any(|part| part.start <= event.span.start && event.span.end <= part.end)
    };
    let speeches = speeches(story, sentences, coding, knowledge);
    let features = speeches
        .into_iter()
        .find(of_event)
        .map(|speech| speech.features);
    let mut weighed: Vec<(String, i32)> = features
        .unwrap_or_default()
        .into_iter()
        .filter_map(|feature| {
            let weight = knowledge.speech.weights(&feature)?[act];
            (weight > 0).then_some((feature, weight))
        })
        .collect();
    weighed.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    weighed.dedup();
    weighed.truncate(MOST_WEIGHTS);
    weighed
}

fn scene<'a>(
    story: &'a Story,
    trees: &'a [Tree<'a>],
    coding: &'a Coding,
    knowledge: &'a Knowledge,
) -> Scene<'a> {
    Scene::new(
        story,
        trees,
        &coding.mentions,
        &coding.actors,
        &coding.propositions,
        &coding.statements,
        crate::places::Places::in_trees(trees, &knowledge.places),
        knowledge,
    )
}

/// All that an answer looks at.
struct Question<'q, 's, 'a> {
    scene: &'s Scene<'a>,
    trace: &'q Trace<'s, 'a>,
    events: &'q [Event],
    dyad: &'q Dyad,
}

impl Question<'_, '_, '_> {
    fn answer(&self) -> WhyNot {
        let mut findings = Vec::new();
        for tree in self.scene.trees {
            self.sentence(tree.sentence.index, &mut findings);
        }
        WhyNot {
            events: (0..self.events.len())
                .filter(|at| self.is_asked_for(&self.events[*at]))
                .collect(),
            findings,
            nobody: [&self.dyad.actor, &self.dyad.recipient]
                .into_iter()
                .filter(|side| !self.scene.actors.iter().any(|actor| side.fits(actor)))
                .map(|side| self.nobody(side))
                .collect(),
        }
    }

    /// Whether an event is of the dyad.
    fn is_asked_for(&self, event: &Event) -> bool {
        let Dyad {
            actor,
            recipient,
            either,
        } = self.dyad;
        let (who, whom) = (&event.actors, &event.recipients);
        if who.len() > 1 && whom.is_empty() {
            // All are actors: the two are different ones.
            return (0..who.len()).any(|a| {
                (0..who.len()).any(|b| {
                    a != b && is_among(actor, &who[a..=a]) && is_among(recipient, &who[b..=b])
                })
            });
        }
        is_among(actor, who) && is_among(recipient, whom)
            || *either && is_among(recipient, who) && is_among(actor, whom)
    }

    fn nobody(&self, side: &Side) -> Nobody {
        let mut near: Vec<(u32, Vec<String>)> = Vec::new();
        for (mention, actor) in self.scene.actors.iter().enumerate() {
            let Some(lacking) = side.lacking(actor) else {
                continue;
            };
            let lacking: Vec<String> = lacking.into_iter().map(str::to_owned).collect();
            if !near.iter().any(|(_, known)| *known == lacking) {
                near.push((mention as u32, lacking));
            }
        }
        Nobody {
            side: side.clone(),
            near,
        }
    }

    /// The findings of one sentence.
    fn sentence(&self, sentence: u32, findings: &mut Vec<Finding>) {
        let first = findings.len();
        for index in 0..self.scene.propositions.len() {
            if self.scene.propositions[index].sentence == sentence {
                findings.extend(self.proposition(index));
            }
        }
        // Whoever stands in the sentence, but in none of its predicates or not in the same one.
        let here = &findings[first..];
        let together = here.iter().any(Finding::has_both);
        let seen = |mention: u32| {
            let mut standings = here
                .iter()
                .flat_map(|f| f.actors.iter().chain(&f.recipients));
            standings.any(|standing| standing.mention == mention)
        };
        let all: Vec<Standing> = (0..self.scene.mentions.len() as u32)
            .filter(|mention| self.scene.mentions[*mention as usize].sentence == sentence)
            .map(|mention| Standing {
                mention,
                place: if seen(mention) {
                    "in a predicate of its own".into()
                } else {
                    "in no predicate".into()
                },
            })
            .collect();
        let (actors, recipients) = self.sides(all);
        let apart = !actors.is_empty() && !recipients.is_empty() && !together;
        let outside = here.is_empty() && (self.is_named(&actors, &recipients));
        if !apart && !outside {
            return;
        }
        let (outcome, what) = if apart {
            (
                "no common predicate",
                "no proposition of the sentence has both",
            )
        } else {
            ("no predicate", "no proposition of the sentence has it")
        };
        findings.push(Finding {
            sentence,
            proposition: None,
            actors,
            recipients,
            outcome,
            steps: vec![Step {
                what: what.into(),
                knowledge: None,
            }],
        });
    }

    /// Whether a side that names codes has somebody.
    fn is_named(&self, actors: &[Standing], recipients: &[Standing]) -> bool {
        !actors.is_empty() && !self.dyad.actor.is_anybody()
            || !recipients.is_empty() && !self.dyad.recipient.is_anybody()
    }

    fn proposition(&self, index: usize) -> Option<Finding> {
        let proposition = &self.scene.propositions[index];
        let (inside, source) = standings(self.scene, index);
        let (mut actors, mut recipients) = self.sides(inside);
        if !self.is_named(&actors, &recipients) {
            return None;
        }
        // Who says so may be the one side of what is said about the other.
        let (speakers, addressed) = self.sides(source.into_iter().collect());
        if actors.is_empty() {
            actors = speakers;
        } else if recipients.is_empty() {
            recipients = addressed;
        }
        let mut steps = Vec::new();
        let outcome = self.tell(index, &actors, &recipients, &mut steps);
        Some(Finding {
            sentence: proposition.sentence,
            proposition: Some(index as u32),
            actors,
            recipients,
            outcome,
            steps,
        })
    }

    /// Who fits the one side and who the other. Where anybody may be a side, it is not those of the other.
    fn sides(&self, all: Vec<Standing>) -> (Vec<Standing>, Vec<Standing>) {
        let fitting = |side: &Side, without: Option<&Side>| -> Vec<Standing> {
            all.iter()
                .filter(|standing| {
                    let actor = &self.scene.actors[standing.mention as usize];
                    side.fits(actor) && !without.is_some_and(|other| other.fits(actor))
                })
                .cloned()
                .collect()
        };
        let Dyad {
            actor, recipient, ..
        } = self.dyad;
        (
            fitting(actor, actor.is_anybody().then_some(recipient)),
            fitting(recipient, recipient.is_anybody().then_some(actor)),
        )
    }
}

/// Whether one of the actors fits, or nobody need be there.
fn is_among(side: &Side, actors: &[Actor]) -> bool {
    side.is_anybody() || actors.iter().any(|actor| side.fits(actor))
}
