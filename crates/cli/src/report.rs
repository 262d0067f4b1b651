//! What a run tells on standard error: problems one a line, progress, a summary.
//!
//! Standard output is for results alone.

use crate::{Outcome, style};
use demarche::{Problem, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::{Cell, RefCell};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How many problems of one kind are told where there are many.
const SHOWN: usize = 3;

/// Where to see the rest.
const CHECK: &str = "`demarche check --dictionary FILE` tells all";

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
        self.tell(problem, 1);
    }

    /// Tells a problem that stands for so many.
    fn tell(&self, problem: &Problem, number: usize) {
        let (word, style, counter) = match problem.severity {
            Severity::Error => ("error", style::ERROR, &self.errors),
            Severity::Warning => ("warning", style::WARNING, &self.warnings),
        };
        counter.set(counter.get() + number as u64);
        let line = problem.to_string().replace(['\n', '\r'], " ");
        self.line(&format!("{style}{word}:{style:#} {line}"));
    }

    /// Tells each of these problems.
    pub fn problems<'a>(&self, problems: impl IntoIterator<Item = &'a Problem>) {
        problems
            .into_iter()
            .for_each(|problem| self.problem(problem));
    }

    /// Tells the first of each kind of problem in each file, and how many more there are: problems
    /// of one kind have the same advice.
    pub fn summed_up<'a>(&self, problems: impl IntoIterator<Item = &'a Problem>) {
        let mut kinds: Vec<Vec<&Problem>> = Vec::new();
        for problem in problems {
            let same = |kind: &&mut Vec<&Problem>| {
                let first = kind[0];
                (first.severity, &first.place, &first.help)
                    == (problem.severity, &problem.place, &problem.help)
            };
            match kinds.iter_mut().find(same) {
                Some(kind) => kind.push(problem),
                None => kinds.push(vec![problem]),
            }
        }
        for kind in kinds {
            let told = match kind.len() {
                // One line that says "and one more" is no shorter.
                few if few <= SHOWN + 1 => few,
                _ => SHOWN,
            };
            self.problems(kind[..told].iter().copied());
            let Some(&more) = kind[told..].first() else {
                continue;
            };
            let rest = kind.len() - told;
            let what = format!("{rest} more of this kind from here on");
            self.tell(
                &Problem {
                    what,
                    help: Some(CHECK.to_owned()),
                    ..more.clone()
                },
                rest,
            );
        }
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
