"""What stays the same over all weeks and samples of a projection.

Section 4 of the model is a loop over weeks, and the bands run it a thousand times. Whatever the
loop needs to know of the plan is laid out here once: *items* (chunks and services) with what they
release when nothing holds them, *slots* (an item as it is asked of one team, or of one person in
it) in the order in which they are served, *pools* (what is dealt out together: a round, a
discipline, a team or a person) and *links* (who waits for whom).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray
from teamtide.capacity.demand import service_days
from teamtide.capacity.inputs import INTERRUPTING_KINDS, KINDS, Chunk, Inputs
from teamtide.capacity.releases import phased_weeks
from teamtide.capacity.results import Load

NEVER = 2**30
"""Last week of what has no end."""


@dataclass(frozen=True)
class Items:
    """I pieces of work.

    Args:
        item: (I,) chunk, or -1 - service.
        start: (I,) first week in which something may be released, at least 0.
        last: (I,) planned last week; NEVER for services.
        planned: (rows, W) days released in each week when nothing holds an item: a row per item,
            then the other phases of the bursts, each item's in order.
        phases: (I,) row of an item's phase 1, less 1; 0 where it has only one phase.
        period: (I,) number of its phases, 1 where it is no burst.
        effort: (I,) expected effort that is not done before the plan; 0 for services.
        cap: (I,) most days a week that max people lets, inf where it says nothing.
    """

    item: IntArray
    start: IntArray
    last: IntArray
    planned: FloatArray
    phases: IntArray
    period: IntArray
    effort: FloatArray
    cap: FloatArray


@dataclass(frozen=True)
class Slots:
    """N slots, by pool and then in the order in which items are served.

    Args:
        row: (N,) which of the I items.
        team: (N,) number of the team among those projected.
        person: (N,) person it is asked of by name, or -1.
        pool: (N,) its pool.
        share: (shared, W) part of the item's want asked of it in each week.
        share_row: (N,) row of `share`; -1 where the item has no other slot, and all is asked of it.
    """

    row: IntArray
    team: IntArray
    person: IntArray
    pool: IntArray
    share: FloatArray
    share_row: IntArray


@dataclass(frozen=True)
class Links:
    """L pairs of a chunk and a predecessor that may hold it, by chunk.

    Args:
        row: (L,) item that waits.
        before: (L,) chunk it waits for (index in the plan).
        lag: (L,) whole weeks between them.
        due: (L,) planned last week of the predecessor.
    """

    row: IntArray
    before: IntArray
    lag: IntArray
    due: IntArray


@dataclass(frozen=True)
class CarryPlan:
    """All of it.

    Args:
        weeks: W.
        disciplines: D.
        teams: (T,) plan indices of the teams projected, ascending.
        chunks: Number of chunks of the plan.
        items: The work.
        slots: Who is asked for it.
        links: Who waits for whom.
        named: ((number of the team, person), …) owners of the pools of round 2, the pool of the
            n-th in discipline d being (2T + n)·D + d; before them, team t's round 1 has
            2t·D + d and its round 3 (2t + 1)·D + d.
        finished: Finish weeks known from the start, by chunk: of what is planned to end before
            week 0, and of what was done by then.
    """

    weeks: int
    disciplines: int
    teams: tuple[int, ...]
    chunks: int
    items: Items
    slots: Slots
    links: Links
    named: tuple[tuple[int, int], ...]
    finished: dict[int, int]


def owned_chunks(inputs: Inputs) -> BoolArray:
    """(C,) chunks of active projects that have an owner, or someone named on them."""
    active = [project.active for project in inputs.projects]
    return np.array(
        [
            active[chunk.project] and (chunk.owner is not None or bool(chunk.who))
            for chunk in inputs.chunks
        ],
        dtype=bool,
    )


def teams_of_people(load: Load) -> dict[int, frozenset[int]]:
    """The teams in which each named person is at any time."""
    found: dict[int, set[int]] = {}
    presence = load.presence
    for person, team in zip(presence.person.tolist(), presence.team.tolist(), strict=True):
        found.setdefault(person, set()).add(team)
    return {person: frozenset(teams) for person, teams in found.items()}


def teams_of_chunk(chunk: Chunk, people: dict[int, frozenset[int]]) -> frozenset[int]:
    """Teams that may be asked for a chunk: its owner's, and those of the people named on it."""
    mine = frozenset[int]() if chunk.owner is None else frozenset({chunk.owner})
    if not chunk.who:
        return mine
    return mine.union(*(people.get(person, frozenset()) for person in chunk.who))


