"""When a person's shares in their teams began.

Someone who joins a team is not worth a full day there at first, so a share alone does not say what
it yields: its age does. This module turns a person's dated placement sets into pieces of constant
size with the day each was joined (MODEL section 1, "Settling in"). It is plain Python for one
person, because histories are short, irregular, and needed for few people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from teamtide.capacity.arrays import NOTHING
from teamtide.capacity.inputs import Person, PlacementSet

NEVER = -(10**9)
"""The join of what was there from the beginning: so long ago that any ramp is over."""

COMES_BACK_WITHIN = 91
"""Days within which what left a team comes back as it was."""


class Piece(NamedTuple):
    """A part of a person's share in a team that was joined on one day.

    Args:
        team: Index of the team.
        first: First day on which it holds, ordinal, within the horizon.
        stop: The day after its last day.
        size: Share of the person's time in (0, 1].
        joined: Day of the join, or `NEVER`.
        teams: Effective number of teams of the person on those days, (Σ share)² / Σ share².
        leads: Whether it is the first piece of its team in its span; the others are further
            cohorts of the same share, which must not be counted twice (attendance).
    """

    team: int
    first: int
    stop: int
    size: float
    joined: int
    teams: float
    leads: bool


class _Event(NamedTuple):
    day: int
    joined: int
    shares: tuple[tuple[int, float], ...]


class _Stay:
    """Cohorts of one person in one team, and what left it, both newest last."""

    def __init__(self) -> None:
        self.share = 0.0
        self.cohorts: list[tuple[float, int]] = []
        self.left: list[tuple[float, int, int]] = []

    def change(self, share: float, day: int, joined: int) -> None:
        """Brings the share to `share` on `day`; a new cohort counts as joined on `joined`."""
        missing = share - self.share
        if missing > NOTHING:
            self._grow(missing, day, joined)
        elif missing < -NOTHING:
            self._shrink(-missing, day)
        self.share = share

    def _grow(self, missing: float, day: int, joined: int) -> None:
        while self.left and missing > NOTHING:
            size, since, gone = self.left.pop()
            if day - gone > COMES_BACK_WITHIN:
                self.left.clear()
                break
            back = min(size, missing)
            if size - back > NOTHING:
                self.left.append((size - back, since, gone))
            self.cohorts.append((back, since))
            missing -= back
        if missing > NOTHING:
            self.cohorts.append((missing, joined))

    def _shrink(self, surplus: float, day: int) -> None:
        while self.cohorts and surplus > NOTHING:
            size, since = self.cohorts.pop()
            away = min(size, surplus)
            if size - away > NOTHING:
                self.cohorts.append((size - away, since))
            self.left.append((away, since, day))
            surplus -= away


def is_plain(person: Person) -> bool:
    """Whether the person has been where they are from the beginning, so that nothing is to cut."""
    return not person.own and (
        not person.today or (len(person.today) == 1 and person.today[0].day is None)
    )


def effective_teams(shares: tuple[tuple[int, float], ...]) -> float:
    """Effective number of teams T = (Σ share)² / Σ share²; 1 for nobody or a single team."""
    squares = sum(share * share for _, share in shares)
    if len(shares) < 2 or squares <= 0.0:
        return 1.0
    total = sum(share for _, share in shares)
    return total * total / squares


def cut_placements(
    person: Person, start: int, stop: int, beginning: int | None = None
) -> list[Piece]:
    """Cuts a person's placements into pieces within the days start … stop - 1.

    Args:
        person: Whose sets; the option's own ones, if any, take over from Today's.
        start: First day of the plan, ordinal.
        stop: The day after its last one.
        beginning: Day on which options begin; None is the first day of the plan.

    Returns:
        Pieces in order of time; of one team and span, oldest cohort first.
    """
    return cut_sets(person.today, person.own, start, stop, beginning)


def cut_sets(
    today: Sequence[PlacementSet],
    own: Sequence[PlacementSet] | None,
    start: int,
    stop: int,
    beginning: int | None = None,
) -> list[Piece]:
    """The same of somebody's sets in Today and those of the option, None where it has none."""
    stays: dict[int, _Stay] = {}
    pieces: list[Piece] = []
    events = _events(today, own, start if beginning is None else beginning)
    for number, event in enumerate(events):
        for team, stay in stays.items():
            if all(team != other for other, _ in event.shares):
                stay.change(0.0, event.day, event.joined)
        for team, share in event.shares:
            stays.setdefault(team, _Stay()).change(share, event.day, event.joined)
        first = max(event.day, start)
        last = min(events[number + 1].day, stop) if number + 1 < len(events) else stop
        if first >= last:
            continue
        teams = effective_teams(event.shares)
        for team, _ in event.shares:
            for nth, (size, joined) in enumerate(stays[team].cohorts):
                pieces.append(Piece(team, first, last, size, joined, teams, nth == 0))
    return pieces


def _events(
    today: Sequence[PlacementSet], own: Sequence[PlacementSet] | None, beginning: int
) -> list[_Event]:
    """The sets that hold in this scenario, each with its day and the join of what it adds."""
    if not own:
        return [
            _Event(NEVER, NEVER, _tidy(held))
            if held.day is None
            else _Event(held.day, held.day, _tidy(held))
            for held in today
        ]
    takes_over = beginning if own[0].day is None else own[0].day
    events = [
        _Event(NEVER, NEVER, _tidy(held))
        if held.day is None
        else _Event(held.day, held.day, _tidy(held))
        for held in today
        if held.day is None or held.day < takes_over
    ]
    day = takes_over
    for held in own:
        # A set "from the beginning" takes effect when options begin; a later one dated before
        # that still comes later.
        day = max(day, beginning if held.day is None else held.day)
        events.append(_Event(day, max(day, beginning), _tidy(held)))
    return events


def _tidy(held: PlacementSet) -> tuple[tuple[int, float], ...]:
    shares = held.shares
    if len(shares) == 1 and shares[0][1] > NOTHING:
        return shares
    total: dict[int, float] = {}
    for team, share in shares:
        total[team] = total.get(team, 0.0) + share
    return tuple((team, share) for team, share in total.items() if share > NOTHING)
