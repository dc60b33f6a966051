"""What choices hinge on, in the words of something that is sent: options against Today.

The search itself is `hinges`. Here it is asked for the measures a lead is asked about first, given
a share of a set time each, and told in two short sentences. Where the time ended first, both ends
of every range are known already, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from time import monotonic

from teamtide.advise.hinges import HINGED, Hinge, Search, hinges
from teamtide.advise.sides import question_of
from teamtide.capacity.assumptions import BY_KEY, Assumption
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.capacity.measures.measure import Measure
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State

LEADING: tuple[str, ...] = HINGED[:2]
"""Measures that are asked about first."""
_TOLD = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What the choice between Today and an option hinges on, by one measure.

    Args:
        option: The option.
        measure: Key of the measure.
        now: Which of the two is better as the plan is, and by how much.
        flips: With which assumptions that changes.
        whole: Whether every assumption was searched over its whole range.
    """

    option: ScenarioId
    measure: str
    now: str
    flips: str
    whole: bool


def told_of(
    state: State,
    options: Sequence[ScenarioId],
    known: Mapping[ScenarioId, Inputs],
    *,
    seconds: float,
    tell: Callable[[float], None] = lambda _: None,
) -> tuple[Told, ...]:
    """What each option's comparison with Today hinges on.

    Args:
        state: The plan.
        options: Which scenarios; Today among them is left out.
        known: What the engine is given for scenarios, where that is known already.
        seconds: How long to search, all together.
        tell: Told the part that is done.

    Raises:
        CycleError: chunks wait for one another.
    """
    asked = [(one, key) for one in options if one != state.today for key in LEADING]
    until, found = monotonic() + seconds, []
    for number, (option, key) in enumerate(asked):
        left = (until - monotonic()) / (len(asked) - number)
        question = question_of(state, state.today, option, key, known)

        for search in within(hinges(question), left):
            tell((number + search.done) / len(asked))
        measure = MEASURES[key]
        found.append(Told(option, key, _now(search, measure), _flips(search), whole=search.whole))
    return tuple(found)


def within(steps: Iterator[Search], seconds: float) -> Iterator[Search]:
    """A search as far as it gets in so many seconds: one step at least, and whole if there is time.

    Args:
        steps: What `hinges` yields.
        seconds: How long; the clock runs from the first step.
    """
    until = monotonic() + seconds
    for search in steps:
        yield search
        if monotonic() >= until:
            return


def _now(search: Search, measure: Measure) -> str:
    now = search.now
    if now.winner == 0:
        return "The two are level."
    name = search.names[0 if now.winner < 0 else 1]
    if now.before[0] != now.before[1]:
        mine, theirs = now.before if now.winner < 0 else now.before[::-1]
        return f"“{name}” is better: {mine:g} rather than {theirs:g} {measure.beside}."
    if not isfinite(now.gap):
        return f"“{name}” is better: only there is it a figure at all."
    if abs(now.gap) < measure.tie:
        return f"“{name}” is better by a hair: less than {amount(measure, measure.tie)}."
    return f"“{name}” is better by {amount(measure, abs(now.gap))}."


def amount(measure: Measure, size: float) -> str:
    """A difference in the measure's unit."""
    if measure.unit in ("load", "part"):
        return f"{100 * size:.1f} points"
    number = (f"{size:.1f}" if size >= 0.05 else f"{size:.2g}").removesuffix(".0")
    if measure.unit == "count":
        return number
    one = {"people": "person"}.get(measure.unit, measure.unit.removesuffix("s"))
    return f"{number} {one if number == '1' else measure.unit}"


def _flips(search: Search) -> str:
    winner = search.now.winner
    told: dict[int, list[str]] = {}
    for hinge in sorted(search.hinges, key=_nearness):
        places: dict[int, list[str]] = {}
        for place, other in _changes(hinge, winner):
            places.setdefault(other, []).append(place)
        for other, found in places.items():
            text = f"“{BY_KEY[hinge.setting].label}” {' or '.join(found)}"
            told.setdefault(other, []).append(text)
    if not told:
        what = "Nothing within its usual range does."
        return what if search.whole else "Nothing does as far as it was searched."
    sentences = []
    for other, settings in told.items():
        more = f", or {len(settings) - _TOLD} more" if len(settings) > _TOLD else ""
        name = search.names[0 if other < 0 else 1]
        who = "They are level" if other == 0 else f"“{name}” is better"
        sentences.append(f"{who} with {', or with '.join(settings[:_TOLD])}{more}.")
    return " ".join(sentences)


def _changes(hinge: Hinge, winner: int) -> Iterator[tuple[str, int]]:
    """Where below and above the plan's value somebody else is first better, and who."""
    about = BY_KEY[hinge.setting]
    if hinge.searched:
        below = [flip for flip in hinge.flips if flip.value <= hinge.current]
        above = [flip for flip in hinge.flips if flip.value > hinge.current]
        if below:
            yield f"below {value_words(about, below[-1].value)}", below[-1].below
        if above:
            yield f"above {value_words(about, above[0].value)}", above[0].above
        return
    for word, gap in (("below", hinge.gaps[0]), ("above", hinge.gaps[-1])):
        other = (gap > 0) - (gap < 0)
        if other not in (0, winner):
            now = value_words(about, hinge.current)
            yield f"somewhere {word} {now}", other


def _nearness(hinge: Hinge) -> float:
    """How near the nearest flip is, as a part of the range."""
    wide = hinge.values[-1] - hinge.values[0]
    return min((abs(flip.value - hinge.current) / wide for flip in hinge.flips), default=1.0)


def value_words(about: Assumption, value: float) -> str:
    """A value of an assumption, as finely as it is worth saying."""
    grain = about.step / 10
    size = round(round(value / grain) * grain, 9)
    if about.unit == "part":
        return f"{100 * size:.4g} %"
    unit = {"hours": " h", "weeks": " weeks", "days": " d"}.get(about.unit, "")
    number = f"{size:.6f}".rstrip("0").rstrip(".")
    return f"{number}{unit}"
