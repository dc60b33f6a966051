"""What a decision hinges on, in sentences a lead can repeat.

Every winner and every value is named in words, so that nothing hangs on reading the chart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from teamtide.advise.hinges import Hinge, Search
from teamtide.capacity.assumptions import BY_KEY
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.ui.assumptions.words import value_text
from teamtide.ui.fields import texts

LEFT_OUT = {
    "turnaround": "projects unfinished",
    "delay": "projects unfinished",
    "peak": "weeks with work and nobody there",
}
"""What is compared before a measure itself, by its key."""
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an assumption's range with one winner; None is an open end."""

    low: float | None
    high: float | None
    winner: int


def stretches(hinge: Hinge, winner: int) -> tuple[Stretch, ...]:
    """The parts of a range between flips, `winner` being who wins where there are none."""
    if not hinge.flips:
        return (Stretch(None, None, winner),)
    found = [Stretch(None, hinge.flips[0].value, hinge.flips[0].below)]
    ends = [flip.value for flip in hinge.flips[1:]] + [None]
    for flip, end in zip(hinge.flips, ends, strict=True):
        found.append(Stretch(flip.value, end, flip.above))
    return tuple(found)


def unbroken(text: str) -> str:
    """The same words, with a number and its unit kept on one line."""
    return re.sub(r"(?<=\d) (?=%|(h|d|weeks?)\b)", "\u00a0", text)


def at_text(setting: str, value: float) -> str:
    """A value of an assumption, as finely as it is worth saying."""
    about = BY_KEY[setting]
    grain = about.step / 10
    return value_text(about, round(round(value / grain) * grain, 9))


def where_text(setting: str, stretch: Stretch) -> str:
    """Where a stretch is: below, above, or from one value to another."""
    if stretch.low is None and stretch.high is not None:
        return f"below {at_text(setting, stretch.high)}"
    if stretch.high is None and stretch.low is not None:
        return f"above {at_text(setting, stretch.low)}"
    if stretch.low is None or stretch.high is None:
        return "everywhere"
    low, high = at_text(setting, stretch.low), at_text(setting, stretch.high)
    return f"near {low}" if low == high else f"from {low} to {high}"


def flips_text(hinge: Hinge, search: Search) -> str:
    """Where somebody else than now would win, or that nobody would."""
    if not hinge.searched:
        return "…"
    others = [s for s in stretches(hinge, search.now.winner) if s.winner != search.now.winner]
    if not others:
        nothing = hinge.effect == 0 and isfinite(hinge.gaps[0])
        return "Changes nothing" if nothing else "No flip"
    told = []
    for winner in (-1, 1, 0):
        places = [where_text(hinge.setting, s) for s in others if s.winner == winner]
        if places:
            told.append(f"{_wins(search, winner)} {' and '.join(places)}")
    text = "; ".join(told)
    return f"L{text[1:]}" if text.startswith("level") else text


def gap_text(measure: str, gap: float) -> str:
    """A difference in the measure's unit, without its sign."""
    about, size = MEASURES[measure], abs(gap)
    if not isfinite(size):
        return "beyond any figure"
    if about.unit == "days":
        return texts.days_text(size)
    if about.unit in ("load", "part"):
        return f"{texts.number_text(size * 100, 1)} points"
    number = texts.number_text(size, 1 if size >= 0.05 else 3)
    noun = {"weeks": "week", "people": "person", "threads": "thread", "pairs": "pair"}
    if about.unit not in noun:
        return number
    plural = "people" if about.unit == "people" else about.unit
    return f"{number} {noun[about.unit] if number == '1' else plural}"


def tick_text(measure: str, gap: float) -> str:
    """A round difference for an axis."""
    if gap == 0:
        return "level"
    number = texts.number_text(abs(gap), 4)
    return f"{number} d" if MEASURES[measure].unit == "days" else gap_text(measure, gap)


def figure_text(measure: str, value: float | None, before: float = 0.0) -> str:
    """A figure of the measure in its unit, and what it leaves out."""
    beside = f" ({before:g} {MEASURES[measure].beside})" if before else ""
    return f"{_figure(measure, value)}{beside}"


