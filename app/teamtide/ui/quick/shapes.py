"""Typical shapes of work, as lines one can start from and edit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A starting point: what it is called, when it fits, and its lines."""

    name: str
    tip: str
    lines: tuple[str, ...]


SHAPES: tuple[Shape, ...] = (
    Shape(
        "Exploratory study",
        "Nobody knows how long it takes; engineers are needed now and then",
        (
            "{name} / Explore: 6-20 d, likely 12, over 4 weeks, back loaded, exploratory, {data}",
            "{name} / Build: 20 d over 5 weeks, structured, {software}, after Explore",
            "{name} / Help: 8 d over 8 weeks, engagement, {software}, burst 4/1",
        ),
    ),
    Shape(
        "Platform migration",
        "Prepare, move, clean up; structured and known",
        (
            "{name} / Prepare: 10-20 d, likely 15, over 4 weeks, structured, {infra}",
            "{name} / Move: 30-60 d, likely 40, over 8 weeks, bell, structured, {infra}, "
            "after Prepare",
            "{name} / Clean up: 8 d over 3 weeks, front loaded, structured, {infra}, after Move",
        ),
    ),
    Shape(
        "Support desk",
        "Requests that keep coming, a little each",
        ("{name}: 10 requests a week of 0.25 d, support, {software}",),
    ),
    Shape(
        "Engagement bursts",
        "Others need you for a while, then not at all: flood and drought",
        ("{name}: 24 d over 24 weeks, engagement, {software}, burst 6/2",),
    ),
)


def lines_for(shape: Shape, name: str, disciplines: tuple[str, ...]) -> str:
    """The lines of a shape in a plan's own disciplines."""

    def nearest(word: str) -> str:
        return next((d for d in disciplines if word in d.casefold()), disciplines[0])

    words = {
        "name": name,
        "data": nearest("data"),
        "software": nearest("soft"),
        "infra": nearest("infra"),
    }
    return "\n".join(line.format(**words) for line in shape.lines)
