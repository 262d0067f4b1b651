//! Site furniture: what pages print around a story that is no part of it.
//!
//! Captions and picture credits, share and subscribe lines, cookie notices,
//! links to other stories, agency sign-offs.

/// Openings (lower case) of blocks that are furniture if they are short, with
/// the number of words up to which they are believed.
const OPENINGS: &[(&str, usize)] = &[
    ("read more", 40),
    ("read also", 40),
    ("read next", 40),
    ("read the full", 20),
    ("also read", 40),
    ("see also", 40),
    ("related:", 40),
    ("related stories", 8),
    ("related articles", 8),
    ("related news", 8),
    ("related topics", 20),
    ("related content", 8),
    ("more from", 12),
    ("more on", 12),
    ("more:", 30),
    ("more stories", 8),
    ("most read", 12),
    ("most popular", 12),
    ("most viewed", 12),
    ("recommended", 6),
    ("trending", 8),
    ("editor's picks", 8),
    ("editors' picks", 8),
    ("you may also", 20),
    ("don't miss", 20),
    ("share this", 12),
    ("share on", 8),
    ("share via", 8),
    ("tweet this", 8),
    ("follow us", 20),
    ("follow @", 20),
    ("follow the", 14),
    ("like us on", 14),
    ("sign up", 40),
    ("sign in", 14),
    ("log in", 14),
    ("subscribe", 40),
    ("register for", 14),
    ("click here", 30),
    ("click to", 14),
    ("tap here", 20),
    ("download our", 20),
    ("download the app", 20),
    ("get our", 25),
    ("support our journalism", 40),
    ("advertisement", 6),
    ("advertising", 3),
    ("sponsored", 6),
    ("story continues below", 10),
    ("article continues", 10),
    ("continue reading", 20),
    ("skip to", 8),
    ("photo:", 60),
    ("photos:", 60),
    ("photo by", 40),
    ("photo credit", 40),
    ("file photo", 60),
    ("file picture", 60),
    ("file -", 60),
    ("image:", 60),
    ("image caption", 60),
    ("image source", 60),
    ("image copyright", 60),
    ("media caption", 60),
    ("picture:", 60),
    ("photograph:", 60),
    ("caption:", 60),
    ("credit:", 30),
    ("video:", 30),
    ("watch:", 30),
    ("listen:", 30),
    ("audio:", 30),
    ("map:", 30),
    ("graphic:", 30),
    ("copyright ©", 60),
    ("copyright (c)", 60),
    ("copyright 19", 60),
    ("copyright 20", 60),
    ("©", 60),
    ("(c) ", 30),
    ("all rights reserved", 40),
    ("we use cookies", 80),
    ("this site uses cookies", 80),
    ("this website uses cookies", 80),
    ("our website uses cookies", 80),
    ("by continuing to use", 80),
    ("by using this site", 80),
    ("accept cookies", 20),
    ("accept all", 8),
    ("manage cookies", 20),
    ("cookie", 8),
    ("privacy policy", 20),
    ("terms of use", 20),
    ("terms of service", 20),
    ("contact us", 20),
    ("about us", 12),
    ("print this", 12),
    ("email this", 12),
    ("(reporting by", 80),
    ("(writing by", 80),
    ("(editing by", 80),
    ("(additional reporting", 80),
    ("(compiled by", 40),
    ("additional reporting", 60),
    ("our standards:", 20),
    ("tags:", 60),
    ("topics:", 60),
    ("keywords:", 60),
    ("filed under", 40),
    ("categories:", 40),
    ("leave a comment", 12),
    ("post a comment", 12),
    ("comments", 4),
    ("view comments", 6),
    ("source:", 14),
    ("original url", 40),
    ("original article", 20),
    ("original source", 20),
    ("originally published", 30),
    ("this article was originally", 40),
    ("this article originally", 40),
    ("this story was originally", 40),
    ("this story originally", 40),
    ("this article first appeared", 40),
    ("a version of this article", 40),
    ("first published", 12),
    ("last updated", 12),
    ("last modified", 12),
    ("updated:", 12),
    ("published:", 12),
    ("have something to add", 30),
    ("do you have information", 40),
    ("reading time", 6),
];

