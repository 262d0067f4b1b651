//! Actor and agent dictionaries of the PETRARCH family, which users have already, laid over what is
//! known about actors.
//!
//! A file's lines are read ([`lines`]), its kind is told ([`kind`]), its blocks or nouns are parsed
//! ([`actors`], [`agents`]), codes become countries and sectors ([`codes`]), and all is compiled
//! into a [`Dictionary`](crate::actors::Dictionary). What is malformed is a problem with file and line; the rest is kept.
//! Names keep their codes with dates: which one holds is asked for a story's day.
//! Verbs, issues and discards are deliberately absent: only who is meant is taken from dictionaries.

mod actors;
mod agents;
mod codes;
mod compile;
mod dates;
mod kind;
mod lines;
mod problems;

pub use codes::Codes;
pub use compile::lay;

/// A dictionary file as it was read.
#[derive(Clone, Debug)]
pub struct DictionaryFile {
    /// What it is called in problems and in evidence.
    pub place: String,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests;
