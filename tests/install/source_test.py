"""The source tarball has the same bytes wherever, whenever and by whomever it is made, of git or of itself."""

import gzip
import os
import shutil
import sys
import tarfile
import time
from pathlib import Path

from outside import ROOT, Outside, main_after_build

COMMAND = "tools/packaging/source.py"
NOBODY = 65534
# A file that runs, names and contents that settings could change, and one that is ignored.
FILES = {"CMakeLists.txt": "project(satchel VERSION 1.2.3)\n", ".gitignore": "built\n", "run.sh": "#!/bin/sh\r\n",
         "überall/ä.md": "line\n", ".gitattributes": "*.md text\n", "built": "by a compiler"}
AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.org"]


class SourceTarball(Outside):
    def folder(self, name, umask=0o022):
        """A repository of its own, always with the same commit."""
        before = os.umask(umask)
        self.addCleanup(os.umask, before)
        folder = self.here / name
        for path, text in FILES.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
        (folder / "run.sh").chmod(0o777 & ~umask)
        (folder / COMMAND).parent.mkdir(parents=True)
        shutil.copyfile(ROOT / COMMAND, folder / COMMAND)
        self.environment["GIT_AUTHOR_DATE"] = self.environment["GIT_COMMITTER_DATE"] = "2026-01-02T03:04:05Z"
        for command in (["init", "-q"], ["add", "-A"], [*AUTHOR, "commit", "-q", "-m", "All"]):
            self.run_command("git", "-C", folder, *command)
        return folder

    def made(self, folder, prefix=()):
        target = self.here / f"{folder.name}.tar.gz"
        self.run_command(*prefix, sys.executable, folder / COMMAND, "-o", target)
        return target.read_bytes()

    def unpacked(self, tarball, name):
        target = self.here / name
        with tarfile.open(self.here / tarball) as tar:
            tar.extractall(target)
        return target / "satchel-1.2.3"

    def test_two_runs_two_folders(self):
        first = self.made(self.folder("first"))
        time.sleep(1.1)  # what is made of the clock differs now
        second = self.folder("second", umask=0o077)
        for path in second.rglob("*.*"):
            os.utime(path, (10**9, 10**9))
        (second / "stray.txt").write_text("not committed")
        home = self.here / "home"
        home.mkdir()
        (home / ".gitconfig").write_text("[core]\nautocrlf = true\n[tar]\numask = 0077\n")
        self.environment.update(HOME=str(home), TZ="Asia/Kolkata", LC_ALL="C")
        self.assertEqual(first, self.made(second))

    def test_another_user(self):
        first = self.made(self.folder("first"))
        if os.geteuid():
            self.skipTest("only root can become somebody else")
        folder = self.folder("other")
        for path in (self.here, folder, *folder.rglob("*"), *folder.rglob(".*")):
            os.chown(path, NOBODY, NOBODY)
        done = self.made(folder, ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"])
        self.assertEqual(first, done)

    def test_it_makes_itself_again(self):
        first = self.made(self.folder("first"))
        again = self.unpacked("first.tar.gz", "again")
        for path in again.rglob("*"):
            path.chmod(path.stat().st_mode & 0o700)  # as with another umask
            os.utime(path)
        self.assertEqual(first, self.made(again))
        self.environment["SOURCE_DATE_EPOCH"] = "1700000000"
        later = self.made(again)
        self.assertNotEqual(first, later)
        shutil.copy(self.unpacked("satchel-1.2.3.tar.gz", "later") / "MANIFEST", again)
        del self.environment["SOURCE_DATE_EPOCH"]
        self.assertEqual(later, self.made(again))

        (again / "run.sh").write_text("#!/bin/bash\n")
        complaint = self.run_command(sys.executable, again / COMMAND, status=1)
        self.assertIn("run.sh is not what MANIFEST says", complaint)
        (again / "run.sh").unlink()
        self.assertIn("run.sh is missing", self.run_command(sys.executable, again / COMMAND, status=1))
        (again / "MANIFEST").unlink()
        self.assertIn("neither a git work tree", self.run_command(sys.executable, again / COMMAND, status=1))

    def test_what_is_in_it(self):
        self.made(self.folder("first"))
        with tarfile.open(self.here / "first.tar.gz") as tar:
            members = tar.getmembers()
        names = [member.name for member in members]
        files = [name for name in FILES if name != "built"]
        self.assertEqual(names, sorted(f"satchel-1.2.3/{name}" for name in [*files, COMMAND, "MANIFEST"]))
        self.assertEqual({(m.uid, m.gid, m.uname, m.gname) for m in members}, {(0, 0, "root", "root")})
        self.assertEqual({m.mtime for m in members}, {1767323045})
        self.assertEqual({m.mode for m in members if not m.name.endswith("run.sh")}, {0o644})
        self.assertEqual({m.mode for m in members if m.name.endswith("run.sh")}, {0o755})
        packed = (self.here / "first.tar.gz").read_bytes()
        self.assertEqual(packed[3:8], bytes(5))  # no name, no time
        self.assertEqual(gzip.decompress(packed)[:14], b"satchel-1.2.3/")

        folder = self.unpacked("first.tar.gz", "checked")
        self.here = folder
        self.run_command("sha256sum", "--strict", "-c", "MANIFEST")

    def test_of_this_project(self):
        if not (ROOT / ".git").exists():
            self.skipTest("this is no git work tree")
        self.run_command(sys.executable, ROOT / COMMAND)
        (tarball,) = self.here.glob("satchel-*.tar.gz")
        with tarfile.open(tarball) as tar:
            names = {member.name.split("/", 1)[1] for member in tar}
        committed = self.run_command("git", "-C", ROOT, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
        self.assertEqual(names, {*filter(None, committed), "MANIFEST"})


if __name__ == "__main__":
    main_after_build("git", "sha256sum", "setpriv")
