"""Posting lists (SPEC.md, section 6)."""

from typing import NamedTuple

from archive_error import ArchiveError, read_varint, require

SINGLE_CHUNK_MAX = 128
CHUNK_MAX = 256
RANGE = 256
BATCH_MAX = 64
POSITION_MAX = (1 << 32) - 2
IMPACTS = 16
FREQUENCY_CLASSES = 8
CODES = IMPACTS + IMPACTS * FREQUENCY_CLASSES
CODE_MAX = 27


class Posting(NamedTuple):
    """One article of a list."""

    article: int
    impact: int
    positions: list


class BitReader:
    """Numbers in a bit stream; the first bit is the lowest bit of the first byte."""

    def __init__(self, data, start, end):
        self._data = data
        self._at = start * 8
        self._end = end * 8

    def _peek(self, count):
        first = self._at >> 3
        raw = self._data[first:(self._at + count + 7) >> 3]
        return int.from_bytes(raw, "little") >> (self._at & 7) & (1 << count) - 1

    def _skip(self, count):
        self._at += count
        if self._at > self._end:
            raise ArchiveError("bit stream of a posting list is cut off")

    def bits(self, count):
        value = self._peek(count)
        self._skip(count)
        return value

    def bounded(self, r):
        if r == 1:
            return 0
        width = (r - 1).bit_length()
        short = (1 << width) - r
        x = self.bits(width - 1)
        return x if x < short else 2 * x + self.bits(1) - short

    def interpolative(self, n, lo, hi):
        """n ascending numbers from lo to hi."""
        if hi - lo + 1 < n:
            raise ArchiveError(f"{n} different numbers from {lo} to {hi} are impossible")
        if n == 0:
            return []
        if hi - lo + 1 == n:
            return list(range(lo, hi + 1))
        m = n // 2
        v = lo + m + self.bounded(hi - lo - n + 2)
        return self.interpolative(m, lo, v - 1) + [v] + self.interpolative(n - 1 - m, v + 1, hi)

    def rice(self, k):
        window = self._peek(16)
        ones = (~window & (window + 1)).bit_length() - 1
        if ones == 16:
            self._skip(16)
            return self.bits(32)
        self._skip(ones + 1)
        return (ones << k) + self.bits(k)

    def finish(self):
        """Goes to the next full byte and returns its offset; the bits on the way must be 0."""
        rest = -self._at % 8
        require(self.bits(rest) == 0, "bits after the end of a bit stream are not 0")
        return self._at >> 3


class ListCodes:
    """The Rice parameters of term frequencies and positions."""

    def __init__(self, codes):
        require(len(codes) == CODES, f"list_codes has {len(codes)} elements, expected {CODES}")
        require(max(codes) <= CODE_MAX, f"list_codes has an element {max(codes)}")
        self._codes = codes

    def of_frequency(self, impact):
        return self._codes[impact - 1]

    def of_positions(self, impact, frequency):
        return self._codes[IMPACTS + (impact - 1) * FREQUENCY_CLASSES + min(frequency, FREQUENCY_CLASSES) - 1]


class Chunk(NamedTuple):
    """What the head of a list says about one chunk."""

    first: int
    last: int
    count: int
    size: int
    greatest: int
    positions_size: int


def document_frequency(data, start, end, articles):
    """The number of articles in a list, and the offset behind that number."""
    frequency, at = read_varint(data, start, end)
    require(1 <= frequency <= articles, f"document frequency {frequency} with {articles} articles")
    return frequency, at


def decode_list(data, start, end, articles, codes, frequency=None):
    """Decodes the list at data[start]; returns its postings and the offset behind it.

    The document frequency stands in front of the list, unless the caller knows it from the leaf.
    """
    at = start
    if frequency is None:
        frequency, at = document_frequency(data, start, end, articles)
    if frequency > SINGLE_CHUNK_MAX:
        return _decode_chunks(data, at, end, frequency, articles, codes)
    reader = BitReader(data, at, end)
    found = reader.interpolative(frequency, 0, articles - 1)
    greatest = reader.bits(4) + 1
    impacts = _impacts(reader, frequency, greatest)
    positions, at = _positions(data, reader.finish(), end, impacts, codes)
    return [Posting(*posting) for posting in zip(found, impacts, positions)], at


def _decode_chunks(data, at, end, frequency, articles, codes):
    head_size, at = read_varint(data, at, end)
    chunks_size, at = read_varint(data, at, end)
    require(at + head_size + chunks_size <= end, "head or chunks of a posting list are cut off")
    chunks = _read_head(data, at, at + head_size, articles)
    require(sum(chunk.count for chunk in chunks) == frequency,
            "chunks and list differ in the number of postings")
    require(sum(chunk.size for chunk in chunks) == chunks_size, "chunks are not as long as the list says")
    at += head_size
    positions_at = at + chunks_size
    postings = []
    for chunk in chunks:
        positions_end = positions_at + chunk.positions_size
        require(positions_end <= end, "positions of a posting list are cut off")
        reader = BitReader(data, at, at + chunk.size)
        found = reader.interpolative(chunk.count - 1, chunk.first, chunk.last - 1) + [chunk.last]
        if postings:
            require(postings[-1].article // RANGE < found[0] // RANGE, "a range of articles is in two chunks")
        impacts = _impacts(reader, chunk.count, chunk.greatest)
        require(reader.finish() == at + chunk.size, "chunk is longer than its numbers")
        at += chunk.size
        positions, done = _positions(data, positions_at, positions_end, impacts, codes)
        require(done == positions_end, "positions are longer than their numbers")
        positions_at = positions_end
        postings += [Posting(*posting) for posting in zip(found, impacts, positions)]
    return postings, positions_at


def _read_head(data, at, end, articles):
    chunks = []
    last = -1
    while at < end:
        gap, at = read_varint(data, at, end)
        count, at = read_varint(data, at, end)
        size, at = read_varint(data, at, end)
        positions_size, at = read_varint(data, at, end)
        count += 1
        require(count <= CHUNK_MAX, f"chunk of {count} postings")
        first, last = last + 1, last + gap + count
        require(last < articles, f"posting of article {last} of {articles}")
        chunks.append(Chunk(first, last, count, size >> 4, (size & 15) + 1, positions_size))
    return chunks


def _impacts(reader, count, greatest):
    if count == 1:
        return [greatest]
    mode = reader.bits(3)
    require(mode <= 5, f"mode {mode} of impacts is not defined")
    if mode == 5:
        return [greatest] * count
    below = [reader.bits(4) if mode == 4 else reader.rice(mode) for _ in range(count)]
    require(max(below) < greatest, "impact less than 1")
    require(min(below) == 0, "no posting has the greatest impact")
    return [greatest - number for number in below]


def _positions(data, start, end, impacts, codes):
    """Positions of each posting of a chunk, and the offset behind them."""
    reader = BitReader(data, start, end)
    lists = []
    for impact in impacts:
        frequency = reader.rice(codes.of_frequency(impact)) + 1
        k = codes.of_positions(impact, frequency)
        positions = []
        last = -1
        while frequency:
            number = min(frequency, BATCH_MAX)
            before, last = last, last + number + reader.rice(k)
            if last > POSITION_MAX:
                raise ArchiveError(f"position {last} is greater than allowed")
            positions += reader.interpolative(number - 1, before + 1, last - 1)
            positions.append(last)
            frequency -= number
        lists.append(positions)
    return lists, reader.finish()
