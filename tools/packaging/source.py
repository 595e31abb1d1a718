#!/usr/bin/env python3
"""Makes the source tarball: the same bytes wherever, whenever and by whomever it is made.

Of a git work tree it takes what the last commit has. An unpacked tarball makes itself again, from its list MANIFEST,
unless a file was changed. Times are those of the commit, or SOURCE_DATE_EPOCH.

  python3 tools/packaging/source.py                    # satchel-VERSION.tar.gz, here
  python3 tools/packaging/source.py -o - | tar -tz     # what is in it
"""

import argparse
import gzip
import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = "MANIFEST"


def fail(why):
    sys.exit(f"source: {why}")


def git(*arguments):
    # The user's settings must not change line ends.
    command = ["git", "-C", ROOT, "-c", "core.autocrlf=false", "-c", "core.eol=lf", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        fail("a git work tree needs git, which is not installed")
    if done.returncode:
        fail(done.stderr.decode(errors="replace").strip())
    return done.stdout


def committed():
    """Seconds since 1970, and of each file its content and whether it can be run."""
    if git("status", "--porcelain", "--untracked-files=no"):
        print("source: changes that are not committed are left out", file=sys.stderr)
    with tarfile.open(fileobj=io.BytesIO(git("archive", "--format=tar", "HEAD"))) as tar:
        members = [member for member in tar if not member.isdir()]
        if strange := [member.name for member in members if not member.isreg()]:
            fail(f"neither a file nor a folder: {strange[0]}")
        return members[0].mtime, {m.name: (tar.extractfile(m).read(), bool(m.mode & 0o100)) for m in members}


def listed():
    """The same of an unpacked tarball."""
    if not (ROOT / MANIFEST).exists():
        fail(f"{ROOT} is neither a git work tree nor an unpacked source tarball")
    first, *lines = (ROOT / MANIFEST).read_text(encoding="utf-8").splitlines()
    files = {}
    for line in lines:
        digest, name = line.split("  ", 1)
        path = ROOT / name
        if not path.exists():
            fail(f"{name} is missing; unpack the tarball again")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            fail(f"{name} is not what {MANIFEST} says; unpack the tarball again, or publish changes from git")
        files[name] = content, bool(path.stat().st_mode & 0o100)
    return int(first.split()[-1]), files


def manifest(seconds, files):
    """As `sha256sum -c` takes it."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, (content, _) in sorted(files.items())]
    return f"# sha256 of each file; seconds of the commit: {seconds}\n{''.join(lines)}".encode()


def tarball(folder, seconds, files):
    target = io.BytesIO()
    with (gzip.GzipFile(filename="", fileobj=target, mode="wb", compresslevel=9, mtime=0) as packed,
          tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar):
        for name, (content, runs) in sorted(files.items()):
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size, member.mtime, member.mode = len(content), seconds, 0o755 if runs else 0o644
            member.uname = member.gname = "root"
            tar.addfile(member, io.BytesIO(content))
    return target.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", metavar="FILE", help="where it goes, - for standard output")
    output = parser.parse_args().o
    seconds, files = committed() if (ROOT / ".git").exists() else listed()
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", seconds))
    files[MANIFEST] = manifest(seconds, files), False
    version = re.search(rb"project\(satchel VERSION ([0-9.]+)", files["CMakeLists.txt"][0]).group(1).decode()
    folder = f"satchel-{version}"
    content = tarball(folder, seconds, files)
    if output == "-":
        sys.stdout.buffer.write(content)
        return
    path = Path(output or f"{folder}.tar.gz")
    try:
        path.write_bytes(content)
    except OSError as e:
        fail(f"{path}: {e.strerror}")
    print(f"{hashlib.sha256(content).hexdigest()}  {path}")


if __name__ == "__main__":
    main()
