"""A skip of any kind is found in a log of CTest, with its reason."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "skipped.py"
LOG = """Start testing
----------------------------------------------------------
1/5 Testing: script
1/5 Test: script
Output:
----------------------------------------------------------
test_devices (__main__.Output.test_devices) ... skipped 'devices cannot be made here'
test_long (__main__.Output.test_long)
With a line of its own. ... skipped "there is no 'strace'"
test_good (__main__.Output.test_good) ... ok

OK (skipped=2)
<end of output>
Test time =   0.01 sec
----------------------------------------------------------
Test Passed.
"script" end time: now

2/5 Test: quiet
Output:
OK (skipped=1)
Test Passed.

3/5 Test: cases
Output:
library.cpp:56: MESSAGE: skipped: reuters.jsonl.zst is not there
Test Passed.

4/5 Test: nothing_said
Output:
Test Skipped.

5/5 Test: all_there
Output:
test_good (__main__.Output.test_good) ... ok
Test Passed.
"""
FOUND = ["script: test_devices: devices cannot be made here", "script: test_long: there is no 'strace'",
         "quiet: 1 methods: does not say why", "cases: reuters.jsonl.zst is not there", "nothing_said: does not say why"]


class Skipped(unittest.TestCase):
    def run_on(self, log, there, **environment):
        """The script in a tree with this log, beside ../shared or not."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            (root / "tests").mkdir(parents=True)
            if there:
                (root.parent / "shared").mkdir()
            place = root / "build/daily/Testing/Temporary"
            place.mkdir(parents=True)
            (place / "LastTest.log").write_text(log)
            (root / "tests/skipped.py").write_text(SCRIPT.read_text())
            own = {name: value for name, value in os.environ.items() if name != "CI"}
            return subprocess.run([sys.executable, root / "tests/skipped.py", root / "build/daily"], capture_output=True,
                                  text=True, env={**own, **environment}, check=False)

    def test_each_is_listed(self):
        done = self.run_on(LOG, True)
        self.assertEqual(done.stdout.splitlines(), [f"skipped: daily: {line}" for line in FOUND])
        self.assertEqual(done.returncode, 0)

    def test_none_is_allowed_where_all_is_there(self):
        self.assertEqual(self.run_on(LOG, True, CI="true").returncode, 1)
        self.assertEqual(self.run_on(LOG, False, CI="true").returncode, 0)
        self.assertEqual(self.run_on(LOG[LOG.index("5/5"):], True, CI="true").returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
