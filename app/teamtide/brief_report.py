"""What `teamtide brief` works out and prints: the contents of the page, without drawing it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from teamtide.advise.briefing import (
    CHOOSABLE,
    Brief,
    Known,
    Wish,
    hinged_on,
    reason_keys,
    recommended,
    rival_of,
)
from teamtide.advise.hinged import within
from teamtide.advise.hinges import Search, hinges
from teamtide.advise.sides import question_of
from teamtide.answers import CouldNot
from teamtide.capacity.engine import compute
from teamtide.compare_report import compare, reworded
from teamtide.export_report import progress_lines
from teamtide.load_report import progress_line
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State

Tell = Callable[[float], None]


def known_of(
    state: State,
    samples: int,
    wish: Wish,
    tell: Tell = lambda _: None,
    *,
    shown: State | None = None,
) -> Known:
    """Everything a brief is made of, worked out here.

    Args:
        state: The plan.
        samples: On how many samples options are compared.
        wish: What the lead chose.
        tell: Told the part that is done.
        shown: The same plan with the names to print, where they are not its own. Samples are
            drawn by the names of work, so the figures are those of the plan itself.
    """
    found = compare(state, (), samples, tell=lambda done, total: tell(done / max(1, total)))
    if shown is not None:
        found = reworded(found, shown)
    one = recommended(state, Known(found.found), wish)
    outside = float(compute(inputs_of(state, one)).outside)
    return Known(found.found, {one: outside}, samples)


def searched(
    state: State,
    known: Known,
    wish: Wish,
    seconds: float,
    tell: Tell = lambda _: None,
) -> Search | None:
    """What the recommendation hinges on, as far as a search of some seconds gets.

    Args:
        state: The plan.
        known: What was worked out of it.
        wish: What the lead chose.
        seconds: How long to search; 0 leaves it out.
        tell: Told the part that is done.

    Returns:
        None where nothing was searched, or there is nothing to hold the recommendation against.
    """
    one = recommended(state, known, wish)
    rival = rival_of(state, known, one)
    if rival is None or not seconds:
        return None
    measure = hinged_on(reason_keys(state, known, wish))
    found: Search | None = None
    for found in within(hinges(question_of(state, rival, one, measure)), seconds):
        tell(found.done)
    tell(1.0)
    return found


def tellers(*whats: str, lines: bool) -> tuple[Tell, ...]:
    """How far each of some steps is, on stderr.

    Args:
        whats: What the steps are called.
        lines: As lines for another program, all steps together; else on a terminal, by name.
    """
    if lines:
        whole, count = progress_lines(), len(whats)

        def joint(place: int) -> Tell:
            return lambda part: whole((place + part) / count)

        return tuple(joint(place) for place in range(count))
    return tuple(_on_terminal(what) for what in whats)


def _on_terminal(what: str) -> Tell:
    line = progress_line(what)
    if line is None:
        return lambda _: None
    last = -1

    def tell(part: float) -> None:
        nonlocal last
        percent = int(100 * part)
        if percent > last:
            last = percent
            line(percent, 100)

    return tell


def wish_of(scenario: ScenarioId | None, measures: list[str], words: str) -> Wish:
    """What was asked for on the command line.

    Raises:
        CouldNot: a measure is not known, or carries no reason.
    """
    for key in measures:
        if key not in CHOOSABLE:
            raise CouldNot(f"“{key}” can't carry a reason. Use one of {', '.join(CHOOSABLE)}.")
    return Wish(scenario, tuple(dict.fromkeys(measures))[:3], words)


def brief_json(brief: Brief, file: Path) -> dict[str, Any]:
    """`teamtide brief --json`: what stands on the page, with sampled differences as numbers.

    A reason's `apart` has p10, p50 and p90 of its difference as `compare` has them in `paired`
    (turned round where Today is recommended); null is what never comes.
    """
    value: dict[str, Any] = {"file": str(file), **asdict(brief)}
    for reason in value["reasons"]:
        if reason["apart"] is not None:
            reason["apart"] = {
                key: one if math.isfinite(one) else None
                for key, one in reason["apart"].items()
                if key != "p80"
            }
    for day in value["moves"]:
        day["day"] = day["day"].isoformat()
    return value


def brief_lines(brief: Brief, file: Path) -> Iterator[str]:
    """What was recommended, and what must not be overlooked."""
    if brief.empty:
        yield brief.empty
    else:
        yield f"Recommended: {brief.scenario}"
        for reason in brief.reasons:
            range_ = f" ({reason.range})" if reason.range else ""
            yield f"  {reason.label}: {reason.change}{range_}, {reason.sure}"
        yield from (f"  Against it: {text}" for text in brief.against)
        yield from (f"  Note: {warning}" for warning in brief.warnings)
    yield f"Wrote {file}"
