//! The text of an HTML tree: blocks separated by a blank line, white space
//! collapsed as browsers do. The walk is a loop, so that deep nesting cannot
//! overflow the stack.

use super::plain;
use crate::block::{Block, BlockKind, Page};
use dom_query::{Document, NodeRef};

/// The page of an HTML fragment: a field of a record, HTML inside Markdown, or
/// the main text of a page.
pub(crate) fn fragment(source: &str) -> Page {
    walk(&Document::fragment(source).root())
}

/// Greatest depth and number of nodes below `root`.
pub(crate) fn measure(root: &NodeRef<'_>) -> (usize, usize) {
    let (mut depth, mut deepest, mut nodes) = (0, 0, 0);
    traverse(root, |step| match step {
        Step::Enter(_) => {
            depth += 1;
            nodes += 1;
            deepest = deepest.max(depth);
            true
        }
        Step::Leave(_) => {
            depth -= 1;
            true
        }
    });
    (deepest, nodes)
}

/// Takes out of the tree what [`walk`] would leave out by class or id.
pub(crate) fn remove_asides(root: &NodeRef<'_>) {
    let mut asides: Vec<NodeRef<'_>> = Vec::new();
    traverse(root, |step| match step {
        Step::Enter(node) if node.is_element() && is_aside(node) => {
            asides.push(*node);
            false
        }
        _ => true,
    });
    for aside in asides {
        aside.remove_from_parent();
    }
}

/// Text and blocks below `root`.
pub(crate) fn walk(root: &NodeRef<'_>) -> Page {
    let mut writer = Writer::default();
    traverse(root, |step| match step {
        Step::Enter(node) => writer.enter(node),
        Step::Leave(node) => {
            writer.leave(node);
            true
        }
    });
    writer.close();
    let text = writer.text;
    let blocks = plain::refine(&text, writer.blocks);
    Page {
        text,
        blocks,
        ..Page::default()
    }
}

enum Step<'a, 'b> {
    Enter(&'b NodeRef<'a>),
    Leave(&'b NodeRef<'a>),
}

/// Visits every node below `root`; children of a node for which `Enter` gives
/// `false` are left out, but it is left all the same.
fn traverse<'a>(root: &NodeRef<'a>, mut visit: impl FnMut(Step<'a, '_>) -> bool) {
    let Some(mut node) = root.first_child() else {
        return;
    };
    loop {
        let inside = visit(Step::Enter(&node));
        if inside && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            visit(Step::Leave(&node));
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if parent.id != root.id => node = parent,
                _ => return,
            }
        }
    }
}

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Inline,
    Block(BlockKind),
    Break,
    Skip,
}

fn effect(name: &str) -> Effect {
    match name {
        "script" | "style" | "noscript" | "template" | "head" | "title" | "nav" | "aside"
        | "footer" | "form" | "button" | "select" | "textarea" | "figure" | "figcaption"
        | "svg" | "iframe" | "object" | "video" | "audio" | "canvas" | "map" | "dialog"
        | "menu" | "img" | "picture" | "input" | "link" | "meta" => Effect::Skip,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Effect::Block(BlockKind::Heading),
        "li" | "td" | "th" | "dt" | "dd" | "option" => Effect::Block(BlockKind::Item),
        "p" | "div" | "article" | "section" | "main" | "header" | "body" | "html"
        | "blockquote" | "pre" | "ul" | "ol" | "dl" | "table" | "tbody" | "thead" | "tfoot"
        | "tr" | "caption" | "address" | "center" | "hr" | "details" | "summary" | "fieldset"
        | "hgroup" => Effect::Block(BlockKind::Paragraph),
        "br" => Effect::Break,
        _ => Effect::Inline,
    }
}

/// Words in class names and ids of what stands around a report.
const ASIDES: &[&str] = &[
    "caption",
    "credit",
    "share",
    "sharing",
    "social",
    "related",
    "newsletter",
    "promo",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "sidebar",
    "cookie",
    "cookies",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "readmore",
    "recommended",
    "recommendations",
    "signup",
    "subscribe",
    "popup",
    "modal",
    "menu",
    "nav",
    "navigation",
    "tags",
    "trending",
    "pagination",
    "disclaimer",
    "copyright",
    "toolbar",
];

/// Characters from which a part with such a class is too long to be an aside.
const ASIDE: usize = 1200;

/// Whether an element is an aside by its class or id, and short enough for it.
fn is_aside(node: &NodeRef<'_>) -> bool {
    let named = [node.class(), node.id_attr()]
        .iter()
        .flatten()
        .any(|names| {
            names
                .to_lowercase()
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| ASIDES.contains(&word))
        });
    if !named {
        return false;
    }
    let (mut length, mut nodes) = (0, 0);
    traverse(node, |step| {
        if let Step::Enter(inner) = step {
            nodes += 1;
            if inner.is_text() {
                length += inner.text().trim().len();
            }
        }
        length <= ASIDE && nodes <= 600
    });
    length <= ASIDE && nodes <= 600
}

