//! Which frame of the lexicon a proposition is an instance of.

use super::scene::Scene;
use crate::tree::Tree;
use demarche_knowledge::lexicon::{
    Condition, Entry, Frame, NounArgument, Requirement, RoleKey, Variant,
};
use demarche_story::{PredicateClass, Proposition, Relation, Role, Upos};

/// A frame that fits a proposition.
#[derive(Clone, Debug)]
pub struct Match {
    /// Index into the lexicon's frames.
    pub frame: usize,
    /// Index into the frame's variants.
    pub variant: Option<usize>,
    /// Tokens that the frame's further words took.
    pub consumed: Vec<usize>,
    /// Tokens that a final preposition of the frame's words makes its object.
    pub object: Vec<usize>,
    /// How specific the match is.
    pub score: i64,
}

/// How far a frame's conditions bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// All of them.
    Strict,
    /// They only rank: for a marked pair that no frame fits as it stands.
    Loose,
}

/// The best frame for a proposition.
pub fn best(scene: &Scene<'_>, proposition: &Proposition, strictness: Strictness) -> Option<Match> {
    let tree = scene.tree(proposition.sentence);
    let lexicon = &scene.knowledge.lexicon;
    let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
    let mut best: Option<Match> = None;
    let mut consider = |entries: &[Entry], noun: bool| {
        for entry in entries {
            let tried = try_entry(scene, tree, proposition, entry, noun, strictness);
            let Some(found) = tried else { continue };
            if best.as_ref().is_none_or(|best| found.score > best.score) {
                best = Some(found);
            }
        }
    };
    match proposition.class {
        PredicateClass::Verb => consider(lexicon.verb(lemma), false),
        PredicateClass::Adjective => consider(lexicon.adjective(lemma), false),
        PredicateClass::Noun => {
            let entries = lexicon.noun(lemma);
            if entries.is_empty() {
                // A noun in -ing that stands for its verb.
                consider(lexicon.verb(lemma), false);
            } else {
                consider(entries, true);
            }
        }
    }
    best
}

fn try_entry(
    scene: &Scene<'_>,
    tree: &Tree<'_>,
    proposition: &Proposition,
    entry: &Entry,
    noun: bool,
    strictness: Strictness,
) -> Option<Match> {
    let frame = &scene.knowledge.lexicon.frames[entry.frame as usize];
    let head = proposition.head as usize;
    let mut found = Match {
        frame: entry.frame as usize,
        variant: None,
        consumed: Vec::new(),
        object: Vec::new(),
        score: 0,
    };
    if noun || proposition.class == PredicateClass::Adjective {
        noun_words(tree, head, &entry.words)?;
    } else {
        verb_words(tree, proposition, &entry.words, &mut found)?;
    }
    let roles = Roles {
        scene,
        tree,
        proposition,
        frame,
        found: &found,
    };
    let mut unmet = 0;
    if !roles.meet_all(&frame.when) || roles.meet_any(&frame.unless) {
        if strictness == Strictness::Strict || frame.guard {
            return None;
        }
        unmet = frame
            .when
            .iter()
            .filter(|requirement| !roles.meets(requirement))
            .count() as i64
            + frame
                .unless
                .iter()
                .filter(|requirement| roles.meets(requirement))
                .count() as i64;
    }
    let variant = frame
        .variants
        .iter()
        .position(|variant| roles.variant_holds(variant));
    let score = i64::from(frame.priority)
        + 1000 * (frame.when.len() as i64 + 2 * entry.words.len() as i64 - 3 * unmet);
    found.variant = variant;
    found.score = score;
    Some(found)
}

/// The words before a noun: "air" of "air strike".
fn noun_words(tree: &Tree<'_>, head: usize, words: &[String]) -> Option<()> {
    words
        .iter()
        .all(|word| {
            tree.children(head).iter().any(|child| {
                *child < head
                    && !matches!(tree.relation(*child), Relation::Det | Relation::Case)
                    && (tree.lemma(*child).eq_ignore_ascii_case(word)
                        || tree.token(*child).form.to_lowercase() == *word
                        || tree
                            .children(*child)
                            .iter()
                            .any(|grand| tree.lemma(*grand).eq_ignore_ascii_case(word)))
            })
        })
        .then_some(())
}

