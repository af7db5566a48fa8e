#!/usr/bin/env bash
# Runs the tests of the unsafe code under Miri, which interprets them. It finds what valgrind does not look for: a pointer that is
# used beyond its slice, though within the same memory, or after another borrow has ended its own (the rules are called
# Stacked Borrows), and data races. It needs a nightly toolchain:
#
#   rustup toolchain install nightly --component miri --component rust-src
#
#   tests/miri.sh        the kernels once, the team of threads with 8 orders of their steps
#   tests/miri.sh 64     64 orders
#
# Miri has no vectors of a processor: the kernels work with plain arrays, through the same pointers. It is slow, so tests try fewer
# sizes there: see `sizes` and `is_affordable` in shared/src/kernels/twin.rs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
orders=${1-8}

miri=(cargo miri)
"${miri[@]}" --version >/dev/null 2>&1 || miri=(cargo +nightly miri)
"${miri[@]}" --version || { echo "miri: expected a nightly toolchain with Miri, found none" >&2; exit 1; }

# One target, on whatever computer. The tests compare bits: Miri would otherwise choose those of a NaN at random.
export COURSE_SIMD=portable
flags="-Zmiri-env-forward=COURSE_SIMD -Zmiri-deterministic-floats ${MIRIFLAGS-}"
interpret() {
  MIRIFLAGS="$flags $1" "${miri[@]}" test --target x86_64-unknown-linux-gnu -p shared --lib -- "${@:2}"
}

kernels=(block conv2d edges::convolutions edges::pools edges::products fetch_ahead gemm multiversion peak pool2d resample
  scratch simd thin weight_adam)
# Too much work for an interpreter; the other tests walk through the same loops.
left_out=(the_number_of_threads the_error_is_small of_the_networks an_output_that_sees_only_zeros limits_of_arrays)
interpret '' "${kernels[@]/#/kernels::}" "${left_out[@]/#/--skip=}"
interpret "-Zmiri-many-seeds=0..$orders" kernels::team
