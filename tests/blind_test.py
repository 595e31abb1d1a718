"""No test passes with a program that does nothing in the place of the one it tests.

Runs the tests of this build with true and false (stand-ins) instead of every program they are given, and names each method
that passes: it looks at nothing of what the program does.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
BUILD = os.environ["SATCHEL_BUILD"]
# Those that are given no program of the build: they read sources, or build what they test.
WITHOUT_PROGRAM = {"blind", "skipped", "floor_plan", "mutation", "consumer", "installed", "debian", "recipes", "bill_of_materials",
                   "source", "single_header", "bundle_projects", "cortex_m", "firmware"}
# Methods of the others that do the same.
OF_SOURCES = {"c_library: Compilers.test_header_is_c_and_cpp_of_all_years",
              "c_library: Compilers.test_implementation_fits_32_bits",
              "hardened: Hardened.test_jumps_land_where_functions_begin", "hardened: Hardened.test_users_choose_for_themselves",
              "documents: Security.test_files", "documents: Security.test_options", "documents: Security.test_presets",
              "documents: Security.test_tests", "documents: Documents.test_files_by_the_end_of_their_path",
              "documents: Documents.test_links",
              "documents: Documents.test_options_of_cmake", "documents: Documents.test_paths_from_the_root",
              "documents: Documents.test_presets", "documents: Documents.test_readme_is_short",
              "documents: Documents.test_targets", "documents: Documents.test_tests",
              "numbers: Numbers.test_page_is_what_the_reader_in_python_says", "schema: Schema.test_every_language",
              "vectors: Vectors.test_reader_in_python", "vectors: Vectors.test_they_are_small",
              "vectors: Vectors.test_they_show_what_they_are_for"}
RUNNER = """
import runpy, sys, unittest
passed = unittest.TestResult.addSuccess
def told(result, test):
    print("passed:", test.id().split(".", 1)[-1], file=sys.__stdout__, flush=True)
    passed(result, test)
unittest.TestResult.addSuccess = unittest.TextTestResult.addSuccess = told
sys.argv = sys.argv[1:]
sys.path[0] = sys.argv[0].rpartition("/")[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def registered():
    """Name, command and environment of the tests that take programs."""
    listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, capture_output=True, check=True).stdout
    for test in json.loads(listed)["tests"]:
        properties = {p["name"]: p["value"] for p in test["properties"]}
        environment = dict(entry.split("=", 1) for entry in properties.get("ENVIRONMENT", []))
        yield test["name"], test["command"], environment


def stand_in(word, program):
    """The program, where a word names one that this build made."""
    option, equals, path = word.rpartition("=")
    built = Path(path)
    if path.startswith(BUILD) and built.is_file() and (os.access(built, os.X_OK) or built.suffix == ".a"):
        return option + equals + program
    return word


def passed(name, command, environment, program):
    """What passed of a test with a stand-in."""
    words = [stand_in(word, program) for word in command[1:]]
    environment = {**os.environ, **{key: stand_in(value, program) for key, value in environment.items()}}
    is_python = words[0].endswith(".py")
    start = [sys.executable, "-c", RUNNER] if is_python else [command[0]]
    done = subprocess.run([*start, *words], env=environment, capture_output=True, text=True, timeout=300, check=False,
                          cwd=BUILD)
    methods = re.findall(r"^passed: (.*)", done.stdout, re.M) if is_python else []
    if done.returncode == 0 and not methods:
        methods = ["all"]
    return [f"{name}: {method}" for method in methods]


class Blind(unittest.TestCase):
    maxDiff = None

    def test_nothing_passes_with_a_stand_in(self):
        tests = {name: rest for name, *rest in registered()}
        self.assertLessEqual(WITHOUT_PROGRAM, set(tests))
        wanted = {name: (command, environment) for name, (command, environment) in tests.items()
                  if name not in WITHOUT_PROGRAM and (environment or any(w != stand_in(w, "") for w in command[1:]))}
        self.assertGreater(len(wanted), 20)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = [pool.submit(passed, name, *test, shutil.which(program))
                    for name, test in wanted.items() for program in ("true", "false")]
            found = {method for run in runs for method in run.result()}
        self.assertEqual(sorted(found - OF_SOURCES), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
