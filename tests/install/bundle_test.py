"""satchel_bundle(): archives inside of programs, built by other people's projects."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
APP = ROOT / "tests/install/bundled_app"
HEAD = bytes.fromhex("502a4d18380000005361746368656c0a")  # how an archive starts
LARGE = 100 << 20


class Project(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.build_folder = self.folder / "build"

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def project(self, commands, languages="NONE"):
        self.write("CMakeLists.txt", f"cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES {languages})\n"
                                     f"include({ROOT}/tools/cmake/bundle.cmake)\n{commands}\n")

    def run_in(self, *command, status=0, **how):
        done = subprocess.run([str(c) for c in command], cwd=self.folder, capture_output=True, text=True, check=False, **how)
        if status is not None:
            self.assertEqual(done.returncode, status, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done

    def configure(self, *settings, source=None, tool=TOOL, **how):
        tool = [f"-DSATCHEL_HOST_TOOL={tool}"] if tool else []
        return self.run_in("cmake", "-S", source or self.folder, "-B", self.build_folder, *tool, *settings, **how)

    def build(self, **how):
        return self.run_in("cmake", "--build", self.build_folder, **how)


class StarterApplication(Project):
    def answers(self, query):
        return self.run_in(self.build_folder / "handbook", query, status=None).stdout

    def follows_its_articles(self, *settings):
        app = self.folder / "my app [1]"
        shutil.copytree(APP, app)
        articles = app / "articles"
        self.configure(f"-DSATCHEL_FOLDER={ROOT}", *settings, source=app)
        self.build()
        self.assertIn("Finding a leak\n", self.answers("leak"))
        self.assertIn("It should stand at 3 bar", self.answers("motor"))
        self.assertEqual(self.answers("boiler"), "nothing found\n")
        archive = next(self.build_folder.rglob("handbook.satchel"))
        packed = archive.stat().st_mtime_ns
        self.build()
        self.assertEqual(archive.stat().st_mtime_ns, packed, "packed again, though nothing was changed")

        (articles / "more").mkdir()
        (articles / "more/the boiler.txt").write_text("The boiler\n\nIts flame is blue.\n")
        self.build()
        self.assertIn("The boiler\n", self.answers("boiler"))
        (articles / "finding-a-leak.md").write_text("# Finding a leak\n\nListen for a hiss.\n")
        self.build()
        self.assertIn("Listen for a hiss.", self.answers("leak"))
        (articles / "more/the boiler.txt").unlink()
        self.build()
        self.assertEqual(self.answers("boiler"), "nothing found\n")

    def test_gcc_and_make(self):
        self.follows_its_articles("-GUnix Makefiles", "-DCMAKE_CXX_COMPILER=g++")

    def test_clang_and_ninja(self):
        if not shutil.which("clang++") or not shutil.which("ninja"):
            self.skipTest("clang++ or ninja is missing")
        self.follows_its_articles("-GNinja", "-DCMAKE_CXX_COMPILER=clang++")


class WrongUse(Project):
    def complains(self, call, *parts, **how):
        self.project("add_executable(app IMPORTED)\nadd_library(headers INTERFACE)\n" + call)
        done = self.configure(status=1, **how)
        words = " ".join(done.stderr.split())
        for part in ("satchel_bundle: ", *parts):
            self.assertIn(part, words, call)

    def test_is_a_configure_time_error(self):
        self.write("articles/a.txt", "A\n\nText.\n")
        self.write("hidden/.a.txt", "A\n\nText.\n")
        self.write("letter.satchel", b"Dear archive, " * 20)
        self.write("short.satchel", b"")
        (self.folder / "empty/below").mkdir(parents=True)
        for call, *parts in [
            ("satchel_bundle(application NAME n ARTICLES articles)", "no target application"),
            ("satchel_bundle(headers NAME n ARTICLES articles)", "headers is an INTERFACE_LIBRARY"),
            ("satchel_bundle(app NAME n ARTICLES empty)", "ARTICLES empty: there is no file in it"),
            ("satchel_bundle(app NAME n ARTICLES hidden)", "there is no file in it"),
            ("satchel_bundle(app NAME n ARTICLES nowhere)", "/nowhere: no such file or folder"),
            ("satchel_bundle(app NAME n)", "either ARTICLES or ARCHIVE"),
            ("satchel_bundle(app NAME n ARTICLES)", "either ARTICLES or ARCHIVE"),
            ("satchel_bundle(app NAME n ARTICLES articles ARCHIVE a.satchel)", "either ARTICLES or ARCHIVE"),
            ("satchel_bundle(app NAME n ARCHIVE nowhere.satchel)", "/nowhere.satchel: no such file"),
            ("satchel_bundle(app NAME n ARCHIVE articles)", "no such file"),
            ("satchel_bundle(app NAME n ARCHIVE letter.satchel)", "not a Satchel archive"),
            ("satchel_bundle(app NAME n ARCHIVE short.satchel)", "not a Satchel archive"),
            ("satchel_bundle(app NAME n ARCHIVE letter.satchel OPTIONS --ram 48K)", "packed already"),
            ("satchel_bundle(app ARTICLES articles)", 'NAME ""'),
            ("satchel_bundle(app NAME my-news ARTICLES articles)", 'NAME "my-news"', "letters, digits and _"),
            ("satchel_bundle(app NAME 2nd ARTICLES articles)", 'NAME "2nd"'),
            ("satchel_bundle(app NAME default ARTICLES articles)", 'NAME "default"'),
            ("satchel_bundle(app news NAME n ARTICLES articles)", '"news" is not understood'),
        ]:
            self.complains(call, *parts)

    def test_two_archives_of_one_name(self):
        self.write("articles/a.txt", "A\n\nText.\n")
        self.project("add_library(one STATIC one.c)\nadd_library(two STATIC one.c)\n"
                     "satchel_bundle(one NAME news ARTICLES articles)\nsatchel_bundle(two NAME news ARTICLES articles)", "C")
        self.write("one.c", "int one;\n")
        words = " ".join(self.configure(status=1).stderr.split())
        self.assertIn("the target one has an archive with the NAME news already", words)

    def test_without_a_packer(self):
        self.write("articles/a.txt", "A\n\nText.\n")
        call = "satchel_bundle(app NAME n ARTICLES articles)"
        if not shutil.which("satchel"):
            self.complains(call, "there is no packer", "SATCHEL_TOOL", "SATCHEL_HOST_TOOL", tool=None)
            self.complains("set(CMAKE_CROSSCOMPILING ON)\nadd_library(satchel_tool INTERFACE)\n" + call,
                           "build for another machine", tool=None)
        self.complains(call, "does not run on this machine", tool="/bin/false")


class Built(Project):
    def test_an_article_that_cannot_be_packed_stops_the_build(self):
        self.write("one.c", "int one;\n")
        self.write("articles/a.jsonl", '{"title": "Good", "body": "Text."}\n{"title": "Bad", \n')
        self.project("add_library(one STATIC one.c)\nsatchel_bundle(one NAME news ARTICLES articles)", "C")
        self.configure()
        for _ in range(2):  # a second time too: nothing half done is taken for good
            done = self.build(status=None)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("a.jsonl", done.stdout + done.stderr)
        whole = (self.folder / "articles/a.jsonl").read_text()
        self.write("articles/a.jsonl", whole.splitlines(True)[0])
        self.build()

        call = "add_library(one STATIC one.c)\nsatchel_bundle(one NAME news ARTICLES articles ALLOW_INCOMPLETE"
        self.write("articles/a.jsonl", whole)
        self.project(call + ")", "C")
        self.assertIn("a.jsonl:2: broken JSON", (done := self.build()).stdout + done.stderr)
        articles = self.run_in(TOOL, "list", next(self.build_folder.rglob("news.satchel"))).stdout
        self.assertRegex(articles, r"\A[^\n]+Good\n\Z")
        self.project(call + " OPTIONS --loud)", "C")
        done = self.build(status=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("--loud", done.stdout + done.stderr)

    def test_the_packer_installed_beside_it_is_found(self):
        for place in ("lib/cmake/satchel", "lib/x86_64-linux-gnu/cmake/satchel"):
            prefix = self.folder / place.split("/")[1]
            (prefix / "bin").mkdir(parents=True)
            (prefix / "bin/satchel").symlink_to(TOOL)
            (prefix / place).mkdir(parents=True)
            shutil.copy(ROOT / "tools/cmake/bundle.cmake", prefix / place)
            self.write("articles/a.txt", "A title\n\nText.\n")
            self.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES NONE)\n"
                                         f"include({prefix}/{place}/bundle.cmake)\n"
                                         "satchel_find_packer(command depends)\nmessage(NOTICE packer=${command})\n")
            said = self.run_in("cmake", "-S", self.folder, "-B", prefix / "build").stderr
            self.assertIn(f"packer={prefix}/bin/satchel\n", said)

    def test_options_reach_the_packer(self):
        self.write("one.c", "int one;\n")
        self.write("articles/a.txt", "A title\n\nText.\n")
        for name in ("First name", "Second name"):
            self.project('add_library(one STATIC one.c)\n'
                         f'satchel_bundle(one NAME news ARTICLES articles OPTIONS --name "{name}")', "C")
            self.configure()
            self.build()
            info = self.run_in(TOOL, "info", next(self.build_folder.rglob("news.satchel"))).stdout
            self.assertIn(f"name          {name}\n", info)

    def test_for_another_processor(self):
        compiler = shutil.which("arm-linux-gnueabihf-gcc")
        if not compiler:
            self.skipTest("no compiler for another processor")
        self.write("one.c", "int one;\n")
        self.write("articles/a.txt", "A title\n\nText.\n")
        self.project("add_library(one STATIC one.c)\nsatchel_bundle(one NAME news ARTICLES articles)", "C")
        self.configure("-DCMAKE_SYSTEM_NAME=Linux", "-DCMAKE_SYSTEM_PROCESSOR=arm", f"-DCMAKE_C_COMPILER={compiler}")
        self.build()
        archive = next(self.build_folder.rglob("news.satchel")).read_bytes()
        made = next(self.build_folder.rglob("news.c.o")).read_bytes()
        self.assertEqual(made[18:20], b"\x28\0")  # ELF's number for ARM
        self.assertEqual(made.index(archive) % 4096, 0)

    def test_for_other_systems_it_assembles(self):
        if not shutil.which("clang"):
            self.skipTest("clang is missing")
        self.write("one.c", "int one;\n")
        archive = self.write("a.satchel", HEAD + b"and more")
        self.project(f"add_library(one STATIC one.c)\nsatchel_bundle(one NAME news ARCHIVE {archive})", "C")
        self.configure()
        source = next(self.build_folder.rglob("news.c"))
        for target, prefix in [("x86_64-apple-darwin", b"_"), ("arm64-apple-darwin", b"_"), ("x86_64-w64-mingw32", b""),
                               ("i686-w64-mingw32", b"_"), ("aarch64-linux-gnu", b"")]:
            self.run_in("clang", f"--target={target}", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-ffreestanding",
                        f"-I{source.parent}/include", "-c", source, "-o", "a.o")
            made = (self.folder / "a.o").read_bytes()
            self.assertIn(HEAD + b"and more", made, target)
            self.assertIn(b"\0" + prefix + b"satchel_bundled_news\0", made, target)

    def test_a_large_archive_links_in_seconds(self):
        self.write("main.c", "#include <satchel/bundled/large.h>\nint main(void) { size_t size; satchel_bundled_large(&size);"
                             f" return size == {LARGE} ? 0 : 1; }}\n")
        large = self.write("large.satchel", HEAD)
        os.truncate(large, LARGE)
        self.project("add_executable(main main.c)\nsatchel_bundle(main NAME large ARCHIVE large.satchel)", "C")
        self.configure()
        begin = time.monotonic()
        self.build()
        seconds = time.monotonic() - begin
        self.run_in(self.build_folder / "main")
        print(f"an archive of {LARGE:,} bytes is included and linked in {seconds:.1f} s")
        self.assertLess(seconds, 60)


if __name__ == "__main__":
    unittest.main(verbosity=2)
