"""A list of projects with an effort each: every row a project of one chunk.

The quick way from a portfolio list to a plan; the chunks are cut finer afterwards.
"""

from __future__ import annotations

from teamtide.exchange.books.cells import number_of, text_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.draft import Draft
from teamtide.exchange.rosters.roster import RosterReading
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.rows import Chunk, Project
from teamtide.plan.state import State

DAYS_A_WEEK = 5.0


def read_projects(state: State, table: Table, file: str, findings: Findings) -> RosterReading:
    """What the list would change; projects the plan has already keep their chunks."""
    draft = Draft(state)
    known = {folded(project.name): project for project in state.rows(Project)}
    name_at, effort_at = table.columns["project"], table.columns["effort"]
    skipped = unchanged = create = 0
    for index in range(table.header + 1, len(table.grid.rows)):
        row = table.grid.rows[index]
        name = " ".join(text_of(row[name_at]).split())
        if not name:
            if row[effort_at] is not None:
                skipped += 1
                findings.problem(table.grid.address(index, name_at), None, "expected a project")
            continue
        try:
            effort = number_of(row[effort_at])
        except ValueError:
            effort = None
        if effort is None or effort < 0:
            skipped += 1
            findings.problem(
                table.grid.address(index, effort_at),
                row[effort_at],
                "expected an effort in person-days; the row was left out",
            )
            continue
        if folded(name) in known:
            unchanged += 1
            continue
        project = draft.add(Project, name=name)
        known[folded(name)] = project
        draft.add(
            Chunk,
            project=project.id,
            name="All of it",
            kind="structured",
            discipline=state.plan.disciplines[0],
            likely=effort,
            weeks=max(1.0, float(round(effort / DAYS_A_WEEK))),
        )
        create += 1
    if create:
        findings.warn(
            f"Efforts (“{table.header_of(effort_at)}”) were read as person-days, each project as "
            f"one chunk of {state.plan.disciplines[0]} done by one person."
        )
    what = "1 project" if create == 1 else f"{create} projects"
    change = draft.change(f"Imported {what} from {file}", scenario=state.today)
    return RosterReading(change.label, lambda: change, create, 0, unchanged, skipped)
