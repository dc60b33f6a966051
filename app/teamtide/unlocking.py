"""Where the command line has a passphrase from: a file, the environment, or whoever is at the
terminal. It is never an argument, which every program on the computer could read.

A command that the window runs is handed the keys the window holds instead.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from teamtide.answers import CouldNot

if TYPE_CHECKING:
    from teamtide.plan.sealed.keys import Key
    from teamtide.plan.sealed.layout import Lock

VARIABLE = "TEAMTIDE_PASSPHRASE"
NEW_VARIABLE = "TEAMTIDE_NEW_PASSPHRASE"

_given: ContextVar[Path | None] = ContextVar("file of passphrases", default=None)
_received: list[Key] = []

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"Has the passphrase of an encrypted plan; or set {VARIABLE}, or be asked.",
    ),
]


def opening(command: Callable[..., None]) -> Callable[..., None]:
    """A command that opens plans, with an option for their passphrase."""

    @wraps(command)
    def run(*args: Any, passphrase_file: Path | None = None, **kwargs: Any) -> None:
        before = _given.set(passphrase_file)
        try:
            command(*args, **kwargs)
        finally:
            _given.reset(before)

    hints = get_type_hints(command, include_extras=True)
    own = inspect.signature(command)
    more = inspect.Parameter(
        "passphrase_file",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=PassphraseFile,
    )
    parameters = [
        one.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in own.parameters.items()
    ]
    changed: Any = run
    changed.__signature__ = own.replace(parameters=[*parameters, more], return_annotation=None)
    changed.__annotations__ = {**hints, "passphrase_file": PassphraseFile}
    return run


@contextmanager
def unlocked(path: Path) -> Iterator[None]:
    """Have the key of a plan at hand in here, where it has one.

    Raises:
        CouldNot: there is no passphrase, or it is another.
        StoreError: the file is no plan, or can't be read.
    """
    from teamtide.plan.sealed.keys import at_hand, held, lock_of

    lock = lock_of(path)
    if lock is not None:
        _receive()
    if lock is None or at_hand(lock) is not None:
        yield
        return
    with held(_key(path, lock)):
        yield


def _key(path: Path, lock: Lock) -> Key:
    from teamtide.plan.sealed.keys import WrongPassphrase, key_of

    refused: WrongPassphrase | None = None
    for passphrase in _passphrases(path):
        try:
            return key_of(passphrase, lock, path.name)
        except WrongPassphrase as error:
            refused = error
    raise CouldNot(str(refused)) from refused


def _passphrases(path: Path) -> list[str]:
    """What may be the passphrase of a plan: a file can have several, one a line."""
    given = _given.get()
    if given is not None:
        return passphrases_in(given)
    if os.environ.get(VARIABLE):
        return [os.environ[VARIABLE]]
    if sys.stdin is not None and sys.stdin.isatty():
        return [asked(f"Passphrase of {path.name}: ")]
    raise CouldNot(
        f"{path.name} is encrypted. Give its passphrase in a file with --passphrase-file, or in "
        f"the environment variable {VARIABLE}, or run the command in a terminal, which asks."
    )


def new_passphrase(file: Path | None, name: str) -> str:
    """The passphrase a plan is to have.

    Args:
        file: Where it is, if in a file.
        name: Of the plan.

    Raises:
        CouldNot: there is none, or it was typed in two ways.
    """
    if file is not None:
        return passphrases_in(file)[0]
    if os.environ.get(NEW_VARIABLE):
        return os.environ[NEW_VARIABLE]
    if sys.stdin is None or not sys.stdin.isatty():
        raise CouldNot(
            "Give the new passphrase in a file with --new-passphrase-file, or in the environment "
            f"variable {NEW_VARIABLE}, or run the command in a terminal, which asks."
        )
    print(
        "Write it down somewhere safe: nobody can open the plan without it, and there is no way "
        "to get it back.",
        file=sys.stderr,
    )
    first = asked(f"New passphrase of {name}: ")
    if not first:
        raise CouldNot("An empty passphrase protects nothing; nothing was changed.")
    if asked("The same again: ") != first:
        raise CouldNot("The two are not the same; nothing was changed.")
    return first


def passphrases_in(file: Path) -> list[str]:
    """The lines of a file of passphrases; there is at least one.

    Raises:
        CouldNot: it can't be read, or is empty.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CouldNot(f"{file.name} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CouldNot(f"{file.name} is not a text in UTF-8; save it as one.") from error
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    found = [line for line in lines if line]
    if not found:
        raise CouldNot(f"There is no passphrase in {file.name}.")
    return found


def asked(words: str) -> str:
    """What is typed at the terminal, unseen.

    Raises:
        CouldNot: nothing is.
    """
    from getpass import getpass

    try:
        return getpass(words)
    except EOFError as error:
        raise CouldNot("No passphrase was typed.") from error


def _receive() -> None:
    """Take over the keys a window hands to the command it runs, once; the process is theirs."""
    from teamtide.plan.sealed.keys import HANDED, received

    if os.environ.get(HANDED) != "stdin" or _received or sys.stdin is None:
        return

    for line in sys.stdin:
        if not line.strip():
            break
        try:
            _received.append(received(line).hold())
        except ValueError:  # which would say what the line was
            raise CouldNot(
                f"What stands on the standard input is no key; unset {HANDED}."
            ) from None
