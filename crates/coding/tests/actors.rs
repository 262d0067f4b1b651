//! Actors from hand-written trees: who is meant, for whom they act, and who is the same.

use demarche_coding::code;
use demarche_knowledge::Knowledge;
use demarche_story::{Relation, Sentence, Span, Story, Token, Upos, Xpos};
use jiff::civil::Date;
use std::sync::OnceLock;

/// Builds a story of sentences, each a list of words as `form/UPOS/XPOS/head/relation`,
/// the head counted from 1 and 0 for the root.
fn story(day: Option<&str>, sentences: &[&str]) -> (Story, Vec<Sentence>) {
    let mut text = String::new();
    let mut read = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let mut tokens: Vec<Token> = Vec::new();
        for word in sentence.split_whitespace() {
            let parts: Vec<&str> = word.split('/').collect();
            let [form, upos, xpos, head, relation] = parts[..] else {
                panic!("{word} is not form/UPOS/XPOS/head/relation");
            };
            if !tokens.is_empty() && upos != "PUNCT" {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(form);
            let head: u32 = head.parse().expect("a number");
            let upos = Upos::parse(upos);
            let lemma = match (upos, xpos) {
                (Upos::Noun, "NNS") => form.trim_end_matches('s').to_lowercase(),
                (Upos::Propn, _) => form.to_string(),
                (Upos::Verb, _) if form == "said" => "say".to_string(),
                _ => form.to_lowercase(),
            };
            tokens.push(Token {
                span: Span::new(start, text.len()),
                form: form.into(),
                lemma: lemma.into(),
                upos,
                xpos: Xpos::parse(xpos),
                head: head.checked_sub(1),
                relation: Relation::parse(relation),
                clitic: false,
                margin: u8::MAX,
            });
        }
        let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
        read.push(Sentence {
            index: index as u32,
            paragraph: 0,
            span,
            tokens,
            entities: Vec::new(),
        });
        text.push(' ');
    }
    let published = day.map(|day| day.parse::<Date>().expect("a date"));
    let paragraphs = vec![Span::new(0, text.len())];
    (
        Story {
            id: "t".into(),
            text,
            published,
            paragraphs,
            ..Story::default()
        },
        read,
    )
}

/// Checks what the phrase headed by `word` in the last sentence that has it stands for.
fn check(day: Option<&str>, sentences: &[&str], word: &str, expected: &str) {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    let knowledge = KNOWLEDGE.get_or_init(|| Knowledge::embedded().0);
    let (story, sentences) = story(day, sentences);
    let (_, coding) = code(&story, &sentences, knowledge);
    let found = coding
        .mentions
        .iter()
        .zip(&coding.actors)
        .rev()
        .find(|(mention, _)| {
            let token = &sentences[mention.sentence as usize].tokens[mention.head as usize];
            &*token.form == word
        });
    let (_, actor) = found.unwrap_or_else(|| panic!("{word} is no mention"));
    let mut parts: Vec<&str> = vec![actor.country.as_deref().unwrap_or("-")];
    parts.push(actor.sector.as_deref().unwrap_or("-"));
    parts.extend(actor.other_sectors.iter().map(String::as_str));
    assert_eq!(parts.join(" "), expected, "{word}: {:?}", actor.evidence);
}

#[test]
fn a_nationality_gives_the_country_and_a_modifier_the_sector_of_a_weak_noun() {
    check(
        None,
        &[
            "A/DET/DT/4/det Syrian/ADJ/JJ/4/amod military/ADJ/JJ/4/amod source/NOUN/NN/5/nsubj spoke/VERB/VBD/0/root ./PUNCT/./5/punct",
        ],
        "source",
        "SYR MIL",
    );
}

#[test]
fn a_plain_country_has_no_sector_and_its_capital_is_the_government() {
    let tree = |name: &str| {
        format!("{name}/PROPN/NNP/2/nsubj protested/VERB/VBD/0/root ./PUNCT/./2/punct")
    };
    check(None, &[&tree("Norway")], "Norway", "NOR -");
    check(None, &[&tree("Moscow")], "Moscow", "RUS GOV");
    check(Some("1985-03-01"), &[&tree("Moscow")], "Moscow", "SUN GOV");
}

#[test]
fn what_backs_a_group_is_not_its_country() {
    check(
        None,
        &[
            "Iranian/ADJ/JJ/3/amod -/PUNCT/HYPH/3/punct backed/VERB/VBN/5/amod Iraqi/ADJ/JJ/5/amod militias/NOUN/NNS/6/nsubj left/VERB/VBD/0/root ./PUNCT/./6/punct",
        ],
        "militias",
        "IRQ PRM",
    );
}

#[test]
fn an_office_holder_is_so_as_of_the_day() {
    let tree = "Merkel/PROPN/NNP/2/nsubj spoke/VERB/VBD/0/root in/ADP/IN/4/case Germany/PROPN/NNP/2/obl ./PUNCT/./2/punct";
    check(Some("2015-09-18"), &[tree], "Merkel", "DEU GOV PTY");
    check(Some("2023-05-02"), &[tree], "Merkel", "DEU ELI GOV");
}

#[test]
fn a_former_official_is_elite() {
    check(
        None,
        &[
            "Former/ADJ/JJ/3/amod Kenyan/ADJ/JJ/3/amod ministers/NOUN/NNS/4/nsubj met/VERB/VBD/0/root ./PUNCT/./4/punct",
        ],
        "ministers",
        "KEN ELI GOV",
    );
}

#[test]
fn pronouns_and_owned_countries_follow_their_chain() {
    let sentences = [
        "The/DET/DT/4/det Danish/ADJ/JJ/4/amod foreign/ADJ/JJ/4/amod minister/NOUN/NN/5/nsubj left/VERB/VBD/0/root ./PUNCT/./5/punct",
        "He/PRON/PRP/2/nsubj said/VERB/VBD/0/root his/PRON/PRP$/4/nmod:poss country/NOUN/NN/5/nsubj agreed/VERB/VBD/2/ccomp ./PUNCT/./2/punct",
    ];
    check(None, &sentences, "He", "DNK GOV");
    check(None, &sentences, "country", "DNK -");
}

#[test]
fn a_torn_name_is_mended() {
    // The parser made two subjects of one capital's name.
    check(
        None,
        &["Addis/NOUN/NN/3/nsubj Ababa/NOUN/NN/3/nsubj objected/VERB/VBD/0/root ./PUNCT/./3/punct"],
        "Addis",
        "ETH GOV",
    );
}

#[test]
fn a_thing_is_no_actor() {
    check(
        None,
        &[
            "The/DET/DT/2/det report/NOUN/NN/3/nsubj appeared/VERB/VBD/0/root in/ADP/IN/5/case Spain/PROPN/NNP/3/obl ./PUNCT/./3/punct",
        ],
        "report",
        "- -",
    );
}
