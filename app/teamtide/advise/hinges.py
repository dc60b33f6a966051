"""What a decision hinges on: at which value of an assumption the better of two options changes.

No form of organisation is best whatever happens; it is best under assumptions. This room moves one
assumption at a time over its range, all others as the plan has them, and looks where the winner of
a measure flips (MODEL section 6, end): 21 points, then bisection between neighbours that disagree.

The search is a generator. A rough answer (both ends of every range) comes first, then one
assumption after the other in the order of its effect; whoever listens may stop at any time.
Nothing here knows a window, a file or a clock, and what goes in and out can be pickled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, isfinite

from teamtide.capacity.assumptions import BY_KEY, SWEPT
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.capacity.measures.measure import Measure, order
from teamtide.capacity.measures.reading import Reading

HINGED: tuple[str, ...] = (
    *("turnaround", "overload", "rank", "peak", "short", "unfinished", "delay", "missed"),
    *("backlog", "undone", "flood", "above", "below", "interrupted", "threads", "goals"),
)
"""Measures an assumption can change, the one most asked for first: is work done sooner? The others
count people, pairs and owners, whatever the assumptions, or say what an option does to Today, which
Today itself can't win or lose, or are better neither way; and hires are a search of their own, too
slow to repeat hundreds of times."""

POINTS = 21
"""Values tried over a range before any bisection, both ends included."""
FINE = 1 / 4096
"""A flip is known to within this part of the range."""
TIE = 1e-9
"""Amounts this near are the same (MODEL, top); of large amounts, this part of them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the options, or Today.

    Args:
        name: What it is called.
        scene: What is measured of it.
        follows: Teams (indices) with no ceremony hours of their own: the plan's default is theirs.
    """

    name: str
    scene: Scene
    follows: frozenset[int] = frozenset()

    def at(self, setting: str, value: float) -> Scene:
        """The same option where an assumption has another value.

        Raises:
            KeyError: there is no such setting.
        """
        inputs = self.scene.inputs
        if getattr(inputs.settings, BY_KEY[setting].key) == value:
            return self.scene
        teams = inputs.teams
        if setting == "ceremony_hours":
            # The engine reads only each team's hours, in which the default is resolved already.
            if not self.follows:
                return self.scene
            teams = tuple(
                replace(team, ceremony_hours=value) if index in self.follows else team
                for index, team in enumerate(teams)
            )
        changed: dict[str, float] = {setting: value}
        settings = replace(inputs.settings, **changed)  # type: ignore[arg-type]
        return replace(self.scene, inputs=replace(inputs, settings=settings, teams=teams))


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be searched.

    Args:
        one: The first option.
        other: The second; a positive gap says that it is the better one.
        today: What some measures compare with; may be one of the two.
        facts: What the plan knows beside the engine's inputs.
        measure: One of `HINGED`.
        settings: Keys of the assumptions to move.
    """

    one: Side
    other: Side
    today: Side
    facts: Facts
    measure: str
    settings: tuple[str, ...] = SWEPT


