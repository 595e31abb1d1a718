"""The command line from end to end: every command, exit status and message.

SATCHEL_TOOL is the program, SATCHEL_ROOT the repository.
"""

import contextlib
import errno
import fcntl
import json
import os
import pty
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
from pathlib import Path

TOOL = os.environ.get("SATCHEL_TOOL", "")
ROOT = Path(os.environ.get("SATCHEL_ROOT", Path(__file__).resolve().parent.parent))
COMMANDS = ["pack", "search", "read", "list", "info", "verify", "extract", "dictionary", "complete"]
READERS = {"search": ["press"], "read": ["press"], "list": [], "info": [], "verify": [], "extract": [], "dictionary": [],
           "complete": ["a"]}
NOBODY = 65534

ARTICLES = [
    {"id": "ferry", "title": "The last ferry", "authors": ["Ada Brook", "Jon Reed"], "date": "2021-03-04",
     "source": "Harbour Notes", "tags": ["boats", "winter"], "lang": "en", "url": "https://example.org/ferry",
     "depth": "9 fathoms", "body": "The last ferry leaves at noon.\n\nNobody waits on the frozen pier."},
    {"id": "lamp", "title": "A lamp in the tower", "body": "The keeper lights the lamp before the ferry comes."},
    {"id": "../../etc/oil", "title": "Oil for the lamp", "date": "2022", "body": "Whale oil burned for an hour."},
]


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
    settings = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    settings.update({"TERM": "xterm", **environment})
    child = subprocess.Popen([TOOL, *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, env=settings)
    os.close(slave)
    output = b""
    while True:
        try:
            got = os.read(master, 65536)
        except OSError as e:  # the other side is closed
            if e.errno != errno.EIO:
                raise
            break
        if not got:
            break
        output += got
    os.close(master)
    child.wait()
    return output.decode()


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


class General(Case):
    def test_alone_it_shows_help_and_fails(self):
        done = run()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        for command in COMMANDS:
            self.assertIn(command, done.stderr)

    def test_help_has_examples_and_fits_a_terminal(self):
        for command in [[], *[[c] for c in COMMANDS]]:
            done = run(*command, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("Example", done.stdout)
            self.assertLessEqual(max(map(len, done.stdout.splitlines())), 82, done.stdout)

    def test_version(self):
        self.assertRegex(run("--version").stdout, r"\Asatchel \d+\.\d+\.\d+\n\Z")

    def test_wrong_arguments(self):
        self.assert_complains(run("pakc"), '"pakc"', "--help")
        self.assert_complains(run("--loud"), "--loud")
        for command in COMMANDS:
            self.assert_complains(run(command), "required", f'"satchel {command} --help"')
            self.assert_complains(run(command, "x", "y", "--loud"), "--loud")
        self.assert_complains(run("search", "a", "b", "-n", "many"), "many")
        self.assert_complains(run("read", "a", "b", "--color", "sometimes"), "sometimes")

    def test_archives_that_are_none(self):
        good = self.pack(ARTICLES)
        whole = good.read_bytes()
        cases = [
            (self.folder / "none.satchel", "no such file"),
            (self.folder, "directory"),
            (self.write("empty.satchel", b""), "empty"),
            (self.write("foreign.satchel", b"A letter, not an archive. " * 40), "not a Satchel archive"),
            (self.write("stub.satchel", whole[:30]), "cut short in its head"),
            (self.write("half.satchel", whole[:len(whole) // 2]), f"{len(whole) // 2:,} bytes instead of {len(whole):,}"),
            (self.write("longer.satchel", whole + b"more"), "appended"),
            (self.write("directory.satchel", whole[:-30] + b"\xff" + whole[-29:]), "directory is damaged"),
        ]
        for path, message in cases:
            for command, rest in READERS.items():
                with self.subTest(command=command, path=path.name):
                    self.assert_complains(run(command, path, *rest), str(path), message, "; ")

    def test_archive_that_may_not_be_read(self):
        archive = self.pack(ARTICLES)
        archive.chmod(0)
        with self.as_nobody() as user:
            for command, rest in READERS.items():
                self.assert_complains(run(command, archive, *rest, **user), str(archive), "no permission")

    def test_a_reader_that_leaves_early_ends_it_quietly(self):
        archive = self.pack([{"id": f"n{i}", "title": f"Note {i} " + "x" * 80, "body": "word"} for i in range(4000)])
        for command in (["list"], ["extract"], ["search", "-n", "4000"]):
            words = ["word"] if command[0] == "search" else []
            child = subprocess.Popen([TOOL, *command, str(archive), *words], stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE)
            child.stdout.readline()
            child.stdout.close()
            self.assertEqual(child.stderr.read(), b"")
            child.stderr.close()
            self.assertEqual(child.wait(), -signal.SIGPIPE)

    def test_output_that_cannot_be_written(self):
        archive = self.pack(ARTICLES)
        with open("/dev/full", "w") as full:
            for command, rest in READERS.items():
                if command != "dictionary":
                    rest = ["ferry"] if command in ("read", "search") else rest
                    done = run(command, archive, *rest, stdout=full, stderr=subprocess.PIPE, capture_output=False)
                    self.assert_complains(done, "No space left on device")

    def test_no_locale_changes_the_output(self):
        archive = self.pack(ARTICLES)
        outputs = {run("info", archive, env={**os.environ, "LC_ALL": name}).stdout for name in ("C", "de_DE.UTF-8", "tr_TR")}
        self.assertEqual(len(outputs), 1)


class Pack(Case):
    def test_the_sample_collection(self):
        archive = self.folder / "seeds.satchel"
        done = run("pack", ROOT / "seeds", "-o", archive)
        self.assertEqual(done.returncode, 0, done.stderr)
        count = len(run("list", archive).stdout.splitlines())
        self.assertGreaterEqual(count, 24)
        self.assertIn(f": {count} articles\n", done.stdout)
        for word in ("text", "blocks", "dictionary", "terms", "postings", "% ", "time"):
            self.assertIn(word, done.stdout)
        self.assertNotIn("\r", done.stderr)

    def test_default_names(self):
        self.write("letters/one.txt", "A first letter.\n\nIt is short, but it has two paragraphs.")
        self.write("notes.v2.jsonl", json_lines(ARTICLES))
        for argument, made in (("letters/", "letters"), ("letters/one.txt", "one"), ("notes.v2.jsonl", "notes.v2"),
                               (".", self.folder.name)):
            self.assertEqual(run("pack", argument, "-q", cwd=self.folder).returncode, 0)
            self.assertTrue((self.folder / (made + ".satchel")).exists(), made)
        self.assertEqual(run("pack", "-", cwd=self.folder, input=json_lines(ARTICLES)).returncode, 0)
        self.assertTrue((self.folder / "collection.satchel").exists())

    def test_to_standard_output(self):
        done = run("pack", "-", "-o", "-", input=json_lines(ARTICLES).encode(), text=False,
                   env={**os.environ, "TMPDIR": str(self.folder)})
        self.assertEqual(done.returncode, 0)
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assertIn(b"3 articles", done.stderr)
        self.assertEqual(done.stdout, self.pack(ARTICLES).read_bytes())
        self.assertIn("not for a terminal", run_on_terminal("pack", ROOT / "seeds", "-o", "-"))

    def test_summary_as_json_and_quiet(self):
        source = self.write("a.jsonl", json_lines(ARTICLES))
        done = run("pack", source, "-o", self.folder / "x", "--json")
        facts = json.loads(done.stdout)
        self.assertEqual((facts["articles"], facts["problems"], facts["lost"]), (3, 0, 0))
        self.assertEqual(facts["file_bytes"], (self.folder / "x").stat().st_size)
        done = run("pack", source, "-o", self.folder / "x", "--quiet")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_map_and_body(self):
        lines = json_lines([{"nr": "7", "headline": "Rain", "desk": "weather", "html": "<h2>Noon</h2><p>It rained.</p>"}])
        archive = self.pack(lines, "--map", "id=nr", "--map", "title=headline", "--map=body=html", "--map", "topic=desk",
                            "--body", "html")
        article = json.loads(run("read", archive, "7", "--json").stdout)
        self.assertEqual((article["title"], article["fields"]), ("Rain", {"topic": "weather"}))
        self.assertEqual([(p["kind"], p["level"], p["text"]) for p in article["paragraphs"]],
                         [("heading", 2, "Noon"), ("paragraph", 0, "It rained.")])
        self.assert_complains(run("pack", "x", "--map", "title"), "FIELD=KEY")
        self.assert_complains(run("pack", "x", "--map", "title=a", "--map", "body=a"), '"a"')

    def test_sizes(self):
        archive = self.pack(ARTICLES, "--block", "1K", "--page", "1KiB", "--dictionary", "0", "--level", "3", "--name", "Sea")
        facts = json.loads(run("info", archive, "--json").stdout)
        self.assertEqual((facts["page_bytes"], facts["name"]), (1024, "Sea"))
        for option in (["--block", "5G"], ["--block", "100"], ["--page", "3000"], ["--level", "23"], ["--block", "1X"],
                       ["--language", "klingon"]):
            with self.subTest(option):
                done = run("pack", "-", "-o", self.folder / "no", *option, input=json_lines(ARTICLES))
                self.assert_complains(done)
                self.assertFalse((self.folder / "no").exists())

    def test_brackets_and_dashes_in_names(self):
        self.write("[a,b]", "The name of this file has brackets in it, and a comma.")
        self.write("-o", "The name of this file is that of an option, for all to see.")
        self.assertEqual(run("pack", "-qo", "x", "--", "[a,b]", "-o", cwd=self.folder).returncode, 0)
        self.assertEqual(len(run("list", self.folder / "x").stdout.splitlines()), 2)

    def test_progress_only_on_a_terminal(self):
        output = run_on_terminal("pack", ROOT / "seeds", "-o", self.folder / "x")
        self.assertIn("\r", output)
        self.assertIn("compressing", output)
        self.assertNotIn("compressing", run_on_terminal("pack", ROOT / "seeds", "-o", self.folder / "x", "--quiet"))

    def test_the_input_is_never_overwritten(self):
        source = self.write("a.jsonl", json_lines(ARTICLES))
        self.assert_complains(run("pack", source, "-o", source), "both input and output")
        self.assertEqual(source.read_text(), json_lines(ARTICLES))


class Search(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)

    def hits(self, *query):
        return [h["identifier"] for h in json.loads(run("search", self.archive, "--json", *query).stdout)["hits"]]

    def test_hits_as_text(self):
        done = run("search", self.archive, "ferry", "noon")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "1  The last ferry (ferry)")
        self.assertIn("ferry leaves at noon", lines[1])
        self.assertEqual(lines[-1], "2 articles match")
        self.assertNotIn("\033", done.stdout)

    def test_hits_as_json(self):
        result = json.loads(run("search", self.archive, "pier", "--json").stdout)
        self.assertEqual((result["query"], result["total"], result["exact"]), ("pier", 1, True))
        hit = result["hits"][0]
        self.assertEqual((hit["identifier"], hit["title"], hit["article"]), ("ferry", "The last ferry", 0))
        self.assertGreater(hit["score"], 0)
        text = hit["snippet"].encode()
        self.assertEqual([text[a:b] for a, b in hit["marks"]], [b"pier"])

    def test_nothing_found(self):
        done = run("search", self.archive, "submarine")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (1, "no article matches\n", ""))
        done = run("search", self.archive, "submarine", "--json")
        self.assertEqual((done.returncode, json.loads(done.stdout)["hits"]), (1, []))

    def test_limit_and_count(self):
        many = self.pack([{"id": f"n{i}", "body": "tide " * (1 + i % 7)} for i in range(500)], name="many")
        self.assertEqual(len(run("search", many, "tide", "-n3").stdout.split("(n")) - 1, 3)
        self.assertIn("500 articles match, the best 2", run("search", many, "-c", "tide", "--limit", "2").stdout)
        self.assertEqual(run("search", many, "tide", "-n", "0").stdout, "500 articles match\n")
        result = json.loads(run("search", many, "tide", "--json", "--limit=4000000000").stdout)
        self.assertEqual((len(result["hits"]), result["total"]), (500, 500))

    def test_words_with_dashes(self):
        self.assertEqual(self.hits("lamp", "-oil"), ["lamp"])
        self.assertEqual(self.hits("-keeper", "lamp"), ["../../etc/oil"])
        self.assertEqual(self.hits("lamp", "-nobody"), self.hits("lamp"))
        self.assertEqual(self.hits("--", "lamp", "-oil"), ["lamp"])

    def test_query_that_cannot_be_understood(self):
        self.assert_complains(run("search", self.archive, "a OR (("), "cannot be understood", "search --help")
        self.assert_complains(run("search", self.archive, " ".join(f"w{i}" for i in range(3000))), "too many words")

    def test_colour(self):
        self.assertIn("\033[1;31mpier\033[0m", run("search", self.archive, "pier", "--color=always").stdout)
        self.assertIn("\033[", run_on_terminal("search", self.archive, "pier"))
        for how in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\033[", run_on_terminal("search", self.archive, "pier", **how))
        self.assertNotIn("\033[", run_on_terminal("search", self.archive, "pier", "--color", "never"))

    def test_lines_fit_the_terminal(self):
        long = self.pack([{"id": "a", "title": "wide " * 30, "body": "pier " + "plank " * 200 + "漢字" * 90}], name="long")
        for columns in (40, 80):
            shown = run_on_terminal("search", long, "pier", "--color=never", columns=columns)
            for line in shown.splitlines():
                self.assertLessEqual(sum(2 if c >= "\u2e80" else 1 for c in line), columns)


class Read(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)

    def test_text(self):
        done = run("read", self.archive, "ferry")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout, (
            "The last ferry\n==============\n\n"
            "by         Ada Brook, Jon Reed\npublished  2021-03-04\nsource     Harbour Notes\ntags       boats, winter\n"
            "language   en\nurl        https://example.org/ferry\ndepth      9 fathoms\nidentifier ferry\n\n"
            "The last ferry leaves at noon.\n\nNobody waits on the frozen pier.\n"))

    def test_json(self):
        article = json.loads(run("read", self.archive, "ferry", "--json").stdout)
        self.assertEqual(article, {
            "article": 0, "identifier": "ferry", "title": "The last ferry", "subtitle": None,
            "authors": ["Ada Brook", "Jon Reed"], "published": "2021-03-04", "source": "Harbour Notes",
            "url": "https://example.org/ferry", "language": "en", "tags": ["boats", "winter"],
            "fields": {"depth": "9 fathoms"},
            "paragraphs": [{"kind": "paragraph", "level": 0, "text": "The last ferry leaves at noon."},
                           {"kind": "paragraph", "level": 0, "text": "Nobody waits on the frozen pier."}]})
        absent = json.loads(run("read", self.archive, "lamp", "--json").stdout)
        self.assertEqual([absent[k] for k in ("subtitle", "published", "source", "authors", "tags", "fields")],
                         [None, None, None, [], [], {}])

    def test_ways_to_name_an_article(self):
        for what in (["lamp"], ["A lamp in the tower"], ["a LAMP", "in the tower"], ["#1"]):
            self.assertIn("keeper", run("read", self.archive, *what).stdout, what)

    def test_not_found(self):
        self.assert_complains(run("read", self.archive, "the", "last"), '"the last"', '"The last ferry"', status=1)
        self.assert_complains(run("read", self.archive, "zebra"), "satchel list", status=1)
        self.assert_complains(run("read", self.archive, "#3"), "#3", "3 articles, numbered from 0", status=1)

    def test_forms_of_paragraphs(self):
        body = ("# Top\n\nPlain *words*.\n\n- one\n- two\n  - below\n\n> Said so.\n\n```\nif x:\n\ty\n\n  z\n```\n\n"
                "<https://example.org/more>\n")
        archive = self.pack([{"id": "m", "title": "Forms", "body": body}], "--body", "markdown", name="forms")
        text = run("read", archive, "m").stdout.split("identifier m\n\n")[1]
        self.assertEqual(text, "Top\n---\n\nPlain words.\n\n- one\n- two\n  - below\n\n> Said so.\n\n"
                               "    if x:\n    \ty\n\n      z\n\nhttps://example.org/more\n")
        kinds = [p["kind"] for p in json.loads(run("read", archive, "m", "--json").stdout)["paragraphs"]]
        self.assertEqual(kinds, ["heading", "paragraph", "list_item", "list_item", "list_item", "quote", "code", "reference"])

    def test_boilerplate_only_when_asked_for(self):
        text = ("A quiet day at the harbour\n\n" + "The boats stayed in and the nets were mended by the wall. " * 8 +
                "\n\n" + "In the evening the wind turned and all went home again. " * 8 +
                "\n\nDisclaimer: What is said here is the opinion of those who wrote it, and of nobody else.\n")
        archive = self.folder / "b.satchel"
        self.assertEqual(run("pack", self.write("day.txt", text), "-o", archive).returncode, 0)
        for form in ([], ["--json"]):
            self.assertNotIn("Disclaimer", run("read", archive, "day", *form).stdout)
            self.assertIn("Disclaimer", run("read", archive, "day", "--all", *form).stdout)
        self.assertIn('"kind":"boilerplate"', run("extract", archive).stdout)

    def test_pieces_longer_than_a_block_are_joined(self):
        words = " ".join(f"word{i}" for i in range(3000))
        archive = self.pack([{"id": "long", "title": "Long", "body": "Before.\n\n" + words + "\n\nAfter."}], "--block", "512",
                            name="long")
        article = json.loads(run("read", archive, "long", "--json").stdout)
        self.assertEqual([p["text"] for p in article["paragraphs"]], ["Before.", words, "After."])
        self.assertTrue(run("read", archive, "long").stdout.endswith(f"\n\nBefore.\n\n{words}\n\nAfter.\n"))

    def test_lines_are_broken_as_asked(self):
        text = run("read", self.archive, "ferry", "--width", "20").stdout
        self.assertLessEqual(max(map(len, text.splitlines())), 37)  # an address is not broken
        self.assertIn("The last ferry\nleaves at noon.\n", text)

    def test_no_codes_reach_the_terminal(self):
        archive = self.pack([{"id": "x", "title": "bell\u001b[31m", "body": "a\u009b31mb \u0007c"}], name="codes")
        for command in (["read", archive, "x"], ["list", archive], ["search", archive, "c"], ["complete", archive, "bell"]):
            self.assertNotRegex(run(*command).stdout, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Others(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)

    def test_list(self):
        self.assertEqual(run("list", self.archive).stdout,
                         "ferry\tThe last ferry\nlamp\tA lamp in the tower\n../../etc/oil\tOil for the lamp\n")
        lines = [json.loads(line) for line in run("list", self.archive, "--json").stdout.splitlines()]
        self.assertEqual(lines[1], {"article": 1, "identifier": "lamp", "title": "A lamp in the tower"})

    def test_info(self):
        text = run("info", self.archive, "--sizes").stdout
        for part in ("articles      3", "file mapped", "search 8 terms", "where the bytes", "postings"):
            self.assertIn(part, text)
        facts = json.loads(run("info", self.archive, "--sizes", "--json").stdout)
        self.assertEqual(facts["articles"], 3)
        self.assertEqual(facts["file_bytes"], self.archive.stat().st_size)
        self.assertEqual(sum(facts["sizes"].values()), facts["file_bytes"])
        for storage in ("mapped", "read"):
            search = facts["memory"][storage]["search"]
            self.assertEqual(list(search), ["1", "2", "4", "8"])
            self.assertLess(search["1"], search["8"])
        self.assertGreater(facts["memory"]["read"]["open"], facts["memory"]["mapped"]["open"])

    def test_verify(self):
        done = run("verify", self.archive)
        self.assertRegex(done.stdout, r"\Aok: [\d,]+ parts checked\n\Z")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(json.loads(run("verify", self.archive, "--json").stdout)["ok"])

    def test_verify_names_what_is_damaged(self):
        archive = self.pack([{"id": f"n{i}", "title": f"Note {i}", "body": f"tide{i} " * 60} for i in range(20)],
                            "--block", "1K", "--dictionary", "0", name="many")
        data = bytearray(archive.read_bytes())
        data[400] ^= 1  # in the first blocks: the head is 64 bytes long, then they follow
        damaged = self.write("damaged.satchel", bytes(data))
        done = run("verify", damaged)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stdout, r"\Adamaged: block \d+; text is lost of articles? #\d+")
        self.assertIn("1 damaged part among", done.stderr)
        found = json.loads(run("verify", damaged, "--json").stdout)
        self.assertFalse(found["ok"])
        part = found["damaged"][0]
        self.assertEqual(part["part"], "block")
        # What is not named can be read, what is named cannot.
        for i in range(20):
            if part["first_article"] <= i <= part["last_article"]:
                self.assert_complains(run("read", damaged, f"n{i}"), f"block {part['number']}")
            elif not part["first_article"] - 1 <= i:
                self.assertIn(f"tide{i}", run("read", damaged, f"n{i}").stdout)
        done = run("extract", damaged)
        self.assertEqual(done.returncode, 2)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(lines), 20)
        self.assertTrue(lines[part["first_article"]]["incomplete"])

    def test_extract_gives_back_what_was_packed(self):
        seeds = self.folder / "seeds.satchel"
        self.assertEqual(run("pack", ROOT / "seeds", "-o", seeds).returncode, 0)
        first = run("extract", seeds).stdout
        again = self.pack(first, name="again")
        self.assertEqual(*([json.loads(line) for line in text.splitlines()] for text in (run("extract", again).stdout, first)))

    def test_extract_some(self):
        self.assertEqual(run("extract", self.archive).stdout.count("\n"), 3)
        done = run("extract", self.archive, "#2", "The last ferry", "nowhere")
        self.assert_complains(done, "nowhere", status=1)
        self.assertEqual([json.loads(line)["identifier"] for line in done.stdout.splitlines()], ["../../etc/oil", "ferry"])
        file = self.folder / "some.jsonl"
        self.assertEqual(run("extract", self.archive, "ferry", "-o", file).stdout, "")
        self.assertEqual(json.loads(file.read_text())["title"], "The last ferry")
        self.assert_complains(run("extract", self.archive, "-o", self.archive), "input itself")

    def test_extract_files_stay_in_their_directory(self):
        names = ["../up", "/root", "..", ".hidden", "a/b", "a_b", "A_B", "", "x" * 400, "q\nr"]
        archive = self.pack([{"id": n, "title": f"T{i}", "body": "Some words."} for i, n in enumerate(names)], name="names")
        target = self.folder / "deep" / "out"
        target.parent.mkdir()
        for form, ending in (("text", ".txt"), ("markdown", ".md")):
            self.assertEqual(run("extract", archive, "--format", form, "-o", target).returncode, 0)
            files = [p.name for p in target.iterdir() if p.suffix == ending]
            self.assertEqual(len({f.lower() for f in files}), len(names))
            self.assertFalse([f for f in files if f.startswith(".") or len(f) > 200])
        self.assertEqual([p.name for p in target.parent.iterdir()], ["out"])
        self.assert_complains(run("extract", archive, "--format", "text", "-o", target), "exists already")
        self.assert_complains(run("extract", archive, "--format", "text"), "-o")
        self.assertIn("T3", run("extract", archive, "--format", "text", "-o", "-").stdout)

    def test_extracted_markdown_can_be_packed(self):
        target = self.folder / "md"
        self.assertEqual(run("extract", self.archive, "--format", "markdown", "-o", target).returncode, 0)
        again = self.folder / "again.satchel"
        self.assertEqual(run("pack", target, "-o", again).returncode, 0)
        for identifier in ("ferry", "lamp", "../../etc/oil"):
            one, two = (json.loads(run("read", a, identifier, "--json").stdout) for a in (self.archive, again))
            del one["article"], two["article"]
            self.assertEqual(one, two)

    def test_dictionary(self):
        self.assert_complains(run("dictionary", self.archive), "no dictionary", status=1)
        words = [f"w{i}" for i in range(400)]
        chance = random.Random(1)
        archive = self.pack([{"id": str(i), "body": " ".join(chance.choices(words, k=120))} for i in range(600)],
                            "--dictionary", "8K", "--level", "3", name="dictionary")
        file = self.folder / "d"
        self.assertEqual(run("dictionary", archive, "-o", file).returncode, 0)
        self.assertEqual(run("dictionary", archive, text=False).stdout, file.read_bytes())
        self.assertEqual(len(file.read_bytes()), json.loads(run("info", archive, "--json").stdout)["dictionary_bytes"])
        self.assertIn("not for a terminal", run_on_terminal("dictionary", archive))
        if shutil.which("zstd"):
            tested = subprocess.run(["zstd", "-q", "-t", "-D", file, archive], capture_output=True)
            self.assertEqual(tested.returncode, 0, tested.stderr)

    def test_complete(self):
        done = run("complete", self.archive, "the", "LA")
        self.assertEqual((done.returncode, done.stdout), (0, "The last ferry\tferry\n"))
        self.assertEqual(run("complete", self.archive, "-n1", "").stdout.count("\n"), 1)
        found = json.loads(run("complete", self.archive, "oil", "--json").stdout)
        self.assertEqual(found, {"prefix": "oil", "titles": [
            {"article": 2, "identifier": "../../etc/oil", "title": "Oil for the lamp"}]})
        self.assertEqual(run("complete", self.archive, "zebra").returncode, 1)


class BadInput(Case):
    """What cannot be packed as it is."""

    def pack_files(self, *inputs, status):
        archive = self.folder / "out" / "x.satchel"
        archive.parent.mkdir(exist_ok=True)
        done = run("pack", *inputs, "-o", archive)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual([p.name for p in archive.parent.iterdir()], [] if status == 2 else ["x.satchel"])
        for line in done.stderr.splitlines():
            self.assertRegex(line, r"\Asatchel: .")
        return archive, done.stderr

    good = "A good article about ropes.\n\nRopes are twisted from three strands, and the strands from many yarns.\n"

    def test_missing_file(self):
        path = self.folder / "none.txt"
        archive, said = self.pack_files(path, self.write("good.txt", self.good), status=1)
        self.assertIn(f"satchel: {path}: cannot be read: No such file", said)
        self.assertIn("1 problem", said)
        self.assertEqual(len(run("list", archive).stdout.splitlines()), 1)
        archive.unlink()
        self.assertIn("nothing was written", self.pack_files(path, status=2)[1])

    def test_unreadable_file(self):
        secret = self.write("in/secret.txt", self.good)
        self.write("in/good.txt", self.good)
        secret.chmod(0)
        with self.as_nobody() as user:
            archive = self.folder / "out" / "x.satchel"
            archive.parent.mkdir()
            archive.parent.chmod(0o777)
            done = run("pack", self.folder / "in", "-o", archive, **user)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"{secret}: cannot be read: Permission denied", done.stderr)
        self.assertEqual(len(run("list", archive).stdout.splitlines()), 1)

    def test_empty_and_binary_files(self):
        self.write("in/empty.txt", b"")
        self.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        self.write("in/good.txt", self.good)
        archive, said = self.pack_files(self.folder / "in", status=1)
        self.assertIn("empty.txt: the file is empty", said)
        self.assertIn("picture.png: not text", said)
        self.assertEqual(run("list", archive).stdout.count("\n"), 1)

    def test_archive_as_input(self):
        self.assertIn("binary", self.pack_files(self.pack(ARTICLES), status=2)[1])

    def test_invalid_utf8(self):
        path = self.write("latin.txt", self.good.encode().replace(b"strands", b"stra\xe9nds", 1))
        archive, said = self.pack_files(path, status=0)
        self.assertIn(f"{path}: 1 place is not valid UTF-8; replaced by U+FFFD", said)
        self.assertIn("stra\ufffdnds", run("read", archive, "latin").stdout)

    def test_broken_json_line(self):
        path = self.write("a.jsonl", json_lines(ARTICLES[:1]) + '{"id": "half", "title": \n[1, 2]\n' + json_lines(ARTICLES[1:]))
        archive, said = self.pack_files(path, status=1)
        self.assertIn(f"{path}:2: broken JSON at byte", said)
        self.assertIn(f"{path}:3: the line is not a JSON object", said)
        self.assertIn("2 problems", said)
        self.assertEqual(run("list", archive).stdout.count("\n"), 3)

    def test_many_problems_of_a_kind_are_counted(self):
        path = self.write("a.jsonl", json_lines([*ARTICLES, *({"id": f"t{i}", "title": f"Title {i}"} for i in range(50))]))
        archive, said = self.pack_files(path, status=0)
        self.assertEqual(said.count("the article has no text; packed"), 20)
        self.assertIn("satchel: 30 more: the article has no text; --every-problem", said)
        done = run("pack", path, "-o", archive, "--every-problem")
        self.assertEqual(done.stderr.count("the article has no text; packed"), 50)

    def test_two_articles_with_one_identifier(self):
        path = self.write("a.jsonl", json_lines([{"id": "same", "body": "first"}, {"id": "same", "body": "second"}]))
        archive, said = self.pack_files(path, status=0)
        self.assertIn(f'{path}:2: identifier "same" is taken', said)
        self.assertIn("all that was found is packed", said)
        self.assertIn("first", run("read", archive, "same").stdout)
        other = run("list", archive).stdout.splitlines()[1].split("\t")[0]
        self.assertIn(f'"{other}"', said)
        self.assertIn("second", run("read", archive, other).stdout)

    def test_article_without_text(self):
        path = self.write("a.jsonl", json_lines([{"id": "bare", "title": "Only a title"}, {"id": "nothing"}, ARTICLES[1]]))
        archive, said = self.pack_files(path, status=1)
        self.assertIn(f"{path}:1: the article has no text; packed with its title", said)
        self.assertIn(f"{path}:2: neither a title nor any text", said)
        self.assertEqual(json.loads(run("read", archive, "bare", "--json").stdout)["paragraphs"], [])
        self.assertTrue(run("read", archive, "bare").stdout.startswith("Only a title\n=="))

    def test_title_of_a_megabyte(self):
        title = " ".join(f"title{i}" for i in range(100_000))
        self.assertGreater(len(title), 1_000_000)
        part = title[:100_000]  # what one argument can hold
        archive = self.pack([{"id": "huge", "title": title, "body": "short"}, ARTICLES[1],
                             {"id": "part", "title": part, "body": "half"}])
        self.assertEqual(json.loads(run("read", archive, "huge", "--json").stdout)["title"], title)
        self.assertEqual(run("list", archive).stdout.splitlines()[0], "huge\t" + title)
        self.assertLess(len(run("search", archive, "title77777").stdout), 2000)
        self.assertIn("half", run("read", archive, part).stdout)
        self.assertEqual(run("read", archive, part[:-9]).returncode, 1)
        self.assertEqual(run("verify", archive).returncode, 0)

    def test_huge_article(self):
        sanitized = b"__asan_init" in Path(TOOL).read_bytes()  # slower, and takes more memory
        size = (48 if sanitized else 200) << 20
        chance = random.Random(7)
        words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(3, 9))) for _ in range(20_000)]
        pool = [" ".join(chance.choices(words, k=60)).capitalize() + "." for _ in range(4000)]
        paragraphs, have = [], 0
        while have < size:
            paragraphs.append(" ".join(chance.choices(pool, k=8)))
            have += len(paragraphs[-1]) + 2
        body = "\n\n".join(paragraphs) + "\n"
        source = self.write("huge.txt", "---\ntitle: Huge\n---\n\n" + body)
        archive = self.folder / "huge.satchel"
        done = run("pack", source, "-o", archive, "--level", "1", "--scratch", self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        shown = self.folder / "shown.txt"
        # The article does not fit in the memory that the tool may take.
        limit = None if sanitized else lambda: resource.setrlimit(resource.RLIMIT_DATA, (16 << 20, 16 << 20))
        for form in (["--json"], []):
            with open(shown, "w") as out:
                done = run("read", archive, "huge", *form, stdout=out, capture_output=False, preexec_fn=limit)
            self.assertEqual(done.returncode, 0)
            if form:
                self.assertTrue([p["text"] for p in json.loads(shown.read_bytes())["paragraphs"]] == paragraphs)
        with open(shown) as read:
            for line in read:
                if line == "identifier huge\n":
                    break
            self.assertEqual(read.readline(), "\n")
            for number, paragraph in enumerate(paragraphs):
                if number > 0:
                    self.assertEqual(read.readline(), "\n")
                if read.readline() != paragraph + "\n":
                    self.fail(f"paragraph {number} differs")
            self.assertEqual(read.read(), "")

    def on_small_disk(self, *arguments, megabytes=1):
        """Runs the tool with a file system of its own at self.folder/disk."""
        disk = self.folder / "disk"
        disk.mkdir(exist_ok=True)
        prefix = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        script = ('mount -t tmpfs -o size="$1"m none "$2" 2>/dev/null || exit 77; disk=$2; shift 2; "$@"; status=$?; '
                  'ls -A "$disk"; exit $status')
        try:
            done = subprocess.run([*prefix, "sh", "-c", script, "sh", str(megabytes), disk, TOOL, *map(str, arguments)],
                                  capture_output=True, text=True, stdin=subprocess.DEVNULL)
        except FileNotFoundError:
            self.skipTest("no unshare here: a full disk cannot be made")
        if done.returncode == 77 or done.stderr.startswith("unshare"):
            self.skipTest("no mount namespaces here: a full disk cannot be made")
        return done

    def test_full_disk(self):
        chance = random.Random(3)
        source = self.write("a.jsonl", json_lines({"id": str(i), "body": f"{chance.getrandbits(20_000):x}"} for i in range(900)))
        disk = self.folder / "disk"
        done = self.on_small_disk("pack", source, "-q", "--level", "1", "-o", disk / "x.satchel", "--scratch", self.folder)
        self.assert_complains(done, str(disk / "x.satchel"), "No space left on device")
        self.assertEqual(done.stdout, "")  # nothing is left on the disk
        done = self.on_small_disk("pack", source, "-q", "-o", self.folder / "x.satchel", "--scratch", disk)
        self.assert_complains(done, str(disk), "No space left on device", "--scratch")
        self.assertEqual(done.stdout, "")
        self.assertFalse((self.folder / "x.satchel").exists())
        archive = self.pack(source.read_text(), "--level", "1", name="big")
        done = self.on_small_disk("extract", archive, "-o", disk / "x.jsonl")
        self.assert_complains(done, "No space left on device")
        self.assertEqual(done.stdout, "")

    def test_no_permission_on_the_target(self):
        source = self.write("a.jsonl", json_lines(ARTICLES))
        locked = self.folder / "locked"
        locked.mkdir(mode=0o755)
        older = self.pack(ARTICLES[:1]).rename(locked / "x.satchel")
        content = older.read_bytes()
        older.chmod(0o444)
        if os.geteuid() != 0:
            locked.chmod(0o555)
            self.addCleanup(locked.chmod, 0o755)
        with self.as_nobody() as user:
            for name in ("new.satchel", "x.satchel"):
                self.assert_complains(run("pack", source, "-o", locked / name, **user), str(locked / name), "Permission denied")
            self.assert_complains(run("extract", older, "-o", locked / "a", **user), str(locked / "a"), "Permission denied")
        self.assertEqual([p.name for p in locked.iterdir()], ["x.satchel"])
        self.assertEqual(older.read_bytes(), content)
        self.assert_complains(run("pack", source, "-o", self.folder / "no" / "x"), "No such file or directory")
        self.assert_complains(run("pack", source, "-o", self.folder), "directory")

    def interrupt(self, number, feed_on):
        """Sends a signal to a pack that has an older archive to replace; gives its exit status and messages."""
        work = self.folder / f"interrupted-{number}-{feed_on}"
        (work / "scratch").mkdir(parents=True)
        older = self.pack(ARTICLES).rename(work / "x.satchel")
        content = older.read_bytes()
        child = subprocess.Popen([TOOL, "pack", "-", "-o", older, "--scratch", work / "scratch", "--level", "1"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def feed():
            with contextlib.suppress(OSError):
                for i in range(100_000_000):
                    child.stdin.write(json.dumps({"id": str(i), "body": f"line {i} " * 500}).encode() + b"\n")
                    if not feed_on and i == 500:
                        child.stdin.flush()
                        return

        feeder = threading.Thread(target=feed)
        feeder.start()
        time.sleep(1.0)
        child.send_signal(number)
        status = child.wait(timeout=60)
        feeder.join()
        with contextlib.suppress(OSError):
            child.stdin.close()
        said = child.stderr.read().decode()
        child.stdout.close()
        child.stderr.close()
        self.assertEqual(older.read_bytes(), content)
        self.assertEqual(sorted(p.name for p in work.iterdir()), ["scratch", "x.satchel"])
        self.assertEqual(list((work / "scratch").iterdir()), [])
        return status, said

    def test_killed_or_interrupted(self):
        for feed_on in (True, False):  # busy, or waiting for more input
            self.assertEqual(self.interrupt(signal.SIGKILL, feed_on)[0], -signal.SIGKILL)
            status, said = self.interrupt(signal.SIGINT, feed_on)
            self.assertEqual(status, -signal.SIGINT)
            if feed_on:
                self.assertEqual(said, "satchel: interrupted, no archive was written\n")
        self.assertEqual(self.interrupt(signal.SIGTERM, True)[0], -signal.SIGTERM)


if __name__ == "__main__":
    if not TOOL or not os.access(TOOL, os.X_OK):
        print("SATCHEL_TOOL does not name the program; nothing was tested")
        sys.exit(77)
    unittest.main(verbosity=2)
