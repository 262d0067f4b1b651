//! Tests of the network against `models/reference.json`, which the training code wrote with
//! another implementation (NumPy) of the same contract.

use crate::model::Model;
use crate::network::isa::Isa;
use demarche_story::{EntityKind, Relation, Sentence, Span, Token, Upos, Xpos};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    sentences: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    forms: Vec<String>,
    features: Vec<FeatureRow>,
    upos: Vec<String>,
    xpos: Vec<String>,
    lemma: Vec<String>,
    head: Vec<u32>,
    relation: Vec<String>,
    arc_scores: Vec<Vec<f32>>,
    mentions: Vec<Mention>,
}

/// Rows of norm (two), prefix, suffix2, suffix3, suffix4 and shape, then of the n-grams.
type FeatureRow = (u32, u32, u32, u32, u32, u32, u32, Vec<u32>);

#[derive(Deserialize)]
struct Mention {
    first: u32,
    last: u32,
    r#type: String,
}

fn reference() -> Vec<Expected> {
    let json = include_str!("../../../models/reference.json");
    let reference: Reference = serde_json::from_str(json).expect("reference.json is well-formed");
    assert!(reference.sentences.len() > 5);
    reference.sentences
}

/// A sentence of these forms, nothing known about them.
pub(crate) fn sentence<S: AsRef<str>>(forms: &[S]) -> Sentence {
    let mut at = 0;
    let tokens = forms.iter().map(|form| {
        let form = form.as_ref();
        let span = Span::new(at, at + form.len());
        at = span.end as usize + 1;
        Token {
            span,
            form: form.into(),
            lemma: form.into(),
            upos: Upos::X,
            xpos: Xpos::Fw,
            head: None,
            relation: Relation::Dep,
            clitic: false,
            margin: u8::MAX,
        }
    });
    let tokens: Vec<Token> = tokens.collect();
    Sentence {
        index: 0,
        paragraph: 0,
        span: Span::new(0, at),
        tokens,
        entities: Vec::new(),
    }
}

#[test]
fn features_are_those_of_the_contract() {
    let model = Model::embedded().expect("the embedded model loads");
    for expected in reference() {
        for (form, expected) in expected.forms.iter().zip(expected.features) {
            let found = crate::network::features::features(form, model.table_sizes());
            let (a, b, c, d, e, f, g, grams) = expected;
            assert_eq!(found.rows, [a, b, c, d, e, f, g], "{form}");
            assert_eq!(found.grams, grams, "{form}");
        }
    }
}

