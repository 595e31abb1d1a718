"""The systems of the benchmark: how each is called, and what its program weighs."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

# For Lucene: the smallest collector, and a heap that is enough; a larger one would show as more private memory.
JAVA = ["java", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
HEAP = {"index": "-Xmx768m"}
HEAP_TO_SEARCH = "-Xmx256m"


class System:
    """One system, or one way to use it. `label` is its column's head."""

    def __init__(self, build, name, label, options=(), searched=True):
        self.build, self.name, self.label = build, name, label
        self.options, self.searched = list(options), searched
        self.key = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")

    @property
    def program(self):
        return self.build / "lucene.path" if self.name == "lucene" else self.build / "bin" / f"{self.name}_bench"

    @property
    def built(self):
        return self.program.exists() and (self.name != "lucene" or (self.build / "lucene").exists())

    @property
    def maps(self):
        """Whether it can both map its files and read them."""
        return self.name in ("satchel", "sqlite", "lucene")

    def command(self, command, *arguments):
        extra = self.options if command == "index" else []
        if self.name == "lucene":
            path = self.program.read_text(encoding="utf-8").strip()
            start = [*JAVA, HEAP.get(command, HEAP_TO_SEARCH), "-cp", path, "LuceneBench"]
        else:
            start = [self.program]
        return [str(a) for a in [*start, command, *arguments, *extra]]

    def sizes(self, target):
        """Bytes of text store and index; the two together are at most those of the files."""
        out = subprocess.run(self.command("sizes", target), stdout=subprocess.PIPE, check=True).stdout.decode()
        if self.name != "satchel":
            sizes = dict(line.split("\t") for line in out.splitlines())
            return int(sizes["text"]), int(sizes["index"])
        parts = json.loads(out)["sizes"]
        text = sum(size for part, size in parts.items() if part in SATCHEL_TEXT)
        return text, sum(parts.values()) - text

    def program_sizes(self):
        """Name: bytes, of what a program needs to search: itself and all libraries but libc's."""
        if self.name != "lucene":
            return shared_objects(self.program)
        sizes = {}
        for part in self.program.read_text(encoding="utf-8").strip().split(":"):
            if not part.endswith("gson.jar"):  # reads the corpus
                sizes[Path(part).name] = files_size(part)
        java = Path(shutil.which("java")).resolve().parent.parent
        sizes["Java"] = sum(files_size(java / part) for part in ("lib", "bin", "conf") if (java / part).is_dir())
        return sizes


# Which of the parts that `satchel info --sizes` names hold the text and what belongs to it.
SATCHEL_TEXT = {"blocks", "catalogs", "dictionary", "words"}


def files_size(path):
    """Bytes of a file, or of all below a directory."""
    path = Path(path)
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file() and not f.is_symlink())


def shared_objects(program):
    sizes = {"program": program.stat().st_size}
    listed = subprocess.run(["ldd", program], stdout=subprocess.PIPE, check=True).stdout.decode()
    for name, path in re.findall(r"(\S+) => (/\S+)", listed):
        if not re.match(r"(libc|libm|libdl|libpthread|librt|ld-linux.*|libbench_corpus)\.so", name):
            sizes[name] = os.stat(path).st_size
    return sizes


def all_systems(build, more_satchel=()):
    """All systems whose programs are built, Satchel first. `more_satchel`: options of further Satchel rows."""
    systems = [System(build, "satchel", "Satchel", ["--language", "none"])]
    for options in more_satchel:
        systems.append(System(build, "satchel", f"Satchel {options}", ["--language", "none", *options.split()]))
    systems.append(System(build, "satchel", "Satchel, its defaults", searched=False))
    systems += [
        System(build, "sqlite", "SQLite FTS5"),
        System(build, "xapian", "Xapian"),
        System(build, "zim", "libzim"),
        System(build, "lucene", "Lucene"),
    ]
    return [s for s in systems if s.built]


def versions():
    """Versions of the libraries, as Debian names them."""
    packages = ("libsqlite3-0", "libxapian30", "libzim8", "liblucene8-java", "openjdk-17-jre-headless", "libzstd1")
    found = []
    for package in packages:
        told = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, check=False)
        if told.returncode == 0 and told.stdout:
            found.append(f"{package} {told.stdout.decode()}")
    return found
