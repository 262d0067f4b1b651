//! The arguments of verbs and predicative adjectives, and how clauses hang together.

use super::companions;
use super::draft::{Draft, Drafts};
use super::nominal::aims_of_doer;
use crate::tree::{Tree, lower};
use demarche_knowledge::Lexicon;
use demarche_knowledge::lexicon::RoleKey;
use demarche_story::{EntityKind, Link, PredicateClass, Relation, Role, Upos, Xpos};

/// Prepositions that mark a clause as an argument: "accused of attacking", "barred from entering".
const CLAUSE_PREPOSITIONS: &[&str] = &[
    "of", "from", "for", "with", "on", "about", "into", "to", "against", "over", "in", "at",
];

/// Fills the direct arguments of a verb or adjective.
pub fn arguments(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    draft.passive = draft.class == PredicateClass::Verb
        && (is_passive(tree, draft.head) || is_slammed_by(tree, lexicon, draft));
    for &child in tree.children(draft.head) {
        match tree.relation(child) {
            Relation::Nsubj | Relation::NsubjPass if tree.is_stray_phrase(child) => {
                let first = tree.subtree(child)[0];
                fill(
                    tree,
                    draft,
                    Role::Prep(tree.with_fixed(first).into_owned()),
                    child,
                );
            }
            Relation::Nsubj if draft.passive && is_slammed_by(tree, lexicon, draft) => {
                fill(tree, draft, Role::Obj, child);
            }
            Relation::Nsubj | Relation::NsubjOuter => fill(tree, draft, Role::Subj, child),
            // "she was prepared to meet": who is prepared is the adjective's subject.
            Relation::NsubjPass if !draft.passive => fill(tree, draft, Role::Subj, child),
            Relation::NsubjPass => fill(tree, draft, Role::Obj, child),
            // "slammed by Ghana over *visas*".
            Relation::Obj if draft.passive && tree.case(child).is_some() => {
                oblique(tree, draft, child);
            }
            Relation::Obj => fill(tree, draft, Role::Obj, child),
            Relation::Obl if is_bare_object(tree, draft, child) => {
                fill(tree, draft, Role::Obj, child);
            }
            Relation::OblUnmarked if is_bare_object(tree, draft, child) => {
                fill(tree, draft, Role::Obj, child);
            }
            Relation::Iobj => fill(tree, draft, Role::Iobj, child),
            Relation::OblAgent => match tree.case(child).as_deref() {
                Some("by") => agent(tree, draft, child),
                Some(_) => oblique(tree, draft, child),
                None => fill(tree, draft, Role::Obj, child),
            },
            Relation::Obl | Relation::OblUnmarked | Relation::Nmod => oblique(tree, draft, child),
            Relation::Ccomp | Relation::Xcomp => draft.add(Role::Comp, child, false),
            Relation::Csubj | Relation::CsubjOuter | Relation::CsubjPass => {
                draft.add(Role::Comp, child, false);
                draft.add(Role::Subj, child, false);
            }
            Relation::Advcl => {
                if is_for_to(tree, child) {
                    draft.add(Role::Comp, child, false);
                    draft.add(Role::Prep("for".into()), child, false);
                } else if let Some(mark) = marker(tree, child)
                    && CLAUSE_PREPOSITIONS.contains(&mark.as_str())
                    && tree.token(child).xpos == Xpos::Vbg
                {
                    draft.add(Role::Prep(mark), child, false);
                } else if draft.class == PredicateClass::Adjective && is_infinitive(tree, child) {
                    draft.add(Role::Comp, child, false);
                } else if tree.token(child).upos != Upos::Verb
                    && tree.child(child, &[Relation::Cop]).is_none()
                {
                    // "portrayed them as illegitimate".
                    oblique(tree, draft, child);
                }
            }
            _ => {}
        }
    }
    // "accused all sides of killing": the tree may hang the clause on the object.
    let owned: Vec<usize> = draft
        .arguments
        .iter()
        .filter(|a| matches!(a.role, Role::Obj | Role::Iobj))
        .map(|a| a.token as usize)
        .collect();
    for object in owned {
        for clause in tree.children_by(object, &[Relation::Acl]) {
            // "ordered the tanker released".
            let done = tree.token(clause).xpos == Xpos::Vbn
                && clause == object + 1
                && matches!(draft.predicate.as_str(), "order" | "want");
            if done {
                draft.add(Role::Comp, clause, false);
            } else if let Some(mark) = content_mark(tree, clause) {
                draft.add(Role::Prep(mark), clause, false);
            } else if is_infinitive(tree, clause)
                && !has_subject(tree, clause)
                && lexicon.noun(&lower(tree.lemma(object))).is_empty()
                && takes_clause(lexicon, draft)
            {
                // "authorised pilgrims to travel".
                draft.add(Role::Comp, clause, false);
            }
        }
        // "dubbed the commander a terrorist": no apposition without a comma and with an article.
        for name in tree.children_by(object, &[Relation::Appos]) {
            let between = &tree.sentence.tokens[(object + 1).min(name)..name];
            if tree.child(name, &[Relation::Det]).is_some()
                && between.iter().all(|token| token.upos != Upos::Punct)
                && takes_clause(lexicon, draft)
            {
                draft.add(Role::Comp, name, false);
            }
        }
    }
    // "granted Britain an extension": of two objects side by side the first is indirect.
    let objects: Vec<usize> = tree.children_by(draft.head, &[Relation::Obj]).collect();
    if let [first, .., last] = objects[..]
        && first < last
        && tree.child(draft.head, &[Relation::Iobj]).is_none()
    {
        for argument in &mut draft.arguments {
            if argument.role == Role::Obj && argument.token as usize == first {
                argument.role = Role::Iobj;
            }
        }
    }
    // "Kyiv was given tanks": the surface subject is the indirect object.
    if draft.passive && tree.child(draft.head, &[Relation::Obj]).is_some() {
        for argument in &mut draft.arguments {
            if argument.role == Role::Obj
                && tree.relation(argument.token as usize) == Relation::NsubjPass
            {
                argument.role = Role::Iobj;
            }
        }
    }
    // "North Korea test-fired missiles", where the tree hangs the name on the verb's first part.
    if let Some(first) = draft.head.checked_sub(2)
        && &*tree.token(draft.head - 1).form == "-"
        && tree.head(first) == Some(draft.head)
        && draft.class == PredicateClass::Verb
        && !draft.passive
        && draft
            .tokens(&Role::Subj)
            .iter()
            .all(|token| *token == first)
        && let Some(name) = tree.children_by(first, &[Relation::Compound]).last()
    {
        draft.arguments.retain(|a| a.token as usize != first);
        draft.add(Role::Subj, name, true);
    }
    lone_object(lexicon, draft);
    named_object(tree, lexicon, draft);
    party_below_object(tree, lexicon, draft);
    compound_recipient(tree, lexicon, draft);
    raised_object(tree, draft);
    modified_noun(tree, draft);
    companions::join(tree, draft);
}

