"""libsatchel as other programs meet it: its symbols, what it needs, C compilers, and a language that is not C.

library_test.py SHARED STATIC GENERATED FLATBUFFERS: the two libraries, and the folders with the headers they need.
"""

import ctypes
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
HEADER = ROOT / "include/satchel.h"
SYMBOLS = ROOT / "src/c/libsatchel.symbols"
STRICT = ["-pedantic", "-Wall", "-Wextra", "-Werror", "-I", ROOT / "include"]
# All that it may take from others. No heap, no C++ library.
NEEDED = {"libc.so.6", "libzstd.so.1"}
FOREIGN = re.compile(r"ZSTD_\w+|mem(cpy|move|set|cmp|chr)|strlen|(mmap|open|pread|fstat|__fxstat)(64)?|munmap|close|"
                     r"sysconf|posix_madvise|__errno_location|__stack_chk_fail|__(mem|str)\w+_chk|"
                     # weak ones of the compiler's start-up code
                     r"__cxa_finalize|__gmon_start__|_ITM_\w+")


def run(*command, **how):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **how)


class Library(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.place = Path(cls.directory.name)
        cls.seeds = cls.place / "seeds.satchel"
        subprocess.run([TOOL, "pack", ROOT / "seeds", "-o", cls.seeds, "--quiet"], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def built(self, compiler, source, library):
        program = self.place / f"{compiler}-{source.stem}-{library.suffix[1:]}"
        link = [library, "-lzstd"] if library == STATIC else ["-L", library.parent, "-lsatchel",
                                                              f"-Wl,-rpath,{library.parent}"]
        done = run(compiler, "-std=c99", *STRICT, source, *link, "-o", program)
        self.assertEqual(done.returncode, 0, done.stderr)
        return program

    def compilers(self, *names):
        there = [name for name in names if shutil.which(name) is not None]
        self.assertTrue(there, f"none of {names} is installed")
        return there


class Symbols(Library):
    def test_are_those_that_were_promised(self):
        promised = re.findall(r"^ (\S+@\S+) ", SYMBOLS.read_text(), re.M)
        lines = run("nm", "-D", "--with-symbol-versions", "--defined-only", SHARED).stdout.splitlines()
        there = []
        for line in lines:
            name = line.split()[-1].replace("@@", "@")
            there.append(name if "@" in name else f"{name}@{name}")  # a node
        self.assertEqual(sorted(there), sorted(promised))
        self.assertEqual({n.split("@")[0] for n in promised if n.startswith("satchel_")}, set(self.declared()))

    def declared(self):
        return re.findall(r"SATCHEL_API[^;(]*?\b(satchel_\w+)\(", HEADER.read_text())

    def test_name_and_needs(self):
        dynamic = run("readelf", "-d", SHARED).stdout
        self.assertEqual(re.findall(r"SONAME.*\[(.*)\]", dynamic), ["libsatchel.so.0"])
        self.assertEqual(set(re.findall(r"NEEDED.*\[(.*)\]", dynamic)), NEEDED)

    def test_takes_little_from_others(self):
        own = {name.split("@")[0] for name in self.declared()}
        for command in (["nm", "-D", "--undefined-only", SHARED], ["nm", "--undefined-only", STATIC]):
            names = {line.split()[-1].split("@")[0] for line in run(*command).stdout.splitlines() if line.split()[:1] in
                     (["U"], ["w"])}
            self.assertGreater(len(names), 10)
            for name in names - own:
                self.assertRegex(name, f"^({FOREIGN.pattern}|_GLOBAL_OFFSET_TABLE_)$", command[-1])


class Compilers(Library):
    def test_example_runs(self):
        source = ROOT / "tests/install/c_example/main.c"
        printed = set()
        for compiler in self.compilers("gcc", "clang"):
            for library in (SHARED, STATIC):
                program = self.built(compiler, source, library)
                done = run(program, self.seeds, '"posting list" OR tag:libraries')
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                printed.add(done.stdout)
        self.assertEqual(len(printed), 1)
        lines = printed.pop().splitlines()
        self.assertEqual(lines[2], "1  What a posting list is")
        self.assertIn("*posting list*", lines[3])
        self.assertEqual(lines[0], "7 articles, the best 5:")
        self.assertEqual(sum(re.match("[1-5]  ", line) is not None for line in lines), 5)
        self.assertIn("What a posting list is", lines[lines.index("") + 1:])  # the article itself
        self.bad_input(program)

    def bad_input(self, program):
        archive = self.seeds.read_bytes()
        wrong = {"text": b"long enough to have a head, but none" * 5, "short": archive[:3000], "empty": b""}
        for name, content in wrong.items():
            (self.place / name).write_bytes(content)
        for arguments, status, message in [
                ([self.place / "text", "x"], 2, "text: this is not a Satchel archive"),
                ([self.place / "empty", "x"], 2, "empty: this is not a Satchel archive"),
                ([self.place / "short", "x"], 2, "short: the archive is cut short or has something appended"),
                ([self.place / "nothing", "x"], 2, "nothing: No such file or directory"),
                ([self.place, "x"], 2, "Is a directory"),
                ([self.seeds, "date:when"], 2, "date:when: the query cannot be understood: byte 0"),
                ([self.seeds, "zzzzzz"], 1, ""), ([], 2, "usage: ")]:
            done = run(program, *arguments, env={"LC_ALL": "C"})
            self.assertEqual(done.returncode, status, arguments)
            self.assertIn(message, done.stderr)
            self.assertEqual(message == "", done.stderr == "")

    def test_example_of_readme_runs(self):
        program = re.search(r"^```c\n(.*?)^```$", (ROOT / "src/c/README.md").read_text(encoding="utf-8"), re.M | re.S)[1]
        source = self.place / "readme.c"
        source.write_text(program, encoding="utf-8")
        lines = "".join(f'{{"id": "{i}", "title": "Day {i}", "body": "A ceasefire{who}."}}\n'
                        for i, who in enumerate(["", ", says Kerry"]))
        subprocess.run([TOOL, "pack", "-", "-o", self.place / "news.satchel", "--quiet"], input=lines, text=True,
                       check=True)
        done = run(self.built("gcc", source, SHARED), cwd=self.place)
        self.assertRegex(done.stdout, r"^\d+ Day 0\n$")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = run(self.built("gcc", source, SHARED), cwd="/")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "news.satchel: the file cannot be opened\n")

    def test_nothing_is_allocated(self):
        for compiler in self.compilers("gcc", "clang"):
            done = run(self.built(compiler, ROOT / "tests/c/no_allocation.c", STATIC), self.seeds)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("no allocation", done.stdout)

    def test_header_is_c_and_cpp_of_all_years(self):
        source = self.place / "header.c"
        source.write_text("#include <satchel.h>\n#include <satchel.h>\nint nothing = sizeof(satchel_archive) > 0;\n")
        for compiler in self.compilers("gcc", "clang"):
            for standard in ("c99", "c17", "gnu17"):
                done = run(compiler, f"-std={standard}", *STRICT, "-fsyntax-only", source)
                self.assertEqual(done.returncode, 0, done.stderr)
        for compiler in self.compilers("g++", "clang++"):
            for standard in ("c++11", "c++20"):
                done = run(compiler, f"-std={standard}", "-x", "c++", "-Wold-style-cast", *STRICT, "-fsyntax-only",
                           source)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_implementation_fits_32_bits(self):
        """The sizes of the structs are asserted in the sources; what knows files is not for such a machine."""
        compiler = "arm-none-eabi-g++"
        if shutil.which(compiler) is None:
            self.skipTest(f"{compiler} is not installed")
        foreign = foreign_headers.folder_of(self.place, FLATBUFFERS)
        version = re.search(r"project\(satchel VERSION (\d+)\.(\d+)\.(\d+)", (ROOT / "CMakeLists.txt").read_text())
        numbers = [f"-DSATCHEL_PROJECT_{part}={version[i + 1]}" for i, part in enumerate(["MAJOR", "MINOR", "PATCH"])]
        for source in sorted((ROOT / "src/c").glob("*.cpp")):
            if source.name == "file.cpp":
                continue
            done = run(compiler, "-std=c++17", "-mcpu=cortex-m3", "-mthumb", "-fno-exceptions", "-fno-rtti", "-Wall",
                       "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only", *numbers, "-I", ROOT / "include",
                       "-isystem", GENERATED, "-isystem", foreign, source)
            self.assertEqual(done.returncode, 0, done.stderr)


class Error(ctypes.Structure):
    _fields_ = [("where", ctypes.c_uint64), ("missing", ctypes.c_uint32), ("code", ctypes.c_uint16),
                ("part", ctypes.c_uint16)]


class Hit(ctypes.Structure):
    _fields_ = [("article", ctypes.c_uint32), ("score", ctypes.c_uint32)]


class HitList(ctypes.Structure):
    _fields_ = [("hits", ctypes.POINTER(Hit)), ("capacity", ctypes.c_uint32), ("size", ctypes.c_uint32),
                ("total", ctypes.c_uint32)]


class ArticleEntry(ctypes.Structure):
    _fields_ = [("identifier", ctypes.c_void_p), ("title", ctypes.c_void_p), ("identifier_size", ctypes.c_size_t),
                ("title_size", ctypes.c_size_t), ("article", ctypes.c_uint32), ("identifier_cut", ctypes.c_uint16),
                ("title_cut", ctypes.c_uint16)]


class AnotherLanguage(Library):
    def test_searches(self):
        library = ctypes.CDLL(str(SHARED))
        for name in ("open_file", "search", "find_entry"):
            getattr(library, f"satchel_{name}").restype = Error
        library.satchel_archive_bytes.restype = ctypes.c_size_t
        size = library.satchel_archive_bytes()
        self.assertEqual(size, 256 * ctypes.sizeof(ctypes.c_void_p))
        version = re.search(r"project\(satchel VERSION (\d+)\.(\d+)\.(\d+)", (ROOT / "CMakeLists.txt").read_text())
        major, minor, patch = map(int, version.groups())
        self.assertEqual(library.satchel_version(), major * 10000 + minor * 100 + patch)

        archive = (ctypes.c_uint64 * (size // 8))()
        query = "活字".encode()
        hits = (Hit * 5)()
        found = HitList(hits, 5)
        search = (ctypes.byref(archive), query, ctypes.c_size_t(len(query)), ctypes.byref(found), None)
        not_open = 12
        self.assertEqual(library.satchel_search(*search).code, not_open)
        self.assertEqual(library.satchel_open_file(ctypes.byref(archive), os.fsencode(self.seeds), 1).code, 0)
        self.assertEqual(library.satchel_search(*search).code, 0)
        self.assertEqual(found.size, 2)
        entry = ArticleEntry()
        e = library.satchel_find_entry(ctypes.byref(archive), hits[0].article, ctypes.byref(entry))
        self.assertEqual(e.code, 0)
        self.assertEqual(ctypes.string_at(entry.title, entry.title_size).decode(), "毕昇与活字")
        library.satchel_close(ctypes.byref(archive))
        self.assertEqual(library.satchel_search(*search).code, not_open)


if __name__ == "__main__":
    SHARED, STATIC, GENERATED, FLATBUFFERS = (Path(a).absolute() for a in sys.argv[1:5])
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
