//! One-to-one matching of gold and predicted records: as many pairs as possible.

/// Pairs as many gold records as possible with one candidate each.
///
/// `candidates[g]` lists the predictions that gold record `g` may take, best first;
/// no prediction is taken twice. Returns the prediction of each gold record.
/// Earlier gold records and better candidates are preferred, so the result is the same every time.
pub fn one_to_one(candidates: &[Vec<usize>], predictions: usize) -> Vec<Option<usize>> {
    let mut holder: Vec<Option<usize>> = vec![None; predictions];
    for gold in 0..candidates.len() {
        let mut seen = vec![false; predictions];
        place(gold, candidates, &mut holder, &mut seen);
    }
    let mut taken = vec![None; candidates.len()];
    for (prediction, gold) in holder.iter().enumerate() {
        if let Some(gold) = gold {
            taken[*gold] = Some(prediction);
        }
    }
    taken
}

/// Finds a place for `gold`, moving earlier ones to other candidates where that helps.
fn place(
    gold: usize,
    candidates: &[Vec<usize>],
    holder: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    let free = candidates[gold]
        .iter()
        .copied()
        .find(|p| holder[*p].is_none());
    if let Some(prediction) = free {
        holder[prediction] = Some(gold);
        return true;
    }
    for &prediction in &candidates[gold] {
        if seen[prediction] {
            continue;
        }
        seen[prediction] = true;
        let moved = holder[prediction].is_none_or(|other| place(other, candidates, holder, seen));
        if moved {
            holder[prediction] = Some(gold);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_an_earlier_choice_when_both_can_be_served() {
        // Gold 0 likes prediction 0 best, but gold 1 can have nothing else.
        let taken = one_to_one(&[vec![0, 1], vec![0]], 2);
        assert_eq!(taken, [Some(1), Some(0)]);
    }

    #[test]
    fn takes_no_prediction_twice() {
        let taken = one_to_one(&[vec![0], vec![0], vec![]], 1);
        assert_eq!(taken, [Some(0), None, None]);
    }

    #[test]
    fn prefers_the_better_candidate() {
        assert_eq!(one_to_one(&[vec![2, 0]], 3), [Some(2)]);
    }

    #[test]
    fn chains_of_moves() {
        let taken = one_to_one(&[vec![0, 1], vec![1, 2], vec![0], vec![1]], 3);
        assert_eq!(taken.iter().flatten().count(), 3);
    }
}
