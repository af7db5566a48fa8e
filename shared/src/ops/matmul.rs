//! The matrix product, `y[i, j] = Σₖ a[i, k] · b[k, j]`. NumPy: `a @ b`; Keras: the heart of `Dense`. Lesson 4.

use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::gemm::{Matrix, gemm};
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

/// Inputs: a `[m, k]` and b `[k, n]`; an input whose flag is set is given the other way round, a as `[k, m]`.
///
/// Two of the three products of a dense layer's training step need a transposed matrix. The flags let the kernel read it as
/// it lies: nothing is turned around in memory.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MatMul {
    pub transpose_a: bool,
    pub transpose_b: bool,
}

impl MatMul {
    /// Both inputs as the kernel takes them, turned where a flag says so.
    pub fn matrices<'a>(self, a: View<'a>, b: View<'a>) -> [Matrix<'a>; 2] {
        let matrix = |view: View<'a>, transpose: bool| {
            let matrix = Matrix::row_major(view.f32(), view.shape[0], view.shape[1]);
            if transpose { matrix.transposed() } else { matrix }
        };
        [matrix(a, self.transpose_a), matrix(b, self.transpose_b)]
    }
}

impl Op for MatMul {
    fn name(&self) -> &'static str {
        "matmul"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let [m, k_of_a] = rows_and_columns(inputs[0], self.transpose_a)?;
        let [k_of_b, n] = rows_and_columns(inputs[1], self.transpose_b)?;
        match (k_of_a, k_of_b) {
            (Dim::Known(a), Dim::Known(b)) if a != b => Err(format!("inner sizes differ: {a} and {b}")),
            _ => Ok(Shape::new(vec![m, n])),
        }
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [a, b] = self.matrices(inputs[0], inputs[1]);
        gemm(a, b, false, output.f32());
    }

    // y = a·b  =>  dL/da = dL/dy · bᵀ,  dL/db = aᵀ · dL/dy.
    // Where an input lies the other way round, so must its gradient: (dL/dy · bᵀ)ᵀ = b · (dL/dy)ᵀ.
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (a, b) = (call.handle(0), call.handle(1));
        let g = gradient.handle();
        let MatMul { transpose_a, transpose_b } = *self;
        let product = |transpose_a, transpose_b| MatMul { transpose_a, transpose_b };
        let of_a = match transpose_a {
            false => apply(product(false, !transpose_b), &[g, b]),
            true => apply(product(transpose_b, true), &[b, g]),
        };
        let of_b = match transpose_b {
            false => apply(product(!transpose_a, false), &[a, g]),
            true => apply(product(true, transpose_a), &[g, a]),
        };
        vec![Some(of_a), Some(of_b)]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let [a, b] = [call.input(0), call.input(1)];
        match (self.transpose_a, self.transpose_b) {
            (false, false) => call.write("MatMul", vec![a, b], Vec::new()),
            (a_lies, b_lies) => {
                let flags = vec![Attribute::int("transA", a_lies.into()), Attribute::int("transB", b_lies.into())];
                call.write("Gemm", vec![a, b], flags);
            }
        }
        Ok(())
    }

    fn details(&self) -> String {
        let turned = [(self.transpose_a, "aᵀ"), (self.transpose_b, "bᵀ")];
        let turned: Vec<&str> = turned.into_iter().filter(|(turned, _)| *turned).map(|(_, name)| name).collect();
        turned.join(" ")
    }
}

fn rows_and_columns(shape: &Shape, transpose: bool) -> Result<[Dim; 2], String> {
    match *shape.dims() {
        [rows, columns] if transpose => Ok([columns, rows]),
        [rows, columns] => Ok([rows, columns]),
        _ => Err(format!("needs matrices of 2 axes, found {shape}")),
    }
}

impl Tensor<f32> {
    /// The matrix product of `[m, k]` and `[k, n]`: `[m, n]`.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2]);
    /// let w = graph.constant(&ndarray::arr2(&[[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]]));
    /// let y = x.matmul(&w);
    /// assert_eq!(y.shape().to_string(), "[?, 3]");
    /// let y = Session::new(&graph).run(&y, feed![x => [[10.0, 1.0]]])?;
    /// assert_eq!(y, ndarray::arr2(&[[10.0, 1.0, 23.0]]).into_dyn());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If an input has not 2 axes, or the inner sizes differ.
    #[track_caller]
    pub fn matmul(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(MatMul::default(), &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{assert_close, assert_gradients};
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("matmul", |case| case.f32(0).matmul(&case.f32(1)));
    }

    #[test]
    fn gradients_equal_the_difference_quotient_however_the_inputs_lie() {
        let matrix =
            |rows, columns| ndarray::Array2::from_shape_fn((rows, columns), |(i, j)| (i * 2 + j) as f32 / 4.0 - 1.0);
        for (transpose_a, transpose_b) in [(false, false), (false, true), (true, false), (true, true)] {
            let graph = Graph::new();
            let a = graph.placeholder::<f32>("a", shape![?, ?]);
            let b = graph.placeholder::<f32>("b", shape![?, ?]);
            let product: Tensor<f32> = apply(MatMul { transpose_a, transpose_b }, &[a.handle(), b.handle()]);
            let a_value = if transpose_a { matrix(3, 2) } else { matrix(2, 3) };
            let b_value = if transpose_b { matrix(4, 3) } else { matrix(3, 4) };
            assert_gradients(&product, &[&a, &b], feed![a => a_value, b => b_value]);
            let slope = gradients(&product.square(), &[&a]).remove(0);
            assert_gradients(&slope, &[&a, &b], feed![a => a_value, b => b_value]);
        }
    }

    #[test]
    fn a_matrix_times_itself_gets_both_gradients() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        assert_gradients(&x.matmul(&x), &[&x], feed![x => [[1.0, -2.0], [0.5, 3.0]]]);
    }

    #[test]
    fn transposed_operands_are_read_as_they_lie() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let gram: Tensor<f32> = apply(MatMul { transpose_a: true, transpose_b: false }, &[x.handle(), x.handle()]);
        assert_eq!(gram.shape().to_string(), "[3, 3]");
        let value = Session::new(&graph).run(&gram, feed![x => [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]]).unwrap();
        assert_close(&value, &ndarray::arr2(&[[1.0, 2.0, 3.0], [2.0, 5.0, 6.0], [3.0, 6.0, 9.0]]), 0.0);
    }

    #[test]
    #[should_panic(expected = "matmul: inner sizes differ: 784 and 100\n  x: f32 [?, 784]\n  W: f32 [100, 10]")]
    fn inner_sizes_that_differ_are_named() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let w = graph.variable("W", zeros([100, 10]));
        x.matmul(&w);
    }

    #[test]
    #[should_panic(
        expected = "matmul: needs matrices of 2 axes, found [?, 28, 28]\n  x: f32 [?, 28, 28]\n  W: f32 [28, 10]"
    )]
    fn only_matrices_are_multiplied() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 28, 28]);
        let w = graph.variable("W", zeros([28, 10]));
        x.matmul(&w);
    }

    #[test]
    fn an_inner_size_that_a_feed_gets_wrong_is_an_error() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let w = graph.variable("W", zeros([3, 2]));
        let error = Session::new(&graph).run(&x.matmul(&w), feed![x => [[1.0, 2.0]]]).unwrap_err();
        assert!(error.to_string().contains("inner sizes differ: 2 and 3"), "{error}");
    }
}
