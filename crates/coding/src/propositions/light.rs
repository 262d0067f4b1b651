//! Light verbs and verbs of occurrence: the event noun beside them carries the meaning,
//! and takes over their subject, tense, polarity and prepositional phrases.

use super::draft::{Draft, Drafts};
use crate::tree::Tree;
use demarche_knowledge::Lexicon;
use demarche_knowledge::lexicon::{LightSubject, NounArgument, RoleKey};
use demarche_story::{PredicateClass, Relation, Role, Upos};

/// Joins light verbs with their nouns.
pub fn merge(tree: &Tree<'_>, lexicon: &Lexicon, drafts: &mut Drafts) {
    for verb in 0..drafts.list.len() {
        if drafts.list[verb].class != PredicateClass::Verb {
            continue;
        }
        match event_noun(tree, lexicon, drafts, verb) {
            Some((noun, subject)) => take_over(tree, drafts, verb, noun, subject),
            None => share(tree, lexicon, drafts, verb),
        }
        share_with_clause(tree, lexicon, drafts, verb);
    }
}

/// Classes of verbs whose subject is who does, or would do, the deed that is their object.
const OF_ONES_OWN: &[&str] = &["begin", "stop", "plan", "try", "fail", "promise", "refuse"];

/// "opened an offensive", "continued a crackdown on protesters": the deed has the doer of the
/// verb that it begins or ends with, and its aims where the tree hangs them on the verb.
fn share(tree: &Tree<'_>, lexicon: &Lexicon, drafts: &mut Drafts, verb: usize) {
    let draft = &drafts.list[verb];
    // "wants the fighting to stop" is nobody's wish to fight.
    let of_its_own = tree
        .children_by(draft.head, &[Relation::Xcomp])
        .any(|clause| super::is_infinitive(tree, clause));
    if of_its_own {
        return;
    }
    let noun = draft
        .tokens(&Role::Obj)
        .into_iter()
        .filter_map(|token| noun_draft(tree, lexicon, drafts, token))
        .find(|noun| {
            let name = &drafts.list[*noun].predicate;
            // "gave up negotiating": a gerund that the tree has as a noun.
            !lexicon.noun(name).is_empty() || !lexicon.verb(name).is_empty()
        });
    let Some(noun) = noun.filter(|_| is_of_ones_own(lexicon, draft)) else {
        return;
    };
    let aims = named_aims(lexicon, &drafts.list[noun].predicate);
    // "confirmed the visit of the pope": the noun names its own doer.
    let named = drafts.list[noun].has(&Role::Prep("of".into()))
        && lexicon
            .noun(&drafts.list[noun].predicate)
            .iter()
            .any(|entry| lexicon.frames[entry.frame as usize].of == NounArgument::Subj);
    for role in std::iter::once(Role::Subj).chain(aims) {
        if drafts.list[noun].has(&role) || named && role == Role::Subj {
            continue;
        }
        for token in drafts.list[verb].tokens(&role) {
            if token != drafts.list[noun].head {
                drafts.list[noun].add(role.clone(), token, true);
            }
        }
    }
}

/// Whether whoever is a verb's subject does the deed that is its object.
fn is_of_ones_own(lexicon: &Lexicon, draft: &Draft) -> bool {
    let lemma = draft.predicate.split(' ').next().unwrap_or_default();
    let particles = || draft.predicate.split(' ').skip(1);
    lexicon.verb(lemma).iter().any(|entry| {
        let frame = &lexicon.frames[entry.frame as usize];
        // "have no wish for …" does not make "have" one of them.
        entry
            .words
            .iter()
            .all(|word| particles().any(|own| own == word))
            && frame.content.contains(&RoleKey::Obj)
            && (frame.class.as_deref()).is_some_and(|class| OF_ONES_OWN.contains(&class))
    })
}

/// "stopped lending money to Greece": a phrase behind the clause that the tree hangs on the verb,
/// where the frames of the clause's verb look for a party there.
fn share_with_clause(tree: &Tree<'_>, lexicon: &Lexicon, drafts: &mut Drafts, verb: usize) {
    let draft = &drafts.list[verb];
    let clause = draft.tokens(&Role::Comp).into_iter().find(|token| {
        tree.relation(*token) == Relation::Xcomp && tree.head(*token) == Some(draft.head)
    });
    let Some(clause) = clause.and_then(|token| drafts.index_at(token)) else {
        return;
    };
    let inner = &drafts.list[clause];
    if inner.class != PredicateClass::Verb || inner.head < draft.head {
        return;
    }
    let lemma = inner.predicate.split(' ').next().unwrap_or_default();
    let names = |case: &str| {
        lexicon.verb(lemma).iter().any(|entry| {
            let frame = &lexicon.frames[entry.frame as usize];
            let named = |key: &RoleKey| matches!(key, RoleKey::Prep(own) if own == case);
            entry.words.is_empty() && frame.recipient.iter().any(named)
        })
    };
    let phrases: Vec<(Role, usize)> = draft
        .arguments
        .iter()
        .filter(|argument| {
            argument.token as usize > inner.head
                && !inner.has(&argument.role)
                && matches!(&argument.role, Role::Prep(case) if case != "in" && names(case))
        })
        .map(|argument| (argument.role.clone(), argument.token as usize))
        .collect();
    for (role, token) in phrases {
        drafts.list[clause].add(role, token, true);
    }
}

