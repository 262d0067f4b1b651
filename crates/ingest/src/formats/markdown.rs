//! Markdown, by pulldown-cmark: the readable text with links and emphasis
//! resolved, blocks separated by a blank line.

use super::{header, html_blocks, plain};
use crate::block::{Block, BlockKind, Page};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The page of a Markdown file.
pub(crate) fn page(source: &str) -> Page {
    let (fields, start) = header::read(source);
    let mut writer = Writer::default();
    for event in Parser::new_ext(&source[start..], Options::ENABLE_TABLES) {
        writer.take(event);
    }
    writer.close();
    let mut page = Page {
        text: writer.text,
        blocks: Vec::new(),
        fields,
    };
    page.blocks = plain::refine(&page.text, writer.blocks);
    page
}

/// Collects text and blocks from the parser's events.
#[derive(Default)]
struct Writer {
    text: String,
    blocks: Vec<Block>,
    /// Start and kind of the open block.
    open: Option<(usize, BlockKind)>,
    /// Raw HTML that is being collected.
    html: String,
    /// Depth of lists, of strong emphasis, of links, and of what is left out.
    items: usize,
    strong: usize,
    links: usize,
    skipped: usize,
    /// Bytes of the open block that are links, and that are bold.
    linked: usize,
    bold: usize,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        if !matches!(event, Event::Html(_)) && !self.html.is_empty() {
            self.flush_html();
        }
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::SoftBreak | Event::HardBreak => self.write("\n"),
            Event::Html(html) => self.html.push_str(&html),
            // Tags inside a paragraph carry no words.
            Event::InlineHtml(_) | Event::Rule | Event::FootnoteReference(_) => {}
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.open(BlockKind::Heading),
            Tag::Paragraph => self.open(if self.items > 0 {
                BlockKind::Item
            } else {
                BlockKind::Paragraph
            }),
            Tag::Item => {
                self.items += 1;
                self.open(BlockKind::Item);
            }
            Tag::TableCell => self.open(BlockKind::Item),
            // Indented text is a paragraph that was meant to be one; fenced
            // text is not prose.
            Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(_)) => self.skipped += 1,
            Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented) => {
                self.open(BlockKind::Paragraph);
            }
            Tag::Image { .. } => self.skipped += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { .. } => self.links += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableCell => self.close(),
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.close();
                self.skipped = self.skipped.saturating_sub(1);
            }
            TagEnd::Image => self.skipped = self.skipped.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.open = Some((self.text.len(), kind));
    }

    fn write(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if self.open.is_none() {
            self.open(if self.items > 0 {
                BlockKind::Item
            } else {
                BlockKind::Paragraph
            });
        }
        if self.links > 0 {
            self.linked += text.len();
        }
        if self.strong > 0 || text.trim().is_empty() {
            self.bold += text.len();
        }
        self.text.push_str(text);
    }

    fn close(&mut self) {
        let (linked, bold) = (
            std::mem::take(&mut self.linked),
            std::mem::take(&mut self.bold),
        );
        let Some((start, kind)) = self.open.take() else {
            return;
        };
        if self.text[start..].trim().is_empty() {
            // The blank line that `start` stands after goes, too.
            self.text.truncate(start.saturating_sub(2));
            return;
        }
        self.blocks.push(Block {
            range: start..self.text.len(),
            kind,
            bold: bold == self.text.len() - start,
            linked,
        });
    }

    fn flush_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        self.close();
        let inner = html_blocks::fragment(&html);
        let gap = if self.text.is_empty() || inner.text.is_empty() {
            ""
        } else {
            "\n\n"
        };
        self.text.push_str(gap);
        let base = self.text.len();
        self.text.push_str(&inner.text);
        self.blocks
            .extend(inner.blocks.into_iter().map(|block| Block {
                range: block.range.start + base..block.range.end + base,
                ..block
            }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_readable_and_blocks_are_parted() {
        let page = page(
            "# Talks *resume*\n\nBy [Example News](#)\n\n**Example  News**\n\n\
             The [two sides](http://example.org) met.\n\n- [One](a)\n- Two\n\n\
             ![A picture](p.jpg)\n\n<https://example.org/x>",
        );
        assert_eq!(
            page.text,
            "Talks resume\n\nBy Example News\n\nExample  News\n\nThe two sides met.\n\n\
             One\n\nTwo\n\nhttps://example.org/x"
        );
        assert_eq!(page.blocks[0].kind, BlockKind::Heading);
        assert!(page.blocks[2].bold);
        assert_eq!(page.blocks[4].linked, 3);
        assert_eq!(page.blocks.len(), 7);
    }

    #[test]
    fn html_inside_is_cleaned() {
        let page = page("<div><p>The two sides met.</p></div>\n\nThey <b>agreed</b>.");
        assert_eq!(page.text, "The two sides met.\n\nThey agreed.");
        assert_eq!(page.blocks.len(), 2);
    }
}
