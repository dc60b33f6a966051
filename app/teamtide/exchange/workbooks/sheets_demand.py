"""The sheet Demand: work asked for, by team and kind, by team and discipline, and by project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.arrays import NOTHING, FloatArray, tally
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.exchange.workbooks.sheet_layout import HEADER_ROW, Layout
from teamtide.exchange.workbooks.sheet_rows import column_sums, finish, labels, week_values
from teamtide.exchange.workbooks.sheet_style import Book

Named = Sequence[tuple[str, str, FloatArray]]
"""Rows of a section: what stands in its two columns of labels, and (W,) days."""


def write_demand(book: Book, layout: Layout) -> None:
    """Person-days each team is asked for, per week and kind of work."""
    sheet = book.sheet("Demand", colour="E69F00")
    book.heading(
        sheet,
        "Demand",
        "Person-days of work asked for in a week: by team and kind of work, then by team and "
        "discipline, then by project and service.",
        "Values from Teamtide; totals are live formulas.",
    )
    words = ["Scenario", "Team or project", "What", "Total", *layout.weeks]
    book.header(sheet, HEADER_ROW, words, right=(4,))
    teams, kinds = len(layout.teams), len(KINDS)
    for s, scenario in enumerate(layout.scenarios):
        for t, team in enumerate(layout.teams):
            load = layout.load(s, t)
            for k, kind in enumerate(KINDS):
                row = layout.demand_row(s, t, k)
                labels(book, sheet, row, (scenario.name, team.name, kind))
                week_values(book, sheet, layout, row, load.by_kind[k].tolist())
            row = layout.demand_row(s, t, kinds)
            labels(book, sheet, row, (scenario.name, team.name, "all work"), "label")
            rows = [layout.demand_row(s, t, k) for k in range(kinds)]
            column_sums(book, sheet, layout, row, rows, load.by_kind.sum(axis=0).tolist(), "total")
        unowned = layout.loads[scenario.id].unowned.sum(axis=0)
        row = layout.unowned_row(s)
        labels(book, sheet, row, (scenario.name, "(nobody's)", "all work"))
        week_values(book, sheet, layout, row, unowned.tolist())
        row = layout.all_demand_row(s)
        labels(book, sheet, row, (scenario.name, "All teams", "all work"), "all_label")
        rows = [layout.demand_row(s, t, kinds) for t in range(teams)]
        totals = np.zeros(len(layout.weeks))
        for t in range(teams):
            totals += layout.load(s, t).by_kind.sum(axis=0)
        column_sums(book, sheet, layout, row, rows, totals.tolist())
    row = _by_discipline(book, sheet, layout, _below(layout))
    _by_project(book, sheet, layout, row + 3)
    finish(sheet, layout, (30, 30, 16, 11))


def _by_discipline(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """What each team is asked for in each discipline; the last row of it."""
    names = layout.state.plan.disciplines

    def rows(load: Load) -> Iterable[tuple[str, str, FloatArray]]:
        for team, figures in zip(layout.teams, load.teams, strict=True):
            for name, days in zip(names, figures.demand_by_discipline, strict=True):
                yield team.name, name, days

    return _section(
        *(book, sheet, layout, row, "By discipline", "Discipline"),
        [(list(rows(load)), "All teams") for load in _loads(layout)],
    )


def _by_project(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """What each project and service asks for, of a team or of nobody; the last row of it."""
    return _section(
        *(book, sheet, layout, row, "By project and service, owned or not", "What"),
        [(asked_by_item(load), "All work") for load in _loads(layout)],
    )


def _below(layout: Layout) -> int:
    return layout.all_demand_row(max(0, len(layout.scenarios) - 1)) + 3


def _loads(layout: Layout) -> list[Load]:
    return [layout.loads[scenario.id] for scenario in layout.scenarios]


def asked_by_item(load: Load) -> Named:
    """Days a week that every project and service asks for, of a team or of nobody.

    Args:
        load: The load of one scenario.

    Returns:
        Name, "project" or "service", and (W,) days, in plan order.
    """
    inputs, asks = load.inputs, load.asks
    projects = len(inputs.projects)
    of_chunk = np.array([chunk.project for chunk in inputs.chunks] or [0])
    item = asks.item
    place = np.where(item >= 0, of_chunk[np.maximum(item, 0)], projects - 1 - item)
    rows = projects + len(inputs.services)
    days = tally(place * inputs.weeks + asks.week, asks.days, (rows, inputs.weeks))
    names = [(project.name, "project") for project in inputs.projects]
    names += [(service.name, "service") for service in inputs.services]
    return [(name, what, row) for (name, what), row in zip(names, days, strict=True)]


def _section(
    book: Book,
    sheet: Worksheet,
    layout: Layout,
    row: int,
    title: str,
    word: str,
    scenarios: Sequence[tuple[Named, str]],
) -> int:
    book.put(sheet, row, 1, title, "section")
    row += 1
    who = "Team" if word == "Discipline" else "Project or service"
    book.header(sheet, row, ["Scenario", who, word, "Total", *layout.weeks], right=(4,))
    for scenario, (found, everything) in zip(layout.scenarios, scenarios, strict=True):
        rows, totals = [], np.zeros(len(layout.weeks))
        for first, second, days in found:
            if float(days.sum()) <= NOTHING:
                continue
            row += 1
            rows.append(row)
            totals += days
            labels(book, sheet, row, (scenario.name, first, second))
            week_values(book, sheet, layout, row, days.tolist())
        row += 1
        labels(book, sheet, row, (scenario.name, everything, None), "all_label")
        column_sums(book, sheet, layout, row, rows, totals.tolist())
    return row
