"""Makes schema/NUMBERS.md, a page of single values to test a reader with, from the reader in Python.

    number_page.py     writes the page; numbers_test.py compares it with both readers
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

import posting_list  # noqa: E402
from folding import fold_whole, terms_of  # noqa: E402
from archive import Archive  # noqa: E402
from scores import term_weight  # noqa: E402
from vectors import SCRIPTS, VECTORS  # noqa: E402

PAGE = ROOT / "schema" / "NUMBERS.md"
LISTED = "some"  # a term of the archive many-articles
TEXTS = [
    "É e\u0301 Ǣ Ø ø Đ ħ ı İ I ł Ł œ ŧ ß ẞ ſ", "ﬁ ﬃ ² ⅓ № ™ ℠ Å", "don't o'clock rock-n-roll x_1 a.b", "ＡＢＣ１２ ｶﾞｷﾟｱﾟ",
    "Й й И\u0306 и\u0301\u0306 Ё ё Ї ї", "ά ᾳ ᾼ ς Σ", "كِتَاب كـتـاب ﻛﺘﺎﺏ ﷲ ﷺ ٤٥", "שָׁלוֹם", "हिन्दी कि क़ १२",
    "வி ప్ర ക്ഷ", "ก้าว เก่า", "漢字仮 〆切 々 〇 〡", "サーバー ｻｰﾊﾞｰ ヽヾ ゝゞ", "か\u3099 カ\u3099 ゐ\u3099 ワ\u3099 \u3099 \u309A",
    "\u3031 \u3032 \u3033 \u3034 \u3035 \u303B", "字\u302A字\u302D", "한 \u1112\u1161\u11AB 하\u11AB ㅎㅏㄴ ᄒ한", "3月5日 C語 A々", "ʻokina ʼn ʾ",
    "\u00ADsoft\u200Djoin\uFEFF", "e\u20DD\u0488", "\U0001D15F \U0001D7D8 𝐀", "㈱ ㍿ ① ⑳ ⓐ 🄰", "\u0378 \u2065 \U0002FFFE",
    "x" * 63 + "éyz", "漢" * 2 + "x" * 70,
]
WEIGHTS = [(1, 1), (2, 1), (2, 2), (10, 3), (1000, 1), (1000, 999), (21578, 412), (248582, 17), (4294966784, 1),
           (4294966784, 4294966784)]
BOUNDED = [(1, "ff"), (2, "01"), (3, "00"), (3, "01"), (3, "03"), (17, "0f"), (17, "1f"), (17, "03"), (300, "4e01"),
           (256, "fe"), (4294967295, "fefffff7"), (4294967295, "ffffffff")]
MEDIAN = [(10, 1, "07"), (10, 2, "07"), (10, 3, "07"), (10, 3, "0f"), (17, 2, "0f"), (17, 5, "00"), (100, 9, "3b"), (1, 4, "")]
INTERPOLATIVE = [(0, 3, 9, ""), (4, 5, 8, ""), (1, 0, 16, "0f"), (2, 0, 9, "b6"), (3, 0, 20, "a53c"), (7, 10, 60, "9e5bd17704"),
                 (16, 0, 255, "4d92e6137bac58f0d1a3946e27")]
RICE = [(0, "00"), (0, "07"), (2, "0b"), (3, "2d"), (5, "ff1f15"), (0, "ffff78563412")]


def number_of(name, arguments, raw):
    """The numbers that these bytes are, and how many bits they take."""
    reader = posting_list.BitReader(bytes.fromhex(raw), 0, len(raw) // 2)
    found = getattr(reader, name)(*arguments)
    return found if isinstance(found, list) else [found], reader.place()


def _table(name, heads, rows):
    yield f"| {' | '.join(heads)} | bytes | bits read | {'numbers' if name == 'interpolative' else 'number'} |"
    yield "| --- " * (len(heads) + 3) + "|"
    for *arguments, raw in rows:
        found, bits = number_of(name, arguments, raw)
        cells = [*map(str, arguments), f"`{raw}`" if raw else "", str(bits), " ".join(map(str, found))]
        yield f"| {' | '.join(cells)} |"


def escaped(text):
    """A text whose characters that do not show, or join others, are written as escapes of JSON or Python."""
    return "".join(c if c.isprintable() and not 0x300 <= ord(c) < 0x370 and c not in "\u3099\u309A|\\`" else
                   f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}" for c in text)


def _folding():
    yield "| text | terms | folded as a title |"
    yield "| --- | --- | --- |"
    for text in TEXTS + [" ".join(pair) for pair in SCRIPTS.values()]:
        yield f"| {escaped(text)} | {escaped(' '.join(terms_of(text)))} | {escaped(fold_whole(text))} |"


def _postings():
    with Archive(str(VECTORS / "many-articles.satchel")) as archive:
        term = archive.find("w", LISTED)
        postings, size = archive.postings_and_size(term)
        data, at = archive._list_bytes(term)
        yield f"The list of `{LISTED}` in `vectors/many-articles.satchel`, at address {term.address}, has {size} bytes:"
        yield ""
        yield "```"
        raw = data[at:at + size].hex(" ")
        yield from (raw[i:i + 96].rstrip() for i in range(0, len(raw), 96))
        yield "```"
        yield ""
        yield f"and {len(postings)} postings, of which each is written here as article:bucket:impact, and its positions:"
        yield ""
        yield "```"
        shown = [f"{p.article}:{p.bucket}:{p.impact}:{','.join(map(str, p.positions))}" for p in postings]
        yield from (" ".join(shown[i:i + 8]) for i in range(0, len(shown), 8))
        yield "```"


def page():
    """The lines of the page."""
    yield from ["# Numbers to test a reader with", "",
                "Single values by SPEC.md, each by itself. Both readers of this project are compared with them. Bytes are",
                "hexadecimal, and the first bit is the lowest one of the first byte. `tests/golden/number_page.py` writes this page.",
                "", "## Folding (section 8)", "",
                "`\\uXXXX` and `\\UXXXXXXXX` stand for code points that do not show, or would join the one before. Blanks in the",
                "second column are between terms.", ""]
    yield from _folding()
    yield from ["", "## Weight (section 7)", "", "| articles | df | weight |", "| --- | --- | --- |"]
    yield from (f"| {n} | {df} | {term_weight(n, df)} |" for n, df in WEIGHTS)
    for name, heads, rows in (("bounded", ["*r*"], BOUNDED), ("median", ["*r*", "*n*"], MEDIAN),
                              ("interpolative", ["*n*", "lo", "hi"], INTERPOLATIVE), ("rice", ["*k*"], RICE)):
        yield from ["", f"## *{name}* (section 6)", ""]
        yield from _table(name, heads, rows)
    yield from ["", "## A list of more than 128 articles (section 6)", ""]
    yield from _postings()


if __name__ == "__main__":
    PAGE.write_text("\n".join(page()) + "\n", encoding="utf-8")
