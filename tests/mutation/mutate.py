#!/usr/bin/python3
"""Do the tests notice? Makes small changes of the reader's and the packer's code, one at a time, and runs the tests.

    mutate.py                            200 changes of include/, 60 of src/pack and src/import
    mutate.py --seed 7 --reader 20 --packer 0
    mutate.py --only include/satchel/detail/directory_reader.hpp
    mutate.py --list                     what would be changed, and nothing else
    mutate.py --resume                   goes on where the last run was stopped, with the same changes

A change is another operator, a bound beside it, another constant, or a statement less. All of them are written into one
copy of the tree, each behind a switch, so that the tests are compiled once. Each change then meets the tests that come
by its code, the fastest first, until one fails, crashes or does not end: those of the test programs, of the command line
tool, of the test programs with sanitizers. What a compiler refuses is replaced.

The report says of each change which test noticed it. equivalent.txt, beside this script, lists those that make no
difference, with the reason. The exit status is 1 when fewer than 95% of the others are noticed, of the reader's or of
the packer's code.
"""

import argparse
import dataclasses
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    import sites
except ImportError as e:
    sys.exit(f"mutate: {e}; install python3-clang (sh tools/setup.sh mutation), and run this with the system's python3")
import daily_tests
from schemata import Change, Tree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENOUGH = 0.95
PARTS = {"reader": ("include/satchel/",), "packer": ("src/pack/", "src/import/")}  # folders
USUAL = ["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG"]
SANITIZED = ["-DCMAKE_BUILD_TYPE=Debug", "-DSATCHEL_SANITIZE=ON", "-DCMAKE_CXX_COMPILER=clang++",  # as in the daily tests
             "-DCMAKE_CXX_FLAGS_DEBUG=-Wno-c++11-narrowing"]  # a switched constant is none
SWITCH = ["-include", str(HERE / "switch.hpp")]


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, folder):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, cwd=folder)


def must(command, folder):
    done = run(command, folder)
    if done.returncode != 0:
        raise SystemExit(f"mutate: this went wrong: {' '.join(map(str, command))}\n{done.stdout[-4000:]}")
    return done.stdout


def copy_tree(work):
    """A copy of what is not ignored, with the folder of outside texts where tests look for it."""
    copy = work / "tree"
    names = {n for n in must(["git", "ls-files", "-co", "--exclude-standard"], ROOT).splitlines() if (ROOT / n).is_file()}
    for left in (p for p in copy.rglob("*") if p.is_file() and p.relative_to(copy).as_posix() not in names):
        left.unlink()  # of a tree that was otherwise
    for name in sorted(names):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        if not (copy / name).exists() or (copy / name).read_bytes() != (ROOT / name).read_bytes():
            shutil.copyfile(ROOT / name, copy / name)
    if (ROOT.parent / "shared").exists() and not (work / "shared").exists():
        (work / "shared").symlink_to(ROOT.parent / "shared")
    return copy


class Build:
    """Programs made from the copy."""

    def __init__(self, copy, folder, options, jobs):
        self.copy, self.folder, self.jobs = copy, folder, jobs
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        must(["cmake", "-S", copy, "-B", folder, "-G", "Ninja", "-DSATCHEL_TESTS=ON", *options, *launcher,
              f"-DCMAKE_CXX_FLAGS=-w {' '.join(SWITCH)}"], copy)

    def command(self, target):
        return ["cmake", "--build", self.folder, f"-j{self.jobs}", "--target", target]

    def make(self, target):
        say(f"compiling {target}")
        must(self.command(target), self.copy)

    def units(self):
        """A source that has all of the reader, and those of the packer, with the compiler's arguments."""
        self.make("satchel_generate")
        reader = self.folder / "all_of_the_reader.cpp"
        headers = sorted(p.relative_to(self.copy / "include") for p in (self.copy / "include").rglob("*.hpp"))
        reader.write_text("".join(f"#include <{h.as_posix()}>\n" for h in headers) +
                          (self.copy / "tests/reader/whole_reader.cpp").read_text(encoding="utf-8"), encoding="utf-8")
        packages = must(["pkg-config", "--cflags", "yaml-cpp", "libcmark"], self.copy).split()
        arguments = ["-xc++", "-std=c++20", "-I", str(self.copy / "include"), "-I", str(self.copy / "src"),
                     "-I", str(self.folder / "generated"),
                     *packages]
        packer = sorted(p for folder in PARTS["packer"] for p in (self.copy / folder).rglob("*.cpp"))
        return [(source, arguments) for source in (reader, *packer)]


