//! Arguments that are said once and meant twice: coordination, control, raising, participles.

use super::clause::{between_for_and_to, has_subject, is_for_to, is_infinitive, marker};
use super::draft::{Draft, Drafts};
use crate::tree::Tree;
use demarche_knowledge::Lexicon;
use demarche_story::{
    EntityKind, Link, Modality, PredicateClass, Relation, Role, Tense, Upos, Xpos,
};

/// Verbs whose subject does what they promise, even beside an object.
const SUBJECT_CONTROL: &[&str] = &["promise", "vow", "pledge", "threaten", "swear"];

/// Carries over subjects and objects from the parent proposition.
pub fn inherit(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft, drafts: &Drafts) {
    let Some((governor, link)) = draft.parent.clone() else {
        return;
    };
    let Some(parent) = drafts.at(governor) else {
        return;
    };
    if draft.class == PredicateClass::Noun && tree.child(draft.head, &[Relation::Cop]).is_none() {
        noun(tree, draft, parent, &link, drafts);
        return;
    }
    if is_for_to(tree, draft.head)
        && let Some(subject) = between_for_and_to(tree, draft.head)
    {
        subject_from(draft, vec![subject]);
        return;
    }
    if let Some(subject) = called_on(tree, draft) {
        subject_from(draft, vec![subject]);
        return;
    }
    // "Brazil ought to apologise": the auxiliary has the subject.
    let up = tree.head(draft.head).filter(|up| *up != governor);
    if tree.relation(draft.head) == Relation::Xcomp
        && let Some(subject) = up.and_then(|up| tree.child(up, &[Relation::Nsubj]))
    {
        subject_from(draft, vec![subject]);
        return;
    }
    if matches!(link, Link::Conjunct | Link::Adverbial(_))
        && let Some(doer) = behind_stray_mark(tree, draft)
    {
        subject_from(draft, tree.with_conjuncts(doer).collect());
        return;
    }
    match link {
        Link::Conjunct => coordinate(tree, draft, parent),
        Link::Complement if !has_subject(tree, draft.head) => control(tree, lexicon, draft, parent),
        Link::Purpose if !has_subject(tree, draft.head) => {
            // "led the minister, an admiral, to quit": behind a comma it is the object that does it.
            let made = MAKING.contains(&parent.predicate.as_str()) && parent.has(&Role::Obj);
            let tokens = if made && !parent.passive {
                parent.tokens(&Role::Obj)
            } else {
                parent.surface_subject()
            };
            subject_from(draft, tokens);
        }
        Link::Adverbial(ref mark) if !has_subject(tree, draft.head) => {
            let object = matches!(
                mark.as_str(),
                "of" | "from" | "for" | "with" | "into" | "over"
            );
            let tokens = if let Some(doer) = between_mark_and_verb(tree, draft.head) {
                vec![doer]
            } else if let Some(doer) = doer_of_result(tree, draft, parent) {
                vec![doer]
            } else if let Some(above) = harmed_beside(tree, draft, parent, drafts) {
                above
            } else if is_of_inner_clause(tree, draft, governor) {
                Vec::new()
            } else if parent.predicate == "use" && parent.passive {
                // "used by rebels for shelling the town": the means does nothing.
                parent.tokens(&Role::Subj)
            } else if object && parent.has(&Role::Obj) {
                parent.tokens(&Role::Obj)
            } else if let Some(agent) = agent_before(tree, draft, parent) {
                vec![agent]
            } else {
                parent.surface_subject()
            };
            subject_from(draft, tokens);
        }
        Link::Relative if is_infinitive(tree, draft.head) && !has_subject(tree, draft.head) => {
            subject_from(draft, parent.tokens(&Role::Subj));
        }
        _ => {}
    }
}

/// Prepositions that set an event noun beside the deed of its clause.
const BESIDE: &[&str] = &[
    "at",
    "during",
    "in",
    "on",
    "after",
    "following",
    "before",
    "ahead of",
];

