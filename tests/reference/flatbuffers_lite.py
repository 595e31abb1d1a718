"""Access to FlatBuffers without generated code.

A field is asked for by its index in the table of the schema (counted from 0, in the order of declaration).
Every offset is checked against the buffer, and every value against the alignment that FlatBuffers asks for.
"""

import struct

from archive_error import require


def root_table(buffer, what):
    """The root table of a FlatBuffer; `what` names it in messages."""
    require(len(buffer) >= 8, f"{what}: FlatBuffer of {len(buffer)} bytes is too short")
    return Table(buffer, struct.unpack_from("<I", buffer, 0)[0], what)


class Table:
    """A table inside a FlatBuffer."""

    def __init__(self, buffer, position, what):
        self._buffer = buffer
        self._position = position
        self._what = what
        self._check(position, 4, 4, "table")
        vtable = position - struct.unpack_from("<i", buffer, position)[0]
        self._check(vtable, 4, 2, "vtable")
        vtable_size, table_size = struct.unpack_from("<HH", buffer, vtable)
        require(vtable_size >= 4 and vtable_size % 2 == 0, f"{what}: vtable of {vtable_size} bytes")
        self._check(vtable, vtable_size, 2, "vtable")
        self._check(position, table_size, 4, "table")
        require(table_size >= 4, f"{what}: table of {table_size} bytes")
        self._size = table_size
        self._fields = struct.unpack_from(f"<{vtable_size // 2 - 2}H", buffer, vtable + 4)

    def _check(self, position, size, alignment, name):
        inside = 0 <= position and position + size <= len(self._buffer)
        require(inside, f"{self._what}: {name} at {position} lies outside the FlatBuffer")
        require(position % alignment == 0,
                f"{self._what}: {name} at {position} is not aligned to {alignment}")

    def _field(self, index, size, alignment, name):
        """Position of a field in the buffer; None where the table does not have it."""
        offset = self._fields[index] if index < len(self._fields) else 0
        if offset == 0:
            return None
        require(4 <= offset and offset + size <= self._size, f"{self._what}: {name} lies outside its table")
        self._check(self._position + offset, size, alignment, name)
        return self._position + offset

    def _target(self, index, name):
        """Position that an offset field points to; None where the table does not have the field."""
        field = self._field(index, 4, 4, name)
        if field is None:
            return None
        target = field + struct.unpack_from("<I", self._buffer, field)[0]
        self._check(target, 4, 4, name)
        return target

    def scalar(self, index, code, name):
        """A number; `code` is its letter in the struct module. Absent fields are 0, the only default."""
        size = struct.calcsize("<" + code)
        field = self._field(index, size, size, name)
        return 0 if field is None else struct.unpack_from("<" + code, self._buffer, field)[0]

    def inline_struct(self, index, codes, alignment, name):
        """The members of a struct as a tuple; None where it is absent."""
        field = self._field(index, struct.calcsize("<" + codes), alignment, name)
        return None if field is None else struct.unpack_from("<" + codes, self._buffer, field)

    def table(self, index, name):
        """Another table; None where it is absent."""
        target = self._target(index, name)
        return None if target is None else Table(self._buffer, target, f"{self._what}.{name}")

    def structs(self, index, codes, alignment, name):
        """A vector of structs, each a tuple of its members; an absent one is empty."""
        size = struct.calcsize("<" + codes)
        target = self._target(index, name)
        if target is None:
            return []
        count = struct.unpack_from("<I", self._buffer, target)[0]
        self._check(target + 4, count * size, alignment, name)
        return [struct.unpack_from("<" + codes, self._buffer, target + 4 + i * size) for i in range(count)]

    def _vector(self, index, element_size, name):
        target = self._target(index, name)
        if target is None:
            return None
        count = struct.unpack_from("<I", self._buffer, target)[0]
        self._check(target + 4, count * element_size, element_size, name)
        return target + 4, count

    def numbers(self, index, code, name):
        """A vector of numbers as a tuple; an absent one is empty."""
        found = self._vector(index, struct.calcsize("<" + code), name)
        return () if found is None else struct.unpack_from(f"<{found[1]}{code}", self._buffer, found[0])

    def bytes(self, index, name):
        """A vector of bytes; an absent one is empty."""
        found = self._vector(index, 1, name)
        return b"" if found is None else bytes(self._buffer[found[0]:found[0] + found[1]])

    def string(self, index, name):
        """A string; None where it is absent."""
        found = self._vector(index, 1, name)
        if found is None:
            return None
        start, count = found
        self._check(start, count + 1, 1, name)
        require(self._buffer[start + count] == 0, f"{self._what}: {name} does not end with a zero byte")
        raw = bytes(self._buffer[start:start + count])
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            require(False, f"{self._what}: {name} is not UTF-8 ({error})")
