"""The single header: made by one command, it compiles everywhere and runs the example of README.md.

single_header_test.py GENERATED FLATBUFFERS: the folders with the generated headers of this build and with flatbuffers/.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import foreign_headers  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
COMMAND = [sys.executable, ROOT / "tools/single_header.py"]
WARNINGS = ["-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Werror"]
WAYS = {"exceptions": [], "no exceptions": ["-fno-exceptions", "-fno-rtti"]}
# What the example of README.md searches for.
ARTICLES = [
    {"id": "truce", "title": "A truce in the east", "body": "The ceasefire of Deir ezzor holds."},
    {"id": "visit", "title": "A visit", "body": "Mr Kerry praised the ceasefire of Deir ezzor."},
    {"id": "other", "title": "Elsewhere", "body": "No ceasefire here."},
]


def run(*command, **how):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **how)


def example_of_readme():
    """The first program of README.md, with the one header in place of the installed ones."""
    program = re.search(r"^```cpp\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)[1]
    return with_single_header(program)


def with_single_header(program):
    replaced, count = re.subn(r"#include <satchel/\S+>", '#include "satchel.hpp"', program)
    assert count > 0
    return replaced


class SingleHeader(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.place = Path(cls.directory.name)
        cls.header = cls.place / "satchel.hpp"
        subprocess.run([*COMMAND, "--generated", GENERATED, "-o", cls.header], check=True)
        (cls.place / "main.cpp").write_text(example_of_readme())
        other = (ROOT / "tests/reader/whole_reader.cpp").read_text()
        (cls.place / "other.cpp").write_text(with_single_header(other))

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def succeeds(self, *command, **how):
        done = run(*command, **how)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr}")
        return done.stdout

    def test_compiles_and_runs(self):
        lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
        self.succeeds(TOOL, "pack", "-", "-o", self.place / "news.satchel", "--quiet", input=lines)
        sources = [self.place / "main.cpp", self.place / "other.cpp"]
        for compiler, runs in (("g++", (17, "no exceptions")), ("clang++", (20, "exceptions"))):
            if shutil.which(compiler) is None:
                print(f"{compiler} is not installed")
                continue
            for standard in (17, 20):
                for way, flags in WAYS.items():
                    with self.subTest(compiler=compiler, standard=standard, way=way):
                        command = [compiler, f"-std=c++{standard}", *flags, *WARNINGS, *sources]
                        if (standard, way) != runs:
                            self.succeeds(*command, "-fsyntax-only")
                            continue
                        self.succeeds(*command, "-lzstd", "-o", self.place / compiler)
                        said = self.succeeds(self.place / compiler, cwd=self.place)
                        self.assertRegex(said, r"^\d+ A truce in the east\n$")

    def test_without_files(self):
        """On a machine without files, the rest is there."""
        compiler = "arm-none-eabi-g++"
        if shutil.which(compiler) is None:
            self.skipTest(f"{compiler} is not installed")
        command = [compiler, "-std=c++17", "-mcpu=cortex-m3", "-fno-exceptions", "-fno-rtti", "-fsyntax-only",
                   "-isystem", foreign_headers.folder_of(self.place, FLATBUFFERS)]
        self.succeeds(*command, self.place / "other.cpp")
        hosted = run(*command, self.place / "main.cpp")
        self.assertNotEqual(hosted.returncode, 0)
        self.assertIn("mapped_archive", hosted.stderr)

    def test_from_a_fresh_clone(self):
        """Without a build at hand it is the same, byte for byte."""
        fresh = self.succeeds(*COMMAND, "-o", "-")
        self.assertEqual(fresh, self.header.read_text())
        self.assertIn("// MIT License\n", fresh)
        version = re.search(r"project\(satchel VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        self.assertTrue(fresh.startswith(f"// Satchel {version}, "))
        self.assertNotIn("#include <satchel/", fresh)
        self.assertNotIn(str(ROOT), fresh)

    def test_says_what_is_wrong(self):
        made = ["--generated", GENERATED, "-o"]
        for arguments, message in [([*made, self.place / "no/where"], "No such file or directory"),
                                   ([*made, self.place], "Is a directory"),
                                   (["--generated", self.place], "there is no satchel/satchel_generated.h")]:
            done = run(*COMMAND, *arguments, cwd=self.place)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, f"^single_header: .*{message}")
            self.assertEqual(done.stderr.count("\n"), 1)
        self.assertEqual([p.name for p in self.place.iterdir() if p.name.startswith(".")], [])


if __name__ == "__main__":
    GENERATED, FLATBUFFERS = (Path(a).absolute() for a in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
