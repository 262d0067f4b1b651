//! Which of the family's dictionaries a file is, by looking at its lines.

use super::lines::Line;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Names with codes.
    Actors,
    /// Role nouns with codes.
    Agents,
    /// Verbs and their patterns.
    Verbs,
    /// Issues.
    Issues,
    /// Phrases that discard a story or sentence.
    Discards,
    /// Nothing but comments.
    Empty,
}

/// Tells a file's kind.
pub fn of(lines: &[Line<'_>]) -> FileKind {
    let (mut actors, mut agents, mut verbs) = (0, 0, 0);
    for line in lines {
        let text = &*line.text;
        if text.starts_with("<ISSUE") {
            return FileKind::Issues;
        }
        // Block labels, patterns, synonym sets and transformations.
        let verb = text.starts_with("---")
            || text.starts_with('&')
            || text.starts_with('~')
            || text.starts_with("- ") && text.contains('*');
        if verb {
            verbs += 1;
        } else if let Some((_, code)) = text.split_once('[') {
            let code = code.split(']').next().unwrap_or(code);
            if code.contains('~') {
                agents += 1;
            } else {
                actors += 1;
            }
        } else if text.starts_with('!') && text.contains('=') {
            agents += 1;
        }
    }
    match (actors, agents, verbs) {
        _ if lines.is_empty() => FileKind::Empty,
        (0, 0, 0) => FileKind::Discards,
        // Verbs have codes too, but neither of the others has patterns.
        _ if verbs > agents && verbs * 20 > actors => FileKind::Verbs,
        _ if agents >= actors => FileKind::Agents,
        _ => FileKind::Actors,
    }
}

impl FileKind {
    /// What is wrong with being of this kind; `None` for those that can be loaded.
    pub fn refusal(self) -> Option<&'static str> {
        Some(match self {
            FileKind::Actors | FileKind::Agents => return None,
            FileKind::Verbs => "is a verbs dictionary",
            FileKind::Issues => "is an issues list",
            FileKind::Discards => {
                "has no codes in brackets: it is a discards list or no dictionary at all"
            }
            FileKind::Empty => "holds no entries",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::lines;
    use crate::petrarch::problems::Problems;

    fn check(text: &str, expected: FileKind) {
        let mut found = Vec::new();
        let lines = lines::read(text.as_bytes(), &mut Problems::new("a", &mut found));
        assert_eq!(of(&lines), expected, "{text}");
    }

    #[test]
    fn kinds_are_told_apart() {
        check("OSLO_\n+OSLOVIAN\n\t[NOR]\n", FileKind::Actors);
        check("!P! = MAN, MEN\nPOLICE {} [~COP]\n", FileKind::Agents);
        check("BODY [NGO~]\nODD [GOV]\n", FileKind::Agents);
        check(
            "&COIN\n+DOLLAR\n\n--- AID [---] ---\nHELP {HELPS} [070]\n- * FOOD [073]\n",
            FileKind::Verbs,
        );
        check("~ a (b . ATTACK) SAY = a b 112\n", FileKind::Verbs);
        check(
            "<ISSUE CATEGORY=\"X\" TYPE=\"ALL\">\nn:school [SCHOOLS]\n</ISSUE>\n",
            FileKind::Issues,
        );
        check("+WORLD CUP\nBASEBALL\n", FileKind::Discards);
        check("# nothing\n", FileKind::Empty);
    }
}
