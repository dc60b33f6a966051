"""What `teamtide brief` works out and prints: the contents of the page, without drawing it."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
from teamtide.advise.hinges import Search, hinges
from teamtide.advise.sides import question_of
from teamtide.answers import CouldNot
from teamtide.capacity.engine import compute
from teamtide.compare_report import compared
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State


def known_of(state: State, samples: int, wish: Wish) -> Known:
    """Everything a brief is made of, worked out here."""
    found = compared(state, (), samples)
    one = recommended(state, Known(found), wish)
    outside = float(compute(inputs_of(state, one)).outside)
    return Known(found, {one: outside}, samples)


def searched(state: State, known: Known, wish: Wish) -> Search | None:
    """What the recommendation hinges on; None where there is nothing to hold it against."""
    one = recommended(state, known, wish)
    rival = rival_of(state, known, one)
    if rival is None:
        return None
    measure = hinged_on(reason_keys(state, known, wish))
    found: Search | None = None
    for each in hinges(question_of(state, rival, one, measure)):
        found = each
    return found


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
        yield from (f"  Note: {warning}" for warning in brief.warnings)
    yield f"Wrote {file}"
