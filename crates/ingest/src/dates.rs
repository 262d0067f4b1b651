//! Calendar dates in metadata, date lines, datelines and URLs.
//!
//! Only what names a whole day is read here; "last year" and the like belong
//! to the coding room. A date that could be two days ("03/04/2015") is told as
//! ambiguous, never guessed.

use jiff::civil::Date;
use std::ops::Range;

/// What a written date was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A day.
    Day(Date),
    /// A month and a day without a year.
    NoYear(i8, i8),
    /// It looks like a date, but there is no such day.
    Impossible,
    /// Day and month cannot be told apart.
    Ambiguous,
}

impl Reading {
    /// The day, if it is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Reading::Day(day) => Some(day),
            _ => None,
        }
    }
}

/// A date found in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it says.
    pub reading: Reading,
}

/// A run of letters or of digits.
struct Piece<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    digits: bool,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for (at, c) in text.char_indices() {
        let digits = c.is_ascii_digit();
        if !digits && !c.is_alphabetic() {
            continue;
        }
        let end = at + c.len_utf8();
        match pieces.last_mut() {
            Some(last) if last.end == at && last.digits == digits => {
                last.end = end;
                last.text = &text[last.start..end];
            }
            _ => pieces.push(Piece {
                start: at,
                end,
                text: &text[at..end],
                digits,
            }),
        }
    }
    pieces
}

/// The number of a month by its English name or abbreviation.
fn month(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    if name == "sept" {
        return Some(9);
    }
    NAMES
        .iter()
        .position(|full| *full == name || (name.len() == 3 && full.starts_with(&name)))
        .map(|index| index as i8 + 1)
}

fn day(year: i16, month: i8, day: i8) -> Reading {
    if !(1800..=2100).contains(&year) {
        return Reading::Impossible;
    }
    Date::new(year, month, day).map_or(Reading::Impossible, Reading::Day)
}

/// Whether a word is a day's name or its abbreviation.
pub(crate) fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .any(|full| *full == word || (word.len() >= 3 && word.len() <= 5 && full.starts_with(&word)))
}

/// The first date in `text`.
pub(crate) fn find(text: &str) -> Option<Found> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| date_at(text, &pieces, at))
}

