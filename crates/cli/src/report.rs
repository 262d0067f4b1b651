//! What a run tells on standard error: problems one a line, progress, a summary.
//!
//! Standard output is for results alone.

use crate::{Outcome, style};
use demarche::{Problem, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::{Cell, RefCell};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Counts and tells problems, and keeps a progress bar where there is a terminal to draw it on.
pub struct Report {
    results_elsewhere: bool,
    bar: RefCell<ProgressBar>,
    started: Instant,
    errors: Cell<u64>,
    warnings: Cell<u64>,
}

impl Report {
    /// A report of a run whose results go to standard output.
    pub fn new() -> Report {
        Report {
            results_elsewhere: !std::io::stdout().is_terminal(),
            bar: RefCell::new(ProgressBar::hidden()),
            started: Instant::now(),
            errors: Cell::new(0),
            warnings: Cell::new(0),
        }
    }

    /// Results go to a file, so a terminal is free for progress.
    pub fn results_elsewhere(mut self) -> Report {
        self.results_elsewhere = true;
        self
    }

    /// Shows progress over `bytes` of input, on a terminal only.
    ///
    /// Where the results go to the same terminal they show the progress themselves.
    pub fn progress(&self, bytes: u64) {
        if !std::io::stderr().is_terminal() || !self.results_elsewhere {
            return;
        }
        let template = "{bar:30} {bytes} of {total_bytes}  {msg}  {elapsed}";
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        self.bar.replace(bar);
    }

    /// So many bytes of the input have been read.
    pub fn read(&self, bytes: u64) {
        self.bar.borrow().set_position(bytes);
    }

    /// How far the results are.
    pub fn done(&self, stories: usize, events: usize) {
        let bar = self.bar.borrow();
        if !bar.is_hidden() {
            bar.set_message(format!(
                "{}, {}",
                count(stories, "story"),
                count(events, "event")
            ));
        }
    }

    /// Tells one problem, on one line.
    pub fn problem(&self, problem: &Problem) {
        let (word, style, counter) = match problem.severity {
            Severity::Error => ("error", style::ERROR, &self.errors),
            Severity::Warning => ("warning", style::WARNING, &self.warnings),
        };
        counter.set(counter.get() + 1);
        let line = problem.to_string().replace(['\n', '\r'], " ");
        self.line(&format!("{style}{word}:{style:#} {line}"));
    }

    /// Tells each of these problems.
    pub fn problems<'a>(&self, problems: impl IntoIterator<Item = &'a Problem>) {
        problems
            .into_iter()
            .for_each(|problem| self.problem(problem));
    }

    /// Ends the run with a line of counts.
    pub fn summary(&self, stories: usize, events: usize) {
        self.bar.borrow().finish_and_clear();
        let mut line = format!(
            "{}, {} in {:.1} s",
            count(stories, "story"),
            count(events, "event"),
            self.started.elapsed().as_secs_f64()
        );
        for (number, word) in [(&self.errors, "error"), (&self.warnings, "warning")] {
            if number.get() > 0 {
                line.push_str(&format!(", {}", count(number.get() as usize, word)));
            }
        }
        let dim = style::DIM;
        self.line(&format!("{dim}{line}{dim:#}"));
    }

    /// How the run ended.
    pub fn outcome(&self) -> Outcome {
        if self.errors.get() == 0 {
            Outcome::Complete
        } else {
            Outcome::Incomplete
        }
    }

    fn line(&self, line: &str) {
        self.bar.borrow().suspend(|| anstream::eprintln!("{line}"));
    }
}

/// "1 story", "3 stories".
pub fn count(number: usize, word: &str) -> String {
    if number == 1 {
        return format!("1 {word}");
    }
    match word.strip_suffix('y') {
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {word}s"),
    }
}
