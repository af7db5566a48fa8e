//! The learning rate: too small, right, too large. First in one dimension, where each step can be checked by hand, then on
//! MNIST.

use std::path::Path;

use shared::cli::show as say;
use shared::data::Mnist;
use shared::plot::Curves;
use shared::prelude::*;
use shared::progress::Progress;

use crate::model::{MEAN, Setting, by_the_formula};
use crate::training::Training;

/// Where the descent in one dimension starts.
const START: f32 = 4.0;

/// The learning rates of the descent in one dimension.
pub const IN_ONE_DIMENSION: [(&str, f32); 3] = [("too small", 0.04), ("right", 0.3), ("too large", 1.05)];

/// The learning rates on MNIST, mean of the cross-entropies.
pub const ON_MNIST: [(&str, f32); 3] = [("too small", 0.005), ("right", 0.5), ("too large", 50.0)];

/// The places that gradient descent on `J(θ) = θ²` visits in `steps` steps, the start among them.
///
/// ```
/// use lesson04_softmax::rates::descend;
///
/// assert_eq!(descend(0.5, 2)?, [4.0, 0.0, 0.0]); // 4 - 0.5 * 8 = 0
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If a run fails.
pub fn descend(learning_rate: f32, steps: usize) -> Result<Vec<f32>> {
    let graph = Graph::new();
    let theta = graph.variable("theta", constant([], START));
    let train_step = GradientDescent::new(learning_rate).minimize(&theta.square());
    let mut session = Session::new(&graph);
    let mut places = vec![START];
    for _ in 0..steps {
        session.run(&train_step, feed![])?;
        places.push(session.value(&theta).item());
    }
    Ok(places)
}

/// Gradient descent on a parabola, then on MNIST: tables and pictures.
///
/// # Errors
/// If a run fails or a picture cannot be written.
pub fn show(mnist: &Mnist, folder: &Path, steps: u32, seed: u64, threads: usize) -> Result<()> {
    show_parabola(folder)?;
    show_on_mnist(mnist, folder, steps, seed, threads)
}

fn show_parabola(folder: &Path) -> Result<()> {
    println!("new_weight = existing_weight - learning_rate * gradient; on J(theta) = theta^2 the gradient is 2 theta");
    println!("{:<12}{:>6}   theta after 0, 1, 2 ... steps", "", "rate");
    let mut paths = Vec::new();
    for (name, rate) in IN_ONE_DIMENSION {
        let places = descend(rate, 6)?;
        let texts: Vec<String> = places.iter().map(|theta| format!("{theta:>8.3}")).collect();
        println!("{name:<12}{rate:>6}{}", texts.concat());
        paths.push((format!("{name}, {rate}"), places));
    }
    let (_, right) = IN_ONE_DIMENSION[1];
    let by_hand = |theta: f32| theta - right * 2.0 * theta;
    let [first, second] = [by_hand(START), by_hand(by_hand(START))];
    println!(
        "  by hand: {START} - {right} * 2 * {START} = {first:.3}, {first:.3} - {right} * 2 * {first:.3} = {second:.3}"
    );

    let widest = paths.iter().flat_map(|(_, places)| places).fold(START, |widest, theta| widest.max(theta.abs()));
    let point = |theta: f32| (theta, theta * theta);
    let parabola: Vec<_> = (-100..=100).map(|k| point(k as f32 / 100.0 * widest)).collect();
    let mut curves = Curves::new("Gradient descent on a parabola").x_label("θ").y_label("J(θ)").curve("J", &parabola);
    for (name, places) in paths {
        let path: Vec<_> = places.into_iter().map(point).collect();
        curves = curves.curve(name, &path);
    }
    say("Parabola", curves.save(folder.join("parabola.png"))?);
    Ok(())
}

