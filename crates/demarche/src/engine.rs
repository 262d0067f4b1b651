//! The engine: a language model and knowledge, and what they make of a story.

use crate::batch::CodeAll;
use demarche_coding::Coding;
use demarche_knowledge::petrarch::DictionaryFile;
use demarche_knowledge::{Files, Knowledge, Ontology};
use demarche_language::{Model, ModelError};
use demarche_store::{EventRecord, Provenance, Scores};
use demarche_story::{EventType, Problem, Sentence, Story};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// What an engine is made of; the default is all that is embedded in the binary.
#[derive(Clone, Debug, Default)]
pub struct EngineOptions {
    /// Another language model: its folder, or its weights (`….safetensors`) with the card
    /// (`….json`) and `lemmas.tsv` beside them.
    pub model: Option<PathBuf>,
    /// A folder of knowledge that is laid over the embedded one.
    pub knowledge: Option<PathBuf>,
    /// Actor and agent dictionaries of the PETRARCH family, plain, `.gz` or `.zst`. Their names
    /// come before those of the knowledge, later files before earlier ones.
    pub dictionaries: Vec<PathBuf>,
}

/// Why an engine could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A file of the model or a folder of knowledge could not be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The model is not one that this version can run.
    #[error("the language model cannot be used: {0}")]
    Model(#[from] ModelError),
}

/// What was found in one story.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// The story's sentences, with the trees that coding saw: mended around known names.
    pub sentences: Vec<Sentence>,
    /// Everything that coding found.
    pub coding: Coding,
    /// Why nothing could be coded.
    pub problems: Vec<Problem>,
}

/// A language model and knowledge, ready to code stories. Shared freely between threads.
pub struct Engine {
    model: Model,
    knowledge: Knowledge,
    problems: Vec<Problem>,
    dictionary_problems: Vec<Problem>,
    provenance: Provenance,
}

impl Engine {
    /// Loads the model and compiles the knowledge.
    ///
    /// What is wrong inside knowledge files does not fail: the rest is used, and
    /// [`Engine::knowledge_problems`] names file and line.
    pub fn open(options: &EngineOptions) -> Result<Engine, EngineError> {
        // The two know nothing of each other, so that they are loaded side by side.
        let (model, knowledge) = std::thread::scope(|scope| {
            let model = scope.spawn(|| Engine::load_model(options));
            let knowledge = Engine::load_knowledge(options);
            let model = model
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (model, knowledge)
        });
        let (model, loaded) = (model?, knowledge?);
        Ok(Engine {
            dictionary_problems: loaded.dictionary_problems,
            ..Engine::new(model, loaded.knowledge, loaded.problems)
        })
    }

    fn load_model(options: &EngineOptions) -> Result<Model, EngineError> {
        Ok(match &options.model {
            None => Model::embedded()?,
            Some(folder) if folder.is_dir() => Model::open(folder)?,
            Some(weights) => {
                let read = |path: PathBuf| {
                    fs::read(&path).map_err(|source| EngineError::Read { path, source })
                };
                let lemmas = read(weights.with_file_name("lemmas.tsv"))?;
                let card = read(weights.with_extension("json"))?;
                let weights = read(weights.clone())?;
                Model::from_bytes(&weights, &card, &String::from_utf8_lossy(&lemmas))?
            }
        })
    }

    fn load_knowledge(options: &EngineOptions) -> Result<LoadedKnowledge, EngineError> {
        let mut files = Files::embedded();
        if let Some(folder) = &options.knowledge {
            let failed = |source| EngineError::Read {
                path: folder.clone(),
                source,
            };
            files.overlay(folder).map_err(failed)?;
        }
        let dictionaries: Vec<DictionaryFile> = options
            .dictionaries
            .iter()
            .map(|path| dictionary(path))
            .collect::<Result<_, _>>()?;
        let (mut knowledge, problems) = Knowledge::load(&files);
        let dictionary_problems = knowledge.lay_dictionaries(&files, &dictionaries);
        Ok(LoadedKnowledge {
            knowledge,
            problems,
            dictionary_problems,
        })
    }

