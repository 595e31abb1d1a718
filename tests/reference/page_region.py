"""The pages of an archive: checked units of payload that together form one address space (SPEC.md, section 3)."""

import struct
import zlib
from typing import NamedTuple

from archive_error import require

CRC_SIZE = 4
FRAME_HEADER_SIZE = 8


class Section(NamedTuple):
    """A run of payload bytes that starts at the beginning of a page."""

    size: int
    first_page: int
    reserved: int


class PageRegion:
    """The pages of a file; reads payloads by page number or by section."""

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
        self._owners = {}
        require(self.page_offset(self.page_count - 1) + size <= len(data), "pages run past the end of the file")

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

    def claim(self, page, owner):
        """Notes who uses a page; two users are an error."""
        require(page < self.page_count, f"{owner}: page {page} of {self.page_count} does not exist")
        taken = self._owners.setdefault(page, owner)
        require(taken == owner, f"page {page} is used by {taken} and by {owner}")

    def claim_section(self, section, owner):
        """Notes the pages of a section."""
        for page in range(section.first_page, section.first_page + self._section_pages(section)):
            self.claim(page, owner)

    def check_unused_pages(self):
        """Pages that nobody claimed hold zeros."""
        for page in range(self.page_count):
            if page not in self._owners:
                require(not any(self.payload(page)), f"page {page} belongs to nothing and is not empty")

    def _section_pages(self, section):
        return -(-section.size // self.payload_size)

    def read(self, section, name):
        """All bytes of a section; the rest of its last page must be zeros."""
        require(section.reserved == 0, f"{name}: reserved bytes of the section are not 0")
        count = self._section_pages(section)
        fits = section.first_page + count <= self.page_count
        require(fits, f"{name}: the section runs past the last page")
        data = b"".join(self.payload(section.first_page + i) for i in range(count))
        require(not any(data[section.size:]), f"{name}: bytes after the section are not 0")
        return data[:section.size]

    def address_of(self, section):
        """Address of the first byte of a section."""
        return section.first_page * self.payload_size

    def check_frames(self, frames, directory_frame):
        """The page frames: frame f holds the pages from f * pages_per_frame on and, but for the last, the gap."""
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
            require(frame.end - end == gap, f"frame of pages at {frame.offset}: {frame.end - end} bytes after "
                                            f"its pages, expected {gap}")
            require(not any(self._data[end:frame.end]), f"gap at {end} is not all zeros")
