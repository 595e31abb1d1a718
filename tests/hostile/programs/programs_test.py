"""Programs meet hostile archives: one that was exported, the firmware's shell, and libsatchel.

The archives are made anew (../specimens.cpp). Where checksums are wrong, a program gives the right answer or says what
is damaged; where they were repaired, it comes back. None crashes, hangs or takes much memory.
"""

import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

ROOT = Path(os.environ["SATCHEL_ROOT"])
sys.path.insert(0, str(ROOT / "tools/firmware"))
from machines import answers  # noqa: E402

TOOL = os.environ["SATCHEL_TOOL"]
SPECIMENS, FIRMWARE, LIBRARY, COUNT, EXPORTED = sys.argv[1:6]  # programs; how many of a kind; every n-th is exported
SEED = os.environ.get("SEED", "14")
SANITIZED = b"__asan_init" in Path(TOOL).read_bytes()
SECONDS = 60 if SANITIZED else 10  # for what an exported program is asked
MEMORY = None if SANITIZED else 256 << 20

QUERIES = {
    "small": ["presses iron", '"movable type"', "pr*", "title:press", "date:1990..2003",
              "(screw OR galls) AND NOT tag:craft", "活字", "rollerz"],
    "many": ["common", '"common word"', "c*", "title:card -again", "date:1950..1970", "3 AND common"],
    "coded": ["almanac", '"after the flood"', "res*", "title:atlas", "tag:sewed", "binder AND (maps OR ledger)"],
}
SANITIZER = "Sanitizer", "runtime error:"


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        subprocess.run([SPECIMENS, "--no-skip", "--test-case=specimens*"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "SPECIMENS": folder.name, "SEED": SEED, "COUNT": COUNT})
        with open(cls.folder / "list.tsv", encoding="utf-8") as lines:
            cls.specimens = [line.rstrip("\n").split("\t") for line in lines]
        cls.bases = {base: name for name, base, _, about in cls.specimens if about == "nothing is wrong"}

        cls.named = {}  # identifier and title of an article
        for base, name in cls.bases.items():
            listed = subprocess.run([TOOL, "list", cls.folder / name], check=True, capture_output=True,
                                    encoding="utf-8")
            cls.named[base] = listed.stdout.splitlines()[1].split("\t")

    def questions(self, base):
        """In the words of the two shells."""
        identifier, title = self.named[base]
        asked = ["info", *(f"{how} {query}" for query in QUERIES[base] for how in ("search", "snippets"))]
        return asked + ["read 0", "read 2", f"id {identifier}", f"title {title}", "complete c", "complete "]

    def commands(self, base):
        """The same in those of an exported program."""
        yield from (["search", query] for query in QUERIES[base][:4])
        yield from (["read", self.named[base][0]], ["complete", "c"], ["list"], ["verify"], ["extract"], ["info"], [])

    def right_or_error(self, said, right, what):
        """The right answer, or its beginning and an error."""
        if said == right:
            return False
        before, found, _ = said.rpartition("error: ")
        self.assertTrue(found and right.startswith(before.rstrip("\n")), f"{what}\nsaid {said!r}\ninstead of {right!r}")
        return True

    def meet(self, program, openings, more=()):
        """Gives a shell all archives in one run."""
        for opening in openings:
            script, of = [], []
            for number, (name, base, *_) in enumerate(self.specimens):
                asked = [f"{opening} {name}", *self.questions(base), *(line.format(QUERIES[base][0]) for line in more)]
                script += asked
                of += [number] * len(asked)
            done = subprocess.run([program], input="\n".join(script) + "\n", cwd=self.folder, capture_output=True,
                                  encoding="utf-8", errors="surrogateescape", check=False, timeout=900,
                                  preexec_fn=self.limit)
            said = answers(done.stdout)
            last = self.specimens[of[min(len(said), len(script)) - 1]]
            self.assertEqual((done.returncode, done.stderr), (0, ""), f"{program} {opening}: at {last}: {said[-1:]}")
            self.assertEqual([command for command, _, _ in said], script)
            self.judge([(of[i], command, "\n".join(lines)) for i, (command, lines, _) in enumerate(said)], opening)

    def judge(self, said, opening):
        right = {}
        for number, command, answer in said:
            name, base, _, about = self.specimens[number]
            if about == "nothing is wrong":
                self.assertNotRegex(answer, "error: ", command)
                right[base, command.replace(name, "")] = answer
        errors = 0
        for number, command, answer in said:
            name, base, checksums, about = self.specimens[number]
            if checksums == "wrong" and "error: no archive is open" not in answer and \
                    "error: the archive is not open" not in answer:
                errors += self.right_or_error(answer, right[base, command.replace(name, "")],
                                              f"{name} ({about}): {command}")
        print(f"{opening}: {len(self.specimens)} archives, {len(said)} questions, "
              f"{errors} errors where bytes are wrong")
        self.assertGreater(errors, 0)

    @staticmethod
    def limit():
        if MEMORY:
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))

    def test_firmware(self):
        self.meet(FIRMWARE, ["open"])

    def test_library(self):
        self.meet(LIBRARY, ["open", "unmapped", "memory", "copy"], ["walk 1", "match {}", "verify"])

    def test_exported_program(self):
        program = self.folder / "program"
        whole = self.folder / self.bases["small"]
        subprocess.run([TOOL, "export", "-q", whole, "-o", program], check=True)
        inside = whole.read_bytes()
        reader = program.read_bytes()[:-32 - len(inside)]
        right, errors, asked = {}, 0, 0
        chosen = [s for i, s in enumerate(self.specimens) if s[3] == "nothing is wrong" or i % int(EXPORTED) == 0]
        for name, base, checksums, about in chosen:
            archive = (self.folder / name).read_bytes()
            trailer = b"SatchelProgram\n\0" + struct.pack("<Q", len(archive))
            program.write_bytes(reader + archive + trailer + struct.pack("<IHH", zlib.crc32(trailer), 0, 0))
            for arguments in self.commands(base):
                what = f"{name} ({about}): {arguments}"
                done = subprocess.run([program, *arguments], capture_output=True, stdin=subprocess.DEVNULL,
                                      timeout=SECONDS, encoding="utf-8", errors="surrogateescape", check=False,
                                      preexec_fn=self.limit)
                asked += 1
                self.assertIn(done.returncode, (0, 1, 2), what + done.stderr)
                self.assertFalse(any(word in done.stderr for word in SANITIZER), what + done.stderr)
                for line in done.stderr.splitlines():
                    self.assertRegex(line, r"\Aprogram: .", what)
                self.assertEqual(done.returncode == 2, done.stderr != "", what + done.stderr)
                if about == "nothing is wrong":
                    right[base, *arguments] = done.stdout
                elif checksums == "wrong" and done.returncode != 2 and arguments:  # the greeting takes what it can read
                    self.assertEqual(done.stdout, right[base, *arguments], what)
                errors += done.returncode == 2
        print(f"exported: {len(chosen)} archives, {asked} questions, {errors} errors")
        self.assertGreater(errors, 0)


if __name__ == "__main__":
    del sys.argv[1:6]
    unittest.main(verbosity=2)
