"""The tables that can be put into a lead's own workbook, each with its header words and rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.results import Load, TeamLoad
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.sheets import Sheets, sheets_of
from teamtide.exchange.workbooks.moves import moves_of
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Reading, facts_of, scene_of

NOBODY, LATER = "nobody", "…"
SEARCHED = "hires"
"""The one measure that is found by a search, which may take any time; not in the table."""

TEXT, DAY, PERCENT, DAYS, NUMBER = "text", "day", "percent", "days", "number"
"""How a value is shown where the template does not say: `days` are person-days."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header word (or the Monday of its week), what it holds, other words for it."""

    header: str | date
    kind: str = TEXT
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be put somewhere. `kinds` says by row what its numbers are, where rows differ."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kinds: tuple[str, ...] = ()

    def kind(self, row: int, column: int) -> str:
        """How the value of a row and column is to be shown."""
        found = self.columns[column].kind
        return self.kinds[row] if self.kinds and found == NUMBER else found


@dataclass(frozen=True)
class Source:
    """What tables are made of: a plan, and the load of each scenario that is wanted.

    Measures that take a projection are taken where `slow`, and left open where not.
    """

    state: State
    loads: Mapping[ScenarioId, Load]
    slow: bool = True

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios wanted, in plan order."""
        return tuple(row for row in self.state.rows(Scenario) if row.id in self.loads)

    @cached_property
    def plan_sheets(self) -> Sheets:
        """The plan's own sheets."""
        return sheets_of(self.state)

    @property
    def weeks(self) -> list[date]:
        """The Monday of each week."""
        plan = self.state.plan
        return [plan.start + timedelta(weeks=week) for week in range(plan.weeks)]


TITLES: dict[str, str] = {
    "summary": "What each option comes to",
    "moves": "What changes in each option: people, work, leads",
    "people moves": "Who moves, and nothing else",
    "load": "Load per team, one column a week",
    "capacity": "Capacity per team, one column a week",
    "demand": "Demand per team and kind of work, one column a week",
    "weeks": "Load, capacity and demand, one row a team and week",
    "assumptions": "Assumptions and their sources",
    **{name.lower(): f"The plan's sheet {name}" for name in FORMAT},
}
"""Every table by name, and what it is called where one chooses."""


