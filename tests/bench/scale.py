#!/usr/bin/env python3
"""Packs collections of growing size made of real paragraphs, and searches them: does time grow with size alone?

    sh tests/bench/run.sh --scale [--articles N ...] [--corpus FILE.jsonl[.zst]]     (builds first, then calls this)

Prints Markdown. Takes about 8 minutes and 4 GB of disk for 1,000,000 articles; what it made stays in the work folder.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHARED = ROOT / "../shared"
KINDS = ("term", "and2", "or2", "or4", "phrase", "prefix")


def queries_of(corpus, work):
    """The benchmark's queries for a corpus."""
    subprocess.run([sys.executable, HERE / "queries.py", corpus, work, "--luceneutil",
                    SHARED / "queries/luceneutil.tsv"], check=True, stdout=subprocess.DEVNULL)
    return work / "queries.tsv"


def make(corpus, articles, target):
    """A collection of so many articles, from the scale program of the test data."""
    done = subprocess.run([sys.executable, SHARED / "scale.py", "--in", corpus, "--articles", str(articles), "--out",
                           target], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"scale: {done.stderr}")


def mean_times(program, archive, queries):
    """Mean microseconds for each kind of query."""
    kinds = [line.split("\t")[0] for line in queries.read_text(encoding="ascii").splitlines()]
    out = subprocess.run([program, "queries", archive, queries, "3", "3"], check=True, capture_output=True, text=True)
    best = {}
    for line in out.stdout.splitlines():
        what, query, value = line.split("\t")
        if what == "search":
            best[int(query)] = min(int(value), best.get(int(query), int(value)))
    sums = defaultdict(list)
    for query, nanoseconds in best.items():
        sums[kinds[query]].append(nanoseconds / 1000)
    return {kind: sum(times) / len(times) for kind, times in sums.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpora/enwikiB-60k.jsonl.zst",
                        help="whose paragraphs are taken")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench/scale", help="where everything goes")
    how = parser.parse_args()
    if not (SHARED / "scale.py").exists() or not how.corpus.exists():
        print(f"scale: skipped, {SHARED} has not what it needs", file=sys.stderr)
        return 77
    how.work.mkdir(parents=True, exist_ok=True)
    program = ROOT / "build/bench/bin/satchel_bench"
    queries = queries_of(how.corpus, how.work)

    print("| articles | body, MB | packed, MB | s | s per 100,000 | peak, MB | "
          + " | ".join(f"{kind}, µs" for kind in KINDS) + " |")
    print("| ---: " * (6 + len(KINDS)) + "|")
    for articles in how.articles:
        corpus = how.work / f"{articles}.jsonl"
        archive = how.work / f"{articles}.satchel"
        make(how.work / "corpus.jsonl", articles, corpus)
        used = json.loads(subprocess.run([sys.executable, "-S", HERE / "usage_of.py", program, "index", corpus, archive],
                                         check=True, capture_output=True, text=True).stdout)
        corpus.unlink()
        facts = json.loads(subprocess.run([program, "sizes", archive], check=True, capture_output=True).stdout)
        times = mean_times(program, archive, queries)
        row = [f"{articles:,}", f"{facts['text_bytes'] / 1e6:,.0f}", f"{facts['file_bytes'] / 1e6:,.0f}",
               f"{used['seconds']:.1f}", f"{used['seconds'] * 1e5 / articles:.1f}", f"{used['peak'] / 1e6:.0f}"]
        print("| " + " | ".join(row + [f"{times[kind]:,.0f}" for kind in KINDS]) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
