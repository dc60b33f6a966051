"""Cards of people: where everyone is on a day, and what a card says of them. No Qt.

Kept between changes: a drag looks at the people it moved and at nobody else.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from teamtide.plan.changes import ChangeSet
from teamtide.plan.overlay import set_at, timeline, today_changed_since
from teamtide.plan.rows import Person, PersonId, Placement, ScenarioId, TeamId
from teamtide.plan.settling import newest_join
from teamtide.plan.state import State
from teamtide.ui.board.asked import Asked, asked_of, marked_anew
from teamtide.ui.board.cards import Face, Ref
from teamtide.ui.charts.words import NBSP, Words
from teamtide.ui.shapes import shape_of

TIE = 1e-9
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
        people |= marked_anew(state, change, people)
        if people:
            self.look(state, people)

    def turn(self, state: State, as_of: date) -> None:
        """Look at another day: only at the people whose cards may differ between the two."""
        first, last = sorted((self._as_of, as_of))
        self._as_of = as_of
        if first != last:
            self.look(state, _changing(state, self._scenario, first, last))

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
        asked = asked_of(state, self._scenario, row.id)
        return tuple(
            self._face(state, row, team, share, asked, since=since) for team, share in columns
        )

    def _face(
        self,
        state: State,
        row: Person,
        team: TeamId | None,
        share: float,
        asked: Asked,
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
            learning = settling(state, self._scenario, row, team, day)
            if learning:
                notes.append(learning)
        if since:
            notes.insert(0, "Today changed since")
        said = " · ".join(notes)
        about = f"{row.discipline}, {words.number(row.fte, 2)}{NBSP}FTE"
        tip = "\n".join(part for part in (row.name, title, said, about, *asked.lines) if part)
        shape = shape_of(row.discipline, plan.disciplines)
        ref = Ref("person", row.id, team)
        marks = asked.marks_in(team)
        return Face(ref, row.name, title, said, shape, share, row.fte, away, since, tip, marks)


def _changing(state: State, scenario: ScenarioId, first: date, last: date) -> list[PersonId]:
    """People whose cards may say something else on one day than on another, in plan order."""
    plan, today = state.plan, state.today
    joined_since = first - timedelta(weeks=plan.move_weeks)
    new_since = first - timedelta(weeks=plan.hire_weeks)
    moved = set()
    for row in state.tables[Placement].values():
        assert isinstance(row, Placement)
        start = row.start
        if row.scenario == scenario != today:
            start = max(start or plan.start, plan.start)
        if row.scenario in (scenario, today) and joined_since <= (start or date.max) <= last:
            moved.add(row.person)
    return [
        row.id
        for row in state.rows(Person)
        if row.id in moved
        or (row.start is not None and new_since <= row.start <= last)
        or (row.end is not None and first <= row.end < last)
    ]


def rank(state: State, face: Face) -> tuple[int, int]:
    """Sort key of plan order."""
    row = state.get(Person, face.person)
    return (row.position, row.id)


def settling(state: State, scenario: ScenarioId, row: Person, team: TeamId, day: date) -> str:
    """Whether someone is still settling in on a day, such as "settling in, wk 2 of 4".

    By the cohorts and ramps of MODEL section 1, so that a card says what the curves reckon with.
    """
    plan = state.plan
    if plan.move_start < 1:
        joined = newest_join(state, scenario, row, team, day)
        week = plan.move_weeks if joined is None else (day - joined).days // 7
        if 0 <= week < plan.move_weeks:
            return f"settling in, wk{NBSP}{week + 1} of {plan.move_weeks:g}"
    if row.start is not None and plan.hire_start < 1:
        week = (day - row.start).days // 7
        if 0 <= week < plan.hire_weeks:
            return f"new, wk{NBSP}{week + 1} of {plan.hire_weeks:g}"
    return ""
