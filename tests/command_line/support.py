"""What the tests of the command line share.

SATCHEL_TOOL is the program, SATCHEL_ROOT the repository.
"""

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import unittest
from pathlib import Path

TOOL = os.environ.get("SATCHEL_TOOL", "")
ROOT = Path(os.environ.get("SATCHEL_ROOT", Path(__file__).resolve().parent.parent.parent))
COMMANDS = ["pack", "merge", "search", "read", "list", "info", "verify", "extract", "dictionary", "export", "complete",
            "sign", "keygen"]
READERS = {"search": ["press"], "read": ["press"], "list": [], "info": [], "verify": [], "extract": [], "dictionary": [],
           "export": ["-o", "/dev/null"],
           "complete": ["a"]}
NOBODY = 65534
LONG = "SATCHEL_LONG" in os.environ  # tools/test.sh --long
SANITIZED = bool(TOOL) and b"__asan_init" in Path(TOOL).read_bytes()
REPEATS = SANITIZED and not LONG  # what takes long and does the same in the build without sanitizers is left to --long
for setting in ("CLICOLOR_FORCE", "SATCHEL_PAGER", "PAGER"):  # a person's own are not what is tested
    os.environ.pop(setting, None)
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored, by what is tested too

ARTICLES = [
    {"id": "ferry", "title": "The last ferry", "authors": ["Ada Brook", "Jon Reed"], "date": "2021-03-04",
     "source": "Harbour Notes", "tags": ["boats", "winter"], "lang": "en", "url": "https://example.org/ferry",
     "depth": "9 fathoms", "body": "The last ferry leaves at noon.\n\nNobody waits on the frozen pier."},
    {"id": "lamp", "title": "A lamp in the tower", "body": "The keeper lights the lamp before the ferry comes."},
    {"id": "../../etc/oil", "title": "Oil for the lamp", "date": "2022", "body": "Whale oil burned for an hour."},
]


def number_of(archive, identifier):
    """The number of an article; the packer chooses the order."""
    lines = run("list", archive, "--json").stdout.splitlines()
    return next(a["article"] for a in map(json.loads, lines) if a["identifier"] == identifier)


def run(*arguments, **how):
    """Runs the tool; output as text."""
    how.setdefault("capture_output", True)
    how.setdefault("timeout", 600)
    if how.get("input") is None and "stdin" not in how:
        how["stdin"] = subprocess.DEVNULL
    how.setdefault("text", True)
    if how["text"]:
        how.setdefault("encoding", "utf-8")
    return subprocess.run([TOOL, *map(str, arguments)], **how)


def run_on_terminal(*arguments, columns=80, **environment):
    """What the tool writes to a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    settings = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LESS")}
    if "PAGER" not in environment:
        settings["SATCHEL_PAGER"] = ""
    settings.update({"TERM": "xterm", **environment})
    child = subprocess.Popen([TOOL, *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, env=settings)
    output = read_terminal(child, master, slave)
    os.close(slave)
    os.close(master)
    return output.decode()


def read_terminal(child, master, slave):
    """Everything a program writes to a terminal until it ends.

    Its end alone does not tell that all was read: what it wrote may still be on its way, and may be dropped when the last
    user of the terminal closes it. So the terminal stays open, and an end is written behind the program's last byte.
    """
    end = b"\0the end\0"
    output = b""
    ended = False
    while not output.endswith(end):
        if not ended and child.poll() is not None:
            os.write(slave, end)
            ended = True
        if select.select([master], [], [], 0.01)[0]:
            output += os.read(master, 65536)
    return output.removesuffix(end)


def json_lines(articles):
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def pack(self, articles, *options, status=0, name="a"):
        """An archive of these articles."""
        archive = self.folder / (name + ".satchel")
        done = run("pack", "-", "-o", archive, *options, input=articles if isinstance(articles, str) else json_lines(articles))
        self.assertEqual(done.returncode, status, done.stderr)
        return archive

    def assert_complains(self, done, *parts, status=2):
        """Exactly one line on standard error, as "satchel: ...", with these parts."""
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertRegex(done.stderr, r"\Asatchel: [^\n]+\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)

    @contextlib.contextmanager
    def as_nobody(self):
        """Arguments of run() for somebody without rights."""
        self.folder.chmod(0o755)
        if os.geteuid() != 0:
            yield {}
            return
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        try:
            subprocess.run([TOOL, "--version"], capture_output=True, check=True, **user)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("another user than root cannot start the tool where it lies")
        yield user


def main():
    if not TOOL or not os.access(TOOL, os.X_OK):
        print("skipped: SATCHEL_TOOL does not name the program; nothing was tested")
        sys.exit(77)
    unittest.main(verbosity=2)
