//! What event coding looks at: one story's sentences with their trees, mentions,
//! actors, propositions and statements, indexed for look-up.

use super::roles;
use crate::places::Places;
use crate::time::Times;
use crate::tree::{Tree, lower};
use demarche_knowledge::Knowledge;
use demarche_knowledge::lexicon::WordMask;
use demarche_story::{Actor, Mention, MentionClass, MentionKind, Proposition, Statement, Story};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// One story with everything that earlier rooms found in it.
pub struct Scene<'a> {
    pub story: &'a Story,
    pub trees: &'a [Tree<'a>],
    pub mentions: &'a [Mention],
    pub actors: &'a [Actor],
    pub propositions: &'a [Proposition],
    pub statements: &'a [Statement],
    pub knowledge: &'a Knowledge,
    pub times: Times,
    pub places: Places,
    mention_at: FxHashMap<(u32, u32), usize>,
    proposition_at: FxHashMap<(u32, u32), usize>,
    /// For a light verb's token, the proposition of its event noun.
    noun_of_light: FxHashMap<(u32, u32), usize>,
    /// By sentence and token, once asked for: what word sets may know it by.
    names: Vec<Vec<OnceCell<Vec<u64>>>>,
    words: Vec<WordMask>,
    /// Tokens that count as actors whatever they are: the marked pair of a relation.
    forced: Vec<(u32, u32)>,
}

