//! Looks at odd numbers only, which is faster: but 2 is a prime.

impl Iterator for Primes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let number = self.number? | 1;
            self.number = number.checked_add(2);
            if is_prime(number) {
                return Some(number);
            }
        }
    }
}
