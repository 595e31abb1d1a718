"""keygen, sign, verify --key and reading with --key; minisign itself checks what was signed."""

import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys

from support import ARTICLES, ROOT, TOOL, Case, main, run

MINISIGN = shutil.which("minisign")
PYTHON_READER = ROOT / "tests/reference/satchel_reader.py"


def on_terminal(folder, answers, *command):
    """Runs a command that asks on its terminal; gives exit status and all that it wrote there."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp(str(command[0]), [str(c) for c in command])
    said = b""
    answers = list(answers)
    while True:
        try:
            got = os.read(terminal, 4096)
        except OSError:
            break
        if not got:
            break
        said += got
        if answers and got.rstrip(b" ").endswith(b":"):
            os.write(terminal, answers.pop(0).encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode(errors="replace")


class Signed(Case):
    def setUp(self):
        super().setUp()
        self.archive = self.pack(ARTICLES)
        self.plain = self.archive.read_bytes()
        self.keygen("own")
        self.assertEqual(self.sign().returncode, 0)

    def keygen(self, name):
        done = run("keygen", "-W", self.folder / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def sign(self, *options, key="own", archive=None):
        return run("sign", archive or self.archive, "--key", self.folder / f"{key}.key", *options)

    def public(self, name="own"):
        return self.folder / f"{name}.pub"

    def text_of(self, name="own"):
        return self.public(name).read_text().splitlines()[1]

    def minisign(self, *arguments):
        if MINISIGN is None:
            self.skipTest("minisign is not installed")
        return subprocess.run([MINISIGN, *map(str, arguments)], capture_output=True, text=True, check=False,
                              cwd=self.folder, stdin=subprocess.DEVNULL)


class Keys(Signed):
    def test_files(self):
        done = self.keygen("second")
        self.assertIn(self.text_of("second"), done.stdout)
        self.assertEqual(stat.S_IMODE((self.folder / "second.key").stat().st_mode), 0o600)
        first, second = self.public("second").read_text().splitlines()
        self.assertRegex(first, r"^untrusted comment: minisign public key [0-9A-F]{16}$")
        self.assertEqual(len(second), 56)
        self.assertNotEqual(self.text_of(), second)

    def test_never_overwritten(self):
        for taken, other in (("own.key", "own.pub"), ("own.pub", "own.key")):
            with self.subTest(taken=taken):
                kept, away = (self.folder / taken).read_bytes(), (self.folder / other).read_bytes()
                (self.folder / other).unlink()
                self.assert_complains(run("keygen", "-W", self.folder / "own"), "not overwritten")
                self.assertEqual((self.folder / taken).read_bytes(), kept)
                self.assertFalse((self.folder / other).exists())
                (self.folder / other).write_bytes(away)

    def test_minisign_signs_with_our_keys(self):
        self.write("letter", "dear reader")
        self.assertEqual(self.minisign("-S", "-s", "own.key", "-m", "letter").returncode, 0)
        self.assertEqual(self.minisign("-V", "-p", "own.pub", "-m", "letter").returncode, 0)

    def test_we_sign_with_minisigns_keys(self):
        self.assertEqual(self.minisign("-G", "-W", "-p", "theirs.pub", "-s", "theirs.key").returncode, 0)
        self.assertEqual(self.sign(key="theirs").returncode, 0)
        self.assertEqual(run("verify", self.archive, "--key", self.public("theirs")).returncode, 0)

    def test_password(self):
        status, said = on_terminal(self.folder, ["frozen pier", "frozen pier"], TOOL, "keygen", "locked")
        self.assertEqual(status, 0, said)
        self.assertNotIn("frozen", said)
        status, said = on_terminal(self.folder, ["frozen pier"], TOOL, "sign", self.archive, "--key", "locked.key")
        self.assertEqual(status, 0, said)
        self.assertEqual(run("verify", self.archive, "--key", self.public("locked")).returncode, 0)
        before = self.archive.read_bytes()
        status, said = on_terminal(self.folder, ["frozen beer"], TOOL, "sign", self.archive, "--key", "locked.key")
        self.assertEqual(status, 2)
        self.assertIn("the password is wrong", said)
        self.assertEqual(self.archive.read_bytes(), before)
        if MINISIGN is not None:
            self.write("letter", "dear reader")
            status, said = on_terminal(self.folder, ["frozen pier"], MINISIGN, "-S", "-s", "locked.key", "-m", "letter")
            self.assertEqual(status, 0, said)
            self.assertEqual(self.minisign("-V", "-p", "locked.pub", "-m", "letter").returncode, 0)

    def test_passwords_that_differ_make_no_key(self):
        status, said = on_terminal(self.folder, ["one", "other"], TOOL, "keygen", "locked")
        self.assertEqual(status, 2)
        self.assertIn("the passwords differ", said)
        self.assertFalse((self.folder / "locked.key").exists())

    def test_no_terminal(self):
        done = run("keygen", self.folder / "locked", start_new_session=True)
        self.assert_complains(done, "no terminal", "--no-password")

    def test_what_is_no_key(self):
        for content in ("", "hello\nworld\n", "untrusted comment: x\nRWQ\n", self.public().read_text()):
            self.write("odd.key", content)
            self.assert_complains(self.sign(key="odd"), "secret key")
        secret = (self.folder / "own.key").read_text()
        self.write("odd.key", secret[:-20] + ("A" if secret[-20] != "A" else "B") + secret[-19:])
        self.assert_complains(self.sign(key="odd"), "the secret key is damaged")
        self.assert_complains(run("verify", self.archive, "--key", self.folder / "own.key"), "not a public key")
        self.assert_complains(run("verify", self.archive, "--key", self.folder / "none"), "cannot be read")


class Signing(Signed):
    def test_same_bytes(self):
        first = self.archive.read_bytes()
        self.assertEqual(self.sign().returncode, 0)
        self.assertEqual(self.archive.read_bytes(), first)
        self.assertEqual(first[64:len(self.plain)], self.plain[64:])

    def test_output_and_unit(self):
        other = self.folder / "other.satchel"
        before = self.archive.read_bytes()
        done = self.sign("-o", other, "--unit", "4K", "--json")
        facts = json.loads(done.stdout)
        self.assertEqual(facts["unit"], 4096)
        self.assertEqual(facts["file_bytes"], other.stat().st_size)
        self.assertEqual(self.archive.read_bytes(), before)
        self.assertEqual(run("verify", other, "--key", self.public()).returncode, 0)
        self.assert_complains(self.sign("--unit", "3000"), "power of two")
        self.assert_complains(self.sign("--unit", "128K"))

    def test_damaged_archive_is_not_signed(self):
        damaged = bytearray(self.plain)
        damaged[len(damaged) // 2] ^= 1
        path = self.write("damaged.satchel", bytes(damaged))
        self.assertEqual(self.sign(archive=path).returncode, 2)
        self.assertEqual(path.read_bytes(), bytes(damaged))

    def test_folder_that_cannot_be_written(self):
        before = self.archive.read_bytes()
        self.archive.chmod(0o644)
        (self.folder / "own.key").chmod(0o644)
        with self.as_nobody() as user:
            self.folder.chmod(0o555)
            done = run("sign", self.archive, "--key", self.folder / "own.key", **user)
            self.folder.chmod(0o755)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.archive.read_bytes(), before)

    def test_zstd_takes_it_as_before(self):
        dictionary = self.folder / "d"
        use = ["-D", dictionary] if run("dictionary", self.archive, "-o", dictionary).returncode == 0 else []
        for check in (["-t", *use], ["-l"]):
            done = subprocess.run(["zstd", *check, self.archive], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        listed = subprocess.run(["zstd", "-lv", self.archive], capture_output=True, text=True, check=True).stdout
        self.write("plain.satchel", self.plain)
        plain = subprocess.run(["zstd", "-lv", self.folder / "plain.satchel"], capture_output=True, text=True,
                               check=True).stdout
        count = r"# Skippable Frames: (\d+)"
        self.assertEqual(int(re.search(count, listed)[1]), int(re.search(count, plain)[1]) + 1)

    def test_merging_makes_an_archive_without_signature(self):
        merged = self.folder / "merged.satchel"
        self.assertEqual(run("merge", self.archive, "-o", merged, "-q").returncode, 0)
        self.assertIsNone(json.loads(run("info", merged, "--json").stdout)["signature"])


class Verifying(Signed):
    def test_key_as_file_and_as_text(self):
        for key in (self.public(), self.text_of()):
            done = run("verify", self.archive, "--key", key)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, r"\nsigned with the key [0-9A-F]{16}: a, 3 articles, root [0-9a-f]{64}\n")
        self.assertIn("was not checked", run("verify", self.archive).stdout)
        shown = json.loads(run("verify", self.archive, "--json", "--key", self.public()).stdout)["signature"]
        self.assertTrue(shown["checked"])

    def test_minisign_verifies_what_we_signed(self):
        done = run("verify", self.archive, "--export-signature", self.folder / "root")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "root").stat().st_size, 64)
        done = self.minisign("-V", "-p", "own.pub", "-m", "root")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Trusted comment: a, 3 articles, root ", done.stdout)
        self.keygen("other")
        self.assertNotEqual(self.minisign("-V", "-p", "other.pub", "-m", "root").returncode, 0)
        root = bytearray((self.folder / "root").read_bytes())
        root[40] ^= 1
        self.write("root", bytes(root))
        self.assertNotEqual(self.minisign("-V", "-p", "own.pub", "-m", "root").returncode, 0)

    def test_others_keys_and_no_signature(self):
        self.keygen("other")
        self.assert_complains(run("verify", self.archive, "--key", self.public("other")), "is signed with the key",
                              "not with")
        self.write("plain.satchel", self.plain)
        for command in (["verify"], ["list"], ["info"], ["search", "ferry"], ["read", "ferry"], ["extract"]):
            done = run(command[0], self.folder / "plain.satchel", *command[1:], "--key", self.public())
            self.assert_complains(done, "the archive is not signed")
            self.assertEqual(done.stdout, "")
        self.assertEqual(self.sign("-o", self.folder / "o", key="other").returncode, 0)
        raw = bytearray((self.folder / "o").read_bytes())
        with open(self.archive, "rb") as own:
            own_record = own.read()[-208:]
        raw[len(raw) - 208 + 66:len(raw) - 208 + 74] = own_record[66:74]  # another key under our key's number
        self.write("pretended.satchel", bytes(raw))
        self.assert_complains(run("list", self.folder / "pretended.satchel", "--key", self.public()),
                              "the signature is not that of the key")

    def test_the_comment_is_checked_too(self):
        raw = bytearray(self.archive.read_bytes())
        at = raw.rindex(b"3 articles")
        raw[at] ^= 1
        self.write("b.satchel", bytes(raw))
        self.assert_complains(run("verify", self.folder / "b.satchel", "--key", self.public()), "comment")
        self.assertEqual(run("verify", self.folder / "b.satchel").returncode, 2)
        self.assertEqual(run("list", self.folder / "b.satchel", "--key", self.public()).returncode, 0)

    def test_unsigned_archive_has_no_signature_to_export(self):
        self.write("plain.satchel", self.plain)
        done = run("verify", self.folder / "plain.satchel", "--export-signature", self.folder / "root")
        self.assert_complains(done, "not signed")
        self.assertFalse((self.folder / "root").exists())

    def test_python_reader(self):
        def check(path, *options):
            return subprocess.run([sys.executable, PYTHON_READER, path, "check", *options], capture_output=True,
                                  text=True, check=False)
        self.keygen("other")
        self.assertEqual(check(self.archive).returncode, 0)
        self.assertEqual(check(self.archive, "--key", self.public()).returncode, 0)
        self.assertIn("another key", check(self.archive, "--key", self.public("other")).stderr)
        self.write("plain.satchel", self.plain)
        self.assertIn("not signed", check(self.folder / "plain.satchel", "--key", self.public()).stderr)
        whole = self.archive.read_bytes()
        for at in (len(self.plain) + 9, len(whole) - 208 + 40, len(whole) - 100, len(whole) - 1):
            changed = bytearray(whole)
            changed[at] ^= 1
            self.write("changed.satchel", bytes(changed))
            done = check(self.folder / "changed.satchel")
            self.assertEqual(done.returncode, 1, at)


class Reading(Signed):
    def test_all_commands_answer_as_without_a_key(self):
        for command in (["list"], ["extract"], ["search", "ferry"], ["read", "ferry"], ["complete", "the"],
                        ["search", "ferry", "--json"], ["list", "--json"]):
            own, checked = (run(command[0], self.archive, *command[1:], *key) for key in ((), ("--key", self.public())))
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertEqual(own.stdout, checked.stdout)

    def test_info_says_who_signed(self):
        name = re.search(r"key ([0-9A-F]{16})", self.public().read_text())[1]
        self.assertRegex(run("info", self.archive).stdout, rf"\nsigned +with the key {name}, .*not checked")
        done = run("info", self.archive, "--key", self.public())
        self.assertRegex(done.stdout, rf"\nsigned +with the key {name}, in units of")
        self.assertNotIn("not checked", done.stdout)
        shown = json.loads(run("info", self.archive, "--json", "--sizes").stdout)
        self.assertEqual(shown["signature"]["key"], name)
        self.assertFalse(shown["signature"]["checked"])

    def test_what_was_not_signed_is_not_shown(self):
        """An archive with another word in an article, right by all checksums, behind the old signature."""
        changed = [dict(a) for a in ARTICLES]
        changed[1]["body"] = changed[1]["body"].replace("lamp", "lump")
        forged = self.pack(changed, name="forged").read_bytes()
        self.assertEqual(len(forged), len(self.plain))
        whole = self.archive.read_bytes()
        tail = whole[len(self.plain):]
        self.write("forged.satchel", whole[:64] + forged[64:] + tail)
        told = ""
        for command in (["list"], ["extract"], ["read", "lamp"], ["search", "lump"]):
            done = run(command[0], self.folder / "forged.satchel", *command[1:], "--key", self.public())
            self.assertNotIn("lump", done.stdout)
            told += done.stderr
        self.assertIn("not what was signed", told)

    def test_damage_is_named(self):
        whole = bytearray(self.archive.read_bytes())
        whole[70] ^= 1  # in the first block, or what it needs
        self.write("changed.satchel", bytes(whole))
        done = run("verify", self.folder / "changed.satchel", "--key", self.public())
        self.assertEqual(done.returncode, 2)
        self.assertIn("not what was signed", done.stdout + done.stderr)
        done = run("extract", self.folder / "changed.satchel", "--key", self.public())
        self.assertEqual(done.returncode, 2)
        self.assertIn("not what was signed", done.stderr)

    def test_a_program_that_carries_a_signed_archive(self):
        program = self.folder / "program"
        self.assertEqual(run("export", self.archive, "-o", program, "-q").returncode, 0)
        own, key = (subprocess.run([program, "list", *extra], capture_output=True, text=True, check=False)
                    for extra in ([], ["--key", self.public()]))
        self.assertEqual(key.returncode, 0, key.stderr)
        self.assertEqual(own.stdout, key.stdout)
        again = self.folder / "again"
        self.assertEqual(run("export", self.archive, "-o", again, "-q", "--key", self.public()).returncode, 0)
        self.assertEqual(again.read_bytes(), program.read_bytes())
        self.keygen("other")
        refused = subprocess.run([program, "list", "--key", self.public("other")], capture_output=True, text=True,
                                 check=False)
        self.assertEqual((refused.returncode, refused.stdout), (2, ""))


if __name__ == "__main__":
    main()
