//! A sentence's dependency tree with its children listed, for the rooms that walk it.

use demarche_story::{EntityKind, Relation, Sentence, Token, Upos};
use std::borrow::Cow;

/// A word in lower case; as it stands, where it has no capital.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if word.bytes().all(small) {
        Cow::Borrowed(word)
    } else if word.is_ascii() {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// Whether a word is an acronym, two or more capitals: "WHO", "US".
pub fn is_capitals(form: &str) -> bool {
    form.len() > 1 && form.chars().all(char::is_uppercase)
}

/// The trees of a story's sentences.
pub fn trees<'a>(sentences: &'a [Cow<'a, Sentence>]) -> Vec<Tree<'a>> {
    sentences
        .iter()
        .map(|sentence| Tree::new(sentence))
        .collect()
}

/// A sentence and, for each token, its dependents in order.
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// The children of all tokens, one token's after the other's.
    children: Vec<usize>,
    /// Where each token's children begin, and where the last one's end.
    starts: Vec<u32>,
    /// The relations of all tokens: they stand closer together here than in the tokens.
    relations: Vec<Relation>,
    /// The tokens' forms in lower case: they are asked for again and again.
    words: Vec<Cow<'a, str>>,
}

impl<'a> Tree<'a> {
    /// Lists the children of each token.
    pub fn new(sentence: &'a Sentence) -> Tree<'a> {
        let count = sentence.tokens.len();
        let heads = || {
            let tokens = sentence.tokens.iter().enumerate();
            tokens.filter_map(|(index, token)| {
                let head = token.head? as usize;
                (head < count).then_some((index, head))
            })
        };
        // Counted, summed up to ends, and filled from the back, so that each end becomes a start.
        let mut starts = vec![0; count + 1];
        for (_, head) in heads() {
            starts[head] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut children = vec![0; total as usize];
        for (index, head) in heads().rev() {
            starts[head] -= 1;
            children[starts[head] as usize] = index;
        }
        let words = sentence.tokens.iter().map(|token| lower(&token.form));
        Tree {
            sentence,
            children,
            starts,
            relations: sentence.tokens.iter().map(|token| token.relation).collect(),
            words: words.collect(),
        }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// The token at `index`.
    pub fn token(&self, index: usize) -> &'a Token {
        &self.sentence.tokens[index]
    }

    /// The form at `index` in lower case.
    pub fn word(&self, index: usize) -> &str {
        &self.words[index]
    }

    /// The lemma at `index`.
    pub fn lemma(&self, index: usize) -> &'a str {
        &self.sentence.tokens[index].lemma
    }

    /// The relation of `index` to its head.
    pub fn relation(&self, index: usize) -> Relation {
        self.relations[index]
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
        &self.children[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    /// The dependents of `index` with one of these relations, in order.
    pub fn children_by<'b>(
        &'b self,
        index: usize,
        relations: &'b [Relation],
    ) -> impl Iterator<Item = usize> + 'b {
        self.children(index)
            .iter()
            .copied()
            .filter(move |child| relations.contains(&self.relation(*child)))
    }

    /// The first dependent of `index` with one of these relations.
    pub fn child(&self, index: usize, relations: &[Relation]) -> Option<usize> {
        self.children_by(index, relations).next()
    }

    /// The preposition of a noun phrase, with its fixed parts: "in", "according to".
    pub fn case(&self, index: usize) -> Option<Cow<'a, str>> {
        let case = self.child(index, &[Relation::Case])?;
        let words = self.with_fixed(case);
        // "continued ahead of the vote", where the tree takes "ahead" for an adverb.
        if words == "of"
            && case
                .checked_sub(1)
                .is_some_and(|at| self.lemma(at) == "ahead")
        {
            return Some(Cow::Borrowed("ahead of"));
        }
        // "drove them out of the town": the lexicon says `out`.
        let short = matches!(&*words, "out of" | "inside of" | "off of");
        Some(match words.strip_suffix(" of") {
            Some(first) if short => Cow::Owned(first.to_string()),
            _ => words,
        })
    }

    /// The lower-case form of a function word with its fixed parts.
    pub fn with_fixed(&self, index: usize) -> Cow<'a, str> {
        let mut words = self.words[index].clone();
        for part in self.children_by(index, &[Relation::Fixed]) {
            let words = words.to_mut();
            words.push(' ');
            words.push_str(self.word(part));
        }
        words
    }

    /// Those behind the "by" of participles on a noun: "the report published *by the court*".
    pub fn made_by(&self, noun: usize) -> impl Iterator<Item = usize> {
        self.children_by(noun, &[Relation::Acl])
            .flat_map(|clause| self.children_by(clause, &[Relation::OblAgent, Relation::Obl]))
            .filter(|child| self.case(*child).as_deref() == Some("by"))
    }

    /// Whether a word heads a date: "Friday", "last week".
    pub fn is_date(&self, index: usize) -> bool {
        let mut entities = self.sentence.entities.iter();
        entities.any(|entity| entity.kind == EntityKind::Date && entity.head as usize == index)
    }

    /// The subtree of `index`, in order.
    pub fn subtree(&self, index: usize) -> Vec<usize> {
        let mut inside = vec![index];
        let mut next = 0;
        while let Some(&at) = inside.get(next) {
            next += 1;
            // A tree reaches each token once; a broken one must not loop.
            if inside.len() + self.children(at).len() > self.len() {
                return self.sentence.subtree(index);
            }
            inside.extend(self.children(at));
        }
        inside.sort_unstable();
        inside
    }

    /// Whether a "subject" really is a phrase with a preposition that the tree missed:
    /// its first word is one, and the clause has another subject.
    pub fn is_stray_phrase(&self, subject: usize) -> bool {
        let subjects = [Relation::Nsubj, Relation::NsubjPass];
        if !subjects.contains(&self.relation(subject)) {
            return false;
        }
        let another = self.head(subject).is_some_and(|clause| {
            self.children_by(clause, &subjects)
                .any(|other| other != subject)
        });
        let preposition = || {
            let first = self.subtree(subject).first().copied().unwrap_or(subject);
            first != subject
                && self.token(first).upos == Upos::Adp
                && self.relation(first) == Relation::Case
        };
        another && preposition()
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

    /// A nominal and those coordinated with it.
    pub fn with_conjuncts(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::once(index).chain(self.nominal_conjuncts(index))
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
            if order.len() + self.children(index).len() > self.len() {
                break;
            }
            order.extend(self.children(index));
        }
        order
    }
}