def find(units, copy, remembered):
    """All sites, of the tree without changes; remembered for as long as the sources stay the same."""
    folders = sum(PARTS.values(), ())
    names = sorted(p for folder in folders for p in (copy / folder).rglob("*") if p.is_file())
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in (*names, Path(sites.__file__)))).hexdigest()
    if remembered.exists():
        known = json.loads(remembered.read_text(encoding="utf-8"))
        if known["digest"] == digest:
            return [sites.Site(*site) for site in known["sites"]]
    say("reading the sources")
    found = sites.find(copy, units, lambda path: path.startswith(folders))
    remembered.write_text(json.dumps({"digest": digest, "sites": [dataclasses.astuple(s) for s in found]}),
                          encoding="utf-8")
    return found


def refused_by_compiler(every, reader, build, tree):
    """The changes in lines that a compiler complains of: looking at all of the reader costs least, and the packer is
    needed anyway."""
    source, options = reader
    done = run(["g++", "-fsyntax-only", "-w", *SWITCH, *options, source], tree.copy)
    if done.returncode == 0:
        done = run([*build.command("satchel_packer"), "--", "-k", "0"], tree.copy)
    refused = tree.complained_of(every, done.stdout)
    if done.returncode != 0 and not refused:
        raise SystemExit(f"mutate: this cannot be compiled:\n{done.stdout[-4000:]}")
    return refused


def draw(drawn, counts, reader, build, tree):
    """Writes as many changes of each part as are wanted into the tree, none of which a compiler refuses."""
    numbers = itertools.count(1)
    changes = {part: [] for part in PARTS}
    while True:
        for part, wanted in counts.items():
            for site in itertools.islice(drawn[part], wanted - len(changes[part])):
                changes[part].append(Change(next(numbers), site))
        every = [c for of in changes.values() for c in of]
        tree.write(every)
        say("writing the changes")
        refused = refused_by_compiler(every, reader, build, tree)
        if not refused:
            return changes
        say(f"{len(refused)} changes cannot be compiled: others are drawn")
        changes = {part: [c for c in of if c not in refused] for part, of in changes.items()}


class Journal:
    """What is known of each step and change, kept in a file: a run takes hours, and may be stopped."""

    def __init__(self, path, changes, resume):
        self.path = path
        head = hashlib.sha256(repr(sorted(changes, key=lambda c: c.number)).encode()).hexdigest()
        lines = path.read_text(encoding="utf-8").splitlines() if resume and path.exists() else []
        if lines[:1] != [head]:
            lines = [head]
            path.write_text(head + "\n", encoding="utf-8")
        self.known = {(step, int(number)): test for step, number, test in (line.split("\t") for line in lines[1:])}

    def add(self, step, number, test):
        with self.path.open("a", encoding="utf-8") as out:
            out.write(f"{step}\t{number}\t{test}\n")


def meet(suite, changes, jobs, noticed, step, journal):
    """Each change meets the suite's tests; `noticed` gets the test that noticed it."""
    def one(change):
        if (step, change.number) not in journal.known:
            journal.add(step, change.number, journal.known.setdefault((step, change.number), suite.notice(change.number)))
        return change, journal.known[step, change.number]

    with ThreadPoolExecutor(jobs) as pool:
        for done, (change, test) in enumerate(pool.map(one, changes), 1):
            if test:
                noticed[change] = test
            say(f"{step}: {done} of {len(changes)}: {change.site.path}: {test or 'not noticed'}")