/// Marks of picture agencies, which stand in captions only.
const CREDITS: &[&str] = &[
    "REUTERS/",
    "Reuters/",
    "AP Photo",
    "Getty Images",
    "AFP/Getty",
    "/AFP",
    "EPA-EFE",
    "/EPA",
    "(Photo by",
    "(Photo:",
    "(AP)\u{a0}",
    "Handout via",
    "Photograph:",
    "Anadolu via",
    "/Shutterstock",
    "Wikimedia Commons",
];

/// Whether a block is furniture or a caption by its words.
pub(crate) fn is_furniture(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let lower: String = text
        .trim_start_matches(|c: char| "*•»>►▶-–— ".contains(c))
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    if OPENINGS
        .iter()
        .any(|(opening, most)| words <= *most && lower.starts_with(opening))
    {
        return true;
    }
    // "Reporting by Jane Doe; Editing by John Smith".
    if words <= 60
        && ["reporting by", "writing by", "editing by", "compiled by"]
            .iter()
            .any(|opening| lower.starts_with(opening))
        && (words <= 8 || text.contains(';'))
    {
        return true;
    }
    let sign_off = words <= 40
        && ["contributed to this", "contributed reporting"]
            .iter()
            .any(|words| text.contains(words));
    sign_off || words <= 60 && CREDITS.iter().any(|credit| text.contains(credit))
}

/// Whether a heading opens a list of other stories or comments.
pub(crate) fn opens_other_stories(heading: &str) -> bool {
    let lower = heading.trim().to_lowercase();
    lower.split_whitespace().count() <= 5
        && [
            "related",
            "read more",
            "read next",
            "more from",
            "more on",
            "more stories",
            "most read",
            "most popular",
            "trending",
            "recommended",
            "see also",
            "you may also",
            "comments",
            "latest news",
            "latest stories",
            "external links",
            "references",
            "share this",
            "sources",
        ]
        .iter()
        .any(|opening| lower.starts_with(opening))
}

/// The URL that a block consists of, perhaps after a label: "Original url:
/// <https://…>". The flag tells whether a label stands before it.
pub(crate) fn url(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    if text.len() > 2000 {
        return None;
    }
    let at = text.find("http://").or_else(|| text.find("https://"))?;
    let label = text[..at].trim_end_matches(['<', '(', '[', ' ']).trim();
    let url = text[at..].trim_end_matches(['>', ')', ']', ' ', '.']);
    if url.contains(char::is_whitespace) {
        return None;
    }
    if label.is_empty() {
        return Some((url.to_owned(), false));
    }
    is_url_label(label).then(|| (url.to_owned(), true))
}

/// Whether a block announces the story's URL.
pub(crate) fn is_url_label(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(':').trim().to_lowercase();
    matches!(
        lower.as_str(),
        "original url"
            | "original link"
            | "original article"
            | "original"
            | "source"
            | "source url"
            | "url"
            | "link"
            | "permalink"
            | "retrieved from"
            | "available at"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_news() {
        for text in [
            "Read more: Syria talks resume",
            "Share this article",
            "We use cookies to improve your experience.",
            "(Reporting by Jane Doe; Editing by John Smith)",
            "Reporting by Jane Doe; Editing by John Smith",
            "John Kerry arrives in London. REUTERS/Some Body",
            "Copyright 2015 Example News. All rights reserved.",
            "Jane Doe in Warsaw contributed to this report.",
            "Original url:",
        ] {
            assert!(is_furniture(text), "{text}");
        }
        for text in [
            "Related violence in Kano killed three people on Monday.",
            "Reporting by state media suggested that the army had retaken the town.",
            "Follow the money, the minister told the lawmakers, and then you will find the men who planned the coup.",
            "The more from both sides the better, he said of the offers that had been made to rebels.",
        ] {
            assert!(!is_furniture(text), "{text}");
        }
    }

    #[test]
    fn urls_are_found_with_and_without_label() {
        assert_eq!(
            url("<https://example.org/a>"),
            Some(("https://example.org/a".to_owned(), false))
        );
        assert_eq!(
            url("Original url: https://example.org/a"),
            Some(("https://example.org/a".to_owned(), true))
        );
        assert_eq!(url("He wrote on https://example.org/a that"), None);
        assert_eq!(url("See https://example.org/a"), None);
    }
}
