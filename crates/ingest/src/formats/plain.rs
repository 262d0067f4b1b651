//! Plain text. The text is kept to the byte; paragraphs are found by blank
//! lines, by indents, or by how the lines are filled.

use super::header;
use crate::block::{Block, BlockKind, Page};
use std::ops::Range;

/// The page of a plain text file.
pub(crate) fn page(text: String) -> Page {
    let (fields, start) = header::read(&text);
    let blocks = blocks(&text, start);
    Page {
        text,
        blocks,
        fields,
    }
}

/// The paragraphs of `text[start..]`.
pub(crate) fn blocks(text: &str, start: usize) -> Vec<Block> {
    split(text, std::slice::from_ref(&(start..text.len())))
        .into_iter()
        .map(Block::plain)
        .collect()
}

/// Splits those paragraphs of another format whose lines are paragraphs or
/// header lines of their own.
pub(crate) fn refine(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let paragraphs: Vec<_> = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .map(|block| block.range.clone())
        .collect();
    let mut parts = split(text, &paragraphs).into_iter().peekable();
    let mut refined = Vec::new();
    for block in blocks {
        if block.kind != BlockKind::Paragraph {
            refined.push(block);
            continue;
        }
        while let Some(part) = parts.next_if(|part| part.end <= block.range.end) {
            let linked = block.linked * part.len() / block.range.len().max(1);
            refined.push(Block {
                range: part,
                linked,
                ..block.clone()
            });
        }
    }
    refined
}

/// One line, without its line break.
#[derive(Clone, Debug)]
struct Line<'a> {
    range: Range<usize>,
    text: &'a str,
}

impl Line<'_> {
    /// Width in characters, without white space at the end.
    fn width(&self) -> usize {
        self.text.trim_end().chars().count()
    }

    fn is_indented(&self) -> bool {
        self.text.starts_with("  ") || self.text.starts_with('\t')
    }
}

fn lines(text: &str, range: Range<usize>) -> Vec<Line<'_>> {
    let mut at = range.start;
    text[range]
        .split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(|line| {
            let start = at;
            at += line.len();
            let bare = line.trim_end_matches(['\n', '\r', '\u{2028}', '\u{2029}']);
            Line {
                range: start..start + bare.len(),
                text: bare,
            }
        })
        .collect()
}

/// Runs of lines between blank lines.
fn chunks(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for line in lines(text, range) {
        // "\r\n" ends one line, not one line and an empty one.
        let within_break = line.range.is_empty()
            && text[..line.range.start].ends_with('\r')
            && text[line.range.start..].starts_with('\n');
        if within_break {
            continue;
        }
        if line.text.trim().is_empty() {
            open = false;
        } else if open && let Some(last) = chunks.last_mut() {
            last.end = line.range.end;
        } else {
            chunks.push(line.range);
            open = true;
        }
    }
    chunks
}

/// The paragraphs within `ranges`: split at blank lines, and at those line
/// breaks that end a paragraph.
///
/// Whether the text is wrapped is seen from its lines: in wrapped text many
/// breaks fall in mid-sentence. There, a break ends a paragraph if the next
/// word would still have fitted, or if the next line is indented; in other
/// text every break does.
fn split(text: &str, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let chunks: Vec<Range<usize>> = ranges
        .iter()
        .flat_map(|range| chunks(text, range.clone()))
        .collect();
    let groups: Vec<Vec<Line<'_>>> = chunks
        .iter()
        .map(|chunk| {
            lines(text, chunk.clone())
                .into_iter()
                .filter(|line| !line.text.trim().is_empty())
                .collect()
        })
        .collect();
    let pairs = || groups.iter().flat_map(|group| group.windows(2));
    let breaks = pairs().count();
    if breaks == 0 {
        return chunks;
    }
    let within = pairs()
        .filter(|pair| in_sentence(&pair[0], &pair[1]))
        .count();
    let width = groups
        .iter()
        .flatten()
        .map(Line::width)
        .max()
        .unwrap_or_default();
    let wrapped = width <= 130 && within * 10 >= breaks * 3 && within >= 1;
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for group in &groups {
        let mut open: Option<Range<usize>> = None;
        for (index, line) in group.iter().enumerate() {
            let goes_on = index > 0 && wrapped && runs_on(&group[index - 1], line, width);
            match &mut open {
                Some(block) if goes_on => block.end = line.range.end,
                _ => {
                    blocks.extend(open.take());
                    open = Some(line.range.clone());
                }
            }
        }
        blocks.extend(open);
    }
    blocks
}

/// Whether the break between two lines falls in mid-sentence.
fn in_sentence(line: &Line<'_>, next: &Line<'_>) -> bool {
    let ends = line
        .text
        .trim_end()
        .trim_end_matches(['"', '\'', '”', '’', ')'])
        .ends_with(['.', '!', '?', ':', '…']);
    !ends
        && next
            .text
            .trim_start()
            .starts_with(|c: char| c.is_lowercase())
}

/// Whether, in wrapped text of this width, `next` goes on with `line`.
fn runs_on(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    if next.is_indented() && !line.is_indented() {
        return false;
    }
    if in_sentence(line, next) {
        return true;
    }
    let own = crate::names::byline(next.text).is_some()
        || crate::dates::line(next.text).is_some()
        || crate::furniture::is_url_label(next.text)
        || crate::dateline::parse(next.text).is_some_and(|found| found.place.is_some());
    let first = next.text.split_whitespace().next().unwrap_or("");
    // Editors break a little before the margin: one word of slack for a line
    // that does not end a sentence.
    let ends = line
        .text
        .trim_end()
        .trim_end_matches(['"', '\'', '”', '’', ')'])
        .ends_with(['.', '!', '?', '…']);
    let slack = if ends { 0 } else { width / 8 };
    let fits = line.width() + 1 + first.chars().count() + slack <= width;
    !own && !fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = blocks(text, 0)
            .into_iter()
            .map(|block| crate::names::collapse(&text[block.range]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("One.\n\nTwo.\n \nThree.", &["One.", "Two.", "Three."]);
        check(
            "One.\r\n\r\nTwo.\r\nThree.\r\n",
            &["One.", "Two.", "Three."],
        );
        check("", &[]);
    }

    #[test]
    fn long_lines_are_paragraphs() {
        check(
            "Talks resume in Geneva\nThe two sides met again on Tuesday.\nThey agreed on nothing.",
            &[
                "Talks resume in Geneva",
                "The two sides met again on Tuesday.",
                "They agreed on nothing.",
            ],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check(
            "Talks resume in Geneva\n\
             GENEVA - The two sides in the war met again on Tuesday, and\n\
             after nine hours of talks in the Palais des Nations they had\n\
             agreed on nothing.\n\
             The envoy said that he would call them again, but he would\n\
             not name a day.\n",
            &[
                "Talks resume in Geneva",
                "GENEVA - The two sides in the war met again on Tuesday, and after nine hours of \
                 talks in the Palais des Nations they had agreed on nothing.",
                "The envoy said that he would call them again, but he would not name a day.",
            ],
        );
    }

    #[test]
    fn wrapped_paragraphs_between_blank_lines_stay_whole() {
        check(
            "The two sides met again on Tuesday in Geneva after a\nbreak of\n\
             a month.\n\nThe envoy said\nso.",
            &[
                "The two sides met again on Tuesday in Geneva after a break of a month.",
                "The envoy said so.",
            ],
        );
    }
}
