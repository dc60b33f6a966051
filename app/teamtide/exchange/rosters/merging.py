"""People of a roster and where they sit, merged into a draft of the plan.

Each value goes one way: what the file says, held against the plan and against what the last import
said (`records`). Blanks say nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from teamtide.exchange.books.cells import number_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded, parts_of
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Conflict, TitleGuess
from teamtide.exchange.rosters.disciplines import discipline_of_title
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.leaves import Away
from teamtide.exchange.rosters.records import (
    CONFLICT,
    KEEP,
    TAKE,
    as_text,
    days_text,
    decide,
    leave_text,
    read_record,
    written,
)
from teamtide.exchange.rosters.seating import BENCH, Seat, Seats
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.commands import Draft
from teamtide.plan.rows import (
    THE_PLAN,
    Imported,
    Leave,
    Person,
    PersonId,
    Placement,
    Plan,
    Team,
)

MOST_DISCIPLINES = 12

_COPIED = ("name", "code", "email", "title", "location", "start", "end", "manager")
"""What goes into a person as it stands in the row; blanks say nothing."""

_FIELDS = {"code": "id"}
"""Columns of a person that the fields of a roster call otherwise."""


class _Held:
    """One person of the plan held against what the file says, and what the last import said."""

    def __init__(
        self, merge: Merge, entry: Entry, person: Person, before: dict[str, str] | None
    ) -> None:
        """`before` is what the last import said, None where there was none."""
        self._merge, self._entry, self._person = merge, entry, person
        self.before = before
        self.said: dict[str, str] = {}
        self.open = False

    def takes(self, column: str, plan: str, file: str, otherwise: str | None = None) -> bool:
        """Whether the file's value is to be taken; what it said is noted.

        Args:
            column: What it is about.
            plan: The plan's value, as text.
            file: The file's.
            otherwise: What counts as said before, where that is not what the record has.
        """
        merge, person = self._merge, self._person
        last = otherwise
        if otherwise is None and self.before is not None:
            last = self.before.get(column)
        verdict = decide(plan, file, last)
        if verdict == CONFLICT:
            field = _FIELDS.get(column, column)
            taken = (int(person.id), field) in merge.choices.take
            cell = merge.cell(self._entry, field)
            merge.conflicts.append(
                Conflict(int(person.id), person.name, field, cell, plan, file, last or "", taken)
            )
            self.open |= not taken
            if not taken and merge.choices.ask_again:
                self.said[column] = last or ""
                return False
            self.said[column] = file
            return taken
        self.said[column] = file
        merge.kept += verdict == KEEP and plan != file
        return verdict == TAKE


class Merge:
    """Merges people into a draft; afterwards it says what came of whom."""

    def __init__(
        self,
        draft: Draft,
        table: Table,
        seats: Seats,
        choices: Choices,
        findings: Findings,
    ) -> None:
        """Merge into `draft`; nothing is merged yet."""
        self.state = draft.state
        self.table = table
        self.choices = choices
        self.findings = findings
        self.draft = draft
        self._seats = seats
        self.conflicts: list[Conflict] = []
        self.outcomes: dict[int, str] = {}
        self.counts: Counter[str] = Counter()
        self.kept = 0
        self._disciplines = list(draft.state.plan.disciplines)
        self._new: list[tuple[Entry, dict[str, Any], Seat]] = []
        self._titles: Counter[str] = Counter()
        self._guesses: dict[str, str] = {}
        self._by_rule: dict[str, str] = {}
        self._rules = [(folded(w), d) for w, d in choices.titles if folded(w)]

    def people(self, entries: list[Entry]) -> None:
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
            seat = self._seats.of(entry)
            if entry.match is None:
                self._await(entry, said, seat)
            else:
                self._update(entry, entry.match, said, seat)
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

    def newcomers(self) -> None:
        """Write those into the draft whom the plan does not know; `people` only counts them."""
        for entry, said, seat in self._new:
            self._create(entry, said, seat)
        self._new = []

    def _await(self, entry: Entry, said: dict[str, Any], seat: Seat) -> None:
        if not entry.discipline:
            self._titles[entry.title] += 1
        if "discipline" not in said:
            said["discipline"] = self._guessed(entry.title)
        self._new.append((entry, said, seat))
        self.outcomes[entry.row] = "create"
        self.counts["create"] += 1

    def _create(self, entry: Entry, said: dict[str, Any], seat: Seat) -> None:
        person = self.draft.add(Person, **said)
        if seat is not None and seat is not BENCH:
            self._seat(person.id, seat)
        for away in entry.leave:
            self._add_leave(person.id, away)
        file: dict[str, str] = {**said}
        for column in ("fte", "start", "end", "skills"):
            if column in said:
                file[column] = as_text(said[column])
        if seat is not None:
            file["team"] = self._seats.words_of(entry)
        if entry.leave:
            file["leave"] = leave_text(entry.leave)
        self.draft.add(Imported, person=person.id, said=written(file))

    def _update(self, entry: Entry, person: Person, said: dict[str, Any], seat: Seat) -> None:
        record = next(iter(self.state.where(Imported, "person", person.id)), None)
        held = _Held(self, entry, person, read_record(record))
        fresh = {
            column: value
            for column, value in said.items()
            if held.takes(column, as_text(getattr(person, column)), as_text(value))
        }
        self._order_days(entry, person, fresh)
        changed = bool(fresh) and self.draft.edit(person, **fresh) != person
        changed |= self._move(entry, person.id, seat, held)
        changed |= self._leave(entry, person.id, held)
        before = held.before or {}
        text = written({"discipline": person.discipline, **before, **held.said})
        if record is None:
            self.draft.add(Imported, person=person.id, said=text)
        else:
            self.draft.edit(record, said=text)
        outcome = "update" if changed else "unchanged"
        self.counts[outcome] += 1
        self.outcomes[entry.row] = "conflict" if held.open else outcome

    def _order_days(self, entry: Entry, person: Person, fresh: dict[str, Any]) -> None:
        """Keep a first day before the last where the file says only one of them."""
        start, end = fresh.get("start", person.start), fresh.get("end", person.end)
        if start is None or end is None or start <= end or {"start", "end"} <= set(fresh):
            return
        if "start" in fresh:
            fresh["end"] = None
            self.findings.warn(
                f"{person.name} starts again on {start.isoformat()}; the last day of before, "
                f"{end.isoformat()}, was taken away."
            )
        elif "end" in fresh:
            del fresh["end"]
            self.findings.problem(
                self.cell(entry, "end"),
                end,
                f"expected a day after the start in the plan, {start.isoformat()}; it was left out",
            )

    def cell(self, entry: Entry, field: str) -> str:
        """The address of an entry's field, or of its name where no column has the field."""
        columns = self.table.columns
        column = columns.get(field, columns.get("name", columns.get("last_name")))
        return "" if column is None else self.table.grid.address(entry.row, column)

    # --- where they sit ---------------------------------------------------------------------

    def _seat(self, person: PersonId, team: Team) -> None:
        self.draft.add(
            Placement, scenario=self.state.today, person=person, start=None, team=team.id
        )

    def _move(self, entry: Entry, person: PersonId, seat: Seat, held: _Held) -> bool:
        """Put somebody of the plan into the team the file names; later moves in Today stay."""
        if seat is None:
            return False
        placed = [
            row
            for row in self.state.where(Placement, "person", person)
            if row.scenario == self.state.today
        ]
        first = [row for row in placed if row.start is None]
        here = "; ".join(self.state.get(Team, row.team).name for row in first if row.team)
        if any(row.team == seat.id for row in placed):
            here = seat.name
        # Where no list said anything of it, somebody placed them by hand, or nobody did.
        last = "" if held.before is None else self._seats.now(held.before["team"])
        takes = held.takes("team", here, seat.name, last)
        if held.said["team"] == seat.name:
            held.said["team"] = self._seats.words_of(entry)
        if not takes:
            return False
        for row in first:
            self.draft.drop(row)
        if seat is not BENCH:
            self._seat(person, seat)
        return True

    def _add_leave(self, person: PersonId, away: Away) -> None:
        self.draft.add(
            Leave, person=person, first=away.first, last=away.last, fraction=away.fraction
        )

    def _leave(self, entry: Entry, person: PersonId, held: _Held) -> bool:
        """Leave that lists spoke of follows the list; what was typed by hand stays beside it."""
        if not entry.leave:
            return False
        rows = self.state.where(Leave, "person", person)
        listed = set(held.before["leave"].split("; ")) if held.before else set()
        ours = [row for row in rows if days_text(row) in listed]
        if not held.takes("leave", leave_text(ours), leave_text(entry.leave)):
            return False
        for row in ours:
            self.draft.drop(row)
        there = {days_text(row) for row in rows} - {days_text(row) for row in ours}
        for away in entry.leave:
            if days_text(away) not in there:
                self._add_leave(person, away)
        return True

    # --- disciplines ------------------------------------------------------------------------

    def _ruled(self, title: str) -> str:
        """The discipline that a rule of the user's gives a title; empty where none does.

        A rule of the very title goes before one whose words are in it.
        """
        if not self._rules:
            return ""
        found = self._by_rule.get(title)
        if found is None:
            text = folded(title)
            fits = [rule for rule in self._rules if rule[0] in text] if text else []
            fits.sort(key=lambda rule: rule[0] != text)
            known = {folded(d): d for d in self._disciplines}
            found = known.get(folded(fits[0][1]), "") if fits else ""
            self._by_rule[title] = found
        return found

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
