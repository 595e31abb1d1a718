"""A directory on a disk, and what may be left of it when the power fails.

As on a file system that promises no more than POSIX does: what was not synchronised may be there in any part and order,
bytes and names alike. Bytes of a file are safe after fsync of the file, names after fsync of the directory.
"""

import os
import re
from pathlib import Path

SECTOR = 512
ALL_SUBSETS = 5  # of so many changes of names; of more, some


class File:
    """Bytes, and the writes to them. The first `safe` of these are on disk."""

    def __init__(self, content=b""):
        self.base, self.writes, self.safe = content, [], 0

    def content(self, kept):
        """The bytes when only these writes arrived."""
        out = bytearray(self.base)
        for offset, data in kept:
            if data is None:  # cut, or made longer
                del out[offset:]
                out.extend(bytes(offset - len(out)))
                continue
            out.extend(bytes(max(0, offset + len(data) - len(out))))
            out[offset:offset + len(data)] = data
        return bytes(out)

    def states(self, chance):
        """What it may hold after the power failed."""
        safe, loose = self.writes[:self.safe], self.writes[self.safe:]
        yield self.content(safe)
        if not loose:
            return
        yield self.content(safe + loose)
        for i, (offset, data) in enumerate(loose):
            yield self.content(safe + loose[:i] + loose[i + 1:])
            yield self.content(safe + [loose[i]])
            if data is not None and len(data) > SECTOR:
                torn = data[:chance.randrange(1, len(data) // SECTOR + 1) * SECTOR]
                yield self.content(safe + loose[:i] + [(offset, torn)] + loose[i + 1:])
        for _ in range(8):
            yield self.content(safe + [write for write in loose if chance.random() < 0.5])
        # The length is known, the bytes are not there yet.
        yield self.content(safe + [(offset, data and bytes(len(data))) for offset, data in loose])


class Directory:
    """Names of files. Changes that are not safe yet stand in `loose`."""

    def __init__(self, files):
        self.safe = dict(files)
        self.now = dict(files)
        self.loose = []

    def change(self, *changes):
        """Names that are set to a file, or to None; together or not at all."""
        self.loose.append(changes)
        self.now = applied(self.now, [changes])

    def sync(self):
        self.safe, self.loose = dict(self.now), []

    def states(self, chance):
        count = len(self.loose)
        some = [0, (1 << count) - 1, *(chance.getrandbits(count) for _ in range(32))]
        subsets = range(1 << count) if count <= ALL_SUBSETS else some
        for subset in subsets:
            yield applied(self.safe, [changes for i, changes in enumerate(self.loose) if subset >> i & 1])


def applied(names, all_changes):
    out = dict(names)
    for changes in all_changes:
        for name, file in changes:
            if file is None:
                out.pop(name, None)
            else:
                out[name] = file
    return out


class Disk:
    """Follows a program's system calls in one directory; all others are of no concern."""

    def __init__(self, folder):
        self.folder = os.path.realpath(folder)
        self.directory = Directory({path.name: File(path.read_bytes()) for path in Path(folder).iterdir()})
        self.open = {}  # descriptor: [File or Directory, place]

    def name_of(self, path, at="AT_FDCWD"):
        """A path's name in the directory; None when it is elsewhere."""
        path = os.fsdecode(path)
        if at != "AT_FDCWD" and not path.startswith("/"):
            if not (at.isdigit() and self.open.get(int(at), [None])[0] is self.directory):
                return None
            path = os.path.join(self.folder, path)
        path = os.path.join(self.folder, path)
        return os.path.basename(path) if os.path.realpath(os.path.dirname(path)) == self.folder else None

    def follow(self, call):
        """Does what the call did. True when something may look different after a power failure."""
        if call.result < 0:
            return False
        action = getattr(self, "do_" + call.name, None)
        if action is None:
            raise NotImplementedError(f"{call}: not known to this test")
        return action(call, *call.arguments) is not False

    def do_openat(self, call, at, path, flags, *_):
        if "O_TMPFILE" in flags:
            inside = os.path.realpath(os.path.join(self.folder, os.fsdecode(path))) == self.folder
            self.open[call.result] = [File() if inside else None, 0]
            return False
        if os.path.realpath(os.path.join(self.folder, os.fsdecode(path))) == self.folder:
            self.open[call.result] = [self.directory, 0]
            return False
        name = self.name_of(path, at)
        file = self.directory.now.get(name) if name else None
        if name and file is None and "O_CREAT" in flags:
            file = File()
            self.directory.change((name, file))
        self.open[call.result] = [file, 0]
        if file and "O_TRUNC" in flags:
            file.writes.append((0, None))

    def do_open(self, call, path, flags, *mode):
        return self.do_openat(call, "AT_FDCWD", path, flags, *mode)

    def do_creat(self, call, path, *mode):
        return self.do_openat(call, "AT_FDCWD", path, "O_CREAT|O_TRUNC", *mode)

    def do_close(self, _, descriptor):
        self.open.pop(int(descriptor), None)
        return False

    def do_dup(self, call, old, *_):
        self.open[call.result] = self.open.get(int(old), [None, 0])
        return False

    do_dup2 = do_dup3 = do_dup

    def do_fcntl(self, call, descriptor, action, *_):
        if "F_DUPFD" in action:
            self.do_dup(call, descriptor)
        return False

    def file(self, descriptor):
        found = self.open.get(int(descriptor), [None])[0]
        return found if isinstance(found, File) else None

    def do_write(self, call, descriptor, data, *_):
        if (file := self.file(descriptor)) is None:
            return False
        file.writes.append((self.open[int(descriptor)][1], data[:call.result]))
        self.open[int(descriptor)][1] += call.result

    def do_pwrite64(self, call, descriptor, data, _, offset):
        if (file := self.file(descriptor)) is None:
            return False
        file.writes.append((int(offset), data[:call.result]))

    def do_ftruncate(self, _, descriptor, size):
        if (file := self.file(descriptor)) is None:
            return False
        file.writes.append((int(size), None))

    def do_fsync(self, _, descriptor):
        found = self.open.get(int(descriptor), [None])[0]
        if isinstance(found, File):
            found.safe = len(found.writes)
        elif found is self.directory:
            found.sync()

    do_fdatasync = do_fsync

    def do_linkat(self, _, old_at, old, new_at, new, *__):
        own = re.fullmatch(r"/proc/(?:self|\d+)/fd/(\d+)", os.fsdecode(old))
        descriptor = own[1] if own else old_at if old == b"" else None
        file = self.file(descriptor) if descriptor else self.directory.now.get(self.name_of(old, old_at))
        if (name := self.name_of(new, new_at)) is None:
            return False
        self.directory.change((name, file))

    def do_link(self, call, old, new):
        return self.do_linkat(call, "AT_FDCWD", old, "AT_FDCWD", new)

    def do_renameat2(self, _, old_at, old, new_at, new, *flags):
        before, after = self.name_of(old, old_at), self.name_of(new, new_at)
        if before is None and after is None:
            return False
        self.directory.change((before, None), (after, self.directory.now[before]))

    do_renameat = do_renameat2

    def do_rename(self, call, old, new):
        return self.do_renameat2(call, "AT_FDCWD", old, "AT_FDCWD", new)

    def do_unlinkat(self, _, at, path, *__):
        if (name := self.name_of(path, at)) is None or name not in self.directory.now:
            return False
        self.directory.change((name, None))

    def do_unlink(self, call, path):
        return self.do_unlinkat(call, "AT_FDCWD", path)

    def do_fchmod(self, *_):
        return False

    do_chmod = do_fchmodat = do_mkdir = do_rmdir = do_fchmod

    def after_power_failure(self, name, chance):
        """What may be found under a name, None for nothing: once for each different way."""
        seen = set()
        for names in self.directory.states(chance):
            file = names.get(name)
            if id(file) in seen:
                continue
            seen.add(id(file))
            if file is None:
                yield None
            else:
                yield from file.states(chance)
