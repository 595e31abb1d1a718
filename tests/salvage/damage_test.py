"""What satchel extract --salvage saves of archives that were cut and overwritten at many places.

    damage_test.py [--long] [--seed N]    --long: 1,200 places instead of some

What was not touched must be saved byte for byte, nothing may come out that was not packed, and what is said to be lost
must be what was touched: which bytes an article needs says the reference reader, which shares no code with the tool.
"""

import json
import os
import random
import re
import sys
import tempfile
import unittest
from pathlib import Path

from archives import KINDS, Known, run

LONG = "--long" in sys.argv
SEED = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 1
PLACES = 200 if LONG else 50  # of each kind of archive
TEXTS = ("subtitle", "published", "source", "url", "language")


def without_mark(article):
    return {key: value for key, value in article.items() if key != "incomplete"}


def nameless(article):
    return {key: value for key, value in without_mark(article).items() if key not in ("identifier", "title")}


def comes_from(found, original):
    """Whether all that was saved of an article is in the original, in this order."""
    for key in TEXTS:
        if found[key] not in (None, original[key]):
            return False
    for key in ("authors", "tags"):
        rest = iter(original[key])
        if not all(value in rest for value in found[key]):
            return False
    if any(original["fields"].get(name) != value for name, value in found["fields"].items()):
        return False
    rest = iter(original["paragraphs"])
    for paragraph in found["paragraphs"]:
        for whole in rest:
            same = (whole["kind"], whole["level"]) == (paragraph["kind"], paragraph["level"])
            if same and paragraph["text"] in whole["text"]:
                break
        else:
            return False
    return True


def is_name_of(identifier, original):
    """Or its begin, when a catalog holds no more."""
    return original["identifier"] == identifier or (len(identifier) > 190 and
                                                    original["identifier"].startswith(identifier))


def damage(chance, known, others):
    """The bytes of an archive with something done to them; what was done."""
    data = bytearray(known.bytes)
    size = min(len(data) - 1, int(2 ** chance.uniform(0, 14)))
    at = chance.randrange(len(data) - size)
    if chance.random() < 0.5:  # where the texts are
        at = chance.randrange(known.catalogs[-1][1])
        size = min(size, len(data) - at)
    how = chance.choice(["cut", "cut in front", "zeros", "noise", "flip", "moved", "other", "two", "garbage before"])
    if how == "cut":
        return data[:at], how
    if how == "cut in front":
        return data[at:], how
    if how == "garbage before":
        return chance.randbytes(size) + data, how
    if how == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif how == "two":
        for _ in range(2):
            at = chance.randrange(len(data) - size)
            data[at:at + size] = chance.randbytes(size)
    else:
        data[at:at + size] = {"zeros": lambda: bytes(size), "noise": lambda: chance.randbytes(size),
                              "moved": lambda: known.bytes[(at * 7) % (len(data) - size):][:size],
                              "other": lambda: chance.choice(others)[at:at + size]}[how]()[:size].ljust(size, b"\0")
    return data, f"{how} {size} at {at}"


