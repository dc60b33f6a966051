"""What a line of work says, and the words a plan knows: plain values, no Qt and no plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """What a plan calls things, and how its user writes numbers and dates.

    `number` and `day` raise ValueError, with a sentence, for what they can't read.
    """

    disciplines: tuple[str, ...]
    teams: tuple[str, ...]
    number: Callable[[str], float]
    day: Callable[[str], date]
    discipline: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work as a line says it: finite (`days`) or ongoing (`weekly`, or `share`).

    Attributes:
        line: Number of the line, from 1.
        project, name: What it is called; an ongoing one has a name only.
        said: How the effort was read, for the user to check.
    """

    line: int
    project: str = ""
    name: str = ""
    kind: str = ""
    discipline: str = ""
    team: str = ""
    days: float | None = None
    low: float | None = None
    high: float | None = None
    start: date | None = None
    weeks: float | None = None
    shape: str = ""
    after: str = ""
    deadline: date | None = None
    max_people: float | None = None
    weekly: float | None = None
    each: float | None = None
    share: float | None = None
    said: str = ""

    @property
    def ongoing(self) -> bool:
        """Whether it never ends, and so becomes a service."""
        return self.weekly is not None or self.share is not None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a line says that can't be read."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All lines: what they create, and what is wrong."""

    works: tuple[Work, ...] = ()
    problems: tuple[Problem, ...] = ()
