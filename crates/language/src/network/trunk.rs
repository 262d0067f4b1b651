//! The trunk: convolutions over neighbouring words and attention over the sentence.
//!
//! A batch is a run of whole sentences, their words one below the other without padding.
//! Linear layers see rows; only convolutions and attention know where sentences end. So a
//! word's result does not depend on what else is in the batch.

use super::float;
use super::forms::{FormLayer, Forms};
use super::isa::Isa;
use super::matrix::{Linear, Rows, room};
use super::weights::{Card, ModelError, Tensors};
use std::ops::Range;

/// Buckets of the distance between two words.
pub const BUCKETS: usize = 29;

/// The bucket of a signed distance in words.
pub fn bucket(offset: isize) -> usize {
    let magnitude = match offset.unsigned_abs() {
        near @ 0..=8 => near,
        9..=10 => 9,
        11..=13 => 10,
        14..=17 => 11,
        18..=24 => 12,
        25..=35 => 13,
        _ => 14,
    };
    if offset >= 0 {
        14 + magnitude
    } else {
        14 - magnitude
    }
}

/// Most words of one sentence; callers cut what is longer.
pub const MOST_WORDS: usize = 512;

/// Gain and shift of a layer normalisation.
pub struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn read(tensors: &Tensors<'_>, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            gain: tensors.floats(&format!("{name}.gain"), width)?,
            shift: tensors.floats(&format!("{name}.shift"), width)?,
        })
    }

    /// Normalises the rows of `x` and rounds them for the next layer.
    fn round(&self, isa: Isa, x: &[f32], rows: &mut Rows) {
        rows.round_normed(isa, x, &self.gain, &self.shift);
    }
}

/// A convolution; the first one's products come from the form cache.
struct Convolution {
    products: Option<Linear>,
    bias: Vec<f32>,
    norm: Norm,
}

/// An attention layer with its feed-forward part.
struct Attention {
    norm1: Norm,
    qkv: Linear,
    /// For each head the score of each distance from `-MOST_WORDS` to `MOST_WORDS`.
    distance: Vec<f32>,
    out: Linear,
    norm2: Norm,
    up: Linear,
    down: Linear,
}

/// The weights of the trunk.
pub struct Trunk {
    convolutions: Vec<Convolution>,
    attentions: Vec<Attention>,
    last: Norm,
    width: usize,
    heads: usize,
}

/// The span of distances that [`Attention::distance`] holds for a head.
const SPAN: usize = 2 * MOST_WORDS + 1;

impl Trunk {
    /// Reads the trunk.
    pub fn read(tensors: &Tensors<'_>, card: &Card) -> Result<Trunk, ModelError> {
        let width = card.width;
        let mut convolutions = Vec::new();
        for c in 0..card.convolutions {
            let products = if c == 0 {
                None
            } else {
                let names = ["previous", "current", "next"].map(|part| format!("conv.{c}.{part}"));
                let parts = names
                    .each_ref()
                    .map(|name| (name.as_str(), 2 * width, false));
                Some(tensors.linear(width, &parts)?.0)
            };
            convolutions.push(Convolution {
                products,
                bias: tensors.floats(&format!("conv.{c}.bias"), 2 * width)?,
                norm: Norm::read(tensors, &format!("conv.{c}.norm"), width)?,
            });
        }
        let mut attentions = Vec::new();
        for a in 0..card.attentions {
            let linear = |part: &str, inputs: usize, outputs: usize| {
                tensors
                    .linear(inputs, &[(&format!("att.{a}.{part}"), outputs, true)])
                    .map(|(linear, _)| linear)
            };
            let table =
                tensors.floats(&format!("att.{a}.distance"), card.attention_heads * BUCKETS)?;
            let offsets = -(MOST_WORDS as isize)..=MOST_WORDS as isize;
            attentions.push(Attention {
                norm1: Norm::read(tensors, &format!("att.{a}.norm1"), width)?,
                qkv: linear("qkv", width, 3 * width)?,
                distance: table
                    .chunks_exact(BUCKETS)
                    .flat_map(|head| offsets.clone().map(|offset| head[bucket(offset)]))
                    .collect(),
                out: linear("out", width, width)?,
                norm2: Norm::read(tensors, &format!("att.{a}.norm2"), width)?,
                up: linear("up", width, card.feed_forward)?,
                down: linear("down", card.feed_forward, width)?,
            });
        }
        Ok(Trunk {
            convolutions,
            attentions,
            last: Norm::read(tensors, "final.norm", width)?,
            width,
            heads: card.attention_heads,
        })
    }
}

/// Buffers that a trunk runs in; kept from batch to batch.
#[derive(Default)]
pub struct Buffers {
    x: Vec<f32>,
    /// The input of the next layer; in the end the trunk's result.
    pub(super) rows: Rows,
    pub(super) y: Vec<f32>,
    u: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
}

