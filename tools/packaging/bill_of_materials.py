#!/usr/bin/env python3
"""Makes the bill of materials: what lies in the tool and in libsatchel, or is loaded with them, as SPDX 2.3 in JSON.

It asks the finished build: the linker's lists say which libraries went in, the loader which are loaded, the compiler's
lists whose headers were compiled in. Names, versions and licences are those of the Debian packages that own the files.

  python3 tools/packaging/bill_of_materials.py build/release -o satchel.spdx.json
"""

import argparse
import functools
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

# What is delivered, and the lists of what the linker took for it. The tool has the reader in it that "export" writes.
PRODUCTS = [("satchel", "tools/satchel/satchel", ["tools/satchel/satchel_tool", "tools/satchel/reader/satchel_reader"]),
            ("libsatchel", "src/c/libsatchel.so", ["src/c/satchel_c_shared"])]
# Short names in Debian's copyright files, and the licences' identifiers in SPDX.
LICENCES = {"Apache-2.0": "Apache-2.0", "BSD-2-clause": "BSD-2-Clause", "BSD-3-clause": "BSD-3-Clause", "Expat": "MIT",
            "MIT": "MIT", "X11": "X11", "BSL-1.0": "BSL-1.0", "ISC": "ISC", "Zlib": "Zlib", "zlib": "Zlib",
            "GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later", "GPL-3": "GPL-3.0-only",
            "GPL-3+": "GPL-3.0-or-later", "LGPL-2.1": "LGPL-2.1-only", "LGPL-2.1+": "LGPL-2.1-or-later"}
LICENCE = "MIT"  # of Satchel


def fail(why):
    sys.exit(f"bill_of_materials: {why}")


def run(*command):
    try:
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, errors="replace")
    except FileNotFoundError:
        fail(f"{command[0]} is not installed")
    return done.stdout


