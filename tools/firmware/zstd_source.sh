#!/bin/sh
# Fetches zstd's source, as Debian has it, into FOLDER/zstd: zstd_source.sh FOLDER
#
# The system's own package sources are asked, with lists and settings of our own below FOLDER, so that the system's stay
# as they are.
set -eu
[ $# -eq 1 ] || { echo "usage: zstd_source.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
[ ! -e "$folder/zstd/lib/zstd.h" ] || exit 0
command -v apt-get >/dev/null 2>&1 && command -v dpkg-source >/dev/null 2>&1 || {
  echo "zstd_source.sh: needs apt and dpkg-dev; elsewhere put zstd's source into $folder/zstd" >&2
  exit 1
}

apt=$folder/apt
rm -rf "$apt" "$folder/unpack"
mkdir -p "$apt/sources" "$apt/lists/partial" "$apt/cache/archives/partial" "$folder/unpack"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -e "$file" ] || sed -n 's/^deb\([[:blank:]]\)/deb-src\1/p' "$file" >"$apt/sources/$(basename "$file" .list).list"
done
for file in /etc/apt/sources.list.d/*.sources; do
  [ ! -e "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" >"$apt/sources/$(basename "$file")"
done
own="-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$apt/sources -o Dir::State::lists=$apt/lists
  -o Dir::Cache=$apt/cache -o APT::Sandbox::User="
cd "$folder/unpack"
# shellcheck disable=SC2086  # a list of words
{
  apt-get -qq $own update
  # The newest that can be had: a mirror may list one that it does not have.
  apt-get -qq $own source libzstd ||
    for version in $(apt-cache $own showsrc libzstd | sed -n 's/^Version: //p' | sort -rV); do
      ! apt-get -qq $own source "libzstd=$version" || break
    done
  ls "$folder"/unpack/*zstd-*/lib/zstd.h
} >"$folder/zstd_source.log" 2>&1 || { cat "$folder/zstd_source.log" >&2; exit 1; }
for unpacked in "$folder"/unpack/*zstd-*/lib/zstd.h; do
  mv "${unpacked%/lib/zstd.h}" "$folder/zstd"
done
rm -rf "$apt" "$folder/unpack"
[ -e "$folder/zstd/lib/zstd.h" ]
