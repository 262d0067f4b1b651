//! A sentence's dependency tree with its children listed, for the rooms that walk it.

use demarche_story::{Relation, Sentence, Token, Upos};

/// A sentence and, for each token, its dependents in order.
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    /// Lists the children of each token.
    pub fn new(sentence: &'a Sentence) -> Tree<'a> {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (index, token) in sentence.tokens.iter().enumerate() {
            if let Some(list) = token.head.and_then(|head| children.get_mut(head as usize)) {
                list.push(index);
            }
        }
        Tree { sentence, children }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// The token at `index`.
    pub fn token(&self, index: usize) -> &'a Token {
        &self.sentence.tokens[index]
    }

    /// The lemma at `index`.
    pub fn lemma(&self, index: usize) -> &'a str {
        &self.sentence.tokens[index].lemma
    }

    /// The relation of `index` to its head.
    pub fn relation(&self, index: usize) -> Relation {
        self.sentence.tokens[index].relation
    }

    /// The head of `index`.
    pub fn head(&self, index: usize) -> Option<usize> {
        self.sentence.tokens[index]
            .head
            .map(|head| head as usize)
            .filter(|head| *head < self.len())
    }

    /// The dependents of `index`, in order.
    pub fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    /// The dependents of `index` with one of these relations, in order.
    pub fn children_by<'b>(
        &'b self,
        index: usize,
        relations: &'b [Relation],
    ) -> impl Iterator<Item = usize> + 'b {
        self.children[index]
            .iter()
            .copied()
            .filter(move |child| relations.contains(&self.relation(*child)))
    }

    /// The first dependent of `index` with one of these relations.
    pub fn child(&self, index: usize, relations: &[Relation]) -> Option<usize> {
        self.children_by(index, relations).next()
    }

    /// The preposition of a noun phrase, with its fixed parts: "in", "according to".
    pub fn case(&self, index: usize) -> Option<String> {
        let case = self.child(index, &[Relation::Case])?;
        Some(self.with_fixed(case))
    }

    /// The lower-case form of a function word with its fixed parts.
    pub fn with_fixed(&self, index: usize) -> String {
        let mut words = self.token(index).form.to_lowercase();
        for part in self.children_by(index, &[Relation::Fixed]) {
            words.push(' ');
            words.push_str(&self.token(part).form.to_lowercase());
        }
        words
    }

    /// Whether a "subject" really is a phrase with a preposition that the tree missed:
    /// its first word is one, and the clause has another subject.
    pub fn is_stray_phrase(&self, subject: usize) -> bool {
        let subjects = [Relation::Nsubj, Relation::NsubjPass];
        if !subjects.contains(&self.relation(subject)) {
            return false;
        }
        let first = self
            .sentence
            .subtree(subject)
            .first()
            .copied()
            .unwrap_or(subject);
        let preposition = first != subject
            && self.token(first).upos == Upos::Adp
            && self.relation(first) == Relation::Case;
        preposition
            && self.head(subject).is_some_and(|clause| {
                self.children_by(clause, &subjects)
                    .any(|other| other != subject)
            })
    }

    /// The conjuncts of `index` that are nominal, in order, itself not among them.
    pub fn nominal_conjuncts(&self, index: usize) -> Vec<usize> {
        self.children_by(index, &[Relation::Conj])
            .filter(|child| {
                matches!(
                    self.token(*child).upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X
                ) && self.child(*child, &[Relation::Cop]).is_none()
            })
            .collect()
    }

    /// Token indices from the root downwards: every head before its dependents.
    pub fn top_down(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len())
            .filter(|index| self.head(*index).is_none())
            .collect();
        let mut next = 0;
        while next < order.len() {
            let index = order[next];
            next += 1;
            // A tree reaches each token once; a broken one must not loop.
            if order.len() + self.children[index].len() > self.len() {
                break;
            }
            order.extend(&self.children[index]);
        }
        order
    }
}
