"""satchel list, info, verify, extract, dictionary and complete."""

import json
import random
import shutil
import subprocess

from support import ARTICLES, main, number_of, ROOT, run, run_on_terminal, Case


class Others(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)

    def test_list(self):
        lines = run("list", self.archive).stdout.splitlines()
        self.assertEqual(sorted(lines), ["../../etc/oil\tOil for the lamp", "ferry\tThe last ferry", "lamp\tA lamp in the tower"])
        objects = [json.loads(line) for line in run("list", self.archive, "--json").stdout.splitlines()]
        self.assertEqual([f"{o['identifier']}\t{o['title']}" for o in objects], lines)
        self.assertEqual([o["article"] for o in objects], [0, 1, 2])

    def test_info(self):
        text = run("info", self.archive, "--sizes").stdout
        for part in ("articles      3", "file mapped", "search 8 terms", "where the bytes", "postings"):
            self.assertIn(part, text)
        facts = json.loads(run("info", self.archive, "--sizes", "--json").stdout)
        self.assertEqual(facts["articles"], 3)
        self.assertEqual(facts["file_bytes"], self.archive.stat().st_size)
        self.assertEqual(sum(facts["sizes"].values()), facts["file_bytes"])
        for storage in ("mapped", "read"):
            search = facts["memory"][storage]["search"]
            self.assertEqual(list(search), ["1", "2", "4", "8"])
            self.assertLess(search["1"], search["8"])
        self.assertGreater(facts["memory"]["read"]["open"], facts["memory"]["mapped"]["open"])

    def test_verify(self):
        done = run("verify", self.archive)
        self.assertRegex(done.stdout, r"\Aok: [\d,]+ parts checked\n\Z")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(json.loads(run("verify", self.archive, "--json").stdout)["ok"])

    def test_verify_names_what_is_damaged(self):
        archive = self.pack([{"id": f"n{i}", "title": f"Note {i}", "body": f"tide{i} " * 60} for i in range(20)],
                            "--block", "1K", "--dictionary", "0", name="many")
        names = [line.split("\t")[0] for line in run("list", archive).stdout.splitlines()]
        self.assertEqual(len(names), 20)
        sizes = json.loads(run("info", archive, "--sizes", "--json").stdout)["sizes"]
        first = 64 + sizes["dictionary"] + sizes["words"]
        seen = set()
        for at in (first + 40, first + sizes["blocks"] // 2, first + sizes["blocks"] - 40):
            data = bytearray(archive.read_bytes())
            data[at] ^= 1
            damaged = self.write("damaged.satchel", bytes(data))
            done = run("verify", damaged)
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stdout, r"\Adamaged: block \d+; text is lost of articles? #\d+")
            self.assertIn("1 damaged part among", done.stderr)
            found = json.loads(run("verify", damaged, "--json").stdout)
            self.assertFalse(found["ok"])
            [part] = found["damaged"]
            self.assertEqual(part["part"], "block")
            lost = range(part["first_article"], part["last_article"] + 1)
            seen.update(lost)
            # What is not named can be read, what is named cannot.
            for i, name in enumerate(names):
                done = run("read", damaged, name)
                if i in lost:
                    self.assert_complains(done, f"block {part['number']}")
                else:
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertEqual(done.stdout.count(f"tide{name[1:]}"), 60)
            done = run("extract", damaged)
            self.assertEqual(done.returncode, 2)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual(len(lines), 20)
            self.assertEqual({i for i, line in enumerate(lines) if line.get("incomplete")}, set(lost))
        self.assertLess(len(seen), 20)
        self.assertLessEqual({0, 19}, seen)

    def test_extract_gives_back_what_was_packed(self):
        seeds = self.folder / "seeds.satchel"
        self.assertEqual(run("pack", ROOT / "seeds", "-o", seeds).returncode, 0)
        first = run("extract", seeds).stdout
        articles = [json.loads(line) for line in first.splitlines()]
        files = {path.stem for path in (ROOT / "seeds").rglob("*") if path.suffix != ".jsonl" and path.is_file()}
        self.assertLessEqual(files, {article["identifier"].split("/")[-1] for article in articles})
        self.assertTrue(all(article["title"] and article["paragraphs"] for article in articles))
        again = self.pack(first, name="again")
        self.assertEqual([json.loads(line) for line in run("extract", again).stdout.splitlines()], articles)

    def test_extract_some(self):
        self.assertEqual(run("extract", self.archive).stdout.count("\n"), 3)
        oil = f"#{number_of(self.archive, '../../etc/oil')}"
        done = run("extract", self.archive, oil, "The last ferry", "nowhere")
        self.assert_complains(done, "nowhere", status=1)
        self.assertEqual([json.loads(line)["identifier"] for line in done.stdout.splitlines()], ["../../etc/oil", "ferry"])
        file = self.folder / "some.jsonl"
        self.assertEqual(run("extract", self.archive, "ferry", "-o", file).stdout, "")
        self.assertEqual(json.loads(file.read_text())["title"], "The last ferry")
        self.assert_complains(run("extract", self.archive, "-o", self.archive), "input itself")

    def test_extract_files_stay_in_their_directory(self):
        names = ["../up", "/root", "..", ".hidden", "a/b", "a_b", "A_B", "", "x" * 400, "q\nr"]
        archive = self.pack([{"id": n, "title": f"T{i}", "body": "Some words."} for i, n in enumerate(names)], name="names")
        target = self.folder / "deep" / "out"
        target.parent.mkdir()
        for form, ending in (("text", ".txt"), ("markdown", ".md")):
            self.assertEqual(run("extract", archive, "--format", form, "-o", target).returncode, 0)
            files = [p.name for p in target.iterdir() if p.suffix == ending]
            self.assertEqual(len({f.lower() for f in files}), len(names))
            self.assertFalse([f for f in files if f.startswith(".") or len(f) > 200])
        self.assertEqual([p.name for p in target.parent.iterdir()], ["out"])
        self.assert_complains(run("extract", archive, "--format", "text", "-o", target), "exists already")
        self.assert_complains(run("extract", archive, "--format", "text"), "-o")
        self.assertIn("T3", run("extract", archive, "--format", "text", "-o", "-").stdout)

    def test_extracted_markdown_can_be_packed(self):
        target = self.folder / "md"
        self.assertEqual(run("extract", self.archive, "--format", "markdown", "-o", target).returncode, 0)
        again = self.folder / "again.satchel"
        self.assertEqual(run("pack", target, "-o", again).returncode, 0)
        for identifier in ("ferry", "lamp", "../../etc/oil"):
            one, two = (json.loads(run("read", a, identifier, "--json").stdout) for a in (self.archive, again))
            del one["article"], two["article"]
            self.assertEqual(one, two)

    def test_dictionary(self):
        self.assert_complains(run("dictionary", self.archive), "no dictionary", status=1)
        words = [f"w{i}" for i in range(400)]
        chance = random.Random(1)
        archive = self.pack([{"id": str(i), "body": " ".join(chance.choices(words, k=120))} for i in range(600)],
                            "--dictionary", "8K", "--level", "3", name="dictionary")
        file = self.folder / "d"
        self.assertEqual(run("dictionary", archive, "-o", file).returncode, 0)
        self.assertEqual(run("dictionary", archive, text=False).stdout, file.read_bytes())
        self.assertEqual(len(file.read_bytes()), json.loads(run("info", archive, "--json").stdout)["dictionary_bytes"])
        self.assertIn("not for a terminal", run_on_terminal("dictionary", archive))
        if shutil.which("zstd"):
            tested = subprocess.run(["zstd", "-q", "-t", "-D", file, archive], capture_output=True)
            self.assertEqual(tested.returncode, 0, tested.stderr)

    def test_complete(self):
        done = run("complete", self.archive, "the", "LA")
        self.assertEqual((done.returncode, done.stdout), (0, "The last ferry\tferry\n"))
        self.assertEqual(run("complete", self.archive, "-n1", "").stdout.count("\n"), 1)
        found = json.loads(run("complete", self.archive, "oil", "--json").stdout)
        self.assertEqual(found, {"prefix": "oil", "titles": [
            {"article": number_of(self.archive, "../../etc/oil"), "identifier": "../../etc/oil", "title": "Oil for the lamp"}]})
        self.assertEqual(run("complete", self.archive, "zebra").returncode, 1)


if __name__ == "__main__":
    main()
