"""flatc makes code of schema/satchel.fbs for every language that it knows."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SCHEMA = Path(os.environ["SATCHEL_ROOT"]) / "schema" / "satchel.fbs"
LANGUAGE = re.compile(r"(--\w+) +Generate .* for tables/structs")  # as flatc's help tells of each


def languages():
    help_text = subprocess.run(["flatc", "--help"], capture_output=True, check=False)
    return LANGUAGE.findall((help_text.stdout + help_text.stderr).decode())


class Schema(unittest.TestCase):
    def test_every_language(self):
        known = languages()
        self.assertGreaterEqual(len(known), 13, known)
        for language in known:
            with self.subTest(language=language), tempfile.TemporaryDirectory() as folder:
                done = subprocess.run(["flatc", language, SCHEMA], cwd=folder, capture_output=True, check=False)
                self.assertEqual(done.returncode, 0, (done.stdout + done.stderr).decode())
                self.assertTrue(any(path.is_file() for path in Path(folder).rglob("*")))


if __name__ == "__main__":
    unittest.main()
