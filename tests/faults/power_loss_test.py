"""Power that fails, and system calls that fail, at every step of a command that writes a file.

strace records what a command asks of the system (system_calls.py). After each of these calls the power fails, and the
disk shows what it may (disk.py): under the name there is the old file or the new one, whole, and after the command is
done the new one. Then each of the calls that write fails in turn.
"""

import os
import random
import subprocess
import sys
import unittest
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "command_line")]
from disk import Disk  # noqa: E402
from support import ARTICLES, TOOL, Case, json_lines, run  # noqa: E402
from system_calls import calls_of, can_trace, traced  # noqa: E402

OLD = b"what was there before\n" * 100
# Commands that write a file; each is given an archive, articles to pack and the name to write to. A new one goes here.
COMMANDS = {
    "pack": lambda archive, articles, out: ["pack", "-q", "--threads", "1", articles, "-o", out],
    "pack with 2 threads": lambda archive, articles, out: ["pack", "-q", "--threads", "2", articles, "-o", out],
    "merge": lambda archive, articles, out: ["merge", "-q", "--threads", "1", archive, "-o", out],
    "export": lambda archive, articles, out: ["export", "-q", archive, "-o", out],
    "extract": lambda archive, articles, out: ["extract", archive, "-o", out],
}
WRITING = {"write": "ENOSPC", "pwrite64": "ENOSPC", "ftruncate": "EIO", "fsync": "EIO", "fdatasync": "EIO"}
NAMING = {"link": "EIO", "linkat": "EIO", "rename": "EIO", "renameat2": "EIO"}


class PowerLoss(Case):
    def setUp(self):
        super().setUp()
        self.articles = self.write("articles.jsonl", json_lines(ARTICLES))
        self.archive = self.pack(ARTICLES)
        self.place = self.folder / "place"
        self.place.mkdir()
        self.out = self.place / "out"

    def trace(self, command, inject=None):
        arguments = COMMANDS[command](self.archive, self.articles, self.out)
        log = self.folder / "calls"
        done = traced([TOOL, *arguments], log, inject, cwd=self.place)
        return done, list(calls_of(log))

    def prepare(self, old):
        for path in self.place.iterdir():
            path.unlink()
        if old is not None:
            self.out.write_bytes(old)

    def check_power(self, command, old, inject=None):
        """The number of states that a failure of power could leave."""
        self.prepare(old)
        disk, chance, states = Disk(self.place), random.Random(14), 0
        done, calls = self.trace(command, inject)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        new = self.out.read_bytes()
        self.assertNotEqual(new, old)
        self.assertEqual([p.name for p in self.place.iterdir()], ["out"])
        for call in calls:
            if not disk.follow(call):
                continue
            for found in disk.after_power_failure("out", chance):
                states += 1
                if found not in (old, new):
                    sizes = ["nothing" if content is None else f"{len(content)} bytes" for content in (found, old, new)]
                    self.fail(f"{command}: after {call}: {sizes[0]} instead of {sizes[1]} or {sizes[2]}")
        written = disk.directory.now["out"]
        self.assertTrue(written.content(written.writes) == new, "the log lacks something")
        self.assertEqual(set(disk.after_power_failure("out", chance)), {new}, f"{command} is done, and not on disk")
        return states, calls

    def test_old_or_new(self):
        for command in COMMANDS:
            for old in (OLD, None):
                with self.subTest(command, old=old is not None):
                    states, calls = self.check_power(command, old)
                    where = "over an old file" if old else "a new file"
                    print(f"{command}, {where}: {len(calls)} calls, {states} states")

    def nth(self, calls, wanted, error):
        """strace's words to let one call fail: the n-th of its name in its thread."""
        n = sum(call.name == wanted.name and call.thread == wanted.thread for call in calls[:calls.index(wanted) + 1])
        return f"{wanted.name}:error={error}:when={n}"

    def test_without_unnamed_files(self):
        """Where the file system has no O_TMPFILE."""
        try:
            os.close(os.open(self.place, os.O_TMPFILE | os.O_WRONLY))
        except OSError:
            self.skipTest("the file system of temporary files has no O_TMPFILE: the other tests see this way")
        for command in COMMANDS:
            for old in (OLD, None):
                self.prepare(old)
                _, calls = self.trace(command)
                unnamed = [call for call in calls if call.name == "openat" and "O_TMPFILE" in call.arguments[2]]
                with self.subTest(command, old=old is not None):
                    self.assertTrue(unnamed)
                    self.check_power(command, old, self.nth(calls, unnamed[0], "EOPNOTSUPP"))

    def test_a_call_fails(self):
        """One line, a status, the old file, and nothing else; or there was another way, and the new file is there."""
        for command in COMMANDS:
            self.prepare(OLD)
            _, calls = self.trace(command)
            new = self.out.read_bytes()
            tried = [call for call in calls if call.name in WRITING | NAMING and call.thread == calls[0].thread]
            named = max(i for i, call in enumerate(calls) if call.name in NAMING)
            failed = 0
            for call in tried:
                inject = self.nth(calls, call, (WRITING | NAMING)[call.name])
                with self.subTest(command, call=call):
                    self.prepare(OLD)
                    done, _ = self.trace(command, inject)
                    self.assertEqual([p.name for p in self.place.iterdir()], ["out"])
                    good = done.returncode == 0
                    self.assertTrue(self.out.read_bytes() == (new if good else OLD), done)
                    self.assertRegex(done.stderr, rb"\A\Z" if good else rb"\Asatchel: [^\n]+\n\Z")
                    self.assertFalse(good and call.name in WRITING and calls.index(call) < named)
                    failed += not good
            self.assertGreater(failed, 2)
            print(f"{command}: {len(tried)} calls failed, and {failed} times the command")


if __name__ == "__main__":
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        if not can_trace(Path(folder)):
            print("skipped: there is no strace, or it may not trace")
            sys.exit(77)
    unittest.main(verbosity=2)
