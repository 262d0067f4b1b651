//! Logistic regression with a ridge: weights that make right and wrong events likely, held small.

/// An event: its features, whether it was right, and the story that it is of.
#[derive(Clone, Debug)]
pub struct Case {
    /// Values of the features.
    pub features: Vec<f64>,
    /// Whether it was right.
    pub right: bool,
    /// Cases of one story are left out together.
    pub story: usize,
}

/// Bias and weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// Log-odds where no feature is the case.
    pub bias: f64,
    /// A weight for each feature.
    pub weights: Vec<f64>,
}

impl Fit {
    /// The probability that a case with these features is right.
    pub fn probability(&self, features: &[f64]) -> f64 {
        let sum: f64 = self.weights.iter().zip(features).map(|(w, x)| w * x).sum();
        1.0 / (1.0 + f64::exp(-(self.bias + sum)))
    }
}

/// Most steps; Newton's method needs a handful.
const STEPS: usize = 30;

/// Maximises the likelihood less half of `ridge` times the squared weights, by Newton's method.
/// The bias is free.
pub fn fit<'c>(cases: impl Iterator<Item = &'c Case> + Clone, ridge: f64) -> Fit {
    let Some(first) = cases.clone().next() else {
        return Fit::default();
    };
    let size = first.features.len() + 1;
    let mut fit = Fit {
        bias: 0.0,
        weights: vec![0.0; size - 1],
    };
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; size];
        let mut curvature = vec![0.0; size * size];
        for case in cases.clone() {
            let p = fit.probability(&case.features);
            let error = f64::from(u8::from(case.right)) - p;
            let weight = (p * (1.0 - p)).max(1e-9);
            let value = |at: usize| if at == 0 { 1.0 } else { case.features[at - 1] };
            for i in 0..size {
                gradient[i] += error * value(i);
                for j in 0..size {
                    curvature[i * size + j] += weight * value(i) * value(j);
                }
            }
        }
        for i in 1..size {
            gradient[i] -= ridge * fit.weights[i - 1];
            curvature[i * size + i] += ridge;
        }
        let step = solve(curvature, gradient);
        fit.bias += step[0];
        for (weight, step) in fit.weights.iter_mut().zip(&step[1..]) {
            *weight += step;
        }
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    fit
}

/// Solves a symmetric positive definite system by elimination.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = matrix[column * size + column].max(1e-12);
        for row in column + 1..size {
            let factor = matrix[row * size + column] / pivot;
            for at in column..size {
                matrix[row * size + at] -= factor * matrix[column * size + at];
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size)
            .map(|at| matrix[row * size + at] * right[at])
            .sum();
        right[row] = (right[row] - known) / matrix[row * size + row].max(1e-12);
    }
    right
}

/// For each case the probability from a fit without its story.
pub fn left_out(cases: &[Case], ridge: f64) -> Vec<f64> {
    let stories = cases
        .iter()
        .map(|case| case.story)
        .max()
        .map_or(0, |m| m + 1);
    let fits: Vec<Fit> = (0..stories)
        .map(|story| fit(cases.iter().filter(|case| case.story != story), ridge))
        .collect();
    cases
        .iter()
        .map(|case| fits[case.story].probability(&case.features))
        .collect()
}

/// Mean negative log-likelihood of what happened.
pub fn loss(cases: &[Case], probabilities: &[f64]) -> f64 {
    let losses = cases.iter().zip(probabilities).map(|(case, p)| {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        -f64::ln(if case.right { p } else { 1.0 - p })
    });
    losses.sum::<f64>() / cases.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> Vec<Case> {
        // With the feature three of four are right, without it one of four.
        (0..80)
            .map(|at| {
                let has = at % 2 == 0;
                let lucky = (at / 2) % 4 == 0;
                Case {
                    features: vec![f64::from(u8::from(has)), 0.0],
                    right: if has { !lucky } else { lucky },
                    story: at / 10,
                }
            })
            .collect()
    }

    #[test]
    fn shares_are_found_again() {
        let cases = cases();
        let free = fit(cases.iter(), 1e-6);
        assert!((free.probability(&[1.0, 0.0]) - 0.75).abs() < 1e-3);
        assert!((free.probability(&[0.0, 0.0]) - 0.25).abs() < 1e-3);
        assert!(free.weights[1].abs() < 1e-9);
        let held = fit(cases.iter(), 1e6);
        assert!((held.probability(&[1.0, 0.0]) - 0.5).abs() < 1e-3);
    }

    #[test]
    fn a_left_out_story_does_not_tell_of_itself() {
        let cases = cases();
        let probabilities = left_out(&cases, 1.0);
        assert_eq!(probabilities.len(), cases.len());
        assert!(loss(&cases, &probabilities) < f64::ln(2.0));
        let mut one = cases.clone();
        for case in one.iter_mut().filter(|case| case.story == 3) {
            case.right = !case.right;
        }
        let changed = left_out(&one, 1.0);
        for (at, case) in cases.iter().enumerate() {
            let same = (changed[at] - probabilities[at]).abs() < 1e-12;
            assert_eq!(same, case.story == 3);
        }
        assert_eq!(fit([].iter(), 1.0), Fit::default());
    }
}
