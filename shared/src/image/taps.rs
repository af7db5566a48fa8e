//! [`Taps`]: which pixels of a line make each pixel of a resized line, and with which weights.
//!
//! Resizing is separable: the same one-dimensional rule holds down the columns and along the rows. With
//! `scale = input length / output length`, the centre of output pixel d lies at `(d + 0.5) * scale - 0.5` in the input. The
//! definitions are those of OpenCV, which does not widen its kernels when it shrinks a picture: only `Area` looks at all
//! pixels then.

use std::ops::Range;

use super::resize::Interpolation;

/// The constant of the cubic kernel: -0.75 in OpenCV, -0.5 in Catmull-Rom splines. R. Keys, "Cubic convolution
/// interpolation for digital image processing", 1981.
const A: f64 = -0.75;

/// For every output pixel the same number of neighbouring input pixels, and their weights, which add up to 1.
pub(super) struct Taps {
    count: usize,
    first: Vec<usize>,
    weights: Vec<f32>,
}

impl Taps {
    /// The taps that turn a line of `input` pixels into one of `output` pixels. Where a kernel reaches beyond the line, the
    /// line's last pixel is repeated. Weights of 0 are left out where all outputs allow it: when a side becomes exactly a
    /// fifth, such as 300 pixels 60, each cubic kernel stands on a pixel, and one tap remains of four.
    #[expect(clippy::indexing_slicing, reason = "a span is no longer than a row, and starts no earlier")]
    pub(super) fn new(input: usize, output: usize, rule: Rule) -> Taps {
        let scale = input as f64 / output as f64;
        let mut spans = Vec::with_capacity(output); // first pixel, number of weights
        let mut all = Vec::with_capacity(4 * output); // the weights of all spans
        let mut weights = Vec::new();
        for d in 0..output {
            weights.clear();
            let start = rule.taps(d as f64, scale, &mut weights);
            let (first, len) = push_inside(start, &weights, input, &mut all);
            spans.push((first, len));
        }
        let count = spans.iter().map(|&(_, len)| len).max().unwrap_or(1);
        let mut taps = Taps { count, first: Vec::with_capacity(output), weights: vec![0.0; count * output] };
        let mut rest = &all[..];
        for ((span_first, len), row) in spans.into_iter().zip(taps.weights.chunks_exact_mut(count)) {
            let (span, after) = rest.split_at(len);
            let first = span_first.min(input - count);
            row[span_first - first..][..len].copy_from_slice(span);
            taps.first.push(first);
            rest = after;
        }
        taps
    }

    /// For each output pixel, in order: the range of input pixels, and their weights.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Range<usize>, &[f32])> {
        let ranges = self.first.iter().map(|&first| first..first + self.count);
        ranges.zip(self.weights.chunks_exact(self.count))
    }
}

/// How a line is resampled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    Nearest,
    Linear,
    Cubic,
    /// Each input pixel counts by the part of it that the output pixel covers.
    Coverage,
    /// What OpenCV's area interpolation does to a picture that grows: pixels stay flat, and blend where two of them share
    /// an output pixel.
    Blend,
}

impl Rule {
    /// The rules for rows and columns are the same, also if only one of the two grows.
    pub(super) fn of(interpolation: Interpolation, shrinks: bool) -> Rule {
        match interpolation {
            Interpolation::Nearest => Rule::Nearest,
            Interpolation::Linear => Rule::Linear,
            Interpolation::Cubic => Rule::Cubic,
            Interpolation::Area if shrinks => Rule::Coverage,
            Interpolation::Area => Rule::Blend,
        }
    }

