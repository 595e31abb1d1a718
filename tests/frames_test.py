"""An archive is a valid sequence of zstd frames: the zstd tool lists it, checks it and decompresses its blocks."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reference"))

from articles import read_block  # noqa: E402
from coded_text import WordCodes  # noqa: E402
from zstd_frames import walk_frames  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
SHARED = ROOT.parent / "shared"


def run(*arguments, status=(0,)):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
    if done.returncode not in status:
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stdout[-300:]!r} {done.stderr[-300:]!r}")
    return done


def contents(archive, use):
    """What each compressed frame decompresses to, all in one call of zstd."""
    whole = run("zstd", "-dc", *use, archive).stdout
    at = 0
    for frame in walk_frames(archive.read_bytes()):
        if frame.compressed:
            yield whole[at:at + frame.content_size]
            at += frame.content_size


class Frames(unittest.TestCase):
    def check(self, inputs, *options, words=None):
        """Packs and looks at the frames; `words` tells whether there must be a word list, None that there may be."""
        with tempfile.TemporaryDirectory() as directory:
            archive = Path(directory) / "a.satchel"
            dictionary = Path(directory) / "dictionary"
            run(TOOL, "pack", *inputs, "-o", archive, "--quiet", *options, status=(0, 1))
            facts = json.loads(run(TOOL, "info", archive, "--json").stdout)
            listed = run("zstd", "-l", "-v", archive).stdout.decode()
            frames = int(re.search(r"# Zstandard Frames: (\d+)", listed)[1])
            skips = int(re.search(r"# Skippable Frames: (\d+)", listed)[1])
            with_dictionary = facts["dictionary_bytes"] > 0
            with_words = facts["word_codes_bytes"] > 0
            self.assertIn(words, (None, with_words))
            self.assertEqual(frames, with_dictionary + with_words + facts["blocks"] + facts["catalogs"])
            self.assertIn(skips, (3, 4))  # head, padding where needed, pages, directory

            use = []
            if with_dictionary:
                run(TOOL, "dictionary", archive, "-o", dictionary)
                self.assertEqual(dictionary.stat().st_size, facts["dictionary_bytes"])
                use = ["-D", dictionary]
                self.assertNotEqual(run("zstd", "-t", archive, status=range(256)).returncode, 0)  # also a raw one
            else:
                run(TOOL, "dictionary", archive, "-o", dictionary, status=(1,))
            run("zstd", "-t", *use, archive)
            # A stranger finds the articles' texts in what the blocks decompress to, coded where there are words.
            found = list(contents(archive, use))
            self.assertEqual(len(found), frames)
            coder = WordCodes(found[with_dictionary]) if with_words else None
            blocks = found[with_dictionary + with_words:][:facts["blocks"]]
            parts = [part for number, block in enumerate(blocks) for part in read_block(block, number, coder)]
            text = "".join(part.text for part in parts)
            last = json.loads(run(TOOL, "extract", archive).stdout.splitlines()[-1])  # the longest
            self.assertTrue(last["paragraphs"])
            for paragraph in last["paragraphs"]:
                self.assertIn(paragraph["text"], text)
                if not with_words:
                    self.assertIn(paragraph["text"].encode()[:60], b"".join(blocks))

    def test_sample_collection(self):
        for options in ([], ["--page", "512", "--block", "512"], ["--page", "64K", "--block", "256K"],
                        ["--dictionary", "8K"], ["--dictionary", "0"], ["--level", "1"], ["--ram", "48K"]):
            with self.subTest(options=options):
                self.check([ROOT / "seeds"], *options)

    def test_reuters(self):
        corpus = SHARED / "corpora" / "reuters.jsonl.zst"
        if not corpus.exists():
            self.skipTest("../shared is absent")
        with tempfile.TemporaryDirectory() as directory:
            lines = Path(directory) / "reuters.jsonl"
            run("zstd", "-dq", corpus, "-o", lines)
            some = lines.read_bytes().split(b"\n")[:2000]
            lines.write_bytes(b"\n".join(some))
            self.check([lines], "--level", "6", words=True)
            self.check([lines], "--level", "3", "--dictionary", "0", words=True)
            self.check([lines], "--level", "3", "--word-codes", "0", words=False)
            lines.write_bytes(b"\n".join(some[:500]))  # sizes are tried out
            self.check([lines], "--ram", "64K")


if __name__ == "__main__":
    unittest.main(verbosity=2)
