"""What the command line prints: figures of the engine as plain values, and as lines to read."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from numpy.typing import NDArray

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def weeks_of(state: State) -> list[date]:
    """The Mondays of the plan."""
    return [state.plan.start + timedelta(weeks=week) for week in range(state.plan.weeks)]


def _finite(values: NDArray[Any]) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in map(float, values)]


def load_report(state: State, scenario: ScenarioId) -> dict[str, Any]:
    """`teamtide load --json`: person-days per team and week; load is null where it is infinite."""
    found = compute(inputs_of(state, scenario))
    teams = []
    for row, team in zip(state.rows(Team), found.teams, strict=True):
        entry: dict[str, Any] = {"name": row.name, "kind": row.kind}
        entry.update({name: _finite(getattr(team, name)) for name in FIGURES})
        entry["by_kind"] = {
            kind: _finite(team.by_kind[number])
            for number, kind in enumerate(KINDS)
            if team.by_kind[number].any()
        }
        teams.append(entry)
    return {
        "unit": "person-days",
        "weeks": [week.isoformat() for week in weeks_of(state)],
        "teams": teams,
    }


def load_csv(report: dict[str, Any]) -> str:
    """A load report as CSV, one line per team and week."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["team", "week", *FIGURES])
    for team in report["teams"]:
        for number, week in enumerate(report["weeks"]):
            figures = (team[name][number] for name in FIGURES)
            writer.writerow([_plain_text(team["name"]), week, *figures])
    return out.getvalue()


def _plain_text(text: str) -> str:
    """Text that a spreadsheet would take for a formula, made text again."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def load_lines(report: dict[str, Any]) -> Iterator[str]:
    """A load report to read: a line per team and week."""
    for team in report["teams"]:
        yield f"{team['name']} ({team['kind']}), person-days"
        yield f"  {'week':<12}{'capacity':>9}{'demand':>9}{'unmet':>9}{'idle':>9}{'load':>9}"
        for number, week in enumerate(report["weeks"]):
            figures = "".join(
                f"{team[name][number]:>9.1f}" for name in ("capacity", "demand", "overload", "idle")
            )
            load = team["load"][number]
            shown = "nobody" if load is None else f"{load:.0%}"
            yield f"  {week:<12}{figures}{shown:>9}"


def explain_report(state: State, scenario: ScenarioId, team: int, week: int) -> dict[str, Any]:
    """`teamtide explain --json`: the ledger of a team-week."""
    from teamtide.capacity.ledger import explain

    ledger = explain(compute(inputs_of(state, scenario)), team, week)
    return {
        "terms": [
            {"label": term.label, "days": float(term.days), "source": term.source}
            for term in ledger.terms
        ],
        "capacity": float(ledger.capacity),
        "demand": float(ledger.demand),
    }


def explain_lines(report: dict[str, Any]) -> Iterator[str]:
    """A ledger to read."""
    for term in report["terms"]:
        yield f"{term['days']:>9.2f}  {term['label']}  [{term['source']}]"
    yield f"{report['capacity']:>9.2f}  capacity"
    yield f"{report['demand']:>9.2f}  asked for"


def summary_lines(state: State) -> Iterator[str]:
    """Every scenario in a few figures, to read."""
    from teamtide.plan.summary import summary

    yield f"{state.plan.name}: {state.plan.weeks} weeks from {state.plan.start.isoformat()}"
    for scenario in state.rows(Scenario):
        found = summary(state, scenario.id, compute(inputs_of(state, scenario.id)))
        yield f"\n{scenario.name}"
        yield from (f"  {label:<42}{value}" for label, value in found.lines())
