//! Where sentences end: a small linear classifier over the words around each gap.
//!
//! Full stops decide most gaps of edited news, but not those behind "U.S." or "Corp.", in
//! headlines, lists, transcripts and quotes. The classifier weighs hashed features of up to
//! five words, the length so far and what quotes and brackets are open. Weights are whole
//! numbers, so that a decision is the same on every machine. They are fitted on the training
//! halves of EWT and GUM by `examples/segment.rs`.

use super::words::Word;

/// Number of weights, a power of two.
pub const WEIGHTS: usize = 1 << 16;

/// Number of features of a gap.
pub const FEATURES: usize = 24;

/// Weights of the classifier as the repository holds them.
pub static EMBEDDED: &[u8; WEIGHTS] = include_bytes!("../../../../models/boundaries.bin");

/// What a word looks like, as far as sentence ends are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Class {
    Outside,
    Stop,
    Mark,
    Dots,
    Colon,
    Semicolon,
    Comma,
    OpenQuote,
    CloseQuote,
    OpenBracket,
    CloseBracket,
    Dash,
    Rule,
    Number,
    Abbreviation,
    Initial,
    Acronym,
    Small,
    Capital,
    Capitals,
    Mixed,
    Link,
    Face,
    Symbol,
}

/// A word as the classifier sees it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    class: Class,
    /// Hash of the word without case and with every digit the same.
    norm: u32,
    /// Hash of its last three characters.
    ending: u32,
    /// Quotes and brackets that are open behind it.
    open: u8,
    /// Whether a sentence may end behind it at all.
    gap: bool,
    /// Whether a sentence surely ends behind it.
    sure: bool,
}

/// What stands beyond the ends of a paragraph.
const OUTSIDE: Seen = Seen {
    class: Class::Outside,
    norm: 0,
    ending: 0,
    open: 0,
    gap: false,
    sure: false,
};

/// Looks at the words of one paragraph.
pub fn look(text: &str, words: &[Word], seen: &mut Vec<Seen>) {
    seen.clear();
    let (mut quote, mut bracket) = (false, false);
    for (index, word) in words.iter().enumerate() {
        let form = word.span.of(text);
        let next = words.get(index + 1);
        let space_after = next.is_none_or(|next| next.span.start > word.span.end);
        let space_before = index == 0 || words[index - 1].span.end < word.span.start;
        let mut class = class(form);
        if class == Class::OpenQuote && matches!(form, "\"" | "'" | "''" | "’" | "’’") {
            // Straight marks look the same at both ends.
            let opens = if space_before == space_after {
                !quote
            } else {
                space_before
            };
            class = if opens {
                Class::OpenQuote
            } else {
                Class::CloseQuote
            };
        }
        match class {
            Class::OpenQuote => quote = true,
            Class::CloseQuote => quote = false,
            Class::OpenBracket => bracket = true,
            Class::CloseBracket => bracket = false,
            _ => {}
        }
        let (norm, ending) = hashes(form);
        // Scraped text often lacks the space behind a sentence: "left.The".
        let glued = matches!(class, Class::Stop | Class::Mark | Class::CloseQuote)
            && next.is_some_and(|next| next.span.of(text).starts_with(char::is_uppercase));
        let clitic = next.is_some_and(|next| next.clitic);
        seen.push(Seen {
            class,
            norm,
            ending,
            open: u8::from(quote) + 2 * u8::from(bracket),
            gap: next.is_some() && !clitic && (space_after || glued),
            sure: space_after
                && closes(class, form)
                && next.is_some_and(|next| STARTERS.contains(&next.span.of(text))),
        });
    }
}

/// Words that with a capital stand at the beginning of a sentence and hardly in a name.
const STARTERS: &[&str] = &[
    "After",
    "Although",
    "But",
    "He",
    "Her",
    "His",
    "However",
    "If",
    "It",
    "Its",
    "Meanwhile",
    "She",
    "Since",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "We",
    "When",
    "While",
    "Yet",
];

/// Whether the form is an abbreviation that may close a sentence, so not a title or an initial:
/// the treebanks have too few of them for the classifier to learn it.
fn closes(class: Class, form: &str) -> bool {
    match class {
        Class::Acronym => true,
        Class::Abbreviation => {
            matches!(
                form,
                "Inc." | "Corp." | "Co." | "Ltd." | "Bros." | "Jr." | "Sr." | "etc."
            )
        }
        _ => false,
    }
}

