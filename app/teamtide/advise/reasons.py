"""What makes the difference between two scenarios: how much of it each decision is worth.

Two options differ in a dozen decisions, and a measure differs by twelve days. Taking one decision
alone into the first option says little, since decisions lean on one another: owning the cluster is
worth nothing to a team with nobody in it. So the difference is divided as `dividing` does it, over
every order in which they could be taken, those that belong together (`together`) in one go.

Half a reorganisation often finishes nothing: work has an owner without people. So that turnaround
and delay can be divided, a project that does not finish counts up to the end of the plan here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from teamtide.advise.dividing import EVERY, Division, divide
from teamtide.advise.mixtures import Mixtures
from teamtide.advise.together import Levels, groups_of
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.capacity.measures.delivery import WEEK, counted, first_day
from teamtide.capacity.projected import Projection
from teamtide.capacity.results import Load

DIVIDED = tuple(key for key in MEASURES if key not in ("hires", "pays_back", "wishes"))
"""Measures that can be divided. Hires are a search, too slow to repeat, and a week after which an
option pays back is no amount."""
EVERY_SLOW = 400
"""Of a measure that projects, cases inside groups that are all tried, at the most."""
LEADS_COUNT = frozenset({"span", "lead_changes"})
"""Measures in which it matters who leads a team."""
UP_TO_THE_END = frozenset({"turnaround", "delay"})
"""Measures in which what does not finish counts up to the end of the plan."""


class NoFigure(ValueError):
    """A mixture has no figure, so that there is nothing to divide; the text says so."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be divided.

    Args:
        mixtures: Of the two scenarios.
        count: How many decisions there are, those that change nothing included.
        today: What some measures compare with; may be one of the two.
        facts: What the plan knows beside the engine's inputs.
        measure: One of `DIVIDED`.
        ways: How decisions may be put together; nothing where they are not to be.
        seed: Of the orders drawn.
    """

    mixtures: Mixtures
    count: int
    today: Scene
    facts: Facts
    measure: str
    ways: Levels = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Together:
    """Decisions that belong together, by number, and what they add; `error` as in the answer."""

    lines: tuple[int, ...]
    part: float
    error: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known so far.

    Args:
        measure: Key of what is divided.
        values: The measure in the first scenario and in the second.
        before: What it leaves out in each (see `Reading.before`); that is not divided.
        parts: Per decision what it adds to the second; they sum to the difference.
        errors: Standard error of each; 0 where exact, infinite before there is any.
        pairs: Pairs of orders drawn; 0 where none was needed.
        done: Part of the work that is done, 0 to 1; 1 is the final answer.
        groups: The decisions that matter, each in one group, in the order of the first of each.
    """

    measure: str
    values: tuple[float, float]
    before: tuple[float, float]
    parts: tuple[float, ...]
    errors: tuple[float, ...]
    pairs: int
    done: float
    groups: tuple[Together, ...] = ()

    @property
    def difference(self) -> float:
        """Second less first."""
        return self.values[1] - self.values[0]

    @property
    def exact(self) -> bool:
        """Whether nothing was left to chance."""
        return not any(self.errors)

    def group_of(self, line: int) -> Together | None:
        """The decisions that a decision belongs to; None where it adds nothing."""
        return next((group for group in self.groups if line in group.lines), None)

    @property
    def whole(self) -> bool:
        """Whether this is the final answer."""
        return self.done >= 1.0


Found = Attribution | float
"""An answer, or how far the next one is."""


def reasons(question: Question) -> Iterator[Found]:
    """Divides the difference of a measure between two scenarios over their decisions.

    Yields:
        Answers, better each time, the last one `whole`; between them, after each plan tried, the
        part of the work that is done.

    Raises:
        KeyError: the measure can't be divided.
        NoFigure: it has no figure in some mixture.
    """
    if question.measure not in DIVIDED:
        raise KeyError(question.measure)
    trial = _Trial(question)
    every = EVERY if MEASURES[question.measure].quick else EVERY_SLOW
    for found in divide(trial.value, trial.groups, question.seed, every):
        yield trial.answer(found) if isinstance(found, Division) else found


