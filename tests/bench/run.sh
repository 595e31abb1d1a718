#!/bin/sh
# The benchmark, from nothing: installs what is missing, builds in build/bench, measures, prints Markdown.
#   sh tests/bench/run.sh CORPUS.jsonl[.zst] ... [OPTION...]      (run.py --help tells the options)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

sh "$root/tools/setup.sh" bench
mkdir -p "$root/build"
log=$root/build/bench.log
echo "bench: building (some minutes) ..." >&2
build() {
  cmake -S "$root/tests/bench" -B "$root/build/bench" -DCMAKE_BUILD_TYPE=Release &&
    cmake --build "$root/build/bench" -j"$(nproc)"
}
build >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
if [ "${1:-}" = --scale ]; then
  shift
  exec python3 "$root/tests/bench/scale.py" "$@"
fi
exec python3 "$root/tests/bench/run.py" "$@"
