//! Scoring: pure functions from gold and predicted records to counts and shares.

pub mod align;
pub mod attributions;
pub mod confusion;
pub mod links;
pub mod logistic;
pub mod matching;
pub mod pairs;
pub mod patterns;
pub mod reliability;
pub mod spans;
pub mod toponyms;
pub mod trees;

/// Counts behind precision, recall and F1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predicted and gold.
    pub right: usize,
    /// All that were predicted.
    pub predicted: usize,
    /// All that gold has.
    pub gold: usize,
}

impl Counts {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }

    /// Share of the predicted that are right, 0 to 1; 0 when nothing was predicted.
    pub fn precision(self) -> f64 {
        share(self.right, self.predicted)
    }

    /// Share of gold that was found, 0 to 1; 0 when gold is empty.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

/// `part / whole`, 0 for an empty whole.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Harmonic mean, 0 when both are 0.
pub fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    }
}

/// The middle of `values` (the mean of both middles when their number is even).
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_the_harmonic_mean() {
        let counts = Counts {
            right: 2,
            predicted: 4,
            gold: 3,
        };
        assert!((counts.precision() - 0.5).abs() < 1e-12);
        assert!((counts.recall() - 2.0 / 3.0).abs() < 1e-12);
        assert!((counts.f1() - 4.0 / 7.0).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
    }

    #[test]
    fn medians() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}
