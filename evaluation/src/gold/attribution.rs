//! Attributions of gold: who says what, by which words; offsets in Unicode characters.

use serde::Deserialize;

/// One text with its attributions.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    /// Case id.
    pub id: String,
    /// The text.
    pub text: String,
    /// Its attributions.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
}

/// Source, cue and content: half-open ranges of characters; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Attribution {
    /// Who says so.
    #[serde(default)]
    pub source: Vec<(usize, usize)>,
    /// The words that say that they do.
    #[serde(default)]
    pub cue: Vec<(usize, usize)>,
    /// What they say.
    #[serde(default)]
    pub content: Vec<(usize, usize)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{json_records, read_text, shared};

    #[test]
    fn reads_a_line() {
        let cases = json_records::<Text>(
            r#"{"id":"a","text":"He lied, she said.","attributions":[{"source":[[9,12]],"cue":[[13,17]],"content":[[0,7]]}]}
{"id":"b","text":"x","attributions":[{"cue":[[0]]}]}"#,
        );
        assert_eq!(cases.cases.len(), 1);
        assert_eq!(cases.cases[0].attributions[0].cue, [(13, 17)]);
        assert_eq!(cases.problems.len(), 1);
        assert!(cases.problems[0].starts_with("line 2"));
    }

    #[test]
    fn offsets_fit_the_texts() {
        let Some(path) = shared("attribution/polnear-dev.jsonl.gz") else {
            return;
        };
        let cases = json_records::<Text>(&read_text(&path).expect("readable"));
        assert!(cases.problems.is_empty());
        for text in &cases.cases {
            let length = text.text.chars().count();
            for attribution in &text.attributions {
                let ranges = [&attribution.source, &attribution.cue, &attribution.content];
                assert!(
                    ranges
                        .into_iter()
                        .flatten()
                        .all(|r| r.0 < r.1 && r.1 <= length)
                );
            }
        }
    }
}