#[test]
fn labels_and_scores_are_those_of_the_contract() {
    for isa in Isa::available() {
        let model = Model::on(isa);
        let mut exact = 0;
        let all = reference();
        let count = all.len() as u32;
        for expected in all {
            let text = expected.forms.join(" ");
            let mut found = [sentence(&expected.forms)];
            let arcs = model.annotate_for_tests(&mut found);
            let [found] = found;
            let scores: Vec<f32> = expected.arc_scores.concat();
            assert_eq!(arcs.len(), scores.len(), "{text}");
            // A float sum in another order rounds a number of 8 bits the other way now and then.
            let errors = || arcs.iter().zip(&scores).map(|(a, b)| (a - b).abs());
            let most = errors().fold(0f32, f32::max);
            let mean = errors().sum::<f32>() / scores.len() as f32;
            exact += u32::from(most < 1e-3);
            assert!(
                most < 0.5 && mean < 0.1,
                "{isa:?}: arc scores differ by up to {most}, by {mean} on average: {text}"
            );
            let column = |of: fn(&Token) -> String| found.tokens.iter().map(of).collect::<Vec<_>>();
            assert_eq!(column(|t| t.upos.to_string()), expected.upos, "{text}");
            assert_eq!(column(|t| t.xpos.to_string()), expected.xpos, "{text}");
            assert_eq!(column(|t| t.lemma.to_string()), expected.lemma, "{text}");
            assert_eq!(
                column(|t| t.relation.to_string()),
                expected.relation,
                "{text}"
            );
            let heads: Vec<u32> = found
                .tokens
                .iter()
                .map(|t| t.head.map_or(0, |h| h + 1))
                .collect();
            assert_eq!(heads, expected.head, "{text}");
            let name = |kind| match kind {
                EntityKind::Person | EntityKind::Group => Some("person"),
                EntityKind::Organization => Some("organization"),
                EntityKind::Place => Some("place"),
                _ => None,
            };
            let mut mentions: Vec<(u32, u32, &str)> = found
                .entities
                .iter()
                .filter_map(|e| Some((e.first, e.last, name(e.kind)?)))
                .collect();
            let mut wanted: Vec<(u32, u32, &str)> = expected
                .mentions
                .iter()
                .map(|m| (m.first, m.last, &*m.r#type))
                .collect();
            mentions.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(mentions, wanted, "{text}");
        }
        assert!(
            exact * 3 >= count * 2,
            "{isa:?}: only {exact} of {count} sentences have the same scores"
        );
    }
}

#[test]
fn every_instruction_set_gives_the_same_scores_to_the_bit() {
    let mut expected: Option<Vec<Vec<u32>>> = None;
    for isa in Isa::available() {
        let model = Model::on(isa);
        let all = reference();
        let scores = all.iter().map(|sentence| {
            let arcs = model.annotate_for_tests(&mut [self::sentence(&sentence.forms)]);
            arcs.iter().map(|score| score.to_bits()).collect()
        });
        let scores: Vec<Vec<u32>> = scores.collect();
        match &expected {
            None => expected = Some(scores),
            Some(expected) => assert!(*expected == scores, "{isa:?} differs"),
        }
    }
}

#[test]
fn a_sentence_does_not_depend_on_its_batch_or_on_the_cache() {
    let model = Model::embedded().expect("the embedded model loads");
    let mut together: Vec<Sentence> = Vec::new();
    for round in 0..3 {
        for (number, expected) in reference().iter().enumerate() {
            // Other lengths and orders each time.
            if (number + round) % 3 != 0 || round == 0 {
                together.push(sentence(&expected.forms));
            }
        }
    }
    let mut alone = together.clone();
    model.annotate(&mut together);
    for one in alone.chunks_mut(1) {
        // A cache so small that forms are dropped all the time, in a model of its own.
        let model = Model::embedded()
            .expect("the embedded model loads")
            .with_capacity(1200);
        model.annotate(one);
    }
    let tokens = |all: &[Sentence]| all.iter().map(|s| s.tokens.clone()).collect::<Vec<_>>();
    assert_eq!(tokens(&together), tokens(&alone));
}

#[test]
fn forms_dropped_from_the_cache_come_back_the_same() {
    let small = Model::embedded()
        .expect("the embedded model loads")
        .with_capacity(700);
    let large = Model::embedded().expect("the embedded model loads");
    let mut forms = Vec::new();
    for i in 0..4000u32 {
        // Many forms that occur once among some that come back.
        forms.push(if i % 3 == 0 {
            format!("word{}", i % 50)
        } else {
            format!("name{i}x")
        });
    }
    let mut a: Vec<Sentence> = forms.chunks(37).map(sentence).collect();
    let mut b = a.clone();
    small.annotate(&mut a);
    large.annotate(&mut b);
    assert_eq!(a, b);
}

#[test]
fn threads_agree() {
    let model = Model::embedded().expect("the embedded model loads");
    let all: Vec<Sentence> = reference()
        .iter()
        .map(|expected| sentence(&expected.forms))
        .collect();
    let mut expected = all.clone();
    model.annotate(&mut expected);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut found = all.clone();
                model.annotate(&mut found);
                assert_eq!(found, expected);
            });
        }
    });
}

#[test]
fn very_long_sentences_are_read_in_pieces() {
    let model = Model::embedded().expect("the embedded model loads");
    let forms: Vec<String> = (0..3000).map(|i| format!("w{}", i % 700)).collect();
    let mut sentences = [sentence(&forms), sentence::<&str>(&[]), sentence(&["Yes"])];
    model.annotate(&mut sentences);
    let roots = sentences[0]
        .tokens
        .iter()
        .filter(|token| token.head.is_none())
        .count();
    assert_eq!(roots, 1);
    assert_eq!(sentences[2].tokens[0].relation, Relation::Root);
}

#[test]
fn the_embedded_files_are_those_of_the_card() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let read = Model::open(&folder).expect("the files in models/ fit their card");
    assert_eq!(read.hash(), Model::embedded().expect("it loads").hash());
}
