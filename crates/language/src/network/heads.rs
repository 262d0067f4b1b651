//! The output layers: tags, arc scores and relations.

use super::float;
use super::forms::{FormLayer, Forms};
use super::isa::Isa;
use super::matrix::{Linear, Rows, room};
use super::names::{self, Names, Trees};
use super::trunk::{BUCKETS, Buffers, bucket};
use super::weights::{Card, ModelError, Tensors};
use crate::decode;
use std::ops::Range;

/// The weights of the output layers.
pub struct Heads {
    /// Tags, arc dependent, arc head, arc distance, relation dependent, relation head.
    joined: Linear,
    starts: Vec<usize>,
    bilinear: Linear,
    /// The artificial root as head of an arc and of a relation.
    root_arc: Vec<f32>,
    root_relation: Vec<f32>,
    relation_distance: Vec<f32>,
    relation_out: Linear,
    names: Names,
    /// The number of the label `PROPN`.
    proper: u16,
    /// Numbers of labels: UPOS, XPOS, lemma scripts, entities.
    tags: [usize; 4],
    relations: usize,
    /// The number of the label `root`.
    root_label: usize,
    arc: usize,
    relation: usize,
}

/// What the network says of the words of a batch, one entry a word.
#[derive(Default)]
pub struct Output {
    /// Label numbers: UPOS, XPOS, lemma script, entity.
    pub tags: Vec<[u16; 4]>,
    /// Scores of the entity labels `[words, labels]`.
    pub entities: Vec<f32>,
    /// What the text's other names are to know of each proper noun `[words, inner_width]`; of other words it says nothing.
    pub inner: Vec<f32>,
    /// Heads as word numbers within the sentence from 1; 0 for the root.
    pub heads: Vec<u32>,
    /// How far each head's score stands above the next best one's, in eighths.
    pub margins: Vec<u8>,
    /// Relation label numbers.
    pub relations: Vec<u16>,
    /// Arc scores, sentence by sentence `[words, words + 1]`; kept for tests and for explaining.
    pub arcs: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    edges: Vec<f32>,
    bilinear: Vec<f32>,
    names: names::Buffers,
}

impl Heads {
    /// Reads the output layers; `name_columns` is the length of a word's row for the layer of names.
    pub fn read(
        tensors: &Tensors<'_>,
        card: &Card,
        name_columns: usize,
    ) -> Result<Heads, ModelError> {
        let (width, arc, relation) = (card.width, card.arc_width, card.relation_width);
        let tags = [
            card.labels.upos.len(),
            card.labels.xpos.len(),
            card.labels.lemma.len(),
            card.labels.entity.len(),
        ];
        let (joined, starts) = tensors.linear(
            width,
            &[
                ("tags", tags.iter().sum(), true),
                ("arc.dependent", arc, true),
                ("arc.head", arc, true),
                ("arc.distance", BUCKETS, true),
                ("relation.dependent", relation, true),
                ("relation.head", relation, false),
            ],
        )?;
        let isa = tensors.isa;
        let mut rows = Rows::default();
        rows.round(isa, &tensors.floats("root", width)?, width);
        let mut root = Vec::new();
        let root = joined.apply(&rows, &mut root);
        let mut root_arc = root[starts[2]..][..arc].to_vec();
        float::relu(isa, &mut root_arc);
        let relations = card.labels.relation.len();
        let number = |labels: &[String], label: &str, list: &str| {
            labels
                .iter()
                .position(|other| other == label)
                .ok_or_else(|| ModelError::Card(format!("`labels.{list}` has no `{label}`")))
        };
        Ok(Heads {
            bilinear: tensors.linear(arc, &[("arc.bilinear", arc, true)])?.0,
            root_arc,
            root_relation: root[starts[5]..][..relation].to_vec(),
            relation_distance: tensors.floats("relation.distance", BUCKETS * relation)?,
            relation_out: tensors
                .linear(relation, &[("relation.out", relations, true)])?
                .0,
            joined,
            starts,
            tags,
            relations,
            names: Names::read(tensors, card, name_columns)?,
            proper: number(&card.labels.upos, "PROPN", "upos")? as u16,
            root_label: number(&card.labels.relation, "root", "relation")?,
            arc,
            relation,
        })
    }

