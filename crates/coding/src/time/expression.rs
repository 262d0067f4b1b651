//! Time expressions: "on Friday", "last year", "in March 2014", "over the last four years".

use super::calendar::{self, add_days, add_months, add_years};
use super::words::{count, day_number, feast, month, relative_year, weekday, year, year_after};
use crate::tree::lower;
use demarche_story::{Granularity, Relation, Sentence, Span, Token, Upos};
use jiff::civil::{Date, Weekday};
use std::borrow::Cow;

/// A time expression and the token that heads it.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Token that the tree hangs on the dated predicate.
    pub head: usize,
    /// Whether it stands before a noun that it dates, and nothing else: "the 2003 invasion".
    pub of_noun: bool,
    /// Whether it says by or until when.
    limit: bool,
    span: Span,
    time: Time,
}

/// A point or period, still relative where the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    /// Days from publication: yesterday is -1.
    Days(i64),
    Weekday(Weekday, Step),
    Date {
        year: Option<i16>,
        month: i8,
        day: Option<i8>,
        step: Step,
    },
    /// A month, or a day in it, so many years from the story's: "in October last year".
    InYear(i16, i8, Option<i8>),
    Year(i16),
    Decade(i16),
    Season(Season, Option<i16>, Step),
    /// A season so many years from the story's.
    SeasonInYear(i16, Season),
    /// The weekend at hand, or the last that is over.
    Weekend(Step),
    /// This, last or next week, month, year.
    Unit(Unit, Step),
    /// So many units ago (negative) or from now.
    Ago(Unit, i64),
    /// The last so many units up to publication.
    Period(Unit, i64),
    /// From a year or month up to publication.
    Since(i16, Option<i8>),
    /// So many units after a day that the text named before: "the next year", "two years later".
    Later(Unit, i64),
    /// Days found from that one.
    Fixed(Date, Date, Granularity),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// No word: the nearest in the direction of the tense.
    Nearest,
    Last,
    This,
    Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
    Decade,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Which way an undirected weekday or month points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// "met on Friday", "met in May".
    Back,
    /// "will meet on Friday".
    Ahead,
    /// "meets on Friday", which may be today.
    Now,
    /// "a meeting on 3 May", whichever is nearer; a weekday of which no more is said has been.
    Near,
}

/// First and last day, how exact, and the words.
pub type Resolved = (Date, Date, Granularity, Span);

impl Expression {
    /// First and last day.
    pub fn resolve(&self, published: Option<Date>, way: Way) -> Option<Resolved> {
        // "must leave by Friday".
        let way = match way {
            Way::Near if self.limit => Way::Ahead,
            way => way,
        };
        let (start, end, granularity) = self.days(published, way)?;
        Some((start, end, granularity, self.span))
    }

    /// One past its last byte.
    pub fn end(&self) -> u32 {
        self.span.end
    }

    /// Counts "the next year", "two years later" from a day far back that the text named before; without one they
    /// say nothing.
    pub fn tell_from(&mut self, before: Option<Resolved>) {
        if let (Time::Later(unit, count), Some((start, ..))) = (self.time, before)
            && let Some((start, end, granularity)) =
                unit.shift(start, count).and_then(|there| unit.whole(there))
        {
            self.time = Time::Fixed(start, end, granularity);
        }
    }

