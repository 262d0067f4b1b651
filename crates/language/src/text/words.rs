//! Words of a paragraph: one pass from left to right, in time linear in its length.
//!
//! The conventions are those of the UD English treebanks EWT and GUM: hyphenated words are
//! split ("long - term") unless a prefix comes first ("anti-government"), currency signs and
//! units stand alone ("£ 5 m"), abbreviations keep their full stop, clitics are words of
//! their own inside one written token. No byte is dropped but white space, and no word
//! spans white space.

use super::abbreviations::{Around, is_prefix, keeps_stop};
use super::clitics::{cuts, is_apostrophe};
use super::links;
use demarche_story::Span;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// Whether it is a later part of one written token.
    pub clitic: bool,
}

/// Appends the words of `text` within `paragraph` to `out`, in order. Byte offsets count
/// from the beginning of `text`; a span that does not fit the text has no words.
pub fn words(text: &str, paragraph: Span, out: &mut Vec<Word>) {
    let (start, end) = (paragraph.start as usize, paragraph.end as usize);
    if text.get(start..end).is_none() {
        return;
    }
    // All look-ahead ends with the paragraph.
    let mut scan = Scan {
        text: &text[..end],
        start,
        at: start,
        single_quotes: 0,
        out,
    };
    while let Some(c) = scan.peek(scan.at) {
        if is_space(c) {
            scan.at += c.len_utf8();
        } else {
            scan.token(c);
        }
    }
}

/// White space, and characters that print nothing and only tell where a line may break.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The state of the pass.
struct Scan<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    /// Single quotation marks that are open: tells a closing mark from a possessive.
    single_quotes: u32,
    out: &'a mut Vec<Word>,
}

