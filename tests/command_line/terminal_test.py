"""On a terminal: pages, lines, looks."""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unicodedata

from support import TOOL, json_lines, main, read_terminal, run, run_on_terminal, Case

FAMILY = "\U0001F469\u200d\U0001F469\u200d\U0001F467"
FLAG = "\U0001F1E9\U0001F1EA"
ADDRESS = "https://example.org/a/very/long/address/that/fits/in/no/line/of/forty/columns"
THAI = "หนังสือพิมพ์เก่าถูกเก็บไว้ในห้องสมุดของเมืองเป็นเวลานานกว่าร้อยปี"

FORMS = {
    "id": "forms", "title": "Every form that a text can take in a terminal", "subtitle": "Short and long",
    "authors": ["Ada Brook", "Jon Reed"], "date": "2021-03-04", "url": ADDRESS, "body": f"""
# The ferry at the top of the page and what it carries

Words about ferries, with *stress*, {FAMILY} and {FLAG} and \u2764\ufe0f and e\u0301, {ADDRESS}, and soft\u00adware.

- one ferry that goes on and on until the line is full
- two
  - below two, with a text that is long as well, and longer
    - and deeper still, until there is no more room to be had
      - the fourth list, which hardly anybody writes or reads

> Said of the ferry, and then of so much more that it took lines and lines.

### Third

```
if ferry:
\treturn
```

{THAI}

活字排版以后,印刷就快多了。“活字”可以拆开再用,一部书印完,同一批字又能排下一部书(只要字够用)。
"""}
ARABIC = {
    "id": "12", "title": "مطبعة المدينة", "body":
    "جلس العامل قرب النافذة كل صباح ورتب الحروف الصغيرة في صندوقها. " * 6 + "وصل الحبر الأزرق. " +
    "ثم عاد إلى بيته عند الغروب ومعه صفحة جديدة. " * 6 + "\n\n> الورق أبقى من الكلام.\n\n- حبر\n- ورق\n"}


def columns_of(line):
    """At most what a terminal takes for it: emoji that are joined count one by one."""
    wide, last = 0, 0
    for c in line:
        if c == "\ufe0f":
            wide += 2 - last
            continue
        if unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        last = 2 if unicodedata.east_asian_width(c) in "WF" else 1
        wide += last
    return wide


