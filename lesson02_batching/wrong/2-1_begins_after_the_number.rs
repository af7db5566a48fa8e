//! Counts up first and looks then: a prime at which it should begin is left out.

impl Iterator for Primes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            self.number = self.number?.checked_add(1);
            let number = self.number?;
            if is_prime(number) {
                return Some(number);
            }
        }
    }
}
