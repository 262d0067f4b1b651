//! What each block of a page is: title, byline, date, caption, furniture, body.

use super::prose;
use crate::block::{Block, BlockKind, Page, trimmed};
use crate::dateline::{self, Dateline};
use crate::dates::{self, Reading};
use crate::furniture;
use crate::names::{self, collapse};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A paragraph of the report.
    Body,
    /// A heading of the format, or a short line that stands like one.
    Heading,
    /// A short line without the end of a sentence: title, caption, subhead.
    Short,
    /// Names, dates, URLs of the story itself.
    Matter,
    /// What the site prints around it.
    Furniture,
}

/// A page's blocks with their roles and what was read from them.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub blocks: Vec<Block>,
    pub roles: Vec<Role>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<Reading>,
    pub url: Option<String>,
    /// The dateline and the index of its block.
    pub dateline: Option<(usize, Dateline)>,
}

/// Blocks among which a dateline is sought.
const HEAD: usize = 15;

/// Share of a block's bytes that are links, from which it is a link and not a
/// sentence.
const LINK: f32 = 0.7;

/// Gives every block its role.
pub(super) fn assign(page: &Page) -> Sheet {
    let mut sheet = Sheet {
        blocks: page
            .blocks
            .iter()
            .map(|block| Block {
                range: trimmed(&page.text, block.range.clone()),
                ..block.clone()
            })
            .filter(|block| !block.range.is_empty())
            .collect(),
        ..Sheet::default()
    };
    let texts: Vec<&str> = sheet
        .blocks
        .iter()
        .map(|block| &page.text[block.range.clone()])
        .collect();
    sheet.dateline = find_dateline(&sheet.blocks, &texts);
    let first_body = walk(&mut sheet, &texts, page);
    read_head(&mut sheet, &texts, page, first_body);
    keep_something(&mut sheet, &texts);
    sheet
}

fn find_dateline(blocks: &[Block], texts: &[&str]) -> Option<(usize, Dateline)> {
    let alone = blocks.len() == 1;
    let speaks = |text: &str| dateline::parse(text).is_some_and(|found| by_colon(text, &found));
    blocks
        .iter()
        .zip(texts)
        .enumerate()
        .take(HEAD)
        .filter(|(_, (block, text))| {
            block.kind == BlockKind::Paragraph && (alone || prose::is_prose(text, 4))
        })
        .find_map(|(index, (_, text))| {
            let found = dateline::parse(text)?;
            // "KERRY: …", "LAVROV: …" are speakers, not places.
            let transcript = by_colon(text, &found)
                && texts.iter().filter(|other| speaks(other)).take(2).count() > 1;
            (!transcript).then_some((index, found))
        })
}

fn by_colon(text: &str, dateline: &Dateline) -> bool {
    text[..dateline.end].trim_end().ends_with(':')
}

