//! The past that a passage tells: what follows "In 2014 they seized Mosul." without a day of its own is of then.
//!
//! A main clause in the past with a day far back opens it; sentences in the past continue it, until one is in
//! the present or perfect, has a recent day, or tells what somebody said to the reporter.

use super::expression::{Expression, Resolved, Way};
use super::{below, is_far};
use crate::tree::Tree;
use demarche_knowledge::Cues;
use demarche_story::{Granularity, Relation, Xpos};
use jiff::civil::Date;

/// When a clause is, by its finite verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// "seized", "was seized", "had seized".
    Past,
    /// "seizes", "has seized", "will seize", "can seize".
    Now,
    /// "would seize", or no finite verb.
    Open,
}

/// How many sentences without a day of their own continue a past.
const REACH: usize = 4;

/// How a clause is told, by the token that heads it.
pub fn told(tree: &Tree<'_>, head: usize) -> Told {
    use Relation::{Aux, AuxPass, Cop};
    let first = tree
        .children_by(head, &[Aux, AuxPass, Cop])
        .chain([head])
        .min();
    match first.map(|verb| (tree.token(verb).xpos, tree.lemma(verb))) {
        Some((Xpos::Vbd, _)) => Told::Past,
        Some((Xpos::Vbz | Xpos::Vbp, _)) => Told::Now,
        Some((Xpos::Md, "would" | "could" | "might")) => Told::Open,
        Some((Xpos::Md, _)) => Told::Now,
        _ => Told::Open,
    }
}

/// The past that each sentence's undated clauses continue; fixes days that are told from an earlier one ("the next
/// year").
pub fn find(
    trees: &[Tree<'_>],
    by_sentence: &mut [Vec<Expression>],
    published: Option<Date>,
    cues: &Cues,
) -> Vec<Option<Resolved>> {
    let mut all = vec![None; trees.len()];
    let Some(published) = published else {
        return all;
    };
    let mut past: Option<Past> = None;
    // The last day far back that the text named, and in which sentence.
    let mut named: Option<(Resolved, usize)> = None;
    for (index, tree) in trees.iter().enumerate() {
        let root = (0..tree.len()).find(|token| tree.head(*token).is_none());
        let told = root.map_or(Told::Open, |root| told(tree, root));
        let before = named.filter(|(_, at)| at + 3 >= index && told != Told::Now);
        for expression in &mut by_sentence[index] {
            expression.tell_from(before.map(|(resolved, _)| resolved));
            let resolved = expression.resolve(Some(published), Way::Back);
            if let Some(resolved) = resolved.filter(|days| is_far(days.1, published)) {
                named = Some((resolved, index));
            }
        }
        let Some(root) = root else {
            past = None;
            continue;
        };
        if told == Told::Now {
            past = None;
            continue;
        }
        let days = by_sentence[index]
            .iter()
            .map(|e| (e, e.resolve(Some(published), Way::Back)));
        let mut own = None;
        let mut recent = false;
        for (expression, resolved) in days {
            let Some(resolved) = resolved else { continue };
            if !is_far(resolved.1, published) {
                recent = true;
            } else if own.is_none() && dates_main_clause(tree, expression, root) {
                own = Some(resolved);
            }
        }
        if recent || is_of_now(tree) {
            past = None;
            continue;
        }
        if let Some(days) = own {
            let opens = told == Told::Past && days.2 != Granularity::Decade;
            let run = past.map_or(0, |past| past.run) + 1;
            past = opens.then_some(Past {
                days,
                run,
                undated: 0,
                paragraph: tree.sentence.paragraph,
            });
            continue;
        }
        // "accused them and said that …".
        let mut reports = tree.children_by(root, &[Relation::Conj]).chain([root]);
        let tells = reports.any(|verb| {
            let says = verb == root || tree.child(verb, &[Relation::Ccomp]).is_some();
            says && cues.verbs.contains(tree.lemma(verb))
        });
        if tells || told == Told::Open && ends_without_stop(tree) {
            past = None;
            continue;
        }
        let Some(current) = &mut past else { continue };
        current.undated += 1;
        let other = tree.sentence.paragraph != current.paragraph;
        let goes_on =
            current.undated <= REACH && (!other || current.run >= 2 || is_taken_up(tree, root));
        if !goes_on {
            past = None;
            continue;
        }
        current.paragraph = tree.sentence.paragraph;
        all[index] = Some(current.days);
    }
    all
}

/// A past that is being told.
#[derive(Clone, Copy)]
struct Past {
    days: Resolved,
    /// Sentences in a row that named such a day.
    run: usize,
    /// Sentences since the last one that did.
    undated: usize,
    paragraph: u32,
}

/// Whether an expression says when the main clause was, or the clause that opens the sentence.
fn dates_main_clause(tree: &Tree<'_>, expression: &Expression, root: usize) -> bool {
    !expression.of_noun
        && (below(tree, expression.head, root).is_some()
            || tree
                .children_by(root, &[Relation::Advcl])
                .any(|clause| clause < root && below(tree, expression.head, clause).is_some()))
}

/// "now", "currently": the reporter's present.
fn is_of_now(tree: &Tree<'_>) -> bool {
    (0..tree.len()).any(|token| {
        matches!(
            tree.lemma(token),
            "now" | "currently" | "recently" | "nowadays" | "still" | "meanwhile"
        )
    })
}

/// A heading has no full stop.
fn ends_without_stop(tree: &Tree<'_>) -> bool {
    !(0..tree.len())
        .rev()
        .take(2)
        .any(|token| matches!(tree.lemma(token), "." | "!" | "?" | "…"))
}

/// Whether a new paragraph goes on with what was told: by a pronoun as its subject, or "then", "later".
fn is_taken_up(tree: &Tree<'_>, root: usize) -> bool {
    use Relation::{Nsubj, NsubjPass};
    let pronoun = tree
        .child(root, &[Nsubj, NsubjPass])
        .is_some_and(|subject| matches!(tree.lemma(subject), "he" | "she" | "it" | "they"));
    pronoun
        || matches!(
            &*tree.lemma(0).to_lowercase(),
            "then" | "later" | "soon" | "afterwards" | "eventually" | "within" | "finally"
        )
}
