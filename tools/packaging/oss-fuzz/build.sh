#!/bin/bash -eu
# Builds the fuzz targets with the compiler and the flags that OSS-Fuzz gives ($CC $CXX $CXXFLAGS $LIB_FUZZING_ENGINE)
# and puts them into $OUT, each with the inputs that campaigns kept and with the shared libraries that it needs.
# The libraries of the packer are the system's, which know libstdc++.
root=${SRC:+$SRC/satchel}
root=${root:-$(git rev-parse --show-toplevel)}
export CXXFLAGS="${CXXFLAGS//-stdlib=libc++/}"
build=${WORK:-$root/build}/oss-fuzz
cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=None -DSATCHEL_TOOL=OFF -DSATCHEL_FUZZ=ON \
  -DSATCHEL_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" -DCMAKE_BUILD_RPATH='$ORIGIN/lib' -DCMAKE_BUILD_RPATH_USE_ORIGIN=ON
cmake --build "$build" -j"$(nproc)" --target fuzz
mkdir -p "$OUT/lib"
for program in "$build"/tests/fuzz/fuzz_*; do
  if [ ! -x "$program" ] || [ -d "$program" ] || [[ $program == *fuzz_seeds ]]; then continue; fi
  cp "$program" "$OUT/"
  ldd "$program" | awk '$3 ~ "^/" { print $3 }' | grep -vE '/(libc|libm|libdl|libpthread|librt)\.so' |
    xargs -r cp -Lt "$OUT/lib"
done
for program in "$OUT"/fuzz_*; do
  target=$(basename "$program")
  [[ $target == *.zip ]] && continue
  inputs=$(mktemp -d)
  python3 "$root/tests/fuzz/corpus.py" unpack "${target#fuzz_}" "$inputs"
  (cd "$inputs" && find . -type f | python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as out:
    for name in sorted(sys.stdin.read().split()):
        out.write(name)' "${program}_seed_corpus.zip")
done
