//! Attributions compared: characters of sources, cues and contents, and whole attributions.

use super::Counts;
use super::matching::one_to_one;
use super::spans::{characters, dice, overlap, white_space};
use crate::gold::attribution::Attribution;
use std::collections::BTreeSet;

/// Least Dice coefficient of contents for an attribution to be found.
const CONTENT_DICE: f64 = 0.5;

/// Counts of one text, and which prediction each gold attribution was given.
#[derive(Clone, Debug, Default)]
pub struct AttributionScores {
    /// Characters of sources.
    pub source: Counts,
    /// Characters of cues.
    pub cue: Counts,
    /// Characters of contents.
    pub content: Counts,
    /// Attributions.
    pub attribution: Counts,
    /// For each gold attribution the prediction that finds it.
    pub found: Vec<Option<usize>>,
}

/// Compares the attributions of one text; ranges are Unicode characters.
pub fn score(text: &str, gold: &[Attribution], predicted: &[Attribution]) -> AttributionScores {
    let white = white_space(text);
    let counts = |part: fn(&Attribution) -> &[(usize, usize)]| {
        let all = |attributions: &[Attribution]| -> BTreeSet<usize> {
            attributions
                .iter()
                .flat_map(|attribution| characters(part(attribution), &white))
                .collect()
        };
        let (gold, predicted) = (all(gold), all(predicted));
        Counts {
            right: gold.intersection(&predicted).count(),
            predicted: predicted.len(),
            gold: gold.len(),
        }
    };
    let contents: Vec<BTreeSet<usize>> = predicted
        .iter()
        .map(|attribution| characters(&attribution.content, &white))
        .collect();
    let candidates: Vec<Vec<usize>> = gold
        .iter()
        .map(|attribution| {
            let content = characters(&attribution.content, &white);
            let mut fitting: Vec<(usize, f64)> = predicted
                .iter()
                .enumerate()
                .filter(|(_, other)| {
                    both_or_neither(&attribution.cue, &other.cue)
                        && both_or_neither(&attribution.source, &other.source)
                })
                .map(|(at, _)| (at, dice(&content, &contents[at])))
                .filter(|(_, dice)| *dice >= CONTENT_DICE)
                .collect();
            fitting.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            fitting.into_iter().map(|(at, _)| at).collect()
        })
        .collect();
    let found = one_to_one(&candidates, predicted.len());
    AttributionScores {
        source: counts(|attribution| &attribution.source),
        cue: counts(|attribution| &attribution.cue),
        content: counts(|attribution| &attribution.content),
        attribution: Counts {
            right: found.iter().flatten().count(),
            predicted: predicted.len(),
            gold: gold.len(),
        },
        found,
    }
}

/// Whether two sets of ranges overlap, or both are empty.
fn both_or_neither(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    (a.is_empty() && b.is_empty()) || overlap(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Rain is near, she said. It was reported that he fled.";

    fn attribution(
        source: &[(usize, usize)],
        cue: &[(usize, usize)],
        content: &[(usize, usize)],
    ) -> Attribution {
        Attribution {
            source: source.to_vec(),
            cue: cue.to_vec(),
            content: content.to_vec(),
        }
    }

    #[test]
    fn half_the_content_is_enough() {
        let gold = [attribution(&[(14, 17)], &[(18, 22)], &[(0, 12)])];
        // "Rain is" has 6 of 10 letters: Dice 12/16.
        let scores = score(
            TEXT,
            &gold,
            &[attribution(&[(14, 17)], &[(18, 22)], &[(0, 7)])],
        );
        assert_eq!(scores.attribution.right, 1);
        assert_eq!((scores.content.right, scores.content.gold), (6, 10));
        // "Rai" has 3: Dice 6/13.
        let scores = score(
            TEXT,
            &gold,
            &[attribution(&[(14, 17)], &[(18, 22)], &[(0, 3)])],
        );
        assert_eq!(scores.attribution.right, 0);
    }

    #[test]
    fn a_missing_source_must_be_missing_in_both() {
        let gold = [attribution(&[], &[(31, 39)], &[(45, 52)])];
        let named = [attribution(&[(24, 26)], &[(31, 39)], &[(45, 52)])];
        assert_eq!(score(TEXT, &gold, &named).attribution.right, 0);
        assert_eq!(score(TEXT, &gold, &gold).attribution.f1(), 1.0);
    }

    #[test]
    fn one_prediction_finds_one_attribution() {
        let one = attribution(&[(14, 17)], &[(18, 22)], &[(0, 12)]);
        let scores = score(
            TEXT,
            &[one.clone(), one.clone()],
            std::slice::from_ref(&one),
        );
        assert_eq!(
            scores.attribution,
            Counts {
                right: 1,
                predicted: 1,
                gold: 2
            }
        );
        // Characters count once however many attributions hold them.
        assert_eq!(scores.source.f1(), 1.0);
    }
}
