"""The worked example of schema/SPEC.md is a real archive: read back, checked, made again, compared.

    golden_test.py [--update]     --update writes the dump of a new archive into SPEC.md

Another version of zstd may compress differently. So compressed frames are compared by what they hold, and what depends
on their sizes by the rules of the specification; everything else byte for byte.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from archive_error import ArchiveError  # noqa: E402
from archive_walk import COMPRESSED, PADDING, bytes_of, dump, parts  # noqa: E402
from consistency import check_archive  # noqa: E402
from satchel_reader import Archive  # noqa: E402

SPEC = ROOT / "schema" / "SPEC.md"
BEGIN, END = "<!-- hexdump begin -->\n```\n", "```\n<!-- hexdump end -->\n"
# Sizes, places and checksums of compressed frames; check_archive() compares each with the frames themselves.
BY_RULE = {"Head.directory_offset", "Head.file_size", "Head.directory_crc", "Head.head_crc", "Catalog.first_size",
           "Directory.frame_max", "Directory.input_max", "Directory.frames_crc", "PageRegion.offset",
           "  bytes of Directory.catalog_places", "section block_frames", PADDING}


def is_by_rule(label):
    stem = label.partition(":")[0]
    return stem in BY_RULE or COMPRESSED in label or re.match(r"skippable frame|CRC-32 of page", label)


def with_archive(data, use):
    """What `use` makes of these bytes as an archive; refuses one that breaks a rule."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        with Archive(file.name) as archive:
            list(check_archive(archive))
            return list(use(archive))


def packed(*options):
    """The archive as the packer writes it today."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "tiny.satchel"
        subprocess.run([os.environ["SATCHEL_TOOL"], "pack", ROOT / "tests" / "golden" / "tiny.jsonl", "-o", path,
                        "--page", "512", "--quiet", *options], check=True)
        return path.read_bytes()


def comparable(archive):
    """All parts; those that may differ without their bytes."""
    for part in parts(archive):
        by_rule = is_by_rule(part.label)
        yield part.label.partition(":")[0] if by_rule else (part.label, part.data)


def difference(ours, theirs):
    """The first part that differs, or None."""
    for one, other in zip(ours, theirs):
        if one != other:
            return f"SPEC.md: {one}\npacker:  {other}"
    return None if len(ours) == len(theirs) else f"{len(ours)} parts in SPEC.md, {len(theirs)} of the packer"


def fault_of(lines, fresh):
    """What is wrong with a dump, compared with the comparable parts of a new archive; None: nothing."""
    data = bytes_of(lines)
    try:
        again = with_archive(data, dump)
        if again != lines:
            return next((f"written: {a}\nmeant:   {b}" for a, b in zip(lines, again) if a != b), "number of lines")
        return difference(with_archive(data, comparable), fresh)
    except (ArchiveError, subprocess.CalledProcessError, ValueError, IndexError, KeyError) as error:
        return str(error) or repr(error)


def written():
    return SPEC.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].splitlines()


class WorkedExample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.fresh = with_archive(packed(), comparable)

    def test_it_is_what_the_packer_writes(self):
        fault = fault_of(written(), self.fresh)
        self.assertIsNone(fault, f"{fault}\nrun golden_test.py --update when the format was meant to change")

    def test_other_compressed_bytes_are_no_difference(self):
        other = packed("--level", "1")
        self.assertNotEqual(other, packed())
        self.assertIsNone(difference(with_archive(other, comparable), self.fresh))

    def test_each_line_counts(self):
        """A digit of each line overwritten, one at a time, is found."""
        lines = written()
        for number, line in enumerate(lines):
            at = re.match(r" *[0-9a-f]{8} ( [0-9a-f])", line)
            if not at:
                changed = line.replace("zero", "null").replace("which", "what")
            else:
                changed = line[:at.end() - 1] + f"{int(line[at.end() - 1], 16) ^ 1:x}" + line[at.end():]
            self.assertNotEqual(line, changed)
            self.assertIsNotNone(fault_of(lines[:number] + [changed] + lines[number + 1:], self.fresh), line)

    def test_each_part_counts(self):
        """A byte of each part changed in the archive itself, and the dump made of that, is found."""
        data = bytes_of(written())
        for part in with_archive(data, parts):
            if part.inner:
                continue
            changed = bytearray(data)
            changed[part.offset + len(part.data) // 2] ^= 1
            with self.subTest(part=part.label), self.assertRaises((ArchiveError, AssertionError)):
                self.assertIsNone(difference(with_archive(bytes(changed), comparable), self.fresh))


def update():
    before, _, rest = SPEC.read_text(encoding="utf-8").partition(BEGIN)
    lines = with_archive(packed(), dump)
    SPEC.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    if "--update" in sys.argv:
        update()
    else:
        unittest.main()