/// Whether the lexicon knows the verb with an indirect object.
fn takes_indirect(lexicon: &Lexicon, draft: &Draft) -> bool {
    lexicon.verb(&draft.predicate).iter().any(|entry| {
        let frame = &lexicon.frames[entry.frame as usize];
        entry.words.is_empty()
            && (frame.recipient.contains(&RoleKey::Iobj)
                || frame.when.iter().any(|asked| asked.role == RoleKey::Iobj))
    })
}

/// Whether the lexicon knows the verb with a clause or name that it says of its object.
fn takes_clause(lexicon: &Lexicon, draft: &Draft) -> bool {
    lexicon.verb(&draft.predicate).iter().any(|entry| {
        let frame = &lexicon.frames[entry.frame as usize];
        entry.words.is_empty() && frame.when.iter().any(|asked| asked.role == RoleKey::Comp)
    })
}

/// "telephoned the president to calm him": the only object is direct, whatever the tree calls it.
fn lone_object(lexicon: &Lexicon, draft: &mut Draft) {
    if draft.has(&Role::Obj) || draft.passive || !draft.has(&Role::Iobj) {
        return;
    }
    if draft.has(&Role::Comp) && takes_indirect(lexicon, draft) {
        return;
    }
    for argument in &mut draft.arguments {
        if argument.role == Role::Iobj {
            argument.role = Role::Obj;
        }
    }
}

