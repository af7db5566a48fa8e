//! What is done to a result while it is still in the cache: add the bias, then apply the activation.

/// The function applied last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Activation {
    /// The sum itself.
    #[default]
    None,
    /// `max(value, 0)`, where NaN stays NaN: a network that has diverged must not look healthy.
    Relu,
}

impl Activation {
    /// The activation of one value.
    #[inline(always)]
    pub fn apply(self, value: f32) -> f32 {
        match self {
            Activation::Relu if value < 0.0 => 0.0,
            _ => value,
        }
    }
}

/// Adds `bias` (one value per column) to each row of `rows` and applies the activation, in place.
///
/// # Panics
/// If the length of `rows` is no multiple of the bias' length.
pub fn bias_activation(rows: &mut [f32], bias: Option<&[f32]>, activation: Activation) {
    match (bias, activation) {
        (None, Activation::None) => {}
        (None, _) => rows.iter_mut().for_each(|value| *value = activation.apply(*value)),
        (Some([]), _) => assert!(rows.is_empty(), "rows without columns hold no values"),
        (Some(bias), Activation::None) => each_row(rows, bias, |sum| sum),
        (Some(bias), Activation::Relu) => each_row(rows, bias, |sum| Activation::Relu.apply(sum)),
    }
}

fn each_row(rows: &mut [f32], bias: &[f32], function: impl Fn(f32) -> f32) {
    assert_eq!(rows.len() % bias.len(), 0, "whole rows of {} values", bias.len());
    for row in rows.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(value, bias)| *value = function(*value + bias));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bias_goes_to_its_column_before_the_activation() {
        let values = [1.0, -5.0, -3.0, 4.0];
        let after = |bias: Option<&[f32]>, activation| {
            let mut rows = values;
            bias_activation(&mut rows, bias, activation);
            rows
        };
        assert_eq!(after(None, Activation::None), values);
        assert_eq!(after(None, Activation::Relu), [1.0, 0.0, 0.0, 4.0]);
        assert_eq!(after(Some(&[2.0, 1.0]), Activation::None), [3.0, -4.0, -1.0, 5.0]);
        assert_eq!(after(Some(&[2.0, 1.0]), Activation::Relu), [3.0, 0.0, 0.0, 5.0]);
        bias_activation(&mut [], Some(&[]), Activation::Relu);
    }

    #[test]
    fn relu_keeps_nan() {
        let mut row = [f32::NAN, f32::NEG_INFINITY];
        bias_activation(&mut row, Some(&[0.0, 0.0]), Activation::Relu);
        assert!(row[0].is_nan());
        assert_eq!(row[1], 0.0);
    }
}
