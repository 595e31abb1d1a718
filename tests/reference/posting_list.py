"""Posting lists (SPEC.md, section 6)."""

from typing import NamedTuple

from archive_error import ArchiveError, read_varint, require
from scoring_tables import EXACT, BUCKETS

SINGLE_CHUNK_MAX = 128
POSTING_BLOCK_MAX = 256
RANGE = 256
BATCH_MAX = 64
ONE_GROUP_MAX = 16


class Posting(NamedTuple):
    """One article of a list."""

    article: int
    bucket: int
    impact: int
    positions: list
    titles: int


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

    def median(self, r, n):
        """The place of the middle one of n numbers among r."""
        short = (1 << (r - 1).bit_length()) - r
        shift = 0 if n == 1 else r - short if n == 2 else (r - short) // 2
        return (self.bounded(r) + shift) % r

    def interpolative(self, n, lo, hi):
        """n ascending numbers from lo to hi."""
        if hi - lo + 1 < n:
            raise ArchiveError(f"{n} different numbers from {lo} to {hi} are impossible")
        if n == 0:
            return []
        if hi - lo + 1 == n:
            return list(range(lo, hi + 1))
        m = n // 2
        v = lo + m + self.median(hi - lo - n + 2, n)
        return self.interpolative(m, lo, v - 1) + [v] + self.interpolative(n - 1 - m, v + 1, hi)

    def rice(self, k):
        window = self._peek(16)
        ones = (~window & (window + 1)).bit_length() - 1
        if ones == 16:
            self._skip(16)
            return self.bits(32)
        self._skip(ones + 1)
        return (ones << k) + self.bits(k)

    def place(self):
        """Bits from the start of the data."""
        return self._at

    def finish(self):
        """Goes to the next full byte and returns its offset; the bits on the way must be 0."""
        rest = -self._at % 8
        require(self.bits(rest) == 0, "bits after the end of a bit stream are not 0")
        return self._at >> 3


class PostingBlock(NamedTuple):
    """What the head of a list says about one posting block."""

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


def decode_list(data, start, end, articles, model, of_field, frequency=None):
    """Decodes the list at data[start]; returns its postings and the offset behind it.

    The document frequency stands in front of the list, unless the caller knows it from the leaf.
    """
    at = start
    if frequency is None:
        frequency, at = document_frequency(data, start, end, articles)
    if frequency > SINGLE_CHUNK_MAX:
        return _decode_blocks(data, at, end, frequency, articles, model, of_field)
    reader = BitReader(data, at, end)
    found = reader.interpolative(frequency, 0, articles - 1)
    buckets = _buckets(reader, frequency)
    positions, at = _positions(data, reader.finish(), end, found, buckets, model, of_field)
    return _postings(found, buckets, positions, model), at


def _postings(articles, buckets, positions, model):
    return [Posting(article, bucket, model.length_bucket_of(article).impacts[bucket], *there)
            for article, bucket, there in zip(articles, buckets, positions)]


