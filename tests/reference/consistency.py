"""Checks that need more than one part of an archive: pages, articles, terms and lists against each other.

The terms of the articles are made again here, for articles whose text folds to ASCII by the rules of Unicode
alone (compatibility decomposition, without marks, in lower case). The words of the others are not compared.
"""

import re
import unicodedata
from collections import Counter
from datetime import date

from archive_error import require

ANALYZER = "satchel-1"
TAGS = "agstw"
UNUSED_KINDS = (12, 13, 14, 15, *range(23, 32))
TERM_MAX = 64
TITLE, SUBTITLE, AUTHOR, SOURCE, DATE, TAG = 2, 3, 4, 5, 7, 9
FIRST_BODY, BOILERPLATE = 16, 22
TAG_OF_KIND = {TITLE: "t", AUTHOR: "a", SOURCE: "s", TAG: "g"}
EPOCH = date(1970, 1, 1).toordinal()


def group_lists(terms):
    """Terms that share a list, grouped; groups in the order of their first keys."""
    groups = {}
    for term in terms:
        groups.setdefault(term.key if term.address is None else term.address, []).append(term)
    return groups.values()


def fold(text):
    """The text folded to ASCII, separators as spaces; None where Unicode's own rules do not suffice."""
    folded = []
    for character in text:
        if character.isascii():
            folded.append(character.lower())
            continue
        category = unicodedata.category(character)
        parts = unicodedata.normalize("NFKD", character)
        if category[0] == "L":
            letters = "".join(part for part in parts if unicodedata.category(part) != "Mn")
            if not letters.isascii() or not letters.isalpha():
                return None
            folded.append(letters.lower())
        elif category[0] in "PSZ" and all(unicodedata.category(part)[0] in "PSZ" for part in parts):
            folded.append(" ")
        else:
            return None
    return "".join(folded)


def words_of(folded):
    """The terms of a folded text."""
    return re.findall("[a-z0-9]+", folded)


def fold_whole(text):
    """The text folded as titles are for their order; None where fold() fails."""
    folded = fold(text)
    return None if folded is None else " ".join(words_of(folded))


def is_indexed(kind):
    """Whether pieces of this kind give terms."""
    return kind in (TITLE, SUBTITLE, AUTHOR, SOURCE, TAG) or kind >= FIRST_BODY and kind != BOILERPLATE


def expected_terms(article):
    """Terms of an article by position, as (term, tag of its field or None); None where fold() fails."""
    found = {}
    position = 0
    for piece in article.pieces:
        if not is_indexed(piece.kind):
            continue
        folded = fold(piece.text)
        if folded is None:
            return None
        words = words_of(folded)
        if words and found:
            position += 1
        for word in words:
            found[position] = (word[:TERM_MAX], TAG_OF_KIND.get(piece.kind))
            position += 1
    return found


def day_of(text):
    """The day since 1970-01-01 that an ISO 8601 date means; None where it is not a date of the calendar."""
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", text)
    try:
        return date(*(int(part or 1) for part in match.groups())).toordinal() - EPOCH if match else None
    except ValueError:
        return None


class Articles:
    """What the orders and lists are compared with: identifiers, titles and terms of the articles."""

    def __init__(self, archive):
        self.identifiers = []
        self.titles = []
        self.terms = []
        self.dates = 0
        body_bytes = 0
        known = archive.analyzer == ANALYZER
        for article in archive.articles():
            self.identifiers.append(article.identifier)
            self.titles.append(fold_whole(article.title) if known else None)
            self.terms.append(expected_terms(article) if known else None)
            body = (piece.text for piece in article.pieces if piece.kind >= FIRST_BODY)
            body_bytes += sum(len(text.encode("utf-8")) for text in body)
            self._check_date(archive, article)
            unused = sorted({piece.kind for piece in article.pieces} & set(UNUSED_KINDS))
            require(not unused, f"article {article.number}: kinds {unused} are not defined")
        require(body_bytes == archive.text_bytes,
                f"body pieces of {body_bytes} bytes, the directory says {archive.text_bytes}")
        require(len(set(self.identifiers)) == len(self.identifiers), "two articles have the same identifier")

    def _check_date(self, archive, article):
        dates = [day_of(text) for text in article.texts(DATE)]
        day = archive.date(article.number)
        if day is not None:
            require(day in dates, f"article {article.number}: date column says {day}, its pieces {dates}")
            self.dates += 1
        else:
            require(not any(found is not None for found in dates),
                    f"article {article.number}: has a date, but not in the date column")


