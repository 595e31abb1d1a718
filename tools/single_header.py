"""Makes satchel.hpp, the whole reader in one header: python3 tools/single_header.py [-o FILE]

What it needs of others is zstd's decoder (zstd.h, libzstd) and the FlatBuffers headers. The headers that Satchel
generates are made by CMake in a temporary folder, or taken from a build: --generated build/release/generated
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'#\s*include\s*[<"]([^>"]+)[>"]')
ONCE = re.compile(r"#\s*pragma\s+once")
# Where these are included something else must come first.
IN_PLACE = re.compile(r"zstd\.h|flatbuffers/.*")


def fail(what):
    sys.exit(f"single_header: {what}")


def generate(folder):
    """The generated headers, by the rules of CMakeLists.txt."""
    off = [f"-DSATCHEL_{part}=OFF" for part in ("C", "PACKER", "TOOL", "TESTS")]
    configure = ["cmake", "-S", ROOT, "-B", folder, *off]
    for command in (configure, ["cmake", "--build", folder, "--target", "satchel_generate"]):
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            fail("there is no cmake; tools/setup.sh installs what is needed")
        if done.returncode != 0:
            fail("the generated headers could not be made; tools/setup.sh installs what is needed\n" +
                 (done.stderr or done.stdout))
    return Path(folder) / "generated"


class Header:
    """Headers of Satchel, each once and in the place where it is first included."""

    def __init__(self, generated):
        self.folders = [ROOT / "include", generated]
        self.seen = set()
        self.system, self.written = set(), set()  # standard headers, for the top of what includes them

    def path(self, name):
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        fail(f"there is no {name} in {' or '.join(map(str, self.folders))}")

    def text_of(self, name):
        """The header, with those that it includes first in front of it, and others where they are included."""
        self.seen.add(name)
        before, own, code = "", "", False
        for line in self.path(name).read_text(encoding="utf-8").splitlines(keepends=True):
            included = INCLUDE.match(line)
            if ONCE.match(line):
                continue
            if included and not IN_PLACE.fullmatch(included[1]):
                if not included[1].startswith("satchel/"):
                    self.system.add(included[1])
                elif included[1] in self.seen:
                    pass
                elif code:
                    own += self.text_of(included[1])
                else:
                    before += self.text_of(included[1])
            else:
                code = code or not (line.isspace() or line.startswith("//"))
                own += line
        own = f"// ---- {name}\n" + re.sub(r"\n{3,}", "\n\n", own).strip("\n") + "\n\n"
        return before + own if code else own + before  # a tour comes before what it shows

    def take_system(self):
        new = sorted(self.system - self.written)
        self.written |= self.system
        return "".join(f"#include <{name}>\n" for name in new)


def single_header(generated):
    version = re.search(r"project\(satchel VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
    header = Header(generated)
    schema = header.path("satchel/satchel_generated.h").read_text(encoding="utf-8")
    flatbuffers = ".".join(re.findall(r"FLATBUFFERS_VERSION_\w+ == (\d+)", schema))
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    licence = "".join(f"// {line}".rstrip() + "\n" for line in licence)
    reader = header.text_of("satchel/satchel.hpp") + header.text_of("satchel/signature.hpp")
    reader_system = header.take_system()
    hosted = header.text_of("satchel/hosted/file_archive.hpp")
    hosted_system = header.take_system()
    return f"""\
// Satchel {version}, the reader in one header. Made by tools/single_header.py; changes belong in what it is made of.
//
// Needs zstd 1.5.0 or newer (zstd.h, libzstd) and the headers of FlatBuffers {flatbuffers}. The part that flatc made
// takes no other version: the compiler says so, and the file is to be made again where that version is installed.
//
// Nothing is to be defined before it is included, in one translation unit or in all. What knows files comes last, and
// is there where <sys/mman.h> is. A program includes this file or satchel/*.hpp, not both.
//
{licence}#pragma once

{reader_system}
{reader}#if __has_include(<sys/mman.h>)

{hosted_system}
{hosted}#endif
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", default="satchel.hpp", help="the header to write (satchel.hpp); - for stdout")
    parser.add_argument("--generated", type=Path, metavar="FOLDER", help="the folder `generated` of a build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = single_header(options.generated or generate(folder))
    if options.output == "-":
        sys.stdout.write(text)
        return
    written = Path(options.output).with_name(f".{Path(options.output).name}.{os.getpid()}")
    try:
        written.write_text(text, encoding="utf-8")
        written.replace(options.output)
    except OSError as problem:
        written.unlink(missing_ok=True)
        fail(f"{options.output}: {problem.strerror}; choose another place with -o")


if __name__ == "__main__":
    main()
