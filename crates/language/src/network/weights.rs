//! Reads weights (safetensors) and their card (JSON); models/README.md says what they hold.

use super::isa::Isa;
use super::matrix::{Linear, Part};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a model could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of the model could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The card is not what this version understands.
    #[error("the model's card cannot be read: {0}")]
    Card(String),
    /// The weights file is broken or does not fit its card.
    #[error("the model's weights cannot be read: {0}")]
    Weights(String),
    /// The weights are not those that the card was written for.
    #[error("the model's {file} has the SHA-256 {found}, its card says {expected}")]
    Hash {
        /// Which file.
        file: String,
        /// What the card says.
        expected: String,
        /// What the file has.
        found: String,
    },
}

/// The card: sizes and labels.
#[derive(Debug, Deserialize)]
pub struct Card {
    pub format: u32,
    pub width: usize,
    pub convolutions: usize,
    pub attentions: usize,
    pub attention_heads: usize,
    pub feed_forward: usize,
    pub arc_width: usize,
    pub relation_width: usize,
    pub names_width: usize,
    pub labels: Labels,
    #[serde(default)]
    pub sha256: BTreeMap<String, String>,
}

/// The labels that the outputs stand for, in order.
#[derive(Debug, Deserialize)]
pub struct Labels {
    pub upos: Vec<String>,
    pub xpos: Vec<String>,
    pub lemma: Vec<String>,
    pub entity: Vec<String>,
    pub relation: Vec<String>,
}

impl Card {
    /// Reads a card and checks that this version can run what it describes.
    pub fn read(json: &[u8]) -> Result<Card, ModelError> {
        let card: Card =
            serde_json::from_slice(json).map_err(|e| ModelError::Card(e.to_string()))?;
        let check = |fine: bool, what: &str| {
            if fine {
                Ok(())
            } else {
                Err(ModelError::Card(what.to_owned()))
            }
        };
        check(
            card.format == 1,
            "its format is not 1; use the version of Demarche that it was made for",
        )?;
        let heads = card.attention_heads;
        check(
            card.width > 0 && card.width <= super::float::MOST && card.width.is_multiple_of(16),
            "`width` must be a multiple of 16, at most 512",
        )?;
        check(
            heads > 0
                && card.width.is_multiple_of(heads)
                && (card.width / heads).is_multiple_of(16),
            "`width` over `attention_heads` must be a multiple of 16",
        )?;
        for (name, size) in [
            ("feed_forward", card.feed_forward),
            ("arc_width", card.arc_width),
            ("relation_width", card.relation_width),
            ("names_width", card.names_width),
        ] {
            check(
                size > 0 && size.is_multiple_of(16) && size <= 4096,
                &format!("`{name}` must be a multiple of 16, at most 4096"),
            )?;
        }
        check(
            (1..=16).contains(&card.convolutions),
            "`convolutions` must be 1 to 16",
        )?;
        check(card.attentions <= 16, "`attentions` must be at most 16")?;
        for (name, labels) in [
            ("upos", &card.labels.upos),
            ("xpos", &card.labels.xpos),
            ("lemma", &card.labels.lemma),
            ("entity", &card.labels.entity),
            ("relation", &card.labels.relation),
        ] {
            check(
                !labels.is_empty() && labels.len() < 10_000,
                &format!("`labels.{name}` must not be empty"),
            )?;
        }
        Ok(card)
    }
}

/// Where a tensor stands in the file.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// The tensors of a weights file.
pub struct Tensors<'a> {
    /// The instructions that linear layers are packed for.
    pub isa: Isa,
    entries: BTreeMap<String, Entry>,
    data: &'a [u8],
    /// Where the data begin in the file.
    start: usize,
}