/// The words after a verb: particles, fixed nouns, a final preposition.
fn verb_words(
    tree: &Tree<'_>,
    proposition: &Proposition,
    words: &[String],
    found: &mut Match,
) -> Option<()> {
    let head = proposition.head as usize;
    let is = |token: usize, word: &str| {
        tree.lemma(token).eq_ignore_ascii_case(word)
            || tree.token(token).form.to_lowercase() == word
    };
    let particle = proposition
        .predicate
        .split_once(' ')
        .map(|(_, particle)| particle);
    if let Some(particle) = particle
        && !words
            .iter()
            .any(|word| particle.split(' ').any(|p| p == word))
    {
        // "take off" is no "take".
        return None;
    }
    for (position, word) in words.iter().enumerate() {
        let mut matched = false;
        for &child in tree.children(head) {
            let relation = tree.relation(child);
            if matches!(
                relation,
                Relation::Nsubj
                    | Relation::Csubj
                    | Relation::Punct
                    | Relation::Conj
                    | Relation::Parataxis
            ) {
                continue;
            }
            let clause = matches!(
                relation,
                Relation::Advcl | Relation::Ccomp | Relation::Xcomp
            );
            if is(child, word) && !clause {
                if matches!(tree.token(child).upos, Upos::Noun | Upos::Propn) {
                    found.consumed.push(child);
                }
                matched = true;
                break;
            }
            let inner = tree.children(child).iter().copied().find(|grand| {
                let case = matches!(tree.relation(*grand), Relation::Case | Relation::Mark);
                is(*grand, word) && (case || (!clause && *grand < child))
            });
            if let Some(grand) = inner {
                let case = matches!(tree.relation(grand), Relation::Case | Relation::Mark);
                if case && position + 1 == words.len() && !words.iter().any(|w| is(child, w)) {
                    found.object.push(child);
                    found.object.extend(tree.nominal_conjuncts(child));
                }
                matched = true;
                break;
            }
        }
        if !matched {
            return None;
        }
    }
    Some(())
}

/// The roles of a proposition as a frame sees them.
pub struct Roles<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub tree: &'s Tree<'a>,
    pub proposition: &'s Proposition,
    pub frame: &'s Frame,
    pub found: &'s Match,
}

impl Roles<'_, '_> {
    /// The tokens that fill a role, in order.
    pub fn tokens(&self, key: &RoleKey) -> Vec<usize> {
        let p = self.proposition;
        let by = |role: &Role| -> Vec<usize> {
            p.arguments
                .iter()
                .filter(|a| a.role == *role)
                .map(|a| a.token as usize)
                .collect()
        };
        let noun = p.class == PredicateClass::Noun;
        let of = || by(&Role::Prep("of".into()));
        let poss = || by(&Role::Prep("poss".into()));
        let possessed = noun && self.frame.poss == NounArgument::Obj && {
            // "Russia's killing of X": with an of-phrase the possessor does it.
            of().is_empty() || self.frame.of == NounArgument::Subj
        };
        let mut tokens = match key {
            RoleKey::Subj => {
                let mut tokens = by(&Role::Subj);
                if possessed {
                    let owners = poss();
                    tokens.retain(|token| !owners.contains(token));
                }
                if noun && self.frame.of == NounArgument::Subj {
                    tokens.extend(of());
                }
                if tokens.is_empty() && self.frame.owner {
                    tokens = self.owners(&by(&Role::Obj));
                }
                tokens
            }
            RoleKey::Obj => {
                let mut tokens = by(&Role::Obj);
                if noun && self.frame.of == NounArgument::Subj {
                    let whole = of();
                    tokens.retain(|token| !whole.contains(token));
                }
                if possessed {
                    tokens.extend(poss());
                }
                tokens.retain(|token| !self.found.consumed.contains(token));
                if tokens.is_empty() {
                    tokens = self.found.object.clone();
                }
                tokens
            }
            RoleKey::Iobj => by(&Role::Iobj),
            RoleKey::Comp => by(&Role::Comp),
            RoleKey::Poss => poss(),
            RoleKey::Mod => self.modifiers(),
            RoleKey::Any => p.arguments.iter().map(|a| a.token as usize).collect(),
            RoleKey::Prep(preposition) => {
                let mut tokens = by(&Role::Prep(preposition.clone()));
                for &noun in &self.found.consumed {
                    for child in self
                        .tree
                        .children_by(noun, &[Relation::Nmod, Relation::Acl])
                    {
                        if self.tree.case(child).as_deref() == Some(preposition) {
                            tokens.push(child);
                            tokens.extend(self.tree.nominal_conjuncts(child));
                        }
                    }
                }
                tokens.retain(|token| !self.found.consumed.contains(token));
                tokens
            }
        };
        tokens.dedup();
        tokens
    }

    /// Whether nobody but the owner of the object stands as doer.
    pub fn subject_is_owner(&self) -> bool {
        !self
            .proposition
            .arguments
            .iter()
            .any(|argument| argument.role == Role::Subj)
    }

    /// Whose the things are: "Russian tanks were moved", "Israel's troops were deployed".
    fn owners(&self, things: &[usize]) -> Vec<usize> {
        things
            .iter()
            .flat_map(|thing| {
                self.tree.children_by(
                    *thing,
                    &[Relation::NmodPoss, Relation::Amod, Relation::Compound],
                )
            })
            .filter(|token| self.scene.is_actor(self.proposition.sentence, *token))
            .collect()
    }

