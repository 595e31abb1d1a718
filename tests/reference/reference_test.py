"""The reader in Python and the C++ reader agree: articles, keys, lists, search scores, orders.

    reference_test.py [--whole]     --whole: all articles of the corpora in other scripts, and more of the others
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from folding import fold_whole, query_terms  # noqa: E402
from archive import Archive  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
SHARED = ROOT.parent / "shared"
KINDS = {16: "heading", 17: "paragraph", 18: "list_item", 19: "quote", 20: "code", 21: "reference",
         22: "boilerplate"}
CORPORA = ["reuters", "enwikiB-60k", "digitalgov", "python-docs", "foldoc", "rfc-fortieth", "tldr",
           "libreoffice-help-de-fr-ru-ja-zh", "gesetze-sixteenth", "crud-zhnews-8k", "saudinews-6k",
           "masakhane-en-fr"]
LINES, MANY_LINES = 60, 200  # of each corpus; of those where lists of several blocks are wanted
WHOLE = "--whole" in sys.argv
BYTES = 60_000_000 if WHOLE else 600_000  # of long lines there are fewer, and one that goes beyond this is the last
# Pieces of texts with what word codes treat in different ways: case, punctuation, scripts without blanks, raw bytes.
FRAGMENTS = ["lantern", "Lantern", "LANTERN", "lAntern", "iPod", "McAdam", "42", "2026", "été", "Größe", "река",
             "行灯", "灯り", "カナ", "등불", "e-mail", "don't", "a/b", "x_1", "(Harbour", '"Harbour"', "end.", "end!",
             "why?", "so:", "\U0001f56f", "e\u0301", "\u00a0", "tab\there", "NASA's", "the", "of", "The", "Of"]


def tool(*arguments, found=(0,)):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in found:
        raise AssertionError(f"{arguments}: exit status {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.stdout.decode()


def first_lines(corpus, count, target):
    """The first lines of a compressed corpus, without decompressing all of it."""
    source = subprocess.Popen(["zstd", "-dc", str(corpus)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with open(target, "wb") as out:
        for _, line in zip(range(count), source.stdout):
            out.write(line)
            if out.tell() > BYTES:
                break
    source.stdout.close()
    source.kill()
    source.wait()


def lines_of(corpus):
    """How many lines of a corpus are compared."""
    if WHOLE:
        return 4000 if corpus in ("reuters", "enwikiB-60k") else 1 << 30
    return MANY_LINES if corpus in ("reuters", "crud-zhnews-8k") else LINES


class Agreement(unittest.TestCase):
    def compare(self, inputs, *options, words=None):
        """Packs, checks, compares; `words` tells whether the archive must have a word list, None that it may."""
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "archive.satchel"
            tool("pack", *inputs, "-o", path, "--quiet", *options, found=(0, 1))
            reader = Path(__file__).parent / "satchel_reader.py"
            checked = subprocess.run([sys.executable, str(reader), str(path), "check"], check=True, stdout=subprocess.PIPE)
            facts = json.loads(checked.stdout)
            self.assertEqual(facts["articles_compared"], facts["articles"], "is the package unicode-data installed?")
            with Archive(str(path)) as archive:
                self.assertIn(words, (None, bool(archive.words)))
                self.compare_articles(archive, path)
                self.compare_search(archive, path)
                self.compare_orders(archive, path)

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
        dice = random.Random(1)
        words = [term.text for term in archive.terms() if term.tag == "w"]
        chosen = dice.sample(words, min(40, len(words)))
        titles = [re.sub('[-():*"“”„«»]', " ", entry.title) for entry in archive.catalog_entries if not entry.title_cut]
        titles = [title for title in titles if list(query_terms(title))]
        queries = chosen + [" ".join(chosen[i:i + 3]) for i in range(0, 30, 3)]
        for query in queries + dice.sample(titles, min(10, len(titles))):
            query = query.lower()  # no operator
            found = archive.search(list(query_terms(query)))
            ours = [(archive.catalog_entries[number].identifier, score) for score, number in found]
            theirs = json.loads(tool("search", path, query, "--json", "--count", "-n", "100000", found=(0, 1)))
            got = [(hit["identifier"], hit["score"]) for hit in theirs["hits"]]
            self.assertEqual(got, ours, query)
            self.assertEqual(theirs["total"], len(ours))

    def compare_orders(self, archive, path):
        """The tool completes titles in our order, and finds articles by identifier that we find."""
        entries = archive.catalog_entries
        listed = archive.titles.numbers()
        folded = {number: fold_whole(archive.article(number).title if entries[number].title_cut
                                     else entries[number].title) for number in listed}
        dice = random.Random(2)
        prefixes = [""]
        for title in (folded[number] for number in dice.sample(listed, min(12, len(listed)))):
            prefixes.append(title[:dice.randint(1, len(title))].rstrip())
        for prefix in prefixes:
            answer = tool("complete", path, prefix, "--json", "-n", "100000", found=(0, 1))
            found = [hit["article"] for hit in json.loads(answer)["titles"]]
            self.assertEqual(found, [number for number in listed if folded[number].startswith(prefix)], prefix)
        for number in dice.sample(range(len(entries)), min(12, len(entries))):
            ours = archive.article(number)
            self.assertEqual(archive.find_identifier(ours.identifier), number)
            if not ours.identifier.startswith(("-", "#")):
                read = json.loads(tool("read", path, ours.identifier, "--json"))
                self.assertEqual((read["identifier"], read["title"]), (ours.identifier, ours.title))

    def test_sample_collection(self):
        for page in ("512", "4096"):
            with self.subTest(page=page):
                self.compare([ROOT / "seeds"], "--page", page, "--block", "1024")
        self.compare([ROOT / "seeds"], "--dictionary", "4K")
        for ram in ("48K", "64K", "512K"):
            with self.subTest(ram=ram):
                self.compare([ROOT / "seeds"], "--ram", ram)
        for kept in ("passage", "none"):
            with self.subTest(positions=kept):
                self.compare([ROOT / "seeds"], "--positions", kept)

    def test_words(self):
        """Texts of chance from a small vocabulary, in every case and script, with and without words."""
        dice = random.Random(3)
        with tempfile.TemporaryDirectory() as directory:
            lines = Path(directory) / "words.jsonl"
            with open(lines, "w", encoding="utf-8") as out:
                for number in range(400):
                    chosen = dice.choices(FRAGMENTS, k=dice.randint(1, 400))
                    body = "".join(fragment + dice.choice(["", " ", " ", " ", "  ", "\n\n"]) for fragment in chosen)
                    title = " ".join(dice.choices(FRAGMENTS, k=4))
                    out.write(json.dumps({"id": f"article-{number}", "title": title, "body": body}) + "\n")
            self.compare([lines], "--block", "2K", words=True)
            self.compare([lines], "--block", "2K", "--word-codes", "48", words=True)
            self.compare([lines], "--word-codes", "0", words=False)

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
                count = lines_of(name)
                first_lines(SHARED / "corpora" / f"{name}.jsonl.zst", count, lines)
                self.compare([lines], "--level", "3")


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--whole"],
                  defaultTest="Agreement.test_corpora" if WHOLE else None, verbosity=2)
