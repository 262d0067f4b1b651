//! The layer of names: what the mention headed by a proper noun is, read once more and more closely than the
//! tags' layer does it (models/README.md, "Names").
//!
//! It costs nothing for other words. Beside what the trunk says it sees the words around the noun in the sentence and in
//! the tree themselves, by a table of their own; and in the end, when the text is read, the other names of the text.

use super::float;
use super::forms::{FormLayer, Forms};
use super::isa::Isa;
use super::matrix::{Linear, Rows, room};
use super::weights::{Card, ModelError, Tensors};
use std::ops::Range;

/// Words to either side that are seen.
const REACH: usize = 3;

/// Words that are seen besides: the governor, the preposition, the governor's governor.
const AROUND: usize = 3;

/// The weights of the layer.
pub struct Names {
    /// From the trunk's result, from `x0`, and from the words around.
    state: Linear,
    form: Linear,
    window: Linear,
    /// By relation of the noun, then by that of its governor and for none `[2 (relations + 1), 2 inner]`.
    relations: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
    out: Linear,
    /// The share of the scores of the tags' layer.
    keep: f32,
    /// The layer that sees the text's other names.
    text: Linear,
    text_gain: Vec<f32>,
    text_shift: Vec<f32>,
    text_out: Linear,
    /// Length of a word's row in the table.
    columns: usize,
    kinds: usize,
    /// The number of the label `case`.
    case: u16,
    relation_labels: usize,
}

/// The trees of a batch, one entry a word: heads as word numbers within the sentence from 1, relation labels.
#[derive(Clone, Copy)]
pub struct Trees<'a> {
    pub heads: &'a [u32],
    pub relations: &'a [u16],
}

/// Buffers of the layer; kept from batch to batch.
#[derive(Default)]
pub struct Buffers {
    /// The proper nouns of the batch, and for each the words around it.
    words: Vec<usize>,
    around: Vec<[Option<usize>; AROUND]>,
    state: Rows,
    rows: Rows,
    x: Vec<f32>,
    sums: Vec<f32>,
    y: Vec<f32>,
}

impl Names {
    /// Reads the layer; `columns` is the length of the rows of the table `names.embed`.
    pub fn read(tensors: &Tensors<'_>, card: &Card, columns: usize) -> Result<Names, ModelError> {
        let (width, inner, kinds) = (card.width, card.names_width, card.labels.entity.len());
        let window = (2 * REACH + 1 + AROUND) * columns;
        let linear = |name: &str, inputs: usize, outputs: usize, bias: bool| {
            tensors
                .linear(inputs, &[(name, outputs, bias)])
                .map(|(linear, _)| linear)
        };
        let labels = &card.labels.relation;
        let case = labels.iter().position(|label| label == "case");
        Ok(Names {
            state: linear("names.state", width, 2 * inner, true)?,
            form: linear("names.form", width, 2 * inner, false)?,
            window: linear("names.window", window, 2 * inner, false)?,
            relations: tensors.rows("names.relation", 2 * (labels.len() + 1), 2 * inner)?,
            gain: tensors.floats("names.norm.gain", inner)?,
            shift: tensors.floats("names.norm.shift", inner)?,
            out: linear("names.out", inner, kinds, true)?,
            keep: tensors.floats("names.keep", 1)?[0],
            text: linear("names.text", 4 * inner, 2 * inner, true)?,
            text_gain: tensors.floats("names.text.norm.gain", inner)?,
            text_shift: tensors.floats("names.text.norm.shift", inner)?,
            text_out: linear("names.text.out", inner, kinds, true)?,
            columns,
            kinds,
            case: case.map_or(u16::MAX, |case| case as u16),
            relation_labels: labels.len(),
        })
    }

    /// Length of what [`Names::run`] says of a noun for [`Names::bring_together`].
    pub fn width(&self) -> usize {
        self.gain.len()
    }

    /// Keeps of `trunk`, the trunk's result for a batch, what it says of the proper nouns; `nouns` are their numbers.
    pub fn choose(&self, trunk: &Rows, nouns: impl Iterator<Item = usize>, buffers: &mut Buffers) {
        buffers.words.clear();
        buffers.words.extend(nouns);
        buffers
            .state
            .choose(trunk, self.state.inputs, &buffers.words);
    }

