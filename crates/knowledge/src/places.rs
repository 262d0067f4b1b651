//! The gazetteer: places by name, searched in its sorted text as it is.

use crate::Files;
use demarche_story::Problem;
use memchr::{memchr, memrchr};
use std::borrow::Cow;

/// Places by name: one line a name, sorted by key, so that a look-up is a binary search in the text.
#[derive(Default)]
pub struct Gazetteer {
    text: Cow<'static, str>,
    /// Every so many bytes the next line: how its key begins, and where it stands. The search begins
    /// here, in a list so short that the processor keeps it at hand.
    marks: Vec<(u64, usize)>,
}

/// How many bytes lie between two marks.
const STRIDE: usize = 4096;

/// One reading of a place name.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The gazetteer's name.
    pub name: String,
    /// GeoNames identifier; `None` for divisions.
    pub geonameid: Option<u32>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166 alpha-3 (PLOVER's variant).
    pub country: String,
    /// First-order division it lies in; empty for countries.
    pub division: String,
    /// GeoNames feature code: `PCLI`, `ADM1`, `PPLC`, `PPL`.
    pub feature: String,
    /// Inhabitants.
    pub population: u64,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} names)", self.text.lines().count())
    }
}

impl Gazetteer {
    /// Reads the compressed tables below `places/`.
    pub fn load(files: &Files, problems: &mut Vec<Problem>) -> Gazetteer {
        let mut text = String::new();
        let mut tables = 0;
        for (path, bytes) in files.below("places/", ".tsv.zst") {
            tables += 1;
            match zstd::decode_all(bytes).map(String::from_utf8) {
                Ok(Ok(table)) => text.push_str(&table),
                Ok(Err(_)) => {
                    problems.push(Problem::error(format!("knowledge/{path}"), "is not UTF-8"));
                }
                Err(error) => problems.push(
                    Problem::error(
                        format!("knowledge/{path}"),
                        format!("cannot be unpacked: {error}"),
                    )
                    .help("build it anew with scripts/gazetteer.py"),
                ),
            }
        }
        if tables > 1 {
            // Several tables must be one sorted text.
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            text = lines.join("\n");
        }
        Gazetteer::new(text.into())
    }

    /// A table that is sorted already.
    pub(crate) fn of_sorted(text: &'static str) -> Gazetteer {
        Gazetteer::new(text.into())
    }

    fn new(text: Cow<'static, str>) -> Gazetteer {
        let lines = (STRIDE..text.len()).step_by(STRIDE).filter_map(|from| {
            let start = from + memchr(b'\n', &text.as_bytes()[from..])? + 1;
            (start < text.len()).then(|| (beginning(key_of(&text[start..])), start))
        });
        let marks = lines.collect();
        Gazetteer { text, marks }
    }

    /// The whole table.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every place of this name, most inhabitants first.
    pub fn find(&self, name: &str) -> Vec<Place> {
        let key = key(name);
        let mut places: Vec<Place> = self.lines_of(&key).filter_map(place).collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.population));
        places
    }

    /// Whether a place's name begins so.
    pub fn begins(&self, word: &str) -> bool {
        let key = key(word);
        self.text[self.first_not_before(&key)..].starts_with(&key)
    }

    /// Whether there is a place of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.lines_of(&key(name)).next().is_some()
    }

    /// The lines with this key.
    fn lines_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.text[self.first_not_before(key)..]
            .lines()
            .take_while(move |line| key_of(line) == key)
    }

    /// Where the first line begins whose key does not sort before `key`.
    fn first_not_before(&self, key: &str) -> usize {
        let text = self.text.as_bytes();
        // Lines that begin before `low` sort before the key; those that begin at `high` do not.
        let begins = beginning(key);
        let before = self.marks.partition_point(|(mark, _)| *mark < begins);
        let after = self.marks.partition_point(|(mark, _)| *mark <= begins);
        let mut low = before.checked_sub(1).map_or(0, |at| self.marks[at].1);
        let mut high = self.marks.get(after).map_or(text.len(), |mark| mark.1);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = memrchr(b'\n', &text[low..middle]).map_or(low, |at| low + at + 1);
            if is_before(&text[start..], key.as_bytes()) {
                low = memchr(b'\n', &text[middle..high]).map_or(high, |at| middle + at + 1);
            } else {
                high = start;
            }
        }
        low
    }
}

