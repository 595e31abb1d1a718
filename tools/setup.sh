#!/bin/sh
# Installs what is missing to build Satchel; with the argument "test", to test it too; with "firmware", to build and run
# its firmware; with "mutation", to see what its tests notice; with "bench", to compare it; with "debian", to make Debian
# packages and try them.
# Debian and its relatives; elsewhere it names what to install.
set -eu

build="g++ cmake make pkg-config libzstd-dev zstd libflatbuffers-dev flatbuffers-compiler libutf8proc-dev \
libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libcmark-dev libgumbo-dev libxxhash-dev \
libstemmer-dev libcld2-dev libsodium-dev help2man"
firmware="python3 gcc-arm-none-eabi libstdc++-arm-none-eabi-newlib dpkg-dev qemu-system-arm qemu-user \
g++-arm-linux-gnueabihf g++-s390x-linux-gnu"
test="doctest-dev python3 python3-clang less locales clang libclang-rt-dev llvm clang-format file git mandoc minisign \
ninja-build strace unicode-data valgrind $firmware"
debian="dpkg-dev file lintian debootstrap"
bench="python3 valgrind libsqlite3-dev libxapian-dev libzim-dev liblucene8-java libgoogle-gson-java default-jdk-headless"

case ${1:-} in
  test) wanted="$build $test" ;;
  firmware) wanted="$build $firmware" ;;
  mutation) wanted="$build $test" ;;
  debian) wanted="$build $debian" ;;
  bench) wanted="$build $bench" ;;
  *) wanted=$build ;;
esac

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
  echo "setup: this system has no apt; please install the counterparts of these Debian packages:" >&2
  echo "  $wanted" >&2
  exit 0
fi

missing=
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "setup: not root and no sudo; please install:$missing" >&2
    exit 1
  fi
  as_root=sudo
fi
echo "setup: installing$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086  # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
