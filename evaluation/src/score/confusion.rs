//! Confusion of labels: accuracy, F1 of each label and their mean.

use super::Counts;
use std::collections::BTreeMap;

/// What stands for a blank answer in tables.
pub const BLANK: &str = "(blank)";

/// How often each gold label was answered by which label.
#[derive(Clone, Debug, Default)]
pub struct Confusion {
    cells: BTreeMap<(String, String), usize>,
}

impl Confusion {
    /// Counts one case; `None` is a blank answer.
    pub fn add(&mut self, gold: &str, predicted: Option<&str>) {
        let key = (gold.to_string(), predicted.unwrap_or(BLANK).to_string());
        *self.cells.entry(key).or_default() += 1;
    }

    /// Number of cases.
    pub fn total(&self) -> usize {
        self.cells.values().sum()
    }

    /// Cases answered with their gold label.
    pub fn right(&self) -> usize {
        self.cells
            .iter()
            .filter(|((gold, predicted), _)| gold == predicted)
            .map(|(_, count)| count)
            .sum()
    }

    /// Cases with any answer.
    pub fn answered(&self) -> usize {
        self.cells
            .iter()
            .filter(|((_, predicted), _)| predicted != BLANK)
            .map(|(_, count)| count)
            .sum()
    }

    /// The labels that gold has, in order.
    pub fn gold_labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = self.cells.keys().map(|(gold, _)| gold.as_str()).collect();
        labels.dedup();
        labels
    }

    /// Counts of one label.
    pub fn label(&self, label: &str) -> Counts {
        let mut counts = Counts::default();
        for ((gold, predicted), count) in &self.cells {
            if gold == label {
                counts.gold += count;
            }
            if predicted == label {
                counts.predicted += count;
            }
            if gold == label && predicted == label {
                counts.right += count;
            }
        }
        counts
    }

    /// Mean F1 over the labels that gold has, 0 to 1.
    pub fn macro_f1(&self) -> f64 {
        let labels = self.gold_labels();
        if labels.is_empty() {
            return 0.0;
        }
        let sum: f64 = labels.iter().map(|label| self.label(label).f1()).sum();
        sum / labels.len() as f64
    }

    /// A line for each label: gold, predicted, precision, recall, F1.
    pub fn table(&self) -> String {
        let mut table = format!(
            "{:<12} {:>5} {:>9} {:>9} {:>7} {:>7}\n",
            "label", "gold", "predicted", "precision", "recall", "f1"
        );
        for label in self.gold_labels() {
            let counts = self.label(label);
            table.push_str(&format!(
                "{label:<12} {:>5} {:>9} {:>9.3} {:>7.3} {:>7.3}\n",
                counts.gold,
                counts.predicted,
                counts.precision(),
                counts.recall(),
                counts.f1()
            ));
        }
        table
    }

    /// The matrix: a row for each gold label, a column for each answer.
    pub fn matrix(&self) -> String {
        let rows = self.gold_labels();
        let mut columns: Vec<&str> = self.cells.keys().map(|(_, p)| p.as_str()).collect();
        columns.sort_unstable();
        columns.dedup();
        let short = |label: &str| label.chars().take(7).collect::<String>();
        let mut matrix = format!("{:<12}", "gold\\answer");
        for column in &columns {
            matrix.push_str(&format!(" {:>7}", short(column)));
        }
        matrix.push('\n');
        for row in rows {
            matrix.push_str(&format!("{row:<12}"));
            for column in &columns {
                let key = (row.to_string(), column.to_string());
                match self.cells.get(&key) {
                    Some(count) => matrix.push_str(&format!(" {count:>7}")),
                    None => matrix.push_str(&format!(" {:>7}", ".")),
                }
            }
            matrix.push('\n');
        }
        matrix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Confusion {
        let mut confusion = Confusion::default();
        confusion.add("AID", Some("AID"));
        confusion.add("AID", Some("AGREE"));
        confusion.add("AGREE", Some("AGREE"));
        confusion.add("ACCUSE", None);
        confusion
    }

    #[test]
    fn blanks_count_as_wrong() {
        let confusion = example();
        assert_eq!(
            (confusion.total(), confusion.right(), confusion.answered()),
            (4, 2, 3)
        );
    }

    #[test]
    fn macro_f1_is_over_gold_labels() {
        // AID: P 1, R 1/2, F 2/3. AGREE: P 1/2, R 1, F 2/3. ACCUSE: 0.
        let mut confusion = example();
        assert!((confusion.macro_f1() - 4.0 / 9.0).abs() < 1e-12);
        // A label that only the answers have costs precision nowhere but recall of AID,
        // and is not itself averaged: AID is now P 1, R 1/3, F 1/2.
        confusion.add("AID", Some("COERCE"));
        assert_eq!(confusion.gold_labels(), ["ACCUSE", "AGREE", "AID"]);
        assert!((confusion.macro_f1() - (2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn matrix_shows_blanks() {
        let matrix = example().matrix();
        assert!(matrix.lines().next().unwrap_or("").contains("(blank)"));
        assert_eq!(matrix.lines().count(), 4);
    }
}
