//! Properties that hold for any bytes: no panic, and spans that are ordered,
//! disjoint, on character boundaries and inside the text.

use demarche_ingest::{Format, Options, read_bytes};
use proptest::prelude::*;

/// Reads bytes in every format and checks what comes out.
fn check(bytes: &[u8]) {
    let formats = Format::ALL.into_iter().map(Some).chain([None]);
    for format in formats {
        let options = Options {
            format,
            ..Options::default()
        };
        let (stories, problems) = read_bytes("input", bytes, &options);
        assert!(
            stories.len() + problems.len() > 0
                || matches!(
                    format,
                    Some(Format::Csv | Format::Tsv | Format::Json | Format::JsonLines) | None
                ),
            "neither story nor problem as {format:?}"
        );
        for story in &stories {
            assert!(!story.id.is_empty());
            assert_eq!(story.hash.len(), 32);
            assert!(!story.paragraphs.is_empty());
            let mut last = 0;
            for span in &story.paragraphs {
                let words = story
                    .text
                    .get(span.start as usize..span.end as usize)
                    .expect("a span inside the text and on character boundaries");
                assert!(span.start as usize >= last, "spans overlap");
                assert!(!words.trim().is_empty());
                assert_eq!(words.trim(), words);
                last = span.end as usize;
            }
        }
        let again = read_bytes("input", bytes, &options);
        assert_eq!(again, (stories, problems), "the same bytes read twice");
    }
}

/// Pieces of real files, glued at random: far more likely to reach deep than
/// random bytes are.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("LONDON (Reuters) - "),
        Just("MOSCOW, Sept 18 (Interfax) -"),
        Just("September 18, 2015"),
        Just("2015-02-31"),
        Just("By Jane Doe"),
        Just("By "),
        Just("Original url:\n"),
        Just("<https://example.org/2015/09/18/a>"),
        Just("# Talks\n"),
        Just("\n\n"),
        Just("\r\n"),
        Just("\r"),
        Just(" "),
        Just("The two sides met on Tuesday, the envoy said. "),
        Just("the presence of"),
        Just("[President] É"),
        Just("“é” – "),
        Just("\u{2028}"),
        Just("\u{feff}"),
        Just("<p>"),
        Just("</p>"),
        Just("<br>"),
        Just("<div class=share>"),
        Just("<pre>"),
        Just("<table><td>"),
        Just("<a href=x>"),
        Just("<!--"),
        Just("&amp;&#x27;"),
        Just("<title>A - B</title>"),
        Just("<script type=\"application/ld+json\">"),
        Just("{\"text\":\""),
        Just("\"}"),
        Just("\"date\":"),
        Just("["),
        Just("]"),
        Just("{"),
        Just(","),
        Just("\""),
        Just("\\"),
        Just("id,date,text\n"),
        Just("---\n"),
        Just("title: x\n"),
        Just("**"),
        Just("- "),
        Just("> "),
        Just("```\n"),
        Just("    "),
        Just("|"),
        Just("]("),
        Just("--"),
        Just("—"),
    ]
    .prop_map(|piece: &str| piece.as_bytes().to_vec());
    let noise = proptest::collection::vec(any::<u8>(), 1..4);
    proptest::collection::vec(prop_oneof![12 => piece, 1 => noise], 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// As many cases as `PROPTEST_CASES` says, else a few hundred. Failures become
/// unit tests with a name, so none are kept in files.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(400);
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(text.as_bytes());
    }

    #[test]
    fn any_mixture_of_pieces_is_read(bytes in pieces()) {
        check(&bytes);
    }
}
