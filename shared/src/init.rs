//! Initial values of variables: an [`Init`] is a rule, an [`Initial`] a rule with a shape.
//!
//! Every draw comes from a seed made of the session's seed and the variable's name, so adding a variable
//! does not change the others.

use ndarray::{ArrayBase, Data, Dimension};
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal, Uniform};

use crate::kernels::pages;

/// A rule for initial values. `fan_in` and `fan_out` are the numbers of values that meet in one output, and
/// that one input goes to: for a kernel `[height, width, in, out]`, `height·width·in` and `height·width·out`.
#[derive(Clone, Debug, PartialEq)]
pub enum Init {
    /// Every element the same.
    Constant(f32),
    /// Normal distribution around `mean` with standard deviation `stddev`.
    Normal {
        /// The mean.
        mean: f32,
        /// The standard deviation, at least 0.
        stddev: f32,
    },
    /// Normal distribution around 0; values further than two standard deviations away are drawn again.
    TruncatedNormal {
        /// The standard deviation of the normal distribution before it is cut.
        stddev: f32,
    },
    /// Uniform in ±√(6 / (fan_in + fan_out)): Glorot and Bengio, "Understanding the difficulty of training deep
    /// feedforward neural networks", 2010. The default of the layers.
    GlorotUniform,
    /// Normal with standard deviation √(2 / fan_in), cut at two of them: He et al., "Delving deep into rectifiers", 2015.
    HeNormal,
    /// These very values, in row-major order.
    Values(Vec<f32>),
}

/// Initial values of one variable: a rule and the variable's shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Initial {
    rule: Init,
    shape: Vec<usize>,
}

/// All zeros.
pub fn zeros<const N: usize>(shape: [usize; N]) -> Initial {
    Init::Constant(0.0).of(&shape)
}

/// Every element `value`.
pub fn constant<const N: usize>(shape: [usize; N], value: f32) -> Initial {
    Init::Constant(value).of(&shape)
}

/// Normal distribution around 0 with standard deviation `stddev`.
pub fn normal<const N: usize>(shape: [usize; N], stddev: f32) -> Initial {
    Init::Normal { mean: 0.0, stddev }.of(&shape)
}

/// Normal distribution around 0, cut at two standard deviations.
pub fn truncated_normal<const N: usize>(shape: [usize; N], stddev: f32) -> Initial {
    Init::TruncatedNormal { stddev }.of(&shape)
}

/// Glorot uniform, see [`Init::GlorotUniform`].
pub fn glorot_uniform<const N: usize>(shape: [usize; N]) -> Initial {
    Init::GlorotUniform.of(&shape)
}

/// He normal, see [`Init::HeNormal`].
pub fn he_normal<const N: usize>(shape: [usize; N]) -> Initial {
    Init::HeNormal.of(&shape)
}

impl Init {
    /// This rule for a variable of this shape.
    ///
    /// # Panics
    /// If the rule is [`Init::Values`] and their number is not that of the shape's elements.
    #[track_caller]
    pub fn of(self, shape: &[usize]) -> Initial {
        if let Init::Values(values) = &self {
            let elements: usize = shape.iter().product();
            assert!(values.len() == elements, "{} initial values for shape {shape:?} of {elements}", values.len());
        }
        Initial { rule: self, shape: shape.to_vec() }
    }
}

/// The very values of an array, as NumPy-like initial values.
impl<S: Data<Elem = f32>, D: Dimension> From<ArrayBase<S, D>> for Initial {
    fn from(values: ArrayBase<S, D>) -> Initial {
        Init::Values(values.iter().copied().collect()).of(values.shape())
    }
}

