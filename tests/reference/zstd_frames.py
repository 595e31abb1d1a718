"""Frames of a file as RFC 8878 defines them, and decompression with the zstd command.

One process for each frame would be slow, so many frames go into one process: its output is their contents one
after the other, and the content sizes in the frame headers tell where to cut.
"""

import os
import struct
import subprocess
import tempfile
from typing import NamedTuple

from archive_error import ArchiveError, require

SKIPPABLE_MAGIC = 0x184D2A50
COMPRESSED_MAGIC = 0xFD2FB528
DICTIONARY_MAGIC = 0xEC30A437
FRAME_HEADER_MAX = 18
BATCH_CONTENT = 64 << 20


class Frame(NamedTuple):
    """One frame; `content` is the offset of a skippable frame's content and None for a compressed frame."""

    offset: int
    size: int
    content: int
    content_size: int
    dictionary_id: int
    input_max: int = 0  # bytes of its largest zstd block, with the block's header

    @property
    def end(self):
        return self.offset + self.size

    @property
    def compressed(self):
        return self.content is None


def walk_frames(data):
    """Yields the frames that cover the data from the first byte to the last."""
    offset = 0
    while offset < len(data):
        frame = frame_at(data, offset)
        yield frame
        offset = frame.end


def frame_at(data, offset):
    """The frame that starts at an offset."""
    magic, = _unpack("<I", data, offset)
    if magic == SKIPPABLE_MAGIC:
        size, = _unpack("<I", data, offset + 4)
        require(offset + 8 + size <= len(data), f"skippable frame at {offset}: runs past the end of the file")
        return Frame(offset, 8 + size, offset + 8, size, 0)
    require(magic == COMPRESSED_MAGIC, f"no frame at {offset}: magic number {magic:#010x}")
    return _compressed_frame(data, offset)


def _unpack(codes, data, offset):
    size = struct.calcsize(codes)
    require(offset + size <= len(data), f"frame cut off at {offset}")
    return struct.unpack_from(codes, data, offset)


def _compressed_frame(data, offset):
    descriptor, = _unpack("<B", data, offset + 4)
    single_segment = descriptor >> 5 & 1
    require(descriptor >> 3 & 1 == 0, f"frame at {offset}: reserved bit of the frame header is set")
    require(descriptor >> 2 & 1, f"frame at {offset}: has no content checksum")
    at = offset + 5 + (0 if single_segment else 1)

    dictionary_id_size = (0, 1, 2, 4)[descriptor & 3]
    _unpack(f"<{dictionary_id_size}s", data, at)
    dictionary_id = int.from_bytes(data[at:at + dictionary_id_size], "little")
    at += dictionary_id_size

    size_size = (1 if single_segment else 0, 2, 4, 8)[descriptor >> 6]
    require(size_size, f"frame at {offset}: does not state its content size")
    _unpack(f"<{size_size}s", data, at)
    content_size = int.from_bytes(data[at:at + size_size], "little") + (256 if size_size == 2 else 0)
    at += size_size

    last, input_max = False, FRAME_HEADER_MAX
    while not last:
        low, high = _unpack("<HB", data, at)
        header = low | high << 16
        last, kind, size = bool(header & 1), header >> 1 & 3, header >> 3
        require(kind != 3, f"frame at {offset}: block of the reserved type at {at}")
        size = 3 + (1 if kind == 1 else size)
        input_max = max(input_max, size)
        at += size
    at += 4
    require(at <= len(data), f"frame at {offset}: runs past the end of the file")
    return Frame(offset, at - offset, None, content_size, dictionary_id, input_max)


def dictionary_id_of(dictionary):
    """The number that a dictionary gives itself; 0 for one without a header (raw content)."""
    if len(dictionary) < 8 or struct.unpack_from("<I", dictionary)[0] != DICTIONARY_MAGIC:
        return 0
    return struct.unpack_from("<I", dictionary, 4)[0]


class Decompressor:
    """Runs zstd for frames that all use one dictionary, or all use none."""

    def __init__(self, dictionary=b""):
        self._dictionary_id = dictionary_id_of(dictionary)
        self._folder = None
        self._command = ["zstd", "-dcq"]
        if dictionary:
            self._folder = tempfile.TemporaryDirectory(prefix="satchel")
            path = os.path.join(self._folder.name, "dictionary")
            with open(path, "wb") as file:
                file.write(dictionary)
            self._command += ["-D", path]

    def close(self):
        if self._folder:
            self._folder.cleanup()

    def contents(self, data, frames):
        """Yields the content of each frame."""
        batch, size = [], 0
        for frame in frames:
            require(frame.dictionary_id == self._dictionary_id,
                    f"frame at {frame.offset}: states the dictionary {frame.dictionary_id}, "
                    f"expected {self._dictionary_id}")
            if batch and size + frame.content_size > BATCH_CONTENT:
                yield from self._run(data, batch)
                batch, size = [], 0
            batch.append(frame)
            size += frame.content_size
        if batch:
            yield from self._run(data, batch)

    def _run(self, data, frames):
        joined = b"".join(data[frame.offset:frame.end] for frame in frames)
        done = subprocess.run(self._command, input=joined, capture_output=True, check=False)
        where = f"frames from {frames[0].offset} to {frames[-1].end}"
        if done.returncode != 0:
            raise ArchiveError(f"{where}: zstd says {done.stderr.decode(errors='replace').strip()}")
        total = sum(frame.content_size for frame in frames)
        require(len(done.stdout) == total, f"{where}: {len(done.stdout)} bytes, their headers say {total}")
        at = 0
        for frame in frames:
            yield done.stdout[at:at + frame.content_size]
            at += frame.content_size