/// "named an ambassador": a noun that the tree says of the subject is the object of a verb that
/// the lexicon only knows with one.
fn named_object(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    if draft.has(&Role::Obj) || draft.passive || draft.class != PredicateClass::Verb {
        return;
    }
    let transitive = || {
        lexicon.verb(&draft.predicate).iter().any(|entry| {
            let frame = &lexicon.frames[entry.frame as usize];
            frame.when.iter().any(|asked| asked.role == RoleKey::Obj)
        })
    };
    let nominal = |clause: &usize| {
        tree.token(*clause).upos == Upos::Noun
            && *clause > draft.head
            && tree.relation(*clause) == Relation::Xcomp
            && tree.case(*clause).is_none()
            && tree.child(*clause, &[Relation::Det]).is_some()
            && tree
                .child(*clause, &[Relation::Cop, Relation::Mark])
                .is_none()
    };
    let found = draft.tokens(&Role::Comp).into_iter().find(nominal);
    if let Some(object) = found.filter(|_| transitive()) {
        draft.add(Role::Obj, object, false);
    }
}

/// "raised the case of the nun with Beijing": with whom, below the object, where the lexicon's verb
/// does so with somebody and the object is nothing that one has with somebody.
fn party_below_object(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    let with = "with";
    if draft.has(&Role::Prep(with.into())) || draft.passive {
        return;
    }
    let is_with = |key: &RoleKey| matches!(key, RoleKey::Prep(case) if case == with);
    let asked = || {
        lexicon.verb(&draft.predicate).iter().any(|entry| {
            let frame = &lexicon.frames[entry.frame as usize];
            frame.recipient.iter().any(is_with)
        })
    };
    let behind = |noun: usize| {
        tree.children_by(noun, &[Relation::Nmod])
            .filter(move |child| *child > noun)
            .last()
    };
    let found = draft.tokens(&Role::Obj).into_iter().find_map(|object| {
        let known = || {
            lexicon.noun(tree.lemma(object)).iter().any(|entry| {
                let frame = &lexicon.frames[entry.frame as usize];
                entry.words.is_empty() && frame.recipient.iter().any(is_with)
            })
        };
        let last = behind(object)?;
        [Some(last), behind(last)]
            .into_iter()
            .flatten()
            .find(|party| tree.case(*party).as_deref() == Some(with))
            .filter(|_| !known())
    });
    if let Some(party) = found.filter(|_| asked()) {
        fill(tree, draft, Role::Prep(with.into()), party);
    }
}

/// "gave Egypt intelligence": a name before the object that the tree takes for a part of it,
/// where the verb has an indirect object in the lexicon and nobody else is given anything.
fn compound_recipient(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft) {
    let taken = draft.has(&Role::Iobj) || draft.has(&Role::Prep("to".into()));
    if taken || draft.passive {
        return;
    }
    let is_named = |part: usize| {
        tree.sentence.entities.iter().any(|entity| {
            matches!(
                entity.kind,
                EntityKind::Place | EntityKind::Person | EntityKind::Organization
            ) && entity.last as usize == part
        })
    };
    // "gave the Houthis drones".
    let is_people = |part: usize, object: usize| {
        tree.token(part).xpos == Xpos::Nnps && tree.child(object, &[Relation::Det]).is_some()
    };
    let found = draft.tokens(&Role::Obj).into_iter().find_map(|object| {
        tree.children_by(object, &[Relation::Compound])
            .find(|part| *part < object && (is_named(*part) || is_people(*part, object)))
    });
    if let Some(recipient) = found.filter(|_| takes_indirect(lexicon, draft)) {
        draft.add(Role::Iobj, recipient, true);
    }
}

/// "helped Angola build", "let the Red Cross deliver food": the tree makes the object the
/// subject of a clause without tense.
fn raised_object(tree: &Tree<'_>, draft: &mut Draft) {
    if draft.has(&Role::Obj) || draft.has(&Role::Iobj) || draft.passive {
        return;
    }
    let found = draft.tokens(&Role::Comp).into_iter().find_map(|clause| {
        let infinite = tree.token(clause).xpos == Xpos::Vb
            && clause > draft.head
            && tree.child(clause, &[Relation::Aux]).is_none()
            && !is_that_clause(tree, clause);
        let subject = tree.child(clause, &[Relation::Nsubj])?;
        (infinite && subject > draft.head).then_some(subject)
    });
    if let Some(object) = found {
        fill(tree, draft, Role::Obj, object);
    }
}

