"""Satchel is installed, carried elsewhere, and used from there by each route."""

import re
import subprocess
import tempfile
from pathlib import Path

from outside import BUILD, C_PROGRAM, CONSUMER, ENVIRONMENT, ROOT, TOOL, Outside, main_after_build

VERSION = re.search(r"VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text().split("project(")[1]).group(1)
WARNINGS = ["-Wall", "-Wextra", "-Werror"]


class Installed(Outside):
    @classmethod
    def setUpClass(cls):
        cls.stage = tempfile.TemporaryDirectory()
        # What is built for one place works in another: nothing may know where it is.
        subprocess.run(["cmake", "--install", BUILD, "--prefix", "/nowhere/satchel"], check=True, capture_output=True,
                       env={**ENVIRONMENT, "DESTDIR": cls.stage.name})
        cls.prefix = Path(cls.stage.name) / "nowhere/satchel"

    @classmethod
    def tearDownClass(cls):
        cls.stage.cleanup()

    def setUp(self):
        super().setUp()
        self.environment["PKG_CONFIG_PATH"] = str(self.libraries() / "pkgconfig")

    def libraries(self):
        """The folder of the libraries: lib, lib64 or lib/x86_64-linux-gnu."""
        return next(self.prefix.rglob("libsatchel.a")).parent

    def pkg_config(self, *arguments):
        return self.run_command("pkg-config", *arguments).split()

    # CMake.

    def find_package(self, program, *settings):
        return self.build_consumer("find_package", program, f"-DCMAKE_PREFIX_PATH={self.prefix}", *settings)

    def test_find_package_reader(self):
        self.assert_finds(self.find_package("reader") / "consumer")

    def test_find_package_packer(self):
        folder = self.find_package("packer")
        self.assertEqual(self.run_command(folder / "consumer", "letters.satchel"), "To the binder\n")
        cache = (folder / "CMakeCache.txt").read_text()
        self.assertIn(f"SATCHEL_INSTALLED_TOOL:FILEPATH={self.prefix}/bin/satchel\n", cache)

    def test_find_package_c(self):
        for program in "c", "c_static":
            with self.subTest(program):
                folder = self.find_package(program)
                self.assert_finds(folder / "consumer")
                needed = self.run_command("readelf", "-d", folder / "consumer")
                self.assertEqual("libsatchel.so.0" in needed, program == "c")

    def test_bundle(self):
        """The starter application packs its articles with the installed tool."""
        self.run_command("cmake", "-S", ROOT / "tests/install/bundled_app", "-B", "app",
                         f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.run_command("cmake", "--build", "app")
        self.assertIn("Finding a leak", self.run_command("app/handbook", "leak"))

    def refusal(self, *settings, find="REQUIRED"):
        """What CMake says where find_package does not succeed."""
        (self.here / "CMakeLists.txt").write_text(
            f"cmake_minimum_required(VERSION 3.20)\nproject(p CXX)\nfind_package(satchel {find})\n")
        complaint = self.run_command("cmake", "-S", self.here, "-B", "refused", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                                     *settings, status=1)
        return " ".join(complaint.split())

    def test_unknown_component(self):
        self.assertIn('no component "paker": there are reader, packer and c', self.refusal(find="REQUIRED paker"))

    def test_component_that_is_not_installed(self):
        part = next(self.prefix.rglob("satchel-packer-targets.cmake"))
        part.rename(part.with_suffix(".away"))
        self.addCleanup(part.with_suffix(".away").rename, part)
        self.assertIn('installed without its component "packer"', self.refusal(find="REQUIRED packer"))

    def test_missing_library(self):
        self.environment["PKG_CONFIG_LIBDIR"] = str(self.here)
        self.assertIn('component "reader" needs what was not found: libzstd', self.refusal())

    def test_other_flatbuffers(self):
        other = self.here / "flatbuffers"
        other.mkdir()
        (other / "flatbuffers.h").write_text("")
        (other / "base.h").write_text("".join(f"#define FLATBUFFERS_VERSION_{part} {number}\n" for part, number in
                                              [("MAJOR", 1), ("MINOR", 2), ("REVISION", 3)]))
        self.assertRegex(self.refusal(f"-DFLATBUFFERS_INCLUDE={self.here}"),
                         r"made for FlatBuffers [0-9.]+, which cannot be used with 1\.2\.3 in")

    def test_other_version(self):
        major, minor, _ = VERSION.split(".")
        wanted = f"{major}.{int(minor) + 1}"
        self.assertIn(f'compatible with requested version "{wanted}"', self.refusal(find=f"{wanted} REQUIRED"))

    # pkg-config.

    def test_pkg_config_reader(self):
        self.assertEqual(self.pkg_config("--modversion", "satchel-reader", "satchel"), [VERSION, VERSION])
        self.run_command("c++", "-std=c++17", *WARNINGS, CONSUMER / "main.cpp", "-o", "consumer",
                         *self.pkg_config("--cflags", "--libs", "satchel-reader"))
        self.assert_finds(self.here / "consumer")

    def test_pkg_config_c(self):
        compile_c = ["cc", "-std=c99", "-pedantic", *WARNINGS, C_PROGRAM, "-o"]
        self.run_command(*compile_c, "shared", *self.pkg_config("--cflags", "--libs", "satchel"))
        self.environment["LD_LIBRARY_PATH"] = str(self.libraries())
        self.assert_finds(self.here / "shared")
        del self.environment["LD_LIBRARY_PATH"]
        self.run_command(*compile_c, "static", "-static", *self.pkg_config("--static", "--cflags", "--libs", "satchel"))
        self.assert_finds(self.here / "static")

    # What else lies there.

    def test_tool(self):
        self.assertEqual(self.run_command(self.prefix / "bin/satchel", "--version"), f"satchel {VERSION}\n")

    def test_headers_are_those_of_the_project(self):
        own = {path.relative_to(ROOT / "include") for path in (ROOT / "include").rglob("*") if path.is_file()}
        there = {path.relative_to(self.prefix / "include") for path in (self.prefix / "include").rglob("*")
                 if path.is_file()}
        self.assertEqual(there - own, {Path("satchel/satchel_generated.h"), Path("satchel/text/fold_table.hpp")})
        self.assertEqual(own - there, set())

    def test_no_file_names_the_build(self):
        for path in self.prefix.rglob("*"):
            if path.suffix in {".cmake", ".pc", ".hpp", ".h", ".1"}:
                text = path.read_text()
                for place in BUILD, ROOT, "/nowhere":
                    self.assertNotIn(str(place), text, path)


class Manual(Outside):
    """The man pages say what --help says."""

    @classmethod
    def setUpClass(cls):
        cls.pages = {path.name: path for path in (BUILD / "tools/satchel/man").glob("*.1")}

    def commands(self):
        text = self.run_command(TOOL, "--help")
        return re.findall(r"^  ([a-z]+) +[A-Z]", text.split("Commands:")[1], re.M)

    def shown(self, name):
        """The text of a page, not in bold, without lines that end inside a word."""
        text = re.sub(".\b", "", self.run_command("mandoc", "-T", "utf8", "-O", "width=78", self.pages[name]))
        return re.sub(r"(?<=\w)([-\N{HYPHEN}])\n +", r"\1", text)

    def test_a_page_for_each_command(self):
        self.assertGreater(len(self.commands()), 9)
        self.assertEqual(set(self.pages), {"satchel.1", *(f"satchel-{command}.1" for command in self.commands())})

    def test_pages_are_well_formed(self):
        for page in self.pages.values():
            self.run_command("mandoc", "-T", "lint", "-W", "warning", page)

    def test_pages_have_what_help_has(self):
        for command in self.commands():
            page = self.shown(f"satchel-{command}.1").split()
            help_text = self.run_command(TOOL, command, "--help").partition("Arguments:")[2]
            headings = re.findall(r"^([A-Z][a-z]+):$|(Exit status):", help_text, re.M)
            self.assertGreater(len(headings), 1)
            for word in help_text.replace(",--", ", --").split():
                if word.rstrip(":") not in " ".join(sum(headings, ())).split():
                    self.assertIn(word, page, f"satchel-{command}.1")

    def test_query_language_is_in_the_page_of_search(self):
        section = re.search("^THE QUERY LANGUAGE$(.*?)^[A-Z]", self.shown("satchel-search.1"), re.M | re.S)[1]
        comment = re.match("(//.*\n)+", (ROOT / "include/satchel/query.hpp").read_text())[0].replace("//", "")
        self.assertEqual(section.split(), comment.partition(".")[2].split())


if __name__ == "__main__":
    main_after_build()
