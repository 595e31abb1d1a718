"""Blocks, catalogs and the articles in them (SPEC.md, section 2)."""

from itertools import accumulate
from typing import NamedTuple

from archive_error import require
from flatbuffers_lite import root_table

PIECES_MAX = 65535
CATALOG_TEXT_MAX = 200
PIECE_END = b"\0"
IDENTIFIER, TITLE, AUTHOR, TAG, FIELD_NAME, FIELD_VALUE, FIRST_BODY, HEADING, LIST_ITEM = 1, 2, 4, 9, 10, 11, 16, 16, 18
REPEATED_KINDS = (AUTHOR, TAG, FIELD_NAME, FIELD_VALUE)  # of those before the body
EMPTY_KINDS = (IDENTIFIER, TITLE, FIELD_VALUE)
LEVELS = {HEADING: range(1, 7), LIST_ITEM: range(1, 8)}


class Part(NamedTuple):
    """What one block holds of a piece."""

    kind: int
    level: int
    goes_on: bool
    text: str


class Piece(NamedTuple):
    """A whole piece of an article."""

    kind: int
    level: int
    text: str


class Article(NamedTuple):
    """An article with the place where it starts."""

    number: int
    block: int
    start: int
    begins_block: bool
    pieces: list

    def texts(self, kind):
        return [piece.text for piece in self.pieces if piece.kind == kind]

    @property
    def identifier(self):
        return self.pieces[0].text

    @property
    def title(self):
        return self.pieces[1].text


class CatalogEntry(NamedTuple):
    """What a catalog says about one article."""

    block: int
    start: int
    begins_block: bool
    frame: tuple
    identifier: str
    identifier_cut: bool
    title: str
    title_cut: bool


def _text(raw, what):
    try:
        return bytes(raw).decode("utf-8")
    except UnicodeDecodeError as error:
        require(False, f"{what}: text is not UTF-8 ({error})")


def read_block(buffer, number, words=None):
    """The parts that the FlatBuffer of a block holds; `words` decodes their texts in an archive with words."""
    what = f"block {number}"
    table = root_table(buffer, what)
    require(table.scalar(0, "I", "number") == number, f"{what}: bears another number")
    kinds = table.bytes(1, "kinds")
    text = table.bytes(2, "text")
    require(1 <= len(kinds) <= PIECES_MAX, f"{what}: {len(kinds)} pieces")
    parts = []
    at = 0
    for index, head in enumerate(kinds):
        where = f"{what}, piece {index}"
        kind, level = head & 31, head >> 5
        require(kind != 0, f"{where}: has no kind")
        require(level in LEVELS.get(kind, (0,)), f"{where}: kind {kind} has level {level}")
        require(at < len(text), f"{where}: there is no text for it")
        if words is not None:
            raw, at, ended = words.decode(text, at, where)
        else:
            end = text.find(PIECE_END, at)
            ended = end >= 0
            raw, at = (text[at:end], end + 1) if ended else (text[at:], len(text))
        require(ended or index + 1 == len(kinds), f"{where}: goes on, but is not the last")
        parts.append(Part(kind, level, not ended, _text(raw, where)))
    require(at == len(text), f"{what}: pieces use {at} bytes of a text of {len(text)}")
    return parts


def decoded_size(parts):
    """Bytes of the texts of a block's parts with their ends."""
    return sum(len(part.text.encode("utf-8")) + (not part.goes_on) for part in parts)


def read_catalog(buffer, number, count):
    """The entries of a catalog that describes `count` articles."""
    what = f"catalog {number}"
    table = root_table(buffer, what)
    require(table.scalar(0, "I", "number") == number, f"{what}: bears another number")
    block = table.scalar(1, "I", "first_block")
    start = table.scalar(2, "I", "first_start")
    offset = table.scalar(3, "Q", "first_offset")
    size = table.scalar(4, "I", "first_size")
    starts = iter(table.bytes(5, "starts"))
    identifiers = _strings(table.bytes(6, "identifiers"), count, what)
    titles = _strings(table.bytes(7, "titles"), count, what)
    entries = []
    for index in range(count):
        where = f"{what}, entry {index}"
        head = _varint(starts, where)
        step, begins, title_cut, identifier_cut = head >> 3, bool(head & 4), bool(head & 2), bool(head & 1)
        require(index or not step, f"{where}: the first article does not start in the first block")
        if step:
            gap = _varint(starts, where) if step > 1 else 0
            block, start, offset, size = block + step, 0, offset + size + gap, _varint(starts, where)
        identifier, title = identifiers[index], titles[index]
        require(max(len(identifier), len(title)) <= CATALOG_TEXT_MAX, f"{where}: long identifier or title")
        entries.append(CatalogEntry(block, start, begins, (offset, size), _text(identifier, where), identifier_cut,
                                    _text(title, where), title_cut))
        start += 1
    require(next(starts, None) is None, f"{what}: bytes behind the last start")
    return entries


