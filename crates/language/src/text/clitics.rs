//! Written tokens that hold several words: "didn't", "cannot", "government's", "gonna".

/// Written without an apostrophe or with an irregular form: token and where its second word begins.
const WHOLE: &[(&str, usize)] = &[
    ("aint", 2),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("im", 1),
    ("isnt", 2),
    ("ive", 1),
    ("lemme", 3),
    ("shouldnt", 6),
    ("thats", 4),
    ("theyre", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("whats", 4),
    ("wont", 2),
    ("wouldnt", 5),
    ("youre", 3),
    ("youve", 3),
];

/// Whether `c` is an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
}

/// Calls `cut` with each byte position, in order, at which a later word of `token` begins.
pub(super) fn cuts(token: &str, mut cut: impl FnMut(usize)) {
    // Longest known token of the list; longer ones can only have an apostrophe.
    if token.len() <= 8
        && token.is_ascii()
        && let Some((_, at)) = WHOLE
            .iter()
            .find(|(entry, _)| entry.eq_ignore_ascii_case(token))
    {
        // "IM" and "IVE" in capitals are as likely abbreviations.
        if token.len() > 3 || !token.bytes().skip(1).all(|b| b.is_ascii_uppercase()) {
            cut(*at);
        }
        return;
    }
    // From the end, at most three clitics: "I'd've", "mustn't've".
    let mut found = [0usize; 3];
    let mut count = 0;
    let mut end = token.len();
    while count < found.len() {
        match clitic(&token[..end]) {
            Some(at) => {
                found[count] = at;
                count += 1;
                end = at;
            }
            None => break,
        }
    }
    for at in found[..count].iter().rev() {
        cut(*at);
    }
}

/// Where the last clitic of `token` begins.
fn clitic(token: &str) -> Option<usize> {
    let (at, mark) = token
        .char_indices()
        .rev()
        .take(3)
        .find(|(_, c)| is_apostrophe(*c))?;
    if at == 0 {
        return None;
    }
    let tail = &token[at + mark.len_utf8()..];
    let is = |ending: &str| tail.eq_ignore_ascii_case(ending);
    if is("t") {
        let before = token[..at].strip_suffix(['n', 'N'])?;
        return (!before.is_empty()).then_some(before.len());
    }
    (is("s") || is("re") || is("ve") || is("ll") || is("d") || is("m")).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: &str, expected: &str) {
        let mut parts = String::new();
        let mut from = 0;
        cuts(token, |at| {
            parts.push_str(&token[from..at]);
            parts.push('|');
            from = at;
        });
        parts.push_str(&token[from..]);
        assert_eq!(parts, expected);
    }

    #[test]
    fn clitics_are_cut_off() {
        check("didn't", "did|n't");
        check("Don’t", "Do|n’t");
        check("cannot", "can|not");
        check("gonna", "gon|na");
        check("I'd've", "I|'d|'ve");
        check("minister's", "minister|'s");
        check("O'Brien's", "O'Brien|'s");
    }

    #[test]
    fn other_apostrophes_stay() {
        check("O'Brien", "O'Brien");
        check("o'clock", "o'clock");
        check("Qur'an", "Qur'an");
        check("IM", "IM");
        check("can't", "ca|n't");
        check("n't", "n't");
    }
}
