"""Signatures of archives: SPEC.md, section 12. The hash tree and Ed25519 in plain Python."""

import base64
import hashlib
import struct
import zlib

from archive_error import require

HASH = 32
RECORD = 208
STATEMENT = struct.Struct("<16sQII32s")
REST = struct.Struct("<2s8s64s64s2sI")
SIGNED = 1  # the bit in may_ignore
PERSON = b"Satchel tree\0\0\0\0"

# The curve of RFC 8032, section 5.1.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _add(a, b):
    """The sum of two points (x, y), by the formulas of section 5.1."""
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + product, P - 2, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - product, P - 2, P) % P)


def _times(number, point):
    total = (0, 1)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _decode(encoded):
    value = int.from_bytes(encoded, "little")
    sign, y = value >> 255, value & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x, y)


def _encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def ed25519_verify(key, signature, message):
    """Whether it is the key's signature of the message; what SPEC.md refuses is refused."""
    point, s = _decode(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER or _times(8, point) == (0, 1):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    base = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    r = _add(_times(s, base), _times(k, (P - point[0], point[1])))
    return _encode(r) == signature[:32] and _times(8, r) != (0, 1)


def read_public_key(path):
    """Key number and key of minisign's file."""
    with open(path, encoding="utf-8") as file:
        raw = base64.b64decode(file.read().splitlines()[-1])
    require(len(raw) == 42 and raw[:2] == b"Ed", f"{path}: not a public key")
    return raw[2:10], raw[10:]


class Signature:
    """The signature of an archive; the constructor checks the tree over all of it, not whose it is."""

    def __init__(self, data, content_end, frame):
        self.content = content_end
        record = data[len(data) - RECORD:]
        self.statement = record[:STATEMENT.size]
        magic, size, self.unit, reserved, self.root = STATEMENT.unpack(self.statement)
        algorithm, self.key, self.signature, self.comment_signature, padding, crc = REST.unpack(record[STATEMENT.size:])
        require(magic == b"Satchel signed 1" and algorithm == b"ED" and reserved == 0 and padding == b"\0\0",
                "the signature's record is not one")
        require(size == content_end, f"{content_end} bytes before the signature, it says {size}")
        require(self.unit.bit_count() == 1 and 512 <= self.unit <= 65536, f"units of {self.unit} bytes")
        require(frame.offset == content_end and frame.end == len(data), "the signature's frame is misplaced")
        end = self._check_tree(data, frame.content)
        self.comment = data[end:len(data) - RECORD]
        require(zlib.crc32(data[end:len(data) - 4]) == crc, "CRC-32 of the signature's record differs")
        require(len(self.comment) <= 8192, "the signature's comment is too long")

    def _hash(self, level, number, data):
        return hashlib.blake2b(data, digest_size=HASH, salt=struct.pack("<QQ", number, level), person=PERSON).digest()

    def _check_tree(self, data, at):
        """Makes all hashes and compares each level with the file's; returns where the nodes end."""
        below, level = memoryview(data)[:self.content], 0
        while True:
            made = b"".join(self._hash(level, number, below[start:start + self.unit])
                            for number, start in enumerate(range(0, len(below), self.unit)))
            if level > 0 and len(made) == HASH:
                require(made == self.root, "the root of the signature's tree differs")
                return at
            require(data[at:at + len(made)] == made, f"hashes of level {level} differ from the signature's")
            below, level = memoryview(data)[at:at + len(made)], level + 1
            at += len(made)

    def check_key(self, number, key):
        """Raises ArchiveError unless this key signed statement and comment."""
        require(self.key == number, "signed with another key")
        require(ed25519_verify(key, self.signature, hashlib.blake2b(self.statement).digest()),
                "the signature does not hold")
        require(ed25519_verify(key, self.comment_signature, self.signature + self.comment),
                "the signature of the comment does not hold")
