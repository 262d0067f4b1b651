//! Sentences to events. Pure: no I/O, no clock, no neural nets.
//!
//! Each room is a folder and a stage: a function that borrows earlier records
//! and returns new ones. [`code`] runs them in order.

pub mod actors;
mod attribution;
pub mod coreference;
mod events;
pub mod explain;
mod factuality;
pub mod mentions;
pub mod places;
mod propositions;
#[cfg(test)]
mod testing;
mod time;
mod tree;
mod watch;

pub use events::pair::{PairRelation, relation};
pub use watch::Stage;

use demarche_knowledge::Knowledge;
use demarche_story::{Actor, Event, Mention, Proposition, Sentence, Statement, Story};
use std::borrow::Cow;

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
}

/// Codes one story: `sentences` are those of the language room for this story's text.
///
/// They come back with their trees mended around the names that knowledge has: what
/// propositions and mentions point into.
pub fn code<'s>(
    story: &Story,
    sentences: &'s [Sentence],
    knowledge: &Knowledge,
) -> (Vec<Cow<'s, Sentence>>, Coding) {
    code_watched(story, sentences, knowledge, &mut |_| ())
}

/// The same, and `done` is called at the end of each stage: this crate reads no clock, so that
/// whoever wants to know the time that a stage takes must bring one.
pub fn code_watched<'s>(
    story: &Story,
    sentences: &'s [Sentence],
    knowledge: &Knowledge,
    done: &mut dyn FnMut(Stage),
) -> (Vec<Cow<'s, Sentence>>, Coding) {
    let known = &knowledge.actors;
    let (mended, findings) = actors::look_up_watched(sentences, known, story.published, done);
    let trees = tree::trees(&mended);
    let propositions = propositions::build(&trees, &knowledge.lexicon);
    done(Stage::Propositions);
    let statements = attribution::find(story, &trees, &knowledge.cues);
    done(Stage::Attribution);
    let places = places::Places::in_trees(&trees, &knowledge.places);
    let (mentions, actors) =
        actors::find_watched(story, &trees, &findings, &statements, &places, known, done);
    done(Stage::Sharing);
    let scene = events::Scene::new(
        story,
        &trees,
        &mentions,
        &actors,
        &propositions,
        &statements,
        places,
        knowledge,
    );
    done(Stage::TimesAndPlaces);
    let events = events::code(&scene);
    drop(scene);
    done(Stage::Events);
    let coding = Coding {
        mentions,
        actors,
        propositions,
        statements,
        events,
    };
    (mended, coding)
}
