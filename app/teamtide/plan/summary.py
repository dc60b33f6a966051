"""What a scenario comes to, in the few figures by which structures are compared.

The measures are those of MODEL.md section 6 that need nothing but the expected load. The strip
below the board, the command line and the first sheet of the workbook take their figures from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from teamtide.capacity.results import Load
from teamtide.plan.overlay import moves
from teamtide.plan.rows import ScenarioId, Team, TeamId
from teamtide.plan.state import State

TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Peak:
    """The largest finite load: a ratio, the team that has it, and the earliest such week.

    `name` is the team's, `monday` the first day of that week.
    """

    load: float
    team: TeamId
    week: int
    name: str
    monday: date


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of one scenario; days are person-days over the whole horizon.

    Attributes:
        overload: Work asked of teams that finds nobody with time and skill.
        peak: Where load is largest, None where no team is asked for anything.
        nobody_weeks: Team-weeks with work and nobody there (their load is infinite and no peak).
        idle: Time of people in teams that no work takes.
        moved: People with at least one move.
        unowned: Work that no team owns and nobody is named on.
        outside: Work planned before the first week or after the last.
    """

    scenario: ScenarioId
    overload: float
    peak: Peak | None
    nobody_weeks: int
    idle: float
    moved: int
    unowned: float
    outside: float

    @property
    def rank(self) -> float:
        """What options are ranked by: work that is not done here, for whatever reason."""
        return self.overload + self.unowned + self.outside

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and value of every measure, in plain text."""
        peak = "—"
        if self.peak is not None:
            week = f"week of {self.peak.monday.isoformat()}"
            peak = f"{self.peak.load:.0%}, {self.peak.name}, {week}"
        values = {"peak": peak, "nobody": str(self.nobody_weeks), "moved": str(self.moved)}
        return tuple(
            (measure.label, values.get(measure.key, f"{measure.value(self):.1f}"))
            for measure in MEASURES
        )


def summary(state: State, scenario: ScenarioId, load: Load) -> Summary:
    """The measures of `scenario`, given its load.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        load: What the engine makes of it.
    """
    teams = state.rows(Team)
    peak: Peak | None = None
    for row, figures in zip(teams, load.teams, strict=True):
        found = figures.peak
        if found is not None and found[0] > (0.0 if peak is None else peak.load) + TIE:
            peak = Peak(
                load=float(found[0]),
                team=row.id,
                week=int(found[1]),
                name=row.name,
                monday=state.plan.start + timedelta(weeks=int(found[1])),
            )
    return Summary(
        scenario=scenario,
        overload=float(sum(team.overload.sum() for team in load.teams)),
        peak=peak,
        nobody_weeks=sum(team.nobody_weeks for team in load.teams),
        idle=float(sum(team.idle.sum() for team in load.teams)),
        moved=len({move.person for move in moves(state, scenario)}),
        unowned=float(load.unowned.sum()),
        outside=float(load.outside),
    )


def peak_rank(found: Summary) -> float:
    """The peak as options are ranked by it: a week with work and nobody is worse than any."""
    if found.nobody_weeks:
        return inf
    return found.peak.load if found.peak is not None else 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by name. `value` is what it ranks by; less is always better.

    `tie` is the difference below which two values are shown, and count, as the same.
    """

    key: str
    label: str
    tip: str
    value: Callable[[Summary], float]
    tie: float = 0.05


MEASURES: tuple[Measure, ...] = (
    Measure(
        "overload",
        "Work that finds nobody, days",
        "Work asked of a team for which nobody in it has the time or the skill",
        lambda found: found.overload,
    ),
    Measure(
        "peak",
        "Peak load",
        "The fullest week of any team, and when; load is work asked over what people can give",
        peak_rank,
        tie=0.005,
    ),
    Measure(
        "nobody",
        "Weeks with work and nobody there",
        "Team-weeks in which something is asked and no one in the team has any time",
        lambda found: float(found.nobody_weeks),
        tie=0.5,
    ),
    Measure(
        "idle",
        "Idle time, days",
        "Time of people in teams that no work takes; some of it is room to breathe",
        lambda found: found.idle,
    ),
    Measure(
        "unowned",
        "Work with no team, days",
        "Work that no team owns and nobody is named on",
        lambda found: found.unowned,
    ),
    Measure(
        "moved",
        "People moved",
        "People who are elsewhere than in Today at some time",
        lambda found: float(found.moved),
        tie=0.5,
    ),
)


def best(measure: Measure, found: Sequence[Summary]) -> frozenset[ScenarioId]:
    """The scenarios with the best value; none where all are alike."""
    if len(found) < 2:
        return frozenset()
    values = {one.scenario: measure.value(one) for one in found}
    pick = min(values.values())
    if pick == inf:
        return frozenset()
    winners = frozenset(key for key, value in values.items() if value - pick < measure.tie)
    return frozenset() if len(winners) == len(values) else winners
