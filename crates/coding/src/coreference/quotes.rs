//! Who speaks where: the source of the innermost statement around a word.

use super::Scene;
use crate::mentions::Index;
use demarche_story::{Relation, Span};

/// Quoted stretches with the mention that speaks them.
pub struct Speakers {
    parts: Vec<(Span, Option<usize>, u32)>,
    /// Where each sentence starts, and which parts reach into it.
    sentences: Vec<(u32, Vec<usize>)>,
    quotes: Vec<Span>,
}

impl Speakers {
    /// Lists the contents of all statements, and the stretches between quotation marks.
    pub fn of(scene: &Scene<'_>) -> Speakers {
        let index = Index::new(scene.mentions);
        let mut parts = Vec::new();
        for (number, statement) in scene.statements.iter().enumerate() {
            let source = statement
                .source_head
                .and_then(|head| index.at(statement.sentence, head as usize));
            for span in &statement.content {
                parts.push((*span, source, number as u32));
            }
        }
        parts.sort_by_key(|(span, _, number)| (span.len(), *number));
        let starts = scene.trees.iter().map(|tree| tree.sentence.span.start);
        let mut sentences: Vec<(u32, Vec<usize>)> =
            starts.map(|start| (start, Vec::new())).collect();
        for (at, (span, ..)) in parts.iter().enumerate() {
            let first = sentences
                .partition_point(|(start, _)| *start <= span.start)
                .saturating_sub(1);
            for (start, inside) in &mut sentences[first..] {
                if *start >= span.end {
                    break;
                }
                inside.push(at);
            }
        }
        Speakers {
            parts,
            sentences,
            quotes: quoted(scene),
        }
    }

    /// The mention that speaks the words at `span`, if a statement says so.
    pub fn at(&self, span: Span) -> Option<usize> {
        self.around(span).next().and_then(|(_, source, _)| *source)
    }

    /// The stretches around `span`, the shortest first.
    fn around(&self, span: Span) -> impl Iterator<Item = &(Span, Option<usize>, u32)> {
        let sentence = self
            .sentences
            .partition_point(|(start, _)| *start <= span.start)
            .checked_sub(1);
        let inside = sentence.map_or(&[][..], |at| &self.sentences[at].1);
        inside
            .iter()
            .map(|at| &self.parts[*at])
            .filter(move |(part, ..)| part.contains(span))
    }

    /// The mention that speaks the words at `span`, from outside of the quotation that they stand in: what is
    /// said inside it of what others say is the speaker's as well.
    pub fn of_quotation(&self, span: Span, quotation: usize, scene: &Scene<'_>) -> Option<usize> {
        let quote = self.quotes[quotation];
        self.around(span)
            .filter_map(|(_, source, _)| *source)
            .find(|source| !quote.contains(scene.mentions[*source].span))
    }

    /// Who speaks the words at a mention: of a quotation from outside of it, of reported words who reports
    /// them, of a text behind a colon ("In a statement she said: We …") who it was given by.
    pub fn of_mention(&self, scene: &Scene<'_>, mention: usize) -> Option<usize> {
        let span = scene.mentions[mention].span;
        let said = match self.quotation(span) {
            Some(quotation) => return self.of_quotation(span, quotation, scene),
            None => self.at(span),
        };
        said.or_else(|| self.of_running_text(scene, mention))
    }

    /// The subject of "said:" at the end of one of the sentences before, where nothing else is said in between.
    fn of_running_text(&self, scene: &Scene<'_>, mention: usize) -> Option<usize> {
        const REACH: usize = 10;
        let here = scene.mentions[mention].sentence as usize;
        for back in 1..=REACH.min(here) {
            let tree = &scene.trees[here - back];
            let last = tree.sentence.tokens.last()?;
            if &*last.form == ":" {
                let verb = (0..tree.len()).find(|token| tree.relation(*token) == Relation::Root)?;
                let says = scene.known.scene.speech.contains(tree.lemma(verb));
                let subject = tree.child(verb, &[Relation::Nsubj]).filter(|_| says)?;
                return super::here(scene, (here - back) as u32, subject);
            }
            // A sentence with quotation marks or a source of its own is the reporter's again.
            let reported = tree
                .sentence
                .tokens
                .iter()
                .any(|token| matches!(&*token.form, "\"" | "“" | "”"));
            if reported {
                return None;
            }
        }
        None
    }

    /// Number of the quotation that `span` stands in.
    pub fn quotation(&self, span: Span) -> Option<usize> {
        // They stand in the order of the text and do not overlap.
        let after = self
            .quotes
            .partition_point(|quote| quote.start <= span.start);
        let last = after.checked_sub(1)?;
        self.quotes[last].contains(span).then_some(last)
    }
}

/// The stretches between double quotation marks, over sentences.
fn quoted(scene: &Scene<'_>) -> Vec<Span> {
    let mut quotes = Vec::new();
    let mut open: Option<(u32, u32)> = None;
    for tree in scene.trees {
        let paragraph = tree.sentence.paragraph;
        for token in &tree.sentence.tokens {
            if !matches!(&*token.form, "\"" | "“" | "”" | "``" | "''") {
                continue;
            }
            // A mark that says which way it faces mends what was left open or closed before.
            let opens = matches!(&*token.form, "“" | "``");
            let closes = matches!(&*token.form, "”" | "''");
            match open {
                None if closes => {}
                Some((start, begun)) if begun == paragraph && !opens => {
                    quotes.push(Span::new(start as usize, token.span.end as usize));
                    open = None;
                }
                _ => open = Some((token.span.start, paragraph)),
            }
        }
    }
    quotes
}
