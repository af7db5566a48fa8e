#!/usr/bin/env bash
# Trains lesson 3's network on Fashion-MNIST for many epochs, and looks at the memory of the program (RSS) after each: it must
# not grow. Linux only.
#
#   tests/soak.sh        100 epochs, some minutes
#   tests/soak.sh 20     20 epochs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
epochs=${1-100}
program=${CARGO_TARGET_DIR:-target}/debug/lesson03_mlp
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --quiet -p lesson03_mlp
mkfifo "$scratch/output"
"$program" clothes --epochs "$epochs" --out-dir "$scratch" >"$scratch/output" &
pid=$!

epoch=0
while IFS= read -r line; do
  [[ $line =~ ^Epoch\ +([0-9]+)/ ]] || continue
  epoch=${BASH_REMATCH[1]}
  memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")
  # The first epochs still grow: buffers of the last batch, of the validation, of the allocator.
  [ "$epoch" != 3 ] || early=$memory
  if [ "$epoch" -le 3 ] || [ $((epoch % 10)) = 0 ]; then printf 'epoch %4d  %d kB\n' "$epoch" "$memory"; fi
  last=$memory
done <"$scratch/output"
wait "$pid"

[ "$epoch" = "$epochs" ] || { echo "soak: expected $epochs epochs, found $epoch" >&2; exit 1; }
[ "$last" -le $((early + early / 50)) ] || { echo "soak: expected at most 2 % more than $early kB, found $last kB" >&2; exit 1; }