impl Scan<'_> {
    /// The character at byte `at`.
    fn peek(&self, at: usize) -> Option<char> {
        // Most text is ASCII: no decoding then.
        match self.text.as_bytes().get(at) {
            Some(&byte) if byte < 128 => Some(char::from(byte)),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    /// The character that ends before byte `at`, within the paragraph.
    fn before(&self, at: usize) -> Option<char> {
        if at <= self.start {
            None
        } else {
            self.text[self.start..at].chars().next_back()
        }
    }

    /// Ends a word at byte `end`.
    fn push(&mut self, end: usize) {
        self.out.push(Word {
            span: Span::new(self.at, end),
            clitic: false,
        });
        self.at = end;
    }

    /// Reads the token that begins with `c` here; always advances.
    fn token(&mut self, c: char) {
        let next = self.at + c.len_utf8();
        let after = self.peek(next);
        if c.is_alphanumeric() || c == '_' && after.is_some_and(char::is_alphanumeric) {
            return self.word();
        }
        let end = match c {
            '\'' | '’' | '‘' | '`' => return self.quote(c, next),
            '.' if after == Some('.') => self.run(|x| x == '.'),
            '.' if after.is_some_and(|x| x.is_ascii_digit())
                && !self.before(self.at).is_some_and(char::is_alphanumeric) =>
            {
                let digits = self.text.as_bytes()[next..]
                    .iter()
                    .take_while(|b| b.is_ascii_digit());
                next + digits.count()
            }
            '!' | '?' => self.run(|x| matches!(x, '!' | '?')),
            '-' | '=' | '*' | '_' | '~' | '+' | '<' | '>' | '#' | '^' if after == Some(c) => {
                self.run(|x| x == c)
            }
            '#' | '@' if after.is_some_and(char::is_alphabetic) => {
                self.run_from(next, |x| x.is_alphanumeric() || x == '_')
            }
            ':' | ';' | '=' => self.face(next).unwrap_or(next),
            '[' if self.text[next..].starts_with("...]") => next + 4,
            _ => self.run_from(next, is_mark),
        };
        self.push(end);
    }

    /// The end of the run of characters from here that `is` holds for.
    fn run(&self, is: impl Fn(char) -> bool) -> usize {
        self.run_from(self.at, is)
    }

    /// The end of the run of characters from byte `at` that `is` holds for.
    fn run_from(&self, at: usize, is: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[at..];
        at + rest.find(|x| !is(x)).unwrap_or(rest.len())
    }

    /// The end of a typed face such as ":-)", whose eyes end at byte `next`.
    fn face(&self, next: usize) -> Option<usize> {
        let nose = if self.peek(next) == Some('-') {
            next + 1
        } else {
            next
        };
        let mouth = self.peek(nose)?;
        let stands_alone = self
            .before(self.at)
            .is_none_or(|x| is_space(x) || x == '.' || x == '!');
        let ends = self
            .peek(nose + mouth.len_utf8())
            .is_none_or(|x| is_space(x) || x == '.');
        (matches!(mouth, ')' | '(' | 'D' | 'P' | '/') && stands_alone && ends)
            .then_some(nose + mouth.len_utf8())
    }

    /// An apostrophe or single quotation mark that no word has claimed.
    fn quote(&mut self, c: char, next: usize) {
        let after = self.peek(next);
        if after == Some(c) {
            // Two single marks written for a double one.
            return self.push(next + c.len_utf8());
        }
        let opens = self
            .before(self.at)
            .is_none_or(|x| !x.is_alphanumeric() && x != '.' && x != ',')
            && after.is_some_and(|x| !is_space(x));
        if opens && c != '‘' && after.is_some_and(char::is_alphanumeric) {
            let end = self.run_from(next, char::is_alphanumeric);
            let tail = &self.text[next..end];
            let decade =
                tail.len() == 3 && tail.ends_with('s') && tail.as_bytes()[0].is_ascii_digit();
            let year = tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_digit());
            let short = matches!(tail, "em" | "tis" | "twas" | "til" | "cause" | "n" | "bout");
            let loose = matches!(tail, "s" | "re" | "ve" | "ll" | "d" | "m" | "S");
            if decade || year || short && self.single_quotes == 0 || loose {
                return self.push(end);
            }
        }
        if opens {
            self.single_quotes += 1;
        } else {
            self.single_quotes = self.single_quotes.saturating_sub(1);
        }
        self.push(next);
    }

    /// A token that begins with a letter or digit.
    fn word(&mut self) {
        if let Some(end) = links::end(self.text, self.at) {
            return self.push(end);
        }
        let end = self.word_end();
        // A number and its unit: "5m", "10pm".
        let token = &self.text[self.at..end];
        if token.as_bytes()[0].is_ascii_digit() {
            let digits = token.len()
                - token
                    .trim_start_matches(|x: char| {
                        x.is_ascii_digit() || matches!(x, '.' | ',' | ':')
                    })
                    .len();
            if digits < token.len() && is_unit(&token[digits..]) {
                self.push(self.at + digits);
                return self.push(end);
            }
        }
        self.push_with_clitics(end);
    }

    /// Ends a token at byte `end`, cutting off its clitics.
    fn push_with_clitics(&mut self, end: usize) {
        let start = self.at;
        let first = self.out.len();
        let token = &self.text[start..end];
        let mut from = start;
        let out = &mut *self.out;
        cuts(token, |cut| {
            out.push(Word {
                span: Span::new(from, start + cut),
                clitic: out.len() > first,
            });
            from = start + cut;
        });
        out.push(Word {
            span: Span::new(from, end),
            clitic: out.len() > first,
        });
        self.at = end;
        // "the parents' house": a possessive, unless a single quotation mark is open.
        if let Some(c) = self.peek(end)
            && is_apostrophe(c)
            && c != '`'
            && self.single_quotes == 0
            && token.ends_with(['s', 'S'])
            && token.len() > 2
            && !self
                .peek(end + c.len_utf8())
                .is_some_and(char::is_alphanumeric)
        {
            self.out.push(Word {
                span: Span::new(end, end + c.len_utf8()),
                clitic: true,
            });
            self.at = end + c.len_utf8();
        }
    }

    /// The end of the token of letters and digits that begins here.
    fn word_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        // Where the part after the last hyphen or full stop begins.
        let mut part = self.at;
        while let Some(c) = self.peek(at) {
            let next = at + c.len_utf8();
            if c.is_alphanumeric() || c == '_' || is_mark(c) {
                at = next;
                continue;
            }
            let after = self.peek(next);
            let digits =
                bytes[at - 1].is_ascii_digit() && after.is_some_and(|x| x.is_ascii_digit());
            let letter = after.is_some_and(char::is_alphabetic);
            let joins = match c {
                '.' if letter || digits => self.joins_at_stop(part, at, next),
                '.' => {
                    let dots = after == Some('.');
                    let around = Around {
                        word: &self.text[self.at..at],
                        before: self.text[self.start..self.at]
                            .trim_end()
                            .chars()
                            .next_back(),
                        after: self.text[next..].chars().find(|x| !is_space(*x)),
                    };
                    return if !dots && keeps_stop(&around) {
                        next
                    } else {
                        at
                    };
                }
                ',' => {
                    digits
                        && bytes[next..]
                            .iter()
                            .take(4)
                            .take_while(|b| b.is_ascii_digit())
                            .count()
                            == 3
                }
                ':' => digits,
                '/' => digits || self.is_slashed(next),
                '-' | '‐' | '‑' => self.joins_at_hyphen(part, at, next),
                '&' => letter && self.is_ampersand(part, at, next),
                '\'' | '’' | 'ʼ' | '`' | '´' => {
                    letter && self.before(at).is_some_and(char::is_alphanumeric)
                }
                '*' => {
                    letter
                        && self
                            .before(at)
                            .is_some_and(|x| x.is_alphabetic() || x == '*')
                }
                '$' => {
                    let dollars = &self.text[self.at..at];
                    return if matches!(
                        dollars,
                        "US" | "U" | "A" | "C" | "CA" | "HK" | "NZ" | "S" | "R" | "AU" | "NT"
                    ) {
                        next
                    } else {
                        at
                    };
                }
                _ => false,
            };
            if !joins {
                break;
            }
            if matches!(c, '.' | '-') {
                part = next;
            }
            at = next;
        }
        at
    }

    /// Whether the full stop at byte `at`, with a letter or digit behind it, is inside a word:
    /// a number, an acronym, a file or host name, but not a missing space after a sentence.
    fn joins_at_stop(&self, part: usize, at: usize, next: usize) -> bool {
        let before = &self.text[part..at];
        let after = &self.text[next..self.run_from(next, char::is_alphanumeric)];
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
            return false;
        };
        if last.is_ascii_digit() {
            return first.is_ascii_digit() || is_ending(after);
        }
        let acronym = before.chars().count() <= 3
            && after.chars().count() <= 2
            && self.peek(next + after.len()) == Some('.')
            && before.chars().all(char::is_alphabetic);
        let letters = before.chars().count() == 1 && after.chars().count() == 1;
        acronym
            || letters
            || last.is_lowercase() && first.is_lowercase() && self.text[self.at..at].is_ascii()
            || is_ending(after)
    }

    /// Whether the hyphen at byte `at` is inside a word: after a prefix, in a telephone
    /// number or in a date of digits.
    fn joins_at_hyphen(&self, part: usize, at: usize, next: usize) -> bool {
        let Some(after) = self.peek(next) else {
            return false;
        };
        if after.is_alphabetic() {
            let prefix = &self.text[part..at];
            // "UN-led" and "CO-based" hold names, "Naqsh-e Jahan" a particle.
            let name = prefix.len() > 1 && prefix.chars().all(char::is_uppercase);
            return !name && is_prefix(prefix) && (prefix.len() > 1 || part == self.at);
        }
        if self.text[part..at].eq_ignore_ascii_case("mid") {
            return after.is_ascii_digit();
        }
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let before = &self.text[part..at];
        let behind = &self.text[next..self.run_from(next, |x| x.is_ascii_digit())];
        let more = self.peek(next + behind.len()) == Some('-') && behind.len() < 4;
        let earlier = part > self.at;
        digits(before)
            && match (before.len(), behind.len()) {
                (3, 3) => more || earlier,
                (3, 4) => true,
                (1, 3) => more,
                (1 | 2, 1 | 2) => more || earlier,
                (1 | 2, 4) => earlier,
                (4, 2) => more,
                _ => false,
            }
    }

    /// Whether the slash before byte `next` is inside a short word such as "w/o".
    fn is_slashed(&self, next: usize) -> bool {
        let end = self.run_from(next, char::is_alphanumeric);
        let token = &self.text[self.at..end];
        ["w/o", "s/he", "n/a", "i/s", "l/c"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(token))
    }

    /// Whether the ampersand at byte `at` is inside a name: "AT&T".
    fn is_ampersand(&self, part: usize, at: usize, next: usize) -> bool {
        let before = &self.text[part..at];
        let after = &self.text[next..self.run_from(next, char::is_alphanumeric)];
        let capitals = |text: &str| text.chars().all(char::is_uppercase);
        capitals(before) && capitals(after) || before.len() == 1 && after.len() == 1
    }
}

