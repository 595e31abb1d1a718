"""How large the firmware is, as Markdown: its code by part, and its memory by use.

  python3 tools/firmware/sizes.py               prints the tables; after a build in build/release
  python3 tools/firmware/sizes.py --write       also keeps them, for the test to compare with and in README.md, beside this

Memory is that of an archive made with `satchel pack --ram 48K`, of ../shared/corpora/enwikiB-60k.jsonl.zst where that
is there and of seeds/ otherwise.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from machines import Machines, answers  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "../shared/corpora/enwikiB-60k.jsonl.zst"
KEPT = ROOT / "tests/firmware/sizes.txt"
FLASH = 96 << 10
RAM = 48 << 10
PARTS = ["reader", "folding table", "zstd's decoder", "FlatBuffers", "C and compiler library", "shell and start-up",
         "constants without a name"]
# The stack of each use is that of the worst of these.
USES = {"open": ["open a.satchel"],
        "search": ["search river", "search river bridge station", "search river AND bridge", "search title:river -bridge",
                   "search histor*", "search date:2001 river", "search (river OR lake) bridge", "search xriverbridgx"],
        "search for a phrase": ["search \"of the\"", "search \"one of the\" river"],
        "snippets": ["snippets river bridge station", "snippets \"of the\"", "snippets histor*"],
        "read": ["read 0", "read 20", "read 30", "read 40"],
        "find by title or identifier": ["title river", "id 12", "complete a"]}


def part_of_source(path):
    if "/zstd/lib/" in path or "zstd_decoder" in path:
        return "zstd's decoder"
    if "flatbuffers/" in path or "satchel_generated" in path:
        return "FlatBuffers"
    if "/include/satchel/" in path or "/c++/" in path:  # of the C++ library only what the reader's code takes in
        return "reader"
    if "tools/firmware" in path:
        return "shell and start-up"
    if "libgcc" in path or "newlib" in path:
        return "C and compiler library"
    return None


def part_of_symbol(name):
    if re.search(r"\bfold_(buckets|starts|rules|bases|bytes|words|high|digits)", name):
        return "folding table"
    if name.startswith("satchel::"):
        return "reader"
    if name.startswith("firmware::") or name in ("vectors", "reset", "fault", "__aeabi_uldivmod", "malloc", "calloc"):
        return "shell and start-up"
    if re.match(r"(ZSTD|HUF|FSE|XXH|ERR|LL|ML|OF|BIT|repStartValue|dec\d+table)", name):
        return "zstd's decoder"
    if re.match(r"(mem|str|__)", name):
        return "C and compiler library"
    return None


def tool(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def code(program):
    """Bytes of flash by part, and in all. Code goes by the source line that it is of, data by its symbol."""
    sizes = tool("arm-none-eabi-size", program).splitlines()[1].split()
    total = int(sizes[0]) + int(sizes[1])
    parts = [None] * total
    texts = []
    for line in tool("arm-none-eabi-nm", "-C", "-S", program).splitlines():
        if match := re.match(r"([0-9a-f]{8}) ([0-9a-f]{8}) (\w) (.*)", line):
            start, size = int(match[1], 16) & ~1, int(match[2], 16)
            if start + size <= total:
                parts[start:start + size] = [part_of_symbol(match[4])] * size
                if match[3] in "tTwW":
                    texts.append((start, start + size))
    lines, source = {}, None
    for line in tool("arm-none-eabi-objdump", "--dwarf=decodedline", program).splitlines():
        if match := re.match(r"(\S.*):(\[\+\+\])?$", line):
            source = part_of_source(match[1])
        elif (match := re.match(r"\S+ +(\d+|-) +(0x[0-9a-f]+)", line)) and source is not None:
            lines[int(match[2], 16)] = source
    for start, end in texts:
        part = parts[start]
        for at in range(start, end):
            part = parts[at] = lines.get(at, part)
    counted = {part: parts.count(part) for part in PARTS}
    counted[PARTS[-1]] = parts.count(None)
    return counted, total


def memory(machines, folder):
    """Bytes of RAM by use: what the reader's workspace takes, and the stack."""
    stacks, needs, data = {}, {}, {}
    for use, commands in USES.items():
        script = ["open a.satchel", "top 10", "memory", *commands, "memory", "info"]
        said = answers(machines.run("board", script, folder))
        stacks[use] = said[-2][2]["stack"]
        data = said[-2][2]
        needs = {name.removeprefix("need "): value for name, value in said[-1][2].items() if name.startswith("need ")}
    return stacks, needs, data


def rows(machines, archive_folder):
    """Name and bytes of everything that is measured."""
    parts, total = code(machines.path("board"))
    found = [(f"flash: {name}", size) for name, size in parts.items()] + [("flash: all", total)]
    stacks, needs, data = memory(machines, archive_folder)
    found.append(("variables, a sector among them", data["data"]))
    found += [(f"workspace: {use}", needs[key]) for use, key in
              [("open", "open"), ("search for 1 word", "1 term"), ("2 words", "2 terms"), ("3 words", "3 terms"),
               ("4 words", "4 terms"), ("read", "read"), ("snippets of 4 words", "snippet")]]
    found += [(f"stack: {use}", size) for use, size in stacks.items()]
    most = data["data"] + max(needs["snippet"], needs["4 terms"]) + max(stacks.values())
    return found + [("RAM: all", most)]


def markdown(found):
    lines = ["| | bytes |", "| --- | ---: |"]
    lines += [f"| {name} | {size:,} |" for name, size in found]
    return "\n".join(lines) + "\n"


def pack(tool_path, archive, corpus, ram=RAM):
    pack = [tool_path, "pack", "-q", "--ram", str(ram), "-o", archive]
    if corpus.suffix == ".zst":
        with subprocess.Popen(["zstd", "-dcq", corpus], stdout=subprocess.PIPE) as texts:
            subprocess.run([*pack, "-"], stdin=texts.stdout, check=True)
    else:
        subprocess.run([*pack, corpus], check=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true", help="keep the tables")
    options.add_argument("--build", default=ROOT / "build/release", type=Path, help="the folder of the build")
    options.add_argument("--flatbuffers", default="/usr/include", help="the folder with flatbuffers/")
    given = options.parse_args()
    machines = Machines(given.build / "firmware", [given.build / "generated", given.flatbuffers])
    if problem := machines.fetch():
        sys.exit(problem)
    machines.build("board")
    with tempfile.TemporaryDirectory() as folder:
        pack(given.build / "tools/satchel/satchel", Path(folder) / "a.satchel", CORPUS if CORPUS.exists() else ROOT / "seeds")
        table = markdown(rows(machines, folder))
    print(table, end="")
    if given.write:
        KEPT.write_text(table, encoding="utf-8")
        readme = Path(__file__).with_name("README.md")
        text = readme.read_text(encoding="utf-8")
        readme.write_text(re.sub(r"(?m)^\| \| bytes \|\n(\|.*\n)+", lambda _: table, text), encoding="utf-8")


if __name__ == "__main__":
    main()
