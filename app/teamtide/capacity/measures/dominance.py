"""Which scenarios another one outdoes: at least as good in every measure, and better in some.

An option that is outdone needs no weighing of measures against each other to be left out; that is
all this says, and it is silent where every option has something for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teamtide.capacity.measures.measure import Measure, order
from teamtide.capacity.measures.reading import Reading

SHOWN = 3
"""Measures named in a reason."""


@dataclass(frozen=True, slots=True)
class Outdone:
    """Why a scenario can be left out.

    Args:
        by: The index of the scenario that outdoes it.
        better: Keys of the measures in which that one is better; in all others it is as good.
    """

    by: int
    better: tuple[str, ...]


def outdone(
    measures: Sequence[Measure], readings: Sequence[Mapping[str, Reading]]
) -> dict[int, Outdone]:
    """Scenarios that are outdone, by index.

    Args:
        measures: Those that count; one that is better neither way counts for nothing.
        readings: Of each scenario, by measure key, all of `measures` among them.
    """
    counted = [measure for measure in measures if measure.better]
    found: dict[int, Outdone] = {}
    for number, mine in enumerate(readings):
        rivals = [
            Outdone(other, better)
            for other, theirs in enumerate(readings)
            if other != number and (better := _better(counted, theirs, mine))
        ]
        if rivals:
            found[number] = max(rivals, key=lambda one: len(one.better))
    return found


def _better(
    measures: Sequence[Measure], mine: Mapping[str, Reading], theirs: Mapping[str, Reading]
) -> tuple[str, ...]:
    """The measures in which the first is better; none where it is worse in any."""
    found = []
    for measure in measures:
        ours, other = order(measure, mine[measure.key]), order(measure, theirs[measure.key])
        if _less(other, ours, measure.tie):
            return ()
        if _less(ours, other, measure.tie):
            found.append(measure.key)
    return tuple(found)


def _less(one: tuple[float, float], other: tuple[float, float], tie: float) -> bool:
    if one[0] != other[0]:
        return one[0] < other[0]
    # Infinite on both sides is a tie, too.
    return one[1] != other[1] and one[1] - other[1] <= -tie


def reason(why: Outdone, names: Sequence[str], measures: Sequence[Measure]) -> str:
    """Why a scenario can be left out, in a sentence.

    Args:
        why: What was found.
        names: Of all scenarios, by index.
        measures: Those that counted.
    """
    labels = [_named(measure) for measure in measures if measure.key in why.better]
    told = ", ".join(labels[:SHOWN])
    more = f" and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
    return f"{names[why.by]} is at least as good in every measure, and better in {told}{more}."


def _named(measure: Measure) -> str:
    """Its label inside a sentence, without the unit."""
    label = measure.label.partition(",")[0]
    return label[0].lower() + label[1:]
