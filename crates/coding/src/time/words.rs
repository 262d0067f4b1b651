//! The words of time expressions: months, weekdays, years, counts and feasts.

use jiff::civil::Weekday;
use std::borrow::Cow;

/// "last year", "of this year" behind a month or season: years from the story's, and tokens taken.
pub fn relative_year(words: &[Cow<'_, str>], at: usize) -> Option<(i16, usize)> {
    let of = usize::from(words.get(at).is_some_and(|word| word == "of"));
    let shift = match &**words.get(at + of)? {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    (words.get(at + of + 1)? == "year").then_some((shift, of + 2))
}

/// Month and day of a feast that has one day in the calendar, and the tokens its name takes.
pub fn feast(words: &[Cow<'_, str>], at: usize) -> Option<(i8, i8, usize)> {
    let word = |offset: usize| words.get(at + offset).map_or("", |word| &**word);
    let eve = |taken: usize| match word(taken) {
        "day" => Some(true),
        "eve" => Some(false),
        _ => None,
    };
    match word(0) {
        "christmas" => eve(1).map(|day| (12, if day { 25 } else { 24 }, 2)),
        "new" if word(1) == "year" && matches!(word(2), "'s" | "’s") => {
            eve(3).map(|day| if day { (1, 1, 4) } else { (12, 31, 4) })
        }
        "boxing" if word(1) == "day" => Some((12, 26, 2)),
        _ => None,
    }
}

/// A year after a month or day, with a comma before it or not, and the tokens it takes.
pub fn year_after(words: &[Cow<'_, str>], at: usize) -> (Option<i16>, usize) {
    let comma = usize::from(words.get(at).is_some_and(|word| word == ","));
    match words.get(at + comma).and_then(|word| year(word)) {
        Some(year) => (Some(year), comma + 1),
        None => (None, 0),
    }
}

pub fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1500..2100).contains(year))
}

pub fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = &word[digits.len()..];
    (matches!(suffix, "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|day| (1..=31).contains(day))
}

/// How many: "two", "12", "a", "several".
pub fn count(words: &[Cow<'_, str>], at: usize) -> Option<(i64, usize)> {
    let skip = usize::from(words.get(at).is_some_and(|word| {
        matches!(
            &**word,
            "about" | "some" | "nearly" | "almost" | "over" | "around"
        )
    }));
    let word = words.get(at + skip)?;
    let number = match &**word {
        "a" | "an" | "one" => 1,
        "two" | "couple" => 2,
        "three" | "few" | "several" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        other => other.parse().ok().filter(|n| (1..500).contains(n))?,
    };
    Some((number, skip + 1))
}

pub fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// A month's number; "may" and "march" only where a preposition or step word stands before them.
pub fn month(word: &str, sure: bool) -> Option<i8> {
    Some(match word.trim_end_matches('.') {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" if sure => 3,
        "april" | "apr" => 4,
        "may" if sure => 5,
        "june" => 6,
        "july" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}
