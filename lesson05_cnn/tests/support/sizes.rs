//! Shapes and numbers of parameters, asked of the engine.

use lesson05_cnn::stack::{Part, build};
use shared::prelude::*;

/// The number of all trainable parameters.
pub fn parameters(graph: &Graph) -> usize {
    graph.variables().iter().filter_map(|variable| variable.shape().elements()).sum()
}

/// Shape and number of parameters of each part, from the graph that [`build`] makes.
fn shapes_and_parameters_of_graph(image: [usize; 3], parts: &[Part]) -> Vec<(Vec<usize>, usize)> {
    let mut before = 0;
    let of_part = |count| {
        let graph = Graph::new();
        let [height, width, channels] = image;
        let images = graph.placeholder::<f32>("images", shape![?, height, width, channels]);
        let shape = build(&images, &parts[..count]).last().expect("at least one part").shape();
        let total = parameters(&graph);
        let own = total - std::mem::replace(&mut before, total);
        (shape.dims()[1..].iter().filter_map(|dim| dim.known()).collect(), own)
    };
    (1..=parts.len()).map(of_part).collect()
}

/// Asserts that these are the shapes and parameters of the parts.
#[track_caller]
pub fn assert_shapes_and_parameters(found: &[(Vec<usize>, usize)], image: [usize; 3], parts: &[Part]) {
    let expected = shapes_and_parameters_of_graph(image, parts);
    assert!(found.len() == parts.len(), "{} results for {} parts", found.len(), parts.len());
    for (k, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let before = &parts[..=k];
        assert!(found == expected, "image {image:?}, part {k} of {before:?} is {found:?}, expected {expected:?}");
    }
}

/// A random stack of parts that fits on a random image.
pub fn random_stack(seed: u64) -> ([usize; 3], Vec<Part>) {
    let draws = super::random(&[64], [0.0, 1.0], seed);
    let mut draws = draws.iter();
    let mut below = |limit: usize| (draws.next().expect("enough draws") * limit as f32) as usize;
    let image = [9 + below(24), 9 + below(24), 1 + below(3)];
    let mut parts = Vec::new();
    // The smaller side of what the last part gives.
    let side = |parts: &[Part]| match shapes_and_parameters_of_graph(image, parts).last() {
        Some((shape, _)) => shape[0].min(shape[1]),
        None => image[0].min(image[1]),
    };
    for _ in 0..1 + below(3) {
        let padding = if below(2) == 0 { Same } else { Valid };
        let kernel = 1 + below(side(&parts).min(5));
        parts.push(Part::Conv { filters: 1 + below(9), kernel, stride: 1 + below(3), padding });
        if below(2) == 0 {
            parts.push(Part::Pool { size: 1 + below(side(&parts).min(3)) });
        }
    }
    parts.extend((0..below(3)).map(|k| Part::Dense { units: 7 + 5 * k }));
    (image, parts)
}

/// What the engine makes of these sizes; none, if it refuses them.
pub fn output_size_of_graph(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    let fits = padding == Same || kernel <= input;
    fits.then(|| {
        let images = Graph::new().placeholder::<f32>("images", shape![?, input, input, 1]);
        let part = Part::Conv { filters: 1, kernel, stride, padding };
        build(&images, &[part])[0].shape().dims()[1].known().expect("a known height")
    })
}