    fn modifiers(&self) -> Vec<usize> {
        let mut heads = vec![self.proposition.head as usize];
        heads.extend(&self.found.consumed);
        heads
            .into_iter()
            .flat_map(|head| {
                self.tree.children_by(
                    head,
                    &[
                        Relation::Amod,
                        Relation::Compound,
                        Relation::Advmod,
                        Relation::Nummod,
                    ],
                )
            })
            .collect()
    }

    /// Whether every requirement is met.
    pub fn meet_all(&self, requirements: &[Requirement]) -> bool {
        requirements
            .iter()
            .all(|requirement| self.meets(requirement))
    }

    /// Whether some requirement is met.
    pub fn meet_any(&self, requirements: &[Requirement]) -> bool {
        requirements
            .iter()
            .any(|requirement| self.meets(requirement))
    }

    fn variant_holds(&self, variant: &Variant) -> bool {
        self.meet_all(&variant.when) && !self.meet_any(&variant.unless)
    }

    fn meets(&self, requirement: &Requirement) -> bool {
        let tokens = self.tokens(&requirement.role);
        requirement.any.iter().any(|condition| match condition {
            Condition::Absent => tokens.is_empty(),
            Condition::Present => !tokens.is_empty(),
            _ => tokens.iter().any(|token| self.holds(condition, *token)),
        })
    }

    fn holds(&self, condition: &Condition, token: usize) -> bool {
        let sentence = self.proposition.sentence;
        let scene = self.scene;
        match condition {
            Condition::Present | Condition::Absent => false,
            Condition::Actor => scene.is_actor(sentence, token),
            Condition::Person => scene.is_person(sentence, token),
            Condition::Country => scene.is_country(sentence, token),
            Condition::Thing => !scene.is_actor(sentence, token),
            Condition::Event => scene
                .noun_of_light(sentence, token)
                .or_else(|| scene.proposition(sentence, token))
                .is_some_and(|index| has_frames(scene, &scene.propositions[index])),
            Condition::Set(set) => names(self.tree, token)
                .iter()
                .any(|name| scene.knowledge.lexicon.sets.contains(*set, name)),
            Condition::Lemma(lemma) => names(self.tree, token).iter().any(|name| name == lemma),
        }
    }
}

/// Whether the lexicon knows the predicate of a proposition at all.
fn has_frames(scene: &Scene<'_>, proposition: &Proposition) -> bool {
    let lexicon = &scene.knowledge.lexicon;
    let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
    match proposition.class {
        PredicateClass::Verb => !lexicon.verb(lemma).is_empty(),
        PredicateClass::Adjective => !lexicon.adjective(lemma).is_empty(),
        PredicateClass::Noun => !lexicon.noun(lemma).is_empty() || !lexicon.verb(lemma).is_empty(),
    }
}

/// The names under which word sets may know a noun: "system", "defence system",
/// "air defence system"; for "a series of attacks" also those of "attack".
pub fn names(tree: &Tree<'_>, token: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = tree.lemma(token).to_lowercase();
    names.push(name.clone());
    let form = tree.token(token).form.to_lowercase();
    if form != name {
        names.push(form);
    }
    let mut before: Vec<usize> = tree
        .children_by(
            token,
            &[
                Relation::Compound,
                Relation::Amod,
                Relation::Nummod,
                Relation::Flat,
            ],
        )
        .filter(|child| *child < token)
        .collect();
    before.reverse();
    for child in before {
        let word = tree.lemma(child).to_lowercase();
        names.push(format!("{word} {}", tree.lemma(token).to_lowercase()));
        name = format!("{word} {name}");
        names.push(name.clone());
    }
    for part in tree.children_by(token, &[Relation::Nmod]) {
        let counts = is_container(tree, token) || tree.token(token).upos == Upos::Num;
        let case = tree.case(part);
        let names_parts = matches!(case.as_deref(), Some("including" | "such as" | "like"));
        if part > token && (names_parts || case.as_deref() == Some("of") && counts) {
            names.extend(self::names(tree, part));
        }
    }
    names
}

/// Nouns that only measure what their of-phrase names.
fn is_container(tree: &Tree<'_>, token: usize) -> bool {
    matches!(
        tree.lemma(token),
        "series"
            | "number"
            | "wave"
            | "round"
            | "string"
            | "dozen"
            | "hundred"
            | "thousand"
            | "million"
            | "lot"
            | "group"
            | "kind"
            | "type"
            | "shipment"
            | "batch"
            | "load"
            | "consignment"
            | "package"
            | "use"
            | "set"
            | "act"
            | "member"
            | "majority"
            | "pair"
            | "ton"
            | "tonne"
            | "delivery"
            | "supply"
            | "amount"
            | "spate"
    )
}
