//! Relations end to end: which coded events stand at the marked pair, and with which label.

use super::{harmonic, share};
use std::collections::BTreeSet;

/// A range of bytes.
pub type Range = (usize, usize);

/// A coded event as pairs see it: for each party the bytes of all its mentions.
#[derive(Clone, Debug, Default)]
pub struct CodedEvent {
    /// Label (CONCEDE and RETREAT joined).
    pub label: String,
    /// Actors.
    pub actors: Vec<Vec<Range>>,
    /// Recipients; none where the event is reciprocal or has none.
    pub recipients: Vec<Vec<Range>>,
}

impl CodedEvent {
    /// Whether the event stands at the pair: an actor overlaps a source and a recipient a target,
    /// or, where it has actors only, two of them do in either order.
    ///
    /// What is not marked is not asked for: without targets any recipient will do, and none.
    pub fn is_at(&self, sources: &[Range], targets: &[Range]) -> bool {
        let hits = |parties: &[Vec<Range>], marks: &[Range]| -> Vec<usize> {
            (0..parties.len())
                .filter(|&at| overlap(&parties[at], marks))
                .collect()
        };
        let acting = hits(&self.actors, sources);
        if !sources.is_empty() && acting.is_empty() {
            return false;
        }
        if targets.is_empty() {
            return true;
        }
        if !self.recipients.is_empty() {
            return !hits(&self.recipients, targets).is_empty();
        }
        let others = hits(&self.actors, targets);
        if sources.is_empty() {
            return !others.is_empty();
        }
        acting.iter().any(|a| others.iter().any(|b| a != b))
    }
}

fn overlap(mentions: &[Range], marks: &[Range]) -> bool {
    mentions.iter().any(|mention| {
        marks
            .iter()
            .any(|mark| mention.0 < mark.1 && mark.0 < mention.1)
    })
}

/// Tallies over cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairScores {
    /// Gold relations.
    pub gold: usize,
    /// Labels coded at their pairs, each once a case.
    pub at_pair: usize,
    /// Of those, the gold label.
    pub right: usize,
    /// Cases with any event at the pair.
    pub found: usize,
}

impl PairScores {
    /// Adds one case: the labels of the events at its pair.
    pub fn add(&mut self, gold: &str, labels: &BTreeSet<String>) {
        self.gold += 1;
        self.at_pair += labels.len();
        self.right += usize::from(labels.contains(gold));
        self.found += usize::from(!labels.is_empty());
    }

    /// Share of the labels at pairs that are right.
    pub fn precision(self) -> f64 {
        share(self.right, self.at_pair)
    }

    /// Share of gold relations that were coded.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean.
    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(actors: &[Range], recipients: &[Range]) -> CodedEvent {
        let parties = |ranges: &[Range]| ranges.iter().map(|range| vec![*range]).collect();
        CodedEvent {
            label: "AID".into(),
            actors: parties(actors),
            recipients: parties(recipients),
        }
    }

    #[test]
    fn directed_events_need_their_direction() {
        let one_way = event(&[(0, 5)], &[(10, 15)]);
        assert!(one_way.is_at(&[(3, 6)], &[(9, 11)]));
        assert!(!one_way.is_at(&[(10, 15)], &[(0, 5)]));
        assert!(!one_way.is_at(&[(0, 5)], &[(15, 20)]));
    }

    #[test]
    fn reciprocal_events_go_both_ways_but_need_two() {
        let talks = event(&[(0, 5), (10, 15)], &[]);
        assert!(talks.is_at(&[(0, 5)], &[(10, 15)]));
        assert!(talks.is_at(&[(10, 15)], &[(0, 5)]));
        assert!(!event(&[(0, 15)], &[]).is_at(&[(0, 5)], &[(10, 15)]));
    }

    #[test]
    fn what_is_not_marked_is_not_asked_for() {
        assert!(event(&[(0, 5)], &[]).is_at(&[(0, 5)], &[]));
        assert!(event(&[(0, 5)], &[(10, 15)]).is_at(&[], &[(10, 15)]));
        assert!(!event(&[(0, 5)], &[(10, 15)]).is_at(&[], &[(0, 5)]));
    }

    #[test]
    fn any_mention_of_the_party_counts() {
        let mut coded = event(&[(30, 32)], &[(10, 15)]);
        coded.actors[0].push((0, 5));
        assert!(coded.is_at(&[(0, 5)], &[(10, 15)]));
    }

    #[test]
    fn precision_and_recall() {
        let mut scores = PairScores::default();
        let labels = |labels: &[&str]| labels.iter().map(|label| label.to_string()).collect();
        scores.add("AID", &labels(&["AID", "AGREE"]));
        scores.add("AID", &labels(&[]));
        scores.add("ACCUSE", &labels(&["REJECT"]));
        // 1 right of 3 at pairs, of 3 gold.
        assert_eq!(
            (scores.right, scores.at_pair, scores.gold, scores.found),
            (1, 3, 3, 2)
        );
        assert!((scores.f1() - 1.0 / 3.0).abs() < 1e-12);
    }
}
