//! Makes the generator anew for each epoch, from the same seed: so the order is the same, too.

impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.given == self.order.len() {
            self.order.sort_unstable();
            self.order.shuffle(&mut self.random.clone());
            self.given = 0;
        }
        let end = (self.given + self.batch_size).min(self.order.len());
        let batch = self.order[self.given..end].to_vec();
        self.given = end;
        Some(batch)
    }
}
