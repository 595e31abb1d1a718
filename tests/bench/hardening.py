#!/usr/bin/env python3
"""What the hardened build costs: the same work of the tool built with and without SATCHEL_HARDEN, side by side.

    sh tests/bench/run.sh --hardening CORPUS.jsonl[.zst] [--limit N]     (builds both, then calls this)

Prints Markdown: instructions, which valgrind counts, and processor time as pairs of runs in turns.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COUNTING = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
WRITTEN = {"term": "{}", "and2": "{} {}", "or2": "{} OR {}", "or4": "{} OR {} OR {} OR {}", "phrase": '"{} {}"',
           "prefix": "{}*"}


def output(command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"hardening: {command[0]} failed: {done.stderr.strip()}")
    return done


def instructions(command):
    told = output([*COUNTING, *command]).stderr
    return int(re.search(r"I +refs: +([\d,]+)", told).group(1).replace(",", ""))


def processor_seconds(command):
    return json.loads(output([sys.executable, "-S", HERE / "usage_of.py", *command]).stdout)["processor"]


def queries_of(work):
    """Some of each kind, as the tool takes them."""
    for line in (work / "queries.tsv").read_text(encoding="ascii").splitlines():
        kind, words = line.split("\t")
        if kind in WRITTEN and WRITTEN[kind].count("{}") == len(words.split()):
            yield WRITTEN[kind].format(*words.split())


def row(name, plain, hardened, time=None):
    last = f"{time:.2f}" if time else "-"
    print(f"| {name} | {plain:,} | {hardened:,} | {hardened / plain:.3f} | {last} |", flush=True)


def measure(tools, work, pairs):
    """Rows of actions that take a while; then searches, less what a program does before and after."""
    archive = work / "a.satchel"
    start = [instructions([tool, "--version"]) for tool in tools]
    row("start (`--version`)", *start)
    for arguments in (["pack", "-q", "--threads", "1", work / "corpus.jsonl", "-o", archive], ["verify", archive],
                      ["extract", archive, "-o", work / "out.jsonl"]):
        counts = [instructions([tool, *arguments]) for tool in tools]
        seconds = [[processor_seconds([tool, *arguments]) for tool in tools] for _ in range(pairs)]
        plain, hardened = (statistics.median(times) for times in zip(*seconds))
        row(arguments[0], *counts, hardened / plain)
    queries = list(queries_of(work))
    found = [sum(instructions([tool, "search", archive, query, "--json"]) - own for query in queries)
             for tool, own in zip(tools, start)]
    row(f"{len(queries)} searches with snippets, start left out", *found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--hardened", type=Path, required=True, help="the tool")
    parser.add_argument("--plain", type=Path, required=True, help="the tool, built with SATCHEL_HARDEN=OFF")
    parser.add_argument("--limit", type=int, default=2000, help="articles")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each for the time")
    how = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        output([sys.executable, HERE / "queries.py", how.corpus, work, "--limit", how.limit, "--count", 2])
        print("| work | instructions, plain | hardened | ratio | processor time, ratio |")
        print("| --- | ---: | ---: | ---: | ---: |")
        measure([how.plain, how.hardened], work, how.pairs)


if __name__ == "__main__":
    main()
