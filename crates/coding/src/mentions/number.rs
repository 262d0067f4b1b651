//! How many: "some 100,000 Syrian refugees", "dozens of supporters", "two leaders".

use crate::tree::Tree;
use demarche_story::Relation;

/// The number that a phrase says, if it says one.
pub fn of(tree: &Tree<'_>, head: usize) -> Option<u64> {
    let said = tree
        .children_by(head, &[Relation::Nummod])
        .find_map(|child| of_numeral(tree, child))
        .or_else(|| vague(tree.lemma(head), &tree.token(head).form));
    if said.is_some() {
        return said;
    }
    // "dozens of supporters": the complement's number is its quantifier's.
    if tree.relation(head) == Relation::Nmod && tree.case(head).as_deref() == Some("of") {
        let quantifier = tree.head(head)?;
        return vague(tree.lemma(quantifier), &tree.token(quantifier).form).or_else(|| {
            let is_number = tree
                .token(quantifier)
                .form
                .bytes()
                .all(|b| b.is_ascii_digit());
            is_number.then(|| of_numeral(tree, quantifier)).flatten()
        });
    }
    None
}

fn of_numeral(tree: &Tree<'_>, token: usize) -> Option<u64> {
    let own = numeral(&tree.token(token).form);
    let factor = |word: &str| scale(&word.to_lowercase());
    let mut value = own.map(|v| v as f64);
    let mut multiplier = factor(&tree.token(token).form);
    // "1.5 million": the words of a number hang together by compound, flat or nummod.
    for child in tree.children_by(
        token,
        &[Relation::Compound, Relation::Flat, Relation::Nummod],
    ) {
        let form = &tree.token(child).form;
        if let Some(scale) = factor(form) {
            multiplier = Some(multiplier.unwrap_or(1.0) * scale);
        } else if let Some(part) = decimal(form).or_else(|| numeral(form).map(|v| v as f64)) {
            value = Some(value.unwrap_or(0.0) + part);
        }
    }
    let value = value.or_else(|| decimal(&tree.token(token).form));
    match (value, multiplier) {
        (Some(value), Some(scale)) => Some((value * scale).round() as u64),
        (Some(value), None) if value.fract() == 0.0 => Some(value as u64),
        (None, Some(scale)) => Some(scale as u64),
        _ => None,
    }
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 100.0,
        "thousand" => 1_000.0,
        "million" | "m" => 1_000_000.0,
        "billion" | "bn" => 1_000_000_000.0,
        "trillion" => 1_000_000_000_000.0,
        "dozen" => 12.0,
        _ => return None,
    })
}

fn decimal(form: &str) -> Option<f64> {
    let plain: String = form.chars().filter(|c| *c != ',').collect();
    (plain.starts_with(|c: char| c.is_ascii_digit())).then(|| plain.parse().ok())?
}

/// A numeral in digits or a word up to twenty, and the tens.
fn numeral(form: &str) -> Option<u64> {
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        let plain: String = form.chars().filter(|c| *c != ',').collect();
        return plain.parse().ok();
    }
    const WORDS: &[(&str, u64)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("seventeen", 17),
        ("eighteen", 18),
        ("nineteen", 19),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("both", 2),
    ];
    let lower = form.to_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| *word == lower)
        .map(|(_, value)| *value)
}

/// Vague quantities as small lower bounds: dozens are at least two dozen.
fn vague(lemma: &str, form: &str) -> Option<u64> {
    let plural = form.ends_with(['s', 'S']);
    match (lemma, plural) {
        ("dozen", true) => Some(24),
        ("dozen", false) => Some(12),
        ("score", true) => Some(40),
        ("hundred", true) => Some(200),
        ("hundred", false) => Some(100),
        ("thousand", true) => Some(2_000),
        ("thousand", false) => Some(1_000),
        ("million", true) => Some(2_000_000),
        ("million", false) => Some(1_000_000),
        _ => None,
    }
}
