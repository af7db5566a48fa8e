//! Random choices that a seed decides.

use ndarray::ArrayD;

/// SplitMix64 (Steele, Lea, Flood, 2014).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn within(&mut self, low: usize, high: usize) -> usize {
        low + (self.next() % (high - low + 1) as u64) as usize
    }

    /// True `times` out of `of`.
    pub fn chance(&mut self, times: usize, of: usize) -> bool {
        self.within(1, of) <= times
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.within(0, among.len() - 1)]
    }

    /// Values from -1 to 1.
    pub fn values(&mut self, sizes: &[usize]) -> ArrayD<f32> {
        let len = sizes.iter().product();
        let values = (0..len).map(|_| (self.next() >> 40) as f32 / (1 << 23) as f32 - 1.0).collect();
        ArrayD::from_shape_vec(sizes, values).expect("as many values as the sizes say")
    }
}
