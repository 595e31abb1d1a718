"""The one exception of the reference reader."""


class ArchiveError(Exception):
    """A rule of the format is broken; the message says which and where."""


def require(condition, message):
    """Raises ArchiveError with the message unless the condition holds."""
    if not condition:
        raise ArchiveError(message)


def read_varint(data, at, end):
    """Reads an unsigned LEB128 number; returns it and the offset behind it."""
    value = 0
    for count in range(10):
        require(at < end, f"number cut off at byte {at}")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            require(value < 1 << 64, f"number greater than 64 bits before byte {at}")
            return value, at
    raise ArchiveError(f"number longer than 10 bytes before byte {at}")
