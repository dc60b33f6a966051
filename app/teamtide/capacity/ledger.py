"""Why a team's figures of a week are what they are.

Numbers nobody can explain are numbers nobody trusts, so every point of a curve can be taken apart
into the terms that made it, in the order of MODEL.md, summing to it. The ledger starts from people
times weekdays and takes away one thing after another; each term is the difference that one thing
makes, read from the same figures that the engine used, so the terms cannot drift from the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np

from teamtide.capacity.arrays import NOTHING
from teamtide.capacity.calendar import WEEKDAYS
from teamtide.capacity.cohorts import NEVER, Piece, cut_placements
from teamtide.capacity.crew import base_days, communication_factor
from teamtide.capacity.daily import FULL, ramp
from teamtide.capacity.figures import EFFECTIVE, GROSS, PRESENT
from teamtide.capacity.inputs import Inputs, Person, Settings
from teamtide.capacity.results import Item, Load

_INVISIBLE = 1e-12
"""Terms below this are rounding, and are left out."""

PLAN = "plan"
STAFFING = "Abdel-Hamid & Madnick 1991"
JUDGEMENT = "a judgement (settings move_start, move_weeks)"
WEINBERG = "Weinberg 1992"


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a ledger.

    Args:
        label: What it is, in words.
        days: What it adds (or takes away), person-days.
        source: Where the formula or the number comes from.
        side: Which sum it belongs to.
        about: What it is about, such as ("person", 3), ("team", 0), ("chunk", 5).
    """

    label: str
    days: float
    source: str
    side: Literal["capacity", "demand"]
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """One team's week, taken apart.

    Args:
        terms: Terms of the capacity and then of the demand, each summing to it within 1e-9.
        capacity: Supply after switching, days.
        demand: Work asked, days.
        used: Time taken, days.
        overload: Work unmet, days.
        idle: Supply left, days.
    """

    terms: tuple[Term, ...]
    capacity: float
    demand: float
    used: float
    overload: float
    idle: float


def explain(load: Load, team: int, week: int) -> Ledger:
    """Takes a team's week apart.

    Args:
        load: Results.
        team: Index of the team.
        week: The week, 0 … W-1.

    Raises:
        IndexError: If there is no such team or week.
    """
    if not (0 <= team < len(load.teams) and 0 <= week < load.inputs.weeks):
        raise IndexError(f"no week {week} of team {team}")
    figures = load.teams[team]
    terms = [
        *_people_terms(load, team, week),
        *_rule_terms(load, team, week),
        *_switching_terms(load, team, week),
    ]
    terms += [_item_term(load.inputs, item, week) for item in figures.items]
    shown = (t for n, t in enumerate(terms) if n == 0 or abs(t.days) > _INVISIBLE)
    return Ledger(
        tuple(shown),
        *(
            float(values[week])
            for values in (
                figures.capacity,
                figures.demand,
                figures.used,
                figures.overload,
                figures.idle,
            )
        ),
    )


def _capacity(label: str, days: float, source: str, about: tuple[str, int] | None = None) -> Term:
    return Term(label, float(days), source, "capacity", about)


def _people_terms(load: Load, team: int, week: int) -> list[Term]:
    """Terms of single people, up to what they are worth while settling in."""
    inputs, crew = load.inputs, load.teams[team].workings.crew
    monday = inputs.start + 7 * week
    count, nominal, holidays = 0, 0.0, 0.0
    absent: list[Term] = []
    leave: list[Term] = []
    split: list[Term] = []
    settling: list[Term] = []
    by_person = sorted(zip(crew.person.tolist(), range(len(crew.person)), strict=True))
    for index, row in by_person:
        person, about = inputs.people[index], ("person", index)
        pieces = [
            piece
            for piece in cut_placements(person, inputs.start, load.calendar.stop, inputs.beginning)
            if piece.team == team and piece.first < monday + WEEKDAYS and piece.stop > monday
        ]
        if not pieces:
            continue
        whole, away, off = _weekdays(person, pieces, monday, inputs.holidays[person.location])
        count += 1
        nominal += whole
        holidays -= off
        absent.append(_capacity(f"Not employed: {person.name}", -away, PLAN, about))
        present, gross, effective = crew.figures[[PRESENT, GROSS, EFFECTIVE], row, week].tolist()
        leave.append(
            _capacity(f"Leave: {person.name}", present - (whole - away - off), PLAN, about)
        )
        split.append(
            _capacity(
                f"Split over teams: {person.name}", gross - present, f"{WEINBERG} (switch)", about
            )
        )
        if gross - effective > _INVISIBLE:
            words, source = _ramp_words(person, pieces, monday, inputs.settings)
            label = f"Settling in: {person.name}, {words}, worth {effective / gross:.0%}"
            settling.append(_capacity(label, effective - gross, source, about))
    people = "1 person" if count == 1 else f"{count} people"
    return [
        _capacity(
            f"{people}, {nominal / WEEKDAYS:.4g} FTE × {WEEKDAYS} weekdays",
            nominal,
            PLAN,
            ("team", team),
        ),
        *absent,
        _capacity("Public holidays", holidays, PLAN),
        *leave,
        *split,
        *settling,
    ]


