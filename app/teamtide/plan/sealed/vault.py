"""An open plan file that is encrypted: its database in memory, and how that gets to the disk.

The database is held by an ordinary connection, so that whoever reads and writes rows need not
know. What a transaction changed is appended to the file by `wrote`, durable on return; `fold` puts
a new file in place of the old. Nothing is ever written that is not sealed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from teamtide.plan.database import memory
from teamtide.plan.intake import StoreError, checked_version
from teamtide.plan.parts import new_part, put_in_place
from teamtide.plan.sealed import disk
from teamtide.plan.sealed.chain import Contents, read, whole_file
from teamtide.plan.sealed.keys import Key, PassphraseNeeded, hold_of, lock_of, unreadable
from teamtide.plan.sealed.layout import LARGEST, SECTOR, Damaged, Newer, read_header, whole
from teamtide.plan.sealed.sealing import Tampered
from teamtide.plan.sealed.touched import Touched, put

ROOM = 256 * 1024
"""Bytes of zeros that wait for records, so that writing one does not make the file longer."""
LONGEST_TAIL = 8 * 2**20
"""Bytes of records from which they are folded; some ten thousand moves."""
_OFTEN = 20
"""How often a file is read again that somebody else is just writing to."""


class ChangedUnderneath(OSError):
    """The file is not as we left it."""


class Vault:
    """An encrypted plan file. `raw` is the connection to its database, which is in memory."""

    def __init__(self, path: Path, key: Key, raw: sqlite3.Connection, found: Contents) -> None:
        """Use `Vault.open`."""
        self.path = path
        self.raw = raw
        self._key = key
        self._chain = found.chain
        self._last = b""
        self._length = 0
        self._whole_next = not found.clean
        self._touched: Touched | None = None
        self._closed = False

    @classmethod
    def open(cls, path: Path) -> Vault:
        """A file whose key is at hand. Nothing is written before `begin`.

        Raises:
            PassphraseNeeded: it is not.
            StoreError: the file can't be read, is damaged, or somebody tampered with it.
        """
        path = path.resolve()
        lock = lock_of(path)
        if not hasattr(sqlite3.Connection, "deserialize"):
            raise StoreError(
                f"{path.name} is encrypted, and the SQLite that this Python has can't open such "
                "files. Use the Teamtide that comes as an app, or another Python."
            )
        # Held from now on: the plan may be closed while a backup of it is read beside the window.
        key = None if lock is None else hold_of(lock)
        if key is None:
            raise PassphraseNeeded(
                f"{path.name} is encrypted. Open it with its passphrase; on the command line, see "
                "--passphrase-file."
            )
        raw: sqlite3.Connection | None = None
        try:
            found = _contents(path, key)
            raw = memory()
            _fill(path, raw, found)
        except BaseException:
            if raw is not None:
                raw.close()
            key.release()
            raise
        return cls(path, key, raw, found)

    @property
    def key(self) -> Key:
        """The key it is opened with."""
        return self._key

    def begin(self) -> None:
        """Be written to from now on; what a crash left behind goes.

        Raises:
            OSError: the disk does not take it.
        """
        self._length = self.path.stat().st_size
        self._last = self._standing()
        if self._whole_next:
            self.fold()
        self._follow()

    def check(self) -> None:
        """Pass where the file is as we left it.

        Raises:
            ChangedUnderneath: it is not.
        """
        how = self.how()
        if how:
            what = "is not there any more" if how == "gone" else "was changed by another program"
            raise ChangedUnderneath(
                0, f"the file {what}. Save a copy of what you have, then open the plan again"
            )

    def wrote(self) -> None:
        """Write what was changed since, durable on return.

        Raises:
            OSError, OverflowError: the file does not take it; file and database are as before.
        """
        if not self._length:  # not begun: a file that is being brought up to date
            self._whole_next = True
            return
        record = None if self._touched is None else self._touched.taken()
        if record == b"":
            return
        try:
            if record is None or self._whole_next or self._tail() > LONGEST_TAIL:
                self.fold()
            else:
                self._append(record)
        except BaseException:
            self._go_back()
            raise
        if record is None:  # there may be other tables now
            self._follow()

    def fold(self) -> None:
        """Put a new file, of one snapshot, in place of this one.

        Raises:
            OSError, OverflowError: the folder does not take it; the old one stands.
        """
        self.check()
        there, chain = whole_file(self._key, self.raw.serialize())
        part = new_part(self.path)
        try:
            part.write_bytes(there)
            put_in_place(part, self.path, replace=True)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        self._chain, self._length = chain, len(there)
        self._last = self._standing()
        self._whole_next = False

    def write_copy(self, part: Path) -> None:
        """Write the plan as it stands as another file under the same key.

        Raises:
            OSError, OverflowError: the folder does not take it.
        """
        write_sealed(self.raw, self._key, part)

    def how(self) -> str:
        """What became of the file since we wrote last: `gone`, `replaced`, `overwritten`, or blank.

        It costs a look at its beginning and its end.
        """
        try:
            if self.path.stat().st_size != self._length:
                return self._different()
            return "" if self._standing() == self._last else self._different()
        except FileNotFoundError:
            return "gone"

    def close(self, *, fold: bool) -> None:
        """Let go of key and database; `fold` leaves one snapshot behind where that can be.

        Closing twice does nothing.
        """
        if self._closed:
            return
        self._closed = True
        try:
            if fold and self._touched is not None and self._tail() > 0:
                with contextlib.suppress(OSError, OverflowError):
                    self.fold()
        finally:
            self.raw.close()
            self._key.release()

    # --- the tail -------------------------------------------------------------------------

    def _tail(self) -> int:
        return self._length - self._chain.header.tail

    def _follow(self) -> None:
        if self._touched is not None:
            self._touched.end()
        self._touched = Touched(self.raw)

    def _append(self, record: bytes) -> None:
        there, chain = self._chain.sealed(self._key, record)
        handle = disk.open_to_write(self.path)
        try:
            if chain.place > self._length:
                self._make_room(handle, chain.place)
            try:
                disk.write_at(handle, self._chain.place, there, longer=False)
            except OSError:
                # Who knows how much of it is there; no other must come to stand in its place.
                self._whole_next = True
                with contextlib.suppress(OSError):
                    disk.write_at(handle, self._chain.place, bytes(len(there)), longer=False)
                raise
        finally:
            os.close(handle)
        self._chain = chain
        self._last = self._last[: 2 * SECTOR] + there[-SECTOR:]

    def _make_room(self, handle: int, needed: int) -> None:
        length = whole(needed) + ROOM
        try:
            disk.write_at(handle, self._length, bytes(length - self._length), longer=True)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, self._length)
            raise
        self._length = length

    def _go_back(self) -> None:
        """Have in memory what is in the file, since that did not take what memory has."""
        try:
            self.check()
            found = _contents(self.path, self._key)
            if self._touched is not None:
                self._touched.end()
                self._touched = None
            _fill(self.path, self.raw, found)
        except (StoreError, sqlite3.Error, OSError):
            # It is not ours any more; nothing is written to it from here on.
            self._length = -1
            return
        self._follow()
        if found.chain != self._chain:
            self._chain, self._whole_next = found.chain, True

    # --- what others did ------------------------------------------------------------------

    def _standing(self) -> bytes:
        """What must stand in the file as we left it: which file it is, where it begins, and what
        was written last."""
        with self.path.open("rb") as file:
            found = os.fstat(file.fileno())
            which = f"{found.st_dev} {found.st_ino}".encode().ljust(SECTOR)
            first = file.read(SECTOR)
            file.seek(max(SECTOR, self._chain.place - SECTOR))
            return which + first + file.read(SECTOR)

    def _different(self) -> str:
        now = self._standing()
        return "overwritten" if now[:SECTOR] == self._last[:SECTOR] else "replaced"


def write_sealed(raw: sqlite3.Connection, key: Key, part: Path) -> None:
    """Write a database as an encrypted file, and read it again before it is believed.

    Args:
        raw: A connection to it; of a plain file, what its log holds comes along.
        key: To encrypt it under.
        part: An empty file, readable by its owner only.

    Raises:
        OSError, OverflowError: the disk does not take it, or it is too large.
    """
    there, _ = whole_file(key, serialised(raw))
    part.write_bytes(there)
    if part.read_bytes() != there:
        raise OSError(0, "what was written did not come back")


def serialised(raw: sqlite3.Connection) -> bytes:
    """A database as bytes that open in memory, whichever log it has."""
    if not hasattr(sqlite3.Connection, "serialize"):
        raise OSError(0, "the SQLite that this Python has can't encrypt")
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        raw.backup(copy)
        plain = bytearray(copy.serialize())
    plain[18:20] = b"\x01\x01"  # a log is what memory has none of
    return bytes(plain)


def _contents(path: Path, key: Key) -> Contents:
    """What is in a file, read again while somebody else is writing to it.

    Raises:
        StoreError: it can't be read, is damaged, or somebody tampered with it.
    """
    seen = None
    for _ in range(_OFTEN):
        try:
            if path.stat().st_size > 2 * LARGEST:
                raise Damaged
            data = path.read_bytes()
            header = read_header(data[:SECTOR])
            if header.lock != key.lock:
                raise PassphraseNeeded(f"{path.name} has another passphrase now.")
            return read(key, header, data)
        except (Damaged, Newer, OSError) as error:
            raise unreadable(path, error) from error
        except Tampered as error:
            if data == seen:
                raise StoreError(
                    f"{path.name} was tampered with or damaged: the passphrase is right, but what "
                    "is in the file is not what was encrypted. It has not been changed. Choose "
                    "File ▸ Restore a Backup… for a copy of it from before."
                ) from error
            seen = data
    raise StoreError(f"{path.name} is being written by another program. Try again.")


def _fill(path: Path, raw: sqlite3.Connection, found: Contents) -> None:
    """Have a database in memory hold what was in a file.

    Raises:
        StoreError: it is none, or the records don't fit.
    """
    try:
        raw.deserialize(found.snapshot)
        raw.execute("PRAGMA journal_mode=MEMORY")
        raw.execute("PRAGMA foreign_keys=ON")
        if found.records:
            checked_version(path, raw)  # before anything in it is run
            put(raw, found.records)
    except (Damaged, sqlite3.Error, OverflowError) as error:
        raise unreadable(path, Damaged()) from error
