//! Datelines: "LONDON - ", "MOSCOW, Sept 18 (Interfax) -", "BEIRUT, Lebanon —".
//!
//! A dateline stands at the start of the first body paragraph and names the
//! place, sometimes the day and the agency. It is no sentence: the paragraph
//! starts after it.

use crate::dates::{self, Reading};
use crate::names;

/// What a dateline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// The place in ordinary casing: "London", "Beirut, Lebanon".
    pub place: Option<String>,
    /// The day.
    pub date: Option<Reading>,
    /// The agency in brackets.
    pub agency: Option<String>,
    /// Byte of the block at which its first sentence starts.
    pub end: usize,
}

/// Words in capitals that open a block without being a place.
const LABELS: &[&str] = &[
    "ANALYSIS",
    "BREAKING",
    "CORRECTED",
    "CORRECTION",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "INTERVIEW",
    "JUST",
    "LEAD",
    "LIVE",
    "NEWS",
    "NOTE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "PROFILE",
    "QUOTE",
    "READ",
    "REFILE",
    "REPORT",
    "SOURCE",
    "SUMMARY",
    "TEXT",
    "TIMELINE",
    "TOPLINE",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WATCH",
    "WRAPUP",
    "MORE",
    "FILE",
    "CAPTION",
    "TITLE",
    "DATE",
    "BACKGROUND",
    "DETAILS",
    "POLL",
    "WOW",
    "WHO",
    "WHAT",
    "WHY",
    "HOW",
];

/// Words in ordinary casing that may open a sentence, so that "Talks - the …"
/// or "The U.S. - …" is no dateline.
const OPENERS: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "it",
    "he",
    "she",
    "they",
    "we",
    "i",
    "in",
    "is",
    "are",
    "was",
    "to",
    "not",
    "on",
    "at",
    "for",
    "but",
    "and",
    "or",
    "if",
    "when",
    "while",
    "after",
    "before",
    "as",
    "no",
    "yes",
    "update",
    "breaking",
    "exclusive",
    "opinion",
    "analysis",
    "note",
    "photo",
    "video",
    "mr",
    "mrs",
    "ms",
    "dr",
    "president",
    "prime",
    "minister",
    "read",
    "watch",
    "source",
];

/// Reads the dateline at the start of `block`, if there is one.
pub(crate) fn parse(block: &str) -> Option<Dateline> {
    separators(block).find_map(|(prefix_end, end, mark)| {
        let mut dateline = prefix(&block[..prefix_end], &block[end..], mark)?;
        let rest = &block[end..];
        dateline.end = end + (rest.len() - rest.trim_start().len());
        Some(dateline)
    })
}

/// Reads a line that is a place and a date and nothing else:
/// "GENEVA, 12 January 2015".
pub(crate) fn line(block: &str) -> Option<Dateline> {
    if block.len() > 90 {
        return None;
    }
    let found = dates::find(block)?;
    let after = block[found.range.end..].trim_matches([' ', '.', ',', '-', '–', '—']);
    let place = block[..found.range.start].trim_end().strip_suffix(',')?;
    if !after.is_empty() {
        return None;
    }
    Some(Dateline {
        place: Some(place_name(place, Casing::Capitals)?),
        date: Some(found.reading),
        agency: None,
        end: block.len(),
    })
}

/// What parts a dateline from its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    /// "/TASS/."
    Slashes,
}

/// Candidate separators near the start of `block`: end of the prefix, start of
/// what follows, and the mark.
fn separators(block: &str) -> impl Iterator<Item = (usize, usize, Mark)> + '_ {
    const REACH: usize = 110;
    const MARKS: &[(&str, Mark)] = &[
        (" - ", Mark::Dash),
        (" – ", Mark::Dash),
        (" — ", Mark::Dash),
        (" -- ", Mark::Dash),
        (" _ ", Mark::Dash),
        (" −", Mark::Dash),
        (") -", Mark::Dash),
        (")-", Mark::Dash),
        (")--", Mark::Dash),
        (") –", Mark::Dash),
        (") —", Mark::Dash),
        (")—", Mark::Dash),
        ("—", Mark::Dash),
        ("–", Mark::Dash),
        ("--", Mark::Dash),
        (": ", Mark::Colon),
        ("/. ", Mark::Slashes),
        ("/ - ", Mark::Slashes),
    ];
    let first_line = block.split('\n').next().unwrap_or("");
    let mut found: Vec<(usize, usize, Mark)> = MARKS
        .iter()
        .filter_map(|(text, mark)| {
            let at = first_line.find(text)?;
            (at <= REACH).then(|| {
                // The bracket and the slash belong to the agency's name.
                let keep = usize::from(text.starts_with(')') || text.starts_with('/'));
                (at + keep, at + text.len(), *mark)
            })
        })
        .collect();
    // The longest mark at the earliest place.
    found.sort_by_key(|(prefix, end, _)| (*prefix, usize::MAX - *end));
    found.into_iter()
}

