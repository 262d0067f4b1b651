//! Dated restrictions of codes: `970101-061231`, `>011222`, `<900823`.

use crate::actors::Range;
use jiff::civil::Date;

/// Reads a restriction; days are both included. The error says what is wrong with it.
pub fn restriction(text: &str) -> Result<Range, String> {
    let packed: String = text.split_whitespace().collect();
    let day =
        |digits: &str| date(digits).ok_or_else(|| format!("`{text}` is no dated restriction"));
    if let Some(digits) = packed.strip_prefix('>') {
        return Ok(Range {
            from: Some(day(digits)?),
            until: None,
        });
    }
    if let Some(digits) = packed.strip_prefix('<') {
        let until = day(digits)?.yesterday().ok();
        return Ok(Range { from: None, until });
    }
    let (from, until) = packed.split_once('-').unwrap_or((&packed, ""));
    let (from, until) = (day(from)?, day(until)?);
    if until < from {
        return Err(format!("`{text}` ends before it begins"));
    }
    Ok(Range {
        from: Some(from),
        until: Some(until),
    })
}

/// YYMMDD (up to 30 is 20YY) or YYYYMMDD.
fn date(digits: &str) -> Option<Date> {
    if !matches!(digits.len(), 6 | 8) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = digits.split_at(digits.len() - 4);
    let mut year: i16 = year.parse().ok()?;
    if digits.len() == 6 {
        year += if year <= 30 { 2000 } else { 1900 };
    }
    let (month, day) = rest.split_at(2);
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let told = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let found = match restriction(text) {
            Ok(range) => format!("{}..{}", told(range.from), told(range.until)),
            Err(what) => what,
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ranges_of_all_forms() {
        check("970101-061231", "1997-01-01..2006-12-31");
        check("19950601 - 19990815", "1995-06-01..1999-08-15");
        check("19270101-730717", "1927-01-01..1973-07-17");
        check(">011222", "2001-12-22..");
        check("> 20120101", "2012-01-01..");
        check("<900823", "..1990-08-22");
        check("301231-310101", "`301231-310101` ends before it begins");
        check("300101-301231", "2030-01-01..2030-12-31");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "2004017-20061201",
            "20121204",
            ">201005011",
            "1920030320-20060520",
            "901301-911231",
            "900230-911231",
            "-911231",
            "soon",
            "",
        ] {
            check(text, &format!("`{text}` is no dated restriction"));
        }
    }
}
