//! `speed`: how fast stories are read, parsed and coded, on one thread and on all, and the memory it takes.

use super::{Outcome, Run};
use crate::predictions::Predictions;
use crate::report::Report;
use anyhow::{Context, Result, bail};
use demarche::{Sentence, Story, coding, ingest};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Each stage is repeated until it has run so long.
const LEAST: Duration = Duration::from_millis(500);

/// Runs the measure.
pub fn run(run: &Run<'_>, files: &[PathBuf]) -> Result<Outcome> {
    let mut inputs = Vec::new();
    for path in files {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        inputs.push((path.display().to_string(), bytes));
    }
    let single = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .context("no thread")?;
    let stories = read_all(&single, &inputs);
    if stories.is_empty() {
        bail!("there is no story in these files");
    }
    let mut report = Report::new("speed", &files[0]);
    let mut sizes = None;
    for (suffix, pool) in [("", &single), ("_all_threads", run.pool)] {
        let reading = timed(|| read_all(pool, &inputs).len());
        let parsed = parse_all(run, pool, &stories);
        let language = timed(|| parse_all(run, pool, &stories).len());
        let coding = timed(|| code_all(run, pool, &stories, &parsed));
        let whole = timed(|| {
            let stories = read_all(pool, &inputs);
            let parsed = parse_all(run, pool, &stories);
            code_all(run, pool, &stories, &parsed)
        });
        let sentences: usize = parsed.iter().map(Vec::len).sum();
        let words: usize = parsed
            .iter()
            .flatten()
            .map(|sentence| sentence.tokens.len())
            .sum();
        sizes = Some((sentences, words));
        let stages = [
            ("reading", reading),
            ("language", language),
            ("coding", coding),
            ("whole", whole),
        ];
        for (stage, seconds) in stages {
            for (unit, count) in [
                ("stories", stories.len()),
                ("sentences", sentences),
                ("words", words),
            ] {
                let name = format!("{stage}_{unit}_per_second{suffix}");
                report.number(&name, count as f64 / seconds, 0);
            }
        }
    }
    report.count("threads", run.pool.current_num_threads());
    report.count("stories", stories.len());
    if let Some((sentences, words)) = sizes {
        report.count("sentences", sentences);
        report.count("words", words);
    }
    if let Some(megabytes) = peak_memory() {
        report.number("peak_memory_mb", megabytes, 0);
    }
    Ok(Outcome {
        report,
        predictions: Predictions::new(&["verdict"]),
        problems: Vec::new(),
    })
}

fn read_all(pool: &rayon::ThreadPool, inputs: &[(String, Vec<u8>)]) -> Vec<Story> {
    pool.install(|| {
        inputs
            .par_iter()
            .flat_map_iter(|(name, bytes)| {
                ingest::read_bytes(name, bytes, &ingest::Options::default()).0
            })
            .collect()
    })
}

fn parse_all(run: &Run<'_>, pool: &rayon::ThreadPool, stories: &[Story]) -> Vec<Vec<Sentence>> {
    pool.install(|| {
        stories
            .par_iter()
            .map(|story| run.engine.sentences(story))
            .collect()
    })
}

/// Number of events: a result that the compiler cannot drop.
fn code_all(
    run: &Run<'_>,
    pool: &rayon::ThreadPool,
    stories: &[Story],
    parsed: &[Vec<Sentence>],
) -> usize {
    pool.install(|| {
        stories
            .par_iter()
            .zip(parsed)
            .map(|(story, sentences)| {
                coding::code(story, sentences, run.engine.knowledge())
                    .events
                    .len()
            })
            .sum()
    })
}

/// Mean seconds of one pass, over as many as it takes.
fn timed(mut work: impl FnMut() -> usize) -> f64 {
    let start = Instant::now();
    let mut passes = 0u32;
    while passes == 0 || start.elapsed() < LEAST {
        std::hint::black_box(work());
        passes += 1;
    }
    start.elapsed().as_secs_f64() / f64::from(passes)
}

/// The most memory that this process has held, in megabytes; only Linux tells without a library.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_repeated_until_it_can_be_measured() {
        let mut passes = 0;
        let seconds = timed(|| {
            passes += 1;
            std::thread::sleep(Duration::from_millis(100));
            passes
        });
        assert!(passes >= 2);
        assert!((0.1..0.6).contains(&seconds), "{seconds}");
    }
}
