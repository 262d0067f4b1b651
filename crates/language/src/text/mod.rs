//! Raw text to words and sentences, in the conventions of the English UD treebanks.
//!
//! [`words`] cuts a paragraph into words by rules; [`boundaries`] decides with a small
//! learned classifier after which words a sentence ends; [`split`] joins both.

mod abbreviations;
mod clitics;
mod links;
mod words;

pub use words::{Word, words};