@dataclass(frozen=True, slots=True)
class Flip:
    """A value at which the winner changes.

    Args:
        value: Where, to within `FINE` of the range.
        below: Who wins just below: -1 the first option, 1 the second, 0 neither.
        above: Who wins just above.
    """

    value: float
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Hinge:
    """What one assumption does to the difference between the options.

    Args:
        setting: Its key.
        current: Its value in the plan.
        values: Values tried, ascending, the current one among them.
        gaps: By how much the second option is better at each of them; negative where the first
            is, infinite where only one of them has a figure.
        flips: Where the winner changes, ascending; none before it is `searched`.
        searched: Whether the whole range was searched; else only its ends were tried.
    """

    setting: str
    current: float
    values: tuple[float, ...]
    gaps: tuple[float, ...]
    flips: tuple[Flip, ...] = ()
    searched: bool = False

    @property
    def effect(self) -> float:
        """How far the difference moves over the range; infinite where an end has no figure."""
        if all(gap == self.gaps[0] for gap in self.gaps):
            return 0.0
        return self.swing if all(isfinite(gap) for gap in self.gaps) else inf

    @property
    def swing(self) -> float:
        """How far the difference moves where it can be put into a number."""
        finite = [gap for gap in self.gaps if isfinite(gap)]
        return max(finite) - min(finite) if finite else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two options by one measure, under one set of assumptions.

    Args:
        values: The measure of each, None where there is nothing to measure.
        before: What a ranking looks at first, less being better (see `Reading.before`).
        gap: By how much the second is better; infinite where that can't be put into a number.
        winner: Who wins: -1 the first, 1 the second, 0 neither.
    """

    values: tuple[float | None, float | None]
    before: tuple[float, float]
    gap: float
    winner: int


@dataclass(frozen=True, slots=True)
class Search:
    """All that is known so far.

    Args:
        measure: Key of what is compared.
        names: Names of the two options.
        now: How they compare as the plan is.
        hinges: One per assumption, largest effect first.
        done: Part of the work that is done, 0 to 1; 1 is the final answer.
    """

    measure: str
    names: tuple[str, str]
    now: Comparison
    hinges: tuple[Hinge, ...]
    done: float

    @property
    def whole(self) -> bool:
        """Whether nothing is left to search."""
        return self.done >= 1.0


def hinges(question: Question, points: int = POINTS) -> Iterator[Search]:
    """Searches every assumption for values at which the better option changes.

    A flip and a flip back between two neighbouring points are not seen; that is the price of 21
    points, and the curve of differences shows how likely it is.

    Args:
        question: Which options, by which measure, over which assumptions.
        points: Values tried over each range, at least 2.

    Yields:
        What is known so far, more complete each time; the last is `whole`.

    Raises:
        KeyError: there is no such measure or setting.
        ValueError: fewer than two points.
    """
    if points < 2:
        raise ValueError("a range has two ends")
    if question.measure not in HINGED:
        raise KeyError(question.measure)
    trial = _Trial(question)
    now = trial.now()
    sweeps = [_Sweep(trial, now, key) for key in question.settings]
    names = (question.one.name, question.other.name)
    found: dict[str, Hinge] = {}

    def so_far(done: float) -> Search:
        known = sorted(found.values(), key=lambda hinge: (-hinge.effect, -hinge.swing))
        return Search(question.measure, names, now, tuple(known), done)

    # The ends cost 2 of `points` + 1 tries, and come first.
    total = max(1, len(sweeps)) * (points + 1)
    tries = 0
    yield so_far(0.0 if sweeps else 1.0)
    for sweep in sweeps:
        sweep.try_at(sweep.low)
        sweep.try_at(sweep.high)
        found[sweep.setting] = sweep.hinge(searched=False)
        tries += 2
        yield so_far(tries / total)
    for sweep in sorted(sweeps, key=lambda one: -found[one.setting].effect):
        for number in range(1, points - 1):
            sweep.try_at(sweep.low + (sweep.high - sweep.low) * number / (points - 1))
            tries += 1
            yield so_far(tries / total)
        for _ in sweep.bisect():
            yield so_far(tries / total)
        found[sweep.setting] = sweep.hinge(searched=True)
        tries += 1
    if sweeps:
        yield so_far(1.0)


def compare(measure: Measure, one: Reading, other: Reading) -> Comparison:
    """How two readings of a measure compare; nothing measured is as bad as can be."""
    (first, a), (second, b) = order(measure, one), order(measure, other)
    values, before = (one.value, other.value), (one.before, other.before)
    if first != second:
        worse = inf if first > second else -inf
        return Comparison(values, before, worse, 1 if first > second else -1)
    if a == b:
        return Comparison(values, before, 0.0, 0)
    gap = a - b
    size = max([1.0, *(abs(value) for value in (a, b) if isfinite(value))])
    if abs(gap) <= TIE * size:
        return Comparison(values, before, gap, 0)
    return Comparison(values, before, gap, 1 if gap > 0 else -1)


class _Trial:
    """The options under any assumption."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._measure = MEASURES[question.measure]
        self._now: Comparison | None = None

    @property
    def sides(self) -> tuple[Side, Side, Side]:
        question = self._question
        return question.one, question.other, question.today

    def now(self) -> Comparison:
        """As the plan has it."""
        if self._now is None:
            self._now = self._compare([side.scene for side in self.sides])
        return self._now

    def at(self, setting: str, value: float) -> Comparison:
        """Where one assumption has another value."""
        scenes = [side.at(setting, value) for side in self.sides]
        if all(scene is side.scene for scene, side in zip(scenes, self.sides, strict=True)):
            return self.now()
        return self._compare(scenes)

    def _compare(self, scenes: list[Scene]) -> Comparison:
        facts = self._question.facts
        cases = [Case(scene, facts) for scene in scenes]
        today = cases[2]
        for side, case in zip(self.sides[:2], cases[:2], strict=True):
            # Today is often one of the two; it is worked out once.
            if side.scene is self._question.today.scene:
                today = case
        one, other = (self._measure.read(case, today) for case in cases[:2])
        return compare(self._measure, one, other)


