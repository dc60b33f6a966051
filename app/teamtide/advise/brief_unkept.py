"""What an option leaves unkept: wishes for people, and goals that get less than they should.

The figures of a structure can all be good, and yet somebody is where they were asked not to be, or
a goal starves. So this is said first among what speaks against it, and beside the proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from teamtide.capacity.measures.reading import Reading
from teamtide.plan.summary import BY_KEY

TOLD = 2
"""Wishes told in full; the others are counted."""


def unkept(ours: Mapping[str, Reading], today: Mapping[str, Reading] | None) -> Iterator[str]:
    """What a scenario leaves unkept, a sentence each.

    Args:
        ours: Its measures, by key.
        today: Those of Today; None where that is the scenario itself.
    """
    broken = wishes_of(ours)
    if broken:
        before = "" if today is None else f" (in Today {wishes_of(today) or 'none'})"
        lines = [line.label.rstrip(".") for line in ours["wishes"].lines[:TOLD]]
        more = f"; and {broken - len(lines)} more" if broken > len(lines) else ""
        yield f"{_counted(broken)}{before}: {'; '.join(lines)}{more}."
    if starves(ours):
        before = ""
        if today is not None:
            before = " It is the same in Today." if _alike(ours, today) else ""
            before = before or ("" if starves(today) else " In Today none does.")
        yield from (f"{sentence}{before}" for sentence in _goals(ours))


def unkept_counted(readings: Mapping[str, Reading]) -> str:
    """The same in a sentence; blank where nothing is left unkept."""
    told = []
    if broken := wishes_of(readings):
        told.append(_counted(broken))
    if starves(readings):
        told += [f"{one[:1].lower()}{one[1:]}".rstrip(".") for one in _goals(readings)]
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def wishes_of(readings: Mapping[str, Reading]) -> int:
    """How many wishes are not kept."""
    return round(readings["wishes"].value or 0.0)


def starves(readings: Mapping[str, Reading]) -> bool:
    """Whether a goal gets less than it is to have, by more than a hair."""
    return (readings["goals"].value or 0.0) >= BY_KEY["goals"].tie


def _goals(readings: Mapping[str, Reading]) -> Iterator[str]:
    label = BY_KEY["goals"].label
    yield from (text.replace("Starving", label, 1) for text in readings["goals"].sentences)


def _alike(ours: Mapping[str, Reading], today: Mapping[str, Reading]) -> bool:
    gap = (ours["goals"].value or 0.0) - (today["goals"].value or 0.0)
    return abs(gap) < BY_KEY["goals"].tie


def _counted(broken: int) -> str:
    return "1 wish is not kept" if broken == 1 else f"{broken} wishes are not kept"
