//! One form for the many ways of writing a name: the atoms that names are compared by.
//!
//! "al-Assad", "Al Assad" and "Assad", "U.S." and "US", "Erdoğan" and "Erdogan",
//! "Côte d'Ivoire" and "Cote d'Ivoire" are the same atoms. Both the entries of
//! `knowledge/` and the words of a story pass through here, so they meet.

/// Arabic articles that hang on the next word by a hyphen ("al-Sisi", "ash-Shabaab").
const ARTICLES: &[&str] = &[
    "al", "el", "ad", "as", "ash", "ar", "an", "at", "az", "ul", "ur", "ud",
];

/// Lower case without diacritics, dots and apostrophes. "ß" is "ss", "ø" is "o".
pub fn fold(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(
            word.bytes()
                .filter(|b| b.is_ascii_alphanumeric() || *b == b'&' || *b == b'+')
                .map(|b| b.to_ascii_lowercase() as char),
        );
        return;
    }
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' | '&' | '+' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            'à'..='å'
            | 'À'..='Å'
            | 'ā'
            | 'Ā'
            | 'ă'
            | 'Ă'
            | 'ą'
            | 'Ą'
            | 'ạ'
            | 'ả'
            | 'ấ'
            | 'ầ'
            | 'ậ'
            | 'ắ'
            | 'ằ'
            | 'ặ'
            | 'ǎ' => out.push('a'),
            'æ' | 'Æ' => out.push_str("ae"),
            'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' | 'ĉ' | 'ċ' => out.push('c'),
            'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' | 'ḍ' => out.push('d'),
            'è'..='ë'
            | 'È'..='Ë'
            | 'ē'
            | 'Ē'
            | 'ė'
            | 'Ė'
            | 'ę'
            | 'Ę'
            | 'ě'
            | 'Ě'
            | 'ə'
            | 'Ə'
            | 'ế'
            | 'ề'
            | 'ể'
            | 'ễ'
            | 'ệ'
            | 'ẹ' => out.push('e'),
            'ğ' | 'Ğ' | 'ģ' | 'Ģ' | 'ġ' | 'ĝ' => out.push('g'),
            'ḥ' | 'Ḥ' | 'ħ' | 'Ħ' => out.push('h'),
            'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' | 'ị' | 'ĩ' => {
                out.push('i')
            }
            'ķ' | 'Ķ' => out.push('k'),
            'ł' | 'Ł' | 'ļ' | 'Ļ' | 'ľ' | 'Ľ' | 'ĺ' => out.push('l'),
            'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ņ' | 'Ņ' | 'ň' | 'Ň' => out.push('n'),
            'ò'..='ö'
            | 'Ò'..='Ö'
            | 'ø'
            | 'Ø'
            | 'ō'
            | 'Ō'
            | 'ő'
            | 'Ő'
            | 'ơ'
            | 'Ơ'
            | 'ộ'
            | 'ồ'
            | 'ố'
            | 'ọ'
            | 'ớ'
            | 'ờ'
            | 'ợ' => out.push('o'),
            'œ' | 'Œ' => out.push_str("oe"),
            'ř' | 'Ř' | 'ŕ' => out.push('r'),
            'ś' | 'Ś' | 'ş' | 'Ş' | 'š' | 'Š' | 'ș' | 'Ș' | 'ṣ' | 'Ṣ' | 'ŝ' => {
                out.push('s')
            }
            'ß' => out.push_str("ss"),
            'ţ' | 'Ţ' | 'ť' | 'Ť' | 'ț' | 'Ț' | 'ṭ' | 'Ṭ' => out.push('t'),
            'þ' | 'Þ' => out.push_str("th"),
            'ù'..='ü'
            | 'Ù'..='Ü'
            | 'ū'
            | 'Ū'
            | 'ů'
            | 'Ů'
            | 'ű'
            | 'Ű'
            | 'ų'
            | 'ư'
            | 'Ư'
            | 'ụ'
            | 'ủ'
            | 'ứ'
            | 'ừ'
            | 'ũ' => out.push('u'),
            'ý' | 'Ý' | 'ÿ' | 'ỳ' | 'ỹ' => out.push('y'),
            'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' | 'ẓ' => out.push('z'),
            '\u{0300}'..='\u{036f}' => {}
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
}

