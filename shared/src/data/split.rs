//! Splits in parts such as 8:2 (training, test) or 6:2:2 (training, validation, test), item by item or by groups that stay
//! together; the second lesson.

use std::collections::HashMap;
use std::hash::Hash;

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

/// As [`split`], but items of one group stay together: no group is in two parts.
///
/// For items that resemble each other, such as variations of one picture, or pictures by one hand. Were they in the training
/// and in the test part, the test would measure what was learned by heart.
///
/// The groups, shuffled, go one after the other to the part that lacks most items. Sizes thus come as near to the
/// proportions as the groups allow; with fewer groups than parts, a part stays empty.
///
/// ```
/// use shared::data::split_by_group;
///
/// let pictures = [("cat", 1), ("cat", 2), ("cow", 1), ("cow", 2), ("dog", 1), ("dog", 2)];
/// let [train, test] = split_by_group(pictures, |picture| picture.0, [2, 1], 1);
/// assert_eq!((train.len(), test.len()), (4, 2));
/// assert_eq!(test[0].0, test[1].0);
/// ```
///
/// # Panics
/// If all proportions are 0.
#[track_caller]
pub fn split_by_group<T, G: Eq + Hash, const N: usize>(
    items: impl IntoIterator<Item = T>,
    group_of: impl Fn(&T) -> G,
    parts: [u32; N],
    seed: u64,
) -> [Vec<T>; N] {
    let total: i128 = parts.iter().map(|&part| i128::from(part)).sum();
    assert!(total > 0, "split_by_group: expected at least one proportion above 0, found {parts:?}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut groups = in_groups(items, group_of);
    let count = groups.iter().map(Vec::len).sum::<usize>() as i128;
    groups.shuffle(&mut random);
    let mut dealt: [Vec<T>; N] = std::array::from_fn(|_| Vec::new());
    for mut group in groups {
        // What a part lacks, times `total`, so that all is whole numbers. Together the parts lack this group at least,
        // so the part that lacks most has a proportion above 0. Of equals, the first.
        let lacking = |part: &Vec<T>, proportion| count * i128::from(proportion) - total * part.len() as i128;
        let neediest = dealt.iter_mut().zip(parts).rev().max_by_key(|(part, proportion)| lacking(part, *proportion));
        neediest.into_iter().for_each(|(part, _)| part.append(&mut group));
    }
    dealt.iter_mut().for_each(|part| part.shuffle(&mut random));
    dealt
}

/// The groups in the order of their first items.
fn in_groups<T, G: Eq + Hash>(items: impl IntoIterator<Item = T>, group_of: impl Fn(&T) -> G) -> Vec<Vec<T>> {
    let mut numbers = HashMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let number = *numbers.entry(group_of(&item)).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
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

    #[test]
    fn no_group_is_in_two_parts_and_every_item_in_one() {
        for (count, group_count) in [(0, 1), (1, 1), (100, 13), (500, 65), (97, 2)] {
            for seed in 0..20 {
                let parts = split_by_group(0..count, |item| item % group_count, [6, 2, 2], seed);
                let groups =
                    parts.each_ref().map(|part| part.iter().map(|item| item % group_count).collect::<Vec<_>>());
                for group in 0..group_count {
                    assert!(groups.iter().filter(|part| part.contains(&group)).count() <= 1);
                }
                let mut all = parts.concat();
                all.sort_unstable();
                assert_eq!(all, (0..count).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn parts_of_groups_come_near_to_the_proportions() {
        for seed in 0..20 {
            let [train, validation, test] = split_by_group(0..500, |item| item / 10, [6, 2, 2], seed);
            assert_eq!((train.len(), validation.len(), test.len()), (300, 100, 100));
            let [none, all] = split_by_group(0..50, |item| item / 10, [0, 1], seed);
            assert_eq!((none.len(), all.len()), (0, 50));
            let [all, none] = split_by_group(0..50, |_| (), [8, 2], seed);
            assert_eq!((all.len(), none.len()), (50, 0), "one group cannot be parted");
        }
    }

    #[test]
    fn the_seed_decides_which_groups_go_where() {
        let first = |seed| split_by_group(0..100, |item| item / 10, [8, 2], seed);
        assert_eq!(first(1), first(1));
        assert_ne!(first(1)[1], first(2)[1]);
    }

    #[test]
    #[should_panic(expected = "split_by_group: expected at least one proportion above 0, found [0, 0]")]
    fn no_proportion_at_all_panics_for_groups_too() {
        let _ = split_by_group(0..5, |item| *item, [0, 0], 1);
    }
}
