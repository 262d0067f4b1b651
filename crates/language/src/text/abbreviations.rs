//! Abbreviations that keep their full stop, for the word splitter.
//!
//! The lists are sorted, so that a look-up is a binary search without allocation.

/// What must stand around an abbreviation for its full stop to belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Always.
    Always,
    /// When it begins with a capital.
    Capital,
    /// When a digit follows: "No. 2".
    Digit,
    /// When it begins with a capital and a lower-case word or a digit follows:
    /// "Sat. at noon", "Mar. 3".
    Date,
    /// When it begins with a capital and stands behind a comma: "Tampa, Fla."
    State,
}

/// Lower-case abbreviation without its last full stop, sorted.
const ABBREVIATIONS: &[(&str, When)] = &[
    ("adm", When::Capital),
    ("ala", When::State),
    ("al", When::Always),
    ("approx", When::Always),
    ("apr", When::Date),
    ("apt", When::Digit),
    ("ariz", When::State),
    ("ark", When::State),
    ("arrv", When::Always),
    ("art", When::Digit),
    ("assn", When::Capital),
    ("asst", When::Always),
    ("attn", When::Always),
    ("atty", When::Capital),
    ("aug", When::Capital),
    ("ave", When::Capital),
    ("bldg", When::Always),
    ("blvd", When::Always),
    ("brig", When::Capital),
    ("bros", When::Capital),
    ("ca", When::Digit),
    ("calif", When::Capital),
    ("capt", When::Always),
    ("cf", When::Always),
    ("ch", When::Digit),
    ("chap", When::Digit),
    ("cmdr", When::Always),
    ("cm", When::Digit),
    ("co", When::Capital),
    ("col", When::Capital),
    ("colo", When::State),
    ("comdr", When::Always),
    ("cong", When::Capital),
    ("conn", When::State),
    ("corp", When::Always),
    ("cpl", When::Always),
    ("cpt", When::Capital),
    ("ct", When::Capital),
    ("dec", When::Capital),
    ("del", When::State),
    ("dept", When::Always),
    ("det", When::Capital),
    ("dir", When::Capital),
    ("dist", When::Capital),
    ("div", When::Always),
    ("dr", When::Always),
    ("ed", When::Capital),
    ("eds", When::Always),
    ("eg", When::Always),
    ("esp", When::Always),
    ("esq", When::Always),
    ("est", When::Digit),
    ("etc", When::Always),
    ("ext", When::Digit),
    ("feb", When::Always),
    ("fig", When::Digit),
    ("figs", When::Digit),
    ("fla", When::Capital),
    ("fri", When::Capital),
    ("ft", When::Capital),
    ("ga", When::State),
    ("gen", When::Capital),
    ("gov", When::Capital),
    ("govt", When::Always),
    ("hon", When::Capital),
    ("hrs", When::Digit),
    ("ie", When::Always),
    ("ill", When::State),
    ("inc", When::Capital),
    ("ind", When::State),
    ("insp", When::Capital),
    ("intl", When::Always),
    ("jan", When::Date),
    ("jr", When::Always),
    ("jul", When::Date),
    ("jun", When::Date),
    ("kan", When::State),
    ("ky", When::State),
    ("la", When::State),
    ("lieut", When::Always),
    ("lt", When::Capital),
    ("ltd", When::Always),
    ("ltda", When::Always),
    ("maj", When::Capital),
    ("mar", When::Date),
    ("mass", When::State),
    ("md", When::State),
    ("messrs", When::Always),
    ("mfg", When::Always),
    ("mich", When::State),
    ("minn", When::State),
    ("miss", When::State),
    ("mlle", When::Always),
    ("mme", When::Always),
    ("mo", When::State),
    ("mon", When::Date),
    ("mont", When::State),
    ("mr", When::Always),
    ("mrs", When::Always),
    ("ms", When::Capital),
    ("msgr", When::Always),
    ("mt", When::Capital),
    ("mtn", When::Capital),
    ("neb", When::State),
    ("nev", When::State),
    ("no", When::Digit),
    ("nos", When::Digit),
    ("nov", When::Capital),
    ("oct", When::Always),
    ("okla", When::Capital),
    ("ore", When::State),
    ("pa", When::State),
    ("para", When::Digit),
    ("ph", When::Capital),
    ("pp", When::Digit),
    ("pres", When::Capital),
    ("prof", When::Capital),
    ("pt", When::Digit),
    ("pte", When::Capital),
    ("pty", When::Capital),
    ("pvt", When::Always),
    ("rd", When::Capital),
    ("rep", When::Capital),
    ("reps", When::Capital),
    ("ret", When::Capital),
    ("rev", When::Capital),
    ("sat", When::Date),
    ("sec", When::Capital),
    ("sect", When::Digit),
    ("sen", When::Capital),
    ("sens", When::Capital),
    ("sep", When::Date),
    ("sept", When::Capital),
    ("sgt", When::Always),
    ("spc", When::Capital),
    ("sq", When::Always),
    ("sr", When::Capital),
    ("st", When::Always),
    ("ste", When::Capital),
    ("sun", When::Date),
    ("supt", When::Always),
    ("tel", When::Digit),
    ("tenn", When::State),
    ("tex", When::State),
    ("thu", When::Capital),
    ("thur", When::Capital),
    ("thurs", When::Capital),
    ("treas", When::Capital),
    ("tue", When::Capital),
    ("tues", When::Capital),
    ("univ", When::Capital),
    ("va", When::State),
    ("viz", When::Always),
    ("vol", When::Digit),
    ("vols", When::Digit),
    ("vp", When::Capital),
    ("vs", When::Always),
    ("vt", When::State),
    ("wash", When::State),
    ("wed", When::Date),
    ("wis", When::State),
    ("wyo", When::State),
    ("yr", When::Digit),
    ("yrs", When::Digit),
];