fn prefix(prefix: &str, rest: &str, mark: Mark) -> Option<Dateline> {
    let mut head = prefix.trim();
    if rest.trim_start().is_empty() {
        return None;
    }
    let mut agency = None;
    let brackets = match mark {
        Mark::Slashes => Some(('/', '/')),
        _ if head.ends_with(')') => Some(('(', ')')),
        _ => None,
    };
    if let Some((open, close)) = brackets {
        let inner = head.strip_suffix(close)?;
        let start = inner.rfind(open)?;
        let name = inner[start + open.len_utf8()..].trim();
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || name.len() > 40 || name.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        agency = Some(name.to_owned());
        head = inner[..start].trim_end();
    }
    let head = head.trim_end_matches([',', ' ']);
    let (place, date) = match dates::find(head) {
        Some(found) => {
            let after = head[found.range.end..].trim_matches([' ', ',', '.']);
            let weekday =
                after.split_whitespace().count() <= 1 && after.chars().all(|c| c.is_alphabetic());
            if !weekday {
                return None;
            }
            (
                head[..found.range.start].trim_end_matches([' ', ',']),
                Some(found.reading),
            )
        }
        None => (head, None),
    };
    let place = strip_weekday(place);
    if place.is_empty() {
        let enough = match mark {
            Mark::Dash => agency.is_some() || date.is_some(),
            Mark::Slashes => agency.is_some() && date.is_some(),
            Mark::Colon => false,
        };
        return enough.then_some(Dateline {
            place: None,
            date,
            agency,
            end: 0,
        });
    }
    let casing = match mark {
        Mark::Colon => Casing::Capitals,
        _ if agency.is_some() || date.is_some() => Casing::Any,
        _ if starts_sentence(rest) => Casing::Short,
        _ => Casing::Capitals,
    };
    Some(Dateline {
        place: Some(place_name(place, casing)?),
        date,
        agency,
        end: 0,
    })
}

/// Whether what follows starts like a sentence rather than like an aside.
fn starts_sentence(rest: &str) -> bool {
    rest.trim_start()
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || "\"“'‘".contains(c))
}

fn strip_weekday(place: &str) -> &str {
    let (before, last) = match place.rsplit_once([' ', ',']) {
        Some((before, last)) => (before, last),
        None => ("", place),
    };
    if dates::is_weekday(last.trim_end_matches('.')) {
        before.trim_end_matches([' ', ','])
    } else {
        place
    }
}

/// Which casing a place must have to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Casing {
    /// All in capitals.
    Capitals,
    /// One or two words in ordinary casing will do as well.
    Short,
    /// Any casing: an agency or a date stands beside it.
    Any,
}

