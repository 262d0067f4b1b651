//! Objects that the parser hangs where they cannot be: beside an infinitive that lacks one.
//!
//! "continues to jail activists" with the activists below "continues", "the
//! failure to arrest the general angered …" with the general as a second
//! subject of "angered". Both are seen from the tree alone.

use demarche_story::{Relation, Token, Upos, Xpos};

/// Tokens that are the object of an infinitive, with that infinitive.
pub fn objects(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (infinitive, token) in tokens.iter().enumerate() {
        let Some(above) = token.head.map(|head| head as usize) else {
            continue;
        };
        let bare = token.xpos == Xpos::Vb
            && above < infinitive
            && matches!(token.relation, Relation::Xcomp | Relation::Acl)
            && infinitive > 0
            && tokens[infinitive - 1].xpos == Xpos::To
            && !children(tokens, infinitive).any(|child| {
                matches!(
                    tokens[child].relation,
                    Relation::Obj | Relation::Ccomp | Relation::Xcomp | Relation::AuxPass
                )
            });
        if !bare {
            continue;
        }
        let object = if token.relation == Relation::Xcomp {
            children(tokens, above)
                .find(|child| *child > infinitive && tokens[*child].relation == Relation::Obj)
        } else {
            second_subject(tokens, above, infinitive)
        };
        if let Some(object) = object.filter(|object| is_next(tokens, infinitive, *object)) {
            found.push((object, infinitive));
        }
    }
    found
}

/// A token that hangs elsewhere than the parser has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub token: usize,
    /// `None` for the root.
    pub head: Option<u32>,
    pub relation: Relation,
}

impl Move {
    fn below(token: usize, head: usize, relation: Relation) -> Move {
        Move {
            token,
            head: Some(head as u32),
            relation,
        }
    }
}

/// Constructions that the tree itself shows to be torn, with what mends them.
pub fn moves(tokens: &[Token]) -> Vec<Move> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(above) = token.head.map(|head| head as usize) else {
            continue;
        };
        match token.relation {
            Relation::Amod if token.upos == Upos::Verb => {
                found.extend(verb_above_object(tokens, at, above).into_iter().flatten());
            }
            Relation::Case | Relation::Mark if token.upos == Upos::Adj => {
                found.extend(adjective_above_infinitive(tokens, at, above));
            }
            Relation::Compound if above < at => {
                found.extend(part_across_verb(tokens, at, above));
            }
            // "said it agreed, adding that": a participle after a comma is no content.
            Relation::Ccomp if is_participle_clause(tokens, at) => {
                found.push(Move::below(at, above, Relation::Advcl));
            }
            // "granted Malawians residence": a possessor has a mark or is a pronoun.
            Relation::NmodPoss if is_given(tokens, at, above) => {
                let verb = tokens[above].head.unwrap_or_default() as usize;
                found.push(Move::below(at, verb, Relation::Iobj));
            }
            Relation::AclRelcl if &*tokens[above].lemma == "what" => {
                found.extend(so_called(tokens, above, at).unwrap_or_default());
            }
            Relation::Obl if is_plain_noun(tokens, above) => {
                found.push(Move::below(at, above, Relation::Nmod));
            }
            _ => {}
        }
    }
    found
}

/// Whether a bare plural between a verb and its object is whom it is given to.
fn is_given(tokens: &[Token], whom: usize, object: usize) -> bool {
    let verb = tokens[object].head.map(|verb| verb as usize);
    matches!(tokens[whom].xpos, Xpos::Nns | Xpos::Nnps | Xpos::Nnp)
        && tokens[object].relation == Relation::Obj
        && verb.is_some_and(|verb| {
            verb < whom
                && tokens[verb].upos == Upos::Verb
                && (verb + 1..whom).all(|between| tokens[between].head == Some(whom as u32))
        })
        && whom < object
        && !children(tokens, whom).any(|child| tokens[child].relation == Relation::Case)
}