/// Single small letters that are abbreviations: page, versus, born, circa.
const LETTERS: &[&str] = &["b", "c", "d", "p", "v"];

/// What surrounds a word that a full stop follows.
pub(super) struct Around<'a> {
    /// The word without the full stop.
    pub(super) word: &'a str,
    /// The last character before the word that is not white space.
    pub(super) before: Option<char>,
    /// The first character after the full stop that is not white space; `None` when the
    /// paragraph ends there.
    pub(super) after: Option<char>,
}

/// Whether the full stop behind the word belongs to it.
pub(super) fn keeps_stop(around: &Around<'_>) -> bool {
    let Around {
        word,
        before,
        after,
    } = *around;
    let Some(first) = word.chars().next() else {
        return false;
    };
    // "U.S", "p.m", "Ph.D": letters with full stops between them.
    if word.contains('.') {
        return word.split('.').all(|part| {
            part.chars().count() <= 3 && part.chars().all(char::is_alphabetic) && !part.is_empty()
        }) && word.split('.').any(|part| part.chars().count() == 1);
    }
    let capital = first.is_uppercase();
    let digit = after.is_some_and(|c| c.is_ascii_digit());
    let small = after.is_some_and(char::is_lowercase);
    if word.len() == first.len_utf8() {
        // An initial: "J. Smith". Alone at the end of a paragraph it is no initial: "Plan B."
        if capital {
            return after.is_some() && (first != 'I' || !small);
        }
        return LETTERS.contains(&word)
            && after.is_some()
            && (small || digit || capital_next(after));
    }
    if word.len() > 6 || !word.is_ascii() {
        return false;
    }
    let mut buffer = [0u8; 6];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower: &[u8] = lower;
    match ABBREVIATIONS
        .iter()
        .find(|(entry, _)| entry.as_bytes() == lower)
    {
        None => false,
        Some((_, When::Always)) => true,
        Some((_, When::Capital)) => capital,
        Some((_, When::Digit)) => digit,
        Some((_, When::Date)) => capital && (digit || small),
        Some((_, When::State)) => capital && before == Some(','),
    }
}

/// Whether a capital follows.
fn capital_next(after: Option<char>) -> bool {
    after.is_some_and(char::is_uppercase)
}

/// Prefixes that stay in one word with what follows the hyphen, as the treebanks have it.
const PREFIXES: &[&str] = &[
    "anti", "arch", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi",
    "neo", "non", "over", "post", "pre", "pro", "pseudo", "psycho", "quasi", "re", "semi", "socio",
    "sub", "trans", "ultra", "un",
];

/// Whether `part`, before a hyphen, is such a prefix.
pub(super) fn is_prefix(part: &str) -> bool {
    part.len() <= 7
        && PREFIXES
            .iter()
            .any(|prefix| prefix.eq_ignore_ascii_case(part))
}
