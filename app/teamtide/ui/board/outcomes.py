"""What is to be expected: projected curves of teams, and when projects finish. No Qt.

The figures come from a worker some time after a change (`ui/forecast`); until then those of the
plan before stay, and whoever shows them says that they are being worked out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from teamtide.capacity.projected import ProjectFinish
from teamtide.capacity.results import TeamLoad
from teamtide.plan.rows import Project, ProjectId
from teamtide.plan.state import State
from teamtide.ui.board.cards import WorkCard
from teamtide.ui.charts.data import ChartData
from teamtide.ui.charts.words import NBSP, Words
from teamtide.workers.outlook import Outlook, TeamOutlook

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands, ProjectBand, TeamBand

A_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What is known of a plan's outcome.

    Attributes:
        outlook: Projected load.
        bands: How sure that is, or None.
        finishes: When its projects will be done.
    """

    outlook: Outlook
    bands: Bands | None
    finishes: dict[ProjectId, Finish]

    def of_team(self, index: int, load: TeamLoad) -> tuple[TeamOutlook, TeamBand | None] | None:
        """A team's projected load and its band; None where they are of another plan's teams."""
        if index >= len(self.outlook.teams):
            return None
        found = self.outlook.teams[index]
        if len(found.wants) != len(load.demand):
            return None
        return found, None if self.bands is None else self.bands.teams[index]


class Finish(NamedTuple):
    """When a project will be done, as a card says it, how bad that is, and all there is to say."""

    text: str
    severity: str
    lines: tuple[str, ...]


def projected_chart(planned: ChartData, outlook: TeamOutlook, band: TeamBand | None) -> ChartData:
    """The curves of a team as they will be: wants stacked by kind, backlog hatched, the band."""
    return replace(
        planned,
        stack=outlook.by_kind,
        demand=outlook.wants,
        overload=outlook.backlog,
        load=outlook.load,
        ghost=None,
        peak=outlook.peak if outlook.wants.any() else None,
        carried=True,
        band=None if band is None else (band.wants_p10, band.wants_p90),
        chance=None if band is None else band.chance_over,
    )


def finishes_of(
    state: State, outlook: Outlook, bands: Bands | None, words: Words
) -> dict[ProjectId, Finish]:
    """By project when it will be done. Projects that ask for nothing are left out."""
    rows = state.rows(Project)
    if len(rows) != len(outlook.projects):
        return {}
    sure = (None,) * len(rows) if bands is None else bands.projects
    found = {}
    for row, project, band in zip(rows, outlook.projects, sure, strict=True):
        if project.chunks:
            found[row.id] = _finish(project, band, row.deadline, words)
    return found


def _finish(
    project: ProjectFinish, band: ProjectBand | None, deadline: date | None, words: Words
) -> Finish:
    lines: list[str] = []
    severity = "neutral"
    if project.unfinished or project.finish_day is None:
        text, severity = "not in this plan", "bad"
        lines.append("Not finished within the weeks of this plan")
    else:
        day = date.fromordinal(project.finish_day)
        text = words.day(day)
        late = late_text(project.delay_days or 0, words)
        lines.append(f"Finishes {text}" + (f", {late} than planned" if late else ", as planned"))
        if late:
            text, severity = f"{text} ▸ {late}", "warn"
        if deadline is not None:
            margin = late_text((day - deadline).days, words)
            lines.append(
                f"Deadline {words.day(deadline)}: " + (f"{margin} than that" if margin else "met")
            )
            if day > deadline:
                severity = "bad"
    if band is not None:
        lines.extend(_sure(band, deadline, words))
    return Finish(text, severity, tuple(lines))


def late_text(days: int, words: Words) -> str:
    """How much later something is, such as "2 wk later"; empty where it is not."""
    if days <= 0:
        return ""
    if days < A_WEEK:
        return f"{days}{NBSP}d later"
    return f"{words.number(round(days / A_WEEK, 1), 1)}{NBSP}wk later"


def _sure(band: ProjectBand, deadline: date | None, words: Words) -> list[str]:
    def said(day: int | None) -> str:
        return "not in this plan" if day is None else words.day(date.fromordinal(day))

    lines = []
    if not (band.p50 is None and band.p80 is None and band.p90 is None):
        lines.append(f"In half of the runs by {said(band.p50)}")
        lines.append(f"In 80 % by {said(band.p80)}, in 90 % by {said(band.p90)}")
    if deadline is not None and band.chance_deadline is not None:
        lines.append(f"Chance of the deadline: {words.percent(band.chance_deadline)}")
    if band.chance_unfinished > 0:
        lines.append(f"Chance not to finish here: {words.percent(band.chance_unfinished)}")
    return lines


def told(cards: tuple[WorkCard, ...], finishes: dict[ProjectId, Finish]) -> tuple[WorkCard, ...]:
    """The cards of a column with when their projects will be done."""
    if not finishes:
        return cards
    found = []
    for card in cards:
        finish = finishes.get(ProjectId(int(card.ref.key))) if card.ref.type == "project" else None
        if finish is None or card.muted:
            found.append(card)
        else:
            tip = "\n".join((card.tip, *finish.lines))
            found.append(replace(card, tip=tip, finish=finish.text, severity=finish.severity))
    return tuple(found)
