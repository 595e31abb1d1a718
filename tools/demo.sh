#!/bin/sh
# From nothing to a searched archive: installs what is missing, builds, packs the sample collection, searches it.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n$ %s\n' "$*"; }
run() {
  say satchel "$@"
  "$satchel" "$@"
}

sh tools/setup.sh
echo "Building (a minute or two) ..."
mkdir -p build
cmake -S . -B build/demo -DCMAKE_BUILD_TYPE=Release >build/demo.log 2>&1 || { cat build/demo.log >&2; exit 1; }
cmake --build build/demo -j"$(nproc)" >>build/demo.log 2>&1 || { cat build/demo.log >&2; exit 1; }
satchel=build/demo/tools/satchel/satchel

run pack seeds/ -o build/demo/seeds.satchel --name "A short history of the book"
run info build/demo/seeds.satchel
run search build/demo/seeds.satchel 'movable type' -n 3
run search build/demo/seeds.satchel '"posting list" OR tag:libraries' -n 3
run complete build/demo/seeds.satchel the
run read build/demo/seeds.satchel posting-list
echo
echo "The archive is build/demo/seeds.satchel, the program $satchel. Try: $satchel search build/demo/seeds.satchel печать"
