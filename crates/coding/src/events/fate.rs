//! What became of each proposition on its way to an event: the one record that explaining reads.

use super::coded::Coded;
use super::compose::Composer;
use super::scene::Scene;
use demarche_knowledge::lexicon::{Frame, Row};
use demarche_story::EventType;

/// What became of one proposition. Propositions go by their index in the story's list.
#[derive(Clone, Copy, Debug)]
pub enum Fate<'a> {
    /// No frame of the lexicon fits it.
    Unmatched,
    /// The frame that fits best says that this use means nothing.
    Guarded {
        /// The guard.
        frame: &'a Frame,
    },
    /// Its frame only composes, and nothing that it embeds was coded.
    Empty {
        /// The frame.
        frame: &'a Frame,
    },
    /// It is the light verb of an event noun, and means what that means.
    Light {
        /// The noun's proposition.
        noun: usize,
    },
    /// The coding of another proposition took it in.
    Composed {
        /// That proposition.
        into: usize,
    },
    /// What embeds it leaves nothing of it.
    Swallowed {
        /// The proposition that embeds it; itself where what it embeds silences it.
        by: usize,
        /// The row of composition that says so; `None` where no row says what the two give.
        row: Option<&'a Row>,
    },
    /// Composition says that nothing comes of its tense, modality or negation.
    Grammar,
    /// A predicate above it tells what is no fact, as in "accused of" and "prevented from".
    Unreal,
    /// It was coded, but who did it or to whom is not known well enough.
    Lacking {
        /// What is not there.
        lack: Lack,
        /// What it would have been.
        event: EventType,
    },
    /// It only says what another coded deed is done for.
    Purpose {
        /// That proposition.
        of: usize,
    },
    /// It tells the same happening as another proposition of its sentence.
    Twin {
        /// The one that was kept.
        of: usize,
    },
    /// It is an event.
    Coded {
        /// Index of the event.
        event: usize,
    },
}

/// What a coding lacks to be an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nobody stands in any role.
    Parties,
    /// Of nobody in it country or sector is known.
    Resolved,
    /// The event needs somebody who does it.
    Actor,
    /// The event needs somebody to whom it is done.
    Recipient,
}

impl Lack {
    /// What a coding that selection refused lacks.
    pub(super) fn of(scene: &Scene<'_>, coded: &Coded) -> Lack {
        let mut parties = coded.actors.iter().chain(&coded.recipients);
        if coded.actors.is_empty() && coded.recipients.is_empty() {
            Lack::Parties
        } else if !parties.any(|mention| scene.actors[*mention].is_resolved()) {
            Lack::Resolved
        } else if coded.actors.is_empty() {
            Lack::Actor
        } else {
            Lack::Recipient
        }
    }
}

impl<'a> Composer<'_, 'a> {
    /// Why a proposition of which nothing was coded gave nothing.
    pub(super) fn silence(&self, index: usize) -> Fate<'a> {
        if let Some(swallowed) = self.swallowed.get(&index) {
            return Fate::Swallowed {
                by: swallowed.by,
                row: swallowed.row,
            };
        }
        match self.frame(index) {
            None => Fate::Unmatched,
            Some((frame, _)) if frame.guard && frame.class.is_none() => Fate::Guarded { frame },
            Some((frame, _)) => Fate::Empty { frame },
        }
    }
}
