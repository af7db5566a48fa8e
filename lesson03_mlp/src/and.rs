//! AND: a single layer is enough.

use std::path::Path;

use shared::cli::show;
use shared::plot::Curves;
use shared::prelude::*;

use crate::gates::{AND, plot_regions, print_answers};
use crate::mlp::Mlp;

/// A mean squared error at which no answer is wrong: one on the wrong side of 0.5 would cost 0.25 / 4 alone.
const LOW: f64 = 0.05;

/// The section `and`.
///
/// # Errors
/// If a picture cannot be written.
pub fn classifier_example(seed: u64, folder: &Path) -> Result<()> {
    let (batch_size, epochs, learning_rate) = (1, 1500, 0.1);
    let mut slp_classifier = Mlp::new(&[], 1, learning_rate, seed);
    let slp_losses = slp_classifier.fit(&AND, batch_size, epochs)?;
    let mut mlp_classifier = Mlp::new(&[4], 1, learning_rate, seed);
    let mlp_losses = mlp_classifier.fit(&AND, batch_size, epochs)?;

    print_answers("SLP", "AND", slp_classifier.answers()?.view());
    print_answers("MLP", "AND", mlp_classifier.answers()?.view());
    println!("AND needs no hidden layer, for one straight line parts its only 1 from the others.");
    println!("  {:<15} {:>10}   epochs until it was below {LOW}", "", "loss");
    for (name, losses, loss) in [
        ("single layer", &slp_losses, slp_classifier.loss(&AND)?),
        ("4 hidden nodes", &mlp_losses, mlp_classifier.loss(&AND)?),
    ] {
        let needed =
            losses.iter().position(|&loss| loss < LOW).map_or(format!("more than {epochs}"), |k| (k + 1).to_string());
        println!("  {name:<15} {loss:>10.4}   {needed}");
    }

    let curves = Curves::new("Learning AND").x_label("epoch").y_label("mean squared error");
    let curves = curves.values("single layer", &slp_losses).values("4 hidden nodes", &mlp_losses);
    show("Losses", curves.save(folder.join("and.png"))?);
    let networks = [("single layer", &mut slp_classifier), ("4 hidden nodes", &mut mlp_classifier)];
    show("Where the networks say 1", plot_regions("AND", AND, networks, folder.join("and_regions.png"))?);
    Ok(())
}
