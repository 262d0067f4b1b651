//! `speed`: how fast stories are read, parsed and coded, on one thread and on all, and the memory it takes.

use super::{Outcome, Run};
use crate::predictions::Predictions;
use crate::report::Report;
use anyhow::{Context, Result, bail};
use demarche::coding::{self, Stage};
use demarche::{Sentence, Story, ingest};
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Each stage is repeated for so long.
const LEAST: Duration = Duration::from_millis(1000);

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
    let parsed = parse_all(run, run.pool, &stories);
    let sizes = Sizes {
        stories: stories.len(),
        sentences: parsed.iter().map(Vec::len).sum(),
        words: parsed
            .iter()
            .flatten()
            .map(|sentence| sentence.tokens.len())
            .sum(),
    };
    for (suffix, pool) in [("", &single), ("_all_threads", run.pool)] {
        // One thread is timed from within, so that its own processor time can be told.
        let timed = |work: &(dyn Fn() -> usize + Sync)| {
            if suffix.is_empty() {
                pool.install(|| fastest(processor_seconds, work))
            } else {
                fastest(clock_seconds, work)
            }
        };
        let whole = || {
            let stories = read_all(pool, &inputs);
            let parsed = parse_all(run, pool, &stories);
            code_all(run, pool, &stories, &parsed)
        };
        let stages = [
            ("reading", timed(&|| read_all(pool, &inputs).len())),
            ("language", timed(&|| parse_all(run, pool, &stories).len())),
            ("coding", timed(&|| code_all(run, pool, &stories, &parsed))),
            ("whole", timed(&whole)),
        ];
        for (stage, seconds) in stages {
            for (unit, count) in [
                ("stories", sizes.stories),
                ("sentences", sizes.sentences),
                ("words", sizes.words),
            ] {
                let name = format!("{stage}_{unit}_per_second{suffix}");
                report.number(&name, count as f64 / seconds, 0);
            }
        }
        if suffix.is_empty() {
            let [.., (_, coding), (_, whole)] = stages;
            shares(run, &stories, &parsed, coding / whole, &mut report);
        }
    }
    report.count("threads", run.pool.current_num_threads());
    report.count("stories", stories.len());
    report.count("sentences", sizes.sentences);
    report.count("words", sizes.words);
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

/// How much there is to do.
struct Sizes {
    stories: usize,
    sentences: usize,
    words: usize,
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
                let (_, coding) = coding::code(story, sentences, run.engine.knowledge());
                coding.events.len()
            })
            .sum()
    })
}

/// What share of coding each of its stages takes, and what share of coding and of the whole (of
/// which coding is `coding_of_whole`) resolution takes: saying who a mention is and for whom they act.
fn shares(
    run: &Run<'_>,
    stories: &[Story],
    parsed: &[Vec<Sentence>],
    coding_of_whole: f64,
    report: &mut Report,
) {
    // The fastest of several passes counts for each stage of each story: these are so short that
    // other work on the machine rarely comes between.
    let mut fastest = vec![[f64::INFINITY; Stage::ALL.len()]; stories.len()];
    let start = Instant::now();
    let mut passes = 0;
    while passes < 5 || start.elapsed() < LEAST {
        passes += 1;
        for ((story, sentences), fastest) in stories.iter().zip(parsed).zip(&mut fastest) {
            let mut last = clock_seconds();
            coding::code_watched(story, sentences, run.engine.knowledge(), &mut |stage| {
                let now = clock_seconds();
                let taken = &mut fastest[stage as usize];
                *taken = taken.min(now - last);
                last = now;
            });
        }
    }
    let best: Vec<f64> = (0..Stage::ALL.len())
        .map(|stage| fastest.iter().map(|story| story[stage]).sum())
        .collect();
    let coding: f64 = best.iter().sum();
    let mut resolution = 0.0;
    for (stage, seconds) in Stage::ALL.into_iter().zip(best) {
        report.percent(
            &format!("{}_percent_of_coding", stage.as_str()),
            seconds / coding,
        );
        if stage.is_resolution() {
            resolution += seconds;
        }
    }
    report.percent("resolution_percent_of_coding", resolution / coding);
    let of_whole = resolution / coding * coding_of_whole;
    report.percent("resolution_percent_of_whole", of_whole);
}

/// Seconds of the fastest pass, of as many as fit: other work on the machine only slows a pass down.
fn fastest(now: impl Fn() -> f64, work: &(dyn Fn() -> usize + Sync)) -> f64 {
    let start = Instant::now();
    let mut best = f64::INFINITY;
    let mut passes = 0;
    while passes < 2 || start.elapsed() < LEAST {
        let begun = now();
        std::hint::black_box(work());
        best = best.min(now() - begun);
        passes += 1;
    }
    best
}

/// Seconds by the clock, from some moment.
fn clock_seconds() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds that this thread has had a processor, which other work on the machine does not lengthen;
/// only Linux tells without a library, elsewhere it is the clock.
fn processor_seconds() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or_else(clock_seconds, |nanoseconds| nanoseconds as f64 / 1e9)
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
    fn the_fastest_pass_counts() {
        let passes = std::sync::atomic::AtomicU64::new(0);
        let seconds = fastest(clock_seconds, &|| {
            let pass = passes.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(if pass == 1 { 20 } else { 200 }));
            0
        });
        assert!(passes.into_inner() >= 2);
        assert!((0.02..0.2).contains(&seconds), "{seconds}");
    }

    #[test]
    fn waiting_takes_no_processor() {
        let begun = processor_seconds();
        std::thread::sleep(Duration::from_millis(50));
        let taken = processor_seconds() - begun;
        assert!(taken < 0.05 || !std::path::Path::new("/proc/thread-self/schedstat").exists());
    }
}
