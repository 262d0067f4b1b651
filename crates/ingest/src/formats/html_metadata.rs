//! A page's own word about itself: JSON-LD, meta elements, `<time>`, `<title>`.

use crate::block::Fields;
use crate::dates::{self, Reading};
use crate::names::collapse;
use dom_query::Document;
use serde_json::Value;

/// Reads a page's fields, the surest sources first.
pub(crate) fn read(document: &Document) -> Fields {
    let article = json_ld(document);
    let article = article.as_ref();
    let (title, suffix) = titles(document);
    let first = |candidates: Vec<Option<String>>| {
        candidates
            .into_iter()
            .flatten()
            .map(|text| collapse(&text))
            .find(|text| !text.is_empty())
    };
    let linked = |key: &str| article.and_then(|object| name(object.get(key)?));
    Fields {
        id: None,
        title: first(vec![
            linked("headline"),
            meta(document, &["og:title", "twitter:title", "dc.title"]),
            text(document, "h1"),
            title,
        ]),
        published: published(document, article),
        publisher: first(vec![
            meta(document, &["og:site_name"]),
            linked("publisher"),
            meta(
                document,
                &["application-name", "dc.publisher", "publisher", "source"],
            ),
            suffix,
        ]),
        byline: first(vec![
            linked("author"),
            meta(document, &["author", "byl", "dc.creator", "parsely-author"]),
            meta(document, &["article:author"]).filter(|author| !author.contains("://")),
            text(document, "[rel=author], [itemprop=author], .byline"),
        ])
        .map(|byline| crate::names::byline(&byline).map_or(byline, |parts| parts.name)),
        url: first(vec![
            attribute(document, "link[rel=canonical]", "href"),
            meta(document, &["og:url"]),
            linked("url"),
            linked("mainEntityOfPage"),
        ])
        .filter(|url| url.contains("://")),
        language: first(vec![
            attribute(document, "html", "lang"),
            meta(document, &["content-language", "language", "dc.language"]),
        ]),
    }
}

/// The first element's text.
fn text(document: &Document, selector: &str) -> Option<String> {
    let found = document.select(selector);
    let node = found.nodes().first()?;
    let text = collapse(&node.text());
    (!text.is_empty() && text.len() < 400).then_some(text)
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    document
        .select(selector)
        .nodes()
        .iter()
        .find_map(|node| node.attr(name).map(|value| value.to_string()))
}

/// The content of the first meta element with one of these names, in the order
/// of the names.
fn meta(document: &Document, names: &[&str]) -> Option<String> {
    let elements = document.select("meta");
    names.iter().find_map(|wanted| {
        elements.nodes().iter().find_map(|node| {
            let named = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .any(|key| {
                    node.attr(key)
                        .is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted))
                });
            let content = named.then(|| node.attr("content")).flatten()?;
            let content = content.trim();
            (!content.is_empty()).then(|| content.to_owned())
        })
    })
}

/// The page's title without the site's name, and the site's name.
fn titles(document: &Document) -> (Option<String>, Option<String>) {
    let Some(title) = text(document, "title") else {
        return (None, None);
    };
    for mark in [" | ", " :: ", " — ", " – ", " - "] {
        if let Some((head, site)) = title.rsplit_once(mark)
            && head.split_whitespace().count() >= 2
            && site.split_whitespace().count() <= 5
        {
            return (Some(head.to_owned()), Some(site.to_owned()));
        }
    }
    // Old pages put the site first: "CNN - Rebels seize town".
    if let Some((site, rest)) = title.split_once(" - ")
        && crate::names::is_press(site)
        && rest.split_whitespace().count() >= 2
    {
        return (Some(rest.to_owned()), Some(site.to_owned()));
    }
    (Some(title), None)
}