def divided(question: Question) -> Attribution:
    """The final answer, in one call.

    Raises:
        KeyError: the measure can't be divided.
        NoFigure: it has no figure in some mixture.
    """
    found = [each for each in reasons(question) if isinstance(each, Attribution)]
    return found[-1]


class _Trial:
    """The measure of any mixture, recomputed from the one before."""

    def __init__(self, question: Question) -> None:
        self.question = question
        mixtures = question.mixtures
        heard = question.measure in LEADS_COUNT
        self._players = mixtures.lines if heard else mixtures.of_work
        number = {line: player for player, line in enumerate(self._players)}
        self._lines = groups_of(question.ways, self._players)
        self.groups = tuple(tuple(number[line] for line in group) for group in self._lines)
        self._measure = MEASURES[question.measure]
        self._load: Load | None = None
        self._projection: Projection | None = None
        self._today: Case | None = None
        self._ends: dict[int, tuple[float, float]] = {}

    def value(self, taken: int) -> float:
        """The measure where some of the decisions that matter are taken.

        Raises:
            NoFigure: it has none.
        """
        every = (1 << len(self._players)) - 1
        chosen = sum(1 << line for n, line in enumerate(self._players) if taken >> n & 1)
        case = self._case(self.question.mixtures.scene(chosen))
        reading = self._measure.read(case, self._reference(case))
        value = reading.value
        if self._measure.key in UP_TO_THE_END and reading.before:
            value = _up_to_the_end(case, self._measure.key)
        # A measure that projected will do so again, and the next plan is not far from this one.
        self._projection = case.__dict__.get("projection")
        if value is None or not isfinite(value):
            raise NoFigure(
                f"“{self._measure.label}” has no figure when only some of the changes are made, "
                "so it can't be divided between them. Choose another measure."
            )
        if taken in (0, every):
            self._ends[taken] = (value, reading.before)
        return value

    def _case(self, scene: Scene) -> Case:
        known = self._load
        load = compute(scene.inputs) if known is None else recompute(known, scene.inputs)
        self._load = load
        projected = None
        if self._projection is not None:
            from teamtide.capacity.projection import project

            projected = project(load, self._projection)
        return Case(scene, self.question.facts, load, projected)

    def _reference(self, case: Case) -> Case:
        if self._today is None:
            today = self.question.today
            same = case.scene == today
            self._today = case if same else Case(today, self.question.facts)
        return self._today

    def answer(self, found: Division) -> Attribution:
        """What is known of players, by decision."""
        question = self.question
        told, sure = [0.0] * question.count, [0.0] * question.count
        for player, line in enumerate(self._players):
            told[line], sure[line] = float(found.parts[player]), float(found.errors[player])
        first, last = self._ends[0], self._ends[(1 << len(self._players)) - 1]
        return Attribution(
            question.measure,
            (first[0], last[0]),
            (first[1], last[1]),
            tuple(told),
            tuple(sure),
            found.pairs,
            found.done,
            tuple(
                Together(lines, float(part), float(error))
                for lines, part, error in zip(
                    self._lines, found.groups, found.group_errors, strict=True
                )
            ),
        )


def _up_to_the_end(case: Case, key: str) -> float | None:
    """Turnaround or delay with every project in it, weeks; unfinished ones to the last day."""
    end = case.inputs.start + 7 * case.inputs.weeks - 1
    weeks = []
    for _, finish in counted(case):
        last = end if finish.finish_day is None else finish.finish_day
        since = first_day(case, finish) - 1 if key == "turnaround" else finish.planned_day
        weeks.append((last - (last if since is None else since)) / WEEK)
    return sum(weeks) / len(weeks) if weeks else None
