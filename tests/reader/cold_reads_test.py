"""How much of a cold file a search needs: reads and bytes, exactly, as a counting storage sees them.

A search is a query of two words and the titles of its ten best hits, with a read_cache of 64 KiB; the article is the
best hit's. Words that nearly every article has are the hardest: the best of them are found in many parts of their lists.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
CORPUS = Path(os.environ["SATCHEL_ROOT"]) / "../shared/corpora/enwikiB-60k.jsonl.zst"
PROGRAM = sys.argv.pop()
QUERIES = ["river bridge", "football season", "treaty signed", "jazz album", "island volcano", "railway station",
           "mathematics theorem", "ancient temple", "film director", "chess champion", "school returning",
           "american high", "university library", "list north", "later station", "the december", "was center",
           "a gospel", "for states", "and hospital"]
EVERYWHERE = ["the of", "by a", "in and", "was the", "the a", "to a", "is in", "of and", "for is", "on in", "from with",
              "at as", "first new", "the also", "his he", "may be"]
OPEN_READS, SEARCH_READS, SEARCH_BYTES, ARTICLE_READS = 2, 20, 64 << 10, 2


class ColdReads(unittest.TestCase):
    def test_encyclopedia(self):
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "a.satchel"
            with subprocess.Popen(["zstd", "-dcq", CORPUS], stdout=subprocess.PIPE) as corpus:
                subprocess.run([TOOL, "pack", "-q", "-", "-o", archive, "--level", "fast"], stdin=corpus.stdout, check=True)
            plain = QUERIES + EVERYWHERE
            queries = plain + [query.replace(" ", " AND ") for query in plain]
            lines = subprocess.run([PROGRAM, archive, *queries], capture_output=True, text=True, check=True).stdout
        rows = [[int(field) for field in line.split("\t")] for line in lines.splitlines()]
        self.assertEqual(len(rows), len(queries))
        print("reads/bytes to open, search with ten titles, article")
        for query, row in zip(queries, rows):
            print(f"{query}: {row[0]}/{row[1]}, {row[2]}/{row[3]}, {row[4]}/{row[5]}")
            with self.subTest(query):
                self.assertEqual(row[6], 10)
                self.assertLessEqual(row[0], OPEN_READS)
                self.assertLessEqual(row[2], SEARCH_READS)
                self.assertLessEqual(row[3], SEARCH_BYTES)
                self.assertLessEqual(row[4], ARTICLE_READS)


if __name__ == "__main__":
    if not CORPUS.exists():
        print(f"skipped: {CORPUS.name} is not there")
        sys.exit(77)
    unittest.main(verbosity=2)
