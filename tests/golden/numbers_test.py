"""What schema/NUMBERS.md says is what both readers make of it.

    numbers_test.py NUMBERS FOLD_ALL     the programs of numbers.cpp and of ../reference/fold_all.cpp
"""

import json
import os
import re
import subprocess
import sys
import unittest

from number_page import LISTED, PAGE, page
from vectors import VECTORS

NUMBERS, FOLD_ALL = sys.argv[1:3]


def answers(command, lines):
    done = subprocess.run(command, input="".join(line + "\n" for line in lines).encode(), stdout=subprocess.PIPE,
                          check=True)
    return done.stdout.decode().split("\n")[:-1]


def rows(heading):
    """The cells of each row of the table under a heading."""
    text = PAGE.read_text(encoding="utf-8")
    table = re.search(rf"^## \W*{heading}.*?\n\n(?:[^|#].*\n+)*((?:\|.*\n)+)", text, re.MULTILINE)[1]
    return [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def plain(cell):
    return re.sub(r"\\u(\w{4})|\\U(\w{8})", lambda found: chr(int(found[1] or found[2], 16)), cell)


class Numbers(unittest.TestCase):
    def test_page_is_what_the_reader_in_python_says(self):
        self.assertEqual(PAGE.read_text(encoding="utf-8").splitlines(), list(page()))

    def test_folding(self):
        found = rows("Folding")
        self.assertGreater(len(found), 40)
        texts = [plain(text) for text, _, _ in found]
        self.assertEqual(answers([FOLD_ALL, "terms"], texts), [plain(terms) for _, terms, _ in found])
        self.assertEqual(answers([FOLD_ALL, "titles"], texts), [plain(title) for _, _, title in found])

    def test_numbers(self):
        for name in ("bounded", "median", "interpolative", "rice"):
            with self.subTest(name):
                found = rows(name)
                self.assertGreater(len(found), 5)
                asked = [" ".join([name, *cells[:-2]]) for cells in found]
                self.assertEqual(answers([NUMBERS], asked), [cells[-1] for cells in found])

    def test_weight(self):
        found = rows("Weight")
        self.assertEqual(answers([NUMBERS], [f"weight {n} {df}" for n, df, _ in found]), [row[2] for row in found])

    def test_long_list(self):
        """The tool finds the list's articles, with scores of their impacts."""
        text = PAGE.read_text(encoding="utf-8").rpartition("## A list")[2]
        postings = re.findall(r"\b(\d+):\d+:(\d+):", text)
        self.assertGreater(len(postings), 128)
        archive = VECTORS / "many-articles.satchel"
        tool = os.environ["SATCHEL_TOOL"]
        done = subprocess.run([tool, "search", archive, LISTED, "--json", "-n", "1000"], stdout=subprocess.PIPE, check=True)
        hits = [(hit["article"], hit["score"]) for hit in json.loads(done.stdout)["hits"]]
        weight = next(score for _, score in hits) // max(int(impact) for _, impact in postings)
        self.assertEqual(sorted(hits), [(int(article), weight * int(impact)) for article, impact in postings])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
