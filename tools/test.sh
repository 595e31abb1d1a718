#!/bin/sh
# All tests: installs what is missing, looks at the sources, builds twice (optimised by GCC, and by Clang with sanitizers),
# runs every test in one of the builds, and says what was skipped. With --long it runs them in both, and what takes hours:
# every failing allocation, thousands of hostile archives, valgrind.
set -eu
case ${1:-} in
  "") configuration=daily seconds=1200 repeat=OFF ;;
  --long) configuration=long seconds=7200 repeat=ON; export SATCHEL_LONG=1 ;;
  *) echo "usage: test.sh [--long]" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/.."

sh tools/setup.sh test
jobs=$(nproc)
mkdir -p build

echo "== sources"
# shellcheck disable=SC2046  # file names without blanks
clang-format --dry-run --Werror $(git ls-files '*.hpp' '*.cpp' '*.h' 2>/dev/null || find include src tools tests \
  -name '*.hpp' -o -name '*.cpp')
for test in floor_plan skipped; do
  python3 "tests/${test}_test.py" 2>"build/$test.log" || { cat "build/$test.log" >&2; exit 1; }
done

for kind in release sanitize; do
  echo "== $kind"
  cmake --preset "$kind" -DSATCHEL_REPEAT=$repeat >"build/$kind.log" 2>&1 || { cat "build/$kind.log" >&2; exit 1; }
  cmake --build --preset "$kind" -j"$jobs" >>"build/$kind.log" 2>&1 || { cat "build/$kind.log" >&2; exit 1; }
  ctest --preset "$kind" -C "$configuration" -j"$jobs" --timeout "$seconds"
done

echo "== skipped"
python3 tests/skipped.py build/release build/sanitize
