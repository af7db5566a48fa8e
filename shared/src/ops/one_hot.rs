//! Class numbers as rows with a single 1. NumPy: `np.eye(depth)[classes]`; Keras: `ops.one_hot`. Lesson 4.

use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Context, Mismatch, Op};
use crate::shape::{Dim, Shape};

/// No gradient: its input is integers.
#[derive(Debug)]
pub(crate) struct OneHot {
    depth: usize,
}

impl Op for OneHot {
    fn name(&self) -> &'static str {
        "one_hot"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        if self.depth == 0 {
            return Err("the depth is 0, but there must be at least one class".to_owned());
        }
        Ok(Shape::new([inputs[0].dims(), &[Dim::Known(self.depth)]].concat()))
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        for (row, &class) in output.f32().chunks_exact_mut(self.depth).zip(inputs[0].i32()) {
            row.fill(0.0);
            row[class as usize] = 1.0; // `check` has refused negative classes
        }
    }

    fn check(&self, inputs: &[View<'_>]) -> Result<(), Mismatch> {
        check_classes(inputs, 0, self.depth)
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let classes = call.input(0);
        let to_i64 = vec![Attribute::int("to", 7)];
        let classes = call.step("Cast", vec![classes], to_i64); // the type that every runtime takes beside f32
        let inputs = vec![classes, call.integer("depth", self.depth as i64), call.floats("values", &[0.0, 1.0])];
        call.write("OneHot", inputs, vec![Attribute::int("axis", -1)]);
        Ok(())
    }

    fn details(&self) -> String {
        format!("depth {}", self.depth)
    }
}

/// Refuses class numbers outside `0..depth` in the given input, an i32 tensor of any shape.
pub(super) fn check_classes(inputs: &[View<'_>], input: usize, depth: usize) -> Result<(), Mismatch> {
    let View { shape, .. } = inputs[input];
    let classes = inputs[input].i32();
    let is_class = |&class: &i32| usize::try_from(class).is_ok_and(|class| class < depth);
    match classes.iter().position(|class| !is_class(class)) {
        None => Ok(()),
        Some(k) => Err(Mismatch {
            input,
            expected: format!("class numbers 0 to {}", depth - 1),
            found: match shape.len() {
                0 => classes[k].to_string(),
                1 => format!("{} at row {k}", classes[k]),
                _ => format!("{} at {:?}", classes[k], crate::check::place(k, shape)),
            },
        }),
    }
}

impl Tensor<i32> {
    /// A row of `depth` numbers for each class number: 1 at the class, 0 elsewhere. The shape gets a last axis of
    /// `depth`.
    ///
    /// A run refuses class numbers outside 0 to `depth` − 1, naming the first and its place.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let classes = graph.placeholder::<i32>("classes", shape![?]);
    /// let mut session = Session::new(&graph);
    /// let rows = session.run(&classes.one_hot(3), feed![classes => [2, 0]])?;
    /// assert_eq!(rows, ndarray::arr2(&[[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]).into_dyn());
    ///
    /// let error = session.run(&classes.one_hot(3), feed![classes => [2, 77]]).unwrap_err();
    /// assert!(error.to_string().starts_with("classes: expected class numbers 0 to 2, found 77 at row 1"));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If `depth` is 0.
    #[track_caller]
    pub fn one_hot(&self, depth: usize) -> Tensor<f32> {
        apply(OneHot { depth }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("one_hot", |case| {
            let depth = case.attribute("depth").as_u64().expect("a depth");
            case.i32(0).one_hot(depth as usize)
        });
    }

    #[test]
    fn classes_outside_are_refused_with_their_place() {
        let refused = |shape: Shape, classes: ndarray::ArrayD<i32>| {
            let graph = Graph::new();
            let x = graph.placeholder::<i32>("classes", shape);
            let error = Session::new(&graph).run(&x.one_hot(10), feed![x => classes]).unwrap_err();
            error.to_string()
        };
        assert_eq!(
            refused(shape![?], ndarray::arr1(&[3, 9, 77]).into_dyn()),
            "classes: expected class numbers 0 to 9, found 77 at row 2\n  \
             help: look at what was fed: one_hot (one_hot) cannot work with it"
        );
        let cases = [
            (shape![], ndarray::arr0(10).into_dyn(), "found 10\n"),
            (shape![?], ndarray::arr1(&[-1]).into_dyn(), "found -1 at row 0\n"),
            (shape![?], ndarray::arr1(&[i32::MIN]).into_dyn(), "found -2147483648 at row 0\n"),
            (shape![?, 2], ndarray::arr2(&[[0, 1], [i32::MAX, 3]]).into_dyn(), "found 2147483647 at [1, 0]\n"),
        ];
        for (shape, classes, found) in cases {
            let error = refused(shape, classes);
            assert!(error.contains(found), "{error}");
        }
    }

    #[test]
    #[should_panic(expected = "one_hot: the depth is 0, but there must be at least one class\n  classes: i32 [?]")]
    fn no_classes_at_all_are_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<i32>("classes", shape![?]).one_hot(0);
    }
}