    /// An engine of parts that are already loaded.
    pub fn new(model: Model, knowledge: Knowledge, problems: Vec<Problem>) -> Engine {
        let provenance = Provenance {
            coder: concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned(),
            knowledge: knowledge.hash.clone(),
            model: model.hash().to_owned(),
        };
        Engine {
            model,
            knowledge,
            problems,
            dictionary_problems: Vec::new(),
            provenance,
        }
    }

    /// The story's sentences with their trees.
    pub fn sentences(&self, story: &Story) -> Vec<Sentence> {
        self.model.sentences(&story.text, &story.paragraphs)
    }

    /// Everything from sentences to events.
    pub fn code(&self, story: &Story) -> Coded {
        let mut sentences = self.sentences(story);
        let (mended, coding) = demarche_coding::code(story, &sentences, &self.knowledge);
        let mended: Vec<(usize, Sentence)> = mended
            .into_iter()
            .enumerate()
            .filter_map(|(index, sentence)| match sentence {
                Cow::Owned(sentence) => Some((index, sentence)),
                Cow::Borrowed(_) => None,
            })
            .collect();
        for (index, sentence) in mended {
            sentences[index] = sentence;
        }
        Coded {
            sentences,
            coding,
            problems: Vec::new(),
        }
    }

    /// Codes many stories on `threads` threads (0: one a processor), and hands them back
    /// one by one in the order they came.
    ///
    /// Stories are taken from the iterator as they are needed, a bounded number at a time.
    pub fn code_all<I>(&self, stories: I, threads: usize) -> CodeAll<'_, I::IntoIter>
    where
        I: IntoIterator<Item = Story>,
    {
        CodeAll::new(self, stories.into_iter(), threads)
    }

    /// The published records of a coded story.
    pub fn records(&self, story: &Story, coded: &Coded) -> Vec<EventRecord> {
        let coded = demarche_store::Coded {
            story,
            sentences: &coded.sentences,
            mentions: &coded.coding.mentions,
            actors: &coded.coding.actors,
            statements: &coded.coding.statements,
            events: &coded.coding.events,
        };
        demarche_store::records(coded, &self.provenance, &Table(&self.knowledge.ontology))
    }

    /// The language model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The compiled knowledge.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What is wrong with the knowledge files, by file and line.
    pub fn knowledge_problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What is wrong with the dictionaries, by file and line.
    pub fn dictionary_problems(&self) -> &[Problem] {
        &self.dictionary_problems
    }
}

/// Knowledge with dictionaries laid over it, and what is wrong with either.
struct LoadedKnowledge {
    knowledge: Knowledge,
    problems: Vec<Problem>,
    dictionary_problems: Vec<Problem>,
}

fn dictionary(path: &Path) -> Result<DictionaryFile, EngineError> {
    let bytes = demarche_ingest::read_file(path).map_err(|source| EngineError::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(DictionaryFile {
        place: path.display().to_string(),
        bytes,
    })
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Weights and tries are no reading matter: the hashes name them.
        f.debug_struct("Engine")
            .field("provenance", &self.provenance)
            .finish_non_exhaustive()
    }
}

/// The ontology as the store's table of scores: the store room does not know the knowledge room.
struct Table<'a>(&'a Ontology);

impl Scores for Table<'_> {
    fn quad(&self, event: EventType) -> u8 {
        self.0.quad(event)
    }

    fn scale(&self, event: EventType, modes: &[String]) -> Option<f64> {
        self.0.score(event, modes)
    }

    fn cameo(&self, event: EventType) -> Option<&str> {
        self.0.event(event)?.cameo.as_deref()
    }

    fn goldstein(&self, cameo: &str) -> Option<f64> {
        self.0.goldstein(cameo)
    }
}
