//! Story text to sentences: the language room, and the only crate that knows neural networks.
//!
//! The way through: the text of each paragraph is cut into words and sentences
//! ([`split`]), a small network reads the words ([`Model`]) and gives tags, lemmas, a
//! dependency tree and the named entities. [`conllu`], [`json`] and [`tree`] write the
//! result for `demarche parse`.

pub mod conllu;
pub mod text;

pub use text::split;
