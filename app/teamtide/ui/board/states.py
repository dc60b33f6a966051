"""From a plan and its load to what the columns show. No Qt.

`Columns` keeps what it made. After a change it looks again at the people and the work the change
is about and at the teams whose figures are not the very objects they were; every other column
comes out as the same object, so that nobody repaints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load, TeamLoad
from teamtide.plan.changes import ChangeSet
from teamtide.plan.notes import note_text
from teamtide.plan.overlay import team_settings
from teamtide.plan.rows import Person, Plan, Project, ProjectId, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.cards import (
    NO_FIGURES,
    PAUSED,
    SPARK_POINTS,
    SPARK_TOP,
    Badge,
    ColumnState,
    Face,
    Figures,
    ItemKey,
    PersonCard,
    WorkCard,
)
from teamtide.ui.board.faces import Faces
from teamtide.ui.board.outcomes import Finish, Outcomes, projected_chart, told
from teamtide.ui.board.paused import with_freed_days
from teamtide.ui.board.sayings import badge_of, monday, projected_badge, severity_of
from teamtide.ui.board.work import Work
from teamtide.ui.charts.data import ChartData, Layer
from teamtide.ui.charts.words import NBSP, Words
from teamtide.workers.outlook import TeamOutlook

if TYPE_CHECKING:
    from teamtide.capacity.bands import TeamBand

LAYERS = tuple(Layer(kind, kind) for kind in KINDS)
NOTHING = 1e-6
IDLE = 0.005
STEP = 50
"""People or projects looked at in one step of preparing."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is being looked at.

    `ghost` is the load of the scenario compared with, or None; `outcomes` is what is known of how
    it will end, which the curves show where `projected` is set.
    """

    state: State
    scenario: ScenarioId
    as_of: date
    load: Load
    ghost: Load | None = None
    outcomes: Outcomes | None = None
    projected: bool = False

    @property
    def finishes(self) -> dict[ProjectId, Finish] | None:
        """When projects will be done, as far as it is known."""
        return None if self.outcomes is None else self.outcomes.finishes

    def outlook_of(self, index: int) -> tuple[TeamOutlook, TeamBand | None] | None:
        """What the curves of a team show instead of what is planned, or None."""
        if not self.projected or self.outcomes is None:
            return None
        return self.outcomes.of_team(index, self.load.teams[index])


class Columns:
    """The columns of a board, brought up to date step by step."""

    def __init__(self, words: Words) -> None:
        """No columns yet; texts are written with `words`."""
        self._words = words
        self.seen: tuple[ScenarioId, date] | None = None
        self._faces: Faces | None = None
        self._work: Work | None = None
        self._made: dict[TeamId | None, tuple[tuple[object, ...], ColumnState]] = {}
        self._figures: dict[TeamId, tuple[TeamLoad, dict[ItemKey, Figures]]] = {}
        self._charts: dict[TeamId, tuple[TeamLoad, TeamLoad | None, ChartData]] = {}
        self._foreseen: dict[TeamId, tuple[TeamLoad, dict[ItemKey, Figures], ChartData]] = {}
        self._resting: tuple[object, tuple[WorkCard, ...], tuple[WorkCard, ...]] | None = None
        self._coming: tuple[State, Work] | None = None

    def build(self, view: View, change: ChangeSet | None = None) -> tuple[ColumnState, ...]:
        """The bench and every team. `change` is what led here from the view before, if known."""
        seen = (view.scenario, view.as_of)
        fresh = (
            self._faces is None
            or self._work is None
            or change is None
            or self.seen is None
            or self.seen[0] != view.scenario
            or Plan in change.tables
        )
        if fresh or self._faces is None or self._work is None or change is None:
            self._faces = Faces(view.state, view.scenario, view.as_of, self._words)
            self._work = Work(view.state, view.scenario, self._words)
            self._charts.clear()
            self._figures.clear()
            self._foreseen.clear()
        else:
            self._faces.advance(view.state, change)
            coming = self._coming
            if coming is not None and coming[0] is view.state:
                self._work = coming[1]
            else:
                self._work.advance(view.state, change)
            if seen != self.seen:
                self._faces.turn(view.state, view.as_of)
        if fresh or change or seen != self.seen:
            self._coming = None
        self.seen = seen
        columns = [self._bench(view, self._faces, self._work)]
        for index, team in enumerate(view.state.rows(Team)):
            columns.append(self._team(view, index, team, self._faces, self._work))
        return tuple(columns)

    def prepare(self, view: View) -> Iterator[None]:
        """Do what `build` does in a view nobody looks at yet, in steps of some milliseconds."""
        faces = Faces(view.state, view.scenario, view.as_of, self._words, people=())
        people = [row.id for row in view.state.rows(Person)]
        for first in range(0, len(people), STEP):
            faces.look(view.state, people[first : first + STEP])
            yield
        work = Work(view.state, view.scenario, self._words, projects=())
        projects = [row.id for row in view.state.rows(Project)]
        for first in range(0, len(projects), STEP):
            work.look(view.state, projects[first : first + STEP])
            yield
        self._faces, self._work = faces, work
        self.seen = (view.scenario, view.as_of)
        self._bench(view, faces, work)
        for index, team in enumerate(view.state.rows(Team)):
            self._team(view, index, team, faces, work)
            yield

    def foresee(
        self, view: View, change: ChangeSet, teams: Iterable[TeamId]
    ) -> Iterator[tuple[TeamId, dict[ItemKey, Figures], ChartData]]:
        """Make ready, step by step, what would be shown in a view that a change may lead to.

        Yields:
            One by one the teams named, with the figures of their people and their curves.
        """
        self.forget()
        places = view.state.ranks(Team)
        for team in teams:
            index = places[team]
            load = view.load.teams[index]
            ghost = view.ghost.teams[index] if view.ghost is not None else None
            figures = figures_of(view, index, self._words)
            chart = chart_of(load, view.state.plan.start, ghost)
            self._foreseen[team] = (load, figures, chart)
            yield team, figures, chart
        if self._work is not None and (view.scenario, view.as_of) == self.seen:
            self._coming = (view.state, self._work.after(view.state, change))

    def forget(self) -> None:
        """What was made ready does not come."""
        self._foreseen, self._coming = {}, None

    def _bench(self, view: View, faces: Faces, work: Work) -> ColumnState:
        here, owned = faces.of(None), work.of(None)
        paused = self._paused(view, work.of(PAUSED))
        unowned = float(view.load.unowned.sum())
        key = (here, owned, paused, round(unowned, 6), view.finishes)
        made = self._made.get(None)
        if made is not None and made[0] == key:
            return made[1]
        count = len(here)
        noun = "person" if count == 1 else "people"
        badge = None
        if unowned > NOTHING:
            text = self._words.days(unowned)
            badge = Badge(f"{text} unowned", text, "neutral")
        state = ColumnState(
            team=None,
            name="Bench",
            kind="bench",
            colour="",
            subtitle=f"{count} {noun} · not counted" if count else "not counted",
            badge=badge,
            chart=None,
            people=tuple(PersonCard(face) for face in here),
            work=told(owned, view.finishes or {}),
            headcount=count,
            paused=paused,
        )
        self._made[None] = (key, state)
        return state

    def _paused(self, view: View, cards: tuple[WorkCard, ...]) -> tuple[WorkCard, ...]:
        """The cards of the tray, made again only where they or planned dates are others."""
        known = self._resting
        if known is None or known[0] is not view.load.plan or known[1] is not cards:
            made = with_freed_days(cards, view.state, view.load, self._words)
            known = self._resting = (view.load.plan, cards, made)
        return known[2]

    def _team(self, view: View, index: int, row: Team, faces: Faces, work: Work) -> ColumnState:
        load = view.load.teams[index]
        ghost = view.ghost.teams[index] if view.ghost is not None else None
        lead_id = team_settings(view.state, view.scenario, row.id).lead
        lead = view.state.find(Person, lead_id)
        here, owned = faces.of(row.id), work.of(row.id)
        outlook = view.outlook_of(index)
        known = (load, ghost, *(outlook or ()))
        note = note_text(view.state, "team", row.id)
        key = (row, lead.name if lead else "", *known, here, owned, view.finishes, note)
        made = self._made.get(row.id)
        if made is not None and made[0] == key:
            return made[1]
        counted = [face for face in here if not face.muted]
        state = ColumnState(
            team=row.id,
            name=row.name,
            kind=row.kind,
            colour=row.colour,
            subtitle=self._subtitle(counted, lead.name if lead else ""),
            badge=self._badge(view, load, outlook),
            chart=self._curves(view, row.id, load, ghost, outlook),
            people=self._people(view, index, row.id, here),
            work=told(owned, view.finishes or {}),
            headcount=len(counted),
            fte=sum(face.share * face.fte for face in counted),
            lead=lead.name if lead else "",
            note=note,
        )
        self._made[row.id] = (key, state)
        return state

    def _subtitle(self, counted: list[Face], lead: str) -> str:
        noun = "person" if len(counted) == 1 else "people"
        fte = self._words.number(sum(face.share * face.fte for face in counted), 1)
        parts = [f"{len(counted)} {noun}", f"{fte}{NBSP}FTE"] if counted else ["nobody yet"]
        return " · ".join([*parts, f"lead {lead}"] if lead else parts)

    def _badge(
        self, view: View, load: TeamLoad, outlook: tuple[TeamOutlook, TeamBand | None] | None
    ) -> Badge:
        if outlook is None:
            return badge_of(load, view.state.plan, self._words)
        return projected_badge(outlook[0], view.state.plan, self._words)

    def _curves(
        self,
        view: View,
        team: TeamId,
        load: TeamLoad,
        ghost: TeamLoad | None,
        outlook: tuple[TeamOutlook, TeamBand | None] | None,
    ) -> ChartData:
        planned = self._chart(view, team, load, ghost)
        return planned if outlook is None else projected_chart(planned, *outlook)

    def _chart(self, view: View, team: TeamId, load: TeamLoad, ghost: TeamLoad | None) -> ChartData:
        known = self._charts.get(team)
        if known is not None and known[0] is load and known[1] is ghost:
            return known[2]
        ready = self._foreseen.get(team)
        if ready is not None and ready[0] is load and ready[2].ghost is _demand(ghost):
            chart = ready[2]
        else:
            chart = chart_of(load, view.state.plan.start, ghost)
        self._charts[team] = (load, ghost, chart)
        return chart

    def _people(
        self, view: View, index: int, team: TeamId, here: tuple[Face, ...]
    ) -> tuple[PersonCard, ...]:
        load = view.load.teams[index]
        known = self._figures.get(team)
        if known is None or known[0] is not load:
            ready = self._foreseen.get(team)
            if ready is not None and ready[0] is load:
                known = (load, ready[1])
            else:
                known = (load, figures_of(view, index, self._words))
            self._figures[team] = known
        figures = known[1]
        return tuple(PersonCard(face, figures.get(face.ref.key, NO_FIGURES)) for face in here)


def chart_of(load: TeamLoad, start: date, ghost: TeamLoad | None = None) -> ChartData:
    """The curves of a team, stacked by kind of work: the engine's arrays themselves."""
    return ChartData(
        start=start,
        layers=LAYERS,
        stack=load.by_kind,
        capacity=load.capacity,
        demand=load.demand,
        overload=load.overload,
        load=load.load,
        ghost=_demand(ghost),
        settled=None if load.settled is load.capacity else load.settled,
        peak=load.peak if load.demand.any() else None,
    )


