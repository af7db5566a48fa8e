//! One step of each optimizer, over the variables of the default network and of the second lesson's.

use shared::kernels::update::{Adam, GradientDescent, Momentum, RmsProp};

use crate::measure::{Bench, Kernel, Work};
use crate::values;

/// Variables of 784-128-128-10, of the default network, of 10800-1024-512-5.
const SIZES: [(&str, usize); 3] = [("118,282", 118_282), ("242,062", 242_062), ("11,587,589", 11_587_589)];
const DEFAULT: (&str, usize) = SIZES[1];

pub fn run(bench: &mut Bench) {
    for (size, len) in SIZES {
        adam(bench, size, len);
    }
    let (size, len) = DEFAULT;
    let grad = values(len);
    let [mut var, mut state, mut more] = [values(len), vec![0.0; len], vec![0.0; len]];
    let mut step = |name, states: usize, fast: &mut (dyn FnMut(&mut [f32]) + Send)| {
        let work = Work::InPlace { read: (states + 2) * len, written: (states + 1) * len };
        bench.kernel(Kernel { name, size, work, out: 0, fast, naive: None });
    };
    let descent = GradientDescent { learning_rate: 1e-6 };
    step("gradient descent", 0, &mut |_| descent.update(&mut var, &grad));
    let momentum = Momentum { learning_rate: 1e-6, momentum: 0.9, nesterov: false };
    step("momentum", 1, &mut |_| momentum.update(&mut var, &mut state, &grad));
    let rms_prop = RmsProp::new(1e-6);
    state.fill(1.0);
    step("RMSProp", 2, &mut |_| rms_prop.update(&mut var, &mut state, &mut more, &grad));
}

fn adam(bench: &mut Bench, size: &str, len: usize) {
    let grad = values(len);
    let [mut var, mut m, mut v] = [values(len), vec![0.0; len], vec![0.0; len]];
    let rule = Adam::new(1e-6);
    let [mut naive_var, mut naive_m, mut naive_v] = [values(len), vec![0.0; len], vec![0.0; len]];
    bench.kernel(Kernel {
        name: "Adam",
        size,
        work: Work::InPlace { read: 4 * len, written: 3 * len },
        out: 0,
        fast: &mut |_| rule.update(1, [&mut var, &mut m, &mut v], &grad),
        // Four passes, as array programs write it.
        naive: Some(&mut |_| {
            let [beta1, beta2, rate] = [rule.beta1, rule.beta2, rule.learning_rate];
            naive_m.iter_mut().zip(&grad).for_each(|(m, g)| *m = beta1 * *m + (1.0 - beta1) * g);
            naive_v.iter_mut().zip(&grad).for_each(|(v, g)| *v = beta2 * *v + (1.0 - beta2) * g * g);
            let steps: Vec<f32> =
                naive_m.iter().zip(&naive_v).map(|(m, v)| rate * m / (v.sqrt() + rule.epsilon)).collect();
            naive_var.iter_mut().zip(steps).for_each(|(var, step)| *var -= step);
        }),
    });
}
