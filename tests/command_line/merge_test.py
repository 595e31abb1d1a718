"""satchel merge."""

import json
import os
import random
import subprocess
import zlib

from support import ARTICLES, REPEATS, ROOT, run, run_on_terminal, json_lines, Case, main

SHARED = ROOT.parent / "shared"

# What every field and every kind of paragraph can hold, and where a catalog or a block must cut.
RICH = [
    {"id": "harbour/lights", "title": "Lights of the harbour", "subtitle": "Green to starboard", "authors": ["Ida Moor", "Per Sund"],
     "source": "The Quay", "url": "https://example.org/lights?x=1&y=2", "date": "2019-07-30T05:06:07+02:00", "lang": "en-GB",
     "tags": ["sea", "night watch"], "depth": "4 fathoms", "fields": {"tide": "ebb", "moon": ["waning", "hidden"]},
     "paragraphs": [{"kind": "heading", "level": level, "text": f"Heading of level {level}"} for level in range(1, 7)] +
     [{"kind": "paragraph", "text": "Every ship that enters looks for two lamps."},
      {"kind": "list_item", "level": 1, "text": "a red lamp"}, {"kind": "list_item", "level": 3, "text": "its wick"},
      {"kind": "quote", "text": "Steer between them."}, {"kind": "code", "text": "while (dark)\n\tlook();\n"},
      {"kind": "reference", "text": "Lamps, volume two"}, {"kind": "boilerplate", "text": "Reprinted with leave of the pilots."}]},
    {"id": "long-title", "title": "On a title that goes on and on " * 20, "date": "1987", "body": "The text is short."},
    {"id": "long identifier " * 40, "title": "灯台" * 150, "date": "1987-06", "body": "An identifier can be long too."},
    {"id": "untitled", "date": "1987-06-05", "lang": "de", "body": "Ohne Titel liest es sich auch."},
    {"id": "no-text", "title": "A title and nothing else", "date": "0987-06-05"},
    {"id": "undated", "title": "Before the calendar", "date": "soon after the flood", "lang": "no language at all",
     "body": "Dates and languages that cannot be read are fields."},
    {"id": "编号", "title": "Ünïcode ﬁnds its way", "tags": ["тест"], "body": "Ein Öltanker. 一只船在河上。 كتاب"},
    {"id": "endless", "title": "Longer than a block", "body": "\n\n".join(
        " ".join(f"wave{i}x{j}" for j in range(700)) + "endofparagraph" * 300 for i in range(4))},
]


