//! What no happening is meant by, though its words name one: deeds in general, what something is called, what is
//! ruled out, and wishes within a condition.

use super::is_in;
use crate::events::{Coded, Composer, Scene};
use crate::tree::Tree;
use demarche_story::{EventType, Link, PredicateClass, Proposition, Relation, Tense, Upos, Xpos};

/// Whether the words of a coding mean no happening at all.
pub fn means_nothing(scene: &Scene<'_>, composer: &Composer<'_, '_>, coded: &Coded) -> bool {
    let outermost = &scene.propositions[coded.proposition];
    let tree = scene.tree(outermost.sentence);
    is_ruled_out_by_noun(scene, outermost)
        || is_name_of_something(scene, tree, outermost)
        || is_general(scene, tree, coded, outermost)
        || is_spoken_of(tree, coded, outermost)
        || is_wish_in_condition(scene, composer, coded)
        || is_not_accepted(scene, tree, outermost)
        || is_threatened_by_nobody(scene, coded)
}

/// "would not accept their members taking part": so they did not.
fn is_not_accepted(scene: &Scene<'_>, tree: &Tree<'_>, outermost: &Proposition) -> bool {
    let head = outermost.head as usize;
    outermost.class == PredicateClass::Verb
        && tree.token(head).xpos == Xpos::Vbg
        && matches!(
            tree.relation(head),
            Relation::Acl | Relation::Ccomp | Relation::Xcomp
        )
        && [
            tree.head(head),
            tree.head(head).and_then(|up| tree.head(up)),
        ]
        .into_iter()
        .flatten()
        .take(2)
        .filter_map(|verb| scene.proposition(outermost.sentence, verb))
        .map(|verb| &scene.propositions[verb])
        .any(|verb| {
            verb.negated
                && verb.class == PredicateClass::Verb
                && matches!(
                    verb.predicate.as_str(),
                    "accept"
                        | "allow"
                        | "countenance"
                        | "imagine"
                        | "permit"
                        | "recall"
                        | "remember"
                        | "tolerate"
                )
        })
}

/// "Western threats to strike the country", where nobody who could be named makes them.
fn is_threatened_by_nobody(scene: &Scene<'_>, coded: &Coded) -> bool {
    let outermost = &scene.propositions[coded.proposition];
    coded.actors.is_empty()
        && coded.event == EventType::Assault
        && matches!(&outermost.parent, Some((parent, Link::Complement | Link::Argument))
            if scene.propositions[*parent as usize].predicate == "threat")
}

/// "There was no way that they would invade", "no question of leaving".
fn is_ruled_out_by_noun(scene: &Scene<'_>, outermost: &Proposition) -> bool {
    use Relation::{Acl, AclRelcl, Ccomp, Det, Nmod, Xcomp};
    let tree = scene.tree(outermost.sentence);
    let mut at = outermost.light.unwrap_or(outermost.head) as usize;
    while tree.relation(at) == Xcomp {
        let Some(up) = tree.head(at) else { break };
        at = up;
    }
    matches!(tree.relation(at), Acl | AclRelcl | Ccomp | Nmod)
        && tree.head(at).is_some_and(|noun| {
            // "in breach of a truce": there is none.
            if tree.relation(at) == Nmod && is_in(scene, "breaches", tree.lemma(noun)) {
                return tree.case(noun).as_deref() == Some("in");
            }
            // "no question of leaving", but "no question that they left".
            is_in(scene, "ways", tree.lemma(noun))
                && (tree.relation(at) == Nmod || tree.lemma(noun) != "question")
                && tree
                    .children_by(noun, &[Det])
                    .any(|word| tree.lemma(word) == "no")
        })
}

/// "dismissed it as a meeting between friends": that is what it is called.
fn is_name_of_something(scene: &Scene<'_>, tree: &Tree<'_>, noun: &Proposition) -> bool {
    let head = noun.head as usize;
    noun.class == PredicateClass::Noun
        && noun.light.is_none()
        && tree.case(head).as_deref() == Some("as")
        && tree.head(head).is_some_and(|verb| {
            let object = tree
                .head(verb)
                .filter(|_| tree.token(verb).upos != Upos::Verb);
            [Some(verb), object]
                .into_iter()
                .flatten()
                .any(|verb| is_in(scene, "describing", tree.lemma(verb)))
        })
}

