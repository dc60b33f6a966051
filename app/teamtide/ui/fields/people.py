"""Rows by the words a user knows them by, and back: people with the same name stay two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from teamtide.plan.rows import Chunk, Person, PersonId, Project, R
from teamtide.plan.state import State
from teamtide.ui.fields.texts import Wrong


class _Labels:
    """The labels of the people of the last state asked about."""

    rows: tuple[Person, ...] | None = None
    by_id: dict[int, str] = {}  # noqa: RUF012


def person_labels(state: State) -> dict[int, str]:
    """What each person is called, unmistakably: the name, with the ID where two share it."""
    rows = state.rows(Person)
    if _Labels.rows is not rows:
        names = Counter(row.name.casefold() for row in rows)
        labels: dict[int, str] = {}
        for row in rows:
            alone = names[row.name.casefold()] == 1
            labels[row.id] = row.name if alone else f"{row.name} ({_mark(row)})"
        _Labels.rows, _Labels.by_id = rows, labels
    return _Labels.by_id


def _mark(row: Person) -> str:
    return row.code or row.email or f"no. {row.id}"


def person_label(state: State, person: int | None) -> str:
    """What one person is called; blank for None."""
    return "" if person is None else person_labels(state).get(person, "")


def person_named(state: State, text: str) -> PersonId:
    """The person of an ID, label, e-mail address or name.

    Raises:
        Wrong: nobody is, or several are.
    """
    wanted = text.strip().casefold()
    rows = state.rows(Person)
    labels = person_labels(state)
    for key in (
        lambda row: row.code,
        lambda row: labels[row.id],
        lambda row: row.email,
        lambda row: row.name,
    ):
        found = [row for row in rows if key(row).casefold() == wanted]
        if len(found) == 1:
            return found[0].id
        if len(found) > 1:
            raise Wrong(f"Several people are called “{text.strip()}”; use their ID.")
    raise Wrong(f"Nobody is called “{text.strip()}”.")


def named(state: State, cls: type[R], text: str, noun: str) -> R:
    """The row of a class with that name, whatever its capitals.

    Raises:
        Wrong: there is none.
    """
    wanted = text.strip().casefold()
    rows = state.rows(cls)
    for row in rows:
        if str(getattr(row, "name", "")).casefold() == wanted:
            return row
    known = ", ".join(str(getattr(row, "name", "")) for row in rows[:6])
    raise Wrong(
        f"There is no {noun} called “{text.strip()}”"
        + (f" (there are {known})." if known else " yet; add it first.")
    )


def chunk_label(state: State, chunk: Chunk) -> str:
    """A chunk as `Project / Chunk`."""
    return f"{state.get(Project, chunk.project).name} / {chunk.name}"


def chunk_named(state: State, text: str, project: int | None) -> Chunk:
    """A chunk by its name within `project`, or by `Project / Chunk`.

    Raises:
        Wrong: there is none.
    """
    wanted = text.strip().casefold()
    if project is not None:
        for row in state.where(Chunk, "project", project):
            if row.name.casefold() == wanted:
                return row
    for row in state.rows(Chunk):
        if chunk_label(state, row).casefold() == wanted:
            return row
    raise Wrong(f"There is no chunk “{text.strip()}”; write Project / Chunk.")


def split_list(text: str) -> list[str]:
    """The parts of a list written with semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def joined(parts: Iterable[str]) -> str:
    """Parts as a list written with semicolons."""
    return "; ".join(parts)
