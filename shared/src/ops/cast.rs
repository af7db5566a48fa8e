//! The same values as elements of another type. NumPy: `astype`; Keras: `ops.cast`. Lesson 3; in lesson 4 it turns
//! correct and wrong into 1 and 0, whose mean is the accuracy.

use std::marker::PhantomData;

use super::same_shape;
use crate::element::{DType, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::elementwise::map;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Elements that can be cast to elements of type `To`; implemented for f32, i32 and bool, each to each.
pub trait CastTo<To: Element>: Element {
    /// This value as one of the other type.
    fn cast(self) -> To;
}

macro_rules! cast {
    ($($from:ty => $to:ty: |$x:ident| $value:expr;)*) => {
        $(impl CastTo<$to> for $from {
            fn cast(self) -> $to {
                let $x = self;
                $value
            }
        })*
    };
}

cast! {
    f32 => f32: |x| x;
    f32 => i32: |x| x as i32; // `as` truncates; what i32 cannot hold becomes its nearest end, and NaN becomes 0.
    f32 => bool: |x| x != 0.0;
    i32 => f32: |x| x as f32; // `as` rounds to even above 2^24, where f32 no longer holds every integer.
    i32 => i32: |x| x;
    i32 => bool: |x| x != 0;
    bool => f32: |x| f32::from(u8::from(x));
    bool => i32: |x| i32::from(x);
    bool => bool: |x| x;
}

#[derive(Debug)]
pub(crate) struct Cast<T, To>(PhantomData<fn(T) -> To>);

impl<T: CastTo<To>, To: Element> Op for Cast<T, To> {
    fn name(&self) -> &'static str {
        "cast"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn dtype(&self, _: &[DType]) -> DType {
        To::DTYPE
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].slice::<T>(), output.slice::<To>(), CastTo::cast);
    }

    // y = x  =>  dL/dx = dL/dy, if x has slopes at all: integers and truth values jump
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![(T::DTYPE == DType::F32).then(|| gradient.clone())]
    }

    fn is_view(&self, _: &[&[usize]], _: &[usize]) -> bool {
        T::DTYPE == To::DTYPE
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        call.write_cast(x);
        Ok(())
    }

    fn details(&self) -> String {
        format!("to {}", To::DTYPE)
    }
}

impl<T: Element> Tensor<T> {
    /// The same values as f32, i32 or bool. From f32 to i32 what stands after the point is cut off; everything but 0 is
    /// true; true is 1.
    ///
    /// A gradient passes from f32 to f32 only.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let correct = graph.placeholder::<bool>("correct", shape![?]);
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let feeds = feed![correct => [true, false], x => [2.75, -2.75]];
    /// let (hits, whole) = Session::new(&graph).run((&correct.cast::<f32>(), &x.cast::<i32>()), feeds)?;
    /// assert_eq!(hits.as_slice().unwrap(), [1.0, 0.0]);
    /// assert_eq!(whole.as_slice().unwrap(), [2, -2]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn cast<To: Element>(&self) -> Tensor<To>
    where
        T: CastTo<To>,
    {
        apply(Cast::<T, To>(PhantomData), &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::assert_gradients;
    use crate::golden::{Case, for_each_case};
    use crate::prelude::*;

    fn check<T: CastTo<f32> + CastTo<i32> + CastTo<bool>>(case: &Case, x: &Tensor<T>) {
        match case.attribute("to").as_str() {
            Some("f32") => case.check(&x.cast::<f32>()),
            Some("i32") => case.check(&x.cast::<i32>()),
            Some("bool") => case.check(&x.cast::<bool>()),
            other => panic!("unknown type {other:?}"),
        }
    }

    #[test]
    fn equals_the_golden_values() {
        for_each_case("cast", |case| match case.dtype(0) {
            DType::F32 => check(case, &case.f32(0)),
            DType::I32 => check(case, &case.i32(0)),
            DType::Bool => check(case, &case.bool(0)),
        });
    }

    #[test]
    fn numbers_that_do_not_fit_become_the_nearest_that_do() {
        let cast = CastTo::<i32>::cast;
        assert_eq!((cast(1e10), cast(-1e10), cast(f32::NAN)), (i32::MAX, i32::MIN, 0));
    }

    #[test]
    fn class_numbers_above_2_to_the_24_stay_apart() {
        let graph = Graph::new();
        let [a, b] = ["a", "b"].map(|name| graph.placeholder::<i32>(name, shape![]));
        let fetches = (&a.equal(&b), &a.cast::<f32>().equal(&b.cast::<f32>()));
        let feeds = feed![a => 16_777_216, b => 16_777_217];
        let (as_integers, as_floats) = Session::new(&graph).run(fetches, feeds).unwrap();
        assert_eq!((as_integers.item(), as_floats.item()), (false, true));
    }

    #[test]
    fn gradients_pass_floats_and_stop_at_integers() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.cast::<f32>().square(), &[&x], feed![x => [1.0, -2.0]]);
        // The quotient of the first factor alone: the second, a staircase, counts as constant.
        assert_gradients(&(&x * x.cast::<i32>().cast::<f32>()), &[&x], feed![x => [1.5, -2.5]]);
    }
}
