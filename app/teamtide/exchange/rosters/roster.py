"""A list of people as one change set into Today.

Leads have the spreadsheet HR sends, not the one we wish for. Rows are told from people (vacancies,
totals and posts are reported, never imported), people are found again by id, then e-mail, then
name, and whatever a cell leaves blank stays as the plan has it. The same file twice changes
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Book
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Details
from teamtide.exchange.rosters.entries import entries_of
from teamtide.exchange.rosters.headers import header_words
from teamtide.exchange.rosters.matching import Matcher
from teamtide.exchange.rosters.merging import Merge
from teamtide.exchange.rosters.seating import Seats
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.state import State


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a list would change.

    `whole` makes the change set; everything else is known before it, which takes as long again.
    `outcomes` says by row of the grid what becomes of it: create, update, unchanged, conflict or
    skipped. A person with a conflict counts as updated where anything else of theirs changes, and
    as unchanged otherwise.
    """

    label: str
    whole: Callable[[], ChangeSet]
    create: int
    update: int
    unchanged: int
    skipped: int
    outcomes: Mapping[int, str] = field(default_factory=dict)
    details: Details | None = None


def read_roster(
    state: State, table: Table, book: Book, findings: Findings, choices: Choices
) -> RosterReading:
    """What the table would change, with problems and warnings noted in `findings`."""
    roll = entries_of(table, choices, state.plan.start, findings)
    entries = roll.entries
    questions = Matcher(state, choices.people).match(table, entries, findings)
    gone = [e for e in entries if e.left and e.match is None and not choices.leavers]
    if gone:
        who = "1 person" if len(gone) == 1 else f"{len(gone)} people"
        findings.warn(
            f"{who} left before the plan starts ({state.plan.start.isoformat()}) and were skipped."
        )
    leavers = {id(entry) for entry in gone}
    kept = [entry for entry in entries if id(entry) not in leavers]
    draft = Draft(state)
    seats = Seats(draft, table, kept, choices, findings)
    merge = Merge(draft, table, seats, choices, findings)
    merge.people(kept)
    if merge.conflicts:
        left = sum(not conflict.taken for conflict in merge.conflicts)
        if left:
            findings.warn(
                f"{left} {'value differs' if left == 1 else 'values differ'} from what was changed "
                "in the plan since the last import; the plan's stay unless you take the file's."
            )
    waiting = sum(question.answer is None for question in questions)
    if waiting:
        findings.warn(
            f"{waiting} {'name is' if waiting == 1 else 'names are'} close to somebody's of the "
            "plan; say whether they are the same person, else they come in as somebody new."
        )
    rows = dict.fromkeys(roll.rows, "skipped") | merge.outcomes
    people = merge.counts
    what = "1 person" if len(kept) == 1 else f"{len(kept)} people"
    details = Details(
        sheets=tuple(sheet.name for sheet in book.sheets),
        sheet=table.grid.name,
        header=table.grid.top + table.header + 1 if table.header >= 0 else 0,
        shape=shape_of(table),
        days=roll.days,
        full_time=roll.full_time,
        leavers=len(gone),
        posts=roll.posts,
        conflicts=tuple(merge.conflicts),
        questions=tuple(questions),
        spellings=seats.spellings(),
        titles=merge.titles(),
    )

    label = f"Imported {what} from {book.file}"

    def whole() -> ChangeSet:
        merge.newcomers()
        return draft.change(label, scenario=state.today)

    return RosterReading(
        label=label,
        whole=whole,
        create=people["create"],
        update=people["update"],
        unchanged=people["unchanged"],
        skipped=sum(outcome == "skipped" for outcome in rows.values()),
        outcomes=rows,
        details=details,
    )


def shape_of(table: Table) -> str:
    """A digest of a table's headers, by which the next file of the same form is known."""
    words = "\n".join(header_words(text_of(header)) for header in table.headers)
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()
