//! XOR: one layer cannot, whatever its weights; four hidden nodes can, if they are trained long enough.

use std::path::Path;

use shared::cli::show;
use shared::plot::Curves;
use shared::prelude::*;
use shared::progress::Progress;

use crate::gates::{XOR, plot_regions, print_answers};
use crate::mlp::Mlp;

const LEARNING_RATES: [f32; 4] = [0.1, 0.3, 1.0, 3.0];
/// What the last trainings of the section take: the document's learning rate times ten.
const QUICK_RATE: f32 = 1.0;
const SEEDS: u64 = 5;
const EPOCHS: usize = 1500;
const MOST_EPOCHS: usize = 6000;
/// A mean squared error at which no answer is wrong: one on the wrong side of 0.5 would cost 0.25 / 4 alone.
const SOLVED: f64 = 0.05;

/// The section `xor`.
///
/// # Errors
/// If a picture cannot be written.
pub fn classifier_example(seed: u64, folder: &Path) -> Result<()> {
    println!("With the settings of AND: 1500 epochs, batch size 1, learning rate 0.1");
    let mut slp_classifier = Mlp::new(&[], 1, 0.1, seed);
    let slp_losses = slp_classifier.fit(&XOR, 1, EPOCHS)?;
    let mut mlp_classifier = Mlp::new(&[4], 1, 0.1, seed);
    mlp_classifier.fit(&XOR, 1, EPOCHS)?;
    print_answers("SLP", "XOR", slp_classifier.answers()?.view());
    print_answers("MLP", "XOR", mlp_classifier.answers()?.view());

    one_layer_cannot(seed)?;
    let losses_by_rate = when_four_nodes_can(seed)?;

    println!("\nThe same two networks with learning rate {QUICK_RATE}, 1500 epochs");
    let mut slp_classifier = Mlp::new(&[], 1, QUICK_RATE, seed);
    slp_classifier.fit(&XOR, 1, EPOCHS)?;
    let mut mlp_classifier = Mlp::new(&[4], 1, QUICK_RATE, seed);
    mlp_classifier.fit(&XOR, 1, EPOCHS)?;
    print_answers("SLP", "XOR", slp_classifier.answers()?.view());
    print_answers("MLP", "XOR", mlp_classifier.answers()?.view());

    let mut curves =
        Curves::new("Learning XOR with several learning rates").x_label("epoch").y_label("mean squared error");
    curves = curves.values("single layer, 0.1", &slp_losses);
    for (rate, losses) in LEARNING_RATES.iter().zip(&losses_by_rate) {
        curves = curves.values(format!("4 nodes, {rate}"), losses);
    }
    show("Losses", curves.save(folder.join("xor.png"))?);
    let networks = [("single layer", &mut slp_classifier), ("4 hidden nodes", &mut mlp_classifier)];
    show("Where the networks say 1", plot_regions("XOR", XOR, networks, folder.join("xor_regions.png"))?);
    Ok(())
}

/// The least loss of a single layer is 0.25, that of answering 0.5 always.
fn one_layer_cannot(seed: u64) -> Result<()> {
    println!(
        "\nWhy one layer cannot: it says 1 on one side of the straight line w_1 a + w_2 b + bias = 0. XOR asks for"
    );
    println!("  w_1 + bias > 0,  w_2 + bias > 0      so that the sum w_1 + w_2 + 2 bias is above 0,");
    println!("  bias <= 0, w_1 + w_2 + bias <= 0     so that the same sum is at most 0.");
    let mut losses = Vec::new();
    for seed in seeds(seed) {
        let mut slp_classifier = Mlp::new(&[], 1, 0.1, seed);
        slp_classifier.fit(&XOR, 1, EPOCHS)?;
        losses.push(format!("{:.4}", slp_classifier.loss(&XOR)?));
    }
    println!("Its least loss is 0.25, that of answering 0.5 always. Five starts end at {}.", losses.join(", "));
    Ok(())
}

/// Counts epochs for each learning rate and start, in a table; the losses of the first start for each learning rate.
fn when_four_nodes_can(seed: u64) -> Result<Vec<Vec<f64>>> {
    println!("\nEpochs until the loss of four hidden nodes is below {SOLVED}: every answer is right then");
    let header: String = seeds(seed).map(|seed| format!("{:>12}", format!("seed {seed}"))).collect();
    println!("  learning rate{header}");
    let trainings = LEARNING_RATES.len() * SEEDS as usize;
    let progress = Progress::new("Learning XOR", trainings);
    let (mut of_first_seed, mut solved, mut solved_by_document) = (Vec::new(), 0, 0);
    for rate in LEARNING_RATES {
        let (mut row, mut of_rate) = (String::new(), Vec::new());
        for seed in seeds(seed) {
            let losses = Mlp::new(&[4], 1, rate, seed).fit_until(&XOR, SOLVED, MOST_EPOCHS)?;
            row += &format!("{:>12}", epochs_text(&losses));
            of_rate.push(losses);
            progress.step();
        }
        solved += of_rate.iter().filter(|losses| is_solved(losses)).count();
        solved_by_document += of_rate.iter().filter(|losses| rate == 0.1 && losses.len() <= EPOCHS).count();
        of_first_seed.push(of_rate.swap_remove(0));
        progress.say(format!("  {rate:<13}{row}"));
    }
    progress.finish();
    println!("{solved} of {trainings} trainings get there; how soon depends on the start and on the learning rate.");
    println!(
        "With AND's settings, 0.1 and {EPOCHS} epochs, {solved_by_document} of {SEEDS} starts do: the loss stays near 0.25 for long."
    );
    Ok(of_first_seed)
}

/// The seed of the run and those after it.
fn seeds(first: u64) -> impl Iterator<Item = u64> {
    (0..SEEDS).map(move |k| first.wrapping_add(k))
}

fn epochs_text(losses: &[f64]) -> String {
    if is_solved(losses) { losses.len().to_string() } else { format!("> {}", losses.len()) }
}

fn is_solved(losses: &[f64]) -> bool {
    losses.last().is_some_and(|&loss| loss < SOLVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_layer_never_gets_below_a_quarter() {
        for seed in 1..=3 {
            for rate in [0.1, 1.0] {
                let mut slp_classifier = Mlp::new(&[], 1, rate, seed);
                slp_classifier.fit(&XOR, 1, 2000).unwrap();
                let loss = slp_classifier.loss(&XOR).unwrap();
                assert!(loss >= 0.25 - 1e-6, "seed {seed}, rate {rate}: {loss}");
            }
        }
    }

    #[test]
    fn four_hidden_nodes_learn_xor_from_any_of_five_starts() {
        for seed in seeds(1) {
            let mut mlp_classifier = Mlp::new(&[4], 1, QUICK_RATE, seed);
            let losses = mlp_classifier.fit_until(&XOR, SOLVED, MOST_EPOCHS).unwrap();
            assert!(losses.len() < MOST_EPOCHS, "seed {seed}");
            let answers = mlp_classifier.answers().unwrap();
            assert_eq!(answers.map(|y| f32::from(u8::from(*y > 0.5))).to_vec(), XOR, "seed {seed}: {answers}");
        }
    }

    #[test]
    fn unsolved_trainings_are_marked() {
        assert_eq!(epochs_text(&[0.3, 0.2, 0.04]), "3");
        assert_eq!(epochs_text(&[0.3, 0.2]), "> 2");
    }
}