def _decode_blocks(data, at, end, frequency, articles, model, of_field):
    head_size, at = read_varint(data, at, end)
    blocks_size, at = read_varint(data, at, end)
    require(at + head_size + blocks_size <= end, "head or blocks of a posting list are cut off")
    blocks = _read_head(data, at, at + head_size, articles, model.unit > 0)
    require(sum(block.count for block in blocks) == frequency,
            "blocks and list differ in the number of postings")
    require(sum(block.size for block in blocks) == blocks_size, "blocks are not as long as the list says")
    at += head_size
    positions_at = at + blocks_size
    postings = []
    for block in blocks:
        positions_end = positions_at + block.positions_size
        require(positions_end <= end, "positions of a posting list are cut off")
        reader = BitReader(data, at, at + block.size)
        found = _articles(reader, block)
        if postings:
            require(postings[-1].article // RANGE < found[0] // RANGE, "a range of articles is in two blocks")
        buckets = _buckets(reader, block.count)
        require(reader.finish() == at + block.size, "block is longer than its numbers")
        at += block.size
        positions, done = _positions(data, positions_at, positions_end, found, buckets, model, of_field)
        require(done == positions_end, "positions are longer than their numbers")
        positions_at = positions_end
        read = _postings(found, buckets, positions, model)
        require(max(posting.impact for posting in read) == block.greatest, "no posting has the greatest impact")
        postings += read
    return postings, positions_at


def _read_head(data, at, end, articles, with_positions):
    blocks = []
    last = -1
    while at < end:
        gap, at = read_varint(data, at, end)
        count, at = read_varint(data, at, end)
        size, at = read_varint(data, at, end)
        require(at < end, "head of a posting list is cut off")
        greatest, at = data[at], at + 1
        positions_size = 0
        if with_positions:
            positions_size, at = read_varint(data, at, end)
        count += 1
        require(count <= POSTING_BLOCK_MAX, f"block of {count} postings")
        first, last = last + 1, last + gap + count
        require(last < articles, f"posting of article {last} of {articles}")
        blocks.append(PostingBlock(first, last, count, size, greatest, positions_size))
    return blocks


def _articles(reader, block):
    """The articles of a posting block with a head, in one of the three ways to write them."""
    way = reader.bits(2)
    if way == 0:
        return reader.interpolative(block.count - 1, block.first, block.last - 1) + [block.last]
    if way == 1:
        start = block.last // RANGE * RANGE
        found = [article for article in range(start, block.last) if reader.bits(1)] + [block.last]
        require(len(found) == block.count and found[0] >= block.first, "map of a posting block with other postings")
        return found
    require(way == 2, f"way {way} to write articles is not defined")
    k = reader.bits(4)
    found = []
    following = block.first
    high = [reader.rice(0) for _ in range(block.count - 1)]
    for part in high:
        found.append(following + (part << k) + reader.bits(k))
        following = found[-1] + 1
    require(following <= block.last, "gaps go beyond the last article of their block")
    return found + [block.last]


def _buckets(reader, count):
    mode = reader.bits(3) if count > 1 else 0
    require(mode <= 6, f"mode {mode} of buckets is not defined")
    if mode >= 5:
        return [reader.bits(4) if mode == 6 else 0] * count
    if mode == 4:
        return [reader.bits(4) for _ in range(count)]
    buckets = [0] * count
    greater = range(count)
    for _ in range(BUCKETS - 1 >> mode):
        greater = [i for i in greater if reader.bits(1)]
        for i in greater:
            buckets[i] += 1 << mode
        if not greater:
            break
    for bit in range(mode):
        for i in range(count):
            buckets[i] |= reader.bits(1) << bit
    return buckets


def _positions(data, at, end, articles, buckets, model, of_field):
    """Positions of each posting of a posting block and how many are in the title, and the offset behind them."""
    count = len(articles)
    if model.unit == 0:
        return [((), 0)] * count, at
    reader = BitReader(data, at, end)
    group = 2 << reader.bits(3) if count > ONE_GROUP_MAX else count
    groups = -(-count // group)
    width = reader.bits(5) if groups > 1 else 0
    sizes = [reader.bits(width) for _ in range(groups - 1)]
    lists = []
    for number in range(groups):
        start = reader.place()
        for i in range(number * group, min(count, (number + 1) * group)):
            lists.append(_positions_of(reader, model.buckets[buckets[i]], model.limit(articles[i], of_field),
                                       model.unit == 1 and not of_field))
        require(number == groups - 1 or reader.place() - start == sizes[number],
                "a group of positions is not as long as its size says")
    return lists, reader.finish()


def _positions_of(reader, bucket, limit, counts_titles):
    left = bucket.least + (0 if bucket.code == EXACT else reader.rice(bucket.code))
    require(left <= limit, f"{left} positions of {limit}")
    titles = 1 if bucket.title else 0
    if counts_titles and titles and left > 1:
        titles += reader.rice(0)
    require(titles <= left, f"{titles} of {left} positions in the title")
    positions = []
    first = 0
    while left > BATCH_MAX:
        last = first + BATCH_MAX - 1 + reader.bounded(limit - first - left + 1)
        positions += reader.interpolative(BATCH_MAX - 1, first, last - 1) + [last]
        first = last + 1
        left -= BATCH_MAX
    return positions + reader.interpolative(left, first, limit - 1), titles if counts_titles else 0