class Merge(Case):
    def shards(self, *lists, options=()):
        """An archive of each list of articles, and one of them all in one go."""
        files = [self.write(f"shard{i}.jsonl", json_lines(each)) for i, each in enumerate(lists)]
        archives = [self.pack_files([file], f"shard{i}", *options) for i, file in enumerate(files)]
        return archives, self.pack_files(files, "whole", *options)

    def pack_files(self, inputs, name, *options):
        archive = self.folder / (name + ".satchel")
        done = run("pack", *inputs, "-q", "-o", archive, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return archive

    def merge(self, archives, *options, status=0, name="merged"):
        merged = self.folder / (name + ".satchel")
        done = run("merge", *archives, "-q", "-o", merged, *options)
        self.assertEqual(done.returncode, status, done.stderr)
        return merged

    def assert_merge_is_pack(self, *lists, options=()):
        archives, whole = self.shards(*lists, options=options)
        merged = self.merge(archives, *options)
        # Not assertEqual: nobody reads kilobytes of bytes in a message.
        self.assertTrue(merged.read_bytes() == whole.read_bytes(), "the merged archive is another than the packed one")
        return archives, whole

    def test_the_sample_collection(self):
        first = [ROOT / "seeds" / "notes", ROOT / "seeds" / "printing"]
        second = [ROOT / "seeds" / "indexing", ROOT / "seeds" / "more.jsonl", ROOT / "seeds" / "pages", ROOT / "seeds" / "about.md"]
        archives = [self.pack_files(first, "first"), self.pack_files(second, "second")]
        whole = self.pack_files(first + second, "whole").read_bytes()
        for threads in ("1", "2"):
            self.assertTrue(self.merge(archives, "--threads", threads).read_bytes() == whole, threads)
        self.assertTrue(self.merge(archives[::-1]).read_bytes() == whole, "the order of the archives does not matter")

    def test_every_field_and_kind(self):
        for options in ((), ("--block", "1K", "--page", "512"), ("--block", "512", "--language", "none", "--name", "Sea")):
            for cut in (1, 3, len(RICH) - 1):
                self.assert_merge_is_pack(RICH[:cut], RICH[cut:], options=options)

    def test_one_archive_alone(self):
        archive = self.pack(RICH)
        self.assertEqual(self.merge([archive]).read_bytes(), archive.read_bytes())
        smaller = self.merge([archive], "--block", "512", "--level", "1", name="smaller")
        self.assertEqual(smaller.read_bytes(), self.pack(RICH, "--block", "512", "--level", "1", name="b").read_bytes())

    def test_three_archives_and_merging_what_was_merged(self):
        lists = ARTICLES, RICH[:4], RICH[4:]
        (a, b, c), whole = self.assert_merge_is_pack(*lists)
        left = self.merge([self.merge([a, b], name="ab"), c], name="left")
        right = self.merge([a, self.merge([b, c], name="bc")], name="right")
        self.assertEqual(left.read_bytes(), whole.read_bytes())
        self.assertEqual(right.read_bytes(), whole.read_bytes())

    def test_identifiers_that_repeat(self):
        names = ["cork", "cork~2", "cork~3", "cork~2~2", "cork~02", "cork~1", "cork~", "~2", "reed"]
        chance = random.Random(11)
        number = 0

        def some():
            nonlocal number
            number += 20
            return [{"id": chance.choice(names), "body": f"Float {number + i} drifts."} for i in range(chance.randint(1, 20))]

        for _ in range(25):
            self.assert_merge_is_pack(*(some() for _ in range(chance.randint(2, 4))), options=("--level", "1"))
        archives, _ = self.assert_merge_is_pack(*[[{"id": "cork", "body": f"Float {i}."}] for i in range(3)])
        done = run("merge", *archives, "-q", "-o", self.folder / "x")
        self.assertEqual(done.returncode, 0)
        self.assertIn(f'{archives[2]}, article #0: identifier "cork" is taken by an earlier article; stored as "cork~3"',
                      done.stderr)
        self.assertEqual(run("list", self.folder / "x").stdout, "cork\t\ncork~2\t\ncork~3\t\n")

    def test_more_than_one_batch_and_a_dictionary(self):
        """The packer looks at text in batches, which end elsewhere in a shard than in the whole."""
        chance = random.Random(5)
        words = ["rope", "anchor", "mast", "sail", "keel"] + [f"knot{i}" for i in range(3000)]

        def some(first, count):
            return [{"id": f"n{i}", "title": f"Knot {i}", "body": " ".join(chance.choices(words, k=120)) + "."}
                    for i in range(first, first + count)]

        archives, _ = self.assert_merge_is_pack(some(0, 2600), some(2600, 700), some(3300, 2600), options=("--level", "3"))
        self.assertGreater(json.loads(run("info", archives[0], "--json").stdout)["dictionary_bytes"], 0)

    def test_options_are_those_of_pack(self):
        for options in (("--dictionary", "0"), ("--page", "2K"), ("--ram", "56K"), ("--language", "german"), ("--level", "22"), ("--name", "Öl")):
            self.assert_merge_is_pack(ARTICLES, RICH, options=options)
        archives, whole = self.shards(ARTICLES, RICH)
        done = run("merge", *archives, "-o", "-", text=False, env={**os.environ, "TMPDIR": str(self.folder)})
        self.assertEqual((done.returncode, done.stdout), (0, whole.read_bytes()))
        self.assertIn(b"11 articles", done.stderr)
        done = run("merge", *archives, "-o", self.folder / "x", "--json")
        facts = json.loads(done.stdout)
        self.assertEqual((facts["articles"], facts["problems"], facts["lost"]), (11, 0, 0))
        self.assertIn("not for a terminal", run_on_terminal("merge", *archives, "-o", "-"))
        self.assert_complains(run("merge", *archives), "-o")
        self.assert_complains(run("merge", *archives, "-o", self.folder / "y", "--level", "23"), "level")
        self.assertFalse((self.folder / "y").exists())

    def test_languages_that_differ(self):
        english = [{"id": f"e{i}", "body": "The boats are waiting for the wind to turn before they leave the bay."} for i in range(3)]
        german = [{"id": f"g{i}", "body": "Die Boote warten auf den Wind, bevor sie die Bucht verlassen."} for i in range(2)]
        chinese = [{"id": f"c{i}", "body": "船在港口等风,然后离开海湾。"} for i in range(2)]
        archives, whole = self.shards(english, german, chinese)
        merged = self.folder / "merged.satchel"
        self.assert_complains(run("merge", *archives, "-o", merged), str(archives[1]), "german", str(archives[0]), "english",
                              "--language")
        self.assertFalse(merged.exists())
        self.assertEqual(self.merge(archives, "--language", "auto").read_bytes(), whole.read_bytes())
        self.assert_merge_is_pack(english, german, chinese, options=("--language", "de"))
        self.assert_merge_is_pack(chinese, english)

    def damaged(self, archive, place, name="damaged"):
        data = bytearray(archive.read_bytes())
        data[place] ^= 0x10
        return self.write(name + ".satchel", bytes(data))

    def test_damaged_blocks_lose_only_their_articles(self):
        chance = random.Random(2)
        # Each article begins a block of its own, so that catalogs (of 64) and articles end where a block does.
        articles = [{"id": f"n{i}", "title": f"Note {i}", "body": " ".join(f"{chance.getrandbits(40):x}" for _ in range(60))}
                    for i in range(70)]
        options = ("--block", "1K", "--dictionary", "0", "--level", "1", "--language", "none")
        file = self.write("a.jsonl", json_lines(articles))
        archive = self.folder / "a.satchel"
        blocks = json.loads(run("pack", file, "-o", archive, "--json", *options).stdout)["block_bytes"]
        names = [line.split("\t")[0] for line in run("list", archive).stdout.splitlines()]
        other = self.pack(ARTICLES, *options, name="other")
        lost_alone = set()
        for place in [*range(64 + 100, 64 + blocks, blocks // 30), 64 + blocks * 639 // 700, 64 + blocks * 645 // 700]:
            damaged = self.damaged(archive, place)
            part = json.loads(run("verify", damaged, "--json").stdout)["damaged"][0]
            self.assertEqual(part["part"], "block")
            lost = range(part["first_article"], part["last_article"] + 1)
            merged = self.folder / "merged.satchel"
            done = run("merge", damaged, other, "-q", "-o", merged, *options)
            self.assertEqual(done.returncode, 1, done.stderr)
            expected = [f'satchel: {damaged}: article #{i} "{names[i]}" is lost: the archive is damaged (block {part["number"]}); '
                        for i in lost]
            said = done.stderr.splitlines()
            self.assertEqual(len(said), len(expected) + 1, done.stderr)
            for line, start in zip(said, expected):
                self.assertTrue(line.startswith(start), line)
            self.assertIn("missing from the archive", said[-1])
            rest = self.write("rest.jsonl", json_lines([a for a in articles if names.index(a["id"]) not in lost] + ARTICLES))
            self.assertEqual(merged.read_bytes(), self.pack_files([rest], "rest", *options).read_bytes())
            lost_alone.update(lost if len(lost) == 1 else [])
        self.assertIn(64, lost_alone)

    def test_damaged_catalog_and_all_lost(self):
        archive = self.pack(ARTICLES, "--dictionary", "0")
        summary = json.loads(run("merge", archive, "-o", self.folder / "x", "--json", "--dictionary", "0").stdout)
        damaged = self.damaged(archive, 64 + summary["block_bytes"] + summary["catalog_bytes"] // 2)
        other = self.pack(RICH, name="other")
        merged = self.folder / "merged.satchel"
        done = run("merge", damaged, other, "-o", merged, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(json.loads(done.stdout)["lost"], len(ARTICLES))
        self.assertIn(f"{damaged}: article #0 is lost: the archive is damaged (catalog 0)", done.stderr)
        self.assertEqual(merged.read_bytes(), self.pack(RICH, name="rest").read_bytes())
        merged.unlink()
        done = run("merge", damaged, "-o", merged)
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing was written", done.stderr)
        self.assertFalse(merged.exists())

    def test_a_piece_cut_short_by_damage_is_no_article(self):
        archive = self.pack(RICH, "--block", "1K", "--dictionary", "0")
        blocks = json.loads(run("merge", archive, "-o", self.folder / "x", "--json", "--block", "1K", "--dictionary", "0").stdout)
        damaged = self.damaged(archive, 64 + blocks["block_bytes"] * 9 // 10)  # far in the last, long article
        merged = self.merge([damaged], status=1)
        self.assertEqual(merged.read_bytes(), self.pack(RICH[:-1], name="rest").read_bytes())

    def test_inputs_that_are_no_archives(self):
        good = self.pack(ARTICLES)
        whole = good.read_bytes()
        newer = bytearray(whole)
        newer[16] = 9  # the head begins at 8: magic, version, ..., checksum over its first 52 bytes
        newer[60:64] = zlib.crc32(newer[8:60]).to_bytes(4, "little")
        cases = [
            (self.folder / "none.satchel", "no such file"),
            (self.folder, "directory"),
            (self.write("empty.satchel", b""), "empty"),
            (self.write("foreign.txt", b"A letter, not an archive. " * 40), "not a Satchel archive"),
            (self.write("half.satchel", whole[:len(whole) // 2]), "cut short"),
            (self.write("longer.satchel", whole + b"more"), "appended"),
            (self.write("directory.satchel", whole[:-30] + b"\xff" + whole[-29:]), "directory is damaged"),
            (self.write("newer.satchel", bytes(newer)), "newer version"),
        ]
        kept = self.write("kept.satchel", b"what was there before")
        for path, message in cases:
            for inputs in ([good, path], [path, good], [path]):
                with self.subTest(path=path.name, inputs=len(inputs)):
                    self.assert_complains(run("merge", *inputs, "-o", self.folder / "x"), str(path), message, "; ")
                    self.assert_complains(run("merge", *inputs, "-o", kept), str(path), message)
        self.assertFalse((self.folder / "x").exists())
        self.assertEqual(kept.read_bytes(), b"what was there before")

    def test_no_input_is_overwritten(self):
        archives, _ = self.shards(ARTICLES, RICH)
        before = [a.read_bytes() for a in archives]
        link, hard = self.folder / "link", self.folder / "hard"
        link.symlink_to(archives[1])
        hard.hardlink_to(archives[0])
        for output in (*archives, link, hard):
            self.assert_complains(run("merge", *archives, "-o", output), "both input and output", "-o")
        self.assertEqual([a.read_bytes() for a in archives], before)
        older = self.write("older.satchel", b"older")
        self.assertEqual(run("merge", *archives, "-q", "-o", older).returncode, 0)  # what is no input is replaced
        self.assertGreater(older.stat().st_size, 5)

    def test_shards_of_a_corpus(self):
        corpus = SHARED / "corpora" / "reuters.jsonl.zst"
        if not corpus.exists():
            self.skipTest("../shared is absent: shards of Reuters are not merged")
        source = subprocess.Popen(["zstd", "-dc", corpus], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lines = [line for _, line in zip(range(3000), source.stdout)]
        source.stdout.close()
        source.wait()
        files = [self.write(f"shard{i}.jsonl", b"".join(lines[i * 1000:(i + 1) * 1000])) for i in range(3)]

        def make(command, inputs, name, threads):
            archive = self.folder / name
            done = run(command, *inputs, "-q", "-o", archive, "--level", "3", "--threads", threads)
            self.assertIn(done.returncode, (0, 1), done.stderr)  # some articles of the corpus have no text
            return archive

        archives = [make("pack", [file], f"shard{i}.satchel", "2") for i, file in enumerate(files)]
        whole = make("pack", files, "whole.satchel", "2").read_bytes()
        for threads in ("1", "2"):
            self.assertTrue(make("merge", archives, "merged.satchel", threads).read_bytes() == whole, threads)

    if REPEATS:
        del test_shards_of_a_corpus, test_more_than_one_batch_and_a_dictionary


if __name__ == "__main__":
    main()
