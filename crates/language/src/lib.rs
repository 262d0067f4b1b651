//! Story text to sentences: the language room, and the only crate that knows neural networks.
//!
//! The way through: the text of each paragraph is cut into words and sentences
//! ([`split`]), a small network reads the words ([`Model`]) and gives tags, lemmas, a
//! dependency tree and the named entities. [`conllu`], [`json`] and [`tree`] write the
//! result for `demarche parse`.
//!
//! What is deliberately absent: any use of the file system but to open another model, any
//! clock, and any state that makes one sentence's result depend on another's.

pub mod conllu;
mod decode;
pub mod json;
mod model;
mod network;
#[cfg(test)]
mod reference;
pub mod text;
pub mod tree;

pub use model::{Model, ModelError};
pub use text::split;
