"""satchel export, and the programs that it makes."""

import json
import os
import select
import shlex
import signal
import struct
import subprocess
import time
import zlib
from pathlib import Path

from support import ARTICLES, SANITIZED, TOOL, main, run, run_on_terminal, Case

MANY = [{"id": f"note-{i}", "title": f"Note of day {i}", "body": f"Rain fell on day {i}. " * 20} for i in range(300)]
TRAILER = 32


def call(program, *arguments, **how):
    """Runs a program that was exported."""
    how = {"capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL, "timeout": 60, **how}
    return subprocess.run([str(program), *map(str, arguments)], check=False, **how)


class Export(Case):
    def export(self, archive, name="news", *options):
        program = self.folder / name
        done = run("export", archive, "-o", program, *options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return program

    def changed(self, name, content):
        path = self.write(name, content)
        path.chmod(0o755)
        return path

    def assert_says(self, done, *parts):
        """Exactly one line on standard error, and status 2."""
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"\A[^\n]+: [^\n]+\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)

    def assert_nothing_else(self, *names):
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), sorted(names))

    def test_it_does_what_the_tool_does(self):
        archive = self.pack(ARTICLES)
        program = self.export(archive)
        for command, *rest in [("search", "ferry"), ("search", "ferry", "-n", "1", "-lamp"), ("search", "zebra"), ("list",),
                               ("list", "--json"), ("read", "ferry"), ("read", "the", "last", "ferry", "--json"),
                               ("complete", "the"), ("verify",), ("extract",), ("extract", "--format", "markdown")]:
            here, there = call(program, command, *rest), run(command, archive, *rest)
            self.assertEqual((here.returncode, here.stdout), (there.returncode, there.stdout), (command, rest))
        self.assertEqual(call(program, "info", "--json").stdout, run("info", archive, "--json").stdout)
        self.assertIn(str(program), call(program, "info").stdout)
        found = json.loads(call(program, "search", "--json", "ferry").stdout)
        self.assertEqual({h["archive"] for h in found["hits"]}, {str(program)})

    def test_where_it_goes(self):
        archive = self.pack(ARTICLES, name="news")
        done = run("export", archive.name, cwd=self.folder, umask=0o22)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\Anews: a program of [\d.]+ MiB, .* the archive with 3 articles\n\Z")
        self.assertEqual((self.folder / "news").stat().st_mode & 0o7777, 0o755)
        whole = (self.folder / "news").read_bytes()
        self.assertTrue(run("export", archive, "--program", "-o", "-", text=False).stdout == whole, "- gives other bytes")
        self.assertTrue(self.export(archive, "again", "-q").read_bytes() == whole, "a second one has other bytes")
        about = json.loads(run("export", archive, "-o", self.folder / "third", "--json").stdout)
        self.assertEqual((about["articles"], about["program_bytes"], about["archive_bytes"]),
                         (3, len(whole), archive.stat().st_size))
        self.assertIn("not for a terminal", run_on_terminal("export", archive, "-o", "-"))
        self.assert_complains(run("export", archive, "-o", archive), "the input itself")
        self.assert_complains(run("export", archive, "-o", self.folder), "directory")
        self.assert_complains(run("export", archive, "-o", self.folder / "no/where"), "No such file")
        self.assert_nothing_else("news.satchel", "news", "again", "third")

    def test_the_archive_lies_in_it_as_it_is(self):
        archive = self.pack(ARTICLES)
        whole, inside = self.export(archive).read_bytes(), archive.read_bytes()
        at = len(whole) - TRAILER - len(inside)
        self.assertTrue(whole[at:-TRAILER] == inside)
        self.assertEqual(at % 4096, 0)

    def test_the_tool_takes_it_for_an_archive(self):
        archive = self.pack(ARTICLES)
        program = self.export(archive)
        for command, *rest in [("search", "ferry"), ("list",), ("verify",), ("extract",), ("info", "--json", "--sizes")]:
            self.assertEqual(run(command, program, *rest).stdout, run(command, archive, *rest).stdout)
        self.assertTrue(self.export(program, "newer").read_bytes() == program.read_bytes())
        merged = self.folder / "merged.satchel"
        self.assertEqual(run("merge", program, "-o", merged, "-q").returncode, 0)
        self.assertTrue(merged.read_bytes() == archive.read_bytes())
        self.assert_complains(run("export", program, "-o", program), "the input itself")

    def test_it_needs_nothing_of_the_system(self):
        program = self.export(self.pack(ARTICLES))
        start = program.read_bytes()[:4096]
        place, size, count = struct.unpack("<Q14xHH", start[32:58]) if start[4] == 2 else struct.unpack("<I10xHH", start[28:46])
        kinds = {struct.unpack_from("<I", start, place + i * size)[0] for i in range(count)}
        self.assertNotIn(3, kinds, "it asks for a dynamic linker")
        if os.geteuid() != 0:
            self.skipTest("only root shows a program an empty system")
        done = subprocess.run(["chroot", self.folder, "/news", "list"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout.count("\n"), done.stderr), (0, 3, ""))
        done = subprocess.run(["chroot", self.folder, "/news"], capture_output=True, text=True, check=False)
        self.assertIn("/news search", done.stdout)

    if SANITIZED:  # sanitizers are shared libraries
        del test_it_needs_nothing_of_the_system

    def test_the_first_screen_says_what_works(self):
        articles = [{"id": "a", "title": "Ёлки у моря", "body": "Лес."},
                    {"id": "b", "title": "Rock 'n' roll's $HOME", "body": "Music."}]
        for name, collection in [("easy", articles[::-1]), ("russian", articles[:1]), ("two words", articles),
                                 ("untitled", [{"id": "x", "title": "t " * 50, "body": "Text."}])]:
            archive = self.pack(collection, "--name", "The \u001b[31mnews", name="n")
            program = self.export(archive, name)
            screen = call("./" + name, cwd=self.folder)
            self.assertEqual((screen.returncode, screen.stderr), (0, ""))
            lines = screen.stdout.splitlines()
            self.assertIn(f"The \ufffd[31mnews: {len(collection)} article", lines[0])
            self.assertNotIn("\u001b", screen.stdout)
            examples = [line.strip().rsplit("  ", 1)[0] for line in lines[2:]]
            self.assertGreaterEqual(len(examples), 3)
            for example in examples:
                done = subprocess.run(["sh", "-c", example], cwd=self.folder, capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""), example)
                self.assertEqual(shlex.split(example)[0], "./" + name)
            program.unlink()

    def test_its_messages_name_it_as_it_was_called(self):
        archive = self.pack(ARTICLES)
        self.export(archive)
        path = {**os.environ, "PATH": f"{self.folder}:/usr/bin:/bin"}
        done = call("news", "read", "zebra", env=path)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r'\Anews: .*"news list" shows all, "news search" finds words\n\Z')
        (self.folder / "link").symlink_to("news")
        for command in [["--help"], ["search", "--help"], ["read", "--help"], ["list", "--help"], ["extract", "--help"]]:
            done = call("./link", *command, cwd=self.folder)
            self.assertEqual(done.returncode, 0)
            self.assertIn("  ./link ", done.stdout)
            self.assertNotIn("satchel " + command[0], done.stdout)
            self.assertNotIn("ARCHIVE\n", done.stdout)
            self.assertNotIn("news.satchel", done.stdout)
        self.assert_says(call("./link", "pack", "x", cwd=self.folder), "link: ", "pack", '"./link --help"')
        self.assert_says(call("./link", "search", "(", cwd=self.folder), '"./link search --help"')

    def test_several_at_once(self):
        program = self.export(self.pack(ARTICLES))
        other = self.pack(MANY, name="other")
        found = json.loads(call(program, "search", "--with", other, "ferry OR rain", "-n", "400", "--json").stdout)
        self.assertEqual({h["archive"] for h in found["hits"]}, {str(program), str(other)})

    def test_somebody_else_may_run_it(self):
        program = self.export(self.pack(ARTICLES))
        program.chmod(0o755)
        with self.as_nobody() as user:
            self.assertEqual(call(program, "list", **user).returncode, 0)

    def test_archives_that_are_not_exported(self):
        good = self.pack(MANY, name="good").read_bytes()
        damaged, newer = bytearray(good), bytearray(good)
        damaged[len(good) // 3] ^= 0x10
        newer[16] += 1  # the version
        newer[60:64] = struct.pack("<I", zlib.crc32(newer[8:60]))
        cases = [("foreign.satchel", b"A letter. " * 500, "not a Satchel archive"), ("damaged.satchel", damaged, "damaged part"),
                 ("newer.satchel", newer, "newer"), ("half.satchel", good[:len(good) // 2], "cut short"),
                 ("plain-program", Path(TOOL).read_bytes(), "not a Satchel archive")]
        for name, content, message in cases:
            path = self.write(name, bytes(content))
            self.assert_complains(run("export", path, "-o", self.folder / "program"), str(path), message)
            path.unlink()
        self.assert_nothing_else("good.satchel")

    def test_interrupted_it_says_so(self):
        archive = self.pack(ARTICLES)
        os.mkfifo(self.folder / "slow")  # nobody reads: the tool waits while it writes
        reading = os.open(self.folder / "slow", os.O_RDONLY | os.O_NONBLOCK)
        child = subprocess.Popen([TOOL, "export", archive, "-o", self.folder / "slow"], stderr=subprocess.PIPE, text=True)
        while child.poll() is None and not select.select([reading], [], [], 0.1)[0]:
            pass
        os.set_blocking(reading, True)
        child.send_signal(signal.SIGINT)
        time.sleep(0.1)
        while os.read(reading, 1 << 16):
            pass
        child.wait()
        os.close(reading)
        self.assertEqual((child.returncode, child.stderr.read()), (-signal.SIGINT, "satchel: interrupted, no program was written\n"))
        child.stderr.close()

    def test_programs_that_are_not_whole(self):
        archive = self.pack(MANY)
        whole = self.export(archive).read_bytes()
        begin = len(whole) - TRAILER - archive.stat().st_size
        for content in (whole[:-1], whole[:-TRAILER], whole[:(begin + len(whole)) // 2], whole[:begin], whole + b"\0",
                        whole + whole[-TRAILER:], whole[:-TRAILER + 3] + b"x" + whole[-TRAILER + 4:],
                        whole[:begin] + b"12345678" + whole[begin:]):
            program = self.changed("changed", content)
            for arguments in ([], ["list"], ["search", "rain"], ["--help"]):
                self.assert_says(call(program, *arguments), "cut short, or changed", "copy it again")
            self.assertIn("not a Satchel archive", run("info", program).stderr)

    def test_damage_is_said(self):
        archive = self.pack(MANY)
        program = self.export(archive)
        inside = archive.read_bytes()
        size = len(inside)
        begin = program.stat().st_size - TRAILER - size

        def put(at, content):
            with open(program, "r+b") as file:
                file.seek(begin + at)
                file.write(content)

        for at in [0, 9, 20, 40, 63, size - 40, size - 1, *range(64, size, size // 40)]:
            put(at, bytes([inside[at] ^ 0x40]))
            for arguments in (["search", "rain"], ["read", "note-7"], ["verify"], ["extract"], []):
                done = call(program, *arguments, errors="replace")
                self.assertIn(done.returncode, (0, 1, 2), (at, arguments, done.stderr))
                if arguments == ["verify"]:
                    self.assertEqual(done.returncode, 2, at)
            put(at, inside[at:at + 1])
        self.assertEqual(call(program, "verify").returncode, 0)

        head = bytearray(inside[:64])
        head[40] ^= 1  # the size that it says to have
        head[60:64] = struct.pack("<I", zlib.crc32(head[8:60]))
        for forged in (bytes(64), bytes(head)):
            put(0, forged)
            self.assert_says(call(program, "list"), "the archive in this program is damaged (head)", "copy the file again")
        put(0, inside[:64])
        put(80, bytes([inside[80] ^ 0x40]))  # in the first text
        self.assertIn('"./news verify" lists', call("./news", "extract", cwd=self.folder).stderr)


if __name__ == "__main__":
    main()
