"""The tests that changes meet: each case of the test programs, each method of the Python tests."""

import ast
import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("unit", "hostile", "c_interface", "oracle")
SCRIPTS = ("command_line/*_test.py", "golden/golden_test.py", "frames_test.py", "deterministic_test.py",
           "reference/reference_test.py")
DAMAGE = "flipped|^random changes"  # met with sanitizers only, as in the daily tests
SLACK, FACTOR = 20, 10  # a test hangs when it takes so many seconds more than FACTOR times what it took
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
MEMORY, FILE = 8 << 30, 1 << 30  # bytes that a changed program may take, and write to one file


@dataclass
class Test:
    name: str
    command: list
    sanitized: bool = False  # which takes terabytes of addresses
    seconds: float = 0
    reached: set = field(default_factory=set)

    def run(self, environment, limit):
        """Empty when it passes, otherwise how it failed."""
        process = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=self.confine)
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            return "does not end"
        finally:
            stop_group(process)
        if status == 77:
            return ""
        return "" if status == 0 else f"signal {-status}" if status < 0 else "fails"


    def confine(self):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # ends with us, whoever ends us
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not self.sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def stop_group(process):
    """Ends what a test started, and the test."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class Suite:
    """Tests that changes meet, the fastest first."""

    def __init__(self, tests, tree, build, temporary):
        self.tests = list(tests)
        self.environment = {**os.environ, "SATCHEL_ROOT": str(tree), "SATCHEL_BUILD": str(build),
                            "SATCHEL_TOOL": str(build / "tools/satchel/satchel"), "TMPDIR": str(temporary)}

    def learn(self, reached_file, count, say):
        """Runs everything without a change: how long it takes, and which changes' code it comes by."""
        for number, test in enumerate(self.tests, 1):
            reached_file.write_bytes(bytes(4096))
            begin = time.monotonic()
            how = test.run({**self.environment, "SATCHEL_MUTATION_REACHED": str(reached_file)}, 1200)
            test.seconds = time.monotonic() - begin
            if how:
                raise SystemExit(f"mutate: '{test.name}' {how} without any change")
            data = reached_file.read_bytes()
            test.reached = {n for n in range(1, count + 1) if data[n]}
            say(f"{number} of {len(self.tests)} tests without a change")
        self.tests.sort(key=lambda t: t.seconds)

    def notice(self, number):
        """The name of a test that fails when this change is made, and how; empty when none does."""
        for test in (t for t in self.tests if number in t.reached):
            how = test.run({**self.environment, "SATCHEL_MUTATION": str(number)}, FACTOR * test.seconds + SLACK)
            if how:
                return f"{test.name} ({how})"
        return ""

    def meets(self, number):
        return any(number in t.reached for t in self.tests)


def cases(program, sanitized):
    """The cases of a doctest program."""
    listed = subprocess.run([program, "--list-test-cases", "--no-version"], capture_output=True, text=True,
                            encoding="utf-8", check=True).stdout.splitlines()
    for name in listed:
        if name.startswith(("[doctest]", "====")) or (not sanitized and re.search(DAMAGE, name)):
            continue
        pattern = re.sub(r"[,\"\\*]", "?", name)
        yield Test(f"{program.name}: {name}", [program, f"--test-case={pattern}"], sanitized)


def scripts(tree):
    """The methods of the Python tests; all of a script where it has none."""
    for script in (path for pattern in SCRIPTS for path in sorted((tree / "tests").glob(pattern))):
        names = [f"{part.name}.{method.name}" for part in ast.parse(script.read_text(encoding="utf-8")).body
                 if isinstance(part, ast.ClassDef) for method in part.body
                 if isinstance(method, ast.FunctionDef) and method.name.startswith("test")]
        for name in names or [""]:
            yield Test(f"{script.name}: {name}", [sys.executable, script, *filter(None, [name])])