    /// Reads off the trunk's result in `buffers` what it says of each word.
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
        buffers: &mut Buffers,
        output: &mut Output,
    ) {
        let Buffers { rows, y, .. } = buffers;
        let y = self.joined.apply(rows, y);
        let stride = self.joined.outputs;
        output.tags.clear();
        output.entities.clear();
        let count = self.tags.iter().sum();
        for (row, slot) in y.chunks_exact_mut(stride).zip(slots) {
            float::add_rows(
                isa,
                &mut row[..count],
                count,
                forms.tags(layer, *slot, count),
                count,
            );
            let mut best = [0; 4];
            float::best_of_ranges(isa, row, &self.tags, &mut best);
            output.tags.push(best);
            output
                .entities
                .extend_from_slice(&row[count - self.tags[3]..count]);
        }
        let proper = output.tags.iter().map(|tags| tags[0] == self.proper);
        let nouns = proper
            .enumerate()
            .filter_map(|(word, is)| is.then_some(word));
        self.names.choose(rows, nouns, &mut output.names);
        self.arcs(isa, rows, y, sentences, output);
        self.relations(isa, rows, y, sentences, output);
        let Output {
            entities,
            heads,
            relations,
            inner,
            names,
            ..
        } = output;
        let trees = Trees { heads, relations };
        self.names.run(
            isa, layer, forms, slots, sentences, trees, names, entities, inner,
        );
    }

    /// Length of a row of [`Output::inner`].
    pub fn inner_width(&self) -> usize {
        self.names.width()
    }

    /// Brings the names of a text together; see [`Names::bring_together`].
    pub fn bring_together(&self, isa: Isa, rows: &[f32], output: &mut Output, scores: &mut [f32]) {
        self.names
            .bring_together(isa, rows, &mut output.names, scores);
    }

    /// Scores arcs and builds the trees.
    fn arcs(
        &self,
        isa: Isa,
        rows: &mut Rows,
        y: &[f32],
        sentences: &[Range<usize>],
        output: &mut Output,
    ) {
        let Output {
            heads,
            margins,
            arcs,
            keys,
            bilinear,
            scores,
            ..
        } = output;
        let stride = self.joined.outputs;
        rows.round_positive(isa, &y[self.starts[1]..], stride, self.arc);
        let queries = self.bilinear.apply(rows, bilinear);
        heads.clear();
        margins.clear();
        arcs.clear();
        for sentence in sentences {
            let count = sentence.len();
            let padded = (count + 1).next_multiple_of(float::BLOCK);
            let keys = room(keys, self.arc * padded);
            for (d, root) in self.root_arc.iter().enumerate() {
                keys[d * padded] = *root;
            }
            for (j, word) in sentence.clone().enumerate() {
                let row = &y[word * stride + self.starts[2]..][..self.arc];
                for (d, value) in row.iter().enumerate() {
                    keys[d * padded + j + 1] = if *value > 0.0 { *value } else { 0.0 };
                }
            }
            let scores = room(scores, count * padded);
            let query_stride = self.bilinear.outputs;
            let queries = &queries[sentence.start * query_stride..];
            float::dots(isa, queries, query_stride, self.arc, keys, padded, scores);
            let first = arcs.len();
            for (i, (word, scores)) in sentence
                .clone()
                .zip(scores.chunks_exact_mut(padded))
                .enumerate()
            {
                let near = &y[word * stride + self.starts[3]..][..BUCKETS];
                scores[0] += near[14];
                for (j, score) in scores[1..=count].iter_mut().enumerate() {
                    *score += near[bucket(j as isize - i as isize)];
                }
                arcs.extend_from_slice(&scores[..=count]);
            }
            let before = heads.len();
            decode::tree(&arcs[first..], count, heads);
            let rows = arcs[first..].chunks_exact(count + 1);
            for (word, (row, head)) in rows.zip(&heads[before..]).enumerate() {
                margins.push(margin(row, word + 1, *head as usize));
            }
        }
    }

    /// Labels the arcs of the trees.
    fn relations(
        &self,
        isa: Isa,
        rows: &mut Rows,
        y: &[f32],
        sentences: &[Range<usize>],
        output: &mut Output,
    ) {
        let Output {
            heads,
            relations,
            edges,
            bilinear,
            ..
        } = output;
        let (stride, size) = (self.joined.outputs, self.relation);
        edges.clear();
        for sentence in sentences {
            for word in sentence.clone() {
                let head = heads[word] as usize;
                let dependent = &y[word * stride + self.starts[4]..][..size];
                let (side, number) = match head.checked_sub(1) {
                    None => (&self.root_relation[..], 14),
                    Some(head) => {
                        let at = (sentence.start + head) * stride + self.starts[5];
                        let offset = head as isize - (word - sentence.start) as isize;
                        (&y[at..at + size], bucket(offset))
                    }
                };
                let distance = &self.relation_distance[number * size..][..size];
                let sums = dependent.iter().zip(side).zip(distance);
                edges.extend(sums.map(|((d, h), b)| d + h + b));
            }
        }
        rows.round_positive(isa, edges, size, size);
        let labels = self.relation_out.apply(rows, bilinear);
        relations.clear();
        for (row, head) in labels.chunks_exact(self.relation_out.outputs).zip(heads) {
            relations.push(if *head == 0 {
                self.root_label as u16
            } else {
                float::best(&row[..self.relations], self.root_label) as u16
            });
        }
    }
}

/// How far the score of `head` stands above all others of a word's row, itself aside, in eighths.
fn margin(row: &[f32], word: usize, head: usize) -> u8 {
    let mut next = f32::MIN;
    for (other, score) in row.iter().enumerate() {
        if other != head && other != word && *score > next {
            next = *score;
        }
    }
    // The cast holds what is below nothing at 0 and what is too much at 255.
    ((row[head] - next) * 8.0) as u8
}
