"""A folder of text tables: what a workbook holds, for programs that read no workbooks.

Long tables with one header each, no titles and no formulas; a text that a spreadsheet would take
for a formula begins with an apostrophe. All tables are made before the first is written, and each
replaces the one before whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import isfinite
from pathlib import Path

from teamtide.capacity.arrays import NOTHING
from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.plans.sheets import sheets_of
from teamtide.exchange.replacing import replacing
from teamtide.exchange.tables import csv_text
from teamtide.exchange.workbooks.findings import Findings, readings_of
from teamtide.exchange.workbooks.moves import HEADER, all_moves
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES

Table = list[Sequence[object]]
FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def export_folder(
    state: State,
    loads: Mapping[ScenarioId, Load],
    folder: Path,
    *,
    findings: Findings | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[str, ...]:
    """Write the tables of a plan as CSV files.

    Args:
        state: The plan.
        loads: The load of each scenario that is to be in it, Today's among them.
        folder: Where to; made where it is not there. Other files in it are left alone.
        findings: The measures, and what choices hinge on; the measures alone where None.
        progress: Told the part that is done, 0 to 1; an exception it raises cancels.

    Returns:
        The names of the files.

    Raises:
        Unwritable: the folder can't be made or does not take them.
    """
    tell = progress or (lambda _: None)
    if findings is None:
        findings = Findings(readings_of(state, loads, tell=lambda part: tell(part * 0.5)))
    tables = _tables(state, loads, findings)
    contents = {}
    for done, (name, rows) in enumerate(tables.items(), 1):
        contents[f"{name}.csv"] = csv_text(rows).encode("utf-8-sig")
        tell(0.5 + 0.4 * done / len(tables))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "there is a file of that name" if folder.exists() else error.strerror
        raise Unwritable(
            f"The folder {folder.name} can't be made: {reason}. Choose another."
        ) from None
    for name, content in contents.items():
        with replacing(folder / name) as file:
            file.write(content)
    tell(1.0)
    return tuple(contents)


def _tables(state: State, loads: Mapping[ScenarioId, Load], findings: Findings) -> dict[str, Table]:
    scenarios = tuple(one for one in state.rows(Scenario) if one.id in loads)
    tables: dict[str, Table] = {
        "summary": _summary(scenarios, findings),
        "moves": _moves(state, scenarios),
        "load": list(_load(state, scenarios, loads)),
        "demand": list(_demand(state, scenarios, loads)),
        "assumptions": [
            ("Setting", "What it is", "Value", "Default", "Where it comes from"),
            *(
                (one.key, one.meaning, getattr(state.plan, one.key), one.default, one.source)
                for one in ASSUMPTIONS
            ),
        ],
    }
    if findings.hinges:
        tables["hinges"] = _hinges(scenarios, findings)
    for name, (header, rows) in sheets_of(state).items():
        tables[f"plan-{name.lower().replace(' ', '-')}"] = [header, *rows]
    return tables


def _summary(scenarios: Sequence[Scenario], findings: Findings) -> Table:
    names = [scenario.name for scenario in scenarios]
    table: Table = [("Measure", "Unit", *names, "What it means")]
    for measure in MEASURES:
        values: list[object] = []
        for scenario in scenarios:
            reading = findings.readings[scenario.id].get(measure.key)
            value = None if reading is None else reading.value
            values.append("never" if value is not None and not isfinite(value) else value)
        table.append((measure.label, measure.unit, *values, measure.tip))
    return table


def _moves(state: State, scenarios: tuple[Scenario, ...]) -> Table:
    return [
        HEADER,
        *(
            (one.name, m.what, m.who, m.before, m.after, m.day, m.share, *m.leads)
            for one, m in all_moves(state, scenarios)
        ),
    ]


def _hinges(scenarios: Sequence[Scenario], findings: Findings) -> Table:
    names = {scenario.id: scenario.name for scenario in scenarios}
    return [
        ("Scenario", "Against Today, by", "As the plan is", "What would change that"),
        *((names[one.option], one.measure, one.now, one.flips) for one in findings.hinges),
    ]


def _load(
    state: State, scenarios: Sequence[Scenario], loads: Mapping[ScenarioId, Load]
) -> Iterator[Sequence[object]]:
    yield ("Scenario", "Team", "Week", *(name.capitalize() for name in FIGURES))
    weeks = _weeks(state)
    for scenario in scenarios:
        for team, found in zip(state.rows(Team), loads[scenario.id].teams, strict=True):
            columns = [getattr(found, name).tolist() for name in FIGURES]
            for week, figures in zip(weeks, zip(*columns, strict=True), strict=True):
                told = (figure if isfinite(figure) else "nobody" for figure in figures)
                yield (scenario.name, team.name, week, *told)


def _demand(
    state: State, scenarios: Sequence[Scenario], loads: Mapping[ScenarioId, Load]
) -> Iterator[Sequence[object]]:
    """What every item asks of every team, a line a week in which it asks for anything."""
    yield ("Scenario", "Team", "Project or service", "Chunk", "Kind", "Discipline", "Week", "Days")
    weeks = _weeks(state)
    names = [team.name for team in state.rows(Team)]
    disciplines = state.plan.disciplines
    for scenario in scenarios:
        load = loads[scenario.id]
        inputs, asks = load.inputs, load.asks
        columns = (asks.team, asks.item, asks.week, asks.days)
        for team, item, week, days in zip(*(column.tolist() for column in columns), strict=True):
            if days <= NOTHING:
                continue
            owner = names[team] if team < len(names) else "(nobody's)"
            if item >= 0:
                chunk = inputs.chunks[item]
                what, part = inputs.projects[chunk.project].name, chunk.name
                kind, discipline = chunk.kind, chunk.discipline
            else:
                service = inputs.services[-1 - item]
                what, part = service.name, ""
                kind, discipline = service.kind, service.discipline
            yield (
                *(scenario.name, owner, what, part, KINDS[kind], disciplines[discipline]),
                *(weeks[week], days),
            )


def _weeks(state: State) -> list[object]:
    return [state.plan.start + timedelta(weeks=week) for week in range(state.plan.weeks)]
