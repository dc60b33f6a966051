"""What the command line prints: figures of the engine as plain values, and as lines to read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from numpy.typing import NDArray

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId, Team
from teamtide.plan.state import State

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def weeks_of(state: State) -> list[date]:
    """The Mondays of the plan."""
    return [state.plan.start + timedelta(weeks=week) for week in range(state.plan.weeks)]


def finite(values: NDArray[Any]) -> list[float | None]:
    """Figures as JSON has them, where infinity is null."""
    return [value if math.isfinite(value) else None for value in map(float, values)]


def load_report(state: State, found: Load) -> dict[str, Any]:
    """`teamtide load --json`: person-days per team and week; load is null where it is infinite."""
    teams = []
    for row, team in zip(state.rows(Team), found.teams, strict=True):
        entry: dict[str, Any] = {"name": row.name, "kind": row.kind}
        entry.update({name: finite(getattr(team, name)) for name in FIGURES})
        entry["by_kind"] = {
            kind: finite(team.by_kind[number])
            for number, kind in enumerate(KINDS)
            if team.by_kind[number].any()
        }
        teams.append(entry)
    return {
        "unit": "person-days",
        "weeks": [week.isoformat() for week in weeks_of(state)],
        "teams": teams,
    }


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
    from teamtide.compare_report import compare
    from teamtide.compare_text import compare_lines

    yield f"{state.plan.name}: {state.plan.weeks} weeks from {state.plan.start.isoformat()}\n"
    yield from compare_lines(compare(state))
