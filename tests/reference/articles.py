"""Blocks, catalogs and the articles in them (SPEC.md, section 2)."""

from itertools import accumulate
from typing import NamedTuple

from archive_error import require
from flatbuffers_lite import root_table

PIECES_MAX = 65535
CATALOG_TEXT_MAX = 200
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
    first_piece: int
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
    first_piece: int
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
    pieces = table.numbers(1, "I", "pieces")
    text = table.bytes(2, "text")
    require(1 <= len(pieces) <= PIECES_MAX, f"{what}: {len(pieces)} pieces")
    parts = []
    at = 0
    for index, piece in enumerate(pieces):
        where = f"{what}, piece {index}"
        kind, level, goes_on, size = piece & 31, piece >> 5 & 7, bool(piece >> 8 & 1), piece >> 9
        require(kind != 0, f"{where}: has no kind")
        require(level in LEVELS.get(kind, (0,)), f"{where}: kind {kind} has level {level}")
        require(not goes_on or index + 1 == len(pieces), f"{where}: goes on, but is not the last")
        if words is not None:
            raw, at = words.decode(text, at, size, where)
        else:
            raw, at = text[at:at + size], at + size
        parts.append(Part(kind, level, goes_on, _text(raw, where)))
    require(at == len(text), f"{what}: pieces use {at} bytes of a text of {len(text)}")
    return parts


def decoded_size(parts):
    """Bytes of the texts of a block's parts."""
    return sum(len(part.text.encode("utf-8")) for part in parts)


def read_catalog(buffer, number, count):
    """The entries of a catalog that describes `count` articles, and its first_block."""
    what = f"catalog {number}"
    table = root_table(buffer, what)
    require(table.scalar(0, "I", "number") == number, f"{what}: bears another number")
    first_block = table.scalar(1, "I", "first_block")
    steps = table.numbers(2, "I", "block_steps")
    first_pieces = table.numbers(3, "H", "first_pieces")
    identifier_sizes = table.numbers(4, "H", "identifier_sizes")
    title_sizes = table.numbers(5, "H", "title_sizes")
    text = table.bytes(6, "text")
    for name, values in (("block_steps", steps), ("first_pieces", first_pieces),
                         ("identifier_sizes", identifier_sizes), ("title_sizes", title_sizes)):
        require(len(values) == count, f"{what}: {name} has {len(values)} elements for {count} articles")
    total = sum(size & 0x7FFF for size in identifier_sizes + title_sizes)
    require(total == len(text), f"{what}: identifiers and titles of {total} bytes, text of {len(text)}")
    blocks = [first_block + step for step in accumulate(steps)]
    entries = []
    at = 0
    for index in range(count):
        shown = []
        for size in (identifier_sizes[index], title_sizes[index]):
            where = f"{what}, entry {index}"
            length = size & 0x7FFF
            require(length <= CATALOG_TEXT_MAX, f"{where}: identifier or title of {length} bytes")
            shown += [_text(text[at:at + length], where), size > 0x7FFF]
            at += length
        entries.append(CatalogEntry(blocks[index], first_pieces[index], *shown))
    return first_block, entries


def assemble(blocks, first_article=None):
    """Yields the articles in a sequence of (block number, parts).

    With `first_article` = (number, piece index) the sequence begins in the middle of the archive: what stands
    in the first block before that piece is left out, and the last article ends where the sequence ends.
    """
    number, skip = first_article or (0, 0)
    article = None
    unfinished = None
    for block, parts in blocks:
        for index, part in enumerate(parts):
            if index < skip:
                continue
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
                    article = Article(number, block, index, [])
                require(article is not None, f"{where}: stands before the first identifier")
                article.pieces.append(Piece(part.kind, part.level, part.text))
            unfinished = part if part.goes_on else None
        skip = 0
    require(not unfinished, "the last piece goes on, but there is no block after it")
    if article:
        yield article


def complete(article, entry):
    """The article with identifier and title from its catalog entry; checks the order of its pieces."""
    what = f"article {article.number}"
    require((article.block, article.first_piece) == (entry.block, entry.first_piece),
            f"{what}: starts at piece {article.first_piece} of block {article.block}, its catalog says piece "
            f"{entry.first_piece} of block {entry.block}")
    kinds = [piece.kind for piece in article.pieces]
    require(kinds[:2] == [IDENTIFIER, TITLE], f"{what}: does not begin with identifier and title")
    single = [kind for kind in kinds if kind < FIRST_BODY and kind not in REPEATED_KINDS]
    require(len(set(single)) == len(single), f"{what}: one kind of metadata twice, of the kinds {single}")
    empty = {piece.kind for piece in article.pieces if not piece.text} - set(EMPTY_KINDS)
    require(not empty, f"{what}: empty pieces of the kinds {sorted(empty)}")
    _check_order(kinds, what)
    pieces = list(article.pieces)
    shown = ((entry.identifier, entry.identifier_cut), (entry.title, entry.title_cut))
    for index, (text, cut) in enumerate(shown):
        whole = pieces[index].text
        if cut:
            require(whole.startswith(text) and len(whole) > len(text),
                    f"{what}: the catalog's cut text is not the beginning of piece {index}")
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
