//! The inner loops of [`super::matrix`]: 8-bit products summed in 32 bits, a version for each
//! instruction set.
//!
//! Measured on one core of a Sapphire Rapids server that had other work, 128 rows of 192 inputs by
//! 1,152 outputs, in thousand millions of products a second, rounding of the rows included: AVX-512
//! with VNNI 192, AVX2 with VNNI 82, AVX2 30, portable 3 (SSE2; the same loops compile to NEON on ARM);
//! for comparison `rten-gemm` 0.27 with 8 bits 167, with floats 81, `matrixmultiply` 0.3 31, `gemm` 0.19 25.
//! Besides being slower, `rten-gemm` saturates on machines without VNNI, so that results would depend
//! on the machine, and floats depend on the order of summation. The versions here must agree to
//! the bit; a test holds them against each other.
#![allow(
    unsafe_code,
    reason = "vector instructions; the safe front checks all lengths"
)]

use super::isa::Isa;
use super::matrix::{Linear, Rows, TILE};

/// Multiplies the rows with the layer into `y`, `[rows, outputs]`.
pub(super) fn multiply(isa: Isa, layer: &Linear, rows: &Rows, y: &mut [f32]) {
    let count = rows.len();
    assert_eq!(layer.inputs % 4, 0, "inputs come in fours");
    assert_eq!(layer.outputs % TILE, 0, "outputs come in tiles");
    assert_eq!(
        rows.numbers.len(),
        count * layer.inputs,
        "rows of another length"
    );
    assert_eq!(
        layer.packed.len(),
        layer.outputs * layer.inputs,
        "packed whole"
    );
    assert_eq!(y.len(), count * layer.outputs, "an output for each row");
    for each in [&layer.scales, &layer.biases] {
        assert_eq!(each.len(), layer.outputs, "one an output");
    }
    assert_eq!(layer.corrections.len(), layer.outputs, "one an output");
    match isa {
        Isa::Portable => portable(layer, rows, y),
        // SAFETY: lengths were checked above, and the value of `isa` says that the machine has
        // the instructions.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { x86::avx2(layer, rows, y) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::AvxVnni => unsafe { x86::avx_vnni(layer, rows, y) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512Vnni => unsafe { x86::avx512_vnni(layer, rows, y) },
    }
}

/// For machines without a version of their own, ARM among them: plain loops over the outputs of a
/// tile, which compilers turn into vector code.
fn portable(layer: &Linear, rows: &Rows, y: &mut [f32]) {
    let inputs = layer.inputs;
    let mut signed = vec![0i16; inputs];
    let numbers = rows.numbers.chunks_exact(inputs);
    for ((numbers, factor), y) in numbers
        .zip(&rows.factors)
        .zip(y.chunks_exact_mut(layer.outputs))
    {
        for (to, from) in signed.iter_mut().zip(numbers) {
            *to = i16::from(*from) - 128;
        }
        for (tile, weights) in layer.packed.chunks_exact(TILE * inputs).enumerate() {
            let mut sums = [0i32; TILE];
            for (x, weights) in signed.chunks_exact(4).zip(weights.chunks_exact(4 * TILE)) {
                if let (Some(x), Some(weights)) = (x.first_chunk(), weights.first_chunk()) {
                    add_products(&mut sums, x, weights);
                }
            }
            for (lane, sum) in sums.iter().enumerate() {
                let out = tile * TILE + lane;
                y[out] = (*sum as f32 * layer.scales[out]) * factor + layer.biases[out];
            }
        }
    }
}

