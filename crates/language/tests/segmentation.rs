//! Raw text to words and sentences: examples in a table, and properties for any input.

use demarche_language::split;
use demarche_story::{Sentence, Span};
use proptest::prelude::*;

/// Cuts one paragraph; words are joined by spaces, clitics by `|`, sentences by ` // `.
fn cut(text: &str) -> String {
    let sentences = split(text, &[Span::new(0, text.len())]);
    let sentence = |sentence: &Sentence| {
        sentence
            .tokens
            .iter()
            .enumerate()
            .fold(String::new(), |mut out, (i, token)| {
                if i > 0 {
                    out.push(if token.clitic { '|' } else { ' ' });
                }
                out + &token.form
            })
    };
    sentences
        .iter()
        .map(sentence)
        .collect::<Vec<_>>()
        .join(" // ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(cut(text), expected);
}

#[test]
fn clitics_are_words_of_one_token() {
    check(
        "They didn't sign, and won’t.",
        "They did|n't sign , and wo|n’t .",
    );
    check(
        "The minister's aides can't say.",
        "The minister|'s aides ca|n't say .",
    );
    check("It cannot last.", "It can|not last .");
    check("We're gonna win.", "We|'re gon|na win .");
    check("I'd've gone.", "I|'d|'ve gone .");
    check("the rebels' leaders", "the rebels|' leaders");
    check(
        "O'Brien met Qur'an scholars.",
        "O'Brien met Qur'an scholars .",
    );
}

#[test]
fn abbreviations_keep_their_stop() {
    check(
        "U.S. Secretary of State John F. Mercer met Gen. Aydin on Nov. 3.",
        "U.S. Secretary of State John F. Mercer met Gen. Aydin on Nov. 3 .",
    );
    check(
        "He works for Bolt Corp. in Ankara.",
        "He works for Bolt Corp. in Ankara .",
    );
    check(
        "They met at 5 p.m. on Monday.",
        "They met at 5 p.m. on Monday .",
    );
    check(
        "Police in Tampa, Fla., said no.",
        "Police in Tampa , Fla. , said no .",
    );
    check(
        "Dr. Lee lives in St. Louis.",
        "Dr. Lee lives in St. Louis .",
    );
    check(
        "troops, tanks, etc., moved",
        "troops , tanks , etc. , moved",
    );
}

#[test]
fn no_is_a_number_only_before_one() {
    check(
        "No. 2 in the party resigned.",
        "No. 2 in the party resigned .",
    );
    check(
        "They said no. Then they left.",
        "They said no . // Then they left .",
    );
}

#[test]
fn a_sentence_may_end_in_an_abbreviation() {
    check(
        "He flew to the U.S. He met Obama there.",
        "He flew to the U.S. // He met Obama there .",
    );
    check(
        "She was born in the U.K. but left.",
        "She was born in the U.K. but left .",
    );
}

#[test]
fn hyphens_split_words_but_not_prefixes() {
    check("a long-term U.S.-led plan", "a long - term U.S. - led plan");
    check(
        "anti-government co-founder re-elected",
        "anti-government co-founder re-elected",
    );
    check(
        "Bashar al-Assad and Abu al-Hassan",
        "Bashar al - Assad and Abu al - Hassan",
    );
    check(
        "a UN-backed, Moscow-based body",
        "a UN - backed , Moscow - based body",
    );
    check(
        "a 15-year-old in mid-August",
        "a 15 - year - old in mid-August",
    );
    check(
        "the talks – long overdue — failed",
        "the talks – long overdue — failed",
    );
    check(
        "the talks -- long overdue--failed",
        "the talks -- long overdue -- failed",
    );
}

#[test]
fn numbers_money_and_units() {
    check("£5m and $1.5bn", "£ 5 m and $ 1.5 bn");
    check(
        "12,500 people, 3.7% of them",
        "12,500 people , 3.7 % of them",
    );
    check("US$40 or C$ 20", "US$ 40 or C$ 20");
    check("since 9/11, in 2014/15", "since 9/11 , in 2014/15");
    check("at 10:30am, 5pm or 17:00", "at 10:30 am , 5 pm or 17:00");
    check("the 1990s and the '90s", "the 1990s and the '90s");
    check(
        "20,000-30,000 troops in 2011-2014",
        "20,000 - 30,000 troops in 2011 - 2014",
    );
    check("a 3-2 vote", "a 3 - 2 vote");
    check("the 1st and 22nd brigades", "the 1st and 22nd brigades");
    check("in 2012,but", "in 2012 , but");
}

#[test]
fn addresses_are_one_word() {
    check(
        "See https://example.org/a-b?c=1, please.",
        "See https://example.org/a-b?c=1 , please .",
    );
    check("(www.example.com)", "( www.example.com )");
    check(
        "Write to press.office@example.co.uk.",
        "Write to press.office@example.co.uk .",
    );
    check(
        "Follow @example and #ceasefire.",
        "Follow @example and #ceasefire .",
    );
    check("as example.com wrote", "as example.com wrote");
}

#[test]
fn names_with_signs() {
    check("AT&T and R&D", "AT&T and R&D");
    check("either/or, and/or", "either / or , and / or");
    check("the Queen's Speech", "the Queen|'s Speech");
}

#[test]
fn quotes_stay_with_their_sentence() {
    check(
        "“We will sign,” he said. “Soon.” She agreed.",
        "“ We will sign , ” he said . // “ Soon . ” // She agreed .",
    );
    check(
        "\"We will sign,\" he said. \"Soon.\" She agreed.",
        "\" We will sign , \" he said . // \" Soon . \" // She agreed .",
    );
    check(
        "He called it 'a lie' today.",
        "He called it ' a lie ' today .",
    );
    check("“Why?” asked Kerry.", "“ Why ? ” asked Kerry .");
}

#[test]
fn brackets_and_dots() {
    check(
        "The group (which denies it) left.",
        "The group ( which denies it ) left .",
    );
    check("He paused... and left.", "He paused ... and left .");
    check("Really?! Yes!!!", "Really ?! // Yes !!!");
    check("[The army] fled.", "[ The army ] fled .");
}

#[test]
fn a_missing_space_still_ends_a_sentence() {
    check(
        "The talks failed.The army moved.",
        "The talks failed . // The army moved .",
    );
}

#[test]
fn paragraphs_end_sentences_and_nothing_outside_them_is_read() {
    let text = "LONDON - no headline stop\n\nThe second paragraph.";
    let at = text.find("The").expect("it is there");
    let sentences = split(
        text,
        &[
            Span::new(0, 25),
            Span::new(at, text.len()),
            Span::new(4, 9000),
        ],
    );
    let found: Vec<(u32, &str)> = sentences
        .iter()
        .map(|s| (s.paragraph, s.span.of(text)))
        .collect();
    assert_eq!(
        found,
        [
            (0, "LONDON - no headline stop"),
            (1, "The second paragraph.")
        ]
    );
    assert_eq!(sentences[1].index, 1);
}

/// What must hold for any text: words in order inside their paragraphs, on character
/// boundaries, nothing but white space left out, sentences no longer than the bound.
fn holds(text: &str, paragraphs: &[Span]) {
    let sentences = split(text, paragraphs);
    let mut words = sentences
        .iter()
        .flat_map(|s| s.tokens.iter().map(|t| (s.paragraph, t.span)))
        .peekable();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut at = paragraph.start;
        while let Some((_, span)) = words.next_if(|(p, _)| *p as usize == number) {
            assert!(span.start < span.end && paragraph.contains(span) && at <= span.start);
            assert!(text.get(span.start as usize..span.end as usize).is_some());
            let gap = &text[at as usize..span.start as usize];
            assert!(
                gap.chars().all(|c| c.is_whitespace() || is_unseen(c)),
                "lost: {gap:?}"
            );
            at = span.end;
        }
        let gap = &text[at as usize..paragraph.end as usize];
        assert!(
            gap.chars().all(|c| c.is_whitespace() || is_unseen(c)),
            "lost: {gap:?}"
        );
    }
    assert!(words.next().is_none());
    for sentence in &sentences {
        assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= 240);
        assert!(!sentence.tokens[0].clitic);
        for token in &sentence.tokens {
            assert_eq!(token.span.of(text), &*token.form);
            assert!(!token.form.chars().any(char::is_whitespace));
        }
    }
}

