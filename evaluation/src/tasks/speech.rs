//! `speech`: what speakers do by what they say, against labelled statements.

use super::{Outcome, Run};
use crate::gold::read_text;
use crate::gold::speech::{Label, labels};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::spans::Offsets;
use anyhow::{Context, Result, bail};
use demarche::coding::explain::{self, Speech};
use demarche::{Coded, EventType, Span, StatementKind, Story, ingest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A statement of a known speaker, as the engine has it.
struct Said {
    story: String,
    at: usize,
    acts: Vec<EventType>,
    speaker: String,
    cue: String,
    content: String,
    features: String,
}

/// Runs the measure: gold has one label a statement; statements of the stories without one are only
/// written to the predictions.
pub fn run(run: &Run<'_>, gold: &Path, files: &[PathBuf]) -> Result<Outcome> {
    let gold_labels = labels(&read_text(gold)?);
    let mut stories = Vec::new();
    for path in files {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.display().to_string();
        stories.extend(ingest::read_bytes(&name, &bytes, &ingest::Options::default()).0);
    }
    if stories.is_empty() {
        bail!("there is no story in these files");
    }
    let said: Vec<Said> = run
        .each(&stories, |story| statements(run, story))
        .into_iter()
        .flatten()
        .collect();
    let by_place: BTreeMap<(&str, usize), &Label> = gold_labels
        .cases
        .iter()
        .map(|label| ((label.story.as_str(), label.at), label))
        .collect();
    let mut predictions = Predictions::new(&[
        "verdict", "story", "at", "label", "strength", "coded", "speaker", "cue", "content",
        "features",
    ]);
    let [mut met, mut required, mut found, mut coded, mut right] = [0; 5];
    for said in &said {
        let label = by_place.get(&(said.story.as_str(), said.at));
        let act = label.and_then(|label| label.act);
        let agrees = act.is_some_and(|act| said.acts.contains(&act));
        let verdict = match label {
            None => "unlabelled",
            Some(_) if agrees => "ok",
            Some(_) if !said.acts.is_empty() => "wrong",
            Some(label) if label.required && label.act.is_some() => "missed",
            Some(_) => "silent",
        };
        if let Some(label) = label {
            met += 1;
            let asked = label.required && label.act.is_some();
            required += usize::from(asked);
            found += usize::from(asked && agrees);
            coded += usize::from(!said.acts.is_empty());
            right += usize::from(agrees);
        }
        let strength = label.map_or("", |label| match (label.act, label.required) {
            (None, _) => "0",
            (Some(_), false) => "1",
            (Some(_), true) => "2",
        });
        let acts: Vec<&str> = said.acts.iter().map(|act| act.as_str()).collect();
        predictions.row(&[
            verdict,
            &said.story,
            &said.at.to_string(),
            label.map_or("", |label| label.act.map_or("NONE", EventType::as_str)),
            strength,
            &acts.join(" "),
            &said.speaker,
            &said.cue,
            &said.content,
            &said.features,
        ]);
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let mut report = Report::new("speech", gold);
    report.fraction("recall", share(found, required));
    report.fraction("precision", share(right, coded));
    report.count("required", required);
    report.count("coded", coded);
    report.count("labels", gold_labels.cases.len());
    report.count("labels_met", met);
    report.count("statements", said.len());
    Ok(Outcome {
        report,
        predictions,
        problems: gold_labels.problems,
    })
}

/// The statements of a story's known speakers.
fn statements(run: &Run<'_>, story: &Story) -> Vec<Said> {
    let coded = run.engine.code(story);
    let offsets = Offsets::new(&story.text);
    let speeches = explain::speeches(
        story,
        &coded.sentences,
        &coded.coding,
        run.engine.knowledge(),
    );
    speeches
        .into_iter()
        .filter_map(|speech| {
            let statement = &coded.coding.statements[speech.statement];
            let words = |spans: &[Span]| -> String {
                let parts: Vec<&str> = spans.iter().map(|span| span.of(&story.text)).collect();
                parts.join(" … ")
            };
            let actor = &coded.coding.actors[speech.speaker];
            let kind = match statement.kind {
                StatementKind::Direct => "direct",
                StatementKind::Indirect => "indirect",
                StatementKind::Mixed => "mixed",
            };
            let codes = super::codes(actor).join(" ");
            Some(Said {
                story: story.id.clone(),
                at: offsets.character(statement.content.first()?.start as usize),
                acts: acts(&coded, &speech),
                speaker: format!("{} ({codes})", words(statement.source.as_slice())),
                cue: format!("{} ({kind})", statement.cue_lemma),
                content: words(&statement.content),
                features: speech.features.join(" "),
            })
        })
        .collect()
}

/// What the engine says that the speaker does in a statement.
fn acts(coded: &Coded, speech: &Speech) -> Vec<EventType> {
    let coding = &coded.coding;
    let statement = &coding.statements[speech.statement];
    let chain = coding.mentions[speech.speaker].chain;
    let within = |span: Span| {
        let mut parts = statement.content.iter().chain(&statement.cue);
        parts.any(|part| part.start < span.end && span.start < part.end)
    };
    let own = |event: &&demarche::Event| {
        within(event.span)
            && event
                .actors
                .iter()
                .any(|actor| coding.mentions[actor.mention as usize].chain == chain)
    };
    let words = |event: &EventType| {
        use EventType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
        matches!(
            event,
            Accuse | Agree | Concede | Reject | Request | Support | Threaten
        )
    };
    let mut acts: Vec<EventType> = coding
        .events
        .iter()
        .filter(own)
        .map(|event| event.event)
        .filter(words)
        .collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}
