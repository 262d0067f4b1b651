//! `treebank`: tags, lemmas, trees and entities on gold tokens, or raw text parsed and aligned.

use super::{Outcome, Run};
use crate::gold::brackets::Fields;
use crate::gold::conllu::{self, Document, GoldSentence};
use crate::gold::read_text;
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::align::{self, Analysis, Scores};
use crate::score::share;
use crate::score::trees::{self, TreeScores};
use anyhow::Result;
use demarche::Sentence;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs the measure; documents that `without` has too are left out.
pub fn run(run: &Run<'_>, file: &Path, raw: bool, without: Option<&Path>) -> Result<Outcome> {
    let (mut documents, problems) = conllu::read(&read_text(file)?);
    let mut task = String::from(if raw { "treebank --raw" } else { "treebank" });
    if let Some(other) = without {
        let (seen, _) = conllu::read(&read_text(other)?);
        let seen: BTreeSet<&str> = seen.iter().map(|document| document.id.as_str()).collect();
        documents.retain(|document| !seen.contains(document.id.as_str()));
        task.push_str(" --without ");
        task.push_str(&crate::gold::file_name(other));
    }
    let mut report = Report::new(&task, file);
    let predictions = if raw {
        from_text(run, &documents, &mut report)
    } else {
        on_tokens(run, &documents, &mut report)
    };
    Ok(Outcome {
        report,
        predictions,
        problems,
    })
}

fn on_tokens(run: &Run<'_>, documents: &[Document], report: &mut Report) -> Predictions {
    let parsed = run.each(documents, |document| {
        let mut sentences = document.bare_sentences();
        let start = Instant::now();
        run.engine.model().annotate(&mut sentences);
        (sentences, start.elapsed())
    });
    let mut total = TreeScores::default();
    let mut time = Duration::ZERO;
    let mut predictions = Predictions::new(&[
        "verdict",
        "sentence",
        "word",
        "form",
        "upos",
        "gold_upos",
        "xpos",
        "gold_xpos",
        "lemma",
        "gold_lemma",
        "head",
        "gold_head",
        "relation",
        "gold_relation",
    ]);
    for (document, (sentences, took)) in documents.iter().zip(&parsed) {
        let fields = Fields::of(document);
        time += *took;
        for (gold, sentence) in document.sentences.iter().zip(sentences) {
            total.add(&trees::score(gold, sentence, fields));
            write_words(&mut predictions, gold, sentence);
            write_entities(&mut predictions, gold, sentence, fields);
        }
    }
    let percent = |report: &mut Report, name: &str, right| {
        report.percent(name, share(right, total.words));
    };
    percent(report, "uas", total.uas);
    percent(report, "las", total.las);
    percent(report, "upos", total.upos);
    percent(report, "xpos", total.xpos);
    percent(report, "lemma", total.lemma);
    if total.has_entities {
        report.percent("entities_f1", total.entities.f1());
        report.percent("entities_precision", total.entities.precision());
        report.percent("entities_recall", total.entities.recall());
        report.percent("entity_heads_f1", total.entity_heads.f1());
    }
    report.count("words", total.words);
    report.number("words_per_second", rate(total.words, time), 0);
    predictions
}

/// Only words with a mistake get a row: treebanks are long.
fn write_words(predictions: &mut Predictions, gold: &GoldSentence, sentence: &Sentence) {
    for (at, (word, token)) in gold.words.iter().zip(&sentence.tokens).enumerate() {
        let head = token.head.map_or(0, |head| head as usize + 1);
        let wrong = [
            (head != word.head, "head"),
            (token.relation.as_str() != word.relation, "relation"),
            (token.upos.as_str() != word.upos, "upos"),
            (token.xpos.as_str() != word.xpos, "xpos"),
            (*token.lemma != *word.lemma, "lemma"),
        ];
        let wrong: Vec<&str> = wrong
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, what)| *what)
            .collect();
        if wrong.is_empty() {
            continue;
        }
        let form_at = |head: usize| match head.checked_sub(1).and_then(|at| gold.words.get(at)) {
            Some(word) => format!("{head} {}", word.form),
            None => "0 ROOT".to_string(),
        };
        predictions.row(&[
            &wrong.join("+"),
            &gold.id,
            &(at + 1).to_string(),
            &word.form,
            token.upos.as_str(),
            &word.upos,
            token.xpos.as_str(),
            &word.xpos,
            &token.lemma,
            &word.lemma,
            &form_at(head),
            &form_at(word.head),
            token.relation.as_str(),
            &word.relation,
        ]);
    }
}

/// Entities that only one side has get a row: the words as form, the kinds as relations.
fn write_entities(
    predictions: &mut Predictions,
    gold: &GoldSentence,
    sentence: &Sentence,
    fields: Fields,
) {
    let expected = trees::gold_entities(gold, fields);
    let found = trees::predicted_entities(sentence);
    let mut write = |verdict: &str, entity: &trees::Named| {
        let words: Vec<&str> = gold.words[entity.first..=entity.last]
            .iter()
            .map(|word| word.form.as_str())
            .collect();
        let kind = format!("{:?}", entity.kind);
        let (mine, theirs) = if verdict == "entity_extra" {
            (kind.as_str(), "")
        } else {
            ("", kind.as_str())
        };
        let place = (entity.first + 1).to_string();
        predictions.row(&[
            verdict,
            &gold.id,
            &place,
            &words.join(" "),
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            mine,
            theirs,
        ]);
    };
    for entity in expected.iter().filter(|entity| !found.contains(entity)) {
        write("entity_missed", entity);
    }
    for entity in found.iter().filter(|entity| !expected.contains(entity)) {
        if entity.last < gold.words.len() {
            write("entity_extra", entity);
        }
    }
}

