//! Tags that the form or the tree decides, whatever the network says: models/README.md, "tags".

use demarche_story::{Relation, Upos, Xpos};

/// The tags of `form`, which the network calls `upos` and `xpos` and hangs on its head by `relation`; `before` and
/// `after` are its neighbours.
pub(crate) fn tags(
    [before, form, after]: [&str; 3],
    relation: Relation,
    (upos, xpos): (Upos, Xpos),
) -> (Upos, Xpos) {
    // "pick up": the particle of a verb.
    if relation == Relation::CompoundPrt {
        return (Upos::Adp, Xpos::Rp);
    }
    // "with a smile": before a noun no conjunction stands.
    if relation == Relation::Case && upos == Upos::Sconj {
        return (Upos::Adp, xpos);
    }
    // "Title IV".
    if is_roman_number(form) {
        return (Upos::Num, Xpos::Cd);
    }
    // The network reads every dash as "-".
    if matches!(form, "–" | "—" | "--") && upos == Upos::Punct {
        let ends_range = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        return if form == "–" && ends_range(before) && ends_range(after) {
            (Upos::Sym, Xpos::Sym)
        } else {
            (Upos::Punct, Xpos::Colon)
        };
    }
    (upos, xpos)
}

/// Whether a word is a number from II to XXXIX in Roman digits. Single letters mostly mean something else.
fn is_roman_number(form: &str) -> bool {
    let rest = form.trim_start_matches('X');
    let tens = form.len() - rest.len();
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    form.len() > 1 && tens < 4 && ONES.contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_are_roman_numbers() {
        for number in ["II", "IV", "VIII", "IX", "XX", "XIV", "XXXIX"] {
            assert!(is_roman_number(number), "{number}");
        }
        for other in ["", "I", "V", "X", "IIII", "VX", "XXXX", "MIX", "CD", "ii"] {
            assert!(!is_roman_number(other), "{other}");
        }
    }

    #[test]
    fn dashes_between_figures_are_symbols_and_others_are_punctuation() {
        let mended = |words, upos, xpos| tags(words, Relation::Punct, (upos, xpos));
        let (punct, sym) = ((Upos::Punct, Xpos::Colon), (Upos::Sym, Xpos::Sym));
        assert_eq!(mended(["1914", "–", "1918"], Upos::Punct, Xpos::Hyph), sym);
        assert_eq!(mended(["war", "–", "or"], Upos::Punct, Xpos::Hyph), punct);
        assert_eq!(mended(["war", "--", "or"], Upos::Punct, Xpos::Comma), punct);
        let hyphen = (Upos::Punct, Xpos::Hyph);
        assert_eq!(
            mended(["well", "-", "known"], Upos::Punct, Xpos::Hyph),
            hyphen
        );
    }

    #[test]
    fn the_particle_of_a_verb_is_no_adverb() {
        let mended = |relation| tags(["picked", "up", "a"], relation, (Upos::Adv, Xpos::Rb));
        assert_eq!(mended(Relation::CompoundPrt), (Upos::Adp, Xpos::Rp));
        assert_eq!(mended(Relation::Advmod), (Upos::Adv, Xpos::Rb));
    }
}
