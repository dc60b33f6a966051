"""A snapshot and the records behind it: sealed one bound to the other, and read back.

The rule of what a crash may leave stands in `read`: a record that never wholly got to the disk is
dropped, anything else that is not as it was sealed is refused.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from teamtide.plan.sealed.keys import Key
from teamtide.plan.sealed.layout import (
    HEAD,
    LARGEST,
    SECTOR,
    Damaged,
    Head,
    Header,
    filled,
    read_head,
    whole,
)
from teamtide.plan.sealed.sealing import FRESH, Tampered, fresh, mark, seal, unseal

_TAG = 16
_NOTHING = bytes(SECTOR)


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the next record goes, and what binds it to all that stands before it.

    Args:
        header: The file's.
        number: Of the next record.
        place: Where it begins, in bytes.
        last: The end of what was sealed last.
    """

    header: Header
    number: int
    place: int
    last: bytes

    def sealed(self, key: Key, record: bytes) -> tuple[bytes, Chain]:
        """A record as it goes into the file, in whole sectors, and where the one after it goes."""
        own = fresh()
        unmarked = Head(len(record) + _TAG, own, bytes(16))
        head = Head(unmarked.length, own, self._marked(key, unmarked))
        hidden = seal(key.sealing, own, record, self._beside())
        there = filled(head.pack() + hidden)
        return there, self._after(len(there), hidden)

    def opened(self, key: Key, head: Head, hidden: bytes) -> tuple[bytes, Chain]:
        """What is in a record, and where the next one is.

        Raises:
            Tampered: it is not as it was sealed, or does not belong here.
        """
        record = unseal(key.sealing, head.fresh, hidden, self._beside())
        return record, self._after(whole(HEAD + len(hidden) + 1), hidden)

    def is_ours(self, key: Key, sector: bytes, place: int | None = None) -> bool:
        """Whether a sector is the beginning of a record that was written there."""
        head = read_head(sector)
        return head.check == self._marked(key, head, place)

    def _after(self, length: int, hidden: bytes) -> Chain:
        return Chain(self.header, self.number + 1, self.place + length, hidden[-_TAG:])

    def _marked(self, key: Key, head: Head, place: int | None = None) -> bytes:
        where = (self.place if place is None else place).to_bytes(8, "big")
        return mark(key.heads, self.header.snapshot, where, head.bound())

    def _beside(self) -> bytes:
        numbers = self.number.to_bytes(8, "big") + self.place.to_bytes(8, "big")
        return b"record" + self.header.snapshot + numbers + self.last


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a file.

    Args:
        snapshot: The serialised database.
        records: What was changed since, oldest first.
        chain: Where the next record goes.
        clean: Whether nothing was left behind by a crash.
    """

    snapshot: bytes
    records: list[bytes]
    chain: Chain
    clean: bool


def whole_file(key: Key, snapshot: bytes) -> tuple[bytes, Chain]:
    """A file with a snapshot and no records.

    Raises:
        OverflowError: it would be larger than one that is opened again.
    """
    length = FRESH + len(snapshot) + _TAG
    if length > LARGEST:
        raise OverflowError(f"it would be larger than {LARGEST // 2**20} MB")
    header = Header(key.lock, os.urandom(16), length)
    first, own = header.pack(), fresh()
    hidden = seal(key.sealing, own, snapshot, b"snapshot" + first)
    there = (first + own + hidden).ljust(header.tail, b"\x00")
    return there, Chain(header, 1, header.tail, hidden[-_TAG:])


def read(key: Key, header: Header, data: bytes) -> Contents:
    """What is in a file whose header was read already.

    Raises:
        Damaged: it is cut short, or garbled where nothing was sealed.
        Tampered: something is not as it was sealed.
    """
    view = memoryview(data)
    end = SECTOR + header.length
    if len(data) < header.tail or header.length < FRESH + _TAG or any(view[end : header.tail]):
        raise Damaged
    own, hidden = bytes(view[SECTOR : SECTOR + FRESH]), bytes(view[SECTOR + FRESH : end])
    snapshot = unseal(key.sealing, own, hidden, b"snapshot" + bytes(view[:SECTOR]))
    chain = Chain(header, 1, header.tail, hidden[-_TAG:])
    records: list[bytes] = []
    while True:
        found = _next(key, chain, view)
        if found is None:
            clean = not any(view[chain.place :])
            return Contents(snapshot, records, chain, clean)
        record, chain = found
        records.append(record)


def _next(key: Key, chain: Chain, view: memoryview) -> tuple[bytes, Chain] | None:
    """The record that begins there; None where there is none, or one that never got there.

    Raises:
        Tampered: there is, and it is not as it was sealed.
    """
    place = chain.place
    sector = bytes(view[place : place + SECTOR])
    if len(sector) < SECTOR:
        return None
    if sector == _NOTHING:
        _refuse_later(key, chain, view, place + SECTOR)
        return None
    if not chain.is_ours(key, sector):
        raise Tampered
    head = read_head(sector)
    if not _TAG <= head.length <= LARGEST:
        raise Tampered
    end, stop = place + HEAD + head.length, place + whole(HEAD + head.length + 1)
    there = bytes(view[place:stop])
    if len(there) == stop - place and not _has_a_hole(there):
        if there != filled(there[: end - place]):
            raise Tampered
        return chain.opened(key, head, there[HEAD : end - place])
    _refuse_later(key, chain, view, place + SECTOR)
    return None


def _has_a_hole(there: bytes) -> bool:
    return any(there[at : at + SECTOR] == _NOTHING for at in range(0, len(there), SECTOR))


def _refuse_later(key: Key, chain: Chain, view: memoryview, start: int) -> None:
    """Pass where no record of ours begins from there on: the one before was never finished."""
    for place in range(start, len(view) - SECTOR + 1, SECTOR):
        sector = bytes(view[place : place + SECTOR])
        if sector != _NOTHING and chain.is_ours(key, sector, place):
            raise Tampered