/// Characters that print nothing and only tell where a line may break.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_cut_without_loss(text in any::<String>()) {
        holds(&text, &[Span::new(0, text.len())]);
    }

    #[test]
    fn text_of_tricky_pieces_is_cut_without_loss(
        pieces in proptest::collection::vec(prop_oneof![
            Just("U.S."), Just("'s"), Just("n't"), Just("http://"), Just("www.a"), Just("@b.c"), Just("..."), Just("."),
            Just("-"), Just("--"), Just("’"), Just("“"), Just("\""), Just("9"), Just("9/11"), Just("£"), Just("$"), Just(" "),
            Just("\n"), Just("é"), Just("e\u{301}"), Just("العربية"), Just("北京"), Just("🙂"), Just("&"), Just("AT"), Just("No"),
            Just(":)"), Just("can"), Just("not"), Just("s"), Just("don"), Just("US"), Just("'"), Just("`"), Just(","), Just("\u{200B}"),
            Just("("), Just("["), Just("...]"), Just("_"), Just("*"), Just("#"), Just("İ"), Just("ß"), Just("\u{AD}"),
        ], 0..60)
    ) {
        let text = pieces.concat();
        holds(&text, &[Span::new(0, text.len())]);
        // Two paragraphs that meet in the middle of the text.
        let mut middle = text.len() / 2;
        while !text.is_char_boundary(middle) {
            middle -= 1;
        }
        holds(&text, &[Span::new(0, middle), Span::new(middle, text.len())]);
    }
}

/// A million characters without white space, of the kinds that a careless look-ahead would
/// walk over again and again.
#[test]
fn a_line_without_spaces_takes_bounded_time() {
    let begun = std::time::Instant::now();
    for piece in [
        "a", "9", ".", "a.", "-", "a-", "'", "s'", "http://", "www.", "a@", "U.S.", "\"", "(",
        "9,", "é", "\u{301}", "$", "a/", "a&",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        holds(&text, &[Span::new(0, text.len())]);
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert!(
        seconds < 60.0,
        "twenty million characters took {seconds:.0} seconds"
    );
}
