//! One step of an optimizer in one pass over the memory: variable, state and gradient are read once and written once.
//!
//! The formulas, and the default values, are those of TensorFlow 1.x. `var`, the state and `grad` have equal lengths.
//!
//! What is as small as no weight can notice counts as 0: gradients below 1.4e-17, where their squares are remembered, and what is
//! remembered of them below 4.7e-38. See `LEAST_GRADIENT` for the reason.

use super::elementwise::{CHUNK, zip_in_place};
use super::multiversion::multiversion;
use super::parallel::for_each;

/// Plain descent: var -= learning_rate · grad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientDescent {
    /// The length of the step.
    pub learning_rate: f32,
}

impl GradientDescent {
    /// # Panics
    /// If the lengths differ.
    pub fn update(&self, var: &mut [f32], grad: &[f32]) {
        let rate = self.learning_rate;
        zip_in_place(var, grad, |var, g: f32| var - rate * g);
    }
}

/// Descent with momentum: acc = momentum · acc + grad; var -= learning_rate · acc.
///
/// With `nesterov`, var -= learning_rate · (grad + momentum · acc): the gradient counts as if taken one step ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Momentum {
    /// The length of the step.
    pub learning_rate: f32,
    /// The share of the old direction that is kept, 0..1; usually 0.9.
    pub momentum: f32,
    /// Whether to look one step ahead.
    pub nesterov: bool,
}

impl Momentum {
    /// `acc`, the accumulated gradients, starts at 0.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn update(&self, var: &mut [f32], acc: &mut [f32], grad: &[f32]) {
        for_each_chunk_of([var, acc], grad, &|[var, acc], grad| momentum_chunk(self, var, acc, grad));
    }
}

/// RMSProp: ms = decay · ms + (1 - decay) · grad²; mom = momentum · mom + learning_rate · grad / √(ms + epsilon); var -= mom.
///
/// Source: T. Tieleman, G. Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RmsProp {
    /// The length of the step.
    pub learning_rate: f32,
    /// The share of the old mean square that is kept, 0..1.
    pub decay: f32,
    /// The share of the old direction that is kept, 0..1.
    pub momentum: f32,
    /// Keeps the divisor from 0.
    pub epsilon: f32,
}

impl RmsProp {
    /// Decay 0.9, momentum 0, epsilon 1e-10.
    pub fn new(learning_rate: f32) -> Self {
        Self { learning_rate, decay: 0.9, momentum: 0.0, epsilon: 1e-10 }
    }

    /// `ms`, the mean square of the gradients, starts at 1; `mom`, the direction, at 0.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn update(&self, var: &mut [f32], ms: &mut [f32], mom: &mut [f32], grad: &[f32]) {
        for_each_chunk_of([var, ms, mom], grad, &|state, grad| rms_prop_chunk(self, state, grad));
    }
}

/// Adam: m = beta1 · m + (1 - beta1) · grad; v = beta2 · v + (1 - beta2) · grad²; var -= rate_t · m / (√v + epsilon),
/// with rate_t = learning_rate · √(1 - beta2^t) / (1 - beta1^t) at step t.
///
/// Source: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015, the form at the end of section 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// The length of the step.
    pub learning_rate: f32,
    /// The share of the old mean of the gradients that is kept, 0..1.
    pub beta1: f32,
    /// The share of the old mean of their squares that is kept, 0..1.
    pub beta2: f32,
    /// Keeps the divisor from 0.
    pub epsilon: f32,
}

