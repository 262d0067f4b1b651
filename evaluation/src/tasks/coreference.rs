//! `coreference`: named and pronominal persons and organizations, linked to their neighbours in a chain.

use super::{Outcome, Run};
use crate::gold::brackets::{Fields, mentions};
use crate::gold::conllu::{self, Document};
use crate::gold::read_text;
use crate::predictions::Predictions;
use crate::report::Report;
use crate::score::Counts;
use crate::score::links::{self, Link, Missed, Place, Spurious};
use anyhow::Result;
use demarche::{MentionClass, MentionKind, Relation, Sentence, Story, Upos, Xpos, coding};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs the measure.
pub fn run(run: &Run<'_>, file: &Path, gold_trees: bool) -> Result<Outcome> {
    let (documents, problems) = conllu::read(&read_text(file)?);
    let predicted = run.each(&documents, |document| predict(run, document, gold_trees));
    let mut tally = Tally::default();
    let mut predictions =
        Predictions::new(&["verdict", "document", "earlier", "later", "sentence"]);
    for (document, places) in documents.iter().zip(&predicted) {
        tally.add(document, places, &mut predictions);
    }
    let name = if gold_trees {
        "coreference --gold-trees"
    } else {
        "coreference"
    };
    let mut report = Report::new(name, file);
    tally.report(&mut report);
    Ok(Outcome {
        report,
        predictions,
        problems,
    })
}

/// Chains of the engine's mentions: the head's place and the chain.
fn predict(run: &Run<'_>, document: &Document, gold_trees: bool) -> BTreeMap<Place, u32> {
    let mut sentences = document.bare_sentences();
    run.engine.model().annotate(&mut sentences);
    if gold_trees {
        put_gold(document, &mut sentences);
    }
    let story = Story {
        id: document.id.clone(),
        text: document.text.clone(),
        language: Some("en".into()),
        paragraphs: document.paragraph_spans(),
        ..Story::default()
    };
    let (_, coding) = coding::code(&story, &sentences, run.engine.knowledge());
    coding
        .mentions
        .iter()
        .filter(|mention| {
            matches!(mention.kind, MentionKind::Name | MentionKind::Pronoun)
                && matches!(
                    mention.class,
                    MentionClass::Person | MentionClass::Group | MentionClass::Organization
                )
        })
        .map(|mention| {
            (
                (mention.sentence as usize, mention.head as usize),
                mention.chain,
            )
        })
        .filter(|(place, _)| !is_relative(&sentences, *place))
        .collect()
}

/// Whether a head is a relative or interrogative pronoun: gold does not mark those as mentions.
fn is_relative(sentences: &[Sentence], place: Place) -> bool {
    sentences
        .get(place.0)
        .and_then(|sentence| sentence.tokens.get(place.1))
        .is_some_and(|token| matches!(token.xpos, Xpos::Wp | Xpos::WpPoss | Xpos::Wdt))
}

/// Replaces tags, lemmas and trees by the treebank's own.
fn put_gold(document: &Document, sentences: &mut [Sentence]) {
    for (sentence, gold) in sentences.iter_mut().zip(&document.sentences) {
        for (token, word) in sentence.tokens.iter_mut().zip(&gold.words) {
            token.upos = Upos::parse(&word.upos);
            token.xpos = Xpos::parse(&word.xpos);
            token.lemma = word.lemma.as_str().into();
            token.relation = Relation::parse(&word.relation);
            token.head = (word.head as u32).checked_sub(1);
        }
    }
}

/// Chains of gold: named and pronominal persons and organizations.
fn gold_places(document: &Document) -> BTreeMap<Place, String> {
    let fields = Fields::of(document);
    let mut places = BTreeMap::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        for mention in mentions(sentence, fields) {
            let head = mention.head(sentence);
            let tag = sentence.words[head].upos.as_str();
            let kind = mention.kind.as_str();
            if matches!(kind, "person" | "organization") && matches!(tag, "PROPN" | "PRON") {
                // Of mentions with the same head the widest stands first: it keeps the place.
                places.entry((number, head)).or_insert(mention.entity);
            }
        }
    }
    places
}

#[derive(Debug, Default)]
struct Tally {
    links: Counts,
    mentions: Counts,
    /// Of the gold links, by what the later mention is.
    names: Counts,
    pronouns: Counts,
    missed: BTreeMap<Missed, usize>,
    spurious: BTreeMap<Spurious, usize>,
}

