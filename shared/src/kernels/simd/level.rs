//! Which instruction set the kernels use: the widest of this processor, or the one that `COURSE_SIMD` names.

use std::ffi::{OsStr, OsString};
use std::sync::OnceLock;

use super::Vector;
use crate::error::{Error, Result};

/// The environment variable that names an instruction set.
const VARIABLE: &str = "COURSE_SIMD";

/// An instruction set for which the kernels are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstructionSet {
    /// 16 lanes, 32 registers: the parts F, BW, DQ and VL of AVX-512 (Intel servers since 2017, AMD since 2022).
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// 8 lanes, 16 registers, with fused multiply-add (x86-64 since about 2013).
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 4 lanes, 32 registers (every 64-bit ARM).
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// Whatever the compiler makes of plain arrays: right everywhere.
    Portable,
}

impl InstructionSet {
    /// The widest first.
    const ALL: &'static [InstructionSet] = &[
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx512,
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx2,
        #[cfg(target_arch = "aarch64")]
        InstructionSet::Neon,
        InstructionSet::Portable,
    ];

    fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => "avx2",
            #[cfg(target_arch = "aarch64")]
            InstructionSet::Neon => "neon",
            InstructionSet::Portable => "portable",
        }
    }

    /// Whether this processor has everything that the functions of the set are compiled for.
    fn is_here(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && InstructionSet::Avx2.is_here()
            }
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "aarch64")]
            InstructionSet::Neon => std::arch::is_aarch64_feature_detected!("neon"),
            InstructionSet::Portable => true,
        }
    }
}

/// An instruction set that this processor has: all ways to get a `Level` ask the processor.
///
/// That is what makes it right to call a function that is compiled for the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level(InstructionSet);

impl Level {
    /// The one that this process uses: the widest, or that of `COURSE_SIMD`. It is chosen once; then asking costs about a
    /// nanosecond.
    ///
    /// # Panics
    /// If `COURSE_SIMD` names none of this processor's: kernels have no way to return an [`Error`]. Programs of the course
    /// have asked [`instruction_set`] before.
    #[inline]
    pub(crate) fn best() -> Level {
        #[cfg(test)]
        if let Some(level) = FORCED.get() {
            return level;
        }
        static IN_USE: OnceLock<Level> = OnceLock::new();
        *IN_USE.get_or_init(|| Level::asked_for(variable().as_deref()).unwrap_or_else(|error| panic!("{error}")))
    }

    /// Every level of this processor, the widest first.
    pub(crate) fn all_here() -> Vec<Level> {
        InstructionSet::ALL.iter().copied().filter(|set| set.is_here()).map(Level).collect()
    }

    fn asked_for(value: Option<&OsStr>) -> Result<Level> {
        let here = Level::all_here();
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(here[0]) };
        let found = here.iter().find(|level| value == level.instruction_set().name());
        found.copied().ok_or_else(|| {
            let names: Vec<_> = here.iter().map(|level| level.instruction_set().name()).collect();
            Error::argument(VARIABLE)
                .expected(format!("an instruction set of this processor: {}", names.join(", ")))
                .found(value.display().to_string())
                .help("leave it unset, and the first of them is used")
        })
    }

    #[inline]
    pub(crate) fn instruction_set(self) -> InstructionSet {
        self.0
    }

    /// Floats in a vector of this level.
    pub(crate) fn lanes(self) -> usize {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => super::x86::Avx512::LANES,
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => super::x86::Avx2::LANES,
            #[cfg(target_arch = "aarch64")]
            InstructionSet::Neon => super::neon::Neon::LANES,
            InstructionSet::Portable => <[f32; 4]>::LANES,
        }
    }
}

#[cfg(test)]
thread_local! {
    /// What a test wants this thread to use: see `kernels::twin::at_level`.
    pub(crate) static FORCED: std::cell::Cell<Option<Level>> = const { std::cell::Cell::new(None) };
}

fn variable() -> Option<OsString> {
    std::env::var_os(VARIABLE)
}

/// The name of the instruction set that the kernels use in this process: `avx512`, `avx2`, `neon` or `portable`.
///
/// It is the widest that the processor has. The environment variable `COURSE_SIMD` names another one of the processor's,
/// for tests and measurements; see [the kernels' documentation](crate::kernels#instruction-sets).
///
/// ```
/// println!("kernels for {}", shared::kernels::instruction_set()?);
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If `COURSE_SIMD` names none that the processor has.
pub fn instruction_set() -> Result<&'static str> {
    Level::asked_for(variable().as_deref()).map(|level| level.instruction_set().name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(value: &str) -> Result<Level> {
        Level::asked_for(Some(OsStr::new(value)))
    }

    #[test]
    fn every_level_of_this_processor_can_be_asked_for_by_name() {
        let here = Level::all_here();
        assert_eq!(here.last(), Some(&Level(InstructionSet::Portable)), "it is everywhere, and the last resort");
        for &level in &here {
            assert_eq!(asked_for(level.instruction_set().name()).unwrap(), level);
        }
        assert_eq!(Level::asked_for(None).unwrap(), here[0]);
        assert_eq!(asked_for("").unwrap(), here[0]);
    }

    #[test]
    fn other_names_are_refused_with_those_that_there_are() {
        let absent = InstructionSet::ALL.iter().filter(|set| !set.is_here()).map(|set| set.name());
        for name in absent.chain(["sse9", "AVX2", " portable", "best"]) {
            let error = asked_for(name).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with("COURSE_SIMD: expected an instruction set of this processor: "), "{text}");
            assert!(text.contains("portable") && text.contains(&format!("found {name}")), "{text}");
            assert_eq!(error.exit_code(), 2);
        }
    }

    #[test]
    fn the_kernels_use_what_the_variable_says() {
        assert_eq!(Level::best().instruction_set().name(), instruction_set().unwrap());
        if let Some(asked) = variable().filter(|value| !value.is_empty()) {
            assert_eq!(asked, Level::best().instruction_set().name());
        }
    }

    #[test]
    fn wider_levels_come_first() {
        let lanes: Vec<_> = Level::all_here().iter().map(|level| level.lanes()).collect();
        assert!(lanes.is_sorted_by(|a, b| a >= b), "{lanes:?}");
    }
}
