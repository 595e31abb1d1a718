"""A program outside the project builds against the reader by each route and searches an archive."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])


class Consumer(unittest.TestCase):
    def build_and_run(self, route):
        with tempfile.TemporaryDirectory() as directory:
            def run(*command):
                done = subprocess.run([str(c) for c in command], cwd=directory, capture_output=True, text=True,
                                      check=False)
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
                return done.stdout

            run("cmake", "-S", ROOT / "tests/install/consumer", "-B", "build", f"-DROUTE={route}",
                f"-DSATCHEL_ROOT={ROOT}")
            run("cmake", "--build", "build")
            run(TOOL, "pack", ROOT / "seeds", "-o", "seeds.satchel", "--quiet")
            self.assertIn("posting list", run("build/consumer", "seeds.satchel", '"posting list"').lower())

    def test_add_subdirectory(self):
        self.build_and_run("add_subdirectory")

    def test_fetch_content(self):
        self.build_and_run("FetchContent")


if __name__ == "__main__":
    unittest.main()
