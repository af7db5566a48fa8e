//! Splits in parts such as 8:2 (training, test) or 6:2:2 (training, validation, test); the second lesson.

use ndarray_rand::rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Shuffles `items` and deals them out in parts of the given proportions; every item lands in exactly one part.
///
/// Items may be anything: pairs of a feature and a label (which thus stay together), or a range of indices.
/// The same seed gives the same parts.
///
/// ```
/// use shared::data::split;
///
/// let [train, test] = split([("cat", 0), ("cow", 1), ("dog", 2), ("pig", 3), ("sheep", 4)], [8, 2], 1);
/// assert_eq!((train.len(), test.len()), (4, 1));
///
/// let [train, validation, test] = split(0..500, [6, 2, 2], 1);
/// assert_eq!((train.len(), validation.len(), test.len()), (300, 100, 100));
/// ```
///
/// Where the proportions do not come out even, the borders between the parts are rounded down.
///
/// # Panics
/// If all proportions are 0.
#[track_caller]
pub fn split<T, const N: usize>(items: impl IntoIterator<Item = T>, parts: [u32; N], seed: u64) -> [Vec<T>; N] {
    let total: u128 = parts.iter().map(|&part| u128::from(part)).sum();
    assert!(total > 0, "split: expected at least one proportion above 0, found {parts:?}");
    let mut items: Vec<T> = items.into_iter().collect();
    items.shuffle(&mut StdRng::seed_from_u64(seed));
    let count = items.len();
    let mut items = items.into_iter();
    let mut proportion_so_far = 0;
    let mut border = 0;
    parts.map(|part| {
        proportion_so_far += u128::from(part);
        let next_border = (count as u128 * proportion_so_far / total) as usize;
        let size = next_border - border;
        border = next_border;
        items.by_ref().take(size).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_lands_in_exactly_one_part() {
        for count in [0, 1, 2, 7, 10, 99] {
            let parts = split(0..count, [6, 2, 2], 3);
            let mut all = parts.concat();
            all.sort_unstable();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn borders_are_rounded_down_and_a_part_may_be_empty() {
        let sizes = |count, parts| split(0..count, parts, 1).map(|part| part.len());
        assert_eq!(sizes(10, [6, 2, 2]), [6, 2, 2]);
        assert_eq!(sizes(9, [6, 2, 2]), [5, 2, 2]);
        assert_eq!(sizes(3, [0, 1, 0]), [0, 3, 0]);
        assert_eq!(sizes(60_000, [55, 5, 0]), [55_000, 5_000, 0]);
    }

    #[test]
    fn the_seed_decides_the_order() {
        let first = split(0..100, [1], 1);
        assert_eq!(first, split(0..100, [1], 1));
        assert_ne!(first, split(0..100, [1], 2));
        assert_ne!(first[0], (0..100).collect::<Vec<_>>());
    }

    #[test]
    #[should_panic(expected = "split: expected at least one proportion above 0, found [0, 0]")]
    fn no_proportion_at_all_panics() {
        let _ = split(0..5, [0, 0], 1);
    }
}
