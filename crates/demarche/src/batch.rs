//! Many stories at once: parallel, in order, in bounded memory.
//!
//! Stories are taken a batch at a time. The batch is coded on all threads, then
//! handed out one by one in the order of the input. No result depends on how the
//! work was shared out, so any number of threads gives the same output.

use crate::engine::{Coded, Engine};
use demarche_story::{Problem, Story};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A batch is full with this much text …
const BATCH_BYTES: usize = 2 << 20;
/// … or this many stories a thread.
const BATCH_STORIES: usize = 32;

/// Coded stories in the order of the input; made by [`Engine::code_all`].
#[derive(Debug)]
pub struct CodeAll<'a, I> {
    engine: &'a Engine,
    stories: I,
    /// `None` where the system refuses threads: then all is done on this one.
    pool: Option<rayon::ThreadPool>,
    threads: usize,
    done: VecDeque<(Story, Coded)>,
}

impl<'a, I: Iterator<Item = Story>> CodeAll<'a, I> {
    pub(crate) fn new(engine: &'a Engine, stories: I, threads: usize) -> CodeAll<'a, I> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .ok();
        let threads = pool
            .as_ref()
            .map_or(1, rayon::ThreadPool::current_num_threads);
        CodeAll {
            engine,
            stories,
            pool,
            threads,
            done: VecDeque::new(),
        }
    }

    fn fill(&mut self) {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.len() < BATCH_STORIES * self.threads {
            let Some(story) = self.stories.next() else {
                break;
            };
            bytes += story.text.len();
            batch.push(story);
        }
        let engine = self.engine;
        let code = |story: Story| {
            let coded = code_or_report(engine, &story);
            (story, coded)
        };
        self.done = match &self.pool {
            Some(pool) => pool
                .install(|| batch.into_par_iter().map(code).collect::<Vec<_>>())
                .into(),
            None => batch.into_iter().map(code).collect(),
        };
    }
}

impl<I: Iterator<Item = Story>> Iterator for CodeAll<'_, I> {
    type Item = (Story, Coded);

    fn next(&mut self) -> Option<(Story, Coded)> {
        if self.done.is_empty() {
            self.fill();
        }
        self.done.pop_front()
    }
}

/// A mistake in the program must not lose the other stories of a long run:
/// it becomes a problem of the one story that met it.
fn code_or_report(engine: &Engine, story: &Story) -> Coded {
    catch_unwind(AssertUnwindSafe(|| engine.code(story))).unwrap_or_else(|cause| {
        let why = cause
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| cause.downcast_ref::<&str>().copied())
            .unwrap_or("no reason was given");
        let mut coded = Coded::default();
        coded.problems.push(
            Problem::error(
                &story.id,
                format!("a mistake in the program stopped this story: {why}"),
            )
            .help("please report it, with the story"),
        );
        coded
    })
}
