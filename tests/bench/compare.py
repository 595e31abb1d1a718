#!/usr/bin/env python3
"""Packs one JSON Lines corpus with Satchel and with SQLite FTS5 and prints both files' sizes, side by side.

    tests/bench/compare.py CORPUS.jsonl[.zst] [--satchel PATH]

Both hold the whole text and a full-text index with positions. Sizes are exact; seconds are of this machine and noisy.
SQLite is the one of Python's standard library; its database is vacuumed and its index optimised. `zstd -19` is the bare
text as one stream: no random access, no index.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path


def articles(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article.get("title") or article.get("body"):
                yield article


def sqlite(corpus, target):
    database = sqlite3.connect(target)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute("create table article (number integer primary key, id text, meta text)")
    database.execute("create virtual table words using fts5 (title, body, tokenize = 'porter unicode61')")
    for number, article in enumerate(articles(corpus)):
        meta = {k: v for k, v in article.items() if k not in ("id", "title", "body")}
        database.execute("insert into article values (?, ?, ?)", (number, article.get("id"), json.dumps(meta)))
        database.execute("insert into words (rowid, title, body) values (?, ?, ?)",
                         (number, article.get("title", ""), article.get("body", "")))
    database.execute("insert into words (words) values ('optimize')")
    database.commit()
    database.execute("vacuum")
    database.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--satchel", default="build/release/tools/satchel/satchel", help="the tool")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        corpus = arguments.corpus
        if corpus.suffix == ".zst":
            corpus = work / "corpus.jsonl"
            subprocess.run(["zstd", "-dq", arguments.corpus, "-o", corpus], check=True)
        text = work / "text"
        count = 0
        with open(text, "w", encoding="utf-8") as out:
            for article in articles(corpus):
                out.write(article.get("title", "") + "\n" + article.get("body", "") + "\n")
                count += 1
        size = text.stat().st_size
        print(f"{arguments.corpus.name}: {count:,} articles, {size / 1e6:.1f} MB of titles and text")
        print(f"{'':24}{'bytes':>14}{'% of text':>11}{'seconds':>9}")

        def row(name, path, make):
            start = time.monotonic()
            make()
            seconds = time.monotonic() - start
            bytes_ = os.path.getsize(path)
            print(f"{name:24}{bytes_:14,}{100 * bytes_ / size:11.1f}{seconds:9.1f}", flush=True)

        archive = work / "a.satchel"

        def pack():
            done = subprocess.run([arguments.satchel, "pack", corpus, "-o", archive, "--quiet"],
                                  stderr=subprocess.DEVNULL, check=False)
            if done.returncode not in (0, 1):
                raise SystemExit(f"{arguments.satchel} pack failed: exit status {done.returncode}")

        row("Satchel", archive, pack)
        row(f"SQLite FTS5 {sqlite3.sqlite_version}", work / "a.db", lambda: sqlite(corpus, work / "a.db"))
        row("zstd -19, one stream", work / "text.zst",
            lambda: subprocess.run(["zstd", "-19", "-q", "-f", text, "-o", work / "text.zst"], check=True))


if __name__ == "__main__":
    main()
