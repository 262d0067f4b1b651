//! Calendar arithmetic on days, weeks, months and years.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Unit};

/// A day with these numbers, if there is one.
pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to))
        .map_or(0, |span| span.get_days())
}

/// `date` moved by days.
pub fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// `date` moved by months.
pub fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(months.months()).ok()
}

/// `date` moved by years.
pub fn add_years(date: Date, years: i64) -> Option<Date> {
    date.checked_add(years.years()).ok()
}

/// First and last day of a month.
pub fn month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = day(year, month, 1)?;
    Some((first, first.last_of_month()))
}

/// First and last day of a year.
pub fn year(year: i16) -> Option<(Date, Date)> {
    Some((day(year, 1, 1)?, day(year, 12, 31)?))
}

/// Monday and Sunday of the week that holds `date`.
pub fn week(date: Date) -> Option<(Date, Date)> {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    let monday = add_days(date, -back)?;
    Some((monday, add_days(monday, 6)?))
}

/// Saturday and Sunday of the last weekend that has begun by `date`; if `over`, that had ended before.
pub fn weekend(date: Date, over: bool) -> Option<(Date, Date)> {
    let saturday = weekday(date, Weekday::Saturday, false)?;
    let sunday = add_days(saturday, 1)?;
    match over && sunday >= date {
        true => Some((add_days(saturday, -7)?, add_days(sunday, -7)?)),
        false => Some((saturday, sunday)),
    }
}

/// The last such weekday on or before `date`, or the first after it.
pub fn weekday(date: Date, weekday: Weekday, after: bool) -> Option<Date> {
    if date.weekday() == weekday && !after {
        return Some(date);
    }
    date.nth_weekday(if after { 1 } else { -1 }, weekday).ok()
}
