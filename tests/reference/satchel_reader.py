#!/usr/bin/env python3
"""A second reader of Satchel archives, written from schema/SPEC.md and schema/satchel.fbs alone.

It shares no code with the reader in C++: where both agree, the specification says enough. It favours checks
over speed and uses only the standard library of Python and the command zstd.

    satchel_reader.py ARCHIVE info|list|articles|terms|lists|check
    satchel_reader.py ARCHIVE search WORD...
    satchel_reader.py ARCHIVE check --key PUBLIC_KEY

Every command prints JSON, one value per line. WORD* is all terms that begin so. Without the data of Unicode 15.0 (the
package unicode-data) words must be terms already.
"""

import argparse
import json
import sys

from archive import Archive
from archive_error import ArchiveError, require
from consistency import check_archive, group_lists
from folding import query_terms
from scores import term_weight
from signature import read_public_key
from unicode_data import is_present


def _info(archive):
    yield {"name": archive.name, "articles": archive.articles_count, "text_bytes": archive.text_bytes,
           "analyzer": archive.analyzer, "stemmer": archive.stemmer, "frames": archive.frames_count,
           "blocks": archive.blocks_count, "catalogs": archive.catalogs_count,
           "dictionary_size": archive.dictionary_size, "words": len(archive.words or ()),
           "block_max": archive.block_max,
           "frame_max": archive.frame_max, "page_size": archive.region.page_size,
           "pages": archive.region.page_count, "terms": archive.tree.entries, "height": archive.tree.height,
           "leaves": archive.tree.leaf_count, "lists_size": archive.tree.lists.size}


def _list(archive):
    for number, entry in enumerate(archive.catalog_entries):
        yield {"article": number, "identifier": entry.identifier, "identifier_cut": entry.identifier_cut,
               "title": entry.title, "title_cut": entry.title_cut, "day": archive.date(number)}


def _articles(archive):
    for article in archive.articles():
        yield {"article": article.number, "day": archive.date(article.number), "pieces": article.pieces}


def _terms(archive):
    for term in archive.terms():
        frequency = archive.document_frequency(term)
        weight = term_weight(archive.articles_count, frequency)
        yield {"tag": term.tag, "text": term.text, "df": frequency, "weight": weight, "address": term.address}


def _lists(archive):
    for terms in group_lists(archive.terms()):
        texts = [term.text for term in terms]
        yield {"tag": terms[0].tag, "texts": texts, "postings": archive.postings(terms[0])}


def _terms_asked(words):
    for word in words:
        terms = list(query_terms(word.rstrip("*"))) if is_present() else [word]
        if word.endswith("*") and terms:
            terms[-1] = terms[-1].rstrip("*") + "*"
        yield from terms


def _search(archive, words):
    for score, article in archive.search(list(_terms_asked(words))):
        entry = archive.catalog_entries[article]
        yield {"article": article, "score": score, "identifier": entry.identifier, "title": entry.title}


COMMANDS = {"info": _info, "list": _list, "articles": _articles, "terms": _terms, "lists": _lists,
            "check": check_archive}


def main():
    parser = argparse.ArgumentParser(description="Reads a Satchel archive, prints JSON lines.")
    parser.add_argument("archive")
    parser.add_argument("command", choices=[*COMMANDS, "search"])
    parser.add_argument("--key", help="a public key of minisign's, which must have signed the archive")
    parser.add_argument("term", nargs="*", help="words to search for; WORD* for all that begin so")
    arguments = parser.parse_args()
    if (arguments.command == "search") != bool(arguments.term):
        parser.error("the command search, and no other, takes terms")
    try:
        with Archive(arguments.archive) as archive:
            if arguments.key:
                require(archive.signature, "the archive is not signed")
                archive.signature.check_key(*read_public_key(arguments.key))
            if arguments.command == "search":
                lines = _search(archive, arguments.term)
            else:
                lines = COMMANDS[arguments.command](archive)
            for line in lines:
                print(json.dumps(line, ensure_ascii=False))
    except (ArchiveError, OSError) as error:
        print(f"{arguments.archive}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
