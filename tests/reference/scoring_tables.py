"""What the posting lists of an archive have in common: length bucketes, buckets, positions (SPEC.md, sections 6 and 7)."""

from bisect import bisect_right
from typing import NamedTuple

from archive_error import require

BUCKETS = 16
LENGTH_BUCKETS_MAX = 32
CODE_MAX = 27
EXACT = 255
PASSAGE = 32
POSITION_LIMIT = (1 << 32) - 1
PREFIX_MAX = 4


class LengthBucket(NamedTuple):
    """Articles of about the same length: the first one, and what their lists can hold."""

    first: int
    positions: int
    impacts: tuple


class FrequencyBucket(NamedTuple):
    """How a term stands in an article."""

    title: bool
    least: int
    code: int


class ScoringTables:
    """The tables of the directory that lists refer to."""

    def __init__(self, directory, first_field, articles, positions_max):
        raw = directory.structs(first_field, "II16B", 4, "length_buckets")
        self.length_buckets = [LengthBucket(c[0], c[1], c[2:]) for c in raw]
        require(1 <= len(self.length_buckets) <= LENGTH_BUCKETS_MAX, f"{len(self.length_buckets)} length bucketes")
        self._firsts = [c.first for c in self.length_buckets]
        require(self._firsts[0] == 0, "the first length bucket does not begin with article 0")
        require(all(a < b for a, b in zip(self._firsts, self._firsts[1:])), "length bucketes are out of order")
        require(self._firsts[-1] < articles, "a length bucket begins behind the last article")
        for c in self.length_buckets:
            require(0 < c.positions < min(POSITION_LIMIT, positions_max), f"length bucket with {c.positions} positions")
            require(min(c.impacts) > 0, "impact of 0")
        raw = directory.structs(first_field + 1, "3B", 1, "frequency_buckets")
        require(len(raw) == BUCKETS, f"{len(raw)} buckets")
        require(all(title <= 1 and least and (code <= CODE_MAX or code == EXACT) for title, least, code in raw),
                "a bucket is not sound")
        self.buckets = [FrequencyBucket(bool(title), least, code) for title, least, code in raw]
        self.field_positions = directory.scalar(first_field + 2, "I", "field_positions")
        require(self.field_positions < positions_max, f"fields with {self.field_positions} positions")
        self.unit = directory.scalar(first_field + 3, "I", "position_unit")
        require(self.unit in (0, 1, PASSAGE), f"positions in units of {self.unit}")
        self.common_form_prefix = directory.scalar(first_field + 4, "B", "common_form_prefix")
        require(self.common_form_prefix <= PREFIX_MAX, f"forms share {self.common_form_prefix} bytes")

    def length_bucket_of(self, article):
        """The length bucket of an article."""
        return self.length_buckets[bisect_right(self._firsts, article) - 1]

    def limit(self, article, of_field):
        """One more than the greatest position that a list can have in an article."""
        return self.field_positions if of_field else self.length_bucket_of(article).positions
