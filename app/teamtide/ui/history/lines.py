"""The history as lines to read: days, steps, restore points with their steps, and the beginning.

The newest is on top. A restore point stands above the step it starts from, one that starts inside
another restore point among the steps of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from teamtide.plan.history import MOST_STEPS, Branch, Entry, History

DAY, STEP, BRANCH, BEGINNING, MORE = "day", "step", "branch", "beginning", "more"
Key = tuple[str, int]
QUARTER = 900
"""Seconds in which no local clock anywhere passes midnight but at their end."""


@lru_cache(maxsize=MOST_STEPS)
def _day_of(quarter: int) -> date:
    """The local day of a quarter of an hour since 1970."""
    return datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone().date()


@dataclass(slots=True)
class Line:
    """One line.

    Args:
        kind: DAY, STEP, BRANCH, BEGINNING, or MORE where older steps are left out.
        goes: The step one comes to from here; None is the beginning, and nothing for a day or
            what is left out.
        entry: The step; of a restore point its last one.
        branch: The restore point.
        day: The day of the steps below it.
        now: Whether the plan is just here.
        parent: The number of the line it is folded into, or None.
        row: Its place there.
        children: The numbers of the lines folded into it.
    """

    kind: str
    goes: int | None = None
    entry: Entry | None = None
    branch: Branch | None = None
    day: date | None = None
    now: bool = False
    parent: int | None = None
    row: int = 0
    children: list[int] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What it is, whatever its place."""
        if self.kind == DAY:
            assert self.day is not None
            return (DAY, self.day.toordinal())
        return (self.kind, self.goes or 0)


class Lines:
    """The lines of a history, by number; `top` are those that are in no other.

    `older` is how many steps are left out.
    """

    def __init__(
        self, history: History, most: int, *, wanted: Callable[[Entry], bool] | None = None
    ) -> None:
        """The lines of `history`: those later than now, and some `most` from there on.

        With `wanted` only of steps for which it holds.
        """
        self.older = 0
        self._room = most
        self.all: list[Line] = []
        self.top: list[int] = []
        self._history, self._wanted = history, wanted
        self._forks: dict[int | None, list[Branch]] = {}
        for branch in history.branches():
            self._forks.setdefault(branch.parent, []).append(branch)
        self._fill()

    def _fill(self) -> None:
        history = self._history
        waiting: list[tuple[int, Branch]] = []
        day: date | None = None
        ahead, applied = history.ahead(), history.applied()
        self._room += len(ahead) if self._wanted is None else 0
        for entry in reversed((*applied, *ahead)):
            if self._room <= 0:
                self.older += 1
                continue
            self._branches(entry.id, None, waiting)
            if self._shown(entry):
                self._room -= 1
                made = _day_of(int(entry.at.timestamp()) // QUARTER)
                if made != day:
                    day = made
                    self._add(Line(DAY, day=day), None)
                now = entry.id == history.now
                self._add(Line(STEP, entry.id, entry, now=now), None)
        if self.older:
            self._add(Line(MORE), None)
        else:
            self._branches(history.beginning, None, waiting)
        if len(history) and self._wanted is None:
            now = history.now == history.beginning
            self._add(Line(BEGINNING, history.beginning, now=now), None)
        while waiting:
            number, branch = waiting.pop()
            for entry in reversed(branch.steps):
                self._branches(entry.id, number, waiting)
                if self._shown(entry):
                    self._add(Line(STEP, entry.id, entry), number)

    def _shown(self, entry: Entry) -> bool:
        return self._wanted is None or self._wanted(entry)

    def _branches(
        self, parent: int | None, into: int | None, waiting: list[tuple[int, Branch]]
    ) -> None:
        for branch in self._forks.get(parent, ()):
            if self._wanted is None or self._holds(branch):
                number = self._add(Line(BRANCH, branch.tip.id, branch.tip, branch), into)
                waiting.append((number, branch))

    def _holds(self, branch: Branch) -> bool:
        """Whether anything that is wanted is in a restore point, or in one that starts there."""
        looked = [branch]
        while looked:
            one = looked.pop()
            if any(self._shown(entry) for entry in one.steps):
                return True
            looked.extend(fork for entry in one.steps for fork in self._forks.get(entry.id, ()))
        return False

    def _add(self, line: Line, into: int | None) -> int:
        number = len(self.all)
        siblings = self.top if into is None else self.all[into].children
        line.parent, line.row = into, len(siblings)
        siblings.append(number)
        self.all.append(line)
        return number

    # --- reading --------------------------------------------------------------------------

    def children(self, number: int | None) -> list[int]:
        """The lines folded into one, or those that are in none."""
        return self.top if number is None else self.all[number].children

    def numbers(self) -> dict[Key, int]:
        """The number of each line by its key; of two days the upper one."""
        found: dict[Key, int] = {}
        for number, line in enumerate(self.all):
            found.setdefault(line.key, number)
        return found

    def of_kind(self, kind: str) -> Iterable[int]:
        """The numbers of all lines of a kind."""
        return [number for number, line in enumerate(self.all) if line.kind == kind]
