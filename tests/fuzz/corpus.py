"""Inputs of the fuzz targets: one zip file for each target in corpus/, as OSS-Fuzz takes them.

  corpus.py unpack TARGET FOLDER    the kept inputs, and those to start from, as files
  corpus.py pack TARGET FOLDER      keeps the files of a folder: the smallest, as many as there is room for
  corpus.py replay TARGET PROGRAM   runs a program on the kept inputs
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).resolve().parent / "corpus"
BYTES_MAX = 200_000  # of a zip file
ENDINGS = [".html", ".md", ".txt", ".jsonl", ".json", ""]  # by the first byte, as in import.cpp


def zip_of(target):
    return KEPT / f"fuzz_{target}_seed_corpus.zip"


def starts(target):
    """Inputs to start from where nothing is kept: the sample collection as files, queries in plain words."""
    if target == "import":
        for path in sorted((ROOT / "seeds").rglob("*")):
            if path.suffix in ENDINGS and path.is_file():
                text = path.read_bytes()[:3000]
                yield bytes([ENDINGS.index(path.suffix)]) + text
                yield bytes([ENDINGS.index("")]) + text
    if target == "queries":
        for number in range(0, 96, 4):
            yield bytes([0, 0] * 4 + [number, number, 6, number, number, 5])
        for query in (b'"oak gall" ink', b"title:card -common", b"date:1910..1930 (pr* OR author:ada)", b"a ((( i"):
            yield bytes([4] * 4 + [100, len(query)]) + query + bytes([7])


def unpack(target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    if zip_of(target).exists():
        with zipfile.ZipFile(zip_of(target)) as kept:
            kept.extractall(folder)
    for data in starts(target):
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(target, folder):
    """The same inputs give the same bytes."""
    inputs = {path.read_bytes() for path in folder.iterdir()}
    room = BYTES_MAX
    KEPT.mkdir(exist_ok=True)
    kept = 0
    with zipfile.ZipFile(zip_of(target), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for data in sorted(inputs, key=lambda data: (len(data), data)):
            entry = zipfile.ZipInfo(hashlib.sha1(data).hexdigest()[:8])
            out.writestr(entry, data, zipfile.ZIP_DEFLATED)
            room -= out.infolist()[-1].compress_size + 92 + 16  # with its two headers
            if room < 0:
                break
            kept += 1
    return kept, len(inputs)


def replay(target, program):
    with tempfile.TemporaryDirectory() as folder:
        unpack(target, Path(folder))
        return subprocess.run([program, folder], check=False).returncode


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("unpack", "pack", "replay"):
        sys.exit(__doc__)
    command, target, what = sys.argv[1:]
    if command == "replay":
        sys.exit(replay(target, what))
    if command == "unpack":
        unpack(target, Path(what))
    else:
        print("%d of %d inputs kept" % pack(target, Path(what)))


if __name__ == "__main__":
    main()
