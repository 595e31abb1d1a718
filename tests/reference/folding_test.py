"""The folding of SPEC.md's section 8, as folding.py has it, and the reader's: the same for all of Unicode 15.0.

    folding_test.py FOLD_ALL
"""

import random
import subprocess
import sys
import unittest

import folding
from unicode_data import unicode_data

FOLD_ALL = sys.argv[1]
# What joins or runs together: jamo, kana and their voicing marks, marks, joiners, blanks, letters.
JOINING = [*range(0x1100, 0x1200), *range(0x3041, 0x3100), *range(0x3131, 0x318F), *range(0xFF66, 0xFFA0),
           *range(0xAC00, 0xAC20), 0x0418, 0x0438, 0x0301, 0x0306, 0x00AD, 0x200D, 0x20, 0x25CC, 0x61, 0x4E2D]


def fold_all(what, lines=()):
    done = subprocess.run([FOLD_ALL, what], input="".join(line + "\n" for line in lines).encode(),
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\n")[:-1]


class Folding(unittest.TestCase):
    def test_every_code_point(self):
        answers = fold_all("code-points")
        self.assertEqual(len(answers), 0x110000)
        kind = None
        for code, theirs in enumerate(answers):
            if folding.is_assigned(code):
                kind = folding.length_bucket_of(code)
            ours = " ".join([kind, *(f"{part:X}" for part in folding.fold(code))])
            self.assertEqual(theirs, ours, f"U+{code:04X}")

    def test_texts(self):
        """Texts of chance, of all code points and of those that join; each pair of the latter; terms that are cut."""
        dice = random.Random(5)
        assigned = [code for code, category in unicode_data().category.items() if category != "Cs" and code != 0x0A]
        changed = [code for code in assigned if folding.fold(code) != (code,)]
        lines = ["".join(chr(dice.choice(dice.choice([assigned, changed, JOINING, JOINING])))
                         for _ in range(dice.randint(1, 12))) for _ in range(40000)]
        lines += [chr(a) + chr(b) for a in JOINING[::3] for b in JOINING]
        lines += ["x" + chr(code) * 40 for code in assigned[::40]]
        for line, terms, title in zip(lines, fold_all("terms", lines), fold_all("titles", lines), strict=True):
            shown = " ".join(f"U+{ord(character):04X}" for character in line)
            self.assertEqual(terms, " ".join(folding.terms_of(line)), shown)
            self.assertEqual(title, folding.fold_whole(line), shown)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
