//! `places`: place names in news articles, recognised and resolved.

use super::{Outcome, Run, story_of};
use crate::gold::read_text;
use crate::gold::tr_news::{self, Article};
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::spans::Offsets;
use crate::score::toponyms::{self, Place, PlaceScores};
use anyhow::Result;
use demarche::coding::places::Places;
use std::path::Path;

/// Runs the measure.
pub fn run(run: &Run<'_>, file: &Path) -> Result<Outcome> {
    let articles = tr_news::read(&read_text(file)?)?;
    let predicted = run.each(&articles, |article| places(run, article));
    let mut scores = PlaceScores::default();
    let mut predictions = Predictions::new(&[
        "verdict",
        "article",
        "phrase",
        "start",
        "km",
        "name",
        "country",
        "gold_country",
        "around",
    ]);
    for (article, places) in articles.iter().zip(&predicted) {
        let code = |name: &str| country_code(run, name);
        scores.add(toponyms::score(&article.toponyms, places, code));
        write(&mut predictions, article, places);
    }
    predictions.errors_first();
    let moved = articles
        .iter()
        .flat_map(|article| &article.toponyms)
        .filter(|toponym| toponym.moved)
        .count();
    let mut report = Report::new("places", file);
    report.fraction("recognition_f1", scores.recognition.f1());
    report.fraction("recognition_precision", scores.recognition.precision());
    report.fraction("recognition_recall", scores.recognition.recall());
    report.fraction("accuracy_at_161km", scores.accuracy());
    report.fraction("country_accuracy", scores.country_accuracy());
    if let Some(median) = scores.median_km() {
        report.number("median_km", median, 1);
    }
    report.fraction("end_to_end_at_161km", scores.end_to_end());
    report.count("toponyms", scores.recognition.gold);
    report.count("located", scores.located);
    report.count("gold_offsets_moved", moved);
    Ok(Outcome {
        report,
        predictions,
        problems: Vec::new(),
    })
}

/// The engine's place names of an article, in Unicode characters.
fn places(run: &Run<'_>, article: &Article) -> Vec<Place> {
    let story = story_of(&article.id, &article.text, article.published);
    let sentences = run.engine.sentences(&story);
    let offsets = Offsets::new(&article.text);
    let sentences: Vec<_> = sentences.iter().collect();
    let found = Places::find(&sentences, &run.engine.knowledge().places);
    found
        .list()
        .iter()
        .map(|toponym| Place {
            start: offsets.character(toponym.span.start as usize),
            end: offsets.character(toponym.span.end as usize),
            coordinates: Some((toponym.place.lat, toponym.place.lon)),
            country: Some(toponym.place.country.clone()).filter(|code| !code.is_empty()),
            name: Some(toponym.place.name.clone()),
        })
        .collect()
}

/// Alpha-3 code of a country by its English name, as the gazetteer or the knowledge has it.
fn country_code(run: &Run<'_>, name: &str) -> Option<String> {
    let knowledge = run.engine.knowledge();
    let country = knowledge
        .places
        .find(name)
        .into_iter()
        .find(|place| place.feature.starts_with("PCL"));
    let land = || {
        let land = knowledge
            .actors
            .lands
            .iter()
            .find(|land| *land.name == *name);
        land.and_then(|land| land.code.as_deref())
            .map(str::to_string)
    };
    country.map(|place| place.country).or_else(land)
}

/// A row for each gold name, then for each predicted name that gold has not.
fn write(predictions: &mut Predictions, article: &Article, places: &[Place]) {
    let letters: Vec<char> = article.text.chars().collect();
    let around = |start: usize, end: usize| -> String {
        letters[start.saturating_sub(40)..(end + 40).min(letters.len())]
            .iter()
            .collect()
    };
    for gold in &article.toponyms {
        let place = toponyms::recognised(gold, places);
        let km = gold
            .coordinates
            .zip(place.and_then(|place| place.coordinates))
            .map(|(there, here)| toponyms::kilometres(there, here));
        let verdict = match (place, km) {
            (None, _) => "missed",
            (Some(_), Some(km)) if km > toponyms::NEAR_KM => "far",
            (Some(_), None) if gold.coordinates.is_some() => "unresolved",
            _ => "ok",
        };
        predictions.row(&[
            verdict,
            &article.id,
            &gold.phrase,
            &gold.start.to_string(),
            &km.map_or(String::new(), |km| format!("{km:.0}")),
            place.and_then(|place| place.name.as_deref()).unwrap_or(""),
            place
                .and_then(|place| place.country.as_deref())
                .unwrap_or(""),
            gold.country.as_deref().unwrap_or(""),
            &around(gold.start, gold.end),
        ]);
    }
    for place in places {
        let known = article
            .toponyms
            .iter()
            .any(|gold| (gold.start, gold.end) == (place.start, place.end));
        if !known {
            let words: String = letters[place.start..place.end.min(letters.len())]
                .iter()
                .collect();
            predictions.row(&[
                "extra",
                &article.id,
                &words,
                &place.start.to_string(),
                "",
                place.name.as_deref().unwrap_or(""),
                place.country.as_deref().unwrap_or(""),
                "",
                &around(place.start, place.end),
            ]);
        }
    }
}
