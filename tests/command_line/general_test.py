"""What every command has in common: help, wrong arguments, archives that are none, output."""

import os
import signal
import socket
import subprocess

from support import TOOL, COMMANDS, READERS, ARTICLES, run, Case, main


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

    def test_pipes_devices_and_sockets_are_no_archives(self):
        pipe, bound = self.folder / "pipe", self.folder / "socket"
        os.mkfifo(pipe)
        good = self.pack(ARTICLES, name="good")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(bound))
            for path, what in ((pipe, "not a regular file"), ("/dev/zero", "not a regular file"), (bound, "No such device")):
                for command, more in READERS.items():
                    self.assert_complains(run(command, path, *more, timeout=60), str(path), what)
                self.assert_complains(run("merge", good, path, "-o", self.folder / "x", timeout=60), str(path), what)
                self.assert_complains(run("search", good, "--with", path, "a", timeout=60), str(path), what)

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
        commands = (["info", archive, "--sizes"], ["info", archive, "--json"], ["list", archive], ["verify", archive],
                    ["search", archive, "OIL", "--json"], ["read", archive, "ferry"])
        expected = [self.said(command, {"LC_ALL": "C"}) for command in commands]
        self.assertRegex(expected[0], r"\d,\d{3} bytes")
        for name, comma in (("de_DE.UTF-8", ","), ("tr_TR.UTF-8", ",")):  # other numbers, another small I
            subprocess.run(["localedef", "-i", name.split(".")[0], "-f", "UTF-8", self.folder / name], check=True)
            locale = {"LC_ALL": name, "LOCPATH": str(self.folder)}
            point = subprocess.run(["locale", "decimal_point"], env={**os.environ, **locale}, capture_output=True, text=True)
            self.assertEqual(point.stdout, comma + "\n", f"{name} is not there")
            self.assertEqual([self.said(command, locale) for command in commands], expected, name)

    def said(self, command, environment):
        done = run(*command, env={**os.environ, **environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout


if __name__ == "__main__":
    main()
