//! Sentences to events. Pure: no I/O, no clock, no neural nets.
//!
//! Each room is a folder and a stage: a function that borrows earlier records
//! and returns new ones. [`code`] runs them in order.

pub mod actors;
mod attribution;
pub mod coreference;
mod events;
mod factuality;
pub mod mentions;
pub mod places;
mod propositions;
#[cfg(test)]
mod testing;
mod time;
mod tree;

pub use events::pair::{PairRelation, relation};

use demarche_knowledge::Knowledge;
use demarche_story::{Actor, Event, Mention, Problem, Proposition, Sentence, Statement, Story};

/// Everything that coding found in one story; later records index earlier lists.
#[derive(Clone, Debug, Default)]
pub struct Coding {
    /// Noun phrases and pronouns, by sentence and head.
    pub mentions: Vec<Mention>,
    /// For each mention, who it is: same length and order as `mentions`.
    pub actors: Vec<Actor>,
    /// Normalised who-did-what, by sentence and head.
    pub propositions: Vec<Proposition>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// What is coded, in the order of the text.
    pub events: Vec<Event>,
    /// What could not be coded for lack of something in the story.
    pub problems: Vec<Problem>,
}

/// Codes one story: `sentences` are those of the language room for this story's text.
pub fn code(story: &Story, sentences: &[Sentence], knowledge: &Knowledge) -> Coding {
    let (sentences, findings) = actors::look_up(sentences, &knowledge.actors, story.published);
    let sentences = &sentences[..];
    let propositions = propositions::build(sentences, &knowledge.lexicon);
    let statements = attribution::find(story, sentences, &knowledge.cues);
    let (mentions, actors) =
        actors::find(story, sentences, &findings, &statements, &knowledge.actors);
    let scene = events::Scene::new(
        story,
        sentences,
        &mentions,
        &actors,
        &propositions,
        &statements,
        knowledge,
    );
    let events = events::code(&scene);
    Coding {
        mentions,
        actors,
        propositions,
        statements,
        events,
        problems: Vec::new(),
    }
}
