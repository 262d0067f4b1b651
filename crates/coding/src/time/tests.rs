//! Time expressions and the days they mean, told on Friday, 18 September 2015.

use super::expression::{self, Way};
use crate::testing::{sentence, text};
use jiff::civil::date;

/// Checks `words` (the tokens of an expression) against its words and days, as past and as future.
fn check(words: &str, expected: Option<(&str, &str, &str)>) {
    check_in(words, false, expected);
}

fn check_in(words: &str, future: bool, expected: Option<(&str, &str, &str)>) {
    let lines: String = words
        .split(' ')
        .enumerate()
        .map(|(index, word)| {
            let lemma = word.to_lowercase();
            let lemma = if lemma.len() > 3 {
                lemma.trim_end_matches('s').to_string()
            } else {
                lemma
            };
            format!(
                "{word} {lemma} NOUN NN {} {}\n",
                index.min(1),
                if index == 0 { "root" } else { "dep" }
            )
        })
        .collect();
    let sentence = sentence(&lines);
    let published = Some(date(2015, 9, 18));
    let found = expression::find(&sentence)
        .into_iter()
        .next()
        .and_then(|found| found.resolve(published, if future { Way::Ahead } else { Way::Back }));
    let found = found.map(|(start, end, _, span)| {
        (
            span.of(&text(&sentence)).to_string(),
            start.to_string(),
            end.to_string(),
        )
    });
    let expected = expected.map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string()));
    assert_eq!(found, expected, "{words}");
}

#[test]
fn days() {
    check(
        "said on Friday",
        Some(("on Friday", "2015-09-18", "2015-09-18")),
    );
    check(
        "met on Thursday night",
        Some(("on Thursday night", "2015-09-17", "2015-09-17")),
    );
    check(
        "last Friday",
        Some(("last Friday", "2015-09-11", "2015-09-11")),
    );
    check_in(
        "will meet on Monday",
        true,
        Some(("on Monday", "2015-09-21", "2015-09-21")),
    );
    check("yesterday", Some(("yesterday", "2015-09-17", "2015-09-17")));
    check(
        "on September 11 , 2001",
        Some(("on September 11 , 2001", "2001-09-11", "2001-09-11")),
    );
    check(
        "on 3 October",
        Some(("on 3 October", "2014-10-03", "2014-10-03")),
    );
    check_in(
        "on 3 October",
        true,
        Some(("on 3 October", "2015-10-03", "2015-10-03")),
    );
}

#[test]
fn periods() {
    check("last year", Some(("last year", "2014-01-01", "2014-12-31")));
    check("in 1994", Some(("in 1994", "1994-01-01", "1994-12-31")));
    check(
        "in March 2014",
        Some(("in March 2014", "2014-03-01", "2014-03-31")),
    );
    check(
        "since 2011",
        Some(("since 2011", "2011-01-01", "2015-09-18")),
    );
    check(
        "over the last four years",
        Some(("over the last four years", "2011-09-18", "2015-09-18")),
    );
    check(
        "three months ago",
        Some(("three months ago", "2015-06-01", "2015-06-30")),
    );
    check(
        "in the 1990s",
        Some(("in the 1990s", "1990-01-01", "1999-12-31")),
    );
    check(
        "in the summer of 2014",
        Some(("in the summer of 2014", "2014-06-01", "2014-08-31")),
    );
    check("next week", Some(("next week", "2015-09-21", "2015-09-27")));
}

#[test]
fn what_is_no_time() {
    check("they may march", None);
    check("5,000 people", None);
    check("the second brigade", None);
}

#[test]
fn years_told_by_their_distance_and_parts_of_months() {
    check(
        "In October last year",
        Some(("In October last year", "2014-10-01", "2014-10-31")),
    );
    check(
        "in May of this year",
        Some(("in May of this year", "2015-05-01", "2015-05-31")),
    );
    check(
        "in summer last year",
        Some(("in summer last year", "2014-06-01", "2014-08-31")),
    );
    check(
        "in mid-January",
        Some(("in mid-January", "2015-01-01", "2015-01-31")),
    );
    check(
        "in the middle of March",
        Some(("in the middle of March", "2015-03-01", "2015-03-31")),
    );
    check(
        "in the second half of 2012",
        Some(("in the second half of 2012", "2012-01-01", "2012-12-31")),
    );
    check("in the middle of town", None);
    check("the end of the line", None);
}

#[test]
fn weekends_and_feasts() {
    check(
        "over the weekend",
        Some(("over the weekend", "2015-09-12", "2015-09-13")),
    );
    check(
        "last weekend",
        Some(("last weekend", "2015-09-12", "2015-09-13")),
    );
    check(
        "on Christmas Eve",
        Some(("on Christmas Eve", "2014-12-24", "2014-12-24")),
    );
    check("at Christmas", None);
}