class Damage(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.known = [Known(kind, Path(cls.folder.name)) for kind in KINDS]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def salvage(self, data):
        path = Path(self.folder.name) / "damaged"
        path.write_bytes(data)
        done = run("extract", path, "--salvage", "--json")
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        if done.returncode == 2:
            self.assertEqual(done.stdout, "")
            self.assertIn("nothing is left to save", done.stderr)
            return 2, [], []
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], \
            [json.loads(line) for line in done.stderr.splitlines()]

    def intact(self, known, data, what, part):
        """Whether a part of the file is still there. What was put or cut in front moves all."""
        begin, end = part
        if what == "cut in front":
            return begin >= len(known.bytes) - len(data)
        if what == "garbage before":
            return True
        return end <= len(data) and data[begin:end] == known.bytes[begin:end]

    def check(self, known, data, what):
        possible = known.articles
        if what.startswith("other"):  # a block of another archive may be saved as well, with the long names it holds
            possible = [article for one in self.known for article in one.articles]
        status, found, report = self.salvage(data)
        is_intact = lambda part: self.intact(known, data, what, part)
        blocks = [is_intact(part) for part in known.blocks]
        catalogs = [is_intact(part) for part in known.catalogs]
        tables = all(is_intact(part) for part in known.tables)
        named = {}
        for article in found:
            self.assertTrue(article["identifier"] not in named, f"{article['identifier']} comes twice")
            named[article["identifier"]] = article
        texts = [nameless(article) for article in found]
        whole = 0
        for number, original in enumerate(known.articles):
            if not tables or not all(blocks[b] for b in known.needs[number]):
                continue
            whole += 1
            if catalogs[number // known.per_catalog] or known.own_identifier[number]:
                saved = named.get(original["identifier"])
                self.assertTrue(saved, f"{original['identifier']} is not saved")
                if catalogs[number // known.per_catalog]:
                    self.assertTrue(without_mark(saved) == original, f"{original['identifier']} is not what it was")
                if all(catalogs):
                    self.assertTrue("incomplete" not in saved, original["identifier"])
            else:
                self.assertTrue(nameless(original) in texts, f"the text of {original['identifier']} is not saved")
        for article in found:
            identifier = article["identifier"]
            if re.fullmatch(r"salvaged-\d+(-\d+)?", identifier):
                self.assertTrue(any(comes_from(article, original) for original in possible), identifier)
                continue
            self.assertTrue(any(is_name_of(identifier, original) and comes_from(article, original) and
                                original["title"].startswith(article["title"]) for original in possible), identifier)
        everything = all(named.get(a["identifier"]) == a for a in known.articles)
        self.assertGreaterEqual(everything, whole == len(known.articles) and all(catalogs))
        self.assertEqual(status == 0, everything)
        if status == 2:
            self.assertFalse(tables and any(blocks))
            return
        self.assertEqual(report[-1]["saved"], len(found))
        self.assertEqual(report[-1]["all"], everything)
        if tables and is_intact((0, 64)) and is_intact(known.directory) and len(data) == len(known.bytes):
            self.check_report(known, blocks, catalogs, report)

    def check_report(self, known, blocks, catalogs, report):
        """Head and directory are there: exactly what was touched is named."""
        lost = {(line["part"], n) for line in report if line.get("part") in ("block", "catalog")
                for n in range(line["first"], line["last"] + 1)}
        touched = {("block", n) for n, there in enumerate(blocks) if not there}
        self.assertEqual(lost, touched | {("catalog", n) for n, there in enumerate(catalogs) if not there})
        if all(catalogs):
            self.assertEqual({line["article"] for line in report if "article" in line},
                             {n for n, needs in enumerate(known.needs) if not all(blocks[b] for b in needs)})

    def test_what_is_not_touched_is_saved(self):
        for known in self.known:
            chance = random.Random(f"{known.kind.name} {SEED}")
            others = [other.bytes for other in self.known if other is not known]
            for place in range(PLACES):
                data, what = damage(chance, known, others)
                with self.subTest(kind=known.kind.name, place=place, what=what):
                    self.check(known, data, what)

    def test_undamaged(self):
        for known in self.known:
            with self.subTest(kind=known.kind.name):
                status, found, report = self.salvage(known.bytes)
                self.assertEqual((status, found), (0, known.articles))
                self.assertEqual(report, [{"saved": len(found), "saved_in_part": 0, "without_name": 0, "lost": 0,
                                           "all": True}])

    def test_what_is_saved_packs_again(self):
        for known in self.known:
            data = bytearray(known.bytes)
            begin, end = known.blocks[len(known.blocks) // 2]
            data[begin:end] = bytes(end - begin)
            data[known.directory[0]:] = b""
            with self.subTest(kind=known.kind.name):
                path = Path(self.folder.name) / "damaged"
                path.write_bytes(data)
                saved, again = path.with_suffix(".jsonl"), path.with_suffix(".satchel")
                status = run("extract", path, "--salvage", "-o", saved).returncode
                if not saved.exists():  # all was in that block
                    self.assertEqual((status, len(known.blocks)), (2, 1))
                    continue
                self.assertEqual(status, 1)
                done = run("pack", saved, "-o", again)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(run("verify", again).returncode, 0)
                def content(lines):
                    for article in map(json.loads, lines):
                        for paragraph in article["paragraphs"]:
                            paragraph["text"] = paragraph["text"].strip()  # of which a block's end cut a blank off
                        if article.pop("incomplete", False):
                            article["fields"]["incomplete"] = "true"  # packing keeps the mark
                        yield json.dumps(article, sort_keys=True)
                self.assertEqual(sorted(content(run("extract", again).stdout.splitlines())),
                                 sorted(content(saved.read_text().splitlines())))
                saved.unlink()


if __name__ == "__main__":
    if not os.access(os.environ.get("SATCHEL_TOOL", ""), os.X_OK):
        print("skipped: SATCHEL_TOOL does not name the program; nothing was tested")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
