"""Cards of people: where everyone is on a day, and what a card says of them. No Qt.

Kept between changes: a drag looks at the people it moved and at nobody else.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from teamtide.plan.changes import ChangeSet
from teamtide.plan.overlay import (
    Set,
    own_sets,
    set_at,
    set_on,
    timeline,
    today_changed_since,
)
from teamtide.plan.rows import Person, PersonId, Placement, Plan, ScenarioId, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.cards import Face, Ref
from teamtide.ui.charts.words import NBSP, Words
from teamtide.ui.shapes import shape_of

TIE = 1e-9
RETURN_DAYS = 91
FEW = 20


class Faces:
    """Everyone's faces by column, in plan order."""

    def __init__(
        self,
        state: State,
        scenario: ScenarioId,
        as_of: date,
        words: Words,
        *,
        people: Iterable[PersonId] | None = None,
    ) -> None:
        """Where everyone (or, to begin with, some people) is in `scenario` on `as_of`."""
        self._scenario = scenario
        self._as_of = as_of
        self._words = words
        self._by_person: dict[PersonId, tuple[Face, ...]] = {}
        self._columns: dict[TeamId | None, tuple[Face, ...]] = {}
        self.look(state, (row.id for row in state.rows(Person)) if people is None else people)

    def advance(self, state: State, change: ChangeSet) -> None:
        """Look again at the people a change is about."""
        people: set[PersonId] = set()
        for old, new in change.of(Placement):
            people.update(row.person for row in (old, new) if row is not None)
        for before, after in change.of(Person):
            people.update(row.id for row in (before, after) if row is not None)
        if people:
            self.look(state, people)

    def of(self, team: TeamId | None) -> tuple[Face, ...]:
        """The faces in a column."""
        return self._columns.get(team, ())

    def look(self, state: State, people: Iterable[PersonId]) -> None:
        """Look at some people, for the first time or again."""
        goes: dict[TeamId | None, set[Ref]] = {}
        comes: dict[TeamId | None, list[Face]] = {}
        for person in people:
            old = self._by_person.pop(person, ())
            row = state.find(Person, person)
            new = () if row is None else self._faces(state, row)
            kept = {face: face for face in old}
            new = tuple(kept.get(face, face) for face in new)
            for face in old:
                goes.setdefault(face.team, set()).add(face.ref)
            for face in new:
                comes.setdefault(face.team, []).append(face)
            if new:
                self._by_person[person] = new
        for team in goes.keys() | comes.keys():
            here, gone = list(self._columns.get(team, ())), goes.get(team, set())
            if gone:
                here = [face for face in here if face.ref not in gone]
            fresh = comes.get(team, [])
            if len(fresh) < FEW:
                for face in fresh:
                    insort(here, face, key=partial(rank, state))
            else:
                here = sorted(here + fresh, key=partial(rank, state))
            self._columns[team] = tuple(here)

    def _faces(self, state: State, row: Person) -> tuple[Face, ...]:
        plan, day = state.plan, self._as_of
        sets = timeline(state, self._scenario, row.id)
        shares = [(t, s) for t, s in set_at(sets, day, plan).shares if s > TIE]
        free = 1 - sum(share for _, share in shares)
        columns: list[tuple[TeamId | None, float]] = [*shares]
        if free > TIE and not (row.end is not None and row.end < day):
            columns.append((None, free))
        since = today_changed_since(state, self._scenario, row.id)
        return tuple(
            self._face(state, row, sets, team, share, since=since) for team, share in columns
        )

    def _face(
        self,
        state: State,
        row: Person,
        sets: tuple[Set, ...],
        team: TeamId | None,
        share: float,
        *,
        since: bool,
    ) -> Face:
        plan, day, words = state.plan, self._as_of, self._words
        title = row.title or row.discipline.capitalize()
        notes: list[str] = []
        away = False
        if row.start is not None and row.start > day:
            notes.append(f"starts {words.day(row.start)}")
            away = True
        elif row.end is not None and row.end < day:
            notes.append(f"left {words.day(row.end)}")
            away = True
        if share < 1 - TIE:
            notes.append(words.percent(share) + (" unplaced" if team is None else ""))
        if team is not None and not away:
            learning = settling(state, self._scenario, row, sets, team, day)
            if learning:
                notes.append(learning)
        if since:
            notes.insert(0, "Today changed since")
        said = " · ".join(notes)
        about = f"{row.discipline}, {words.number(row.fte, 2)}{NBSP}FTE"
        tip = "\n".join(part for part in (row.name, title, said, about) if part)
        shape = shape_of(row.discipline, plan.disciplines)
        ref = Ref("person", row.id, team)
        return Face(ref, row.name, title, said, shape, share, row.fte, away, since, tip)


def rank(state: State, face: Face) -> tuple[int, int]:
    """Sort key of plan order."""
    row = state.get(Person, face.person)
    return (row.position, row.id)


def settling(
    state: State,
    scenario: ScenarioId,
    row: Person,
    sets: tuple[Set, ...],
    team: TeamId,
    day: date,
) -> str:
    """Whether someone is still settling in on a day, such as "settling in, wk 2 of 4".

    The ramps are MODEL section 1's; whoever comes back within 91 days was never away.
    """
    plan = state.plan
    joined = _joined(state, scenario, row, sets, team, day)
    if joined is not None and not (row.start is not None and joined <= row.start):
        week = (day - joined).days // 7
        if plan.move_start < 1 and 0 <= week < plan.move_weeks:
            return f"settling in, wk{NBSP}{week + 1} of {plan.move_weeks:g}"
    if row.start is not None and plan.hire_start < 1:
        week = (day - row.start).days // 7
        if 0 <= week < plan.hire_weeks:
            return f"new, wk{NBSP}{week + 1} of {plan.hire_weeks:g}"
    return ""


def _joined(
    state: State,
    scenario: ScenarioId,
    row: Person,
    sets: tuple[Set, ...],
    team: TeamId,
    day: date,
) -> date | None:
    """The last day up to `day` on which someone's share in a team grew."""
    plan = state.plan
    steps = [(_first_day(s, plan), dict(s.shares).get(team, 0.0)) for s in sets]
    if scenario != state.today and sets and sets[0].start is None:
        today = own_sets(state, state.today, row.id)
        if today and sets[0] is not today[0] and sets[0] != today[0]:
            held = dict(set_on(today, plan.beginning).shares)
            steps.insert(0, (date.min, held.get(team, 0.0)))
    joined: date | None = None
    for number, (when, share) in enumerate(steps):
        if when > day:
            break
        if number == 0:
            joined = when if when > plan.beginning and share > TIE else None
            continue
        earlier = when - timedelta(days=RETURN_DAYS) if when > date.min else when
        known = max(
            (s for i, (_, s) in enumerate(steps[:number]) if steps[i + 1][0] > earlier),
            default=0.0,
        )
        if share > known + TIE:
            joined = when
    return joined


def _first_day(placed: Set, plan: Plan) -> date:
    begun = plan.beginning
    return begun if placed.start is None else max(placed.start, begun)