/// Whether `c` parts a word in two for comparison.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '/' | '_' | ',' | '(' | ')')
}

/// Calls `each` with every atom of `word`, a word without white space.
///
/// `joined` says that a hyphen follows the word, as when a tokenizer splits
/// "al-Assad" into three. Arabic articles yield no atom.
pub fn atoms_of(word: &str, joined: bool, scratch: &mut String, each: &mut impl FnMut(&str)) {
    // Most words are plain: one piece, no article unless a hyphen follows.
    if !joined && word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        scratch.clear();
        scratch.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char));
        if !scratch.is_empty() && scratch != "al" {
            each(scratch);
        }
        return;
    }
    let mut rest = word;
    loop {
        let cut = rest.char_indices().find(|(_, c)| is_joint(*c));
        let (piece, tail) = match cut {
            Some((at, c)) => (&rest[..at], Some(&rest[at + c.len_utf8()..])),
            None => (rest, None),
        };
        let hyphen_follows =
            tail.is_some_and(|tail| !tail.is_empty()) || (tail.is_none() && joined);
        let stem = ["'s", "’s"]
            .iter()
            .find_map(|s| piece.strip_suffix(s))
            .filter(|s| !s.is_empty());
        scratch.clear();
        fold(stem.unwrap_or(piece), scratch);
        // "AL-" or "AS-" in capitals is an acronym or a headline: only the headline is missed.
        let is_article = scratch == "al"
            || (hyphen_follows
                && ARTICLES.contains(&scratch.as_str())
                && piece.chars().nth(1).is_some_and(char::is_lowercase));
        if !scratch.is_empty() && !is_article {
            each(scratch);
        }
        if stem.is_some() {
            each("s");
        }
        match tail {
            Some(tail) => rest = tail,
            None => return,
        }
    }
}

/// The atoms of a name as an entry of `knowledge/` writes it; a leading "the" is dropped.
pub fn atoms(name: &str) -> Vec<Box<str>> {
    let mut atoms: Vec<Box<str>> = Vec::new();
    let mut scratch = String::new();
    for word in name.split_whitespace() {
        atoms_of(word, false, &mut scratch, &mut |atom| {
            atoms.push(atom.into())
        });
    }
    if atoms.len() > 1 && &*atoms[0] == "the" {
        atoms.remove(0);
    }
    atoms
}

/// The German way of writing umlauts without them, where `name` has any: "Müller" as "Mueller".
pub fn umlauts_spelt(name: &str) -> Option<String> {
    if !name.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü', 'ø', 'Ø', 'å', 'Å']) {
        return None;
    }
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            'Ä' => out.push_str("Ae"),
            'Ö' | 'Ø' => out.push_str("Oe"),
            'Ü' => out.push_str("Ue"),
            'Å' => out.push_str("Aa"),
            _ => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[&str]) {
        let found = atoms(name);
        let found: Vec<&str> = found.iter().map(|a| &**a).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn names_meet_in_one_form() {
        check("Bashar al-Assad", &["bashar", "assad"]);
        check("Bashar Al Assad", &["bashar", "assad"]);
        check("the U.S.", &["us"]);
        check("Recep Tayyip Erdoğan", &["recep", "tayyip", "erdogan"]);
        check("Côte d'Ivoire", &["cote", "divoire"]);
        check(
            "People's Republic of China",
            &["people", "s", "republic", "of", "china"],
        );
        check("workers’ party", &["workers", "party"]);
        check("Abd ar-Rahman", &["abd", "rahman"]);
        check("Sana'a", &["sanaa"]);
    }
}
