//! A range of numbers, where each lies in it, and the round numbers to write beside it.

/// How numbers are spread along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Linear,
    /// Equal steps are equal factors; positive numbers only.
    Logarithmic,
    /// The logarithm of one plus the number: shows 0, 1 and 1000 on one axis.
    Counts,
}

/// A range of numbers with a spacing; its width is never 0.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    min: f64,
    max: f64,
    spacing: Spacing,
    /// Ticks are never closer than this.
    least_step: f64,
}

/// A number to write beside an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// 0 at the axis' low end, 1 at its high end.
    pub position: f64,
    pub label: String,
}

impl Axis {
    /// From `min` to `max`, widened when there is no number between.
    pub fn linear(min: f64, max: f64) -> Axis {
        let size = min.abs().max(max.abs());
        let widened = if size == 0.0 { 1.0 } else { size * 0.1 };
        let max = if max - min > size * 1e-9 { max } else { min + widened };
        Axis { min, max, spacing: Spacing::Linear, least_step: 0.0 }
    }

    /// From `min` to `max`, both above 0, as powers of ten.
    pub fn logarithmic(min: f64, max: f64) -> Axis {
        let max = if max > min * 1.001 { max } else { min * 10.0 };
        Axis { min, max, spacing: Spacing::Logarithmic, least_step: 0.0 }
    }

    /// From 0 to the highest count, as the logarithm of 1 + count.
    pub fn counts(max: f64) -> Axis {
        Axis { min: 0.0, max: max.max(1.0), spacing: Spacing::Counts, least_step: 1.0 }
    }

    /// The same axis with no ticks between whole numbers: there is no half epoch.
    pub fn of_whole_numbers(self) -> Axis {
        Axis { least_step: 1.0, ..self }
    }

    /// The same axis, longer by this part of its length at each end.
    pub fn padded(self, part: f64) -> Axis {
        let (low, high) = (self.warp(self.min), self.warp(self.max));
        let extra = (high - low) * part;
        Axis { min: self.unwarp(low - extra), max: self.unwarp(high + extra), ..self }
    }

    /// Where a number lies: 0 at the low end, 1 at the high end, beyond them outside.
    pub fn position(&self, value: f64) -> f64 {
        let (low, high) = (self.warp(self.min), self.warp(self.max));
        (self.warp(value) - low) / (high - low)
    }

    /// About `at_most` round numbers within the range.
    pub fn ticks(&self, at_most: usize) -> Vec<Tick> {
        let numbers = match self.spacing {
            Spacing::Linear => linear_numbers(self.min, self.max, at_most, self.least_step),
            Spacing::Logarithmic => logarithmic_numbers(self.min, self.max, at_most),
            Spacing::Counts => count_numbers(self.max, at_most),
        };
        numbers.into_iter().map(|(value, label)| Tick { position: self.position(value), label }).collect()
    }

    fn warp(&self, value: f64) -> f64 {
        match self.spacing {
            Spacing::Linear => value,
            Spacing::Logarithmic => value.ln(),
            Spacing::Counts => value.ln_1p(),
        }
    }

