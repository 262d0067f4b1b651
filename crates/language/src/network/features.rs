//! Hashed features of a word form: the rows of the embedding tables that it adds up.
//!
//! models/README.md, section 1, is the contract; `reference.json` holds examples.

/// Tables in the order in which their values are joined.
pub const TABLES: [&str; 7] = [
    "norm", "prefix", "suffix2", "suffix3", "suffix4", "shape", "grams",
];

/// Most n-grams of each length.
const GRAMS: usize = 16;

/// Row numbers of one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Two of the norm table, then one each of prefix, suffix2, suffix3, suffix4 and shape.
    pub rows: [u32; 7],
    /// Of the n-gram table; one that occurs twice stands twice.
    pub grams: Vec<u32>,
}

/// A form with typographic variants of quotes, dashes and spaces made one.
pub fn fold(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match c {
            '‘' | '’' | 'ʼ' | '‛' | '′' | '´' | '`' => out.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '\u{A0}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The shape of a folded form: "Xxxx" for "London", "dd" for "42".
fn shape(folded: &str) -> String {
    let mut kept: [char; 8] = ['\0'; 8];
    let mut length = 0;
    for c in folded.chars() {
        let kind = if c.is_uppercase() {
            'X'
        } else if c.is_lowercase() {
            'x'
        } else if c.is_ascii_digit() {
            'd'
        } else {
            c
        };
        if length >= 3 && kept[length - 3..length].iter().all(|k| *k == kind) {
            continue;
        }
        kept[length] = kind;
        length += 1;
        if length == kept.len() {
            break;
        }
    }
    kept[..length].iter().collect()
}

/// FNV-1a with 32 bits over a tag and a text in parts.
fn hash(tag: u8, text: &str) -> u32 {
    let mut value = (2_166_136_261u32 ^ u32::from(tag)).wrapping_mul(16_777_619);
    for byte in text.bytes() {
        value = (value ^ u32::from(byte)).wrapping_mul(16_777_619);
    }
    value
}

/// The features of `form` in tables of these sizes, in the order of [`TABLES`].
pub fn features(form: &str, sizes: &[u32; 7]) -> Features {
    let folded = fold(form);
    let norm: String = folded
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let row = |table: usize, tag: u8, text: &str| hash(tag, text) % sizes[table].max(1);
    let first = |count: usize| {
        &norm[..norm
            .char_indices()
            .nth(count)
            .map_or(norm.len(), |(at, _)| at)]
    };
    let last = |count: usize| {
        &norm[norm
            .char_indices()
            .rev()
            .nth(count - 1)
            .map_or(0, |(at, _)| at)..]
    };
    let mut features = Features {
        rows: [
            row(0, b'a', &norm),
            row(0, b'b', &norm),
            row(1, b'p', first(3)),
            row(2, b'q', last(2)),
            row(3, b'r', last(3)),
            row(4, b's', last(4)),
            row(5, b'x', &shape(&folded)),
        ],
        grams: Vec::with_capacity(2 * GRAMS),
    };
    let text = format!("^{norm}$");
    let mut ends: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .take(GRAMS + 6)
        .collect();
    ends.push(text.len());
    let length = if ends.len() <= GRAMS + 6 {
        ends.len() - 1
    } else {
        GRAMS + 6
    };
    if length < 3 {
        features.grams.push(row(6, b'g', &text));
    }
    for size in [3, 5] {
        for start in 0..GRAMS.min((length + 1).saturating_sub(size)) {
            features
                .grams
                .push(row(6, b'g', &text[ends[start]..ends[start + size]]));
        }
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_shorten_runs() {
        assert_eq!(shape("London"), "Xxxx");
        assert_eq!(shape("U.S."), "X.X.");
        assert_eq!(shape("12,500"), "dd,ddd");
        assert_eq!(shape("AAAAbbbbCCCC"), "XXXxxxXX");
    }

    #[test]
    fn folding_makes_variants_one() {
        let sizes = [32768, 4096, 1024, 4096, 8192, 2048, 12288];
        assert_eq!(features("don’t", &sizes), features("don't", &sizes));
        assert_ne!(
            features("Don't", &sizes).rows[6],
            features("don't", &sizes).rows[6]
        );
        assert_eq!(
            features("Don't", &sizes).rows[..6],
            features("don't", &sizes).rows[..6]
        );
    }

    #[test]
    fn short_and_long_forms_have_grams() {
        let sizes = [10; 7];
        assert_eq!(features("", &sizes).grams.len(), 1);
        assert_eq!(features("a", &sizes).grams.len(), 1);
        assert_eq!(features("abc", &sizes).grams.len(), 3 + 1);
        assert_eq!(features(&"x".repeat(19), &sizes).grams.len(), 16 + 16);
        assert_eq!(features(&"é".repeat(1000), &sizes).grams.len(), 32);
    }
}
