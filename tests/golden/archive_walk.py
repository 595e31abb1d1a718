"""Walks over a small archive and names every byte of it, as a dump for people and as parts to compare."""

import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from flat_walk import FlatWalk, Schema  # noqa: E402
from term_tree import INLINE_RADIX  # noqa: E402
from zstd_frames import walk_frames  # noqa: E402

SCHEMA = Schema(ROOT / "schema" / "satchel.fbs")
COMPRESSED = "a compressed frame"
PADDING = "padding before the pages"


class Part(NamedTuple):
    """Some bytes of the file or, where `inner`, of what a compressed frame holds."""

    offset: int
    data: bytes
    label: str
    inner: bool = False


def _varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return value, at


def _node(data, base):
    """The parts of a node of the term dictionary; base: where its payload is."""
    count, level, pointer = struct.unpack_from("<HHQ", data)
    named = [(2, f"entries: {count}"), (2, f"level: {level}"),
             (8, f"first child: page {pointer}" if level else f"base address: {pointer}")]
    at = 0
    for size, label in named:
        yield base + at, size, label
        at += size
    key, address = b"", pointer
    for _ in range(count):
        start = at
        shared, rest = data[at] & 15, data[at] >> 4
        at += 1
        if shared == 15:
            shared, at = _varint(data, at)
        if rest == 15:
            rest, at = _varint(data, at)
        key = key[:shared] + data[at:at + rest]
        at += rest
        yield base + start, at - start, f"s {shared}, n {rest}: key {key.decode()!r}"
        if level:
            continue
        start = at
        value, at = _varint(data, at)
        if value & 1:
            df, size = (value >> 1) // INLINE_RADIX + 1, (value >> 1) % INLINE_RADIX
            yield base + start, at - start, f"  v {value}: inlined, df {df}, {size} bytes"
            if size:
                yield base + at, size, "  its list"
            at += size
        else:
            address += (value >> 2) ^ -(value >> 1 & 1)
            yield base + start, at - start, f"  v {value}: at address {address}"
    if at < len(data):
        yield base + at, len(data) - at, "not used"


def _sections(archive):
    """What lies in the pages, as (address, size, label)."""
    size = archive.region.payload_size
    for section, name in archive.sections():
        if section.size:
            yield section.start, section.size, f"section {name}"
    tree = archive.tree
    for page in range(tree.first_leaf, tree.first_leaf + tree.leaf_count):
        yield from _node(archive.region.payload(page), page * size)


def _pages(archive):
    """The parts of all pages. None of the sections of so small an archive crosses from one page to the next."""
    region, data = archive.region, archive.data
    parts = sorted(_sections(archive))
    for page in range(region.page_count):
        at, end = page * region.payload_size, (page + 1) * region.payload_size
        offset = region.page_offset(page) - at
        inside = [part for part in parts if at <= part[0] < end]
        for number, (start, size, label) in enumerate([*inside, (end, 0, "")]):
            if start > at:
                yield Part(offset + at, data[offset + at:offset + start], "not used")
            if size:
                yield Part(offset + start, data[offset + start:offset + start + size], label)
            at = start + size
        yield Part(offset + end, data[offset + end:offset + end + 4], f"CRC-32 of page {page}")


def _flat(offset, buffer, root, inner=False):
    for start, size, label in FlatWalk(SCHEMA, buffer, root).items():
        if label == "  bytes of TermTree.root":
            for at, length, name in _node(buffer[start:start + size], start):
                yield Part(offset + at, buffer[at:at + length], f"  root, {name}")
            continue
        yield Part(offset + start, buffer[start:start + size], label, inner)


def _head(offset, data):
    for name, at, code in SCHEMA.layout("Head")[0]:
        raw = data[offset + at:offset + at + struct.calcsize("<" + code)]
        value, = struct.unpack("<" + code, raw)
        yield Part(offset + at, raw, f"Head.{name}: " + (f"{value:#x}" if "crc" in name or name == "magic" else str(value)))


def parts(archive):
    """All parts of an archive, in order; of compressed frames also what they hold."""
    data = archive.data
    names = [f"block {number}" for number in range(archive.blocks_count)]
    names = iter(names + [f"catalog {number}" for number in range(archive.catalogs_count)])
    frames = list(walk_frames(data))
    for frame in frames:
        if frame.compressed:
            name = next(names)
            raw = data[frame.offset:frame.end]
            yield Part(frame.offset, raw, f"{name}: {COMPRESSED}")
            content = subprocess.run(["zstd", "-dcq"], input=raw, stdout=subprocess.PIPE, check=True).stdout
            yield from _flat(0, content, name.split()[0].capitalize(), inner=True)
            continue
        yield Part(frame.offset, data[frame.offset:frame.content], f"skippable frame: {frame.content_size} bytes")
        if frame is frames[0]:
            yield from _head(frame.content, data)
        elif frame is frames[-1]:
            start = archive.directory_offset
            if start > frame.content:
                yield Part(frame.content, data[frame.content:start], "padding before the directory")
            yield from _flat(start, data[start:frame.end], "Directory")
        elif frame.content == archive.region.offset:
            yield from _pages(archive)
        else:
            yield Part(frame.content, data[frame.content:frame.end], PADDING)


def _lines(part):
    """Sixteen bytes a line; the label stands on the first. Runs of zero lines are told, not shown."""
    indent, skipped = "  " if part.inner else "", 0
    for at in range(0, len(part.data), 16):
        line = part.data[at:at + 16]
        if at > 0 and not any(line) and at + 16 < len(part.data):
            skipped += 16
            continue
        if skipped:
            yield f"{indent}          ({skipped} zero bytes)"
            skipped = 0
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in line)
        label = part.label if at == 0 else ""
        yield f"{indent}{part.offset + at:08x}  {line.hex(' '):47}  {text:16}  {label}".rstrip()


def dump(archive):
    """The lines of the dump."""
    inner = False
    for part in parts(archive):
        if part.inner and not inner:
            yield "          which decompresses to the FlatBuffer"
        inner = part.inner
        yield from _lines(part)


def bytes_of(lines):
    """The file that a dump shows."""
    out = bytearray()
    for line in lines:
        if line.startswith("          (") and line.endswith(" zero bytes)"):
            out += bytes(int(line.split("(")[1].split()[0]))
        elif line[:1] not in (" ", ""):
            out += bytes.fromhex(line[10:57])
    return bytes(out)