def plan_carry(load: Load, teams: Sequence[int], *, phased: bool) -> CarryPlan:
    """Lays a plan out for projecting some of its teams.

    Args:
        load: The plan.
        teams: Indices of the teams, ascending. A chunk asked of one of them must not be asked of a
            team outside: see `carry_teams.together`.
        phased: Whether bursts may start in another phase than planned.
    """
    inputs, schedule = load.inputs, load.plan
    chosen = {team: number for number, team in enumerate(teams)}
    people = teams_of_people(load)
    owned = owned_chunks(inputs)
    where = {
        index: teams_of_chunk(inputs.chunks[index], people)
        for index in np.flatnonzero(owned).tolist()
    }
    # Work that no team is ever asked for is kept too: it holds whatever follows it.
    chunks = [i for i, asked in where.items() if not asked or not asked.isdisjoint(chosen)]
    services = [n for n, s in enumerate(inputs.services) if s.owner in chosen]
    chunks.sort(key=lambda i: _place(inputs, i, chosen, int(schedule.first[i])))
    services.sort(key=lambda n: chosen[inputs.services[n].owner or 0])
    items = _items(load, services, chunks, phased=phased)
    weeks_of = (schedule.last - schedule.start) // 7
    slots, named = _slots(load, items, chosen)
    return CarryPlan(
        weeks=inputs.weeks,
        disciplines=len(inputs.disciplines),
        teams=tuple(teams),
        chunks=len(inputs.chunks),
        items=items,
        slots=slots,
        links=_links(inputs, items, owned, weeks_of),
        named=named,
        finished={
            i: min(-1, int(weeks_of[i])) for i in chunks if weeks_of[i] < 0 or schedule.over[i]
        },
    )


def _place(
    inputs: Inputs, index: int, chosen: dict[int, int], first: int
) -> tuple[int, float, int, int]:
    """Keeps a team's chunks together, in the order in which they are served."""
    chunk = inputs.chunks[index]
    priority = inputs.projects[chunk.project].priority
    team = -1 if chunk.owner is None else chosen.get(chunk.owner, -1)
    return team, inf if priority is None else priority, first, index


