"""What the posting lists of an archive have in common: length classes, grades, positions (SPEC.md, sections 6 and 7)."""

from bisect import bisect_right
from typing import NamedTuple

from archive_error import require

GRADES = 16
CLASSES_MAX = 32
CODE_MAX = 27
EXACT = 255
PASSAGE = 32
POSITION_LIMIT = (1 << 32) - 1
PREFIX_MAX = 4


class LengthClass(NamedTuple):
    """Articles of about the same length: the first one, and what their lists can hold."""

    first: int
    positions: int
    impacts: tuple


class Grade(NamedTuple):
    """How a term stands in an article."""

    title: bool
    least: int
    code: int


class ListModel:
    """The tables of the directory that lists refer to."""

    def __init__(self, directory, first_field, articles, positions_max):
        raw = directory.structs(first_field, "II16B", 4, "length_classes")
        self.classes = [LengthClass(c[0], c[1], c[2:]) for c in raw]
        require(1 <= len(self.classes) <= CLASSES_MAX, f"{len(self.classes)} length classes")
        self._firsts = [c.first for c in self.classes]
        require(self._firsts[0] == 0, "the first length class does not begin with article 0")
        require(all(a < b for a, b in zip(self._firsts, self._firsts[1:])), "length classes are out of order")
        require(self._firsts[-1] < articles, "a length class begins behind the last article")
        for c in self.classes:
            require(0 < c.positions < min(POSITION_LIMIT, positions_max), f"length class with {c.positions} positions")
            require(min(c.impacts) > 0, "impact of 0")
        raw = directory.structs(first_field + 1, "3B", 1, "grades")
        require(len(raw) == GRADES, f"{len(raw)} grades")
        require(all(title <= 1 and least and (code <= CODE_MAX or code == EXACT) for title, least, code in raw),
                "a grade is not sound")
        self.grades = [Grade(bool(title), least, code) for title, least, code in raw]
        self.field_positions = directory.scalar(first_field + 2, "I", "field_positions")
        require(self.field_positions < positions_max, f"fields with {self.field_positions} positions")
        self.unit = directory.scalar(first_field + 3, "I", "position_unit")
        require(self.unit in (0, 1, PASSAGE), f"positions in units of {self.unit}")
        self.form_prefix = directory.scalar(first_field + 4, "B", "form_prefix")
        require(self.form_prefix <= PREFIX_MAX, f"forms share {self.form_prefix} bytes")

    def class_of(self, article):
        """The length class of an article."""
        return self.classes[bisect_right(self._firsts, article) - 1]

    def limit(self, article, of_field):
        """One more than the greatest position that a list can have in an article."""
        return self.field_positions if of_field else self.class_of(article).positions
