//! The lines of a dictionary file: decoded, without comments and empty ones.

use super::problems::{Kind, Problems};
use std::borrow::Cow;

/// A line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// From 1.
    pub number: u64,
    /// Without comments and white space around.
    pub text: Cow<'t, str>,
}

/// The lines of a file that say something.
pub fn read<'t>(bytes: &'t [u8], problems: &mut Problems<'_>) -> Vec<Line<'t>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    // The line on which an open `<!--` stands.
    let mut comment: Option<u64> = None;
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = decode(line, number, problems);
        let text = match uncommented(&line, &mut comment, number, problems) {
            None => line,
            Some(text) => Cow::Owned(text),
        };
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        if !text.is_empty() {
            lines.push(Line { number, text });
        }
    }
    if let Some(number) = comment {
        let what = "the comment that begins here has no end".to_owned();
        problems.add(number, Kind::Comment, what);
    }
    lines
}

/// UTF-8, else Latin-1.
fn decode<'t>(line: &'t [u8], number: u64, problems: &mut Problems<'_>) -> Cow<'t, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let text: String = line.iter().map(|byte| char::from(*byte)).collect();
            let what = format!("`{}` is not UTF-8", text.trim());
            problems.add(number, Kind::Encoding, what);
            Cow::Owned(text)
        }
    }
}

/// The line without comments; `None` where it has none.
fn uncommented(
    line: &str,
    comment: &mut Option<u64>,
    number: u64,
    problems: &mut Problems<'_>,
) -> Option<String> {
    if comment.is_none() && !line.contains(['#', ';', '<']) {
        return None;
    }
    let mut out = String::new();
    let mut rest = line;
    loop {
        if comment.is_some() {
            match rest.split_once("-->") {
                Some((_, after)) => {
                    *comment = None;
                    rest = after;
                }
                None => return Some(out),
            }
        }
        let Some(at) = rest
            .find(['#', ';'])
            .into_iter()
            .chain(rest.find("<!"))
            .min()
        else {
            out.push_str(rest);
            return Some(out);
        };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest.starts_with('<') {
            return Some(out);
        }
        if rest.starts_with("<!--") {
            *comment = Some(number);
            rest = &rest[4..];
        } else {
            // "<! -- …": meant as a comment, of this line alone.
            let what = format!("`{}` is no well-formed comment", rest.trim());
            problems.add(number, Kind::Comment, what);
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: &[(u64, &str)], told: &[&str]) {
        let mut found = Vec::new();
        let mut problems = Problems::new("a.txt", &mut found);
        let lines = read(text, &mut problems);
        let lines: Vec<(u64, &str)> = lines.iter().map(|l| (l.number, &*l.text)).collect();
        assert_eq!(lines, expected);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), told.len(), "{found:?}");
        for (found, told) in found.iter().zip(told) {
            assert!(found.starts_with(told), "{found}");
        }
    }

    #[test]
    fn comments_of_all_kinds_are_left_out() {
        check(
            b"\xef\xbb\xbf# head\r\nA [B] # x <!-- y\r\n\r\nC ; old\n  <!-- one\n# two -->D<!-- three --> E\n<!-- 1 --><!-- 2 -->\n",
            &[(2, "A [B]"), (4, "C"), (6, "D E")],
            &[],
        );
    }

    #[test]
    fn broken_comments_are_told() {
        check(
            b"A\n<! -- x -->\nB <!-- y\nC\n",
            &[(1, "A"), (3, "B")],
            &["a.txt:2: `<! -- x -->` is no", "a.txt:3: the comment"],
        );
    }

    #[test]
    fn old_encodings_are_read() {
        check(
            b"P\xc9REZ [MEX]\n",
            &[(1, "P\u{c9}REZ [MEX]")],
            &["a.txt:1: `P\u{c9}REZ [MEX]` is not UTF-8"],
        );
    }
}
