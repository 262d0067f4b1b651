//! The network's operations on floats, row by row, each sum in one fixed order.
//!
//! Sums run over [`LANES`] partial sums that are then added pair by pair: the compiler may use
//! vectors of any width for that and gives the same bits. Nothing here calls the C library, and
//! Rust never fuses a multiplication with an addition by itself.

use super::isa::versions;

/// Partial sums of a row; rows must be a multiple of it long.
pub const LANES: usize = 16;

/// Rounds to the nearest whole number, ties to even, for magnitudes below 2²².
#[inline(always)]
fn round(x: f32) -> f32 {
    // 1.5 · 2²³: above it, floats are whole numbers.
    const SHIFT: f32 = 12_582_912.0;
    (x + SHIFT) - SHIFT
}

/// Adds partial sums pair by pair.
#[inline(always)]
fn total(mut sums: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
        width /= 2;
    }
    sums[0]
}

/// e to the power of `x` for `x` at most 0; relative error below 3e-7 down to -87, below that 0.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let n = round(x * std::f32::consts::LOG2_E);
    // ln 2 in two parts, so that the remainder is exact enough.
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let p = (p * (r * r) + r) + 1.0;
    p * f32::from_bits(((n as i32 + 127) << 23) as u32)
}

versions! {
    /// Rounds each row of `x` to whole numbers plus 128 and gives its factor.
    pub fn round_rows(x: &[f32], width: usize, numbers: &mut [u8], factors: &mut [f32]) {
        for ((row, numbers), factor) in
            x.chunks_exact(width).zip(numbers.chunks_exact_mut(width)).zip(factors)
        {
            let mut peaks = [0f32; LANES];
            let mut chunks = row.chunks_exact(LANES);
            for chunk in &mut chunks {
                for (peak, v) in peaks.iter_mut().zip(chunk) {
                    let a = v.abs();
                    *peak = if a > *peak { a } else { *peak };
                }
            }
            for (peak, v) in peaks.iter_mut().zip(chunks.remainder()) {
                let a = v.abs();
                *peak = if a > *peak { a } else { *peak };
            }
            let peak = peaks.iter().fold(0f32, |a, b| if *b > a { *b } else { a });
            *factor = peak / 127.0;
            let scale = if peak > 0.0 { 127.0 / peak } else { 0.0 };
            for (number, v) in numbers.iter_mut().zip(row) {
                // The low byte of the shifted sum is the rounded number in two's complement.
                let shifted = v * scale + 12_582_912.0;
                *number = (shifted.to_bits() as u8) ^ 0x80;
            }
        }
    }
}

versions! {
    /// Layer normalisation of each row of `x` into `y`.
    pub fn layer_norm(x: &[f32], gain: &[f32], shift: &[f32], y: &mut [f32]) {
        let width = gain.len();
        for (x, y) in x.chunks_exact(width).zip(y.chunks_exact_mut(width)) {
            norm_row(x, gain, shift, y);
        }
    }
}

/// Layer normalisation of one row.
#[inline(always)]
fn norm_row(x: &[f32], gain: &[f32], shift: &[f32], y: &mut [f32]) {
    let width = gain.len() as f32;
    let mut sums = [0f32; LANES];
    for chunk in x.chunks_exact(LANES) {
        for (sum, v) in sums.iter_mut().zip(chunk) {
            *sum += v;
        }
    }
    let mean = total(sums) / width;
    let mut squares = [0f32; LANES];
    for (chunk, y) in x.chunks_exact(LANES).zip(y.chunks_exact_mut(LANES)) {
        for ((square, v), y) in squares.iter_mut().zip(chunk).zip(y) {
            let centred = v - mean;
            *y = centred;
            *square += centred * centred;
        }
    }
    let scale = 1.0 / (total(squares) / width + 1e-5).sqrt();
    for ((y, gain), shift) in y.iter_mut().zip(gain).zip(shift) {
        *y = *y * scale * gain + shift;
    }
}

versions! {
    /// `norm(maxout(row))` of each row of `x`, `[rows, stride]`, whose first `2 width` values count.
    pub fn maxout_norm(x: &[f32], stride: usize, gain: &[f32], shift: &[f32], y: &mut [f32]) {
        let width = gain.len();
        let mut kept = [0f32; MOST];
        let kept = &mut kept[..width];
        for (x, y) in x.chunks_exact(stride).zip(y.chunks_exact_mut(width)) {
            let (a, b) = x[..2 * width].split_at(width);
            for ((kept, a), b) in kept.iter_mut().zip(a).zip(b) {
                *kept = if *b > *a { *b } else { *a };
            }
            norm_row(kept, gain, shift, y);
        }
    }
}

/// Most values of a row of the trunk.
pub const MOST: usize = 512;

versions! {
    /// One word's convolution: its products with the words before and behind it are added, the
    /// larger of each two kept, normalised and added to `x`. `previous` and `next` are empty at
    /// the ends of the sentence.
    pub fn convolve(previous: &[f32], current: &[f32], next: &[f32], bias: &[f32], gain: &[f32], shift: &[f32], x: &mut [f32]) {
        let width = gain.len();
        let mut sums = [0f32; 2 * MOST];
        let sums = &mut sums[..2 * width];
        if previous.is_empty() {
            sums.copy_from_slice(current);
        } else {
            for ((sum, p), c) in sums.iter_mut().zip(previous).zip(current) {
                *sum = p + c;
            }
        }
        if next.is_empty() {
            for (sum, b) in sums.iter_mut().zip(bias) {
                *sum += b;
            }
        } else {
            for ((sum, n), b) in sums.iter_mut().zip(next).zip(bias) {
                *sum = (*sum + n) + b;
            }
        }
        let mut kept = [0f32; MOST];
        let kept = &mut kept[..width];
        let (a, b) = sums.split_at(width);
        for ((kept, a), b) in kept.iter_mut().zip(a).zip(b) {
            *kept = if *b > *a { *b } else { *a };
        }
        let mut normed = [0f32; MOST];
        let normed = &mut normed[..width];
        norm_row(kept, gain, shift, normed);
        for (x, v) in x.iter_mut().zip(normed) {
            *x += *v;
        }
    }
}

