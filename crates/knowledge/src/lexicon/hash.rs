//! Numbers for words, the same on every machine, so that look-ups of the lexicon compare numbers first.

/// FNV-1a of no word.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over the bytes of a word, or of several with single spaces between them.
pub fn word_hash(word: &str) -> u64 {
    go_on(EMPTY, word)
}

/// The same of words that a single space parts, without joining them.
pub fn words_hash<'a>(words: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut words = words.into_iter();
    let first = go_on(EMPTY, words.next().unwrap_or_default());
    words.fold(first, |hash, word| go_on(go_on(hash, " "), word))
}

fn go_on(hash: u64, word: &str) -> u64 {
    word.bytes().fold(hash, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Which words a sentence may hold: a word that was put in is always found, others rarely.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordMask([u64; 4]);

impl WordMask {
    /// Puts a lower-case word in.
    pub fn insert(&mut self, word: &str) {
        let bit = bit(word);
        self.0[usize::from(bit >> 6)] |= 1 << (bit & 63);
    }

    /// Whether a lower-case word may be in.
    pub fn may_hold_word(&self, word: &str) -> bool {
        self.may_hold(bit(word))
    }

    /// Whether the word of this bit may be in.
    pub fn may_hold(&self, bit: u8) -> bool {
        self.0[usize::from(bit >> 6)] & (1 << (bit & 63)) != 0
    }
}

/// The bit of a lower-case word in a [`WordMask`].
pub fn bit(word: &str) -> u8 {
    (word_hash(word) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found() {
        let mut mask = WordMask::default();
        for word in ["seize", "control", "of"] {
            assert!(!WordMask::default().may_hold(bit(word)));
            mask.insert(word);
        }
        assert!(
            ["seize", "control", "of"]
                .iter()
                .all(|word| mask.may_hold(bit(word)))
        );
        let others = (0..1000).map(|n| n.to_string());
        let found = others.filter(|word| mask.may_hold(bit(word))).count();
        assert!(found < 60, "{found} of 1000 other words");
    }
}
