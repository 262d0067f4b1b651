//! Actors of gold: words in a context on a day, and the codes they must get.

use serde::Deserialize;

/// One case.
#[derive(Clone, Debug, Deserialize)]
pub struct ActorCase {
    /// The words.
    pub actor: String,
    /// Which of the places where the context has them, from 1.
    #[serde(default)]
    pub nth: Option<usize>,
    /// A sentence or paragraph that they come from; may lack the words, or be empty.
    #[serde(default)]
    pub context: Option<String>,
    /// The day of the report.
    #[serde(default)]
    pub date: Option<String>,
    /// What is expected.
    pub expect: Expected,
}

/// Codes; `None` where the case does not state one, an empty string where there must be none.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Expected {
    /// Country, or IGO, NGO and so on; those of several parties joined by "+", in any order.
    #[serde(default)]
    pub country: Option<String>,
    /// Primary sector.
    #[serde(default)]
    pub code_1: Option<String>,
    /// Secondary sector.
    #[serde(default)]
    pub code_2: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json_records;

    #[test]
    fn lines_arrays_and_other_keys() {
        let line = r#"{"actor":"Turkish police","context":"","date":"2019-05-01","n":3,"expect":{"country":"TUR","code_1":"COP","code_2":""}}"#;
        for text in [line.to_string(), format!("[{line}]")] {
            let cases = json_records::<ActorCase>(&text);
            assert!(cases.problems.is_empty(), "{:?}", cases.problems);
            let expect = &cases.cases[0].expect;
            assert_eq!(expect.country.as_deref(), Some("TUR"));
            assert_eq!(expect.code_2.as_deref(), Some(""));
        }
        let cases = json_records::<ActorCase>(r#"{"actor":"dawn","expect":{"country":""}}"#);
        assert_eq!(cases.cases[0].expect.code_1, None);
    }
}
