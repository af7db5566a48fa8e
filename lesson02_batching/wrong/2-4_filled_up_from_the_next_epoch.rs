//! Fills the last batch up with indices of the next epoch: all batches are of one size, but no epoch ends with one.

impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let mut batch = Vec::new();
        while batch.len() < self.batch_size {
            if self.given == self.order.len() {
                self.order.shuffle(&mut self.random);
                self.given = 0;
            }
            batch.push(self.order[self.given]);
            self.given += 1;
        }
        Some(batch)
    }
}
