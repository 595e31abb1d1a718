"""What inputs reach of the reader: coverage.py BUILD CORPUS [--missed FILE]

BUILD holds the targets as programs that measure (campaign.sh makes it), CORPUS a folder of inputs for each. Prints lines
and branches of include/satchel that each target reaches and all together, and writes what none does.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READER = str(ROOT / "include" / "satchel") + "/"


def tool(name):
    for candidate in (f"{name}-14", name):
        for folder in os.environ["PATH"].split(":"):
            if os.access(Path(folder) / candidate, os.X_OK):
                return candidate
    sys.exit(f"coverage: there is no {name}; tools/setup.sh test installs it")


def export(programs, profile, kind):
    objects = [str(programs[0])] + [f"-object={p}" for p in programs[1:]]
    done = subprocess.run([tool("llvm-cov"), "export", f"-format={kind}", f"-instr-profile={profile}", *objects],
                          capture_output=True, text=True, check=True)
    return done.stdout


def lines_of(programs, profile):
    """Of each file the lines with code, and how often each was reached."""
    found = defaultdict(lambda: defaultdict(int))
    name = None
    for line in export(programs, profile, "lcov").splitlines():
        key, _, value = line.partition(":")
        if key == "SF":
            name = value.removeprefix(READER) if value.startswith(READER) else None
        elif key == "DA" and name is not None:
            number, count = value.split(",")[:2]
            found[name][int(number)] += int(count)
    return found


def branches_of(programs, profile):
    """Of each file the branches, and how often each went either way, over all instances of a template."""
    found = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for function in json.loads(export(programs, profile, "text"))["data"][0]["functions"]:
        names = function["filenames"]
        for line, column, end_line, end_column, taken, passed, file, *_ in function["branches"]:
            if names[file].startswith(READER):
                both = found[names[file].removeprefix(READER)][line, column, end_line, end_column]
                both[0] += taken
                both[1] += passed
    return found


def share(part, whole):
    return f"{part:5} of {whole:5} {100 * part / max(whole, 1):5.1f}%"


def summary(lines, branches):
    flat = [count for file in lines.values() for count in file.values()]
    ways = [count for file in branches.values() for both in file.values() for count in both]
    return sum(c > 0 for c in flat), len(flat), sum(c > 0 for c in ways), len(ways)


def missed(lines, branches, out):
    for name in sorted(set(lines) | set(branches)):
        text = (Path(READER) / name).read_text(encoding="utf-8").splitlines()
        notes = {number: "never" for number, count in lines[name].items() if count == 0}
        for (line, _, _, _), (taken, passed) in branches[name].items():
            if line not in notes and (taken == 0) != (passed == 0):
                notes[line] = "never true" if taken == 0 else "never false"
        if notes:
            print(name, file=out)
        for number in sorted(notes):
            print(f"  {number:4} {notes[number]:11} {text[number - 1].strip()}", file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--missed", type=Path, help="write what is not reached to this file")
    how = parser.parse_args()
    programs, profiles = [], []
    merge = [tool("llvm-profdata"), "merge", "-sparse", "-o"]
    for inputs in sorted(p for p in how.corpus.iterdir() if p.is_dir()):
        program = how.build / f"fuzz_{inputs.name}"
        raw, profile = program.with_suffix(".profraw"), program.with_suffix(".profdata")
        subprocess.run([program, inputs], check=True, stdout=subprocess.DEVNULL, timeout=1800,
                       env={**os.environ, "LLVM_PROFILE_FILE": str(raw)})
        subprocess.run([*merge, profile, raw], check=True)
        reached, lines, ways, branches = summary(lines_of([program], profile), branches_of([program], profile))
        print(f"{inputs.name:14} lines {share(reached, lines)}   branches {share(ways, branches)}", flush=True)
        programs.append(program)
        profiles.append(profile)
    together = how.build / "together.profdata"
    subprocess.run([*merge, together, *profiles], check=True)
    lines, branches = lines_of(programs, together), branches_of(programs, together)
    if not lines:
        sys.exit(f"coverage: no file of {READER} is in the programs of {how.build}")
    reached, all_lines, ways, all_branches = summary(lines, branches)
    print(f"{'together':14} lines {share(reached, all_lines)}   branches {share(ways, all_branches)}")
    if how.missed:
        with how.missed.open("w", encoding="utf-8") as out:
            missed(lines, branches, out)


if __name__ == "__main__":
    main()