    fn unwarp(&self, warped: f64) -> f64 {
        match self.spacing {
            Spacing::Linear => warped,
            Spacing::Logarithmic => warped.exp(),
            Spacing::Counts => warped.exp_m1(),
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten, all with the same number of decimals.
fn linear_numbers(min: f64, max: f64, at_most: usize, least_step: f64) -> Vec<(f64, String)> {
    let least = ((max - min) / at_most.max(1) as f64).max(least_step);
    let power = least.log10().floor();
    // The last candidate always holds; the tolerance keeps 0.1 a step of 0.1 after rounding.
    let mantissa = [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * 10f64.powf(power) >= least * (1.0 - 1e-9));
    let step = mantissa.unwrap_or(10.0) * 10f64.powf(power);
    let first = (min / step - 1e-6).ceil();
    let count = ((max / step + 1e-6).floor() - first) as usize + 1;
    let values = (0..count).map(|i| (first + i as f64) * step);
    let size = min.abs().max(max.abs());
    values.map(|value| (value, label(value, step, size))).collect()
}

fn logarithmic_numbers(min: f64, max: f64, at_most: usize) -> Vec<(f64, String)> {
    let (lowest, highest) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let powers = |mantissas: &'static [f64], stride: usize| {
        let all = (lowest..=highest).step_by(stride).flat_map(|power| mantissas.iter().map(move |m| (*m, power)));
        let values = all.map(|(mantissa, power)| mantissa * 10f64.powi(power));
        let inside = values.filter(|value| (min * (1.0 - 1e-9)..=max * (1.0 + 1e-9)).contains(value));
        inside.map(|value| (value, label(value, value, value))).collect::<Vec<_>>()
    };
    let fine = powers(&[1.0, 2.0, 5.0], 1);
    if fine.len() < 2 {
        return linear_numbers(min, max, at_most, 0.0);
    }
    let stride = ((highest - lowest) as usize).div_ceil(at_most.max(1)).max(1);
    let candidates = [fine, powers(&[1.0, 3.0], 1), powers(&[1.0], 1)];
    let fitting = candidates.into_iter().find(|numbers| numbers.len() <= at_most);
    fitting.unwrap_or_else(|| powers(&[1.0], stride))
}

fn count_numbers(max: f64, at_most: usize) -> Vec<(f64, String)> {
    if max < 10.0 {
        return linear_numbers(0.0, max, at_most, 1.0);
    }
    let zero = (0.0, "0".to_owned());
    std::iter::once(zero).chain(logarithmic_numbers(1.0, max, at_most.saturating_sub(1))).collect()
}

/// A number with as many decimals as its step needs, with powers of ten when `size` is very large or small.
fn label(value: f64, step: f64, size: f64) -> String {
    let step_power = (step.log10() + 1e-9).floor();
    let plain = if value.abs() < step * 1e-6 {
        "0".to_owned()
    } else if !(1e-4..1e7).contains(&size) {
        let digits = (value.abs().log10() + 1e-9).floor() - step_power;
        let text = format!("{value:.*e}", digits.clamp(0.0, 15.0) as usize);
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa =
            if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
        format!("{mantissa}e{power}")
    } else {
        format!("{value:.*}", (-step_power).max(0.0) as usize)
    };
    plain.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, at_most: usize) -> Vec<String> {
        axis.ticks(at_most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_inside() {
        assert_eq!(labels(&Axis::linear(0.0, 1.0), 5), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&Axis::linear(-0.31, 0.31), 5), ["−0.2", "0", "0.2"]);
        assert_eq!(labels(&Axis::linear(0.0, 10_000.0), 6), ["0", "2000", "4000", "6000", "8000", "10000"]);
        assert_eq!(labels(&Axis::linear(0.97, 0.99), 4), ["0.970", "0.975", "0.980", "0.985", "0.990"]);
        assert_eq!(labels(&Axis::linear(0.0, 2e-5), 2), ["0", "1e−5", "2e−5"]);
    }

    #[test]
    fn whole_numbers_have_no_ticks_between() {
        assert_eq!(labels(&Axis::linear(0.9, 3.1).of_whole_numbers(), 8), ["1", "2", "3"]);
        assert_eq!(labels(&Axis::linear(0.0, 40.0).of_whole_numbers(), 5), ["0", "10", "20", "30", "40"]);
    }

    #[test]
    fn logarithmic_ticks_fit_the_range() {
        assert_eq!(labels(&Axis::logarithmic(1e-3, 10.0), 6), ["0.001", "0.01", "0.1", "1", "10"]);
        assert_eq!(labels(&Axis::logarithmic(0.4, 6.0), 6), ["0.5", "1", "2", "5"]);
        assert_eq!(labels(&Axis::logarithmic(2.1, 4.9), 3), ["3", "4"]);
        let wide = labels(&Axis::logarithmic(1e-30, 1.0), 6);
        assert!((4..=8).contains(&wide.len()) && wide[0] == "1e−30", "{wide:?}");
    }

    #[test]
    fn count_ticks_are_whole_numbers_from_zero() {
        assert_eq!(labels(&Axis::counts(1135.0), 8), ["0", "1", "3", "10", "30", "100", "300", "1000"]);
        assert_eq!(labels(&Axis::counts(1.0), 8), ["0", "1"]);
        assert_eq!(labels(&Axis::counts(0.0), 8), ["0", "1"]);
    }

    #[test]
    fn positions_run_from_zero_to_one() {
        for axis in [Axis::linear(-2.0, 6.0), Axis::logarithmic(0.01, 100.0), Axis::counts(1000.0)] {
            assert!(axis.position(axis.min).abs() < 1e-12 && (axis.position(axis.max) - 1.0).abs() < 1e-12);
        }
        assert!((Axis::logarithmic(0.01, 100.0).position(1.0) - 0.5).abs() < 1e-12);
        assert!((Axis::linear(0.0, 1.0).padded(0.5).position(0.0) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_range_without_width_is_widened() {
        for value in [0.0, 3.0, -7.5, 1e-12] {
            let axis = Axis::linear(value, value);
            assert!(axis.position(value).abs() < 1e-9 && !axis.ticks(5).is_empty(), "{value}");
        }
        assert!(!Axis::logarithmic(4.0, 4.0).ticks(5).is_empty());
    }
}
