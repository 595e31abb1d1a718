"""The reader on a microcontroller with 48 KiB of RAM for everything, and on other machines, as a desktop does it.

The same shell runs on an emulated Cortex-M3 that reads the archive in sectors, on this machine plainly and with
sanitizers, on 32-bit ARM and on big-endian s390x. All must say the same, byte for byte. Daily of a part of an
encyclopedia; with SATCHEL_LONG of the whole.
"""

import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
sys.path.insert(0, str(ROOT / "tools/firmware"))
import machines as firmware  # noqa: E402
import sizes  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
MACHINES = ["board", "host", "sanitize", "armhf", "s390x"]
WHOLE = sizes.CORPUS.exists() and "SATCHEL_LONG" in os.environ
PART = 4000  # articles
QUERIES, ARTICLES = (200, 500) if WHOLE else (100, 150)
SECTORS = 150  # for two words and three titles
PHRASE_SECTORS = 3000  # for a phrase of two words that nearly every article has
STACK = 3376 - 256  # build.sh, with something to spare
GROWTH = 1.02  # of a kept size, before it counts as growth
EVERYWHERE = ["the", "of", "and", "in", "a", "is", "was", "to", "for", "by", "with", "as", "on", "said", "first", "new"]


def texts_of(archive, step):
    """Every `step`-th article, as the archive has them."""
    found = []
    with subprocess.Popen([TOOL, "extract", archive], stdout=subprocess.PIPE, encoding="utf-8") as lines:
        for i, line in enumerate(lines.stdout):
            if i % step != 0:
                continue
            article = json.loads(line)
            words = re.findall(r"\w+", " ".join(p["text"] for p in article["paragraphs"]))
            # Of scripts without blanks not whole sentences, which are more words than fit in the workspace.
            article["words"] = [word if word[0] < "\u2e80" else word[:2] for word in words]
            if len(article["words"]) > 8:
                found.append(article)
    return found


def queries_of(articles, count):
    """Queries of all kinds, of the articles' words."""
    chance = random.Random(20)

    def words(n):
        text = chance.choice(articles)["words"]
        return [chance.choice(text) for _ in range(n)]

    def run(n):
        text = chance.choice(articles)["words"]
        at = chance.randrange(len(text) - n)
        return " ".join(text[at:at + n])

    def field(name, key):
        values = [value for a in articles for value in ([a[key]] if isinstance(a[key], str) else a[key] or [])]
        return f'{name}:"{chance.choice(values)}"' if values else f"{name}:nobody"

    kinds = [lambda: " ".join(words(1)), lambda: " ".join(words(2)), lambda: " ".join(words(3)),
             lambda: " ".join(words(4)), lambda: " AND ".join(words(2)), lambda: " AND ".join(words(3)),
             lambda: f'"{run(2)}"', lambda: f'"{run(3)}" {words(1)[0]}', lambda: words(1)[0][:5] + "*",
             lambda: "title:" + run(1), lambda: f'title:"{run(2)}"', lambda: "{} -{}".format(*words(2)),
             lambda: "({} OR {}) AND {}".format(*words(3)), lambda: words(1)[0] + "qx",
             lambda: field("author", "authors"), lambda: field("tag", "tags") + " " + words(1)[0],
             lambda: field("source", "source") + " " + words(1)[0], lambda: f"date:2012..2021 {words(1)[0]}",
             lambda: " ".join(chance.sample(EVERYWHERE, 2)), lambda: f'"{run(1)}" NOT {words(1)[0]}']
    return [kinds[i % len(kinds)]() for i in range(count)]


