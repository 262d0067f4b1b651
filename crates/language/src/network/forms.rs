//! The input layer: a pure function of the word form, cached.
//!
//! For each form it gives `x0`, the three products of the first convolution and the tag scores
//! that depend on the form alone. News repeats its words: with a few thousand forms kept, nine
//! words of ten cost a look-up. Results are the same with or without the cache.

use super::features::{TABLES, features};
use super::float;
use super::isa::Isa;
use super::matrix::{Linear, Rows, room};
use super::weights::{Card, ModelError, Tensors};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The weights of the input layer.
pub struct FormLayer {
    /// The weights file, in which the tables stay.
    bytes: Cow<'static, [u8]>,
    tables: Vec<Table>,
    sizes: [u32; 7],
    /// Length of the joined table rows.
    joined: usize,
    input: Linear,
    gain: Vec<f32>,
    shift: Vec<f32>,
    /// Previous, current and next product of convolution 0, then the tag scores.
    products: Linear,
    /// Where each of the four begins.
    starts: Vec<usize>,
    width: usize,
    /// A row for a word in the layer of names.
    names: Table,
}

/// An embedding table within the weights file.
struct Table {
    at: usize,
    columns: usize,
    scales: Vec<f32>,
}

impl Table {
    /// Adds rows to `out`; `bytes` is the weights file.
    fn add(&self, isa: Isa, rows: &[u32], bytes: &[u8], out: &mut [f32]) {
        let numbers = &bytes[self.at..self.at + self.columns * self.scales.len()];
        float::add_embeddings(isa, rows, numbers, &self.scales, out);
    }
}

impl FormLayer {
    /// Reads the layer.
    pub fn read(
        bytes: Cow<'static, [u8]>,
        tensors: &Tensors<'_>,
        card: &Card,
        tags: usize,
    ) -> Result<FormLayer, ModelError> {
        let mut tables = Vec::new();
        let mut sizes = [0; 7];
        for (name, size) in TABLES.iter().zip(&mut sizes) {
            let (at, rows, columns, scales) = tensors.table(&format!("embed.{name}"))?;
            *size = u32::try_from(rows)
                .map_err(|_| ModelError::Weights(format!("embed.{name} is too long")))?;
            tables.push(Table {
                at,
                columns,
                scales,
            });
        }
        let (at, rows, columns, scales) = tensors.table("names.embed")?;
        let fits = |rows: u32| rows > 0 && sizes[0].is_multiple_of(rows);
        if !u32::try_from(rows).is_ok_and(fits) {
            return Err(ModelError::Weights(
                "the rows of embed.norm are no multiple of those of names.embed".to_owned(),
            ));
        }
        let names = Table {
            at,
            columns,
            scales,
        };
        let joined: usize = tables.iter().map(|table| table.columns).sum();
        let width = card.width;
        let (input, _) = tensors.linear(joined, &[("input", 2 * width, true)])?;
        let (products, starts) = tensors.linear(
            width,
            &[
                ("conv.0.previous", 2 * width, false),
                ("conv.0.current", 2 * width, false),
                ("conv.0.next", 2 * width, false),
                ("tags_skip", tags, false),
            ],
        )?;
        Ok(FormLayer {
            bytes,
            tables,
            sizes,
            joined,
            input,
            gain: tensors.floats("input.norm.gain", width)?,
            shift: tensors.floats("input.norm.shift", width)?,
            products,
            starts,
            width,
            names,
        })
    }

    /// Length of a word's row for the layer of names.
    pub fn name_columns(&self) -> usize {
        self.names.columns
    }

    /// Appends the joined table rows of `form` to `z`, and writes its row for the layer of names.
    fn embed(&self, isa: Isa, form: &str, z: &mut Vec<f32>, name: &mut [f32]) {
        let features = features(form, &self.sizes);
        let mut at = z.len();
        z.resize(at + self.joined, 0.0);
        let slots = [
            &features.rows[..2],
            &features.rows[2..3],
            &features.rows[3..4],
            &features.rows[4..5],
            &features.rows[5..6],
            &features.rows[6..7],
            &features.grams,
        ];
        for (table, rows) in slots.into_iter().enumerate() {
            let columns = self.tables[table].columns;
            let out = &mut z[at..at + columns];
            self.tables[table].add(isa, rows, &self.bytes, out);
            if table == 6 {
                let share = 1.0 / rows.len() as f32;
                for v in out {
                    *v *= share;
                }
            }
            at += columns;
        }
        name.fill(0.0);
        let rows = self.names.scales.len() as u32;
        let [a, b, ..] = features.rows;
        self.names
            .add(isa, &[a % rows, b % rows], &self.bytes, name);
    }

    #[cfg(test)]
    pub fn sizes(&self) -> &[u32; 7] {
        &self.sizes
    }
}

/// Forms longer than this are not kept: they are rare, and keys must stay small.
const LONGEST_KEY: usize = 48;

