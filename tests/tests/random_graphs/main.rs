//! What a plan does for speed changes no result: on random networks, plans with fusions and shared buffers give what plans
//! without give, and any number of threads gives the same bits.

mod network;
mod random;

use ndarray::ArrayD;
use shared::check::assert_close;
use shared::prelude::*;
use shared::{Feeds, PlanOptions};

use network::Network;

const NETWORKS: u64 = 240;

/// Relative above 1, absolute below: fused ops round in another order.
const TOLERANCE: f32 = 1e-6;

/// Fusions that must come up, so that the comparison is worth something.
const FUSIONS: [&str; 9] = [
    "matmul + bias + relu",
    "matmul + relu",
    "conv2d + bias + relu",
    "conv2d + relu",
    "conv2d + bias ",
    "max_pool2d_gradient + relu_gradient",
    "conv2d + bias + relu + max_pool2d",
    "max_pool2d_gradient + conv2d_kernel_gradient",
    "max_pool2d_gradient + conv2d_input_gradient",
];

/// Everything fetched in two training steps and in one run without, and the variables after them.
fn results(network: &Network, mut session: Session) -> Vec<ArrayD<f32>> {
    let mut results = Vec::new();
    for _ in 0..2 {
        let fetches = (&network.train_step, &network.fetches);
        results.extend(session.run(fetches, network.feeds()).expect("the network runs").1);
    }
    results.extend(session.run(&network.fetches, network.feeds()).expect("the network runs"));
    results.extend(network.graph.variables().iter().map(|variable| session.value(variable)));
    results
}

#[test]
fn fusions_and_shared_buffers_change_no_result() {
    let mut seen = [0; FUSIONS.len()];
    for seed in 0..NETWORKS {
        // Beside the panic of a failed comparison.
        println!("network {seed}");
        let network = Network::new(seed);
        let plain = Session::new(&network.graph).plan_options(PlanOptions { fuse: false, reuse: false });
        let expected = results(&network, plain);
        for (result, expected) in results(&network, Session::new(&network.graph)).iter().zip(&expected) {
            assert!(expected.iter().all(|value| value.is_finite()), "a network to compare has finite values");
            assert_close(result, expected, TOLERANCE);
        }
        let fetches = (&network.train_step, &network.fetches);
        let plan = Session::new(&network.graph).plan(fetches, network.feeds()).expect("it ran before");
        let table = plan.to_string();
        seen.iter_mut().zip(FUSIONS).for_each(|(seen, name)| *seen += usize::from(table.contains(name)));
    }
    for (seen, name) in seen.iter().zip(FUSIONS) {
        assert!(*seen >= 20, "{name} came up in {seen} of {NETWORKS} networks");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let bits = |network: &Network, threads: usize| -> Vec<Vec<u32>> {
        let results = results(network, Session::new(&network.graph).threads(threads));
        results.iter().map(|result| result.iter().map(|value| value.to_bits()).collect()).collect()
    };
    for seed in 0..NETWORKS {
        let network = Network::new(seed);
        let one = bits(&network, 1);
        for threads in [2, 4] {
            // Not assert_eq: nobody wants to read the bits of two whole networks.
            assert!(bits(&network, threads) == one, "network {seed} with {threads} threads");
        }
    }
}

#[test]
fn a_seed_gives_the_same_network_and_other_seeds_give_others() {
    let printed = |seed| Network::new(seed).graph.to_string();
    assert_eq!(printed(1), printed(1));
    assert_ne!(printed(1), printed(2));
}

impl Network {
    fn feeds(&self) -> Feeds<'_> {
        self.inputs.iter().fold(Feeds::none(), |feeds, (tensor, value)| feeds.with(tensor, value))
    }
}