/// A date that starts at piece `at`.
fn date_at(text: &str, pieces: &[Piece<'_>], at: usize) -> Option<Found> {
    let number = |index: usize, widths: &[usize]| -> Option<i16> {
        let piece = pieces.get(index)?;
        (piece.digits && widths.contains(&piece.text.len()))
            .then(|| piece.text.parse().ok())
            .flatten()
    };
    let between = |index: usize| -> &str {
        pieces
            .get(index + 1)
            .map_or("", |next| &text[pieces[index].end..next.start])
    };
    let mark = |index: usize| matches!(between(index), "-" | "/" | ".");
    let gap = |index: usize| {
        let gap = between(index);
        gap.chars().count() <= 3
            && !gap.contains('\n')
            && gap.chars().all(|c| c.is_whitespace() || ",.-/".contains(c))
    };
    let found = |last: usize, reading: Reading| Found {
        range: pieces[at].start..pieces[last].end,
        reading,
    };
    let first = pieces.get(at)?;
    // 2015-09-18, 2015/09/18, 2015.09.18
    if let (Some(y), Some(m), Some(d)) = (
        number(at, &[4]),
        number(at + 1, &[1, 2]),
        number(at + 2, &[1, 2]),
    ) && mark(at)
        && between(at) == between(at + 1)
    {
        return Some(found(at + 2, day(y, m as i8, d as i8)));
    }
    // 20150918, also as the head of 20150918120000
    if first.digits && (first.text.len() == 8 || first.text.len() == 14) {
        let part = |range: Range<usize>| first.text[range].parse::<i16>().ok();
        if let (Some(y), Some(m), Some(d)) = (part(0..4), part(4..6), part(6..8))
            && let Reading::Day(date) = day(y, m as i8, d as i8)
        {
            return Some(found(at, Reading::Day(date)));
        }
        return None;
    }
    // 18/9/2015, 9/18/2015, 18.09.2015
    if let (Some(a), Some(b), Some(y)) = (
        number(at, &[1, 2]),
        number(at + 1, &[1, 2]),
        number(at + 2, &[4]),
    ) && mark(at)
        && between(at) == between(at + 1)
    {
        let (a, b) = (a as i8, b as i8);
        // Dots are only used where the day comes first.
        let reading = if a > 12 || between(at) == "." || a == b {
            day(y, b, a)
        } else if b > 12 {
            day(y, a, b)
        } else {
            Reading::Ambiguous
        };
        return Some(found(at + 2, reading));
    }
    // September 18, 2015; Sept. 18; Sep 18th 2015
    if !first.digits
        && let Some(m) = month(first.text)
        && gap(at)
        && let Some(d) = number(at + 1, &[1, 2])
    {
        let after = skip_ordinal(pieces, at + 1);
        return Some(match number(after + 1, &[4]) {
            Some(y) if gap(after) => found(after + 1, day(y, m, d as i8)),
            _ => found(after, no_year(m, d as i8)),
        });
    }
    // 18 September 2015; 18th of September; 18-Sep-2015
    if let Some(d) = number(at, &[1, 2]) {
        let mut name = skip_ordinal(pieces, at) + 1;
        if pieces.get(name).is_some_and(|piece| piece.text == "of") {
            name += 1;
        }
        let m = month(pieces.get(name)?.text)?;
        if !gap(name - 1) {
            return None;
        }
        return Some(match number(name + 1, &[4]) {
            Some(y) if gap(name) => found(name + 1, day(y, m, d as i8)),
            _ => found(name, no_year(m, d as i8)),
        });
    }
    None
}

fn no_year(month: i8, day: i8) -> Reading {
    // 2000 was a leap year, so every day that can exist exists in it.
    match Date::new(2000, month, day) {
        Ok(_) => Reading::NoYear(month, day),
        Err(_) => Reading::Impossible,
    }
}

/// The piece after which a day's number ends: over "th" in "18th".
fn skip_ordinal(pieces: &[Piece<'_>], at: usize) -> usize {
    match pieces.get(at + 1) {
        Some(next)
            if pieces[at].end == next.start && matches!(next.text, "st" | "nd" | "rd" | "th") =>
        {
            at + 1
        }
        _ => at,
    }
}

/// A date in a metadata field: any written form, or seconds or milliseconds
/// since 1970.
pub(crate) fn metadata(text: &str) -> Option<Reading> {
    let text = text.trim();
    let digits = text.chars().all(|c| c.is_ascii_digit());
    if digits && matches!(text.len(), 9 | 10 | 13) {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 {
            number / 1000
        } else {
            number
        };
        let stamp = jiff::Timestamp::from_second(seconds).ok()?;
        let date = jiff::tz::Offset::UTC.to_datetime(stamp).date();
        return Some(Reading::Day(date));
    }
    find(text).map(|found| found.reading)
}

/// A block that is a date and nothing else: "Published: Friday, September 18,
/// 2015 at 10:24 GMT".
pub(crate) fn line(text: &str) -> Option<Reading> {
    if text.len() > 120 {
        return None;
    }
    let found = find(text)?;
    let rest = [&text[..found.range.start], &text[found.range.end..]];
    let allowed = |piece: &Piece<'_>| {
        piece.digits
            || is_weekday(piece.text)
            || matches!(
                piece.text.to_ascii_lowercase().as_str(),
                "published"
                    | "updated"
                    | "posted"
                    | "date"
                    | "on"
                    | "at"
                    | "am"
                    | "pm"
                    | "a"
                    | "p"
                    | "m"
                    | "t"
                    | "z"
                    | "gmt"
                    | "utc"
                    | "bst"
                    | "est"
                    | "edt"
                    | "et"
                    | "pst"
                    | "pdt"
                    | "cet"
                    | "cest"
                    | "msk"
                    | "ist"
                    | "first"
                    | "last"
                    | "modified"
                    | "release"
                    | "released"
                    | "created"
                    | "issued"
            )
    };
    rest.iter()
        .all(|part| pieces(part).iter().all(allowed))
        .then_some(found.reading)
}

/// A day in a URL's path: `/2015/09/18/`, `/2015/sep/18/`, `/2015-09-18/`,
/// `-20150918`.
pub(crate) fn url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let pieces = pieces(path);
    (0..pieces.len()).find_map(|at| {
        let year = &pieces[at];
        if year.digits
            && year.text.len() == 4
            && let Some(name) = pieces.get(at + 1)
            && !name.digits
            && let Some(m) = month(name.text)
            && let Some(d) = pieces.get(at + 2)
            && d.digits
            && d.text.len() <= 2
        {
            return day(year.text.parse().ok()?, m, d.text.parse().ok()?).day();
        }
        if !year.digits || !matches!(year.text.len(), 4 | 8) {
            return None;
        }
        date_at(path, &pieces, at)?.reading.day()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn written_days_are_read() {
        let expected = Reading::Day(date(2015, 9, 18));
        for text in [
            "September 18, 2015",
            "Sept. 18, 2015",
            "Sep 18th 2015",
            "18 September 2015",
            "18th of September, 2015",
            "Fri, 18 Sep 2015 10:24:00 GMT",
            "2015-09-18",
            "2015-09-18T23:59:00-05:00",
            "2015/9/18",
            "20150918",
            "20150918102400",
            "18/09/2015",
            "9/18/2015",
            "18.9.2015",
            "1442572800",
            "1442572800000",
        ] {
            assert_eq!(metadata(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_told() {
        assert_eq!(metadata("2015-02-31"), Some(Reading::Impossible));
        assert_eq!(metadata("February 30, 2015"), Some(Reading::Impossible));
        assert_eq!(metadata("03/04/2015"), Some(Reading::Ambiguous));
        assert_eq!(metadata("Sept 18"), Some(Reading::NoYear(9, 18)));
        assert_eq!(metadata("yesterday"), None);
        assert_eq!(metadata("September 2015"), None);
        assert_eq!(metadata("December 32, 2015"), Some(Reading::Impossible));
    }

    #[test]
    fn a_date_line_holds_nothing_else() {
        let expected = Some(Reading::Day(date(2015, 9, 18)));
        for text in [
            "September 18, 2015",
            "Published: Friday, September 18, 2015 at 10:24 GMT",
            "Fri 18 Sep 2015 10.24 BST",
        ] {
            assert_eq!(line(text), expected, "{text}");
        }
        assert_eq!(line("On September 18, 2015, talks began."), None);
        assert_eq!(line("Talks"), None);
    }

    #[test]
    fn urls_give_days() {
        for text in [
            "https://www.themoscowtimes.com/2015/09/18/us-sees-talks-a49660",
            "https://www.theguardian.com/world/2015/sep/18/us-talks",
            "http://example.org/news/2015-09-18-talks",
            "example.org/a-20150918",
        ] {
            assert_eq!(url(text), Some(date(2015, 9, 18)), "{text}");
        }
        assert_eq!(url("https://example.org/2015/99/99/x"), None);
        assert_eq!(url("https://example.org/world-12345678"), None);
    }
}
