//! The small network: word forms to tags, trees and relations, as models/README.md defines it.
//!
//! The way through: [`features`] hashes a form, [`forms`] runs the input layer and keeps its
//! results, [`trunk`] mixes the words of a sentence, [`heads`] reads tags, arcs and relations
//! off, and [`names`] looks at proper nouns once more. Below them [`matrix`] and [`kernels`] multiply in exact 8-bit
//! integers and [`float`] does the rest in a fixed order, so that every machine gives the same bits.

pub(crate) mod features;
mod float;
mod forms;
mod heads;
pub(crate) mod isa;
mod kernels;
mod matrix;
mod names;
mod trunk;
pub(crate) mod weights;

pub(crate) use forms::{FormLayer, Forms};
pub(crate) use heads::{Heads, Output};
pub(crate) use trunk::{Buffers, MOST_WORDS, Trunk};
