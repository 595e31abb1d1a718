"""One reader, whatever its files are compiled with: programs of two files, with different compilers and levels of
optimisation, linked in both orders, give the same answers.

  mixed_flags_test.py GENERATED FLATBUFFERS
"""

import os
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
HERE = Path(__file__).parent
INCLUDES = sys.argv[1:3]
REUTERS = ROOT / "../shared/corpora/reuters.jsonl.zst"
QUERIES = ['"in the united states"', '"oil prices"', '"movable type"', "the of", "oil AND prices", "p*", "title:paper",
           "press -ink", "date:1987-03 oil"]
GCC_SIZE, GCC_2, GCC_3 = ("g++", "-Os"), ("g++", "-O2"), ("g++", "-O3")
CLANG_SIZE, CLANG_0, CLANG_2 = ("clang++", "-Os"), ("clang++", "-O0"), ("clang++", "-O2")
# What searches, and what verifies.
MIXTURES = [(GCC_2, GCC_SIZE), (GCC_SIZE, GCC_3), (CLANG_SIZE, GCC_3), (CLANG_2, GCC_SIZE), (GCC_2, CLANG_0)]


def collection(folder):
    """Reuters where it is there: its lists are long enough for every way to read one."""
    if not REUTERS.exists():
        print("skipped: ../shared is absent: Reuters; the sample collection is there")
        return ROOT / "seeds"
    with open(folder / "reuters.jsonl", "wb") as out:
        subprocess.run(["zstd", "-dc", REUTERS], check=True, stdout=out)
    return folder / "reuters.jsonl"


class MixedFlags(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def compiled(self, source, compiler, level):
        out = self.folder / f"{source}{compiler}{level}.o"
        includes = [f"-I{ROOT / 'include'}"] + [word for folder in INCLUDES for word in ("-idirafter", folder)]
        subprocess.run([compiler, level, "-std=c++17", "-fno-exceptions", "-fno-rtti", *includes, "-c",
                        HERE / f"{source}.cpp", "-o", out], check=True)
        return out

    def answers(self, objects, archive):
        program = self.folder / "program"
        subprocess.run(["g++", *objects, "-lzstd", "-o", program], check=True)
        return subprocess.run([program, archive, *QUERIES], check=True, capture_output=True, text=True).stdout

    def test_all_mixtures_agree(self):
        archive = self.folder / "c.satchel"
        packed = subprocess.run([os.environ["SATCHEL_TOOL"], "pack", "-q", "--level", "fast", collection(self.folder), "-o",
                                 archive],
                                stderr=subprocess.DEVNULL)
        self.assertIn(packed.returncode, (0, 1))
        self.assertTrue(archive.exists())
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            kinds = sorted({("mixed_search", *s) for s, _ in MIXTURES} | {("mixed_verify", *v) for _, v in MIXTURES})
            objects = dict(zip(kinds, pool.map(lambda kind: self.compiled(*kind), kinds)))
        given = {}
        for s, v in MIXTURES:
            pair = (objects[("mixed_search", *s)], objects[("mixed_verify", *v)])
            for order in (pair, pair[::-1]):
                given.setdefault(self.answers(order, archive), []).append([o.name for o in order])
        self.assertEqual(len(given), 1, "\n".join(f"{who}\n{what}" for what, who in given.items()))
        self.assertNotIn("damaged", next(iter(given)))
        if REUTERS.exists():
            self.assertIn('"in the united states": no error, 187 ', next(iter(given)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
