"""The first sheet: what each option comes to, what it changes, and what the choice hinges on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.exchange.workbooks.cells import clipped, letters
from teamtide.exchange.workbooks.charts_summary import unmet_and_idle
from teamtide.exchange.workbooks.measure_rows import MeasureRow, measure_rows
from teamtide.exchange.workbooks.moves import GROUPS
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Book,
    height_of,
    points,
    print_setup,
    widths,
)
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import Person

HEADER = 4
_WIDE = 74
_SMALL = 98
"""Letters of nine points in a line of the wide column."""


def write_summary(book: Book, layout: Layout) -> None:
    """Measures per scenario, what changes, what it hinges on, and people per team."""
    state = layout.state
    plan = state.plan
    sheet = book.sheet("Summary", colour="009E73")
    people = len(state.rows(Person))
    book.heading(
        sheet,
        plan.name,
        f"{_long(plan.start)} to {_long(plan.end)} · {plan.weeks} weeks · {people} people · "
        f"{len(layout.teams)} teams · made with Teamtide",
    )
    names = [scenario.name for scenario in layout.scenarios]
    count = len(names)
    book.header(
        sheet,
        HEADER,
        ["Measure", *names, "What it means", "Comes as"],
        right=range(2, count + 2),
    )
    sheet.row_dimensions[HEADER].height = 32
    row = HEADER
    found = measure_rows(layout, HEADER + 1)
    for each in found:
        row += 1
        _write_measure(book, sheet, row, each)
    row = _notes(book, sheet, layout, row + 1, found)
    # The whole table on the first page, the rest on the second.
    heights = [sheet.row_dimensions[number].height or 15.0 for number in range(1, row + 1)]
    sizes = [36, *[22] * count, _WIDE, 13]
    scale = min(1.0, PAGE_WIDTH / points(sizes), PAGE_HEIGHT / sum(heights))
    sheet.row_breaks.append(Break(id=row + 1))
    row = _what_changes(book, sheet, layout, row + 2)
    row = _hinges(book, sheet, layout, row + 2)
    row = _people_per_team(book, sheet, layout, row + 2)
    if count and layout.teams:
        places = {each.measure.key: HEADER + 1 + number for number, each in enumerate(found)}
        book.put(sheet, row + 2, 1, "Work that finds nobody, and idle days", "section")
        unmet_and_idle(book, sheet, layout, found, places, row + 3)
    widths(sheet, sizes)
    sheet.freeze_panes = f"B{HEADER + 1}"
    print_setup(sheet, scale=scale)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _write_measure(book: Book, sheet: Worksheet, row: int, each: MeasureRow) -> None:
    book.put(sheet, row, 1, each.measure.label, "label")
    for column, cell in enumerate(each.cells, 2):
        style = "best" if cell.best else "right" if isinstance(cell.value, str) else "number"
        if cell.formula:
            book.formula(
                *(sheet, row, column, cell.formula, cell.value, style),
                number_format=cell.number_format,
            )
        else:
            book.put(sheet, row, column, cell.value, style, number_format=cell.number_format)
    last = 2 + len(each.cells)
    book.put(sheet, row, last, each.measure.tip, "small")
    book.put(sheet, row, last + 1, each.source, "faint")
    sheet.row_dimensions[row].height = height_of(each.measure.tip, _SMALL, 11.5, 3.5)


def _notes(
    book: Book, sheet: Worksheet, layout: Layout, row: int, found: Sequence[MeasureRow]
) -> int:
    """What the marks mean, and where the peaks are; the last row of it."""
    peaks = [
        f"{one.name}, {where}"
        for one in layout.scenarios
        if (where := layout.findings.readings[one.id]["peak"].where)
    ]
    notes = [
        "★ and green: the best of the options on that line (where they differ). “formula” is live "
        "over Load, Capacity and Demand; “value” is from Teamtide, since it takes the whole model."
    ]
    if peaks:
        notes.append(f"The fullest weeks: {'; '.join(peaks)}.")
    if any(each.source == "too slow here" for each in found):
        notes.append("“too slow here”: a search that a plan of this size takes too long for.")
    for text in notes:
        _note(book, sheet, layout, row, text)
        row += 1
    return row - 1


def _note(book: Book, sheet: Worksheet, layout: Layout, row: int, text: str) -> None:
    last = 3 + len(layout.scenarios)
    book.put(sheet, row, 1, clipped(text), "note")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[row].height = height_of(text, 44 + 22 * len(layout.scenarios) + _WIDE)


def _what_changes(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """How many lines of each sort are on Moves, by live formulas."""
    names = [scenario.name for scenario in layout.scenarios]
    book.put(sheet, row, 1, "What changes", "section")
    row += 1
    words = ["Lines on the sheet Moves", *names, "Which they are", ""]
    book.header(sheet, row, words, right=range(2, len(names) + 2))
    sheet.row_dimensions[row].height = 32
    first = layout.moves_header + 1
    last = layout.moves_header + max(1, len(layout.moves))
    scenarios, sorts = (f"Moves!${letter}${first}:${letter}${last}" for letter in "AB")
    for label, what in GROUPS.items():
        row += 1
        book.put(sheet, row, 1, label, "label")
        tests = "+".join(f'({sorts}="{word}")' for word in sorted(what))
        for column, scenario in enumerate(layout.scenarios, 2):
            value = sum(one.id == scenario.id and m.what in what for one, m in layout.moves)
            formula = f"=SUMPRODUCT(({scenarios}={letters(column)}${HEADER})*({tests}))"
            book.formula(sheet, row, column, formula, value, number_format='0;-0;"–"')
        told = ", ".join(sorted(what))
        book.put(sheet, row, 2 + len(names), f"On Moves: {told}", "cell")
        book.put(sheet, row, 3 + len(names), "formula", "faint")
    return row


def _hinges(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """By option and measure which side is better, and what would change that."""
    found = layout.findings
    if not found.hinges and not found.note:
        return row - 2
    book.put(sheet, row, 1, "What it hinges on", "section")
    count = len(layout.scenarios)
    if found.hinges:
        row += 1
        words = ["Against Today, by", "As the plan is", *[""] * (count - 1)]
        book.header(sheet, row, [*words[: 1 + count], "What would change that", ""])
    names = {one.id: one.name for one in layout.scenarios}
    for option in dict.fromkeys(hinged.option for hinged in found.hinges):
        row += 1
        for column in range(1, 4 + count):
            text = names[option] if column == 1 else None
            book.put(sheet, row, column, text, "all_label")
        for hinged in found.hinges:
            if hinged.option != option:
                continue
            row += 1
            book.put(sheet, row, 1, hinged.measure, "label")
            for column in range(2, 2 + count):
                book.put(sheet, row, column, clipped(hinged.now) if column == 2 else None, "text")
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=1 + count)
            book.put(sheet, row, 2 + count, clipped(hinged.flips), "small")
            book.put(sheet, row, 3 + count, "value", "faint")
            sheet.row_dimensions[row].height = max(
                height_of(hinged.flips, _SMALL, 11.5, 3.5), height_of(hinged.now, 22 * count)
            )
    if found.note:
        row += 1
        _note(book, sheet, layout, row, found.note)
    return row


def _people_per_team(book: Book, sheet: Worksheet, layout: Layout, row: int) -> int:
    """FTE per team on the last day of the horizon, and on the bench."""
    state = layout.state
    names = [scenario.name for scenario in layout.scenarios]
    book.put(sheet, row, 1, "People per team at the end, FTE", "section")
    row += 1
    words = ["Team", *names, "Kind of team", ""]
    book.header(sheet, row, words, right=range(2, len(names) + 2))
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
        book.put(sheet, row, 3 + len(columns), "value", "faint")
    return row