/// "attacks on journalists are attacks on democracy", "preventing violence against women": a bare noun of violence
/// without a doer, of which something holds at any time.
fn is_general(scene: &Scene<'_>, tree: &Tree<'_>, coded: &Coded, noun: &Proposition) -> bool {
    let head = noun.head as usize;
    let bare = noun.class == PredicateClass::Noun
        && noun.light.is_none()
        && coded.actors.is_empty()
        && matches!(coded.event, EventType::Assault | EventType::Coerce)
        && tree
            .child(head, &[Relation::Det, Relation::NmodPoss, Relation::Nummod])
            .is_none();
    if !bare {
        return false;
    }
    let plural = tree.token(head).xpos == Xpos::Nns;
    let finite_now = |token: usize| {
        tree.children_by(token, &[Relation::Cop])
            .any(|copula| matches!(tree.token(copula).xpos, Xpos::Vbz | Xpos::Vbp))
    };
    // It is what something else is, or something is what it is.
    if plural && finite_now(head) {
        return true;
    }
    let Some(up) = tree.head(head) else {
        return false;
    };
    match tree.relation(head) {
        Relation::Nsubj => plural && finite_now(up),
        Relation::Obj | Relation::Obl => {
            matches!(tree.token(up).xpos, Xpos::Vbg | Xpos::Vb)
                && tree.child(up, &[Relation::Aux, Relation::Nsubj]).is_none()
                && is_in(scene, "countering", tree.lemma(up))
        }
        Relation::Nmod => {
            plural && tree.case(head).as_deref() == Some("like") && finite_now_above(tree, up)
        }
        _ => false,
    }
}

fn finite_now_above(tree: &Tree<'_>, noun: usize) -> bool {
    tree.relation(noun) == Relation::Nsubj
        && tree.head(noun).is_some_and(|up| {
            tree.children_by(up, &[Relation::Cop])
                .any(|copula| matches!(tree.token(copula).xpos, Xpos::Vbz | Xpos::Vbp))
        })
}

/// "when we talk about an attack by the state": some attack, whichever.
fn is_spoken_of(tree: &Tree<'_>, coded: &Coded, noun: &Proposition) -> bool {
    let head = noun.head as usize;
    noun.class == PredicateClass::Noun
        && noun.light.is_none()
        && matches!(coded.event, EventType::Assault | EventType::Coerce)
        && matches!(tree.case(head).as_deref(), Some("about" | "of"))
        && tree
            .children_by(head, &[Relation::Det])
            .any(|word| matches!(tree.lemma(word), "a" | "any"))
        && tree.head(head).is_some_and(|verb| {
            matches!(tree.lemma(verb), "talk" | "speak" | "think" | "dream")
                && tree.token(verb).xpos != Xpos::Vbd
        })
}

/// "If they want to attack us": no threat of theirs.
fn is_wish_in_condition(scene: &Scene<'_>, composer: &Composer<'_, '_>, coded: &Coded) -> bool {
    let wishes = || {
        composer
            .frame(coded.proposition)
            .and_then(|(frame, _)| frame.class.as_deref())
            .is_some_and(|class| matches!(class, "plan" | "want" | "try"))
    };
    coded.event == EventType::Threaten && wishes() && is_supposed(scene, coded.proposition)
}

/// Whether a predicate, or what embeds it, stands in a condition or tells of every time: "every time they want to
/// kill a fighter".
fn is_supposed(scene: &Scene<'_>, at: usize) -> bool {
    let mut proposition = &scene.propositions[at];
    for _ in 0..4 {
        if proposition.tense == Tense::Past && proposition.modality.is_none() {
            let sought =
                matches!(&proposition.parent, Some((_, Link::Adverbial(mark))) if mark == "if");
            return sought;
        }
        match &proposition.parent {
            Some((_, Link::Adverbial(mark))) if super::is_condition(mark) || mark == "whenever" => {
                return true;
            }
            Some((_, Link::Relative))
                if is_every_time(scene.tree(proposition.sentence), proposition) =>
            {
                return true;
            }
            Some((parent, Link::Complement | Link::Adverbial(_) | Link::Conjunct)) => {
                proposition = &scene.propositions[*parent as usize];
            }
            _ => return false,
        }
    }
    false
}

/// Whether a clause stands on "every time".
fn is_every_time(tree: &Tree<'_>, clause: &Proposition) -> bool {
    tree.head(clause.head as usize).is_some_and(|noun| {
        matches!(tree.lemma(noun), "time" | "day" | "moment")
            && tree
                .children_by(noun, &[Relation::Det])
                .any(|word| matches!(tree.lemma(word), "every" | "each" | "any"))
    })
}
