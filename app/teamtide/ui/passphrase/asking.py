"""The passphrase of a plan that is to be opened, where it has one and nobody has said it yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from teamtide.plan.sealed.keys import Key, at_hand, key_of, lock_of
from teamtide.plan.sealed.layout import Lock
from teamtide.plan.store import StoreError
from teamtide.ui.passphrase.fields import Asking


@contextmanager
def unlocking(path: Path, parent: QWidget) -> Iterator[bool]:
    """Whether a plan can be opened in here: its passphrase is asked for where it has one.

    False where the user thought better of it. What else is wrong with a file is for who opens it.
    """
    try:
        lock = lock_of(path)
    except StoreError:
        lock = None
    if lock is None or at_hand(lock) is not None:
        yield True
        return
    key = _asked(path, lock, parent)
    if key is None:
        yield False
        return
    try:
        yield True
    finally:
        key.release()


class Unlocking(Asking):
    """Asks for the passphrase of a plan until it is right; then `key` is there."""

    def __init__(self, path: Path, lock: Lock, parent: QWidget | None) -> None:
        """Ask for that of the plan at `path`."""
        words = f"“{path.stem}” is encrypted. It opens with its passphrase."
        super().__init__("Open an encrypted plan", words, parent)
        self.key: Key | None = None
        self._lock, self._name = lock, path.name
        self.add_field("&Passphrase")
        self.finish("Open")

    def work(self) -> Callable[[], Key]:
        """Try what was typed."""
        return partial(key_of, self.fields[0].text(), self._lock, self._name)

    def with_key(self, key: Key) -> str:
        """Have it, held once for who asked."""
        try:
            self.key = key.hold()
        except StoreError as error:  # the plan it was known by was closed in this moment
            return str(error)
        return ""


def _asked(path: Path, lock: Lock, parent: QWidget) -> Key | None:
    dialog = Unlocking(path, lock, parent)
    try:
        return dialog.key if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
