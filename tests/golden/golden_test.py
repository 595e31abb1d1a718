"""The worked example of schema/SPEC.md is a real archive: made again, dumped again, compared.

    golden_test.py [--update]     --update writes the dump into SPEC.md
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ.get("SATCHEL_ROOT", Path(__file__).resolve().parents[2]))
SPEC = ROOT / "schema" / "SPEC.md"
BEGIN, END = "<!-- hexdump begin -->\n", "<!-- hexdump end -->\n"
HEAD = [(8, "magic"), (2, "version"), (2, "reserved"), (4, "must_understand"), (4, "may_ignore"),
        (4, "directory_size"), (8, "directory_offset"), (8, "file_size"), (4, "directory_crc"), (4, "reserved"),
        (4, "reserved"), (4, "head_crc")]


def dump(data, offset, label):
    """Sixteen bytes a line; the label stands on the first. Runs of zero lines are told, not shown."""
    skipped = 0
    for at in range(0, len(data), 16):
        line = data[at:at + 16]
        if at > 0 and not any(line) and at + 16 < len(data):
            skipped += 16
            continue
        if skipped:
            yield f"          ({skipped} zero bytes)"
            skipped = 0
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in line)
        yield f"{offset + at:08x}  {line.hex(' '):47}  {text:16}  {label if at == 0 else ''}".rstrip()


def frames(data):
    """(offset, size, header size, skippable) of each frame; compressed ones by walking over their blocks (RFC 8878)."""
    at = 0
    while at < len(data):
        magic, = struct.unpack_from("<I", data, at)
        if magic & 0xFFFFFFF0 == 0x184D2A50:
            size = 8 + struct.unpack_from("<I", data, at + 4)[0]
            yield at, size, 8, True
        else:
            descriptor = data[at + 4]
            single = descriptor >> 5 & 1
            header = 5 + (1 - single) + (0, 1, 2, 4)[descriptor & 3] + ((single, 2, 4, 8)[descriptor >> 6])
            end = at + header
            last = False
            while not last:
                block = int.from_bytes(data[end:end + 3], "little")
                last = bool(block & 1)
                end += 3 + (1 if block >> 1 & 3 == 1 else block >> 3)
            end += 4 if descriptor & 4 else 0
            size = end - at
            yield at, size, header, False
        at += size


def compressed_names(facts):
    """What the compressed frames hold, in their order."""
    yield from ["words"] if facts["word_bytes"] else []
    yield from (f"block {number}" for number in range(facts["blocks"]))
    yield from (f"catalog {number}" for number in range(facts["catalogs"]))


def lines(data, names, page_size):
    for at, size, header, skippable in frames(data):
        if not skippable:
            name = next(names)
            yield from dump(data[at:at + size], at, f"{name}: a compressed frame")
            content = subprocess.run(["zstd", "-dcq"], input=data[at:at + size], stdout=subprocess.PIPE,
                                     check=True).stdout
            yield "          which decompresses to the FlatBuffer"
            yield from ("  " + line for line in dump(content, 0, name))
            continue
        yield from dump(data[at:at + header], at, f"skippable frame of {size - header} bytes")
        body = at + header
        if at == 0:
            for width, field in HEAD:
                yield from dump(data[body:body + width], body, field)
                body += width
        elif at + size == len(data):
            yield from dump(data[body:at + size], body, "directory: a FlatBuffer")
        elif (at + header) % page_size == 0:
            for page, start in enumerate(range(body, at + size, page_size)):
                yield from dump(data[start:start + page_size - 4], start, f"page {page}: payload")
                yield from dump(data[start + page_size - 4:start + page_size], start + page_size - 4, "its CRC-32")
        else:
            yield from dump(data[body:at + size], body, "padding")


def made():
    with tempfile.TemporaryDirectory() as directory:
        archive = Path(directory) / "tiny.satchel"
        tool = os.environ["SATCHEL_TOOL"]
        subprocess.run([tool, "pack", ROOT / "tests" / "golden" / "tiny.jsonl", "-o", archive,
                        "--page", "512", "--quiet"], check=True)
        facts = json.loads(subprocess.run([tool, "info", archive, "--json"], stdout=subprocess.PIPE, check=True).stdout)
        data = archive.read_bytes()
    assert not facts["dictionary_bytes"], "the worked example shows no dictionary"
    return "```\n" + "\n".join(lines(data, compressed_names(facts), facts["page_bytes"])) + "\n```\n"


def without_compressed(text):
    """The dump without the bytes that another version of zstd may choose differently, and what depends on them."""
    kept, inside = [], False
    for line in text.splitlines():
        if "a compressed frame" in line:
            inside = True
        if line.startswith("          which"):
            inside = False
        if not inside and (line.startswith("   ") or "FlatBuffer" in line):
            kept.append(line)
    return kept


def main():
    spec = SPEC.read_text(encoding="utf-8")
    before, rest = spec.split(BEGIN)
    written, after = rest.split(END)
    fresh = made()
    if "--update" in sys.argv:
        SPEC.write_text(before + BEGIN + fresh + END + after, encoding="utf-8")
        return 0
    if written == fresh:
        print("the worked example is what the packer writes")
        return 0
    if without_compressed(written) == without_compressed(fresh):
        print("the worked example agrees but for compressed bytes: this zstd makes others")
        return 0
    for number, (old, new) in enumerate(zip(written.splitlines(), fresh.splitlines())):
        if old != new:
            print(f"line {number} of the worked example differs\n  SPEC.md: {old}\n  packer:  {new}")
            break
    print("run tests/golden/golden_test.py --update when the format was meant to change")
    return 1


if __name__ == "__main__":
    sys.exit(main())
