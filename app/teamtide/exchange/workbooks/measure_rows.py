"""The measures as rows of the Summary: how each is shown, and the formula where sheets have it.

A measure is live where Load, Capacity and Demand carry what it is made of; the others (who moves,
what a projection says) are values, and the row says which it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from teamtide.capacity.measures.workload import DROUGHT, FLOOD
from teamtide.exchange.workbooks.cells import Value, letters
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.plan.rows import ScenarioId
from teamtide.plan.summary import MEASURES, Measure, Reading, best

STAR = ' "★"'
LIVE, VALUE, LATE = "formula", "value", "too slow here"
LONGEST_FORMULA = 8_000
_FORMATS = {
    "load": "0%",
    "part": "0%",
    "days": "#,##0.0",
    "weeks": "0.0",
    "people": "0.0",
    "threads": "0.00",
    "pairs": "0",
    "count": "0",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure of one scenario: its value, the formula it comes from, how it is shown."""

    value: Value
    formula: str | None
    number_format: str
    best: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure over all scenarios."""

    measure: Measure
    cells: tuple[Cell, ...]
    source: str


def measure_rows(layout: Layout, first: int) -> list[MeasureRow]:
    """The rows of the table, in the catalogue's order.

    Args:
        layout: Where the figures stand.
        first: Row of the first of them on the sheet.
    """
    places = {measure.key: first + number for number, measure in enumerate(MEASURES)}
    formulas = _formulas(layout, places)
    rows = []
    for measure in MEASURES:
        found = {
            one.id: reading
            for one in layout.scenarios
            if (reading := layout.findings.readings[one.id].get(measure.key)) is not None
        }
        whole = len(found) == len(layout.scenarios)
        won = best(measure, found, layout.state.today) if whole else frozenset[ScenarioId]()
        make = formulas.get(measure.key) if layout.teams else None
        cells = tuple(
            _cell(measure, found.get(one.id), one.id in won, make(number) if make else None)
            for number, one in enumerate(layout.scenarios)
        )
        live = any(cell.formula is not None for cell in cells)
        rows.append(MeasureRow(measure, cells, LIVE if live else VALUE if whole else LATE))
    return rows


def _cell(measure: Measure, reading: Reading | None, won: bool, formula: str | None) -> Cell:
    star = STAR if won else ""
    if reading is None:
        return Cell("–", None, "@", won)
    value, beside = reading.value, ""
    if reading.before:
        beside = f" · {reading.before:g} {measure.beside}"
    if value is None or not math.isfinite(value) or (measure.key == "pays_back" and value == 0):
        text = "–" if value is None else "never"
        told = reading.where if measure.key == "pays_back" and value is not None else text
        return Cell(told + beside, None, f"@{star}", won)
    form = _FORMATS[measure.unit]
    if measure.unit == "people" and measure.tie >= 0.5:
        form = "0"
    aside = f'"{beside}"' if beside else ""
    too_long = formula is not None and len(formula) > LONGEST_FORMULA
    return Cell(float(value), None if too_long else formula, form + aside + star, won)


def _formulas(layout: Layout, places: Mapping[str, int]) -> dict[str, Callable[[int], str]]:
    """By key of a measure what makes its formula for a scenario, by index."""
    teams = len(layout.teams)
    first, last = layout.column(0), layout.last_column

    def weeks(sheet: str, row: int, to: int | None = None) -> str:
        return f"{sheet}!{first}{row}:{last}{row if to is None else to}"

    def loads(scenario: int) -> str:
        rows = layout.load_row(scenario, 0), layout.load_row(scenario, teams - 1)
        return weeks("Load", *rows)

    def peak(scenario: int) -> str:
        rows = layout.load_row(scenario, 0), layout.load_row(scenario, teams - 1)
        return f"=MAX(Load!C{rows[0]}:C{rows[1]})"

    def total(section: int) -> Callable[[int], str]:
        return lambda scenario: f"=Load!D{layout.load_row(scenario, teams, section)}"

    def rank(scenario: int) -> str:
        parts = (places[key] for key in ("overload", "unowned", "pushed_out"))
        return "=" + "+".join(f"{letters(2 + scenario)}{row}" for row in parts)

    def share(test: str) -> Callable[[int], str]:
        """Weeks in which a load passes a test, of those with capacity, weighted by capacity."""

        def make(scenario: int) -> str:
            parts = []
            for team in range(teams):
                asked = weeks("Load", layout.load_row(scenario, team))
                given = weeks("Capacity", layout.capacity_row(scenario, team))
                some = f'{given},">0.000000001"'
                parts.append(
                    f'SUMIFS({given},{some})*COUNTIFS({asked},"{test}",{some})'
                    f"/MAX(1,COUNTIFS({some}))"
                )
            rows = layout.capacity_row(scenario, 0), layout.capacity_row(scenario, teams - 1)
            given = weeks("Capacity", *rows)
            return f'=({"+".join(parts)})/SUMIFS({given},{given},">0.000000001")'

        return make

    return {
        "overload": total(1),
        "peak": peak,
        "short": lambda s: f"=MAX({weeks('Load', layout.load_row(s, teams, 1))})/5",
        "idle": total(3),
        "nobody": lambda s: f'=COUNTIF({loads(s)},"nobody")',
        "unowned": lambda s: f"=Demand!D{layout.unowned_row(s)}",
        "rank": rank,
        "above": share(f">{FLOOD + 1e-9!r}"),
        "below": share(f"<{DROUGHT - 1e-9!r}"),
    }
