"""Every constant of MODEL.md as a line of data: what it means, where it is from, how far it goes.

The engine's defaults, the plan's own columns, what validation refuses, the Assumptions panel, the
workbook's sheet and the search for what a decision hinges on all read this one table, so that no
constant is written down twice. Two ranges are kept apart: outside `least` to `most` a value is
refused; `low` to `high` is what a sensible team could turn out to be, the range that sliders cover
and that is searched for a value at which the better option changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Unit = Literal["part", "hours", "weeks", "days", "cost", "runs", "number"]
"""How a value is read aloud: a part of a whole (as a percentage), hours or weeks, days per day,
a cost per squared team size, Monte Carlo runs, or a bare number."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One setting of the model.

    Args:
        key: Its key in plans and workbooks.
        label: What it is called on screen.
        meaning: What it is, as a plain sentence.
        source: Where the default comes from.
        unit: How a value is to be read.
        default: The value of MODEL.md.
        least: Smallest value that is taken; `open_least` takes only what is larger.
        most: Largest value that is taken; `open_most` takes only what is smaller.
        low: Where the range worth exploring starts.
        high: Where the range worth exploring ends.
        step: A small step within that range.
        whole: Whether only whole numbers make sense.
        swept: Whether a decision can hinge on it; the drawing of samples is no property of a team.
    """

    key: str
    label: str
    meaning: str
    source: str
    unit: Unit
    default: float
    least: float
    most: float
    low: float
    high: float
    step: float
    open_least: bool = False
    open_most: bool = False
    whole: bool = False
    swept: bool = True

    def allows(self, value: float) -> bool:
        """Whether a plan may have this value."""
        if not math.isfinite(value) or (self.whole and value != int(value)):
            return False
        above = value > self.least if self.open_least else value >= self.least
        return above and (value < self.most if self.open_most else value <= self.most)


_STAFFING = "Abdel-Hamid & Madnick, Software Project Dynamics, 1991"

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        key="overhead",
        label="Overhead",
        meaning="Part of every working day that goes to mail, meetings and other overhead.",
        source="Judgement; common planning figures are 10 to 25 %.",
        unit="part",
        default=0.15,
        least=0.0,
        most=1.0,
        open_most=True,
        low=0.0,
        high=0.4,
        step=0.01,
    ),
    Assumption(
        key="ceremony_hours",
        label="Ceremonies",
        meaning="Hours a week each member spends in a team's ceremonies, where the team has no "
        "figure of its own.",
        source="Judgement: a daily stand-up, and planning and review every second week.",
        unit="hours",
        default=2.5,
        least=0.0,
        most=40.0,
        open_most=True,
        low=0.0,
        high=8.0,
        step=0.25,
    ),
    Assumption(
        key="switch",
        label="Switching",
        meaning="Part of a day lost for each further thread (or further team) somebody juggles.",
        source="Weinberg, Quality Software Management, 1992: rule of thumb 0.20 per project; half "
        "of it here.",
        unit="part",
        default=0.10,
        least=0.0,
        most=0.35,
        low=0.0,
        high=0.35,
        step=0.01,
    ),
    Assumption(
        key="comm",
        label="Communication",
        meaning="Cost of communication, growing with the square of the team's size.",
        source=f"{_STAFFING}: 0.0006 is their 6 % at ten people. Off by default.",
        unit="cost",
        default=0.0,
        least=0.0,
        most=1.0,
        low=0.0,
        high=0.0012,
        step=0.0001,
    ),
    Assumption(
        key="move_start",
        label="Moved: first day",
        meaning="How productive somebody is on the first day in a new team.",
        source="Judgement; after Abdel-Hamid & Madnick 1991 on newcomers.",
        unit="part",
        default=0.7,
        least=0.0,
        most=1.0,
        open_least=True,
        low=0.3,
        high=1.0,
        step=0.05,
    ),
    Assumption(
        key="move_weeks",
        label="Moved: settling in",
        meaning="Weeks until somebody who moved is up to speed.",
        source="Judgement; after Abdel-Hamid & Madnick 1991 on newcomers.",
        unit="weeks",
        default=4.0,
        least=0.0,
        most=260.0,
        low=0.0,
        high=12.0,
        step=0.5,
    ),
    Assumption(
        key="hire_start",
        label="Hired: first day",
        meaning="How productive a newcomer is on the first day.",
        source=f"{_STAFFING}.",
        unit="part",
        default=0.5,
        least=0.0,
        most=1.0,
        open_least=True,
        low=0.1,
        high=1.0,
        step=0.05,
    ),
    Assumption(
        key="hire_weeks",
        label="Hired: settling in",
        meaning="Weeks until a newcomer is up to speed.",
        source=f"{_STAFFING} (assimilation delay).",
        unit="weeks",
        default=12.0,
        least=0.0,
        most=260.0,
        low=0.0,
        high=26.0,
        step=1.0,
    ),
    Assumption(
        key="mentor",
        label="Helping newcomers",
        meaning="Days of help the settled give for each day a newcomer is not yet worth.",
        source=f"{_STAFFING} (training overhead).",
        unit="days",
        default=0.25,
        least=0.0,
        most=5.0,
        low=0.0,
        high=1.0,
        step=0.05,
    ),
    Assumption(
        key="help_min",
        label="Helps out from",
        meaning="Nobody is sent to help in a discipline in which they are less proficient than "
        "this.",
        source="Judgement.",
        unit="part",
        default=0.3,
        least=0.0,
        most=1.0,
        low=0.0,
        high=1.0,
        step=0.05,
    ),
    Assumption(
        key="burst_floor",
        label="Between bursts",
        meaning="Weight of a day in the quiet weeks of a burst, against 1 in the busy ones.",
        source="Judgement.",
        unit="part",
        default=0.1,
        least=0.0,
        most=1.0,
        low=0.0,
        high=1.0,
        step=0.05,
    ),
    Assumption(
        key="samples",
        label="Futures drawn",
        meaning="How many futures are drawn for ranges.",
        source="Accuracy of about 1 % at the median.",
        unit="runs",
        default=1000,
        least=1,
        most=100_000,
        low=100,
        high=5000,
        step=100,
        whole=True,
        swept=False,
    ),
    Assumption(
        key="seed",
        label="Seed",
        meaning="Where the draws start; the same seed gives the same luck to each option.",
        source="Any number does.",
        unit="number",
        default=1,
        least=0,
        most=2**63 - 1,
        low=1,
        high=20,
        step=1,
        whole=True,
        swept=False,
    ),
)
"""Every setting, in the order of MODEL.md."""

BY_KEY: dict[str, Assumption] = {one.key: one for one in ASSUMPTIONS}

SWEPT: tuple[str, ...] = tuple(one.key for one in ASSUMPTIONS if one.swept)
"""Keys of the settings that a decision can hinge on."""


def default(key: str) -> float:
    """The default of a setting.

    Raises:
        KeyError: there is no such setting.
    """
    return BY_KEY[key].default


def whole_default(key: str) -> int:
    """The default of a setting that is a whole number.

    Raises:
        KeyError: there is no such setting.
    """
    return int(BY_KEY[key].default)