versions! {
    /// Keeps what is positive.
    pub fn relu(x: &mut [f32]) {
        for v in x {
            *v = if *v > 0.0 { *v } else { 0.0 };
        }
    }
}

versions! {
    /// Adds `y`, rows of `stride`, of which the first `width` values count, to `x`, rows of `width`.
    pub fn add_rows(x: &mut [f32], width: usize, y: &[f32], stride: usize) {
        for (x, y) in x.chunks_exact_mut(width).zip(y.chunks_exact(stride)) {
            for (x, y) in x.iter_mut().zip(y) {
                *x += y;
            }
        }
    }
}

versions! {
    /// Scores of one row against many: `scores[j] = Σ_d query[d] · keys[d][j]`, summed from the first
    /// `d` on. `keys` is `[query.len(), stride]`; `scores` may be shorter than `stride`.
    pub fn dots(query: &[f32], keys: &[f32], stride: usize, scores: &mut [f32]) {
        for (block, scores) in scores.chunks_mut(LANES * 2).enumerate() {
            let from = block * LANES * 2;
            let mut sums = [0f32; LANES * 2];
            for (q, keys) in query.iter().zip(keys.chunks_exact(stride)) {
                for (sum, k) in sums.iter_mut().zip(&keys[from..from + LANES * 2]) {
                    *sum += q * k;
                }
            }
            scores.copy_from_slice(&sums[..scores.len()]);
        }
    }
}

versions! {
    /// Attention weights of one row: `scores` becomes its softmax.
    pub fn softmax(scores: &mut [f32]) {
        let mut peak = f32::NEG_INFINITY;
        for s in scores.iter() {
            peak = if *s > peak { *s } else { peak };
        }
        let mut sums = [0f32; LANES];
        for chunk in scores.chunks_mut(LANES) {
            for (s, sum) in chunk.iter_mut().zip(sums.iter_mut()) {
                *s = exp(*s - peak);
                *sum += *s;
            }
        }
        let scale = 1.0 / total(sums);
        for s in scores {
            *s *= scale;
        }
    }
}

versions! {
    /// Weighted sum of rows: `out[d] = Σ_j weights[j] · values[j · stride + d]`, from the first `j` on.
    pub fn mix(weights: &[f32], values: &[f32], stride: usize, out: &mut [f32]) {
        for (block, out) in out.chunks_mut(LANES).enumerate() {
            let from = block * LANES;
            let mut sums = [0f32; LANES];
            for (w, row) in weights.iter().zip(values.chunks(stride)) {
                for (sum, v) in sums.iter_mut().zip(&row[from..from + LANES]) {
                    *sum += w * v;
                }
            }
            out.copy_from_slice(&sums[..out.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::isa::Isa;
    use super::*;

    #[test]
    fn exp_is_close_to_the_truth() {
        for i in 0..=87_000 {
            let x = -(i as f32) / 1000.0;
            let truth = f64::from(x).exp();
            let error = (f64::from(exp(x)) - truth).abs() / truth;
            assert!(error < 3e-7, "exp({x}) is off by {error:e}");
        }
        assert!(exp(-1e30) < 1e-37);
    }

    #[test]
    fn rounding_is_to_even_and_symmetric() {
        let x = [
            127.0, -127.0, 0.5, 1.5, -0.5, -1.5, 2.5, 0.49, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0,
        ];
        for isa in Isa::available() {
            let (mut numbers, mut factors) = ([0u8; 16], [0f32; 1]);
            round_rows(isa, &x, 16, &mut numbers, &mut factors);
            let signed: Vec<i32> = numbers.iter().map(|n| i32::from(*n) - 128).collect();
            assert_eq!(
                signed,
                [127, -127, 0, 2, 0, -2, 2, 0, 0, 1, 2, 3, 4, 5, 6, 7]
            );
            assert_eq!(factors, [1.0]);
        }
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let x: Vec<f32> = (0..192 * 5)
            .map(|i| ((i * 7919) % 1009) as f32 / 500.0 - 1.0)
            .collect();
        let gain: Vec<f32> = (0..192).map(|i| 0.5 + i as f32 / 192.0).collect();
        let mut expected: Option<Vec<u32>> = None;
        for isa in Isa::available() {
            let mut out = vec![0f32; x.len()];
            layer_norm(isa, &x, &gain, &gain, &mut out);
            let mut scores = vec![0f32; 21];
            dots(isa, &gain[..20], &x[..20 * 32], 32, &mut scores);
            softmax(isa, &mut scores);
            let mut mixed = vec![0f32; 48];
            mix(isa, &scores[..5], &out, 192, &mut mixed);
            let mut sums = x[..192].to_vec();
            convolve(
                isa,
                &[],
                &x[..384],
                &x[384..768],
                &x[100..484],
                &gain,
                &gain,
                &mut sums,
            );
            let all: Vec<u32> = [out, scores, mixed, sums]
                .iter()
                .flatten()
                .map(|v| v.to_bits())
                .collect();
            match &expected {
                None => expected = Some(all),
                Some(expected) => assert!(*expected == all, "{isa:?} differs"),
            }
        }
    }
}
