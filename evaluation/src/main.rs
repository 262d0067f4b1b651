//! Placeholder while the measures are written: the command line follows.
mod gold;
mod predictions;
mod report;
mod score;

fn main() {}
