"""Checks that need more than one part of an archive: pages, articles, terms and lists against each other.

The terms of all articles are made again from their texts, where the data of Unicode 15.0 are at hand.
"""

import re
from collections import Counter
from datetime import date

from archive_error import require
from folding import ANALYZER, fold_whole, terms_of
from unicode_data import is_present

TAGS = "agsw"
UNUSED_KINDS = (12, 13, 14, 15, *range(23, 32))
TITLE, SUBTITLE, AUTHOR, SOURCE, DATE, TAG = 2, 3, 4, 5, 7, 9
FIRST_BODY, BOILERPLATE = 16, 22
TAG_OF_KIND = {AUTHOR: "a", SOURCE: "s", TAG: "g"}
METADATA = (SUBTITLE, AUTHOR, SOURCE, TAG)
EPOCH = date(1970, 1, 1).toordinal()


def group_lists(terms):
    """Terms that share a list, grouped; groups in the order of their first keys."""
    groups = {}
    for term in terms:
        groups.setdefault(term.key if term.address is None else term.address, []).append(term)
    return groups.values()


def is_indexed(kind):
    """Whether pieces of this kind give terms."""
    return kind in (TITLE, SUBTITLE, AUTHOR, SOURCE, TAG) or kind >= FIRST_BODY and kind != BOILERPLATE


def expected_terms(article):
    """Terms of an article by position, as (term, tag of its field or None, kind)."""
    found = {}
    position = 0
    for piece in article.pieces:
        if not is_indexed(piece.kind):
            continue
        terms = list(terms_of(piece.text))
        if terms and found:
            position += 1
        for term in terms:
            found[position] = (term, TAG_OF_KIND.get(piece.kind), piece.kind)
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
        known = archive.analyzer == ANALYZER and is_present()
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

    def __init__(self, articles, model):
        self._articles = articles
        self._model = model
        self._covered = Counter()
        self._places = {}

    def _expected(self, number, tag):
        """What a list with this tag can say of an article: position to (term, in the title); None where unknown."""
        if (number, tag) not in self._places:
            terms = self._articles.terms[number]
            if terms is not None:
                start = min((at for at, (_, _, kind) in terms.items() if kind in METADATA), default=0)
                terms = {at - (0 if tag == "w" else start): (word, kind == TITLE)
                         for at, (word, field, kind) in terms.items() if tag in ("w", field)}
            self._places[number, tag] = terms
        return self._places[number, tag]

    def check(self, terms, postings):
        """One list and all terms that share it."""
        tag = terms[0].tag
        require(tag in TAGS, f"{terms[0].key!r}: the tag is not defined")
        require(all(term.tag == tag for term in terms), f"{terms[0].key!r}: shares its list with another tag")
        if tag == "w" and len(terms) > 1:
            beginnings = {term.text.encode("utf-8")[:self._model.common_form_prefix] for term in terms}
            require(len(beginnings) == 1, f"{terms[0].key!r}: forms that begin as {beginnings}")
        texts = {term.text for term in terms}
        for posting in postings:
            require(all(a < b for a, b in zip(posting.positions, posting.positions[1:])),
                    "positions out of order")
            expected = self._expected(posting.article, tag)
            if expected is None:
                continue
            self._check_posting(terms[0], posting, {at: title for at, (word, title) in expected.items() if word in texts})

    def _check_posting(self, term, posting, places):
        where = f"{term.key!r} in article {posting.article}"
        require(places, f"{where}: it is not there")
        require((term.tag == "w" and any(places.values())) == self._model.buckets[posting.bucket].title,
                f"{where}: its bucket is wrong about the title")
        self._covered[posting.article, term.tag] += len(places)
        if self._model.unit == 0:
            return
        found = sorted({at // self._model.unit for at in places})
        require(list(posting.positions) == found, f"{where}: at {posting.positions}, its text says {found}")
        if self._model.unit == 1 and term.tag == "w":
            require(posting.titles == sum(places.values()), f"{where}: {posting.titles} times in the title")

    def finish(self):
        """What only all lists together show: that nothing is missing."""
        compared = 0
        for number, terms in enumerate(self._articles.terms):
            if terms is None:
                continue
            compared += 1
            for tag in TAGS:
                wanted = len(self._expected(number, tag))
                found = self._covered[number, tag]
                require(found == wanted,
                        f"article {number}: {found} terms under {tag}, its text has {wanted}")
        return compared


def _check_repeated(archive, articles):
    """Articles with numbers behind their identifiers, and those with the same identifier without."""
    def bare(identifier):
        while match := re.fullmatch(r"(.*)~([2-9]|[1-9]\d+)", identifier, re.DOTALL):
            identifier = match[1]
        return identifier

    numbered = {bare(name) for name in articles.identifiers if bare(name) != name}
    expected = [number for number, name in enumerate(articles.identifiers) if bare(name) in numbered]
    require(sorted(archive.repeated) == expected, "repeated: not the articles with numbered identifiers")


def _check_orders(archive, articles):
    """Identifiers: every article once, in order. Titles: each article that has one once, in order."""
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
    _check_repeated(archive, articles)
    lists = ListCheck(articles, archive.model)
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
