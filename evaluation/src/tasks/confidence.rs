//! `confidence`: whether events of confidence 0.8 are right four times in five, and weights that make them so.

use super::relations::views;
use super::{Outcome, Run, story, story_of};
use crate::gold::marked;
use crate::gold::stories::GoldStory;
use crate::gold::story_files::{self, StoryFiles};
use crate::gold::{file_name, read_text};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::logistic::{self, Case};
use crate::score::reliability::Reliability;
use anyhow::{Context, Result, bail};
use demarche::coding::explain;
use demarche::knowledge::confidence::{Feature, Features};
use demarche::{Coded, Engine, Story};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Ridges that are tried: the one whose left-out stories are told best is taken.
const RIDGES: [f64; 6] = [1.0, 3.0, 10.0, 20.0, 40.0, 80.0];

/// A coded event of a gold story.
struct Judged {
    story: usize,
    name: String,
    what: String,
    confidence: f64,
    features: Features,
    right: bool,
}

/// Runs the measure over story gold and relations; with `fit`, weights are fitted on the stories.
pub fn run(
    run: &Run<'_>,
    files: &[PathBuf],
    relations: Option<&Path>,
    fit: Option<&Path>,
) -> Result<Outcome> {
    if files.is_empty() && relations.is_none() {
        bail!("give stories with their gold, or --relations, or both");
    }
    if files.is_empty() && fit.is_some() {
        bail!("--fit needs stories with their gold: weights are not fitted on relations");
    }
    let judged = judged(run.engine, files)?;
    let name = files.last().map(PathBuf::as_path).or(relations);
    let name = name.map_or(Path::new(""), |name| match name.parent() {
        Some(folder) if files.len() > 2 => folder,
        _ => name,
    });
    let mut report = Report::new("confidence", name);
    if !files.is_empty() {
        let mut stories = Reliability::default();
        for event in &judged {
            stories.add(event.confidence, event.right);
        }
        figures(&mut report, "", &stories);
        report.details.push(stories.table("story gold"));
    }
    if let Some(path) = fit {
        let text = fitted(&judged, &mut report);
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let mut problems = Vec::new();
    if let Some(file) = relations {
        let gold = marked::read(&read_text(file)?);
        let held_out = at_pairs(run, &gold.cases);
        figures(&mut report, "relations_", &held_out);
        report
            .details
            .push(held_out.table("relations, at the marked pair"));
        problems = gold.problems;
    }
    Ok(Outcome {
        report,
        predictions: predictions(&judged),
        problems,
    })
}

fn figures(report: &mut Report, prefix: &str, of: &Reliability) {
    report.count(&format!("{prefix}events"), of.count());
    report.count(&format!("{prefix}right"), of.right());
    report.fraction(&format!("{prefix}mean_confidence"), of.mean());
    report.fraction(&format!("{prefix}brier"), of.brier());
    report.fraction(
        &format!("{prefix}calibration_error"),
        of.calibration_error(),
    );
    report.fraction(&format!("{prefix}order"), of.order());
}

/// The coded events of gold stories.
fn judged(engine: &Engine, files: &[PathBuf]) -> Result<Vec<Judged>> {
    let mut stories = StoryFiles::default();
    let mut all = Vec::new();
    for (number, (story_file, gold_file)) in story_files::pairs(files)?.iter().enumerate() {
        let gold: GoldStory = serde_json::from_str(&read_text(gold_file)?)
            .with_context(|| format!("{} is not a gold file", gold_file.display()))?;
        let story = stories
            .story(story_file, gold.story_id.as_deref())
            .with_context(|| format!("for the gold {}", gold_file.display()))?;
        let coded = engine.code(story);
        let features = features(engine, story, &coded);
        for (at, right) in story::judge(&gold, story, &coded) {
            let event = &coded.coding.events[at];
            all.push(Judged {
                story: number,
                name: file_name(gold_file),
                what: story::label(event),
                confidence: event.confidence.value(),
                features: features[at],
                right,
            });
        }
    }
    Ok(all)
}

fn features(engine: &Engine, story: &Story, coded: &Coded) -> Vec<Features> {
    explain::features(story, &coded.sentences, &coded.coding, engine.knowledge())
}

/// The events at the marked pairs: right where the label is gold's.
fn at_pairs(run: &Run<'_>, cases: &[marked::Relation]) -> Reliability {
    let coded = run.each(cases, |case| {
        let coded = run.engine.code(&story_of(&case.id, &case.text, None));
        let events = coded
            .coding
            .events
            .iter()
            .map(|event| event.confidence.value());
        let confidences: Vec<f64> = events.collect();
        (views(&coded), confidences)
    });
    let mut reliability = Reliability::default();
    for (case, (views, confidences)) in cases.iter().zip(&coded) {
        for (view, confidence) in views.iter().zip(confidences) {
            if view.is_at(&case.sources, &case.targets) {
                reliability.add(*confidence, view.label == case.label);
            }
        }
    }
    reliability
}

/// Fits weights, reports how they do on stories left out, and gives the file that holds them.
fn fitted(judged: &[Judged], report: &mut Report) -> String {
    let cases: Vec<Case> = judged
        .iter()
        .map(|event| Case {
            features: Feature::ALL
                .iter()
                .map(|feature| f64::from(event.features.get(*feature)))
                .collect(),
            right: event.right,
            story: event.story,
        })
        .collect();
    let mut best: Option<(f64, f64, Vec<f64>)> = None;
    let mut table = String::from("ridge  loss of left-out stories\n");
    for ridge in RIDGES {
        let left_out = logistic::left_out(&cases, ridge);
        let loss = logistic::loss(&cases, &left_out);
        // A string takes all that is written.
        let _ = writeln!(table, "{ridge:>5}  {loss:.4}");
        if best.as_ref().is_none_or(|(least, ..)| loss < *least) {
            best = Some((loss, ridge, left_out));
        }
    }
    report.details.push(table);
    let Some((_, ridge, left_out)) = best else {
        return String::new();
    };
    let mut reliability = Reliability::default();
    for (case, probability) in cases.iter().zip(&left_out) {
        reliability.add(*probability, case.right);
    }
    figures(report, "left_out_", &reliability);
    report
        .details
        .push(reliability.table("stories left out of the fit"));
    let fit = logistic::fit(cases.iter(), ridge);
    let stories = cases.last().map_or(0, |case| case.story + 1);
    weights_file(&fit, ridge, judged, stories)
}

/// The weights as knowledge has them.
fn weights_file(fit: &logistic::Fit, ridge: f64, judged: &[Judged], stories: usize) -> String {
    let hundredths = |weight: f64| (100.0 * weight).round() as i32;
    let right = judged.iter().filter(|event| event.right).count();
    let mut text = format!(
        "# How sure an event is. Written by `demarche-eval confidence --fit` (evaluation/README.md): logistic regression
# with a ridge of {ridge} on {} coded events of {stories} gold stories, of which {right} are right.
# Log-odds in hundredths: `bias` is that of an event of which nothing below is the case (100 is 0.73, 200 is 0.88),
# and each weight is added as often as its feature is the case. What the features mean stands in
# knowledge/README.md; behind each, the events of the gold that have it.

bias = {}

[weights]
",
        judged.len(),
        hundredths(fit.bias)
    );
    let width = Feature::ALL
        .iter()
        .map(|f| f.name().len())
        .max()
        .unwrap_or(0);
    for (feature, weight) in Feature::ALL.iter().zip(&fit.weights) {
        let having = judged
            .iter()
            .filter(|event| event.features.get(*feature) > 0);
        // A string takes all that is written.
        let _ = writeln!(
            text,
            "{:width$} = {:>4}  # {}",
            feature.name(),
            hundredths(*weight),
            having.count()
        );
    }
    text
}

fn predictions(judged: &[Judged]) -> Predictions {
    let mut predictions =
        Predictions::new(&["verdict", "confidence", "story", "event", "features"]);
    for event in judged {
        let features: Vec<String> = Feature::ALL
            .iter()
            .filter(|feature| event.features.get(**feature) > 0)
            .map(|feature| format!("{}={}", feature.name(), event.features.get(*feature)))
            .collect();
        predictions.row(&[
            if event.right { "ok" } else { "wrong" },
            &format!("{:.3}", event.confidence),
            &event.name,
            &event.what,
            &features.join(" "),
        ]);
    }
    predictions.errors_first();
    predictions
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::knowledge::Files;
    use demarche::knowledge::confidence::Weights;

    #[test]
    fn what_is_fitted_can_be_read() {
        let fit = logistic::Fit {
            bias: 1.234,
            weights: (0..Feature::ALL.len())
                .map(|at| at as f64 / 10.0 - 1.0)
                .collect(),
        };
        let text = weights_file(&fit, 3.0, &[], 0);
        let mut files = Files::default();
        files.insert("confidence/weights.toml", text);
        let mut problems = Vec::new();
        let weights = Weights::load(&files, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(weights.bias, 123);
        assert_eq!(weights.by_feature[0], -100);
        assert_eq!(weights.by_feature[12], 20);
    }
}
