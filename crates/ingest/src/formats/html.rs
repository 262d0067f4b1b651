//! HTML pages: the main text without menus, captions and related links, found
//! by the readability algorithm of `dom_smoothie`, and the page's metadata.

use super::{html_blocks, html_metadata};
use crate::block::Page;
use dom_query::Document;

/// Elements that never hold a report's sentences.
const ASIDES: &str = "script, style, noscript, template, svg, iframe, object, nav, aside, form, \
    button, select, textarea, figure, figcaption, dialog, menu, [role=navigation], \
    [role=complementary], [role=search], [hidden], [aria-hidden=true]";

/// Nesting and size beyond which a page is soup: its text is then taken as it
/// stands, since the readability algorithm would take very long.
const DEEP: usize = 256;
const ELEMENTS: usize = 100_000;

/// The page of an HTML file.
pub(crate) fn page(source: &str) -> Page {
    let document = Document::from(source);
    let fields = html_metadata::read(&document);
    document.select(ASIDES).remove();
    html_blocks::remove_asides(&document.root());
    let mut inner = main_text(&document)
        .filter(|page| !page.blocks.is_empty())
        .unwrap_or_default();
    if inner.blocks.is_empty() {
        inner = html_blocks::walk(&document.root());
    }
    Page { fields, ..inner }
}

/// The main text by readability, if the page is one that it can read.
fn main_text(document: &Document) -> Option<Page> {
    let (depth, elements) = html_blocks::measure(&document.root());
    if depth > DEEP || elements > ELEMENTS {
        return None;
    }
    let config = dom_smoothie::Config {
        keep_classes: true,
        disable_json_ld: true,
        ..dom_smoothie::Config::default()
    };
    let mut reader =
        dom_smoothie::Readability::with_document(document.clone(), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    Some(html_blocks::fragment(&article.content))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head>
        <title>Talks resume in Geneva - Example News</title>
        <meta property="og:site_name" content="Example News">
        <meta property="article:published_time" content="2015-09-18T10:24:00Z">
        <link rel="canonical" href="https://www.example.org/talks">
        </head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
        <div id="cookie-banner"><p>We use cookies to make this site better for you.</p></div>
        <article><h1>Talks resume in Geneva</h1><p class="byline">By Jane Doe</p>
        <figure><img src="a.jpg"><figcaption>The envoy arrives in Geneva on Tuesday.</figcaption></figure>
        <p>GENEVA (Reuters) - The two sides in the war met again on Tuesday, and after nine hours
        of talks, they had agreed on <a href="/nothing">nothing</a>, the envoy said.</p>
        <p>He added that the government, which has refused to free prisoners, would be asked again,
        and that the rebels were ready to meet, although they had asked for guarantees.</p>
        <div class="related"><h2>Related</h2><ul><li><a href="/x">Rebels shell the capital.</a></li></ul></div>
        <p>The United Nations called for a truce, and aid agencies asked for a safe road to the town.</p>
        </article><footer><p>Copyright 2015 Example News. All rights reserved.</p></footer>
        </body></html>"#;

    #[test]
    fn the_main_text_has_no_menus_captions_or_links() {
        let page = page(PAGE);
        assert!(page.text.contains("agreed on nothing, the envoy said."));
        assert!(page.text.contains("called for a truce"));
        for other in ["Home", "cookies", "arrives", "shell", "Copyright"] {
            assert!(!page.text.contains(other), "{other} in {}", page.text);
        }
        assert_eq!(page.fields.title.as_deref(), Some("Talks resume in Geneva"));
        assert_eq!(page.fields.publisher.as_deref(), Some("Example News"));
        assert_eq!(
            page.fields.url.as_deref(),
            Some("https://www.example.org/talks")
        );
    }

    #[test]
    fn deep_soup_is_read_without_overflow() {
        let mut soup = "<div>".repeat(20_000);
        soup.push_str("The two sides met again on Tuesday.</b></p><td>");
        assert!(page(&soup).text.contains("met again"));
    }
}
