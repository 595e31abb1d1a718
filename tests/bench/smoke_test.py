#!/usr/bin/env python3
"""The benchmark runs and its systems find the right articles, on fifty tiny ones. Needs the built programs of Satchel
and SQLite (build/bench, or where SATCHEL_BENCH says); without them it is skipped: exit status 77.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = Path(os.environ.get("SATCHEL_BENCH", HERE.parent.parent / "build/bench"))
WHO = ("baker", "sailor", "printer", "gardener", "clock maker")
DOES = ("mends", "paints", "borrows", "hides", "carries")
WHAT = ("an old lantern", "the harbour bell", "seven wooden spoons", "a map of the valley")
WHERE = ("behind the mill", "near Réunion square", "under the town's bridge")


def articles():
    """Every article another combination. Paragraphs, so that some phrases only seem to occur."""
    for i in range(50):
        who, does, what, where = WHO[i % 5], DOES[i // 5 % 5], WHAT[i % 4], WHERE[i // 7 % 3]
        yield {
            "id": f"tale-{i}",
            "title": f"The {who} and {what}",
            "body": f"One morning the {who} {does} {what}.\n\nIt is found {where} in the evening, {i} years later.",
            "tags": [does],
        }


def terms(text):
    return re.findall(r"\w+", text.lower().replace("é", "e"))


def finds(kind, words, article):
    """What a search must say, looked up the slow way."""
    passages = [terms(t) for t in (article["title"], *article["tags"], *article["body"].split("\n\n"))]
    has = {term for passage in passages for term in passage}
    if kind in ("term", "and2"):
        return set(words) <= has
    if kind in ("or2", "or4"):
        return not has.isdisjoint(words)
    if kind == "phrase":
        return any(f" {' '.join(words)} " in f" {' '.join(passage)} " for passage in passages)
    return any(term.startswith(words[0]) for term in has)


class Smoke(unittest.TestCase):
    def test_run(self):
        with tempfile.TemporaryDirectory() as directory:
            work = Path(directory)
            corpus = work / "tales.jsonl"
            lines = [json.dumps(a, ensure_ascii=False) for a in articles()]
            corpus.write_text("\n".join([*lines, '{"id": "empty", "title": "", "body": ""}']) + "\n", encoding="utf-8")
            command = [sys.executable, HERE / "run.py", corpus, "--build", BUILD, "--work", work / "work"]
            small = "--queries 8 --first 2 --turns 2 --rounds 1 --warm-up 0 --systems satchel sqlite --luceneutil none"
            done = subprocess.run([*command, *small.split()], capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            told = done.stdout.decode()
            for text in ("## tales.jsonl: 50 articles", ", 1 without text left out", "| Satchel |", "| SQLite FTS5 |",
                         "| Satchel, mapped |", "| phrase |", "| one article |"):
                self.assertIn(text, told)
            self.check_matches(work / "work/tales")

    def check_matches(self, work):
        queries = [line.split("\t") for line in (work / "queries.tsv").read_text(encoding="ascii").splitlines()]
        kinds = [kind for kind, _ in queries]
        for kind in ("term", "and2", "or2", "or4", "phrase", "prefix"):
            self.assertGreaterEqual(kinds.count(kind), 3, kind)
        for system in ("satchel", "sqlite-fts5"):
            answered = 0
            for line in (work / f"{system}.matches").read_text(encoding="utf-8").splitlines():
                number, found = line.split("\t")
                kind, words = queries[int(number)]
                right = {a["id"] for a in articles() if finds(kind, words.split(), a)}
                self.assertEqual(set(found.split()), right, f"{system}: {kind} {words}")
                answered += 1
            self.assertEqual(answered, len(queries) - kinds.count("prefix-unranked"), system)


if __name__ == "__main__":
    if not all((BUILD / f"bin/{name}_bench").exists() for name in ("satchel", "sqlite")):
        print(f"skipped: {BUILD} holds no benchmark; sh tests/bench/run.sh builds it")
        sys.exit(77)
    unittest.main(verbosity=2)