/// The class of a form by itself.
fn class(form: &str) -> Class {
    let Some(first) = form.chars().next() else {
        return Class::Outside;
    };
    match form {
        "." => return Class::Stop,
        ":" => return Class::Colon,
        ";" => return Class::Semicolon,
        "," => return Class::Comma,
        "\"" | "'" | "“" | "‘" | "``" | "`" | "«" | "„" | "''" | "‘‘" | "’" | "’’" =>
        {
            return Class::OpenQuote;
        }
        "”" | "»" => return Class::CloseQuote,
        "(" | "[" | "{" | "<" => return Class::OpenBracket,
        ")" | "]" | "}" => return Class::CloseBracket,
        "-" | "--" | "–" | "—" => return Class::Dash,
        "…" => return Class::Dots,
        _ => {}
    }
    match first {
        '.' if form.ends_with('.') => return Class::Dots,
        '!' | '?' => return Class::Mark,
        ':' | ';' => return Class::Face,
        '*' | '=' | '_' | '~' | '>' | '|' | '•' | '·' | '-' | '#'
            if !form.ends_with(char::is_alphanumeric) =>
        {
            return Class::Rule;
        }
        _ => {}
    }
    if first.is_ascii_digit() {
        return Class::Number;
    }
    if !first.is_alphabetic() {
        return if form.chars().any(char::is_alphabetic) {
            Class::Mixed
        } else {
            Class::Symbol
        };
    }
    if form.len() > 3 && (form.contains("://") || form.contains('@') || form.starts_with("www.")) {
        return Class::Link;
    }
    if let Some(body) = form.strip_suffix('.') {
        return if body.contains('.') {
            Class::Acronym
        } else if body.len() == first.len_utf8() {
            Class::Initial
        } else {
            Class::Abbreviation
        };
    }
    let mut rest = form
        .chars()
        .skip(1)
        .filter(|c| c.is_alphabetic())
        .peekable();
    if first.is_lowercase() {
        return if rest.any(char::is_uppercase) {
            Class::Mixed
        } else {
            Class::Small
        };
    }
    if rest.peek().is_none() {
        return Class::Capital;
    }
    let (mut upper, mut lower) = (false, false);
    for c in rest {
        upper |= c.is_uppercase();
        lower |= !c.is_uppercase();
    }
    match (upper, lower) {
        (true, false) => Class::Capitals,
        (false, _) => Class::Capital,
        _ => Class::Mixed,
    }
}

/// Hashes of a form without case and with every digit the same, and of its end.
fn hashes(form: &str) -> (u32, u32) {
    // Long forms are told apart well enough by their first 48 bytes.
    let mut hash = 2_166_136_261u32;
    let mut last = [0u32; 3];
    for c in form.chars().take(48) {
        let c = if c.is_ascii() {
            let lower = c.to_ascii_lowercase();
            if lower.is_ascii_digit() { '0' } else { lower }
        } else {
            c.to_lowercase().next().unwrap_or(c)
        } as u32;
        hash = (hash ^ c).wrapping_mul(16_777_619);
        last = [last[1], last[2], c];
    }
    (
        hash,
        last.iter()
            .fold(7, |sum, c| (sum ^ c).wrapping_mul(0x9E37_79B1)),
    )
}

/// Groups small numbers: 0 to 4 by themselves, then ever wider.
fn bucket(count: usize) -> u32 {
    match count {
        0..=4 => count as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        23..=35 => 9,
        36..=60 => 10,
        _ => 11,
    }
}

/// Whether a sentence may end behind word `index`.
pub fn may_end(seen: &[Seen], index: usize) -> bool {
    seen[index].gap
}

