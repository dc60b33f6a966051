"""Setting, changing and removing the passphrase of the open plan."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from teamtide.plan.document import Document
from teamtide.plan.sealed.beside import listed, plain_copies
from teamtide.plan.sealed.keys import Key, key_of, new_key
from teamtide.plan.sealed.layout import Cost
from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused
from teamtide.ui.fields.style import label
from teamtide.ui.passphrase.fields import Asking

LOST = "A lost passphrase is a lost plan."
KEEP = (
    "Nobody can open the plan without it, and there is no way to get it back. Keep it where you "
    "will find it again."
)
SHORT, MIDDLING, LONG = 8, 12, 16


def strength(passphrase: str) -> str:
    """What the length of a passphrase is worth, in words; length is all that is looked at."""
    count = len(passphrase)
    if not count:
        return f"Several words are easy to keep in mind; {LONG} letters or more are good."
    if count < SHORT:
        return "Very short: a computer that tries them all finds it."
    if count < MIDDLING:
        return "Short: it holds up those who do not try hard."
    if count < LONG:
        return "Middling, as long as it is no phrase that others would think of."
    return "Long, which is good, as long as it is no phrase that others would think of."


class Choosing(Asking):
    """A new passphrase, typed twice."""

    def __init__(self, title: str, words: str, parent: QWidget | None) -> None:
        """The fields for it, after those a page has before."""
        super().__init__(title, words, parent)
        self.strength = label(strength(""), "muted", wrap=True)
        self.strength.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def add_new(self) -> None:
        """The two fields, and what the length is worth."""
        self.new = self.add_field("&New passphrase")
        self.form.addRow("", self.strength)
        self.again = self.add_field("&The same again")
        self.new.textChanged.connect(self._weigh)

    def warn(self) -> None:
        """What there is to be known before it is too late."""
        self.column.addWidget(label(LOST, "title"))
        self.column.addWidget(label(KEEP, wrap=True))

    def _weigh(self, text: str) -> None:
        self.strength.setText(strength(text))

    def obstacle(self) -> str:
        """Both must be the same."""
        if self.again.text() and not self.new.text().startswith(self.again.text()):
            return "The two are not the same."
        blank = super().obstacle()
        return blank or ("" if self.new.text() == self.again.text() else " ")


class NewPassphrase(Choosing):
    """A passphrase for a plan that is yet to be made; `key` is it, once accepted."""

    def __init__(self, name: str, parent: QWidget | None, cost: Cost | None = None) -> None:
        """Ask for the passphrase of the plan called `name`."""
        words = f"“{name}” is encrypted from the beginning; it is never on the disk in plain."
        super().__init__("New encrypted plan", words, parent)
        self.key: Key | None = None
        self._cost = cost
        self.add_new()
        self.warn()
        self.finish("Make the plan")

    def work(self) -> Callable[[], Key]:
        """A key of its own."""
        return partial(new_key, self.new.text(), self._cost)

    def with_key(self, key: Key) -> str:
        """Have it."""
        self.key = key.hold()
        return ""


class SetPassphrase(Choosing):
    """Encrypts the open plan."""

    def __init__(
        self, document: Document, parent: QWidget | None, cost: Cost | None = None
    ) -> None:
        """Ask for a passphrase of `document`, which has none."""
        words = (
            "The plan file is encrypted with a passphrase, which is asked for whenever it is "
            "opened. Backups, and copies you save, are encrypted with it, too."
        )
        super().__init__("Set passphrase", words, parent)
        self.document, self._cost = document, cost
        self.removed: list[Path] = []
        self.add_new()
        self.warn()
        self.column.addWidget(
            label(
                "What was stored before is replaced, and may still be found on the disk by "
                "somebody with the means, until the disk uses the room again. Exports and copies "
                "elsewhere stay as they are.",
                "muted",
                wrap=True,
            )
        )
        self._copies = plain_copies(document.path)
        self.remove = _removing(self._copies, document.path)
        self.remove.setToolTip("\n".join(str(copy) for copy in self._copies))
        if self._copies:
            self.column.addWidget(self.remove)
        self.finish("Encrypt")

    def work(self) -> Callable[[], Key]:
        """A key of its own."""
        return partial(new_key, self.new.text(), self._cost)

    def with_key(self, key: Key) -> str:
        """Encrypt the file, then let the copies go where that was wanted."""
        problem = _resealed(self.document, key)
        if not problem:  # a backup may have been made meanwhile
            self._copies = plain_copies(self.document.path)
        if problem or not self.remove.isChecked():
            return problem
        for copy in self._copies:
            with contextlib.suppress(OSError):
                copy.unlink()
                self.removed.append(copy)
        return ""

    @property
    def left(self) -> list[Path]:
        """The older copies that are there yet, and not encrypted."""
        return [copy for copy in self._copies if copy not in self.removed]


class ChangePassphrase(Choosing):
    """Gives the open plan another passphrase."""

    def __init__(
        self, document: Document, parent: QWidget | None, cost: Cost | None = None
    ) -> None:
        """Ask for the old and the new passphrase of `document`."""
        words = (
            "The plan is encrypted anew. Copies and backups made before still open with the old "
            "passphrase, and only with that."
        )
        super().__init__("Change passphrase", words, parent)
        self.document, self._cost = document, cost
        self.old = self.add_field("&Passphrase now")
        self.add_new()
        self.warn()
        self.finish("Change")

    def work(self) -> Callable[[], Key]:
        """The old one must be right first."""
        key = self.document.key
        assert key is not None
        old, new = self.old.text(), self.new.text()
        name, cost = self.document.path.name, self._cost

        def both() -> Key:
            key_of(old, key.lock, name)
            return new_key(new, cost)

        return both

    def with_key(self, key: Key) -> str:
        """Encrypt anew."""
        return _resealed(self.document, key)


class RemovePassphrase(Asking):
    """Makes the open plan a plain one."""

    def __init__(self, document: Document, parent: QWidget | None) -> None:
        """Ask for the passphrase of `document`, to be sure."""
        words = (
            "The plan becomes an ordinary file: anyone who can open the file can read the names "
            "and the options in it. Copies and backups made before stay encrypted, with this "
            "passphrase."
        )
        super().__init__("Remove passphrase", words, parent)
        self.document = document
        self.add_field("&Passphrase now")
        self.finish("Remove")

    def work(self) -> Callable[[], Key]:
        """It must be right."""
        key = self.document.key
        assert key is not None
        return partial(key_of, self.fields[0].text(), key.lock, self.document.path.name)

    def with_key(self, key: Key) -> str:
        """Write it plain."""
        return _resealed(self.document, None)


def _resealed(document: Document, key: Key | None) -> str:
    try:
        document.reseal(key)
    except StoreError as error:
        return str(error)
    except Refused as refused:
        return str(refused)
    return ""


def _removing(copies: Sequence[Path], plan: Path) -> QCheckBox:
    names = listed(copies, plan)
    what = "its older copy, which is" if len(copies) == 1 else "its older copies, which are"
    box = QCheckBox(f"&Remove {what} not encrypted:\n{names.replace('&', '&&')}")
    box.setAccessibleName(f"Remove {what} not encrypted: {names}")
    return box
