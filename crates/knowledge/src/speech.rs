//! What words weigh in favour of each thing that one may do by saying something.

use crate::Files;
use crate::lexicon::word_hash;
use demarche_story::{EventType, Problem};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What one may do by saying something, in the order of the weights.
pub const ACTS: [EventType; 6] = [
    EventType::Accuse,
    EventType::Reject,
    EventType::Threaten,
    EventType::Request,
    EventType::Support,
    EventType::Agree,
];

/// A number for each of [`ACTS`].
pub type PerAct = [i32; ACTS.len()];

/// Row of what holds without any feature.
const BIAS: &str = "(bias)";

/// Row of how likely an act must be to be coded, in thousandths.
const LEAST: &str = "(least)";

/// Weights of a multinomial logistic regression, in hundredths of natural log-odds against saying
/// something that is no event.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Speech {
    bias: PerAct,
    least: PerAct,
    /// By the hash of the feature.
    by_feature: FxHashMap<u64, PerAct>,
}

impl Speech {
    /// Reads the tables below `speech/`; of a feature that stands twice the later row counts.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Speech {
        let mut speech = Speech {
            least: [1000; ACTS.len()],
            ..Speech::default()
        };
        for (path, bytes) in files.below("speech/", ".tsv") {
            let place = format!("knowledge/{path}");
            let Ok(text) = std::str::from_utf8(bytes) else {
                problems.push(Problem::error(place, "is not UTF-8").help("save the file as UTF-8"));
                continue;
            };
            let lines = (1..).zip(text.lines());
            for (line, row) in lines.filter(|(_, row)| !row.starts_with('#') && !row.is_empty()) {
                match read(row) {
                    Some((BIAS, weights)) => speech.bias = weights,
                    Some((LEAST, least)) => speech.least = least,
                    Some((feature, weights)) => {
                        speech.by_feature.insert(word_hash(feature), weights);
                    }
                    None => problems.push(
                        Problem::error(&*place, "is no feature with six whole numbers")
                            .at_line(line)
                            .help("write: feature, then a tab and a weight for each act"),
                    ),
                }
            }
        }
        speech
    }

    /// The weights of a feature.
    pub fn weights(&self, feature: &str) -> Option<&PerAct> {
        self.by_feature.get(&word_hash(feature))
    }

    /// The odds of nothing having been said yet.
    pub fn start(&self) -> PerAct {
        self.bias
    }

    /// The likeliest act, where it is likely enough, with its probability in thousandths.
    pub fn act(&self, odds: &PerAct) -> Option<(EventType, u16)> {
        let (best, top) = odds.iter().enumerate().max_by_key(|(_, odds)| **odds)?;
        let top = (*top).max(0);
        let share = |odds: i32| i64::from(exponential(odds - top));
        let all: i64 = share(0) + odds.iter().map(|odds| share(*odds)).sum::<i64>();
        let likely = (1000 * share(odds[best]) + all / 2) / all;
        (likely >= i64::from(self.least[best])).then_some((ACTS[best], likely as u16))
    }
}

/// A row: its name, a tab, and a number for each act.
fn read(row: &str) -> Option<(&str, PerAct)> {
    let mut fields = row.split('\t');
    let feature = fields.next()?;
    let mut weights = PerAct::default();
    for weight in &mut weights {
        *weight = fields.next()?.trim().parse().ok()?;
    }
    fields.next().is_none().then_some((feature, weights))
}

/// e to the power of log-odds in hundredths that are not positive, in 65536ths: by halving, so that
/// every machine gives the same.
fn exponential(odds: i32) -> u32 {
    /// 65536 · e^(-2^n / 100) for n from 0 to 9.
    const HALVES: [u64; 10] = [
        64884, 64238, 62966, 60497, 55846, 47589, 34557, 18221, 5066, 392,
    ];
    let size = odds.min(0).unsigned_abs();
    if size >= 1 << HALVES.len() {
        return 0;
    }
    let set = (0..HALVES.len()).filter(|bit| size & (1 << bit) != 0);
    set.fold(65536, |share, bit| (share * HALVES[bit] + 32768) >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_one() {
        for odds in -1000..=0 {
            let exact = 65536.0 * f64::exp(f64::from(odds) / 100.0);
            let found = f64::from(exponential(odds));
            assert!((exact - found).abs() < 6.0, "{odds}: {exact} {found}");
        }
        assert_eq!(exponential(i32::MIN), 0);
    }

    #[test]
    fn a_table_is_read_and_weighed() {
        let mut files = Files::default();
        let text = "# what\n(bias)\t-100\t-100\t-100\t-100\t-100\t-100\n\
                    (least)\t500\t500\t500\t500\t500\t500\nword=shame\t300\t0\t0\t0\t-20\t0\nbad\t1\n";
        files.insert("speech/weights.tsv", text);
        let mut problems = Vec::new();
        let speech = Speech::load(&files, &mut problems);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].line, Some(5));
        assert_eq!(speech.act(&speech.start()), None);
        let weights = speech.weights("word=shame").expect("the row is there");
        let mut odds = speech.start();
        odds.iter_mut()
            .zip(weights)
            .for_each(|(odds, weight)| *odds += weight);
        // e^2 of e^2 + 1 + 4 e^-1 + e^-1.2
        assert_eq!(speech.act(&odds), Some((EventType::Accuse, 727)));
    }

    #[test]
    fn without_a_table_nothing_is_an_act() {
        let speech = Speech::load(&Files::default(), &mut Vec::new());
        assert_eq!(speech.act(&[10, 0, 0, 0, 0, 0]), None);
    }
}
