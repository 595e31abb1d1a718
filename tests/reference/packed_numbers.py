"""Numbers of equally many bits each: the orders and the dates of an archive (SPEC.md, section 9)."""

from archive_error import require
from page_region import Section


class PackedNumbers:
    """The numbers in a section; the first is in the lowest bits of the first byte."""

    def __init__(self, region, section, bits, count, name):
        size = -(-count * bits // 8)
        require(section.size == size, f"{name}: {section.size} bytes, expected {size}")
        self._bits = bits
        self._values = region.read(section, name)
        rest = -count * bits % 8
        require(not rest or self._values[-1] >> 8 - rest == 0, f"{name}: bits after the last are not 0")

    def __getitem__(self, index):
        first = index * self._bits
        last = first + self._bits
        raw = self._values[first // 8:-(-last // 8)]
        return int.from_bytes(raw, "little") >> first % 8 & (1 << self._bits) - 1


class Order:
    """Article numbers in some order."""

    def __init__(self, region, table, articles, name):
        self.count = table.scalar(0, "I", "count")
        self.section = Section(*(table.inline_struct(1, "QQ", 8, "values") or (0, 0)))
        require(self.count <= articles, f"{name}: {self.count} articles of {articles}")
        self._numbers = range(self.count)
        if self.section.size:
            bits = max(0, articles - 1).bit_length()
            self._numbers = PackedNumbers(region, self.section, bits, self.count, name)

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return self._numbers[index]

    def numbers(self):
        """All article numbers in the order."""
        return [self._numbers[index] for index in range(self.count)]
