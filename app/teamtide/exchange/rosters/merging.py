"""People of a roster and where they sit, merged into a draft of the plan."""

from __future__ import annotations

from typing import Any

from teamtide.exchange.books.cells import number_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded, parts_of
from teamtide.exchange.draft import Draft
from teamtide.exchange.rosters.disciplines import discipline_of_title
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.tables import Table
from teamtide.exchange.rosters.team_kinds import team_kind
from teamtide.plan.rows import THE_PLAN, Person, PersonId, Placement, Plan, Team, TeamId
from teamtide.plan.state import State

MOST_TEAMS = 12
MOST_DISCIPLINES = 12


class Merge:
    """People and where they sit, merged into a draft of the plan."""

    def __init__(self, state: State, table: Table, findings: Findings) -> None:
        self.state = state
        self.table = table
        self.findings = findings
        self.draft = Draft(state)
        self.disciplines = list(state.plan.disciplines)
        self.ids: dict[int, PersonId] = {}
        self.touched: set[PersonId] = set()

    def people(self, entries: list[Entry]) -> None:
        self._add_disciplines(entries)
        known = {folded(d): d for d in self.disciplines}
        ignored = 0
        for entry in entries:
            said = known.get(folded(entry.discipline), "")
            skills = self._skills(entry, known) if entry.skills else ()
            ignored += bool(entry.skills) and not skills
            values: dict[str, Any] = {
                "name": entry.name,
                "code": entry.code,
                "email": entry.email,
                "title": entry.title,
                "discipline": said,
                "skills": skills,
                "fte": entry.fte,
                "location": entry.location,
                "start": entry.start,
                "end": entry.end,
                "manager": entry.manager,
            }
            kept = {k: v for k, v in values.items() if v not in (None, "", ())}
            if entry.match is None:
                kept.setdefault("discipline", discipline_of_title(entry.title, self.disciplines))
                person = self.draft.add(Person, **kept)
            else:
                person = self.draft.edit(entry.match, **kept)
            self.ids[entry.row] = person.id
        if ignored:
            self.findings.warn(
                f"The skills of {ignored} {'person' if ignored == 1 else 'people'} name no "
                "discipline with a number (such as “infrastructure 0.6”) and were not used."
            )

    def _add_disciplines(self, entries: list[Entry]) -> None:
        known = {folded(d) for d in self.disciplines}
        new: dict[str, str] = {}
        for entry in entries:
            key = folded(entry.discipline)
            if key and key not in known and ";" not in key:
                new.setdefault(key, entry.discipline)
        if not new:
            return
        column = f"“{self.table.header_of(self.table.columns['discipline'])}”"
        if len(new) > MOST_DISCIPLINES:
            self.findings.warn(
                f"{column} holds {len(new)} different values, too many for disciplines; "
                "disciplines were guessed from the titles."
            )
            return
        self.disciplines += new.values()
        plan = self.draft.get(Plan, THE_PLAN)
        self.draft.edit(plan, disciplines=tuple(self.disciplines))
        self.findings.warn(f"New disciplines, from {column}: {', '.join(new.values())}.")

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

    def seats(self, entries: list[Entry]) -> None:
        """Put newcomers (and whoever is on the bench) into the teams the file names."""
        teams = self._teams(entries)
        elsewhere = 0
        today = self.state.today
        for entry in entries:
            team = teams.get(folded(entry.team))
            if team is None:
                continue
            person = self.ids[entry.row]
            placed = [
                row
                for row in self.state.where(Placement, "person", person)
                if row.scenario == today
            ]
            if not placed:
                self.draft.add(Placement, scenario=today, person=person, start=None, team=team)
                self.touched.add(person)
            elif not any(row.team == team for row in placed):
                elsewhere += 1
        if elsewhere:
            who = "1 person is" if elsewhere == 1 else f"{elsewhere} people are"
            self.findings.warn(
                f"{who} in another team in the plan than in the file, and stay where the plan has "
                "them."
            )

    def _teams(self, entries: list[Entry]) -> dict[str, TeamId]:
        known = {folded(team.name): team.id for team in self.state.rows(Team)}
        new: dict[str, str] = {}
        for entry in entries:
            key = folded(entry.team)
            if key and key not in known:
                new.setdefault(key, entry.team)
        if not new:
            return known
        column = f"“{self.table.header_of(self.table.columns['team'])}”"
        if len(new) + len(known) > MOST_TEAMS:
            count = sum(1 for entry in entries if folded(entry.team) in new)
            self.findings.warn(
                f"{column} holds {len(new)} values that are no team of the plan, too many for "
                f"columns of the board (at most {MOST_TEAMS}); {count} "
                f"{'person stays' if count == 1 else 'people stay'} on the bench."
            )
            return known
        for key, name in new.items():
            known[key] = self.draft.add(Team, name=name, kind=team_kind(name)).id
        self.findings.warn(f"New teams, from {column}: {', '.join(new.values())}.")
        return known

    def counts(self) -> tuple[int, int, int]:
        """People created, updated, unchanged."""
        create = update = unchanged = 0
        for person in self.ids.values():
            before = self.state.find(Person, person)
            if before is None:
                create += 1
            elif before != self.draft.get(Person, person) or person in self.touched:
                update += 1
            else:
                unchanged += 1
        return create, update, unchanged
