"""Memory that cannot be had, at every allocation in turn: one line that says so, and files as they were.

Each command runs again and again on a few small articles; each time another allocation fails (failing_allocation.cpp),
alone or with all that follow. Daily a sample of the numbers is tried; with --all every one.
"""

import concurrent.futures
import json
import os
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "command_line"))
from support import TOOL, Case  # noqa: E402

FAILING = sys.argv.pop(1) if len(sys.argv) > 1 else ""
EVERY = "--all" in sys.argv
SAMPLE = 30  # of each command and manner
LATE, LAST = 30, 1500  # and so many of the last, where the work is done
SEED = 14

INPUTS = {
    "ferry.md": "---\ntitle: The last ferry\nauthors: [Ada Brook, Jon Reed]\ndate: 2021-03-04\n---\n\n"
                "# The last ferry\n\nIt *leaves* at [noon](https://example.org/noon).\n\n- ropes\n- lamps\n",
    "lamp.html": "<html><head><title>A lamp in the tower</title><meta name=author content='Ada Brook'></head><body>"
                 "<article><h1>A lamp in the tower</h1><p>The keeper lights the lamp before the ferry comes, and trims "
                 "its wick at midnight.</p><p>Nobody else climbs the stairs in winter.</p></article></body></html>",
    "oil.txt": "Oil for the lamp\n\nWhale oil burned for an hour, and rape oil for two.\n",
    "more.jsonl": '{"id": "pier", "title": "The frozen pier", "tags": ["winter"], "body": "Nobody waits."}\n',
}


def sentences(chance, count):
    parts = [["The binder", "A printer", "Her sister", "The mill", "An old clerk"], ["sold", "folded", "sewed", "hid"],
             ["the almanac", "nine sheets", "a torn atlas", "that ledger", "two maps"],
             ["before dawn", "in the cold spring", "after the flood", "twice a year"]]
    return " ".join(" ".join(map(chance.choice, parts)) + "." for _ in range(count))


def many():
    """As many articles as a dictionary takes to train."""
    chance = random.Random(7)
    return "".join(json.dumps({"id": f"ledger-{i}", "title": f"Ledger {i}", "date": f"18{10 + i}-05-01",
                               "body": sentences(chance, 8)}) + "\n" for i in range(24))


class Command:
    """A command, what it writes, and what that is when nothing fails."""

    def __init__(self, test, name, *arguments, output=None, spared=None):
        self.test, self.name, self.arguments, self.output = test, name, arguments, output
        self.environment = {"LD_PRELOAD": FAILING, **({"SATCHEL_SPARE": spared} if spared else {})}
        self.work = test.folder / f"work of {name}".replace(" ", "-")

    def run(self, slot, **environment):
        """Runs in a folder of its own with an old output; gives what came of it."""
        folder, scratch = self.work / f"{slot}", self.work / f"scratch-{slot}"
        folder.mkdir(parents=True, exist_ok=True)
        scratch.mkdir(exist_ok=True)
        if self.output:
            (folder / self.output).write_bytes(OLD)
        done = subprocess.run([TOOL, *map(str, self.arguments)], cwd=folder, capture_output=True, timeout=60,
                              check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "TMPDIR": str(scratch), **self.environment, **environment})
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
        left = sorted(p.name for p in scratch.iterdir())
        for path in folder.iterdir():
            path.unlink()
        return done, files, left

    def expect(self):
        done, self.right, left = self.run("whole", SATCHEL_COUNT=str(self.test.folder / "count"))
        self.said = done.stdout
        self.test.assertEqual((done.returncode, done.stderr, left), (0, b"", []))
        self.count = int((self.test.folder / "count").read_text())
        if self.output:
            self.test.assertNotEqual(self.right, {self.output: OLD})

    def wrong(self, how):
        """What is wrong with the command when an allocation fails; None when nothing is."""
        done, files, left = self.run(how, SATCHEL_FAIL_AT=how)
        if left:
            return f"leaves {left}"
        if done.returncode == 0:  # it could do without
            if done.stderr or files != self.right or done.stdout != self.said:
                return f"claims to be done: {done.stdout} {done.stderr}"
            return None
        old = {self.output: OLD} if self.output else {}
        if files != old:
            return "leaves " + str({name: len(content) for name, content in files.items()})
        if done.returncode != 2 or not re.fullmatch(rb"satchel: [^\n]*memory[^\n]*\n", done.stderr):
            return f"status {done.returncode}: {done.stderr}"
        return None


OLD = b"what was there before\n"


class FailingAllocations(Case):
    def setUp(self):
        super().setUp()
        self.inputs = [self.write("in/" + name, content) for name, content in INPUTS.items()]
        self.many = self.write("many.jsonl", many())
        self.archive = self.folder / "a.satchel"
        subprocess.run([TOOL, "pack", "-q", *self.inputs, "-o", self.archive], check=True)

    def try_all(self, *commands):
        chance = random.Random(SEED)
        for command in commands:
            command.expect()
            tried = []
            for manner in ("", "+"):
                numbers = range(1, command.count + 1)
                if not EVERY:
                    numbers = sorted({*chance.sample(numbers, SAMPLE), *chance.sample(numbers[-LAST:], LATE)})
                tried += [f"{n}{manner}" for n in numbers]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                wrong = {how: what for how, what in zip(tried, pool.map(command.wrong, tried)) if what}
            print(f"{command.name}: {command.count} allocations, {len(tried)} failures tried, {len(wrong)} wrong")
            with self.subTest(command.name):
                self.assertFalse(wrong, "\n".join(f"{how}: {what}" for how, what in list(wrong.items())[:20]))

    def test_pack(self):
        for threads in ("1", "2"):
            self.try_all(Command(self, f"pack with {threads} threads", "pack", "-q", *self.inputs, "-o", "out",
                                 "--threads", threads, output="out"))

    def test_pack_with_a_dictionary(self):
        self.try_all(Command(self, "pack with a dictionary", "pack", "-q", self.many, "-o", "out", "--threads", "1",
                             "--dictionary", "512", "--block", "512", "--page", "512", "--positions", "passage",
                             output="out", spared="libzstd"))  # whose training of dictionaries does not look

    def test_merge(self):
        for threads in ("1", "2"):
            self.try_all(Command(self, f"merge with {threads} threads", "merge", "-q", self.archive, "-o", "out",
                                 "--threads", threads, output="out"))

    def test_extract(self):
        self.try_all(Command(self, "extract", "extract", self.archive, "-o", "out", output="out"))

    def test_export(self):
        self.try_all(Command(self, "export", "export", "-q", self.archive, "-o", "out", output="out"))

    def test_verify(self):
        self.try_all(Command(self, "verify", "verify", self.archive))


if __name__ == "__main__":
    if EVERY:
        sys.argv.remove("--all")
    unittest.main(verbosity=2)
