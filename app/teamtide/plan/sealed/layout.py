"""The bytes of an encrypted plan file: its header, and the heads of its records.

Nothing here needs a passphrase, and nothing here is believed: a header is checked for accidents
and for asking too much, what it says is authenticated with what comes after it.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

from teamtide.plan.lock import peek

MAGIC = b"Teamtide sealed\x00"
SECTOR = 512
"""What a disk writes whole or not at all; everything begins at a multiple of it."""
LARGEST = 256 * 2**20
"""Bytes of a snapshot or a record; a plan of two thousand people takes one or two million."""
MOST_MEMORY = 512 * 2**20
MOST_PASSES = 4
"""What a header may ask of scrypt: bytes, and how often."""

_VERSION = 1
_HEADER = struct.Struct(">16sHBBB3x32s32s16sQ")
_DIGEST = 32
_HEAD = struct.Struct(">I32s16s")
HEAD = _HEAD.size
_BOUND = _HEAD.size - 16


class Damaged(Exception):
    """The file is not such as anybody wrote it: cut short, or garbled."""


class Newer(Exception):
    """The file is of a version this Teamtide does not know."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What scrypt is asked for: N as a power of two, r, p."""

    log2_n: int = 17
    r: int = 8
    p: int = 1

    @property
    def memory(self) -> int:
        """Bytes it takes."""
        return 128 * self.r * (1 << self.log2_n)

    @property
    def bearable(self) -> bool:
        """Whether it is done when a file asks for it."""
        return (
            1 <= self.log2_n <= 24
            and self.r >= 1
            and 1 <= self.p <= MOST_PASSES
            and self.memory <= MOST_MEMORY
        )


@dataclass(frozen=True, slots=True)
class Lock:
    """What the key of a file is made with, and what it is known by; the same in all its copies."""

    cost: Cost
    salt: bytes
    check: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The first sector.

    Args:
        lock: Of its key.
        snapshot: Random, new with every snapshot, so that records belong to one only.
        length: Bytes of the sealed snapshot that follows.
    """

    lock: Lock
    snapshot: bytes
    length: int

    def pack(self) -> bytes:
        """The whole sector."""
        cost, lock = self.lock.cost, self.lock
        fields = (cost.log2_n, cost.r, cost.p, lock.salt, lock.check, self.snapshot, self.length)
        plain = _HEADER.pack(MAGIC, _VERSION, *fields)
        return (plain + hashlib.sha256(plain).digest()).ljust(SECTOR, b"\x00")

    @property
    def tail(self) -> int:
        """Where the records begin."""
        return SECTOR + whole(self.length)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a record: how long it is, and what its own key is made with."""

    length: int
    fresh: bytes
    check: bytes

    def pack(self) -> bytes:
        """Its bytes."""
        return _HEAD.pack(self.length, self.fresh, self.check)

    def bound(self) -> bytes:
        """What its check is of."""
        return self.pack()[:_BOUND]


def read_head(sector: bytes) -> Head:
    """What a sector says if a record begins in it."""
    return Head(*_HEAD.unpack_from(sector))


def read_header(sector: bytes) -> Header:
    """What the first sector says, where it is as somebody wrote it.

    Raises:
        Damaged: it is not, or asks for more than any plan does.
        Newer: it is of a later version.
    """
    if len(sector) < SECTOR:
        raise Damaged
    size = _HEADER.size
    if hashlib.sha256(sector[:size]).digest() != sector[size : size + _DIGEST]:
        raise Damaged
    magic, version, log2_n, r, p, salt, check, snapshot, length = _HEADER.unpack_from(sector)
    if magic != MAGIC:
        raise Damaged
    if version > _VERSION:
        raise Newer
    cost = Cost(log2_n, r, p)
    header = Header(Lock(cost, salt, check), snapshot, length)
    if not cost.bearable or length > LARGEST or header.pack() != sector[:SECTOR]:
        raise Damaged
    return header


def whole(length: int) -> int:
    """A length in whole sectors."""
    return -(-length // SECTOR) * SECTOR


def filled(plain: bytes) -> bytes:
    """Bytes in whole sectors, none of which is all zeros at its end."""
    return (plain + b"\x01").ljust(whole(len(plain) + 1), b"\x00")


def is_sealed(path: Path) -> bool:
    """Whether a file begins like an encrypted plan; False too where it can't be read."""
    try:
        return peek(path, len(MAGIC)) == MAGIC
    except OSError:
        return False
