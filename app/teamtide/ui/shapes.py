"""Which shape stands for which discipline. No Qt."""

from __future__ import annotations

SHAPES: tuple[str, ...] = ("circle", "diamond", "square", "triangle", "hexagon", "star", "cross")
"""Shapes of disciplines, by their order in the plan; all but the last repeat from the seventh on.

The cross stands for a discipline the plan does not list.
"""


def shape_of(discipline: str, disciplines: tuple[str, ...]) -> str:
    """The shape that stands for a discipline, given the plan's disciplines in order."""
    if discipline not in disciplines:
        return SHAPES[-1]
    return SHAPES[disciplines.index(discipline) % (len(SHAPES) - 1)]