/// A place as a name, if `written` can be one.
fn place_name(written: &str, casing: Casing) -> Option<String> {
    let mut pieces: Vec<&str> = written.split(',').map(str::trim).collect();
    if pieces.len() > 3 || written.contains('\n') || names::is_press(pieces[0]) {
        return None;
    }
    // "TIRANA. - " loses its full stop, "CASPER, Wyo. - " keeps it.
    if pieces.len() == 1 && written.matches('.').count() == 1 {
        pieces[0] = pieces[0].trim_end_matches('.');
    }
    // "WASHINGTON/MOSCOW": the first is where the report starts.
    let first = pieces[0].split(['/', ';']).next()?.trim();
    let words: Vec<&str> = first.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ".'’ʼ-".contains(c))
            && word.chars().any(char::is_alphabetic)
    };
    if words.is_empty() || words.len() > 5 || !words.iter().all(is_word) {
        return None;
    }
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = is_capitals(&words);
    let bare = |word: &str| word.trim_matches('.').to_owned();
    if capitals {
        let label = |word: &&str| LABELS.contains(&bare(word).as_str());
        let small = |word: &str| OPENERS.contains(&bare(word).to_lowercase().as_str());
        let function = words
            .iter()
            .enumerate()
            .any(|(index, word)| small(word) && (index == 0 || !is_particle(word)));
        // "UN - …" or "EU: …" open headlines; "U.N. - …" likewise.
        if letters < 3 || words.iter().any(label) || (function && words[0] != "THE") {
            return None;
        }
        // The Hague is the one place that is called "The".
        if words[0] == "THE" && words != ["THE", "HAGUE"] {
            return None;
        }
    } else {
        let allowed = match casing {
            Casing::Capitals => false,
            Casing::Short => words.len() <= 2 && pieces.len() <= 2,
            Casing::Any => words.len() <= 4,
        };
        let named = words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) || is_particle(word));
        let opener = OPENERS.contains(&bare(words[0]).to_lowercase().as_str());
        if !allowed || !named || opener || !words[0].starts_with(char::is_uppercase) {
            return None;
        }
    }
    let mut name = if capitals {
        words
            .iter()
            .enumerate()
            .map(|(index, word)| ordinary(word, index > 0))
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        words.join(" ")
    };
    for region in &pieces[1..] {
        let parts: Vec<&str> = region.split_whitespace().collect();
        let good = !parts.is_empty()
            && parts.len() <= 4
            && parts.iter().all(is_word)
            && parts
                .iter()
                .all(|word| word.starts_with(char::is_uppercase) || is_particle(word));
        if !good {
            return None;
        }
        let capitals = parts.iter().all(|word| word.chars().count() > 2) && is_capitals(&parts);
        let region = if capitals {
            parts
                .iter()
                .enumerate()
                .map(|(index, word)| ordinary(word, index > 0))
                .collect::<Vec<_>>()
                .join(" ")
        } else {
            parts.join(" ")
        };
        name.push_str(", ");
        name.push_str(&region);
    }
    Some(name)
}

/// Whether the words are in capitals, but for particles and "St.".
fn is_capitals(words: &[&str]) -> bool {
    let upper = |word: &&str| {
        word.chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase)
    };
    words.iter().any(|word| upper(word) && word.len() > 1)
        && words
            .iter()
            .all(|word| upper(word) || is_particle(word) || matches!(*word, "St." | "Mc"))
}

fn is_particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "de" | "del"
            | "da"
            | "do"
            | "dos"
            | "du"
            | "des"
            | "la"
            | "le"
            | "les"
            | "el"
            | "al"
            | "of"
            | "the"
            | "es"
            | "sur"
            | "au"
            | "ul"
            | "and"
            | "en"
            | "upon"
            | "am"
    )
}

