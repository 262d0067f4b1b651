//! Nouns that a name behind them belongs to, where the parser makes them the head.
//!
//! "Conservative MP and leadership candidate Kellie Smith" is one person with two titles; "regime allies Iran and
//! Russia" are Iran and Russia. The name becomes the head of the phrase, the nouns become titles below it.

use super::reattach::Move;
use crate::actors::Findings;
use demarche_knowledge::actors::{ActorKnowledge, Sense};
use demarche_story::{MentionClass, Relation, Token, Upos, Xpos};

/// The moves that put names above the titles before them.
pub fn shared(tokens: &[Token], findings: &Findings, known: &ActorKnowledge) -> Vec<Move> {
    let mut moves = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.upos == Upos::Cconj && &*token.lemma == "and" {
            moves.extend(one_person(tokens, findings, known, at).unwrap_or_default());
        }
        if token.xpos == Xpos::Nns || token.xpos == Xpos::Nn {
            moves.extend(allies(tokens, known, at).unwrap_or_default());
        }
    }
    moves
}

/// "MP and candidate *Name*": two titles of persons, neither with an article, before one name.
fn one_person(
    tokens: &[Token],
    findings: &Findings,
    known: &ActorKnowledge,
    and: usize,
) -> Option<Vec<Move>> {
    let first = and.checked_sub(1)?;
    let is_title = |at: usize| {
        matches!(tokens[at].xpos, Xpos::Nn | Xpos::Nnp)
            && !has(tokens, at, &[Relation::Det])
            && findings.iter().any(|finding| {
                finding.last == at
                    && finding.meaning.sense == Sense::Role
                    && known.roles[finding.meaning.id as usize].class == MentionClass::Person
            })
    };
    if !is_title(first) || has(tokens, first, &[Relation::Flat]) {
        return None;
    }
    let name = (and + 2..tokens.len().min(and + 6)).find(|at| tokens[*at].upos == Upos::Propn)?;
    let second = name - 1;
    let up = tokens[name].head.map(|up| up as usize)?;
    let joined =
        |at: usize| tokens[at].relation == Relation::Conj && tokens[at].head == Some(first as u32);
    let below = (up == second || up == first)
        && joined(second)
        && matches!(tokens[name].relation, Relation::Appos | Relation::Flat);
    let beside = up == first
        && joined(name)
        && tokens[second].head == Some(name as u32)
        && tokens[second].relation == Relation::NmodDesc;
    if !is_title(second) || !(below || beside) {
        return None;
    }
    let mut moves = raise(tokens, name, first);
    moves.push(title(second, name));
    moves.push(below_of(and, second, Relation::Cc));
    for (child, token) in tokens.iter().enumerate().skip(name + 1) {
        if token.head == Some(second as u32) {
            moves.push(below_of(child, name, token.relation));
        }
    }
    Some(moves)
}

/// "Allies *Iran* and Russia", "rebel backer *Turkey*": the names right behind who they are.
fn allies(tokens: &[Token], known: &ActorKnowledge, noun: usize) -> Option<Vec<Move>> {
    let name = noun + 1;
    let token = tokens.get(name).filter(|token| token.upos == Upos::Propn)?;
    if !known.scene.relational.contains(&*tokens[noun].lemma) {
        return None;
    }
    if token.head == Some(noun as u32)
        && token.relation == Relation::Appos
        && tokens[noun].xpos == Xpos::Nns
    {
        return Some(raise(tokens, name, noun));
    }
    // Both hang on the same word before them.
    let beside = token.relation == Relation::Conj
        && tokens[noun].relation == Relation::Conj
        && token.head == tokens[noun].head;
    beside.then(|| {
        let mut moves = vec![title(noun, name)];
        for (child, below) in tokens.iter().enumerate() {
            if below.head == Some(noun as u32) && below.relation == Relation::Cc {
                moves.push(below_of(child, name, Relation::Cc));
            }
        }
        moves
    })
}

/// Puts a name in the place of the noun above it; what stands before or behind the phrase moves along.
fn raise(tokens: &[Token], name: usize, noun: usize) -> Vec<Move> {
    let mut moves = vec![
        Move {
            token: name,
            head: tokens[noun].head,
            relation: tokens[noun].relation,
        },
        title(noun, name),
    ];
    for (child, token) in tokens.iter().enumerate() {
        let moved = child > name
            || matches!(
                token.relation,
                Relation::Case | Relation::Mark | Relation::Cop | Relation::Nsubj
            );
        if token.head == Some(noun as u32) && child != name && moved {
            moves.push(below_of(child, name, token.relation));
        }
    }
    moves
}

fn title(token: usize, name: usize) -> Move {
    below_of(token, name, Relation::NmodDesc)
}

fn below_of(token: usize, head: usize, relation: Relation) -> Move {
    Move {
        token,
        head: Some(head as u32),
        relation,
    }
}

/// Whether a token has a dependent of one of these relations.
fn has(tokens: &[Token], head: usize, relations: &[Relation]) -> bool {
    tokens
        .iter()
        .any(|token| token.head == Some(head as u32) && relations.contains(&token.relation))
}
