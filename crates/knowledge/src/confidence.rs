//! How sure an event is: what speaks for and against it, and how much each counts.

use crate::Files;
use crate::toml_file;
use demarche_story::{Confidence, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What may be the case with an event, each with the name that knowledge gives it.
///
/// A feature is 0 where it is not the case, 1 where it is, more where it can be so several times.
macro_rules! features {
    ($($(#[$doc:meta])* $feature:ident = $name:literal,)*) => {
        /// What may be the case with an event, and speaks for or against it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature {
            $($(#[$doc])* $feature,)*
        }

        impl Feature {
            /// All of them, in order.
            pub const ALL: &'static [Feature] = &[$(Feature::$feature,)*];

            /// The name that knowledge gives it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Feature::$feature => $name,)*
                }
            }
        }
    };
}

features! {
    /// Nobody does it.
    ActorAbsent = "actor-absent",
    /// It is done to nobody.
    RecipientAbsent = "recipient-absent",
    /// Of actor and recipient, how many have no known country.
    Unresolved = "party-unresolved",
    /// Of actor and recipient, how many have a country only because the story is about it.
    FromContext = "party-from-context",
    /// A pronoun does it.
    ActorPronoun = "actor-pronoun",
    /// Of actor and recipient, how many are carried over from another clause.
    CarriedOver = "party-carried-over",
    /// All parties are actors.
    Reciprocal = "reciprocal",
    /// Actor and recipient have one country.
    SameCountry = "same-country",
    /// The predicate has no tense: an infinitive, a participle, a noun.
    Untensed = "without-tense",
    /// The predicate stands in an adverbial or relative clause.
    Subordinate = "in-subordinate-clause",
    /// How many predicates were composed with the deed, at most three.
    Composition = "composition",
    /// Somebody says so.
    Stated = "stated",
    /// It is quoted word for word, in part or whole.
    Quoted = "quoted",
    /// It is only possible.
    Hypothetical = "aux-hypothetical",
    /// Tens of words of the sentence, at most six.
    Length = "sentence-length",
    /// It stands in the first sentence of a text that has more.
    Opening = "first-sentence",
    /// How little the parser is sure where the predicate hangs, 0 to 3.
    ShakyPredicate = "parse-predicate",
}

/// The features of one event, by [`Feature`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features([u8; Feature::ALL.len()]);

impl Default for Features {
    fn default() -> Features {
        Features([0; Feature::ALL.len()])
    }
}

impl Features {
    /// Sets a feature.
    pub fn set(&mut self, feature: Feature, value: usize) {
        self.0[feature as usize] = u8::try_from(value).unwrap_or(u8::MAX);
    }

    /// The value of a feature.
    pub fn get(&self, feature: Feature) -> u8 {
        self.0[feature as usize]
    }
}

/// How much each feature counts, in hundredths of a natural log-odds.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Weights {
    /// An event of which no feature is the case.
    pub bias: i32,
    /// By [`Feature`]; empty where there is no knowledge.
    pub by_feature: Vec<i32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WeightsFile {
    bias: i32,
    weights: BTreeMap<String, i32>,
}

impl Weights {
    /// Reads the files below `confidence/`; of a name that stands twice the later weight counts.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Weights {
        let mut weights = Weights {
            bias: 0,
            by_feature: vec![0; Feature::ALL.len()],
        };
        for (file, text) in toml_file::texts(files, "confidence/", problems) {
            let parsed: WeightsFile = toml_file::parse(file, text, problems);
            weights.bias = parsed.bias;
            for (name, weight) in parsed.weights {
                match Feature::ALL.iter().find(|feature| feature.name() == name) {
                    Some(feature) => weights.by_feature[*feature as usize] = weight,
                    None => problems.push(Problem::error(
                        format!("knowledge/{file}"),
                        format!("`{name}` is no feature of an event"),
                    )),
                }
            }
        }
        weights
    }

    /// How sure an event with these features is.
    pub fn confidence(&self, features: &Features) -> Confidence {
        let sum: i32 = self
            .by_feature
            .iter()
            .zip(&features.0)
            .map(|(weight, value)| weight * i32::from(*value))
            .sum();
        Confidence(logistic(self.bias + sum))
    }
}

/// The logistic function of 0, 0.25, 0.5, … 6 in thousandths.
const LOGISTIC: [u16; 25] = [
    500, 562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953, 963, 971, 977, 982, 986, 989,
    991, 993, 995, 996, 997, 998,
];

/// The probability in thousandths of log-odds in hundredths: between the values of a table, so that
/// every machine gives the same.
fn logistic(odds: i32) -> u16 {
    let size = odds.unsigned_abs().min(599);
    let (at, rest) = ((size / 25) as usize, (size % 25) as u16);
    let (low, high) = (LOGISTIC[at], LOGISTIC[at + 1]);
    let value = low + ((high - low) * rest + 12) / 25;
    if odds < 0 { 1000 - value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_logistic_function() {
        for odds in -700..=700 {
            let exact = 1000.0 / (1.0 + f64::exp(-f64::from(odds) / 100.0));
            let found = f64::from(logistic(odds));
            assert!((exact - found).abs() < 2.0, "{odds}: {exact} {found}");
        }
        assert_eq!(logistic(0), 500);
        assert_eq!(logistic(i32::MAX), 998);
        assert_eq!(logistic(i32::MIN), 2);
    }

    #[test]
    fn weights_are_added() {
        let mut files = Files::default();
        let text = "bias = 100\n[weights]\nactor-absent = -80\ncomposition = -20\nstars = 3\n";
        files.insert("confidence/weights.toml", text);
        let mut problems = Vec::new();
        let weights = Weights::load(&files, &mut problems);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].what.contains("`stars`"));
        let mut features = Features::default();
        assert_eq!(weights.confidence(&features), Confidence(731));
        features.set(Feature::ActorAbsent, 1);
        features.set(Feature::Composition, 3);
        assert_eq!(weights.confidence(&features), Confidence(logistic(-40)));
    }

    #[test]
    fn every_feature_is_weighed() {
        let files = Files::embedded();
        let texts: Vec<&[u8]> = files
            .below("confidence/", ".toml")
            .map(|(_, b)| b)
            .collect();
        let text = String::from_utf8_lossy(texts[0]);
        for feature in Feature::ALL {
            let name = feature.name();
            assert!(text.lines().any(|line| line.starts_with(name)), "{name}");
        }
        let mut problems = Vec::new();
        let weights = Weights::load(&files, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        assert!(weights.bias > 0);
    }

    #[test]
    fn features_have_names_of_their_own() {
        let mut names: Vec<&str> = Feature::ALL.iter().map(|f| f.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Feature::ALL.len());
    }
}
