"""What a passphrase becomes, and which keys this program has at hand.

A key is held by whoever has a plan open under it, and overwritten when the last of them lets go.
As long as it is held, every file with the same lock (the plan again, its copies and backups) opens
without asking: whoever opens a plan need not know whether it is encrypted.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import threading
import unicodedata
import weakref
from collections.abc import Iterator
from pathlib import Path

from teamtide.plan.intake import StoreError, refuse_foreign
from teamtide.plan.lock import peek
from teamtide.plan.sealed.layout import (
    SECTOR,
    Cost,
    Damaged,
    Lock,
    Newer,
    is_sealed,
    read_header,
)

HANDED = "TEAMTIDE_KEYS"
"""Set to `stdin` in the environment of a command that is handed the window's keys there."""

GONE = "The key is not at hand any more. Open the plan again."
_AT_HAND: dict[Lock, Key] = {}
_COUNTING = threading.RLock()
"""Backups are written beside the window, each by a hold of its own."""


class PassphraseNeeded(StoreError):
    """The file is encrypted, and its key is not at hand."""


class WrongPassphrase(StoreError):
    """The passphrase is another than the file's."""


class Key:
    """The keys of one lock; wiped when nobody holds it any more. It never says what it is."""

    def __init__(self, lock: Lock, master: bytearray) -> None:
        """Use `new_key`, `key_of` or `passing_key`; the master is taken over."""
        self.lock = lock
        self._master = master
        self.sealing = bytearray(_part(master, b"sealing"))
        self.heads = bytearray(_part(master, b"heads"))
        self._holders = 0
        self._wiped = False

    def hold(self) -> Key:
        """Have it at hand until `release`.

        Raises:
            PassphraseNeeded: it was wiped.
        """
        with _COUNTING:
            if self._wiped:
                raise PassphraseNeeded(GONE)
            self._holders += 1
            _AT_HAND[self.lock] = self
        return self

    def release(self) -> None:
        """Let go; the last one to do so wipes it."""
        with _COUNTING:
            self._holders -= 1
            if self._holders <= 0:
                if _AT_HAND.get(self.lock) is self:
                    del _AT_HAND[self.lock]
                self.wipe()

    def wipe(self) -> None:
        """Overwrite it, as far as Python lets one."""
        self._wiped = True
        for secret in (self._master, self.sealing, self.heads):
            secret[:] = bytes(len(secret))

    def handed(self) -> str:
        """All there is to it as a line, for a helper process of ours and nobody else."""
        cost, lock = self.lock.cost, self.lock
        numbers = f"{cost.log2_n} {cost.r} {cost.p}"
        return f"{numbers} {lock.salt.hex()} {lock.check.hex()} {self._master.hex()}"


class Hold:
    """A key held for somebody, until they say so or are gone."""

    def __init__(self, owner: object, key: Key) -> None:
        """Hold `key` as long as `owner` lives, at most."""
        self.key = key.hold()
        self.end = weakref.finalize(owner, key.release)
        self.end.atexit = False


def having(key: Key | None) -> contextlib.AbstractContextManager[object]:
    """Have a key at hand in here, where there is one."""
    return contextlib.nullcontext() if key is None else held(key)


@contextlib.contextmanager
def held(key: Key) -> Iterator[Key]:
    """Have a key at hand in here."""
    key.hold()
    try:
        yield key
    finally:
        key.release()


def new_key(passphrase: str, cost: Cost | None = None) -> Key:
    """A key of its own for a passphrase, of a new salt. It takes half a second on purpose.

    Raises:
        StoreError: there is not the memory for it.
    """
    cost, salt = cost or Cost(), os.urandom(32)
    master = _stretched(passphrase, cost, salt)
    return Key(Lock(cost, salt, _part(master, b"check")), master)


def key_of(passphrase: str, lock: Lock, name: str) -> Key:
    """The key of a file called `name`. It takes half a second on purpose.

    Raises:
        WrongPassphrase: the passphrase is another.
        StoreError: there is not the memory for it.
    """
    master = _stretched(passphrase, lock.cost, lock.salt)
    if not hmac.compare_digest(_part(master, b"check"), lock.check):
        raise WrongPassphrase(
            f"That is not the passphrase of {name}. Mind capitals and the keyboard's language."
        )
    known = _AT_HAND.get(lock)
    return Key(lock, master) if known is None else known


def passing_key() -> Key:
    """A key nobody knows, for files that go with this program."""
    master, salt = bytearray(os.urandom(32)), os.urandom(32)
    return Key(Lock(Cost(1, 1, 1), salt, _part(master, b"check")), master)


def received(line: str) -> Key:
    """A key that was handed to us.

    Raises:
        ValueError: it is none.
    """
    log2_n, r, p, salt, check, master = line.split()
    cost = Cost(int(log2_n), int(r), int(p))
    lock = Lock(cost, bytes.fromhex(salt), bytes.fromhex(check))
    return Key(lock, bytearray.fromhex(master))


def at_hand(lock: Lock) -> Key | None:
    """The key of a lock, where somebody holds it."""
    return _AT_HAND.get(lock)


def hold_of(lock: Lock) -> Key | None:
    """The key of a lock where somebody holds it, held once more from that moment on."""
    with _COUNTING:
        key = _AT_HAND.get(lock)
        return None if key is None else key.hold()


def all_at_hand() -> tuple[Key, ...]:
    """Every key somebody holds."""
    return tuple(_AT_HAND.values())


def lock_of(path: Path) -> Lock | None:
    """What a passphrase has to be asked for; None where the file is a plain plan.

    Raises:
        StoreError: it is no plan, can't be read, or is damaged.
    """
    refuse_foreign(path)
    if not is_sealed(path):
        return None
    try:
        return read_header(peek(path, SECTOR)).lock
    except (OSError, Damaged, Newer) as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: BaseException) -> StoreError:
    """Why an encrypted plan can't be opened, as a sentence."""
    if isinstance(error, Newer):
        return StoreError(
            f"{path.name} was encrypted by a newer Teamtide; it has not been changed. "
            "Update Teamtide to open it."
        )
    if isinstance(error, Damaged):
        return StoreError(
            f"{path.name} is damaged: it is encrypted, and parts of it are missing or garbled, "
            "whatever the passphrase. It has not been changed. Open a copy of it from before."
        )
    return StoreError(f"{path.name} can't be read: {getattr(error, 'strerror', None) or error}.")


def _stretched(passphrase: str, cost: Cost, salt: bytes) -> bytearray:
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    room = 128 * cost.r * ((1 << cost.log2_n) + cost.p + 2) + 2**20
    try:
        return bytearray(
            hashlib.scrypt(
                secret, salt=salt, n=1 << cost.log2_n, r=cost.r, p=cost.p, maxmem=room, dklen=32
            )
        )
    except (MemoryError, ValueError):
        raise StoreError(
            f"There is not enough memory to use the passphrase, which takes "
            f"{cost.memory // 2**20} MB. Close other programs, then try again."
        ) from None


def _part(master: bytes | bytearray, what: bytes) -> bytes:
    return hmac.digest(master, b"Teamtide plan, " + what, "sha256")
