"""The first sheet: what each option comes to, on one page, with the best marked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.inputs import KINDS
from teamtide.exchange.workbooks.cached_values import Value
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book, print_setup, widths
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import Person
from teamtide.plan.summary import summary

STAR = ' "★"'
NUMBER = "#,##0.0"


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table: its values per scenario, and the formulas they come from."""

    name: str
    meaning: str
    values: Sequence[Value]
    formulas: list[str] | None
    number_format: str
    judged: bool = False


def write_summary(book: Book, layout: Layout) -> None:
    """Measures per scenario, people per team, and a picture of both."""
    state = layout.state
    plan = state.plan
    sheet = book.sheet("Summary", colour="009E73")
    last = plan.start + timedelta(weeks=plan.weeks, days=-1)
    people = len(state.rows(Person))
    book.heading(
        sheet,
        plan.name,
        f"{_long(plan.start)} to {_long(last)} · {plan.weeks} weeks · {people} people · "
        f"{len(layout.teams)} teams · made with Teamtide",
    )
    row = 4
    scenarios = [scenario.name for scenario in layout.scenarios]
    count = len(scenarios)
    book.header(sheet, row, ["Measure", *scenarios, "What it means"], right=range(2, count + 2))
    sheet.row_dimensions[row].height = 32
    measures = _measures(layout)
    places: dict[str, int] = {}
    for measure in measures:
        row += 1
        places[measure.name] = row
        _write_measure(book, sheet, row, measure)
    row += 1
    note = "★ and green: the best of the options on that line (where they differ)."
    book.put(sheet, row, 1, f"{note} Figures are live formulas over Load and Demand.", "note")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=count + 2)
    row += 2
    row = _people_per_team(book, sheet, layout, row)
    _bars(book, sheet, layout, places, row + 2)
    widths(sheet, [36, *[22] * count, 62])
    sheet.freeze_panes = "B5"
    print_setup(sheet)
    sheet.page_setup.fitToHeight = 1


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _measures(layout: Layout) -> list[Measure]:
    teams = len(layout.teams)
    indices = range(len(layout.scenarios))
    found = [summary(layout.state, s.id, layout.loads[s.id]) for s in layout.scenarios]
    where = [
        f"{one.peak.name}, {one.peak.monday.day} {one.peak.monday:%b %Y}"
        if one.peak is not None and one.peak.load > 0
        else "–"
        for one in found
    ]

    def cells(s: int, column: str, to: str, section: int = 0) -> str:
        first, last = layout.load_row(s, 0, section), layout.load_row(s, teams - 1, section)
        return f"Load!{column}{first}:{to}{last}"

    def over(s: int) -> int:
        return sum(
            sum(math.isfinite(v) and v > 1.000001 for v in layout.load(s, t).load.tolist())
            for t in range(teams)
        )

    def formulas(make: Callable[[int], str]) -> list[str] | None:
        return [make(s) for s in indices] if teams else None

    first, last = layout.column(0), layout.last_column
    return [
        Measure(
            "Peak load",
            "the highest demand ÷ capacity of any team and week",
            [one.peak.load if one.peak is not None else 0.0 for one in found],
            formulas(lambda s: f"=MAX({cells(s, 'C', 'C')})"),
            "0%",
            judged=not any(one.nobody_weeks for one in found),
        ),
        Measure("   where and when", "", where, None, "@"),
        Measure(
            "Unmet work, days",
            "planned work its team cannot do when it is planned",
            [one.overload for one in found],
            formulas(lambda s: f"=Load!D{layout.load_row(s, teams, 1)}"),
            NUMBER,
            judged=True,
        ),
        Measure(
            "Overloaded team-weeks",
            "weeks in which a team is asked for more than it can give",
            [over(s) for s in indices],
            formulas(lambda s: f'=COUNTIF({cells(s, first, last)},">1.000001")'),
            "0",
            judged=True,
        ),
        Measure(
            "Team-weeks with work and nobody",
            "work in a team where no one can do any",
            [one.nobody_weeks for one in found],
            formulas(lambda s: f'=COUNTIF({cells(s, first, last)},"nobody")'),
            "0",
            judged=True,
        ),
        Measure(
            "Work nobody owns, days",
            "in no team's load; counted here so that it is not forgotten",
            [one.unowned for one in found],
            [f"=Demand!D{layout.unowned_row(s)}" for s in indices],
            NUMBER,
            judged=True,
        ),
        Measure(
            "Idle, days",
            "capacity that no work of the right kind reaches",
            [one.idle for one in found],
            formulas(lambda s: f"=Load!D{layout.load_row(s, teams, 3)}"),
            NUMBER,
        ),
        Measure(
            "Work asked, days",
            f"all planned work of the {len(KINDS)} kinds, in the horizon",
            [
                math.fsum(
                    math.fsum(layout.load(s, t).by_kind.sum(axis=0).tolist()) for t in range(teams)
                )
                for s in indices
            ],
            [f"=Demand!D{layout.all_demand_row(s)}" for s in indices],
            NUMBER,
        ),
        Measure(
            "Work outside the horizon, days",
            "planned before the first or after the last week; in no curve",
            [one.outside for one in found],
            None,
            NUMBER,
        ),
        Measure(
            "People moved",
            "people with a change of team; each one is on the sheet Moves",
            [one.moved for one in found],
            None,
            "0",
        ),
    ]