    fn days(&self, published: Option<Date>, way: Way) -> Option<(Date, Date, Granularity)> {
        use Granularity::{Day, Decade, Month, Season as Quarter, Week, Year};
        match self.time {
            Time::Fixed(start, end, granularity) => Some((start, end, granularity)),
            Time::Later(..) => None,
            Time::Year(year) => calendar::year(year).map(|(a, b)| (a, b, Year)),
            Time::Decade(year) => Some((
                calendar::day(year, 1, 1)?,
                calendar::day(year + 9, 12, 31)?,
                Decade,
            )),
            Time::Date {
                year: Some(year),
                month,
                day: Some(day),
                ..
            } => calendar::day(year, month, day).map(|d| (d, d, Day)),
            Time::Date {
                year: Some(year),
                month,
                day: None,
                ..
            } => calendar::month(year, month).map(|(a, b)| (a, b, Month)),
            Time::Season(season, Some(year), _) => season.days(year).map(|(a, b)| (a, b, Quarter)),
            time => {
                let today = published?;
                match time {
                    Time::Days(days) => add_days(today, days).map(|d| (d, d, Day)),
                    Time::Weekday(weekday, step) => {
                        let today_or_after = way == Way::Now && today.weekday() != weekday;
                        let ahead = way == Way::Ahead || today_or_after;
                        let after = step == Step::Next || (ahead && step != Step::Last);
                        let found = calendar::weekday(today, weekday, after)?;
                        // "last Friday" written on a Friday is a week ago.
                        let found = if step == Step::Last && found == today {
                            add_days(found, -7)?
                        } else {
                            found
                        };
                        Some((found, found, Day))
                    }
                    Time::Date {
                        month, day, step, ..
                    } => {
                        let year = nearest_year(today, month, day, step, way);
                        match day {
                            Some(day) => calendar::day(year, month, day).map(|d| (d, d, Day)),
                            None => calendar::month(year, month).map(|(a, b)| (a, b, Month)),
                        }
                    }
                    Time::InYear(shift, month, day) => {
                        let year = today.year() + shift;
                        match day {
                            Some(day) => calendar::day(year, month, day).map(|d| (d, d, Day)),
                            None => calendar::month(year, month).map(|(a, b)| (a, b, Month)),
                        }
                    }
                    Time::SeasonInYear(shift, season) => {
                        let (start, end) = season.days(today.year() + shift)?;
                        Some((start, end, Quarter))
                    }
                    Time::Weekend(step) => {
                        let (start, end) = calendar::weekend(today, step == Step::Last)?;
                        Some((start, end, Week))
                    }
                    Time::Season(season, _, step) => {
                        let year = today.year();
                        let this = season.days(year)?;
                        let year = match step {
                            Step::Last if this.1 >= today => year - 1,
                            Step::Next if this.0 <= today => year + 1,
                            Step::Nearest if way == Way::Back && this.0 > today => year - 1,
                            _ => year,
                        };
                        season.days(year).map(|(a, b)| (a, b, Quarter))
                    }
                    Time::Unit(unit, step) => {
                        let shift = match step {
                            Step::Last => -1,
                            Step::Next => 1,
                            _ => 0,
                        };
                        unit.whole(unit.shift(today, shift)?)
                    }
                    Time::Ago(unit, count) => {
                        let there = unit.shift(today, count)?;
                        match unit {
                            Unit::Day => Some((there, there, Day)),
                            Unit::Week => calendar::week(there).map(|(a, b)| (a, b, Week)),
                            Unit::Month => Unit::Month.whole(there),
                            Unit::Year => Unit::Year.whole(there),
                            Unit::Decade => Unit::Year.whole(there),
                        }
                    }
                    Time::Period(unit, count) => {
                        let start = unit.shift(today, -count)?;
                        Some((start, today, unit.granularity()))
                    }
                    Time::Since(year, month) => {
                        let start = calendar::day(year, month.unwrap_or(1), 1)?;
                        (start <= today).then_some((start, today, Year))
                    }
                    _ => None,
                }
            }
        }
    }
}

fn nearest_year(today: Date, month: i8, day: Option<i8>, step: Step, way: Way) -> i16 {
    let year = today.year();
    let this = (month, day.unwrap_or(1));
    let now = (today.month(), if day.is_some() { today.day() } else { 1 });
    match step {
        Step::Last if this >= now => year - 1,
        Step::Next if this <= now => year + 1,
        Step::Nearest => match way {
            Way::Ahead | Way::Now if this < now => year + 1,
            Way::Back if this > now => year - 1,
            // At most three months ahead.
            Way::Near if month > today.month() + 3 => year - 1,
            Way::Near if month + 9 <= today.month() => year + 1,
            _ => year,
        },
        _ => year,
    }
}

impl Unit {
    fn parse(lemma: &str) -> Option<Unit> {
        Some(match lemma {
            "day" => Unit::Day,
            "week" | "weekend" | "fortnight" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => return None,
        })
    }

