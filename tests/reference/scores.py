"""Scores of articles for the words of a query (SPEC.md, section 7)."""

from collections import defaultdict

PREFIX_WEIGHT = 1024


def term_weight(articles, frequency):
    """log2((2N + 2) / (2df + 1)) in 1/256, rounded down."""
    above, below = 2 * articles + 2, 2 * frequency + 1
    exponent = (above // below).bit_length() - 1
    mantissa = (above << 31) // (below << exponent)
    weight = exponent
    for _ in range(8):
        mantissa = mantissa * mantissa >> 31
        bit = mantissa >> 32
        mantissa >>= bit
        weight = weight * 2 + bit
    return weight


def ranked(archive, words):
    """All articles with at least one of the words, as (score, article), the best first."""
    scores = defaultdict(int)
    for word in words:
        weight, impacts = _prefix(archive, word[:-1]) if word.endswith("*") else _word(archive, word)
        for article, impact in impacts.items():
            scores[article] += weight * impact
    hits = ((score, article) for article, score in scores.items())
    return sorted(hits, key=lambda hit: (-hit[0], hit[1]))


def _word(archive, word):
    term = archive.find("w", word)
    if term is None:
        return 0, {}
    postings = archive.postings(term)
    impacts = {posting.article: posting.impact for posting in postings}
    return term_weight(archive.articles_count, len(postings)), impacts


def _prefix(archive, prefix):
    impacts = {}
    for term in archive.tree.starting_with(b"w" + prefix.encode("utf-8")):
        for posting in archive.postings(term):
            impacts[posting.article] = max(posting.impact, impacts.get(posting.article, 0))
    return PREFIX_WEIGHT, impacts