/// Adds the products of four inputs with a tile's weights to the sums. Two products of at most
/// 127 · 127 fit 16 bits together, so that only their sum is widened.
#[inline(never)]
fn add_products(sums: &mut [i32; TILE], x: &[i16; 4], weights: &[i8; 4 * TILE]) {
    let (a, rest) = weights.split_at(TILE);
    let (b, rest) = rest.split_at(TILE);
    let (c, d) = rest.split_at(TILE);
    for (lane, sum) in sums.iter_mut().enumerate() {
        let one = i16::from(a[lane])
            .wrapping_mul(x[0])
            .wrapping_add(i16::from(b[lane]).wrapping_mul(x[1]));
        let two = i16::from(c[lane])
            .wrapping_mul(x[2])
            .wrapping_add(i16::from(d[lane]).wrapping_mul(x[3]));
        *sum += i32::from(one) + i32::from(two);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Linear, Rows, TILE};
    use std::arch::x86_64::*;

    /// Walks over all rows, `$most` at a time, and calls the tile function of that many rows.
    macro_rules! walk {
        ($layer:ident, $rows:ident, $y:ident, $most:literal, $tile:ident) => {
            // Outputs outside, rows inside: a tile of weights stays in the nearest cache while
            // all rows pass by it.
            for tile in 0..$layer.outputs / TILE {
                let mut row = 0;
                let count = $rows.len();
                while row + $most <= count {
                    $tile::<$most>($layer, $rows, $y, tile, row);
                    row += $most;
                }
                match count - row {
                    1 => $tile::<1>($layer, $rows, $y, tile, row),
                    2 => $tile::<2>($layer, $rows, $y, tile, row),
                    3 => $tile::<3>($layer, $rows, $y, tile, row),
                    4 => $tile::<4>($layer, $rows, $y, tile, row),
                    5 => $tile::<5>($layer, $rows, $y, tile, row),
                    _ => {}
                }
            }
        };
    }

    /// SAFETY: the machine has AVX-512 with VNNI; lengths are as `multiply` checks them.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub(super) unsafe fn avx512_vnni(layer: &Linear, rows: &Rows, y: &mut [f32]) {
        unsafe { walk!(layer, rows, y, 6, avx512_tile) }
    }

    /// One tile of 64 outputs for `R` rows: 4 `R` sums stay in registers.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn avx512_tile<const R: usize>(
        layer: &Linear,
        rows: &Rows,
        y: &mut [f32],
        tile: usize,
        row: usize,
    ) {
        let inputs = layer.inputs;
        unsafe {
            let weights = layer.packed.as_ptr().add(tile * TILE * inputs);
            let numbers = rows.numbers.as_ptr().add(row * inputs);
            let corrections = layer.corrections.as_ptr().add(tile * TILE);
            let mut sums = [[_mm512_setzero_si512(); 4]; R];
            for sums in &mut sums {
                for (v, sum) in sums.iter_mut().enumerate() {
                    *sum = _mm512_loadu_si512(corrections.add(v * 16).cast());
                }
            }
            for quad in 0..inputs / 4 {
                let at = weights.add(quad * TILE * 4);
                let w = [
                    _mm512_loadu_si512(at.cast()),
                    _mm512_loadu_si512(at.add(64).cast()),
                    _mm512_loadu_si512(at.add(128).cast()),
                    _mm512_loadu_si512(at.add(192).cast()),
                ];
                for (r, sums) in sums.iter_mut().enumerate() {
                    let four = numbers
                        .add(r * inputs + quad * 4)
                        .cast::<i32>()
                        .read_unaligned();
                    let x = _mm512_set1_epi32(four);
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum = _mm512_dpbusd_epi32(*sum, x, w);
                    }
                }
            }
            for (r, sums) in sums.iter().enumerate() {
                let factor = _mm512_set1_ps(*rows.factors.get_unchecked(row + r));
                for (v, sum) in sums.iter().enumerate() {
                    let out = tile * TILE + v * 16;
                    let scale = _mm512_loadu_ps(layer.scales.as_ptr().add(out));
                    let bias = _mm512_loadu_ps(layer.biases.as_ptr().add(out));
                    let value =
                        _mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(*sum), scale), factor);
                    let to = y.as_mut_ptr().add((row + r) * layer.outputs + out);
                    _mm512_storeu_ps(to, _mm512_add_ps(value, bias));
                }
            }
        }
    }

    /// Writes the sums of 8 outputs from `out` on as floats.
    #[target_feature(enable = "avx2")]
    unsafe fn finish(
        layer: &Linear,
        rows: &Rows,
        y: &mut [f32],
        row: usize,
        out: usize,
        sum: __m256i,
    ) {
        unsafe {
            let factor = _mm256_set1_ps(*rows.factors.get_unchecked(row));
            let scale = _mm256_loadu_ps(layer.scales.as_ptr().add(out));
            let bias = _mm256_loadu_ps(layer.biases.as_ptr().add(out));
            let value = _mm256_mul_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), scale), factor);
            _mm256_storeu_ps(
                y.as_mut_ptr().add(row * layer.outputs + out),
                _mm256_add_ps(value, bias),
            );
        }
    }

    /// SAFETY: the machine has AVX2 with VNNI; lengths are as `multiply` checks them.
    #[target_feature(enable = "avx2,avxvnni")]
    pub(super) unsafe fn avx_vnni(layer: &Linear, rows: &Rows, y: &mut [f32]) {
        unsafe { walk!(layer, rows, y, 3, avx_vnni_tile) }
    }

    /// One tile for `R` rows, 32 outputs at a time.
    #[target_feature(enable = "avx2,avxvnni")]
    unsafe fn avx_vnni_tile<const R: usize>(
        layer: &Linear,
        rows: &Rows,
        y: &mut [f32],
        tile: usize,
        row: usize,
    ) {
        let inputs = layer.inputs;
        unsafe {
            for half in 0..2 {
                let weights = layer.packed.as_ptr().add(tile * TILE * inputs + half * 128);
                let numbers = rows.numbers.as_ptr().add(row * inputs);
                let corrections = layer.corrections.as_ptr().add(tile * TILE + half * 32);
                let mut sums = [[_mm256_setzero_si256(); 4]; R];
                for sums in &mut sums {
                    for (v, sum) in sums.iter_mut().enumerate() {
                        *sum = _mm256_loadu_si256(corrections.add(v * 8).cast());
                    }
                }
                for quad in 0..inputs / 4 {
                    let at = weights.add(quad * TILE * 4);
                    let mut x = [_mm256_setzero_si256(); R];
                    for (r, x) in x.iter_mut().enumerate() {
                        let four = numbers
                            .add(r * inputs + quad * 4)
                            .cast::<i32>()
                            .read_unaligned();
                        *x = _mm256_set1_epi32(four);
                    }
                    for v in 0..4 {
                        let w = _mm256_loadu_si256(at.add(v * 32).cast());
                        for (sums, x) in sums.iter_mut().zip(x) {
                            sums[v] = _mm256_dpbusd_avx_epi32(sums[v], x, w);
                        }
                    }
                }
                for (r, sums) in sums.iter().enumerate() {
                    for (v, sum) in sums.iter().enumerate() {
                        finish(
                            layer,
                            rows,
                            y,
                            row + r,
                            tile * TILE + half * 32 + v * 8,
                            *sum,
                        );
                    }
                }
            }
        }
    }

    /// SAFETY: the machine has AVX2; lengths are as `multiply` checks them.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn avx2(layer: &Linear, rows: &Rows, y: &mut [f32]) {
        unsafe { walk!(layer, rows, y, 4, avx2_tile) }
    }

    /// One tile for `R` rows, 16 outputs at a time.
    ///
    /// `maddubs` adds two products of an unsigned and a signed byte in 16 bits and saturates, so
    /// the row's sign moves to the weight: |x| · (±w) with both at most 127 gives at most 32,258,
    /// which fits. Zero inputs give zero whatever the sign.
    #[target_feature(enable = "avx2")]
    unsafe fn avx2_tile<const R: usize>(
        layer: &Linear,
        rows: &Rows,
        y: &mut [f32],
        tile: usize,
        row: usize,
    ) {
        let inputs = layer.inputs;
        unsafe {
            let ones = _mm256_set1_epi16(1);
            let offset = _mm256_set1_epi8(-128);
            for part in 0..4 {
                let weights = layer.packed.as_ptr().add(tile * TILE * inputs + part * 64);
                let numbers = rows.numbers.as_ptr().add(row * inputs);
                let mut sums = [[_mm256_setzero_si256(); 2]; R];
                for quad in 0..inputs / 4 {
                    let at = weights.add(quad * TILE * 4);
                    let w = [
                        _mm256_loadu_si256(at.cast()),
                        _mm256_loadu_si256(at.add(32).cast()),
                    ];
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let four = numbers
                            .add(r * inputs + quad * 4)
                            .cast::<i32>()
                            .read_unaligned();
                        let x = _mm256_xor_si256(_mm256_set1_epi32(four), offset);
                        let magnitude = _mm256_abs_epi8(x);
                        for (sum, w) in sums.iter_mut().zip(w) {
                            let pairs = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(w, x));
                            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                        }
                    }
                }
                for (r, sums) in sums.iter().enumerate() {
                    for (v, sum) in sums.iter().enumerate() {
                        finish(
                            layer,
                            rows,
                            y,
                            row + r,
                            tile * TILE + part * 16 + v * 8,
                            *sum,
                        );
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::Part;
    use super::*;

    /// Numbers in -1..1 that look random and are the same everywhere.
    fn noise(count: usize, mut state: u32) -> Vec<f32> {
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .take(count)
        .collect()
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        for (rows, inputs, outputs) in [
            (1, 192, 64),
            (7, 480, 384),
            (13, 128, 51),
            (29, 192, 848),
            (64, 384, 192),
        ] {
            let mut weights: Vec<i8> = noise(inputs * outputs, 3)
                .iter()
                .map(|w| (w * 127.0) as i8)
                .collect();
            // The largest magnitudes, where 16-bit sums would overflow first.
            weights[..inputs].fill(127);
            weights[inputs * 2..inputs * 3].fill(-127);
            let mut x = noise(rows * inputs, 11);
            x[..inputs].fill(0.9);
            if rows > 2 {
                x[inputs..2 * inputs].fill(0.0);
                x[2 * inputs..3 * inputs].fill(-3.5);
            }
            let mut expected: Option<Vec<u32>> = None;
            for isa in Isa::available() {
                let part = Part {
                    weights: &weights,
                    scales: noise(outputs, 5).iter().map(|s| s.abs() / 100.0).collect(),
                    biases: Some(noise(outputs, 7)),
                };
                let (layer, _) = Linear::join(isa, inputs, &[part]);
                let mut q = Rows::default();
                q.round(isa, &x, inputs);
                let mut y = Vec::new();
                let y = layer.apply(&q, &mut y);
                let bits: Vec<u32> = y.iter().map(|v| v.to_bits()).collect();
                match &expected {
                    None => {
                        // Against sums written in the plainest way.
                        for (r, o) in [(0, 0), (rows - 1, outputs - 1), (rows / 2, outputs / 3)] {
                            let sum: i32 = (0..inputs)
                                .map(|k| {
                                    i32::from(weights[o * inputs + k])
                                        * (i32::from(q.numbers[r * inputs + k]) - 128)
                                })
                                .sum();
                            let value =
                                (sum as f32 * layer.scales[o]) * q.factors[r] + layer.biases[o];
                            assert_eq!(y[r * layer.outputs + o].to_bits(), value.to_bits());
                        }
                        expected = Some(bits);
                    }
                    Some(expected) => assert!(
                        *expected == bits,
                        "{isa:?} differs at {rows} x {inputs} x {outputs}"
                    ),
                }
            }
        }
    }
}