class Build:
    """A build folder, and which foreign files went into what was made in it."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        cache = self.folder / "CMakeCache.txt"
        if not cache.exists():
            fail(f"{folder} is no build folder")
        self.settings = dict(re.findall(r"^([\w-]+):\w+=(.*)$", cache.read_text(encoding="utf-8"), re.M))
        self.source = Path(self.settings["CMAKE_HOME_DIRECTORY"]).resolve()
        self.ninja = self.settings["CMAKE_GENERATOR"] == "Ninja"
        self.headers = self.headers_of_ninja() if self.ninja else None

    def headers_of_ninja(self):
        """By object, what the compiler read."""
        listed = re.findall(r"^(\S+): #deps.*\n((?:    .*\n)*)", run("ninja", "-C", self.folder, "-t", "deps"), re.M)
        return {(self.folder / target): lines.split() for target, lines in listed}

    def is_foreign(self, path):
        return not path.is_relative_to(self.source) and not path.is_relative_to(self.folder)

    def linked(self, target):
        """Objects of this project, and files of others."""
        lists = self.folder / f"{target}.link.d"
        if not lists.exists():
            fail(f"there is no {lists}; build all first, with a linker that knows --dependency-file (GNU's, LLVM's)")
        rule = lists.read_text(encoding="utf-8").split("\n\n")[0].replace("\\\n", " ")
        place = self.folder if self.ninja else lists.parent
        paths = [(place / name).resolve() for name in rule.split(": ", 1)[1].split()]
        own = [path for path in paths if not self.is_foreign(path)]
        objects = [path for path in own if path.suffix == ".o"]
        for archive in (path for path in own if path.suffix == ".a"):
            objects += (archive.parent / f"CMakeFiles/{archive.stem.removeprefix('lib')}.dir").rglob("*.o")
        return objects, [path for path in paths if self.is_foreign(path) and path.suffix in {".a", ".o"}]

    def compiled(self, objects):
        """Headers of others in them."""
        found = set()
        for path in objects:
            names = self.headers.get(path, []) if self.ninja else self.headers_of_make(path)
            found.update(Path(name).resolve() for name in names if name.startswith("/"))
        return [path for path in found if self.is_foreign(path)]

    def headers_of_make(self, path):
        return path.with_name(f"{path.name}.d").read_text(encoding="utf-8").replace("\\\n", " ").split()


def loaded(program):
    """Libraries that are loaded with it: those that it names itself, and those that these name."""
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-d", program)))
    libraries = {name: Path(path).resolve() for name, path in re.findall(r"(\S+) => (/\S+)", run("ldd", program))}
    return ([path for name, path in libraries.items() if name in needed],
            [path for name, path in libraries.items() if name not in needed])


def owners(paths):
    """The Debian package to which each file belongs. Packages older than the merged /usr know them without it."""
    names = {str(path): str(path).removeprefix("/usr") for path in paths}
    found = {}
    for line in run("dpkg-query", "-S", *names, *names.values()).splitlines():
        package, _, path = line.partition(": ")
        found[path] = package
    lost = [path for path, other in names.items() if path not in found and other not in found]
    if lost:
        fail(f"{lost[0]} belongs to no Debian package: its version and licence are not known")
    return {path: found.get(str(path)) or found[names[str(path)]] for path in paths}


def identifier(name, kind="SPDXRef-"):
    return kind + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def licence(name, texts):
    """That of most of a package's files. One that SPDX has no name for is given by the whole of Debian's text."""
    path = Path("/usr/share/doc") / name / "copyright"
    if not path.exists():
        return "NOASSERTION"
    text = path.read_text(encoding="utf-8", errors="replace")
    paragraph = re.search(r"^Files:\s*\*\s*\n(.+\n)*?License:[ \t]*(\S.*)\n", text, re.M)
    words = paragraph[2].split() if paragraph else ["?"]
    if all(word in LICENCES or word in {"and", "or"} for word in words):
        return " ".join(word.upper() if word in {"and", "or"} else LICENCES[word] for word in words)
    return texts.setdefault(text, identifier(name, "LicenseRef-"))


def package(name, version, declared, concluded="NOASSERTION"):
    return {"name": name, "SPDXID": identifier(name), "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "licenseConcluded": concluded, "licenseDeclared": declared,
            "copyrightText": "NOASSERTION"}


def debian_package(owner, texts):
    name, version, architecture, homepage = run(
        "dpkg-query", "-W", "-f", "${Package}\\t${Version}\\t${Architecture}\\t${Homepage}", owner).split("\t")
    made = package(name, version, licence(name, texts))
    if homepage:
        made["homepage"] = homepage
    system = platform.freedesktop_os_release()["ID"]
    made["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator":
                             f"pkg:deb/{system}/{quote(name)}@{quote(version, safe='')}?arch={architecture}"}]
    return made


def product_package(build, name, path):
    made = package(name, build.settings["CMAKE_PROJECT_VERSION"], LICENCE, LICENCE)
    made["packageFileName"] = path.name
    made["checksums"] = [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(path.read_bytes()).hexdigest()}]
    return made


def parts(build, path, targets):
    """What is in a product or is loaded with it: for each kind of relation why, and the files."""
    listed = [build.linked(target) for target in targets]
    direct, indirect = loaded(path)
    yield "DYNAMIC_LINK", "it is loaded with the program", direct
    yield "DEPENDS_ON", "another library loads it", indirect
    yield "STATIC_LINK", "it is linked in", {file for _, files in listed for file in files}
    yield "DEPENDS_ON", "its headers are compiled in", build.compiled({o for objects, _ in listed for o in objects})


def bill(build, seconds):
    packages, texts, relations = {}, {}, []

    def relate(element, kind, other, why=None):
        relation = {"spdxElementId": element, "relationshipType": kind, "relatedSpdxElement": other}
        relations.append(relation | ({"comment": why} if why else {}))

    @functools.cache
    def element(owner):
        made = debian_package(owner, texts)
        packages[made["SPDXID"]] = made
        return made["SPDXID"]

    products = [(name, (build.folder / file).resolve(), targets) for name, file, targets in PRODUCTS]
    if absent := [path for _, path, _ in products if not path.exists()]:
        fail(f"{absent[0]} is not there; build all first")
    inside = {name: list(parts(build, path, targets)) for name, path, targets in products}
    tools = [Path(build.settings[tool]).resolve() for tool in ("CMAKE_CXX_COMPILER", "FLATC")]
    owner_of = owners({*tools, *(file for part in inside.values() for _, _, files in part for file in files)})
    for name, path, _ in products:
        product = product_package(build, name, path)
        packages[product["SPDXID"]] = product
        relate("SPDXRef-DOCUMENT", "DESCRIBES", product["SPDXID"])
        for kind, why, files in inside[name]:
            for owner in sorted({owner_of[file] for file in files}):
                relate(product["SPDXID"], kind, element(owner), why)
        for tool in tools:
            relate(element(owner_of[tool]), "BUILD_TOOL_OF", product["SPDXID"])
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "satchel",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)),
                         "creators": ["Tool: bill_of_materials.py"]},
        "packages": list(packages.values()), "relationships": relations,
        "hasExtractedLicensingInfos": [{"licenseId": name, "extractedText": text} for text, name in texts.items()]}
    document["documentNamespace"] = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(document)).urn
    return document


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the folder of a build of all")
    parser.add_argument("-o", metavar="FILE", default="-", help="where it goes; standard output without")
    how = parser.parse_args()
    made = bill(Build(how.build), int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    if how.o == "-":
        sys.stdout.write(text)
        return
    try:
        Path(how.o).write_text(text, encoding="utf-8")
    except OSError as e:
        fail(f"{how.o}: {e.strerror}")


if __name__ == "__main__":
    main()
