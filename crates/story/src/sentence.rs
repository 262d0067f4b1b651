//! A sentence as the language room hands it on: tokens, tree and named entities.

use crate::{Relation, Span, Upos, Xpos};
use serde::{Deserialize, Serialize};

/// A sentence with its dependency tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Position in the story, from 0.
    pub index: u32,
    /// Index into [`crate::Story::paragraphs`].
    pub paragraph: u32,
    /// From the first to the last token.
    pub span: Span,
    /// The words, in order; each belongs to exactly one tree.
    pub tokens: Vec<Token>,
    /// Named entities, in order of their start; they may nest.
    pub entities: Vec<Entity>,
}

/// One syntactic word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands in the story's text.
    pub span: Span,
    /// The word as written.
    pub form: Box<str>,
    /// Dictionary form, lower case except for names.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Xpos,
    /// Index of the head in the same sentence; `None` for the root.
    pub head: Option<u32>,
    /// Relation to the head.
    pub relation: Relation,
    /// Whether this word is the later part of one written token, such as the
    /// "n't" of "didn't" (a multiword token in CoNLL-U).
    pub clitic: bool,
    /// How far the score of its head stands above the next best one, in eighths of a natural log-odds;
    /// 0 where the tree had to take a lesser head, 255 where it is that or more.
    pub margin: u8,
}

/// A named entity as the language model sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// First token.
    pub first: u32,
    /// Last token, inclusive.
    pub last: u32,
    /// Token index of the head.
    pub head: u32,
    /// What sort of thing it names.
    pub kind: EntityKind,
}

/// What an [`Entity`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// A nationality, religion or party.
    Group,
    /// A date or time.
    Date,
    /// A number.
    Number,
    /// A sum of money.
    Money,
    /// Another name (an event, a work, a product).
    Other,
}

impl Sentence {
    /// Token indices of the direct dependents of `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, token)| token.head == Some(head as u32))
            .map(|(index, _)| index)
    }

    /// Token index of the root, if the sentence has a token.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|token| token.head.is_none())
    }

    /// Whether `node` is `ancestor` or stands below it.
    pub fn is_below(&self, node: usize, ancestor: usize) -> bool {
        let mut at = Some(node);
        // A tree of n tokens has no path longer than n: the bound keeps a broken tree from looping.
        for _ in 0..=self.tokens.len() {
            match at {
                Some(index) if index == ancestor => return true,
                Some(index) => {
                    at = self
                        .tokens
                        .get(index)
                        .and_then(|t| t.head)
                        .map(|h| h as usize)
                }
                None => return false,
            }
        }
        false
    }

    /// Token indices of the subtree of `head`, in order.
    pub fn subtree(&self, head: usize) -> Vec<usize> {
        let mut inside = vec![false; self.tokens.len()];
        if head >= inside.len() {
            return Vec::new();
        }
        inside[head] = true;
        let mut grew = true;
        while grew {
            grew = false;
            for (index, token) in self.tokens.iter().enumerate() {
                if let Some(parent) = token.head
                    && !inside[index]
                    && inside.get(parent as usize).copied().unwrap_or(false)
                {
                    inside[index] = true;
                    grew = true;
                }
            }
        }
        inside
            .iter()
            .enumerate()
            .filter(|(_, is)| **is)
            .map(|(index, _)| index)
            .collect()
    }

    /// Byte span from token `first` to token `last`, inclusive.
    pub fn span_of(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.cover(self.tokens[last].span)
    }
}