    fn shift(self, date: Date, count: i64) -> Option<Date> {
        match self {
            Unit::Day => add_days(date, count),
            Unit::Week => add_days(date, 7 * count),
            Unit::Month => add_months(date, count),
            Unit::Year => add_years(date, count),
            Unit::Decade => add_years(date, 10 * count),
        }
    }

    fn whole(self, date: Date) -> Option<(Date, Date, Granularity)> {
        let (start, end) = match self {
            Unit::Day => (date, date),
            Unit::Week => calendar::week(date)?,
            Unit::Month => calendar::month(date.year(), date.month())?,
            Unit::Year => calendar::year(date.year())?,
            Unit::Decade => {
                let first = date.year() - date.year().rem_euclid(10);
                (
                    calendar::day(first, 1, 1)?,
                    calendar::day(first + 9, 12, 31)?,
                )
            }
        };
        Some((start, end, self.granularity()))
    }

    fn granularity(self) -> Granularity {
        match self {
            Unit::Day => Granularity::Day,
            Unit::Week => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
        }
    }
}

impl Season {
    fn parse(word: &str) -> Option<Season> {
        Some(match word {
            "spring" => Season::Spring,
            "summer" => Season::Summer,
            "autumn" | "fall" => Season::Autumn,
            "winter" => Season::Winter,
            _ => return None,
        })
    }

    /// Northern seasons by whole months; winter begins in December of the year before.
    fn days(self, year: i16) -> Option<(Date, Date)> {
        let (start_year, first, last) = match self {
            Season::Spring => (year, 3, 5),
            Season::Summer => (year, 6, 8),
            Season::Autumn => (year, 9, 11),
            Season::Winter => (year - 1, 12, 2),
        };
        Some((
            calendar::day(start_year, first, 1)?,
            calendar::month(year, last)?.1,
        ))
    }
}

/// Finds the time expressions of a sentence, left to right, without overlaps.
pub fn find(sentence: &Sentence) -> Vec<Expression> {
    let tokens = &sentence.tokens;
    let words: Vec<Cow<'_, str>> = tokens.iter().map(word_of).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match parse(tokens, &words, at) {
            Some((time, length)) => {
                let last = at + length - 1;
                found.push(Expression {
                    head: head_of(tokens, at, last),
                    of_noun: false,
                    limit: matches!(&*words[at], "by" | "until"),
                    span: sentence.span_of(at, last),
                    time,
                });
                at += length;
            }
            None => {
                let dates_noun = |_: &i16| is_before_noun(tokens, at) || is_behind_noun(tokens, at);
                if let Some(year) = year(&words[at]).filter(dates_noun) {
                    found.push(Expression {
                        head: at,
                        of_noun: true,
                        limit: false,
                        span: sentence.span_of(at, at),
                        time: Time::Year(year),
                    });
                }
                at += 1;
            }
        }
    }
    found.extend((0..tokens.len()).filter_map(|at| since_clause(sentence, &words, at)));
    found
}

/// "It is four years since they left", "two months have passed since the army struck": when the clause was.
fn since_clause(sentence: &Sentence, words: &[Cow<'_, str>], since: usize) -> Option<Expression> {
    let token = &sentence.tokens[since];
    if &*words[since] != "since" || token.relation != Relation::Mark {
        return None;
    }
    let passed = |at: &usize| {
        matches!(
            &*words[*at],
            "passed" | "elapsed" | "have" | "has" | "gone" | "by"
        )
    };
    let unit = (0..since).rev().find(|at| !passed(at))?;
    let of_unit = Unit::parse(&sentence.tokens[unit].lemma)?;
    let number = unit.checked_sub(1)?;
    let (amount, 1) = count(words, number)? else {
        return None;
    };
    Some(Expression {
        head: token.head? as usize,
        of_noun: false,
        limit: false,
        span: sentence.span_of(number, unit),
        time: Time::Ago(of_unit, -amount),
    })
}

/// A word in lower case; "mid-January" counts as January.
fn word_of(token: &Token) -> Cow<'_, str> {
    lower(token.form.strip_prefix("mid-").unwrap_or(&token.form))
}

