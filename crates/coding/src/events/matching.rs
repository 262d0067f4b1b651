//! Which frame of the lexicon a proposition is an instance of.

use super::roles::Roles;
use super::scene::Scene;
use crate::propositions::has_words;
use crate::tree::Tree;
use demarche_knowledge::lexicon::Entry;
use demarche_story::{PredicateClass, Proposition, Relation, Upos};

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
    /// Whether its own words deny: "have *no* part in".
    pub denies: bool,
    /// How specific the match is.
    pub score: i64,
}

impl Match {
    /// Before anything is known but the entry.
    fn of(entry: &Entry) -> Match {
        Match {
            frame: entry.frame as usize,
            variant: None,
            consumed: Vec::new(),
            object: Vec::new(),
            denies: entry.words.iter().any(|word| word == "no"),
            score: 0,
        }
    }
}

/// How far a frame's conditions bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// All of them.
    Strict,
    /// They only rank: for a marked pair that no frame fits as it stands.
    Loose,
}

/// Why a frame does not fit a proposition: the first thing that is not as it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The predicate has a particle that the entry lacks: "take off" is no "take".
    Particle,
    /// The entry asks for further words that are not there.
    Words,
    /// Index of the condition of `when` that does not hold.
    When(usize),
    /// Index of the condition of `unless` that holds.
    Unless(usize),
    /// The frame means what somebody says of others, and nobody says it.
    Speaker,
}

/// The best frame for a proposition.
pub fn best(scene: &Scene<'_>, proposition: &Proposition, strictness: Strictness) -> Option<Match> {
    let tree = scene.tree(proposition.sentence);
    let (entries, noun) = entries(scene, proposition);
    let words = scene.words(proposition.sentence);
    let mut best: Option<Match> = None;
    for entry in entries {
        // The rest ranks no higher.
        if best.as_ref().is_some_and(|best| best.score >= entry.rank) {
            break;
        }
        if !entry.may_stand_in(words) {
            continue;
        }
        let mut found = Match::of(entry);
        let tried = try_entry(
            scene,
            tree,
            proposition,
            entry,
            noun,
            strictness,
            &mut found,
        );
        if tried.is_ok() && best.as_ref().is_none_or(|best| found.score > best.score) {
            best = Some(found);
        }
    }
    if let Some(found) = &mut best {
        found.variant = variant(scene, proposition, found);
    }
    best
}

/// The best frame that ranks no higher than one that will not do, is none of those `tried` and may
/// code something.
pub fn next(
    scene: &Scene<'_>,
    proposition: &Proposition,
    failed: &Match,
    tried: &[usize],
) -> Option<Match> {
    let frames = &scene.knowledge.lexicon.frames;
    let fitting = verdicts(scene, proposition)
        .into_iter()
        .filter(|verdict| verdict.misfit.is_none())
        .map(|verdict| verdict.found)
        .filter(|found| !tried.contains(&found.frame) && found.score <= failed.score);
    // Of equals the first comes first.
    let mut next = fitting.reduce(|best, found| match found.score > best.score {
        true => found,
        false => best,
    })?;
    next.variant = variant(scene, proposition, &next);
    frames[next.frame].event.is_some().then_some(next)
}

/// What one entry of the lexicon says of a proposition.
pub struct Verdict<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// How it fits, as far as it does.
    pub found: Match,
    /// Why it does not fit; `None` when it does.
    pub misfit: Option<Misfit>,
}

/// What each entry for a proposition's predicate says of it, in the order in which they are tried.
pub fn verdicts<'a>(scene: &Scene<'a>, proposition: &Proposition) -> Vec<Verdict<'a>> {
    let tree = scene.tree(proposition.sentence);
    let (entries, noun) = entries(scene, proposition);
    entries
        .iter()
        .map(|entry| {
            let mut found = Match::of(entry);
            let tried = try_entry(
                scene,
                tree,
                proposition,
                entry,
                noun,
                Strictness::Strict,
                &mut found,
            );
            Verdict {
                entry,
                found,
                misfit: tried.err(),
            }
        })
        .collect()
}

/// The entries for a proposition's predicate, and whether they are a noun's.
fn entries<'a>(scene: &Scene<'a>, proposition: &Proposition) -> (&'a [Entry], bool) {
    let lexicon = &scene.knowledge.lexicon;
    let lemma = proposition.predicate.split(' ').next().unwrap_or_default();
    match proposition.class {
        PredicateClass::Verb => (lexicon.verb(lemma), false),
        PredicateClass::Adjective => (lexicon.adjective(lemma), false),
        // A noun in -ing that no frame has stands for its verb.
        PredicateClass::Noun if lexicon.noun(lemma).is_empty() => (lexicon.verb(lemma), false),
        PredicateClass::Noun => (lexicon.noun(lemma), true),
    }
}