class ListCheck:
    """Compares posting lists with the articles."""

    def __init__(self, articles):
        self._articles = articles
        self._covered = Counter()

    def check(self, terms, postings):
        """One list and all terms that share it."""
        tag = terms[0].tag
        require(tag in TAGS, f"{terms[0].key!r}: the tag is not defined")
        require(all(term.tag == tag for term in terms), f"{terms[0].key!r}: shares its list with another tag")
        texts = {term.text for term in terms}
        for posting in postings:
            require(all(a < b for a, b in zip(posting.positions, posting.positions[1:])),
                    "positions out of order")
            expected = self._articles.terms[posting.article]
            if expected is None:
                continue
            for position in posting.positions:
                word, field = expected.get(position, (None, None))
                require(word in texts and tag in ("w", field),
                        f"{terms[0].key!r} in article {posting.article} at {position}: there is {word!r}")
            self._covered[posting.article, tag] += len(posting.positions)

    def finish(self):
        """What only all lists together show: that nothing is missing."""
        compared = 0
        for number, expected in enumerate(self._articles.terms):
            if expected is None:
                continue
            compared += 1
            counts = Counter(field for _, field in expected.values())
            counts["w"] = len(expected)
            for tag in "wtags":
                found = self._covered[number, tag]
                require(found == counts[tag],
                        f"article {number}: {found} positions under {tag}, its text has {counts[tag]} terms")
        return compared


def _check_orders(archive, articles):
    """Identifiers: every article once, in order. Titles: no article twice, and in order as far as fold() goes."""
    expected = sorted(range(archive.articles_count),
                      key=lambda number: (articles.identifiers[number].encode("utf-8"), number))
    require(archive.identifiers.numbers() == expected, "identifiers: not all articles in the order of identifiers")
    for number in range(0, archive.articles_count, max(1, archive.articles_count // 40)):
        found = archive.find_identifier(articles.identifiers[number])
        require(found == number, f"identifiers: halving finds article {found} instead of {number}")

    listed = archive.titles.numbers()
    require(all(number < archive.articles_count for number in listed), "titles: an article that does not exist")
    require(len(set(listed)) == len(listed), "titles: an article stands there twice")
    keys = [(articles.titles[number], number) for number in listed if articles.titles[number] is not None]
    expected = sorted((title, number) for number, title in enumerate(articles.titles) if title)
    require(keys == expected, "titles: not all articles with a title in the order of folded titles")


def _check_places(archive, places):
    """The lists outside the leaves cover their section without overlap."""
    at, end = archive.tree.lists.start, archive.tree.lists.end
    for start, size in sorted(places):
        require(start == at, f"list at address {start}, the one before it ends at {at}")
        at = start + size
    require(at == end, f"lists end at address {at}, their section at {end}")


def check_archive(archive):
    """Checks the whole archive and yields one summary; raises ArchiveError at the first fault."""
    articles = Articles(archive)
    for number in sorted({0, archive.articles_count // 2, archive.articles_count - 1}):
        if 0 <= number < archive.articles_count:
            require(archive.article(number).identifier == articles.identifiers[number],
                    f"article {number} read alone is another one")
    _check_orders(archive, articles)
    lists = ListCheck(articles)
    places = []
    postings_count = positions_count = 0
    groups = group_lists(archive.terms())
    for terms in groups:
        postings, size = archive.postings_and_size(terms[0])
        if terms[0].address is not None:
            places.append((terms[0].address, size))
        lists.check(terms, postings)
        postings_count += len(postings)
        positions_count += sum(len(posting.positions or ()) for posting in postings)
    compared = lists.finish()
    _check_places(archive, places)
    for section, name in archive.sections():
        archive.region.claim(section, name)
    archive.region.check_claims()
    yield {"articles": archive.articles_count, "dates": articles.dates, "articles_compared": compared,
           "lists": len(groups), "shared_lists": sum(len(terms) > 1 for terms in groups),
           "postings": postings_count, "positions": positions_count, "pages": archive.region.page_count}