class Firmware(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        archive = Path(cls.folder.name) / "a.satchel"
        sizes.pack(TOOL, archive, cls.corpus())
        cls.articles = texts_of(archive, 15 if WHOLE else 1)
        for machine in MACHINES:
            BOARDS.build(machine)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def corpus(cls):
        if not sizes.CORPUS.exists():
            return ROOT / "seeds"
        if WHOLE:
            return sizes.CORPUS
        part = Path(cls.folder.name) / "part.jsonl"
        with subprocess.Popen(["zstd", "-dcq", sizes.CORPUS], stdout=subprocess.PIPE) as texts, part.open("wb") as out:
            out.writelines(itertools.islice(texts.stdout, PART))
            texts.kill()
        return part

    def ask(self, machine, commands):
        return firmware.answers(BOARDS.run(machine, commands, self.folder.name))

    def test_all_machines_say_the_same(self):
        chance = random.Random(3)
        queries = queries_of(self.articles, QUERIES)
        size = int(re.search(r"articles (\d+)", BOARDS.run("host", ["open a.satchel"], self.folder.name))[1])
        script = ["open a.satchel", "info", "top 10"]
        script += [("snippets " if i % 4 == 0 else "search ") + query for i, query in enumerate(queries)]
        script += [f"read {chance.randrange(size)}" for _ in range(ARTICLES)]
        script += [f"read {size}", "search", 'search "', "search date:x", "unknown"]
        for article in chance.sample(self.articles, min(10, len(self.articles))):
            script += ["id " + article["identifier"], "title " + article["title"], "complete " + article["title"][:3]]
        expected = self.ask("host", script)
        self.assertEqual([command for command, _, _ in expected], script)
        hits = sum(int(said[0].split()[1]) for command, said, _ in expected
                   if command.startswith("s") and said and said[0].startswith("hits"))
        self.assertGreater(hits, QUERIES)
        for machine in MACHINES:
            found = self.ask(machine, script)
            self.assertEqual(len(found), len(expected), machine)
            for (command, said, _), (_, wanted, _) in zip(found, expected):
                self.assertEqual(said, wanted, f"{machine}: {command}")
        print(f"{len(queries)} queries, {hits} hits, {ARTICLES} articles: the same on {', '.join(MACHINES)}")

    def test_few_sectors(self):
        chance = random.Random(5)
        pairs = [chance.sample(EVERYWHERE, 2) for _ in range(60)]
        for _ in range(60):
            text = chance.choice(self.articles)["words"]
            pairs.append([chance.choice(text), chance.choice(text)])
        script = ["open a.satchel", "top 3"] + [f"search {a}{between}{b}" for a, b in pairs for between in (" ", " AND ")]
        counts = {command: numbers["sectors"] for command, _, numbers in self.ask("board", script)[2:]}
        worst = max(counts, key=counts.get)
        print(f"sectors for two words and three titles: {sum(counts.values()) / len(counts):.0f} in the mean, "
              f"{counts[worst]} at most ({worst.removeprefix('search ')})")
        self.assertLessEqual(counts[worst], SECTORS, worst)
        script = ["open a.satchel", "top 3", *(f'search "{a} {b}"' for a, b in pairs[:60])]
        phrases = [numbers["sectors"] for _, _, numbers in self.ask("board", script)[2:]]
        print(f"for a phrase of two frequent words: {sum(phrases) / len(phrases):.0f} in the mean, {max(phrases)} at most")
        self.assertLessEqual(max(phrases), PHRASE_SECTORS)

    def test_memory_and_flash(self):
        found = dict(sizes.rows(BOARDS, self.folder.name))
        print("\n".join(f"{name}: {size:,}" for name, size in found.items()))
        self.assertLessEqual(found["RAM: all"], sizes.RAM)
        self.assertLessEqual(max(size for name, size in found.items() if name.startswith("stack")), STACK)
        self.assertLessEqual(found["flash: all"], sizes.FLASH)
        kept = sizes.KEPT.read_text(encoding="utf-8")
        page = (ROOT / "tools/firmware/README.md").read_text(encoding="utf-8")
        self.assertIn(kept, page, "tools/firmware/README.md has another table")
        for name, size in re.findall(r"\| ([^|]+) \| ([\d,]+) \|", kept):
            if WHOLE or not name.startswith(("workspace", "RAM")):
                self.assertLessEqual(found[name], int(size.replace(",", "")) * GROWTH + 64,
                                     f"{name} has grown; if it must, then: python3 tools/firmware/sizes.py --write")

    def test_nested_queries_take_no_more_stack(self):
        """Groups as deep as they may be take no more of the stack than one, and deeper ones are refused."""
        def ask(depth):
            (_, said, _), (_, _, use) = self.ask("board", ["open a.satchel", "memory", "search " + "(" * depth + "of",
                                                           "memory"])[2:]
            return said, use["stack"]

        found, one = ask(1)
        for depth in (8, 16, 17, 200):
            said, stack = ask(depth)
            self.assertLessEqual(stack, one, f"{depth} groups")
            self.assertEqual(said, found if depth <= 16 else ["error: the query cannot be understood"], f"{depth} groups")

    def test_a_full_stack_is_a_fault(self):
        """A machine whose stack is full says so and ends: it neither writes over memory nor stands still."""
        small = Path(self.folder.name) / "small"
        small.mkdir()
        (small / "zstd").symlink_to(BOARDS.folder / "zstd")
        board = firmware.Machines(small, BOARDS.includes)
        with unittest.mock.patch.dict(os.environ, STACK="1000"):
            board.build("board")
        with self.assertRaisesRegex(RuntimeError, r"(?s)ended with 3:.*\nfault\n"):
            board.run("board", ["open a.satchel", "memory"], self.folder.name)

    def test_too_large_an_archive_is_refused(self):
        usual = Path(self.folder.name) / "usual.satchel"
        subprocess.run([TOOL, "pack", "-q", ROOT / "seeds", "-o", usual], check=True)
        output = BOARDS.run("board", ["open usual.satchel", "search the", "open a.satchel", "search the"],
                            self.folder.name)
        figures = re.search(r"error: the workspace is too small\n# needs (\d+) bytes, there are (\d+)\n", output)
        self.assertIsNotNone(figures, output)
        self.assertGreater(int(figures[1]), int(figures[2]))
        self.assertIn("> search the\nerror: no archive is open\n", output)
        self.assertRegex(output.rsplit("> search the\n", 1)[1], r"hits [1-9]")

    def test_32_kib(self):
        """All in 32 KiB, with a changed decoder of 12 KiB less: what is packed for 44 KiB fits."""
        sizes.pack(TOOL, Path(self.folder.name) / "small.satchel", ROOT / "seeds", 44 << 10)
        BOARDS.build("board32")
        articles = texts_of(Path(self.folder.name) / "small.satchel", 1)
        script = ["open small.satchel", *("snippets " + query for query in queries_of(articles, 60)),
                  *(f"read {i}" for i in range(45)), "memory"]
        found, expected = self.ask("board32", script), self.ask("host", script)
        self.assertEqual([said for _, said, _ in found], [said for _, said, _ in expected])
        use = found[-1][2]
        self.assertEqual(use["data"] + use["workspace"] + use["stack room"], 32 << 10)
        self.assertLessEqual(use["stack"], use["stack room"])

    def test_search_in_16_kib(self):
        """Two words, phrases included, with 16 KiB for everything on a Cortex-M0: article numbers and scores alone."""
        BOARDS.build("board16")
        chance = random.Random(7)
        script = ["open a.satchel", "top 10", "memory"]
        for pattern in ["{}", "{} {}", '"{} {}"', "{} AND {}", "title:{} -{}", "{}qx {}"] * 10:
            text = [word for word in chance.choice(self.articles)["words"] if word.isascii()]
            at = chance.randrange(len(text) - 1)
            script.append("search " + pattern.format(*text[at:at + 2]))
        script += ['search "of the"', "memory"]
        found, expected = self.ask("board16", script), self.ask("host", script)
        shown = [[" ".join(line.split()[:2]) for line in said] for _, said, _ in expected]
        self.assertEqual([[line.rstrip() for line in said] for _, said, _ in found], shown)
        self.assertGreater(sum(map(len, shown)), 100)
        use = found[-1][2]
        self.assertEqual(use["data"] + use["workspace"] + use["stack room"], 16 << 10)
        self.assertLess(use["stack"], use["stack room"])
        print(f"{len(script) - 4} queries in 16 KiB: stack {use['stack']} of {use['stack room']}, "
              f"{max(numbers['sectors'] for _, _, numbers in found)} sectors at most")

    def test_card_that_fails(self):
        """An error value or the right answer, never another one; and the next query is right when the card is."""
        common = max((word for article in self.articles[:50] for word in article["words"]), key=len)
        asked = ["open a.satchel", f"snippets the {common}", 'search "of the"', "read 7", "search the*"]
        right = {command: said for command, said, _ in self.ask("host", ["top 3"] + asked)}
        for machine in ("board", "sanitize"):
            script, errors = ["open a.satchel"], 0
            for n in [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60]:
                for how in ("error", "short", "changed"):
                    for command in asked:
                        script += [f"fail {how} {n}", command, "fail none 0", *asked[:1], command]
            said = self.ask(machine, script)
            for i, (command, answer, _) in enumerate(said):
                if command not in right:
                    continue
                failing = said[i - 1][0].startswith("fail") and said[i - 1][0] != "fail none 0"
                if failing and answer != right[command]:
                    errors += 1
                    self.assertRegex(answer[-1], "^error: ", f"{machine}: {said[i - 1][0]}: {command}")
                elif not failing:
                    self.assertEqual(answer, right[command], f"{machine}: after {said[i - 3][0]}: {command}")
            self.assertGreater(errors, 100)
            print(f"{machine}: {errors} errors of {len(script) // 5} failing commands")


if __name__ == "__main__":
    BOARDS = firmware.Machines(sys.argv[1], sys.argv[2:4])
    del sys.argv[1:4]
    if absent := firmware.missing(MACHINES):
        print("skipped: there is no", ", ".join(absent))
        sys.exit(77)
    if problem := BOARDS.fetch():
        print("skipped: zstd's source cannot be had\n" + problem)
        sys.exit(77)
    unittest.main(verbosity=2)