def _weekdays(
    person: Person, pieces: list[Piece], monday: int, holidays: frozenset[int]
) -> tuple[float, float, float]:
    """FTE · share over Monday to Friday; of it, days not employed, and holidays while employed."""
    whole = away = off = 0.0
    for day in range(monday, monday + WEEKDAYS):
        share = sum(piece.size for piece in pieces if piece.first <= day < piece.stop)
        days = person.fte * share
        whole += days
        if (person.start is not None and day < person.start) or (
            person.end is not None and day > person.end
        ):
            away += days
        elif day in holidays:
            off += days
    return whole, away, off


def _ramp_words(
    person: Person, pieces: list[Piece], monday: int, settings: Settings
) -> tuple[str, str]:
    """Which ramp holds someone back most, and in which of its weeks they are."""
    friday = monday + WEEKDAYS - 1
    begin = NEVER if person.start is None else person.start
    joined = max((p.joined for p in pieces if p.joined > begin), default=NEVER)

    def worth(since: int, first: float, weeks: float) -> float:
        return float(ramp(np.array([float(max(0, friday - since))]), first, weeks)[0])

    moved = worth(joined, settings.move_start, settings.move_weeks)
    hired = worth(begin, settings.hire_start, settings.hire_weeks)
    if moved < min(hired, FULL):
        weeks = _week_of(friday, joined, settings.move_weeks)
        return f"week {weeks} after the move", JUDGEMENT
    if hired < FULL:
        weeks = _week_of(friday, begin, settings.hire_weeks)
        return f"week {weeks} after the start", STAFFING
    # Full by Friday, but not yet on Monday.
    return "last week of settling in", STAFFING


def _week_of(day: int, since: int, weeks: float) -> str:
    return f"{max(0, day - since) // 7 + 1} of {ceil(weeks)}"


def _rule_terms(load: Load, team: int, week: int) -> list[Term]:
    """Terms of the team's rules: overhead, communication, ceremonies, helping newcomers."""
    inputs, work = load.inputs, load.teams[team].workings
    settings = inputs.settings
    effective = float(work.crew.figures[EFFECTIVE, :, week].sum())
    after_overhead = effective * (1.0 - settings.overhead)
    talk = float(communication_factor(inputs, work.crew)[0, week])
    before_help = float(base_days(inputs, work.crew)[:, week].sum())
    supply = float(work.base[:, week].sum())
    hours = inputs.teams[team].ceremony_hours
    return [
        _capacity(
            f"Overhead {settings.overhead:.0%}", after_overhead - effective, "setting overhead"
        ),
        _capacity("Communication", after_overhead * (talk - 1.0), f"{STAFFING} (setting comm)"),
        _capacity(
            f"Ceremonies, {hours:g} h a week each",
            before_help - after_overhead * talk,
            "setting ceremony_hours",
            ("team", team),
        ),
        _capacity("Helping newcomers", supply - before_help, f"{STAFFING} (setting mentor)"),
    ]


def _switching_terms(load: Load, team: int, week: int) -> list[Term]:
    inputs, figures = load.inputs, load.teams[team]
    switching: list[Term] = []
    rota: list[Term] = []
    for number, name in enumerate(inputs.disciplines):
        supply = float(figures.supply_by_discipline[number, week])
        capacity = float(figures.capacity_by_discipline[number, week])
        slack = float(figures.workings.slack[number, week])
        threads = float(figures.juggling[number, week])
        about = ("discipline", number)
        label = f"Switching: {name} juggles {threads:.1f} threads"
        switching.append(_capacity(label, capacity - supply + slack, f"{WEINBERG} (switch)", about))
        rota.append(_capacity(f"Rota: {name} on call, not called", -slack, PLAN, about))
    return switching + rota


def _item_term(inputs: Inputs, item: Item, week: int) -> Term:
    days = float(item.demand[week])
    if item.what == "service":
        service = inputs.services[item.index]
        usual = service.arrivals * service.days_each
        label = service.name
        if usual > 0.0 and abs(days / usual - 1.0) > NOTHING:
            label += f" (surge ×{days / usual:.1f})"
    else:
        chunk = inputs.chunks[item.index]
        label = f"{inputs.projects[chunk.project].name} / {chunk.name}"
        if item.person is not None:
            label += f" ({inputs.people[item.person].name})"
    return Term(label, days, PLAN, "demand", (item.what, item.index))


def total(ledger: Ledger, side: Literal["capacity", "demand"]) -> float:
    """Sum of the terms of one side, days."""
    return sum(term.days for term in ledger.terms if term.side == side)
