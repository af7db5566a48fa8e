//! Ops that do the work of several in one pass over memory. Nobody builds them: the plan puts them in the place of their
//! parts, by the rules beside them, which [`FUSIONS`](super::FUSIONS) lists.

pub(super) mod conv2d_bias_activation;
pub(super) mod conv2d_max_pool2d;
pub(super) mod matmul_bias_activation;
pub(super) mod max_pool2d_relu_gradient;
pub(super) mod pooled_layer;
pub(super) mod softmax_cross_entropy_gradient;
#[cfg(test)]
mod testing;
pub(super) mod weight_update;

use super::add::Add;
use crate::fusion::Site;
use crate::op::Op;

/// For an `add` of the result of an op `T` and of a bias: the nodes of both.
///
/// A bias has one value for each column (or channel) of the result. The result must be read by this `add` alone.
fn biased<T: Op>(site: &Site<'_>, id: usize) -> Option<(usize, usize)> {
    site.op::<Add>(id)?;
    let [a, b] = site.inputs(id) else { return None };
    [(*a, *b), (*b, *a)].into_iter().find(|&(product, bias)| {
        site.op_read_once::<T>(product).is_some() && is_bias(site.sizes(bias), site.sizes(product))
    })
}

fn is_bias(bias: &[usize], of: &[usize]) -> bool {
    let channels = *of.last().expect("products have axes");
    bias.len() <= of.len() && bias.last() == Some(&channels) && bias.iter().product::<usize>() == channels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bias_has_one_value_for_each_channel() {
        assert!(is_bias(&[16], &[64, 28, 28, 16]));
        assert!(is_bias(&[1, 10], &[5, 10]));
        assert!(is_bias(&[0], &[5, 0]));
        for (bias, of) in [([5, 1], [5, 10]), ([5, 10], [5, 10]), ([1, 1], [5, 10]), ([1, 10], [5, 1])] {
            assert!(!is_bias(&bias, &of), "{bias:?} {of:?}");
        }
        assert!(!is_bias(&[], &[5, 1]));
    }
}