def make_table(source: Source, name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: there is none.
    """
    makers: dict[str, Callable[[Source], tuple[tuple[Column, ...], list[tuple[Cell, ...]]]]] = {
        "moves": _moves,
        "people moves": _people_moves,
        "load": _load,
        "capacity": _capacity,
        "demand": _demand,
        "weeks": _weeks,
        "assumptions": _assumptions,
    }
    if name == "summary":
        return _summary(source)
    if name in makers:
        columns, rows = makers[name](source)
        return Table(name, TITLES[name], columns, tuple(rows))
    sheet = next(sheet for sheet in FORMAT if sheet.lower() == name)
    header, cells = source.plan_sheets[sheet]
    columns = tuple(Column(word, _KINDS.get(word, TEXT)) for word in header)
    return Table(name, TITLES[name], columns, tuple(tuple(row) for row in cells))


_KINDS = dict.fromkeys(("Start", "End", "From", "To", "Date", "Deadline"), DAY) | dict.fromkeys(
    ("FTE", "Share", "Fraction", "Low", "Likely", "High", "Weeks"), NUMBER
)


def _summary(source: Source) -> Table:
    state = source.state
    facts = facts_of(state)
    cases = {
        one: Case(scene_of(state, one, load.inputs), facts, load)
        for one, load in source.loads.items()
    }
    today = cases.get(state.today)
    if today is None:
        inputs = inputs_of(state, state.today)
        today = Case(scene_of(state, state.today, inputs), facts)
    rows: list[tuple[Cell, ...]] = []
    kinds: list[str] = []
    for measure in MEASURES:
        if measure.key == SEARCHED:
            continue
        taken = measure.quick or source.slow
        found = [measure.read(cases[one.id], today) for one in source.scenarios] if taken else []
        shown = [_shown(reading) for reading in found] or [LATER] * len(source.scenarios)
        rows.append((measure.label, *shown, measure.definition))
        kinds.append(_UNITS.get(measure.unit, DAYS))
        if measure.beside:
            counts: list[Cell] = [int(reading.before) for reading in found]
            words = f"{measure.label.partition(',')[0]}: {measure.beside}"
            rows.append((words, *(counts or [LATER] * len(source.scenarios)), ""))
            kinds.append(NUMBER)
    columns = (
        Column("Measure"),
        *(Column(one.name, NUMBER) for one in source.scenarios),
        Column("What it means", also=("Meaning", "Definition", "Remark", "Note")),
    )
    return Table("summary", TITLES["summary"], columns, tuple(rows), tuple(kinds))


_UNITS = {"load": PERCENT, "part": PERCENT, "pairs": NUMBER, "count": NUMBER}


def _shown(reading: Reading) -> Cell:
    """A measure as a cell: a number, or the words for what is none."""
    if reading.value is None:
        return "–"
    if not math.isfinite(reading.value) or (reading.key == "pays_back" and reading.value == 0):
        return reading.where or "never"
    return float(reading.value)


def _moves(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    columns = (
        Column("Scenario", also=("Option",)),
        Column("What", also=("Kind", "Type")),
        Column("Who or what", also=("Who", "Person", "Name", "Item")),
        Column("From", also=("Before", "From team")),
        Column("To", also=("After", "To team")),
        Column("When", DAY, ("Date", "Day", "From when")),
        Column("Share", PERCENT),
        Column("Lead before", also=("Old lead",)),
        Column("Lead after", also=("New lead",)),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.name, move.what, move.who, move.before, move.after, move.day, move.share, *move.leads)
        for one in source.scenarios
        for move in moves_of(source.state, one.id)
    ]
    return columns, rows


def _people_moves(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    columns, rows = _moves(source)
    return columns, [row for row in rows if row[1] == "person"]


def _load(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = []
    for scenario, team, found in _teams(source):
        load = found.load.tolist()
        finite = [value if math.isfinite(value) else -1.0 for value in load]
        peak = max(finite, default=0.0)
        when = source.weeks[finite.index(peak)] if peak > 0 else None
        shown = [value if math.isfinite(value) else NOBODY for value in load]
        rows.append((scenario, team.name, team.kind, max(peak, 0.0), when, *shown))
    columns = (
        *_LABELS,
        Column("Peak", PERCENT, ("Peak load",)),
        Column("In week", DAY, ("Peak week", "When")),
        *(Column(week, PERCENT) for week in source.weeks),
    )
    return columns, rows


def _capacity(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = [
        (scenario, team.name, team.kind, math.fsum(days := found.capacity.tolist()), *days)
        for scenario, team, found in _teams(source)
    ]
    return (*_LABELS, _TOTAL, *(Column(week, DAYS) for week in source.weeks)), rows


def _demand(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = [
        (scenario, team.name, kind, math.fsum(days := found.by_kind[number].tolist()), *days)
        for scenario, team, found in _teams(source)
        for number, kind in enumerate(KINDS)
        if found.by_kind[number].any()
    ]
    columns = (
        Column("Scenario", also=("Option",)),
        Column("Team"),
        Column("Kind of work", also=("Kind",)),
    )
    return (*columns, _TOTAL, *(Column(week, DAYS) for week in source.weeks)), rows


def _weeks(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    columns = (
        *_LABELS,
        Column("Week", DAY, ("Date", "Monday", "Week of")),
        Column("Load", PERCENT, ("Utilisation", "Utilization")),
        Column("Capacity", DAYS, ("Capacity, days",)),
        Column("Demand", DAYS, ("Demand, days", "Work")),
        Column("Used", DAYS),
        Column("Unmet work", DAYS, ("Unmet", "Overload")),
        Column("Idle", DAYS),
    )
    rows: list[tuple[Cell, ...]] = []
    for scenario, team, found in _teams(source):
        figures = (found.capacity, found.demand, found.used, found.overload, found.idle)
        for number, week in enumerate(source.weeks):
            load = float(found.load[number])
            shown = load if math.isfinite(load) else NOBODY
            days = (float(values[number]) for values in figures)
            rows.append((scenario, team.name, team.kind, week, shown, *days))
    return columns, rows


def _assumptions(source: Source) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    columns = (
        Column("Setting", also=("Key",)),
        Column("What it is", also=("Assumption", "Meaning", "Description")),
        Column("Value", NUMBER),
        Column("Default", NUMBER),
        Column("Where it comes from", also=("Source",)),
    )
    plan = source.state.plan
    rows: list[tuple[Cell, ...]] = [
        (one.key, one.meaning, getattr(plan, one.key), one.default, one.source)
        for one in ASSUMPTIONS
    ]
    return columns, rows


_LABELS = (
    Column("Scenario", also=("Option",)),
    Column("Team"),
    Column("Kind of team", also=("Kind",)),
)
_TOTAL = Column("Total", DAYS, ("Total, days", "Sum"))


def _teams(source: Source) -> Iterator[tuple[str, Team, TeamLoad]]:
    teams = source.state.rows(Team)
    for scenario in source.scenarios:
        for number, team in enumerate(teams):
            yield scenario.name, team, source.loads[scenario.id].teams[number]
