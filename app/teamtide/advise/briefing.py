"""What a brief says: one page for somebody who decides and has never seen the app.

Everything on the page is made here, from a plan and what was measured of it, so that the page, the
preview and the command line say the same. It is honest by construction: where Today or another
option is better it is said, a scenario that another one outdoes can't be recommended without that
sentence, and what nobody knows is counted. Nothing here knows a window, a clock or whose names
these are: any state will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, isfinite

from teamtide.advise.brief import Brief, Known, Reason, Wish
from teamtide.advise.brief_facts import leads, move_days, unknown
from teamtide.advise.brief_unkept import unkept
from teamtide.advise.brief_words import (
    LIKELY,
    Amount,
    how_sure,
    nothing_to_say,
    plain_amount,
    share_of,
    unit_of,
)
from teamtide.advise.hinges import HINGED
from teamtide.advise.proposing import Proposal, outdone_among, percent, proposal, ranked, told_name
from teamtide.capacity.measures.measure import Measure, order
from teamtide.capacity.measures.paired import Spread
from teamtide.capacity.measures.reading import Reading
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES

__all__ = [
    "CHOOSABLE",
    "REASONS",
    "Brief",
    "Known",
    "Reason",
    "Wish",
    "brief_of",
    "hinged_on",
    "reason_keys",
    "recommended",
    "rival_of",
]

REASONS = 3
ASKED_FIRST: tuple[str, ...] = (
    *("turnaround", "missed", "overload", "unfinished", "backlog", "undone", "peak", "short"),
    *("interrupted", "threads", "delay", "flood", "standup", "above", "cover", "goals", "nobody"),
)
"""Measures in the order in which they carry a reason where nobody chooses."""
CHOOSABLE: tuple[str, ...] = tuple(
    sorted(
        (one.key for one in MEASURES if one.better),
        key=lambda key: (*ASKED_FIRST, key).index(key),
    )
)
"""Measures that can carry a reason: those of which one way is better."""
_COSTS = ("moves", "lead_changes", "move_cost", "ties_lost")
_HALF = 0.5


def brief_of(
    state: State, known: Known, wish: Wish, hinges: str = "", amount: Amount = plain_amount
) -> Brief:
    """The brief of a plan.

    Args:
        state: The plan, with whatever names it has.
        known: What was worked out of it.
        wish: What the lead chose.
        hinges: What the choice hinges on, in sentences (see `rival_of` and `hinged_on`).
        amount: How amounts are written.
    """
    return _Writer(state, known, wish, amount).brief(hinges)


def recommended(state: State, known: Known, wish: Wish) -> ScenarioId:
    """The scenario a brief recommends."""
    return wish.scenario or proposal(state, known.measured).scenario


def rival_of(state: State, known: Known, scenario: ScenarioId) -> ScenarioId | None:
    """What a recommended scenario is held against: Today, or for Today the best option."""
    if scenario != state.today:
        return state.today
    beaten = outdone_among(state, known.measured)
    others = [one for one in known.measured if one != state.today]
    standing = [one for one in others if one not in beaten] or others
    return ranked(known.measured, standing)[0] if standing else None


def hinged_on(reasons: Sequence[str]) -> str:
    """The measure to ask about what the choice hinges on: that of the first reason that has one."""
    return next((key for key in reasons if key in HINGED), HINGED[0])


def reason_keys(state: State, known: Known, wish: Wish) -> tuple[str, ...]:
    """The measures that carry the reasons: the lead's, else those that speak for it most surely."""
    if wish.measures:
        return wish.measures
    scenario = recommended(state, known, wish)
    rival = rival_of(state, known, scenario)
    if rival is None:
        return ()
    ours, theirs = known.measured[scenario], known.measured[rival]
    ranks: list[tuple[int, int, str]] = []
    for place, key in enumerate(ASKED_FIRST):
        if _compared(BY_KEY[key], ours.readings[key], theirs.readings[key]) <= 0:
            continue
        apart = _apart(known, state, scenario, rival, key)
        likely = apart is not None and share_of(BY_KEY[key], apart, 1) >= LIKELY
        ranks.append((0 if likely else 1 if apart is None else 2, place, key))
    return tuple(key for _, _, key in sorted(ranks)[:REASONS])


def _compared(measure: Measure, ours: Reading, theirs: Reading) -> int:
    """1 where ours is better, -1 where it is worse, 0 where they count as the same."""
    (first, a), (second, b) = order(measure, ours), order(measure, theirs)
    if first != second:
        return 1 if first < second else -1
    if a == b or abs(a - b) < measure.tie:
        return 0
    return 1 if a < b else -1


