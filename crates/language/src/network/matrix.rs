//! Linear layers with 8-bit weights: packed once, multiplied in exact integers.
//!
//! `y[row][out] = (Σ w[out][k] · q[row][k]) · scale[out] · factor[row] + bias[out]`, where `q` is the
//! row in whole numbers from -127 to 127 and `factor` its largest magnitude over 127. The sum is
//! a 32-bit integer and exact, so that every instruction set and every order gives the same bits.
//!
//! Weights are packed once, in tiles of [`TILE`] outputs: by 4 inputs, the shape that the
//! dot-product instructions of x86 want, or by 2 for plain loops. Outputs are padded with zeros
//! to whole tiles.

use super::float;
use super::isa::Isa;
use super::kernels;

/// Outputs a tile; a packed layer has a multiple of it.
pub const TILE: usize = 64;

/// Rows of 8-bit numbers made of rows of floats.
#[derive(Default)]
pub struct Rows {
    /// The numbers plus 128, `[rows, inputs]`: the dot-product instructions of x86 want one side
    /// without sign.
    pub(super) numbers: Vec<u8>,
    /// Largest magnitude of each row over 127.
    pub(super) factors: Vec<f32>,
}

impl Rows {
    /// Rounds the rows of `x`, each `inputs` long.
    pub fn round(&mut self, isa: Isa, x: &[f32], inputs: usize) {
        let rows = x.len() / inputs;
        self.numbers.resize(rows * inputs, 0);
        self.factors.resize(rows, 0.0);
        float::round_rows(isa, x, inputs, &mut self.numbers, &mut self.factors);
    }

    /// Rounds what is positive in the first `inputs` values of each `stride` of `x`, whose last row may end there.
    pub fn round_positive(&mut self, isa: Isa, x: &[f32], stride: usize, inputs: usize) {
        let rows = x.len().div_ceil(stride);
        self.numbers.resize(rows * inputs, 0);
        self.factors.resize(rows, 0.0);
        float::round_positive_rows(isa, x, stride, inputs, &mut self.numbers, &mut self.factors);
    }

    /// Rounds the layer normalisation of the rows of `x`.
    pub fn round_normed(&mut self, isa: Isa, x: &[f32], gain: &[f32], shift: &[f32]) {
        let rows = x.len() / gain.len();
        self.numbers.resize(x.len(), 0);
        self.factors.resize(rows, 0.0);
        float::round_normed_rows(isa, x, gain, shift, &mut self.numbers, &mut self.factors);
    }

    /// Takes the rows with these numbers from `all`, whose rows have `inputs` numbers.
    pub fn choose(&mut self, all: &Rows, inputs: usize, rows: &[usize]) {
        self.numbers.clear();
        self.factors.clear();
        for row in rows {
            let numbers = &all.numbers[row * inputs..][..inputs];
            self.numbers.extend_from_slice(numbers);
            self.factors.push(all.factors[*row]);
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.factors.len()
    }
}

/// A linear layer, packed.
pub struct Linear {
    /// The instructions that it is packed for.
    isa: Isa,
    /// Length of an input row, a multiple of 4.
    pub inputs: usize,
    /// Length of an output row, a multiple of [`TILE`]; the padding gives zeros.
    pub outputs: usize,
    /// `[outputs / TILE][inputs / 4][TILE][4]`, or `[outputs / TILE][inputs][TILE]` for
    /// [`Isa::Portable`].
    pub(super) packed: Vec<i8>,
    /// What 128 more on each input adds to a sum, with the sign changed.
    pub(super) corrections: Vec<i32>,
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
}

/// The parts of one layer as the weights file has them: `[outputs, inputs]`, a scale and
/// perhaps a bias an output.
pub struct Part<'a> {
    /// Row-major weights.
    pub weights: &'a [i8],
    /// One an output.
    pub scales: Vec<f32>,
    /// One an output, or none.
    pub biases: Option<Vec<f32>>,
}

impl Linear {
    /// Packs layers that read the same rows into one; each begins at a multiple of 16 outputs.
    /// Returns where.
    pub fn join(isa: Isa, inputs: usize, parts: &[Part<'_>]) -> (Linear, Vec<usize>) {
        let mut starts = Vec::with_capacity(parts.len());
        let mut outputs: usize = 0;
        for part in parts {
            starts.push(outputs);
            outputs = (outputs + part.scales.len()).next_multiple_of(16);
        }
        let outputs = outputs.next_multiple_of(TILE);
        let mut linear = Linear {
            isa,
            inputs,
            outputs,
            packed: vec![0; outputs * inputs],
            corrections: vec![0; outputs],
            scales: vec![0.0; outputs],
            biases: vec![0.0; outputs],
        };
        for (part, start) in parts.iter().zip(&starts) {
            for (row, weights) in part.weights.chunks_exact(inputs).enumerate() {
                let out = start + row;
                let tile = out / TILE * TILE * inputs;
                let lane = out % TILE;
                for (input, weight) in weights.iter().enumerate() {
                    let at = match isa {
                        Isa::Portable => input * TILE + lane,
                        #[cfg(target_arch = "x86_64")]
                        _ => input / 4 * TILE * 4 + lane * 4 + input % 4,
                    };
                    linear.packed[tile + at] = *weight;
                }
                let sum: i32 = weights.iter().map(|w| i32::from(*w)).sum();
                linear.corrections[out] = -128 * sum;
                linear.scales[out] = part.scales[row];
                linear.biases[out] = part.biases.as_ref().map_or(0.0, |biases| biases[row]);
            }
        }
        (linear, starts)
    }

    /// Multiplies: the first values of `y` become `[rows, outputs]`; they are returned.
    pub fn apply<'a>(&self, rows: &Rows, y: &'a mut Vec<f32>) -> &'a mut [f32] {
        let y = room(y, rows.len() * self.outputs);
        kernels::multiply(self.isa, self, rows, y);
        y
    }
}

/// The first `count` values of a buffer that only ever grows, so that nothing is cleared twice.
pub fn room(buffer: &mut Vec<f32>, count: usize) -> &mut [f32] {
    if buffer.len() < count {
        buffer.resize(count, 0.0);
    }
    &mut buffer[..count]
}
