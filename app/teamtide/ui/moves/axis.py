"""The weeks of a plan from left to right, as under a curve. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 7


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a day is, in pixels: `weeks` weeks from `start` fill `width` from `left` on."""

    start: date
    weeks: int
    left: float
    width: float

    @property
    def last_monday(self) -> date:
        """The first day of the last week."""
        return self.start + timedelta(weeks=self.weeks - 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.start + timedelta(weeks=self.weeks, days=-1)

    def x(self, day: date) -> float:
        """The left edge of a day."""
        return self.left + self.width * (day - self.start).days / (DAYS * self.weeks)

    def day_at(self, x: float) -> date:
        """The day whose left edge is nearest, kept inside the plan."""
        return self._near(x, DAYS * self.weeks, 1)

    def monday_at(self, x: float) -> date:
        """The Monday that is nearest, kept inside the plan."""
        return self._near(x, self.weeks, DAYS)

    def _near(self, x: float, count: int, days: int) -> date:
        part = (x - self.left) / max(1.0, self.width)
        number = min(max(round(part * count), 0), count - 1)
        return self.start + timedelta(days=days * number)

    def shifted(self, day: date, days: int) -> date:
        """A day some days later, or a whole number of weeks: then snapped to Mondays."""
        last = self.end
        if days % DAYS == 0:
            last = max(self.last_monday, day)
            since = (day - self.start).days % DAYS
            # From the middle of a week, the first step is to its nearest Monday on that side.
            days = days - since if days > 0 or not since else days + DAYS - since
        return min(max(day + timedelta(days=days), self.start), last)