impl<'a> Tensors<'a> {
    /// Reads the header of a safetensors file.
    pub fn read(isa: Isa, bytes: &'a [u8]) -> Result<Tensors<'a>, ModelError> {
        let broken = |what: &str| ModelError::Weights(what.to_owned());
        let (length, rest) = bytes
            .split_first_chunk::<8>()
            .ok_or_else(|| broken("the file is empty"))?;
        let length = usize::try_from(u64::from_le_bytes(*length))
            .map_err(|_| broken("its header is too long"))?;
        let header = rest.get(..length).ok_or_else(|| broken("it is cut off"))?;
        let mut all: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(header).map_err(|e| ModelError::Weights(e.to_string()))?;
        all.remove("__metadata__");
        let mut entries = BTreeMap::new();
        for (name, value) in all {
            let entry: Entry = serde_json::from_value(value)
                .map_err(|e| ModelError::Weights(format!("{name}: {e}")))?;
            entries.insert(name, entry);
        }
        Ok(Tensors {
            isa,
            entries,
            data: &rest[length..],
            start: 8 + length,
        })
    }

    /// The bytes of a tensor, its shape, and where in the file it begins.
    fn get(
        &self,
        name: &str,
        dtype: &str,
        bytes: usize,
    ) -> Result<(&'a [u8], &[usize], usize), ModelError> {
        let entry = self
            .entries
            .get(name)
            .ok_or_else(|| ModelError::Weights(format!("there is no tensor {name}")))?;
        let [from, to] = entry.data_offsets;
        let data = self.data.get(from..to).unwrap_or_default();
        let count = entry
            .shape
            .iter()
            .try_fold(bytes, |product, side| product.checked_mul(*side));
        if entry.dtype != dtype || count != Some(data.len()) {
            return Err(ModelError::Weights(format!(
                "the tensor {name} is not {dtype} of its shape {:?}",
                entry.shape
            )));
        }
        Ok((data, &entry.shape, self.start + from))
    }

    /// A tensor of floats with `count` values.
    pub fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let (data, ..) = self.get(name, "F32", 4)?;
        if data.len() != 4 * count {
            return Err(ModelError::Weights(format!(
                "the tensor {name} does not have {count} values"
            )));
        }
        Ok(data
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    /// An embedding table: where its numbers begin in the file, rows, columns, a scale a row.
    pub fn table(&self, name: &str) -> Result<(usize, usize, usize, Vec<f32>), ModelError> {
        let (_, shape, at) = self.get(name, "I8", 1)?;
        let [rows, columns] = *shape else {
            return Err(ModelError::Weights(format!(
                "the table {name} does not have rows and columns"
            )));
        };
        if rows == 0 || columns == 0 {
            return Err(ModelError::Weights(format!("the table {name} is empty")));
        }
        Ok((
            at,
            rows,
            columns,
            self.floats(&format!("{name}.scale"), rows)?,
        ))
    }

    /// The rows of a table of this size.
    pub fn rows(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, ModelError> {
        let (data, shape, _) = self.get(name, "I8", 1)?;
        if *shape != [rows, columns] {
            return Err(ModelError::Weights(format!(
                "{name} has the shape {shape:?} instead of [{rows}, {columns}]"
            )));
        }
        let scales = self.floats(&format!("{name}.scale"), rows)?;
        let values = data.chunks_exact(columns.max(1)).zip(scales);
        Ok(values
            .flat_map(|(row, scale)| row.iter().map(move |b| f32::from(*b as i8) * scale))
            .collect())
    }

    /// Joins the linear layers `names` with `inputs` inputs into one; each is given with its
    /// number of outputs and whether it has a bias. Returns where each begins.
    pub fn linear(
        &self,
        inputs: usize,
        names: &[(&str, usize, bool)],
    ) -> Result<(Linear, Vec<usize>), ModelError> {
        let mut weights = Vec::with_capacity(names.len());
        for (name, outputs, _) in names {
            let tensor = format!("{name}.weight");
            let (data, shape, _) = self.get(&tensor, "I8", 1)?;
            if *shape != [*outputs, inputs] || !inputs.is_multiple_of(16) {
                return Err(ModelError::Weights(format!(
                    "{tensor} has the shape {shape:?} instead of [{outputs}, {inputs}]"
                )));
            }
            // -128 has no opposite in 8 bits; the contract leaves it out.
            weights.push(
                data.iter()
                    .map(|b| (*b as i8).max(-127))
                    .collect::<Vec<i8>>(),
            );
        }
        let mut parts = Vec::with_capacity(names.len());
        for ((name, outputs, bias), weights) in names.iter().zip(&weights) {
            parts.push(Part {
                weights,
                scales: self.floats(&format!("{name}.scale"), *outputs)?,
                biases: if *bias {
                    Some(self.floats(&format!("{name}.bias"), *outputs)?)
                } else {
                    None
                },
            });
        }
        Ok(Linear::join(self.isa, inputs, &parts))
    }
}
