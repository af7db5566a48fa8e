//! Shuffles at the beginning only: every epoch has the same batches.

impl IndexBatches {
    pub fn new(count: usize, batch_size: usize, seed: u64) -> IndexBatches {
        let mut random = StdRng::seed_from_u64(seed);
        let mut order: Vec<usize> = (0..count).collect();
        order.shuffle(&mut random);
        IndexBatches { given: 0, order, batch_size, random }
    }
}

impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.given == self.order.len() {
            self.given = 0;
        }
        let end = (self.given + self.batch_size).min(self.order.len());
        let batch = self.order[self.given..end].to_vec();
        self.given = end;
        Some(batch)
    }
}
