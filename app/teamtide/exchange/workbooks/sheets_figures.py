"""The sheets Capacity and Load: what teams can give, and the live formulas over it and Demand."""

from __future__ import annotations

import math

import numpy as np
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.arrays import NOTHING
from teamtide.capacity.inputs import KINDS
from teamtide.exchange.workbooks.cells import serial
from teamtide.exchange.workbooks.sheet_layout import FIRST_WEEK, HEADER_ROW, Layout
from teamtide.exchange.workbooks.sheet_rows import column_sums, finish, labels, week_values
from teamtide.exchange.workbooks.sheet_style import HEAT, Book


def write_capacity(book: Book, layout: Layout) -> None:
    """Person-days each team can give, per week."""
    sheet = book.sheet("Capacity", colour="56B4E9")
    book.heading(
        sheet,
        "Capacity",
        "Person-days a team can give in a week, after leave, holidays, overhead, ceremonies, "
        "settling in and switching.",
        "Values from Teamtide. Load is computed from them and from Demand by live formulas.",
    )
    words = ["Scenario", "Team", "Kind of team", "Total", *layout.weeks]
    book.header(sheet, HEADER_ROW, words, right=(4,))
    for s, scenario in enumerate(layout.scenarios):
        for t, team in enumerate(layout.teams):
            row = layout.capacity_row(s, t)
            labels(book, sheet, row, (scenario.name, team.name, team.kind))
            week_values(book, sheet, layout, row, layout.load(s, t).capacity.tolist())
        row = layout.capacity_row(s, len(layout.teams))
        labels(book, sheet, row, (scenario.name, "All teams", None), "all_label")
        rows = [layout.capacity_row(s, t) for t in range(len(layout.teams))]
        totals = [
            sum(float(layout.load(s, t).capacity[w]) for t in range(len(layout.teams)))
            for w in range(len(layout.weeks))
        ]
        column_sums(book, sheet, layout, row, rows, totals)
    finish(sheet, layout, (30, 20, 16, 11))


def write_load(book: Book, layout: Layout) -> None:
    """Load per team and week by live formulas, and what the model makes of it as values."""
    sheet = book.sheet("Load", colour="D55E00")
    book.heading(
        sheet,
        "Load",
        "Demand ÷ capacity per team and week: live formulas over the sheets Demand and Capacity. "
        "“nobody” is work where no one can do any.",
    )
    _legend(book, sheet)
    book.put(sheet, HEADER_ROW - 1, 1, "Load, demand ÷ capacity", "section")
    _load_section(book, sheet, layout)
    sections = (
        ("Unmet work (it finds nobody), person-days", "overload"),
        ("Used, person-days", "used"),
        ("Idle, person-days", "idle"),
    )
    for number, (title, name) in enumerate(sections, 1):
        _value_section(book, sheet, layout, number, title, name)
    row = layout.section_row(len(sections) + 1)
    book.put(
        sheet,
        row,
        1,
        "Unmet work, used and idle days are values from Teamtide: who helps whom is worked out "
        "there. Editing a number here changes load, totals and peaks, and does not redo that.",
        "subtitle",
    )
    finish(sheet, layout, (30, 20, 11, 11))
    first = layout.load_row(0, 0)
    last = layout.load_row(max(0, len(layout.scenarios) - 1), len(layout.teams))
    if layout.scenarios:
        _heat(sheet, f"{layout.column(0)}{first}:{layout.last_column}{last}")
        _heat(sheet, f"C{first}:C{last}")
        unmet = f"{layout.column(0)}{layout.load_row(0, 0, 1)}:{layout.last_column}"
        unmet += str(layout.load_row(len(layout.scenarios) - 1, len(layout.teams), 1))
        fill, font = PatternFill(bgColor="FBE3D6"), Font(color="9A3412", bold=True)
        sheet.conditional_formatting.add(
            unmet, CellIsRule(operator="greaterThan", formula=["0.05"], fill=fill, font=font)
        )


