//! What a measurement prints and records: one figure a line, JSON, or rows of `scores.csv`.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Figures of one run, in the order in which they are printed.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Subcommand.
    pub task: String,
    /// Name of the gold file.
    pub gold: String,
    figures: Vec<Figure>,
    /// Tables and lists that are printed below the figures.
    pub details: Vec<String>,
}

#[derive(Clone, Debug)]
struct Figure {
    name: String,
    value: f64,
    decimals: usize,
}

impl Report {
    /// An empty report.
    pub fn new(task: &str, gold: &Path) -> Report {
        Report {
            task: task.to_string(),
            gold: crate::gold::file_name(gold),
            ..Report::default()
        }
    }

    /// A number of things.
    pub fn count(&mut self, name: &str, value: usize) {
        self.number(name, value as f64, 0);
    }

    /// A share or an F1, 0 to 1.
    pub fn fraction(&mut self, name: &str, value: f64) {
        self.number(name, value, 4);
    }

    /// A share or an F1, given 0 to 1 and shown 0 to 100.
    pub fn percent(&mut self, name: &str, value: f64) {
        self.number(name, 100.0 * value, 2);
    }

    /// Any number with so many decimals.
    pub fn number(&mut self, name: &str, value: f64, decimals: usize) {
        self.figures.push(Figure {
            name: name.to_string(),
            value,
            decimals,
        });
    }

    /// The figures as `name value`, values in one column, then the details.
    pub fn text(&self) -> String {
        let width = self
            .figures
            .iter()
            .map(|figure| figure.name.len())
            .max()
            .unwrap_or(0);
        let values: Vec<String> = self.figures.iter().map(Figure::shown).collect();
        let right = values.iter().map(String::len).max().unwrap_or(0);
        let mut text = String::new();
        for (figure, value) in self.figures.iter().zip(&values) {
            let _ = writeln!(text, "{:<width$}  {value:>right$}", figure.name);
        }
        for detail in &self.details {
            text.push('\n');
            text.push_str(detail.trim_end());
            text.push('\n');
        }
        text
    }

    /// The figures as one JSON object.
    pub fn json(&self) -> String {
        let figures: serde_json::Map<String, serde_json::Value> = self
            .figures
            .iter()
            .map(|figure| {
                let value = if figure.decimals == 0 {
                    serde_json::Value::from(figure.value as i64)
                } else {
                    // Parsed back from what is shown, so that both say the same.
                    serde_json::Value::from(figure.shown().parse::<f64>().unwrap_or(figure.value))
                };
                (figure.name.clone(), value)
            })
            .collect();
        serde_json::Value::Object(figures).to_string()
    }

    /// The figures as rows of the scores file.
    fn rows(&self, date: &str, commit: &str, model: &str, knowledge: &str) -> String {
        self.figures
            .iter()
            .map(|figure| {
                format!(
                    "{date},{commit},{},{},{},{},{model},{knowledge}\n",
                    self.task,
                    csv(&self.gold),
                    figure.name,
                    figure.shown()
                )
            })
            .collect()
    }

    /// Appends a row for each figure to the scores file, with a header when it is new.
    pub fn record(&self, path: &Path, model: &str, knowledge: &str) -> Result<()> {
        let new = !path.exists();
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(|| format!("cannot append to {}", path.display()))?;
        let mut rows = String::new();
        if new {
            rows.push_str("date,commit,task,gold,figure,value,model,knowledge\n");
        }
        rows.push_str(&self.rows(&today(), &commit(), model, knowledge));
        file.write_all(rows.as_bytes())
            .with_context(|| format!("cannot append to {}", path.display()))
    }
}

impl Figure {
    fn shown(&self) -> String {
        format!("{:.*}", self.decimals, self.value)
    }
}

fn csv(field: &str) -> String {
    if field.contains([',', '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_string()
    }
}

/// Today in UTC; only records of measurements bear it.
fn today() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "a row of the scores file says when it was measured"
    )]
    let now = std::time::SystemTime::now();
    let days = now
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() / 86_400);
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().days(days as i64))
        .unwrap_or(epoch)
        .to_string()
}

/// The commit that is checked out, with `+` when files differ from it; empty where git cannot say.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .args(arguments)
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
    };
    let Some(commit) = git(&["rev-parse", "--short", "HEAD"]) else {
        return String::new();
    };
    let changed = git(&[
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        "crates",
        "knowledge",
        "models",
        "evaluation/src",
    ])
    .is_some_and(|changes| !changes.is_empty());
    if changed {
        format!("{commit}+")
    } else {
        commit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Report {
        let mut report = Report::new("treebank", Path::new("some/en_x-dev.conllu.gz"));
        report.percent("las", 0.87654);
        report.count("words", 25_000);
        report.fraction("macro_f1", 0.75);
        report
    }

    #[test]
    fn one_figure_a_line() {
        let text = example().text();
        assert_eq!(
            text,
            "las        87.65\nwords      25000\nmacro_f1  0.7500\n"
        );
        for line in text.lines() {
            assert_eq!(line.split_whitespace().count(), 2);
        }
    }

    #[test]
    fn json_says_the_same() {
        assert_eq!(
            example().json(),
            r#"{"las":87.65,"words":25000,"macro_f1":0.75}"#
        );
    }

    #[test]
    fn rows_have_eight_columns() {
        let rows = example().rows("2026-01-02", "abc1234", "m1", "k1");
        assert_eq!(
            rows.lines().next(),
            Some("2026-01-02,abc1234,treebank,en_x-dev.conllu.gz,las,87.65,m1,k1")
        );
        assert!(rows.lines().all(|row| row.split(',').count() == 8));
    }

    #[test]
    fn recording_appends() {
        let folder = std::env::temp_dir().join(format!("demarche-eval-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("scores.csv");
        for _ in 0..2 {
            example().record(&path, "m", "k").expect("written");
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        std::fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(text.lines().count(), 7);
        assert_eq!(text.matches("date,commit").count(), 1);
    }
}
