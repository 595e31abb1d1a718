"""The data of Unicode 15.0 that folding asks for, from the files of the Unicode Character Database.

Debian's package unicode-data puts them into /usr/share/unicode; UNICODE_DATA names another folder. Python's own
module unicodedata has whatever version Python was built with, and is not used.
"""

import os
from functools import lru_cache
from pathlib import Path

VERSION = "15.0.0"
FOLDER = Path(os.environ.get("UNICODE_DATA", "/usr/share/unicode"))
SYLLABLES, LEADS, VOWELS, TAILS = 0xAC00, 0x1100, 0x1161, 0x11A7  # Hangul: the Unicode Standard, section 3.12


def is_present():
    """Whether the folder holds the data of this version."""
    heading = FOLDER / "DerivedCoreProperties.txt"
    return heading.exists() and VERSION in heading.read_text(encoding="utf-8").split("\n", 1)[0]


def _rows(name):
    """The fields of each line of a file, without comments."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def _range(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class UnicodeData:
    """Categories, decompositions, digits and case foldings of all code points that are assigned."""

    def __init__(self):
        self.category = {}
        self.digit = {}
        self.case = {}
        self._decompositions = {}
        self._compositions = {}
        first = None
        for row in _rows("UnicodeData.txt"):
            code = int(row[0], 16)
            if row[1].endswith(", First>"):
                first = code
                continue
            if row[1].endswith(", Last>"):
                self.category.update(dict.fromkeys(range(first, code + 1), row[2]))
                continue
            self.category[code] = row[2]
            if row[2] == "Nd":
                self.digit[code] = int(row[6])
            if row[5]:
                self._add_decomposition(code, row[5])
        self.ignorable = {code for row in _rows("DerivedCoreProperties.txt")
                          if row[1] == "Default_Ignorable_Code_Point" for code in _range(row[0])}
        for row in _rows("CaseFolding.txt"):
            if row[1] in "CF":
                self.case[int(row[0], 16)] = tuple(int(part, 16) for part in row[2].split())

    def _add_decomposition(self, code, text):
        canonical = not text.startswith("<")
        parts = tuple(int(part, 16) for part in text.rpartition(">")[2].split())
        self._decompositions[code] = parts
        if canonical and len(parts) == 2:
            self._compositions[parts] = code

    def compatibility_decomposition(self, code):
        """All of it (NFKD without the order of marks, which nothing here depends on)."""
        if SYLLABLES <= code < SYLLABLES + 11172:
            lead, rest = divmod(code - SYLLABLES, 21 * 28)
            vowel, tail = divmod(rest, 28)
            return (LEADS + lead, VOWELS + vowel) + ((TAILS + tail,) if tail else ())
        parts = self._decompositions.get(code)
        if parts is None:
            return (code,)
        return tuple(last for part in parts for last in self.compatibility_decomposition(part))

    def composite(self, first, second):
        """What two code points are together, by the canonical decompositions and Hangul; None: nothing."""
        if LEADS <= first < LEADS + 19 and VOWELS <= second < VOWELS + 21:
            return SYLLABLES + ((first - LEADS) * 21 + second - VOWELS) * 28
        if SYLLABLES <= first < SYLLABLES + 11172 and (first - SYLLABLES) % 28 == 0 and TAILS < second < TAILS + 28:
            return first + second - TAILS
        return self._compositions.get((first, second))


@lru_cache(maxsize=1)
def unicode_data():
    return UnicodeData()
