"""satchel pack."""

import json
import os
import re

from support import ROOT, ARTICLES, run, run_on_terminal, json_lines, Case, main


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

    def test_positions(self):
        """Fewer bytes, the same hits of phrases."""
        sizes, answers = [], []
        for kept in ("full", "passage", "none"):
            archive = self.folder / f"{kept}.satchel"
            self.assertEqual(run("pack", ROOT / "seeds", "-q", "-o", archive, "--positions", kept).returncode, 0)
            self.assertEqual(json.loads(run("info", archive, "--json").stdout)["positions"], kept)
            sizes.append(archive.stat().st_size)
            answers.append([[(hit["identifier"], hit["score"]) for hit in json.loads(
                run("search", archive, query, "--json").stdout)["hits"]]
                for query in ('"movable type"', 'title:"posting list"', '"of the book" paper', '"type movable"')])
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertGreater(sizes[0], sizes[1])
        self.assertTrue(answers[0][0] and answers[0][1])
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])
        self.assert_complains(run("pack", ROOT / "seeds", "-o", self.folder / "x", "--positions", "some"), "--positions")

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

    def test_ram(self):
        """An archive for a given memory keeps to it, as info tells; what does not fit is said with both figures."""
        whole = self.folder / "whole"
        self.assertEqual(run("pack", ROOT / "seeds", "-qo", whole).returncode, 0)
        for ram, small in (("48K", True), ("64K", True), ("300K", False)):
            archive = self.folder / ram
            done = run("pack", ROOT / "seeds", "-qo", archive, "--ram", ram)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            memory = json.loads(run("info", archive, "--json", "--ram", ram).stdout)["memory"]
            room = (int(ram[:-1]) << 10) - 5120
            self.assertLessEqual(memory["small_decoder" if small else "read"]["all"], room)
            said = run("info", archive).stdout
            self.assertIn("packed with --ram", said)
            # What it costs is estimated on samples: here on all that there is.
            usual, packed = (json.loads(run("info", a, "--json").stdout) for a in (whole, archive))
            self.assertAlmostEqual(packed["usual_texts"] / usual["text_part_bytes"], 1, delta=0.03)
            self.assertIn(f"without --ram it would be about {100 * packed['usual_texts'] / usual['text_bytes']:.1f}%", said)
            self.assertEqual(usual["usual_texts"], 0)
            self.assertEqual(run("verify", archive).returncode, 0)
            self.assertEqual(run("search", archive, '"posting list" OR tag:libraries').returncode, 0)
            self.assertEqual(run("extract", archive).stdout, run("extract", whole).stdout)
        self.assertNotIn("packed with --ram", run("info", whole).stdout)
        self.assert_complains(run("info", whole, "--ram", "48K"), "of workspace", "leaves 44,032")
        for options, *parts in ((["24K"], "no archive fits --ram 24576", "the least is "),
                                (["64K", "--block", "64K"], "--block 65536 does not fit --ram 65536", "at most"),
                                (["64K", "--page", "64K"], "no archive fits", "least"),
                                (["64K", "--dictionary", "64K"], "--dictionary do not fit")):
            done = run("pack", ROOT / "seeds", "-qo", self.folder / "no", "--ram", *options)
            self.assert_complains(done, *parts)
            self.assertFalse((self.folder / "no").exists())

    def test_levels(self):
        sizes = {}
        for level in ["fast", "default", "max", "3", "16"]:
            archive = self.folder / level
            self.assertEqual(run("pack", ROOT / "seeds", "-qo", archive, "--level", level).returncode, 0)
            sizes[level] = archive.stat().st_size
        self.assertEqual(sizes["fast"], sizes["3"])
        self.assertEqual(sizes["default"], sizes["16"])
        self.assertLess(sizes["max"], sizes["default"])
        self.assertLess(sizes["default"], sizes["fast"])
        self.assert_complains(run("pack", ROOT / "seeds", "-o", self.folder / "x", "--level", "best"), "--level")

    def test_brackets_and_dashes_in_names(self):
        self.write("[a,b]", "The name of this file has brackets in it, and a comma.")
        self.write("-o", "The name of this file is that of an option, for all to see.")
        self.assertEqual(run("pack", "-qo", "x", "--", "[a,b]", "-o", cwd=self.folder).returncode, 0)
        self.assertEqual(len(run("list", self.folder / "x").stdout.splitlines()), 2)

    def test_progress_only_on_a_terminal(self):
        output = run_on_terminal("pack", ROOT / "seeds", "-o", self.folder / "x")
        lines = re.findall(r"\r([^\r\n\033]*)\033\[K", output)
        self.assertIn("compressing 100%", lines)
        self.assertEqual(lines[-1], "")  # taken away before the summary
        percents = [int(line.split()[1][:-1]) for line in lines if line.startswith("compressing")]
        self.assertEqual(percents, sorted(set(percents)))
        for how, settings in [(["--quiet"], {}), ([], {"TERM": "dumb"}), ([], {"columns": 8})]:
            output = run_on_terminal("pack", ROOT / "seeds", "-o", self.folder / "x", *how, **settings)
            self.assertNotIn("compressing", output)

    def test_the_input_is_never_overwritten(self):
        source = self.write("a.jsonl", json_lines(ARTICLES))
        self.assert_complains(run("pack", source, "-o", source), "both input and output")
        self.assertEqual(source.read_text(), json_lines(ARTICLES))


if __name__ == "__main__":
    main()
