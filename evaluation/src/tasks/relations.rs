//! `relations`: what the marked source does to the marked target.

use super::{Outcome, Run, chain_ranges, codes_text, story_of};
use crate::gold::marked::{self, Relation, joined, quad};
use crate::gold::read_text;
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::confusion::Confusion;
use crate::score::pairs::{CodedEvent, PairScores};
use crate::score::share;
use anyhow::Result;
use demarche::{Coded, Span, coding};
use std::collections::BTreeSet;
use std::path::Path;

/// Runs the measure.
pub fn run(run: &Run<'_>, file: &Path, end_to_end: bool, confusion: bool) -> Result<Outcome> {
    let gold = marked::read(&read_text(file)?);
    let (report, predictions) = if end_to_end {
        at_pairs(run, file, &gold.cases)
    } else {
        pair_given(run, file, &gold.cases, confusion)
    };
    Ok(Outcome {
        report,
        predictions,
        problems: gold.problems,
    })
}

/// An answer for a pair.
struct Answer {
    label: String,
    rule: String,
    confidence: f64,
}

fn pair_given(
    run: &Run<'_>,
    file: &Path,
    cases: &[Relation],
    matrix: bool,
) -> (Report, Predictions) {
    let answers = run.each(cases, |case| answer(run, case));
    let mut confusion = Confusion::default();
    let mut quads = Confusion::default();
    let mut predictions = Predictions::new(&[
        "verdict",
        "id",
        "gold",
        "answer",
        "rule",
        "confidence",
        "sentence",
    ]);
    for (case, answer) in cases.iter().zip(&answers) {
        let label = answer.as_ref().map(|answer| answer.label.as_str());
        confusion.add(&case.label, label);
        let class = |label: &str| quad(label).map(|quad| quad.to_string());
        quads.add(
            &class(&case.label).unwrap_or_default(),
            label.and_then(class).as_deref(),
        );
        let verdict = match label {
            None => "blank",
            Some(label) if label == case.label => "ok",
            Some(_) => "wrong",
        };
        predictions.row(&[
            verdict,
            &case.id,
            &case.label,
            label.unwrap_or(""),
            answer.as_ref().map_or("", |answer| answer.rule.as_str()),
            &answer
                .as_ref()
                .map_or(String::new(), |answer| format!("{:.3}", answer.confidence)),
            &marked_text(case),
        ]);
    }
    predictions.errors_first();
    let mut report = Report::new("relations", file);
    report.count("relations", confusion.total());
    report.fraction("accuracy", share(confusion.right(), confusion.total()));
    report.fraction("macro_f1", confusion.macro_f1());
    report.fraction("quad_accuracy", share(quads.right(), quads.total()));
    report.fraction("answered", share(confusion.answered(), confusion.total()));
    report.details.push(confusion.table());
    if matrix {
        report.details.push(confusion.matrix());
    }
    (report, predictions)
}

fn answer(run: &Run<'_>, case: &Relation) -> Option<Answer> {
    let story = story_of(&case.id, &case.text, None);
    let sentences = run.engine.sentences(&story);
    let relation = coding::relation(
        &story,
        &sentences,
        run.engine.knowledge(),
        &spans(&case.sources),
        &spans(&case.targets),
    )?;
    Some(Answer {
        label: joined(relation.event.as_str()).to_string(),
        rule: relation.rule,
        confidence: relation.confidence.value(),
    })
}

fn at_pairs(run: &Run<'_>, file: &Path, cases: &[Relation]) -> (Report, Predictions) {
    let coded = run.each(cases, |case| {
        let story = story_of(&case.id, &case.text, None);
        let coded = run.engine.code(&story);
        let texts: Vec<String> = coded
            .coding
            .events
            .iter()
            .map(|event| {
                format!(
                    "{} [{}] {} > {}",
                    event.event,
                    event.rule,
                    codes_text(&event.actors),
                    codes_text(&event.recipients)
                )
            })
            .collect();
        (views(&coded), texts)
    });
    let mut scores = PairScores::default();
    let mut predictions =
        Predictions::new(&["verdict", "id", "gold", "at_pair", "all_events", "sentence"]);
    for (case, (views, texts)) in cases.iter().zip(&coded) {
        let labels: BTreeSet<String> = views
            .iter()
            .filter(|view| view.is_at(&case.sources, &case.targets))
            .map(|view| view.label.clone())
            .collect();
        scores.add(&case.label, &labels);
        let verdict = if labels.contains(&case.label) {
            if labels.len() == 1 { "ok" } else { "ok+extra" }
        } else if !labels.is_empty() {
            "wrong"
        } else if views.is_empty() {
            "no_event"
        } else {
            "other_pair"
        };
        predictions.row(&[
            verdict,
            &case.id,
            &case.label,
            &labels.iter().cloned().collect::<Vec<_>>().join(" "),
            &texts.join("; "),
            &marked_text(case),
        ]);
    }
    predictions.errors_first();
    let mut report = Report::new("relations --end-to-end", file);
    report.count("relations", scores.gold);
    report.fraction("precision_at_pair", scores.precision());
    report.fraction("recall", scores.recall());
    report.fraction("f1", scores.f1());
    report.fraction("found_at_pair", share(scores.found, scores.gold));
    (report, predictions)
}

/// The coded events as pairs see them.
pub(super) fn views(coded: &Coded) -> Vec<CodedEvent> {
    coded
        .coding
        .events
        .iter()
        .map(|event| CodedEvent {
            label: joined(event.event.as_str()).to_string(),
            actors: event
                .actors
                .iter()
                .map(|a| chain_ranges(coded, a))
                .collect(),
            recipients: event
                .recipients
                .iter()
                .map(|a| chain_ranges(coded, a))
                .collect(),
        })
        .collect()
}

/// The sentence with its marks, for reading.
fn marked_text(case: &Relation) -> String {
    let mut marks: Vec<(usize, u8, &str)> = Vec::new();
    for (spans, open, close) in [
        (&case.sources, "<s>", "</s>"),
        (&case.targets, "<t>", "</t>"),
    ] {
        for span in spans.iter() {
            marks.push((span.0, 1, open));
            marks.push((span.1, 0, close));
        }
    }
    marks.sort_unstable();
    let mut text = String::new();
    let mut at = 0;
    for (place, _, mark) in marks {
        text.push_str(&case.text[at..place]);
        text.push_str(mark);
        at = place;
    }
    text.push_str(&case.text[at..]);
    text
}

/// Ranges as spans.
fn spans(ranges: &[(usize, usize)]) -> Vec<Span> {
    ranges
        .iter()
        .map(|&(start, end)| Span::new(start, end))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_put_back() {
        let line = "1\tAID\t<s>Ghana</s> gave <t>Togo</t> rice.";
        let case = marked::read(line).cases.remove(0);
        assert_eq!(marked_text(&case), "<s>Ghana</s> gave <t>Togo</t> rice.");
    }
}
