"""What a user can do to a plan, each as a function from a state to a change set.

Nothing here writes: a command says what would change, and `Document.apply` (or `preview`) takes
it from there. Placements have a room of their own, `placing.py`, owners `assigning.py`, and
scenarios `options.py`; what is left is adding, editing, removing and reordering rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.labels import changed_text, to_text
from teamtide.plan.rows import (
    NOUNS,
    REFERENCES,
    ROW_CLASSES,
    Chunk,
    Imported,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    Pin,
    Placement,
    Plan,
    Project,
    ProjectChange,
    R,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Surge,
    Team,
    TeamChange,
    field_names,
)
from teamtide.plan.state import State

OWNED_BY: dict[type[Row], tuple[tuple[type[Row], str], ...]] = {
    Person: (
        (Leave, "person"),
        (Placement, "person"),
        (Imported, "person"),
        (Pin, "person"),
        (Pair, "first"),
        (Pair, "second"),
        (Note, "person"),
    ),
    Team: ((TeamChange, "team"), (Owner, "team"), (Pin, "team"), (Note, "team")),
    Project: (
        (Chunk, "project"),
        (ProjectChange, "project"),
        (Owner, "project"),
        (Note, "project"),
    ),
    Chunk: ((Owner, "chunk"), (Note, "chunk")),
    Service: ((Surge, "service"), (Owner, "service"), (Note, "service")),
    Scenario: (
        (Placement, "scenario"),
        (Owner, "scenario"),
        (TeamChange, "scenario"),
        (ProjectChange, "scenario"),
    ),
}


class Draft:
    """A state under change: rows are added, put and dropped, and `change` says what came of it."""

    def __init__(self, state: State) -> None:
        """A draft of changes to `state`, which stays as it is."""
        self.state = state
        self._after: dict[type[Row], dict[int, Row | None]] = {}
        self._next_id: dict[type[Row], int] = {}
        self._next_place: dict[type[Row], int] = {}

    # --- as it is now ---------------------------------------------------------------------

    def now(self, cls: type[R], row_id: int) -> R | None:
        """A row, or None where it is gone or never was."""
        drafted = self._after.get(cls, {})
        if row_id in drafted:
            return cast("R | None", drafted[row_id])
        return self.state.find(cls, row_id)

    def get(self, cls: type[R], row_id: int) -> R:
        """A row that is there.

        Raises:
            KeyError: it is not.
        """
        row = self.now(cls, row_id)
        if row is None:
            raise KeyError(row_id)
        return row

    def rows(self, cls: type[R]) -> list[R]:
        """Every row of a class: those of the state in its order, then new ones."""
        drafted, old = self._after.get(cls, {}), self.state.tables[cls]
        rows = [drafted.get(row.id, row) for row in self.state.rows(cls)]
        rows += [row for row_id, row in drafted.items() if row_id not in old]
        return [cast("R", row) for row in rows if row is not None]

    # --- changing -------------------------------------------------------------------------

    def fresh_id(self, cls: type[Row]) -> int:
        """An id no row of the class has, given out once."""
        number = self._next_id.get(cls, self.state.next_ids[cls])
        self._next_id[cls] = number + 1
        return number

    def put(self, row: R) -> R:
        """Create the row, or replace the one with its id; names go without blanks around them."""
        row = _trimmed(row)
        self._after.setdefault(type(row), {})[row.id] = row
        return row

    def add(self, cls: type[R], **values: Any) -> R:
        """Create a row with a fresh id and, unless told otherwise, the last position; the row."""
        if "position" in cls.__dataclass_fields__ and "position" not in values:
            values["position"] = self._last_place(cls)
        make: Any = cls
        return self.put(cast("R", make(id=self.fresh_id(cls), **values)))

    def edit(self, row: R, **values: Any) -> R:
        """Give a row other values; the row as it is then."""
        return self.put(replace(row, **values))

    def drop(self, row: Row) -> None:
        """Remove a row."""
        self._after.setdefault(type(row), {})[row.id] = None

    def _last_place(self, cls: type[Row]) -> int:
        place = self._next_place.get(cls)
        if place is None:
            drafted = [row for row in self._after.get(cls, {}).values() if row is not None]
            rows = (*self.state.rows(cls)[-1:], *drafted)
            place = max((getattr(row, "position", 0) for row in rows), default=0) + 1
        self._next_place[cls] = place + 1
        return place

    # --- what came of it ------------------------------------------------------------------

    def change(
        self, label: str, *, scenario: ScenarioId | None = None, notes: Iterable[str] = ()
    ) -> ChangeSet:
        """What the draft changes, table by table."""
        steps = []
        for cls in ROW_CLASSES:
            for row_id, after in self._after.get(cls, {}).items():
                before = self.state.find(cls, row_id)
                if before != after:
                    steps.append(RowChange(before, after))
        return ChangeSet(label, tuple(steps), scenario, tuple(notes))


def _trimmed(row: R) -> R:
    values: dict[str, Any] = {}
    for name in _TRIMMED[type(row)]:
        text = getattr(row, name)
        if isinstance(text, str) and text != text.strip():
            values[name] = text.strip()
    return replace(row, **values) if values else row


_TRIMMED = {
    cls: tuple(name for name in ("name", "code", "email", "location") if name in field_names(cls))
    for cls in ROW_CLASSES
}


def called(row: Row) -> str:
    """What a row is called in a sentence."""
    name = getattr(row, "name", "")
    return str(name) if name else f"a {NOUNS[type(row)]}"


def counted(rows: Sequence[Row]) -> str:
    """One row by its name, several by their number."""
    if len(rows) == 1:
        return called(rows[0])
    nouns = {NOUNS[type(row)] for row in rows}
    noun = nouns.pop() if len(nouns) == 1 else "item"
    return f"{len(rows)} {'people' if noun == 'person' else noun + 's'}"


def add(state: State, cls: type[R], **values: Any) -> ChangeSet:
    """A new row of a class, last in order."""
    draft = Draft(state)
    row = draft.add(cls, **values)
    return draft.change(f"Added {called(row)}")


def edit(state: State, row: Row, **values: Any) -> ChangeSet:
    """A row with some of its values changed."""
    return edit_all(state, [row], **values)


def edit_all(state: State, rows: Sequence[Row], **values: Any) -> ChangeSet:
    """The same values for several rows."""
    draft = Draft(state)
    for row in rows:
        draft.put(replace(row, **values))
    if len(rows) == 1 and list(values) == ["name"]:
        return draft.change(f"Renamed {called(rows[0])}{to_text(state, type(rows[0]), values)}")
    cls = type(rows[0]) if rows else Plan
    return draft.change(changed_text(state, cls, counted(rows), values))


def edit_plan(state: State, **values: Any) -> ChangeSet:
    """The plan's name, horizon or settings."""
    draft = Draft(state)
    draft.put(replace(state.plan, **values))
    words = ", ".join(name.replace("_", " ") for name in values)
    return draft.change(f"Changed the plan's {words}{to_text(state, Plan, values)}")