/// Verbs between "what" and what it is: "what it called a crime", "what appeared to be a missile".
const NAMING: &[&str] = &[
    "appear", "believe", "brand", "call", "consider", "deem", "describe", "dub", "label", "look",
    "portray", "regard", "say", "see", "seem", "suspect", "term", "think", "view",
];

/// Verbs that ask or tell what something is called or seems.
const ASKING: &[&str] = &[
    "ask",
    "clarify",
    "discuss",
    "explain",
    "know",
    "learn",
    "question",
    "remember",
    "say",
    "tell",
    "understand",
    "wonder",
];

/// "condemned what it called a cowardly attack": the attack is what is condemned, and the clause
/// between says no more than whose word it is.
fn so_called(tokens: &[Token], what: usize, clause: usize) -> Option<Vec<Move>> {
    let above = tokens[what].head? as usize;
    let named = children(tokens, clause).find(|child| {
        *child > clause
            && matches!(tokens[*child].upos, Upos::Noun | Upos::Propn)
            && (matches!(
                tokens[*child].relation,
                Relation::Xcomp | Relation::Ccomp | Relation::Obj
            ) || tokens[*child].relation == Relation::Obl
                && children(tokens, *child).any(|case| &*tokens[case].lemma == "as"))
    })?;
    let fits = what < clause
        && NAMING.contains(&&*tokens[clause].lemma)
        && !ASKING.contains(&&*tokens[above].lemma)
        && matches!(
            tokens[what].relation,
            Relation::Obj | Relation::Obl | Relation::Nmod | Relation::OblAgent
        );
    if !fits {
        return None;
    }
    let mut found = vec![
        Move::below(named, above, tokens[what].relation),
        Move::below(what, clause, Relation::Discourse),
        Move::below(clause, named, Relation::Discourse),
    ];
    // The preposition before "what" is the noun's; "to be" and "as" are the clause's.
    found.extend(
        children(tokens, what)
            .filter(|child| tokens[*child].relation == Relation::Case)
            .map(|case| Move::below(case, named, Relation::Case)),
    );
    found.extend(
        children(tokens, named)
            .filter(|child| {
                *child < named
                    && matches!(
                        tokens[*child].relation,
                        Relation::Cop | Relation::Mark | Relation::Aux | Relation::Case
                    )
            })
            .map(|word| Move::below(word, clause, Relation::Discourse)),
    );
    Some(found)
}

/// Whether a clause is a bare participle behind a comma.
fn is_participle_clause(tokens: &[Token], verb: usize) -> bool {
    tokens[verb].xpos == Xpos::Vbg
        && verb > 0
        && &*tokens[verb - 1].form == ","
        && !children(tokens, verb).any(|child| {
            matches!(
                tokens[child].relation,
                Relation::Nsubj
                    | Relation::NsubjPass
                    | Relation::Aux
                    | Relation::AuxPass
                    | Relation::Mark
            )
        })
}

/// "The host incited violence" with the verb below its object: no adjective has a subject.
fn verb_above_object(tokens: &[Token], verb: usize, noun: usize) -> Option<[Move; 2]> {
    let subject = children(tokens, verb)
        .any(|child| child < verb && tokens[child].relation == Relation::Nsubj);
    let clause = matches!(
        tokens[noun].relation,
        Relation::Root | Relation::Ccomp | Relation::Parataxis
    );
    let own = children(tokens, noun)
        .any(|child| matches!(tokens[child].relation, Relation::Nsubj | Relation::Cop));
    let past = matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbn);
    (subject && clause && past && !own && verb < noun).then(|| {
        [
            Move {
                token: verb,
                head: tokens[noun].head,
                relation: tokens[noun].relation,
            },
            Move::below(noun, verb, Relation::Obj),
        ]
    })
}