def _demand(load: TeamLoad | None) -> NDArray[np.float64] | None:
    return None if load is None else load.demand


def figures_of(view: View, index: int, words: Words) -> dict[ItemKey, Figures]:
    """By person id the load of everyone in a team; people who are alike share theirs."""
    load, plan = view.load.teams[index], view.state.plan
    made = _figures(load.group_load, plan, words)
    crew, specs = load.workings.crew, view.load.inputs.people
    return {
        specs[person].key: made[group]
        for person, group in zip(crew.person.tolist(), load.workings.group.tolist(), strict=True)
    }


def _figures(ratios: NDArray[np.float64], plan: Plan, words: Words) -> list[Figures]:
    """Figures of (groups, W) loads."""
    finite = np.where(np.isfinite(ratios), ratios, -1.0)
    weeks = finite.argmax(axis=1).tolist()
    peaks, sparks = finite.max(axis=1, initial=-1.0).tolist(), spark_heights(ratios)
    found = []
    for week, peak, line, loads in zip(weeks, peaks, sparks, ratios, strict=True):
        curve = (line, hash(line.tobytes()), loads, hash(loads.tobytes()))
        if peak < 0:
            found.append(Figures("–", "neutral", 0.0, None, *curve))
        elif peak < IDLE:
            found.append(Figures("idle", "neutral", peak, None, *curve))
        else:
            text, severity = words.percent(peak), severity_of(peak)
            found.append(Figures(text, severity, peak, monday(plan, week), *curve))
    return found


def spark_heights(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    """(groups, W) loads as small lines, (groups, at most SPARK_POINTS) heights from 0 to 1."""
    count = min(ratios.shape[1], SPARK_POINTS)
    # The highest week of each part: a short peak must not vanish between two points.
    starts = np.linspace(0, ratios.shape[1], count, endpoint=False).astype(np.intp)
    highest = np.maximum.reduceat(np.minimum(ratios, SPARK_TOP), starts, axis=1)
    heights: NDArray[np.float64] = highest / SPARK_TOP
    return heights
