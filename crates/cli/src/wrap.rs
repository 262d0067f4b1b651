//! Text in columns: display width, wrapping, and cells side by side.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Lines of `text` no wider than `width` columns, broken at spaces; a longer word is cut.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        while word.width() > width {
            let cut = prefix(word, width);
            lines.push(word[..cut].to_owned());
            word = &word[cut..];
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Byte length of the longest prefix that fits `width` columns, at least one character.
fn prefix(word: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, letter) in word.char_indices() {
        used += unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if used > width && at > 0 {
            return at;
        }
    }
    word.len()
}

/// A line of a cell with its style.
pub type Line = (String, Style);

/// Cells side by side, each as wide as its column, two spaces between them.
pub fn row(indent: usize, cells: &[(usize, Vec<Line>)]) -> String {
    let height = cells
        .iter()
        .map(|(_, lines)| lines.len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for at in 0..height {
        let mut line = " ".repeat(indent);
        let mut due = 0;
        for (width, lines) in cells {
            let (text, style) = match lines.get(at) {
                Some((text, style)) => (text.as_str(), *style),
                None => ("", Style::new()),
            };
            if !text.is_empty() {
                line.push_str(&" ".repeat(due));
                due = 0;
                line.push_str(&format!("{style}{text}{style:#}"));
            }
            due += width.saturating_sub(text.width()) + 2;
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "The Organisation for the Prohibition of Chemical Weapons  met in Südhafen";
        for width in 1..40 {
            let lines = wrap(text, width);
            assert!(
                lines.iter().all(|line| line.width() <= width),
                "{width}: {lines:?}"
            );
            let joined: String = lines.concat().replace(' ', "");
            assert_eq!(joined, text.replace(' ', ""), "{width}");
        }
    }

    #[test]
    fn cells_stand_in_columns() {
        let cell = |text: &str| (6, vec![(text.to_owned(), Style::new())]);
        assert_eq!(row(1, &[cell("Kyjiv"), cell("Öl")]), " Kyjiv   Öl\n");
        assert_eq!(row(0, &[cell(""), cell("b"), cell("")]), "        b\n");
    }
}
