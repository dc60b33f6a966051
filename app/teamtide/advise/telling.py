"""From two scenarios to the question what makes the difference, and its answer in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from teamtide.advise.mixtures import mixtures_of
from teamtide.advise.reasons import Attribution, Question, Together
from teamtide.advise.sides import Known
from teamtide.advise.together import levels, together_text
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.plan.differences import Line, differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, scene_of

TOLD = 3
"""Decisions named in a sentence."""
LEAST = 0.05
"""No decision worth less than this part of the difference is named."""

CANCELS = 2.0
"""Amounts are told, not percentages, where together they are more than so many differences."""


def question_of(
    state: State,
    one: ScenarioId,
    other: ScenarioId,
    measure: str,
    known: Known | None = None,
    lines: Sequence[Line] | None = None,
) -> Question:
    """What to ask about two scenarios.

    Args:
        state: The plan.
        one: A scenario.
        other: Another.
        measure: A key of `reasons.DIVIDED`.
        known: What the engine is given for scenarios, where that is known already.
        lines: Their `differences`, where those are.
    """
    found = differences(state, one, other) if lines is None else lines
    inputs = {
        key: (known or {}).get(key) or inputs_of(state, key) for key in (one, other, state.today)
    }
    scenes = {key: scene_of(state, key, given) for key, given in inputs.items()}
    return Question(
        mixtures_of(state, (one, other), (scenes[one], scenes[other]), found),
        len(found),
        scenes[state.today],
        facts_of(state),
        measure,
        levels(found),
    )


def sentences(
    found: Attribution, lines: Sequence[Line], amount: Callable[[float], str]
) -> tuple[str, ...]:
    """How much it is, who it is due to, and what works against it.

    Args:
        found: The answer so far.
        lines: The decisions, in the order of its parts.
        amount: Writes an amount of the measure, without a sign.
    """
    measure, total = MEASURES[found.measure], found.difference
    ranked = sorted(found.groups, key=lambda group: -abs(group.part))
    if abs(total) < measure.tie:
        apart = [group for group in ranked if abs(group.part) >= measure.tie]
        if not apart:
            return ("There is no difference in it.",)
        signed = [("+" if g.part > 0 else "−") + amount(abs(g.part)) for g in apart[:2]]
        names = [together_text([lines[n] for n in group.lines]) for group in apart[:2]]
        told = " and ".join(f"{name} ({by})" for name, by in zip(names, signed, strict=True))
        return (f"There is no difference in it: what counts most evens out, {told}.",)
    along = [group for group in ranked if group.part / total >= LEAST]
    against = [group for group in ranked if group.part / total <= -LEAST]
    # Of a small rest of large amounts, percentages say nothing.
    in_percent = sum(abs(group.part) for group in ranked) <= CANCELS * abs(total)
    about = "about " if any(group.error for group in ranked) else ""

    def size(group: Together) -> str:
        part = abs(group.part)
        return _percent(part / abs(total)) if in_percent else amount(part)

    def name(group: Together) -> str:
        return together_text([lines[n] for n in group.lines])

    first = f"{amount(abs(total))} {'more' if total > 0 else 'less'}"
    if not along:
        return (f"{first}, in many small parts.",)
    told = about + _listed([f"{size(group)} is {name(group)}" for group in along])
    texts = [f"{first}: {told}."]
    if against:
        told = _listed([f"{name(group)} ({size(group)})" for group in against])
        texts.append(f"Against it works {told}.")
    if not all(isfinite(group.error) for group in ranked):
        texts.append("That is a first, rough answer.")
    return tuple(texts)


def _percent(part: float) -> str:
    return f"{100.0 * part:.0f} %"


def _listed(texts: Sequence[str]) -> str:
    shown = list(texts[:TOLD])
    if len(texts) > TOLD:
        return f"{', '.join(shown)} and {len(texts) - TOLD} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
