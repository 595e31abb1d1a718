"""satchel read."""

import json

from support import ARTICLES, main, number_of, run, Case


class Read(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)

    def test_text(self):
        done = run("read", self.archive, "ferry")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout, (
            "The last ferry\n==============\n\n"
            "by         Ada Brook, Jon Reed\npublished  2021-03-04\nsource     Harbour Notes\ntags       boats, winter\n"
            "language   en\nurl        https://example.org/ferry\ndepth      9 fathoms\nidentifier ferry\n\n"
            "The last ferry leaves at noon.\n\nNobody waits on the frozen pier.\n"))

    def test_json(self):
        article = json.loads(run("read", self.archive, "ferry", "--json").stdout)
        self.assertEqual(article, {
            "article": number_of(self.archive, "ferry"), "identifier": "ferry", "title": "The last ferry", "subtitle": None,
            "authors": ["Ada Brook", "Jon Reed"], "published": "2021-03-04", "source": "Harbour Notes",
            "url": "https://example.org/ferry", "language": "en", "tags": ["boats", "winter"],
            "fields": {"depth": "9 fathoms"},
            "paragraphs": [{"kind": "paragraph", "level": 0, "text": "The last ferry leaves at noon."},
                           {"kind": "paragraph", "level": 0, "text": "Nobody waits on the frozen pier."}]})
        absent = json.loads(run("read", self.archive, "lamp", "--json").stdout)
        self.assertEqual([absent[k] for k in ("subtitle", "published", "source", "authors", "tags", "fields")],
                         [None, None, None, [], [], {}])

    def test_ways_to_name_an_article(self):
        for what in (["lamp"], ["A lamp in the tower"], ["a LAMP", "in the tower"], ["#1"]):
            self.assertIn("keeper", run("read", self.archive, *what).stdout, what)

    def test_not_found(self):
        self.assert_complains(run("read", self.archive, "the", "last"), '"the last"', '"The last ferry"', status=1)
        self.assert_complains(run("read", self.archive, "zebra"), "satchel list", status=1)
        self.assert_complains(run("read", self.archive, "#3"), "#3", "3 articles, numbered from 0", status=1)

    def test_forms_of_paragraphs(self):
        body = ("# Top\n\nPlain *words*.\n\n- one\n- two\n  - below\n\n> Said so.\n\n```\nif x:\n\ty\n\n  z\n```\n\n"
                "<https://example.org/more>\n")
        archive = self.pack([{"id": "m", "title": "Forms", "body": body}], "--body", "markdown", name="forms")
        text = run("read", archive, "m").stdout.split("identifier m\n\n")[1]
        self.assertEqual(text, "Top\n---\n\nPlain words.\n\n- one\n- two\n  - below\n\n> Said so.\n\n"
                               "    if x:\n    \ty\n\n      z\n\nhttps://example.org/more\n")
        kinds = [p["kind"] for p in json.loads(run("read", archive, "m", "--json").stdout)["paragraphs"]]
        self.assertEqual(kinds, ["heading", "paragraph", "list_item", "list_item", "list_item", "quote", "code", "reference"])

    def test_boilerplate_only_when_asked_for(self):
        text = ("A quiet day at the harbour\n\n" + "The boats stayed in and the nets were mended by the wall. " * 8 +
                "\n\n" + "In the evening the wind turned and all went home again. " * 8 +
                "\n\nDisclaimer: What is said here is the opinion of those who wrote it, and of nobody else.\n")
        archive = self.folder / "b.satchel"
        self.assertEqual(run("pack", self.write("day.txt", text), "-o", archive).returncode, 0)
        for form in ([], ["--json"]):
            self.assertNotIn("Disclaimer", run("read", archive, "day", *form).stdout)
            self.assertIn("Disclaimer", run("read", archive, "day", "--all", *form).stdout)
        self.assertIn('"kind":"boilerplate"', run("extract", archive).stdout)

    def test_pieces_longer_than_a_block_are_joined(self):
        words = " ".join(f"word{i}" for i in range(3000))
        archive = self.pack([{"id": "long", "title": "Long", "body": "Before.\n\n" + words + "\n\nAfter."}], "--block", "512",
                            name="long")
        article = json.loads(run("read", archive, "long", "--json").stdout)
        self.assertEqual([p["text"] for p in article["paragraphs"]], ["Before.", words, "After."])
        self.assertTrue(run("read", archive, "long").stdout.endswith(f"\n\nBefore.\n\n{words}\n\nAfter.\n"))

    def test_lines_are_broken_as_asked(self):
        text = run("read", self.archive, "ferry", "--width", "20").stdout
        self.assertLessEqual(max(map(len, text.splitlines())), 37)  # an address is not broken
        self.assertIn("The last ferry\nleaves at noon.\n", text)

    def test_no_codes_reach_the_terminal(self):
        archive = self.pack([{"id": "x", "title": "bell\u001b[31m", "body": "a\u009b31mb \u0007c"}], name="codes")
        for command in (["read", archive, "x"], ["list", archive], ["search", archive, "c"], ["complete", archive, "bell"]):
            done = run(*command)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, "bell.?\\[31m")
            self.assertNotRegex(done.stdout, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")


if __name__ == "__main__":
    main()