impl<'a> Scene<'a> {
    /// Indexes the records of one story.
    #[allow(
        clippy::too_many_arguments,
        reason = "these are the records of the earlier rooms"
    )]
    pub fn new(
        story: &'a Story,
        trees: &'a [Tree<'a>],
        mentions: &'a [Mention],
        actors: &'a [Actor],
        propositions: &'a [Proposition],
        statements: &'a [Statement],
        places: Places,
        knowledge: &'a Knowledge,
    ) -> Scene<'a> {
        let mention_at = mentions
            .iter()
            .enumerate()
            .map(|(i, m)| ((m.sentence, m.head), i))
            .collect();
        let proposition_at = propositions
            .iter()
            .enumerate()
            .map(|(i, p)| ((p.sentence, p.head), i))
            .collect();
        let noun_of_light = propositions
            .iter()
            .enumerate()
            .filter_map(|(i, p)| p.light.map(|light| ((p.sentence, light), i)))
            .collect();
        Scene {
            story,
            trees,
            mentions,
            actors,
            propositions,
            statements,
            knowledge,
            times: Times::find(trees, story.published, knowledge),
            places,
            mention_at,
            proposition_at,
            noun_of_light,
            names: trees
                .iter()
                .map(|tree| vec![OnceCell::new(); tree.len()])
                .collect(),
            words: trees.iter().map(words_of).collect(),
            forced: Vec::new(),
        }
    }

    /// Lets these head tokens (sentence, token) count as actors whatever they are.
    pub fn force_actors(&mut self, tokens: &[(u32, u32)]) {
        self.forced = tokens.to_vec();
    }

    /// The mention headed by a token.
    pub fn mention(&self, sentence: u32, token: usize) -> Option<usize> {
        self.mention_at.get(&(sentence, token as u32)).copied()
    }

    /// The proposition headed by a token.
    pub fn proposition(&self, sentence: u32, token: usize) -> Option<usize> {
        self.proposition_at.get(&(sentence, token as u32)).copied()
    }

    /// The event noun whose light verb a token is.
    pub fn noun_of_light(&self, sentence: u32, token: usize) -> Option<usize> {
        self.noun_of_light.get(&(sentence, token as u32)).copied()
    }

    /// The tree of a sentence.
    pub fn tree(&self, sentence: u32) -> &Tree<'a> {
        &self.trees[sentence as usize]
    }

    /// Which words a sentence may hold.
    pub fn words(&self, sentence: u32) -> &WordMask {
        &self.words[sentence as usize]
    }

    /// Hashes of the names under which word sets may know a noun; those of whom a pronoun stands for.
    pub fn names(&self, sentence: u32, token: usize) -> &[u64] {
        self.names[sentence as usize][token].get_or_init(|| {
            let lexicon = &self.knowledge.lexicon;
            let mut names = Vec::new();
            roles::names(self.tree(sentence), token, lexicon, &mut names);
            if let Some(first) = self.stands_for(sentence, token) {
                let (sentence, head) = (first.sentence, first.head as usize);
                roles::names(self.tree(sentence), head, lexicon, &mut names);
            }
            names
        })
    }

    /// The first mention of whom a pronoun stands for that is no pronoun itself.
    fn stands_for(&self, sentence: u32, token: usize) -> Option<&'a Mention> {
        let pronoun = &self.mentions[self.mention(sentence, token)?];
        if pronoun.kind != MentionKind::Pronoun {
            return None;
        }
        self.mentions
            .iter()
            .find(|other| other.chain == pronoun.chain && other.kind != MentionKind::Pronoun)
    }

    /// Whether a token is one of the marked pair.
    pub fn is_forced(&self, sentence: u32, token: usize) -> bool {
        self.forced.contains(&(sentence, token as u32))
    }

    /// Whether the token heads a mention that can act: a person, group, organisation or country.
    pub fn is_actor(&self, sentence: u32, token: usize) -> bool {
        if self.is_forced(sentence, token) {
            return true;
        }
        self.mention(sentence, token)
            .is_some_and(|index| self.can_act(index))
    }

    /// Whether a mention can act.
    pub fn can_act(&self, mention: usize) -> bool {
        let m = &self.mentions[mention];
        if self.is_forced(m.sentence, m.head as usize) {
            return true;
        }
        let resolved = self.actors.get(mention).is_some_and(Actor::is_resolved);
        match m.class {
            MentionClass::Person | MentionClass::Group => true,
            MentionClass::Organization => resolved || m.kind == MentionKind::Name,
            MentionClass::Place => resolved,
            MentionClass::Thing => false,
        }
    }

    /// Whether the token heads a mention of a person or several.
    pub fn is_person(&self, sentence: u32, token: usize) -> bool {
        self.mention(sentence, token).is_some_and(|index| {
            matches!(
                self.mentions[index].class,
                MentionClass::Person | MentionClass::Group
            )
        })
    }

    /// The primary sector of whoever a name or pronoun stands for. A description is
    /// judged by its words.
    pub fn sector(&self, sentence: u32, token: usize) -> Option<&str> {
        let index = self.mention(sentence, token)?;
        // "Hamas leaders" are Hamas.
        let sets = &self.knowledge.lexicon.sets;
        let of_group = |lemma: &str| sets.named_contains("members-of-groups", lemma);
        let described = self.mentions[index].kind == MentionKind::Nominal
            && !of_group(self.tree(sentence).lemma(token));
        let sector = self.actors.get(index)?.sector.as_deref()?;
        (!described && self.can_act(index)).then_some(sector)
    }

    /// Whether the token's noun stands in a named word set, by any of its names.
    pub fn is_called(&self, sentence: u32, token: usize, set: &str) -> bool {
        let sets = &self.knowledge.lexicon.sets;
        let mut names = self.names(sentence, token).iter();
        sets.find(set)
            .is_some_and(|set| names.any(|name| sets.contains_hash(set, *name)))
    }

    /// Whether the token heads a mention of a place smaller than a country, its capital or another.
    pub fn is_town(&self, sentence: u32, token: usize) -> bool {
        self.mention(sentence, token).is_some_and(|index| {
            let actor = &self.actors[index];
            let name = actor.name.as_deref();
            let lands = &self.knowledge.actors.lands;
            self.mentions[index].class == MentionClass::Place
                && actor.country.is_some()
                && (actor.sector.is_some() || !lands.iter().any(|land| name == Some(&*land.name)))
        })
    }

    /// The primary sector of whoever a token's phrase means, by its words or otherwise.
    pub fn own_sector(&self, sentence: u32, token: usize) -> Option<&str> {
        let index = self.mention(sentence, token)?;
        self.actors.get(index)?.sector.as_deref()
    }

    /// Whether the token heads a mention of a country or its government.
    pub fn is_country(&self, sentence: u32, token: usize) -> bool {
        self.mention(sentence, token).is_some_and(|index| {
            let actor = &self.actors[index];
            let state = matches!(
                self.mentions[index].class,
                MentionClass::Place | MentionClass::Organization
            );
            state
                && actor
                    .country
                    .as_deref()
                    .is_some_and(|code| !matches!(code, "NGO" | "MNC" | "IMG" | "ISM"))
                && matches!(actor.sector.as_deref(), None | Some("GOV" | "PRE"))
        })
    }
}

/// The lemmas and forms of a sentence.
fn words_of(tree: &Tree<'_>) -> WordMask {
    let mut words = WordMask::default();
    for token in 0..tree.len() {
        let (lemma, form) = (tree.lemma(token), &*tree.token(token).form);
        words.insert(&lower(lemma));
        if form != lemma {
            words.insert(&lower(form));
        }
    }
    words
}