class _Sweep:
    """One assumption being moved; what was tried stays known."""

    def __init__(self, trial: _Trial, now: Comparison, setting: str) -> None:
        self.setting = setting
        self._trial = trial
        settings = trial.sides[0].scene.inputs.settings
        self.current = float(getattr(settings, setting))
        about = BY_KEY[setting]
        # A plan may be set to something outside what is usual; the search then reaches that far.
        self.low, self.high = min(about.low, self.current), max(about.high, self.current)
        self._found = {self.current: now}
        self._flips: tuple[Flip, ...] = ()

    def try_at(self, value: float) -> int:
        """Who wins at a value."""
        if value not in self._found:
            self._found[value] = self._trial.at(self.setting, value)
        return self._found[value].winner

    def bisect(self) -> Iterator[None]:
        """Narrow down every change of winner between neighbours; one step a turn."""
        width = (self.high - self.low) * FINE
        tried = sorted(self._found)
        changes: list[tuple[float, float]] = []
        waiting = list(pairwise(tried))[::-1]
        while waiting:
            low, high = waiting.pop()
            if self.try_at(low) == self.try_at(high):
                continue
            if high - low <= width:
                changes.append((low, high))
                continue
            middle = (low + high) / 2
            self.try_at(middle)
            waiting += [(middle, high), (low, middle)]
            yield
        winners = {value: found.winner for value, found in self._found.items()}
        # A tie at the very end of a range (no switching cost at all, say) is nobody's victory, and
        # no change of winner either.
        kept = [
            pair
            for pair in changes
            if not any(v in (self.low, self.high) and winners[v] == 0 for v in pair)
        ]
        self._flips = _joined(kept, winners, width)

    def hinge(self, *, searched: bool) -> Hinge:
        """What is known of this assumption."""
        values = tuple(sorted(self._found))
        return Hinge(
            setting=self.setting,
            current=self.current,
            values=values,
            gaps=tuple(self._found[value].gap for value in values),
            flips=self._flips,
            searched=searched,
        )


def _joined(
    changes: Sequence[tuple[float, float]], winners: dict[float, int], width: float
) -> tuple[Flip, ...]:
    """Flips from narrow intervals; a tie no wider than what can be told is none of its own."""
    flips: list[Flip] = []
    for low, high in changes:
        flip = Flip((low + high) / 2, winners[low], winners[high])
        last = flips[-1] if flips else None
        if (
            last is not None
            and last.above == flip.below == 0
            and flip.value - last.value <= 2 * width
        ):
            flips.pop()
            if last.below != flip.above:
                flips.append(Flip((last.value + flip.value) / 2, last.below, flip.above))
            continue
        flips.append(flip)
    return tuple(flips)
