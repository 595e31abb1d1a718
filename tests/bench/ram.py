"""What little memory costs: packs a corpus for several budgets and prints the table of tools/firmware/README.md.

    ram.py TOOL CORPUS.jsonl[.zst] [BUDGET ...]

Columns: the budget (--ram), what it needs of that for a reader on a desktop, the archive and its texts beside the text,
and what the packer chose. Sizes are of the text as "satchel info" counts it. The last line says whether a smaller search
would leave more for texts.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

BUDGETS = ["32K", "48K", "64K", "128K", "256K", "512K", "1M", "4M"]
RESERVE = 5 << 10  # memory_reserve in pack.hpp
USUAL_DECODER_FROM = 256 << 10


def size_of(text):
    return int(text[:-1]) << {"K": 10, "M": 20}[text[-1]]


def kib(size):
    return f"{size / 1024:.1f} KiB" if size else "-"


def packed(tool, corpus, archive, *options):
    """Why no archive could be packed, "" when one was."""
    source = subprocess.Popen(["zstd", "-dcqf", corpus] if corpus.suffix == ".zst" else ["cat", corpus],
                              stdout=subprocess.PIPE)
    with source:
        done = subprocess.run([tool, "pack", "-q", "-", "-o", archive, *options], stdin=source.stdout,
                              stderr=subprocess.PIPE, text=True, check=False)
        source.stdout.close()
    return "" if done.returncode in (0, 1) else done.stderr.strip().splitlines()[-1]


def row_of(tool, archive, name, budget, shares):
    facts = json.loads(subprocess.run([tool, "info", archive, "--json"], stdout=subprocess.PIPE, check=True).stdout)
    small = budget is not None and budget < USUAL_DECODER_FROM
    need = facts["memory"]["small_decoder" if small else "read"]
    text = facts["text_bytes"]
    shares.append(need["search"]["4"] / need["read"])
    cells = [name, f"{need['open']:,}", f"{need['search']['4']:,}", f"{need['read']:,}", f"{need['all'] + RESERVE:,}",
             f"{100 * facts['file_bytes'] / text:.1f}", f"{100 * facts['text_part_bytes'] / text:.1f}",
             kib(facts["block_max"]), kib(facts["page_bytes"]), kib(facts["dictionary_bytes"]),
             kib(facts["word_codes_bytes"])]
    return "| " + " | ".join(cells) + " |"


def main():
    tool, corpus, budgets = sys.argv[1], Path(sys.argv[2]), sys.argv[3:] or BUDGETS
    print("| `--ram` | open | search 4 terms | read | all, with 5 KiB | archive, % of the text | texts, % | "
          "largest block | page | dictionary | words |")
    print("| ---: |" + " ---: |" * 10)
    shares = []
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "a.satchel"
        for budget in [*budgets, None]:
            why = packed(tool, corpus, archive, *(["--ram", budget] if budget else []))
            if why:
                print(f"| {budget} |" + " |" * 9 + f" {why.removeprefix('satchel: ')} |", flush=True)
            else:
                print(row_of(tool, archive, budget or "any", budget and size_of(budget), shares), flush=True)
    if shares:
        binds = "reading" if max(shares) < 1 else "searching, in some,"
        print(f"\nA search of four terms takes {100 * min(shares):.0f} to {100 * max(shares):.0f}% of what reading takes: "
              f"{binds} is what the budget must hold.")


if __name__ == "__main__":
    main()
