"""An archive is a valid sequence of zstd frames: the zstd tool lists it, checks it and decompresses its blocks."""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
SHARED = ROOT.parent / "shared"


def run(*arguments, status=(0,)):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
    if done.returncode not in status:
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stdout[-300:]!r} {done.stderr[-300:]!r}")
    return done


class Frames(unittest.TestCase):
    def check(self, inputs, *options):
        with tempfile.TemporaryDirectory() as directory:
            archive = Path(directory) / "a.satchel"
            dictionary = Path(directory) / "dictionary"
            run(TOOL, "pack", *inputs, "-o", archive, "--quiet", *options, status=(0, 1))
            facts = json.loads(run(TOOL, "info", archive, "--json").stdout)
            listed = run("zstd", "-l", "-v", archive).stdout.decode()
            frames = int(re.search(r"# Zstandard Frames: (\d+)", listed)[1])
            skips = int(re.search(r"# Skippable Frames: (\d+)", listed)[1])
            with_dictionary = facts["dictionary_bytes"] > 0
            self.assertEqual(frames, facts["blocks"] + facts["catalogs"] + with_dictionary)
            self.assertIn(skips, (3, 4))  # head, padding where needed, pages, directory

            use = []
            if with_dictionary:
                run(TOOL, "dictionary", archive, "-o", dictionary)
                self.assertEqual(dictionary.stat().st_size, facts["dictionary_bytes"])
                use = ["-D", dictionary]
                self.assertNotEqual(run("zstd", "-t", archive, status=range(256)).returncode, 0)
            else:
                run(TOOL, "dictionary", archive, "-o", dictionary, status=(1,))
            run("zstd", "-t", *use, archive)
            # A stranger finds the articles' text in what the blocks decompress to.
            text = run("zstd", "-dc", *use, archive).stdout
            first = json.loads(run(TOOL, "extract", archive).stdout.splitlines()[0])
            for paragraph in first["paragraphs"][:3]:
                self.assertIn(paragraph["text"].encode()[:60], text)

    def test_sample_collection(self):
        for options in ([], ["--page", "512", "--block", "512"], ["--page", "64K", "--block", "256K"],
                        ["--dictionary", "8K"], ["--dictionary", "0"], ["--level", "1"]):
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
            self.check([lines], "--level", "6")


if __name__ == "__main__":
    unittest.main()
