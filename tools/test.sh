#!/bin/sh
# All tests: installs what is missing, builds twice (optimised, and with sanitizers), runs everything. With --long also
# what takes hours: every failing allocation, thousands of hostile archives, valgrind.
set -eu
case ${1:-} in
  "") configuration=daily seconds=1200 ;;
  --long) configuration=long seconds=7200 ;;
  *) echo "usage: test.sh [--long]" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/.."

sh tools/setup.sh test
jobs=$(nproc)

echo "== formatting"
# shellcheck disable=SC2046  # file names without blanks
clang-format --dry-run --Werror $(git ls-files '*.hpp' '*.cpp' '*.h' 2>/dev/null || find include src tools tests \
  -name '*.hpp' -o -name '*.cpp' -o -name)

for kind in release sanitize; do
  echo "== $kind"
  mkdir -p build
  cmake --preset "$kind" >"build/$kind.log" 2>&1 || { cat "build/$kind.log" >&2; exit 1; }
  cmake --build --preset "$kind" -j"$jobs" >>"build/$kind.log" 2>&1 || { cat "build/$kind.log" >&2; exit 1; }
  ctest --preset "$kind" -C "$configuration" -j"$jobs" --timeout "$seconds"
done
