#!/usr/bin/env python3
"""Measures Satchel and its peers on the same articles with the same queries; prints Markdown.

    sh tests/bench/run.sh CORPUS.jsonl[.zst] ...      (builds first, then calls this)

README.md, beside this, says what is measured and how. Progress goes to standard error.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import report
from systems import all_systems, files_size

HERE = Path(__file__).resolve().parent


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def fail(command, status, errors=b""):
    raise SystemExit(f"bench: exit status {status}: {' '.join(command)}\n{errors.decode(errors='replace')}")


def output(command):
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        fail(command, done.returncode, done.stderr)
    return done.stdout.decode()


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make(system, corpus, target):
    """Indexes in a process of its own; its time and memory."""
    remove(target)
    command = system.command("index", corpus, target)
    done = subprocess.run([sys.executable, "-S", HERE / "usage_of.py", *command], capture_output=True, check=True)
    used = json.loads(done.stdout)
    # satchel pack says 1 when it warns of an article.
    if used["status"] not in ((0, 1) if system.name == "satchel" else (0,)):
        fail(command, used["status"], done.stderr)
    return {**used, "bytes": files_size(target), "sizes": system.sizes(target)}


def bare_text(corpus):
    """Bytes of all titles and bodies as one stream of zstd -19: no index, no way to get at one article."""
    size = 0
    with subprocess.Popen(["zstd", "-19", "-qc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as packing:

        def feed():
            with packing.stdin, open(corpus, encoding="utf-8") as lines:
                for line in lines:
                    article = json.loads(line)
                    packing.stdin.write(f"{article['title']}\n{article['body']}\n".encode())

        feeding = threading.Thread(target=feed)
        feeding.start()
        while part := packing.stdout.read(1 << 16):
            size += len(part)
        feeding.join()
    if packing.returncode != 0:
        fail(["zstd"], packing.returncode)
    return size


def drop_from_cache(target):
    for path in [target] if target.is_file() else [p for p in target.rglob("*") if p.is_file()]:
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def first(system, target, query, access):
    """Open and search once, in a new process."""
    start = time.monotonic_ns()
    out = output(system.command("first", target, query[0], query[1], *(["read"] if access == "read" else [])))
    sample = {"process": time.monotonic_ns() - start}
    for line in out.splitlines():
        step, nanoseconds, fetched, _ = line.split("\t")
        sample[step] = (int(nanoseconds), int(fetched))
    return sample


def measure_first(systems, targets, queries):
    """Each query cold, then the same again warm; the systems in turn."""
    samples = defaultdict(list)
    for query in queries:
        for s in systems:
            for access in ("mapped", "read") if s.maps else ("mapped",):
                drop_from_cache(targets[s.key])
                samples[s.key, access, True].append(first(s, targets[s.key], query, access))
                samples[s.key, access, False].append(first(s, targets[s.key], query, access))
    return samples


def measure_latencies(systems, targets, queries_file, how):
    samples = {s.key: defaultdict(lambda: defaultdict(list)) for s in systems}
    for turn in range(how.turns):
        for s in systems:
            say(f"turn {turn + 1} of {how.turns}: {s.label}")
            out = output(s.command("queries", targets[s.key], queries_file, how.rounds, how.warm_up))
            for line in out.splitlines():
                what, query, value = line.split("\t")
                samples[s.key][what][int(query)].append(int(value))
    return samples


def list_matches(systems, targets, queries_file, work):
    for s in systems:
        say(f"all matches: {s.label}")
        with open(work / f"{s.key}.matches", "wb") as out:
            command = s.command("matches", targets[s.key], queries_file)
            status = subprocess.run(command, stdout=out, check=False).returncode
            if status != 0:
                fail(command, status)


def matches_of(path, queries):
    """For each query what a system found, None where it does not answer such; one answer in memory at a time."""
    with open(path, encoding="utf-8") as lines:
        line = next(lines, "")
        for number in range(queries):
            if line.partition("\t")[0] == str(number):
                yield set(line.partition("\t")[2].split())
                line = next(lines, "")
            else:
                yield None


def compare(systems, queries, work):
    """Where the other systems find other articles than the first."""
    counts = {s.key: defaultdict(lambda: [0, 0, 0, 0]) for s in systems}
    answers = [matches_of(work / f"{s.key}.matches", len(queries)) for s in systems]
    with open(work / "differences.txt", "w", encoding="utf-8") as out:
        for query, (base, *others) in zip(queries, zip(*answers)):
            for s, found in zip(systems[1:], others):
                if base is None or found is None:
                    continue
                wrong = len(base ^ found)
                for i, more in enumerate((1, wrong > 0, len(base), wrong)):
                    counts[s.key][query[0]][i] += more
                if wrong:
                    some = " ".join(sorted(base ^ found)[:5])
                    out.write(f"{s.label}: {' '.join(query)}: {len(base - found)} articles less, {len(found - base)} "
                              f"more than {systems[0].label}: {some}\n")
    return counts


def for_first(queries, count):
    """Two-word queries for the new processes."""
    fit = [q for q in queries if q[0] == "and2"]
    return fit[:: max(1, len(fit) // count)][:count]


def run(corpus, how):
    work = how.work / corpus.name.split(".")[0]
    work.mkdir(parents=True, exist_ok=True)
    say(f"{corpus.name}: making queries")
    more = ["--luceneutil", how.luceneutil] if how.luceneutil and how.luceneutil.exists() else []
    output([sys.executable, str(HERE / "queries.py"), str(corpus), str(work), "--count", str(how.queries), "--limit",
            str(how.limit), *map(str, more)])
    facts = json.loads((work / "facts.json").read_text(encoding="ascii"))
    queries_file = work / "queries.tsv"
    queries = [line.split("\t") for line in queries_file.read_text(encoding="ascii").splitlines()]

    systems = [s for s in all_systems(how.build, how.satchel) if not how.systems or s.name in how.systems]
    targets = {s.key: work / s.key for s in systems}
    measured = {}
    for s in systems:
        say(f"indexing: {s.label}")
        measured[s.key] = make(s, work / "corpus.jsonl", targets[s.key])
    bare = bare_text(work / "corpus.jsonl")
    searched = [s for s in systems if s.searched]
    say("new processes")
    firsts = measure_first(searched, targets, for_first(queries, how.first))
    latencies = measure_latencies(searched, targets, queries_file, how)
    list_matches(searched, targets, queries_file, work)
    counts = compare(searched, queries, work)

    left_out = f", {facts['left_out']:,} without text left out" if facts["left_out"] else ""
    contents = f"{facts['articles']:,} articles, {facts['text'] / 1e6:.1f} MB of titles and text"
    print(f"## {corpus.name}: {contents}{left_out}\n")
    print(report.sizes_table(systems, measured, facts["text"], bare))
    print("A new process opens, searches two words (AND), gets ten titles, then one article:\n")
    print(report.first_table(searched, firsts))
    print(f"Searches for the best ten, {how.queries} queries of each kind. "
          + report.latency_tables(searched, queries, latencies))
    print(f"Do they find the same articles as {searched[0].label}?\n")
    print(report.agreement_table(searched, counts))
    sys.stdout.flush()
    summary = (f"{corpus.name}, {contents}:\n\n"
               + report.summary_table(systems, measured, facts["text"], firsts, latencies, queries))
    return systems, summary


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="+", metavar="CORPUS", help="JSON Lines, also compressed (.zst)")
    root = HERE.parent.parent
    parser.add_argument("--build", type=Path, default=root / "build/bench", help="where the programs are built")
    parser.add_argument("--work", type=Path, help="where indexes go, on a disk; BUILD/work if not given")
    parser.add_argument("--systems", nargs="*", help="only these: satchel sqlite xapian zim lucene")
    parser.add_argument("--satchel", action="append", default=[], metavar="OPTIONS",
                        help="one more row of Satchel, packed with these options; can be repeated")
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    parser.add_argument("--first", type=int, default=15, help="queries for new processes")
    parser.add_argument("--turns", type=int, default=3, help="times that the systems take turns")
    parser.add_argument("--rounds", type=int, default=3, help="times that each query is measured in a turn")
    parser.add_argument("--warm-up", type=float, default=10, help="seconds before each turn of a system")
    parser.add_argument("--limit", type=int, default=0, help="only so many articles")
    parser.add_argument("--luceneutil", type=Path, default=root / "../shared/queries/luceneutil.tsv",
                        help="list of queries, used where it exists")
    how = parser.parse_args()
    how.build = how.build.resolve()
    how.work = (how.work or how.build / "work").resolve()
    return how


def main():
    how = arguments()
    given = [Path(a).name if Path(a) in how.corpora else shlex.quote(a) for a in sys.argv[1:]]
    print(f"Machine: {report.machine()}. Command: `sh tests/bench/run.sh {' '.join(given)}`.\n")
    systems, summaries = [], []
    for corpus in how.corpora:
        systems, summary = run(corpus, how)
        summaries.append(summary)
    print("## Program and libraries, without libc\n")
    print(report.program_table(systems))
    print("## In short\n")
    print("\n".join(summaries))


if __name__ == "__main__":
    main()
