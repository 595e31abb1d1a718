"""Prepares a corpus and makes its queries: a process of its own, which needs memory that the driver must not have.

    python3 queries.py CORPUS.jsonl[.zst] DIRECTORY [--count N] [--limit N] [--luceneutil FILE]

Writes to DIRECTORY: corpus.jsonl (articles that have text, each with an identifier of its own), queries.tsv (kind, tab,
words; a query a line) and facts.json. The same corpus gives the same queries, whatever the machine.

Words are runs of the letters a-z, so that the systems' tokenizers agree on them. Half of the queries, where there are
enough, come from luceneutil's list; the other half are made of the corpus itself: words of many, some or few articles
(more than 5%; more than 0.5%; at least 5 articles) in equal shares, words that one article has together, phrases that
one has, beginnings of words.
"""

import argparse
import collections
import json
import random
import re
import subprocess
from pathlib import Path

KINDS = ("term", "and2", "or2", "or4", "phrase", "prefix")
WORD = re.compile(r"[^\W_]+")
PLAIN = re.compile(r"[a-z]+")
LUCENEUTIL = {
    "term": ("HighTerm", "MedTerm", "LowTerm"),
    "and2": ("AndHighHigh", "AndHighMed", "AndHighLow"),
    "or2": ("OrHighHigh", "OrHighMed", "OrHighLow"),
    "phrase": ("HighPhrase", "MedPhrase", "LowPhrase"),
    "prefix": ("Prefix3",),
}


def lines_of(path):
    if path.suffix != ".zst":
        with open(path, encoding="utf-8") as lines:
            yield from lines
        return
    with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE) as unpacking:
        for line in unpacking.stdout:
            yield line.decode()


def words(text):
    return WORD.findall(text.lower())


def prepare(source, target, limit):
    """Writes the corpus and returns its facts."""
    facts = {"articles": 0, "left_out": 0, "text": 0}
    seen = set()
    with open(target, "w", encoding="utf-8") as out:
        for line in lines_of(source):
            article = json.loads(line)
            title, body = article.get("title") or "", article.get("body") or ""
            if not title.strip() and not body.strip():
                facts["left_out"] += 1
                continue
            identifier = str(article.get("id") or "")
            if not identifier or identifier in seen or not re.fullmatch(r"[!-~]+", identifier):
                identifier = f"n{facts['articles']}"
            seen.add(identifier)
            article.update(id=identifier, title=title, body=body)
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
            facts["text"] += len(title.encode()) + len(body.encode())
            facts["articles"] += 1
            if facts["articles"] == limit:
                break
    return facts