fn try_entry(
    scene: &Scene<'_>,
    tree: &Tree<'_>,
    proposition: &Proposition,
    entry: &Entry,
    noun: bool,
    strictness: Strictness,
    found: &mut Match,
) -> Result<(), Misfit> {
    let frame = &scene.knowledge.lexicon.frames[entry.frame as usize];
    let head = proposition.head as usize;
    if noun || proposition.class == PredicateClass::Adjective {
        if !has_words(tree, head, &entry.words) {
            return Err(Misfit::Words);
        }
        if entry.words.iter().any(|word| word == "of") {
            let of = |child: &usize| tree.case(*child).as_deref() == Some("of");
            let complement = tree.children_by(head, &[Relation::Nmod]).find(of);
            found.consumed.extend(complement);
        }
    } else {
        verb_words(tree, proposition, &entry.words, found)?;
    }
    let roles = Roles {
        scene,
        tree,
        proposition,
        frame,
        found,
    };
    let mut unmet = 0;
    if let Some(misfit) = condition_misfit(&roles) {
        if strictness == Strictness::Strict || frame.guard {
            return Err(misfit);
        }
        unmet = roles.unmet() as i64;
    } else if strictness == Strictness::Strict && roles.is_said() && !roles.somebody_says() {
        return Err(Misfit::Speaker);
    }
    found.score = entry.rank - 3000 * unmet;
    Ok(())
}

/// The first of the frame's finer codings that holds.
fn variant(scene: &Scene<'_>, proposition: &Proposition, found: &Match) -> Option<usize> {
    let frame = &scene.knowledge.lexicon.frames[found.frame];
    let roles = Roles {
        scene,
        tree: scene.tree(proposition.sentence),
        proposition,
        frame,
        found,
    };
    let mut variants = frame.variants.iter();
    variants.position(|variant| roles.variant_holds(variant))
}

/// The first of a frame's conditions that is not met.
fn condition_misfit(roles: &Roles<'_, '_>) -> Option<Misfit> {
    let frame = roles.frame;
    let lacking = frame.when.iter().position(|when| !roles.meets(when));
    lacking.map(Misfit::When).or_else(|| {
        let holding = frame
            .unless
            .iter()
            .position(|unless| roles.excluded(unless));
        holding.map(Misfit::Unless)
    })
}

/// The words after a verb: particles, fixed nouns, a final preposition.
fn verb_words(
    tree: &Tree<'_>,
    proposition: &Proposition,
    words: &[String],
    found: &mut Match,
) -> Result<(), Misfit> {
    let head = proposition.head as usize;
    let is = |token: usize, word: &str| {
        tree.lemma(token).eq_ignore_ascii_case(word) || tree.word(token) == word
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
        return Err(Misfit::Particle);
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
            // "found guilty": an adjective is no clause.
            let clause = matches!(relation, Relation::Advcl | Relation::Ccomp)
                || relation == Relation::Xcomp && tree.token(child).upos != Upos::Adj;
            // "stopped fighting": the very form is asked for.
            let gerund = relation == Relation::Xcomp
                && tree.token(child).form.eq_ignore_ascii_case(word)
                && tree
                    .child(child, &[Relation::Mark, Relation::Obj])
                    .is_none();
            if is(child, word) && !clause || gerund {
                // "took steps to free prisoners" takes none: the entry has no such preposition.
                if relation == Relation::Obl
                    && let Some(case) = tree.case(child)
                    && !words.iter().any(|word| case.split(' ').any(|c| c == word))
                {
                    continue;
                }
                let noun = matches!(tree.token(child).upos, Upos::Noun | Upos::Propn);
                if noun || gerund || relation == Relation::Obj {
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
                if case && tree.is_date(child) {
                    continue;
                }
                if case && position + 1 == words.len() && !words.iter().any(|w| is(child, w)) {
                    found.object.push(child);
                    found.object.extend(tree.nominal_conjuncts(child));
                }
                matched = true;
                break;
            }
        }
        if !matched && position + 1 == words.len() {
            // "take control of X", "put the blame for the raid on X": the last preposition may hang on
            // the noun taken before, or on what that is for.
            let mut nouns = found.consumed.clone();
            if !nouns.is_empty() {
                let near: Vec<usize> = std::iter::once(head).chain(nouns.clone()).collect();
                nouns.extend(
                    near.iter()
                        .flat_map(|up| tree.children_by(*up, &[Relation::Nmod, Relation::Obl]))
                        .filter(|child| tree.case(*child).as_deref() == Some("for")),
                );
            }
            for &noun in &nouns {
                for child in tree.children_by(noun, &[Relation::Nmod]) {
                    if tree.case(child).as_deref() == Some(word.as_str()) {
                        found.object.push(child);
                        found.object.extend(tree.nominal_conjuncts(child));
                        matched = true;
                    }
                }
            }
        }
        if !matched {
            return Err(Misfit::Words);
        }
    }
    Ok(())
}
