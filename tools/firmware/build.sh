#!/bin/sh
# Builds the shell: build.sh board|board32|board16|host|sanitize|armhf|s390x FOLDER INCLUDES...
#
# FOLDER has zstd's source in zstd/ (zstd_source.sh); the program becomes FOLDER/shell-<machine>. INCLUDES are the
# folders with the generated headers and with flatbuffers/.
#   board     Cortex-M3, with 48 KiB of RAM for everything
#   board32   the same with 32 KiB, and a decoder with a smaller table for Huffman codes
#   board16   Cortex-M0, with 16 KiB of RAM for everything: searches, and shows numbers and scores
#   host      this machine, with the system's own libzstd
#   sanitize  this machine, with address and undefined behaviour sanitizers
#   armhf, s390x  static, for qemu-user; undefined behaviour traps
set -eu
here=$(cd "$(dirname "$0")" && pwd)
machine=$1
folder=$2
shift 2
out=$folder/$machine
mkdir -p "$out/include"
# Only these headers of the host: the others are of another machine.
includes="-I$here/../../include"
for include in "$@"; do
  if [ -e "$include/satchel" ]; then
    includes="$includes -isystem $include"
  else
    ln -sfn "$include/flatbuffers" "$out/include/flatbuffers"
  fi
done
includes="$includes -isystem $out/include"
warnings="-Wall -Wextra -Wconversion -Werror -Wno-register"
plain="-std=c++17 -fno-exceptions -fno-rtti -DNDEBUG"
traps="-fsanitize=undefined -fsanitize-undefined-trap-on-error"

# zstd's decoder as a small machine wants it: stock sources, and settings that they offer.
zstd="-DZSTD_DECODER_INTERNAL_BUFFER=64 -DHUF_FORCE_DECOMPRESS_X1 -DZSTD_FORCE_DECOMPRESS_SEQUENCES_SHORT
  -DZSTD_NO_INLINE -DZSTD_STRIP_ERROR_STRINGS -DZSTD_NO_INTRINSICS -DZSTD_LEGACY_SUPPORT=0 -DZSTD_TRACE=0
  -DDYNAMIC_BMI2=0 -DZSTD_DISABLE_ASM -DXXH_NAMESPACE=ZSTD_ -DNDEBUG"
# A copy of it that is changed in one number: a quarter of the table for Huffman codes is enough for all frames that there
# are, which have codes of at most 11 bits, since HUF_FORCE_DECOMPRESS_X1 makes its entries half as long. 12 KiB less.
library=$folder/zstd/lib
if [ "$machine" = board32 ]; then
  rm -rf "$out/zstd"
  mkdir "$out/zstd"
  cp -r "$library/common" "$library/decompress" "$library"/*.h "$out/zstd/"
  library=$out/zstd
  sed -i "s/\(define ZSTD_HUFFDTABLE_CAPACITY_LOG\) 12/\1 10/" "$library/decompress/zstd_decompress_internal.h"
fi
decoder() {  # compiler and flags
  # shellcheck disable=SC2086  # a list of words
  for source in "$here/zstd_decoder.c" "$library/common/xxhash.c"; do
    "$@" $zstd -I"$library" -c "$source" -o "$out/$(basename "$source" .c).o"
  done
  ln -sfn "$library/zstd.h" "$out/include/zstd.h"
  ln -sfn "$library/zstd_errors.h" "$out/include/zstd_errors.h"
  objects="$out/zstd_decoder.o $out/xxhash.o"
}

# shellcheck disable=SC2086  # lists of words
case $machine in
  board | board32 | board16)
    only= cpu=cortex-m3
    case $machine in
      board) ram=49152 stack=${STACK:-3376} ;;  # less of it: to see what follows
      board32) ram=32768 stack=3072 ;;
      board16) ram=16384 stack=2816 cpu=cortex-m0 only=-DSATCHEL_SEARCH_ONLY ;;
    esac
    small="-mcpu=$cpu -mthumb -Os -g -flto -flto-partition=one -ffunction-sections -fdata-sections
      -fno-unwind-tables -fno-asynchronous-unwind-tables -fno-move-loop-invariants -fno-schedule-insns2 -fno-tree-loop-im"
    decoder arm-none-eabi-gcc $small
    arm-none-eabi-g++ $small $plain $warnings $only -fno-threadsafe-statics -fno-use-cxa-atexit $includes \
      -c "$here/board.cpp" -o "$out/board.o"
    arm-none-eabi-g++ $small --specs=nano.specs -nostartfiles -T "$here/board.ld" -Wl,--gc-sections \
      -Wl,--defsym=RAM_USED=$ram -Wl,--defsym=STACK=$stack -Wl,--no-warn-rwx-segments "$out/board.o" $objects \
      -o "$folder/shell-$machine"
    ;;
  host)
    g++ -O2 $plain $warnings $includes "$here/host.cpp" -lzstd -o "$folder/shell-host"
    ;;
  sanitize)
    decoder gcc -O1 -g1
    g++ -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all $plain $warnings $includes "$here/host.cpp" \
      $objects -o "$folder/shell-sanitize"
    ;;
  armhf | s390x)  # 32 bits with the small code of -Os, and big-endian with the fast one
    [ "$machine" = armhf ] && tool=arm-linux-gnueabihf fast=-Os || tool=s390x-linux-gnu fast=-O2
    decoder $tool-gcc $fast
    # As much memory for the reader as a board has that goes by the same budget.
    $tool-g++ $fast $traps -DSATCHEL_WORKSPACE=44032 -static -D_FILE_OFFSET_BITS=64 $plain $warnings $includes "$here/host.cpp" $objects \
      -o "$folder/shell-$machine"
    ;;
  *)
    echo "build.sh: no machine $machine" >&2
    exit 2
    ;;
esac