class Corpus:
    """Which words there are, in how many articles, and which stand side by side."""

    def __init__(self, path, dice):
        self.dice = dice
        self.frequency = collections.Counter()
        self.total = 0
        sample = []  # of articles, from which queries are made: reservoir
        for line in lines_of(path):
            article = json.loads(line)
            self.total += 1
            passages = [words(p) for p in [article["title"], *re.split(r"\n\s*\n", article["body"])]]
            self.frequency.update({word for passage in passages for word in passage})
            if len(sample) < 4000:
                sample.append(passages)
            elif (place := dice.randrange(self.total)) < 4000:
                sample[place] = passages
        self.passages = [p for article in sample for p in article if len(p) > 1]
        self.articles = [sorted({w for p in article for w in p if self.band(w)}) for article in sample]
        self.bands = {band: sorted(w for w in self.frequency if self.band(w) == band) for band in "hml"}

    def band(self, word):
        """h, m or l: in many, some or few articles; none for words that are not fit."""
        count = self.frequency[word]
        if count < 5 or not PLAIN.fullmatch(word):
            return None
        share = count / self.total
        return "h" if share > 0.05 else "m" if share > 0.005 else "l"

    def together(self, bands):
        """Different words of these bands that one article has."""
        for _ in range(2000):
            article = self.dice.choice(self.articles)
            of = {band: [w for w in article if self.band(w) == band] for band in dict.fromkeys(bands)}
            if all(len(of[band]) >= bands.count(band) for band in of):
                return [w for band in of for w in self.dice.sample(of[band], bands.count(band))]
        return None

    def phrase(self, length):
        for _ in range(2000):
            passage = self.dice.choice(self.passages)
            if len(passage) >= length:
                start = self.dice.randrange(len(passage) - length + 1)
                if all(map(self.band, passage[start : start + length])):
                    return passage[start : start + length]
        return None

    def make(self, kind, number):
        """A query of this kind; `number` deals out the bands."""
        if kind == "term":
            band = self.bands["hml"[number % 3]]
            return [self.dice.choice(band)] if band else None
        if kind == "and2":
            return self.together(("hh", "hm", "hl", "mm")[number % 4])
        if kind == "or2":
            return self.together(("hh", "hm", "hl", "mm")[number % 4])
        if kind == "or4":
            return self.together(("hhhh", "hhmm", "hmml", "mmml")[number % 4])
        if kind == "phrase":
            return self.phrase(2 + number % 2)
        size = 3 + number % 3
        band = [w for w in self.bands["hml"[number // 3 % 3]] if len(w) > size]
        return [self.dice.choice(band)[:size]] if band else None

    def has(self, kind, query):
        """Whether a query from elsewhere makes sense here. Phrases and AND are looked for in the sample alone."""
        if not all(map(PLAIN.fullmatch, query)):
            return False
        if kind == "prefix":
            return any(w.startswith(query[0]) for band in "hm" for w in self.bands[band])
        if not all(map(self.band, query)):
            return False
        if kind == "and2":
            return any(set(query) <= set(article) for article in self.articles)
        if kind == "phrase":
            text = " " + " ".join(query) + " "
            return any(text in f" {' '.join(passage)} " for passage in self.passages)
        return True


def from_luceneutil(path, corpus, count):
    """Kind: at most `count` queries of luceneutil's list that this corpus can answer, its own kinds in equal shares."""
    listed = collections.defaultdict(list)
    for line in lines_of(path):
        kind, query = line.rstrip("\n").split("\t")[:2]
        listed[kind].append(re.sub(r'[+"*]', "", query).split())
    chosen = {kind: [] for kind in KINDS}
    for kind, names in LUCENEUTIL.items():
        for name in names:
            corpus.dice.shuffle(listed[name])
            wanted = -(-(count - len(chosen[kind])) // (len(names) - names.index(name)))
            for query in listed[name]:
                if wanted == 0:
                    break
                if query not in chosen[kind] and corpus.has(kind, query):
                    chosen[kind].append(query)
                    wanted -= 1
    return chosen


def make_queries(corpus, count, luceneutil):
    chosen = from_luceneutil(luceneutil, corpus, count // 2) if luceneutil else {kind: [] for kind in KINDS}
    for kind in KINDS:
        for number in range(20 * count):
            if len(chosen[kind]) == count:
                break
            query = corpus.make(kind, number)
            if query and query not in chosen[kind]:
                chosen[kind].append(query)
    return [(kind, query) for kind in KINDS for query in chosen[kind]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--count", type=int, default=100, help="queries of each kind")
    parser.add_argument("--limit", type=int, default=0, help="only so many articles")
    parser.add_argument("--luceneutil", type=Path, help="list of queries: kind, tab, query, tab, ...")
    a = parser.parse_args()
    facts = prepare(a.corpus, a.directory / "corpus.jsonl", a.limit)
    corpus = Corpus(a.directory / "corpus.jsonl", random.Random(1))
    with open(a.directory / "queries.tsv", "w", encoding="ascii") as out:
        for kind, query in make_queries(corpus, a.count, a.luceneutil):
            out.write(f"{kind}\t{' '.join(query)}\n")
            if kind == "prefix":
                out.write(f"prefix-unranked\t{' '.join(query)}\n")
    (a.directory / "facts.json").write_text(json.dumps(facts), encoding="ascii")


if __name__ == "__main__":
    main()
