#!/bin/sh
# Makes the Debian packages in build/debian, and tries them in a new Debian where nothing of Satchel is: installs them
# with apt, packs and searches with the tool, builds programs against the library. Needs root, and a mirror of Debian,
# which is the one that this machine uses. Takes some minutes, and 1 GB in TMPDIR.
set -eu
cd "$(dirname "$0")/../.."
suite=bookworm

if [ "$(id -u)" -ne 0 ]; then
  echo "debian.sh: only root can make a chroot" >&2
  exit 2
fi
sh tools/setup.sh debian
mirror=$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" | head -n 1)
if [ -z "$mirror" ]; then
  echo "debian.sh: apt knows no mirror; name one in /etc/apt/sources.list" >&2
  exit 2
fi

echo "== packages"
build=build/debian
CXXFLAGS=$(dpkg-buildflags --get CXXFLAGS) LDFLAGS=$(dpkg-buildflags --get LDFLAGS)
CPPFLAGS=$(dpkg-buildflags --get CPPFLAGS)
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_CXX_FLAGS="$CXXFLAGS $CPPFLAGS" \
  -DCMAKE_EXE_LINKER_FLAGS="$LDFLAGS" -DCMAKE_SHARED_LINKER_FLAGS="$LDFLAGS" >/dev/null
cmake --build "$build" -j"$(nproc)"
rm -f "$build"/*.deb
(cd "$build" && cpack >/dev/null)
ls -l "$build"/*.deb

echo "== lintian"
# Whoever gave no address has none that lintian takes, and no bug that asks for the packages.
lintian --allow-root --fail-on error \
  --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs "$build"/*.deb

echo "== a new $suite"
root=$(mktemp -d)
# shellcheck disable=SC2317  # the trap calls it
clean() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap clean EXIT
trap 'exit 1' INT TERM
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
rm "$root.log"
mount -t proc proc "$root/proc"
mkdir "$root/try"
cp "$build"/*.deb "$root/try"
cp -r seeds tests/install/consumer tests/install/c_example "$root/try"
in_root() {
  chroot "$root" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
    sh -euc "cd /try; $1"
}
apt_get() { in_root "apt-get -y -qq $1" >"$root/apt.log" 2>&1 || { tail -n 20 "$root/apt.log" >&2; exit 1; }; }
apt_get update

echo "== the tool, alone"
apt_get "install --no-install-recommends ./satchel_*.deb"
in_root "satchel --version
satchel pack seeds -o seeds.satchel --quiet
satchel search seeds.satchel '\"posting list\"' -n 1"

echo "== the libraries"
apt_get "install ./libsatchel0_*.deb ./libsatchel-dev_*.deb"
apt_get "install --no-install-recommends g++ cmake make"
# shellcheck disable=SC2016  # the shell inside expands it
in_root '
cc -std=c99 c_example/main.c -o shared $(pkg-config --cflags --libs satchel)
ldd shared | grep libsatchel.so.0
cc -std=c99 c_example/main.c -o static -static $(pkg-config --static --cflags --libs satchel)
for program in reader packer c c_static; do
  cmake -S consumer -B "$program" -DROUTE=find_package -DPROGRAM="$program" >/dev/null
  cmake --build "$program" >/dev/null
done
for program in shared static reader/consumer c/consumer c_static/consumer; do
  echo "$program:"
  ./$program seeds.satchel "\"posting list\"" >found
  grep -m 1 "posting list" found
done
packer/consumer letters.satchel'

echo "== gone without a trace"
apt_get "purge satchel libsatchel0 libsatchel-dev"
in_root '! find / -xdev -path /try -prune -o -path /proc -prune -o -name "*satchel*" -print | grep .'
echo "the packages work"
