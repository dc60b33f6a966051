"""What every command of the command line does the same way: open a plan, answer, or say why not.

An answer is lines to read or one JSON object; what can't be done is a sentence. Nothing heavy is
imported before a plan is really opened.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamtide.plan.document import Document
    from teamtide.plan.rows import Scenario
    from teamtide.plan.sealed.keys import Key
    from teamtide.plan.state import State


class CouldNot(Exception):
    """A command can't do what it was asked; the text says why and what to do."""


def not_yet(what: str) -> CouldNot:
    """The answer to what a later version will do."""
    return CouldNot(f"{what}: not yet. A later version of Teamtide will do it.")


def use_utf8() -> None:
    """Let every name be printed: a pipe on Windows knows fewer letters than people do."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def say(value: dict[str, Any], as_json: bool, lines: Callable[[], Iterator[str]]) -> None:
    """Print an answer, as one JSON object or as lines to read."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for line in lines():
            print(line)


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Document]:
    """A plan, closed again at the end.

    Raises:
        CouldNot: it can't be opened (or, to `write`, somebody else has it), or what was done to
            it was refused.
    """
    from teamtide.plan.document import Document
    from teamtide.plan.store import StoreError
    from teamtide.plan.validation import Refused
    from teamtide.unlocking import unlocked

    try:
        with unlocked(path):
            document = Document.open(path, read_only=not write)
        try:
            if write and not document.writable:
                raise CouldNot(
                    f"{path.name} is open for writing by {document.held_by}; close it there first."
                )
            yield document
            lost = document.underneath()
            if lost:
                raise CouldNot(f"{lost} What this command did is not in it; run it again.")
        finally:
            document.close()
    except (StoreError, Refused) as error:
        raise CouldNot(str(error)) from error


def keep_before(document: Document, what: str) -> None:
    """Keep a backup before something large; where there can be none, say so and go on."""
    from teamtide.plan.backups import BEFORE
    from teamtide.plan.store import StoreError

    try:
        document.back_up(f"{BEFORE} {what}", unless_same=True)
    except StoreError as error:
        print(error, file=sys.stderr)


def create(path: Path, state: State, *, replace: bool = False, key: Key | None = None) -> None:
    """Write a new plan file; see `Document.create`.

    Raises:
        CouldNot: it can't be written, or there is one and it is not to be replaced.
    """
    from teamtide.plan.document import Document
    from teamtide.plan.store import StoreError

    try:
        Document.create(path, state, replace=replace, key=key).close()
    except StoreError as error:
        raise CouldNot(str(error)) from error


def scenario_of(state: State, name: str | None) -> Scenario:
    """The scenario of that name; Today where none is given.

    Raises:
        CouldNot: there is none of that name.
    """
    from teamtide.plan.rows import Scenario

    if name is None:
        return state.get(Scenario, state.today)
    found = state.scenario_named(name)
    if found is None:
        names = ", ".join(f"“{s.name}”" for s in state.rows(Scenario))
        raise CouldNot(f"There is no scenario “{name}” in the plan; it has {names}.")
    return found


def team_of(state: State, name: str) -> int:
    """The place of the team of that name in plan order.

    Raises:
        CouldNot: there is none of that name.
    """
    from teamtide.plan.rows import Team

    rows = state.rows(Team)
    found = next((i for i, t in enumerate(rows) if t.name.casefold() == name.casefold()), None)
    if found is None:
        names = ", ".join(f"“{row.name}”" for row in rows) or "none"
        raise CouldNot(f"There is no team “{name}” in the plan; it has {names}.")
    return found


def refuse_the_plan(out: Path, plan: Path) -> None:
    """Pass where a file to be written is not the plan it is made from, and no plan by its name.

    Raises:
        CouldNot: it is, and would be lost.
    """
    if out.exists() and plan.exists() and out.samefile(plan):
        raise CouldNot(f"{out.name} is the plan itself; choose another name to write to.")
    if out.suffix.casefold() == plan.suffix.casefold() == ".teamtide":
        raise CouldNot(f"{out.name} would be a plan by its name; choose another to write to.")