    /// For output pixel `d`: the first input pixel, perhaps before the line's start; appends the weights from there on.
    fn taps(self, d: f64, scale: f64, weights: &mut Vec<f64>) -> i64 {
        let center = (d + 0.5) * scale - 0.5;
        let (left, right) = (d * scale, (d + 1.0) * scale);
        match self {
            Rule::Nearest => {
                weights.push(1.0);
                left.floor() as i64
            }
            Rule::Linear => {
                let t = center - center.floor();
                weights.extend([1.0 - t, t]);
                center.floor() as i64
            }
            Rule::Cubic => {
                let t = center - center.floor();
                weights.extend([1.0 + t, t, 1.0 - t, 2.0 - t].map(cubic));
                center.floor() as i64 - 1
            }
            Rule::Coverage => {
                let covered = |i: i64| (right.min(i as f64 + 1.0) - left.max(i as f64)).max(0.0) / scale;
                let first = left.floor() as i64;
                weights.extend((first..right.ceil() as i64).map(covered));
                first
            }
            Rule::Blend => {
                let t = (d + 1.0) - (left.floor() + 1.0) / scale;
                let t = if t > 0.0 { t - t.floor() } else { 0.0 };
                weights.extend([1.0 - t, t]);
                left.floor() as i64
            }
        }
    }
}

/// Appends the weights of a kernel that starts at pixel `start` of a line of `len` pixels, without zeros at both ends;
/// a pixel beyond the line counts as the line's last one. Gives the first pixel and the number of weights appended.
#[expect(clippy::indexing_slicing, reason = "there is at least one weight from `begin` on")]
fn push_inside(start: i64, weights: &[f64], len: usize, all: &mut Vec<f32>) -> (usize, usize) {
    let inside = |index: i64| index.clamp(0, len as i64 - 1) as usize;
    let (mut first, begin) = (inside(start), all.len());
    let last = inside(start + weights.len() as i64 - 1);
    all.resize(begin + last - first + 1, 0.0);
    for (index, &weight) in (start..).zip(weights) {
        all[begin + inside(index) - first] += weight as f32;
    }
    while all.len() > begin + 1 && all[all.len() - 1] == 0.0 {
        all.pop();
    }
    while all.len() > begin + 1 && all[begin] == 0.0 {
        all.remove(begin);
        first += 1;
    }
    (first, all.len() - begin)
}

/// The weight of a pixel at this distance, 0 to 2.
fn cubic(x: f64) -> f64 {
    if x <= 1.0 { ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0 } else { ((x - 5.0) * x + 8.0) * x * A - 4.0 * A }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [Rule; 5] = [Rule::Nearest, Rule::Linear, Rule::Cubic, Rule::Coverage, Rule::Blend];

    #[test]
    fn weights_add_up_to_1_and_stay_inside_for_all_small_sizes() {
        for (input, output) in (1..20).flat_map(|input| (1..20).map(move |output| (input, output))) {
            for rule in RULES {
                let taps = Taps::new(input, output, rule);
                assert_eq!(taps.iter().count(), output);
                for (range, weights) in taps.iter() {
                    assert!(range.end <= input, "{rule:?} {input} to {output}: {range:?}");
                    let sum: f32 = weights.iter().sum();
                    assert!((sum - 1.0).abs() < 1e-5, "{rule:?} {input} to {output}: {weights:?}");
                }
            }
        }
    }

    #[test]
    fn a_third_of_a_line_of_ten() {
        let taps = Taps::new(10, 3, Rule::Coverage);
        let ranges: Vec<_> = taps.iter().map(|(range, _)| range).collect();
        assert_eq!(ranges, [0..4, 3..7, 6..10]);
        let (_, weights) = taps.iter().nth(1).unwrap();
        for (weight, expected) in weights.iter().zip([0.2, 0.3, 0.3, 0.2]) {
            assert!((weight - expected).abs() < 1e-6, "{weights:?}");
        }
    }

    #[test]
    fn a_kernel_that_stands_on_pixels_has_one_tap() {
        let taps = Taps::new(300, 60, Rule::Cubic);
        for (d, (range, weights)) in taps.iter().enumerate() {
            assert_eq!((range, weights), (5 * d + 2..5 * d + 3, &[1.0][..]));
        }
        assert_eq!(Taps::new(400, 60, Rule::Cubic).iter().next().unwrap().0, 1..5);
    }

    #[test]
    fn the_cubic_kernel_is_1_at_its_centre_and_0_at_whole_distances() {
        assert_eq!([0.0, 1.0, 2.0].map(cubic), [1.0, 0.0, 0.0]);
        assert!(cubic(1.5) < 0.0, "it overshoots beside edges");
    }
}