def _load_section(book: Book, sheet: Worksheet, layout: Layout) -> None:
    words = ["Scenario", "Team", "Peak", "in week", *layout.weeks]
    book.header(sheet, HEADER_ROW, words, right=(3, 4))
    teams = len(layout.teams)
    for s, scenario in enumerate(layout.scenarios):
        for t in range(teams + 1):
            everyone = t == teams
            row = layout.load_row(s, t)
            name = "All teams" if everyone else layout.teams[t].name
            labels(book, sheet, row, (scenario.name, name), "all_label" if everyone else "cell")
            asked = layout.all_demand_row(s) if everyone else layout.demand_row(s, t, len(KINDS))
            given = layout.capacity_row(s, t)
            values = _all_loads(layout, s) if everyone else layout.load(s, t).load.tolist()
            style = "all_percent" if everyone else "percent"
            for week, value in enumerate(values):
                column = layout.column(week)
                demand, capacity = f"Demand!{column}{asked}", f"Capacity!{column}{given}"
                book.formula(
                    sheet,
                    row,
                    FIRST_WEEK + week,
                    f'=IF({capacity}>1E-9,{demand}/{capacity},IF({demand}>1E-9,"nobody",0))',
                    value if math.isfinite(value) else "nobody",
                    style,
                )
            finite = [value for value in values if math.isfinite(value)]
            cells = f"{layout.column(0)}{row}:{layout.last_column}{row}"
            peak = max(finite, default=0.0)
            book.formula(sheet, row, 3, f"=MAX({cells})", peak, style)
            weeks = f"{layout.column(0)}${HEADER_ROW}:{layout.last_column}${HEADER_ROW}"
            when = layout.weeks[values.index(peak)] if finite and peak > 0 else None
            book.formula(
                sheet,
                row,
                4,
                f'=IF(C{row}>0,INDEX({weeks},MATCH(C{row},{cells},0)),"")',
                serial(when) if when is not None else "",
                "all" if everyone else "short_day",
                number_format="d mmm",
            )


def _all_loads(layout: Layout, scenario: int) -> list[float]:
    loads = []
    for week in range(len(layout.weeks)):
        teams = [layout.load(scenario, t) for t in range(len(layout.teams))]
        demand = sum(float(team.by_kind[:, week].sum()) for team in teams)
        capacity = sum(float(team.capacity[week]) for team in teams)
        if capacity > NOTHING:
            loads.append(demand / capacity)
        else:
            loads.append(math.inf if demand > NOTHING else 0.0)
    return loads


def _value_section(
    book: Book, sheet: Worksheet, layout: Layout, section: int, title: str, name: str
) -> None:
    row = layout.section_row(section)
    book.put(sheet, row, 1, title, "section")
    book.header(sheet, row + 1, ["Scenario", "Team", "", "Total", *layout.weeks], right=(4,))
    for s, scenario in enumerate(layout.scenarios):
        totals = np.zeros(len(layout.weeks))
        for t, team in enumerate(layout.teams):
            values = getattr(layout.load(s, t), name)
            totals = totals + values
            row = layout.load_row(s, t, section)
            labels(book, sheet, row, (scenario.name, team.name, None))
            week_values(book, sheet, layout, row, values.tolist())
        row = layout.load_row(s, len(layout.teams), section)
        labels(book, sheet, row, (scenario.name, "All teams", None), "all_label")
        rows = [layout.load_row(s, t, section) for t in range(len(layout.teams))]
        column_sums(book, sheet, layout, row, rows, totals.tolist())


def _heat(sheet: Worksheet, cells: str) -> None:
    first = cells.partition(":")[0]
    for _, condition, fill, colour, bold in HEAT:
        sheet.conditional_formatting.add(
            cells,
            FormulaRule(
                formula=[condition.format(first)],
                fill=PatternFill(bgColor=fill),
                font=Font(color=colour, bold=bold),
                stopIfTrue=True,
            ),
        )


def _legend(book: Book, sheet: Worksheet) -> None:
    for place, (label, *_) in enumerate(HEAT):
        column = FIRST_WEEK + place * 3
        for covered in range(column, column + 3):
            book.put(sheet, 3, covered, label if covered == column else None, f"heat{place}")
        sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=column + 2)
