"""What the window keeps of a projected load: small enough to be sent after every drag.

A projection holds every piece of work of every week and the load it was made from, megabytes on a
large plan. What is drawn and listed is far less; the rest is asked for when somebody looks at one
week (`forecasts.carried`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray
from teamtide.capacity.projected import ProjectFinish, Projection


@dataclass(frozen=True, eq=False)
class TeamOutlook:
    """One team over W weeks, K kinds and D disciplines; days, as in `TeamProjection`.

    Args:
        wants: (W,) work wanted: what was carried in and what is new.
        by_kind: (K, W) the same by kind of work.
        backlog: (W,) wants unmet at week's end. A stock: never summed over weeks.
        backlog_by_discipline: (D, W) the same by discipline.
        held: (W,) what max people holds back; not in `wants`.
        load: (W,) wants / capacity; 0 for 0/0, inf where there is work and nobody.
        capacity: (W,) capacity.
    """

    wants: FloatArray
    by_kind: FloatArray
    backlog: FloatArray
    backlog_by_discipline: FloatArray
    held: FloatArray
    load: FloatArray
    capacity: FloatArray

    @property
    def peak(self) -> tuple[float, int] | None:
        """Largest finite load and the first week it comes in; None where no load is finite."""
        finite = np.isfinite(self.load)
        if not finite.any():
            return None
        highest = float(self.load[finite].max())
        return highest, int(np.flatnonzero(finite & (self.load >= highest - NOTHING))[0])


@dataclass(frozen=True, eq=False)
class Outlook:
    """A whole plan, as `Projection` without the workings.

    Args:
        teams: One per team, in plan order.
        projects: One per project, in plan order.
        finish: (C,) week in which each chunk finishes; UNFINISHED where it does not.
        finish_day: (C,) the day, an ordinal; 0 where there is none.
        owned: (C,) whether the chunk counts.
    """

    teams: tuple[TeamOutlook, ...]
    projects: tuple[ProjectFinish, ...]
    finish: IntArray
    finish_day: IntArray
    owned: BoolArray


def outlook_of(projection: Projection) -> Outlook:
    """What the window keeps of a projection."""
    return Outlook(
        teams=tuple(
            TeamOutlook(
                wants=team.wants,
                by_kind=team.by_kind,
                backlog=team.backlog,
                backlog_by_discipline=team.backlog_by_discipline,
                held=team.held,
                load=team.load,
                capacity=team.capacity,
            )
            for team in projection.teams
        ),
        projects=projection.projects,
        finish=projection.finish,
        finish_day=projection.finish_day,
        owned=projection.owned,
    )