/// Prepositions behind which an event noun has whom it is aimed at: the plain ones, and those
/// that its frames name ("an inquiry *into* the minister", "mediation *between* the clans").
fn named_aims(lexicon: &Lexicon, noun: &str) -> Vec<Role> {
    let mut aims: Vec<Role> = ["on", "against", "with", "at"]
        .map(|case| Role::Prep(case.into()))
        .into();
    for entry in lexicon.noun(noun) {
        let frame = &lexicon.frames[entry.frame as usize];
        for key in frame.recipient.iter().chain(&frame.actor) {
            if let RoleKey::Prep(case) = key
                && !matches!(case.as_str(), "in" | "of" | "by")
            {
                let role = Role::Prep(case.clone());
                if !aims.contains(&role) {
                    aims.push(role);
                }
            }
        }
    }
    aims
}

/// The draft of the event noun that carries the meaning of a light verb, and what
/// the verb's subject is to it (`None` where the noun itself is the subject).
fn event_noun(
    tree: &Tree<'_>,
    lexicon: &Lexicon,
    drafts: &Drafts,
    verb: usize,
) -> Option<(usize, Option<LightSubject>)> {
    let draft = &drafts.list[verb];
    let lemma = draft.predicate.split(' ').next().unwrap_or_default();
    for light in lexicon.light(lemma) {
        for pattern in &light.verbs {
            let (verb, rest) = pattern.split_once(' ').unwrap_or((pattern, ""));
            if verb != lemma {
                continue;
            }
            let direct = rest.is_empty() || draft.predicate == *pattern;
            let fillers = draft
                .arguments
                .iter()
                .filter(|argument| match &argument.role {
                    Role::Obj => direct,
                    Role::Prep(preposition) => !direct && preposition == rest,
                    _ => false,
                });
            for token in fillers.map(|argument| argument.token as usize) {
                let Some(noun) = noun_draft(tree, lexicon, drafts, token) else {
                    continue;
                };
                let name = &drafts.list[noun].predicate;
                let fits = light.nouns.is_empty()
                    || light
                        .nouns
                        .iter()
                        .any(|n| n.split(' ').next_back() == Some(name));
                let known = !lexicon.noun(name).is_empty() || !lexicon.verb(name).is_empty();
                if fits && known {
                    return Some((noun, Some(light.subj)));
                }
            }
        }
    }
    if lexicon.occurrence.contains(&draft.predicate) || is_take_place(tree, draft.head) {
        for token in draft.surface_subject() {
            if let Some(noun) = noun_draft(tree, lexicon, drafts, token)
                && !lexicon.noun(&drafts.list[noun].predicate).is_empty()
            {
                return Some((noun, None));
            }
        }
    }
    None
}

fn is_take_place(tree: &Tree<'_>, verb: usize) -> bool {
    tree.lemma(verb) == "take"
        && tree
            .child(verb, &[Relation::Obj])
            .is_some_and(|object| tree.lemma(object) == "place")
}

/// The event noun at a token, or behind a container there.
fn noun_draft(tree: &Tree<'_>, lexicon: &Lexicon, drafts: &Drafts, token: usize) -> Option<usize> {
    let is_event = |token: usize| {
        drafts
            .index_at(token)
            .filter(|index| drafts.list[*index].class == PredicateClass::Noun)
    };
    if lexicon.is_container(tree.lemma(token))
        && let Some(inner) = tree
            .children_by(token, &[Relation::Nmod])
            .filter(|child| tree.case(*child).as_deref() == Some("of"))
            .find_map(is_event)
    {
        return Some(inner);
    }
    is_event(token)
}

fn take_over(
    tree: &Tree<'_>,
    drafts: &mut Drafts,
    verb: usize,
    noun: usize,
    subject: Option<LightSubject>,
) {
    let light = &drafts.list[verb];
    let head = light.head;
    let noun_head = drafts.list[noun].head;
    let mut taken = Vec::new();
    for argument in &light.arguments {
        let token = argument.token as usize;
        let role = match (&argument.role, subject) {
            (Role::Subj, Some(LightSubject::Subj)) => Role::Subj,
            (Role::Subj, Some(LightSubject::Obj)) => Role::Obj,
            (Role::Iobj, _) => Role::Prep("to".into()),
            (Role::Prep(preposition), _) => Role::Prep(preposition.clone()),
            (Role::Comp, _) => Role::Comp,
            _ => continue,
        };
        if token != noun_head {
            taken.push((role, token));
        }
    }
    let (negated, tense, modality, parent, passive) = (
        light.negated,
        light.tense,
        light.modality,
        light.parent.clone(),
        // "has faced criticism": it is done to the subject.
        light.passive || subject == Some(LightSubject::Obj),
    );
    let draft = &mut drafts.list[noun];
    // "Haiti expressed its gratitude": the verb's subject is who the pronoun means.
    let pronoun = |argument: &demarche_story::Argument| {
        tree.token(argument.token as usize).upos == Upos::Pron
    };
    if taken.iter().any(|(role, _)| *role == Role::Subj) {
        draft.arguments.retain(|a| {
            !((a.role == Role::Subj || a.role == Role::Prep("poss".into())) && pronoun(a))
        });
    }
    // Whoever the noun itself names keeps the role: "held talks" but "launched Russia's attack".
    let filled: Vec<Role> = [Role::Subj, Role::Obj]
        .into_iter()
        .filter(|role| {
            draft
                .arguments
                .iter()
                .any(|a| a.role == *role && !a.inferred)
        })
        .collect();
    for (role, token) in taken {
        if filled.contains(&role) {
            continue;
        }
        if role == Role::Subj {
            draft
                .arguments
                .retain(|a| !(a.role == Role::Subj && a.inferred));
        }
        draft.add(role, token, false);
    }
    draft.light = Some(head);
    draft.negated |= negated;
    draft.tense = tense;
    draft.modality = modality;
    draft.passive = passive;
    draft.parent = parent;
}
