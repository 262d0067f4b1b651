//! Ranges of days as `knowledge/` writes them: `2014-03..2019-05-20`, either end may be missing.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// From a first to a last day, both included; `None` is unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Range {
    /// Whether `day` lies within.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it ended before `day`.
    pub fn is_before(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// Whether it begins after `day`.
    pub fn is_after(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from > day)
    }

    /// Whether the ranges share more than `slack` days.
    pub fn overlaps(&self, other: &Range, slack: i32) -> bool {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (from, until) {
            (Some(from), Some(until)) => (until - from).get_days() >= slack,
            _ => true,
        }
    }
}

/// Reads `FROM..UNTIL`; `None` when it is not such a range.
pub fn range(text: &str) -> Option<Range> {
    let (from, until) = text.split_once("..")?;
    Some(Range {
        from: bound(from, false)?,
        until: bound(until, true)?,
    })
}

/// Reads a bound: empty is no bound, a year or a month is its first or last day.
/// The outer `None` means that it is no date.
pub fn bound(text: &str, last: bool) -> Option<Option<Date>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let mut parts = text.split('-');
    let number = |part: &str, digits: usize| -> Option<i16> {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    let year = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        return Some(Some(if last {
            date(year, 12, 31)
        } else {
            date(year, 1, 1)
        }));
    };
    let month = number(month, 2)? as i8;
    let first = Date::new(year, month, 1).ok()?;
    let Some(day) = parts.next() else {
        let end = first
            .checked_add(1.month())
            .ok()?
            .checked_sub(1.day())
            .ok()?;
        return Some(Some(if last { end } else { first }));
    };
    let day = number(day, 2)? as i8;
    if parts.next().is_some() {
        return None;
    }
    Some(Some(Date::new(year, month, day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_any_grain() {
        let range = range("2014..2019-02").unwrap();
        assert_eq!(range.from, Some(date(2014, 1, 1)));
        assert_eq!(range.until, Some(date(2019, 2, 28)));
        assert!(super::range("2014-13..").is_none());
        assert!(super::range("soon..").is_none());
        assert_eq!(super::range(".."), Some(Range::default()));
    }
}
