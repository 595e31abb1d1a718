"""What cannot be packed as it is, and packing where there is no room or no time."""

import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import threading
import time

from support import LONG, REPEATS, SANITIZED, TOOL, ARTICLES, run, json_lines, Case, main


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
        self.assertIn("huge\t" + title, run("list", archive).stdout.splitlines())
        self.assertLess(len(run("search", archive, "title77777").stdout), 2000)
        self.assertIn("half", run("read", archive, part).stdout)
        self.assertEqual(run("read", archive, part[:-9]).returncode, 1)
        self.assertEqual(run("verify", archive).returncode, 0)

    def test_too_little_memory(self):
        text = " ".join(f"w{number}" for number in range(40_000))
        source = self.write("many.jsonl", "".join(json.dumps({"id": f"a{n}", "body": text}) + "\n" for n in range(8)))
        archive = self.folder / "many.satchel"
        for limit in (8 << 20, 16 << 20, 24 << 20):
            done = run("pack", source, "-o", archive, "--level", "1",
                       preexec_fn=lambda most=limit: resource.setrlimit(resource.RLIMIT_DATA, (most, most)))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertRegex(done.stderr, "memory")
            self.assertEqual([f.name for f in self.folder.iterdir() if "satchel" in f.name], [])
        done = run("pack", source, "-o", archive, "--level", "1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_too_few_open_files(self):
        source = self.write("in/a.jsonl", json_lines(ARTICLES))
        archive = self.folder / "x.satchel"
        places = set()
        for limit in range(4, 12):
            done = run("pack", source.parent, "-q", "-o", archive,
                       preexec_fn=lambda most=limit: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))
            if done.returncode == 0:
                break
            if "shared librar" in done.stderr:
                continue  # it did not even start
            self.assert_complains(done, "Too many open files; raise the limit", "ulimit -n")
            places.update(place for place in ("temporary file in ", str(source.parent), str(archive)) if place in done.stderr)
            self.assertFalse(archive.exists())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(len(places), 2, places)
        for command in (["list"], ["info"], ["extract", "-o", self.folder / "y"]):
            for limit in range(4, 8):
                done = run(command[0], archive, *command[1:],
                           preexec_fn=lambda most=limit: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))
                if done.returncode != 0 and "shared librar" not in done.stderr:
                    self.assert_complains(done, "Too many open files; raise the limit", "ulimit -n")

    if SANITIZED:  # sanitizers reserve more memory than any limit, and open files themselves
        del test_too_little_memory, test_too_few_open_files

    def test_packing_is_linear(self):
        """150,000 tags, authors or keys of one line take less than ten times what as many words of text take; where each
        is compared with all before it, they take hundreds of times as much."""
        count = 150_000
        names = [f"Ab{i}" for i in range(count)]

        def pack_(fields, line=None, limit=None):
            source = self.write("a.jsonl", line or json.dumps({"title": "T", "body": "b", **fields}) + "\n")
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            done = run("pack", source, "-q", "-o", self.folder / "a.satchel", "--threads", "1", "--level", "1",
                       "--language", "none", preexec_fn=limit and
                       (lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))))
            self.assertEqual(done.returncode, 0, (str(fields)[:100], done.stderr))
            return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

        usual = pack_({"body": " ".join(names) + "\n\n" + " ".join(names)})
        most = int(10 * usual) + 2
        for fields in ({"tags": names}, {"authors": names}, {"author": ", ".join(n + " Berg" for n in names)},
                       {"keywords": ", ".join(names)}, dict.fromkeys(names, "v"), {"fields": dict.fromkeys(names, "v")},
                       {"key": names}, {**dict.fromkeys(names, "v"), "big": 10 ** 40}):  # the last by the other parser
            pack_(fields, limit=most)
        fields = ", ".join(f'"{n}": "v"' for n in names)
        pack_({}, f'{{"title": "T", "body": "b", {fields}, {fields}}}\n', most)  # each key twice
        archive = self.folder / "a.satchel"
        done = run("extract", archive, "-o", self.folder / "again.jsonl",
                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (most, most)))
        self.assertEqual(done.returncode, 0, done.stderr)
        again = json.loads((self.folder / "again.jsonl").read_text())
        self.assertEqual(list(again["fields"]), names)

    def test_huge_article(self):
        size = (200 if LONG and not SANITIZED else 48) << 20
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
        limit = None if SANITIZED else lambda: resource.setrlimit(resource.RLIMIT_DATA, (16 << 20, 16 << 20))
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

    if REPEATS:
        del test_packing_is_linear, test_huge_article

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

        reads = threading.Event()  # more is written than a pipe holds: it has begun to read

        def feed():
            with contextlib.suppress(OSError):
                for i in range(100_000_000):
                    child.stdin.write(json.dumps({"id": str(i), "body": f"line {i} " * 500}).encode() + b"\n")
                    if i == 500:
                        child.stdin.flush()
                        reads.set()
                        if not feed_on:
                            return

        feeder = threading.Thread(target=feed)
        feeder.start()
        self.assertTrue(reads.wait(timeout=60))
        time.sleep(0.3)
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
    main()
