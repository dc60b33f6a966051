"""A list of people as one change set into Today.

Leads have the spreadsheet HR sends, not the one we wish for. Rows are told from people (vacancies,
totals and posts are reported, never imported), people are found again by id, then e-mail, then
name, and whatever a cell leaves blank stays as the plan has it. The same file twice changes
nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from teamtide.exchange.cells import number_of
from teamtide.exchange.columns import day_column, fte_column, text_column
from teamtide.exchange.disciplines import discipline_of_title
from teamtide.exchange.draft import Draft
from teamtide.exchange.findings import Findings
from teamtide.exchange.references import folded, parts_of
from teamtide.exchange.roster_match import Entry, Matcher
from teamtide.exchange.tables import Table
from teamtide.exchange.team_kinds import team_kind
from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import THE_PLAN, Person, PersonId, Placement, Plan, Team, TeamId
from teamtide.plan.state import State

MOST_TEAMS = 12
MOST_DISCIPLINES = 12

_NOBODY = re.compile(
    r"(vacan\w*|open( position| role)?|tb[adhc]|n/?[ad]|n\.[ad]\.?|none|null|eliminated|unfilled|"
    r"to be (hired|confirmed|defined)|new hire|frozen|offen\w*|unbesetzt|n\.?n\.?|vakan\w*|nobody|"
    r"placeholder|contractor|x+|\?+|-+|vacante|vacant|poste vacant)( ?[-–#(].*| \d+)?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(grand |sub-?)?totals?\b.*|sum(me)?\b:?.*|gesamt\w*\b.*|headcount\b.*|"
    r"generated (at|on|by)\b.*|"
    r"created (at|on)\b.*|stand\b:? ?\d.*|as of\b.*|source\b:.*|quelle\b:.*|page \d+.*|"
    r"erstellt am\b.*|confidential\b.*|vertraulich\b.*|anzahl\b.*|count\b.*|average\b.*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(jr|sr|ii|iii|iv|phd|ph\.d|mba|md|esq|cpa|pmp|msc|bsc)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a roster would change."""

    change: ChangeSet
    create: int
    update: int
    unchanged: int
    skipped: int


def read_roster(state: State, table: Table, file: str, findings: Findings) -> RosterReading:
    """What the table would change, with problems and warnings noted in `findings`."""
    entries, skipped = _entries(state, table, findings)
    _settle_ids(table, entries, findings)
    Matcher(state).match(table, entries, findings)
    leavers = [e for e in entries if e.left and e.match is None]
    if leavers:
        who = "1 person" if len(leavers) == 1 else f"{len(leavers)} people"
        findings.warn(
            f"{who} left before the plan starts ({state.plan.start.isoformat()}) and were skipped."
        )
    kept = [e for e in entries if e.match is not None or not (e.left or e.row < 0)]
    skipped += len(entries) - len(kept)
    _note_managers(entries, findings)
    merge = _Merge(state, table, findings)
    merge.people(kept)
    merge.seats(kept)
    create, update, unchanged = merge.counts()
    what = "1 person" if len(kept) == 1 else f"{len(kept)} people"
    change = merge.draft.change(f"Imported {what} from {file}", scenario=state.today)
    return RosterReading(change, create, update, unchanged, skipped)


# --- rows as people -------------------------------------------------------------------------