impl Tally {
    fn add(
        &mut self,
        document: &Document,
        predicted: &BTreeMap<Place, u32>,
        predictions: &mut Predictions,
    ) {
        let gold = gold_places(document);
        let of = |chains: &BTreeMap<Place, u32>| {
            links::links(chains.iter().map(|(place, chain)| (*chain, *place)))
        };
        let gold_links = links::links(gold.iter().map(|(place, chain)| (chain.clone(), *place)));
        let links = of(predicted);
        self.links.add(links::compare(&gold_links, &links));
        self.mentions.add(Counts {
            right: gold
                .keys()
                .filter(|place| predicted.contains_key(place))
                .count(),
            predicted: predicted.len(),
            gold: gold.len(),
        });
        for link in &gold_links {
            let found = links.contains(link);
            let counts = self.by_kind(document, link);
            counts.gold += 1;
            counts.right += usize::from(found);
            if !found {
                let why = links::missed(link, predicted);
                *self.missed.entry(why).or_default() += 1;
                write(predictions, document, link, &format!("missed_{why:?}"));
            }
        }
        for link in &links {
            self.by_kind(document, link).predicted += 1;
            if !gold_links.contains(link) {
                let why = links::spurious(link, &gold);
                *self.spurious.entry(why).or_default() += 1;
                write(predictions, document, link, &format!("spurious_{why:?}"));
            }
        }
    }

    fn by_kind(&mut self, document: &Document, link: &Link) -> &mut Counts {
        let pronoun = document
            .sentences
            .get(link.1.0)
            .and_then(|sentence| sentence.words.get(link.1.1))
            .is_some_and(|word| word.upos == "PRON");
        if pronoun {
            &mut self.pronouns
        } else {
            &mut self.names
        }
    }

    fn report(&self, report: &mut Report) {
        report.fraction("link_f1", self.links.f1());
        report.fraction("link_precision", self.links.precision());
        report.fraction("link_recall", self.links.recall());
        report.fraction("name_link_f1", self.names.f1());
        report.fraction("pronoun_link_f1", self.pronouns.f1());
        report.fraction("mention_f1", self.mentions.f1());
        report.count("links", self.links.gold);
        for (why, name) in [
            (Missed::Mention, "missed_mention"),
            (Missed::Chain, "missed_other_chain"),
            (Missed::Between, "missed_between"),
        ] {
            report.count(name, self.missed.get(&why).copied().unwrap_or(0));
        }
        for (why, name) in [
            (Spurious::Mention, "spurious_mention"),
            (Spurious::Chain, "spurious_other_chain"),
            (Spurious::Between, "spurious_between"),
        ] {
            report.count(name, self.spurious.get(&why).copied().unwrap_or(0));
        }
    }
}

/// A row for a link: both heads with their word numbers, and the later one's sentence.
fn write(predictions: &mut Predictions, document: &Document, link: &Link, verdict: &str) {
    let head = |place: &Place| {
        let word = document
            .sentences
            .get(place.0)
            .and_then(|sentence| sentence.words.get(place.1))
            .map_or("", |word| word.form.as_str());
        format!("{word} ({}:{})", place.0 + 1, place.1 + 1)
    };
    let sentence = document
        .sentences
        .get(link.1.0)
        .and_then(|sentence| sentence.text.as_deref())
        .unwrap_or("");
    predictions.row(&[
        verdict,
        &document.id,
        &head(&link.0),
        &head(&link.1),
        sentence,
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "\
# newdoc id = d
# text = Ann Lee saw Oslo
1\tAnn\tAnn\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-cf1-1-coref
2\tLee\tLee\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\tsaw\tsee\tVERB\tVBD\t_\t0\troot\t_\t_
4\tOslo\tOslo\tPROPN\tNNP\t_\t3\tobj\t_\tEntity=(2-place-new-cf2-1-coref)

# text = She left her friend
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv-cf1-1-ana)
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
3\ther\ther\tPRON\tPRP$\t_\t4\tnmod:poss\t_\tEntity=(3-person-new-cf1-2-coref(1-person-giv-cf1-1-ana)
4\tfriend\tfriend\tNOUN\tNN\t_\t2\tobj\t_\tEntity=3)
";

    #[test]
    fn gold_keeps_names_and_pronouns() {
        let (documents, _) = conllu::read(GOLD);
        let gold = gold_places(&documents[0]);
        let places: Vec<Place> = gold.keys().copied().collect();
        assert_eq!(places, [(0, 0), (1, 0), (1, 2)]);
    }

    #[test]
    fn figures_of_a_small_document() {
        let (documents, _) = conllu::read(GOLD);
        let mut tally = Tally::default();
        let mut predictions =
            Predictions::new(&["verdict", "document", "earlier", "later", "sentence"]);
        // "her" is put into a chain of its own.
        let predicted = BTreeMap::from([((0, 0), 7), ((1, 0), 7), ((1, 2), 8)]);
        tally.add(&documents[0], &predicted, &mut predictions);
        assert_eq!(
            tally.links,
            Counts {
                right: 1,
                predicted: 1,
                gold: 2
            }
        );
        assert_eq!(tally.pronouns.gold, 2);
        assert_eq!(tally.missed.get(&Missed::Chain), Some(&1));
    }
}
