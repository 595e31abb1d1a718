"""From measurements to Markdown tables."""

import math
import platform
from collections import defaultdict

from systems import versions

KINDS = (
    ("term", "one word"),
    ("and2", "2 words, AND"),
    ("or2", "2 words, OR"),
    ("or4", "4 words, OR"),
    ("phrase", "phrase"),
    ("prefix", "prefix"),
    ("prefix-unranked", "prefix, not ranked"),
)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- " + "| ---: " * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def number(value, unit=1.0):
    """Three digits that count."""
    value /= unit
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 3)}f}"


def times(value, base):
    return "-" if value is None or not base else f"{value / base:.2f}" if value < 10 * base else f"{value / base:.0f}"


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values, share):
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def machine():
    def line_of(path, name):
        with open(path, encoding="utf-8") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "?")

    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        processors = sum(line.startswith("processor") for line in lines)
    memory = int(line_of("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    virtual = "hypervisor" in line_of("/proc/cpuinfo", "flags")
    return (
        f"{line_of('/proc/cpuinfo', 'model name')}, {processors} processors"
        f"{' of a virtual machine' if virtual else ''}, {memory:.0f} GiB, {platform.system()} {platform.release()}; "
        + ", ".join(versions())
    )


def sizes_table(systems, measured, text, bare):
    rows = []
    for s in systems:
        m = measured[s.key]
        stored, index = m["sizes"]
        rows.append(
            [s.label, f"{m['bytes']:,}", f"{100 * m['bytes'] / text:.1f}", f"{100 * stored / text:.1f}",
             f"{100 * index / text:.1f}", number(m["seconds"]), number(m["processor"]), f"{m['peak'] / 2**20:.0f}"]
        )
    rows.append(["(text alone, one stream of `zstd -19`)", f"{bare:,}", f"{100 * bare / text:.1f}", *["-"] * 5])
    head = ["", "bytes on disk", "% of the text", "text store, %", "index, %", "to make, s", "processor, s",
            "peak, MiB"]
    return table(head, rows)


def first_table(systems, samples):
    """samples: (key, access, cold): list of {step: (ns, bytes), "process": ns}"""
    rows = []
    for s in systems:
        for access in ("mapped", "read"):
            cold, warm = samples.get((s.key, access, True)), samples.get((s.key, access, False))
            if not cold:
                continue

            def middle(of, *steps):
                return median([sum(sample[step][0] for step in steps) for sample in of])

            def fetched(*steps):
                return median([sum(sample[step][1] for step in steps) for sample in cold]) / 1024

            label = f"{s.label}, {'mapped' if access == 'mapped' else 'read'}" if s.maps else s.label
            rows.append(
                [label, number(middle(warm, "open", "query"), 1e6), number(middle(cold, "open", "query"), 1e6),
                 f"{fetched('open', 'query'):,.0f}", f"{fetched('titles'):,.0f}", f"{fetched('article'):,.0f}",
                 number(middle(warm, "titles"), 1e3), number(middle(warm, "article"), 1e3),
                 number(median([sample["process"] for sample in warm]), 1e6)]
            )
    head = ["", "warm, ms", "cold, ms", "cold, KiB", "+ 10 titles, KiB", "+ article, KiB", "10 titles, warm, µs",
            "article, warm, µs", "whole process, warm, ms"]
    return table(head, rows)


def of_kinds(queries, samples):
    """kind: the latencies of its queries, each the median of its samples."""
    kinds = defaultdict(list)
    for line, values in samples.items():
        kinds[queries[line][0]].append(median(values))
    return kinds


def latency_tables(systems, queries, samples):
    """samples: key: what: line of query: list of ns"""
    searched = [s for s in systems if s.searched]
    measured = {s.key: of_kinds(queries, samples[s.key]["search"]) for s in searched}
    head = ["", *(s.label for s in searched)]
    mean, spread, ratios = [], [], []
    for kind, name in KINDS:
        answers = [measured[s.key].get(kind) for s in searched]
        means = [sum(a) / len(a) if a else None for a in answers]
        p99 = [percentile(a, 0.99) if a else None for a in answers]
        mean.append([name, *("-" if m is None else number(m, 1e3) for m in means)])
        spread.append([name, *("-" if not a else f"{number(percentile(a, 0.5), 1e3)} / {number(p, 1e3)}"
                               for a, p in zip(answers, p99))])
        # What only a peer has is compared with what Satchel does instead.
        own = measured[searched[0].key].get(kind) or measured[searched[0].key][kind.split("-")[0]]
        own_mean, own_p99 = sum(own) / len(own), percentile(own, 0.99)
        ratios.append([name, *("-" if m is None else f"{times(m, own_mean)} / {times(p, own_p99)}"
                               for m, p in zip(means, p99))])
    for what, name in (("titles", "10 titles"), ("article", "one article")):
        answers = [[median(v) for v in samples[s.key][what].values()] for s in searched]
        means = [sum(a) / len(a) for a in answers]
        mean.append([name, *(number(m, 1e3) for m in means)])
        spread.append([name, *(f"{number(percentile(a, 0.5), 1e3)} / {number(percentile(a, 0.99), 1e3)}"
                               for a in answers)])
        ratios.append([name, *(f"{times(m, means[0])} / {times(percentile(a, 0.99), percentile(answers[0], 0.99))}"
                               for m, a in zip(means, answers))])
    mean.append(["private memory after all, MiB", *(number(max(samples[s.key]["rss_anon"][0]), 2**20)
                                                    for s in searched)])
    return (
        "Mean time, µs:\n\n" + table(head, mean)
        + "\nMedian / 99th percentile over the queries, µs:\n\n" + table(head, spread)
        + f"\nAs multiples of {searched[0].label}'s, mean / 99th percentile:\n\n" + table(head, ratios)
    )


def summary_table(systems, measured, text, firsts, latencies, queries):
    """One corpus in one table: what a README quotes."""
    rows = []
    for s in systems:
        if not s.searched:
            continue
        fetched = [median([sum(sample[step][1] for step in ("open", "query", "titles")) for sample in firsts[key]])
                   for key in firsts if key[0] == s.key and key[2]]
        kinds = of_kinds(queries, latencies[s.key]["search"])
        m = measured[s.key]
        rows.append([s.label, f"{100 * m['bytes'] / text:.1f}", number(m["seconds"]), f"{m['peak'] / 2**20:.0f}",
                     f"{min(fetched) / 1024:,.0f}",
                     *(number(sum(kinds[kind]) / len(kinds[kind]), 1e3) if kinds[kind] else "-"
                       for kind, _ in KINDS[:-1]),
                     number(max(latencies[s.key]["rss_anon"][0]), 2**20)])
    head = ["", "% of the text", "to make, s", "peak, MiB", "cold, KiB", *(f"{name}, µs" for _, name in KINDS[:-1]),
            "memory, MiB"]
    return table(head, rows)


def program_table(systems):
    rows, seen = [], set()
    for s in systems:
        if s.name in seen:
            continue
        seen.add(s.name)
        sizes = s.program_sizes()
        largest = sorted(sizes.items(), key=lambda part: -part[1])[:5]
        rows.append([s.label, number(sum(sizes.values()), 2**20),
                     ", ".join(f"{name} {number(size, 2**20)}" for name, size in largest)])
    return table(["", "MiB", "the largest parts"], rows)


def agreement_table(systems, counts):
    """counts: key: kind: [queries, that differ, articles found by the first, differing articles]"""
    rows = []
    for kind, name in KINDS:
        row = [name]
        for s in systems[1:]:
            c = counts[s.key].get(kind)
            if not c:
                row.append("-")
            elif c[1] == 0:
                row.append(f"all {c[0]} alike")
            else:
                row.append(f"{c[1]} of {c[0]} differ, by {c[3]:,} of {c[2]:,} articles")
        rows.append(row)
    return table(["", *(s.label for s in systems[1:])], rows)
