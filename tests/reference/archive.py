"""An archive opened for reading: the parts of SPEC.md put together."""

import mmap
import struct
import zlib
from itertools import islice

from archive_error import ArchiveError, require
from articles import assemble, complete, decoded_size, read_block, read_catalog
from coded_text import WordCodes
from flatbuffers_lite import root_table
from folding import ANALYZER
from scoring_tables import ScoringTables
from packed_numbers import Order, PackedNumbers
from page_region import PageRegion, Section
from posting_list import decode_list, document_frequency
from scores import ranked
from signature import SIGNED, Signature
from term_tree import TermTree
from zstd_frames import Decompressor, dictionary_id_of, walk_frames

HEAD_CODES = "<8sHHIIIQQIIII"
HEAD_OFFSET, HEAD_SIZE = 8, 56
MAGIC = b"Satchel\n"
VERSION = 1
ARTICLES_MAX = (1 << 32) - 512
BLOCK_MAX = 4 << 20
FRAMES_PER_GROUP = 64


class Archive:
    """An archive opened for reading; the constructor checks head, directory and layout of the file."""

    def __init__(self, path):
        with open(path, "rb") as file:
            try:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise ArchiveError("not an archive: the file is empty") from error
        self._read_head()
        self._read_directory()
        self._check_layout()
        self._decompressor = Decompressor(self._read_dictionary())
        self.words = self._read_words()
        self.catalog_entries = self._read_catalogs()
        self._lists = None
        self._dates = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._decompressor.close()

    def _read_head(self):
        enough = len(self.data) >= HEAD_OFFSET + HEAD_SIZE
        require(enough and self.data[HEAD_OFFSET:HEAD_OFFSET + 8] == MAGIC, "not an archive")
        raw = self.data[HEAD_OFFSET:HEAD_OFFSET + HEAD_SIZE]
        numbers = struct.unpack(HEAD_CODES, raw)
        _, version, reserved1, must_understand, self.may_ignore, self._directory_size = numbers[:6]
        self.directory_offset, file_size, self._directory_crc, reserved2, reserved3, head_crc = numbers[6:]
        require(zlib.crc32(raw[:52]) == head_crc, "damaged: CRC-32 of the head differs")
        require(version <= VERSION, f"version {version} needs a newer reader")
        require(must_understand == 0, f"features {must_understand:#x} need a newer reader")
        require(version == VERSION and (reserved1, reserved2, reserved3) == (0, 0, 0),
                "head: version 0 or reserved bits")
        require(file_size == len(self.data),
                f"truncated or appended to: {len(self.data)} bytes, the head says {file_size}")

    def _read_directory(self):
        start, end = self.directory_offset, self.directory_offset + self._directory_size
        is_signed = bool(self.may_ignore & SIGNED)
        require(start % 8 == 0 and (end < len(self.data) if is_signed else end == len(self.data)),
                f"directory from {start} to {end} is misplaced")
        buffer = self.data[start:end]
        require(zlib.crc32(buffer) == self._directory_crc, "damaged: CRC-32 of the directory differs")
        table = root_table(buffer, "directory")
        self.articles_count = table.scalar(0, "I", "articles")
        self.text_bytes = table.scalar(1, "Q", "text_bytes")
        self.name = table.string(2, "name")
        analyzer = table.table(3, "analyzer")
        require(analyzer, "directory: there is no analyzer")
        self.analyzer, self.stemmer = analyzer.string(0, "name"), analyzer.string(1, "stemmer")
        require(self.analyzer is not None and self.stemmer is not None, "analyzer: lacks name or stemmer")
        self.dictionary_offset = table.scalar(4, "Q", "dictionary_offset")
        self.dictionary_frame_size = table.scalar(5, "I", "dictionary_frame_size")
        self.dictionary_size = table.scalar(6, "I", "dictionary_size")
        self.word_codes_offset = table.scalar(7, "Q", "word_codes_offset")
        self.word_codes_frame_size = table.scalar(8, "I", "word_codes_frame_size")
        self.word_codes_size = table.scalar(9, "I", "word_codes_size")
        self.blocks_count = table.scalar(10, "I", "blocks")
        self.catalogs_count = table.scalar(11, "I", "catalogs")
        self.articles_per_catalog = table.scalar(12, "I", "articles_per_catalog")
        self.block_max = table.scalar(13, "I", "block_max")
        self.text_max = table.scalar(14, "I", "text_max")
        self.frame_max = table.scalar(15, "I", "frame_max")
        pages = table.table(16, "pages")
        require(pages, "directory: there are no pages")
        self.region = PageRegion(self.data, pages)
        self._block_section = self._section(table, 17, "block_frames")
        self._catalog_section = self._section(table, 18, "catalog_frames")
        size_bytes = table.scalar(31, "B", "frame_size_bytes")
        require(1 <= size_bytes <= 4, f"sizes of frames in {size_bytes} bytes")
        places = self.region.read(self._block_section, "block_frames")
        self.block_places = self._places(places, self.blocks_count, size_bytes, "block_frames")
        places = table.bytes(30, "catalog_places")
        require(not places or self._catalog_section.size == 0, "places of catalogs in directory and pages")
        places = places or self.region.read(self._catalog_section, "catalog_frames")
        self.catalog_places = self._places(places, self.catalogs_count, size_bytes, "catalog_frames")
        terms = table.table(19, "terms")
        require(terms, "directory: there is no term dictionary")
        self.tree = TermTree(self.region, terms)
        text_max = (self.blocks_count + self.catalogs_count) * max(self.block_max, self.text_max)
        self.model = ScoringTables(table, 20, self.articles_count, 2 * text_max + 64)
        self.identifiers = self._order(table, 25, "identifiers")
        self.titles = self._order(table, 26, "titles")
        self._date_table = table.table(27, "dates")
        self.repeated = table.numbers(28, "I", "repeated")
        self.frames_crc = table.scalar(29, "I", "frames_crc")
        frames = zlib.crc32(self.data[64:sum(self.catalog_places[-1])])
        self.input_max = table.scalar(32, "I", "input_max")
        self.raw_dictionary = bool(table.scalar(33, "B", "raw_dictionary"))
        self.memory = table.scalar(34, "I", "memory")
        require(frames == self.frames_crc, "damaged: CRC-32 of the compressed frames differs")
        require(self.articles_count <= ARTICLES_MAX, f"{self.articles_count} articles")
        largest = max(self.block_max, self.text_max)
        require(largest <= BLOCK_MAX, f"blocks of up to {largest} bytes")
        require(1 <= self.articles_per_catalog <= 1024, "articles in a catalog")
        catalogs = -(-self.articles_count // max(1, self.articles_per_catalog))
        require(self.catalogs_count == catalogs, f"{self.catalogs_count} catalogs, expected {catalogs}")

    @staticmethod
    def _section(table, index, name):
        return Section(*(table.inline_struct(index, "QQ", 8, name) or (0, 0)))

    def _order(self, table, index, name):
        order = table.table(index, name)
        require(order, f"directory: there is no order {name}")
        return Order(self.region, order, self.articles_count, name)

    @staticmethod
    def _places(data, count, size_bytes, name):
        """Offset and size of each frame."""
        groups = -(-count // FRAMES_PER_GROUP)
        require(len(data) == 8 * groups + size_bytes * count, f"{name}: {len(data)} bytes for {count} frames")
        places = []
        at = 0
        for number in range(count):
            if number % FRAMES_PER_GROUP == 0:
                offset = int.from_bytes(data[at:at + 8], "little")
                at += 8
            size = int.from_bytes(data[at:at + size_bytes], "little")
            at += size_bytes
            places.append((offset, size))
            offset += size
        return places

    def _check_layout(self):
        """The frames: what stands where, without gaps, in the order of the table in section 1."""
        frames = list(walk_frames(self.data))
        self.frames_count = len(frames)
        self.signature = None
        if self.may_ignore & SIGNED:
            self.signature = Signature(self.data, self.directory_offset + self._directory_size, frames.pop())
        head, directory = frames[0], frames[-1]
        require(not head.compressed and head.content_size == HEAD_SIZE, "the first frame is not the head")
        require(not directory.compressed, "the last frame is not the directory")
        require(self.directory_offset == directory.content,
                f"directory at {self.directory_offset}, its frame's content at {directory.content}")

        at = head.end
        following = [frame for frame in frames if frame.compressed]
        self._dictionary_frame = self._words_frame = None
        if self.dictionary_size:
            place = (self.dictionary_offset, self.dictionary_frame_size)
            self._dictionary_frame = self._leading_frame(following, at, place, self.dictionary_size, "dictionary")
            at = self._dictionary_frame.end
        if self.word_codes_size:
            place = (self.word_codes_offset, self.word_codes_frame_size)
            self._words_frame = self._leading_frame(following, at, place, self.word_codes_size, "words")
            at = self._words_frame.end
        expected = self.block_places + self.catalog_places
        require([(frame.offset, frame.size) for frame in following] == expected,
                "the compressed frames are not where block_frames and catalog_frames say")
        at = following[-1].end if following else at
        self._block_frames = following[:self.blocks_count]
        self._catalog_frames = following[self.blocks_count:]
        tables = sum(frame.size for frame in (self._dictionary_frame, self._words_frame) if frame)
        frame_max = max((frame.size for frame in following), default=0)
        frame_max = max(frame_max, tables)
        input_max = max(frame.input_max for frame in frames)
        require(input_max == self.input_max, f"largest zstd block: {input_max} bytes, not {self.input_max}")
        block_max = max((frame.content_size for frame in following), default=0)
        require(frame_max == self.frame_max, f"largest frame: {frame_max} bytes, not {self.frame_max}")
        require(block_max == self.block_max, f"largest block: {block_max} bytes, not {self.block_max}")

        rest = [frame for frame in frames[1:-1] if not frame.compressed]
        require(rest and rest[0].offset == at, f"no skippable frame at {at}, after the last catalog")
        if rest[0].content != self.region.offset:
            padding = rest.pop(0)
            require(not any(self.data[padding.content:padding.end]), f"padding at {padding.offset} is not 0")
            require(padding.size < 8 + self.region.page_size,
                    f"padding at {padding.offset} is longer than needed")
        self.region.check_frames(rest, directory)

    @staticmethod
    def _leading_frame(compressed, at, place, content_size, name):
        """Takes the frame of the dictionary or the words from the front of the compressed frames."""
        require(compressed, f"the frame of the {name} is missing")
        frame = compressed.pop(0)
        require((frame.offset, frame.size) == place and frame.offset == at,
                f"the frame of the {name} is not where the directory says, at {place[0]}")
        require(frame.content_size == content_size,
                f"{name} of {frame.content_size} bytes, the directory says {content_size}")
        return frame

    def _read_dictionary(self):
        if self._dictionary_frame is None:
            return b""
        dictionary, = self._plain_contents([self._dictionary_frame])
        require((dictionary_id_of(dictionary) == 0) == self.raw_dictionary,
                "a raw dictionary begins with a dictionary's header, or another one does not")
        return dictionary

    def _read_words(self):
        if self._words_frame is None:
            require(self.text_max == 0, f"no words, but text_max is {self.text_max}")
            return None
        buffer, = self._plain_contents([self._words_frame])
        return WordCodes(buffer)

    def _plain_contents(self, frames):
        """The contents of frames that use no dictionary, even in an archive that has one."""
        return Decompressor().contents(self.data, frames)

    def _read_catalogs(self):
        entries = []
        for number, buffer in enumerate(self._plain_contents(self._catalog_frames)):
            count = min(self.articles_per_catalog, self.articles_count - number * self.articles_per_catalog)
            entries += read_catalog(buffer, number, count)
        places = [(entry.block, entry.start) for entry in entries]
        require(all(a < b for a, b in zip(places, places[1:])), "articles in the catalogs are not in order")
        require(not places or places[-1][0] < self.blocks_count, "an article starts after the last block")
        require(not places or places[0] == (0, 0), "the first article does not start at the first piece")
        for number, entry in enumerate(entries):
            require(entry.frame == self.block_places[entry.block],
                    f"article {number}: its block is at {entry.frame}, not {self.block_places[entry.block]}")
        return entries

    def _blocks(self, first=0, end=None):
        frames = islice(self._block_frames, first, end)
        for number, buffer in enumerate(self._decompressor.contents(self.data, frames), first):
            yield number, read_block(buffer, number, self.words)

    def _all_blocks(self):
        """Like _blocks; checks in the end that text_max is the greatest size."""
        largest = 0
        for number, parts in self._blocks():
            largest = max(largest, decoded_size(parts))
            yield number, parts
        require(self.words is None or largest == self.text_max,
                f"largest text of a block: {largest} bytes, not {self.text_max}")

    def articles(self):
        """Yields all articles with all their pieces, in order."""
        count = 0
        for article in assemble(self._all_blocks()):
            require(article.number < self.articles_count,
                    f"more than {self.articles_count} articles in the blocks")
            yield complete(article, self.catalog_entries[article.number])
            count += 1
        require(count == self.articles_count,
                f"{count} articles in the blocks, expected {self.articles_count}")

    def article(self, number):
        """One article, read by way of its catalog."""
        require(0 <= number < self.articles_count,
                f"article {number} of {self.articles_count} does not exist")
        entry = self.catalog_entries[number]
        end = self.blocks_count
        if number + 1 < self.articles_count:
            end = self.catalog_entries[number + 1].block + 1
        return complete(next(assemble(self._blocks(entry.block, end), (number, entry.start))), entry)

    def find_identifier(self, identifier):
        """The number of the article with this identifier, or None; halves the order of identifiers."""
        wanted = identifier.encode("utf-8")
        low, high = 0, len(self.identifiers)
        while low < high:
            middle = (low + high) // 2
            number = self.identifiers[middle]
            entry = self.catalog_entries[number]
            whole = self.article(number).identifier if entry.identifier_cut else entry.identifier
            found = whole.encode("utf-8")
            if found == wanted:
                return number
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return None

    def terms(self):
        """Yields all terms in the order of their keys and checks the term dictionary on the way."""
        return self.tree.check()

    def find(self, tag, text):
        """The term with this tag (one letter) and text, or None."""
        return self.tree.find((tag + text).encode("utf-8"))

    def _list_bytes(self, term):
        if term.inlined is not None:
            return term.inlined, 0
        if self._lists is None:
            self._lists = self.region.read(self.tree.lists, "lists")
        return self._lists, term.address - self.tree.lists.start

    def postings(self, term):
        """The posting list of a term."""
        return self.postings_and_size(term)[0]

    def postings_and_size(self, term):
        """The posting list of a term and the bytes that it takes."""
        data, start = self._list_bytes(term)
        try:
            postings, end = decode_list(data, start, len(data), self.articles_count, self.model, term.tag != "w",
                                        term.frequency)
        except ArchiveError as error:
            raise ArchiveError(f"list of {term.key!r}: {error}") from error
        require(term.inlined is None or end == len(data),
                f"list of {term.key!r}: bytes after the inlined list")
        return postings, end - start

    def document_frequency(self, term):
        """In how many articles a term occurs."""
        if term.frequency is not None:
            return term.frequency
        data, start = self._list_bytes(term)
        return document_frequency(data, start, len(data), self.articles_count)[0]

    def date(self, article):
        """The day of an article since 1970-01-01, or None."""
        if self._date_table is None:
            return None
        if self._dates is None:
            self._dates = self._read_dates()
        base, values = self._dates
        value = values[article]
        return value - 1 + base if value else None

    def _read_dates(self):
        bits = self._date_table.scalar(0, "B", "bits")
        base = self._date_table.scalar(1, "i", "base")
        section = self._section(self._date_table, 2, "values")
        require(1 <= bits <= 32, f"dates of {bits} bits")
        return base, PackedNumbers(self.region, section, bits, self.articles_count, "dates")

    def sections(self):
        """All sections of the pages with their names."""
        found = [(self._block_section, "block_frames"), (self._catalog_section, "catalog_frames"),
                 (self.tree.lists, "lists"), (self.identifiers.section, "identifiers"),
                 (self.titles.section, "titles")]
        if self._date_table is not None:
            found.append((self._section(self._date_table, 2, "values"), "dates"))
        return found

    def search(self, words):
        """All articles with at least one of the words, as (score, article), the best first."""
        require(self.analyzer == ANALYZER, f"cannot search: the analyzer {self.analyzer} is not known")
        return ranked(self, words)
