"""Writes many changes into one copy of the tree, each behind a switch (switch.hpp): one build serves all of them.

Untch, Offutt and Harrold, "Mutation analysis using mutant schemata", 1993."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Site:
    """One change: of the bytes [start, end) of a file into `into`, or the removal of the statement there."""
    path: str
    start: int
    end: int
    kind: str
    into: str


@dataclass(frozen=True)
class Change:
    number: int
    site: Site

    def line(self, text):
        return text[:self.site.start].count(b"\n") + 1

    def last_line(self, text):
        return text[:self.site.end].count(b"\n") + 1

    def as_diff(self, text):
        """The lines that it concerns, before and after."""
        begin = text.rfind(b"\n", 0, self.site.start) + 1
        end = text.find(b"\n", self.site.end)
        after = text[begin:self.site.start] + self.site.into.encode() + text[self.site.end:end]
        return "\n".join(sign + line.rstrip() for sign, lines in (("-", text[begin:end]), ("+", after))
                         for line in lines.decode().splitlines() if line.strip())


def written(text, changes):
    """A file's text with all of these changes in it. Lines keep their numbers."""
    ordered = sorted(changes, key=lambda c: (c.site.start, -c.site.end, c.number))

    def part(start, end, inside):
        out, at = b"", start
        while inside:
            first, inside = inside[0], inside[1:]
            within = [c for c in inside if c.site.end <= first.site.end]
            inside = inside[len(within):]
            out += text[at:first.site.start] + switched(first, part(first.site.start, first.site.end, within))
            at = first.site.end
        return out + text[at:end]

    return part(0, len(text), ordered)


def switched(change, usual):
    made = f"mutation::made({change.number})".encode()
    if change.site.kind == "removal":
        return b"{ if (!" + made + b") " + usual + b" }"
    changed = b" ".join(change.site.into.encode().split())
    return b"(" + made + b" ? " + changed + b" : " + usual + b")"


class Tree:
    """A copy of the sources, with changes in it."""

    def __init__(self, original, copy):
        self.original, self.copy = Path(original), Path(copy)
        self.texts = {}

    def text(self, path):
        if path not in self.texts:
            self.texts[path] = (self.original / path).read_bytes()
        return self.texts[path]

    def write(self, changes):
        """Makes the copy hold exactly these changes; leaves alone what is already as it should be."""
        files = {}
        for change in changes:
            files.setdefault(change.site.path, []).append(change)
        for path in set(files) | set(self.texts):
            wanted = written(self.text(path), files.get(path, []))
            if (self.copy / path).read_bytes() != wanted:
                (self.copy / path).write_bytes(wanted)

    def complained_of(self, changes, output):
        """Those changes that lie in lines for which a compiler's output has errors."""
        found = set()
        for name, number in re.findall(r"^(\S+?):(\d+):(?:\d+:)? (?:fatal )?error:", output, re.M):
            path = Path(name).resolve()
            if self.copy.resolve() not in path.parents:
                continue
            path = path.relative_to(self.copy.resolve()).as_posix()
            found |= {c for c in changes if c.site.path == path
                      and c.line(self.text(path)) <= int(number) <= c.last_line(self.text(path))}
        return found
