//! When events happened: time expressions, resolved against the day of publication,
//! and hung on the events they date.

mod beside;
mod calendar;
mod expression;
mod happening;
mod narrative;
#[cfg(test)]
mod tests;
mod words;

use crate::tree::Tree;
use demarche_knowledge::Knowledge;
use demarche_story::{
    EventDate, Granularity, Link, Modality, PredicateClass, Proposition, Relation, Tense,
};
use expression::{Expression, Resolved, Way};
use happening::Named;
use jiff::civil::Date;
use narrative::Told;

/// Days between an event and its report after which it is told as history.
const HISTORY_DAYS: i32 = 75;

/// The time expressions of a story, by sentence.
pub struct Times {
    by_sentence: Vec<Vec<Expression>>,
    /// The past that a sentence's undated clauses continue.
    narrated: Vec<Option<Resolved>>,
    /// The main verb of a sentence and the occasion on which it was said.
    occasions: Vec<Option<(usize, Expression)>>,
    /// Happenings of the past that are named, by sentence.
    named: Vec<Named>,
    published: Option<Date>,
}

impl Times {
    /// Finds the time expressions of every sentence.
    pub fn find(trees: &[Tree<'_>], published: Option<Date>, knowledge: &Knowledge) -> Times {
        let mut by_sentence: Vec<_> = trees
            .iter()
            .map(|tree| expression::find(tree.sentence))
            .collect();
        let sets = &knowledge.lexicon.sets;
        let occasions = trees
            .iter()
            .zip(&by_sentence)
            .map(|(tree, found)| beside::of_opening(tree, found, sets))
            .collect();
        let narrated = narrative::find(trees, &mut by_sentence, published, &knowledge.cues);
        Times {
            by_sentence,
            narrated,
            occasions,
            named: happening::find(trees, &knowledge.happenings, published),
            published,
        }
    }

    /// When a proposition happened: by its own words, else by the clause it hangs on,
    /// else the day of publication. `None` where nothing is known. What stands with the deeds that it is
    /// about, `told_of`, dates those: "denied involvement in the attack in March".
    pub fn of(
        &self,
        tree: &Tree<'_>,
        all: &[Proposition],
        index: usize,
        told_of: &[usize],
    ) -> Option<EventDate> {
        let about = |expression: &&Expression| {
            !told_of.iter().any(|deed| {
                *deed != index
                    && all[*deed].class == PredicateClass::Noun
                    && all[*deed].light.is_none()
                    && below(tree, expression.head, all[*deed].head as usize).is_some()
            })
        };
        let own = self
            .own(tree, &all[index])
            .filter(about)
            .map(|expression| (expression, index))
            .or_else(|| self.inherited(tree, all, index))
            .and_then(|(expression, at)| expression.resolve(self.published, way(all, at)))
            // "is due on Friday, after they recalled their envoys": what was done has its own day.
            .filter(|(start, ..)| {
                let done = matches!(all[index].tense, Tense::Past | Tense::Pluperfect);
                !done || self.published.is_none_or(|published| *start <= published)
            })
            .map(|(start, end, granularity, span)| EventDate {
                start,
                end: (end != start).then_some(end),
                granularity,
                text: Some(span),
            });
        let own = own
            .or_else(|| happening::of(&self.named, tree, &all[index]))
            .or_else(|| self.narrated(tree, all, index));
        own.or_else(|| {
            self.published.map(|start| EventDate {
                start,
                end: None,
                granularity: Granularity::Day,
                text: None,
            })
        })
    }

    /// The past that the passage tells, where the clause of the proposition is in the past.
    fn narrated(&self, tree: &Tree<'_>, all: &[Proposition], index: usize) -> Option<EventDate> {
        let (start, end, granularity, span) = self.narrated[all[index].sentence as usize]?;
        let mut at = index;
        for _ in 0..6 {
            let proposition = &all[at];
            if proposition.sentence != all[index].sentence || proposition.modality.is_some() {
                return None;
            }
            match finite(tree, proposition) {
                Told::Past => {
                    return Some(EventDate {
                        start,
                        end: (end != start).then_some(end),
                        granularity,
                        text: Some(span),
                    });
                }
                Told::Now => return None,
                Told::Open => at = proposition.parent.as_ref()?.0 as usize,
            }
        }
        None
    }

    /// The expression that the predicate or its light verb governs.
    fn own(&self, tree: &Tree<'_>, proposition: &Proposition) -> Option<&Expression> {
        let list = &self.by_sentence[proposition.sentence as usize];
        let heads = [Some(proposition.head), proposition.light];
        let depth_of = |expression: &Expression| {
            if expression.of_noun {
                return (tree.head(expression.head) == Some(proposition.head as usize))
                    .then_some(1);
            }
            heads
                .into_iter()
                .flatten()
                .find_map(|head| below(tree, expression.head, head as usize))
        };
        list.iter()
            .filter_map(|expression| depth_of(expression).map(|depth| (depth, expression)))
            .min_by_key(|(depth, expression)| (*depth, expression.head))
            .map(|(_, expression)| expression)
            .or_else(|| beside::before_when(tree, list, proposition.head as usize))
            .or_else(|| {
                let occasion = self.occasions[proposition.sentence as usize].as_ref();
                occasion
                    .filter(|(verb, _)| *verb == proposition.head as usize)
                    .map(|(_, expression)| expression)
            })
    }

    /// The expression of a clause above, and which: "last year cut off talks after its annexation of
    /// Crimea".
    fn inherited(
        &self,
        tree: &Tree<'_>,
        all: &[Proposition],
        index: usize,
    ) -> Option<(&Expression, usize)> {
        let mut at = index;
        for _ in 0..4 {
            let (parent, link) = all[at].parent.as_ref()?;
            let shares = match link {
                Link::Complement | Link::Argument | Link::Conjunct | Link::Purpose => true,
                Link::Adverbial(_) => true,
                Link::Relative | Link::Parataxis => false,
            };
            // "fought in 2006 and have warned them": what is told of now is not of then.
            let beside = matches!(link, Link::Conjunct | Link::Adverbial(_));
            if !shares || beside && finite(tree, &all[at]) == Told::Now {
                return None;
            }
            at = *parent as usize;
            if all[at].sentence != all[index].sentence {
                return None;
            }
            if let Some(expression) = self.own(tree, &all[at]) {
                return Some((expression, at));
            }
        }
        None
    }

    /// Whether a date lies so far back that the event is told as history.
    pub fn is_history(&self, date: &EventDate) -> bool {
        let (Some(published), true) = (self.published, date.text.is_some()) else {
            return false;
        };
        is_far(date.end.unwrap_or(date.start), published)
    }

    /// Whether a date lies after the day of publication.
    pub fn is_future(&self, date: &EventDate) -> bool {
        self.published
            .is_some_and(|published| date.text.is_some() && date.start > published)
    }
}

/// Whether a day lies so far before publication that what was then is history.
fn is_far(last: Date, published: Date) -> bool {
    calendar::days_between(last, published) > HISTORY_DAYS
}

/// How the clause of a proposition is told, by its own finite verb; nouns have none but that of their light verb.
fn finite(tree: &Tree<'_>, proposition: &Proposition) -> Told {
    match (proposition.class, proposition.light) {
        (_, Some(light)) => narrative::told(tree, light as usize),
        (PredicateClass::Noun, None) => Told::Open,
        _ => narrative::told(tree, proposition.head as usize),
    }
}

/// Which way the words of a clause point that tell neither past nor future: by its tense, or that
/// of the clause which an infinitive or participle belongs to.
fn way(all: &[Proposition], index: usize) -> Way {
    let mut at = index;
    for _ in 0..4 {
        let proposition = &all[at];
        match proposition.tense {
            Tense::Future => return Way::Ahead,
            Tense::Present => return Way::Now,
            Tense::Past | Tense::Pluperfect if at == index => return Way::Back,
            Tense::Past | Tense::Pluperfect => return Way::Near,
            // "would leave on Friday" may be told from a past.
            Tense::None if proposition.modality == Some(Modality::Conditional) => return Way::Near,
            Tense::None if proposition.modality.is_some() => return Way::Ahead,
            Tense::None => {}
        }
        // "a meeting on 3 May" may have been or not, whatever is said of it.
        let noun = proposition.class == PredicateClass::Noun && proposition.light.is_none();
        match &proposition.parent {
            // "has threatened them since sending troops in February".
            Some((_, Link::Adverbial(mark))) if mark == "since" => return Way::Back,
            Some((parent, Link::Argument))
                if noun && all[*parent as usize].tense == Tense::Past =>
            {
                return Way::Back;
            }
            Some((
                parent,
                Link::Complement | Link::Purpose | Link::Conjunct | Link::Adverbial(_),
            )) if !noun => {
                at = *parent as usize;
            }
            _ => return Way::Near,
        }
    }
    Way::Near
}

/// How many steps `node` stands below `ancestor` without entering another clause.
fn below(tree: &Tree<'_>, node: usize, ancestor: usize) -> Option<usize> {
    let mut at = node;
    for depth in 0..6 {
        if at == ancestor {
            return Some(depth);
        }
        // A relative or embedded clause dates its own event.
        if depth > 0
            && matches!(
                tree.relation(at),
                Relation::Ccomp
                    | Relation::Xcomp
                    | Relation::Advcl
                    | Relation::Acl
                    | Relation::AclRelcl
                    | Relation::Parataxis
                    | Relation::Conj
            )
        {
            return None;
        }
        at = tree.head(at)?;
    }
    None
}
