//! Dates, sums of money and numbers: closed classes, found by rules over words and tags.
//!
//! The network's labels have no numbers, and its times are those of clauses. What a date means
//! is for the coding room's `time`; here only its words are marked.

use demarche_story::{Entity, EntityKind, Token, Upos, Xpos};

/// Appends the dates, sums and numbers of a sentence.
pub(crate) fn quantities(tokens: &[Token], entities: &mut Vec<Entity>) {
    let mut at = 0;
    while at < tokens.len() {
        let found = date(tokens, at)
            .map(|last| (last, EntityKind::Date))
            .or_else(|| money(tokens, at).map(|last| (last, EntityKind::Money)))
            .or_else(|| number(tokens, at).map(|last| (last, EntityKind::Number)));
        match found {
            Some((last, kind)) => {
                entities.push(Entity {
                    first: at as u32,
                    last: last as u32,
                    head: head(tokens, at, last),
                    kind,
                });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The word of the run whose head lies outside it.
fn head(tokens: &[Token], first: usize, last: usize) -> u32 {
    let outside = |token: &Token| {
        token
            .head
            .is_none_or(|head| (head as usize) < first || head as usize > last)
    };
    (first..=last)
        .find(|i| outside(&tokens[*i]))
        .unwrap_or(last) as u32
}

fn is_word(token: Option<&Token>, words: &[&str]) -> bool {
    token.is_some_and(|token| {
        words
            .iter()
            .any(|word| word.eq_ignore_ascii_case(&token.form))
    })
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "Jun.",
    "Jul.",
    "Aug.",
    "Sep.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
    "Jan",
    "Feb",
    "Apr",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

const WEEKDAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Mon.",
    "Tue.",
    "Tues.",
    "Wed.",
    "Thu.",
    "Thurs.",
    "Fri.",
    "Sat.",
    "Sun.",
];

const DAYS: &[&str] = &["today", "yesterday", "tomorrow", "tonight"];

const POINTING: &[&str] = &[
    "last", "next", "this", "past", "previous", "coming", "earlier", "later",
];

const PERIODS: &[&str] = &[
    "year",
    "month",
    "week",
    "weekend",
    "decade",
    "century",
    "quarter",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "morning",
    "afternoon",
    "evening",
    "night",
];

/// Whether the word is a month written with a capital; "may" and "march" are verbs.
fn is_month(token: Option<&Token>) -> bool {
    token.is_some_and(|token| {
        MONTHS.contains(&&*token.form)
            && (!matches!(&*token.form, "May" | "March") || token.upos == Upos::Propn)
    })
}

fn is_year(token: Option<&Token>) -> bool {
    token.is_some_and(|token| {
        token.form.len() == 4
            && token.form.bytes().all(|b| b.is_ascii_digit())
            && matches!(token.form.as_bytes()[0], b'1' | b'2')
    })
}

fn is_day(token: Option<&Token>) -> bool {
    token.is_some_and(|token| {
        let digits = token
            .form
            .trim_end_matches(|c: char| c.is_ascii_lowercase());
        matches!(&token.form[digits.len()..], "" | "st" | "nd" | "rd" | "th")
            && digits
                .parse::<u32>()
                .is_ok_and(|day| (1..=31).contains(&day))
            && digits.len() <= 2
    })
}

/// The last word of the date that begins at `at`.
fn date(tokens: &[Token], at: usize) -> Option<usize> {
    let get = |offset: usize| tokens.get(at + offset);
    let first = get(0);
    if is_month(first) {
        let day = usize::from(is_day(get(1)));
        let comma = usize::from(day == 1 && is_word(get(2), &[","]) && is_year(get(3)));
        let year = usize::from(is_year(get(1 + day + comma)));
        return Some(at + day + comma + year);
    }
    if is_day(first) {
        let of = usize::from(is_word(get(1), &["of"]));
        if is_month(get(1 + of)) {
            return Some(at + 1 + of + usize::from(is_year(get(2 + of))));
        }
    }
    if is_word(first, WEEKDAYS) {
        let comma = usize::from(is_word(get(1), &[","]));
        let rest = date(tokens, at + 1 + comma)
            .filter(|_| is_month(get(1 + comma)) || is_day(get(1 + comma)));
        return rest.or(Some(at));
    }
    if is_word(first, DAYS) {
        return Some(at);
    }
    if is_word(first, POINTING) {
        let named = is_word(get(1), PERIODS) || is_word(get(1), WEEKDAYS) || is_month(get(1));
        return named.then_some(at + 1);
    }
    let form = &*first?.form;
    let decade =
        form.len() == 5 && form.ends_with('s') && form[..4].bytes().all(|b| b.is_ascii_digit());
    let slashed = form.len() >= 6
        && form
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'/' || b == b'-')
        && (form.split('/').count() == 3 || form.split('-').count() == 3);
    // A bare year stands alone: "in 2014", not "2014 people" and not "$ 2014".
    let counts = get(0).is_some_and(|year| {
        let head = year.head.and_then(|head| tokens.get(head as usize));
        year.relation == demarche_story::Relation::Nummod
            && head.is_some_and(|head| !is_month(Some(head)))
    });
    let alone =
        is_year(first) && !counts && !is_currency(at.checked_sub(1).and_then(|i| tokens.get(i)));
    (decade || slashed || alone).then_some(at)
}

fn is_currency(token: Option<&Token>) -> bool {
    token.is_some_and(|token| {
        token
            .form
            .ends_with(['$', '£', '€', '¥', '₹', '₽', '₴', '₪', '₩', '₦', '₺'])
    })
}

const CURRENCIES: &[&str] = &[
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "rouble", "roubles", "ruble",
    "rubles", "yen", "yuan", "rupee", "rupees", "lira", "hryvnia", "shekel", "shekels", "riyal",
    "riyals", "dirham", "dirhams", "rand", "naira", "peso", "pesos", "won", "francs", "franc",
    "cents", "USD", "EUR", "GBP",
];

const SCALES: &[&str] = &[
    "m", "k", "bn", "mn", "tn", "b", "M", "K", "B", "hundred", "thousand", "million", "billion",
    "trillion", "percent",
];

fn is_number(token: &Token) -> bool {
    token.xpos == Xpos::Cd
        || token.upos == Upos::Num && token.form.starts_with(|c: char| c.is_ascii_digit())
}

/// The last word of the number that begins at `at`.
fn number(tokens: &[Token], at: usize) -> Option<usize> {
    if !is_number(&tokens[at]) {
        return None;
    }
    let mut last = at;
    while let Some(next) = tokens.get(last + 1) {
        let joined = is_number(next)
            || is_word(Some(next), SCALES)
                && tokens[last].form.ends_with(|c: char| c.is_ascii_digit());
        let hyphen = &*next.form == "-"
            && tokens.get(last + 2).is_some_and(is_number)
            && next.span.start == tokens[last].span.end;
        match (joined, hyphen) {
            (true, _) => last += 1,
            (_, true) => last += 2,
            _ => break,
        }
    }
    Some(last)
}

/// The last word of the sum of money that begins at `at`.
fn money(tokens: &[Token], at: usize) -> Option<usize> {
    if is_currency(tokens.get(at)) {
        return tokens.get(at + 1).and_then(|_| number(tokens, at + 1));
    }
    let last = number(tokens, at)?;
    let adjective = usize::from(is_word(
        tokens.get(last + 1),
        &["U.S.", "US", "Canadian", "Australian"],
    ));
    is_word(tokens.get(last + 1 + adjective), CURRENCIES).then_some(last + 1 + adjective)
}
