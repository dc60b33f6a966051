"""What a brief is: its parts in words, what a lead chose about it, and what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from teamtide.advise.brief_facts import Lead, MoveDay
from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.rows import ScenarioId


@dataclass(frozen=True, slots=True)
class Reason:
    """One measure of the recommended scenario beside what it is held against.

    Args:
        key: The measure.
        label: What it is called, without its unit.
        ours: Its value in the recommended scenario, in words.
        theirs: Its value in the other one.
        against: The name of the other one: Today, or where Today is recommended the best option.
        change: Ours less theirs, in words.
        verdict: What that is: better, worse, or level.
        range: Where eight of ten samples have the difference, in words; blank where it is not
            sampled.
        sure: How sure the verdict is, in words.
        apart: The sampled difference of ours less theirs, or None.
        unit: As in `catalogue.Measure.unit`, for drawing `apart`.
    """

    key: str
    label: str
    ours: str
    theirs: str
    against: str
    change: str
    verdict: str
    range: str
    sure: str
    apart: Spread | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A page in words, in the order in which it is read.

    Args:
        plan: The plan's name.
        period: From when to when it plans.
        scenario: What is recommended, by name.
        description: What its own description says.
        proposed: What the app would recommend, by name.
        why: Why it would, in a sentence.
        warnings: What must not be overlooked: outdone by another, or not what is proposed.
        words: The lead's own sentence.
        reasons: Three measures, or as many as were chosen.
        too_few: Said where fewer than three measures speak for it.
        costs: What it takes to get there.
        against: Where Today or another option is better, a sentence each.
        moves: Who moves, by date.
        leads: Teams, who leads them and how many people are in them on the last day.
        short: Who is missing, and what would end that.
        hinges: What would change the winner.
        unknown: What nobody knows, counted.
        empty: What to do first where the plan has nothing to brief about; else blank.
    """

    plan: str
    period: str
    scenario: str
    description: str
    proposed: str
    why: str
    warnings: tuple[str, ...] = ()
    words: str = ""
    reasons: tuple[Reason, ...] = ()
    too_few: str = ""
    costs: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    moves: tuple[MoveDay, ...] = ()
    leads: tuple[Lead, ...] = ()
    short: tuple[str, ...] = ()
    hinges: str = ""
    unknown: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the lead chose.

    Args:
        scenario: What to recommend; None is what the app proposes.
        measures: Which measures carry the reasons, by key; none is the app's choice.
        words: A sentence of their own.
    """

    scenario: ScenarioId | None = None
    measures: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What was worked out of a plan.

    Args:
        measured: Every measure of every scenario, Today among them, with paired differences.
        outside: Days of work planned outside the plan's weeks, by scenario.
        samples: On how many samples differences were compared.
    """

    measured: Mapping[ScenarioId, Measured]
    outside: Mapping[ScenarioId, float] = field(default_factory=dict)
    samples: int = 0
