"""What makes changes for mutate.py: each is made when it is chosen, and nothing changes otherwise."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from schemata import Change, Site, Tree, written  # noqa: E402

try:
    import sites
except ImportError:  # Debian's packages, and another interpreter than Debian's
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        import sites
    except ImportError:
        sites = None

PROGRAM = b"""#include <cstdio>
constexpr int most = 10;
int count(int from) {
  int n = 0;
  for (int i = from; i < most; ++i) {
    if (i % 2 == 0) continue;
    n += i;
  }
  return n;
}
int main() { std::printf("%d\\n", count(1)); }
"""
# What is changed, into what, and what the program prints then. The third lies within the second.
CHANGES = [(b"n += i;", ";", "0"), (b"i < most", "(i) >= (most)", "0"), (b"most; ++i", "most + 2", "36"),
           (b"continue;", ";", "45"), (b"% 2 == 0", "% 2 != 0", "20")]


def changes_of(text):
    for number, (part, into, _) in enumerate(CHANGES, 1):
        start = text.index(part)
        end = start + len(part.split(b";")[0]) + (1 if part.endswith(b";") else 0)
        if part == b"% 2 == 0":
            start, into = start - 2, "(i % 2) != (0)"
        yield Change(number, Site("p.cpp", start, end, "removal" if into == ";" else "operator", into))


class Changing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "p.cpp").write_bytes(PROGRAM)

    def output(self, program, number):
        return subprocess.run([program], env={**os.environ, "SATCHEL_MUTATION": str(number)}, capture_output=True,
                              text=True, check=True).stdout.strip()

    def test_one_program_holds_all_changes(self):
        text = written(PROGRAM, list(changes_of(PROGRAM)))
        self.assertEqual(text.count(b"\n"), PROGRAM.count(b"\n"))
        source, program, reached = self.folder / "q.cpp", self.folder / "q", self.folder / "reached"
        source.write_bytes(text)
        subprocess.run(["c++", "-std=c++17", "-include", HERE / "switch.hpp", source, "-o", program], check=True)
        self.assertEqual(self.output(program, 0), "25")
        for number, (_, _, printed) in enumerate(CHANGES, 1):
            self.assertEqual(self.output(program, number), printed, CHANGES[number - 1])
        reached.write_bytes(bytes(4096))
        subprocess.run([program], env={**os.environ, "SATCHEL_MUTATION_REACHED": str(reached)}, check=True,
                       stdout=subprocess.DEVNULL)
        self.assertEqual([n for n, seen in enumerate(reached.read_bytes()) if seen], [1, 2, 3, 4, 5])

    def test_what_a_compiler_complains_of_is_found(self):
        copy = self.folder / "copy"
        copy.mkdir()
        (copy / "p.cpp").write_bytes(PROGRAM)
        tree = Tree(self.folder, copy)
        changes = list(changes_of(PROGRAM))
        tree.write(changes)
        self.assertNotEqual((copy / "p.cpp").read_bytes(), PROGRAM)
        self.assertEqual(tree.complained_of(changes, f"{copy}/p.cpp:7:5: error: no\n"), {changes[0]})
        self.assertEqual(tree.complained_of(changes, f"{copy}/p.cpp:1:5: error: no\n/other.cpp:7:5: error: no\n"), set())
        tree.write([])
        self.assertEqual((copy / "p.cpp").read_bytes(), PROGRAM)

    @unittest.skipIf(sites is None, "python3-clang is absent")
    def test_listed_lines_are_in_the_sources(self):
        """A line that was changed since is no change that makes no difference any more."""
        path, stale = None, []
        for line in (HERE / "equivalent.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("-"):
                lines = {text.strip() for text in (HERE.parents[1] / path).read_text(encoding="utf-8").splitlines()}
                if line[1:].strip() not in lines:
                    stale.append(f"{path}: {line}")
            elif line.strip() and not line.startswith(("+", "=", "#")):
                path = line.strip()
        self.assertEqual(stale, [])

    def test_sites(self):
        found = sites.find(self.folder, [(self.folder / "p.cpp", ["-std=c++17"])], lambda path: path == "p.cpp")
        made = {(PROGRAM[s.start:s.end].decode(), s.into) for s in found}
        for expected in [("i < most", "(i) <= (most)"), ("i < most", "(i) >= (most)"), ("most", "most + 1"),
                         ("n += i;", ";"), ("continue;", ";"), ("i % 2 == 0", "(i % 2) != (0)"), ("2", "3"),
                         ("i % 2", "(i) / (2)")]:
            self.assertIn(expected, made)
        self.assertNotIn(("10", "11"), made)  # computed when the program is compiled
        self.assertNotIn(("return n;", ";"), made)  # the last statement
        self.assertEqual(list(sites.drawing(found, 3)), list(sites.drawing(found, 3)))
        self.assertCountEqual(list(sites.drawing(found, 4)), found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