def _figure(measure: str, value: float | None) -> str:
    if value is None:
        return "–"
    if not isfinite(value):
        return "never"
    if MEASURES[measure].unit in ("load", "part"):
        return texts.percent_text(round(value, 3))
    return gap_text(measure, value)


def sentence(search: Search, *, ended: bool = False, where: str = "At the values you set") -> str:
    """Who wins, by how much, and what would change that.

    Args:
        search: What is known.
        ended: Whether nothing more will be; a search that is not whole then says how far it got.
        where: Under which assumptions, as the reader may call them.
    """
    told = _so_far(search) if ended and not search.whole else _then(search)
    return f"{_now(search, where)} {told}".strip()


def _now(search: Search, where: str) -> str:
    now, measure = search.now, MEASURES[search.measure]
    if now.winner == 0:
        return f"{where}, the two are level."
    name = search.names[0 if now.winner < 0 else 1]
    if now.before[0] != now.before[1]:
        mine, theirs = now.before if now.winner < 0 else now.before[::-1]
        what = LEFT_OUT.get(search.measure, "left out")
        return f"{where}, {name} wins: {mine:g} rather than {theirs:g} {what}."
    if not isfinite(now.gap):
        return f"{where}, {name} wins: only there is it a figure at all."
    if abs(now.gap) < measure.tie:
        by = gap_text(search.measure, measure.tie)
        return f"{where}, {name} wins by a hair: less than {by}."
    return f"{where}, {name} wins by {gap_text(search.measure, now.gap)}."


def _then(search: Search) -> str:
    flipping = [hinge for hinge in search.hinges if hinge.flips]
    if not flipping:
        return "Nothing within its usual range changes that." if search.whole else "Searching…"
    told = [f"{_lower(hinge)} {_nearest(hinge)}" for hinge in sorted(flipping, key=_distance)]
    more = f", or with {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    what = "It flips with" if search.now.winner else "That ends with"
    text = f"{what} {', or with '.join(told[:_TOLD])}{more}"
    if not search.whole:
        return f"{text}. Still searching…"
    if len(flipping) == len(search.hinges):
        return f"{text}."
    return f"{text}; nothing else within its usual range changes that."


def _so_far(search: Search) -> str:
    """What a search that ended early found, with what the mere ends of ranges say."""
    told = [
        f"{_lower(hinge)} {_nearest(hinge) or _somewhere(hinge, search.now.winner)}"
        for hinge in sorted(search.hinges, key=_distance)
        if hinge.flips or _somewhere(hinge, search.now.winner)
    ]
    far = f"the search ended at {int(100 * search.done)} %"
    if not told:
        return f"Nothing found that changes that; {far}."
    more = f", or with {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    what = "It flips with" if search.now.winner else "That ends with"
    return f"{what} {', or with '.join(told[:_TOLD])}{more}; {far}."


def _somewhere(hinge: Hinge, winner: int) -> str:
    """On which side somebody else wins at the end of a range that was not searched; or blank."""
    if hinge.searched:
        return ""
    sides = [
        f"somewhere {side} {at_text(hinge.setting, hinge.current)}"
        for side, gap in (("below", hinge.gaps[0]), ("above", hinge.gaps[-1]))
        if (gap > 0) - (gap < 0) not in (0, winner)
    ]
    return " or ".join(sides)


def _lower(hinge: Hinge) -> str:
    label = BY_KEY[hinge.setting].label
    return f"“{label}”" if ":" in label else label[0].lower() + label[1:]


def _nearest(hinge: Hinge) -> str:
    """The nearest flips on either side of the plan's value."""
    below = [flip.value for flip in hinge.flips if flip.value <= hinge.current]
    above = [flip.value for flip in hinge.flips if flip.value > hinge.current]
    told = []
    if below:
        told.append(f"below {at_text(hinge.setting, below[-1])}")
    if above:
        told.append(f"above {at_text(hinge.setting, above[0])}")
    return " or ".join(told)


def _distance(hinge: Hinge) -> float:
    """How near the nearest flip is, as a part of the range."""
    wide = hinge.values[-1] - hinge.values[0]
    return min((abs(flip.value - hinge.current) / wide for flip in hinge.flips), default=1.0)


def _wins(search: Search, winner: int) -> str:
    return "level" if winner == 0 else f"{search.names[0 if winner < 0 else 1]} wins"