/// The preposition before a participle clause that is what its verb is about: "of killing".
fn content_mark(tree: &Tree<'_>, clause: usize) -> Option<String> {
    marker(tree, clause).filter(|mark| {
        CLAUSE_PREPOSITIONS.contains(&mark.as_str()) && tree.token(clause).xpos == Xpos::Vbg
    })
}

/// Adds a filler and the nouns coordinated with it.
pub fn fill(tree: &Tree<'_>, draft: &mut Draft, role: Role, token: usize) {
    draft.add(role.clone(), token, false);
    for conjunct in tree.nominal_conjuncts(token) {
        draft.add(role.clone(), conjunct, false);
    }
}

fn oblique(tree: &Tree<'_>, draft: &mut Draft, child: usize) {
    let Some(case) = tree.case(child) else {
        // "deterred from voting", the clause for a noun.
        if let Some(mark) = content_mark(tree, child) {
            draft.add(Role::Prep(mark), child, false);
        }
        return;
    };
    if case == "by" && draft.passive {
        agent(tree, draft, child);
    } else {
        fill(tree, draft, Role::Prep(case.into_owned()), child);
    }
}

/// Whoever does it in the passive, and the aims that the tree hangs on them:
/// "allegations were made by the widow against the general".
fn agent(tree: &Tree<'_>, draft: &mut Draft, child: usize) {
    fill(tree, draft, Role::Subj, child);
    aims_of_doer(tree, draft, child);
    for place in tree.children_by(child, &[Relation::Nmod]) {
        if let Some(case) = tree.case(place)
            && place > child
            && matches!(&*case, "near" | "outside" | "in front of")
        {
            fill(tree, draft, Role::Prep(case.into_owned()), place);
        }
    }
}

/// "handed over the fugitive", "had supplied weapons": a noun behind the verb without a
/// preposition is its object, whatever the tree calls it, unless it tells when.
fn is_bare_object(tree: &Tree<'_>, draft: &Draft, child: usize) -> bool {
    draft.class == PredicateClass::Verb
        && !draft.passive
        && child > draft.head
        && tree.case(child).is_none()
        && matches!(
            tree.token(child).upos,
            Upos::Noun | Upos::Propn | Upos::Pron
        )
        && tree.child(draft.head, &[Relation::Obj]).is_none()
        && if tree.relation(child) == Relation::OblUnmarked {
            // "gave them a week to leave".
            tree.child(draft.head, &[Relation::Iobj]).is_some()
        } else {
            !tree.is_date(child)
        }
}

/// "Peru slammed by Ghana over visas": the passive of a headline, which the tree takes for a past tense.
fn is_slammed_by(tree: &Tree<'_>, lexicon: &Lexicon, draft: &Draft) -> bool {
    let head = draft.head;
    let by = |child: &usize| {
        tree.children_by(*child, &[Relation::Case])
            .any(|case| case == head + 1 && tree.word(case) == "by")
    };
    let with_object = |key: &RoleKey| *key == RoleKey::Obj;
    tree.token(head).xpos == Xpos::Vbd
        && tree.token(head).form.ends_with("ed")
        && tree.children_by(head, &[Relation::Obl]).any(|child| {
            by(&child)
                && !tree.is_date(child)
                && tree.child(child, &[Relation::Nummod]).is_none()
                // "conferred by video".
                && match tree.token(child).upos {
                    Upos::Propn => true,
                    Upos::Noun => {
                        let parts = [Relation::Det, Relation::Amod, Relation::Compound];
                        tree.token(child).xpos == Xpos::Nns || tree.child(child, &parts).is_some()
                    }
                    _ => false,
                }
        })
        && tree
            .child(head, &[Relation::Aux, Relation::Xcomp, Relation::Ccomp])
            .is_none()
        && tree
            .children_by(head, &[Relation::Obj])
            .all(|object| tree.case(object).is_some())
        && lexicon.verb(&draft.predicate).iter().any(|entry| {
            let frame = &lexicon.frames[entry.frame as usize];
            entry.words.is_empty() && frame.recipient.iter().any(with_object)
        })
}