/// Losses of softmax regression on the validation set, before training and at every 10th of `steps`.
///
/// # Errors
/// If a run fails.
pub fn losses(rate: f32, mnist: &Mnist, steps: u32, seed: u64, threads: usize) -> Result<Vec<(u32, f32)>> {
    let mut training = Training::new(&Setting { learning_rate: rate, ..MEAN }, mnist, seed, threads);
    let mut losses = vec![(0, training.loss(&mnist.validation)?)];
    let progress = Progress::new(&format!("Rate {rate}"), steps as usize);
    for step in 1..=steps {
        training.step()?;
        if step % 10 == 0 || step == steps {
            losses.push((step, training.loss(&mnist.validation)?));
        }
        progress.step();
    }
    progress.finish();
    Ok(losses)
}

/// The first step after which a weight is not a number, when the loss is written as the formula says.
///
/// # Errors
/// If a run fails.
pub fn step_of_nan(rate: f32, mnist: &Mnist, steps: u32, seed: u64, threads: usize) -> Result<Option<u32>> {
    let setting = Setting { learning_rate: rate, cross_entropies: by_the_formula, ..MEAN };
    let mut training = Training::new(&setting, mnist, seed, threads);
    // Else the step would end in an error, before it changes a weight.
    training.session = training.session.ignore_numerics();
    for step in 1..=steps {
        training.step()?;
        if training.parameters().b.iter().any(|bias| bias.is_nan()) {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// Softmax regression with the three rates.
#[expect(clippy::indexing_slicing, reason = "there is a loss before the first step")]
fn show_on_mnist(mnist: &Mnist, folder: &Path, steps: u32, seed: u64, threads: usize) -> Result<()> {
    println!("\nSoftmax regression, mean of 50 cross-entropies, {steps} steps: loss on the validation set");
    println!("{:<12}{:>6}{:>12}{:>12}{:>12}", "", "rate", "at first", "highest", "at last");
    let mut curves = Curves::new("Three learning rates").x_label("step").y_label("loss on the validation set").log_y();
    for (name, rate) in ON_MNIST {
        let losses = losses(rate, mnist, steps, seed, threads)?;
        let highest = losses.iter().fold(0f32, |highest, &(_, loss)| highest.max(loss));
        let (first, last) = (losses[0].1, losses[losses.len() - 1].1);
        println!("{name:<12}{rate:>6}{first:>12.4}{highest:>12.4}{last:>12.4}");
        curves = curves.curve(format!("{name}, {rate}"), &losses);
    }
    say("Learning rates", curves.save(folder.join("learning_rates.png"))?);
    let (_, too_large) = ON_MNIST[2];
    match step_of_nan(too_large, mnist, steps, seed, threads)? {
        Some(step) => println!("Rate {too_large} with -sum(y_true * ln(y)): the weights are NaN after step {step}"),
        None => println!("Rate {too_large} with -sum(y_true * ln(y)): no NaN in {steps} steps"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use course_tests::subset::Subset;

    #[test]
    fn every_step_is_the_rule() {
        for (_, rate) in IN_ONE_DIMENSION {
            let places = descend(rate, 6).unwrap();
            for step in places.windows(2) {
                assert!((step[1] - (step[0] - rate * 2.0 * step[0])).abs() < 1e-5, "{rate}: {places:?}");
            }
        }
    }

    #[test]
    fn small_crawls_right_arrives_large_diverges() {
        let [small, right, large] = IN_ONE_DIMENSION.map(|(_, rate)| descend(rate, 6).unwrap()[6].abs());
        assert!((START / 2.0..START).contains(&small), "{small}");
        assert!(right < 0.05, "{right}");
        assert!(large > 1.5 * START, "{large}");
    }

    #[test]
    fn on_mnist_only_the_right_rate_gets_far() {
        let mnist = Subset::new(1200, 30).load().unwrap();
        let last = ON_MNIST.map(|(_, rate)| losses(rate, &mnist, 60, 1, 1).unwrap().last().unwrap().1);
        assert!(last[1] < last[0] && last[0] < 10f32.ln() && last[2] > 10f32.ln() && last[2].is_finite(), "{last:?}");
        assert!(step_of_nan(50.0, &mnist, 60, 1, 1).unwrap().is_some());
        assert_eq!(step_of_nan(0.005, &mnist, 60, 1, 1).unwrap(), None);
    }
}
