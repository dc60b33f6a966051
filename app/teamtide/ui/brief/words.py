"""What stands in each part of the page, shortened to what a fit allows; nothing is left out unsaid.

Texts are simple HTML; names come from a plan and are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtGui import QColor

from teamtide.advise.brief_facts import Group, Lead, MoveDay
from teamtide.advise.briefing import Brief, Reason
from teamtide.ui.brief.ink import BLACK, GREY

NAME = 46
"""Letters of a name before it is cut."""
WORDS, DESCRIPTION, WHY, COSTS, WARNING, SURE = 260, 220, 300, 260, 300, 90
"""Letters of what stands on top before it is cut."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of everything.

    Args:
        size: Of letters, in points.
        rows: Of a list.
        names: Of a group of people before the others are counted.
        letters: Of a sentence before it is cut.
    """

    size: float
    rows: int
    names: int
    letters: int = 330


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: where it stands (left, right, below), its title, its lines as HTML."""

    side: str
    title: str
    lines: tuple[str, ...]


def name(text: str, most: int = NAME) -> str:
    """A name or a sentence, cut with an ellipsis where it is too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def safe(text: str) -> str:
    """Text as HTML, a figure and its percent sign on one line."""
    return escape(re.sub(r"(?<=\d) (?=%)", "\u00a0", text))


def about(brief: Brief) -> Iterator[tuple[str, float, QColor]]:
    """What stands below the name: the lead's words, the option's own, the proposal and its reason.

    Yields:
        HTML, its size in points and its colour.
    """
    if brief.words:
        yield f"<b>{safe(name(brief.words, WORDS))}</b>", 12, BLACK
    if brief.description:
        yield safe(name(brief.description, DESCRIPTION)), 9.6, GREY
    if brief.proposed == brief.scenario:
        yield f"Why Teamtide proposes it: {safe(name(brief.why, WHY))}", 9.6, BLACK
    if brief.costs:
        costs = name("; ".join(brief.costs), COSTS)
        yield f"<b>What it takes:</b> {safe(costs[0].upper() + costs[1:])}.", 9.6, BLACK


def beside(reason: Reason) -> str:
    """What stands in a reason's card below the difference."""
    lines = [
        f"{safe(reason.ours)} against {safe(reason.theirs)} ({safe(name(reason.against, 30))})"
    ]
    if reason.range:
        inside = "samples" in reason.range
        lines.append(safe(reason.range if inside else f"8 of 10 samples: {reason.range}"))
    lines.append(safe(name(reason.sure[:1].upper() + reason.sure[1:], SURE)))
    return "".join(f"<p>{line}</p>" for line in lines)


def sections(brief: Brief, fit: Fit) -> Iterator[Section]:
    """The parts of the page below the reasons, as far as a fit allows."""
    yield Section("left", "Moves by date", tuple(_moves(brief.moves, fit)))
    yield Section("right", "Leads and spans on the last day", tuple(_leads(brief.leads, fit)))
    rows = max(1, fit.rows // 4) + 1
    yield Section("left", "People short", _sentences(brief.short, rows, fit))
    against = brief.against or ("Nothing measured: no scenario is better in anything.",)
    yield Section("below", "What speaks against it", _sentences(against, rows, fit, "options"))
    hinges = brief.hinges or "Not searched."
    yield Section("below", "What it hinges on", (safe(name(hinges, max(160, fit.letters))),))
    yield Section("below", "What is not known", _sentences(brief.unknown, 6, fit))


def _sentences(
    texts: Sequence[str], rows: int, fit: Fit, what: str = "sentences"
) -> tuple[str, ...]:
    shown = [f"• {safe(name(text, fit.letters))}" for text in texts[:rows]]
    if len(texts) > rows:
        shown.append(f"• <i>and {len(texts) - rows} more {what}</i>")
    return tuple(shown)


def _moves(moves: Sequence[MoveDay], fit: Fit) -> Iterator[str]:
    if not moves:
        yield "Nobody moves."
        return
    left = fit.rows
    for number, day in enumerate(moves):
        if left < 2:
            rest = moves[number:]
            people = sum(one.people for one in rest)
            days = "another day" if len(rest) == 1 else f"{len(rest)} more days"
            yield f"<i>and {_moved(people)} on {days}, the last on {safe(rest[-1].when)}</i>"
            return
        yield f"<b>{safe(day.when)}</b>: {_moved(day.people)}"
        left -= 1
        for place, group in enumerate(day.groups):
            if left < 1:
                rest_of = day.groups[place:]
                more = sum(len(one.people) for one in rest_of)
                ways = "another way" if len(rest_of) == 1 else f"{len(rest_of)} other ways"
                yield f"<i>and {more} more, {ways}</i>"
                break
            yield f"{_way(group)}: {safe(_people(group.people, fit.names))}"
            left -= 1


def _moved(people: int) -> str:
    return "1\u00a0person" if people == 1 else f"{people}\u00a0people"


def _way(group: Group) -> str:
    return f"{safe(name(group.before, 30))} → {safe(name(group.after, 30))}"


def _people(names: Sequence[str], most: int) -> str:
    shown = [name(one, 30) for one in names]
    if len(shown) <= most + 1:
        return ", ".join(shown)
    more = len(shown) - most
    return f"{', '.join(shown[:most])} and {more} others"


def _leads(teams: Sequence[Lead], fit: Fit) -> Iterator[str]:
    there = [one for one in teams if one.people or one.lead]
    if not there:
        yield "There is no team with people."
        return
    # Those whose lead changes first: they are what somebody asks about.
    order = sorted(range(len(there)), key=lambda n: (not there[n].was, n))
    kept = sorted(order[: fit.rows])
    for number in kept:
        one = there[number]
        lead = safe(name(one.lead, 30)) if one.lead else "no lead"
        was = f" (today {safe(name(one.was, 24))})" if one.was else ""
        yield f"<b>{safe(name(one.team, 34))}</b>: {lead}{was}, {_moved(one.people)}"
    rest = [one for number, one in enumerate(there) if number not in kept]
    if rest:
        none = sum(not one.lead for one in rest)
        noun = "team" if len(rest) == 1 else "teams"
        without = f", {none} of them without a lead" if none else ""
        people = sum(one.people for one in rest)
        yield f"<i>and {len(rest)} more {noun} of {_moved(people)}{without}</i>"
    empty = len(teams) - len(there)
    if empty:
        words = "1 team has nobody in it" if empty == 1 else f"{empty} teams have nobody in them"
        yield f"<i>{words}</i>"


def foot(brief: Brief) -> str:
    """What the figures are, in a line."""
    if brief.empty:
        return "Made with Teamtide."
    return (
        "Made with Teamtide. Figures are a model's; ranges are the middle eight of ten samples of "
        "the same luck in each scenario."
    )
