//! The language model as the other rooms see it: text in, sentences with trees out.

use crate::decode::{self, Lemmas, Names, Referents};
use crate::network::isa::Isa;
use crate::network::weights::{Card, Tensors};
use crate::network::{Buffers, FormLayer, Forms, Heads, MOST_WORDS, Output, Trunk};
use crate::text::split;
use demarche_story::{EntityKind, Relation, Sentence, Span, Upos, Xpos};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

pub use crate::network::weights::ModelError;

static WEIGHTS: &[u8] = include_bytes!("../../../models/english.safetensors");
static CARD: &[u8] = include_bytes!("../../../models/english.json");
static LEMMAS: &str = include_str!("../../../models/lemmas.tsv");

/// Words of a batch: sentences are added until there are so many.
const BATCH: usize = 128;

/// Word forms whose input layer is kept, in each thread; one takes 6.6 kB.
const FORMS: usize = 4096;

/// A loaded language model. It may be shared between threads.
pub struct Model {
    isa: Isa,
    forms: FormLayer,
    trunk: Trunk,
    heads: Heads,
    lemmas: Lemmas,
    names: Names,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
    relations: Vec<Relation>,
    kinds: Vec<Option<EntityKind>>,
    hash: String,
    capacity: usize,
    /// Buffers that no thread uses at the moment.
    idle: Mutex<Vec<Work>>,
}

/// What one thread needs to run batches.
struct Work {
    forms: Forms,
    slots: Vec<u32>,
    buffers: Buffers,
    output: Output,
    /// The batch: ranges of words, and for each the sentence and its first word there.
    ranges: Vec<Range<usize>>,
    places: Vec<(usize, usize)>,
    /// The proper nouns of the text at hand.
    referents: Referents,
}

impl Model {
    /// The model that is part of the program.
    pub fn embedded() -> Result<Model, ModelError> {
        // A test holds the embedded files against their card, so that no time is lost here.
        Model::load(
            Isa::best(),
            Cow::Borrowed(WEIGHTS),
            CARD,
            Cow::Borrowed(LEMMAS),
            false,
        )
    }

