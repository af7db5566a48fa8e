//! Begins a new epoch as soon as no whole batch is left: some indices miss an epoch.

impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.given + self.batch_size > self.order.len() {
            self.order.shuffle(&mut self.random);
            self.given = 0;
        }
        let end = (self.given + self.batch_size).min(self.order.len());
        let batch = self.order[self.given..end].to_vec();
        self.given = end;
        Some(batch)
    }
}
