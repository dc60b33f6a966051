"""Mixtures of two scenarios: some decisions as in the one, the others as in the other.

To ask what a decision is worth, the engine has to see plans in which it is taken and others are
not. A mixture is the first scenario's inputs with some specs exchanged; which spec depends on which
decisions is worked out once, where rows are known, and sent along. Most specs depend on one: they
are as in either scenario. A person may move on several days, and a chunk may follow its own owner,
a rule for its kind or its project, so those are put together from what each decision says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from teamtide.capacity.inputs import Inputs, Person, PlacementSet
from teamtide.capacity.measures.cases import Scene
from teamtide.plan.differences import OWNER, PLACE, Line, Topic
from teamtide.plan.overlay import Item, Owners, owner_rows
from teamtide.plan.rows import Chunk, Owner, Project, Row, ScenarioId, Service, Team
from teamtide.plan.rows import Person as PersonRow
from teamtide.plan.state import State


class Graft(Protocol):
    """A spec that is not the same in every mixture.

    `section` and `index` say which; `lines` are those it depends on, by number.
    """

    @property
    def section(self) -> str:
        """A section of the inputs."""

    @property
    def index(self) -> int:
        """Its place there."""

    @property
    def lines(self) -> tuple[int, ...]:
        """The decisions it depends on."""

    def spec(self, taken: int) -> Any:
        """The spec where the decisions whose bits are set are taken."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A spec for every combination of few decisions: `specs` by the bits of `lines`, in order."""

    section: str
    index: int
    lines: tuple[int, ...]
    specs: tuple[Any, ...]

    def spec(self, taken: int) -> Any:
        """See `Graft`."""
        place = sum(1 << bit for bit, line in enumerate(self.lines) if taken >> line & 1)
        return self.specs[place]


@dataclass(frozen=True, slots=True)
class Moved:
    """A person whose dated sets are decided one by one.

    Args:
        index: Their place among the people.
        person: As in the first scenario.
        kept: Sets that both scenarios have.
        sets: Per line its set in the first and in the second scenario, None for none.
    """

    index: int
    person: Person
    kept: tuple[PlacementSet, ...]
    lines: tuple[int, ...]
    sets: tuple[tuple[PlacementSet | None, PlacementSet | None], ...]
    made: dict[int, Person] = field(default_factory=dict, compare=False)

    @property
    def section(self) -> str:
        """See `Graft`."""
        return "people"

    def spec(self, taken: int) -> Person:
        """See `Graft`; the same object each time, so that the engine sees nothing new in it."""
        place = sum(1 << bit for bit, line in enumerate(self.lines) if taken >> line & 1)
        if not place:
            return self.person
        if place not in self.made:
            own = [pair[place >> bit & 1] for bit, pair in enumerate(self.sets)]
            sets = [*self.kept, *(one for one in own if one is not None)]
            sets.sort(key=lambda one: -1 if one.day is None else one.day)
            self.made[place] = replace(self.person, own=tuple(sets) or None)
        return self.made[place]


@dataclass(frozen=True, slots=True)
class Mixtures:
    """Every mixture of two scenarios.

    Args:
        one: The scenario with no decision taken.
        other: The one with all of them.
        lines: The numbers of the decisions that change anything the engine or a measure reads.
        grafts: What depends on them.
        leads: Per decision about a lead, its number and the index of the team.
    """

    one: Scene
    other: Scene
    lines: tuple[int, ...]
    grafts: tuple[Graft, ...]
    leads: tuple[tuple[int, int], ...] = ()

    @property
    def of_work(self) -> tuple[int, ...]:
        """The decisions that the engine sees: all but who leads whom."""
        return tuple(sorted({line for graft in self.grafts for line in graft.lines}))

    def scene(self, taken: int) -> Scene:
        """The scenario where the decisions whose bits are set in `taken` are as in `other`."""
        inputs, sections = self.one.inputs, dict[str, list[Any]]()
        for graft in self.grafts:
            specs = sections.get(graft.section)
            old = getattr(inputs, graft.section)[graft.index]
            spec = graft.spec(taken)
            if spec is old:
                continue
            if specs is None:
                specs = sections[graft.section] = list(getattr(inputs, graft.section))
            specs[graft.index] = spec
        changed: dict[str, Any] = {name: tuple(specs) for name, specs in sections.items()}
        leads = list(self.one.leads)
        for line, team in self.leads:
            if taken >> line & 1:
                leads[team] = self.other.leads[team]
        # Whether wishes are kept is not divided, so what is broken is left out of every mixture.
        return Scene(replace(inputs, **changed) if changed else inputs, tuple(leads))


# --- from rows ------------------------------------------------------------------------------


def mixtures_of(
    state: State,
    scenarios: tuple[ScenarioId, ScenarioId],
    scenes: tuple[Scene, Scene],
    lines: Sequence[Line],
) -> Mixtures:
    """The mixtures of two scenarios.

    Args:
        state: The plan.
        scenarios: Which two.
        scenes: As they are measured.
        lines: All of `differences` of the two; they are known by their place here.
    """
    numbers = {line.topic: number for number, line in enumerate(lines)}
    one, other = scenes
    grafts: list[Graft] = [
        *_people(state, numbers, one.inputs, other.inputs),
        *_cells(state, numbers, one.inputs, other.inputs),
        *_work(state, numbers, scenarios, one.inputs, other.inputs),
    ]
    teams = _ranks(state, Team)
    leads = tuple((n, teams[int(t.about)]) for t, n in numbers.items() if t.kind == "lead")
    active = {line for graft in grafts for line in graft.lines} | {line for line, _ in leads}
    return Mixtures(one, other, tuple(sorted(active)), tuple(grafts), leads)


