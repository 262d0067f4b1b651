//! The best dependency tree for given arc scores.
//!
//! Each word takes its best head; where that is no tree with one root, the maximum spanning
//! arborescence with exactly one child of the root is found (Chu and Liu 1965, Edmonds 1967).

/// Appends the heads of the `count` words of a sentence to `heads`: word numbers from 1, 0 for the
/// root. `scores` is `[count, count + 1]`, the score of each word's candidates, root first.
pub(crate) fn tree(scores: &[f32], count: usize, heads: &mut Vec<u32>) {
    let first = heads.len();
    let width = count + 1;
    for (i, row) in scores.chunks_exact(width).enumerate() {
        let mut best = 0;
        for (j, score) in row.iter().enumerate() {
            if *score > row[best] && j != i + 1 {
                best = j;
            }
        }
        heads.push(best as u32);
    }
    if !is_tree(&heads[first..]) {
        heads.truncate(first);
        spanning(scores, count, heads);
    }
}

/// Whether the heads have one root and no cycle.
fn is_tree(heads: &[u32]) -> bool {
    if heads.iter().filter(|head| **head == 0).count() != 1 {
        return false;
    }
    // Words known to hang below the root.
    let mut fine = vec![false; heads.len() + 1];
    fine[0] = true;
    for start in 1..=heads.len() {
        let mut at = start;
        let mut steps = 0;
        while !fine[at] {
            at = heads[at - 1] as usize;
            steps += 1;
            if steps > heads.len() {
                return false;
            }
        }
        at = start;
        while !fine[at] {
            fine[at] = true;
            at = heads[at - 1] as usize;
        }
    }
    true
}

/// What is no candidate.
const NEVER: f64 = -1e30;

/// The maximum spanning arborescence with one child of the root.
fn spanning(scores: &[f32], count: usize, heads: &mut Vec<u32>) {
    let size = count + 1;
    // Each arc from the root costs more than all other arcs can make good: as many as are
    // needed are taken, that is one.
    let range = scores
        .iter()
        .fold(1f64, |most, s| most.max(f64::from(s.abs())));
    let cost = 4.0 * range * size as f64;
    let mut matrix = vec![NEVER; size * size];
    for (i, row) in scores.chunks_exact(size).enumerate() {
        for (j, score) in row.iter().enumerate() {
            if j != i + 1 {
                matrix[(i + 1) * size + j] = f64::from(*score) - if j == 0 { cost } else { 0.0 };
            }
        }
    }
    let found = arborescence(&matrix, size);
    heads.extend(found[1..].iter().map(|head| *head as u32));
}

/// Chu-Liu-Edmonds over `matrix[dependent][head]`; node 0 is the root. Of equal scores the smaller
/// index wins. Each step down the recursion contracts one cycle.
fn arborescence(matrix: &[f64], size: usize) -> Vec<usize> {
    let mut heads = vec![0; size];
    for node in 1..size {
        let row = &matrix[node * size..][..size];
        for (head, score) in row.iter().enumerate() {
            if *score > row[heads[node]] {
                heads[node] = head;
            }
        }
    }
    let Some(cycle) = find_cycle(&heads) else {
        return heads;
    };
    let mut inside = vec![false; size];
    for node in &cycle {
        inside[*node] = true;
    }
    let others: Vec<usize> = (0..size).filter(|node| !inside[*node]).collect();
    let joint = others.len();
    let small = joint + 1;
    let mut contracted = vec![NEVER; small * small];
    let (mut enter, mut leave) = (vec![0; size], vec![0; size]);
    for (number, node) in others.iter().enumerate() {
        if *node != 0 {
            for (other, head) in others.iter().enumerate() {
                if head != node {
                    contracted[number * small + other] = matrix[node * size + head];
                }
            }
            let best = first_best(&cycle, |v| matrix[node * size + v]);
            contracted[number * small + joint] = matrix[node * size + best];
            leave[*node] = best;
        }
        let gain = |v: usize| matrix[v * size + node] - matrix[v * size + heads[v]];
        let best = first_best(&cycle, gain);
        contracted[joint * small + number] = gain(best);
        enter[*node] = best;
    }
    let solution = arborescence(&contracted, small);
    let mut result = heads;
    for (number, node) in others.iter().enumerate().filter(|(_, node)| **node != 0) {
        let head = solution[number];
        result[*node] = if head == joint {
            leave[*node]
        } else {
            others[head]
        };
    }
    let outside = others[solution[joint].min(joint - 1)];
    result[enter[outside]] = outside;
    result
}

/// The node with the largest value, the smallest of equals.
fn first_best(nodes: &[usize], value: impl Fn(usize) -> f64) -> usize {
    let mut best = nodes[0];
    for &node in nodes {
        let (a, b) = (value(node), value(best));
        if a > b || a == b && node < best {
            best = node;
        }
    }
    best
}

/// The nodes of a cycle, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen, else the number of the walk that saw the node.
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut cycle = vec![node];
            let mut at = heads[node];
            while at != node {
                cycle.push(at);
                at = heads[at];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tries every assignment of heads.
    fn by_force(scores: &[f32], count: usize) -> f64 {
        let width = count + 1;
        let mut best = f64::NEG_INFINITY;
        for code in 0..(width as u32).pow(count as u32) {
            let heads: Vec<u32> = (0..count)
                .map(|i| code / (width as u32).pow(i as u32) % width as u32)
                .collect();
            if heads.iter().enumerate().all(|(i, h)| *h as usize != i + 1) && is_tree(&heads) {
                best = best.max(worth(scores, &heads));
            }
        }
        best
    }

    fn worth(scores: &[f32], heads: &[u32]) -> f64 {
        let width = heads.len() + 1;
        heads
            .iter()
            .enumerate()
            .map(|(i, h)| f64::from(scores[i * width + *h as usize]))
            .sum()
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_one(count in 1usize..6, seed in proptest::collection::vec(-9.0f32..9.0, 30)) {
            let scores = &seed[..count * (count + 1)];
            let mut heads = Vec::new();
            tree(scores, count, &mut heads);
            prop_assert!(is_tree(&heads));
            prop_assert!((worth(scores, &heads) - by_force(scores, count)).abs() < 1e-3);
        }

        #[test]
        fn any_scores_give_a_tree(count in 1usize..60, seed in 0u32..1000) {
            let mut state = seed;
            let scores: Vec<f32> = std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as f32
            }).take(count * (count + 1)).collect();
            let mut heads = Vec::new();
            tree(&scores, count, &mut heads);
            prop_assert!(is_tree(&heads));
        }
    }
}
