//! One command a file.

pub mod actors;
pub mod check;
pub mod code;
pub mod explain;
pub mod parse;