def known_equivalent():
    """What equivalent.txt lists: a file and the lines before and after, without blanks at their ends; the reason."""
    known, entry = {}, []
    for line in (HERE / "equivalent.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(("-", "+")):
            entry.append(line[0] + line[1:].strip())
        elif line.startswith("="):
            known[tuple(entry)] = line[1:].strip()
        elif line.strip() and not line.startswith("#"):
            entry = [line.strip()]
    return known


def show(change, tree, verdict):
    text = tree.text(change.site.path)
    print(f"{change.site.path}:{change.line(text)}: {verdict}\n{change.as_diff(text)}\n", flush=True)


def report(changes, noticed, met, tree):
    """Prints what became of each change; gives whether enough were noticed."""
    known = known_equivalent()
    enough = True
    for part, of in changes.items():
        same = left = 0
        for change in sorted(of, key=lambda c: c.site):
            lines = change.as_diff(tree.text(change.site.path)).splitlines()
            reason = known.get((change.site.path, *(line[0] + line[1:].strip() for line in lines)))
            if change in noticed:
                show(change, tree, f"noticed by {noticed[change]}")
            elif reason:
                same += 1
                show(change, tree, f"equivalent: {reason}")
            else:
                left += 1
                show(change, tree, "NOT NOTICED" if change.number in met else "NOT NOTICED: no test comes by")
        counted = len(of) - same
        share = (counted - left) / counted if counted else 1
        print(f"{part}: {counted - left} of {counted} changes noticed ({share:.1%}), {same} equivalent", flush=True)
        enough = enough and share >= ENOUGH
    return enough


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="which changes are drawn (1)")
    parser.add_argument("--reader", type=int, default=200, help="changes of include/ (200)")
    parser.add_argument("--packer", type=int, default=60, help="changes of src/pack and src/import (60)")
    parser.add_argument("--only", action="append", default=[], metavar="PATH", help="of files whose names begin so alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--work", type=Path, default=ROOT / "build/mutation", help="folder of the copy and its builds")
    parser.add_argument("--list", action="store_true", help="print the changes that are drawn first, make none")
    parser.add_argument("--resume", action="store_true", help="go on where the last run was stopped")
    parser.add_argument("--quick", action="store_true", help="the test programs alone")
    return parser.parse_args()


def main():
    how = arguments()
    work = how.work.resolve()
    (work / "temporary").mkdir(parents=True, exist_ok=True)
    (work / "temporary").chmod(0o1777)  # some tests run as somebody without rights
    tree = Tree(ROOT, copy_tree(work))
    usual = Build(tree.copy, work / "usual", USUAL, how.jobs)
    units = usual.units()
    found = [s for s in find(units, tree.copy, work / "sites.json")
             if not how.only or s.path.startswith(tuple(how.only))]
    drawn = {part: sites.drawing([s for s in found if s.path.startswith(folders)], how.seed)
             for part, folders in PARTS.items()}
    counts = {"reader": how.reader, "packer": how.packer}
    if how.list:
        for part, wanted in counts.items():
            for site in itertools.islice(drawn[part], wanted):
                show(Change(0, site), tree, site.kind)
        return 0

    changes = draw(drawn, counts, units[0], usual, tree)
    every = [c for of in changes.values() for c in of]
    noticed, met = {}, set()
    journal = Journal(work / "journal", every, how.resume)

    def step(build, target, tests):
        left = [c for c in every if c not in noticed]
        if not left:
            return
        name = f"{build.folder.name} {target}"
        if all((name, c.number) in journal.known for c in left):
            met.update(c.number for c in left)
            return meet(None, left, 1, noticed, name, journal)
        build.make(target)
        suite = daily_tests.Suite(tests(), tree.copy, build.folder, work / "temporary")
        suite.learn(work / "reached", max(c.number for c in every), say)
        met.update(c.number for c in every if suite.meets(c.number))
        meet(suite, left, how.jobs, noticed, name, journal)

    for program in daily_tests.PROGRAMS:
        step(usual, program, lambda p=program: daily_tests.cases(usual.folder / "tests" / p, False))
    if not how.quick:
        usual.make("hostile_strings")  # which tests of the command line run too
        step(usual, "satchel_tool", lambda: daily_tests.scripts(tree.copy))
        sanitized = Build(tree.copy, work / "sanitized", SANITIZED, how.jobs)
        for program in daily_tests.PROGRAMS:
            step(sanitized, program, lambda p=program: daily_tests.cases(sanitized.folder / "tests" / p, True))
    return 0 if report(changes, noticed, met, tree) else 1


if __name__ == "__main__":
    sys.exit(main())
