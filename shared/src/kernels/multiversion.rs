//! One source, several instruction sets: the best one is chosen when the program runs.
//!
//! A program built for "any x86-64" may use only the 128-bit vectors of 2003. The trick, without a line of assembly:
//!
//! 1. The body is an ordinary loop in an `#[inline(always)]` function, which the compiler vectorises by itself.
//! 2. Wrappers marked `#[target_feature(enable = "...")]` call it. The body is inlined into each of them, and each copy is
//!    thus compiled, and vectorised, for the features of its wrapper. A closure that the body calls comes along.
//! 3. The function of the public name calls the copy for the instruction set in use (`simd/level.rs`).
//!
//! Step 2 fails silently, and slowly, if the body calls a function that is not inlined: such functions must be
//! `#[inline(always)]` too, and closures short and without branches.
//!
//! The copies give the same bits: Rust never contracts `a * b + c` into a fused multiply-add, and never reorders sums of
//! floats. For that reason `f32::mul_add` has no place in such a body (without FMA it would also call a slow library function).

/// Compiles a function for every instruction set, and calls the copy for that of [`Level::best`].
///
/// Type parameters take exactly one bound each; lifetimes are elided.
///
/// [`Level::best`]: crate::kernels::simd::Level::best
macro_rules! multiversion {
    (
        $(#[$meta:meta])*
        $vis:vis fn $name:ident $(<$($generic:ident: $bound:path),+>)? ($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?
        $body:block
    ) => {
        $(#[$meta])*
        $vis fn $name $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            fn portable $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? $body

            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::for_avx512! {
                fn avx512 $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? {
                    portable($($arg),*)
                }
            }

            #[cfg(target_arch = "x86_64")]
            $crate::kernels::simd::for_avx2! {
                fn avx2 $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? {
                    portable($($arg),*)
                }
            }

            match $crate::kernels::simd::Level::best().instruction_set() {
                // SAFETY: a level is one of this processor's; the function is compiled for just that.
                #[cfg(target_arch = "x86_64")]
                $crate::kernels::simd::InstructionSet::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::kernels::simd::InstructionSet::Avx2 => unsafe { avx2($($arg),*) },
                // The baseline has NEON.
                #[cfg(target_arch = "aarch64")]
                $crate::kernels::simd::InstructionSet::Neon => portable($($arg),*),
                $crate::kernels::simd::InstructionSet::Portable => portable($($arg),*),
            }
        }
    };
}
pub(crate) use multiversion;

#[cfg(test)]
mod tests {
    multiversion! {
        /// Scales the elements with a closure and returns how many there are.
        fn scaled<T: Copy, F: Fn(T) -> T>(x: &mut [T], f: &F) -> usize {
            x.iter_mut().for_each(|x| *x = f(*x));
            x.len()
        }
    }

    #[test]
    fn every_copy_gives_the_bits_of_the_plain_loop() {
        for len in [0, 1, 7, 8, 9, 15, 16, 17, 100] {
            let plain = (0..len).map(|i| i as f32 * 0.1 + 0.7).collect::<Vec<_>>();
            let mut x = (0..len).map(|i| i as f32).collect::<Vec<_>>();
            assert_eq!(scaled(&mut x, &|x| x * 0.1 + 0.7), len);
            assert_eq!(x, plain);
        }
    }
}
