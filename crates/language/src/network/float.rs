//! The network's operations on floats, row by row, each sum in one fixed order.
//!
//! Sums run over [`LANES`] partial sums that are then added pair by pair: the compiler may use
//! vectors of any width for that and gives the same bits. Nothing here calls the C library, and
//! Rust never fuses a multiplication with an addition by itself.

use super::isa::versions;

/// Partial sums of a row; rows must be a multiple of it long.
pub const LANES: usize = 16;

/// 1.5 · 2²³. Floats of this size are whole numbers: adding it to a magnitude below 2²² rounds to
/// the nearest whole number, ties to even, without the C library.
const SHIFT: f32 = 12_582_912.0;

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

/// e to the power of `x` for `x` at most 0; relative error below 3e-7 down to -60. Below that it
/// stays at e⁻⁶⁰: as a share of attention that is nothing, and smaller numbers would become
/// subnormal further on, which many processors handle a hundred times slower.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x < -60.0 { -60.0 } else { x };
    // Rounded to a whole number `n`, whose digits end up in the lowest bits of the shifted sum.
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let n = shifted - SHIFT;
    // ln 2 in two parts, so that the remainder is exact enough.
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let p = (p * (r * r) + r) + 1.0;
    let power = shifted
        .to_bits()
        .wrapping_sub(SHIFT.to_bits())
        .wrapping_add(127)
        << 23;
    p * f32::from_bits(power)
}

/// Rounds a row to whole numbers plus 128; returns its factor. With `POSITIVE` what is below nothing counts as nothing.
#[inline(always)]
fn round_row<const POSITIVE: bool>(row: &[f32], numbers: &mut [u8]) -> f32 {
    let size = |v: f32| if POSITIVE { v } else { v.abs() };
    let mut peaks = [0f32; LANES];
    let mut chunks = row.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (peak, v) in peaks.iter_mut().zip(chunk) {
            let a = size(*v);
            *peak = if a > *peak { a } else { *peak };
        }
    }
    for (peak, v) in peaks.iter_mut().zip(chunks.remainder()) {
        let a = size(*v);
        *peak = if a > *peak { a } else { *peak };
    }
    let peak = peaks.iter().fold(0f32, |a, b| if *b > a { *b } else { a });
    let scale = if peak > 0.0 { 127.0 / peak } else { 0.0 };
    for (number, v) in numbers.iter_mut().zip(row) {
        let v = if !POSITIVE || *v > 0.0 { *v } else { 0.0 };
        // The low byte of the shifted sum is the rounded number in two's complement.
        let shifted = v * scale + SHIFT;
        *number = (shifted.to_bits() as u8) ^ 0x80;
    }
    peak / 127.0
}

versions! {
    /// Rounds each row of `x` to whole numbers plus 128 and gives its factor.
    pub fn round_rows(x: &[f32], width: usize, numbers: &mut [u8], factors: &mut [f32]) {
        for ((row, numbers), factor) in
            x.chunks_exact(width).zip(numbers.chunks_exact_mut(width)).zip(factors)
        {
            *factor = round_row::<false>(row, numbers);
        }
    }
}

versions! {
    /// As [`round_rows`], of what is positive in the first `width` values of each `stride`.
    pub fn round_positive_rows(x: &[f32], stride: usize, width: usize, numbers: &mut [u8], factors: &mut [f32]) {
        for ((row, numbers), factor) in
            x.chunks(stride).zip(numbers.chunks_exact_mut(width)).zip(factors)
        {
            *factor = round_row::<true>(&row[..width], numbers);
        }
    }
}

