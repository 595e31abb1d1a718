"""The term dictionary (SPEC.md, section 5)."""

import struct
from typing import NamedTuple

from archive_error import read_varint, require
from page_region import Section

NODE_HEADER_SIZE = 12
KEY_MAX = 65
INLINE_RADIX = 25  # an inlined list has fewer bytes
INLINE_FREQUENCY_MAX = 64
HEIGHT_MAX = 12
LONG = 15


class Term(NamedTuple):
    """An entry of a leaf; the list is either in `inlined`, for `frequency` articles, or at `address`."""

    key: bytes
    frequency: int
    inlined: bytes
    address: int

    @property
    def tag(self):
        return chr(self.key[0])

    @property
    def text(self):
        return self.key[1:].decode("utf-8")


class Node(NamedTuple):
    """A decoded node; entries are keys in an inner node and Terms in a leaf. `page` is None in the directory."""

    page: int
    level: int
    first_child: int
    entries: list


class TermTree:
    """Look-up and iteration of the terms of an archive."""

    def __init__(self, region, table):
        self._region = region
        self.root = table.bytes(0, "root")
        self.height = table.scalar(1, "B", "height")
        self.first_leaf = table.scalar(2, "I", "first_leaf")
        self.leaf_count = table.scalar(3, "I", "leaf_count")
        self.key_max = table.scalar(4, "H", "key_max")
        self.entries = table.scalar(5, "Q", "entries")
        self.lists = Section(*(table.inline_struct(6, "QQ", 8, "lists") or (0, 0)))
        self.frequent = table.bytes(7, "frequent")
        require(1 <= self.height <= HEIGHT_MAX, f"term dictionary of height {self.height}")
        require(self.key_max <= KEY_MAX, f"keys of {self.key_max} bytes")
        require(self.first_leaf + self.leaf_count <= region.page_count, "leaves run past the last page")

    def _node(self, page, level):
        return self._decode(self._region.payload(page), level, page, f"node on page {page}")

    def _root(self):
        return self._decode(self.root, self.height, None, "root")

    def _decode(self, payload, level, page, where):
        require(len(payload) >= NODE_HEADER_SIZE, f"{where}: {len(payload)} bytes")
        count, stored_level, pointer = struct.unpack_from("<HHQ", payload)
        require(stored_level == level, f"{where}: level {stored_level}, expected {level}")
        require(count > 0 or self.entries == 0, f"{where}: has no entries")
        entries = []
        key = None
        at = NODE_HEADER_SIZE
        address = pointer
        for _ in range(count):
            before = key
            key, at = self._key(payload, at, before or b"", where)
            require(before is None or before < key, f"{where}: keys are not in order")
            if level:
                entries.append(key)
                continue
            term, at, address = self._leaf_list(payload, at, key, address, where)
            entries.append(term)
        require(not any(payload[at:]), f"{where}: bytes after the entries are not 0")
        require(page is not None or at == len(payload), f"{where}: bytes after the entries")
        if level:
            require(entries[0] == b"", f"{where}: the first key of an inner node is not empty")
            require(pointer + count <= self._region.page_count, f"{where}: children run past the last page")
        return Node(page, level, pointer, entries)

    def _key(self, payload, at, before, where):
        require(at < len(payload), f"{where}: entries run past the page")
        shared, rest = payload[at] & 15, payload[at] >> 4
        at += 1
        if shared == LONG:
            shared, at = read_varint(payload, at, len(payload))
        if rest == LONG:
            rest, at = read_varint(payload, at, len(payload))
        require(shared <= len(before), f"{where}: shares {shared} bytes of a key of {len(before)}")
        require(at + rest <= len(payload), f"{where}: key runs past the page")
        key = before[:shared] + payload[at:at + rest]
        require(len(key) <= self.key_max, f"{where}: key of {len(key)} bytes, the longest has {self.key_max}")
        return key, at + rest

    def _leaf_list(self, payload, at, key, address, where):
        require(key, f"{where}: key without a tag")
        try:
            key.decode("utf-8")
        except UnicodeDecodeError:
            require(False, f"{where}: key {key!r} is not UTF-8")
        value, at = read_varint(payload, at, len(payload))
        if value & 1:
            frequency, size = (value >> 1) // INLINE_RADIX + 1, (value >> 1) % INLINE_RADIX
            require(frequency <= INLINE_FREQUENCY_MAX, f"{where}: inlined list of {frequency} articles")
            require(at + size <= len(payload), f"{where}: inlined list runs past the page")
            return Term(key, frequency, payload[at:at + size], None), at + size, address
        number = value >> 1
        address += -(number >> 1) - 1 if number & 1 else number >> 1
        inside = self.lists.start <= address < self.lists.end
        require(inside, f"{where}: list at address {address} is outside the lists")
        return Term(key, None, None, address), at, address

    def find(self, key):
        """The term with this key, or None."""
        for term in self.terms_from(key):
            return term if term.key == key else None
        return None

    def starting_with(self, prefix):
        """Yields the terms whose keys start with these bytes."""
        for term in self.terms_from(prefix):
            if not term.key.startswith(prefix):
                return
            yield term

    def terms_from(self, key):
        """Yields the terms whose keys are not less than this one, in order."""
        node = self._root()
        while True:
            # A separator may equal the first key of its child, so that an equal separator leads to its child.
            page = node.first_child + max(i for i, separator in enumerate(node.entries) if separator <= key)
            if node.level == 1:
                break
            node = self._node(page, node.level - 1)
        for leaf in range(page, self.first_leaf + self.leaf_count):
            for term in self._node(leaf, 0).entries:
                if term.key >= key:
                    yield term

    def check(self):
        """Walks the whole tree and yields all terms; checks what only the whole shows."""
        next_leaf = self.first_leaf
        previous = None
        count = 0
        longest = 0
        frequent = {}
        if self.frequent:
            for term in self._decode(self.frequent, 0, None, "frequent keys").entries:
                require(term.address is not None, f"frequent key {term.key!r}: has no address")
                frequent[term.key] = term
        for node, low, high in self._walk(self._root(), b"", None):
            if node.page is not None:
                self._region.claim_page(node.page, f"the node on page {node.page}")
            if node.level:
                continue
            require(node.page == next_leaf, f"leaf on page {node.page}, expected page {next_leaf}")
            next_leaf += 1
            for term in node.entries:
                where = f"node on page {node.page}, key {term.key!r}"
                require(previous is None or previous < term.key, f"{where}: not in order")
                require(low <= term.key, f"{where}: less than the separator {low!r}")
                require(high is None or term.key < high, f"{where}: not less than the separator {high!r}")
                require(frequent.pop(term.key, term) == term, f"{where}: differs from the frequent key")
                previous = term.key
                longest = max(longest, len(term.key))
                count += 1
                yield term
        require(not frequent, f"frequent keys {list(frequent)} are in no leaf")
        leaves = next_leaf - self.first_leaf
        require(leaves == self.leaf_count, f"{leaves} leaves, the directory says {self.leaf_count}")
        require(count == self.entries, f"{count} keys, the directory says {self.entries}")
        require(longest == self.key_max,
                f"longest key has {longest} bytes, the directory says {self.key_max}")

    def _walk(self, node, low, high):
        """Yields a node and those below it with the bounds that the separators above set for their keys."""
        yield node, low, high
        if node.level == 0:
            return
        for index, separator in enumerate(node.entries):
            lower = max(low, separator)
            upper = node.entries[index + 1] if index + 1 < len(node.entries) else high
            require(high is None or upper <= high,
                    f"node on page {node.page}: separator {upper!r} is beyond {high!r}")
            yield from self._walk(self._node(node.first_child + index, node.level - 1), lower, upper)
