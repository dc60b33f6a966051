"""What a plan may not be, said in sentences.

Every change set passes here before it touches anything, whether it comes from a drag, a form, a
spreadsheet or a file. The ranges are those of MODEL.md section 7. Only what a change touches is
looked at, so that a drag on a large plan stays inside a frame; `problems_of` looks at everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.row_rules import described, known_discipline, row_problems
from teamtide.plan.rows import (
    NOUNS,
    REFERENCES,
    THE_PLAN,
    Chunk,
    Goal,
    Holiday,
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
    Service,
    Team,
    TeamChange,
)
from teamtide.plan.state import State

TIE = 1e-9


class Refused(ValueError):
    """A change that can't be made. `problems` are sentences for the user."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems[:5]))
        self.problems = problems


def check(after: State, change: ChangeSet) -> None:
    """Pass, or say why `change`, which leads to the state `after`, can't be made.

    Raises:
        Refused: with a sentence for each problem.
    """
    found = list(_problems(after, change))
    if found:
        raise Refused(list(dict.fromkeys(found)))


def problems_of(state: State) -> list[str]:
    """Everything that is wrong with a whole plan, as sentences; empty when nothing is."""
    everything = ChangeSet("", tuple(RowChange(None, row) for row in state.all_rows()))
    return list(dict.fromkeys(_problems(state, everything)))


def _problems(after: State, change: ChangeSet) -> Iterator[str]:
    gone: dict[type[Row], list[Row]] = {}
    for step in change:
        if step.after is not None:
            yield from row_problems(after, step.after)
            yield from _missing_references(after, step.after)
        else:
            gone.setdefault(step.cls, []).append(step.row)
    for cls, rows in gone.items():
        yield from _dangling(after, cls, rows)
    if THE_PLAN not in after.tables[Plan]:
        yield "A plan needs its settings; they can't be removed."
        return
    yield from _clashing_names(after, change)
    yield from _overfull(after, change)
    if Chunk in change.tables:
        yield from _cycles(after, change)
    if Plan in change.tables:
        yield from _lost_disciplines(after)


def _missing_references(state: State, row: Row) -> Iterator[str]:
    for name, target in REFERENCES.get(type(row), {}).items():
        value = getattr(row, name)
        for row_id in value if isinstance(value, tuple) else (value,):
            if row_id is not None and row_id not in state.tables[target]:
                yield f"{described(row)}: its {name} is a {NOUNS[target]} that does not exist."


def _dangling(state: State, target: type[Row], gone: list[Row]) -> Iterator[str]:
    for cls, names in REFERENCES.items():
        for name, referred in names.items():
            if referred is not target:
                continue
            if (cls, name) in state.indexes:
                used = set(state.indexes[cls, name])
            else:
                used = {row_id for row in state.rows(cls) for row_id in getattr(row, name)}
            for row in gone:
                if row.id in used:
                    yield f"{described(row)} is still used by a {NOUNS[cls]} and can't be removed."