Numbers = Mapping[Topic, int]


def _ranks(state: State, cls: type[Row]) -> dict[int, int]:
    return {row.id: number for number, row in enumerate(state.rows(cls))}


def _people(state: State, numbers: Numbers, one: Inputs, other: Inputs) -> Iterator[Graft]:
    moves: dict[int, dict[int | None, int]] = {}
    for topic, number in numbers.items():
        if topic.kind == PLACE:
            day = topic.first_day
            found = moves.setdefault(int(topic.about), {})
            found[None if day is None else day.toordinal()] = number
    rank = _ranks(state, PersonRow)
    for person, days in moves.items():
        index = rank[person]
        old, new = one.people[index], other.people[index]
        if len(days) == 1:
            (number,) = days.values()
            yield Chosen("people", index, (number,), (old, new))
            continue
        mine, theirs = ({s.day: s for s in spec.own or ()} for spec in (old, new))
        yield Moved(
            index,
            old,
            tuple(placed for day, placed in mine.items() if day not in days),
            tuple(days.values()),
            tuple((mine.get(day), theirs.get(day)) for day in days),
        )


_COLUMNS = {
    "ceremony_hours": ("teams", "ceremony_hours"),
    "interrupts": ("teams", "rota"),
    "status": ("projects", "active"),
    "priority": ("projects", "priority"),
    "shift_weeks": ("projects", "shift_weeks"),
}
"""Per kind of topic the section and the field of its spec."""


def _cells(state: State, numbers: Numbers, one: Inputs, other: Inputs) -> Iterator[Graft]:
    ranks = {"teams": _ranks(state, Team), "projects": _ranks(state, Project)}
    found: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for topic, number in numbers.items():
        if topic.kind in _COLUMNS:
            section, name = _COLUMNS[topic.kind]
            place = (section, ranks[section][int(topic.about)])
            found.setdefault(place, []).append((number, name))
    for (section, index), cells in found.items():
        old, new = getattr(one, section)[index], getattr(other, section)[index]
        lines = tuple(number for number, _ in cells)
        names = [name for _, name in cells]

        def mixed(place: int, old: Any = old, new: Any = new, names: list[str] = names) -> Any:
            taken = {name: getattr(new, name) for n, name in enumerate(names) if place >> n & 1}
            return replace(old, **taken)

        yield from _tabled(section, index, lines, mixed)


def _work(
    state: State,
    numbers: Numbers,
    scenarios: tuple[ScenarioId, ScenarioId],
    one: Inputs,
    other: Inputs,
) -> Iterator[Graft]:
    decided: dict[Item, int] = {t.item: n for t, n in numbers.items() if t.kind == OWNER}
    if not decided:
        return
    said = [owner_rows(state, s) if s != state.today else {} for s in scenarios]
    teams, today = _ranks(state, Team), Owners(state, state.today)

    def owned(row: Chunk | Service, items: list[Item], old: Any) -> Callable[[int], Any]:
        def mixed(place: int) -> Any:
            own: dict[Item, Owner] = {}
            for item in ladder(row):
                taken = item in items and place >> items.index(item) & 1
                word = said[1 if taken else 0].get(item)
                if word is not None:
                    own[item] = word
            owners = today.option(own)
            team = owners.of_chunk(row) if isinstance(row, Chunk) else owners.of_service(row)
            return replace(old, owner=None if team is None else teams[team])

        return mixed

    work: tuple[tuple[str, Sequence[Chunk | Service]], ...] = (
        ("chunks", state.rows(Chunk)),
        ("services", state.rows(Service)),
    )
    for section, rows in work:
        for index, row in enumerate(rows):
            items = [item for item in ladder(row) if item in decided]
            if not items:
                continue
            old, new = getattr(one, section)[index], getattr(other, section)[index]
            lines = tuple(decided[item] for item in items)
            if len(lines) > 1:
                yield from _tabled(section, index, lines, owned(row, items, old))
            elif old != new:
                yield Chosen(section, index, lines, (old, new))


def ladder(row: Chunk | Service) -> tuple[Item, ...]:
    """The items whose owners a chunk or service may follow."""
    if isinstance(row, Service):
        return ("service", row.id), ("kind", row.kind)
    return ("chunk", row.id), ("kind", row.kind), ("project", row.project)


def _tabled(
    section: str, index: int, lines: tuple[int, ...], mixed: Callable[[int], Any]
) -> Iterator[Graft]:
    specs: list[Any] = []
    known: dict[Any, Any] = {}
    for place in range(1 << len(lines)):
        spec = mixed(place)
        specs.append(known.setdefault(spec, spec))
    if len(known) > 1:
        yield Chosen(section, index, lines, tuple(specs))