    /// Reads `english.safetensors`, `english.json` and `lemmas.tsv` from a folder.
    pub fn open(folder: &Path) -> Result<Model, ModelError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).map_err(|source| ModelError::Io {
                path: path.display().to_string(),
                source,
            })
        };
        let (weights, card, lemmas) = (
            read("english.safetensors")?,
            read("english.json")?,
            read("lemmas.tsv")?,
        );
        Model::from_bytes(&weights, &card, &String::from_utf8_lossy(&lemmas))
    }

    /// From the bytes of a weights file and its card, and the text of the lemma lexicon.
    pub fn from_bytes(weights: &[u8], card: &[u8], lemmas: &str) -> Result<Model, ModelError> {
        Model::load(
            Isa::best(),
            Cow::Owned(weights.to_vec()),
            card,
            Cow::Owned(lemmas.to_owned()),
            true,
        )
    }

    fn load(
        isa: Isa,
        weights: Cow<'static, [u8]>,
        card: &[u8],
        lemmas: Cow<'static, str>,
        verify: bool,
    ) -> Result<Model, ModelError> {
        let card = Card::read(card)?;
        let mut digest = Sha256::new();
        for (file, bytes) in [
            ("english.safetensors", &*weights),
            ("lemmas.tsv", lemmas.as_bytes()),
        ] {
            let expected = card.sha256.get(file).cloned().unwrap_or_default();
            if verify {
                let found = hex(&Sha256::digest(bytes));
                if found != expected {
                    return Err(ModelError::Hash {
                        file: file.to_owned(),
                        expected,
                        found,
                    });
                }
            }
            digest.update(expected);
        }
        digest.update(crate::text::boundaries::EMBEDDED);
        digest.update(Names::EMBEDDED);
        let labels = &card.labels;
        let tags = labels.upos.len() + labels.xpos.len() + labels.lemma.len() + labels.entity.len();
        let bytes = weights.clone();
        let tensors = Tensors::read(isa, &bytes)?;
        let forms = FormLayer::read(weights, &tensors, &card, tags)?;
        Ok(Model {
            isa,
            trunk: Trunk::read(&tensors, &card)?,
            heads: Heads::read(&tensors, &card, forms.name_columns())?,
            forms,
            lemmas: Lemmas::read(&labels.lemma, &labels.xpos, lemmas)?,
            names: Names::embedded(),
            upos: labels.upos.iter().map(|label| Upos::parse(label)).collect(),
            xpos: labels.xpos.iter().map(|label| Xpos::parse(label)).collect(),
            relations: labels
                .relation
                .iter()
                .map(|label| Relation::parse(label))
                .collect(),
            kinds: labels
                .entity
                .iter()
                .map(|label| decode::kind(label))
                .collect(),
            hash: hex(&digest.finalize())[..16].to_owned(),
            capacity: FORMS,
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Sixteen hex digits that name the weights, the lemma lexicon, the sentence splitter and the list of names.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Cuts the paragraphs of `text` into sentences and reads them.
    pub fn sentences(&self, text: &str, paragraphs: &[Span]) -> Vec<Sentence> {
        let mut sentences = split(text, paragraphs);
        self.annotate(&mut sentences);
        sentences
    }

    /// Fills in lemmas, tags, heads, relations and entities of a text's sentences from the tokens' forms alone. Only
    /// the kinds of names depend on other sentences: the same name is mostly the same throughout a text.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        let mut work = self.lock().pop().unwrap_or_else(|| Work {
            forms: Forms::new(self.capacity),
            slots: Vec::new(),
            buffers: Buffers::default(),
            output: Output::default(),
            ranges: Vec::new(),
            places: Vec::new(),
            referents: Referents::default(),
        });
        for number in 0..sentences.len() {
            // Sentences that are too long for the network go through it in pieces.
            let mut start = 0;
            while start < sentences[number].tokens.len() {
                let end = sentences[number].tokens.len().min(start + MOST_WORDS);
                let first = work.ranges.last().map_or(0, |range| range.end);
                work.ranges.push(first..first + end - start);
                work.places.push((number, start));
                start = end;
                if work.ranges.last().is_some_and(|range| range.end >= BATCH) {
                    self.run(&mut work, sentences);
                }
            }
        }
        self.run(&mut work, sentences);
        let Work {
            referents, output, ..
        } = &mut work;
        referents.decide(sentences, &self.kinds, &self.names, |rows, scores| {
            self.heads.bring_together(self.isa, rows, output, scores);
        });
        for (number, sentence) in sentences.iter_mut().enumerate() {
            sentence.entities.clear();
            let referents = work.referents.of(number);
            decode::named(&sentence.tokens, referents, &mut sentence.entities);
            decode::quantities(&sentence.tokens, &mut sentence.entities);
            sentence
                .entities
                .sort_by_key(|entity| (entity.first, std::cmp::Reverse(entity.last)));
        }
        work.referents.clear();
        self.lock().push(work);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Work>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the batch in `work` and empties it.
    fn run(&self, work: &mut Work, sentences: &mut [Sentence]) {
        let Work {
            forms,
            slots,
            buffers,
            output,
            ranges,
            places,
            referents,
        } = work;
        if ranges.is_empty() {
            return;
        }
        slots.clear();
        let pieces = || ranges.iter().zip(places.iter());
        let words = pieces().flat_map(|(range, (number, start))| {
            sentences[*number].tokens[*start..start + range.len()]
                .iter()
                .map(|token| &*token.form)
        });
        forms.look_up(self.isa, &self.forms, words, slots);
        self.trunk
            .run(self.isa, &self.forms, forms, slots, ranges, buffers);
        self.heads
            .run(self.isa, &self.forms, forms, slots, ranges, buffers, output);
        for (range, (number, start)) in pieces() {
            let sentence = &mut sentences[*number];
            let tokens = &mut sentence.tokens;
            for (at, word) in (*start..).zip(range.clone()) {
                let [upos, xpos, script, _] = output.tags[word].map(usize::from);
                let relation = self.relations[usize::from(output.relations[word])];
                let neighbour =
                    |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |t| &t.form);
                let words = [
                    neighbour(at.checked_sub(1)),
                    &tokens[at].form,
                    neighbour(Some(at + 1)),
                ];
                let tags = decode::tags(words, relation, (self.upos[upos], self.xpos[xpos]));
                let token = &mut tokens[at];
                (token.upos, token.xpos) = tags;
                token.lemma = self.lemmas.lemma(&token.form, xpos, script);
                token.relation = relation;
                token.margin = output.margins[word];
                token.head = output.heads[word]
                    .checked_sub(1)
                    .map(|head| head + *start as u32);
                // The root of a later piece hangs on the first word of the first.
                if token.head.is_none() && *start > 0 {
                    token.head = Some(0);
                    token.relation = Relation::Parataxis;
                }
                if token.upos == Upos::Propn {
                    let (labels, width) = (self.kinds.len(), self.heads.inner_width());
                    let scores = &output.entities[word * labels..][..labels];
                    let inner = &output.inner[word * width..][..width];
                    referents.push(*number, at, scores, inner);
                }
            }
        }
        ranges.clear();
        places.clear();
    }
}

/// Hexadecimal digits of bytes.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
impl Model {
    /// The embedded model on other instructions.
    pub(crate) fn on(isa: Isa) -> Model {
        Model::load(
            isa,
            Cow::Borrowed(WEIGHTS),
            CARD,
            Cow::Borrowed(LEMMAS),
            false,
        )
        .expect("the embedded model loads")
    }

    /// The same model with another bound on the forms kept.
    pub(crate) fn with_capacity(mut self, capacity: usize) -> Model {
        self.capacity = capacity;
        self
    }

    /// Sizes of the embedding tables.
    pub(crate) fn table_sizes(&self) -> &[u32; 7] {
        self.forms.sizes()
    }

    /// Annotates, and gives the arc scores of the last batch.
    pub(crate) fn annotate_for_tests(&self, sentences: &mut [Sentence]) -> Vec<f32> {
        self.annotate(sentences);
        self.lock()
            .last()
            .map(|work| work.output.arcs.clone())
            .unwrap_or_default()
    }
}