/// A participle or relative clause has the noun it modifies as an argument.
fn modified_noun(tree: &Tree<'_>, draft: &mut Draft) {
    let Some(noun) = tree.head(draft.head) else {
        return;
    };
    match tree.relation(draft.head) {
        Relation::AclRelcl => relative(tree, draft, noun),
        Relation::Xcomp => relative_below(tree, draft, noun),
        // "It was Israel that bombed them."
        Relation::AdvclRelcl if tree.child(noun, &[Relation::Expl]).is_some() => {
            relative(tree, draft, noun);
        }
        // "more afraid of prison than being bombed".
        Relation::Acl if marker(tree, draft.head).is_some_and(|mark| mark == "than") => {}
        Relation::Acl | Relation::Amod if draft.class == PredicateClass::Verb => {
            if is_infinitive(tree, draft.head) || has_subject(tree, draft.head) {
                return;
            }
            match tree.token(draft.head).xpos {
                // "the general, having met them".
                Xpos::Vbn | Xpos::Vbd
                    if tree.child(draft.head, &[Relation::Aux]).is_some() && !draft.passive =>
                {
                    draft.add(Role::Subj, noun, true);
                }
                Xpos::Vbn | Xpos::Vbd => draft.add(Role::Obj, noun, true),
                // "the idea of meeting them": not the idea meets.
                Xpos::Vbg if content_mark(tree, draft.head).is_none() => {
                    draft.add(Role::Subj, noun, true);
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// "the support that the US continues to provide", "the men it wants to arrest": the gap of a
/// relative clause in what its verb embeds.
fn relative_below(tree: &Tree<'_>, draft: &mut Draft, verb: usize) {
    let top = std::iter::successors(Some(verb), |token| tree.head(*token))
        .find(|token| tree.relation(*token) != Relation::Xcomp)
        .filter(|token| tree.relation(*token) == Relation::AclRelcl);
    let Some((top, antecedent)) = top.and_then(|top| Some((top, tree.head(top)?))) else {
        return;
    };
    if put_for_pronoun(tree, draft, antecedent) {
        return;
    }
    let gap_above = tree
        .children_by(top, &[Relation::Nsubj, Relation::NsubjPass, Relation::Obj])
        .any(|child| tree.relation(child) == Relation::Obj || is_relative_pronoun(tree, child));
    let stranded = tree
        .children(draft.head)
        .iter()
        .any(|child| tree.token(*child).upos == Upos::Adp);
    let filled = draft.has(&Role::Obj) || draft.has(&Role::Comp) || draft.passive;
    if !gap_above
        && !stranded
        && !filled
        && !is_adverbial(tree, top)
        && has_subject(tree, top)
        && draft.class == PredicateClass::Verb
    {
        draft.add(Role::Obj, antecedent, true);
    }
}

fn is_relative_pronoun(tree: &Tree<'_>, index: usize) -> bool {
    let token = tree.token(index);
    matches!(token.xpos, Xpos::Wdt | Xpos::Wp)
        || (token.upos == Upos::Pron && matches!(&*token.lemma, "that" | "who" | "which"))
}

/// A relative clause without a gap for the noun: "the town where …", "Eritrea, whose army …".
fn is_adverbial(tree: &Tree<'_>, clause: usize) -> bool {
    tree.children(clause).iter().any(|child| {
        tree.token(*child).xpos == Xpos::Wrb
            || tree
                .children_by(*child, &[Relation::NmodPoss])
                .any(|owner| tree.word(owner) == "whose")
    })
}

/// Puts the antecedent in the place of the relative pronoun, if one is an argument.
fn put_for_pronoun(tree: &Tree<'_>, draft: &mut Draft, antecedent: usize) -> bool {
    let pronoun = draft
        .arguments
        .iter_mut()
        .find(|argument| is_relative_pronoun(tree, argument.token as usize));
    let Some(argument) = pronoun else {
        return false;
    };
    let (pronoun, role) = (argument.token as usize, argument.role.clone());
    let antecedent = match role {
        Role::Subj => one_of_them(tree, antecedent).unwrap_or(antecedent),
        _ => antecedent,
    };
    argument.token = antecedent as u32;
    argument.inferred = true;
    // "Iran and Syria, which back the group".
    for other in tree.nominal_conjuncts(antecedent) {
        if other < pronoun {
            draft.add(role.clone(), other, true);
        }
    }
    true
}

/// "Qatar is one of the few countries that have armed them": Qatar has.
fn one_of_them(tree: &Tree<'_>, antecedent: usize) -> Option<usize> {
    let one = match tree.case(antecedent).as_deref() {
        Some("of" | "among") => tree.head(antecedent)?,
        _ => antecedent,
    };
    let is_one = tree.lemma(one) == "one" && tree.child(one, &[Relation::Cop]).is_some();
    tree.child(one, &[Relation::Nsubj]).filter(|_| is_one)
}

/// Puts the antecedent in the place of the relative pronoun, or into the gap.
fn relative(tree: &Tree<'_>, draft: &mut Draft, antecedent: usize) {
    if put_for_pronoun(tree, draft, antecedent) {
        return;
    }
    if !is_adverbial(tree, draft.head) && draft.class == PredicateClass::Verb {
        if !draft.has(&Role::Subj) && !draft.passive {
            draft.add(Role::Subj, antecedent, true);
        } else if !draft.has(&Role::Obj) && !draft.has(&Role::Comp) {
            draft.add(Role::Obj, antecedent, true);
        }
    }
}

/// Finds the parent proposition and how this one hangs on it.
pub fn link(tree: &Tree<'_>, draft: &mut Draft, drafts: &Drafts) {
    let Some(head) = tree.head(draft.head) else {
        return;
    };
    let governor = std::iter::successors(Some(head), |token| tree.head(*token))
        .find(|token| drafts.at(*token).is_some());
    let Some(governor) = governor else { return };
    let direct = governor == head;
    let link = match tree.relation(draft.head) {
        Relation::Ccomp
        | Relation::Xcomp
        | Relation::Csubj
        | Relation::CsubjOuter
        | Relation::CsubjPass
            if direct =>
        {
            Link::Complement
        }
        Relation::Advcl if is_for_to(tree, draft.head) => Link::Complement,
        Relation::Advcl | Relation::AdvclRelcl => match marker(tree, draft.head) {
            Some(mark) if mark == "to" && is_infinitive(tree, draft.head) => {
                let parent = drafts.at(governor).map(|parent| parent.class);
                if parent == Some(PredicateClass::Adjective) {
                    Link::Complement
                } else {
                    Link::Purpose
                }
            }
            Some(mark) if mark == "in order to" || mark == "so as to" => Link::Purpose,
            // "as long as it arms them", "so long as".
            Some(mark) if mark == "as" && tree.lemma(head) == "long" && !direct => {
                Link::Adverbial("as long as".into())
            }
            Some(mark) => Link::Adverbial(mark),
            None if is_infinitive(tree, draft.head) => Link::Purpose,
            None => Link::Adverbial(String::new()),
        },
        // "authorised pilgrims to travel", where the tree hangs the clause on the pilgrims.
        Relation::Acl
            if !direct
                && drafts
                    .at(governor)
                    .is_some_and(|parent| parent.tokens(&Role::Comp).contains(&draft.head)) =>
        {
            Link::Complement
        }
        Relation::Acl
            if direct && (is_infinitive(tree, draft.head) || is_that_clause(tree, draft.head)) =>
        {
            Link::Complement
        }
        Relation::Acl if content_mark(tree, draft.head).is_some() => {
            Link::Adverbial(content_mark(tree, draft.head).unwrap_or_default())
        }
        Relation::Acl | Relation::AclRelcl | Relation::Amod => Link::Relative,
        Relation::Conj if direct => Link::Conjunct,
        Relation::Parataxis => Link::Parataxis,
        _ if draft.class == PredicateClass::Noun => Link::Argument,
        _ => Link::Adverbial(marker(tree, draft.head).unwrap_or_default()),
    };
    draft.parent = Some((governor, link));
}

/// "called for Israel to end the siege": a clause between "for" and "to".
pub fn is_for_to(tree: &Tree<'_>, clause: usize) -> bool {
    marker(tree, clause).is_some_and(|mark| mark == "for to")
}

/// Whoever stands between the "for" and the "to" of a clause, where the tree hangs them on its governor.
pub fn between_for_and_to(tree: &Tree<'_>, clause: usize) -> Option<usize> {
    let mark = tree
        .children_by(clause, &[Relation::Mark])
        .find(|mark| tree.lemma(*mark) == "for")?;
    let governor = tree.head(clause)?;
    let hung = [Relation::Obl, Relation::Obj, Relation::Iobj, Relation::Nmod];
    tree.children_by(governor, &hung)
        .find(|child| mark < *child && *child < clause && tree.case(*child).is_none())
}

/// Whether a verb stands in the passive.
fn is_passive(tree: &Tree<'_>, verb: usize) -> bool {
    // "the strikes killed 120 fighters": a past tense without auxiliary and "by" is active,
    // whatever the tree makes of its subject.
    let by = tree
        .children_by(verb, &[Relation::OblAgent, Relation::Obl])
        .any(|child| tree.case(child).as_deref() == Some("by"));
    if tree.token(verb).xpos == Xpos::Vbd
        && !by
        && tree.child(verb, &[Relation::AuxPass]).is_none()
        && tree.child(verb, &[Relation::NsubjPass]).is_some()
    {
        return false;
    }
    // "the authorities are pressuring lecturers": nor is a progressive, without "being".
    let progressive = tree.token(verb).xpos == Xpos::Vbg
        && tree.child(verb, &[Relation::AuxPass]).is_none()
        && tree.child(verb, &[Relation::Obj]).is_some();
    if progressive {
        return false;
    }
    if tree
        .child(
            verb,
            &[
                Relation::AuxPass,
                Relation::NsubjPass,
                Relation::OblAgent,
                Relation::CsubjPass,
            ],
        )
        .is_some()
    {
        return true;
    }
    let token = tree.token(verb);
    let participle = matches!(token.xpos, Xpos::Vbn | Xpos::Vbd);
    match token.relation {
        Relation::Acl | Relation::Amod => {
            participle && !has_subject(tree, verb) && tree.child(verb, &[Relation::Obj]).is_none()
        }
        Relation::Advcl | Relation::Xcomp => {
            // "Kidnapped in May, the boys were freed": without a subject or mark it is no past tense.
            let opens = verb == 0
                && token.xpos == Xpos::Vbd
                && tree
                    .child(verb, &[Relation::Mark, Relation::Advmod, Relation::Xcomp])
                    .is_none();
            (token.xpos == Xpos::Vbn || opens)
                && !has_subject(tree, verb)
                && tree.child(verb, &[Relation::Aux, Relation::Obj]).is_none()
        }
        _ => false,
    }
}

/// Whether a clause has a subject of its own.
pub fn has_subject(tree: &Tree<'_>, index: usize) -> bool {
    tree.child(
        index,
        &[
            Relation::Nsubj,
            Relation::NsubjOuter,
            Relation::NsubjPass,
            Relation::Csubj,
            Relation::CsubjPass,
        ],
    )
    .is_some()
}

/// Whether a verb is an infinitive with "to".
pub fn is_infinitive(tree: &Tree<'_>, index: usize) -> bool {
    tree.children_by(index, &[Relation::Mark])
        .any(|mark| tree.token(mark).xpos == Xpos::To || &*tree.token(mark).form == "to")
}

fn is_that_clause(tree: &Tree<'_>, index: usize) -> bool {
    tree.children_by(index, &[Relation::Mark])
        .any(|mark| tree.lemma(mark) == "that")
}

/// The word that introduces a clause: "if", "after", "to", "in order to".
pub fn marker(tree: &Tree<'_>, index: usize) -> Option<String> {
    let marks: Vec<String> = tree
        .children_by(index, &[Relation::Mark])
        .map(|mark| tree.with_fixed(mark).into_owned())
        .collect();
    if !marks.is_empty() {
        // "if Assad is to stay", "whether to attack".
        let condition = matches!(&*marks[0], "if" | "unless" | "whether");
        let told = if condition && marks.len() == 2 && marks[1] == "to" {
            &marks[..1]
        } else {
            &marks
        };
        return Some(told.join(" "));
    }
    tree.children_by(index, &[Relation::Advmod])
        .find(|child| tree.token(*child).xpos == Xpos::Wrb)
        .map(|child| tree.with_fixed(child).into_owned())
}
