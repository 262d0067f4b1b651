//! First names, titles and nouns of institutions: what speaks for a kind of name besides the network.

/// What a listed word says of a name that it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A person's first name ("Dmitry").
    Given,
    /// A title or role noun, which stands before a person's name ("Senator").
    Title,
    /// A noun for an institution ("House", "Ministry").
    Body,
}

/// The list in `models/names.tsv`, which `scripts/names.py` makes: lines of a word and its sign, sorted by
/// their bytes. It is searched as it lies, so that loading takes no time.
pub(crate) struct Names(&'static str);

impl Names {
    /// The bytes of the list that is part of the program.
    pub(crate) const EMBEDDED: &'static str = include_str!("../../../../models/names.tsv");

    /// The list that is part of the program.
    pub(crate) fn embedded() -> Names {
        Names(Names::EMBEDDED)
    }

    /// What a capitalised word says: first names as they are written, other words in lower case.
    pub(crate) fn sign(&self, form: &str) -> Option<Sign> {
        self.find(form).or_else(|| self.find(&form.to_lowercase()))
    }

    fn find(&self, word: &str) -> Option<Sign> {
        let mut text = self.0;
        while !text.is_empty() {
            let bytes = text.as_bytes();
            let middle = text.len() / 2;
            let break_before = bytes[..middle].iter().rposition(|byte| *byte == b'\n');
            let start = break_before.map_or(0, |at| at + 1);
            let break_after = bytes[start..].iter().position(|byte| *byte == b'\n');
            let end = break_after.map_or(text.len(), |at| start + at);
            let (name, sign) = text[start..end].split_once('\t').unwrap_or_default();
            match name.cmp(word) {
                std::cmp::Ordering::Less => text = &text[text.len().min(end + 1)..],
                std::cmp::Ordering::Greater => text = &text[..start],
                std::cmp::Ordering::Equal => {
                    return match sign {
                        "given" => Some(Sign::Given),
                        "title" => Some(Sign::Title),
                        "body" => Some(Sign::Body),
                        _ => None,
                    };
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found() {
        let names = Names::embedded();
        let mut lines = 0;
        for line in Names::EMBEDDED.lines() {
            let (name, _) = line.split_once('\t').expect("a line is a word and a sign");
            assert!(names.find(name).is_some(), "{line}");
            lines += 1;
        }
        assert!(lines > 1000);
    }

    #[test]
    fn signs_heed_case() {
        let names = Names::embedded();
        assert_eq!(names.sign("Dmitry"), Some(Sign::Given));
        assert_eq!(names.sign("Senator"), Some(Sign::Title));
        assert_eq!(names.sign("SENATE"), Some(Sign::Body));
        assert_eq!(names.sign("dmitry"), None);
        assert_eq!(names.sign(""), None);
        assert_eq!(names.sign("\u{10ffff}"), None);
    }
}