/// "its annexation of X and intervention in Y"; "at a meeting with X, Kerry said", "on a visit to Y".
fn noun(tree: &Tree<'_>, draft: &mut Draft, parent: &Draft, link: &Link, drafts: &Drafts) {
    if draft.has(&Role::Subj) {
        return;
    }
    // "became a critic of the junta", "made him a critic".
    if tree.relation(draft.head) == Relation::Xcomp && parent.class == PredicateClass::Verb {
        let object = parent.tokens(&Role::Obj);
        let whose = if object.is_empty() || parent.passive {
            parent.surface_subject()
        } else {
            object
        };
        for token in whose {
            if token != draft.head {
                draft.add(Role::Subj, token, true);
            }
        }
        return;
    }
    let determined = tree
        .child(draft.head, &[Relation::Det, Relation::NmodPoss])
        .is_some();
    if *link == Link::Conjunct && parent.class == PredicateClass::Noun && !determined {
        let owner = Role::Prep("poss".into());
        for token in parent.tokens(&owner) {
            draft.add(Role::Subj, token, true);
            draft.add(owner.clone(), token, true);
        }
    } else if *link == Link::Argument
        && (draft.has(&Role::Prep("with".into())) || draft.has(&Role::Prep("to".into())))
        && tree.case(draft.head).is_some_and(|case| {
            let beside = BESIDE.contains(&&*case);
            // "is in Athens for talks with": where one is, one is there for something.
            match parent.class {
                PredicateClass::Verb => beside || case == "for" && !parent.has(&Role::Obj),
                _ => {
                    (beside || case == "for") && tree.child(parent.head, &[Relation::Cop]).is_some()
                }
            }
        })
    {
        // "the decision to withdraw during a talk with the premier": whoever has the clause above.
        let above = |draft: &Draft| draft.parent.as_ref().and_then(|(up, _)| drafts.at(*up));
        let doers = std::iter::successors(Some(parent), |draft| above(draft))
            .take(3)
            .map(Draft::surface_subject)
            .find(|tokens| !tokens.is_empty());
        for token in doers.unwrap_or_default() {
            draft.add(Role::Subj, token, true);
        }
    }
}

/// "its call *for the king* to step aside", where the tree hangs the king on the call, or the
/// clause on the king.
fn called_on(tree: &Tree<'_>, draft: &Draft) -> Option<usize> {
    if tree.relation(draft.head) != Relation::Acl
        || !is_infinitive(tree, draft.head)
        || has_subject(tree, draft.head)
    {
        return None;
    }
    let noun = tree.head(draft.head)?;
    let called = |token: &usize| {
        tree.relation(*token) == Relation::Nmod && tree.case(*token).as_deref() == Some("for")
    };
    let to = tree.child(draft.head, &[Relation::Mark])?;
    let before = |token: &usize| {
        tree.subtree(*token)
            .last()
            .is_some_and(|last| last + 1 == to)
    };
    Some(noun).filter(called).or_else(|| {
        tree.children_by(noun, &[Relation::Nmod])
            .find(|token| called(token) && before(token))
    })
}

/// "The job of defeating them was over, the general said": between the participle and who says so
/// stands a clause of its own.
fn is_of_inner_clause(tree: &Tree<'_>, draft: &Draft, governor: usize) -> bool {
    let mut at = draft.head;
    while let Some(up) = tree.head(at).filter(|up| *up != governor) {
        if matches!(
            tree.relation(up),
            Relation::Ccomp | Relation::Parataxis | Relation::AclRelcl | Relation::Advcl
        ) {
            return true;
        }
        at = up;
    }
    false
}

