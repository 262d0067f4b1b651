//! Raw text to trees with the embedded model: what must hold for any input, and a few
//! sentences whose reading is beyond doubt.

use demarche_language::{Model, conllu};
use demarche_story::{EntityKind, Relation, Sentence, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded().expect("the embedded model loads"));

fn read(text: &str) -> Vec<Sentence> {
    MODEL.sentences(text, &[Span::new(0, text.len())])
}

/// Each sentence is a tree with one root, and its entities lie inside it.
fn holds(sentences: &[Sentence]) {
    for sentence in sentences {
        let count = sentence.tokens.len();
        let roots = sentence
            .tokens
            .iter()
            .filter(|token| token.head.is_none())
            .count();
        assert_eq!(roots, 1);
        let root = sentence.root().expect("one was counted");
        assert_eq!(sentence.tokens[root].relation, Relation::Root);
        for (index, token) in sentence.tokens.iter().enumerate() {
            assert!(
                token
                    .head
                    .is_none_or(|head| (head as usize) < count && head as usize != index)
            );
            assert!(sentence.is_below(index, root), "a cycle");
            assert!(!token.lemma.is_empty());
        }
        for entity in &sentence.entities {
            assert!(entity.first <= entity.head && entity.head <= entity.last);
            assert!((entity.last as usize) < count);
        }
        assert!(sentence.entities.is_sorted_by_key(|entity| entity.first));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_trees(text in any::<String>()) {
        holds(&read(&text));
    }

    #[test]
    fn any_words_give_trees_that_can_be_written_and_read(
        words in proptest::collection::vec("[A-Za-z0-9'’.,$£\"-]{1,12}", 1..80)
    ) {
        let text = words.join(" ");
        let sentences = read(&text);
        holds(&sentences);
        let mut out = String::new();
        conllu::write(&mut out, "any", &text, &sentences);
        let (gold, problems) = conllu::read("any", &out);
        prop_assert_eq!(problems, []);
        prop_assert_eq!(gold.len(), sentences.len());
        for (gold, sentence) in gold.iter().zip(&sentences) {
            let of = |s: &Sentence| s.tokens.iter().map(|t| (t.form.clone(), t.head, t.relation, t.clitic)).collect::<Vec<_>>();
            prop_assert_eq!(of(&gold.sentence), of(sentence));
            for (a, b) in gold.sentence.tokens.iter().zip(&sentence.tokens) {
                prop_assert_eq!(a.span.of(&gold.text), b.span.of(&text));
            }
        }
    }
}

#[test]
fn who_does_what_to_whom() {
    let sentences = read(
        "Rebels attacked the convoy near Bastan on Tuesday. The minister was arrested by soldiers.",
    );
    assert_eq!(sentences.len(), 2);
    let relation = |sentence: &Sentence, form: &str| {
        sentence
            .tokens
            .iter()
            .find(|token| &*token.form == form)
            .map(|token| (token.relation, token.lemma.to_string()))
    };
    let active = &sentences[0];
    assert_eq!(
        relation(active, "attacked"),
        Some((Relation::Root, "attack".into()))
    );
    assert_eq!(
        relation(active, "Rebels").map(|r| r.0),
        Some(Relation::Nsubj)
    );
    assert_eq!(relation(active, "convoy").map(|r| r.0), Some(Relation::Obj));
    let passive = &sentences[1];
    assert_eq!(
        relation(passive, "minister").map(|r| r.0),
        Some(Relation::NsubjPass)
    );
    assert_eq!(
        relation(passive, "soldiers").map(|r| r.0),
        Some(Relation::OblAgent)
    );
}

#[test]
fn dates_sums_and_numbers_are_marked() {
    let text = "On 3 March 2014 Britain sent £5m and 12,500 tents; last week it sent two million dollars more.";
    let sentences = read(text);
    let mut found = Vec::new();
    for sentence in &sentences {
        for entity in &sentence.entities {
            let words = sentence
                .span_of(entity.first as usize, entity.last as usize)
                .of(text);
            found.push((entity.kind, words));
        }
    }
    for expected in [
        (EntityKind::Date, "3 March 2014"),
        (EntityKind::Money, "£5m"),
        (EntityKind::Number, "12,500"),
        (EntityKind::Date, "last week"),
        (EntityKind::Money, "two million dollars"),
    ] {
        assert!(
            found.contains(&expected),
            "{expected:?} is not among {found:?}"
        );
    }
}

#[test]
fn a_story_reads_the_same_in_any_company_and_in_any_thread() {
    let stories: Vec<String> = (0..40)
        .map(|i| format!("Troops from Unit {i} crossed the border. The {i} men, who carried rifles, met no resistance in Town{}.", i % 7))
        .collect();
    let alone: Vec<Vec<Sentence>> = stories.iter().map(|story| read(story)).collect();
    std::thread::scope(|scope| {
        let half = |from: usize| {
            stories[from..]
                .iter()
                .chain(&stories[..from])
                .map(|story| read(story))
                .collect::<Vec<_>>()
        };
        let threads = [scope.spawn(move || half(0)), scope.spawn(move || half(20))];
        let [a, b] = threads.map(|thread| thread.join().expect("the thread ends well"));
        assert_eq!(a, alone);
        assert_eq!([&b[20..], &b[..20]].concat(), alone);
    });
}

#[test]
fn a_megabyte_without_spaces_takes_bounded_time() {
    let begun = std::time::Instant::now();
    // One word of a megabyte; then words by the ten thousand in what is one sentence.
    for (piece, length) in [
        ("a", 1_000_000),
        ("é", 1_000_000),
        ("x-", 60_000),
        ("9.", 200_000),
    ] {
        let text = piece.repeat(length / piece.len());
        holds(&read(&text));
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert!(seconds < 120.0, "two megabytes took {seconds:.0} seconds");
}
