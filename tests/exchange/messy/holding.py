"""An import held against the truth: who is in the plan, what is said of them, what was reported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from teamtide.exchange.importing import Import, preview_import
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.rows import Person, Placement, Team
from teamtide.plan.state import State
from teamtide.plan.validation import check
from tests.exchange.helpers import empty

from .files import File
from .page import FIELDS, Line, Page, Wanted, Written
from .truth import ELSEWHERE

TODAY = date(2026, 1, 5)
KNOWN = (*FIELDS, "first_name", "last_name", "discipline", "skills", "leave_start", "leave_end")
VALUES = ("code", "email", "title", "team", "manager", "fte", "start", "end", "location")


@dataclass(frozen=True)
class Outcome:
    """An import into an empty plan, and the plan after it."""

    found: Import
    after: State

    def people(self) -> list[dict[str, object]]:
        """Everybody in the plan, by the names of VALUES and “name”."""
        teams = {
            placement.person: self.after.get(Team, placement.team).name
            for placement in self.after.where(Placement, "scenario", self.after.today)
            if placement.team is not None
        }
        return [
            {
                "name": person.name,
                "code": person.code,
                "email": person.email,
                "title": person.title,
                "team": teams.get(person.id, ""),
                "manager": person.manager,
                "fte": person.fte,
                "start": person.start,
                "end": person.end,
                "location": person.location,
            }
            for person in self.after.rows(Person)
        ]


def imported(path: Path, choices: Choices | None = None) -> Outcome:
    """A file into an empty plan, held against the plan's own rules."""
    state = empty()
    found = preview_import(state, path, choices, TODAY)
    after = state.apply(found.change)
    check(after, found.change)
    return Outcome(found, after)


def faults(page: Page, file: File, folder: Path) -> list[str]:
    """All that is wrong with the import of a page; nothing where it is as it must be."""
    written = page.written()
    path = file.write(folder, written.sheets)
    outcome = imported(path)
    wrong = [
        *_wrong_people(outcome, written.wanted, page.loose),
        *_wrong_columns(outcome.found, written, page.header_lines),
        *_wrong_reports(outcome.found, written, 1 if file.stated else 0),
        *_wrong_warnings(outcome.found, written, page),
        *_wrong_second_time(outcome, path),
    ]
    letters = "".join(str(cell) for row in written.sheets[0].rows for cell in row)
    if page.shows_garbling or (file.encoding == "garbled" and not letters.isascii()):
        wrong += _unsaid(outcome.found, "garbled|repair", "that letters were repaired")
    shared = [line for line in page.lines if line.shared and "id" not in line.blank]
    if len(shared) == 2 and "id" in page.columns:
        wrong += _unsaid(outcome.found, r"\bid\b|\bids\b", "that an id is shared")
    return [*wrong, *_wrong_when_settled(page, written, path)]


# --- people


def _same(field: str, wanted: object, got: object, loose: set[str]) -> bool:
    if field == "fte":
        return isinstance(got, float) and abs(got - float(str(wanted))) < 1e-6
    if field in loose and isinstance(wanted, str) and isinstance(got, str):
        return wanted.casefold() == got.casefold()
    return wanted == got


def _wrong_people(
    outcome: Outcome, wanted: Iterable[Wanted], loose: set[str], unnamed: range = range(1)
) -> list[str]:
    """What is wrong with who is there; so many `unnamed` people must be there besides."""
    left = outcome.people()
    wrong = []
    for person in wanted:
        fitting = [
            (_misread(person, got, loose), place)
            for place, got in enumerate(left)
            if any(_same("name", name, got["name"], loose) for name in person.names)
        ]
        if not fitting:
            wrong.append(f"row {person.row}: {person.names[0]} is not in the plan")
            continue
        misread, place = min(fitting, key=lambda each: len(each[0]))
        wrong += [f"row {person.row}, {person.names[0]}: {text}" for text in misread]
        del left[place]
    if len(left) in unnamed:
        return wrong
    if len(left) < unnamed[0]:
        return [*wrong, f"{len(left)} unnamed people are in the plan, not {unnamed[0]}"]
    return [*wrong, *(f"{got['name']!r} is in the plan, and is nobody" for got in left)]


def _misread(person: Wanted, got: dict[str, object], loose: set[str]) -> list[str]:
    return [
        f"{field} is {got[field]!r}, not {' or '.join(map(repr, person.fields[field]))}"
        for field in VALUES
        if not any(_same(field, want, got[field], loose) for want in person.fields[field])
    ]


