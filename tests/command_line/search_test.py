"""satchel search."""

import json

from support import ARTICLES, main, number_of, run, run_on_terminal, Case


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
        self.assertEqual((hit["identifier"], hit["title"], hit["article"]),
                         ("ferry", "The last ferry", number_of(self.archive, "ferry")))
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

    def test_several_archives(self):
        other = self.pack([{"id": "ferry-2", "title": "A ferry", "body": "The ferry and the pier."},
                           {"id": "boat", "body": "A boat."}], name="other")
        done = run("search", self.archive, "--with", other, "ferry", "pier")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"(ferry in {self.archive})", done.stdout)
        self.assertIn(f"(ferry-2 in {other})", done.stdout)
        self.assertTrue(done.stdout.endswith("3 articles match\n"), done.stdout)
        self.assertEqual(sorted(self.hits("boat", "-w", other)), ["boat"])
        result = json.loads(run("search", self.archive, "-w", other, "--json", "-c", "-n1", "ferry").stdout)
        self.assertEqual((len(result["hits"]), result["total"], result["exact"]), (1, 3, True))
        self.assertIn(result["hits"][0]["archive"], (str(self.archive), str(other)))
        self.assert_complains(run("search", self.archive, "-w", "none.satchel", "ferry"), "none.satchel", "no such file")

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
            wide = [sum(2 if c >= "\u2e80" else 1 for c in line) for line in shown.splitlines()]
            self.assertLessEqual(max(wide), columns)
            self.assertGreater(max(wide), columns * 2 // 3)
            self.assertIn("pier plank", shown)


if __name__ == "__main__":
    main()
