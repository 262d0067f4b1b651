//! Dictionary forms: exceptions first, else the edit that the network chose.

use crate::network::features::fold;
use crate::network::weights::ModelError;
use std::borrow::Cow;

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
    xpos: Vec<String>,
    lexicon: Lexicon,
}

impl Lemmas {
    /// From the script labels, the XPOS labels and the text of `lemmas.tsv`.
    pub(crate) fn read(
        scripts: &[String],
        xpos: &[String],
        tsv: Cow<'static, str>,
    ) -> Result<Lemmas, ModelError> {
        let parse = |text: &String| {
            Script::parse(text)
                .ok_or_else(|| ModelError::Card(format!("'{text}' is no lemma script")))
        };
        let scripts = scripts.iter().map(parse).collect::<Result<_, _>>()?;
        Ok(Lemmas {
            scripts,
            xpos: xpos.to_vec(),
            lexicon: Lexicon::read(tsv)?,
        })
    }

    /// The lemma of a form with the XPOS and script label numbers that the network gave.
    pub(crate) fn lemma(&self, form: &str, xpos: usize, script: usize) -> Box<str> {
        let tag = self.xpos.get(xpos).map_or("", String::as_str);
        let plain = form.bytes().all(|b| b.is_ascii_lowercase());
        let found = if plain {
            self.lexicon.get(form, tag)
        } else {
            self.lexicon.get(&fold(form).to_lowercase(), tag)
        };
        match (found, self.scripts.get(script)) {
            (Some(lemma), _) => lemma.into(),
            (None, Some(script)) => script.apply(form).into(),
            (None, None) => form.into(),
        }
    }
}

/// Lemmas by form and tag. The text stays as it is and only the places of its lines are kept, so
/// that tens of thousands of entries load in a moment.
struct Lexicon {
    text: Cow<'static, str>,
    /// Where lines begin, plus one; 0 where there is none. A table with open addressing.
    slots: Vec<u32>,
}

impl Lexicon {
    /// Reads lines of form, tag and lemma, separated by tabs. Of equal entries the first counts.
    fn read(text: Cow<'static, str>) -> Result<Lexicon, ModelError> {
        let lines = text.bytes().filter(|b| *b == b'\n').count() + 1;
        let mut slots = vec![0; (2 * lines).next_power_of_two()];
        let mut at = 0;
        for (number, line) in (1..).zip(text.split('\n')) {
            let start = at;
            at += line.len() + 1;
            if line.is_empty() {
                continue;
            }
            let Some((form, tag, _)) = columns(line) else {
                return Err(ModelError::Weights(format!(
                    "lemmas.tsv:{number}: not form, tag and lemma: '{line}'"
                )));
            };
            let mut slot = hash(form, tag) as usize & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = u32::try_from(start + 1)
                .map_err(|_| ModelError::Weights("lemmas.tsv is too long".to_owned()))?;
        }
        Ok(Lexicon { text, slots })
    }

    /// The lemma of an entry.
    fn get(&self, form: &str, tag: &str) -> Option<&str> {
        let mut slot = hash(form, tag) as usize & (self.slots.len() - 1);
        // At least half of the slots are free, so the search ends.
        while let Some(start) = self.slots[slot].checked_sub(1) {
            let line = self.text[start as usize..].split('\n').next()?;
            if let Some((found, its, lemma)) = columns(line)
                && found == form
                && its == tag
            {
                return Some(lemma);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        None
    }
}

/// Form, tag and lemma of a line.
fn columns(line: &str) -> Option<(&str, &str, &str)> {
    let (form, rest) = line.split_once('\t')?;
    let (tag, lemma) = rest.split_once('\t')?;
    Some((form, tag, lemma.trim_end_matches('\r')))
}

/// FNV-1a over form and tag.
fn hash(form: &str, tag: &str) -> u32 {
    let bytes = form.bytes().chain([0xFF]).chain(tag.bytes());
    bytes.fold(2_166_136_261, |value: u32, byte| {
        (value ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
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
        let lemmas = Lemmas::read(
            &["l:2:".to_owned()],
            &xpos,
            "sought\tVBD\tseek\nfled\tVBD\tflee\n".into(),
        )
        .expect("fine");
        assert_eq!(&*lemmas.lemma("Sought", 1, 0), "seek");
        assert_eq!(&*lemmas.lemma("sought", 1, 0), "seek");
        assert_eq!(&*lemmas.lemma("fled", 1, 0), "flee");
        assert_eq!(&*lemmas.lemma("Sought", 0, 0), "soug");
        assert!(Lemmas::read(&[], &xpos, "one column".into()).is_err());
    }
}
