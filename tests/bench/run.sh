#!/bin/sh
# The benchmark, from nothing: installs what is missing, builds in build/bench, measures, prints Markdown.
#   sh tests/bench/run.sh CORPUS.jsonl[.zst] ... [OPTION...]      (run.py --help tells the options)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

sh "$root/tools/setup.sh" bench
mkdir -p "$root/build"
log=$root/build/bench.log
echo "bench: building (some minutes) ..." >&2
build() { # FOLDER HARDENED TARGET
  {
    cmake -S "$root/tests/bench" -B "$1" -DCMAKE_BUILD_TYPE=Release -DSATCHEL_HARDEN="$2" &&
      cmake --build "$1" -j"$(nproc)" --target "$3"
  } >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
}
bench=$root/build/bench
if [ "${1:-}" = --hardening ]; then
  shift
  build "$bench" ON satchel_tool
  build "$bench-plain" OFF satchel_tool
  exec python3 "$root/tests/bench/hardening.py" --hardened "$bench/bin/satchel" --plain "$bench-plain/bin/satchel" "$@"
fi
build "$bench" ON all
if [ "${1:-}" = --scale ]; then
  shift
  exec python3 "$root/tests/bench/scale.py" "$@"
fi
exec python3 "$root/tests/bench/run.py" "$@"
