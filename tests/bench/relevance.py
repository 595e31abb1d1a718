#!/usr/bin/env python3
"""How well hits are ranked: nDCG@10 on relevance collections, the mean over the queries of each.

    python3 tests/bench/relevance.py [--tool SATCHEL] [--queries N] DIRECTORY [PACK-OPTION ...]

DIRECTORY holds, at any depth, folders with docs.jsonl, queries.tsv (query, tab, text) and qrels.tsv (query, document,
grade). Queries are asked as bags of words: what the query language would take for operators is taken out. Jaervelin and
Kekaelaeinen, "Cumulated gain-based evaluation of IR techniques", 2002: gain of a hit is its grade, discounted by
log2(rank + 1), divided by what the best order would have.
"""

import argparse
import json
import math
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

DEPTH = 10


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip()]


def gain(grades):
    return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades))


def measure(tool, folder, most, options):
    judged = defaultdict(dict)
    for query, document, grade, *_ in rows_of(folder / "qrels.tsv"):
        judged[query][document] = max(0, int(float(grade)))
    asked = [(query, text) for query, text, *_ in rows_of(folder / "queries.tsv") if any(judged[query].values())]
    asked = asked[::max(1, len(asked) // most)]
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "a.satchel"
        subprocess.run([tool, "pack", "-q", folder / "docs.jsonl", "-o", archive, *options], check=False,
                       stderr=subprocess.DEVNULL)
        total = 0.0
        for query, text in asked:
            words = " ".join(re.findall(r"\w+", text.lower()))
            answer = subprocess.run([tool, "search", archive, "--json", "-n", str(DEPTH), "--", words], check=False,
                                    capture_output=True).stdout
            hits = [hit["identifier"] for hit in json.loads(answer)["hits"]]
            best = sorted(judged[query].values(), reverse=True)[:DEPTH]
            total += gain([judged[query].get(hit, 0) for hit in hits]) / gain(best)
    return total / len(asked), len(asked)


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=root / "build/release/tools/satchel/satchel")
    parser.add_argument("--queries", type=int, default=300, help="at most about so many of each collection")
    parser.add_argument("directory", type=Path)
    arguments, options = parser.parse_known_args()
    means = []
    print("| collection | queries | nDCG@10 |\n| --- | ---: | ---: |")
    for folder in sorted(path.parent for path in arguments.directory.rglob("qrels.tsv")):
        mean, count = measure(arguments.tool, folder, arguments.queries, options)
        means.append(mean)
        print(f"| {folder.relative_to(arguments.directory)} | {count} | {mean:.4f} |", flush=True)
    print(f"| mean of the collections | | {sum(means) / len(means):.4f} |")


if __name__ == "__main__":
    main()