/// "PORT-AU-PRINCE" as "Port-au-Prince", "N'DJAMENA" as "N'Djamena"; `inner`
/// when another word stands before it.
fn ordinary(word: &str, inner: bool) -> String {
    // Initials stay: "D.C.", "U.S.".
    let initials = word.len() > 2
        && word
            .split_terminator('.')
            .all(|part| part.chars().count() == 1);
    if initials {
        return word.to_owned();
    }
    if inner && is_particle(word) && !matches!(word, "LA" | "EL" | "AL") {
        return word.to_lowercase();
    }
    let mut parts = Vec::new();
    for (index, part) in word.split('-').enumerate() {
        if index > 0 && is_particle(part) {
            parts.push(part.to_lowercase());
            continue;
        }
        let mut out = String::new();
        let mut start = true;
        let mut letters = 0;
        for c in part.chars() {
            if c.is_alphabetic() {
                if start {
                    out.push(c);
                } else {
                    out.extend(c.to_lowercase());
                }
                start = false;
                letters += 1;
            } else {
                out.push(c);
                // "N'DJAMENA" and "L'AQUILA" have a second capital, "SANA'A" has not.
                start = letters == 1;
            }
        }
        parts.push(out);
    }
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Checks the place of the dateline and the words that follow it.
    fn check(block: &str, place: Option<&str>, rest: &str) {
        let dateline = parse(block);
        let dateline = dateline.as_ref();
        assert_eq!(
            dateline.and_then(|found| found.place.as_deref()),
            place,
            "{block}"
        );
        let end = dateline.map_or(0, |found| found.end);
        assert_eq!(&block[end..], rest, "{block}");
    }

    #[test]
    fn agencies_styles() {
        check("LONDON - Talks began.", Some("London"), "Talks began.");
        check("LONDON (Reuters) — Talks.", Some("London"), "Talks.");
        check("LONDON (Reuters) -Talks.", Some("London"), "Talks.");
        check("London (AFP) - Talks.", Some("London"), "Talks.");
        check(
            "MOSCOW, Sept 18 (Interfax) - Talks.",
            Some("Moscow"),
            "Talks.",
        );
        check(
            "BEIJING, Sept. 18 (Xinhua) -- Talks.",
            Some("Beijing"),
            "Talks.",
        );
        check(
            "MOSCOW, September 18. /TASS/. Talks.",
            Some("Moscow"),
            "Talks.",
        );
        check(
            "BEIRUT, Lebanon — Talks.",
            Some("Beirut, Lebanon"),
            "Talks.",
        );
        check(
            "KINSHASA, Congo (AP) _ Rebels.",
            Some("Kinshasa, Congo"),
            "Rebels.",
        );
        check(
            "WASHINGTON/MOSCOW (Reuters) - Talks.",
            Some("Washington"),
            "Talks.",
        );
        check(
            "ISLAMABAD: The government said.",
            Some("Islamabad"),
            "The government said.",
        );
        check(
            "PARIS—The minister said.",
            Some("Paris"),
            "The minister said.",
        );
        check("Geneva, 12 January 2015 – Talks.", Some("Geneva"), "Talks.");
        check("Sarajevo - The siege.", Some("Sarajevo"), "The siege.");
    }

    #[test]
    fn names_get_ordinary_casing() {
        for (written, name) in [
            ("PORT-AU-PRINCE", "Port-au-Prince"),
            ("N'DJAMENA", "N'Djamena"),
            ("SANA'A", "Sana'a"),
            ("DAR ES SALAAM", "Dar es Salaam"),
            ("RIO DE JANEIRO", "Rio de Janeiro"),
            ("ST. PETERSBURG", "St. Petersburg"),
            ("NEW YORK", "New York"),
            ("UNITED NATIONS", "United Nations"),
            ("ADDIS ABABA", "Addis Ababa"),
            ("EL FASHER", "El Fasher"),
            ("MAZAR-I-SHARIF", "Mazar-I-Sharif"),
        ] {
            check(&format!("{written} - Talks."), Some(name), "Talks.");
        }
    }

    #[test]
    fn days_and_agencies_are_kept() {
        let found = parse("MOSCOW, Sept 18, 2015 (Interfax) - Talks.").expect("a dateline");
        assert_eq!(found.date, Some(Reading::Day(date(2015, 9, 18))));
        assert_eq!(found.agency.as_deref(), Some("Interfax"));
        let found = parse("18 September 2015 – The Council met.").expect("a dateline");
        assert_eq!(found.place, None);
        let found = line("GENEVA, 12 January 2015").expect("a dateline");
        assert_eq!(found.place.as_deref(), Some("Geneva"));
    }

    #[test]
    fn sentences_are_not_datelines() {
        for text in [
            "The United States - and its allies - agreed.",
            "U.S.-Russian talks - the first in a year - began.",
            "John Kerry - the secretary of state - said so.",
            "BREAKING - Talks began.",
            "UPDATE 1 - Talks began.",
            "EU: Talks began.",
            "FIX IS IN: Moderators are silent.",
            "THE NSU: It killed ten people.",
            "TUESDAY: Talks begin.",
            "Washington Post -- Talks began.",
            "He said: \"No.\"",
            "Kerry said on Friday - after talks - that",
            "LONDON - ",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