def _items(load: Load, services: list[int], chunks: list[int], *, phased: bool) -> Items:
    inputs, schedule = load.inputs, load.plan
    weeks, which = inputs.weeks, np.array(chunks, dtype=np.int64)
    flow = [service_days(inputs.services[n], load.calendar) for n in services]
    days = np.zeros((len(chunks), weeks))
    place = np.full(len(inputs.chunks), -1)
    place[which] = np.arange(len(which))
    row = place[schedule.chunk]
    inside = np.flatnonzero((row >= 0) & (schedule.week >= 0) & (schedule.week < weeks))
    days[row[inside], schedule.week[inside]] = schedule.days[inside]
    others = phased_weeks(inputs, schedule, which) if phased else None
    period = np.ones(len(chunks), dtype=np.int64)
    phases = np.zeros(len(chunks), dtype=np.int64)
    rows = [np.stack(flow) if flow else np.zeros((0, weeks)), days]
    if others is not None:
        rows.append(others.days)
        period = others.period
        extra = np.cumsum(period - 1) - (period - 1)
        phases = np.where(period > 1, len(flow) + len(chunks) + extra - 1, 0)
    flows = np.zeros(len(flow), dtype=np.int64)
    overhead = inputs.settings.overhead
    caps = [inputs.chunks[i].max_people for i in chunks]
    return Items(
        item=np.concatenate([-1 - np.array(services, dtype=np.int64), which]),
        start=np.concatenate([flows, np.maximum(0, (schedule.first[which] - inputs.start) // 7)]),
        last=np.concatenate([flows + NEVER, (schedule.last[which] - inputs.start) // 7]),
        planned=np.concatenate(rows),
        phases=np.concatenate([flows, phases]),
        period=np.concatenate([flows + 1, period]),
        effort=np.concatenate([np.zeros(len(flow)), schedule.left[which]]),
        cap=np.array([inf] * len(flow) + [_most(cap, overhead) for cap in caps]),
    )


def _most(max_people: float | None, overhead: float) -> float:
    return inf if max_people is None else max_people * 5 * (1 - overhead)


def _links(inputs: Inputs, items: Items, owned: BoolArray, last_week: IntArray) -> Links:
    rows = []
    for row, index in enumerate(items.item.tolist()):
        if index < 0:
            continue
        chunk = inputs.chunks[index]
        rows += [
            (row, before, ceil(chunk.lag), int(last_week[before]))
            for before in chunk.after
            if owned[before]
        ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Links(*table)


def _slots(
    load: Load, items: Items, chosen: dict[int, int]
) -> tuple[Slots, tuple[tuple[int, int], ...]]:
    inputs, depth = load.inputs, len(load.inputs.disciplines)
    rows: list[tuple[int, int, int, int]] = []
    shares: list[FloatArray] = []
    named: dict[tuple[int, int], int] = {}
    interrupts = [kind in INTERRUPTING_KINDS for kind in KINDS]
    priority: list[tuple[int, float, int, int]] = []
    pools: list[int] = []
    first = load.plan.first.tolist()

    def add(row: int, team: int, person: int, share: FloatArray | None, pool: int) -> None:
        index = int(items.item[row])
        rows.append((row, team, person, -1 if share is None else len(shares)))
        pools.append(pool)
        if share is not None:
            shares.append(share)
        if index < 0:
            priority.append((0, 0.0, 0, -1 - index))
            return
        rank = inputs.projects[inputs.chunks[index].project].priority
        priority.append((1, inf if rank is None else rank, first[index], index))

    for row, index in enumerate(items.item.tolist()):
        if index < 0:
            service = inputs.services[-1 - index]
            team = chosen[service.owner or 0]
            add(row, team, -1, None, 2 * team * depth + service.discipline)
            continue
        chunk = inputs.chunks[index]
        parts, rest = _named_parts(load, chunk) if chunk.who else ([], None)
        for person, team_index, share in parts:
            team = chosen[team_index]
            number = named.setdefault((team, person), len(named))
            pool = (2 * len(chosen) + number) * depth + chunk.discipline
            add(row, team, person, share, pool)
        if chunk.owner in chosen and (rest is None or rest.any()):
            team = chosen[chunk.owner]
            round_ = 2 * team + (not interrupts[chunk.kind])
            add(row, team, -1, rest, round_ * depth + chunk.discipline)
    order = sorted(range(len(rows)), key=lambda n: (pools[n], priority[n]))
    table = np.array([rows[n] for n in order], dtype=np.int64).reshape(-1, 4).T
    return (
        Slots(
            row=table[0],
            team=table[1],
            person=table[2],
            pool=np.array([pools[n] for n in order], dtype=np.int64),
            share=np.stack(shares) if shares else np.zeros((0, inputs.weeks)),
            share_row=table[3],
        ),
        tuple(named),
    )


def _named_parts(
    load: Load, chunk: Chunk
) -> tuple[list[tuple[int, int, FloatArray]], FloatArray | None]:
    """(person, team, (W,) share) of those named on a chunk; and what falls to its owner."""
    presence = load.presence
    found = []
    several = np.zeros(load.inputs.weeks)
    for person in dict.fromkeys(chunk.who):
        begin, end = np.searchsorted(presence.person, [person, person + 1])
        size = presence.size[begin:end]
        total = size.sum(axis=0)
        there = total > NOTHING
        if there.any():
            several += there
            part = np.divide(size, total, out=np.zeros_like(size), where=there)
            found.append((person, presence.team[begin:end].tolist(), part))
    if not found:
        return [], None
    alone = np.maximum(several, 1.0)
    parts = [
        (person, team, row / alone)
        for person, teams, part in found
        for team, row in zip(teams, part, strict=True)
        if row.any()
    ]
    return parts, (several == 0).astype(np.float64)
