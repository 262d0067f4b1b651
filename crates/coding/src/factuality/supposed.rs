//! What is only supposed, waited for or unproven by the words around a clause, or goes on whatever they say.

use super::{is_condition, is_definite, is_in, is_unreal, unreal_class};
use crate::events::{Coded, Scene};
use demarche_story::{Link, PredicateClass, Role, Tense};

/// Whether the first of two conjuncts stands in a condition.
pub(super) fn is_second_condition(scene: &Scene<'_>, first: &demarche_story::Proposition) -> bool {
    let mut first = first;
    // "if she returned, was charged and was convicted".
    for _ in 0..3 {
        match &first.parent {
            Some((above, Link::Conjunct)) => first = &scene.propositions[*above as usize],
            Some((_, Link::Adverbial(mark))) => {
                return is_condition(mark) && first.tense != Tense::Future;
            }
            _ => return false,
        }
    }
    false
}

/// Whether a participle stands on "those" or "one", and that somebody is one of them is only supposed.
pub(super) fn is_supposed_of_such(
    scene: &Scene<'_>,
    participle: &demarche_story::Proposition,
    above: &demarche_story::Proposition,
) -> bool {
    use demarche_story::Relation::{Acl, Aux, AuxPass, Nmod, Xcomp};
    let tree = scene.tree(participle.sentence);
    let head = participle.head as usize;
    let such = tree.head(head).filter(|noun| {
        tree.relation(head) == Acl
            && tree.child(head, &[Aux, AuxPass]).is_none()
            && matches!(&*tree.token(*noun).form, "those" | "one" | "ones" | "them")
    });
    let supposed = |index: usize| is_supposed(&scene.propositions[index]);
    such.is_some_and(|such| {
        let of_one = tree
            .head(such)
            .is_some_and(|one| matches!(tree.lemma(one), "one" | "some" | "many" | "most"));
        (of_one || above.class == PredicateClass::Noun) && is_supposed(above)
            || of_one
                && std::iter::successors(Some(such), |token| {
                    matches!(tree.relation(*token), Nmod | Xcomp)
                        .then(|| tree.head(*token))
                        .flatten()
                })
                .filter_map(|token| scene.proposition(participle.sentence, token))
                .any(supposed)
    })
}

/// Whether a clause tells of what only could or will be.
pub(super) fn is_supposed(clause: &demarche_story::Proposition) -> bool {
    clause.modality.is_some() || clause.tense == Tense::Future
}

/// "preconditions on", "a chance for": what a verb does to a mere possibility.
pub(super) fn has_unreal_object(scene: &Scene<'_>, above: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(above.sentence);
    tree.child(above.head as usize, &[demarche_story::Relation::Obj])
        .is_some_and(|object| is_unreal(scene, tree.lemma(object)))
}

/// "Either we mend our relations or they will break."
pub(super) fn is_alternative(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(clause.sentence);
    let verb = clause.light.unwrap_or(clause.head) as usize;
    let opens = |of: usize| {
        tree.children(of)
            .iter()
            .any(|word| *word < of && tree.lemma(*word).eq_ignore_ascii_case("either"))
    };
    // "Either Turkey arrests him": the tree may hang the word on the subject, where no other subject is.
    let subject = || {
        tree.child(verb, &[demarche_story::Relation::Nsubj])
            .filter(|subject| tree.nominal_conjuncts(*subject).is_empty())
    };
    clause.tense != Tense::Past && (opens(verb) || subject().is_some_and(opens))
}

/// Whether a relative clause is about whoever it fits: "any party that breaks the truce".
pub(super) fn is_whoever(scene: &Scene<'_>, relative: &demarche_story::Proposition) -> bool {
    let tree = scene.tree(relative.sentence);
    tree.head(relative.head as usize).is_some_and(|antecedent| {
        matches!(tree.lemma(antecedent), "whoever" | "anyone" | "anybody")
            || tree
                .children_by(antecedent, &[demarche_story::Relation::Det])
                .any(|determiner| matches!(tree.lemma(determiner), "any" | "whichever"))
    })
}

/// Whether a relative clause stands on what its governor waits or looks for.
pub(super) fn is_awaited(
    scene: &Scene<'_>,
    relative: &demarche_story::Proposition,
    above: &demarche_story::Proposition,
) -> bool {
    let noun = scene.tree(relative.sentence).head(relative.head as usize);
    let waits = is_in(
        scene,
        "awaiting",
        above.predicate.split(' ').next().unwrap_or_default(),
    );
    waits
        && above.arguments.iter().any(|a| {
            Some(a.token as usize) == noun
                && (a.role == Role::Obj
                    || matches!(&a.role, Role::Prep(case) if case == "for" || case == "to" || case == "of"))
        })
}

/// "even if it criticises": granted, not supposed.
pub(super) fn is_concession(scene: &Scene<'_>, proposition: &demarche_story::Proposition) -> bool {
    use demarche_story::Relation::{Advmod, Mark};
    let tree = scene.tree(proposition.sentence);
    let head = proposition.head as usize;
    let marks = tree
        .children_by(head, &[Mark])
        .filter_map(|m| m.checked_sub(1));
    marks
        .chain(tree.children_by(head, &[Advmod]))
        .any(|word| tree.lemma(word) == "even")
}

/// "There was no immediate confirmation that troops had entered."
pub(super) fn is_unproven(scene: &Scene<'_>, clause: &demarche_story::Proposition) -> bool {
    use demarche_story::Relation::{Acl, Ccomp, Det};
    let tree = scene.tree(clause.sentence);
    let head = clause.light.unwrap_or(clause.head) as usize;
    matches!(tree.relation(head), Acl | Ccomp)
        && tree.head(head).is_some_and(|noun| {
            is_in(scene, "proof", tree.lemma(noun))
                && tree
                    .children_by(noun, &[Det])
                    .any(|word| tree.lemma(word) == "no")
        })
}

/// Whether an event noun stands for violence or force that goes on or has been, whatever is said of
/// it: definite, no content of what embeds it, and told whose it is by no phrase behind it ("the
/// destruction of …" may lie ahead).
pub(super) fn is_under_way(
    scene: &Scene<'_>,
    above: &demarche_story::Proposition,
    coded: &Coded,
) -> bool {
    use demarche_story::EventType::{Assault, Coerce};
    let noun = &scene.propositions[coded.proposition];
    let role = |role: &Role| {
        above
            .arguments
            .iter()
            .any(|a| a.token == noun.head && a.role == *role)
    };
    matches!(coded.event, Assault | Coerce)
        && noun.class == PredicateClass::Noun
        && noun.light.is_none()
        && above.class == PredicateClass::Verb
        && is_definite(scene, noun)
        && !noun
            .arguments
            .iter()
            .any(|a| a.role == Role::Prep("of".into()))
        && !role(&Role::Subj)
        && !(above.passive && role(&Role::Obj))
        && !role(&Role::Prep("of".into()))
        && !role(&Role::Prep("for".into()))
        && !is_unreal(scene, &above.predicate)
        && unreal_class(scene, above).is_none()
}

/// "The dissolution of the militias is a key demand."
pub(super) fn is_wish(scene: &Scene<'_>, above: &demarche_story::Proposition) -> bool {
    above.class == PredicateClass::Noun
        && (is_unreal(scene, &above.predicate)
            || is_in(scene, "wishes", &above.predicate)
            || unreal_class(scene, above).is_some())
}
