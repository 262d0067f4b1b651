//! Dictionary forms: exceptions first, else the edit that the network chose.

use crate::network::features::fold;
use crate::network::weights::ModelError;
use rustc_hash::FxHashMap;

/// An edit from a form to its lemma: change the case, take characters off the end, add others.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Script {
    case: Case,
    strip: usize,
    append: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Kept,
    Title,
}

impl Script {
    /// Reads `case:strip:append`.
    fn parse(text: &str) -> Option<Script> {
        let mut parts = text.splitn(3, ':');
        let case = match parts.next()? {
            "l" => Case::Lower,
            "k" => Case::Kept,
            "t" => Case::Title,
            _ => return None,
        };
        Some(Script {
            case,
            strip: parts.next()?.parse().ok()?,
            append: parts.next()?.to_owned(),
        })
    }

    /// Applies the edit.
    fn apply(&self, form: &str) -> String {
        let mut cased = match self.case {
            Case::Lower => form.to_lowercase(),
            Case::Kept => form.to_owned(),
            Case::Title => {
                let mut rest = form.chars();
                let first = rest.next().map(char::to_uppercase);
                first
                    .into_iter()
                    .flatten()
                    .chain(rest.as_str().to_lowercase().chars())
                    .collect()
            }
        };
        let stem = match self.strip {
            0 => Some(cased.len()),
            strip => cased.char_indices().rev().nth(strip - 1).map(|(at, _)| at),
        };
        match stem {
            Some(0) if self.append.is_empty() => cased,
            Some(stem) => {
                cased.truncate(stem);
                cased.push_str(&self.append);
                cased
            }
            None => cased,
        }
    }
}

/// What is needed to find lemmas.
pub(crate) struct Lemmas {
    scripts: Vec<Script>,
    /// By XPOS label number and lower-case folded form.
    exceptions: Vec<FxHashMap<Box<str>, Box<str>>>,
}

impl Lemmas {
    /// From the script labels, the XPOS labels and the text of `lemmas.tsv`.
    pub(crate) fn read(
        scripts: &[String],
        xpos: &[String],
        tsv: &str,
    ) -> Result<Lemmas, ModelError> {
        let scripts = scripts
            .iter()
            .map(|text| {
                Script::parse(text)
                    .ok_or_else(|| ModelError::Card(format!("'{text}' is no lemma script")))
            })
            .collect::<Result<_, _>>()?;
        let mut exceptions = vec![FxHashMap::default(); xpos.len()];
        for (number, line) in (1..).zip(tsv.lines()) {
            let mut columns = line.split('\t');
            let (Some(form), Some(tag), Some(lemma)) =
                (columns.next(), columns.next(), columns.next())
            else {
                return Err(ModelError::Weights(format!(
                    "lemmas.tsv:{number}: not form, tag and lemma: '{line}'"
                )));
            };
            if let Some(tag) = xpos.iter().position(|label| label == tag) {
                exceptions[tag].insert(form.into(), lemma.into());
            }
        }
        Ok(Lemmas {
            scripts,
            exceptions,
        })
    }

    /// The lemma of a form with the XPOS and script label numbers that the network gave.
    pub(crate) fn lemma(&self, form: &str, xpos: usize, script: usize) -> Box<str> {
        if let Some(exceptions) = self.exceptions.get(xpos)
            && !exceptions.is_empty()
        {
            let plain = form.bytes().all(|b| b.is_ascii_lowercase());
            let found = if plain {
                exceptions.get(form)
            } else {
                exceptions.get(fold(form).to_lowercase().as_str())
            };
            if let Some(lemma) = found {
                return lemma.clone();
            }
        }
        match self.scripts.get(script) {
            Some(script) => script.apply(form).into(),
            None => form.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, form: &str, lemma: &str) {
        let script = Script::parse(script).expect("a script");
        assert_eq!(script.apply(form), lemma);
    }

    #[test]
    fn scripts_edit_forms() {
        check("l:1:", "Talks", "talk");
        check("l:3:y", "parties", "party");
        check("k:0:", "NATO", "NATO");
        check("t:0:", "LONDON", "London");
        check("l:4:be", "were", "be");
        check("l:9:x", "was", "was");
        check("l:3:", "was", "was");
        check("l:0::", "a", "a:");
    }

    #[test]
    fn exceptions_come_first() {
        let xpos = ["NN".to_owned(), "VBD".to_owned()];
        let lemmas =
            Lemmas::read(&["l:2:".to_owned()], &xpos, "sought\tVBD\tseek\n").expect("fine");
        assert_eq!(&*lemmas.lemma("Sought", 1, 0), "seek");
        assert_eq!(&*lemmas.lemma("sought", 1, 0), "seek");
        assert_eq!(&*lemmas.lemma("Sought", 0, 0), "soug");
        assert!(Lemmas::read(&[], &xpos, "one column").is_err());
    }
}
