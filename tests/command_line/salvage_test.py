"""satchel extract --salvage: what it says, where it writes, and files that are made to mislead it."""

import json
import re
import shutil
import struct
import subprocess
import time
import unittest

from support import ARTICLES, run, Case, main

CHAPTER = " ".join(f"Line {n} of the log tells of wind and tide." for n in range(120))


def frame(content):
    """A compressed frame as archives have them."""
    return subprocess.run(["zstd", "-qc", "--check", f"--stream-size={len(content)}"], input=content, capture_output=True, check=True).stdout


class Salvage(Case):
    def setUp(self):
        super().setUp()
        notes = [{"id": f"n{i}", "title": f"Note {i}", "body": f"tide{i} " * 60} for i in range(20)]
        notes.append({"id": "log", "title": "The log", "authors": ["Ada Brook"], "body": CHAPTER})
        self.archive = self.pack(notes, "--block", "1K", "--dictionary", "0", "--word-codes", "0")
        self.data = self.archive.read_bytes()
        self.before = [json.loads(line) for line in run("extract", self.archive).stdout.splitlines()]

    def damaged(self, change, name="damaged.satchel"):
        data = bytearray(self.data)
        change(data)
        return self.write(name, bytes(data))

    def saved(self, path, *options, status=1):
        done = run("extract", path, "--salvage", *options)
        self.assertEqual(done.returncode, status, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_undamaged(self):
        found, said = self.saved(self.archive, status=0)
        self.assertEqual(found, self.before)
        self.assertEqual(said, f"satchel: {self.archive}: 21 articles saved; nothing is lost\n")

    def test_without_head_index_and_directory(self):
        def change(data):
            data[:64] = bytes(64)
            place = data.rindex(b"P*M\x18")  # of the directory
            data[place:] = b""
        path = self.damaged(change)
        self.assert_complains(run("list", path), "extract --salvage")
        self.assertEqual(self.saved(path, status=0)[0], self.before)

    def test_a_block_is_lost(self):
        def change(data):
            data[400] ^= 1
        path = self.damaged(change)
        verified = json.loads(run("verify", path, "--json").stdout)["damaged"][0]
        found, said = self.saved(path)
        parts = [json.loads(line) for line in run("extract", path, "--salvage", "--json").stderr.splitlines()]
        block = next(line for line in parts if line.get("part") == "block")
        self.assertEqual((block["first"], block["last"]), (verified["number"],) * 2)
        self.assertTrue(block["first_byte"] <= 400 < block["end_byte"])
        articles = [line["article"] for line in parts if "article" in line]
        self.assertEqual((articles[0], articles[-1]), (verified["first_article"], verified["last_article"]))
        # In the same words as verify's.
        self.assertRegex(said, r"damaged: block \d+, bytes [\d,]+ to [\d,]+ of the file; text is lost of articles? #")
        named = run("verify", path).stdout.split("; ")[1].strip()
        self.assertIn("; " + named, said)
        self.assertEqual(parts[-1]["saved"], len(found))
        whole = [a for a in self.before if a["article"] not in articles] if "article" in self.before[0] else \
            [a for n, a in enumerate(self.before) if n not in articles]
        self.assertEqual([a for a in found if not a.get("incomplete")], whole)

    def test_middle_of_a_long_article(self):
        at = [m.start() for m in re.finditer(re.escape(b"\x28\xb5\x2f\xfd"), self.data)][-3]  # the last one is the catalog
        def change(data):
            data[at + 20] ^= 255
        found, said = self.saved(self.damaged(change))
        log = next(a for a in found if a["identifier"] == "log")
        self.assertTrue(log["incomplete"])
        self.assertEqual(log["authors"], ["Ada Brook"])
        self.assertEqual(len(log["paragraphs"]), 2)
        self.assertTrue(all(p["text"] in CHAPTER for p in log["paragraphs"]))
        self.assertTrue(CHAPTER.startswith(log["paragraphs"][0]["text"]))
        self.assertTrue(CHAPTER.endswith(log["paragraphs"][1]["text"]))
        self.assertIn("article #", said)

    def test_catalogs_are_lost(self):
        last = self.data.rindex(b"\x28\xb5\x2f\xfd")
        def change(data):
            data[last + 30] ^= 1
        found, said = self.saved(self.damaged(change))
        self.assertIn("damaged: catalog 0", said)
        self.assertIn("titles and places are lost", said)
        self.assertIn("21 under made-up identifiers", said)
        self.assertEqual({a["identifier"].split("-")[0] for a in found}, {"salvaged"})
        self.assertEqual([a["paragraphs"] for a in found], [a["paragraphs"] for a in self.before])

    def test_files(self):
        target = self.folder / "out"
        def change(data):
            data[:64] = bytes(64)
        path = self.damaged(change)
        done = run("extract", path, "--salvage", "--format", "markdown", "-o", target)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(len(list(target.iterdir())), 21)
        self.assert_complains(run("extract", path, "--salvage", "--format", "markdown", "-o", target), "exists already")
        again = self.folder / "again.satchel"
        self.assertEqual(run("pack", target, "-o", again).returncode, 0)
        self.assertEqual(sorted(run("list", again).stdout.splitlines()), sorted(run("list", self.archive).stdout.splitlines()))
        self.assert_complains(run("extract", path, "--salvage", "-o", path), "input itself")

    def test_markdown_of_what_is_incomplete_has_the_text_alone(self):
        def change(data):
            data[400] ^= 1
        done = run("extract", self.damaged(change), "--salvage", "--format", "markdown", "-o", "-")
        self.assertNotIn("is damaged", done.stdout)

    def test_nothing_to_save(self):
        noise = self.write("noise", b"Satchel\n" * 5000)
        self.assert_complains(run("extract", noise, "--salvage"), "nothing is left to save")
        self.assert_complains(run("extract", self.write("empty", b""), "--salvage"), "nothing is left to save")
        out = self.write("kept.jsonl", "older")
        self.assert_complains(run("extract", noise, "--salvage", "-o", out), "nothing is left")
        self.assertEqual(out.read_text(), "older")
        self.assert_complains(run("extract", self.folder / "none", "--salvage"), "no such file")
        self.assert_complains(run("extract", self.folder, "--salvage"), "directory")

    def test_options_that_do_not_go_together(self):
        self.assert_complains(run("extract", self.archive, "log", "--salvage"), "--salvage")
        self.assert_complains(run("extract", self.archive, "--json"), "--salvage")

    def test_several_archives_and_other_things_in_one_file(self):
        other = self.pack(ARTICLES, name="other").read_bytes()
        path = self.write("image", b"\0" * 5000 + self.data + b"between" + other + b"\xff" * 3000)
        found, _ = self.saved(path, status=0)
        self.assertEqual({a["identifier"] for a in found},
                         {a["identifier"] for a in self.before} | {a["id"] for a in ARTICLES})

    def test_a_newer_version_written_over_half_of_an_older_one(self):
        """No article gets the name of one in the other version."""
        notes = [{"id": f"m{i}", "title": f"Memo {i}", "body": f"storm{i} " * 70} for i in range(21)]
        newer = self.pack(notes, "--block", "1K", "--dictionary", "0", "--word-codes", "0", name="newer").read_bytes()
        texts = {a["identifier"]: a["paragraphs"][0]["text"] for a in self.before}
        texts.update((a["id"], a["body"].strip()) for a in notes)
        for share in range(1, 10):
            half = self.data.rindex(b"\x28\xb5\x2f\xfd") * share // 10
            found, _ = self.saved(self.write("half", newer[:half] + self.data[half:]))
            for article in found:
                for paragraph in article["paragraphs"]:
                    if not article["identifier"].startswith("salvaged-"):
                        self.assertIn(paragraph["text"], texts[article["identifier"]])

    @unittest.skipUnless(shutil.which("zstd"), "needs the command zstd")
    def test_frames_that_claim_too_much(self):
        claim = struct.pack("<IBQ", 0xFD2FB528, 0b11100100, 1 << 40)  # a content of a tebibyte
        start = time.monotonic()
        self.assert_complains(run("extract", self.write("claims", claim * 50_000), "--salvage"), "nothing is left")
        zeros = frame(bytes(4 << 20))  # 4 MiB in some 150 bytes
        done = run("extract", self.write("zeros", zeros * 20_000), "--salvage")
        self.assertEqual(done.returncode, 2)
        nested = struct.pack("<IBI", 0xFD2FB528, 0b10100100, 4 << 20) + struct.pack("<I", (128 << 10) << 3)[:3]
        self.assertEqual(run("extract", self.write("nested", nested * 100_000), "--salvage").returncode, 2)
        self.assertLess(time.monotonic() - start, 120)


if __name__ == "__main__":
    main()
