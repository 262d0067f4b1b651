//! Tells running text from labels, and paragraphs that break off from those
//! that end.

/// Words in a text, by white space.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The last character that says how a text ends: before closing quotes,
/// brackets and footnote marks.
fn last_mark(text: &str) -> Option<char> {
    let mut text = text.trim_end();
    // "… on Friday.[12]"
    if let Some(inner) = text.strip_suffix(']')
        && let Some((before, number)) = inner.rsplit_once('[')
        && number.len() <= 3
        && number.chars().all(|c| c.is_ascii_digit())
    {
        text = before.trim_end();
    }
    text.trim_end_matches(|c: char| "\"'”’»)]*_".contains(c) || c.is_whitespace())
        .chars()
        .next_back()
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    match last_mark(text) {
        Some('.' | '!' | '?' | '…' | ';') => true,
        Some(':') => words(text) >= 4,
        _ => false,
    }
}

/// Number of words from which a text without a final mark is still taken for
/// prose that lost it, not for a caption or a subhead.
const LONG: usize = 20;

/// Whether a block is running text; `least` is the number of words that a
/// finished sentence must have.
pub(super) fn is_prose(text: &str, least: usize) -> bool {
    let words = words(text);
    (ends_sentence(text) && words >= least) || words >= LONG
}

/// Words that never end a paragraph.
const DANGLING: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "into", "against",
    "between", "among", "under", "over", "and", "or", "but", "nor", "that", "which", "who",
    "whose", "its", "his", "her", "their", "our", "as", "than", "because", "while", "if", "when",
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "not",
];

/// Whether `text` breaks off in mid-sentence and `next` goes on with it.
pub(super) fn breaks_off(text: &str, next: &str) -> bool {
    if ends_sentence(text) || last_mark(text) == Some(':') {
        return false;
    }
    if words(text) < 12 && text.len() < 80 {
        return false;
    }
    let lower = next.trim_start().chars().next().is_some_and(|c| {
        c.is_lowercase() || c == '[' || c == '(' || c == ',' || c.is_ascii_digit()
    });
    let last = text
        .split_whitespace()
        .next_back()
        .unwrap_or("")
        .to_lowercase();
    lower || last.ends_with([',', '-', '—']) || DANGLING.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_marks_inside_or_outside_quotes() {
        for text in [
            "He left.",
            "\"He left.\"",
            "“No!”",
            "He left (on Friday).",
            "He left.[12]",
            "He named three conditions:",
        ] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in [
            "U.S. Secretary of State John Kerry",
            "Related:",
            "He said,",
            "",
        ] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn only_long_texts_break_off() {
        let long = "The minister said on Monday that the talks would be held in the presence of";
        assert!(breaks_off(long, "President Example."));
        assert!(breaks_off(long, "[President] Example."));
        assert!(!breaks_off("Presence of", "the president."));
        assert!(!breaks_off(
            "The minister said so on Monday in the capital to reporters who had come.",
            "then he left."
        ));
    }
}