impl Adam {
    /// beta1 0.9, beta2 0.999, epsilon 1e-8.
    pub fn new(learning_rate: f32) -> Self {
        Self { learning_rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }

    /// `m`, the mean of the gradients, and `v`, the mean of their squares, start at 0; `step` counts from 1.
    ///
    /// ```
    /// use shared::kernels::update::Adam;
    ///
    /// let (mut var, mut m, mut v) = ([1.0], [0.0], [0.0]);
    /// Adam::new(0.001).update(1, [&mut var, &mut m, &mut v], &[4.0]);
    /// assert!((var[0] - 0.999).abs() < 1e-6); // the first step has the length of the learning rate
    /// ```
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn update(&self, step: u64, [var, m, v]: [&mut [f32]; 3], grad: &[f32]) {
        let step = self.at(step);
        for_each_chunk_of([var, m, v], grad, &|state, grad| step.change(state, grad));
    }

    /// What all values share at a step; steps count from 1.
    pub(super) fn at(&self, step: u64) -> AdamStep {
        let &Adam { beta1, beta2, epsilon, .. } = self;
        AdamStep { beta1, beta2, epsilon, rate: self.corrected_rate(step) }
    }

    /// learning_rate · √(1 - beta2^t) / (1 - beta1^t): undoes the pull of the zeros that `m` and `v` start from.
    fn corrected_rate(&self, step: u64) -> f32 {
        // In single precision, 1 - 0.999 would keep four digits.
        let rest = |beta: f32| 1.0 - f64::from(beta).powf(step as f64);
        (f64::from(self.learning_rate) * rest(self.beta2).sqrt() / rest(self.beta1)) as f32
    }
}

/// What all values share at one step of Adam.
#[derive(Clone, Copy, Debug)]
pub(super) struct AdamStep {
    pub(super) beta1: f32,
    pub(super) beta2: f32,
    pub(super) epsilon: f32,
    /// The learning rate, corrected for this step.
    pub(super) rate: f32,
}

impl AdamStep {
    /// Changes pieces of one length of the variable, `m` and `v`, on this thread.
    pub(super) fn change(&self, state: [&mut [f32]; 3], grad: &[f32]) {
        adam_chunk(self, state, grad);
    }
}

/// Smaller gradients, and what is remembered of smaller ones, count as 0.
///
/// Their squares, and the fading memory of weights whose unit has died, would be subnormal numbers, with which processors
/// calculate slowly: 20 % of the gradients of 10800-1024-512-5 are 0 after ten steps and 4 % below 4e-18; training took
/// 3 to 5 % more time. With the usual epsilon, no such number changes a weight; TensorFlow leaves subnormal numbers out, too.
pub(super) const LEAST_GRADIENT: f32 = 1.0 / (1u64 << 56) as f32;

/// The same of a mean, or a mean square: 4.7e-38, where normal numbers end at 1.2e-38.
pub(super) const LEAST_MEAN: f32 = LEAST_GRADIENT * LEAST_GRADIENT / 4096.0;

/// A number, or 0 if it lies between `-least` and `least`. NaN stays NaN.
#[inline(always)]
fn or_zero(value: f32, least: f32) -> f32 {
    if value.abs() < least { 0.0 } else { value }
}

multiversion! {
    fn momentum_chunk(step: &Momentum, var: &mut [f32], acc: &mut [f32], grad: &[f32]) {
        let &Momentum { learning_rate, momentum, nesterov } = step;
        for ((var, acc), &g) in var.iter_mut().zip(acc).zip(grad) {
            *acc = or_zero(momentum * *acc + g, LEAST_MEAN);
            let direction = if nesterov { g + momentum * *acc } else { *acc };
            *var -= learning_rate * direction;
        }
    }
}

multiversion! {
    fn rms_prop_chunk(step: &RmsProp, state: [&mut [f32]; 3], grad: &[f32]) {
        let &RmsProp { learning_rate, decay, momentum, epsilon } = step;
        let [var, ms, mom] = state;
        for (((var, ms), mom), &g) in var.iter_mut().zip(ms).zip(mom).zip(grad) {
            let g = or_zero(g, LEAST_GRADIENT);
            *ms = or_zero(decay * *ms + (1.0 - decay) * (g * g), LEAST_MEAN);
            *mom = or_zero(momentum * *mom + learning_rate * g / (*ms + epsilon).sqrt(), LEAST_MEAN);
            *var -= *mom;
        }
    }
}

multiversion! {
    fn adam_chunk(step: &AdamStep, state: [&mut [f32]; 3], grad: &[f32]) {
        let &AdamStep { beta1, beta2, epsilon, rate } = step;
        let [var, m, v] = state;
        for (((var, m), v), &g) in var.iter_mut().zip(m).zip(v).zip(grad) {
            let g = or_zero(g, LEAST_GRADIENT);
            *m = or_zero(beta1 * *m + (1.0 - beta1) * g, LEAST_MEAN);
            *v = or_zero(beta2 * *v + (1.0 - beta2) * (g * g), LEAST_MEAN);
            *var -= rate * *m / (v.sqrt() + epsilon);
        }
    }
}

/// Calls `work` for matching chunks of `state` and `grad`, on several threads.
///
/// The chunks are cut off one after the other while they are taken: a training step allocates nothing here.
fn for_each_chunk_of<const N: usize>(
    mut state: [&mut [f32]; N],
    grad: &[f32],
    work: &(impl Fn([&mut [f32]; N], &[f32]) + Sync),
) {
    for part in &state {
        assert_eq!(part.len(), grad.len(), "update: the gradient has another length than the variable or its state");
    }
    if grad.len() <= CHUNK {
        return work(state, grad);
    }
    let chunks = grad.chunks(CHUNK).map(|grad| (state.each_mut().map(|part| cut_off(part, grad.len())), grad));
    for_each(chunks, |(state, grad)| work(state, grad));
}

fn cut_off<'a>(part: &mut &'a mut [f32], len: usize) -> &'a mut [f32] {
    part.split_off_mut(..len).expect("as long as the gradient")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{SIZES, assert_near, noise, with_any_threads};

    /// Runs five steps over three arrays (unused ones stay), for 1, 2, 4 threads, against a twin in double precision.
    fn check(kernel: impl Fn(u64, [&mut [f32]; 3], &[f32]) + Sync, start: f32, twin: impl Fn(u64, &mut [f64; 3], f64)) {
        for len in SIZES {
            let begin = noise(len, 1);
            let grads: Vec<_> = (0..5).map(|step| noise(len, 2 + step)).collect();
            let actual = with_any_threads(|| {
                let [mut var, mut a, mut b] = [begin.clone(), vec![start; len], vec![0.0; len]];
                for (grad, step) in grads.iter().zip(1..) {
                    kernel(step, [&mut var, &mut a, &mut b], grad);
                }
                [var, a, b].concat()
            });
            let mut expected: Vec<_> = begin.iter().map(|&v| [f64::from(v), f64::from(start), 0.0]).collect();
            for (grad, step) in grads.iter().zip(1..) {
                expected.iter_mut().zip(grad).for_each(|(state, &g)| twin(step, state, f64::from(g)));
            }
            let expected: Vec<_> = (0..3).flat_map(|k| expected.iter().map(move |state| state[k])).collect();
            assert_near(&actual, &expected, 2e-6);
        }
    }

    #[test]
    fn gradient_descent_equals_the_twin() {
        let step = GradientDescent { learning_rate: 0.5 };
        check(|_, [var, ..], grad| step.update(var, grad), 0.0, |_, [var, ..], g| *var -= 0.5 * g);
    }

    #[test]
    fn momentum_equals_the_twin() {
        for nesterov in [false, true] {
            let step = Momentum { learning_rate: 0.1, momentum: 0.9, nesterov };
            let twin = |_, [var, acc, _]: &mut [f64; 3], g| {
                *acc = 0.9 * *acc + g;
                *var -= 0.1 * if nesterov { g + 0.9 * *acc } else { *acc };
            };
            check(|_, [var, acc, _], grad| step.update(var, acc, grad), 0.0, twin);
        }
    }

    #[test]
    fn rms_prop_equals_the_twin() {
        for momentum in [0.0f32, 0.5] {
            let step = RmsProp { momentum, ..RmsProp::new(0.01) };
            let twin = |_, [var, ms, mom]: &mut [f64; 3], g: f64| {
                *ms = 0.9 * *ms + 0.1 * g * g;
                *mom = f64::from(momentum) * *mom + 0.01 * g / (*ms + 1e-10).sqrt();
                *var -= *mom;
            };
            check(|_, [var, ms, mom], grad| step.update(var, ms, mom, grad), 1.0, twin);
        }
    }

    #[test]
    fn adam_equals_the_twin() {
        let step = Adam::new(0.01);
        let twin = |t, [var, m, v]: &mut [f64; 3], g: f64| {
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.999 * *v + 0.001 * g * g;
            let rate = 0.01 * (1.0 - 0.999f64.powi(t as i32)).sqrt() / (1.0 - 0.9f64.powi(t as i32));
            *var -= rate * *m / (v.sqrt() + 1e-8);
        };
        check(|t, state, grad| step.update(t, state, grad), 0.0, twin);
    }

    #[test]
    fn the_rate_of_adam_tends_to_the_learning_rate() {
        let step = Adam::new(0.001);
        assert!((step.corrected_rate(1) - 0.001 * 0.001f32.sqrt() / 0.1).abs() < 1e-8);
        assert_eq!(step.corrected_rate(1_000_000), 0.001);
    }

    /// A way to change a variable and up to two arrays that are remembered.
    type Rule<'a> = &'a dyn Fn(u64, [&mut [f32]; 3], &[f32]);

    #[test]
    fn what_is_remembered_fades_to_zero_and_is_never_subnormal() {
        let adam = Adam { beta2: 0.9, ..Adam::new(0.01) };
        let momentum = Momentum { learning_rate: 0.1, momentum: 0.5, nesterov: true };
        let rms_prop = RmsProp { momentum: 0.5, ..RmsProp::new(0.01) };
        let rules: [Rule<'_>; 3] = [
            &|step, state, grad| adam.update(step, state, grad),
            &|_, [var, acc, _], grad| momentum.update(var, acc, grad),
            &|_, [var, ms, mom], grad| rms_prop.update(var, ms, mom, grad),
        ];
        for update in rules {
            let [mut var, mut a, mut b] = [vec![0.0; 20], vec![0.0; 20], vec![0.0; 20]];
            for step in 1..=1500 {
                let grads = noise(20, 7).into_iter().map(|g| if step == 1 { g } else { 0.0 });
                update(step, [&mut var, &mut a, &mut b], &grads.collect::<Vec<_>>());
                assert!(a.iter().chain(&b).all(|value| !value.is_subnormal()), "step {step}");
            }
            assert_eq!([a, b], [vec![0.0; 20], vec![0.0; 20]]);
            assert!(var.iter().all(|value| *value != 0.0));
        }
    }

    #[test]
    fn tiny_gradients_count_as_zero_and_nan_stays() {
        let adam = Adam::new(0.01);
        let tiny = LEAST_GRADIENT * 0.99;
        let [mut var, mut m, mut v] = [[0.0f32; 4], [0.0; 4], [0.0; 4]];
        adam.update(1, [&mut var, &mut m, &mut v], &[tiny, -tiny, LEAST_GRADIENT, f32::NAN]);
        assert_eq!([var[..2].to_vec(), m[..2].to_vec(), v[..2].to_vec()], [[0.0; 2]; 3]);
        assert!(m[2] > 0.0 && v[2].is_normal(), "{m:?} {v:?}");
        assert!([var[3], m[3], v[3]].iter().all(|value| value.is_nan()));
    }

    #[test]
    #[should_panic(expected = "another length")]
    fn lengths_are_checked() {
        Adam::new(0.1).update(1, [&mut [0.0], &mut [0.0, 0.0], &mut [0.0]], &[1.0]);
    }
}