/// "was not consulted before Norway announced the summit", where the tree hangs Norway on the verb
/// above.
fn between_mark_and_verb(tree: &Tree<'_>, clause: usize) -> Option<usize> {
    let mark = tree.child(clause, &[Relation::Mark])?;
    let finite = matches!(tree.token(clause).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        || tree.child(clause, &[Relation::Aux]).is_some();
    let above = tree.head(clause).filter(|_| finite)?;
    tree.children_by(
        above,
        &[Relation::Obl, Relation::OblUnmarked, Relation::Obj],
    )
    .find(|child| {
        mark < *child && *child < clause && tree.case(*child).is_none() && !tree.is_date(*child)
    })
}

/// "tension rose as the Greek premier, a conservative, accused Turkey", where the tree takes "as" for a
/// preposition and hangs the premier on the verb above: a finite clause right behind is his.
fn behind_stray_mark(tree: &Tree<'_>, draft: &Draft) -> Option<usize> {
    let clause = draft.head;
    let auxiliaries = [Relation::Aux, Relation::AuxPass, Relation::Cop];
    let auxiliary = tree.child(clause, &auxiliaries);
    let finite = |token: usize| matches!(tree.token(token).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    if draft.class != PredicateClass::Verb
        || has_subject(tree, clause)
        || tree
            .child(clause, &[Relation::Mark, Relation::Cc])
            .is_some()
        || !finite(auxiliary.unwrap_or(clause))
    {
        return None;
    }
    let above = tree.head(clause).filter(|above| *above < clause)?;
    tree.children_by(above, &[Relation::Obl, Relation::Nmod])
        .filter(|noun| above < *noun && *noun < clause)
        .filter(|noun| {
            let case = tree.case(*noun);
            matches!(
                case.as_deref(),
                Some("as" | "after" | "before" | "since" | "until")
            ) && !tree.is_date(*noun)
        })
        .find(|noun| {
            let last = tree.subtree(*noun).last().copied().unwrap_or(*noun);
            (last + 1..clause).all(|between| {
                let upos = tree.token(between).upos;
                matches!(upos, Upos::Punct | Upos::Adv | Upos::Aux | Upos::Part)
            })
        })
}

/// "bombed a village as residents gathered, killing a hundred": whoever does the main deed.
fn harmed_beside(
    tree: &Tree<'_>,
    draft: &Draft,
    parent: &Draft,
    drafts: &Drafts,
) -> Option<Vec<usize>> {
    let harm = matches!(
        draft.predicate.as_str(),
        "kill" | "wound" | "injure" | "destroy"
    );
    let (above, link) = parent.parent.as_ref()?;
    let beside =
        matches!(link, Link::Adverbial(mark) if matches!(mark.as_str(), "as" | "when" | "while"));
    let comma = draft
        .head
        .checked_sub(1)
        .is_some_and(|at| &*tree.token(at).form == ",");
    if !harm || !beside || !comma || tree.token(draft.head).xpos != Xpos::Vbg {
        return None;
    }
    Some(drafts.at(*above)?.surface_subject())
}

/// Verbs whose object does what stands in their infinitive.
const MAKING: &[&str] = &[
    "allow",
    "cause",
    "compel",
    "convince",
    "encourage",
    "force",
    "lead",
    "persuade",
    "prompt",
    "push",
    "spur",
];

/// Verbs and the prepositions behind which they have a clause: "led to troops leaving".
const RESULT: &[(&str, &str)] = &[
    ("lead", "to"),
    ("result", "in"),
    ("end", "with"),
    ("end", "in"),
    ("contribute", "to"),
    ("culminate", "in"),
];

/// "led to Kurdish forces retreating": who stands right before the participle does it.
fn doer_of_result(tree: &Tree<'_>, draft: &Draft, parent: &Draft) -> Option<usize> {
    if tree.token(draft.head).xpos != Xpos::Vbg || marker(tree, draft.head).is_some() {
        return None;
    }
    let (_, case) = RESULT.iter().find(|(verb, _)| *verb == parent.predicate)?;
    let last = |noun: &usize| tree.subtree(*noun).last().copied();
    parent
        .tokens(&Role::Prep((*case).into()))
        .into_iter()
        .find(|noun| last(noun).is_some_and(|last| last + 1 == draft.head))
}

/// "shot down by rebels using a missile": a participle right behind the agent of a passive is its deed.
fn agent_before(tree: &Tree<'_>, draft: &Draft, parent: &Draft) -> Option<usize> {
    if !parent.passive || tree.token(draft.head).xpos != Xpos::Vbg {
        return None;
    }
    let last = |agent: &usize| tree.subtree(*agent).last().copied();
    parent.tokens(&Role::Subj).into_iter().find(|agent| {
        *agent > parent.head && last(agent).is_some_and(|last| last + 1 == draft.head)
    })
}

fn subject_from(draft: &mut Draft, tokens: Vec<usize>) {
    let role = draft.surface_role();
    if draft.has(&role) {
        return;
    }
    for token in tokens {
        draft.add(role.clone(), token, true);
    }
}

/// "urged Israel to stop": the object does it; "agreed to stop": the subject does.
fn control(tree: &Tree<'_>, lexicon: &Lexicon, draft: &mut Draft, parent: &Draft) {
    // "talks that …", "said stopping it …" have no one to control them.
    if matches!(tree.relation(draft.head), Relation::Ccomp) && !is_infinitive(tree, draft.head) {
        return;
    }
    if parent.class == PredicateClass::Noun {
        // "It was an attempt to kill him": nobody has been named.
        let expletive = |token: &usize| {
            tree.child(parent.head, &[Relation::Cop]).is_some() && tree.lemma(*token) == "it"
        };
        let mut doers = parent.tokens(&Role::Subj);
        doers.retain(|token| !expletive(token));
        subject_from(draft, doers);
        return;
    }
    let by_subject = SUBJECT_CONTROL.contains(&parent.predicate.as_str());
    let by_subject = by_subject || is_left_behind(tree, lexicon, parent);
    let controller = if !by_subject && parent.has(&Role::Iobj) {
        parent.tokens(&Role::Iobj)
    } else if !by_subject && parent.has(&Role::Obj) {
        parent.tokens(&Role::Obj)
    } else {
        parent.surface_subject()
    };
    subject_from(draft, controller);
}

/// "left home to fight", "leave Germany to join them": from where is no doer.
fn is_left_behind(tree: &Tree<'_>, lexicon: &Lexicon, parent: &Draft) -> bool {
    matches!(
        parent.predicate.as_str(),
        "leave" | "flee" | "quit" | "abandon" | "enter" | "cross"
    ) && !parent.passive
        && parent.tokens(&Role::Obj).iter().all(|object| {
            lexicon
                .sets
                .named_contains("left-behind", tree.lemma(*object))
                || tree.sentence.entities.iter().any(|entity| {
                    entity.kind == EntityKind::Place
                        && (entity.first as usize..=entity.last as usize).contains(object)
                })
        })
}

/// "met and discussed", "was arrested and charged".
fn coordinate(tree: &Tree<'_>, draft: &mut Draft, parent: &Draft) {
    if parent.class == PredicateClass::Noun && tree.child(parent.head, &[Relation::Cop]).is_none() {
        return;
    }
    let own_auxiliary = tree
        .child(
            draft.head,
            &[Relation::Aux, Relation::AuxPass, Relation::Cop],
        )
        .is_some();
    let xpos = tree.token(draft.head).xpos;
    if !has_subject(tree, draft.head) {
        if parent.passive
            && xpos == Xpos::Vbn
            && !own_auxiliary
            && tree.child(draft.head, &[Relation::Obj]).is_none()
        {
            draft.passive = true;
            draft.tense = parent.tense;
            draft.modality = parent.modality;
        }
        subject_from(draft, parent.surface_subject());
        if !own_auxiliary && matches!(xpos, Xpos::Vb | Xpos::Vbn | Xpos::Vbg) {
            if draft.tense == Tense::None {
                draft.tense = parent.tense;
            }
            draft.modality = draft.modality.or(parent.modality);
            let joined_by_or = tree
                .children_by(draft.head, &[Relation::Cc])
                .any(|cc| matches!(tree.lemma(cc), "or" | "nor"));
            draft.negated |= parent.negated && joined_by_or;
        }
        if draft.class == PredicateClass::Verb && !draft.passive {
            shared_object(tree, draft, parent);
        }
    } else if matches!(
        parent.modality,
        Some(Modality::Conditional | Modality::Question)
    ) && marker(tree, draft.head).is_none()
    {
        // "if A attacks and B answers": the condition holds for both.
        let conditional = marker(tree, parent.head)
            .is_some_and(|mark| matches!(mark.as_str(), "if" | "unless" | "whether"));
        if conditional {
            draft.modality = draft.modality.or(parent.modality);
        }
    }
}

/// "attacked and looted the embassy": the object follows the last verb and is meant for both.
fn shared_object(tree: &Tree<'_>, draft: &mut Draft, parent: &Draft) {
    if draft.has(&Role::Obj) || draft.has(&Role::Comp) {
        return;
    }
    for token in parent.tokens(&Role::Obj) {
        if token > draft.head && tree.token(token).upos != Upos::Verb {
            draft.add(Role::Obj, token, true);
        }
    }
}

/// "announced a plan to withdraw", "its failure to arrest": once the nouns have all their
/// arguments, the clauses below them have the nouns' doers or possessors.
pub fn subjects_of_content(tree: &Tree<'_>, drafts: &mut Drafts) {
    for index in 0..drafts.list.len() {
        let draft = &drafts.list[index];
        let content = match &draft.parent {
            Some((_, Link::Complement)) => true,
            Some((_, Link::Adverbial(mark))) => matches!(mark.as_str(), "of" | "in" | "on"),
            Some((_, Link::Relative)) => is_infinitive(tree, draft.head),
            _ => false,
        };
        let open = draft.class == PredicateClass::Verb
            && tree.relation(draft.head) == Relation::Acl
            && !draft.has(&draft.surface_role())
            && !has_subject(tree, draft.head);
        let Some(noun) = tree.head(draft.head).filter(|_| content && open) else {
            continue;
        };
        let own = drafts.at(noun).map(|noun| noun.tokens(&Role::Subj));
        let owner = || -> Vec<usize> {
            tree.children_by(noun, &[Relation::NmodPoss])
                .flat_map(|owner| tree.with_conjuncts(owner))
                .collect()
        };
        let subjects = own
            .filter(|tokens| !tokens.is_empty())
            .unwrap_or_else(owner);
        subject_from(&mut drafts.list[index], subjects);
    }
}

/// What a predicate embeds, it embeds with all its conjuncts: "vowed to fight and win".
pub fn complements_of_conjuncts(tree: &Tree<'_>, drafts: &mut Drafts) {
    let mut additions = Vec::new();
    for draft in &drafts.list {
        for argument in &draft.arguments {
            let clausal = argument.role == Role::Comp;
            let first = argument.token as usize;
            if !clausal || argument.inferred {
                continue;
            }
            for conjunct in tree.children_by(first, &[Relation::Conj]) {
                if drafts.at(conjunct).is_some() {
                    additions.push((draft.head, argument.role.clone(), conjunct));
                }
            }
        }
        // The object that follows a later verb: "condemned and rejected the plan".
        if draft.class == PredicateClass::Verb
            && !draft.passive
            && !draft.has(&Role::Obj)
            && !draft.has(&Role::Comp)
        {
            let next = tree
                .children_by(draft.head, &[Relation::Conj])
                .find_map(|c| drafts.at(c));
            if let Some(next) = next
                && next.class == PredicateClass::Verb
                && !next.passive
                && !has_subject(tree, next.head)
                && next.head.saturating_sub(draft.head) <= 3
            {
                for token in next.tokens(&Role::Obj) {
                    additions.push((draft.head, Role::Obj, token));
                }
            }
        }
    }
    for (head, role, token) in additions {
        if let Some(index) = drafts.index_at(head) {
            drafts.list[index].add(role, token, true);
        }
    }
}
