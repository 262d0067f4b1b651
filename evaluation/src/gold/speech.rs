//! Labelled statements: what a speaker does by what they say.

use super::Cases;
use demarche::EventType;

/// One statement of a text and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The story's id.
    pub story: String,
    /// Where what is said begins, in Unicode characters of the text.
    pub at: usize,
    /// What the speaker does; `None` where it is no event.
    pub act: Option<EventType>,
    /// Whether any coder would record it; else it is debatable.
    pub required: bool,
}

/// Reads labels: story, offset, event (or `NONE`), 2 where it is required and 1 where debatable.
pub fn labels(text: &str) -> Cases<Label> {
    let mut cases = Vec::new();
    let mut problems = Vec::new();
    for (line, row) in (1..).zip(text.lines()) {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        match label(row) {
            Some(label) => cases.push(label),
            None => problems.push(format!(
                "line {line}: is no story, offset, event and strength, separated by tabs"
            )),
        }
    }
    Cases { cases, problems }
}

fn label(row: &str) -> Option<Label> {
    let mut fields = row.split('\t');
    let story = fields.next()?.to_string();
    let at = fields.next()?.parse().ok()?;
    let act = match fields.next()? {
        "NONE" => None,
        name => Some(EventType::parse(name)?),
    };
    let required = match fields.next()? {
        "2" => true,
        "0" | "1" => false,
        _ => return None,
    };
    Some(Label {
        story,
        at,
        act,
        required,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rows_and_tells_what_is_none() {
        let read =
            labels("# what\na\t12\tACCUSE\t2\na\t40\tNONE\t0\na\tx\tNONE\t0\na\t1\tPRAISE\t2\n");
        assert_eq!(read.cases.len(), 2);
        assert_eq!(read.cases[0].act, Some(EventType::Accuse));
        assert!(read.cases[0].required);
        assert_eq!(read.cases[1].act, None);
        assert_eq!(read.problems.len(), 2);
        assert!(read.problems[0].starts_with("line 4"));
    }
}
