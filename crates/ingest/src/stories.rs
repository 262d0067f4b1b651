//! The stories of a run: inputs opened one after the other, read as they are
//! asked for.

use crate::block::Origin;
use crate::formats::{Pages, Raw};
use crate::identity::{Ids, stem};
use crate::layout;
use crate::opening::{self, Input};
use crate::options::Options;
use demarche_story::{Problem, Story};
use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The name of standard input in messages.
pub(crate) const STDIN: &str = "<stdin>";

/// Stories and problems in the order of the inputs.
///
/// An iterator: files are opened and records are read only as items are taken,
/// so that memory is bounded by one record (or one page), not by the input. A
/// warning about a story comes before the story. Ids are unique over the run.
///
/// ```
/// use demarche_ingest::{Options, Stories};
/// let text = "LONDON - Talks between the two governments began on Monday.";
/// let mut stories = Stories::from_reader("talks.txt", text.as_bytes(), Options::default());
/// let story = stories.next().expect("one story").expect("no problem");
/// assert_eq!(story.dateline.as_deref(), Some("London"));
/// ```
pub struct Stories<'a> {
    inputs: VecDeque<Waiting<'a>>,
    current: Option<Pages<'a>>,
    ready: VecDeque<Result<Story, Problem>>,
    ids: Ids,
    options: Options,
    bytes: Arc<AtomicU64>,
}

/// An input that counts what is read from it, for progress.
struct Counted<'a> {
    input: Input<'a>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

enum Waiting<'a> {
    Path(PathBuf),
    Reader(String, Input<'a>),
}

impl<'a> Stories<'a> {
    /// The stories of files, folders and globs; `-` is standard input.
    pub fn open(inputs: &[PathBuf], options: Options) -> Stories<'a> {
        let (files, problems) = crate::paths(inputs);
        Stories {
            inputs: files.into_iter().map(Waiting::Path).collect(),
            current: None,
            ready: problems.into_iter().map(Err).collect(),
            ids: Ids::default(),
            options,
            bytes: Arc::default(),
        }
    }

    /// The stories of one open input; `name` stands for its path in messages,
    /// ids and for the format by extension.
    pub fn from_reader(name: &str, reader: impl Read + Send + 'a, options: Options) -> Stories<'a> {
        Stories {
            inputs: VecDeque::from([Waiting::Reader(name.to_owned(), Box::new(reader))]),
            current: None,
            ready: VecDeque::new(),
            ids: Ids::default(),
            options,
            bytes: Arc::default(),
        }
    }

    /// Opens an input; what cannot be opened is a problem.
    fn start(&mut self, input: Waiting<'a>) {
        let (name, input): (String, Input<'a>) = match input {
            Waiting::Reader(name, reader) => (name, reader),
            Waiting::Path(path) if path == Path::new("-") => {
                (STDIN.to_owned(), Box::new(std::io::stdin()))
            }
            Waiting::Path(path) => {
                let name = path.display().to_string();
                match File::open(&path) {
                    Ok(file) => (name, Box::new(file)),
                    Err(error) => {
                        self.ready.push_back(Err(Problem::error(
                            name,
                            format!("cannot be opened: {error}"),
                        )));
                        return;
                    }
                }
            }
        };
        let counted = Counted {
            input,
            bytes: Arc::clone(&self.bytes),
        };
        self.current = Some(opening::pages(&name, Box::new(counted), &self.options));
    }

    /// Bytes read from the inputs so far, before decompression.
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn take(&mut self, raw: Raw) {
        match raw {
            Raw::Problem(problem) => self.ready.push_back(Err(problem)),
            Raw::Page(page, origin) => {
                let (story, problems) = layout::story(*page, &origin, &self.options);
                self.ready.extend(problems.into_iter().map(Err));
                if let Some(story) = story {
                    self.identify(story, &origin);
                }
            }
        }
    }

    fn identify(&mut self, mut story: Story, origin: &Origin) {
        let own = !story.id.is_empty();
        let wanted = if own {
            std::mem::take(&mut story.id)
        } else {
            match origin.record {
                Some(record) => format!("{}#{record}", stem(&origin.place)),
                None => stem(&origin.place),
            }
        };
        story.id = self.ids.unique(wanted.clone());
        if own && story.id != wanted {
            let short: String = wanted.chars().take(60).collect();
            let problem = Problem::warning(
                &origin.place,
                format!(
                    "the id `{short}` is used again: this story becomes `{}`",
                    story.id
                ),
            )
            .help("give each story an id of its own");
            self.ready.push_back(Err(match origin.line {
                Some(line) => problem.at_line(line),
                None => problem,
            }));
        }
        self.ready.push_back(Ok(story));
    }
}

impl Iterator for Stories<'_> {
    type Item = Result<Story, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if let Some(pages) = &mut self.current {
                match pages.next() {
                    Some(raw) => self.take(raw),
                    None => self.current = None,
                }
                continue;
            }
            let input = self.inputs.pop_front()?;
            self.start(input);
        }
    }
}

/// The stories and problems of one input that is in memory.
///
/// `name` stands for its path: it gives the format by its extension, the ids,
/// and the place in messages. Never panics, whatever the bytes are.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> (Vec<Story>, Vec<Problem>) {
    let mut stories = Vec::new();
    let mut problems = Vec::new();
    for item in Stories::from_reader(name, bytes, options.clone()) {
        match item {
            Ok(story) => stories.push(story),
            Err(problem) => problems.push(problem),
        }
    }
    (stories, problems)
}
