"""The reader compiled for a Cortex-M3: no floating point, heap, exceptions, assertions or writable globals in it."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = "arm-none-eabi-"
# All that the reader may ask of its surroundings.
ALLOWED = re.compile(r"ZSTD_\w+|mem(cpy|move|set|cmp|chr)|strlen|__aeabi_u?l(div)?mod|__aeabi_u?ldivmod|"
                     r"__aeabi_(llsl|llsr|lmul|lasr)|__aeabi_u?idiv(mod)?|__aeabi_mem\w+")


def run(*command):
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")
    return done.stdout


def main():
    include, generated, flatbuffers = map(Path, sys.argv[1:4])
    if shutil.which(TOOLS + "g++") is None:
        print("skipped: arm-none-eabi-g++ is not installed")
        return 77
    with tempfile.TemporaryDirectory() as directory:
        # Only these two headers of the host: the others are of another machine.
        foreign = Path(directory) / "foreign"
        foreign.mkdir()
        (foreign / "flatbuffers").symlink_to(flatbuffers / "flatbuffers")
        (foreign / "zstd.h").symlink_to(flatbuffers / "zstd.h")
        failures = []
        for name, what in (("whole_reader.cpp", "reader"), ("signed_reader.cpp", "checking signatures")):
            failures += check(Path(__file__).parent / name, what, directory,
                              ["-I", include, "-isystem", generated, "-isystem", foreign])
        for failure in failures:
            print("failed:", failure)
        return 1 if failures else 0


def check(source, what, directory, includes):
    """Compiles a source, prints how large it is, gives what should not be in it."""
    compiled = Path(directory) / "compiled.o"
    run(TOOLS + "g++", "-std=c++17", "-mcpu=cortex-m3", "-mthumb", "-Os", "-DNDEBUG", "-fno-exceptions", "-fno-rtti",
        "-Wall", "-Wextra", "-Wconversion", "-Werror", "-c", *includes, source, "-o", compiled)
    failures = []
    for line in run(TOOLS + "nm", "-C", compiled).splitlines():
        kind, name = line[9:].split(" ", 1) if line[:8].strip() else line.split(None, 1)
        if kind == "U" and not ALLOWED.fullmatch(name):
            failures.append(f"{what} needs {name}")
        if kind in "dDbBC" or "guard variable" in name:
            failures.append(f"{what}: writable global {name}")
    # Cortex-M3 has no floating point instructions; a float in the source shows as a call, or as such a mnemonic.
    for line in run(TOOLS + "objdump", "-d", compiled).splitlines():
        if re.search(r"\bv(add|sub|mul|div|ldr|cvt|mov)\.?f|__aeabi_[fd]\w+", line):
            failures.append(line.strip())
    sizes = run(TOOLS + "size", compiled).splitlines()[1].split()
    print(f"{what} on Cortex-M3: {sizes[0]} bytes of code and tables, {sizes[1]} data, {sizes[2]} bss")
    if sizes[1] != "0" or sizes[2] != "0":
        failures.append(f"{what}: data and bss must be empty")
    return failures


if __name__ == "__main__":
    sys.exit(main())
