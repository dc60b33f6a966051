"""Keys that cost nothing, and what is looked for in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from teamtide.plan.document import Document
from teamtide.plan.sealed.keys import Key, held, key_of, lock_of, new_key
from teamtide.plan.sealed.layout import Cost
from teamtide.plan.state import State

CHEAP = Cost(1, 1, 1)
PASSPHRASE = "correct horse, ünïcode"


def cheap_key(passphrase: str = PASSPHRASE) -> Key:
    """A new key that is made at once."""
    return new_key(passphrase, CHEAP)


def unlocked(path: Path, passphrase: str = PASSPHRASE) -> Key:
    """The key of a file."""
    lock = lock_of(path)
    assert lock is not None
    return key_of(passphrase, lock, path.name)


@contextmanager
def opened(
    path: Path, passphrase: str = PASSPHRASE, *, read_only: bool = False
) -> Iterator[Document]:
    """An encrypted plan, closed at the end."""
    with held(unlocked(path, passphrase)):
        document = Document.open(path, read_only=read_only)
    try:
        yield document
    finally:
        document.close()


def words_of(state: State) -> set[bytes]:
    """Every text in a plan that is long enough not to be there by chance."""
    found = set()
    for rows in state.tables.values():
        for row in rows.values():
            for field in fields(row):
                value = getattr(row, field.name)
                if isinstance(value, str) and len(value.encode()) >= 5:
                    found.add(value.encode())
    return found


def readable(folder: Path, words: set[bytes]) -> set[tuple[str, bytes]]:
    """Which of some words stand in which file below a folder, in UTF-8 or as Windows has them."""
    return {
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for content in [path.read_bytes()]
        for word in words
        if word in content or word.decode().encode("utf-16-le") in content
    }
