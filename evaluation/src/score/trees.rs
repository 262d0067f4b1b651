//! Trees on gold tokens: attachment, tags, lemmas, and named entities.

use super::Counts;
use crate::gold::brackets::{Fields, mentions};
use crate::gold::conllu::GoldSentence;
use demarche_story::{EntityKind, Sentence, Upos};
use std::collections::BTreeSet;

/// Words that are right, over sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreeScores {
    /// Words, punctuation counted.
    pub words: usize,
    /// With the right head.
    pub uas: usize,
    /// With the right head and relation, its subtype counted.
    pub las: usize,
    /// With the right universal tag.
    pub upos: usize,
    /// With the right Penn tag.
    pub xpos: usize,
    /// With the right lemma.
    pub lemma: usize,
    /// Entities by span and type.
    pub entities: Counts,
    /// Entities by head word and type.
    pub entity_heads: Counts,
    /// Whether gold has entities at all.
    pub has_entities: bool,
}

impl TreeScores {
    /// Adds another sentence.
    pub fn add(&mut self, other: &TreeScores) {
        self.words += other.words;
        self.uas += other.uas;
        self.las += other.las;
        self.upos += other.upos;
        self.xpos += other.xpos;
        self.lemma += other.lemma;
        self.entities.add(other.entities);
        self.entity_heads.add(other.entity_heads);
        self.has_entities |= other.has_entities;
    }
}

/// Compares one sentence; both have the same words.
pub fn score(gold: &GoldSentence, predicted: &Sentence, fields: Fields) -> TreeScores {
    let mut scores = TreeScores {
        words: gold.words.len(),
        has_entities: gold.words.iter().any(|word| word.misc.contains("Entity=")),
        ..TreeScores::default()
    };
    for (word, token) in gold.words.iter().zip(&predicted.tokens) {
        let head = token.head.map_or(0, |head| head as usize + 1);
        let right_head = head == word.head;
        scores.uas += usize::from(right_head);
        scores.las += usize::from(right_head && token.relation.as_str() == word.relation);
        scores.upos += usize::from(token.upos.as_str() == word.upos);
        scores.xpos += usize::from(token.xpos.as_str() == word.xpos);
        scores.lemma += usize::from(*token.lemma == *word.lemma);
    }
    let gold_entities = gold_entities(gold, fields);
    let entities = predicted_entities(predicted);
    scores.entities = compare(
        &gold_entities
            .iter()
            .map(|e| (e.first, e.last, e.kind))
            .collect::<Vec<_>>(),
        &entities
            .iter()
            .map(|e| (e.first, e.last, e.kind))
            .collect::<Vec<_>>(),
    );
    scores.entity_heads = compare(
        &gold_entities
            .iter()
            .map(|e| (e.head, e.head, e.kind))
            .collect::<Vec<_>>(),
        &entities
            .iter()
            .map(|e| (e.head, e.head, e.kind))
            .collect::<Vec<_>>(),
    );
    scores
}

/// Person, organization or place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person, or persons.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// A people, religion or party: gold calls it a person or an organization.
    Group,
}

/// A named entity: words (from 0, inclusive), head and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// First word.
    pub first: usize,
    /// Last word.
    pub last: usize,
    /// Head word.
    pub head: usize,
    /// Its kind.
    pub kind: Kind,
}

/// Gold's persons, organizations and places whose head is a proper noun.
pub fn gold_entities(sentence: &GoldSentence, fields: Fields) -> Vec<Named> {
    let named: BTreeSet<Named> = mentions(sentence, fields)
        .into_iter()
        .filter_map(|mention| {
            let kind = match mention.kind.as_str() {
                "person" => Kind::Person,
                "organization" => Kind::Organization,
                "place" => Kind::Place,
                _ => return None,
            };
            let head = mention.head(sentence);
            (sentence.words[head].upos == "PROPN").then_some(Named {
                first: mention.first(),
                last: mention.last(),
                head,
                kind,
            })
        })
        .collect();
    named.into_iter().collect()
}

/// Predicted persons, organizations, places and groups whose head is a proper noun.
pub fn predicted_entities(sentence: &Sentence) -> Vec<Named> {
    let named: BTreeSet<Named> = sentence
        .entities
        .iter()
        .filter_map(|entity| {
            let kind = match entity.kind {
                EntityKind::Person => Kind::Person,
                EntityKind::Organization => Kind::Organization,
                EntityKind::Place => Kind::Place,
                EntityKind::Group => Kind::Group,
                _ => return None,
            };
            let head = sentence.tokens.get(entity.head as usize)?;
            (head.upos == Upos::Propn).then_some(Named {
                first: entity.first as usize,
                last: entity.last as usize,
                head: entity.head as usize,
                kind,
            })
        })
        .collect();
    named.into_iter().collect()
}

