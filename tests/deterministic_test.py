"""The same articles and options give the same bytes, whatever the machine's circumstances."""

import os
import random
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
SHARED = ROOT.parent / "shared"


def pack(inputs, output, *options, environment=None, directory=None, umask=-1):
    done = subprocess.run([TOOL, "pack", *map(str, inputs), "-o", str(output), "--quiet", *options],
                          env={**os.environ, **(environment or {})}, cwd=directory, umask=umask,
                          capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(done.stderr.decode())
    return Path(output).read_bytes()


class Deterministic(unittest.TestCase):
    def setUp(self):
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def compare(self, inputs, *options, others=("2", "8")):
        expected = pack(inputs, self.directory / "a.satchel", "--threads", "1", *options)
        for threads in others:
            self.assertEqual(pack(inputs, self.directory / "b.satchel", "--threads", threads, *options), expected)
        return expected

    def test_threads(self):
        self.compare([ROOT / "seeds"], "--block", "1024")
        self.compare([ROOT / "seeds"], "--ram", "48K")
        corpus = SHARED / "corpora" / "reuters.jsonl.zst"
        if not corpus.exists():
            self.skipTest("../shared is absent: threads are tested on the sample collection alone")
        lines = self.directory / "reuters.jsonl"
        subprocess.run(["zstd", "-dq", corpus, "-o", lines], check=True)
        if "SATCHEL_LONG" not in os.environ:  # some batches of text
            lines.write_bytes(b"".join(lines.read_bytes().splitlines(keepends=True)[:8000]))
        self.compare([lines], "--level", "3")
        self.compare([lines], "--level", "3", "--ram", "128K", others=("8",))  # takes long: sizes are tried out

    def test_order_of_articles(self):
        words = [f"w{i}" for i in range(400)]
        chance = random.Random(8)
        lines = [f'{{"id": "n{i}", "title": "T{i % 7}", "body": "{" ".join(chance.choices(words, k=chance.choice((9, 30, 90))))}"}}\n'
                 for i in range(900)]
        expected = None
        for _ in range(3):
            file = self.directory / "lines.jsonl"
            file.write_text("".join(lines))
            packed = pack([file], self.directory / "a.satchel", "--language", "none")
            expected = expected or packed
            self.assertTrue(packed == expected, "the order of the lines shows in the archive")
            chance.shuffle(lines)

    def test_circumstances(self):
        expected = pack([ROOT / "seeds"], self.directory / "a.satchel")
        locales = subprocess.run(["locale", "-a"], capture_output=True, check=False).stdout.decode().split()
        for locale in {"C", "C.UTF-8", *locales[:5]}:
            for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns"):
                environment = {"LC_ALL": locale, "LANG": locale, "TZ": zone}
                self.assertEqual(pack([ROOT / "seeds"], self.directory / "b.satchel", environment=environment),
                                 expected, environment)
        self.assertEqual(pack([ROOT / "seeds"], self.directory / "c.satchel", umask=0o077), expected)
        self.assertEqual(pack(["seeds"], self.directory / "d.satchel", directory=ROOT), expected)
        self.assertEqual(pack(["../seeds/"], self.directory / "e.satchel", directory=ROOT / "seeds" / ".." / "tests"),
                         expected)

    def test_order_in_the_file_system(self):
        expected = pack([ROOT / "seeds"], self.directory / "a.satchel")
        files = [path for path in (ROOT / "seeds").rglob("*") if path.is_file()]
        for seed in range(3):
            random.Random(seed).shuffle(files)
            copy = self.directory / f"copy{seed}" / "seeds"
            for path in files:
                target = copy / path.relative_to(ROOT / "seeds")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            self.assertEqual(pack([copy], self.directory / "b.satchel"), expected)


if __name__ == "__main__":
    unittest.main(verbosity=2)