impl Initial {
    /// The variable's shape.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Draws the values, in row-major order.
    pub fn draw(&self, seed: u64) -> Vec<f32> {
        let len = self.shape.iter().product();
        let mut rng = StdRng::seed_from_u64(seed);
        let (fan_in, fan_out) = fans(&self.shape);
        let mut values = pages::room(len);
        match &self.rule {
            Init::Constant(value) if value.to_bits() == 0 => return pages::zeros(len),
            Init::Constant(value) => values.resize(len, *value),
            Init::Normal { mean, stddev } => {
                values.extend((0..len).map(|_| mean + stddev * standard_normal(&mut rng, f32::INFINITY)));
            }
            Init::TruncatedNormal { stddev } => {
                values.extend((0..len).map(|_| stddev * standard_normal(&mut rng, 2.0)));
            }
            Init::GlorotUniform => {
                let limit = (6.0 / (fan_in + fan_out)).sqrt();
                let uniform = Uniform::new_inclusive(-limit, limit).expect("a finite limit");
                values.extend((0..len).map(|_| uniform.sample(&mut rng)));
            }
            Init::HeNormal => {
                // Cutting at two deviations leaves 0.8796 of the deviation: dividing by it restores √(2 / fan_in).
                let stddev = (2.0 / fan_in).sqrt() / 0.879_625_7;
                values.extend((0..len).map(|_| stddev * standard_normal(&mut rng, 2.0)));
            }
            Init::Values(given) => values.extend_from_slice(given),
        }
        values
    }
}

fn standard_normal(rng: &mut StdRng, limit: f32) -> f32 {
    loop {
        let value: f32 = StandardNormal.sample(rng);
        if value.abs() <= limit {
            return value;
        }
    }
}

fn fans(shape: &[usize]) -> (f32, f32) {
    match shape {
        [] => (1.0, 1.0),
        [n] => (*n as f32, *n as f32),
        [window @ .., fan_in, fan_out] => {
            let field: usize = window.iter().product();
            // An axis of size 0 has no values to draw, but the rule must stay finite.
            ((field * fan_in).max(1) as f32, (field * fan_out).max(1) as f32)
        }
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;

    use super::*;

    fn moments(values: &[f32]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        (mean, (values.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / n).sqrt())
    }

    #[test]
    fn the_same_seed_draws_the_same_values() {
        let initial = truncated_normal([5, 5, 1, 32], 0.1);
        assert_eq!(initial.draw(1), initial.draw(1));
        assert_ne!(initial.draw(1), initial.draw(2));
    }

    #[test]
    fn distributions_have_the_moments_that_their_names_promise() {
        let (mean, stddev) = moments(&normal([100, 1000], 0.5).draw(1));
        assert_abs_diff_eq!(mean, 0.0, epsilon = 0.01);
        assert_abs_diff_eq!(stddev, 0.5, epsilon = 0.01);

        let values = truncated_normal([100, 1000], 0.1).draw(1);
        assert!(values.iter().all(|v| v.abs() <= 0.2));
        let (mean, stddev) = moments(&values);
        assert_abs_diff_eq!(mean, 0.0, epsilon = 0.002);
        assert_abs_diff_eq!(stddev, 0.08796, epsilon = 0.001);

        let values = glorot_uniform([5, 5, 16, 36]).draw(1);
        let limit = (6.0f32 / (25.0 * 16.0 + 25.0 * 36.0)).sqrt();
        assert!(values.iter().all(|v| v.abs() <= limit));
        let (mean, stddev) = moments(&values);
        assert_abs_diff_eq!(mean, 0.0, epsilon = 0.002);
        assert_abs_diff_eq!(stddev, f64::from(limit) / 3f64.sqrt(), epsilon = 0.001);

        let (mean, stddev) = moments(&he_normal([1000, 100]).draw(1));
        assert_abs_diff_eq!(mean, 0.0, epsilon = 0.002);
        assert_abs_diff_eq!(stddev, 0.002f64.sqrt(), epsilon = 0.001);
    }

    #[test]
    fn sizes_0_and_1_and_scalars_are_drawn_too() {
        assert_eq!(glorot_uniform([0, 3]).draw(1).len(), 0);
        assert_eq!(glorot_uniform([]).draw(1).len(), 1);
        assert_eq!(he_normal([1]).draw(1).len(), 1);
        assert_eq!(
            Initial::from(ndarray::arr2(&[[1.0, 2.0], [3.0, 4.0]]).t().to_owned()).draw(0),
            [1.0, 3.0, 2.0, 4.0]
        );
    }

    #[test]
    #[should_panic(expected = "2 initial values for shape [3] of 3")]
    fn values_must_fill_the_shape() {
        let _ = Init::Values(vec![1.0, 2.0]).of(&[3]);
    }
}
