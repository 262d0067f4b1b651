//! TR-News: news articles with toponyms, their offsets and coordinates, in XML.

use anyhow::{Context, Result};
use roxmltree::{Document, Node};

/// One article.
#[derive(Clone, Debug)]
pub struct Article {
    /// `docid`.
    pub id: String,
    /// The text; offsets count its Unicode characters.
    pub text: String,
    /// Day of publication, where it is written as a date.
    pub published: Option<jiff::civil::Date>,
    /// The toponyms, in order.
    pub toponyms: Vec<Toponym>,
}

/// One place name of gold.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The words.
    pub phrase: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Degrees north and east, where the place was found.
    pub coordinates: Option<(f64, f64)>,
    /// English name of the country, where given.
    pub country: Option<String>,
    /// GeoNames identifier of the country, where given.
    pub country_geonameid: Option<u32>,
    /// Whether the offsets were wrong and the words were found close by.
    pub moved: bool,
}

/// Reads all articles; a toponym whose words are not at its offsets is looked for nearby.
pub fn read(xml: &str) -> Result<Vec<Article>> {
    let document = Document::parse(xml).context("the places file is not well-formed XML")?;
    let articles = document
        .descendants()
        .filter(|node| node.has_tag_name("article"))
        .map(|article| {
            let text = content(article, "text").unwrap_or_default();
            let characters: Vec<char> = text.chars().collect();
            let toponyms = article
                .descendants()
                .filter(|node| node.has_tag_name("toponym"))
                .filter_map(|node| toponym(node, &characters))
                .collect();
            Article {
                id: article.attribute("docid").unwrap_or_default().to_string(),
                published: content(article, "dltime").and_then(|text| date(text.trim())),
                text,
                toponyms,
            }
        })
        .collect();
    Ok(articles)
}

/// All text below the first child of this name.
fn content(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.descendants().find(|child| child.has_tag_name(name))?;
    let text: String = child
        .descendants()
        .filter(|part| part.is_text())
        .filter_map(|part| part.text())
        .collect();
    Some(text)
}

fn toponym(node: Node<'_, '_>, text: &[char]) -> Option<Toponym> {
    let number = |name: &str| content(node, name)?.trim().parse::<usize>().ok();
    let degrees = |name: &str| content(node, name)?.trim().parse::<f64>().ok();
    let phrase = content(node, "phrase")?;
    let (start, end) = (number("start")?, number("end")?);
    let wanted: Vec<char> = phrase.chars().collect();
    let stands = |at: usize| text.get(at..at + wanted.len()) == Some(&wanted[..]);
    // Some articles count from 1 or lost a character: the words themselves decide.
    let found = (0..=8usize)
        .flat_map(|far| [start.checked_sub(far), Some(start + far)])
        .flatten()
        .find(|&at| stands(at));
    let (first, last) = found.map_or((start, end), |at| (at, at + wanted.len()));
    let country = node
        .descendants()
        .find(|child| child.has_tag_name("country"));
    Some(Toponym {
        phrase,
        start: first,
        end: last,
        coordinates: degrees("lat").zip(degrees("lon")),
        country: country
            .and_then(|country| country.text())
            .map(|name| name.trim().to_string()),
        country_geonameid: country
            .and_then(|country| country.attribute("geonameid"))
            .and_then(|id| id.parse().ok()),
        moved: first != start,
    })
}

/// `2016-12-19` or `19 December 2016`.
fn date(text: &str) -> Option<jiff::civil::Date> {
    if let Ok(date) = text.get(..10).unwrap_or(text).parse() {
        return Some(date);
    }
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut parts = text.split_whitespace();
    let day: i8 = parts.next()?.parse().ok()?;
    let name = parts.next()?.to_lowercase();
    let month = MONTHS.iter().position(|month| name.starts_with(month))? + 1;
    let year: i16 = parts.next()?.parse().ok()?;
    jiff::civil::Date::new(year, month as i8, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{read_text, shared};

    const SMALL: &str = r#"<?xml version="1.0"?>
<articles>
  <article docid="7">
    <title>Rain</title>
    <dltime>17 December 2016</dltime>
    <text><![CDATA[Rain fell on “Bergen” & Oslo.]]></text>
    <toponyms count="3">
      <toponym><phrase>Bergen</phrase><start>15</start><end>21</end>
        <gaztag geonameid="1"><name>Bergen</name><fclass>P</fclass><fcode>PPLA</fcode><lat>60.39</lat><lon>5.32</lon>
        <country geonameid="3144096">Norway</country></gaztag></toponym>
      <toponym><phrase>Oslo</phrase><start>24</start><end>28</end></toponym>
      <toponym><phrase>Nowhere</phrase><start>x</start><end>28</end></toponym>
    </toponyms>
  </article>
</articles>"#;

    #[test]
    fn reads_and_repairs() {
        let articles = read(SMALL).expect("well-formed");
        let article = &articles[0];
        assert_eq!(article.text, "Rain fell on “Bergen” & Oslo.");
        assert_eq!(article.published, Some(jiff::civil::date(2016, 12, 17)));
        assert_eq!(article.toponyms.len(), 2);
        let bergen = &article.toponyms[0];
        assert_eq!((bergen.start, bergen.end, bergen.moved), (14, 20, true));
        assert_eq!(bergen.coordinates, Some((60.39, 5.32)));
        assert_eq!(bergen.country.as_deref(), Some("Norway"));
        let oslo = &article.toponyms[1];
        assert_eq!(
            (oslo.start, oslo.moved, oslo.coordinates),
            (24, false, None)
        );
    }

    #[test]
    fn broken_xml_is_an_error() {
        assert!(read("<articles><article>").is_err());
    }

    #[test]
    fn dates() {
        assert_eq!(
            date("2017-05-17T10:00"),
            Some(jiff::civil::date(2017, 5, 17))
        );
        assert_eq!(date("last week"), None);
    }

    #[test]
    fn all_toponyms_stand_where_they_say() {
        let Some(path) = shared("places/tr-news.xml.gz") else {
            return;
        };
        let articles = read(&read_text(&path).expect("readable")).expect("well-formed");
        assert_eq!(articles.len(), 118);
        let toponyms: usize = articles.iter().map(|a| a.toponyms.len()).sum();
        assert_eq!(toponyms, 1319);
        let mut off = 0;
        for article in &articles {
            let characters: Vec<char> = article.text.chars().collect();
            for toponym in &article.toponyms {
                let words: String = characters[toponym.start..toponym.end.min(characters.len())]
                    .iter()
                    .collect();
                off += usize::from(words != toponym.phrase);
            }
        }
        assert!(off <= 10, "{off} toponyms are not where they say");
    }
}
