"""Inputs of the fuzz targets: one file for each target in corpus/, all its inputs with their lengths, compressed as one.

  corpus.py unpack TARGET FOLDER    the kept inputs, and those to start from, as files
  corpus.py pack TARGET FOLDER      keeps the files of a folder: the smallest, as many as there is room for
  corpus.py replay TARGET PROGRAM   runs a program on the kept inputs
"""

import hashlib
import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).resolve().parent / "corpus"
BYTES_MAX = 200_000  # of a target's file
SAME = {"single_header": "raw"}  # takes the inputs of another target
SOME_CALLS = b"\x0c\x25\x04ink \x01\x01\x01\xff\x04\x78\x01\x01\x04iron\x0a\x0b\x09\x00\x01o\x32\x07\x01\x01\x00"  # calls.hpp
ENDINGS = [".html", ".md", ".txt", ".jsonl", ".json", ""]  # by the first byte, as in import.cpp


def file_of(target):
    return KEPT / f"{SAME.get(target, target)}.xz"


def kept(target):
    data = lzma.decompress(file_of(target).read_bytes()) if file_of(target).exists() else b""
    while data:
        size = int.from_bytes(data[:4], "little")
        yield data[4:4 + size]
        data = data[4 + size:]


def starts(target):
    """Inputs to start from where nothing is kept: the sample collection as files, queries in plain words."""
    if target == "import":
        for path in sorted((ROOT / "seeds").rglob("*")):
            if path.suffix in ENDINGS and path.is_file():
                text = path.read_bytes()[:3000]
                yield bytes([ENDINGS.index(path.suffix)]) + text
                yield bytes([ENDINGS.index("")]) + text
    if target == "round_trip":  # any text makes articles
        for number, path in enumerate(sorted((ROOT / "seeds").rglob("*.md"))):
            yield bytes([number, number * 5 % 32]) + path.read_bytes()[:400]
    if target == "merge":
        for number in range(0, 96, 5):
            yield bytes([number, number % 4 * 4, *range(number, number + 12)])
    if target == "signed":  # intact, and with a changed byte in the text, the tree and the record
        for number in range(0, 256, 3):
            change = [b"", b"\xb0\x00\x80\x01", b"\xb1\x02\x99\x01", b"\x41\x01", b"\xb1\x01\xa1\x01"][number % 5]
            yield bytes([number % 4, number, len(change)]) + change + b"\0" + SOME_CALLS
            yield bytes([208 + number % 48, number, len(change)]) + change + b"\0\3ink"
        yield bytes([192, 0, 0, 0, 1]) + b"untrusted comment: a key\n" + b"RWQ" + b"A" * 53 + b"\n"
        yield bytes([192, 0, 0, 0, 0]) + bytes(range(32))
    if target == "queries":
        for number in range(0, 96, 4):
            yield bytes([0, 0] * 4 + [number, number, 6, number, number, 5])
        for query in (b'"oak gall" ink', b"title:card -common", b"date:1910..1930 (pr* OR author:ada)", b"a ((( i"):
            yield bytes([4] * 4 + [100, len(query)]) + query + bytes([7])


def unpack(target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for data in [*kept(target), *starts(target)]:
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(target, folder):
    """The same inputs give the same bytes."""
    inputs = sorted({path.read_bytes() for path in folder.iterdir()}, key=lambda data: (len(data), data))
    if target in SAME or not inputs:
        return 0, len(inputs)
    room = len(inputs)
    while True:
        data = lzma.compress(b"".join(len(i).to_bytes(4, "little") + i for i in inputs[:room]), preset=9)
        if len(data) <= BYTES_MAX:
            break
        room = room * 9 // 10
    KEPT.mkdir(exist_ok=True)
    file_of(target).write_bytes(data)
    return room, len(inputs)


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
