"""SECURITY.md names tests, programs and files that there are."""

import os
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
TOOL = os.environ["SATCHEL_TOOL"]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
CODE = [" ".join(code.split()) for pair in re.findall(r"`([^`]+)`|^    (\S.*)$", TEXT, re.M) for code in pair if code]


def registered_tests():
    """Those of this build, and those that other builds have."""
    build = os.environ["SATCHEL_BUILD"]
    listed = subprocess.run(["ctest", "-N"], cwd=build, capture_output=True, text=True, check=True)
    names = set(re.findall(r"Test +#\d+: (\S+)", listed.stdout))
    for path in (ROOT / "tests").rglob("CMakeLists.txt"):
        names.update(re.findall(r"(?:satchel_\w+_test|satchel_test_program|add_test\(NAME)\(? ?(\w+)",
                                path.read_text()))
    return names


class Security(unittest.TestCase):
    def test_tests(self):
        patterns = [re.search(r"-R '?([^' ]+)", code)[1] for code in CODE if code.startswith("ctest ") and "-R" in code]
        self.assertGreater(len(patterns), 10)
        names = registered_tests()
        for one in {one for pattern in patterns for one in pattern.split("|")}:
            self.assertTrue([name for name in names if re.search(one, name)], f"there is no test {one}")

    def test_presets(self):
        presets = re.findall(r'"name": "(\w+)"', (ROOT / "CMakePresets.json").read_text())
        named = re.findall(r"--preset (\w+)", " ".join(CODE))
        self.assertLessEqual(set(named), set(presets))

    def test_files(self):
        paths = {word for code in [*CODE, *re.findall(r"\]\((\S+)\)", TEXT)] for word in code.split()
                 if re.match(r"(tests|tools|include|schema)/", word)}
        self.assertGreater(len(paths), 5)
        for path in paths:
            self.assertTrue((ROOT / path).exists(), f"there is no {path}")

    def test_commands(self):
        commands = [code.split() for code in CODE if code.startswith("satchel ")]
        self.assertGreater(len(commands), 3)
        for _, first, *more in commands:
            help_ = subprocess.run([TOOL, *([] if first.startswith("-") else [first]), "--help"], capture_output=True,
                                   text=True, check=False)
            self.assertEqual(help_.returncode, 0, f"there is no satchel {first}")
            for option in (word for word in [first, *more] if word.startswith("-")):
                self.assertRegex(help_.stdout, rf"{option}\b", f"satchel {first}")

    def test_options(self):
        options = re.findall(r"-D(SATCHEL_\w+)", TEXT)
        self.assertTrue(options)
        for option in options:
            self.assertIn(f"option({option} ", (ROOT / "CMakeLists.txt").read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
