//! `attribution`: who says what, against texts with sources, cues and contents.

use super::{Outcome, Run, story_of};
use crate::gold::attribution::{Attribution, Text};
use crate::gold::{json_records, read_text};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::Counts;
use crate::score::attributions;
use crate::score::spans::Offsets;
use anyhow::Result;
use demarche::Statement;
use std::path::Path;

/// Runs the measure.
pub fn run(run: &Run<'_>, file: &Path) -> Result<Outcome> {
    let gold = json_records::<Text>(&read_text(file)?);
    let predicted = run.each(&gold.cases, |case| {
        let story = story_of(&case.id, &case.text, None);
        let coded = run.engine.code(&story);
        let offsets = Offsets::new(&case.text);
        let statements = &coded.coding.statements;
        statements
            .iter()
            .map(|s| characters(s, &offsets))
            .collect::<Vec<_>>()
    });
    let [mut source, mut cue, mut content, mut whole] = [Counts::default(); 4];
    let mut predictions = Predictions::new(&[
        "verdict",
        "text",
        "source",
        "cue",
        "content",
        "other_content",
    ]);
    for (case, predicted) in gold.cases.iter().zip(&predicted) {
        let scores = attributions::score(&case.text, &case.attributions, predicted);
        source.add(scores.source);
        cue.add(scores.cue);
        content.add(scores.content);
        whole.add(scores.attribution);
        write(&mut predictions, case, predicted, &scores.found);
    }
    let mut report = Report::new("attribution", file);
    for (name, counts) in [
        ("source", source),
        ("cue", cue),
        ("content", content),
        ("attribution", whole),
    ] {
        report.fraction(&format!("{name}_f1"), counts.f1());
        report.fraction(&format!("{name}_precision"), counts.precision());
        report.fraction(&format!("{name}_recall"), counts.recall());
    }
    report.count("texts", gold.cases.len());
    report.count("attributions", whole.gold);
    Ok(Outcome {
        report,
        predictions,
        problems: gold.problems,
    })
}

/// A statement in Unicode characters.
fn characters(statement: &Statement, offsets: &Offsets) -> Attribution {
    let range = |span: demarche::Span| {
        (
            offsets.character(span.start as usize),
            offsets.character(span.end as usize),
        )
    };
    Attribution {
        source: statement.source.into_iter().map(range).collect(),
        cue: statement.cue.into_iter().map(range).collect(),
        content: statement.content.iter().copied().map(range).collect(),
    }
}

/// A row for each gold attribution, then for each prediction that found none.
fn write(
    predictions: &mut Predictions,
    case: &Text,
    predicted: &[Attribution],
    found: &[Option<usize>],
) {
    let letters: Vec<char> = case.text.chars().collect();
    let words = |ranges: &[(usize, usize)]| -> String {
        let parts: Vec<String> = ranges
            .iter()
            .map(|&(start, end)| letters[start..end.min(letters.len())].iter().collect())
            .collect();
        parts.join(" … ")
    };
    for (gold, found) in case.attributions.iter().zip(found) {
        let (verdict, other) = match found {
            Some(at) => ("ok", words(&predicted[*at].content)),
            None => ("missed", String::new()),
        };
        predictions.row(&[
            verdict,
            &case.id,
            &words(&gold.source),
            &words(&gold.cue),
            &words(&gold.content),
            &other,
        ]);
    }
    for (at, extra) in predicted.iter().enumerate() {
        if !found.contains(&Some(at)) {
            predictions.row(&[
                "extra",
                &case.id,
                &words(&extra.source),
                &words(&extra.cue),
                "",
                &words(&extra.content),
            ]);
        }
    }
}
