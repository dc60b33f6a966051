"""People of a roster and where they sit, merged into a draft of the plan.

Each value goes one way: what the file says, held against the plan and against what the last import
said (`records`). Blanks say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from teamtide.exchange.books.cells import number_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded, parts_of
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Conflict, TitleGuess
from teamtide.exchange.rosters.disciplines import discipline_of_title
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.records import (
    CONFLICT,
    KEEP,
    TAKE,
    as_text,
    decide,
    leave_text,
    read_record,
    written,
)
from teamtide.exchange.rosters.seating import Seats
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.commands import Draft
from teamtide.plan.rows import (
    THE_PLAN,
    Imported,
    Leave,
    LeaveId,
    Person,
    PersonId,
    Placement,
    Plan,
    Team,
)
from teamtide.plan.state import State

MOST_DISCIPLINES = 12

_COPIED = ("name", "code", "email", "title", "location", "start", "end", "manager")
"""What goes into a person as it stands in the row; blanks say nothing."""

_FIELDS = {"code": "id"}
"""Columns of a person that the fields of a roster call otherwise."""


class Merge:
    """Merges people into a draft; afterwards it says what came of whom."""

    def __init__(self, state: State, table: Table, choices: Choices, findings: Findings) -> None:
        """Merge into `state`; nothing is merged yet."""
        self.state = state
        self.table = table
        self.choices = choices
        self.findings = findings
        self.draft = Draft(state)
        self.conflicts: list[Conflict] = []
        self.outcomes: dict[int, str] = {}
        self.counts: Counter[str] = Counter()
        self.kept = 0
        self._disciplines = list(state.plan.disciplines)
        self._titles: Counter[str] = Counter()
        self._guesses: dict[str, str] = {}

    def people(self, entries: list[Entry], seats: Seats) -> None:
        """Merge these people and put them where the file has them."""
        self._add_disciplines(entries)
        known = {folded(d): d for d in self._disciplines}
        ignored = 0
        for entry in entries:
            skills = self._skills(entry, known) if entry.skills else ()
            ignored += bool(entry.skills) and not skills
            said: dict[str, Any] = {
                column: value for column in _COPIED if (value := getattr(entry, column))
            }
            if entry.fte is not None:
                said["fte"] = entry.fte
            if skills:
                said["skills"] = skills
            discipline = known.get(folded(entry.discipline)) if entry.discipline else None
            if discipline or (discipline := self._ruled(entry.title)):
                said["discipline"] = discipline
            team = seats.of(entry)
            if entry.match is None:
                self._create(entry, said, team)
            else:
                self._update(entry, entry.match, said, team)
        if ignored:
            self.findings.warn(
                f"The skills of {ignored} {'person' if ignored == 1 else 'people'} name no "
                "discipline with a number (such as “infrastructure 0.6”) and were not used."
            )
        if self.kept:
            self.findings.warn(
                f"{self.kept} {'value was' if self.kept == 1 else 'values were'} changed in the "
                "plan since the last import and not in the file; the plan's stay."
            )

    def titles(self) -> tuple[TitleGuess, ...]:
        """Titles of newcomers and the disciplines they were taken for, the most people first."""
        return tuple(
            TitleGuess(title, count, self._guessed(title))
            for title, count in self._titles.most_common()
        )

    # --- one person -------------------------------------------------------------------------

    def _create(self, entry: Entry, said: dict[str, Any], team: Team | None) -> None:
        if not entry.discipline:
            self._titles[entry.title] += 1
        if "discipline" not in said:
            said["discipline"] = self._guessed(entry.title)
        person = self.draft.add(Person, **said)
        if team is not None:
            self._seat(person.id, team)
        for away in entry.leave:
            self.draft.add(
                Leave,
                person=person.id,
                first=away.first,
                last=away.last,
                fraction=away.fraction,
            )
        self._record(entry, person, None, {k: as_text(v) for k, v in said.items()}, team)
        self.outcomes[entry.row] = "create"
        self.counts["create"] += 1

    def _update(
        self, entry: Entry, person: Person, said: dict[str, Any], team: Team | None
    ) -> None:
        record = next(iter(self.state.where(Imported, "person", person.id)), None)
        before = read_record(record)
        fresh: dict[str, Any] = {}
        file: dict[str, str] = {}
        conflicts = len(self.conflicts)
        changed = False

        def settle(column: str, plan: str, new: str, last: str | None) -> bool:
            """Whether the file's value is to be taken."""
            field = _FIELDS.get(column, column)
            file[column] = new
            verdict = decide(plan, new, last)
            if verdict == CONFLICT:
                taken = (int(person.id), field) in self.choices.take
                self.conflicts.append(
                    Conflict(
                        int(person.id),
                        person.name,
                        field,
                        self._cell(entry, field),
                        plan,
                        new,
                        last or "",
                        taken,
                    )
                )
                return taken
            self.kept += verdict == KEEP and plan != new
            return verdict == TAKE

        for column, value in said.items():
            last = None if before is None else before.get(column)
            if settle(column, as_text(getattr(person, column)), as_text(value), last):
                fresh[column] = value
        if fresh:
            changed = self.draft.edit(person, **fresh) != person
        changed |= self._move(person.id, team, before, settle)
        changed |= self._leave(entry, person.id, before, settle)
        self._record(entry, person, record, file, team)
        outcome = "update" if changed else "unchanged"
        self.counts[outcome] += 1
        open_ones = not all(conflict.taken for conflict in self.conflicts[conflicts:])
        self.outcomes[entry.row] = "conflict" if open_ones else outcome

    def _cell(self, entry: Entry, field: str) -> str:
        columns = self.table.columns
        column = columns.get(field, columns.get("name", columns.get("last_name")))
        return "" if column is None else self.table.grid.address(entry.row, column)

    # --- where they sit ---------------------------------------------------------------------

    def _seat(self, person: PersonId, team: Team) -> None:
        self.draft.add(
            Placement, scenario=self.state.today, person=person, start=None, team=team.id
        )

    def _move(
        self,
        person: PersonId,
        team: Team | None,
        before: dict[str, str] | None,
        settle: Callable[[str, str, str, str | None], bool],
    ) -> bool:
        """Put somebody of the plan into the team the file names; later moves in Today stay."""
        if team is None:
            return False
        placed = [
            row
            for row in self.state.where(Placement, "person", person)
            if row.scenario == self.state.today
        ]
        first = [row for row in placed if row.start is None]
        if not placed:
            self._seat(person, team)
            return True
        if any(row.team == team.id for row in placed):
            return False
        here = "; ".join(
            "bench" if row.team is None else self.state.get(Team, row.team).name for row in first
        )
        # Where no list said anything of it, somebody placed them by hand.
        last = "" if before is None else before["team"]
        if not settle("team", here, team.name, last):
            return False
        for row in first:
            self.draft.drop(row)
        self._seat(person, team)
        return True

    def _leave(
        self,
        entry: Entry,
        person: PersonId,
        before: dict[str, str] | None,
        settle: Callable[[str, str, str, str | None], bool],
    ) -> bool:
        if not entry.leave:
            return False
        rows = self.state.where(Leave, "person", person)
        new = tuple(
            Leave(LeaveId(0), person, away.first, away.last, away.fraction) for away in entry.leave
        )
        last = None if before is None else before["leave"]
        if not settle("leave", leave_text(rows), leave_text(new), last):
            return False
        # Without an earlier list what stands in the plan was typed there, and is added to.
        gone = rows if before is not None else ()
        for row in gone:
            self.draft.drop(row)
        there = {(row.first, row.last, row.fraction) for row in rows if row not in gone}
        for row in new:
            if (row.first, row.last, row.fraction) not in there:
                self.draft.add(
                    Leave, person=person, first=row.first, last=row.last, fraction=row.fraction
                )
        return True

    # --- what was said ----------------------------------------------------------------------

    def _record(
        self,
        entry: Entry,
        person: Person,
        record: Imported | None,
        file: dict[str, str],
        team: Team | None,
    ) -> None:
        """Keep what the file said, and what earlier ones said of what it does not speak of."""
        said = {"discipline": person.discipline, **(read_record(record) or {}), **file}
        if team is not None:
            said["team"] = team.name
        if entry.leave:
            said["leave"] = leave_text(
                tuple(
                    Leave(LeaveId(0), person.id, away.first, away.last, away.fraction)
                    for away in entry.leave
                )
            )
        if record is None:
            self.draft.add(Imported, person=person.id, said=written(said))
        else:
            self.draft.edit(record, said=written(said))

    # --- disciplines ------------------------------------------------------------------------

    def _ruled(self, title: str) -> str:
        """The discipline that a rule of the user's gives a title; empty where none does."""
        if not self.choices.titles:
            return ""
        text = title.casefold()
        known = {folded(d): d for d in self._disciplines}
        for words, discipline in self.choices.titles:
            if text and words.strip() and folded(words) in text:
                return known.get(folded(discipline), "")
        return ""

    def _guessed(self, title: str) -> str:
        found = self._guesses.get(title)
        if found is None:
            found = self._ruled(title) or discipline_of_title(title, self._disciplines)
            self._guesses[title] = found
        return found

    def _add_disciplines(self, entries: list[Entry]) -> None:
        known = {folded(d) for d in self._disciplines}
        new: dict[str, str] = {}
        for entry in entries:
            key = folded(entry.discipline)
            if key and key not in known and ";" not in key:
                new.setdefault(key, entry.discipline)
        for _, discipline in self.choices.titles:
            if folded(discipline) and folded(discipline) not in known:
                new.setdefault(folded(discipline), discipline.strip())
        if not new:
            return
        column = self.table.columns.get("discipline")
        source = "the rules" if column is None else f"“{self.table.header_of(column)}”"
        if len(new) > MOST_DISCIPLINES:
            self.findings.warn(
                f"{source} holds {len(new)} different values, too many for disciplines; "
                "disciplines were guessed from the titles."
            )
            return
        self._disciplines += new.values()
        plan = self.draft.get(Plan, THE_PLAN)
        self.draft.edit(plan, disciplines=tuple(self._disciplines))
        self.findings.warn(f"New disciplines, from {source}: {', '.join(new.values())}.")

    def _skills(self, entry: Entry, known: dict[str, str]) -> tuple[tuple[str, float], ...]:
        found: dict[str, float] = {}
        for part in parts_of(entry.skills):
            name, _, level = part.rpartition(" ")
            discipline = known.get(folded(name.rstrip(" :=")))
            try:
                value = number_of(level)
            except ValueError:
                continue
            if discipline is not None and value is not None and 0 <= value <= 1:
                found[discipline] = value
        return tuple(found.items())
