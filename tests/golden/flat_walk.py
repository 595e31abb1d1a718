"""Walks over a FlatBuffer by the schema and names every byte of it."""

import re
import struct
from pathlib import Path

SCALARS = {"ubyte": "B", "bool": "B", "ushort": "H", "int": "i", "uint": "I", "ulong": "Q"}


class Schema:
    """The tables and structs of a schema: name to [(field, type)]."""

    def __init__(self, path):
        text = re.sub(r"//.*", "", Path(path).read_text(encoding="utf-8"))
        self.structs, self.tables = {}, {}
        for kind, name, body in re.findall(r"(table|struct) (\w+) \{(.*?)\}", text, re.DOTALL):
            fields = re.findall(r"(\w+):(\[?\w+\]?)", body)
            (self.structs if kind == "struct" else self.tables)[name] = fields

    def is_offset(self, kind):
        """Whether a field of this type holds an offset."""
        return kind not in SCALARS and kind not in self.structs

    def layout(self, kind):
        """The members of a struct as (name, offset, struct code), its size and alignment; scalars have one member."""
        at, alignment, members = 0, 1, []
        for name, member in self.structs.get(kind, [("", kind)]):
            size = struct.calcsize("<" + SCALARS[member])
            at = -(-at // size) * size
            members.append((name, at, SCALARS[member]))
            at, alignment = at + size, max(alignment, size)
        return members, -(-at // alignment) * alignment


class FlatWalk:
    """All parts of a FlatBuffer as (start, size, label), in order and without gaps."""

    def __init__(self, schema, buffer, root):
        self._schema, self._buffer = schema, buffer
        self._found = {0: (4, f"to the table {root}")}
        self._table(struct.unpack_from("<I", buffer)[0], root)

    def _note(self, start, size, label):
        self._found[start] = (size, label)

    def _table(self, at, name):
        buffer = self._buffer
        vtable = at - struct.unpack_from("<i", buffer, at)[0]
        size, table_size = struct.unpack_from("<HH", buffer, vtable)
        self._note(vtable, 4, f"vtable of {name}: {size} bytes, table {table_size}")
        self._note(vtable + 4, size - 4, "  place of each field; 0: none")
        self._note(at, 4, f"{name}: back to its vtable")
        offsets = struct.unpack_from(f"<{size // 2 - 2}H", buffer, vtable + 4)
        for (field, kind), offset in zip(self._schema.tables[name], offsets):
            if offset:
                self._field(at + offset, f"{name}.{field}", kind)

    def _field(self, at, label, kind):
        if not self._schema.is_offset(kind):
            return self._inline(at, label, kind)
        target = at + struct.unpack_from("<I", self._buffer, at)[0]
        self._note(at, 4, f"{label}: to its {'table' if kind in self._schema.tables else 'vector'}")
        if kind in self._schema.tables:
            return self._table(target, kind)
        count, = struct.unpack_from("<I", self._buffer, target)
        self._note(target, 4, f"{label}: {count} elements")
        element = kind.strip("[]")
        if kind == "string":
            self._note(target + 4, count + 1, f"  bytes of {label}, and a 0")
        elif element == "ubyte":
            self._note(target + 4, count, f"  bytes of {label}")
        else:
            size = self._schema.layout(element)[1]
            for i in range(count):
                self._inline(target + 4 + i * size, f"  {label}[{i}]", element)

    def _inline(self, at, label, kind):
        members, size = self._schema.layout(kind)
        if size <= 4 or kind in SCALARS:
            values = [str(*struct.unpack_from("<" + code, self._buffer, at + offset)) for _, offset, code in members]
            names = [f"{name} {value}" if name else value for (name, _, _), value in zip(members, values)]
            return self._note(at, size, f"{label}: {', '.join(names)}")
        groups = {}
        for name, offset, code in members:  # members of one byte that are numbered make one line
            groups.setdefault(re.sub(r"_\d+$", "", name), []).append((offset, code))
        for name, parts in groups.items():
            values = [str(*struct.unpack_from("<" + code, self._buffer, at + offset)) for offset, code in parts]
            width = sum(struct.calcsize("<" + code) for _, code in parts)
            shown = values[0] if len(values) == 1 else f"{len(values)} numbers"
            self._note(at + parts[0][0], width, f"{label}.{name}: {shown}".replace("  Directory.", "  "))

    def items(self):
        """The parts; what nothing names is padding."""
        at = 0
        for start, (size, label) in sorted(self._found.items()):
            if start > at:
                yield at, start - at, "padding"
            if size:
                yield start, size, label
            at = start + size
        if at < len(self._buffer):
            yield at, len(self._buffer) - at, "padding"
