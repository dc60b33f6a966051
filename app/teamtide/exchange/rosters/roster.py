"""A list of people as one change set into Today.

Leads have the spreadsheet HR sends, not the one we wish for. Rows are told from people (vacancies,
totals and posts are reported, never imported), people are found again by id, then e-mail, then
name, and whatever a cell leaves blank stays as the plan has it. The same file twice changes
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.entries import entries_of
from teamtide.exchange.rosters.matching import Matcher
from teamtide.exchange.rosters.merging import Merge
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.changes import ChangeSet
from teamtide.plan.state import State


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a roster would change."""

    change: ChangeSet
    create: int
    update: int
    unchanged: int
    skipped: int


def read_roster(
    state: State, table: Table, file: str, findings: Findings, choices: Choices
) -> RosterReading:
    """What the table would change, with problems and warnings noted in `findings`."""
    roll = entries_of(table, choices, state.plan.start, findings)
    entries = roll.entries
    Matcher(state).match(table, entries, findings)
    leavers = [e for e in entries if e.left and e.match is None]
    if leavers:
        who = "1 person" if len(leavers) == 1 else f"{len(leavers)} people"
        findings.warn(
            f"{who} left before the plan starts ({state.plan.start.isoformat()}) and were skipped."
        )
    kept = [e for e in entries if e.match is not None or not (e.left or e.row < 0)]
    merge = Merge(state, table, findings)
    merge.people(kept)
    merge.seats(kept)
    create, update, unchanged = merge.counts()
    what = "1 person" if len(kept) == 1 else f"{len(kept)} people"
    change = merge.draft.change(f"Imported {what} from {file}", scenario=state.today)
    return RosterReading(change, create, update, unchanged, len(roll.rows) - len(kept))