/// What the layer gave for the forms met so far, up to a bound.
pub struct Forms {
    capacity: usize,
    slots: FxHashMap<Box<str>, u32>,
    /// The form that holds each slot.
    keys: Vec<Box<str>>,
    /// The last batch that used each slot.
    used: Vec<u32>,
    batch: u32,
    hand: usize,
    x0: Vec<f32>,
    products: Vec<f32>,
    names: Vec<f32>,
    missing: Vec<u32>,
    z: Vec<f32>,
    rows: Rows,
    y: Vec<f32>,
    norms: Vec<f32>,
    /// Forms looked up and forms computed, for measuring.
    pub counts: (u64, u64),
}

impl Forms {
    /// An empty cache for `capacity` forms; there must be more than a batch has words.
    pub fn new(capacity: usize) -> Forms {
        Forms {
            capacity,
            slots: FxHashMap::default(),
            keys: Vec::new(),
            used: Vec::new(),
            batch: 0,
            hand: 0,
            x0: Vec::new(),
            products: Vec::new(),
            names: Vec::new(),
            missing: Vec::new(),
            z: Vec::new(),
            rows: Rows::default(),
            y: Vec::new(),
            norms: Vec::new(),
            counts: (0, 0),
        }
    }

    /// Finds or computes the slots of a batch of forms, in order. Slots stay valid until the
    /// next call.
    pub fn look_up<'a>(
        &mut self,
        isa: Isa,
        layer: &FormLayer,
        forms: impl Iterator<Item = &'a str>,
        out: &mut Vec<u32>,
    ) {
        self.batch = self.batch.wrapping_add(1);
        self.missing.clear();
        self.z.clear();
        for form in forms {
            self.counts.0 += 1;
            let slot = match self.slots.get(form) {
                Some(slot) => *slot,
                None => {
                    let slot = self.free_slot(layer);
                    if form.len() <= LONGEST_KEY {
                        let key: Box<str> = form.into();
                        self.keys[slot as usize] = key.clone();
                        self.slots.insert(key, slot);
                    }
                    self.missing.push(slot);
                    let columns = layer.name_columns();
                    let name = &mut self.names[slot as usize * columns..][..columns];
                    layer.embed(isa, form, &mut self.z, name);
                    slot
                }
            };
            self.used[slot as usize] = self.batch;
            out.push(slot);
        }
        self.counts.1 += self.missing.len() as u64;
        if !self.missing.is_empty() {
            self.compute(isa, layer);
        }
    }

    /// A slot that this batch does not use: a new one, else the next whose form was not needed of late.
    fn free_slot(&mut self, layer: &FormLayer) -> u32 {
        if self.keys.len() < self.capacity {
            let slot = self.keys.len();
            self.keys.push("".into());
            self.used.push(self.batch);
            self.x0.resize((slot + 1) * layer.width, 0.0);
            self.products
                .resize((slot + 1) * layer.products.outputs, 0.0);
            self.names.resize((slot + 1) * layer.name_columns(), 0.0);
            return slot as u32;
        }
        // Second chance: what was used within the last batches is passed over, each time more
        // strictly, so that the search ends.
        let mut recent = 64;
        let mut steps = 0;
        loop {
            self.hand = (self.hand + 1) % self.capacity;
            steps += 1;
            if steps % self.capacity == 0 {
                recent /= 4;
            }
            if self.batch.wrapping_sub(self.used[self.hand]) > recent {
                let key = std::mem::take(&mut self.keys[self.hand]);
                self.slots.remove(&key);
                return self.hand as u32;
            }
        }
    }

    /// Runs the layer for the missing forms.
    fn compute(&mut self, isa: Isa, layer: &FormLayer) {
        let width = layer.width;
        self.rows.round(isa, &self.z, layer.joined);
        let y = layer.input.apply(&self.rows, &mut self.y);
        let norms = room(&mut self.norms, self.missing.len() * width);
        float::maxout_norm(
            isa,
            y,
            layer.input.outputs,
            &layer.gain,
            &layer.shift,
            norms,
        );
        self.rows.round(isa, norms, width);
        let y = layer.products.apply(&self.rows, &mut self.y);
        let outputs = layer.products.outputs;
        for (number, slot) in self.missing.iter().enumerate() {
            let slot = *slot as usize;
            self.x0[slot * width..][..width].copy_from_slice(&norms[number * width..][..width]);
            self.products[slot * outputs..][..outputs]
                .copy_from_slice(&y[number * outputs..][..outputs]);
        }
    }

    /// `x0` of a slot.
    pub fn x0(&self, layer: &FormLayer, slot: u32) -> &[f32] {
        &self.x0[slot as usize * layer.width..][..layer.width]
    }

    /// The row of a slot for the layer of names.
    pub fn name(&self, layer: &FormLayer, slot: u32) -> &[f32] {
        let columns = layer.name_columns();
        &self.names[slot as usize * columns..][..columns]
    }

    /// The product number `part` of a slot: previous, current, next of convolution 0.
    pub fn product(&self, layer: &FormLayer, slot: u32, part: usize) -> &[f32] {
        let at = slot as usize * layer.products.outputs + layer.starts[part];
        &self.products[at..][..2 * layer.width]
    }

    /// The tag scores of a slot.
    pub fn tags(&self, layer: &FormLayer, slot: u32, count: usize) -> &[f32] {
        let at = slot as usize * layer.products.outputs + layer.starts[3];
        &self.products[at..][..count]
    }
}