versions! {
    /// As [`round_rows`], of the layer normalisation of each row.
    pub fn round_normed_rows(x: &[f32], gain: &[f32], shift: &[f32], numbers: &mut [u8], factors: &mut [f32]) {
        let width = gain.len();
        let mut normed = [0f32; MOST];
        let normed = &mut normed[..width];
        for ((row, numbers), factor) in
            x.chunks_exact(width).zip(numbers.chunks_exact_mut(width)).zip(factors)
        {
            norm_row(row, gain, shift, normed);
            *factor = round_row::<false>(normed, numbers);
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
    /// larger of each two kept, normalised and added to `x`. Beyond the ends of a sentence
    /// `previous` and `next` are zeros.
    pub fn convolve(previous: &[f32], current: &[f32], next: &[f32], bias: &[f32], gain: &[f32], shift: &[f32], x: &mut [f32]) {
        let width = gain.len();
        let mut kept = [0f32; MOST];
        let kept = &mut kept[..width];
        let (p0, p1) = previous[..2 * width].split_at(width);
        let (c0, c1) = current[..2 * width].split_at(width);
        let (n0, n1) = next[..2 * width].split_at(width);
        let (b0, b1) = bias[..2 * width].split_at(width);
        for d in 0..width {
            let a = ((p0[d] + c0[d]) + n0[d]) + b0[d];
            let b = ((p1[d] + c1[d]) + n1[d]) + b1[d];
            kept[d] = if b > a { b } else { a };
        }
        let mut normed = [0f32; MOST];
        let normed = &mut normed[..width];
        norm_row(kept, gain, shift, normed);
        for (x, v) in x[..width].iter_mut().zip(normed) {
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

/// Words whose scores are summed side by side.
pub const BLOCK: usize = 2 * LANES;

/// Scores of `Q` rows against many: `scores[q][j] = Σ_d query[q][d] · keys[d][j]`, each summed from the
/// first `d` on. `keys` is `[query length, stride]`, and `stride` a multiple of [`BLOCK`].
#[inline(always)]
fn dots_of<const Q: usize>(
    queries: [&[f32]; Q],
    keys: &[f32],
    stride: usize,
    scores: [&mut [f32]; Q],
) {
    let size = queries[0].len();
    let mut scores = scores;
    for from in (0..stride).step_by(BLOCK) {
        let mut sums = [[0f32; BLOCK]; Q];
        for d in 0..size {
            let keys: &[f32; BLOCK] = match keys[d * stride + from..].first_chunk() {
                Some(keys) => keys,
                None => return,
            };
            for (sums, query) in sums.iter_mut().zip(queries) {
                let q = query[d];
                for (sum, k) in sums.iter_mut().zip(keys) {
                    *sum += q * k;
                }
            }
        }
        for (scores, sums) in scores.iter_mut().zip(sums) {
            scores[from..from + BLOCK].copy_from_slice(&sums);
        }
    }
}

versions! {
    /// Scores of rows against many: `scores[i][j] = Σ_d queries[i][d] · keys[d][j]`, summed from the first
    /// `d` on. `queries` are rows of `queries_stride` of which `size` values count, `keys` is
    /// `[size, stride]`, `scores` rows of `stride`, a multiple of [`BLOCK`].
    pub fn dots(queries: &[f32], queries_stride: usize, size: usize, keys: &[f32], stride: usize, scores: &mut [f32]) {
        let row = |i: usize| &queries[i * queries_stride..][..size];
        let mut first = 0;
        let mut fours = scores.chunks_exact_mut(4 * stride);
        for four in &mut fours {
            let (a, b) = four.split_at_mut(2 * stride);
            let ((a, b), (c, d)) = (a.split_at_mut(stride), b.split_at_mut(stride));
            dots_of([row(first), row(first + 1), row(first + 2), row(first + 3)], keys, stride, [a, b, c, d]);
            first += 4;
        }
        for scores in fours.into_remainder().chunks_exact_mut(stride) {
            dots_of([row(first)], keys, stride, [scores]);
            first += 1;
        }
    }
}

/// Turns a row of scores, whose length is a multiple of [`LANES`], into its softmax.
#[inline(always)]
fn softmax_row(scores: &mut [f32]) {
    let mut peaks = [f32::NEG_INFINITY; LANES];
    for chunk in scores.chunks_exact(LANES) {
        for (peak, s) in peaks.iter_mut().zip(chunk) {
            *peak = if *s > *peak { *s } else { *peak };
        }
    }
    let peak = peaks
        .iter()
        .fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
    let mut sums = [0f32; LANES];
    for chunk in scores.chunks_exact_mut(LANES) {
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

versions! {
    /// Attention weights: each row of `scores`, `stride` long with `count` scores that count,
    /// has the row's distance scores added and becomes its softmax. Row `i`'s distance scores begin
    /// at `distances[origin - i]`.
    pub fn softmax(scores: &mut [f32], stride: usize, count: usize, distances: &[f32], origin: usize) {
        for (i, row) in scores.chunks_exact_mut(stride).enumerate() {
            for (s, distance) in row.iter_mut().zip(&distances[origin - i..][..count]) {
                *s += distance;
            }
            // What stands for no word ends up with a weight too small to count; it is not read.
            row[count..].fill(-1e30);
            softmax_row(row);
        }
    }
}

versions! {
    /// Weighted sums of rows: `out[i][d] = Σ_j weights[i][j] · values[j · stride + d]`, from the first `j`
    /// on, for `size` values `d` (a multiple of [`LANES`]) and `count` rows. `weights` are rows of
    /// `weights_stride`, `out` rows of `out_stride`.
    pub fn mix(weights: &[f32], weights_stride: usize, count: usize, values: &[f32], stride: usize, size: usize, out: &mut [f32], out_stride: usize) {
        for (weights, out) in weights.chunks_exact(weights_stride).zip(out.chunks_mut(out_stride)) {
            // Three blocks of lanes at a time keep the additions from waiting for each other.
            let mut from = 0;
            while from + 3 * LANES <= size {
                mix_block::<{ 3 * LANES }>(&weights[..count], &values[from..], stride, &mut out[from..]);
                from += 3 * LANES;
            }
            while from < size {
                mix_block::<LANES>(&weights[..count], &values[from..], stride, &mut out[from..]);
                from += LANES;
            }
        }
    }
}

/// `N` values of a weighted sum of rows.
#[inline(always)]
fn mix_block<const N: usize>(weights: &[f32], values: &[f32], stride: usize, out: &mut [f32]) {
    let mut sums = [0f32; N];
    for (w, row) in weights.iter().zip(values.chunks(stride)) {
        let Some(row) = row.first_chunk::<N>() else {
            return;
        };
        for (sum, v) in sums.iter_mut().zip(row) {
            *sum += w * v;
        }
    }
    out[..N].copy_from_slice(&sums);
}

versions! {
    /// Adds rows of an 8-bit table, each times its scale, to `out`.
    pub fn add_embeddings(rows: &[u32], table: &[u8], scales: &[f32], out: &mut [f32]) {
        let columns = out.len();
        for row in rows {
            let scale = scales[*row as usize];
            let numbers = &table[*row as usize * columns..][..columns];
            for (out, number) in out.iter_mut().zip(numbers) {
                *out += f32::from(*number as i8) * scale;
            }
        }
    }
}

/// The index of the largest value, the first of equals; `except` is no candidate.
pub fn best(values: &[f32], except: usize) -> usize {
    let mut best = usize::from(except == 0 && values.len() > 1);
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] && index != except {
            best = index;
        }
    }
    best
}

versions! {
    /// The index of the largest of the values of each range, the first of equals.
    pub fn best_of_ranges(values: &[f32], sizes: &[usize; 4], out: &mut [u16; 4]) {
        let mut from = 0;
        for (size, out) in sizes.iter().zip(out) {
            let range = &values[from..from + size];
            let mut peaks = [f32::NEG_INFINITY; LANES];
            let mut chunks = range.chunks_exact(LANES);
            for chunk in &mut chunks {
                for (peak, v) in peaks.iter_mut().zip(chunk) {
                    *peak = if *v > *peak { *v } else { *peak };
                }
            }
            for (peak, v) in peaks.iter_mut().zip(chunks.remainder()) {
                *peak = if *v > *peak { *v } else { *peak };
            }
            let peak = peaks.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
            *out = range.iter().position(|v| *v >= peak).unwrap_or(0) as u16;
            from += size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::isa::Isa;
    use super::*;

    #[test]
    fn exp_is_close_to_the_truth() {
        for i in 0..=60_000 {
            let x = -(i as f32) / 1000.0;
            let truth = f64::from(x).exp();
            let error = (f64::from(exp(x)) - truth).abs() / truth;
            assert!(error < 3e-7, "exp({x}) is off by {error:e}");
        }
        assert!(exp(-1e30) < 1e-26);
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
            let (mut numbers, mut factors) = ([0u8; 192 * 5], [0f32; 5]);
            round_normed_rows(isa, &x, &gain, &gain, &mut numbers, &mut factors);
            let mut out: Vec<f32> = numbers.iter().map(|n| f32::from(*n) * factors[0]).collect();
            round_positive_rows(isa, &x, 192, 160, &mut numbers[..160 * 5], &mut factors);
            out.extend(numbers.map(f32::from));
            out.extend(factors);
            let mut scores = vec![0f32; 5 * 32];
            dots(isa, &x, 192, 20, &x[..20 * 32], 32, &mut scores);
            softmax(isa, &mut scores, 32, 21, &gain, 30);
            let mut mixed = vec![0f32; 5 * 64];
            mix(isa, &scores, 32, 5, &out, 192, 64, &mut mixed, 64);
            let mut sums = x[..192].to_vec();
            convolve(
                isa,
                &[0.0; 384],
                &x[..384],
                &x[384..768],
                &x[100..484],
                &gain,
                &gain,
                &mut sums,
            );
            let mut labels = [0; 4];
            best_of_ranges(isa, &sums, &[17, 49, 100, 11], &mut labels);
            assert_eq!(usize::from(labels[2]), best(&sums[66..166], usize::MAX));
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