/// "is due to visit" with "due to" for a preposition: before an infinitive it is the predicate.
fn adjective_above_infinitive(tokens: &[Token], adjective: usize, verb: usize) -> Vec<Move> {
    let to = children(tokens, adjective).find(|child| {
        *child == adjective + 1
            && tokens[*child].relation == Relation::Fixed
            && &*tokens[*child].form == "to"
    });
    let copula = children(tokens, verb)
        .any(|child| child < adjective && tokens[child].relation == Relation::Cop);
    let Some(to) = to.filter(|_| copula && adjective < verb && tokens[verb].xpos == Xpos::Vb)
    else {
        return Vec::new();
    };
    let mut found = vec![
        Move {
            token: adjective,
            head: tokens[verb].head,
            relation: tokens[verb].relation,
        },
        Move::below(verb, adjective, Relation::Xcomp),
        Move::below(to, verb, Relation::Mark),
    ];
    found.extend(
        children(tokens, verb)
            .filter(|child| {
                *child < adjective || matches!(tokens[*child].relation, Relation::Punct)
            })
            .map(|child| Move::below(child, adjective, tokens[child].relation)),
    );
    found
}

/// "The bank lent Gambia a million" with Gambia for a part of the bank: no name goes on behind
/// the verb.
fn part_across_verb(tokens: &[Token], part: usize, noun: usize) -> Option<Move> {
    let verb = tokens[noun].head? as usize;
    let across = noun < verb && verb < part && tokens[verb].upos == Upos::Verb;
    let object =
        children(tokens, verb).any(|child| child > part && tokens[child].relation == Relation::Obj);
    let relation = if object {
        Relation::Iobj
    } else {
        Relation::Obj
    };
    across.then(|| Move::below(part, verb, relation))
}

/// Whether a noun is no predicate, so that what hangs on it are its own complements.
fn is_plain_noun(tokens: &[Token], noun: usize) -> bool {
    tokens[noun].upos == Upos::Noun
        && matches!(
            tokens[noun].relation,
            Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::Obl | Relation::Nmod
        )
        && !children(tokens, noun).any(|child| {
            matches!(
                tokens[child].relation,
                Relation::Nsubj | Relation::Cop | Relation::Obj
            )
        })
}