/// The features of the gap behind word `index`, in a sentence that begins with word `start`:
/// indices of weights.
pub fn features(seen: &[Seen], start: usize, index: usize) -> [u32; FEATURES] {
    let at = |offset: isize| {
        index
            .checked_add_signed(offset)
            .and_then(|i| seen.get(i))
            .copied()
            .unwrap_or(OUTSIDE)
    };
    let (q, p, a, b, n, m) = (at(-2), at(-1), at(0), at(1), at(2), at(3));
    let class = |x: Seen| x.class as u32;
    let pair = class(a) * 32 + class(b);
    let length = bucket(index + 1 - start);
    let rest = bucket(seen.len() - index - 1);
    let open = u32::from(a.open);
    let last = seen.last().map_or(0, |last| class(*last));
    let keys: [(u32, u32); FEATURES] = [
        (0, 0),
        (pair, 0),
        (pair, class(p)),
        (pair, 32 * class(n) + 1024),
        (pair, class(p) * 32 + class(n) + 2048),
        (pair, class(q) * 32 + class(p) + 4096),
        (pair, class(n) * 32 + class(m) + 8192),
        (a.norm, 1),
        (b.norm, class(b)),
        (a.norm, class(b) + 64),
        (b.norm, pair + 128),
        (p.norm, class(a)),
        (p.norm, pair),
        (p.norm, a.norm),
        (b.norm, n.norm),
        (a.norm, b.norm),
        (pair, 64 * length),
        (pair, 64 * open + 1),
        (pair, 64 * rest + 3),
        (pair, 64 * last + 5),
        (
            class(a),
            64 * (length * 32 + class(at(start as isize - index as isize))) + 7,
        ),
        (a.ending, pair + 9),
        (n.norm, pair + 11),
        (pair, 64 * (open * 16 + length.min(6)) + 13),
    ];
    let mut out = [0; FEATURES];
    for (slot, (template, (x, y))) in out.iter_mut().zip((1u32..).zip(keys)) {
        let mut hash = x.wrapping_mul(0x85EB_CA6B)
            ^ y.wrapping_mul(0xC2B2_AE35)
            ^ template.wrapping_mul(0x9E37_79B1);
        hash ^= hash >> 15;
        hash = hash.wrapping_mul(0x2C1B_3C6D);
        hash ^= hash >> 13;
        hash = hash.wrapping_mul(0x297A_2D39);
        *slot = (hash >> 16) & (WEIGHTS as u32 - 1);
    }
    out
}

/// The sum of the weights of these features.
fn score(weights: &[u8; WEIGHTS], features: &[u32; FEATURES]) -> i32 {
    features
        .iter()
        .map(|feature| i32::from(weights[*feature as usize] as i8))
        .sum()
}

/// Most words of a sentence. What has more is no sentence but a table, a list or noise; the
/// network's cost grows with the square of the length.
pub const LONGEST: usize = 240;

/// Calls `sentence` with the range of words of each sentence, in order.
pub fn sentences(seen: &[Seen], sentence: impl FnMut(std::ops::Range<usize>)) {
    sentences_with(EMBEDDED, seen, sentence);
}

/// As [`sentences`], by other weights.
pub fn sentences_with(
    weights: &[u8; WEIGHTS],
    seen: &[Seen],
    mut sentence: impl FnMut(std::ops::Range<usize>),
) {
    let mut start = 0;
    for index in 0..seen.len() {
        let ends = seen[index].gap
            && (seen[index].sure || score(weights, &features(seen, start, index)) > 0);
        if ends || index + 1 == seen.len() {
            pieces(seen, start, index + 1, &mut sentence);
            start = index + 1;
        }
    }
}

/// Cuts what is longer than [`LONGEST`]: behind the last semicolon, else comma, else anywhere
/// between two written tokens in the second half of what is allowed.
fn pieces(
    seen: &[Seen],
    mut start: usize,
    end: usize,
    sentence: &mut impl FnMut(std::ops::Range<usize>),
) {
    while end - start > LONGEST {
        let window = start + LONGEST / 2..start + LONGEST;
        let behind = |is: &dyn Fn(&Seen) -> bool| window.clone().rev().find(|&i| is(&seen[i]));
        let cut =
            behind(&|x| matches!(x.class, Class::Semicolon | Class::Stop | Class::Mark) && x.gap)
                .or_else(|| behind(&|x| x.class == Class::Comma && x.gap))
                .or_else(|| behind(&|x| x.gap))
                .unwrap_or(start + LONGEST - 1);
        sentence(start..cut + 1);
        start = cut + 1;
    }
    sentence(start..end);
}