def _entries(state: State, table: Table, findings: Findings) -> tuple[list[Entry], int]:
    """The rows that are people, and how many are not."""
    grid = table.grid
    used = sorted(set(table.columns.values()))
    rows = [
        index
        for index in range(table.header + 1, len(grid.rows))
        if any(grid.rows[index][column] is not None for column in used)
    ]
    texts = {
        name: text_column(table, name, rows)
        for name in (
            *("id", "name", "first_name", "last_name", "email", "title", "team", "manager"),
            *("discipline", "location", "skills"),
        )
    }
    starts = day_column(table, "start", rows, findings)
    ends = day_column(table, "end", rows, findings)
    ftes, posts = fte_column(table, rows, findings)
    two = "first_name" in table.columns and "last_name" in table.columns
    name_column = table.columns.get("name", table.columns.get("last_name", 0))
    entries: list[Entry] = []
    skipped = 0
    for place, row in enumerate(rows):
        full = texts["name"][place]
        if two and not full:
            full = f"{texts['first_name'][place]} {texts['last_name'][place]}".strip()
        name = _turned(full)
        wrong = _not_a_person(name, [grid.rows[row][c] is not None for c in used])
        fte = ftes[place]
        column = name_column
        if not wrong and place in posts:
            wrong = f"a row with FTE {fte:g} is a post for several people; it was left out"
            column = table.columns["fte"]
        if not wrong and fte is not None and fte <= 0:
            wrong = "expected an FTE above 0; the row was left out"
            column = table.columns["fte"]
        if not wrong and len(name) > 200:
            wrong = "expected a name; this is a long text, and the row was left out"
        if wrong:
            findings.problem(grid.address(row, column), grid.rows[row][column], wrong)
            skipped += 1
            continue
        start, end = starts[place], ends[place]
        if start is not None and end is not None and end < start:
            findings.problem(
                grid.address(row, table.columns["end"]),
                grid.rows[row][table.columns["end"]],
                f"expected a day after the start, {start.isoformat()}; it was left out",
            )
            end = None
        entries.append(
            Entry(
                row=row,
                name=name,
                code=texts["id"][place],
                email=texts["email"][place] if "@" in texts["email"][place] else "",
                title=texts["title"][place],
                team=texts["team"][place],
                manager=_turned(texts["manager"][place]),
                discipline=texts["discipline"][place],
                location=texts["location"][place],
                skills=texts["skills"][place],
                fte=fte,
                start=start,
                end=end,
                left=end is not None and end < state.plan.start,
            )
        )
    return entries, skipped


def _not_a_person(name: str, filled: list[bool]) -> str:
    """Why a row is no person, or nothing."""
    if not name:
        return "expected a name; the row was left out"
    if _NOBODY.fullmatch(name):
        return "this is a post and not a person; the row was left out"
    if _FOOTER.fullmatch(name) and sum(filled) <= max(2, len(filled) // 2):
        return "this is a total or a remark and not a person; the row was left out"
    if not any(letter.isalpha() for letter in name):
        return "expected a name with letters; the row was left out"
    return ""


def _turned(name: str) -> str:
    """“Last, First M” as “First M Last”; a suffix after the comma stays."""
    if "," not in name:
        return name
    last, _, first = name.partition(",")
    first = first.strip()
    if not first or _SUFFIX.fullmatch(first):
        return name.strip(" ,")
    return " ".join(f"{first} {last}".replace(",", " ").split())


def _settle_ids(table: Table, entries: list[Entry], findings: Findings) -> None:
    """An id that several rows share stays with the first; the same person twice counts once."""
    first: dict[str, Entry] = {}
    shared: list[str] = []
    repeated = []
    column = table.columns.get("id")
    for entry in entries:
        key = folded(entry.code)
        if not key or column is None:
            continue
        earlier = first.setdefault(key, entry)
        if earlier is entry:
            continue
        here, there = (table.grid.address(e.row, column) for e in (entry, earlier))
        if folded(earlier.name) == folded(entry.name):
            repeated.append(entry)
            findings.problem(here, entry.code, f"the same person is in {there}; left out")
        else:
            entry.code = ""
            shared.append(f"{there} and {here}")
    for entry in repeated:
        entries.remove(entry)
    if shared:
        cells = "; ".join(shared[:10]) + ("; …" if len(shared) > 10 else "")
        findings.warn(
            f"{len(shared)} {'ID is' if len(shared) == 1 else 'IDs are'} shared by different "
            f"people, who stay apart; the second has no ID ({cells})."
        )


def _note_managers(entries: list[Entry], findings: Findings) -> None:
    known = {folded(e.name) for e in entries} | {folded(e.code) for e in entries if e.code}
    missing = Counter(e.manager for e in entries if e.manager and folded(e.manager) not in known)
    if missing:
        names = ", ".join(name for name, _ in missing.most_common(3))
        more = ", …" if len(missing) > 3 else ""
        verb = "manager is" if len(missing) == 1 else "managers are"
        findings.warn(f"{len(missing)} {verb} not in the list themselves ({names}{more}).")


# --- into the plan --------------------------------------------------------------------------


class _Merge:
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