/// Gives roles in reading order; returns the index of the first body block.
fn walk(sheet: &mut Sheet, texts: &[&str], page: &Page) -> usize {
    let dateline = sheet.dateline.as_ref().map(|(index, _)| *index);
    let mut first_body = None;
    let mut other_stories = false;
    let mut url_announced = false;
    for (index, text) in texts.iter().enumerate() {
        let block = sheet.blocks[index].clone();
        let linked = block.linked as f32 > LINK * block.range.len() as f32;
        let in_head = first_body.is_none();
        let role = if block.kind == BlockKind::Heading {
            other_stories = furniture::opens_other_stories(text);
            if sheet.title.is_none() && !other_stories {
                sheet.title = Some(collapse(text));
            }
            Role::Heading
        } else if let Some((url, labelled)) = furniture::url(text) {
            if labelled || url_announced || sheet.url.is_none() {
                sheet.url = Some(url);
            }
            Role::Matter
        } else if in_head && read_byline(sheet, text) {
            Role::Matter
        } else if in_head && let Some(reading) = dates::line(text) {
            sheet.date = sheet.date.or(Some(reading));
            Role::Matter
        } else if in_head
            && sheet.dateline.is_none()
            && let Some(found) = dateline::line(text)
        {
            sheet.date = sheet.date.or(found.date);
            // The place is known, but its block has no sentence of its own.
            sheet.dateline = Some((usize::MAX, found));
            Role::Matter
        } else if furniture::is_furniture(text) || linked {
            other_stories |= furniture::opens_other_stories(text);
            Role::Furniture
        } else if other_stories && (block.kind == BlockKind::Item || !prose::is_prose(text, 4)) {
            Role::Furniture
        } else if is_repeated_title(sheet, page, text) {
            Role::Heading
        } else if dateline.is_some_and(|at| index < at) {
            // Whatever stands before a dateline is not the report: a title, a
            // standfirst, a caption that may well be a sentence.
            Role::Short
        } else if is_body(&block, text, texts.get(index + 1).copied(), in_head) {
            Role::Body
        } else {
            Role::Short
        };
        url_announced = furniture::is_url_label(text);
        if role == Role::Body && first_body.is_none() {
            first_body = Some(index);
        }
        sheet.roles.push(role);
    }
    first_body.unwrap_or(texts.len())
}

fn is_body(block: &Block, text: &str, next: Option<&str>, in_head: bool) -> bool {
    let least = match block.kind {
        BlockKind::Item => 5,
        _ if in_head => 4,
        _ => 2,
    };
    prose::is_prose(text, least) || next.is_some_and(|next| prose::breaks_off(text, next))
}

fn read_byline(sheet: &mut Sheet, text: &str) -> bool {
    let Some(byline) = names::byline(text) else {
        return false;
    };
    sheet.byline = sheet.byline.take().or(Some(byline.name));
    sheet.publisher = sheet.publisher.take().or(byline.publisher);
    sheet.date = sheet.date.or(byline.date);
    true
}

fn is_repeated_title(sheet: &Sheet, page: &Page, text: &str) -> bool {
    [&page.fields.title, &sheet.title]
        .into_iter()
        .flatten()
        .any(|title| collapse(title) == collapse(text))
}

/// Reads title and publisher from the short lines before the body.
fn read_head(sheet: &mut Sheet, texts: &[&str], page: &Page, first_body: usize) {
    let url = page.fields.url.as_deref().or(sheet.url.as_deref());
    let known = page.fields.publisher.clone().or(sheet.publisher.clone());
    let mut publisher = None;
    let mut title = None;
    for (index, text) in texts.iter().enumerate().take(first_body) {
        // A question or an exclamation before the byline is a title, too.
        if sheet.roles[index] != Role::Short {
            continue;
        }
        let line = collapse(text);
        let named = url.is_some_and(|url| names::matches_host(&line, url))
            || known.as_deref() == Some(line.as_str())
            || (sheet.blocks[index].bold && names::is_press(&line));
        if named {
            publisher.get_or_insert(line);
            sheet.roles[index] = Role::Matter;
        } else if title.is_none() && prose::words(text) <= 40 {
            title = Some((index, line));
        }
    }
    sheet.publisher = sheet.publisher.take().or(publisher);
    if sheet.title.is_none()
        && page.fields.title.is_none()
        && texts.len() > 1
        && let Some((index, line)) = title
    {
        sheet.title = Some(line);
        sheet.roles[index] = Role::Heading;
    }
}

/// A page without any paragraph that looks like prose still has a text: its
/// short lines, or else its title.
fn keep_something(sheet: &mut Sheet, texts: &[&str]) {
    if sheet.roles.contains(&Role::Body) {
        return;
    }
    let pick = if sheet.roles.contains(&Role::Short) {
        Role::Short
    } else {
        Role::Heading
    };
    for (role, text) in sheet.roles.iter_mut().zip(texts) {
        if *role == pick && prose::words(text) >= 2 {
            *role = Role::Body;
        }
    }
}
