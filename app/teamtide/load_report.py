"""What `teamtide load` prints: expected load, and if asked for the projection and its bands.

The samples are computed by the very job that the window gives to a child process, in this process
and without a plan on screen.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from teamtide.capacity.engine import compute
from teamtide.exchange.tables import plain_text
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Project, ScenarioId
from teamtide.plan.state import State
from teamtide.reports import FIGURES, finite, load_report

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands
    from teamtide.capacity.inputs import Inputs
    from teamtide.capacity.projected import Projection

BAND_FIGURES = ("p10", "p50", "p90", "chance_over")
Tell = Callable[[int, int], None]
"""Is told how many samples are done, and of how many."""


def forecast_report(
    state: State,
    scenario: ScenarioId,
    *,
    projected: bool = False,
    samples: int | None = None,
    tell: Tell | None = None,
    shown: State | None = None,
) -> dict[str, Any]:
    """`teamtide load --json`, with what `--projected` and `--bands` add.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        projected: Add each team's backlog, and when projects finish.
        samples: Add each team's bands of so many samples; none where None.
        tell: Told how far the samples are.
        shown: The same plan with the names to print, where they are not its own. Samples are
            drawn by the names of work, so the figures are those of the plan itself.
    """
    named = state if shown is None else shown
    inputs = inputs_of(state, scenario)
    found = compute(inputs)
    value = load_report(named, found)
    if projected:
        from teamtide.capacity.projection import project

        _add_projection(value, named, project(found))
    if samples is not None:
        for entry, band in zip(
            value["teams"], sampled_bands(inputs, samples, tell).teams, strict=True
        ):
            if band is not None:
                entry.update({name: finite(getattr(band, name)) for name in BAND_FIGURES})
    return value


def _add_projection(value: dict[str, Any], state: State, found: Projection) -> None:
    for entry, team in zip(value["teams"], found.teams, strict=True):
        entry["backlog"] = finite(team.backlog)
    value["projects"] = [
        {
            "name": row.name,
            "finish": _iso(finish.finish_day),
            "planned_finish": _iso(finish.planned_day),
            "unfinished": finish.unfinished,
        }
        for row, finish in zip(state.rows(Project), found.projects, strict=True)
    ]


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def sampled_bands(inputs: Inputs, samples: int, tell: Tell | None = None) -> Bands:
    """How sure the projected load of a plan is, from so many samples; told how far they are."""
    from teamtide.workers.forecasts import bands
    from teamtide.workers.work import Progress, Residents, Work

    steps = bands(Work(Residents(), lambda: False), inputs, samples)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            found: Bands = end.value
            return found
        if tell is not None and isinstance(step, Progress):
            tell(step.done, step.total)


def progress_line(what: str) -> Tell | None:
    """How far something is, on one line of a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)

    return tell


def load_csv(report: dict[str, Any]) -> str:
    """The teams of a load report as CSV, one line per team and week."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [*FIGURES, *_added(report)]
    writer.writerow(["team", "week", *names])
    for team in report["teams"]:
        for number, week in enumerate(report["weeks"]):
            figures = (team[name][number] for name in names)
            writer.writerow([plain_text(team["name"]), week, *figures])
    return out.getvalue()


def _added(report: dict[str, Any]) -> list[str]:
    """The figures that a report has beyond those of the expected load."""
    teams = report["teams"]
    return [name for name in ("backlog", *BAND_FIGURES) if teams and name in teams[0]]


def load_lines(report: dict[str, Any]) -> Iterator[str]:
    """A load report to read: a line per team and week, then one per project."""
    added = _added(report)
    heads = "".join(f"{name.replace('chance_over', 'over in'):>9}" for name in added)
    for team in report["teams"]:
        yield f"{team['name']} ({team['kind']}), person-days"
        yield f"  {'week':<12}{'capacity':>9}{'demand':>9}{'unmet':>9}{'idle':>9}{'load':>9}{heads}"
        for number, week in enumerate(report["weeks"]):
            figures = "".join(
                f"{team[name][number]:>9.1f}" for name in ("capacity", "demand", "overload", "idle")
            )
            figures += f"{_share(team['load'][number]):>9}"
            for name in added:
                found = team[name][number]
                figures += f"{found:>9.1f}" if name == "backlog" else f"{_share(found):>9}"
            yield f"  {week:<12}{figures}"
    if report.get("projects"):
        yield "Projects, with what is not done carried over"
        yield f"  {'planned':<12}{'finishes':<12}project"
        for entry in report["projects"]:
            end = "not in plan" if entry["unfinished"] else entry["finish"] or "—"
            yield f"  {entry['planned_finish'] or '—':<12}{end:<12}{entry['name']}"


def _share(value: float | None) -> str:
    return "nobody" if value is None else f"{value:.0%}"
