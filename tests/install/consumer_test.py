"""A program outside the project builds Satchel with itself, from its sources, and searches an archive."""

import shutil
import unittest

from outside import ROOT, Outside


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


if __name__ == "__main__":
    unittest.main()