fn from_text(run: &Run<'_>, documents: &[Document], report: &mut Report) -> Predictions {
    let parsed = run.each(documents, |document| {
        let start = Instant::now();
        let sentences = run
            .engine
            .model()
            .sentences(&document.text, &document.paragraph_spans());
        (sentences, start.elapsed())
    });
    let mut total = Scores::default();
    let mut time = Duration::ZERO;
    let mut predictions = Predictions::new(&["verdict", "document", "what", "words"]);
    for (document, (sentences, took)) in documents.iter().zip(&parsed) {
        time += *took;
        let count = Characters::of(&document.text);
        let gold = gold_analysis(document, &count);
        let system = system_analysis(sentences, &count);
        total.add(&align::score(&gold, &system));
        let mut differ = |what: &str, gold: &[(usize, usize)], system: &[(usize, usize)]| {
            for (verdict, these, those) in [("missed", gold, system), ("extra", system, gold)] {
                for span in these
                    .iter()
                    .filter(|span| those.binary_search(span).is_err())
                {
                    let words = count.words(&document.text, *span);
                    predictions.row(&[verdict, &document.id, what, words]);
                }
            }
        };
        differ("sentence", &gold.sentences, &system.sentences);
        differ("token", &gold.tokens, &system.tokens);
    }
    report.percent("tokens_f1", total.tokens.f1());
    report.percent("sentences_f1", total.sentences.f1());
    report.percent("words_f1", total.words.f1());
    report.percent("uas_f1", total.uas.f1());
    report.percent("las_f1", total.las.f1());
    report.count("words", total.words.gold);
    report.number("words_per_second", rate(total.words.predicted, time), 0);
    predictions
}

fn rate(words: usize, time: Duration) -> f64 {
    if time.is_zero() {
        0.0
    } else {
        words as f64 / time.as_secs_f64()
    }
}

/// How many characters that are not white space stand before each byte.
struct Characters {
    before: Vec<usize>,
}

impl Characters {
    fn of(text: &str) -> Characters {
        let mut before = vec![0; text.len() + 1];
        let mut count = 0;
        let mut at = 0;
        for character in text.chars() {
            for byte in &mut before[at..at + character.len_utf8()] {
                *byte = count;
            }
            at += character.len_utf8();
            count += usize::from(!character.is_whitespace());
        }
        before[at] = count;
        Characters { before }
    }

    fn span(&self, start: usize, end: usize) -> (usize, usize) {
        (self.before[start], self.before[end])
    }

    /// The words of a span of characters.
    fn words<'a>(&self, text: &'a str, span: (usize, usize)) -> &'a str {
        let start = self.before.partition_point(|&count| count < span.0);
        let end = self.before.partition_point(|&count| count < span.1);
        text.get(start..end).unwrap_or("").trim()
    }
}

fn gold_analysis(document: &Document, count: &Characters) -> Analysis {
    let mut analysis = Analysis::default();
    for sentence in &document.sentences {
        let first_word = analysis.words.len();
        for token in &sentence.tokens {
            analysis.tokens.push(count.span(token.span.0, token.span.1));
        }
        for word in &sentence.words {
            let token = &sentence.tokens[word.token];
            let (start, end) = count.span(token.span.0, token.span.1);
            analysis.words.push(align::Word {
                start,
                end,
                multiword: token.words > 1,
                form: word.form.clone(),
                head: word.head.checked_sub(1).map(|head| first_word + head),
                relation: word.relation.split(':').next().unwrap_or("").to_string(),
            });
        }
        if let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) {
            analysis
                .sentences
                .push(count.span(first.span.0, last.span.1));
        }
    }
    analysis
}

fn system_analysis(sentences: &[Sentence], count: &Characters) -> Analysis {
    let mut analysis = Analysis::default();
    for sentence in sentences {
        let first_word = analysis.words.len();
        let tokens = &sentence.tokens;
        let mut at = 0;
        while at < tokens.len() {
            // A surface token: a word and the clitics behind it.
            let mut after = at + 1;
            while after < tokens.len() && tokens[after].clitic {
                after += 1;
            }
            let whole = tokens[at].span.cover(tokens[after - 1].span);
            let (start, end) = count.span(whole.start as usize, whole.end as usize);
            analysis.tokens.push((start, end));
            for token in &tokens[at..after] {
                analysis.words.push(align::Word {
                    start,
                    end,
                    multiword: after - at > 1,
                    form: token.form.to_string(),
                    head: token.head.map(|head| first_word + head as usize),
                    relation: token.relation.base().to_string(),
                });
            }
            at = after;
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let span = first.span.cover(last.span);
            analysis
                .sentences
                .push(count.span(span.start as usize, span.end as usize));
        }
    }
    analysis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_against_itself_is_full() {
        let text = "\
# text = He can't go .
1\tHe\the\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
";
        let (documents, _) = conllu::read(text);
        let document = &documents[0];
        let count = Characters::of(&document.text);
        let gold = gold_analysis(document, &count);
        let mut sentences = document.bare_sentences();
        for (token, word) in sentences[0]
            .tokens
            .iter_mut()
            .zip(&document.sentences[0].words)
        {
            token.head = (word.head as u32).checked_sub(1);
            token.relation = demarche::Relation::parse(&word.relation);
        }
        let system = system_analysis(&sentences, &count);
        assert_eq!(gold.tokens, system.tokens);
        assert_eq!(align::score(&gold, &system).las.f1(), 1.0);
        assert_eq!(count.words(&document.text, gold.tokens[1]), "can't");
    }
}
