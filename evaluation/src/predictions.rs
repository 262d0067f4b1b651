//! Predictions beside gold, one row a case: tab-separated, or JSON Lines when the file is named `.jsonl`.

use anyhow::{Context, Result};
use std::path::Path;

/// Rows of named columns, all of the same names in the same order.
#[derive(Debug, Default)]
pub struct Predictions {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Predictions {
    /// No rows yet.
    pub fn new(columns: &[&'static str]) -> Predictions {
        Predictions {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; it has a value for each column.
    pub fn row(&mut self, values: &[&str]) {
        debug_assert_eq!(values.len(), self.columns.len());
        self.rows
            .push(values.iter().map(|value| value.to_string()).collect());
    }

    /// Rows whose first column is not `ok` stand first, so that errors are read first.
    pub fn errors_first(&mut self) {
        self.rows
            .sort_by_key(|row| row.first().is_some_and(|value| value == "ok"));
    }

    /// All rows as text.
    fn text(&self, json: bool) -> String {
        let mut text = String::new();
        if json {
            for row in &self.rows {
                let record: serde_json::Map<String, serde_json::Value> = self
                    .columns
                    .iter()
                    .zip(row)
                    .map(|(column, value)| (column.to_string(), value.as_str().into()))
                    .collect();
                text.push_str(&serde_json::Value::Object(record).to_string());
                text.push('\n');
            }
            return text;
        }
        text.push_str(&self.columns.join("\t"));
        text.push('\n');
        for row in &self.rows {
            let flat: Vec<String> = row.iter().map(|value| flat(value)).collect();
            text.push_str(&flat.join("\t"));
            text.push('\n');
        }
        text
    }

    /// Writes the file.
    pub fn write(&self, path: &Path) -> Result<()> {
        let json = path
            .extension()
            .is_some_and(|ending| ending == "jsonl" || ending == "json");
        std::fs::write(path, self.text(json))
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

/// White space of any kind as single spaces: a row stays a line.
pub fn flat(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tsv_and_json() {
        let mut predictions = Predictions::new(&["verdict", "words"]);
        predictions.row(&["ok", "a\tb\nc"]);
        predictions.row(&["wrong", "\"d\""]);
        predictions.errors_first();
        assert_eq!(
            predictions.text(false),
            "verdict\twords\nwrong\t\"d\"\nok\ta b c\n"
        );
        let json = predictions.text(true);
        assert_eq!(
            json.lines().next(),
            Some(r#"{"verdict":"wrong","words":"\"d\""}"#)
        );
    }
}