/// Counts what both have; a predicted group fits gold's persons and organizations.
fn compare(gold: &[(usize, usize, Kind)], predicted: &[(usize, usize, Kind)]) -> Counts {
    let fits = |g: &(usize, usize, Kind), p: &(usize, usize, Kind)| {
        (g.0, g.1) == (p.0, p.1)
            && (g.2 == p.2
                || (p.2 == Kind::Group && matches!(g.2, Kind::Person | Kind::Organization)))
    };
    let mut free = vec![true; gold.len()];
    let mut right = 0;
    for p in predicted {
        if let Some(at) = (0..gold.len()).find(|&at| free[at] && fits(&gold[at], p)) {
            free[at] = false;
            right += 1;
        }
    }
    Counts {
        right,
        predicted: predicted.len(),
        gold: gold.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::conllu::read;
    use demarche_story::{Entity, Relation, Xpos};

    const GOLD: &str = "\
1\tPresident\tPresident\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-cf1-2-coref
2\tJuarez\tJuarez\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
4\tOaxaca\tOaxaca\tPROPN\tNNP\t_\t3\tobj\t_\tEntity=(2-place-new-cf2-1-coref)
5\tyesterday\tyesterday\tNOUN\tNN\t_\t3\tobl:tmod\t_\tEntity=(3-time-new-cf3-1-sgl)
";

    fn case() -> (GoldSentence, Sentence) {
        let (documents, _) = read(GOLD);
        let mut predicted = documents[0].bare_sentences().remove(0);
        for (token, word) in predicted
            .tokens
            .iter_mut()
            .zip(&documents[0].sentences[0].words)
        {
            token.upos = Upos::parse(&word.upos);
            token.xpos = Xpos::parse(&word.xpos);
            token.lemma = word.lemma.as_str().into();
            token.relation = Relation::parse(&word.relation);
            token.head = (word.head as u32).checked_sub(1);
        }
        (documents[0].sentences[0].clone(), predicted)
    }

    fn fields() -> Fields {
        let (documents, _) = read(GOLD);
        Fields::of(&documents[0])
    }

    #[test]
    fn each_figure_counts_its_own() {
        let (gold, mut predicted) = case();
        predicted.tokens[3].head = Some(4);
        predicted.tokens[4].relation = Relation::Obl;
        predicted.tokens[0].lemma = "president".into();
        predicted.tokens[2].xpos = Xpos::Vbn;
        let scores = score(&gold, &predicted, fields());
        assert_eq!(
            (
                scores.words,
                scores.uas,
                scores.las,
                scores.upos,
                scores.xpos,
                scores.lemma
            ),
            (5, 4, 3, 5, 4, 4)
        );
    }

    #[test]
    fn entities_by_span_and_by_head() {
        let (gold, mut predicted) = case();
        let entity = |first, last, head, kind| Entity {
            first,
            last,
            head,
            kind,
        };
        predicted.entities = vec![
            // Too short a span, but the right head.
            entity(0, 0, 0, EntityKind::Person),
            entity(3, 3, 3, EntityKind::Place),
            // Neither a named kind nor a proper noun: left out.
            entity(4, 4, 4, EntityKind::Date),
        ];
        let scores = score(&gold, &predicted, fields());
        assert_eq!(
            scores.entities,
            Counts {
                right: 1,
                predicted: 2,
                gold: 2
            }
        );
        assert_eq!(
            scores.entity_heads,
            Counts {
                right: 2,
                predicted: 2,
                gold: 2
            }
        );
    }

    #[test]
    fn the_kind_must_be_right_and_groups_fit_persons() {
        let (gold, mut predicted) = case();
        let entity = |first, last, head, kind| Entity {
            first,
            last,
            head,
            kind,
        };
        predicted.entities = vec![
            entity(0, 1, 0, EntityKind::Group),
            entity(3, 3, 3, EntityKind::Organization),
        ];
        let scores = score(&gold, &predicted, fields());
        assert_eq!(
            scores.entities,
            Counts {
                right: 1,
                predicted: 2,
                gold: 2
            }
        );
    }
}