def _clashing_names(state: State, change: ChangeSet) -> Iterator[str]:
    for cls in (Scenario, Team, Goal, Project, Service):
        if cls in change.tables:
            for row in _repeated(state, change, cls, _folded):
                yield f"There is already a {NOUNS[cls]} called “{getattr(row, 'name', '')}”."
    for chunk in _repeated(state, change, Chunk, lambda c: (c.project, _folded(c))):
        yield f"The project has two chunks called “{chunk.name}”; give one another name."
    for person in _repeated(state, change, Person, lambda p: p.code.strip().casefold()):
        if person.code:
            yield f"Two people have the ID “{person.code}”; an ID must be one person's own."
    for holiday in _repeated(state, change, Holiday, lambda h: (h.location, h.day)):
        where = holiday.location or "People without a location"
        yield f"{where}: two holidays on {holiday.day.isoformat()}; keep one."
    for said in _repeated(state, change, TeamChange, lambda t: (t.scenario, t.team)):
        yield f"A scenario says two things about team “{_name(state, Team, said.team)}”."
    for told in _repeated(state, change, ProjectChange, lambda p: (p.scenario, p.project)):
        name = _name(state, Project, told.project)
        yield f"A scenario says two things about project “{name}”."
    for owner in _repeated(
        state, change, Owner, lambda o: (o.scenario, o.project, o.chunk, o.service, o.kind)
    ):
        yield f"A scenario names two owners for the same {owner.type}."
    for pin in _repeated(state, change, Pin, lambda p: (p.person, p.team)):
        yield f"{_name(state, Person, pin.person)} is pinned twice to the same team."
    for pair in _repeated(state, change, Pair, lambda p: frozenset((p.first, p.second))):
        names = f"{_name(state, Person, pair.first)} and {_name(state, Person, pair.second)}"
        yield f"There are two wishes for {names}; keep one."
    for note in _repeated(state, change, Note, lambda n: n.item):
        yield f"There are two notes on the same {note.item[0]}; keep one."


def _repeated(
    state: State, change: ChangeSet, cls: type[R], key: Callable[[R], object]
) -> Iterator[R]:
    """The rows of a class that are given a key which another row of it has as well."""
    given = [
        after
        for before, after in change.of(cls)
        if after is not None and (before is None or key(before) != key(after))
    ]
    if not given:
        return
    counts = Counter(key(row) for row in state.rows(cls))
    for row in given:
        if counts[key(row)] > 1:
            yield row


def _name(state: State, cls: type[Row], row_id: int) -> str:
    return str(getattr(state.find(cls, row_id), "name", "?"))


def _folded(row: Row) -> str:
    return str(getattr(row, "name", "")).strip().casefold()


def _overfull(state: State, change: ChangeSet) -> Iterator[str]:
    touched = {
        (after.scenario, after.person, after.start)
        for _, after in change.of(Placement)
        if after is not None
    }
    for scenario, person, start in touched:
        total = sum(
            row.share
            for row in state.where(Placement, "person", person)
            if row.scenario == scenario and row.start == start and row.team is not None
        )
        if total > 1 + TIE:
            who = state.find(Person, person)
            when = f"from {start.isoformat()}" if start else "from the beginning"
            yield (
                f"{who.name if who else 'Someone'} would be placed {total:.0%} {when}; "
                "shares can't come to more than 100 %."
            )


def _cycles(state: State, change: ChangeSet) -> Iterator[str]:
    done: set[int] = set()
    for _, chunk in change.of(Chunk):
        if chunk is None or not chunk.after or chunk.id in done:
            continue
        cycle = _cycle_through(state, chunk)
        if cycle:
            done.update(c.id for c in cycle)
            names = " → ".join(c.name for c in (*cycle, cycle[0]))
            yield f"These chunks wait for one another: {names}. Remove one of the arrows."


def _cycle_through(state: State, chunk: Chunk) -> list[Chunk]:
    """The chunks on a path of predecessors from `chunk` back to itself; empty if none."""
    came_from: dict[int, Chunk] = {}
    waiting = [chunk]
    while waiting:
        current = waiting.pop()
        for before_id in current.after:
            before = state.find(Chunk, before_id)
            if before is None:
                continue
            if before.id == chunk.id:
                path = [current]
                while path[-1].id != chunk.id:
                    path.append(came_from[path[-1].id])
                return path
            if before.id not in came_from:
                came_from[before.id] = current
                waiting.append(before)
    return []


def _lost_disciplines(state: State) -> Iterator[str]:
    known = set(state.plan.disciplines)
    for cls in (Person, Chunk, Service):
        for row in state.rows(cls):
            discipline = getattr(row, "discipline", "")
            if discipline not in known:
                yield from known_discipline(state, row, discipline)
                return
    for person in state.rows(Person):
        for discipline, _ in person.skills:
            if discipline not in known:
                yield from known_discipline(state, person, discipline)
                return
