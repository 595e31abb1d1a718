"""What the last runs of CTest did not test, and why: skipped.py BUILD...

Reads their logs. Where all is there (CI=true, and ../shared), nothing may be skipped: exit status 1.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = "Testing/Temporary/LastTest.log"
TEST = re.compile(r"^\d+/\d+ Test: (\S+)$\n(.*?)^Test (Passed|Failed|Skipped)[^\n]*\n", re.M | re.S)
# What unittest prints of a method, and what programs say themselves. A docstring stands between a method and its result.
METHOD = re.compile(r"^(test_\w+) \(([\w.]+)\)(?:\n[^\n]*)? \.\.\. skipped (['\"])(.*)\3$", re.M)
PART = re.compile(r"^  (?:[^\n]*) \.\.\. skipped (['\"])(.*)\1$", re.M)
SAID = re.compile(r"\bskipped: (.+)")
COUNT = re.compile(r"^(?:OK|FAILED) \(.*?skipped=(\d+)", re.M)


def skipped(log):
    """Test, part of it or nothing, and reason."""
    for name, output, result in TEST.findall(log):
        found = [(name, method, why) for method, _, _, why in METHOD.findall(output)]
        found += [(name, "a part", why) for _, why in PART.findall(output)]
        count = sum(map(int, COUNT.findall(output)))
        if count > len(found):
            found += [(name, f"{count - len(found)} methods", "does not say why")]
        found += [(name, "", why) for why in SAID.findall(output)]
        if result == "Skipped" and not found:
            found = [(name, "", "does not say why")]
        yield from found


def main(builds):
    found = [(build, *one) for build in builds for one in skipped(Path(build, LOG).read_text(errors="replace"))]
    for build, name, part, why in found:
        print(f"skipped: {Path(build).name}: {name}{': ' if part else ''}{part}: {why}")
    if not found:
        print("nothing was skipped")
    complete = os.environ.get("CI") == "true" and (ROOT / "../shared").is_dir()
    if found and complete:
        print("all that tests need is here, and none may be skipped (CI=true)", file=sys.stderr)
    return 1 if found and complete else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
