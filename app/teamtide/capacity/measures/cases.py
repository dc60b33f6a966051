"""What the measures of one scenario are taken from, worked out once and only when asked for.

A measure of the expected load must not wait for a projection, and three measures of the same
thing must not compute it three times. A case holds the plan of a scenario and makes the rest on
demand. What the plan knows and the engine does not (goals, deadlines, leads) comes beside it as
plain values, so that all of it can be sent to a worker process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.hiring import Hiring
from teamtide.capacity.measures.shares import Closeness, closeness_of
from teamtide.capacity.projected import Projection
from teamtide.capacity.results import Load


@dataclass(frozen=True, slots=True)
class Goal:
    """What projects serve: its name, and the part of all work it is to have, None if any."""

    name: str
    wanted: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan knows beside the engine's inputs, the same in every scenario.

    Args:
        engineering: Indices of the engineering disciplines.
        goals: The goals, in plan order.
        goal: Per project the index of its goal, or None.
        deadline: Per project its deadline as an ordinal day, or None.
    """

    engineering: frozenset[int]
    goals: tuple[Goal, ...]
    goal: tuple[int | None, ...]
    deadline: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One scenario to be measured.

    Args:
        inputs: Its plan.
        leads: Per team the index of the person who leads it, or None.
        broken: Sentences about what was asked for people and is not kept here; None where nothing
            was asked for.
    """

    inputs: Inputs
    leads: tuple[int | None, ...]
    broken: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario and what has been worked out of it so far.

    Args:
        scene: The scenario.
        facts: What the plan knows beside it.
        known: Its expected load, where somebody has it already.
        projected: Its projected load, likewise.
    """

    scene: Scene
    facts: Facts
    known: Load | None = field(default=None, repr=False)
    projected: Projection | None = field(default=None, repr=False)

    @property
    def inputs(self) -> Inputs:
        """Its plan."""
        return self.scene.inputs

    @cached_property
    def load(self) -> Load:
        """Its expected load."""
        return self.known if self.known is not None else compute(self.scene.inputs)

    @cached_property
    def projection(self) -> Projection:
        """Its projected load."""
        if self.projected is not None:
            return self.projected
        # Not before it is wanted: the window starts without it.
        from teamtide.capacity.projection import project

        return project(self.load)

    @cached_property
    def closeness(self) -> Closeness:
        """Who is tied to whom."""
        return closeness_of(self.load, self.facts.engineering)

    @cached_property
    def hiring(self) -> Hiring:
        """The fewest hires that end its shortages, worked out as far as it has been asked."""
        return Hiring(self.load)

    def monday(self, week: int) -> int:
        """The first day of a week, ordinal."""
        return self.inputs.start + 7 * week

    def friday(self, week: int) -> int:
        """The last working day of a week, ordinal."""
        return self.inputs.start + 7 * week + 4
