//! The relation of a marked pair of one story: what the source does to the target.

use crate::Engine;
use demarche_coding::PairRelation;
use demarche_story::{Span, Story};

/// What the words at `sources` do to the words at `targets` (byte spans into the story's text);
/// `None` where no predicate relates them.
pub fn relation(
    engine: &Engine,
    story: &Story,
    sources: &[Span],
    targets: &[Span],
) -> Option<PairRelation> {
    let sentences = engine.sentences(story);
    demarche_coding::relation(story, &sentences, engine.knowledge(), sources, targets)
}
