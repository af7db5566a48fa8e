//! The perceptron learning rule: no gradient, only "right" and "wrong".

use shared::prelude::*;

use crate::gates::{AND, INPUTS, XOR};

/// Epochs after which a training without end is given up.
const MOST_EPOCHS: usize = 1000;

/// What a perceptron sees of one example: both inputs, and a 1 that makes the bias a weight like the others.
pub type Features = [i32; 3];

/// A perceptron says yes where `w · x > 0`.
///
/// Its learning rule is Rosenblatt's, "The Perceptron", 1958. Whole numbers are enough for it.
///
/// ```
/// use lesson03_mlp::perceptron::Perceptron;
///
/// // OR: only (0, 0) is a no.
/// let yes = [[0, 1, 1], [1, 0, 1], [1, 1, 1]];
/// let no = [[0, 0, 1]];
/// let mut perceptron = Perceptron::default();
/// while perceptron.epoch(&yes, &no) > 0 {}
/// assert!(yes.iter().all(|&x| perceptron.says_yes(x)) && !perceptron.says_yes(no[0]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Perceptron {
    /// The weights of both inputs, and the bias.
    pub w: Features,
}

impl Perceptron {
    /// Whether `w · x > 0`.
    pub fn says_yes(&self, x: Features) -> bool {
        self.w.iter().zip(x).map(|(w, x)| w * x).sum::<i32>() > 0
    }

    /// Shows every example once: `w = w + x` for a yes (M+) that is taken for a no, `w = w - x` for a no (M-) that is
    /// taken for a yes. Returns the number of mistakes.
    pub fn epoch(&mut self, yes: &[Features], no: &[Features]) -> usize {
        let mut mistakes = 0;
        let positive = yes.iter().map(|&x| (x, true));
        let negative = no.iter().map(|&x| (x, false));
        for (x, answer) in positive.chain(negative) {
            if self.says_yes(x) != answer {
                let sign = if answer { 1 } else { -1 };
                self.w = std::array::from_fn(|k| self.w[k] + sign * x[k]);
                mistakes += 1;
            }
        }
        mistakes
    }
}

/// How a training ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// After this many epochs, the last without a mistake.
    AllRight(usize),
    /// After `epoch` epochs the weights were those after `earlier` epochs: from here on everything repeats.
    Circle {
        /// When the weights were there first.
        earlier: usize,
        /// When they were there again.
        epoch: usize,
    },
    /// Neither, after this many epochs.
    GivenUp(usize),
}

/// Trains from weights of zero until all examples are right, the weights come back, or `most_epochs` are over; the
/// weights and mistakes of each epoch, and the end.
pub fn train(yes: &[Features], no: &[Features], most_epochs: usize) -> (Vec<(Features, usize)>, End) {
    let mut perceptron = Perceptron::default();
    let mut epochs: Vec<(Features, usize)> = Vec::new();
    for epoch in 1..=most_epochs {
        let mistakes = perceptron.epoch(yes, no);
        let seen_after = epochs.iter().position(|&(w, _)| w == perceptron.w).map(|index| index + 1);
        epochs.push((perceptron.w, mistakes));
        match (mistakes, seen_after) {
            (0, _) => return (epochs, End::AllRight(epoch)),
            // The rule knows nothing but the weights: from equal weights come equal epochs.
            (_, Some(earlier)) => return (epochs, End::Circle { earlier, epoch }),
            _ => {}
        }
    }
    (epochs, End::GivenUp(most_epochs))
}

/// The examples of a gate that are a yes (M+), and those that are a no (M-).
pub fn examples(answers: [f32; 4]) -> (Vec<Features>, Vec<Features>) {
    let with_bias = |input: &[f32; 2]| [input[0] as i32, input[1] as i32, 1];
    let (yes, no): (Vec<_>, Vec<_>) = INPUTS.iter().zip(answers).partition(|(_, answer)| *answer > 0.5);
    (yes.iter().map(|(x, _)| with_bias(x)).collect(), no.iter().map(|(x, _)| with_bias(x)).collect())
}

/// The section `perceptron`.
///
/// # Errors
/// None; the sections have one type.
pub fn show() -> Result<()> {
    println!("Until all are right: for x in M+ with w x <= 0, w = w + x; for x in M- with w x > 0, w = w - x.");
    println!("The third weight is the bias, whose input is always 1. One pass over M+ and M- is one epoch.");
    for (gate, answers) in [("AND", AND), ("XOR", XOR)] {
        let (yes, no) = examples(answers);
        let (epochs, end) = train(&yes, &no, MOST_EPOCHS);
        println!("\n{gate}: M+ = {yes:?}, M- = {no:?}");
        println!("  epoch  mistakes  weights after it");
        for (epoch, (w, mistakes)) in epochs.iter().enumerate() {
            println!("  {:>5}  {mistakes:>8}  [{:>2}, {:>2}, {:>2}]", epoch + 1, w[0], w[1], w[2]);
        }
        match end {
            End::AllRight(epochs) => println!("All right: {epochs} epochs."),
            End::Circle { earlier, epoch } => {
                println!("The weights after epoch {epoch} are those after epoch {earlier}: this goes in a circle,");
                println!("and would not end after 1000 epochs or a million. No straight line parts M+ from M-.");
            }
            End::GivenUp(epochs) => println!("Given up after {epochs} epochs."),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_is_learned() {
        let (yes, no) = examples(AND);
        let (epochs, end) = train(&yes, &no, MOST_EPOCHS);
        assert_eq!(end, End::AllRight(epochs.len()));
        let learned = Perceptron { w: epochs.last().unwrap().0 };
        assert_eq!(
            [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]].map(|x| learned.says_yes(x)),
            [false, false, false, true]
        );
    }

    #[test]
    fn xor_goes_in_a_circle() {
        let (yes, no) = examples(XOR);
        let (epochs, end) = train(&yes, &no, MOST_EPOCHS);
        let End::Circle { earlier, epoch } = end else { panic!("{end:?}") };
        assert!(earlier < epoch && epochs[earlier - 1].0 == epochs[epoch - 1].0);
        assert!(epochs.iter().all(|&(_, mistakes)| mistakes > 0));
    }

    #[test]
    fn a_training_is_given_up_in_the_end() {
        let (yes, no) = examples(AND);
        assert_eq!(train(&yes, &no, 2).1, End::GivenUp(2));
    }

    #[test]
    fn a_weighted_sum_of_zero_is_a_no() {
        assert!(!Perceptron::default().says_yes([1, 1, 1]));
    }
}