/// The infinitive of a headline, "Israel to withdraw troops", that the parser hangs on its subject
/// as if it were a noun phrase: the root and the verb.
pub fn headline(tokens: &[Token]) -> Option<(usize, usize)> {
    let root = tokens
        .iter()
        .position(|token| token.relation == Relation::Root)?;
    let nominal = matches!(tokens[root].upos, Upos::Noun | Upos::Propn);
    let finite = |token: &Token| matches!(token.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    if !nominal || tokens.iter().any(finite) {
        return None;
    }
    let mut verbs = children(tokens, root).filter(|child| {
        tokens[*child].relation == Relation::Acl
            && tokens[*child].xpos == Xpos::Vb
            && *child >= 2
            && tokens[*child - 1].xpos == Xpos::To
            && (*child == root + 2 || tokens[*child - 2].upos != Upos::Punct)
    });
    let verb = verbs.next()?;
    // Nothing but the subject's own phrase stands before: no "a plan to withdraw".
    let article = children(tokens, root).any(|child| tokens[child].upos == Upos::Det);
    (!article && tokens[root].upos == Upos::Propn).then_some((root, verb))
}

/// A second subject of the verb that a noun is the subject of, behind the infinitive below the noun.
fn second_subject(tokens: &[Token], noun: usize, infinitive: usize) -> Option<usize> {
    let is_subject = |token: usize| {
        matches!(
            tokens[token].relation,
            Relation::Nsubj | Relation::NsubjPass
        )
    };
    let verb = tokens[noun].head? as usize;
    (is_subject(noun) && verb > infinitive)
        .then(|| {
            children(tokens, verb)
                .find(|child| infinitive < *child && *child < verb && is_subject(*child))
        })
        .flatten()
}

/// Whether only the noun's own phrase stands between the infinitive and it.
fn is_next(tokens: &[Token], infinitive: usize, noun: usize) -> bool {
    matches!(
        tokens[noun].upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
    ) && (infinitive + 1..noun).all(|between| {
        let mut up = between;
        for _ in 0..4 {
            match tokens[up].head {
                Some(head) if head as usize == noun => return true,
                Some(head) => up = head as usize,
                None => return false,
            }
        }
        false
    })
}

fn children(tokens: &[Token], head: usize) -> impl Iterator<Item = usize> {
    (0..tokens.len()).filter(move |child| tokens[*child].head == Some(head as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sentence;

    #[test]
    fn the_object_behind_an_infinitive_is_its_own() {
        let below_the_outer_verb = sentence(
            "Chad Chad PROPN NNP 2 nsubj\n continued continue VERB VBD 0 root\n to to PART TO 4 mark\n
             shell shell VERB VB 2 xcomp\n Adre Adre PROPN NNP 2 obj",
        );
        assert_eq!(objects(&below_the_outer_verb.tokens), [(4, 3)]);
        let a_second_subject = sentence(
            "The the DET DT 2 det\n plan plan NOUN NN 6 nsubj\n to to PART TO 4 mark\n
             shell shell VERB VB 2 acl\n Adre Adre PROPN NNP 6 nsubj\n failed fail VERB VBD 0 root",
        );
        assert_eq!(objects(&a_second_subject.tokens), [(4, 3)]);
        let its_own_already = sentence(
            "Chad Chad PROPN NNP 2 nsubj\n asked ask VERB VBD 0 root\n Niger Niger PROPN NNP 2 obj\n
             to to PART TO 5 mark\n leave leave VERB VB 2 xcomp",
        );
        assert_eq!(objects(&its_own_already.tokens), []);
    }

    #[test]
    fn torn_clauses_are_mended() {
        let below_its_object = sentence(
            "Chad Chad PROPN NNP 2 nsubj\n shelled shell VERB VBN 3 amod\n towns town NOUN NNS 0 root",
        );
        assert_eq!(
            moves(&below_its_object.tokens),
            [
                Move {
                    token: 1,
                    head: None,
                    relation: Relation::Root
                },
                Move::below(2, 1, Relation::Obj)
            ]
        );
        let a_plain_adjective = sentence(
            "Chad Chad PROPN NNP 2 nsubj\n rebuilt rebuild VERB VBD 0 root\n
             shelled shell VERB VBN 4 amod\n towns town NOUN NNS 2 obj",
        );
        assert_eq!(moves(&a_plain_adjective.tokens), []);
        let due = sentence(
            "Chad Chad PROPN NNP 5 nsubj\n is be AUX VBZ 5 cop\n due due ADJ JJ 5 case\n
             to to PART TO 3 fixed\n leave leave VERB VB 0 root",
        );
        assert_eq!(
            moves(&due.tokens),
            [
                Move {
                    token: 2,
                    head: None,
                    relation: Relation::Root
                },
                Move::below(4, 2, Relation::Xcomp),
                Move::below(3, 4, Relation::Mark),
                Move::below(0, 2, Relation::Nsubj),
                Move::below(1, 2, Relation::Cop)
            ]
        );
        let across = sentence(
            "Chad Chad PROPN NNP 2 nsubj\n lent lend VERB VBD 0 root\n
             Niger Niger PROPN NNP 1 compound\n trucks truck NOUN NNS 2 obj",
        );
        assert_eq!(moves(&across.tokens), [Move::below(2, 1, Relation::Iobj)]);
    }

    #[test]
    fn a_headline_is_a_clause() {
        let to_withdraw = sentence(
            "Chad Chad PROPN NNP 0 root\n to to PART TO 3 mark\n withdraw withdraw VERB VB 1 acl\n
             troops troop NOUN NNS 3 obj",
        );
        assert_eq!(headline(&to_withdraw.tokens), Some((0, 2)));
        let a_plan = sentence(
            "A a DET DT 2 det\n plan plan NOUN NN 0 root\n to to PART TO 4 mark\n
             withdraw withdraw VERB VB 2 acl",
        );
        assert_eq!(headline(&a_plan.tokens), None);
    }
}
