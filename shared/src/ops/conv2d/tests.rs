use crate::check::assert_gradients;
use crate::golden;
use crate::ops::window::testing;
use crate::prelude::*;

#[test]
fn equals_the_golden_values() {
    golden::check("conv2d", |case| {
        case.f32(0).conv2d(&case.f32(1), testing::two(case, "strides"), testing::padding(case))
    });
}

/// Sizes of x and kernel, strides: size 1, a kernel larger than the input, strides that do not divide.
const SIZES: [([usize; 4], [usize; 4], [usize; 2]); 5] = [
    ([1, 1, 1, 1], [1, 1, 1, 1], [1, 1]),
    ([1, 2, 1, 2], [3, 3, 2, 1], [1, 1]),
    ([2, 3, 4, 1], [2, 3, 1, 2], [1, 1]),
    ([1, 5, 4, 2], [3, 2, 2, 2], [2, 3]),
    ([1, 3, 3, 1], [1, 1, 1, 2], [2, 2]),
];

#[test]
fn gradients_of_first_and_second_order_equal_the_difference_quotient() {
    for (x_sizes, kernel_sizes, strides) in SIZES {
        for padding in [Padding::Same, Padding::Valid] {
            if padding == Padding::Valid && kernel_sizes[0] > x_sizes[1] {
                continue;
            }
            let graph = Graph::new();
            let x = graph.placeholder::<f32>("x", shape![?, x_sizes[1], x_sizes[2], x_sizes[3]]);
            let kernel = graph.placeholder::<f32>("kernel", kernel_sizes);
            let y = x.conv2d(&kernel, strides, padding);
            let (x_value, kernel_value) = (testing::images(x_sizes), testing::images(kernel_sizes));
            let feeds = || feed![x => x_value, kernel => kernel_value];
            assert_gradients(&y, &[&x, &kernel], feeds());
            for slope in gradients(&y.square(), &[&x, &kernel]) {
                assert_gradients(&slope, &[&x, &kernel], feeds());
            }
        }
    }
}

#[test]
fn all_sizes_may_be_open() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, ?, ?, ?]);
    let kernel = graph.placeholder::<f32>("kernel", shape![?, ?, ?, ?]);
    let y = x.conv2d(&kernel, [1, 2], Padding::Valid);
    assert_eq!(y.shape().to_string(), "[?, ?, ?, ?]");
    let (x_value, kernel_value) = (testing::images([2, 4, 5, 3]), testing::images([2, 3, 3, 4]));
    let value = Session::new(&graph).run(&y, feed![x => x_value, kernel => kernel_value]).unwrap();
    assert_eq!(value.shape(), [2, 3, 2, 4]);
}

fn conv2d_of(x: Shape, kernel: [usize; 4], strides: [usize; 2], padding: Padding) {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", x);
    let kernel = graph.variable("kernel", zeros(kernel));
    x.conv2d(&kernel, strides, padding);
}

#[test]
#[should_panic(expected = "conv2d: the input has 3 channels, but the kernel is for 1\n  x: f32 [?, 28, 28, 3]\n  \
                           kernel: f32 [5, 5, 1, 16]")]
fn channels_that_differ_are_named() {
    conv2d_of(shape![?, 28, 28, 3], [5, 5, 1, 16], [1, 1], Padding::Same);
}

#[test]
#[should_panic(
    expected = "conv2d: needs images [batch, height, width, channels], found [?, 784]\n  x: f32 [?, 784]\n  \
                           kernel: f32 [5, 5, 1, 16]"
)]
fn images_have_four_axes() {
    conv2d_of(shape![?, 784], [5, 5, 1, 16], [1, 1], Padding::Same);
}

#[test]
#[should_panic(
    expected = "conv2d: a window of height 5 does not fit into an input of height 4 without padding\n  x: f32 [?, 4, 9, 1]"
)]
fn a_window_that_does_not_fit_is_named() {
    conv2d_of(shape![?, 4, 9, 1], [5, 5, 1, 16], [1, 1], Padding::Valid);
}

#[test]
#[should_panic(expected = "conv2d: window width 5 and stride 0: both must be at least 1")]
fn a_stride_of_zero_is_refused() {
    conv2d_of(shape![?, 9, 9, 1], [5, 5, 1, 16], [1, 0], Padding::Same);
}

#[test]
#[should_panic(
    expected = "conv2d: needs a kernel [height, width, in channels, out channels], found [5, 5]\n  x: f32 [?, 9, 9, 1]\n  \
                kernel: f32 [5, 5]"
)]
fn kernels_have_four_axes() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 9, 9, 1]);
    x.conv2d(&graph.variable("kernel", zeros([5, 5])), [1, 1], Padding::Same);
}
