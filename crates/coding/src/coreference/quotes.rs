//! Who speaks where: the source of the innermost statement around a word.

use super::Scene;
use crate::mentions::Index;
use demarche_story::Span;

/// Quoted stretches with the mention that speaks them.
pub struct Speakers {
    parts: Vec<(Span, Option<usize>, u32)>,
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
        Speakers {
            parts,
            quotes: quoted(scene),
        }
    }

    /// The mention that speaks the words at `span`, if a statement says so.
    pub fn at(&self, span: Span) -> Option<usize> {
        self.parts
            .iter()
            .find(|(part, ..)| part.contains(span))
            .and_then(|(_, source, _)| *source)
    }

    /// The mention that speaks the words at `span`, from outside of the quotation that they stand in: what is
    /// said inside it of what others say is the speaker's as well.
    pub fn of_quotation(&self, span: Span, quotation: usize, scene: &Scene<'_>) -> Option<usize> {
        let quote = self.quotes[quotation];
        self.parts
            .iter()
            .filter(|(part, ..)| part.contains(span))
            .filter_map(|(_, source, _)| *source)
            .find(|source| !quote.contains(scene.mentions[*source].span))
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
            match open {
                Some((start, begun)) if begun == paragraph => {
                    quotes.push(Span::new(start as usize, token.span.end as usize));
                    open = None;
                }
                _ => open = Some((token.span.start, paragraph)),
            }
        }
    }
    quotes
}