fn published(document: &Document, article: Option<&Value>) -> Option<(String, Reading)> {
    let mut candidates: Vec<String> = Vec::new();
    let mut add = |found: Option<String>| candidates.extend(found);
    add(article.and_then(|object| name(object.get("datePublished")?)));
    for key in [
        "article:published_time",
        "og:article:published_time",
        "datePublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "dc.date.issued",
        "dc.date",
        "dcterms.created",
        "dcterms.date",
        "sailthru.date",
        "parsely-pub-date",
        "cXenseParse:recs:publishtime",
    ] {
        add(meta(document, &[key]));
    }
    add(attribute(
        document,
        "time[itemprop=datePublished]",
        "datetime",
    ));
    add(attribute(document, "time[pubdate]", "datetime"));
    add(attribute(document, "time[datetime]", "datetime"));
    add(text(document, "time"));
    let readings: Vec<(String, Reading)> = candidates
        .into_iter()
        .filter_map(|text| dates::metadata(&text).map(|reading| (text, reading)))
        .collect();
    let day = readings
        .iter()
        .position(|(_, reading)| reading.day().is_some());
    readings.into_iter().nth(day.unwrap_or(0))
}

/// The article among a page's JSON-LD objects.
fn json_ld(document: &Document) -> Option<Value> {
    document
        .select("script[type='application/ld+json']")
        .nodes()
        .iter()
        .find_map(|node| article(serde_json::from_str(&node.text()).ok()?))
}

fn article(value: Value) -> Option<Value> {
    match value {
        Value::Array(list) => list.into_iter().find_map(article),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                return article(graph);
            }
            let kind = name(object.get("@type")?)?;
            ["Article", "Report", "Posting"]
                .iter()
                .any(|ending| kind.contains(ending))
                .then_some(Value::Object(object))
        }
        _ => None,
    }
}

/// The words of a JSON-LD value: a string, an object's name or id, or a list of
/// those.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => ["name", "@id", "url", "@value"]
            .iter()
            .find_map(|key| object.get(*key)?.as_str().map(str::to_owned)),
        Value::Array(list) => {
            let names: Vec<String> = list.iter().filter_map(name).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn fields(html: &str) -> Fields {
        read(&Document::from(html))
    }

    #[test]
    fn json_ld_is_read_through_its_graph() {
        let fields = fields(
            r#"<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},
            {"@type":["NewsArticle"],"headline":"Talks  resume","datePublished":"2015-09-18T10:00:00Z",
            "author":[{"name":"Jane Doe"},{"name":"John Smith"}],"publisher":{"name":"Example News"},
            "url":"https://example.org/x"}]}</script>"#,
        );
        assert_eq!(fields.title.as_deref(), Some("Talks resume"));
        assert_eq!(fields.byline.as_deref(), Some("Jane Doe, John Smith"));
        assert_eq!(fields.publisher.as_deref(), Some("Example News"));
        assert_eq!(fields.url.as_deref(), Some("https://example.org/x"));
        assert_eq!(
            fields.published.map(|(_, reading)| reading),
            Some(Reading::Day(date(2015, 9, 18)))
        );
    }

    #[test]
    fn a_wrong_date_gives_way_to_a_right_one() {
        let found = fields(
            r#"<meta name="date" content="2015-02-31"><time datetime="2015-03-01">March 1</time>"#,
        );
        assert_eq!(
            found.published.map(|(_, reading)| reading),
            Some(Reading::Day(date(2015, 3, 1)))
        );
        let found = fields(r#"<meta name="date" content="2015-02-31">"#);
        assert_eq!(
            found.published.map(|(_, reading)| reading),
            Some(Reading::Impossible)
        );
    }

    #[test]
    fn the_title_loses_the_sites_name() {
        let found = fields("<title>Talks resume in Geneva | Example News</title>");
        assert_eq!(found.title.as_deref(), Some("Talks resume in Geneva"));
        assert_eq!(found.publisher.as_deref(), Some("Example News"));
        assert!(
            fields("<script type='application/ld+json'>{broken</script>")
                .title
                .is_none()
        );
    }
}
