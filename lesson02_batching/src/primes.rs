//! A generator computes one value at a time and remembers where it was. In Rust, that is an iterator.

/// Prints the first hundred primes, twenty in a line.
#[expect(clippy::expect_used, reason = "primes never end")]
pub fn print() {
    let mut primes = primes_from(1);
    for _ in 0..5 {
        let next_twenty: Vec<u64> = primes.by_ref().take(20).collect();
        println!("{}", crate::columns(&next_twenty, 5));
    }
    println!("After these hundred, the same iterator goes on with {}.", primes.next().expect("primes never end"));
}

/// Whether `number` is a prime: above 1, and divided by 1 and itself only.
///
/// ```
/// use lesson02_batching::primes::is_prime;
///
/// assert!(is_prime(2) && is_prime(541));
/// assert!(!is_prime(1) && !is_prime(91));
/// ```
pub fn is_prime(number: u64) -> bool {
    match number {
        0 | 1 => false,
        2 => true,
        _ if number.is_multiple_of(2) => false,
        // A number that is a product has a factor no larger than its square root.
        _ => (3..=number.isqrt()).step_by(2).all(|divisor| !number.is_multiple_of(divisor)),
    }
}

/// All primes from `number` on, each found when it is asked for: what Python writes as a generator with `yield`.
///
/// ```
/// use lesson02_batching::primes::primes_from;
///
/// let mut primes = primes_from(10);
/// assert_eq!(primes.next(), Some(11));
/// assert_eq!(primes.next(), Some(13)); // goes on where it was
/// ```
pub fn primes_from(number: u64) -> impl Iterator<Item = u64> {
    (number..=u64::MAX).filter(|&number| is_prime(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hundred_primes_end_with_541() {
        let primes: Vec<u64> = primes_from(0).take(100).collect();
        assert_eq!(primes[..10], [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert_eq!((primes[99], primes.iter().sum::<u64>()), (541, 24_133));
    }

    #[test]
    fn squares_of_primes_and_the_largest_prime_of_32_bits_are_told_apart() {
        assert!(!is_prime(9) && !is_prime(25) && !is_prime(65_521 * 65_521));
        assert!(is_prime(4_294_967_291) && !is_prime(4_294_967_295));
        // Nothing overflows at the end of the numbers: 2^64 - 1 is divisible by 3.
        assert_eq!(primes_from(u64::MAX).next(), None);
    }
}
