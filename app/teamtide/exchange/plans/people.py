"""The people of a plan workbook: who they are, where they sit, when they are away."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from teamtide.exchange.books.cells import number_of, text_of
from teamtide.exchange.books.references import Names, folded, parts_of, person_ids, person_names
from teamtide.plan.rows import (
    Holiday,
    Leave,
    Person,
    PersonId,
    Placement,
    ScenarioId,
    TeamChange,
    TeamId,
)

if TYPE_CHECKING:
    from teamtide.exchange.books.findings import Findings
    from teamtide.exchange.books.grids import Book
    from teamtide.exchange.draft import Draft
    from teamtide.exchange.plans.lines import Line
    from teamtide.plan.rows import Row
    from teamtide.plan.state import State

_SKILL = re.compile(r"(.*\S)\s+(\S+(?: ?%)?)", re.DOTALL)


class PeopleMerge:
    """The sheets People, Leave, Holidays, Placements and Team changes."""

    if TYPE_CHECKING:
        state: State
        book: Book
        draft: Draft
        findings: Findings
        empty: bool
        disciplines: list[str]
        disciplines_given: bool
        teams: Names[TeamId]
        today: ScenarioId

        def lines(self, name: str) -> list[Line]: ...
        def note(self, row: Row, line: Line) -> None: ...
        def scenario_named(self, name: str) -> ScenarioId: ...
        def team_named(self, name: str) -> TeamId: ...

    # --- who they are ---------------------------------------------------------------------

    def read_people(self) -> None:
        """The People sheet, but for who sits where."""
        finder = _Finder(self.state)
        self._ids = dict(finder.ids)
        self._seats: list[tuple[Line, PersonId]] = []
        lines = self.lines("People")
        if self.book.sheet("People") is None:
            self.findings.problem(
                "", None, "expected a sheet “People” with a row for each person below its header"
            )
        count = Counter(folded(line.text("Name")) for line in lines)
        by_id: dict[str, Line] = {}
        for line in lines:
            name, code = line.named("Name"), line.text("ID")
            if not name:
                continue
            if code and folded(code) in by_id:
                earlier = by_id[folded(code)].at("ID")
                line.problem("ID", f"expected an ID of their own; {earlier} has the same")
                continue
            if code:
                by_id[folded(code)] = line
            found = finder.find(code, line.text("Email"), name)
            if found is None and not code and finder.unclear(name, count[folded(name)]):
                line.problem("Name", "expected an ID too, because several people have this name")
                continue
            self._merge_person(line, found, code, name)
        people = self.draft.rows(Person)
        self._people = person_names(people, self._ids)

    def _merge_person(self, line: Line, found: Person | None, code: str, name: str) -> None:
        if found is not None and not found.code and code == self._ids.get(found.id):
            code = ""  # an ID that only the export made up
        values = {
            "name": name,
            "code": code,
            "email": line.text("Email"),
            "title": line.text("Title"),
            "discipline": self.discipline(line, "Discipline"),
            "skills": self._skills(line),
            "fte": line.number("FTE"),
            "location": line.text("Location"),
            "start": line.day("Start"),
            "end": line.day("End"),
            "manager": line.text("Manager"),
        }
        kept: dict[str, Any] = {k: v for k, v in values.items() if v not in (None, "", ())}
        if found is None:
            kept.setdefault("discipline", self.disciplines[0])
            person = self.draft.add(Person, **kept)
        else:
            person = self.draft.edit(found, **kept)
        self._ids[person.id] = text_of(person.code) or self._ids.get(person.id, "")
        self.note(person, line)
        if line.text("Team"):
            self._seats.append((line, person.id))

    def discipline(self, line: Line, header: str) -> str | None:
        """The discipline a cell names; added to the plan unless its Plan sheet lists them."""
        text = line.text(header)
        return self._discipline(line, header, text) if text else None

    def _discipline(self, line: Line, header: str, text: str) -> str | None:
        for known in self.disciplines:
            if folded(known) == folded(text):
                return known
        if self.disciplines_given:
            line.problem(
                header,
                f"expected one of the plan's disciplines ({', '.join(self.disciplines)}); add "
                "“disciplines” on the sheet Plan or choose one of them",
            )
            return None
        self.disciplines.append(text)
        return text

    def _skills(self, line: Line) -> tuple[tuple[str, float], ...]:
        skills: list[tuple[str, float]] = []
        for part in parts_of(line.text("Skills")):
            match = _SKILL.fullmatch(part)
            try:
                level = number_of(match[2]) if match else None
            except ValueError:
                level = None
            if match is None or level is None:
                line.problem(
                    "Skills",
                    "expected skills with a number from 0 to 1, such as “infrastructure 0.6; "
                    "software 0.3”",
                )
                return ()
            discipline = self._discipline(line, "Skills", match[1])
            if discipline is not None:
                skills.append((discipline, level))
        return tuple(skills)

    def person(self, line: Line, header: str) -> PersonId | None:
        """The person a cell names; None where blank or (noted) nobody."""
        text = line.text(header)
        return self.person_called(line, header, text) if text else None

    def person_called(self, line: Line, header: str, text: str) -> PersonId | None:
        """The person a text in a cell names, or None with a problem noted."""
        found = self._people.find(text)
        if found is None:
            several = self._people.ambiguous(text)
            line.problem(
                header,
                "expected an ID, because several people have this name"
                if several
                else f"expected the ID or name of a person; “{text[:60]}” is not on the sheet "
                "People",
            )
        return found

    # --- when they are away ---------------------------------------------------------------

    def read_leave(self) -> None:
        """The Leave sheet; the same person and days again is another leave, not the same."""
        old: dict[tuple[Any, ...], list[Leave]] = {}
        for row in self.state.rows(Leave):
            old.setdefault((row.person, row.first, row.last), []).append(row)
        for line in self.lines("Leave"):
            if not line.named("Person"):
                continue
            person = self.person(line, "Person")
            first, last, fraction = line.day("From"), line.day("To"), line.number("Fraction")
            if person is None:
                continue
            same = old.get((person, first, last))
            if same:
                leave = same.pop(0)
                leave = self.draft.edit(
                    leave, fraction=leave.fraction if fraction is None else fraction
                )
            else:
                fraction = 1.0 if fraction is None else fraction
                leave = self.draft.add(
                    Leave, person=person, first=first, last=last, fraction=fraction
                )
            self.note(leave, line)

    def read_holidays(self) -> None:
        """The Holidays sheet."""
        known = {(folded(row.location), row.day): row for row in self.state.rows(Holiday)}
        for line in self.lines("Holidays"):
            place, day = line.named("Location"), line.day("Date")
            if not place:
                continue
            if day is None:
                if line.value("Date") is None:
                    line.problem("Date", "expected the date of the holiday")
                continue
            row = known.get((folded(place), day))
            name = line.text("Name")
            if row is None:
                row = self.draft.add(Holiday, location=place, day=day, name=name)
            else:
                row = self.draft.edit(row, name=name or row.name)
            known[folded(place), day] = row
            self.note(row, line)

    # --- where they sit -------------------------------------------------------------------

    def read_placements(self) -> None:
        """The Placements sheet, and the short form of it on People."""
        sets: dict[tuple[ScenarioId, PersonId, date | None], list[_Seat]] = {}
        for line in self.lines("Placements"):
            scenario, who = line.named("Scenario"), line.named("Person")
            person = self.person(line, "Person") if who else None
            day, share = line.day("From"), line.number("Share")
            if not scenario or person is None:
                continue
            name = line.text("Team")
            team = self.team_named(name) if name else None
            key = (self.scenario_named(scenario), person, day)
            sets.setdefault(key, []).append((line, team, 1.0 if share is None else share))
        for line, person in self._seats:
            share = line.number("Share")
            team = self.team_named(line.text("Team"))
            key = (self.today, person, None)
            seat = (line, team, 1.0 if share is None else share)
            if key not in sets:
                sets[key] = [seat]
            elif [(t, s) for _, t, s in sets[key]] != [seat[1:]]:
                self.findings.warn(
                    f"{line.at('Team')}: Placements say otherwise from the beginning; they count."
                )
        # Today's first: rows made later are newer, and an option was made of the Today it knew.
        for key, seats in sorted(sets.items(), key=lambda entry: entry[0][0] != self.today):
            self._place(key, seats)

    def _place(self, key: tuple[ScenarioId, PersonId, date | None], seats: list[_Seat]) -> None:
        scenario, person, day = key
        total = sum(share for _, team, share in seats if team is not None)
        if total > 1 + 1e-9:
            line = seats[-1][0]
            line.problem(
                "Share",
                f"expected the shares of one person and date to come to at most 1, not {total:g}",
            )
        old = [
            row
            for row in self.state.where(Placement, "person", person)
            if row.scenario == scenario and row.start == day
        ]
        left = list(old)
        new: list[_Seat] = []
        for seat in seats:
            same = next((r for r in left if (r.team, r.share) == seat[1:]), None)
            if same is None:
                new.append(seat)
            else:
                left.remove(same)
                self.note(self.draft.edit(same), seat[0])
        for line, team, share in new:
            if left:
                row = self.draft.edit(left.pop(0), team=team, share=share)
            else:
                row = self.draft.add(
                    Placement, scenario=scenario, person=person, start=day, team=team, share=share
                )
            self.note(row, line)
        for row in left:
            self.draft.drop(row)

    def read_team_changes(self) -> None:
        """The Team changes sheet."""
        old = {(row.scenario, row.team): row for row in self.state.rows(TeamChange)}
        seen = set()
        for line in self.lines("Team changes"):
            scenario, name = line.named("Scenario"), line.named("Team")
            if not scenario or not name:
                continue
            team = self.known_team(line, "Team")
            values: dict[str, Any] = {
                "lead": self.person(line, "Lead"),
                "ceremony_hours": line.number("Ceremony hours"),
                "interrupts": line.choice("Interrupts", ("everyone", "rota")),
            }
            if team is None:
                continue
            key = (self.scenario_named(scenario), team)
            if key in seen:
                line.problem("Team", "expected each team only once per scenario")
                continue
            seen.add(key)
            if key in old:
                kept = {k: v for k, v in values.items() if v is not None}
                row = self.draft.edit(old[key], **kept)
            else:
                row = self.draft.add(TeamChange, scenario=key[0], team=key[1], **values)
            self.note(row, line)

    def known_team(self, line: Line, header: str) -> TeamId | None:
        """The team a cell names; None where blank or (noted) there is no such team."""
        text = line.text(header)
        if not text:
            return None
        found = self.teams.find(text)
        if found is None:
            seats = {folded(seat.text("Team")) for seat, _ in self._seats}
            if folded(text) in seats or folded(text) in self._placed_teams():
                return self.team_named(text)
            line.problem(header, "expected a team of the sheet Teams")
        return found

    def _placed_teams(self) -> set[str]:
        if not hasattr(self, "_placed"):
            self._placed = {folded(line.text("Team")) for line in self.lines("Placements")}
        return self._placed


_Seat = tuple["Line", TeamId | None, float]


class _Finder:
    """Finds the person of a plan that a row is about; each is found once."""

    def __init__(self, state: State) -> None:
        people = state.rows(Person)
        self.ids = person_ids(people)
        self._by_id: Names[PersonId] = Names()
        self._by_email: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._people = {person.id: person for person in people}
        self._used: set[PersonId] = set()
        for person in people:
            self._by_id.add(self.ids[person.id], person.id, digits=True)
            if person.email:
                self._by_email.setdefault(folded(person.email), []).append(person)
            self._by_name.setdefault(folded(person.name), []).append(person)

    def find(self, code: str, email: str, name: str) -> Person | None:
        """Whom a row means: by ID, then e-mail, then name; None where nobody, or not surely."""
        found = self._by_id.find(code) if code else None
        person = self._people[found] if found is not None else None
        if person is None and email:
            person = self._only(self._by_email.get(folded(email), []), code)
        if person is None:
            person = self._only(self._by_name.get(folded(name), []), code)
        if person is None or person.id in self._used:
            return None
        self._used.add(person.id)
        return person

    def unclear(self, name: str, rows: int) -> bool:
        """Whether a name alone can't say which of several people of the plan is meant."""
        return len(self._by_name.get(folded(name), [])) > 1 and rows >= 1

    def _only(self, people: list[Person], code: str) -> Person | None:
        free = [p for p in people if p.id not in self._used and not (code and p.code)]
        return free[0] if len(free) == 1 and len(people) == 1 else None