/// Whether a number stands before the noun that it belongs to, behind an article, owner or adjective:
/// "the 2003 invasion", "last autumn's 2016 campaign"; but "2003 soldiers".
fn is_before_noun(tokens: &[Token], at: usize) -> bool {
    let Some(noun) = tokens[at].head.map(|head| head as usize) else {
        return false;
    };
    at > 0
        && at < noun
        && noun - at <= 4
        && tokens[noun].upos == Upos::Noun
        && !tokens[noun].form.ends_with('s')
        && matches!(
            tokens[at].relation,
            Relation::Compound | Relation::Amod | Relation::Nummod | Relation::NmodUnmarked
        )
        && tokens[at - 1].upos != Upos::Num
        && tokens.iter().any(|token| {
            token.head == Some(noun as u32)
                && matches!(token.relation, Relation::Det | Relation::NmodPoss)
        })
}

/// "the invasion of 2003", "the crackdown of 1989".
fn is_behind_noun(tokens: &[Token], at: usize) -> bool {
    at >= 2
        && &*tokens[at - 1].lemma == "of"
        && tokens[at - 2].upos == Upos::Noun
        && tokens[at].relation == Relation::Nmod
        && tokens[at].head == Some(at as u32 - 2)
}

/// The token of the range whose head lies outside.
fn head_of(tokens: &[Token], first: usize, last: usize) -> usize {
    (first..=last)
        .find(|index| {
            tokens[*index]
                .head
                .is_none_or(|head| (head as usize) < first || (head as usize) > last)
                && tokens[*index].upos != demarche_story::Upos::Punct
                && tokens[*index].upos != demarche_story::Upos::Adp
        })
        .unwrap_or(last)
}

