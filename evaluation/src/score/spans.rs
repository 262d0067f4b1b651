//! Spans of characters compared: overlap, Dice coefficient, characters that are not white space.

use std::collections::BTreeSet;

/// Which characters of `text` (by Unicode character, from 0) are white space.
pub fn white_space(text: &str) -> Vec<bool> {
    text.chars().map(char::is_whitespace).collect()
}

/// The characters of `ranges` (half-open) that are not white space; what lies beyond the text is dropped.
pub fn characters(ranges: &[(usize, usize)], white: &[bool]) -> BTreeSet<usize> {
    ranges
        .iter()
        .flat_map(|&(start, end)| start..end.min(white.len()))
        .filter(|&at| !white[at])
        .collect()
}

/// Whether two sets of half-open ranges share a character.
pub fn overlap(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// Dice coefficient of two sets of characters; 1 when both are empty.
pub fn dice(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64
}

/// From bytes to Unicode characters for one text.
pub struct Offsets {
    /// Byte at which each character starts; one more for the end.
    bytes: Vec<usize>,
}

impl Offsets {
    /// Counts the characters of `text`.
    pub fn new(text: &str) -> Offsets {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Offsets { bytes }
    }

    /// The character that holds or starts at a byte; past the end is the end.
    pub fn character(&self, byte: usize) -> usize {
        match self.bytes.binary_search(&byte) {
            Ok(at) => at,
            Err(at) => at.saturating_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_count() {
        let white = white_space("a bc d");
        assert_eq!(
            characters(&[(0, 4), (5, 99)], &white),
            BTreeSet::from([0, 2, 3, 5])
        );
    }

    #[test]
    fn dice_of_half_overlap() {
        let a = BTreeSet::from([1, 2]);
        let b = BTreeSet::from([2, 3]);
        assert!((dice(&a, &b) - 0.5).abs() < 1e-12);
        assert_eq!(dice(&BTreeSet::new(), &BTreeSet::new()), 1.0);
        assert_eq!(dice(&a, &BTreeSet::new()), 0.0);
    }

    #[test]
    fn touching_is_not_overlapping() {
        assert!(!overlap(&[(0, 3)], &[(3, 5)]));
        assert!(overlap(&[(9, 10), (0, 3)], &[(2, 5)]));
    }

    #[test]
    fn characters_and_bytes() {
        let text = "“Ça va”, he said";
        let offsets = Offsets::new(text);
        assert_eq!(offsets.character(6), 3);
        // Inside the two bytes of "Ç".
        assert_eq!(offsets.character(4), 1);
        assert_eq!(offsets.character(1000), text.chars().count());
        for (character, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.character(byte), character);
        }
    }
}
