"""Builds the shell for the machines that it runs on, and runs it: for the tests and for sizes.py."""

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BOARD = ["qemu-system-arm", "-M", "lm3s6965evb", "-display", "none", "-monitor", "none", "-serial", "none",
         "-semihosting-config", "enable=on,target=native", "-kernel"]
MICROBIT = [word.replace("lm3s6965evb", "microbit") for word in BOARD]
NEEDED = {"board": ["arm-none-eabi-g++", "qemu-system-arm"], "board32": [], "board16": [], "host": ["g++"], "sanitize": ["g++"],
          "armhf": ["arm-linux-gnueabihf-g++", "qemu-arm"], "s390x": ["s390x-linux-gnu-g++", "qemu-s390x"]}


def program(name):
    """The path of a program, or None; qemu-user goes by two names."""
    return shutil.which(name) or shutil.which(name + "-static")


def missing(machines):
    """The programs that these machines need and that are not there."""
    return [name for machine in machines for name in NEEDED[machine] if program(name) is None]


class Machines:
    """Machines whose programs lie in one folder; `includes` has the generated headers and those of FlatBuffers."""

    def __init__(self, folder, includes):
        self.folder = Path(folder).resolve()
        self.includes = [str(Path(include).resolve()) for include in includes]

    def fetch(self):
        """zstd's source; why not, where it cannot be had."""
        done = subprocess.run(["sh", HERE / "zstd_source.sh", self.folder], capture_output=True, text=True, check=False)
        return None if done.returncode == 0 else done.stderr

    def build(self, machine):
        done = subprocess.run(["sh", HERE / "build.sh", machine, self.folder, *self.includes], capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"building for {machine}:\n{done.stderr}")

    def path(self, machine):
        return self.folder / f"shell-{machine}"

    def run(self, machine, commands, folder="."):
        """What the shell prints; the card's names are relative to `folder`."""
        command = {"board": BOARD, "board32": BOARD, "board16": MICROBIT, "armhf": [program("qemu-arm")],
                   "s390x": [program("qemu-s390x")]}.get(machine, [])
        done = subprocess.run([*command, str(self.path(machine))], input="\n".join(commands) + "\n", cwd=folder,
                              capture_output=True, encoding="utf-8", errors="surrogateescape", check=False, timeout=600)
        if done.returncode != 0:
            raise RuntimeError(f"{machine} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout


def answers(output):
    """What a shell said to each command: the lines that are the same on all machines, and those about this one."""
    found = []
    for line in output.removesuffix("\n").split("\n"):
        if line.startswith("> "):
            found.append((line[2:], [], {}))
        elif match := re.fullmatch(r"# (.*) (\d+)", line):
            found[-1][2][match[1]] = int(match[2])
        elif not line.startswith("# ") and found:
            found[-1][1].append(line)
    return found
