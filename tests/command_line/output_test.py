"""Where output goes: files, links, pipes and devices; what stays of the old file, and of the new one when it fails."""

import json
import os
import random
import resource
import signal
import stat
import subprocess
import threading
import time

from support import ARTICLES, NOBODY, REPEATS, SANITIZED, TOOL, json_lines, main, run, Case

WRITERS = ["pack", "merge", "extract", "dictionary", "export"]


class Output(Case):
    def setUp(self):
        super().setUp()
        words = [f"{chance.getrandbits(30):x}" for chance in [random.Random(5)] for _ in range(300)]
        self.source = self.write("in/a.jsonl", json_lines(
            {"id": str(i), "title": f"Note {i}", "body": " ".join(words[i:i + 200])} for i in range(60)))
        self.archive = self.folder / "in/a.satchel"
        run("pack", self.source, "-o", self.archive, "-q", "--dictionary", "4096").check_returncode()
        self.out = self.folder / "out"
        self.out.mkdir()

    def arguments(self, command):
        more = {"pack": ["-q", "--level", "fast"], "merge": ["-q", "--level", "fast"], "export": ["-q"]}
        return [command, self.source if command == "pack" else self.archive, *more.get(command, [])]

    def make(self, command, path, **how):
        return run(*self.arguments(command), "-o", path, **how)

    def assert_done(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)

    def expected(self, command):
        self.assert_done(self.make(command, self.folder / "expected"))
        return (self.folder / "expected").read_bytes()

    def assert_only(self, *names):
        self.assertEqual(sorted(os.listdir(self.out)), sorted(names))

    def test_pipes_are_written_to(self):
        for command in WRITERS:
            pipe, got = self.out / "pipe", []
            os.mkfifo(pipe)
            reader = threading.Thread(target=lambda path=pipe, to=got: to.append(path.read_bytes()), daemon=True)
            reader.start()
            self.assert_done(self.make(command, pipe, timeout=60))
            self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode), command)
            reader.join(10)  # the writer has ended
            self.assertTrue(got == [self.expected(command)], command)
            self.assert_only("pipe")
            pipe.unlink()

    def test_devices_are_written_to(self):
        try:
            os.mknod(self.out / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
            os.mknod(self.out / "full", stat.S_IFCHR | 0o666, os.makedev(1, 7))
            (self.out / "null").write_bytes(b"x")
        except PermissionError:
            self.skipTest("devices cannot be made here")
        os.symlink("full", self.out / "link")
        for command in WRITERS:
            self.assert_done(self.make(command, self.out / "null"))
            for name in ("full", "link"):
                self.assert_complains(self.make(command, self.out / name), name, "No space left on device")
            for name in ("null", "full"):
                self.assertTrue(stat.S_ISCHR((self.out / name).lstat().st_mode), (command, name))
            self.assert_only("null", "full", "link")

    def test_what_standard_output_is_called(self):
        os.symlink("/proc/self/fd/1", self.out / "link")
        for command in WRITERS:
            done = subprocess.run([TOOL, *map(str, self.arguments(command)), "-o", self.out / "link"], check=True,
                                  stdout=subprocess.PIPE)
            self.assertTrue(done.stdout == self.expected(command), command)
            with open(self.out / "file", "wb") as file:
                file.write(b"x" * 100_000)
                (self.out / "file").unlink()
                subprocess.run([TOOL, *map(str, self.arguments(command)), "-o", self.out / "link"], check=True,
                               stdout=file)
                size = os.fstat(file.fileno()).st_size
            self.assertEqual(size, len(self.expected(command)), command)
            self.assert_only("link")

    def test_links_are_followed(self):
        (self.out / "there").mkdir()
        for command in WRITERS:
            target = self.out / "there/file"
            for links in ({"a": "there/file"}, {"a": "b", "b": "there/../there/c", "there/c": "file"}, {"a": target}):
                for exists in (True, False):
                    target.unlink(missing_ok=True)
                    if exists:
                        target.write_bytes(b"old")
                    for name, to in links.items():
                        os.symlink(to, self.out / name)
                    self.assert_done(self.make(command, self.out / "a"))
                    self.assertTrue(target.read_bytes() == self.expected(command), command)
                    for name, to in links.items():
                        self.assertEqual(os.readlink(self.out / name), str(to))
                        (self.out / name).unlink()
            self.assertEqual(os.listdir(self.out / "there"), ["file"])
            os.symlink("circle", self.out / "circle")
            self.assert_complains(self.make(command, self.out / "circle"), "circle", "Too many levels")
            (self.out / "circle").unlink()
            self.assert_only("there")

    def test_mode_and_owner_stay(self):
        file = self.out / "file"
        for command in WRITERS:
            for mode in (0o600, 0o640, 0o666, 0o755, 0o4711):
                file.write_bytes(b"old")
                if os.geteuid() == 0:
                    os.chown(file, 12, 34)
                file.chmod(mode)
                self.assert_done(self.make(command, file, umask=0o27))
                now = file.stat()
                self.assertEqual((oct(now.st_mode & 0o7777), now.st_size > 3), (oct(mode), True), command)
                if os.geteuid() == 0:
                    self.assertEqual((now.st_uid, now.st_gid), (12, 34), command)
                file.unlink()
            self.assert_done(self.make(command, file, umask=0o27))
            self.assertEqual(oct(file.stat().st_mode & 0o7777), "0o750" if command == "export" else "0o640", command)
            file.unlink()

    def test_who_may_not_keep_the_group_gives_it_no_rights(self):
        if os.geteuid() != 0:
            self.skipTest("only root makes files of others")
        self.out.chmod(0o777)
        file = self.out / "file"
        with self.as_nobody() as user:
            for before, after in ((0o676, 0o666), (0o606, 0o666), (0o4777, 0o777)):
                file.write_bytes(b"old")
                file.chmod(before)
                self.assert_done(self.make("merge", file, **user))
                now = file.stat()
                self.assertEqual((oct(now.st_mode & 0o7777), now.st_uid), (oct(after), NOBODY))
                file.unlink()

    def test_a_file_that_may_not_grow(self):
        limit = 1000

        def few_bytes():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        for command in WRITERS:
            file = self.out / "file"
            file.write_bytes(b"old")
            done = self.make(command, file, preexec_fn=few_bytes)
            self.assert_complains(done, "File too large", "ulimit -f")
            self.assertEqual(file.read_bytes(), b"old", command)
            self.assert_only("file")
        with open(self.out / "file", "w") as out:
            done = run("extract", self.archive, stdout=out, stderr=subprocess.PIPE, capture_output=False,
                       preexec_fn=few_bytes)
        self.assert_complains(done, "standard output", "File too large", "ulimit -f")

    def test_killed_at_any_time(self):
        """Nothing is left beside the old file, or the new one is there. Between two system calls the new file, complete,
        has a name and not yet its place; that is rarely met."""
        seen_complete = 0
        self.source.write_text(json_lines({"id": str(i), "body": os.urandom(20_000).hex()} for i in range(100)))
        run("pack", self.source, "-o", self.archive, "-q", "--level", "1").check_returncode()
        for command in ("merge", "extract", "export"):
            new = self.expected(command)
            file = self.out / "file"
            start = time.monotonic()
            self.assert_done(self.make(command, file))
            whole = time.monotonic() - start
            for step in range(20):
                file.write_bytes(b"old")
                child = subprocess.Popen([TOOL, *map(str, self.arguments(command)), "-o", file],
                                         stderr=subprocess.DEVNULL)
                time.sleep(whole * step / 20)
                child.send_signal(signal.SIGKILL)
                child.wait()
                for other in self.out.iterdir():
                    if other != file:
                        self.assertTrue(other.read_bytes() == new, (command, other.name))
                        other.unlink()
                        seen_complete += 1
                content = file.read_bytes()
                self.assertTrue(content in (b"old", new), command)
        self.assertLessEqual(seen_complete, 6)  # of 60

    def test_without_proc(self):
        """As in a bare chroot: nothing gives an unnamed file a name."""
        prefix = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        script = 'mount -t tmpfs none /proc 2>/dev/null || exit 77; umask 027; "$@"'
        for command in WRITERS:
            for exists in (False, True):
                file = self.out / "file"
                if exists:
                    file.chmod(0o604)
                try:
                    done = subprocess.run([*prefix, "sh", "-c", script, "sh", TOOL, *map(str, self.arguments(command)),
                                           "-o", file], capture_output=True, text=True, check=False)
                except FileNotFoundError:
                    self.skipTest("no unshare here: /proc cannot be hidden")
                if done.returncode == 77 or done.stderr.startswith("unshare"):
                    self.skipTest("no mount namespaces here: /proc cannot be hidden")
                self.assert_done(done)
                self.assertTrue(file.read_bytes() == self.expected(command), command)
                usual = 0o750 if command == "export" else 0o640
                self.assertEqual(oct(file.stat().st_mode & 0o7777), oct(0o604 if exists else usual), command)
                self.assert_only("file")
            file.unlink()

    if REPEATS:
        del test_killed_at_any_time
    if SANITIZED:  # sanitizers read /proc, and complain where they cannot
        del test_without_proc

    def test_closed_standard_streams(self):
        """Messages go nowhere, and never into the file that would else have their stream's number."""
        sizes = json.loads(run("info", self.archive, "--sizes", "--json").stdout)["sizes"]
        content = bytearray(self.archive.read_bytes())
        content[64 + sizes["dictionary"] + sizes["words"] + sizes["blocks"] - 100] ^= 64  # in the last block
        damaged = self.write("damaged.satchel", bytes(content))
        whole = run("extract", damaged, "-o", self.folder / "expected")
        self.assertEqual((whole.returncode, "damaged" in whole.stderr), (2, True), whole.stderr)
        for streams in ((2,), (0, 2), (0, 1, 2)):
            done = subprocess.run([TOOL, "extract", damaged, "-o", self.out / "file"], check=False,
                                  preexec_fn=lambda closed=streams: [os.close(s) for s in closed])
            self.assertEqual(done.returncode, 2, streams)
            self.assertTrue((self.out / "file").read_bytes() == (self.folder / "expected").read_bytes(), streams)
        done = subprocess.run([TOOL, "list", self.archive], check=False, stderr=subprocess.PIPE, text=True,
                              preexec_fn=lambda: os.close(1))
        self.assert_complains(done, "standard output", "Bad file descriptor")


if __name__ == "__main__":
    main()