/// Combining marks and joiners that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{200C}' | '\u{200D}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

/// Units that the treebanks split from their number.
fn is_unit(text: &str) -> bool {
    matches!(
        text,
        "m" | "M"
            | "k"
            | "K"
            | "b"
            | "B"
            | "bn"
            | "Bn"
            | "mn"
            | "tn"
            | "tr"
            | "MM"
            | "mm"
            | "cm"
            | "km"
            | "kms"
            | "km/h"
            | "kmh"
            | "kph"
            | "mph"
            | "ft"
            | "lb"
            | "lbs"
            | "kg"
            | "kgs"
            | "g"
            | "mg"
            | "ml"
            | "oz"
            | "t"
            | "Hz"
            | "MHz"
            | "GHz"
            | "kHz"
            | "kb"
            | "KB"
            | "MB"
            | "GB"
            | "TB"
            | "kW"
            | "kw"
            | "MW"
            | "GW"
            | "kWh"
            | "MWh"
            | "am"
            | "pm"
            | "AM"
            | "PM"
            | "a.m."
            | "p.m."
            | "a.m"
            | "p.m"
            | "x"
            | "C"
            | "F"
            | "p"
            | "c"
            | "hrs"
            | "hr"
            | "min"
            | "mins"
            | "minutes"
            | "sec"
            | "secs"
            | "days"
            | "years"
            | "percent"
            | "sq"
            | "ha"
            | "hh"
            | "mm2"
            | "mile"
            | "miles"
            | "metres"
            | "meters"
            | "million"
            | "billion"
    )
}

/// Endings of file and host names.
fn is_ending(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "com", "org", "net", "gov", "edu", "mil", "int", "info", "co", "uk", "ru", "de", "fr",
        "tv", "io", "eu", "doc", "docx", "xls", "xlsx", "pdf", "txt", "htm", "html", "ppt", "jpg",
        "jpeg", "png", "gif", "mp3", "zip", "exe", "url",
    ];
    ENDINGS.iter().any(|ending| {
        *ending == text
            || text.len() >= 3
                && text.chars().all(char::is_uppercase)
                && ending.eq_ignore_ascii_case(text)
    })
}
