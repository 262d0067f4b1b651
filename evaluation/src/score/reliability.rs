//! Whether confidence means what it says: of events with 0.8, four in five should be right.

use std::fmt::Write as _;

/// Bins of equal width.
const BINS: usize = 10;

/// Confidences, each with whether the event was right.
#[derive(Clone, Debug, Default)]
pub struct Reliability {
    cases: Vec<(f64, bool)>,
}

impl Reliability {
    /// Adds an event.
    pub fn add(&mut self, confidence: f64, right: bool) {
        self.cases.push((confidence, right));
    }

    /// Number of events.
    pub fn count(&self) -> usize {
        self.cases.len()
    }

    /// Number of events that were right.
    pub fn right(&self) -> usize {
        self.cases.iter().filter(|case| case.1).count()
    }

    /// Mean confidence.
    pub fn mean(&self) -> f64 {
        self.cases.iter().map(|case| case.0).sum::<f64>() / self.cases.len().max(1) as f64
    }

    /// Brier score: the mean squared distance of the confidence from 1 (right) or 0 (wrong).
    pub fn brier(&self) -> f64 {
        let squares = self.cases.iter().map(|(confidence, right)| {
            let distance = confidence - f64::from(u8::from(*right));
            distance * distance
        });
        squares.sum::<f64>() / self.cases.len().max(1) as f64
    }

    /// Expected calibration error: the mean distance, over events, of their bin's mean confidence
    /// from its share of right ones.
    pub fn calibration_error(&self) -> f64 {
        let all = self.cases.len().max(1) as f64;
        let bins = self.bins();
        let errors = bins
            .iter()
            .map(|bin| (bin.confidence - bin.right).abs() * bin.count as f64 / all);
        errors.sum()
    }

    /// How often a right event has more confidence than a wrong one; ties count half.
    pub fn order(&self) -> f64 {
        let of = |wanted: bool| -> Vec<f64> {
            let cases = self.cases.iter().filter(|case| case.1 == wanted);
            cases.map(|case| case.0).collect()
        };
        let (right, wrong) = (of(true), of(false));
        let mut won = 0.0;
        for a in &right {
            for b in &wrong {
                won += if a > b {
                    1.0
                } else if a == b {
                    0.5
                } else {
                    0.0
                };
            }
        }
        won / (right.len() * wrong.len()).max(1) as f64
    }

    fn bins(&self) -> Vec<Bin> {
        (0..BINS)
            .map(|at| {
                let cases: Vec<&(f64, bool)> = self
                    .cases
                    .iter()
                    .filter(|case| ((case.0 * BINS as f64) as usize).min(BINS - 1) == at)
                    .collect();
                let share = |sum: f64| sum / cases.len().max(1) as f64;
                Bin {
                    from: at as f64 / BINS as f64,
                    count: cases.len(),
                    confidence: share(cases.iter().map(|case| case.0).sum()),
                    right: share(cases.iter().filter(|case| case.1).count() as f64),
                }
            })
            .filter(|bin| bin.count > 0)
            .collect()
    }

    /// A line for each bin that has events.
    pub fn table(&self, title: &str) -> String {
        let mut text = format!("{title}\nconfidence  mean   right  events\n");
        for bin in self.bins() {
            // A string takes all that is written.
            let _ = writeln!(
                text,
                "{:.1}–{:.1}     {:.3}  {:.3}  {:>6}",
                bin.from,
                bin.from + 1.0 / BINS as f64,
                bin.confidence,
                bin.right,
                bin.count
            );
        }
        text
    }
}

struct Bin {
    from: f64,
    count: usize,
    confidence: f64,
    right: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cases: &[(f64, bool)]) -> Reliability {
        let mut reliability = Reliability::default();
        for (confidence, right) in cases {
            reliability.add(*confidence, *right);
        }
        reliability
    }

    #[test]
    fn honest_confidence_has_no_error() {
        let cases: Vec<(f64, bool)> = (0..10).map(|at| (0.8, at < 8)).collect();
        let honest = of(&cases);
        assert!(honest.calibration_error() < 1e-12);
        assert!((honest.brier() - 0.16).abs() < 1e-12);
        assert!((honest.order() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn boasting_costs() {
        let boasting = of(&[(1.0, false), (1.0, true)]);
        assert!((boasting.calibration_error() - 0.5).abs() < 1e-12);
        assert!((boasting.brier() - 0.5).abs() < 1e-12);
        let table = boasting.table("boasting");
        assert!(
            table.contains("0.9–1.0     1.000  0.500       2"),
            "{table}"
        );
    }

    #[test]
    fn order_needs_no_calibration() {
        let sure = of(&[(0.2, true), (0.1, false), (0.3, true)]);
        assert!((sure.order() - 1.0).abs() < 1e-12);
        assert_eq!((sure.count(), sure.right()), (3, 2));
        assert!((sure.mean() - 0.2).abs() < 1e-12);
        assert_eq!(Reliability::default().brier(), 0.0);
    }
}
