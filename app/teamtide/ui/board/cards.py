"""What a board shows, as frozen values: columns, cards, figures. No Qt.

`states.py` makes them from a plan and its load; views are handed old and new ones and touch what
differs. A card that did not change is the same object as before, so comparing costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamtide.plan.rows import PersonId, TeamId
from teamtide.ui.charts.data import ChartData, PreviewLines

ItemKey = int | str
PAUSED = TeamId(-1)
"""Where the cards of projects at rest lie: the tray below the bench. No team has this id."""
SPARK_POINTS = 27
SPARK_TOP = 1.5


class Ref(NamedTuple):
    """A card on the board: what it is of, and the column it lies in (None: the bench, or `PAUSED`).

    `type` is "person", "project", "chunk", "service" or "kind"; someone who is split has a card
    in each column.
    """

    type: str
    key: ItemKey
    team: TeamId | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The load of someone in a team, over the weeks.

    Args:
        text: The peak as the card shows it.
        severity: How bad that is.
        peak: Largest finite load.
        when: The Monday of its week, None where there is no load.
        spark: Load over the weeks as a small line: at most `SPARK_POINTS` heights from 0 to 1, each
            the highest of its weeks, 1 being `SPARK_TOP` and more.
        key: The same for the same curve.
        loads: (W,) load by week.
        all_of_it: The same for the same loads.
    """

    text: str = ""
    severity: str = ""
    peak: float = 0.0
    when: date | None = None
    spark: NDArray[np.float64] | None = field(default=None, compare=False)
    key: int = 0
    loads: NDArray[np.float64] | None = field(default=None, compare=False)
    all_of_it: int = 0


NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class Face:
    """What a card says of someone whatever their load is.

    `notes` matter more than `title`; `marks` are those of `marks.py`.
    """

    ref: Ref
    name: str
    title: str
    notes: str
    shape: str
    share: float
    fte: float
    muted: bool = False
    changed_since: bool = False
    tip: str = ""
    marks: tuple[str, ...] = ()

    @property
    def person(self) -> PersonId:
        """Whose face it is."""
        return PersonId(int(self.ref.key))

    @property
    def team(self) -> TeamId | None:
        """The column it is in."""
        return self.ref.team


class PersonCard(NamedTuple):
    """Someone in a column."""

    face: Face
    figures: Figures = NO_FIGURES

    @property
    def ref(self) -> Ref:
        """What the card is of."""
        return self.face.ref

    @property
    def name(self) -> str:
        """Their name."""
        return self.face.name


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A project, chunk, service or kind of work in a column.

    `kinds` are (kind of work, part of the effort) and colour the card's edge; `finish` says when a
    project will be done, and `severity` how bad that is.
    """

    ref: Ref
    name: str
    line: str
    kinds: tuple[tuple[str, float], ...]
    muted: bool = False
    tip: str = ""
    finish: str = ""
    severity: str = "neutral"
    marks: tuple[str, ...] = ()


Card = PersonCard | WorkCard


@dataclass(frozen=True, slots=True)
class Badge:
    """A column's peak in words; `short` where there is little room."""

    text: str
    short: str
    severity: str


@dataclass(frozen=True, slots=True)
class ColumnState:
    """Everything one column shows. `team` is None for the bench, which has what is `paused` too."""

    team: TeamId | None
    name: str
    kind: str
    colour: str
    subtitle: str
    badge: Badge | None
    chart: ChartData | None
    people: tuple[PersonCard, ...]
    work: tuple[WorkCard, ...]
    headcount: int = 0
    fte: float = 0.0
    lead: str = ""
    paused: tuple[WorkCard, ...] = ()
    note: str = ""

    @property
    def people_title(self) -> str:
        """The heading over the people."""
        return f"People · {len(self.people)}" if self.people else "People"

    @property
    def work_title(self) -> str:
        """The heading over what the column owns."""
        title = "Owns" if self.team is not None else "Work with no team"
        return f"{title} · {len(self.work)}" if self.work else title


@dataclass(frozen=True, slots=True, eq=False)
class ColumnPreview:
    """What a column would show, if what hovers were dropped."""

    badge: Badge
    lines: PreviewLines


def changed_parts(old: ColumnState | None, new: ColumnState) -> frozenset[str]:
    """Which of "header", "chart", "people", "work" and "paused" differ."""
    if old is new:
        return frozenset()
    if old is None:
        return frozenset({"header", "chart", "people", "work", "paused"})
    header = ("team", "name", "kind", "colour", "subtitle", "badge", "note")
    parts = {"header"} if any(getattr(old, n) != getattr(new, n) for n in header) else set()
    if old.chart is not new.chart and old.chart != new.chart:
        parts.add("chart")
    if old.people != new.people:
        parts.add("people")
    if old.work != new.work:
        parts.add("work")
    if old.paused != new.paused:
        parts.add("paused")
    return frozenset(parts)
