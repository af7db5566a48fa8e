//! `+`, `-`, `*`, `/` between tensors and numbers, owned or borrowed.

use std::ops;

use crate::graph::Tensor;

macro_rules! operator {
    ($trait:ident, $method:ident) => {
        operator!(@tensors $trait, $method, Tensor<f32>, Tensor<f32>);
        operator!(@tensors $trait, $method, Tensor<f32>, &Tensor<f32>);
        operator!(@tensors $trait, $method, &Tensor<f32>, Tensor<f32>);
        operator!(@tensors $trait, $method, &Tensor<f32>, &Tensor<f32>);
        operator!(@number $trait, $method, Tensor<f32>);
        operator!(@number $trait, $method, &Tensor<f32>);
    };
    (@tensors $trait:ident, $method:ident, $left:ty, $right:ty) => {
        impl ops::$trait<$right> for $left {
            type Output = Tensor<f32>;

            #[track_caller]
            fn $method(self, right: $right) -> Tensor<f32> {
                Tensor::$method(&self, &right)
            }
        }
    };
    (@number $trait:ident, $method:ident, $tensor:ty) => {
        impl ops::$trait<f32> for $tensor {
            type Output = Tensor<f32>;

            #[track_caller]
            fn $method(self, right: f32) -> Tensor<f32> {
                Tensor::$method(&self, &self.graph().scalar(right))
            }
        }

        impl ops::$trait<$tensor> for f32 {
            type Output = Tensor<f32>;

            #[track_caller]
            fn $method(self, right: $tensor) -> Tensor<f32> {
                Tensor::$method(&right.graph().scalar(self), &right)
            }
        }
    };
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl ops::Neg for Tensor<f32> {
    type Output = Tensor<f32>;

    #[track_caller]
    fn neg(self) -> Tensor<f32> {
        Tensor::neg(&self)
    }
}

impl ops::Neg for &Tensor<f32> {
    type Output = Tensor<f32>;

    #[track_caller]
    fn neg(self) -> Tensor<f32> {
        Tensor::neg(self)
    }
}
