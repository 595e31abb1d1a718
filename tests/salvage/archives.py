"""Archives to damage, and what is known of each from the reference reader."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "reference"), str(ROOT / "tests" / "command_line")]

from satchel_reader import Archive  # noqa: E402
from support import json_lines, run  # noqa: E402


def sentence(chance, words):
    return " ".join(chance.choices(words, k=chance.randint(6, 14))).capitalize() + "."


def articles(count, seed, paragraphs=4, longest=0):
    """Made-up articles with metadata of every kind; every seventh has `longest` paragraphs."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abdefghiklmnoprstuvz", k=chance.randint(2, 8))) for _ in range(900)]
    words += ["Tür", "naïve", "活字", "e.g.", "1987"]
    for n in range(count):
        many = longest if longest and n % 7 == 0 else paragraphs
        body = [{"kind": "heading", "level": 1, "text": sentence(chance, words)}]
        body += [{"kind": chance.choice(["paragraph", "paragraph", "quote"]), "level": 0,
                  "text": " ".join(sentence(chance, words) for _ in range(chance.randint(1, 5)))} for _ in range(many)]
        yield {"id": f"n{n}" + (" and so on" * 30 if n % 50 == 24 else ""),
               "title": f"Note {n}: {sentence(chance, words)}" + (" long" * 60 if n % 50 == 49 else ""),
               "authors": [sentence(chance, words[:40]), f"Author {n % 9}"], "date": f"19{10 + n % 90}-05-01",
               "source": "Notes", "tags": chance.sample(words[:60], 3), "shelf": f"B {n}", "paragraphs": body}


class Kind(NamedTuple):
    name: str
    articles: list
    options: list
    has: set  # of "dictionary", "words", "raw": what its texts are coded with


KINDS = [
    Kind("tiny", list(articles(2, 1)), ["--word-codes", "0", "--dictionary", "0"], set()),
    Kind("plain", list(articles(150, 2)), ["--word-codes", "0", "--dictionary", "0", "--block", "2K"], set()),
    Kind("words", list(articles(260, 3)), ["--dictionary", "0", "--block", "4K"], {"words"}),
    Kind("usual", list(articles(400, 4)), ["--block", "4K"], {"words", "dictionary"}),
    Kind("long", list(articles(120, 5, 2, 40)), ["--block", "1K", "--word-codes", "0", "--dictionary", "8K"],
         {"dictionary"}),
    Kind("small_memory", list(articles(300, 6, 3, 30)), ["--ram", "48K", "--dictionary", "1K", "--word-codes", "500"],
         {"words", "dictionary", "raw"}),
]


class Known:
    """An undamaged archive: its bytes, what extract gives of it, and which bytes each article needs."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.path = folder / f"{kind.name}.satchel"
        done = run("pack", "-", "-o", self.path, "--threads", "1", *kind.options, input=json_lines(kind.articles))
        assert done.returncode == 0, done.stderr
        self.bytes = self.path.read_bytes()
        self.articles = [json.loads(line) for line in run("extract", self.path).stdout.splitlines()]
        with Archive(self.path) as archive:
            self.blocks = [(at, at + size) for at, size in archive.block_places]
            self.catalogs = [(at, at + size) for at, size in archive.catalog_places]
            self.per_catalog = archive.articles_per_catalog
            self.tables = [(at, at + size) for at, size in (
                (archive.dictionary_offset, archive.dictionary_frame_size),
                (archive.word_codes_offset, archive.word_codes_frame_size)) if size]
            self.directory = (archive.directory_offset - 16, len(self.bytes))
            entries = archive.catalog_entries
            has = {name for name, size in (("dictionary", archive.dictionary_size), ("words", archive.word_codes_size),
                                           ("raw", archive.raw_dictionary)) if size}
        assert has == kind.has, f"{kind.name}: the archive has {has}"
        self.needs = []
        for entry, after in zip(entries, [*entries[1:], None]):
            last = len(self.blocks) - 1 if after is None else after.block - after.begins_block
            self.needs.append(range(entry.block, last + 1))
        self.own_identifier = [entry.identifier_cut for entry in entries]  # the block has it whole
