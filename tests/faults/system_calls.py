"""What a program asks of the system for its files, as strace records it."""

import os
import re
import subprocess

# All that can change a file or a directory. Those that disk.py does not know fail the test that meets them.
CHANGING = ("open openat creat write pwrite64 writev pwritev pwritev2 sendfile copy_file_range splice fallocate "
            "truncate ftruncate rename renameat renameat2 link linkat unlink unlinkat symlink symlinkat mkdir mkdirat "
            "rmdir chmod fchmod fchmodat fsync fdatasync sync syncfs sync_file_range msync close dup dup2 dup3 fcntl").split()
LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)", re.S)
ARGUMENT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|([^\s,"][^,"]*)')
RESULT = re.compile(r"(.*)\) += (-?\w+)[^\"]*", re.S)
UNFINISHED = " <unfinished ...>"


class Call:
    """A system call that was done: its name, its arguments (texts as bytes), and what it gave."""

    def __init__(self, thread, name, text):
        self.thread, self.name = thread, name
        arguments, result = RESULT.search(text).groups()
        self.result = int(result, 0)
        self.arguments = [bytes.fromhex(match[1].replace("\\x", "")) if match[2] is None else match[2]
                          for match in ARGUMENT.finditer(arguments.strip())]

    def __repr__(self):
        shown = [f"{a[:40]!r}..." if isinstance(a, bytes) and len(a) > 40 else repr(a) for a in self.arguments]
        return f"{self.name}({', '.join(shown)}) = {self.result}"


def calls_of(log):
    """All calls in the order in which they were done."""
    begun = {}
    for line in log.read_text(encoding="ascii").splitlines():
        found = LINE.fullmatch(line)
        if found is None:
            continue  # a signal, an end
        thread, name, text = found.groups()
        if text.endswith(UNFINISHED):
            begun[thread] = text.removesuffix(UNFINISHED)
        elif RESULT.search(text):  # the thread has not ended
            yield Call(thread, name, begun.pop(thread, "") + text)


def traced(arguments, log, inject=None, **how):
    """Runs a program under strace; inject is what shall fail, in strace's words."""
    strace = ["strace", "-f", "-qq", "-xx", "-s", str(1 << 28), "-o", str(log), "-e", "trace=" + ",".join(CHANGING)]
    if inject:
        strace += ["-e", "inject=" + inject]
    return subprocess.run([*strace, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, check=False,
                          timeout=120, **how)


def can_trace(folder):
    """Whether strace is there and may do its work."""
    try:
        return traced(["true"], folder / "log").returncode == 0
    except OSError:
        return False
