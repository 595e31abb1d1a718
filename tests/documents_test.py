"""What the documents name is there: paths, tests, commands, options. README shows what Satchel prints, and stays short."""

import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
TOOL = os.environ["SATCHEL_TOOL"]
README_LINES = 180
FOLDERS = ("include", "schema", "seeds", "src", "tests", "tools")
FILES = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")
         if not path.relative_to(ROOT).parts[0] in {"build", ".git"}]
TEXTS = {path: (ROOT / path).read_text(encoding="utf-8") for path in FILES
         if path.endswith(".md") and not path.startswith("seeds/") and not path.startswith("tests/install/")}


def commands_of(text):
    """Lines to type, in blocks of code: one string each, without comments."""
    lines = [line for block in re.findall(r"^```(?:sh)?\n(.*?)^```$", text, re.M | re.S) for line in block.splitlines()]
    lines += re.findall(r"^ {4}(\S.*)$", text, re.M)
    return [re.split(r"(?:^| +)# ", line.removeprefix("$ "))[0] for line in lines]


def quoted(text):
    """What is in backticks."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose)]


CODE = {path: quoted(text) + commands_of(text) for path, text in TEXTS.items()}
EVERY_CODE = [(path, code) for path, codes in CODE.items() for code in codes]


def registered_tests():
    """Those of this build, and those that other builds have."""
    build = os.environ["SATCHEL_BUILD"]
    listed = subprocess.run(["ctest", "-N"], cwd=build, capture_output=True, text=True, check=True)
    names = set(re.findall(r"Test +#\d+: (\S+)", listed.stdout))
    for path in (ROOT / "tests").rglob("CMakeLists.txt"):
        names.update(re.findall(r"(?:satchel_\w+_test|satchel_test_program|add_test\(NAME)\(? ?(\w+)",
                                path.read_text()))
    return names


def option_words(code):
    """A command's words; None where it is no command that a shell would take."""
    try:
        return shlex.split(code)
    except ValueError:
        return None


def alike(text):
    """A text without what depends on versions of libraries, and on the width of the terminal."""
    return " ".join(re.sub(r"\d[\d.,]*", "0", text).split())


class Documents(unittest.TestCase):
    def test_readme_is_short(self):
        self.assertLessEqual(len(TEXTS["README.md"].splitlines()), README_LINES)

    def test_links(self):
        found = 0
        for path, text in TEXTS.items():
            for link in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)):
                if "://" in link or link.startswith("#"):
                    continue
                found += 1
                self.assertTrue((ROOT / path).parent.joinpath(link.split("#")[0]).exists(), f"{path}: there is no {link}")
        self.assertGreater(found, 30)

    def test_paths_from_the_root(self):
        found = 0
        for path, code in EVERY_CODE:
            for word in re.findall(r"(?<![\w./-])(?:" + "|".join(FOLDERS) + r")/[\w./*-]*", code):
                if "NAME" in word:
                    continue
                found += 1
                self.assertTrue(list(ROOT.glob(word.rstrip("./"))), f"{path}: there is no {word}")
        self.assertGreater(found, 100)

    def test_files_by_the_end_of_their_path(self):
        """`query_plan.hpp`, `detail/query/query_plan.hpp`: where the text has said in which folder."""
        found = 0
        for path, text in TEXTS.items():
            for name in quoted(text):
                if not re.fullmatch(r"[\w/-]+\.(hpp|cpp|py|sh|cmake|fbs|md)", name) or "NAME" in name:
                    continue
                found += 1
                self.assertTrue([file for file in FILES if f"/{file}".endswith(f"/{name}")], f"{path}: there is no {name}")
        self.assertGreater(found, 50)

    def test_tests(self):
        names = registered_tests()
        patterns = [(path, one) for path, code in EVERY_CODE if code.startswith("ctest ") and "-R" in code
                    for one in re.search(r"-R '?([^' ]+)", code)[1].split("|")]
        patterns += [("ARCHITECTURE.md", f"^{one}$")
                     for line in re.findall(r"^Run: (.*)", TEXTS["ARCHITECTURE.md"], re.M) for one in quoted(line)]
        self.assertGreater(len(patterns), 30)
        for path, one in patterns:
            self.assertTrue([name for name in names if re.search(one, name)], f"{path}: there is no test {one}")

    def test_presets(self):
        presets = re.findall(r'"name": "(\w+)"', (ROOT / "CMakePresets.json").read_text())
        for path, code in EVERY_CODE:
            for preset in re.findall(r"--preset (\w+)", code):
                self.assertIn(preset, presets, path)

    def test_targets(self):
        lists = "\n".join((ROOT / file).read_text() for file in FILES if file.endswith("CMakeLists.txt"))
        for path, code in EVERY_CODE:
            for target in re.findall(r"--target ([a-z_ ]+)", code):
                for one in target.split():
                    self.assertRegex(lists, rf"\b{one}\b", f"{path}: there is no target {one}")

    def test_commands(self):
        found = 0
        for path, code in EVERY_CODE:
            words = option_words(code) if code.startswith("satchel ") else None
            if not words or "COMMAND" in words or len(words) < 2:
                continue
            found += 1
            _, first, *more = words
            help_ = subprocess.run([TOOL, *([] if first.startswith("-") else [first]), "--help"], capture_output=True,
                                   text=True, check=False)
            self.assertEqual(help_.returncode, 0, f"{path}: there is no satchel {first}")
            for option in (word for word in [first, *more] if re.match(r"-[\w-]", word)):
                self.assertRegex(help_.stdout, rf"(?<![\w-]){option.split('=')[0]}\b", f"{path}: satchel {first}")
        self.assertGreater(found, 30)

    def test_options_of_cmake(self):
        cmake = "\n".join((ROOT / file).read_text() for file in FILES if file.endswith((".cmake", "CMakeLists.txt")))
        options = [(path, option) for path, code in EVERY_CODE for option in re.findall(r"-D(SATCHEL_\w+)", code)]
        self.assertTrue(options)
        for path, option in options:
            self.assertRegex(cmake, rf"\b{option}\b", path)

    def test_session_of_readme(self):
        """Each line that it shows is printed, whatever the numbers."""
        session = re.search(r"^```\n(\$ satchel pack .*?)^```$", TEXTS["README.md"], re.M | re.S)[1]
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
            for part in session.removeprefix("$ ").split("\n$ "):
                command, *lines = part.splitlines()
                done = subprocess.run([TOOL, *shlex.split(command)[1:]], cwd=folder, capture_output=True, text=True,
                                      check=True)
                printed = alike(done.stdout + done.stderr)
                for line in lines:
                    if line.strip() not in {"", "..."}:
                        self.assertIn(alike(line).rstrip(" …"), printed, command)


if __name__ == "__main__":
    unittest.main(verbosity=2)
