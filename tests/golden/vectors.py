"""Writes schema/vectors: small archives, and beside each what it holds as JSON.

    vectors.py [FOLDER]     into another folder

SATCHEL_TOOL names the packer. What the JSON holds is read by the reader in Python, which follows SPEC.md.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from consistency import group_lists  # noqa: E402
from folding import query_terms  # noqa: E402
from archive import Archive  # noqa: E402

VECTORS = ROOT / "schema" / "vectors"
NOUNS = "lantern harbour keeper winter ledger bridge copper orchard signal river engine violin".split()
VERBS = "keeps mends carries sells paints counts hides returns".split()
# An article for each script: what a lantern or the sea is, in a few words.
SCRIPTS = {
    "latin": ("Straße und Café", "Die Größe der Straße. Ångström, naïve façade, œuvre, Łódź, İstanbul, ﬁsh, x²."),
    "greek": ("Ο Φάρος", "Ο φάρος είναι παλιός. ΦΩΣ και ᾠδή, θάλασσα."),
    "cyrillic": ("Старый маяк", "Старый маяк стоит у моря. Ёлка, йод и и\u0306од, Київ."),
    "armenian": ("Փարոս", "Հին փարոսը ծովի մոտ է։ և"),
    "georgian": ("შუქურა", "ძველი შუქურა ზღვასთან. ᲨᲣᲥᲣᲠᲐ"),
    "hebrew": ("מגדלור", "המגדלור ישן. שָׁלוֹם"),
    "arabic": ("المنارة", "المنارة قديمة. كِتَابٌ، كـتـاب، ١٢٣، ﻛﺘﺎﺏ"),
    "devanagari": ("दीपक", "दीपक पुराना है। हिन्दी १२३"),
    "bengali": ("বাতিঘর", "বাতিঘর পুরোনো। ৪৫"),
    "tamil": ("விளக்கு", "விளக்கு பழையது."),
    "thai": ("ประภาคาร", "ประภาคารเก่า ๑๒ ปี"),
    "lao": ("ໂຄມໄຟ", "ໂຄມໄຟເກົ່າ"),
    "khmer": ("ចង្កៀង", "ចង្កៀងចាស់"),
    "myanmar": ("မီးပြတိုက်", "မီးပြတိုက်ဟောင်း"),
    "han": ("灯塔", "灯塔很旧。燈塔，第３层，〆切々。"),
    "japanese": ("古い灯台", "古い灯台がある。ガラス、ｶﾞﾗｽ、か\u3099、サーバー、ヴァ、〳〵。"),
    "bopomofo": ("ㄉㄥ ㄊㄚˇ", "ㄉㄥㄊㄚ"),
    "korean": ("등대", "오래된 등대가 있다. \u1103\u1173\u11bc대 ㄱㅏ"),
    "ethiopic": ("ፋና", "አሮጌ ፋና።"),
    "yi": ("ꆈꌠ", "ꆈꌠꉙ"),
}


def sentence(dice):
    return f"The {dice.choice(NOUNS)} {dice.choice(VERBS)} the {dice.choice(NOUNS)}."


def prose(count, sentences, seed):
    """Articles of made-up sentences."""
    dice = random.Random(seed)
    for number in range(count):
        body = "\n\n".join(" ".join(sentence(dice) for _ in range(sentences)) for _ in range(2))
        yield {"id": f"note-{number}", "title": sentence(dice)[:-1], "body": body, "lang": "en",
               "authors": [f"{dice.choice(NOUNS).capitalize()} {dice.choice('ABC')}."], "tags": [dice.choice(NOUNS)],
               "date": f"20{dice.randint(10, 26)}-0{dice.randint(1, 9)}-{dice.randint(10, 28)}"}


def piece_that_goes_on():
    dice = random.Random(4)
    yield {"id": "short", "title": "Short", "body": "A short one before it."}
    yield {"id": "long", "title": "Long", "body": " ".join(sentence(dice) for _ in range(90)) + " 灯塔" * 300}
    yield {"id": "after", "title": "After", "body": "And one after it."}


def cut_titles():
    for letter, text in (("a", "harbour "), ("b", "灯塔"), ("c", "é")):
        yield {"id": (text.strip() + letter) * 60, "title": letter + text * 80, "body": f"The long {letter}."}
    yield {"id": "x" * 200, "title": "y" * 200, "body": "Just not cut."}
    yield {"id": "untitled", "body": "No title at all."}


def many_articles():
    """Words of several frequencies: lists with a map, with gaps, with interpolative codes."""
    dice = random.Random(6)
    for number in range(900):
        words = ["every"] + ["often"] * (dice.random() < 0.6) + ["some"] * (dice.random() < 0.2)
        words += ["late"] * (number > 640) + ["even"] * (number % 2 == 0 and dice.randint(1, 9))
        words += [word for word in NOUNS[:6] if dice.random() < 0.2 for _ in range(dice.randint(1, 20))]
        yield {"id": str(number), "title": "", "body": " ".join(words)}


def scripts():
    for name, (title, body) in SCRIPTS.items():
        yield {"id": name, "title": title, "body": body}


ARCHIVES = {  # name: articles, options of satchel pack
    "words": (lambda: prose(60, 8, 1), ["--dictionary", "2K", "--block", "2K"]),
    "passages": (lambda: prose(6, 30, 2), ["--positions", "passage", "--word-codes", "0"]),
    "no-positions": (lambda: prose(6, 8, 3), ["--positions", "none", "--word-codes", "0"]),
    "long-piece": (piece_that_goes_on, ["--block", "1K", "--word-codes", "0"]),
    "cut-titles": (cut_titles, ["--word-codes", "0"]),
    "many-articles": (many_articles, ["--word-codes", "0"]),
    "scripts": (scripts, ["--word-codes", "0"]),
}
QUERIES = {
    "words": ["lantern", "harbour keeper", "winter"], "passages": ["lantern river"], "no-positions": ["copper"],
    "long-piece": ["harbour", "灯塔"], "cut-titles": ["harbour", "long"], "many-articles": ["some", "late even"],
    "scripts": ["strasse", "маяк", "йод", "كتاب", "灯塔", "ガラス", "등대", "ประภาคาร", "火", "灯"],
}


def pack(name, target):
    articles, options = ARCHIVES[name]
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "articles.jsonl"
        lines.write_text("".join(json.dumps(article) + "\n" for article in articles()), encoding="utf-8")
        subprocess.run([os.environ["SATCHEL_TOOL"], "pack", lines, "-o", target, "--page", "512", "--quiet", *options],
                       check=True)


def _article(archive, article):
    pieces = [[piece.kind, piece.level, piece.text] for piece in article.pieces]
    return [article.number, archive.date(article.number), pieces]


def _list(archive, terms):
    """Keys, document frequency, weight is left to the reader; each posting, of long lists every 40th."""
    postings = archive.postings(terms[0])
    step = 1 if len(postings) <= 128 else 40
    shown = [[posting.article, posting.bucket, posting.impact, posting.titles, list(posting.positions or ())]
             for posting in postings[::step]]
    return [[term.tag + term.text for term in terms], len(postings), shown]


def contents(path, name):
    """What an archive holds: lines of JSON under names."""
    with Archive(str(path)) as archive:
        articles = list(archive.articles())
        every = 40 if len(articles) > 100 else 1
        lists = [_list(archive, terms) for terms in group_lists(archive.terms())]
        small = len(lists) <= 200 and len(articles) != 60
        return {
            "facts": [{"articles": archive.articles_count, "blocks": archive.blocks_count,
                       "catalogs": archive.catalogs_count, "words": len(archive.words or ()),
                       "dictionary": bool(archive.dictionary_size), "position_unit": archive.model.unit,
                       "keys": archive.tree.entries}],
            "articles: number, day, pieces (kind, level, text)": [_article(archive, it) for it in articles[::every]],
            "identifiers": [archive.identifiers.numbers()],
            "titles": [archive.titles.numbers()],
            "lists: keys, df, postings (article, bucket, impact, positions in the title, positions)":
                lists if small else lists[::7],
            "searches: words, hits (article, score)": [
                [words, [[number, score] for score, number in archive.search(list(query_terms(words)))][:20]]
                for words in QUERIES[name]],
        }


def text_of(found):
    """JSON with a line for each article, list and search."""
    parts = []
    for name, lines in found.items():
        rows = ",\n  ".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
        parts.append(f'{json.dumps(name)}: [\n  {rows}]')
    return "{" + ",\n".join(parts) + "}\n"


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else VECTORS
    folder.mkdir(exist_ok=True)
    for name in ARCHIVES:
        archive = folder / f"{name}.satchel"
        pack(name, archive)
        (folder / f"{name}.json").write_text(text_of(contents(archive, name)), encoding="utf-8")


if __name__ == "__main__":
    main()
