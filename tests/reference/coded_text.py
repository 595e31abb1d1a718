"""Texts of blocks that are coded with the words of the archive (SPEC.md, section 3)."""

from archive_error import ArchiveError, require
from flatbuffers_lite import root_table

WORD_MAX = 64
WORDS_MAX = 530528
STARTS_STEP = 8
PIECE_END, TOGGLED, UPPER, JOINED, RAW, FIRST_LITERAL, FIRST_WORD = 0, 1, 2, 3, 4, 5, 0x80
TWO_BYTES, THREE_BYTES = 0xE0, 0xF8
SECOND_TIER, THIRD_TIER = 96, 6240
BEGINS_SENTENCE = b".!?\n"
KEEPS_SENTENCE = b' "('
NO_BLANK_BEFORE = range(0xE3, 0xEA)
SMALL, CAPITAL = range(ord("a"), ord("z") + 1), range(ord("A"), ord("Z") + 1)
CASE_BIT = 0x20


class WordCodes:
    """The word list of an archive."""

    def __init__(self, buffer):
        table = root_table(buffer, "words")
        starts = table.numbers(0, "I", "starts")
        sizes = table.bytes(1, "sizes")
        text = table.bytes(2, "text")
        require(len(sizes) <= WORDS_MAX, f"list of {len(sizes)} words")
        require(len(starts) == -(-len(sizes) // STARTS_STEP), f"words: {len(starts)} starts for {len(sizes)} words")
        self._words = []
        at = 0
        for number, size in enumerate(sizes):
            require(1 <= size <= WORD_MAX, f"word {number}: {size} bytes")
            require(number % STARTS_STEP or starts[number // STARTS_STEP] == at,
                    f"word {number} begins at {at}, starts says {starts[number // STARTS_STEP]}")
            self._words.append(text[at:at + size])
            at += size
        require(at == len(text), f"words of {at} bytes, text of {len(text)}")
        require(PIECE_END not in text, "the end of a piece in a word")

    def __len__(self):
        return len(self._words)

    def decode(self, coded, at, where):
        """Decodes the part whose coded text begins at coded[at]: the part, the offset behind it, whether it ended."""
        part = bytearray()
        sentence = True
        while at < len(coded):
            code, at = _byte(coded, at, where)
            if code == PIECE_END:
                return bytes(part), at, True
            if FIRST_LITERAL <= code < FIRST_WORD:
                part.append(code)
                if code not in KEEPS_SENTENCE:
                    sentence = code in BEGINS_SENTENCE
                continue
            if code == RAW:
                count, at = _byte(coded, at, where)
                require(count, f"{where}: 0 raw bytes")
                require(at + count <= len(coded), f"{where}: raw bytes run past the text")
                require(PIECE_END not in coded[at:at + count], f"{where}: the end of a piece in raw bytes")
                part += coded[at:at + count]
                at += count
            else:
                marks = set()
                while TOGGLED <= code <= JOINED:
                    require(code not in marks, f"{where}: the mark {code} stands twice before a word")
                    marks.add(code)
                    code, at = _byte(coded, at, where)
                require(code >= FIRST_WORD, f"{where}: code {code:#x} where a word is expected")
                word, at = self._word(code, coded, at, where)
                if part and JOINED not in marks and word[0] not in NO_BLANK_BEFORE:
                    part += b" "
                part += _with_case(word, sentence, marks)
            sentence = False
        return bytes(part), at, False

    def _word(self, code, coded, at, where):
        if code < TWO_BYTES:
            number = code - FIRST_WORD
        elif code < THREE_BYTES:
            low, at = _byte(coded, at, where)
            number = SECOND_TIER + ((code - TWO_BYTES) << 8) + low
        else:
            middle, at = _byte(coded, at, where)
            low, at = _byte(coded, at, where)
            number = THIRD_TIER + ((code - THREE_BYTES) << 16) + (middle << 8) + low
        require(number < len(self._words), f"{where}: word {number} of {len(self._words)} does not exist")
        return self._words[number], at


def _byte(coded, at, where):
    if at >= len(coded):
        raise ArchiveError(f"{where}: coded text ends early")
    return coded[at], at + 1


def _with_case(word, sentence, marks):
    """The word with its ASCII letters changed as the marks and the place in the sentence ask."""
    if UPPER in marks:
        return bytes(byte - CASE_BIT if byte in SMALL else byte for byte in word)
    first = word[0]
    toggled = TOGGLED in marks
    if first in SMALL and sentence != toggled:
        first -= CASE_BIT
    elif first in CAPITAL and toggled:
        first += CASE_BIT
    return bytes([first]) + word[1:]
