"""Which scenario the app would recommend, and why: a rule plain enough to be argued with.

Of the options that no other scenario outdoes, and that have less turnaround than Today in at least
eight of ten samples, the one with the least; where no project has a turnaround, work waiting at the
end takes its place. Where no option is that sure, Today. A lead may choose another one, and then
the brief says what would have been proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from teamtide.advise.brief_unkept import unkept_counted
from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.dominance import Outdone, outdone, reason
from teamtide.capacity.measures.measure import Measure, order
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES

SURE = 0.8
"""Share of samples in which an option must be better than Today to be proposed."""
LONGEST = 60
"""Letters of a name inside a sentence."""
_SPARED = ("overload", "moves")
"""What decides between options that are level."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scenario to recommend, the reason in a sentence, and what it leaves unkept (or blank)."""

    scenario: ScenarioId
    why: str
    unkept: str = ""


def outdone_among(
    state: State, found: Mapping[ScenarioId, Measured]
) -> dict[ScenarioId, tuple[ScenarioId, str]]:
    """Of the scenarios measured those that another one outdoes: by which, and why in a sentence."""
    ids = list(found)
    names = [told_name(state, one) for one in ids]
    why: dict[int, Outdone] = outdone(MEASURES, [each.readings for each in found.values()])
    return {ids[number]: (ids[one.by], reason(one, names, MEASURES)) for number, one in why.items()}


def told_name(state: State, scenario: ScenarioId) -> str:
    """A scenario's name inside a sentence, cut so that the sentence stays the longer part."""
    name = " ".join(state.get(Scenario, scenario).name.split())
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def measure_for(found: Mapping[ScenarioId, Measured]) -> Measure:
    """By what scenarios are ranked: turnaround, or what waits at the end where there is none."""
    some = any(each.readings["turnaround"].value is not None for each in found.values())
    return BY_KEY["turnaround" if some else "backlog"]


def ranked(found: Mapping[ScenarioId, Measured], among: list[ScenarioId]) -> list[ScenarioId]:
    """Some scenarios, the best first; those level in what ranks them by unmet work, then moves."""
    measure = measure_for(found)

    def rank(one: ScenarioId) -> tuple[tuple[float, float], ...]:
        readings = found[one].readings
        # Values nearer than a tie count as the same.
        left_out, value = order(measure, readings[measure.key])
        value = value if value in (float("inf"), float("-inf")) else value // measure.tie
        return ((left_out, value), *(order(BY_KEY[key], readings[key]) for key in _SPARED))

    return sorted(among, key=rank)


def proposal(state: State, found: Mapping[ScenarioId, Measured]) -> Proposal:
    """What the app would recommend, and what that leaves unkept.

    Args:
        state: The plan.
        found: Every measure of every scenario to choose from, Today among them, the options with
            their differences from it.
    """
    chosen = _proposed(state, found)
    return replace(chosen, unkept=unkept_counted(found[chosen.scenario].readings))


def _proposed(state: State, found: Mapping[ScenarioId, Measured]) -> Proposal:
    today = state.today
    options = [one for one in found if one != today]
    if not options:
        return Proposal(today, "There is no option beside it yet.")
    measure, beaten = measure_for(found), outdone_among(state, found)
    sure = [
        one
        for one in options
        if one not in beaten
        and (apart := found[one].paired.get(measure.key)) is not None
        and apart.less >= SURE
    ]
    what = _named(measure)
    if sure:
        best = ranked(found, sure)[0]
        share = found[best].paired[measure.key].less
        others = "" if len(sure) == 1 else f", the best of {len(sure)} that do,"
        return Proposal(
            best,
            f"Its {what} is less than Today's in {percent(share)} of the samples{others} and no "
            "scenario outdoes it.",
        )
    if today in beaten:
        by = beaten[today][0]
        while by in beaten:
            by = beaten[by][0]
        return Proposal(
            by,
            f"{beaten[today][1]} Yet no option that stands has less {what} than Today in at least "
            f"{percent(SURE)} of the samples.",
        )
    return Proposal(
        today,
        f"No option that stands against the others has less {what} than it in at least "
        f"{percent(SURE)} of the samples.",
    )


def _named(measure: Measure) -> str:
    label = measure.label.partition(",")[0]
    return label[0].lower() + label[1:]


def percent(share: float) -> str:
    """A share as a percentage; one that is not all is never said to be."""
    whole = round(100.0 * share)
    if whole == 100 and share < 1.0:
        return "over 99 %"
    return "under 1 %" if whole == 0 and share > 0.0 else f"{whole} %"
