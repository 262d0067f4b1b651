//! The layout room: from a page's blocks to a [`Story`].
//!
//! Every block gets one [`Role`]; body paragraphs become spans, everything else
//! stays in the text but outside of any span, so that no headline, caption or
//! link is ever read as a sentence of the report.

mod prose;
mod roles;

use crate::block::{Origin, Page};
use crate::dates::{self, Reading};
use crate::language::{self, Language};
use crate::limits;
use crate::names;
use crate::options::Options;
use demarche_story::{Problem, Span, Story};
use roles::{Role, Sheet};

/// Makes the story of a page. The id is left as the input gives it, empty
/// where it gives none.
pub(crate) fn story(
    page: Page,
    origin: &Origin,
    options: &Options,
) -> (Option<Story>, Vec<Problem>) {
    let mut problems = Vec::new();
    let at = |problem: Problem| match origin.line {
        Some(line) => problem.at_line(line),
        None => problem,
    };
    if page.text.len() > limits::STORY {
        let problem = Problem::error(
            &origin.place,
            format!(
                "a story of {} MB: more than the {} that one story may have",
                page.text.len() >> 20,
                limits::megabytes(limits::STORY)
            ),
        )
        .help("split the file into one story a file, or into JSON Lines");
        return (None, vec![at(problem)]);
    }
    let sheet = roles::assign(&page);
    let paragraphs = paragraphs(&page, &sheet);
    if paragraphs.is_empty() {
        let problem = Problem::error(&origin.place, "no text: there is no body paragraph")
            .help("check that the story's text is in this file or field");
        return (None, vec![at(problem)]);
    }
    let mut sample = String::new();
    for span in &paragraphs {
        sample.push_str(span.of(&page.text));
        sample.push('\n');
        if sample.len() > 8_000 {
            break;
        }
    }
    if let Language::Other(code, name) = language::tell(&sample, page.fields.language.as_deref()) {
        let what = if code == name {
            format!("not in English (marked as `{code}`): skipped")
        } else {
            format!("not in English but in {name} ({code}): skipped")
        };
        let problem = Problem::error(&origin.place, what)
            .help("only English is coded; translate the story first");
        return (None, vec![at(problem)]);
    }
    let url = page.fields.url.clone().or_else(|| sheet.url.clone());
    let published = published(
        &page,
        &sheet,
        url.as_deref(),
        options,
        &mut |problem| {
            problems.push(match &origin.line {
                Some(line) => problem.at_line(*line),
                None => problem,
            });
        },
        origin,
    );
    let publisher = page
        .fields
        .publisher
        .clone()
        .or_else(|| sheet.publisher.clone())
        .or_else(|| {
            sheet
                .dateline
                .as_ref()
                .and_then(|(_, dateline)| dateline.agency.clone())
        })
        .or_else(|| options.publisher.clone())
        .or_else(|| url.as_deref().and_then(names::host));
    let byline = page
        .fields
        .byline
        .clone()
        .or_else(|| sheet.byline.clone())
        .map(|byline| names::collapse(&byline));
    let title = page
        .fields
        .title
        .clone()
        .or_else(|| sheet.title.clone())
        .map(|title| names::collapse(&title))
        .filter(|title| !title.is_empty());
    let story = Story {
        id: page.fields.id.clone().unwrap_or_default(),
        title,
        dateline: sheet
            .dateline
            .as_ref()
            .and_then(|(_, dateline)| dateline.place.clone()),
        published,
        publisher: publisher.map(|name| names::collapse(&name)),
        byline,
        url,
        language: Some("en".to_owned()),
        hash: crate::identity::hash(&page.text),
        text: page.text,
        paragraphs,
    };
    (Some(story), problems)
}

/// The day of publication, from the surest source to the least sure one.
fn published(
    page: &Page,
    sheet: &Sheet,
    url: Option<&str>,
    options: &Options,
    report: &mut dyn FnMut(Problem),
    origin: &Origin,
) -> Option<jiff::civil::Date> {
    if let Some((written, reading)) = &page.fields.published {
        let short: String = written.chars().take(60).collect();
        match reading {
            Reading::Day(day) => return Some(*day),
            Reading::Impossible => report(
                Problem::warning(
                    &origin.place,
                    format!("the date of publication `{short}` is not a day"),
                )
                .help("write it as 2015-09-18; until then the story's other dates are used"),
            ),
            Reading::Ambiguous => report(
                Problem::warning(
                    &origin.place,
                    format!("the date of publication `{short}` may be two days"),
                )
                .help("write it as 2015-09-18; until then the story's other dates are used"),
            ),
            Reading::NoYear(..) => report(
                Problem::warning(
                    &origin.place,
                    format!("the date of publication `{short}` has no year or is not a date"),
                )
                .help("write it as 2015-09-18"),
            ),
        }
    }
    let dateline = sheet.dateline.as_ref().and_then(|(_, found)| found.date);
    sheet
        .date
        .and_then(Reading::day)
        .or_else(|| dateline.and_then(Reading::day))
        .or_else(|| url.and_then(dates::url))
        .or(options.published)
}

