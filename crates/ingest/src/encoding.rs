//! Bytes to text: UTF-8, UTF-16, and the Windows and ISO code pages of old
//! news archives. Broken UTF-8 is read with replacement characters and told.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use demarche_story::Problem;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and where it could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    /// Byte offset of the first broken sequence and how many there are.
    pub broken: Option<(usize, usize)>,
}

impl Decoded {
    /// The warning that belongs to broken bytes.
    pub fn problem(&self, place: &str) -> Option<Problem> {
        let (offset, count) = self.broken?;
        Some(
            Problem::warning(
                place,
                format!("broken UTF-8 at byte {offset} ({count} in all): read as \u{fffd}"),
            )
            .help("save the file as UTF-8 again from its source"),
        )
    }
}

/// Decodes bytes that are not UTF-16; `declared` is the encoding that the
/// content itself names, if it does.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            broken: None,
        };
    }
    let whole = |encoding: &'static Encoding| Decoded {
        text: encoding.decode_without_bom_handling(bytes).0.into_owned(),
        broken: None,
    };
    let (first, broken, good) = utf8_health(bytes);
    if good < broken {
        if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes()))
            && encoding != encoding_rs::UTF_8
        {
            return whole(encoding);
        }
        if looks_like_windows_1252(bytes) {
            return whole(WINDOWS_1252);
        }
        let guess = guess(bytes);
        // Text in another script has many such bytes; a few are damage.
        let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
        if guess != WINDOWS_1252 && guess != encoding_rs::UTF_8 && high * 5 > bytes.len() {
            return whole(guess);
        }
    }
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        broken: Some((first, broken)),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// First broken byte, number of broken sequences, and number of good sequences
/// of more than one byte.
fn utf8_health(bytes: &[u8]) -> (usize, usize, usize) {
    let (mut first, mut broken, mut good, mut at) = (None, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first.get_or_insert(at);
            broken += 1;
            at += chunk.invalid().len();
        }
    }
    (first.unwrap_or(0), broken, good)
}

/// Whether the bytes above ASCII stand where Windows-1252 text has letters,
/// quotes and dashes, rather than being damage.
fn looks_like_windows_1252(bytes: &[u8]) -> bool {
    let (mut likely, mut unlikely) = (0usize, 0usize);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        let letter = |byte: u8| byte.is_ascii_alphabetic() || (0xc0..=0xfe).contains(&byte);
        let fits = match byte {
            // Quotes, dashes, the ellipsis, the bullet.
            0x91..=0x97 | 0x85 => {
                !(0xc0..=0xff).contains(&before) || before >= 0xe0 && after < 0x80
            }
            // Signs that stand alone: € £ § © « ® ° · » ½ and the no-break space.
            0x80 | 0xa0 | 0xa3 | 0xa7 | 0xa9 | 0xab | 0xae | 0xb0 | 0xb7 | 0xbb | 0xbd => {
                after < 0x80 && before < 0x80 && !(letter(before) && letter(after))
            }
            // Capitals open words or stand among capitals.
            0xc0..=0xde => !before.is_ascii_lowercase() && letter(after),
            0xdf..=0xfd => letter(before) || letter(after),
            _ => false,
        };
        if fits {
            likely += 1;
        } else {
            unlikely += 1;
        }
    }
    unlikely * 10 <= likely
}

/// The byte order of UTF-16 text, by its mark or by its zeros, and how many
/// bytes the mark takes.
pub(crate) fn utf16(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if head.starts_with(b"\xff\xfe") && !head.starts_with(b"\xff\xfe\0\0") {
        return Some((UTF_16LE, 2));
    }
    if head.starts_with(b"\xfe\xff") {
        return Some((UTF_16BE, 2));
    }
    let sample = &head[..head.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let printable = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| matches!(**byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
            .count()
    };
    if odd * 10 >= pairs * 8 && even * 50 <= pairs && printable(0) * 10 >= pairs * 8 {
        Some((UTF_16LE, 0))
    } else if even * 10 >= pairs * 8 && odd * 50 <= pairs && printable(1) * 10 >= pairs * 8 {
        Some((UTF_16BE, 0))
    } else {
        None
    }
}

/// The encoding that an HTML page or an XML declaration names near its start.
pub(crate) fn declared(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&head[..head.len().min(4096)]).to_ascii_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| head.find(key).map(|at| at + key.len()))?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, broken: bool) {
        let decoded = decode(bytes, None);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.broken.is_some(), broken, "{text}");
    }

    #[test]
    fn windows_1252_is_told_from_broken_utf8() {
        check(
            b"\x93The caf\xe9\x94 \x96 he said.",
            "“The café” – he said.",
            false,
        );
        check(b"S\xe3o Paulo\x92s mayor", "São Paulo’s mayor", false);
        check(b"The \xa35 note", "The £5 note", false);
        check(b"The caf\xc3( was", "The caf\u{fffd}( was", true);
        check(b"Talks\xff began", "Talks\u{fffd} began", true);
        check(b"a quote \xe2\x80 here", "a quote \u{fffd} here", true);
        check("São Paulo – here".as_bytes(), "São Paulo – here", false);
        check(
            b"S\xc3\xa3o Paulo, Bogot\xc3\xa1 and \xe2\x80",
            "São Paulo, Bogotá and \u{fffd}",
            true,
        );
        check(b"\xef\xbb\xbfTalks", "Talks", false);
    }

    #[test]
    fn utf16_is_seen_by_mark_and_by_zeros() {
        let bytes = |text: &str, little: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect()
        };
        assert_eq!(utf16(&bytes("Talks began.", true)), Some((UTF_16LE, 0)));
        assert_eq!(utf16(&bytes("Talks began.", false)), Some((UTF_16BE, 0)));
        assert_eq!(utf16(&bytes("\u{feff}Hi", true)), Some((UTF_16LE, 2)));
        assert_eq!(utf16(b"Talks began on Monday."), None);
        assert_eq!(utf16(&[0; 100]), None);
    }

    #[test]
    fn pages_declare_their_encoding() {
        assert_eq!(
            declared(b"<meta charset=\"windows-1251\">").as_deref(),
            Some("windows-1251")
        );
        assert_eq!(declared(b"<p>charset</p>"), None);
    }
}
