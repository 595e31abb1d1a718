"""The archives of schema/vectors hold what the JSON beside them says: by both readers, and when packed again."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from vectors import ARCHIVES, QUERIES, VECTORS, contents, pack, text_of

from consistency import check_archive
from satchel_reader import Archive

BYTES_MAX = 200_000
KINDS = {"heading": 16, "paragraph": 17, "list_item": 18, "quote": 19, "code": 20, "reference": 21, "boilerplate": 22}


def tool(*arguments):
    done = subprocess.run([os.environ["SATCHEL_TOOL"], *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in (0, 1) or (done.returncode and done.stderr):
        raise AssertionError(f"{arguments}: {done.returncode}, {done.stderr.decode()}")
    return done.stdout.decode()


def section(found, name):
    """The lines of the JSON under the name that begins so."""
    return next(lines for key, lines in found.items() if key.startswith(name))


def said(name):
    return (VECTORS / f"{name}.json").read_text(encoding="utf-8")


class Vectors(unittest.TestCase):
    def test_reader_in_python(self):
        for name in ARCHIVES:
            path = VECTORS / f"{name}.satchel"
            with self.subTest(archive=name):
                self.assertEqual(text_of(contents(path, name)), said(name))
                with Archive(str(path)) as archive:
                    summary, = check_archive(archive)
                self.assertEqual(summary["articles_compared"], summary["articles"])

    def test_tool(self):
        for name in ARCHIVES:
            with self.subTest(archive=name):
                self.compare_tool(VECTORS / f"{name}.satchel", json.loads(said(name)))

    def compare_tool(self, path, found):
        tool("verify", path)
        extracted = [json.loads(line) for line in tool("extract", path).splitlines()]
        for number, _, pieces in section(found, "articles"):
            theirs = extracted[number]
            self.assertEqual(theirs["identifier"], pieces[0][2])
            self.assertEqual(theirs["title"], next((piece[2] for piece in pieces if piece[0] == 2), ""))
            body = [[KINDS[piece["kind"]], piece["level"], piece["text"]] for piece in theirs["paragraphs"]]
            self.assertEqual(body, [piece for piece in pieces if piece[0] >= 16])
        names = [article["identifier"] for article in extracted]
        for words, hits in section(found, "searches"):
            theirs = json.loads(tool("search", path, words, "--json", "-n", "20"))["hits"]
            self.assertEqual([[hit["identifier"], hit["score"]] for hit in theirs],
                             [[names[number], score] for number, score in hits], words)

    def test_packed_again(self):
        """The packer makes the same of the same articles, but for bytes that are zstd's to choose."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ARCHIVES:
                fresh = Path(folder) / f"{name}.satchel"
                with self.subTest(archive=name):
                    pack(name, fresh)
                    self.assertEqual(text_of(contents(fresh, name)), said(name))

    def test_they_show_what_they_are_for(self):
        facts = {name: section(json.loads(said(name)), "facts")[0] for name in ARCHIVES}
        self.assertTrue(facts["words"]["words"] and facts["words"]["dictionary"])
        self.assertEqual([facts[name]["position_unit"] for name in ("words", "passages", "no-positions")], [1, 32, 0])
        self.assertGreater(facts["long-piece"]["blocks"], facts["long-piece"]["articles"])
        with Archive(str(VECTORS / "cut-titles.satchel")) as archive:
            entries = archive.catalog_entries
        self.assertTrue(any(entry.title_cut and entry.identifier_cut for entry in entries))
        self.assertTrue(any(len(entry.title) == 200 and not entry.title_cut for entry in entries))
        lists = section(json.loads(said("many-articles")), "lists")
        self.assertGreater(sum(frequency > 256 for _, frequency, _ in lists), 2)

    def test_they_are_small(self):
        files = [path for path in VECTORS.iterdir() if path.suffix in (".satchel", ".json")]
        self.assertEqual({path.stem for path in files}, set(ARCHIVES))
        self.assertEqual(set(QUERIES), set(ARCHIVES))
        self.assertLess(sum(path.stat().st_size for path in files), BYTES_MAX)


if __name__ == "__main__":
    unittest.main()