    /// Reads the proper nouns chosen of a batch again: `scores` `[words, kinds]` are those of the tags' layer before
    /// and the new ones after. What the text's other names are to know of a noun is written to `inner` `[words, width]`.
    #[allow(
        clippy::too_many_arguments,
        reason = "buffers are taken apart, so that none is allocated"
    )]
    pub fn run(
        &self,
        isa: Isa,
        layer: &FormLayer,
        forms: &Forms,
        slots: &[u32],
        sentences: &[Range<usize>],
        trees: Trees<'_>,
        buffers: &mut Buffers,
        scores: &mut [f32],
        inner: &mut Vec<f32>,
    ) {
        let Buffers {
            words,
            around,
            state,
            rows,
            x,
            sums,
            y,
        } = buffers;
        let width = self.gain.len();
        room(inner, slots.len() * width);
        if words.is_empty() {
            return;
        }
        let stride = self.state.outputs;
        let sums = self.state.apply(state, sums);

        x.clear();
        for word in &*words {
            x.extend_from_slice(forms.x0(layer, slots[*word]));
        }
        rows.round(isa, x, self.form.inputs);
        float::add_rows(isa, sums, stride, self.form.apply(rows, y), stride);

        x.clear();
        around.clear();
        let mut at = 0;
        for word in &*words {
            while sentences[at].end <= *word {
                at += 1;
            }
            let sentence = &sentences[at];
            let near = |place: usize| {
                place
                    .checked_sub(REACH)
                    .filter(|near| sentence.contains(near))
            };
            let [governor, preposition, above] = self.around(trees, sentence, *word);
            let seen = (*word..=*word + 2 * REACH)
                .map(near)
                .chain([governor, preposition, above]);
            for word in seen {
                match word {
                    Some(word) => x.extend_from_slice(forms.name(layer, slots[word])),
                    None => x.resize(x.len() + self.columns, 0.0),
                }
            }
            around.push([governor, preposition, above]);
        }
        rows.round(isa, x, self.window.inputs);
        float::add_rows(isa, sums, stride, self.window.apply(rows, y), stride);

        for ((word, around), sums) in words.iter().zip(around).zip(sums.chunks_exact_mut(stride)) {
            let none = self.relation_labels;
            let of_governor =
                around[0].map_or(none, |governor| usize::from(trees.relations[governor]));
            for number in [usize::from(trees.relations[*word]), none + 1 + of_governor] {
                let row = &self.relations[number * 2 * width..][..2 * width];
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += value;
                }
            }
        }

        let normed = room(x, words.len() * width);
        float::maxout_norm(isa, sums, stride, &self.gain, &self.shift, normed);
        rows.round(isa, normed, width);
        let out = self.out.apply(rows, y);
        let found = out
            .chunks_exact(self.out.outputs)
            .zip(normed.chunks_exact(width));
        for (word, (out, normed)) in words.iter().zip(found) {
            inner[word * width..][..width].copy_from_slice(normed);
            let scores = &mut scores[word * self.kinds..][..self.kinds];
            for (score, new) in scores.iter_mut().zip(out) {
                *score = new + self.keep * *score;
            }
        }
    }

    /// The governor of a word, its preposition (the last dependent `case` before it) and the governor's governor.
    fn around(
        &self,
        trees: Trees<'_>,
        sentence: &Range<usize>,
        word: usize,
    ) -> [Option<usize>; AROUND] {
        let above = |word: usize| {
            let head = trees.heads[word].checked_sub(1)? as usize;
            Some(sentence.start + head)
        };
        let own = (word - sentence.start) as u32 + 1;
        let is_preposition =
            |other: &usize| trees.heads[*other] == own && trees.relations[*other] == self.case;
        let governor = above(word);
        [
            governor,
            (sentence.start..word).rev().find(is_preposition),
            governor.and_then(above),
        ]
    }

    /// Brings the names of a text together: adds to the `scores` `[nouns, kinds]` of its proper nouns what `rows`
    /// `[nouns, 4 width]` say, for each what [`Names::run`] said of it, and the means of that over the others with the
    /// same last word of the name, with the same form, and over all others; zeros where there is none.
    pub fn bring_together(
        &self,
        isa: Isa,
        rows: &[f32],
        buffers: &mut Buffers,
        scores: &mut [f32],
    ) {
        let Buffers {
            rows: rounded,
            x,
            sums,
            y,
            ..
        } = buffers;
        if rows.is_empty() {
            return;
        }
        rounded.round(isa, rows, self.text.inputs);
        let sums = self.text.apply(rounded, sums);
        let width = self.text_gain.len();
        let normed = room(x, rounded.len() * width);
        float::maxout_norm(
            isa,
            sums,
            self.text.outputs,
            &self.text_gain,
            &self.text_shift,
            normed,
        );
        rounded.round(isa, normed, width);
        let out = self.text_out.apply(rounded, y);
        let rows = out.chunks_exact(self.text_out.outputs);
        for (scores, out) in scores.chunks_exact_mut(self.kinds).zip(rows) {
            for (score, more) in scores.iter_mut().zip(out) {
                *score += more;
            }
        }
    }
}
