//! Ends as iterators over a collection do: after one epoch there are no more batches.

impl Iterator for IndexBatches {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        if self.given == self.order.len() && self.order.is_sorted() {
            self.order.shuffle(&mut self.random);
            self.given = 0;
        }
        let end = (self.given + self.batch_size).min(self.order.len());
        let batch = self.order[self.given..end].to_vec();
        self.given = end;
        Some(batch).filter(|batch| !batch.is_empty())
    }
}