/// Spans of the body: a paragraph that breaks off in mid-sentence is one span
/// with the next.
fn paragraphs(page: &Page, sheet: &Sheet) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = false;
    for (index, block) in sheet.blocks.iter().enumerate() {
        if sheet.roles[index] != Role::Body {
            open = false;
            continue;
        }
        let mut start = block.range.start;
        if let Some((at, dateline)) = &sheet.dateline
            && *at == index
        {
            start += dateline.end;
        }
        if start >= block.range.end {
            continue;
        }
        let text = &page.text[start..block.range.end];
        match spans.last_mut() {
            Some(last) if open => last.end = block.range.end as u32,
            _ => spans.push(Span::new(start, block.range.end)),
        }
        open = sheet.blocks.get(index + 1).is_some_and(|next| {
            sheet.roles[index + 1] == Role::Body
                && prose::breaks_off(text, &page.text[next.range.clone()])
        });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::plain;

    fn read(text: &str) -> Story {
        let origin = Origin {
            place: "test".to_owned(),
            line: None,
            record: None,
        };
        let (story, problems) =
            super::story(plain::page(text.to_owned()), &origin, &Options::default());
        assert_eq!(problems, [], "{text}");
        story.expect("a story")
    }

    fn body(story: &Story) -> Vec<&str> {
        story
            .paragraphs
            .iter()
            .map(|span| span.of(&story.text))
            .collect()
    }

    #[test]
    fn a_wire_story_is_taken_apart() {
        let story = read(
            "Ministers meet in Vienna over nuclear deal\n\nBy Jane Doe, Example News\n\n\
             July 14, 2015\n\nForeign ministers of six powers\n\n\
             VIENNA (Reuters) - Iran and six powers reached an agreement.\n\n\
             Talks will go on.\n\nRead more: What the deal says\n\n\
             (Reporting by Jane Doe; Editing by John Smith)\n",
        );
        assert_eq!(
            story.title.as_deref(),
            Some("Ministers meet in Vienna over nuclear deal")
        );
        assert_eq!(story.byline.as_deref(), Some("Jane Doe"));
        assert_eq!(story.publisher.as_deref(), Some("Example News"));
        assert_eq!(story.dateline.as_deref(), Some("Vienna"));
        assert_eq!(story.published, Some(jiff::civil::date(2015, 7, 14)));
        assert_eq!(
            body(&story),
            [
                "Iran and six powers reached an agreement.",
                "Talks will go on."
            ]
        );
    }

    #[test]
    fn a_paragraph_that_breaks_off_goes_on_in_the_next() {
        let story = read(
            "The minister told reporters in the capital on Monday that nothing could be \
             achieved with the presence of\n\n[President Jean] Example. He then left.\n\n\
             Rebels refused.",
        );
        assert_eq!(story.paragraphs.len(), 2);
        assert!(body(&story)[0].ends_with("He then left."));
    }

    #[test]
    fn one_block_is_the_body_whatever_it_looks_like() {
        assert_eq!(
            body(&read("Protesters rally in Cairo")),
            ["Protesters rally in Cairo"]
        );
        assert_eq!(
            body(&read("CAIRO - Protesters rallied")),
            ["Protesters rallied"]
        );
    }

    #[test]
    fn subheads_and_lists_of_links_are_left_out() {
        let story = read(
            "Talks resume\n\nThe two sides met again on Tuesday in Geneva.\n\nBackground\n\n\
             The war began in 2011.\n\nRelated stories\n\nRebels reject truce\n",
        );
        assert_eq!(
            body(&story),
            [
                "The two sides met again on Tuesday in Geneva.",
                "The war began in 2011."
            ]
        );
    }

    #[test]
    fn a_transcript_has_no_dateline() {
        let story = read("KERRY: We agreed on talks.\n\nLAVROV: We did indeed.");
        assert_eq!(story.dateline, None);
        assert_eq!(story.paragraphs.len(), 2);
    }
}
