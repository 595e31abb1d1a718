"""What the tests of installing share: a folder outside the project, commands run in it, programs that must find."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = os.environ["SATCHEL_TOOL"]
ROOT = Path(os.environ["SATCHEL_ROOT"])
BUILD = Path(os.environ["SATCHEL_BUILD"])
CONSUMER = ROOT / "tests/install/consumer"
C_PROGRAM = ROOT / "tests/install/c_example/main.c"
# Nothing of the caller's may help or hinder.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith(("CMAKE_", "PKG_CONFIG", "LD_LIBRARY", "DESTDIR", "CPATH", "LIBRARY_PATH"))}


def main_after_build(*programs):
    """Runs the tests, or says why not: installing from a build writes a list into its folder, and needs programs."""
    if not os.access(BUILD, os.W_OK):
        print(f"skipped: CMake installs only for those who may write to {BUILD}")
        sys.exit(77)
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        print(f"skipped: this system has no {', '.join(missing)}")
        sys.exit(77)
    unittest.main(verbosity=2)


class Outside(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.here = Path(directory.name)
        self.environment = dict(ENVIRONMENT)

    def run_command(self, *command, status=0):
        """What it prints; of one that is to fail, its complaints."""
        done = subprocess.run([str(c) for c in command], cwd=self.here, env=self.environment, capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, status, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stderr if status else done.stdout

    def build_consumer(self, route, program, *settings):
        """The folder that has the program `consumer`."""
        folder = self.here / f"{route}-{program}"
        self.run_command("cmake", "-S", CONSUMER, "-B", folder, f"-DROUTE={route}", f"-DPROGRAM={program}", *settings)
        self.run_command("cmake", "--build", folder)
        return folder

    def assert_finds(self, *command):
        archive = self.here / "seeds.satchel"
        if not archive.exists():
            self.run_command(TOOL, "pack", ROOT / "seeds", "-o", archive, "--quiet")
        self.assertIn("posting list", self.run_command(*command, archive, '"posting list"').lower())
