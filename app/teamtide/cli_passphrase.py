"""`teamtide passphrase`: encrypt a plan, change its passphrase, or make it plain again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamtide.answers import CouldNot, opened, say
from teamtide.cli_options import AsJson, PlanFile
from teamtide.unlocking import NEW_VARIABLE, new_passphrase, opening

if TYPE_CHECKING:
    from teamtide.plan.sealed.keys import Key

passphrase_app = typer.Typer(
    help="Encrypt a plan, change its passphrase, or make it plain again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

NewFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help=f"Has the new passphrase; or set {NEW_VARIABLE}, or be asked.",
    ),
]


@passphrase_app.command("set")
@opening
def set_(file: PlanFile, new_passphrase_file: NewFile = None, as_json: AsJson = False) -> None:
    """Encrypt a plan that is not encrypted."""
    _reseal(file, lambda: new_key_of(new_passphrase_file, file), as_json, encrypted=False)


@passphrase_app.command()
@opening
def change(file: PlanFile, new_passphrase_file: NewFile = None, as_json: AsJson = False) -> None:
    """Give an encrypted plan another passphrase."""
    _reseal(file, lambda: new_key_of(new_passphrase_file, file), as_json, encrypted=True)


@passphrase_app.command()
@opening
def remove(file: PlanFile, as_json: AsJson = False) -> None:
    """Make an encrypted plan readable without a passphrase."""
    _reseal(file, lambda: None, as_json, encrypted=True)


def new_key_of(new_file: Path | None, plan: Path) -> Key:
    """A key for a passphrase that is in a file, in the environment, or typed.

    Raises:
        CouldNot: there is none.
    """
    from teamtide.plan.sealed.keys import new_key

    return new_key(new_passphrase(new_file, plan.name))


def _reseal(file: Path, key: Callable[[], Key | None], as_json: bool, *, encrypted: bool) -> None:
    """Open a plan and encrypt it anew, under no key where `key` gives none.

    Raises:
        CouldNot: it is encrypted, or is not, where the other was wanted.
    """
    from teamtide.plan.sealed.beside import left_behind, of_another, plain_copies

    with opened(file, write=True) as document:
        if encrypted and document.key is None:
            raise CouldNot(f"{file.name} is not encrypted; there is no passphrase to change.")
        if not encrypted and document.key is not None:
            raise CouldNot(
                f"{file.name} is encrypted already; use teamtide passphrase change instead."
            )
        document.reseal(key())
        now = document.key is not None
        left, others = left_behind(file, document.key), of_another(file, document.key)
    copies = plain_copies(file) if now else []

    def lines() -> Iterator[str]:
        yield f"{file.name} is {'encrypted' if now else 'not encrypted any more'}."
        for copy in copies:
            yield f"This older copy of it is not encrypted, remove it if you can: {copy}"
        if left:
            yield left

    value = {
        "file": str(file),
        "encrypted": now,
        "plain_copies": [str(copy) for copy in copies],
        "other_passphrase": [str(backup.path) for backup in others],
    }
    say(value, as_json, lines)