/// The first eight bytes of a key as a number that sorts as they do.
fn beginning(key: &str) -> u64 {
    let mut bytes = [0; 8];
    let count = key.len().min(8);
    bytes[..count].copy_from_slice(&key.as_bytes()[..count]);
    u64::from_be_bytes(bytes)
}

/// Whether the key with which `line` begins sorts before `key`.
fn is_before(line: &[u8], key: &[u8]) -> bool {
    let shared = line.iter().zip(key).take_while(|(a, b)| a == b).count();
    match (line.get(shared), key.get(shared)) {
        (None | Some(b'\t' | b'\n'), other) => other.is_some(),
        (Some(_), None) => false,
        (Some(a), Some(b)) => a < b,
    }
}

/// The key of the line with which a text begins.
fn key_of(text: &str) -> &str {
    memchr(b'\t', text.as_bytes()).map_or(text, |end| &text[..end])
}

/// The place that a line tells of.
fn place(line: &str) -> Option<Place> {
    let mut fields = line.split('\t').skip(1);
    Some(Place {
        name: fields.next()?.to_string(),
        geonameid: fields.next()?.parse().ok().filter(|id| *id > 0),
        lat: fields.next()?.parse().ok()?,
        lon: fields.next()?.parse().ok()?,
        country: fields.next()?.to_string(),
        division: fields.next()?.to_string(),
        feature: fields.next()?.to_string(),
        population: fields.next()?.parse().ok()?,
    })
}

/// Lower case, without diacritics, apostrophes and hyphens; single spaces: as
/// `scripts/gazetteer.py` makes its keys.
pub fn key(name: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return name.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`' | '´' => {}
            ' ' | '-' | '–' | '—' | '.' | '/' | '\n' | '\t' => {
                if !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            other => key.push(unaccented(other)),
        }
    }
    key.trim().to_string()
}

/// The base letter of an accented Latin letter.
fn unaccented(character: char) -> char {
    match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' => {
            'a'
        }
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => 'c',
        'ď' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ế' | 'ề' | 'ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ḥ' | 'ḩ' => 'h',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ố' | 'ồ' | 'ộ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => 's',
        'ţ' | 'ť' | 'ț' | 'ṭ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' | 'ẓ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_found_whatever_their_spelling() {
        let (knowledge, problems) = crate::Knowledge::embedded();
        assert!(
            problems.iter().all(|p| !p.place.contains("places/")),
            "{problems:?}"
        );
        for (name, country) in [
            ("London", "GBR"),
            ("São Paulo", "BRA"),
            ("Sao Paulo", "BRA"),
            ("Port-au-Prince", "HTI"),
        ] {
            let places = knowledge.places.find(name);
            assert_eq!(
                places.first().map(|p| p.country.as_str()),
                Some(country),
                "{name}"
            );
        }
        assert!(knowledge.places.find("Nowhere upon Nothing").is_empty());
        assert!(!knowledge.places.knows(""), "before the first");
        assert!(!knowledge.places.knows("\u{10ffff}"), "after the last");
    }

    #[test]
    fn every_line_of_a_table_is_found() {
        let table = "a\tA\t1\t0\t0\tX\t\tPPL\t1\na b\tA B\t2\t0\t0\tX\t\tPPL\t1\n\
                     c\tC\t3\t0\t0\tX\t\tPPL\t1\nc\tC\t4\t0\t0\tX\t\tPPL\t9";
        let gazetteer = super::Gazetteer::of_sorted(table);
        let ids = |name: &str| -> Vec<Option<u32>> {
            gazetteer.find(name).iter().map(|p| p.geonameid).collect()
        };
        assert_eq!(ids("A"), [Some(1)]);
        assert_eq!(ids("A-b"), [Some(2)]);
        assert_eq!(ids("C"), [Some(4), Some(3)]);
        for absent in ["", "0", "a a", "b", "d"] {
            assert!(ids(absent).is_empty(), "{absent}");
        }
    }
}
