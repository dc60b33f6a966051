"""Who a row of a roster is: the person of the plan it speaks of, if there is one.

Ids go first for all rows, then e-mails, then names, so that a row that is sure never loses its
person to a row that is not. Rows that could mean several people are said and left out.
"""

from __future__ import annotations

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.entries import Entry
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.rows import Person, PersonId
from teamtide.plan.state import State


class Matcher:
    """Finds rows' people; every person is found at most once."""

    def __init__(self, state: State) -> None:
        """Look people up in `state`."""
        self._by_code: dict[str, Person] = {}
        self._by_email: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._used: set[PersonId] = set()
        for person in state.rows(Person):
            if person.code:
                self._by_code.setdefault(folded(person.code), person)
            if person.email:
                self._by_email.setdefault(folded(person.email), []).append(person)
            self._by_name.setdefault(folded(person.name), []).append(person)

    def match(self, table: Table, entries: list[Entry], findings: Findings) -> None:
        """Set `match` of every entry that is somebody of the plan; drop those that are unclear."""
        renamed = []
        for entry in entries:
            person = self._by_code.get(folded(entry.code)) if entry.code else None
            if person is not None:
                self._take(entry, person)
                if not set(folded(person.name).split()) & set(folded(entry.name).split()):
                    renamed.append(f"{person.name} is now {entry.name}")
        for entry in entries:
            if entry.match is None and entry.email:
                self._only(entry, self._by_email.get(folded(entry.email), []))
        waiting: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.match is None and not entry.left:
                waiting.setdefault(folded(entry.name), []).append(entry)
        unclear = []
        for name, same in waiting.items():
            people = [p for p in self._by_name.get(name, []) if p.id not in self._used]
            unclear += self._by_order(same, people)
        column = table.columns.get("name", table.columns.get("last_name", 0))
        for entry in unclear:
            findings.problem(
                table.grid.address(entry.row, column),
                table.grid.rows[entry.row][column],
                "several people of the plan have this name; expected an ID or e-mail that tells "
                "which, and the row was left out",
            )
        gone = {id(entry) for entry in unclear}
        entries[:] = [entry for entry in entries if id(entry) not in gone]
        if renamed:
            more = "; …" if len(renamed) > 5 else ""
            findings.warn(f"Same ID, another name: {'; '.join(renamed[:5])}{more}.")

    def _take(self, entry: Entry, person: Person) -> None:
        if person.id not in self._used:
            self._used.add(person.id)
            entry.match = person

    def _only(self, entry: Entry, people: list[Person]) -> None:
        free = [p for p in people if not (entry.code and p.code)]
        if len(free) == 1:
            self._take(entry, free[0])

    def _by_order(self, rows: list[Entry], people: list[Person]) -> list[Entry]:
        """Rows and people of one name, in order; the rows that can't be told apart."""
        for entry in rows:
            fits = [p for p in people if p.id not in self._used and not (entry.code and p.code)]
            if len(fits) > len(rows):
                return [row for row in rows if row.match is None]
            # A person with an id of another file's making is not known to be this one.
            if fits:
                self._take(entry, fits[0])
        return []
