//! Bylines and publishers: who wrote a story, and who brought it out.

use crate::dates::{self, Reading};

/// A byline taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    /// The names as written: "John Smith and Jane Doe".
    pub name: String,
    /// Newspaper or agency named in it.
    pub publisher: Option<String>,
    /// A date that stands on the same line.
    pub date: Option<Reading>,
}

/// Words that newspapers, agencies and stations have in their names.
const PRESS_WORDS: &[&str] = &[
    "agency",
    "associated",
    "broadcasting",
    "bulletin",
    "chronicle",
    "courier",
    "daily",
    "digest",
    "dispatch",
    "echo",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "ledger",
    "magazine",
    "mail",
    "media",
    "mirror",
    "monitor",
    "network",
    "news",
    "newspaper",
    "newspapers",
    "newswire",
    "observer",
    "online",
    "post",
    "press",
    "radio",
    "record",
    "register",
    "review",
    "standard",
    "star",
    "sun",
    "telegraph",
    "television",
    "times",
    "today",
    "tribune",
    "tv",
    "voice",
    "weekly",
    "wire",
    "reuters",
    "interfax",
    "tass",
    "xinhua",
    "bloomberg",
    "kyodo",
    "yonhap",
    "anadolu",
    "aljazeera",
    "jazeera",
    "afp",
    "ap",
    "upi",
    "bbc",
    "cnn",
    "dpa",
    "ians",
    "pti",
    "irna",
    "ria",
    "itar-tass",
    "france-presse",
    "npr",
    "pbs",
    "abc",
    "cbs",
    "nbc",
];

/// Whether `name` reads like a newspaper, an agency or a station.
pub(crate) fn is_press(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > 6 {
        return false;
    }
    let named = words.iter().all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(*word, "of" | "the" | "and" | "&" | "for" | "de")
    });
    named
        && words.iter().any(|word| {
            let bare = word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            PRESS_WORDS.contains(&bare.as_str())
        })
}

/// Whether `name` is the name in the host of `url`: "The Moscow Times" in
/// "www.themoscowtimes.com".
pub(crate) fn matches_host(name: &str, url: &str) -> bool {
    let squeezed: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = squeezed.strip_prefix("the").unwrap_or(&squeezed);
    let Some(host) = host(url) else {
        return false;
    };
    let labels: String = host.replace('-', "");
    bare.len() >= 4
        && labels
            .split('.')
            .any(|label| label == squeezed || label.strip_prefix("the").unwrap_or(label) == bare)
}

/// The host of a URL without `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    let plain = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    (plain && host.contains('.') && host.len() > 3).then_some(host)
}

/// Reads "By John Smith, The Associated Press | September 18, 2015".
///
/// A sentence that opens with "By" ("By Friday, rebels had taken the town") is
/// no byline: names are written with capitals.
pub(crate) fn byline(text: &str) -> Option<Byline> {
    let text = text.trim().trim_matches(['*', '_']).trim();
    if text.len() > 200 || text.contains('\n') {
        return None;
    }
    let rest = ["written by ", "story by ", "by: ", "by ", "from "]
        .iter()
        .find_map(|opening| {
            let head = text.get(..opening.len())?;
            head.eq_ignore_ascii_case(opening)
                .then(|| text[opening.len()..].trim())
        })?;
    let from = text
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("from"));
    let mut rest = rest.to_owned();
    let mut date = None;
    if let Some(found) = dates::find(&rest) {
        date = Some(found.reading);
        rest.replace_range(found.range, " ");
    }
    // Names and roles only: any other word in small letters makes it a sentence.
    let plain = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_lowercase) && !is_connective(word)
    };
    if rest.split_whitespace().any(plain) {
        return None;
    }
    let mut name = String::new();
    let mut publisher = None;
    for part in rest
        .split(['|', '•', '·', ';', ','])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" for "))
    {
        let part = part.trim().trim_end_matches(['.', ':']).trim();
        if part.is_empty() {
            continue;
        }
        // "Associated Press Writer", "Reuters Staff".
        let organisation = [" writer", " staff", " correspondent", " reporter"]
            .iter()
            .find_map(|role| {
                let cut = part.len().checked_sub(role.len())?;
                part.get(cut..)?
                    .eq_ignore_ascii_case(role)
                    .then(|| &part[..cut])
            })
            .unwrap_or(part);
        if is_press(organisation) && publisher.is_none() {
            publisher = Some(collapse(organisation));
            if name.is_empty() {
                name = collapse(organisation);
            }
        } else if name.is_empty() {
            name = collapse(part);
        } else if is_name(part) && part.split_whitespace().count() <= 3 && part.contains(' ') {
            name = format!("{name}, {}", collapse(part));
        }
    }
    // "From" opens far more sentences and headings than bylines.
    if from && publisher.is_none() {
        return None;
    }
    // "John Smith in Beirut": the place is not his name.
    if let Some((before, after)) = name.split_once(" in ")
        && is_name(before)
        && after.starts_with(char::is_uppercase)
    {
        name = before.to_owned();
    }
    is_name(&name).then_some(Byline {
        name,
        publisher,
        date,
    })
}

/// Whether every word of a short text is written as names are.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '@') || is_connective(word)
    };
    (1..=10).contains(&words.len())
        && words.iter().all(named)
        && words
            .iter()
            .any(|word| word.starts_with(char::is_uppercase))
}

/// Words in small letters that stand in names and bylines.
fn is_connective(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "with"
            | "of"
            | "the"
            | "for"
            | "in"
            | "de"
            | "van"
            | "von"
            | "der"
            | "bin"
            | "al"
            | "ul"
            | "da"
            | "dos"
            | "our"
            | "staff"
            | "writer"
            | "correspondent"
            | "reporter"
            | "editor"
            | "agencies"
    ) || word == "&"
        || word.starts_with("al-")
        || word.starts_with("el-")
        || word.starts_with("d'")
}

/// Text with each run of white space as one space.
pub(crate) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_taken_apart() {
        for (text, name, publisher) in [
            ("By John Smith", "John Smith", None),
            ("BY JOHN SMITH", "JOHN SMITH", None),
            (
                "By The Moscow Times",
                "The Moscow Times",
                Some("The Moscow Times"),
            ),
            (
                "By John Smith, Associated Press Writer",
                "John Smith",
                Some("Associated Press"),
            ),
            (
                "By John Smith and Jane Doe | Reuters",
                "John Smith and Jane Doe",
                Some("Reuters"),
            ),
            ("By John Smith in Beirut", "John Smith", None),
        ] {
            let byline = byline(text).expect(text);
            assert_eq!(byline.name, name, "{text}");
            assert_eq!(byline.publisher.as_deref(), publisher, "{text}");
        }
    }

    #[test]
    fn sentences_are_not_bylines() {
        for text in [
            "By Friday, rebels had taken the town.",
            "By the end of the day",
            "From the archive",
            "Talks began.",
            "By",
            "By €",
        ] {
            assert_eq!(byline(text), None, "{text}");
        }
    }

    #[test]
    fn publishers_are_known_by_word_and_host() {
        assert!(is_press("The Moscow Times"));
        assert!(is_press("Associated Press"));
        assert!(!is_press("U.S. Secretary of State John Kerry"));
        assert!(matches_host(
            "The Moscow Times",
            "https://www.themoscowtimes.com/2015/"
        ));
        assert!(!matches_host(
            "The Times",
            "https://www.themoscowtimes.com/2015/"
        ));
        assert_eq!(
            host("https://www.example.org/a").as_deref(),
            Some("example.org")
        );
        assert_eq!(host("nonsense"), None);
    }
}
