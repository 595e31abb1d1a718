"""A program outside the project takes Satchel's sources, or one header made of them, and searches an archive."""

import shutil
import sys
import unittest

from outside import BUILD, CONSUMER, ROOT, Outside


class Consumer(Outside):
    def test_add_subdirectory(self):
        folder = self.build_consumer("add_subdirectory", "reader", f"-DSATCHEL_ROOT={ROOT}")
        self.assert_finds(folder / "consumer")

    @unittest.skipUnless(shutil.which("git") and (ROOT / ".git").exists(), "not a git repository")
    def test_fetch_content(self):
        (self.here / ".gitconfig").write_text("[safe]\n\tdirectory = *\n")  # the repository may be somebody else's
        self.environment["HOME"] = str(self.here)
        folder = self.build_consumer("FetchContent", "reader", f"-DSATCHEL_ROOT={ROOT}")
        self.assert_finds(folder / "consumer")

    def test_copied_header(self):
        self.run_command(sys.executable, ROOT / "tools/single_header.py", "--generated", BUILD / "generated", "-o",
                         self.here / "satchel.hpp")
        program = (CONSUMER / "main.cpp").read_text().replace("<satchel/hosted/file_archive.hpp>", '"satchel.hpp"')
        (self.here / "main.cpp").write_text(program)
        self.run_command("c++", "-std=c++17", "main.cpp", "-lzstd", "-o", "consumer")
        self.assert_finds(self.here / "consumer")


if __name__ == "__main__":
    unittest.main(verbosity=2)