def _write_measure(book: Book, sheet: Worksheet, row: int, measure: Measure) -> None:
    book.put(sheet, row, 1, measure.name, "label")
    numbers = [v for v in measure.values if isinstance(v, (int, float))]
    best = min(numbers, default=0.0)
    worst = max(numbers, default=0.0)
    for place, value in enumerate(measure.values):
        if isinstance(value, str):
            book.put(sheet, row, 2 + place, value, "right")
            continue
        starred = measure.judged and worst - best > 1e-6 and value - best <= 1e-6
        form = measure.number_format + (STAR if starred else "")
        if measure.formulas is not None:
            formula = measure.formulas[place]
            cell = book.formula(sheet, row, 2 + place, formula, value, number_format=form)
        else:
            cell = book.put(sheet, row, 2 + place, value, "number", number_format=form)
        if starred:
            cell._style = book.style("best", form)
    book.put(sheet, row, 2 + len(measure.values), measure.meaning, "cell")
    sheet.row_dimensions[row].height = 18


def _people_per_team(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """FTE per team on the last day of the horizon, and on the bench."""
    state = layout.state
    names = [scenario.name for scenario in layout.scenarios]
    book.put(sheet, row, 1, "People per team at the end, FTE", "section")
    row += 1
    book.header(sheet, row, ["Team", *names, "Kind of team"], right=range(2, len(names) + 2))
    sheet.row_dimensions[row].height = 32
    last = state.plan.start + timedelta(weeks=state.plan.weeks, days=-3)
    staff = [
        p
        for p in state.rows(Person)
        if (p.start is None or p.start <= last) and (p.end is None or p.end >= last)
    ]
    columns: list[dict[int | None, float]] = []
    for scenario in layout.scenarios:
        found: dict[int | None, float] = {}
        for person in staff:
            shares = shares_at(state, scenario.id, person.id, last)
            for team_id, share in shares.items():
                found[team_id] = found.get(team_id, 0.0) + person.fte * share
            left = person.fte * (1 - sum(shares.values()))
            found[None] = found.get(None, 0.0) + left
        columns.append(found)
    rows: Sequence[tuple[int | None, str, str]] = [
        *((team.id, team.name, team.kind) for team in layout.teams),
        (None, "Bench", "in no team"),
    ]
    for key, name, kind in rows:
        row += 1
        book.put(sheet, row, 1, name, "label")
        for place, found in enumerate(columns):
            value = round(found.get(key, 0.0), 9) + 0.0
            book.put(sheet, row, 2 + place, value, "number")
        book.put(sheet, row, 2 + len(columns), kind, "cell")
    return row


def _bars(book: Book, sheet: Worksheet, layout: Layout, places: dict[str, int], row: int) -> None:
    """Unmet and idle days side by side per scenario."""
    count = len(layout.scenarios)
    if not count or not layout.teams:
        return
    book.put(sheet, row, 1, "Unmet work and idle days", "section")
    chart = BarChart()
    chart.type = "bar"
    chart.height, chart.width = 3.2 + 1.5 * count, 22
    for name, colour in (("Unmet work, days", "D55E00"), ("Idle, days", "56B4E9")):
        at = places[name]
        chart.add_data(
            Reference(sheet, min_col=1, max_col=1 + count, min_row=at, max_row=at),
            titles_from_data=True,
            from_rows=True,
        )
        series = chart.series[-1]
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        series.dLbls.numFmt = "#,##0"
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, other, False)
    chart.set_categories(Reference(sheet, min_col=2, max_col=1 + count, min_row=4, max_row=4))
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.x_axis.scaling.orientation = "maxMin"
    chart.gapWidth = 60
    chart.legend.position = "b"
    sheet.add_chart(chart, f"A{row + 1}")