/// A time expression that begins at `at`, and how many tokens it takes.
fn parse(tokens: &[Token], words: &[Cow<'_, str>], at: usize) -> Option<(Time, usize)> {
    if let Some(found) = part_of(tokens, words, at) {
        return Some(found);
    }
    let (time, length) = plain(tokens, words, at)?;
    if let Time::Date {
        year: None,
        month,
        day,
        ..
    } = time
        && let Some((shift, more)) = relative_year(words, at + length)
    {
        return Some((Time::InYear(shift, month, day), length + more));
    }
    Some((time, length))
}

/// "in the middle of March", "the first half of 2018": the month or year counts.
fn part_of(tokens: &[Token], words: &[Cow<'_, str>], at: usize) -> Option<(Time, usize)> {
    let word = |offset: usize| words.get(at + offset).map_or("", |word| &**word);
    let mut o = usize::from(matches!(
        word(0),
        "in" | "at" | "by" | "during" | "since" | "from" | "until" | "towards" | "toward"
    ));
    if word(o) != "the" {
        return None;
    }
    o += 1;
    if matches!(
        word(o),
        "first" | "second" | "third" | "fourth" | "last" | "final" | "early" | "closing" | "very"
    ) {
        o += 1;
    }
    let part = matches!(
        word(o),
        "middle"
            | "beginning"
            | "start"
            | "end"
            | "half"
            | "quarter"
            | "week"
            | "weeks"
            | "days"
            | "months"
    );
    if !part || word(o + 1) != "of" {
        return None;
    }
    let inner = o + 2;
    if let Some(year) = year(word(inner)) {
        return Some((Time::Year(year), inner + 1));
    }
    let month = tokens
        .get(at + inner)
        .filter(|token| token.form.starts_with(char::is_uppercase))
        .and_then(|_| month(word(inner), true))?;
    if let Some((shift, more)) = relative_year(words, at + inner + 1) {
        return Some((Time::InYear(shift, month, None), inner + 1 + more));
    }
    let (year, extra) = year_after(words, at + inner + 1);
    let time = Time::Date {
        year,
        month,
        day: None,
        step: Step::Nearest,
    };
    Some((time, inner + 1 + extra))
}

/// The same for what no year follows that is named by its distance.
fn plain(tokens: &[Token], words: &[Cow<'_, str>], at: usize) -> Option<(Time, usize)> {
    let word = |offset: usize| words.get(at + offset).map_or("", |word| &**word);
    let preposition = usize::from(matches!(
        word(0),
        "on" | "in"
            | "during"
            | "by"
            | "over"
            | "for"
            | "since"
            | "from"
            | "until"
            | "within"
            | "through"
            | "throughout"
            | "late"
            | "early"
            | "earlier"
            | "later"
    ));
    let since = word(0) == "since";
    let mut o = preposition;
    if matches!(
        word(o),
        "late" | "early" | "earlier" | "later" | "mid" | "about" | "around"
    ) {
        o += 1;
    }
    let the = usize::from(word(o) == "the");
    // today, yesterday …
    match word(0) {
        "today" | "tonight" => return Some((Time::Days(0), 1)),
        "yesterday" => return Some((Time::Days(-1), 1)),
        "tomorrow" => return Some((Time::Days(1), 1)),
        "overnight" => return Some((Time::Days(0), 1)),
        _ => {}
    }
    // the next year, that month; two years later: told from a day named before
    let lemma_at = |offset: usize| tokens.get(at + offset).map_or("", |t| &*t.lemma);
    let told_from = match (word(o), word(o + 1)) {
        ("the", "next" | "following" | "same") => Some((o + 2, i64::from(word(o + 1) != "same"))),
        ("that", "same") => Some((o + 2, 0)),
        ("that", _) => Some((o + 1, 0)),
        _ => None,
    };
    if let Some((p, shift)) = told_from
        && !word(p).ends_with('s')
        && let Some(unit) = Unit::parse(lemma_at(p))
        && unit != Unit::Decade
    {
        return Some((Time::Later(unit, shift), p + 1));
    }
    if let Some((count, taken)) = count(words, at + o)
        && let Some(unit) = Unit::parse(lemma_at(o + taken))
        && matches!(word(o + taken + 1), "later" | "after")
        && (word(o + taken + 1) == "later" || word(o + taken + 2) == ",")
    {
        return Some((Time::Later(unit, count), o + taken + 2));
    }
    let step = match word(o + the) {
        "last" | "previous" | "past" => Some(Step::Last),
        "this" | "current" => Some(Step::This),
        "next" | "coming" => Some(Step::Next),
        "recent" => Some(Step::Last),
        _ => None,
    };
    if let Some(step) = step {
        let p = o + the + 1;
        let lemma = tokens.get(at + p).map_or("", |t| &*t.lemma);
        if lemma == "weekend" && step != Step::Next {
            return Some((Time::Weekend(step), p + 1));
        }
        if let Some(weekday) = weekday(word(p)) {
            return Some((Time::Weekday(weekday, step), p + 1));
        }
        if let Some(month) = month(word(p), true) {
            return Some((
                Time::Date {
                    year: None,
                    month,
                    day: None,
                    step,
                },
                p + 1,
            ));
        }
        if let Some(season) = Season::parse(word(p)) {
            return Some((Time::Season(season, None, step), p + 1));
        }
        if matches!(word(p), "morning" | "afternoon" | "evening" | "night") {
            let days = if word(p) == "night" && step == Step::Last {
                -1
            } else {
                0
            };
            return Some((Time::Days(days), p + 1));
        }
        if let Some(unit) = Unit::parse(lemma) {
            let plural = word(p).ends_with('s');
            if plural && matches!(word(o + the), "recent" | "past" | "last") {
                return Some((Time::Period(unit, 3), p + 1));
            }
            // "over the past year" is a period, "last year" a year.
            if the == 1 && step == Step::Last {
                return Some((Time::Period(unit, 1), p + 1));
            }
            return Some((Time::Unit(unit, step), p + 1));
        }
        if let Some((count, taken)) = count(words, at + p) {
            let lemma = tokens.get(at + p + taken).map_or("", |t| &*t.lemma);
            if let Some(unit) = Unit::parse(lemma) {
                return match step {
                    Step::Last => Some((Time::Period(unit, count), p + taken + 1)),
                    _ => None,
                };
            }
        }
    }
    // over the weekend
    if the == 1 && matches!(word(0), "over" | "at" | "on") && word(2) == "weekend" {
        return Some((Time::Weekend(Step::This), 3));
    }
    // three years ago; a week ago
    if let Some((count, taken)) = count(words, at + o) {
        let lemma = tokens.get(at + o + taken).map_or("", |t| &*t.lemma);
        if let Some(unit) = Unit::parse(lemma)
            && word(o + taken + 1) == "ago"
        {
            return Some((Time::Ago(unit, -count), o + taken + 2));
        }
    }
    // Friday; Friday night
    if let Some(weekday) = weekday(word(o)) {
        let night = usize::from(matches!(
            word(o + 1),
            "night" | "morning" | "evening" | "afternoon"
        ));
        return Some((Time::Weekday(weekday, Step::Nearest), o + 1 + night));
    }
    // 18 September (2015)
    if let Some(day) = day_number(word(o))
        && let Some(month) = month(word(o + 1 + usize::from(word(o + 1) == "of")), true)
    {
        let p = o + 2 + usize::from(word(o + 1) == "of");
        let (year, extra) = year_after(words, at + p);
        return Some((
            Time::Date {
                year,
                month,
                day: Some(day),
                step: Step::Nearest,
            },
            p + extra,
        ));
    }
    // September 18(, 2015); September 2015; in September
    let capital = tokens
        .get(at + o)
        .is_some_and(|t| t.form.contains(char::is_uppercase));
    if capital && let Some(month) = month(word(o), preposition == 1) {
        if let Some(day) = day_number(word(o + 1))
            && !matches!(word(o + 2), "percent" | "%")
        {
            let (year, extra) = year_after(words, at + o + 2);
            return Some((
                Time::Date {
                    year,
                    month,
                    day: Some(day),
                    step: Step::Nearest,
                },
                o + 2 + extra,
            ));
        }
        let (year, extra) = year_after(words, at + o + 1);
        if since && let Some(year) = year {
            return Some((Time::Since(year, Some(month)), o + 1 + extra));
        }
        if year.is_some() || preposition == 1 {
            return Some((
                Time::Date {
                    year,
                    month,
                    day: None,
                    step: Step::Nearest,
                },
                o + 1 + extra,
            ));
        }
    }
    // the 1990s
    if the == 1 || preposition == 1 {
        let p = o + the;
        let decade = word(p)
            .strip_suffix('s')
            .map(|d| d.trim_end_matches(['\'', '’']));
        if let Some(year) = decade.and_then(|d| d.parse::<i16>().ok())
            && (1900..2100).contains(&year)
            && year % 10 == 0
        {
            return Some((Time::Decade(year), p + 1));
        }
    }
    // summer of 2014
    if let Some(season) = Season::parse(word(o + the)) {
        let of = usize::from(word(o + the + 1) == "of");
        if let (Some(year), extra) = year_after(words, at + o + the + 1 + of) {
            return Some((
                Time::Season(season, Some(year), Step::This),
                o + the + 1 + of + extra,
            ));
        }
        if let Some((shift, more)) = relative_year(words, at + o + the + 1) {
            return Some((Time::SeasonInYear(shift, season), o + the + 1 + more));
        }
    }
    // on Christmas Day
    if let Some((month, day, taken)) = feast(words, at + o) {
        let time = Time::Date {
            year: year_after(words, at + o + taken).0,
            month,
            day: Some(day),
            step: Step::Nearest,
        };
        return Some((time, o + taken + year_after(words, at + o + taken).1));
    }
    // in 2014; since 2011
    if preposition == 1
        && let Some(year) = year(word(o))
    {
        let time = if since {
            Time::Since(year, None)
        } else {
            Time::Year(year)
        };
        return Some((time, o + 1));
    }
    // 2015-09-18
    if word(0).contains('-')
        && let [year, month, day] = word(0)
            .split('-')
            .filter_map(|part| part.parse::<i16>().ok())
            .collect::<Vec<_>>()[..]
        && (1000..3000).contains(&year)
    {
        let time = Time::Date {
            year: Some(year),
            month: i8::try_from(month).ok()?,
            day: i8::try_from(day).ok(),
            step: Step::Nearest,
        };
        return Some((time, 1));
    }
    None
}
