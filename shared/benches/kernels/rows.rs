//! Rows of ten classes, for a batch of 64 and for a test set of 10,000; sums along other axes.

use shared::kernels::argmax::argmax;
use shared::kernels::broadcast::{View, sum_to};
use shared::kernels::cross_entropy::{
    softmax_cross_entropy, softmax_cross_entropy_gradient, softmax_cross_entropy_sparse,
};
use shared::kernels::reduce;
use shared::kernels::softmax::{log_softmax, softmax};

use crate::measure::{Bench, Kernel, Work};
use crate::{naive, values};

const CLASSES: usize = 10;

struct Logits {
    rows: usize,
    size: String,
    x: Vec<f32>,
    classes: Vec<i32>,
    /// One 1 in each row.
    labels: Vec<f32>,
}

impl Logits {
    fn new(rows: usize) -> Logits {
        let classes: Vec<i32> = (0..rows).map(|row| (row * 7 % CLASSES) as i32).collect();
        let one_hot = |&class: &i32| (0..CLASSES as i32).map(move |c| f32::from(c == class));
        Logits {
            rows,
            size: format!("{rows} x {CLASSES}"),
            x: values(rows * CLASSES).iter().map(|x| 5.0 * x).collect(),
            labels: classes.iter().flat_map(one_hot).collect(),
            classes,
        }
    }
}

pub fn run(bench: &mut Bench) {
    for logits in [64, 10_000].map(Logits::new) {
        probabilities(bench, &logits);
        losses(bench, &logits);
        votes(bench, &logits);
    }
    sums(bench);
}

fn probabilities(bench: &mut Bench, Logits { size, x, .. }: &Logits) {
    let work = Work::Values { read: x.len(), written: x.len() };
    bench.kernel(Kernel {
        name: "softmax",
        size,
        work,
        out: x.len(),
        fast: &mut |out| softmax(x, CLASSES, out),
        naive: Some(&mut |out| naive::softmax(x, CLASSES, out)),
    });
    bench.kernel(Kernel {
        name: "log softmax",
        size,
        work,
        out: x.len(),
        fast: &mut |out| log_softmax(x, CLASSES, out),
        naive: Some(&mut |out| {
            naive::softmax(x, CLASSES, out);
            out.iter_mut().for_each(|out| *out = out.ln());
        }),
    });
}

fn losses(bench: &mut Bench, Logits { rows, size, x, classes, labels }: &Logits) {
    let naive_loss = |out: &mut [f32]| {
        let mut probabilities = vec![0.0; x.len()];
        naive::softmax(x, CLASSES, &mut probabilities);
        let rows = out.iter_mut().zip(probabilities.chunks_exact(CLASSES));
        rows.zip(classes).for_each(|((out, row), &class)| *out = -row[class as usize].ln());
    };
    bench.kernel(Kernel {
        name: "softmax cross-entropy",
        size,
        work: Work::Values { read: 2 * x.len(), written: *rows },
        out: *rows,
        fast: &mut |out| softmax_cross_entropy(x, labels, CLASSES, out),
        naive: Some(&mut { naive_loss }),
    });
    bench.kernel(Kernel {
        name: "softmax cross-entropy, sparse",
        size,
        work: Work::Values { read: x.len() + rows, written: *rows },
        out: *rows,
        fast: &mut |out| softmax_cross_entropy_sparse(x, classes, CLASSES, out),
        naive: Some(&mut { naive_loss }),
    });
    let ones = vec![1.0; *rows];
    bench.kernel(Kernel {
        name: "softmax cross-entropy gradient",
        size,
        work: Work::Values { read: 2 * x.len() + rows, written: x.len() },
        out: x.len(),
        fast: &mut |out| softmax_cross_entropy_gradient(x, labels, &ones, out),
        naive: Some(&mut |out| {
            naive::softmax(x, CLASSES, out);
            out.iter_mut().zip(labels).for_each(|(out, label)| *out -= label);
        }),
    });
}

fn votes(bench: &mut Bench, Logits { rows, size, x, .. }: &Logits) {
    let mut classes = vec![0; *rows];
    bench.kernel(Kernel {
        name: "argmax",
        size,
        work: Work::Values { read: x.len(), written: *rows },
        out: 0,
        fast: &mut |_| argmax(View::new(x, &[*rows, CLASSES]), 1, &mut classes),
        naive: None,
    });
}

/// Of what the default network's first convolution gives: of all values (a mean is that over their number), and over all
/// axes but the last.
fn sums(bench: &mut Bench) {
    let shape = [64, 28, 28, 16];
    let x = values(shape.iter().product());
    let x = View::new(&x, &shape);
    let (size, all) = ("64 x 28 x 28 x 16", [true; 4]);
    let work = Work::Values { read: x.data.len(), written: 1 };
    bench.kernel(Kernel {
        name: "sum",
        size,
        work,
        out: 1,
        fast: &mut |out| reduce::sum(x, &all, out),
        naive: Some(&mut |out| out[0] = x.data.iter().map(|&x| f64::from(x)).sum::<f64>() as f32),
    });
    bench.kernel(Kernel {
        name: "max",
        size,
        work,
        out: 1,
        fast: &mut |out| reduce::max(x, &all, out),
        naive: Some(&mut |out| out[0] = x.data.iter().copied().fold(f32::NEG_INFINITY, f32::max)),
    });
    bench.kernel(Kernel {
        name: "sum of rows",
        size,
        work: Work::Values { read: x.data.len(), written: 16 },
        out: 16,
        fast: &mut |out| sum_to(x, out, &[16]),
        naive: Some(&mut |out| naive::sum_of_rows(x.data, out)),
    });
}
