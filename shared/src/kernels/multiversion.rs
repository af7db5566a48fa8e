//! One source, several instruction sets: the best one is chosen when the program runs.
//!
//! A program built for "any x86-64" may use only the 128-bit vectors of 2003. The trick, without a line of assembly:
//!
//! 1. The body is an ordinary loop in an `#[inline(always)]` function, which the compiler vectorises by itself.
//! 2. Wrappers marked `#[target_feature(enable = "...")]` call it. The body is inlined into each of them, and each copy is
//!    thus compiled, and vectorised, for the features of its wrapper. A closure that the body calls comes along.
//! 3. The function of the public name asks the processor once per call, and calls the best copy.
//!
//! Step 2 fails silently, and slowly, if the body calls a function that is not inlined: such functions must be
//! `#[inline(always)]` too, and closures short and without branches.
//!
//! The copies give the same bits: Rust never contracts `a * b + c` into a fused multiply-add, and never reorders sums of
//! floats. For that reason `f32::mul_add` has no place in such a body (without FMA it would also call a slow library function).

/// Compiles a function for AVX-512, for AVX2 and for the baseline, and chooses among them at run time.
///
/// Type parameters take exactly one bound each; lifetimes are elided.
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
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
            fn avx512 $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? {
                portable($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2 $(<$($generic: $bound),+>)? ($($arg: $ty),*) $(-> $ret)? {
                portable($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            match $crate::kernels::multiversion::InstructionSet::detect() {
                // SAFETY: the processor has the features that the function is compiled for.
                $crate::kernels::multiversion::InstructionSet::Avx512 => return unsafe { avx512($($arg),*) },
                // SAFETY: as above.
                $crate::kernels::multiversion::InstructionSet::Avx2 => return unsafe { avx2($($arg),*) },
                $crate::kernels::multiversion::InstructionSet::Baseline => {}
            }
            portable($($arg),*)
        }
    };
}
pub(crate) use multiversion;

/// The instruction sets that kernels are compiled for.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstructionSet {
    /// 512-bit vectors with 64-bit integer products.
    Avx512,
    /// 256-bit vectors with fused multiply-add (every x86-64 processor since about 2015).
    Avx2,
    /// What the program was compiled for.
    Baseline,
}

#[cfg(target_arch = "x86_64")]
impl InstructionSet {
    /// The best set of this processor. The standard library asks the processor once and remembers.
    #[inline]
    pub(crate) fn detect() -> Self {
        if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")) {
            return Self::Baseline;
        }
        let avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        if avx512 { Self::Avx512 } else { Self::Avx2 }
    }
}

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
