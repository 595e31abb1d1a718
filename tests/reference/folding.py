"""From text to terms: the analyzer "satchel-1" as schema/SPEC.md, section 8, defines it. No table of the C++ reader's."""

from functools import lru_cache

from unicode_data import unicode_data

ANALYZER = "satchel-1"
TERM_MAX = 64
EXPANSION_MAX = 4
SEPARATOR, WORD, UNSPACED = "separator", "word", "unspaced"


def _ranges(text):
    """A set of code points from a list like "3005-3007 3021"."""
    found = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


KEPT = _ranges("1D2C-1D6A 1D78 1D9B-1DBF 2120 2122 309B 309C 3200-321E 3260-327E 32C0-32FE 3300-3370 33E0-33FE "
               "F900-FAFF FC00-FDC7 10780-107BA 1E030-1E06D 1EE00-1EEBB 1F200-1F265 2F800-2FA1D 02BC")
DROPPED = _ranges("02B9-02BB 02BD-02BF 0640")
DROPPED_MARKS = _ranges("0300-036F 0483-0489 0591-05C7 0610-061A 064B-065F 0670 06D6-06ED 0898-089F 08CA-08FF "
                        "1AB0-1AFF 1DC0-1DFF 20D0-20FF FE20-FE2F")
SEPARATING = _ranges("02BC 1D100-1D1FF")
COMPOSED = _ranges("0419 0439 3041-30FF AC00-D7A3")
LETTERS = {0xE6: (0x61, 0x65), 0x153: (0x6F, 0x65), 0x111: (0x64,), 0x127: (0x68,), 0x131: (0x69,), 0x142: (0x6C,),
           0xF8: (0x6F,), 0x167: (0x74,)}
WITHOUT_SPACES = _ranges(
    "0E01-0E4E 0E80-0EFF 1000-109F 1100-11FF 1780-17FF 1950-19DF 1A20-1AAF 2E80-2FDF 3005-3007 3021-302F 3031-303C "
    "3041-31FF 3400-4DBF 4E00-9FFF A000-A48F A960-A97F A9E0-A9FF AA60-AA7F AA80-AADF AC00-D7FF F900-FAFF 11700-1174F "
    "16FE0-18DFF 1AFF0-1B2FF 20000-3FFFD")


def own_class(code):
    """The class of a code point by what it is."""
    category = unicode_data().category.get(code, "Cn")
    if code in SEPARATING or category[0] not in "LMN":
        return SEPARATOR
    return UNSPACED if code in WITHOUT_SPACES else WORD


def composite(first, second):
    """The code point that two make together where it stays whole, else None."""
    both = unicode_data().composite(first, second)
    return both if both in COMPOSED else None


def _compose(codes):
    out = []
    for code in codes:
        both = composite(out[-1], code) if out else None
        if both is None:
            out.append(code)
        else:
            out[-1] = both
    return out


def _is_dropped(code):
    data = unicode_data()
    return code in data.ignorable or code in DROPPED or (code in DROPPED_MARKS and data.category[code] in ("Mn", "Me"))


def _fold_once(codes):
    data = unicode_data()
    codes = _compose(part for code in codes for part in data.compatibility_decomposition(code))
    codes = [part for code in codes if not _is_dropped(code) for part in data.case.get(code, (code,))]
    return [part for code in _compose(codes) if code not in DROPPED for part in LETTERS.get(code, (code,))]


def _join_separators(codes):
    out = []
    for code in codes:
        if own_class(code) != SEPARATOR:
            out.append(code)
        elif out and out[-1] != 0x20:
            out.append(0x20)
    return out[:-1] if out and out[-1] == 0x20 else out


def is_assigned(code):
    return code in unicode_data().category


@lru_cache(maxsize=None)
def fold(code):
    """What one code point becomes: a tuple of code points, empty where it is dropped."""
    data = unicode_data()
    if code in data.digit:
        return (0x30 + data.digit[code],)
    if code in KEPT or not is_assigned(code):
        return (code,)
    before, after = None, [code]
    while after != before:
        before, after = after, _fold_once(after)
    joined = _join_separators(after)
    return (code,) if (after and not joined) or len(joined) > EXPANSION_MAX else tuple(joined)


def length_bucket_of(code):
    """The class of the first code point that this one becomes."""
    if not is_assigned(code):
        while code > 0 and not is_assigned(code):  # the nearest one below decides
            code -= 1
    folded = fold(code)
    return own_class(folded[0]) if folded else WORD


def folded_text(text):
    """Yields (code point, class) of a folded text. Unpaired surrogates, as invalid bytes are read, separate."""
    held = None
    for character in text:
        code = ord(character)
        parts = fold(code)
        if not parts and held is not None:
            held = (composite(held[0], code) or held[0], held[1])
        for number, part in enumerate(parts):
            both = composite(held[0], part) if held is not None else None
            if both is not None:
                held = (both, held[1])
                continue
            if held is not None:
                yield held
            held = (part, length_bucket_of(code) if number == 0 else length_bucket_of(part))
    if held is not None:
        yield held


def fold_whole(text):
    """A text folded as titles are for their order."""
    out = []
    for code, kind in folded_text(text):
        if kind != SEPARATOR:
            out.append(chr(code))
        elif out and out[-1] != " ":
            out.append(" ")
    return "".join(out).rstrip(" ")


def _cut(codes):
    """The term of these code points, of at most TERM_MAX bytes."""
    return "".join(map(chr, codes)).encode("utf-8")[:TERM_MAX].decode("utf-8", "ignore")


def _terms_of_run(codes, kind):
    if kind == WORD:
        yield _cut(codes)
    elif kind == UNSPACED:
        for at in range(len(codes)):
            yield _cut(codes[at:at + 2])


def terms_of(text):
    """The terms of a text in order."""
    run, kind = [], SEPARATOR
    for code, its in folded_text(text):
        if its != kind:
            yield from _terms_of_run(run, kind)
            run, kind = [], its
        run.append(code)
    yield from _terms_of_run(run, kind)


def query_terms(words):
    """What plain words of a query ask for, as satchel_reader.py takes it: TERM, or TERM* for all that begin so."""
    run, kind = [], SEPARATOR
    for code, its in [*folded_text(words), (0x20, SEPARATOR)]:
        if its != kind:
            terms = list(_terms_of_run(run, kind))
            if kind == UNSPACED:  # the last code point stands in the pair before it
                terms = terms[:-1] or [terms[0] + "*"]
            yield from terms
            run, kind = [], its
        run.append(code)