class Terminal:
    """The tool on a terminal of its own, with somebody at the keyboard."""

    def __init__(self, *arguments, lines=12, columns=60, **environment):
        self.output = ""
        settings = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LESS", "PAGER", "COLUMNS", "LINES")}
        settings.update({"TERM": "xterm", **environment})
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave, self.master = slave, master

        def own_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.child = subprocess.Popen([TOOL, *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave,
                                      env=settings, start_new_session=True, preexec_fn=own_terminal)

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.output:
            ended = self.child.poll() is not None
            self.take(0.1)
            if text not in self.output and (ended or time.monotonic() > end):
                raise AssertionError(f"{text!r} did not come: {self.output!r}")

    def take(self, seconds):
        while select.select([self.master], [], [], seconds)[0]:
            self.output += os.read(self.master, 65536).decode(errors="replace")
            seconds = 0

    def press(self, keys):
        self.output = ""
        os.write(self.master, keys.encode())

    def end(self, seconds=60):
        """The exit status; the terminal must be as it was."""
        end = time.monotonic() + seconds
        while self.child.poll() is None:
            if time.monotonic() > end:
                os.killpg(self.child.pid, signal.SIGKILL)
                raise AssertionError(f"it does not end: {self.output!r}")
            self.take(0.05)
        self.output += read_terminal(self.child, self.master, self.slave).decode(errors="replace")
        after = termios.tcgetattr(self.slave)
        os.close(self.slave)
        os.close(self.master)
        assert after == self.before, "the terminal was left in another state"
        return self.child.returncode


class Paging(Case):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.many = os.path.join(folder.name, "many.satchel")
        notes = [{"id": f"n{i}", "title": f"Note {i}", "body": "word " * (40000 if i == 1 else 200)} for i in range(4000)]
        run("pack", "-", "-o", cls.many, input=json_lines(notes)).check_returncode()

    def setUp(self):
        super().setUp()
        self.few = self.pack([FORMS, ARABIC], "--body", "markdown", "--language", "en", name="few")

    def test_a_text_longer_than_the_window_waits_in_less(self):
        for command in (["list", self.many], ["read", self.many, "n7"], ["search", self.many, "word", "-n", "100"]):
            t = Terminal(*command)
            t.wait_for("\n:")
            self.assertNotIn("\033[?1049h", t.output)  # it stays on the screen
            self.assertIsNone(t.child.poll())
            t.press("\x03 ")  # Ctrl-C is for less, which goes on
            t.wait_for(":")
            t.press("q")
            self.assertEqual(t.end(), 0, command)
        self.assertIsNotNone(shutil.which("less"))

    def test_a_text_that_fits_is_only_printed(self):
        for command in (["read", self.few, "12", "--color=never"], ["search", self.few, "ferry"]):
            t = Terminal(*command, lines=50)
            self.assertEqual(t.end(), 0)
        self.assertIn("1 article matches", t.output)

    def test_utf8_in_any_locale(self):
        t = Terminal("read", self.few, "forms", lines=60, LC_ALL="C")
        self.assertEqual(t.end(), 0)
        self.assertIn("活字排版", t.output)

    def test_which_pager(self):
        mark = "sed 's/^/a b|/'"
        for environment in ({"PAGER": mark}, {"SATCHEL_PAGER": mark}, {"SATCHEL_PAGER": mark, "PAGER": "false"}):
            self.assertIn("a b|1 article matches", run_on_terminal("search", self.few, "ferry", "--color=never",
                                                                  **environment))
        off = ({"PAGER": "cat"}, {"PAGER": ""}, {"SATCHEL_PAGER": "", "PAGER": mark}, {"PAGER": mark, "TERM": "dumb"})
        for environment in off:
            shown = run_on_terminal("search", self.few, "ferry", "--color=never", **environment)
            self.assertIn("1 article matches", shown)
            self.assertNotIn("a b|", shown)
        for arguments in (["search", self.few, "ferry", "--no-pager"], ["search", self.few, "ferry", "--json"],
                          ["list", self.few, "--no-pager"], ["info", self.few],
                          ["read", self.few, "12", "--no-pager"], ["read", self.few, "12", "--json"]):
            self.assertNotIn("a b|", run_on_terminal(*arguments, PAGER=mark))
        self.assertNotIn("a b|", run("list", self.few, env={**os.environ, "PAGER": mark}).stdout)

    def test_what_less_is_told(self):
        show = 'echo "<$LESS>"; cat'
        self.assertIn("<FRX>", run_on_terminal("list", self.few, SATCHEL_PAGER=show))
        self.assertIn("<-i>", run_on_terminal("list", self.few, SATCHEL_PAGER=show, LESS="-i"))

    def test_without_the_pager_text_goes_to_the_terminal(self):
        shown = run_on_terminal("list", self.many, PAGER="no-such-pager --now")
        self.assertIn("no-such-pager", shown.splitlines()[0])  # the shell says why
        self.assertEqual(shown.count("Note "), 4000)
        for path in ("", str(self.folder)):  # not even less
            t = Terminal("list", self.few, PATH=path)
            self.assertEqual(t.end(), 0)
            self.assertIn("Every form", t.output)
            self.assertNotIn("not found", t.output)

    def test_exit_statuses_stay(self):
        for pager in ("cat >&2", "true", "false", "head -n 1"):
            for status, command in ((0, ["list", self.many]), (0, ["read", self.many, "n1"]),
                                    (1, ["search", self.few, "submarine"]), (2, ["read", self.few, "12", "-q", "(("])):
                self.assertEqual(Terminal(*command, PAGER=pager).end(), status, (pager, command))

    def test_errors_stay_visible(self):
        bytes_ = bytearray(self.few.read_bytes())
        for at in range(1000, len(bytes_) - 3000, 64):
            bytes_[at] ^= 0x40
        damaged = self.write("damaged.satchel", bytes(bytes_))
        alone = run("list", damaged)
        for pager in ("cat -u", "less -FRX"):
            t = Terminal("list", damaged, columns=400, PAGER=pager)
            self.assertEqual(t.end(), alone.returncode)
            for line in alone.stderr.splitlines():
                self.assertIn(line, t.output)
        self.assertEqual(alone.returncode, 2)


class Lines(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack([FORMS, ARABIC], "--body", "markdown", "--language", "en")

    def body(self, width, article="forms"):
        return run("read", self.archive, article, "--width", str(width)).stdout.split(f"identifier {article}\n\n")[1]

    def test_lines_fit_every_window(self):
        for columns in (24, 40, 80, 200):
            for command in (["read", self.archive, "forms"], ["read", self.archive, "12"],
                            ["search", self.archive, "ferry"], ["search", self.archive, "الحبر"]):
                shown = run_on_terminal(*command, "--color=never", columns=columns).splitlines()
                wide = max(columns_of(line) for line in shown if "https:" not in line)
                self.assertLessEqual(wide, min(columns, 80))
                self.assertGreater(wide, min(columns, 80) * 2 // 3)

    def test_columns_of_the_environment(self):
        shown = run_on_terminal("read", self.archive, "12", "--color=never", columns=80, COLUMNS="30").splitlines()
        self.assertLessEqual(max(map(columns_of, shown)), 30)
        for nonsense in ("0", "x", "30x", "-1", ""):
            shown = run_on_terminal("read", self.archive, "12", "--color=never", columns=50, COLUMNS=nonsense)
            self.assertEqual(max(map(columns_of, shown.splitlines())) // 10, 5, nonsense)

    def test_no_line_ends_within_a_character(self):
        text = FAMILY * 3 + FLAG * 3 + "\u2764\ufe0fe\u0301" + "\u0e01\u0e33"
        archive = self.pack([{"id": "x", "title": "x", "body": text * 3}], name="emoji")
        for width in range(2, 40):
            shown = run("read", archive, "x", "--width", str(width)).stdout.split("identifier x\n\n")[1]
            self.assertEqual(shown.replace("\n", ""), text * 3)
            for line in shown.splitlines():
                self.assertNotIn(line[-1], "\u200d", width)
                self.assertNotIn(line[0], "\u200d\ufe0f\u0301\u0e33", width)
                self.assertEqual(sum("\U0001F1E6" <= c <= "\U0001F1FF" for c in line) % 2, 0, width)

    def test_scripts_without_spaces(self):
        for width in range(12, 60):
            body = self.body(width)
            for line in body.splitlines():
                self.assertNotIn(line[:1] or "-", ",。”)")
                self.assertNotIn(line[-1:] or "-", "“(")
            self.assertIn(THAI, body.replace("\n", ""))
            thai = [line for line in body.splitlines() if "\u0e00" <= line[:1] <= "\u0e7f"]
            self.assertLessEqual(max(map(columns_of, thai)), width)

    def test_addresses_stay_whole(self):
        self.assertIn(f"\n{ADDRESS},\n", self.body(40))

    def test_characters_that_show_nothing(self):
        archive = self.pack([{"id": "x", "title": "x", "body": "soft\u00adware \ufefffine a\u200bb one\u2028two"}], name="x")
        self.assertTrue(run("read", archive, "x").stdout.endswith("\n\nsoftware fine ab one two\n"))

    def test_lists_keep_a_margin_in_narrow_windows(self):
        body = self.body(24)
        self.assertIn("\n      - the fourth list,\n        which hardly\n        anybody writes\n        or reads\n", body)
        self.assertIn("\n> Said of the ferry, and\n> then of so much more\n", body)

    def test_marks_of_direction_on_a_terminal_alone(self):
        query = ["search", self.archive, "الأزرق", "--color=never"]
        shown = run_on_terminal(*query)
        self.assertIn("مطبعة المدينة\u200e (12)", shown)
        self.assertIn("   \u200f… ", shown)
        self.assertIn(" …\u200f\r\n", shown)
        self.assertNotRegex(run(*query).stdout, "[\u200e\u200f]")
        self.assertNotRegex(run_on_terminal("search", self.archive, "ferry"), "[\u200e\u200f]")


class Looks(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack([FORMS, ARABIC], "--body", "markdown", "--language", "en")

    def test_query_is_highlighted(self):
        shown = run("read", self.archive, "forms", "-q", "ferry WORD* \"and deeper\" 活字 -short", "--color=always").stdout
        matches = re.findall("\033\\[1;31m(.*?)\033\\[0m", shown)
        self.assertEqual(matches, ["ferry", "Words", "ferries", "ferry", "and deeper", "ferry", "ferry", "活字", "活字"])
        plain = run("read", self.archive, "forms").stdout
        for query in ("ferry", "submarine", "f*", "活 字", ""):
            self.assertEqual(run("read", self.archive, "forms", "--query", query).stdout, plain)
            coloured = run("read", self.archive, "forms", "--query", query, "--color=always").stdout
            words = re.sub("\033\\[[0-9;]*m", "", coloured)
            self.assertEqual(words, re.sub("\n[=~-]+\n", "\n", plain))

    def test_query_that_cannot_be_shown(self):
        self.assert_complains(run("read", self.archive, "forms", "-q", "a OR (("), "cannot be understood", "at its end")
        self.assert_complains(run("read", self.archive, "forms", "-q", "a", "--json"), "--json", "--query")

    def test_every_line_ends_without_a_look(self):
        long = self.pack([{"id": "long", "title": "活字" * 60, "body": "活字" * 60 + " ink" * 60, "tags": ["a"]}], name="long")
        for archive, words in ((self.archive, ["read", "forms", "-q", "ferry"]), (long, ["read", "long", "-q", "活字 ink"]),
                               (long, ["search", "活字 ink"])):
            shown = run_on_terminal(words[0], archive, *words[1:], "--color=always", columns=40)
            self.assertGreater(shown.count("\033[1;31m"), 3)
            for line in shown.splitlines():
                codes = re.findall("\033\\[([0-9;]*)m", line)
                self.assertEqual([i % 2 for i, c in enumerate(codes) if c == "0"], [1] * (len(codes) // 2), repr(line))
                self.assertEqual(len(codes) % 2, 0, repr(line))

    def test_forms_with_colour(self):
        body = run("read", self.archive, "forms", "--color=always", "--width", "80").stdout
        self.assertTrue(body.startswith("\033[1mEvery form that a text can take in a terminal\033[0m\nShort and long\n\n"
                                        "\033[2mby         \033[0mAda Brook, Jon Reed\n"), body)
        self.assertIn("\n\033[1mThe ferry at the top of the page and what it carries\033[0m\n\nWords", body)
        self.assertIn("\n\033[4mThird\033[0m\n", body)
        self.assertIn("\n\033[2m  - \033[0mbelow two", body)
        self.assertIn("\n\033[2m> \033[0mSaid of", body)

    def test_forms_without_colour(self):
        text = run("read", self.archive, "forms").stdout
        self.assertIn(f"Every form that a text can take in a terminal\n{'=' * 45}\nShort and long\n\n", text)
        self.assertIn(f"\n\nThe ferry at the top of the page and what it carries\n{'-' * 52}\n\nWords", text)
        self.assertIn("\n\nThird\n~~~~~\n\n    if ferry:\n    \treturn\n\n", text)

    def test_when_there_is_colour(self):
        force = {**os.environ, "CLICOLOR_FORCE": "1", "TERM": "dumb"}
        command = ["search", self.archive, "ferry"]
        self.assertIn("\033[", run(*command, env=force).stdout)
        self.assertIn("\033[", run_on_terminal(*command, CLICOLOR_FORCE="0"))
        for how in ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, {"CLICOLOR_FORCE": "0"}, {"CLICOLOR_FORCE": ""}):
            self.assertNotIn("\033[", run(*command, env={**os.environ, **how}).stdout)
        self.assertNotIn("\033[", run(*command, "--color=never", env=force).stdout)
        self.assertIn("\033[", run(*command, "--color=always", env={**force, "NO_COLOR": "1"}).stdout)
        self.assertIn("\033[1;31m", run_on_terminal(*command, PAGER="sed s/x/x/"))  # chosen before the pager comes
        self.assertNotIn("\033[", run(*command, "--json", env=force).stdout)


class Hostile(Case):
    """No text of an archive, and no name of a file, commands a terminal or turns what stands beside it."""

    NEVER = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    TEXT = ("\x1b[31mred\x1b]0;title\x07 a\x7fb \x9b5m \x85 \r\b \u202eturned\u202c \u2066isolated\u2069 "
            "\u200e\u200f\u061c end")

    def setUp(self):
        super().setUp()
        self.archive = self.folder / "a.satchel"
        maker = os.path.join(os.environ["SATCHEL_BUILD"], "tests", "hostile_strings")
        subprocess.run([maker, self.archive], check=True)

    def assert_clean(self, shown, what):
        self.assertNotRegex(shown, f"{self.NEVER}{self.MARKS}]", what)

    def test_on_a_terminal(self):
        damaged = bytearray(self.archive.read_bytes())
        damaged[80] ^= 64  # in the first block
        damaged = self.write("damaged " + self.TEXT.replace("\x00", ""), bytes(damaged))
        archive = self.archive
        commands = [["list", archive], ["read", archive, "#0", "-a"], ["read", archive, "#0", "--width", "30", "-q", "red"],
                    ["search", archive, "ferry"], ["search", archive, "turned", "--with", damaged],
                    ["complete", archive, "ferry"], ["info", archive, "--sizes"], ["info", damaged], ["verify", archive],
                    ["verify", damaged], ["extract", archive, "--format", "text", "-o", "-"],
                    ["extract", archive, "--format", "markdown", "-a", "-o", "-"], ["extract", archive],
                    ["extract", damaged], ["read", archive, "ferry" + self.TEXT], ["read", archive, self.TEXT],
                    ["search", archive, "((" + self.TEXT], ["complete", archive, self.TEXT], ["read", damaged, "#0"],
                    ["pack", damaged], ["pack", damaged, "-o", damaged], ["merge", damaged, "-o", self.folder / "m"],
                    ["dictionary", damaged], ["export", archive, "-o", self.folder / ("program " + self.TEXT)],
                    ["list", self.TEXT], [self.TEXT], ["list", "--" + self.TEXT], ["pack", self.TEXT, "--map", self.TEXT]]
        commands += [[*c, "--json"] for c in commands if c[0] in ("list", "search", "complete", "info", "verify", "export")]
        commands.append(["read", archive, "#0", "-a", "--json"])
        shown = {}
        for command in commands:
            for pager in ("", "cat -u"):
                shown[str(command)] = run_on_terminal(*command, SATCHEL_PAGER=pager)
                own = "\x1b\\[((0|1|2|4|1;31)m|K)"  # looks, and the status line's moves
                self.assert_clean(re.sub(own, "", shown[str(command)]), command)
        for command in commands[:5]:  # what is left out can be seen
            self.assertGreater(shown[str(command)].count("\ufffd"), 10, command)
        program = self.folder / ("program " + self.TEXT)
        for arguments in ([], ["list"], ["--help"], ["read", "zebra"]):
            done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False)
            self.assert_clean(done.stderr, arguments)
            self.assert_clean(done.stdout if arguments != ["list"] else "", arguments)

    def test_in_json_it_is_the_same_data(self):
        title = "ferry " + self.TEXT
        for command, of in ((["list", "--json"], lambda j: j["title"]), (["read", "#0", "--json"], lambda j: j["title"]),
                            (["search", "ferry", "--json"], lambda j: j["hits"][0]["title"]), (["extract"], lambda j: j["title"]),
                            (["complete", "ferry", "--json"], lambda j: j["titles"][0]["title"]),
                            (["extract"], lambda j: j["paragraphs"][4]["text"][:len(title)])):
            printed = run(command[0], self.archive, *command[1:]).stdout
            self.assert_clean(printed, command)
            self.assertEqual(of(json.loads(printed)), title, command)
        self.assertEqual(json.loads(run("info", self.archive, "--json").stdout)["name"], "name " + self.TEXT)

    def test_in_files_marks_of_direction_are_kept(self):
        for command in (["list"], ["read", "#0"], ["search", "ferry"], ["complete", "ferry"],
                        ["extract", "--format", "text", "-o", "-"], ["extract", "--format", "markdown", "-o", "-"]):
            printed = run(command[0], self.archive, *command[1:]).stdout
            self.assertNotRegex(printed, self.NEVER + "]", command)
            self.assertIn("\u202eturned\u202c", printed, command)
        run_on_terminal("extract", self.archive, "--format", "text", "-o", self.folder / "texts")
        [file] = (self.folder / "texts").iterdir()
        self.assert_clean(file.name, "a name")
        self.assertIn("\u202eturned\u202c", file.read_text())


if __name__ == "__main__":
    main()