/// Collects text and blocks.
#[derive(Default)]
struct Writer {
    text: String,
    blocks: Vec<Block>,
    /// Start of the open block.
    start: Option<usize>,
    /// Kinds of the block elements that are open, and whether they are `<pre>`.
    kinds: Vec<(BlockKind, bool)>,
    /// Whether white space is waiting to be written as one space.
    space: bool,
    /// Line breaks since the last word.
    breaks: usize,
    bold_depth: usize,
    link_depth: usize,
    bold: usize,
    linked: usize,
}

impl Writer {
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.write(&node.text());
            return false;
        }
        if !node.is_element() {
            return !node.is_comment() && !node.is_doctype();
        }
        let name = node.node_name().unwrap_or_default();
        match effect(&name) {
            Effect::Skip => false,
            Effect::Break => {
                self.breaks += 1;
                if self.breaks >= 2 {
                    self.close();
                }
                false
            }
            Effect::Block(kind) => {
                self.close();
                // A paragraph in a list item or a heading is one of its kind.
                let outer = self.kinds.last().map(|(outer, _)| *outer);
                let kind = match (outer, kind) {
                    (Some(outer), BlockKind::Paragraph) if !matches!(&*name, "ul" | "ol") => outer,
                    _ => kind,
                };
                let pre = &*name == "pre" || self.kinds.last().is_some_and(|(_, pre)| *pre);
                self.kinds.push((kind, pre));
                !is_aside(node)
            }
            Effect::Inline => {
                match &*name {
                    "b" | "strong" => self.bold_depth += 1,
                    "a" => self.link_depth += 1,
                    _ => {}
                }
                !is_aside(node)
            }
        }
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if !node.is_element() {
            return;
        }
        let name = node.node_name().unwrap_or_default();
        match effect(&name) {
            Effect::Block(_) => {
                self.close();
                self.kinds.pop();
            }
            Effect::Inline => match &*name {
                "b" | "strong" => self.bold_depth = self.bold_depth.saturating_sub(1),
                "a" => self.link_depth = self.link_depth.saturating_sub(1),
                _ => {}
            },
            Effect::Break | Effect::Skip => {}
        }
    }

    fn write(&mut self, words: &str) {
        let pre = self.kinds.last().is_some_and(|(_, pre)| *pre);
        if pre {
            self.flush_space();
            self.push(words);
            return;
        }
        for (index, word) in words.split(is_html_space).enumerate() {
            // Between the pieces of the split there was white space.
            self.space |= index > 0;
            if !word.is_empty() {
                self.flush_space();
                self.push(word);
            }
        }
    }

    /// Writes the space or the line break that stands before the next word.
    fn flush_space(&mut self) {
        let space = std::mem::take(&mut self.space);
        let breaks = std::mem::take(&mut self.breaks);
        if self.start.is_none() {
            return;
        }
        if breaks > 0 {
            self.push("\n");
        } else if space {
            self.push(" ");
        }
    }

    fn push(&mut self, words: &str) {
        if self.start.is_none() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.start = Some(self.text.len());
        }
        if self.link_depth > 0 {
            self.linked += words.len();
        }
        if self.bold_depth > 0 || words.trim().is_empty() {
            self.bold += words.len();
        }
        self.text.push_str(words);
    }

    fn close(&mut self) {
        self.space = false;
        self.breaks = 0;
        let (linked, bold) = (
            std::mem::take(&mut self.linked),
            std::mem::take(&mut self.bold),
        );
        let Some(start) = self.start.take() else {
            return;
        };
        let kind = self
            .kinds
            .last()
            .map_or(BlockKind::Paragraph, |(kind, _)| *kind);
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
}

/// White space that HTML collapses; a no-break space is read as a space, too.
fn is_html_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\n' | '\r' | '\t' | '\u{c}' | '\u{a0}' | '\u{200b}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, text: &str) {
        assert_eq!(fragment(html).text, text, "{html}");
    }

    #[test]
    fn blocks_are_parted_and_space_is_collapsed() {
        check(
            "<p>The  two\nsides <b>met</b>.</p><p>They\u{a0}agreed.</p>",
            "The two sides met.\n\nThey agreed.",
        );
        check("One.<br><br/>Two.<br>Three.", "One.\n\nTwo.\nThree.");
        check("<div>One.<p>Two.</p>Three.</div>", "One.\n\nTwo.\n\nThree.");
        check(
            "<p>Caf&eacute; &amp; &ldquo;bar&rdquo;.</p>",
            "Café & “bar”.",
        );
        check("", "");
    }

    #[test]
    fn asides_are_left_out() {
        check(
            "<p>One.</p><p class='photo-caption'>A picture.</p><div id=related><a>x</a></div>",
            "One.",
        );
        check(
            "<figure><figcaption>A picture.</figcaption></figure><p>One.</p>",
            "One.",
        );
    }

    #[test]
    fn links_and_kinds_are_told() {
        let page = fragment("<h2>Back</h2><ul><li><a href=x>All link</a></li></ul><p>Text.</p>");
        let kinds: Vec<BlockKind> = page.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(
            kinds,
            [BlockKind::Heading, BlockKind::Item, BlockKind::Paragraph]
        );
        assert_eq!(page.blocks[1].linked, 8);
    }

    #[test]
    fn preformatted_wire_copy_is_parted_at_blank_lines() {
        let page = fragment("<pre>One line\nand more.\n\nTwo lines.</pre>");
        assert_eq!(page.blocks.len(), 2);
    }
}