def _strings(column, count, what):
    strings = column.split(PIECE_END)
    require(len(strings) == count + 1 and strings[-1] == b"",
            f"{what}: {len(strings) - 1} strings for {count} articles")
    return strings[:-1]


def _varint(numbers, where):
    value = 0
    for shift in range(0, 64, 7):
        byte = next(numbers, None)
        require(byte is not None, f"{where}: starts end early")
        value |= (byte & 127) << shift
        if byte < 128:
            return value
    require(False, f"{where}: a number of more than 10 bytes")


def assemble(blocks, first_article=None):
    """Yields the articles in a sequence of (block number, parts).

    With `first_article` = (number, start) the sequence begins in the middle of the archive: `start` articles of
    the first block are left out, with what stands before them, and the last article ends where the sequence ends.
    """
    number, skip = first_article or (0, 0)
    skipping = first_article is not None
    article = None
    unfinished = None
    for block, parts in blocks:
        starts = 0
        for index, part in enumerate(parts):
            if skipping:
                if part.kind != IDENTIFIER or starts < skip:
                    starts += part.kind == IDENTIFIER
                    continue
                skipping = False
            where = f"block {block}, piece {index}"
            if unfinished:
                same = (part.kind, part.level) == (unfinished.kind, unfinished.level)
                require(same, f"{where}: not the same kind and level as the piece that goes on here")
                article.pieces[-1] = Piece(part.kind, part.level, article.pieces[-1].text + part.text)
            else:
                if part.kind == IDENTIFIER:
                    if article:
                        yield article
                        number += 1
                    article = Article(number, block, starts, index == 0, [])
                    starts += 1
                require(article is not None, f"{where}: stands before the first identifier")
                article.pieces.append(Piece(part.kind, part.level, part.text))
            unfinished = part if part.goes_on else None
    require(not unfinished, "the last piece goes on, but there is no block after it")
    if article:
        yield article


def complete(article, entry):
    """The article with identifier and title from its catalog entry; checks the order of its pieces."""
    what = f"article {article.number}"
    place = (article.block, article.start, article.begins_block)
    said = (entry.block, entry.start, entry.begins_block)
    require(place == said, f"{what}: starts at {place}, its catalog says {said}")
    require(article.pieces[0].kind == IDENTIFIER, f"{what}: does not begin with an identifier")
    stored = len(article.pieces) > 1 and article.pieces[1].kind == TITLE
    require(stored == entry.title_cut, f"{what}: a title in the block, or none, against what the catalog says")
    require(entry.title_cut or not entry.identifier_cut, f"{what}: the identifier is cut, the title is not")
    pieces = list(article.pieces)
    if not stored:
        pieces.insert(1, Piece(TITLE, 0, ""))
    kinds = [piece.kind for piece in pieces]
    single = [kind for kind in kinds if kind < FIRST_BODY and kind not in REPEATED_KINDS]
    require(len(set(single)) == len(single), f"{what}: one kind of metadata twice, of the kinds {single}")
    empty = {piece.kind for piece in pieces if not piece.text} - set(EMPTY_KINDS)
    require(not empty, f"{what}: empty pieces of the kinds {sorted(empty)}")
    _check_order(kinds, what)
    shown = ((entry.identifier, entry.identifier_cut), (entry.title, entry.title_cut))
    for index, (text, cut) in enumerate(shown):
        whole = pieces[index].text
        if cut:
            require(whole.startswith(text), f"{what}: the catalog's cut text is not the beginning of piece {index}")
        else:
            require(whole == "", f"{what}: piece {index} stands in the block and in the catalog")
            pieces[index] = pieces[index]._replace(text=text)
    return article._replace(pieces=pieces)


def _check_order(kinds, what):
    """Metadata in the order of the kinds' numbers, names and values of fields in turn, then the body."""
    body = False
    previous = 0
    for kind in kinds:
        if kind >= FIRST_BODY:
            require(previous != FIELD_NAME, f"{what}: name of a field without a value")
            body = True
            continue
        require(not body, f"{what}: metadata of kind {kind} after the body")
        if kind == FIELD_VALUE:
            require(previous == FIELD_NAME, f"{what}: value of a field without a name")
        else:
            require(previous != FIELD_NAME, f"{what}: name of a field without a value")
            ordered = previous <= kind or (previous, kind) == (FIELD_VALUE, FIELD_NAME)
            require(ordered, f"{what}: metadata of kind {kind} after kind {previous}")
        previous = kind
    require(previous != FIELD_NAME or body, f"{what}: name of a field without a value")