# --- what is said


def _wrong_columns(found: Import, written: Written, lines: str) -> list[str]:
    wrong = [
        f"the column of {field} is {found.columns.get(field)!r}, not {header!r}"
        for field, header in written.columns.items()
        if header is not None and not _called(found.columns.get(field, ""), header, lines)
    ]
    if lines != "split":
        wrong += [
            f"{header!r} was taken for {field}"
            for field, header in found.columns.items()
            if field in KNOWN and field not in written.columns
        ]
    return wrong


def _called(found: str, header: str, lines: str) -> bool:
    """Whether it is that header; what stands in a band above it may be said before it."""
    return found == header or (lines == "band" and found.endswith(f" {header}"))


def _row_of(cell: str) -> int | None:
    digits = re.search(r"(\d+)$", cell)
    return int(digits[1]) if digits else None


def _wrong_reports(found: Import, written: Written, moved: int) -> list[str]:
    rows = {_row_of(problem.cell) for problem in found.problems}
    people = {person.row for person in (*written.wanted, *written.leavers)}
    wrong = [
        f"row {row} ({kind}) was not reported"
        for row, kind in written.reported.items()
        if not {row, row + moved} & rows
    ]
    if not moved:
        wrong += [
            f"a false alarm about a person: {problem}"
            for problem in found.problems
            if _row_of(problem.cell) in people
        ]
    counted = found.create + found.update + found.unchanged + found.skipped
    if counted < written.accounted:
        wrong.append(f"{counted} of {written.accounted} rows are accounted for")
    if found.create != len(written.wanted):
        wrong.append(f"{found.create} are created, not {len(written.wanted)}")
    return wrong


def _wrong_warnings(found: Import, written: Written, page: Page) -> list[str]:
    wrong = []
    for key, days in written.days.items():
        if days.said == "unclear":
            wrong += _unsaid(found, re.escape(days.header), f"that the days of {key} are unclear")
        if days.said == "swapped" and not any(
            days.header in warning and re.search(rf"\b{count}\b", warning)
            for warning in found.warnings
            for count in days.counts
        ):
            wrong.append(f"nothing says that {days.counts[0]} days of {key} are swapped")
    if written.leavers:
        wrong += _unsaid(found, rf"\b{len(written.leavers)}\b.*\bleft\b", "who left")
    if page.has("manager") and any(_led_from_elsewhere(line) for line in page.people()):
        wrong += _unsaid(found, "not in the list", "that managers are not in the list")
    return wrong


def _led_from_elsewhere(line: Line) -> bool:
    manager = line.who.manager if line.who else None
    return manager is not None and manager.last in ELSEWHERE and "manager" not in line.blank


def _unsaid(found: Import, pattern: str, what: str) -> list[str]:
    said = (*found.warnings, *(str(problem) for problem in found.problems))
    if any(re.search(pattern, text, re.IGNORECASE) for text in said):
        return []
    return [f"nothing says {what}"]


# --- again, and with what a person settles


def _wrong_second_time(outcome: Outcome, path: Path) -> list[str]:
    again = preview_import(outcome.after, path, None, TODAY)
    if not again.change and not again.create and not again.update:
        return []
    before, after = outcome.after, outcome.after.apply(again.change)
    changed = [row for row in after.rows(Person) if row != before.find(Person, row.id)]
    return [f"the second time changes {len(changed)} people, such as {changed[:1]}"]


def _wrong_when_settled(page: Page, written: Written, path: Path) -> list[str]:
    """Orders and swaps that are said make all days right; leavers and posts come when asked for."""
    open_days = [d for d in written.days.values() if d.said and page.header_lines != "split"]
    if not open_days and not written.leavers and not written.posts:
        return []
    choices = Choices(
        orders={days.header: days.order for days in open_days if days.said != "swapped"},
        swapped=frozenset(days.header for days in open_days if days.said == "swapped"),
        leavers=True,
        headcount=True,
    )
    wanted = [
        replace(person, fields=person.fields | {k: (v,) for k, v in person.days.items()})
        if open_days
        else person
        for person in (*written.wanted, *written.leavers)
    ]
    outcome = imported(path, choices)
    # N/D is somebody whose name is not disclosed, and may well count as a post.
    undisclosed = sum(line.cells.get("name") == "N/D" for line in page.lines)
    unnamed = range(written.posts, written.posts + undisclosed + 1)
    wrong = _wrong_people(outcome, wanted, page.loose, unnamed)
    return [f"when settled, {text}" for text in wrong]
