"""The pages of an archive: units of payload that together form one address space (SPEC.md, section 4)."""

import struct
import zlib
from typing import NamedTuple

from archive_error import require

CRC_SIZE = 4
FRAME_HEADER_SIZE = 8


class Section(NamedTuple):
    """A run of bytes in the payloads: `size` bytes from the address `start` on."""

    start: int
    size: int

    @property
    def end(self):
        return self.start + self.size


class PageRegion:
    """The pages of a file; reads payloads by page number or by address."""

    def __init__(self, data, table):
        self._data = data
        self.offset = table.scalar(0, "Q", "offset")
        self.page_size = table.scalar(1, "I", "page_size")
        self.page_count = table.scalar(2, "I", "page_count")
        self.pages_per_frame = table.scalar(3, "I", "pages_per_frame")
        size = self.page_size
        require(512 <= size <= 65536 and size & (size - 1) == 0, f"page size {size} is not allowed")
        require(self.offset % size == 0, f"page 0 at {self.offset} is not at a multiple of {size}")
        require(self.page_count >= 1, "there are no pages")
        require(self.pages_per_frame >= 1, "no pages in a frame")
        self.payload_size = size - CRC_SIZE
        self._claims = []
        require(self.page_offset(self.page_count - 1) + size <= len(data),
                "pages run past the end of the file")

    def page_offset(self, page):
        """File offset of a page."""
        return self.offset + page * self.page_size + page // self.pages_per_frame * self.page_size

    def payload(self, page):
        """The payload of a page, its CRC-32 checked."""
        require(page < self.page_count, f"page {page} of {self.page_count} does not exist")
        start = self.page_offset(page)
        payload = self._data[start:start + self.payload_size]
        stored, = struct.unpack_from("<I", self._data, start + self.payload_size)
        computed = zlib.crc32(payload, zlib.crc32(struct.pack("<I", page)))
        require(stored == computed, f"page {page} at {start} is damaged: CRC-32 differs")
        return payload

    def read(self, section, name):
        """All bytes of a section."""
        require(section.end <= self.page_count * self.payload_size, f"{name}: runs past the last page")
        if section.size == 0:
            return b""
        first, last = section.start // self.payload_size, (section.end - 1) // self.payload_size
        data = b"".join(self.payload(page) for page in range(first, last + 1))
        skip = section.start - first * self.payload_size
        return data[skip:skip + section.size]

    def claim(self, section, owner):
        """Notes who uses the bytes of a section, for check_claims."""
        if section.size:
            self._claims.append((section.start, section.end, owner))

    def claim_page(self, page, owner):
        """Notes who uses a whole page."""
        self.claim(Section(page * self.payload_size, self.payload_size), owner)

    def check_claims(self):
        """No byte has two users, and bytes that nobody uses are 0. Reads, and so checks, all pages."""
        used = 0
        end = self.page_count * self.payload_size
        before = "the start of the pages"
        for start, stop, owner in sorted(self._claims) + [(end, end, "the end of the pages")]:
            require(used <= start, f"{owner} at address {start} overlaps {before}, which ends at {used}")
            unused = self.read(Section(used, start - used), "unused bytes")
            require(not any(unused), f"bytes from address {used} to {start}, which nothing uses, are not 0")
            used, before = stop, owner
        for page in range(self.page_count):
            self.payload(page)

    def check_frames(self, frames, directory_frame):
        """The page frames: number f holds the pages from f * pages_per_frame on and, then a gap."""
        expected = -(-self.page_count // self.pages_per_frame)
        require(len(frames) == expected, f"{len(frames)} frames of pages, expected {expected}")
        for number, frame in enumerate(frames):
            first = number * self.pages_per_frame
            require(not frame.compressed and frame.content == self.page_offset(first),
                    f"frame of pages at {frame.offset}: page {first} belongs at {self.page_offset(first)}")
            pages = min(self.pages_per_frame, self.page_count - first)
            end = frame.content + pages * self.page_size
            following = frames[number + 1] if number + 1 < len(frames) else directory_frame
            require(frame.end == following.offset and end <= frame.end,
                    f"frame of pages at {frame.offset}: does not hold {pages} pages")
            last = number + 1 == len(frames)
            gap = 0 if last else self.page_size - FRAME_HEADER_SIZE
            require(frame.end - end == gap,
                    f"frame of pages at {frame.offset}: {frame.end - end} bytes follow, expected {gap}")
            require(not any(self._data[end:frame.end]), f"gap at {end} is not all zeros")