def _apart(
    known: Known, state: State, ours: ScenarioId, theirs: ScenarioId, key: str
) -> Spread | None:
    """Ours less theirs, one of them being Today; None where that is not sampled."""
    if theirs == state.today:
        return known.measured[ours].paired.get(key)
    found = known.measured[theirs].paired.get(key)
    if found is None:
        return None
    # Turned round; its eighth tenth is not known from this side and is not shown.
    return Spread(-found.p90, -found.p50, -found.p10, -found.p10, found.more, found.less)


class _Writer:
    def __init__(self, state: State, known: Known, wish: Wish, amount: Amount) -> None:
        self._state, self._known, self._wish, self._amount = state, known, wish, amount
        self._proposal: Proposal = proposal(state, known.measured)
        self._one = wish.scenario or self._proposal.scenario
        self._rival = rival_of(state, known, self._one)
        self._beaten = outdone_among(state, known.measured)

    def _name(self, scenario: ScenarioId) -> str:
        return told_name(self._state, scenario)

    def brief(self, hinges: str) -> Brief:
        state, plan = self._state, self._state.plan
        row = state.get(Scenario, self._one)
        page = Brief(
            plan=plan.name,
            period=f"{day_text(plan.start)} to {day_text(plan.end)}, {plan.weeks} weeks",
            scenario=row.name,
            description=row.description,
            proposed=state.get(Scenario, self._proposal.scenario).name,
            why=self._proposal.why,
            warnings=tuple(self._warnings()),
            words=self._wish.words.strip(),
            leads=leads(state, self._one),
            empty=nothing_to_say(state),
        )
        if page.empty:
            return page
        keys = reason_keys(state, self._known, self._wish)
        reasons = tuple(self._reason(key, self._rival) for key in keys if self._rival is not None)
        readings = self._known.measured[self._one].readings
        return replace(
            page,
            reasons=reasons,
            too_few=self._too_few(keys),
            costs=tuple(self._costs()),
            against=tuple(self._against()),
            moves=move_days(state, self._one),
            short=tuple(self._short()),
            hinges=hinges,
            unknown=tuple(
                unknown(
                    state,
                    self._one,
                    readings,
                    outside=self._known.outside.get(self._one, 0.0),
                    days=lambda value: self._amount(value, "days", False),
                )
            ),
        )

    def _warnings(self) -> Iterator[str]:
        if self._one in self._beaten:
            yield f"{self._name(self._one)} is outdone: {self._beaten[self._one][1]}"
        if self._one != self._proposal.scenario:
            proposed = f"Teamtide would propose {self._name(self._proposal.scenario)}"
            by = self._beaten.get(self._one)
            told = by is not None and by[0] == self._proposal.scenario
            yield f"{proposed}." if told else f"{proposed}. {self._proposal.why}"

    def _too_few(self, keys: Sequence[str]) -> str:
        if self._rival is None:
            return "There is nothing to compare it with: make an option (Ctrl+T)."
        if self._wish.measures or len(keys) >= REASONS:
            return ""
        many = {0: "no measure", 1: "one measure", 2: "two measures"}[len(keys)]
        return f"On {many} asked first is it better than {self._name(self._rival)}."

    # --- reasons --------------------------------------------------------------------------

    def _reason(self, key: str, rival: ScenarioId) -> Reason:
        measure = BY_KEY[key]
        ours, theirs = (self._known.measured[one].readings[key] for one in (self._one, rival))
        verdict = _compared(measure, ours, theirs)
        apart = _apart(self._known, self._state, self._one, rival, key)
        return Reason(
            key=key,
            label=measure.label.partition(",")[0],
            ours=self._value(measure, ours),
            theirs=self._value(measure, theirs),
            against=self._name(rival),
            change=self._change(measure, ours, theirs),
            verdict={1: "better", 0: "level", -1: "worse"}[verdict],
            range="" if apart is None else self._range(measure, apart),
            sure=how_sure(measure, apart, verdict, self._known.samples),
            apart=apart,
            unit=measure.unit,
        )

    def _value(self, measure: Measure, reading: Reading) -> str:
        if measure.key == "pays_back" and reading.value in (0.0, inf):
            return reading.where
        words = self._amount(reading.value, measure.unit, measure.tie >= 0.5)
        if reading.value is not None and isfinite(reading.value):
            words += unit_of(measure, reading.value)
        beside = self._amount(reading.before, "count", True)
        return f"{words}, {beside} {measure.beside}" if reading.before else words

    def _change(self, measure: Measure, ours: Reading, theirs: Reading) -> str:
        a, b = ours.value, theirs.value
        if a is None or b is None or not isfinite(a) or not isfinite(b):
            return "no figure" if a == b else f"{self._value(measure, ours)}"
        if ours.before != theirs.before:
            gap = ours.before - theirs.before
            return f"{self._signed('count', gap, True)} {measure.beside}"
        return self._signed(measure.unit, a - b, measure.tie >= 0.5) + self._points(measure, a - b)

    def _points(self, measure: Measure, gap: float) -> str:
        return " points" if measure.unit in ("load", "part") else unit_of(measure, gap)

    def _signed(self, unit: str, value: float, whole: bool) -> str:
        """With a sign; ratios as hundredths, for `points`."""
        size = abs(value) * (100.0 if unit in ("load", "part") else 1.0)
        kind = "number" if unit in ("load", "part") else unit
        words = self._amount(size, kind, whole)
        if not isfinite(value) or words == self._amount(0.0, kind, whole):
            return words
        return f"+{words}" if value > 0 else f"−{words}"

    def _range(self, measure: Measure, apart: Spread) -> str:
        """Where the difference is in eight of ten samples."""
        if not (isfinite(apart.p10) and isfinite(apart.p90)):
            return f"less in {percent(apart.less)} of the samples, more in {percent(apart.more)}"
        low, high = (
            self._signed(measure.unit, value, measure.tie >= 0.5)
            for value in (apart.p10, apart.p90)
        )
        unit = self._points(measure, apart.p90)
        return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"

    # --- the other side -------------------------------------------------------------------

    def _costs(self) -> Iterator[str]:
        if self._one == self._state.today:
            return
        readings = self._known.measured[self._one].readings
        if not readings["moves"].value:
            yield "nobody moves"
        told: dict[str, tuple[str, str]] = {
            "moves": ("person moves", "people move"),
            "lead_changes": ("person gets another lead", "people get another lead"),
            "ties_lost": (
                "pair of an engineer and a colleague is parted",
                "pairs of engineers and colleagues are parted",
            ),
            "move_cost": (
                "day is lost while people settle in",
                "days are lost while people settle in",
            ),
        }
        for key in _COSTS:
            value, measure = readings[key].value, BY_KEY[key]
            if value is not None and value >= measure.tie:
                words = self._amount(value, measure.unit, measure.tie >= 0.5)
                yield f"{words} {told[key][words != '1']}"
        pays = readings["pays_back"].value
        if pays == 0.0:
            yield "in work done it is never behind Today"
        elif pays == inf:
            yield "it does not pay back in this plan"
        elif pays is not None:
            yield f"pays back after {self._amount(pays, 'weeks', True)} weeks"

    def _against(self) -> Iterator[str]:
        """A sentence a scenario that is better in something, Today first, then the best."""
        today, found = self._state.today, self._known.measured
        others = ranked(found, [one for one in found if one not in (self._one, today)])
        first = [today] if today in found and today != self._one else []
        mine = found[self._one].readings
        yield from unkept(mine, None if self._one == today else found[today].readings)
        yield from self._doubts()
        for other in (*first, *others):
            theirs = found[other].readings
            better = [
                self._beside(measure, theirs[key], mine[key])
                for key in CHOOSABLE
                if not (measure := BY_KEY[key]).relative
                and _compared(measure, theirs[key], mine[key]) > 0
            ]
            if better:
                more = f" and {len(better) - REASONS} more" if len(better) > REASONS else ""
                yield f"{self._name(other)} is better in {'; '.join(better[:REASONS])}{more}."

    def _doubts(self) -> Iterator[str]:
        """Measures that are no worse as expected, and yet are in most samples."""
        rival = self._rival
        if rival is None:
            return
        theirs, ours = (self._known.measured[one].readings for one in (rival, self._one))
        for key in CHOOSABLE:
            measure, apart = BY_KEY[key], _apart(self._known, self._state, self._one, rival, key)
            if apart is None or _compared(measure, ours[key], theirs[key]) < 0:
                continue
            share = share_of(measure, apart, -1)
            if share > _HALF:
                label = measure.label.partition(",")[0]
                yield (
                    f"{label} is worse than in {self._name(rival)} in {percent(share)} of the "
                    "samples, though not in what is expected."
                )

    def _beside(self, measure: Measure, theirs: Reading, ours: Reading) -> str:
        label = measure.label.partition(",")[0]
        pair = f"{self._value(measure, theirs)} against {self._value(measure, ours)}"
        return f"{label[0].lower()}{label[1:]} ({pair})"

    def _short(self) -> Iterator[str]:
        readings = self._known.measured[self._one].readings
        short = readings["short"]
        if not short.value or short.value < BY_KEY["short"].tie:
            yield "Nobody is short in any week."
            return
        where = f", {short.where}" if short.where else ""
        people = self._amount(short.value, "people", False)
        noun = "person" if people == "1" else "people"
        yield f"At the most {people} {noun} short{where}."
        yield from readings["hires"].sentences
