//! Coreference as links between neighbouring mentions of a chain.

use super::Counts;
use std::collections::{BTreeMap, BTreeSet};

/// A mention by the place of its head word: sentence and word, from 0.
pub type Place = (usize, usize);

/// A link: the earlier and the later mention.
pub type Link = (Place, Place);

/// The links of chains given as (chain, head): neighbours in the order of the text.
pub fn links<C: Ord>(mentions: impl IntoIterator<Item = (C, Place)>) -> BTreeSet<Link> {
    let mut chains: BTreeMap<C, BTreeSet<Place>> = BTreeMap::new();
    for (chain, place) in mentions {
        chains.entry(chain).or_default().insert(place);
    }
    chains
        .values()
        .flat_map(|places| places.iter().zip(places.iter().skip(1)))
        .map(|(a, b)| (*a, *b))
        .collect()
}

/// Counts links that both have.
pub fn compare(gold: &BTreeSet<Link>, predicted: &BTreeSet<Link>) -> Counts {
    Counts {
        right: gold.intersection(predicted).count(),
        predicted: predicted.len(),
        gold: gold.len(),
    }
}

/// Why a gold link was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missed {
    /// One of the mentions was not found at all, or not as a named or pronominal person or organization.
    Mention,
    /// Both were found, in different chains.
    Chain,
    /// Both are in one chain, but another mention stands between them there.
    Between,
}

/// Why a predicted link is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spurious {
    /// One of the mentions is none in gold (or of another kind).
    Mention,
    /// Both are in gold, in different chains.
    Chain,
    /// Both are in one gold chain, but not neighbours.
    Between,
}

/// Says why a gold link is not among the predicted.
pub fn missed(link: &Link, predicted: &BTreeMap<Place, u32>) -> Missed {
    match (predicted.get(&link.0), predicted.get(&link.1)) {
        (Some(a), Some(b)) if a == b => Missed::Between,
        (Some(_), Some(_)) => Missed::Chain,
        _ => Missed::Mention,
    }
}

/// Says why a predicted link is not in gold.
pub fn spurious(link: &Link, gold: &BTreeMap<Place, String>) -> Spurious {
    match (gold.get(&link.0), gold.get(&link.1)) {
        (Some(a), Some(b)) if a == b => Spurious::Between,
        (Some(_), Some(_)) => Spurious::Chain,
        _ => Spurious::Mention,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_only() {
        let found = links([
            (1, (0, 3)),
            (1, (2, 0)),
            (2, (1, 1)),
            (1, (1, 0)),
            (1, (1, 0)),
        ]);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [((0, 3), (1, 0)), ((1, 0), (2, 0))]
        );
    }

    #[test]
    fn a_wrong_mention_between_costs_two_links() {
        let gold = links([("a", (0, 0)), ("a", (2, 0)), ("b", (1, 0))]);
        let predicted = links([(1, (0, 0)), (1, (1, 0)), (1, (2, 0))]);
        let counts = compare(&gold, &predicted);
        assert_eq!((counts.right, counts.predicted, counts.gold), (0, 2, 1));
    }

    #[test]
    fn reasons() {
        let predicted = BTreeMap::from([((0, 0), 1), ((1, 0), 2), ((2, 0), 1)]);
        assert_eq!(missed(&((0, 0), (1, 0)), &predicted), Missed::Chain);
        assert_eq!(missed(&((0, 0), (2, 0)), &predicted), Missed::Between);
        assert_eq!(missed(&((0, 0), (9, 0)), &predicted), Missed::Mention);
        let gold = BTreeMap::from([((0, 0), "a".to_string()), ((1, 0), "b".to_string())]);
        assert_eq!(spurious(&((0, 0), (1, 0)), &gold), Spurious::Chain);
        assert_eq!(spurious(&((0, 0), (5, 5)), &gold), Spurious::Mention);
    }
}
