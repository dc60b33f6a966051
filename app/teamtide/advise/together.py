"""Which decisions belong together: people who join the same team, work that goes to the same team.

A reorganisation of two hundred moves is a handful of things to think about. What is asked first is
what those are worth; the single moves come after.
"""

from __future__ import annotations

from collections.abc import Sequence

from teamtide.advise.dividing import EXACT
from teamtide.plan.differences import OWNER, PLACE, PROJECT_TOPICS, Line

FEW, MANY = 6, 12
"""So many groups are known in a moment, and so many before long."""

Levels = tuple[()] | tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Ways to put decisions together, the finest first; a name per decision, alike where together."""


def levels(lines: Sequence[Line]) -> Levels:
    """The ways to put decisions together."""
    after = tuple(f"{_sort(line)} → {line.after}" for line in lines)
    both = tuple(f"{line.before} → {name}" for line, name in zip(lines, after, strict=True))
    return both, after, tuple(map(_sort, lines))


def _sort(line: Line) -> str:
    """People, work, or what a team or a project is told."""
    kind = line.topic.kind
    return kind if kind in (PLACE, OWNER) else line.what


def groups_of(ways: Levels, players: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Which decisions are taken together: none where there are few, not too many groups.

    Args:
        ways: As `levels` says.
        players: The decisions that matter, by number.
    """
    if len(players) <= EXACT or not ways:
        return tuple((player,) for player in players)
    by_way, by_aim, by_sort = (_alike(names, players) for names in ways)
    if len(by_way) <= FEW:
        return by_way
    return by_aim if len(by_aim) <= MANY else _largest(by_aim, by_sort)


def _largest(
    groups: Sequence[tuple[int, ...]], by_sort: Sequence[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """The largest groups, and of each sort one with the rest."""
    kept = sorted(groups, key=lambda group: -len(group))[: max(1, MANY - len(by_sort))]
    gone = {player for group in kept for player in group}
    rests = (tuple(one for one in group if one not in gone) for group in by_sort)
    return tuple(sorted((*kept, *filter(None, rests))))


def _alike(names: Sequence[str], players: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    groups: dict[str, list[int]] = {}
    for player in players:
        groups.setdefault(names[player], []).append(player)
    return tuple(map(tuple, groups.values()))


def together_text(lines: Sequence[Line]) -> str:
    """Decisions taken together, to stand in a sentence: `moving 4 people to Enablement`."""
    first = lines[0]
    if len(lines) == 1:
        return first.question
    kind, count = first.topic.kind, len(lines)
    afters, befores = {line.after for line in lines}, {line.before for line in lines}
    to = f" to {first.after}" if len(afters) == 1 else ""
    start = f" from {first.before}" if len(befores) == 1 and not to else ""
    if kind == PLACE:
        people = len({line.topic.about for line in lines})
        who = f"{people} people" if people > 1 else first.who
        return f"moving {who}{start}{to}"
    if kind == OWNER:
        return f"giving {count} pieces of work{to}" if to else f"who owns {count} pieces of work"
    noun = "projects" if kind in PROJECT_TOPICS else "teams"
    return f"the {first.what} of {count} {noun}" + (f" (then {first.after})" if to else "")
