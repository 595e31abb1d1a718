"""The reader in Python and the C++ reader agree: every article, every key, every list, search scores."""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from satchel_reader import Archive  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
SHARED = ROOT.parent / "shared"
KINDS = {16: "heading", 17: "paragraph", 18: "list_item", 19: "quote", 20: "code", 21: "reference",
         22: "boilerplate"}
CORPORA = ["reuters", "enwikiB-60k", "digitalgov", "python-docs", "foldoc", "rfc-fortieth", "tldr",
           "libreoffice-help-de-fr-ru-ja-zh", "gesetze-sixteenth", "crud-zhnews-8k", "saudinews-6k",
           "masakhane-en-fr"]
LINES = 400  # of each corpus


def tool(*arguments, found=(0,)):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in found:
        raise AssertionError(f"{arguments}: exit status {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.stdout.decode()


def first_lines(corpus, target):
    """The first lines of a compressed corpus, without decompressing all of it."""
    source = subprocess.Popen(["zstd", "-dc", str(corpus)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with open(target, "wb") as out:
        for _, line in zip(range(LINES), source.stdout):
            out.write(line)
    source.stdout.close()
    source.kill()
    source.wait()


class Agreement(unittest.TestCase):
    def compare(self, inputs, *options):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "archive.satchel"
            tool("pack", *inputs, "-o", path, "--quiet", *options, found=(0, 1))
            reader = Path(__file__).parent / "satchel_reader.py"
            subprocess.run([sys.executable, str(reader), str(path), "check"], check=True, stdout=subprocess.DEVNULL)
            with Archive(str(path)) as archive:
                self.compare_articles(archive, path)
                self.compare_search(archive, path)

    def compare_articles(self, archive, path):
        theirs = (json.loads(line) for line in tool("extract", path).splitlines())
        for ours in archive.articles():
            article = next(theirs)
            self.assertEqual(article["identifier"], ours.identifier)
            self.assertEqual(article["title"], ours.title)
            self.assertEqual(article["authors"], ours.texts(4))
            self.assertEqual(article["tags"], ours.texts(9))
            self.assertEqual([article["published"]], ours.texts(7) or [None])
            body = [(KINDS[p.kind], p.level, p.text) for p in ours.pieces if p.kind >= 16]
            self.assertEqual([(p["kind"], p["level"], p["text"]) for p in article["paragraphs"]], body)
        self.assertIsNone(next(theirs, None))

    def compare_search(self, archive, path):
        """Words of several ranks of frequency, alone and together: the same articles with the same scores."""
        words = [term.text for term in archive.terms() if term.tag == "w" and term.text.isascii()]
        chosen = random.Random(1).sample(words, min(40, len(words)))
        for query in [[word] for word in chosen] + [chosen[i:i + 3] for i in range(0, 30, 3)]:
            ours = [(archive.catalog_entries[number].identifier, score) for score, number in archive.search(query)]
            theirs = json.loads(tool("search", path, " ".join(query), "--json", "--count", "-n", "100000"))
            got = [(hit["identifier"], hit["score"]) for hit in theirs["hits"]]
            self.assertEqual(got, ours, query)
            self.assertEqual(theirs["total"], len(ours))

    def test_sample_collection(self):
        for page in ("512", "4096"):
            with self.subTest(page=page):
                self.compare([ROOT / "seeds"], "--page", page, "--block", "1024")
        self.compare([ROOT / "seeds"], "--dictionary", "4K")

    def test_outside_articles(self):
        if not SHARED.exists():
            self.skipTest("../shared is absent")
        self.compare(sorted((SHARED / "seeds").glob("*.txt")))

    def test_corpora(self):
        if not SHARED.exists():
            self.skipTest("../shared is absent")
        for name in CORPORA:
            with self.subTest(corpus=name), tempfile.TemporaryDirectory() as directory:
                lines = Path(directory) / "corpus.jsonl"
                first_lines(SHARED / "corpora" / f"{name}.jsonl.zst", lines)
                self.compare([lines], "--level", "3")


if __name__ == "__main__":
    unittest.main()
