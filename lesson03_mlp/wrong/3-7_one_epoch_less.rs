//! Counts the epochs with mistakes only, and leaves out the last, which shows that all are right.
pub fn perceptron_learning(yes: &Array2<f32>, no: &Array2<f32>, most_epochs: usize) -> Option<(Array1<f32>, usize)> {
    let with_bias = |examples: &Array2<f32>| {
        let mut wider = Array2::ones((examples.nrows(), examples.ncols() + 1));
        wider.slice_mut(ndarray::s![.., ..-1]).assign(examples);
        wider
    };
    let (yes, no) = (with_bias(yes), with_bias(no));
    let mut w = Array1::zeros(yes.ncols());
    for epoch in 1..=most_epochs {
        let mut mistakes = 0;
        for x in yes.rows() {
            if w.dot(&x) <= 0.0 {
                w += &x;
                mistakes += 1;
            }
        }
        for x in no.rows() {
            if w.dot(&x) > 0.0 {
                w -= &x;
                mistakes += 1;
            }
        }
        if mistakes == 0 {
            return Some((w, epoch - 1));
        }
    }
    None
}
