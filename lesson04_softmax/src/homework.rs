//! The homework of the second document: a small computation graph whose placeholder C is fed with 3.

use shared::prelude::*;

/// The graph: `D = A · B`, `E = B + C`, `F = D / E`, with A = 5 and B = 2. All tensors are of shape `[]`.
pub struct Computation {
    /// The graph of everything below.
    pub graph: Graph,
    /// The placeholder.
    pub c: Tensor<f32>,
    /// `A · B`.
    pub d: Tensor<f32>,
    /// `B + C`.
    pub e: Tensor<f32>,
    /// `D / E`.
    pub f: Tensor<f32>,
}

impl Computation {
    /// Builds the graph.
    ///
    /// ```
    /// use lesson04_softmax::homework::Computation;
    /// use shared::prelude::*;
    ///
    /// let Computation { graph, c, f, .. } = Computation::build();
    /// assert_eq!(Session::new(&graph).run(&f, feed![c => 3.0])?.item(), 2.0); // (5 * 2) / (2 + 3)
    /// # Ok::<(), Error>(())
    /// ```
    pub fn build() -> Computation {
        // ANCHOR: graph
        let graph = Graph::new();
        let a = graph.scalar(5.0f32).named("A");
        let b = graph.scalar(2.0f32).named("B");
        let c = graph.placeholder::<f32>("C", shape![]);
        let d = (&a * &b).named("D");
        let e = (&b + &c).named("E");
        let f = (&d / &e).named("F");
        // ANCHOR_END: graph
        Computation { graph, c, d, e, f }
    }
}

/// The graph as a figure and as a table, F for several feeds, and what happens without one.
///
/// # Errors
/// If a run fails.
pub fn show() -> Result<()> {
    println!("A = 5 ───┐");
    println!("         × ── D ──┐");
    println!("B = 2 ──<         ÷ ── F");
    println!("         + ── E ──┘");
    println!("C = ? ───┘");
    let Computation { graph, c, d, e, f } = Computation::build();
    println!("{graph}");
    let mut session = Session::new(&graph);
    let value = session.run(&f, feed![c => 3.0])?;
    println!("C = 3             F = {value}");
    let (d_value, e_value) = session.run((&d, &e), feed![c => 3.0])?;
    println!("                  D = {d_value}, E = {e_value}");
    println!("C = 8             F = {}", session.run(&f, feed![c => 8.0])?);

    println!(
        "\nNot only placeholders: any tensor of the graph can be fed; what it was computed from is then not needed"
    );
    println!("C = 3, D = 100    F = {}", session.run(&f, feed![c => 3.0, d => 100.0])?);
    println!("E = 4             F = {}", session.run(&f, feed![e => 4.0])?);

    println!("\nA feed that is missing, or of another shape, is an error:");
    for feeds in [feed![], feed![c => [3.0, 3.0]]] {
        if let Err(error) = session.run(&f, feeds) {
            error.to_string().lines().for_each(|line| println!("  | {line}"));
        }
    }
    println!(
        "\nTo read before lesson 5: convolution, pooling, ReLU, and dropout, which keeps a network from overfitting."
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fed_tensor_replaces_what_is_behind_it() {
        let Computation { graph, c, d, e, f } = Computation::build();
        let mut session = Session::new(&graph);
        let mut value = |feeds| session.run(&f, feeds).map(|f| f.item());
        assert_eq!(value(feed![c => 3.0]).unwrap(), 2.0);
        assert_eq!(value(feed![c => 3.0, d => 100.0]).unwrap(), 20.0);
        assert_eq!(value(feed![e => 4.0]).unwrap(), 2.5);
        let missing = value(feed![d => 1.0]).unwrap_err().to_string();
        assert!(missing.starts_with("C: "), "{missing}");
        let wrong = value(feed![c => [3.0, 3.0]]).unwrap_err().to_string();
        assert!(wrong.starts_with("C: expected a value of shape [], found [2]"), "{wrong}");
    }
}
