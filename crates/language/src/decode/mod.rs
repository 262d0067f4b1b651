//! From the network's scores to labels that the other rooms use: trees, lemmas, entities.

mod entities;
mod lemma;
mod names;
mod quantities;
mod referents;
mod tags;
mod tree;

pub(crate) use entities::named;
pub(crate) use lemma::Lemmas;
pub(crate) use names::Names;
pub(crate) use quantities::quantities;
pub(crate) use referents::{Referents, kind};
pub(crate) use tags::tags;
pub(crate) use tree::tree;