impl Trunk {
    /// Runs a batch of words, given by their slots in `forms`; `sentences` are ranges of them.
    /// The result is in `buffers.rows`.
    pub fn run(
        &self,
        isa: Isa,
        layer: &FormLayer,
        forms: &Forms,
        slots: &[u32],
        sentences: &[Range<usize>],
        buffers: &mut Buffers,
    ) {
        let width = self.width;
        let Buffers {
            x,
            rows,
            y,
            u,
            keys,
            scores,
        } = buffers;
        x.clear();
        for slot in slots {
            x.extend_from_slice(forms.x0(layer, *slot));
        }
        let zeros = [0f32; 2 * float::MOST];
        for convolution in &self.convolutions {
            let mut made: (&[f32], usize) = (&[], 0);
            if let Some(products) = &convolution.products {
                rows.round(isa, x, width);
                made = (products.apply(rows, y), products.outputs);
            }
            // Products are all made before the first row of `x` changes.
            let product = |word: usize, part: usize| match convolution.products {
                Some(_) => &made.0[word * made.1 + part * 2 * width..][..2 * width],
                None => forms.product(layer, slots[word], part),
            };
            let Norm { gain, shift } = &convolution.norm;
            for sentence in sentences {
                for word in sentence.clone() {
                    let previous = if word > sentence.start {
                        product(word - 1, 0)
                    } else {
                        &zeros
                    };
                    let next = if word + 1 < sentence.end {
                        product(word + 1, 2)
                    } else {
                        &zeros
                    };
                    let row = &mut x[word * width..][..width];
                    float::convolve(
                        isa,
                        previous,
                        product(word, 1),
                        next,
                        &convolution.bias,
                        gain,
                        shift,
                        row,
                    );
                }
            }
        }
        let u = room(u, x.len());
        for attention in &self.attentions {
            attention.norm1.round(isa, x, rows);
            let qkv = attention.qkv.apply(rows, y);
            for sentence in sentences {
                self.attend(isa, attention, qkv, sentence.clone(), keys, scores, u);
            }
            rows.round(isa, u, width);
            let out = attention.out.apply(rows, y);
            float::add_rows(isa, x, width, out, attention.out.outputs);
            attention.norm2.round(isa, x, rows);
            let wide = attention.up.apply(rows, y);
            rows.round_positive(isa, wide, attention.up.outputs, attention.down.inputs);
            let out = attention.down.apply(rows, y);
            float::add_rows(isa, x, width, out, attention.down.outputs);
        }
        self.last.round(isa, x, rows);
    }

    /// Attention within one sentence; `qkv` are rows of queries, keys and values, `out` rows of `width`.
    #[allow(
        clippy::too_many_arguments,
        reason = "buffers are taken apart, so that none is allocated"
    )]
    fn attend(
        &self,
        isa: Isa,
        attention: &Attention,
        qkv: &[f32],
        sentence: Range<usize>,
        keys: &mut Vec<f32>,
        scores: &mut Vec<f32>,
        out: &mut [f32],
    ) {
        let (width, stride) = (self.width, attention.qkv.outputs);
        let size = width / self.heads;
        let count = sentence.len();
        let padded = count.next_multiple_of(float::BLOCK);
        let keys = room(keys, size * padded);
        let scores = room(scores, count * padded);
        let qkv = &qkv[sentence.start * stride..sentence.end * stride];
        let out = &mut out[sentence.start * width..sentence.end * width];
        for head in 0..self.heads {
            // Keys with words side by side, so that a query meets many at once. What stands
            // behind the last word is from earlier sentences, and its scores are not used.
            for (j, row) in qkv.chunks_exact(stride).enumerate() {
                for (d, value) in row[width + head * size..][..size].iter().enumerate() {
                    keys[d * padded + j] = *value;
                }
            }
            let distances = &attention.distance[head * SPAN..][..SPAN];
            float::dots(isa, &qkv[head * size..], stride, size, keys, padded, scores);
            float::softmax(isa, scores, padded, count, distances, MOST_WORDS);
            let values = &qkv[2 * width + head * size..];
            float::mix(
                isa,
                scores,
                padded,
                count,
                values,
                stride,
                size,
                &mut out[head * size..],
                width,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_widen_with_distance() {
        let expected = [
            (0, 14),
            (1, 15),
            (-1, 13),
            (8, 22),
            (9, 23),
            (10, 23),
            (11, 24),
            (17, 25),
            (24, 26),
            (35, 27),
            (36, 28),
            (-36, 0),
            (900, 28),
        ];
        for (offset, number) in expected {
            assert_eq!(bucket(offset), number, "{offset}");
        }
    }
}
