//! Relations in marked sentences: `<s>Russia</s> bombed <t>Aleppo</t>.`
//!
//! Marks may repeat, be absent, or nest. The engine is given the sentence without them.

use super::Cases;

/// One relation of gold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Case id.
    pub id: String,
    /// Gold label: a PLOVER event, CONCEDE and RETREAT joined as YIELD.
    pub label: String,
    /// The sentence without marks.
    pub text: String,
    /// Bytes of the sources.
    pub sources: Vec<(usize, usize)>,
    /// Bytes of the targets.
    pub targets: Vec<(usize, usize)>,
}

/// Reads `id`, `root`, `marked_sentence` separated by tabs; the first line may name them.
pub fn read(text: &str) -> Cases<Relation> {
    let mut cases = Cases::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.splitn(3, '\t').collect();
        let &[id, label, sentence] = fields.as_slice() else {
            cases
                .problems
                .push(format!("line {}: fewer than 3 columns", index + 1));
            continue;
        };
        if index == 0 && label == "root" {
            continue;
        }
        match unmark(&unquote(sentence)) {
            Ok((text, sources, targets)) => cases.cases.push(Relation {
                id: id.to_string(),
                label: joined(label.trim()).to_string(),
                text,
                sources,
                targets,
            }),
            Err(error) => cases.problems.push(format!("line {}: {error}", index + 1)),
        }
    }
    cases
}

/// The label of the relations task: CONCEDE and RETREAT are YIELD.
pub fn joined(event: &str) -> &str {
    match event {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

/// Quad class of a label, 1 to 4; `None` for what is no label.
pub fn quad(label: &str) -> Option<u8> {
    Some(match label {
        "AGREE" | "CONSULT" | "SUPPORT" => 1,
        "COOPERATE" | "AID" | "YIELD" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        "SANCTION" | "PROTEST" | "MOBILIZE" | "COERCE" | "ASSAULT" => 4,
        _ => return None,
    })
}

/// A field as spreadsheets quote it: `"He said ""no""."` is `He said "no".`
fn unquote(field: &str) -> String {
    let field = field.trim_end_matches(['\r', '\n']);
    match field.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
        // Quotes inside must be doubled, else the field just begins and ends with quotes.
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => field.to_string(),
    }
}

type Unmarked = (String, Vec<(usize, usize)>, Vec<(usize, usize)>);

/// The sentence without marks, and the bytes of sources and targets (white space at their edges left out).
fn unmark(marked: &str) -> Result<Unmarked, String> {
    let mut text = String::with_capacity(marked.len());
    let mut open: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut closed: [Vec<(usize, usize)>; 2] = [Vec::new(), Vec::new()];
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let mark = [
            ("<s>", 0, true),
            ("</s>", 0, false),
            ("<t>", 1, true),
            ("</t>", 1, false),
        ]
        .into_iter()
        .find(|(mark, _, _)| rest.starts_with(mark));
        match mark {
            Some((mark, which, opens)) => {
                if opens {
                    open[which].push(text.len());
                } else {
                    let start = open[which]
                        .pop()
                        .ok_or_else(|| format!("{mark} closes nothing"))?;
                    closed[which].push((start, text.len()));
                }
                rest = &rest[mark.len()..];
            }
            None => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    if !open[0].is_empty() || !open[1].is_empty() {
        return Err("a mark is not closed".to_string());
    }
    let trimmed = |spans: Vec<(usize, usize)>| -> Vec<(usize, usize)> {
        spans
            .into_iter()
            .filter_map(|(start, end)| {
                let words = &text[start..end];
                let start = start + (words.len() - words.trim_start().len());
                let end = start + words.trim().len();
                (start < end).then_some((start, end))
            })
            .collect()
    };
    let [sources, targets] = closed;
    let (sources, targets) = (trimmed(sources), trimmed(targets));
    Ok((text, sources, targets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{read_text, shared};

    fn words<'a>(relation: &'a Relation, spans: &[(usize, usize)]) -> Vec<&'a str> {
        spans.iter().map(|&(s, e)| &relation.text[s..e]).collect()
    }

    #[test]
    fn repeated_absent_and_nested_marks() {
        let file = "id\troot\tmarked_sentence\n\
            1\tAID\t<s>Ghana</s> gave <t>Togo</t> rice, and <t>Togo</t> thanked it.\n\
            2\tRETREAT\t<s>The minister </s>resigned.\n\
            3\tAGREE\t<s><t>Malian</t> rebels</s> agreed.\n\
            4\tACCUSE\t3 < 4, <s>Chad</s> said\n";
        let cases = read(file);
        assert!(cases.problems.is_empty(), "{:?}", cases.problems);
        let cases = cases.cases;
        assert_eq!(cases[0].text, "Ghana gave Togo rice, and Togo thanked it.");
        assert_eq!(words(&cases[0], &cases[0].targets), ["Togo", "Togo"]);
        assert_eq!(cases[1].label, "YIELD");
        assert_eq!(words(&cases[1], &cases[1].sources), ["The minister"]);
        assert!(cases[1].targets.is_empty());
        assert_eq!(words(&cases[2], &cases[2].sources), ["Malian rebels"]);
        assert_eq!(words(&cases[2], &cases[2].targets), ["Malian"]);
        assert_eq!(cases[3].text, "3 < 4, Chad said");
    }

    #[test]
    fn spreadsheet_quotes() {
        assert_eq!(unquote(r#""He said ""no"".""#), r#"He said "no"."#);
        assert_eq!(
            unquote(r#""No", he said, "never""#),
            r#""No", he said, "never""#
        );
    }

    #[test]
    fn broken_marks_are_told() {
        let cases = read("1\tAID\t<s>Ghana gave rice.\n2\tAID\tno</t>\n3\tAID");
        assert_eq!(cases.problems.len(), 3);
        assert!(cases.problems[0].starts_with("line 1: a mark is not closed"));
    }

    #[test]
    fn every_label_has_a_quad_class() {
        for event in demarche_story::EventType::ALL {
            assert!(quad(joined(event.as_str())).is_some(), "{event}");
        }
        assert_eq!(quad("YIELD"), Some(2));
        assert_eq!(quad("SANCTION"), Some(4));
        assert_eq!(quad("AIDE"), None);
    }

    #[test]
    fn public_half_reads_whole() {
        let Some(path) = shared("relations/plv-train.tsv") else {
            return;
        };
        let cases = read(&read_text(&path).expect("readable"));
        assert!(cases.problems.is_empty(), "{:?}", cases.problems);
        assert_eq!(cases.cases.len(), 1050);
        assert!(cases.cases.iter().all(|case| quad(&case.label).is_some()));
        assert!(
            cases
                .cases
                .iter()
                .all(|case| !case.text.contains("<t>") && !case.text.contains("</s>"))
        );
    }
}
