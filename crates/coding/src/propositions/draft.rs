//! Drafts of propositions while a sentence is worked on; token indices instead of final numbers.

use super::argument;
use crate::tree::Tree;
use demarche_story::{
    Argument, Link, Modality, PredicateClass, Proposition, Relation, Role, Tense,
};

/// A proposition in the making.
pub struct Draft {
    pub head: usize,
    pub class: PredicateClass,
    pub predicate: String,
    pub light: Option<usize>,
    pub arguments: Vec<Argument>,
    pub negated: bool,
    pub tense: Tense,
    pub modality: Option<Modality>,
    pub passive: bool,
    /// Token that heads the parent proposition, and how this one hangs on it.
    pub parent: Option<(usize, Link)>,
}

impl Draft {
    pub fn new(head: usize, class: PredicateClass, predicate: String) -> Draft {
        Draft {
            head,
            class,
            predicate,
            light: None,
            arguments: Vec::new(),
            negated: false,
            tense: Tense::None,
            modality: None,
            passive: false,
            parent: None,
        }
    }

    /// Adds an argument unless the same token already fills the same role.
    pub fn add(&mut self, role: Role, token: usize, inferred: bool) {
        if !self
            .arguments
            .iter()
            .any(|a| a.role == role && a.token as usize == token)
        {
            self.arguments.push(argument(role, token, inferred));
        }
    }

    /// Tokens that fill a role.
    pub fn tokens(&self, role: &Role) -> Vec<usize> {
        self.arguments
            .iter()
            .filter(|a| a.role == *role)
            .map(|a| a.token as usize)
            .collect()
    }

    pub fn has(&self, role: &Role) -> bool {
        self.arguments.iter().any(|a| a.role == *role)
    }

    /// Tokens of the surface subject: the deep object of a passive.
    pub fn surface_subject(&self) -> Vec<usize> {
        let role = if self.passive { Role::Obj } else { Role::Subj };
        let tokens = self.tokens(&role);
        if tokens.is_empty() && self.passive {
            self.tokens(&Role::Iobj)
        } else {
            tokens
        }
    }

    /// The role that a surface subject gets here.
    pub fn surface_role(&self) -> Role {
        if self.passive { Role::Obj } else { Role::Subj }
    }
}

/// The drafts of one sentence, found by their head token.
pub struct Drafts {
    pub list: Vec<Draft>,
    by_token: Vec<Option<usize>>,
}

impl Drafts {
    pub fn new(tokens: usize) -> Drafts {
        Drafts {
            list: Vec::new(),
            by_token: vec![None; tokens],
        }
    }

    pub fn push(&mut self, draft: Draft) {
        self.by_token[draft.head] = Some(self.list.len());
        self.list.push(draft);
    }

    pub fn index_at(&self, token: usize) -> Option<usize> {
        self.by_token.get(token).copied().flatten()
    }

    pub fn at(&self, token: usize) -> Option<&Draft> {
        self.index_at(token).map(|index| &self.list[index])
    }

    /// Orders by head token and turns token links into proposition numbers from `base`.
    pub fn finish(mut self, tree: &Tree<'_>, base: u32) -> Vec<Proposition> {
        self.list.sort_by_key(|draft| draft.head);
        let mut number = vec![None; tree.len()];
        for (index, draft) in self.list.iter().enumerate() {
            number[draft.head] = Some(base + index as u32);
        }
        self.list
            .into_iter()
            .map(|draft| {
                let mut arguments = draft.arguments;
                for argument in &mut arguments {
                    argument.proposition = number[argument.token as usize];
                }
                arguments.sort_by(|a, b| (&a.role, a.token).cmp(&(&b.role, b.token)));
                let mut span = tree.token(draft.head).span;
                let parts = tree
                    .children_by(draft.head, &[Relation::CompoundPrt])
                    .chain(draft.light)
                    .collect::<Vec<_>>();
                for part in parts {
                    span = span.cover(tree.token(part).span);
                }
                Proposition {
                    sentence: tree.sentence.index,
                    head: draft.head as u32,
                    predicate: draft.predicate,
                    class: draft.class,
                    light: draft.light.map(|token| token as u32),
                    span,
                    arguments,
                    negated: draft.negated,
                    tense: draft.tense,
                    modality: draft.modality,
                    passive: draft.passive,
                    parent: draft
                        .parent
                        .and_then(|(token, link)| number[token].map(|index| (index, link))),
                }
            })
            .collect()
    }
}