def remove(state: State, rows: Sequence[Row]) -> ChangeSet:
    """Rows and all that only they gave sense to, in every scenario.

    A person takes leave, placements and wishes along, a project its chunks, a service its surges,
    everything its notes. What merely refers to a removed row (a lead, an owner, a predecessor)
    forgets it. Where a team goes, the shares that people had in it are unplaced.
    """
    draft = Draft(state)
    gone: dict[type[Row], set[int]] = {}
    waiting = list(rows)
    while waiting:
        row = waiting.pop()
        if row.id in gone.setdefault(type(row), set()):
            continue
        gone[type(row)].add(row.id)
        draft.drop(row)
        for cls, name in OWNED_BY.get(type(row), ()):
            waiting.extend(state.where(cls, name, row.id))
    for cls, names in REFERENCES.items():
        for name, target in names.items():
            if target in gone and cls is not Plan:
                _forget(draft, cls, name, gone[target], gone.get(cls, set()))
    return draft.change(f"Removed {counted(list(rows))}")


def _forget(draft: Draft, cls: type[Row], name: str, targets: set[int], gone: set[int]) -> None:
    state = draft.state
    if (cls, name) in state.indexes:
        ids = [i for t in targets for i in state.indexes[cls, name].get(t, ())]
    else:
        ids = [r.id for r in state.rows(cls) if targets.intersection(getattr(r, name))]
    for row_id in ids:
        row = draft.now(cls, row_id)
        if row is None or row_id in gone:
            continue
        value = getattr(row, name)
        if isinstance(value, tuple):
            left: Any = tuple(one for one in value if one not in targets)
        else:
            left = None
        values: dict[str, Any] = {name: left}
        draft.put(replace(row, **values))


def reorder(state: State, row: R, *, before: R | None) -> ChangeSet:
    """A row put in front of another of its class, or last."""
    cls = type(row)
    if before is not None and before.id == row.id:
        return Draft(state).change(f"Moved {called(row)} nowhere")
    order = [other for other in state.rows(cls) if other.id != row.id]
    place = len(order)
    if before is not None:
        place = next(i for i, other in enumerate(order) if other.id == before.id)
    order.insert(place, row)
    draft = Draft(state)
    for number, other in enumerate(order, 1):
        values: dict[str, Any] = {"position": number}
        draft.put(replace(other, **values))
    where = f"before {called(before)}" if before is not None else "to the end"
    return draft.change(f"Moved {called(row)} {where}")


def add_many(state: State, cls: type[R], values: Sequence[dict[str, Any]], label: str) -> ChangeSet:
    """Several new rows of a class at once, in order, after those there are."""
    draft = Draft(state)
    for one in values:
        draft.add(cls, **one)
    return draft.change(label)
