"""A slow second reading of the measures (MODEL section 6), on top of the slow twin.

Plain loops over people, days and pieces of work, written from the page and sharing no line with
`teamtide.capacity`; where the page leaves a choice, it is said beside the loop that makes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests.capacity.twin import (
    KINDS,
    NONE,
    Chunk,
    Group,
    Item,
    Model,
    Part,
    Person,
    Progress,
    Sheets,
    Team,
    Week,
    _allocate,
    _cohort_ramp,
    _effective_number,
    _given,
    _groups,
    _held,
    _parts,
    _read,
    _team_weeks,
    expected,
    projected,
)

Values = dict[str, float | None]
Leads = Mapping[str, str | None]


@dataclass
class Plan:
    """One scenario of a workbook, with the figures of its team-weeks."""

    sheets: Sheets
    scenario: str
    model: Model
    weeks: dict[str, list[Week]]
    engineering: set[int]
    leads: Leads


def read(sheets: Sheets, scenario: str, leads: Leads) -> Plan:
    model = _read(sheets, scenario)
    said = {str(row["Setting"]): row["Value"] for row in sheets["Plan"]}
    words = str(said.get("engineering") or "").split(";")
    engineering = {model.disciplines.index(w.strip()) for w in words if w.strip()}
    return Plan(sheets, scenario, model, _team_weeks(model)[0], engineering, leads)


def measures(plan: Plan, today: Plan) -> Values:
    """Every measure that is arithmetic, by key; None where there is nothing to measure."""
    values: Values = {}
    values.update(_sums(plan))
    values.update(_ups_and_downs(plan))
    values["interrupted"] = _interrupted(plan)
    values["threads"] = _threads(plan)
    values["standup"] = _standup(plan)
    values["cover"] = _cover(plan)
    values.update(_turnaround(plan))
    values["backlog"] = sum(
        (weeks[-1] for weeks in projected(plan.sheets, plan.scenario).backlog.values()), 0.0
    )
    values["moves"] = float(len(_movers(plan)))
    mentor = 1 + plan.model.settings["mentor"]
    values["move_cost"] = mentor * (_settling(plan) - _settling(today))
    values["pays_back"] = _pays_back(plan, today)
    values.update(_ties(plan, today))
    values.update(_leads(plan, today))
    return values


# --- sums -------------------------------------------------------------------------------------


def _sums(plan: Plan) -> Values:
    found = expected(plan.sheets, plan.scenario)
    overload = sum((sum(team.overload) for team in found.teams.values()), 0.0)
    unowned = sum(sum(found.unowned[kind]) for kind in KINDS)
    late = 0.0
    for chunk in plan.model.chunks:
        if chunk.active:
            late += sum(days for week, days in chunk.planned.items() if week >= plan.model.weeks)
    finite = [x for team in found.teams.values() for x in team.load if math.isfinite(x)]
    by_week = [
        sum(team.overload[week] for team in found.teams.values()) / 5
        for week in range(plan.model.weeks)
    ]
    return {
        "overload": overload,
        "idle": sum((sum(team.idle) for team in found.teams.values()), 0.0),
        "unowned": unowned,
        "pushed_out": late,
        "rank": overload + unowned + late,
        "peak": max(finite) if finite else None,
        "nobody": float(
            sum(math.isinf(x) for team in found.teams.values() for x in team.load),
        ),
        "short": max(by_week),
    }


def _ups_and_downs(plan: Plan) -> Values:
    totals = {"flood": 0.0, "above": 0.0, "below": 0.0}
    weight = 0.0
    for team in expected(plan.sheets, plan.scenario).teams.values():
        there = [w for w in range(plan.model.weeks) if team.capacity[w] > NONE]
        if not there:
            continue
        loads = [team.load[w] for w in there]
        mean = sum(loads) / len(loads)
        variance = sum((x - mean) ** 2 for x in loads) / len(loads)
        capacity = sum(team.capacity[w] for w in there)
        weight += capacity
        totals["flood"] += capacity * (math.sqrt(variance) / mean if mean > NONE else 0.0)
        totals["above"] += capacity * sum(x > 1.1 + NONE for x in loads) / len(loads)
        totals["below"] += capacity * sum(x < 0.6 - NONE for x in loads) / len(loads)
    return {key: total / weight if weight else None for key, total in totals.items()}


# --- how work reaches people ------------------------------------------------------------------


def _interrupted(plan: Plan) -> float | None:
    used = interrupting = 0.0
    for weeks in plan.weeks.values():
        for week in weeks:
            final = _allocate(plan.model, week.groups, week.supply, week.parts)
            for g, group in enumerate(week.groups):
                if group.primary not in plan.engineering:
                    continue
                for pool, time in final.time[g].items():
                    asked = [part for part in week.parts if part.pool == pool]
                    total = sum(part.amount for part in asked)
                    used += time
                    for part in asked:
                        if part.item.interrupting:
                            interrupting += time * part.amount / total
    return interrupting / used if used > NONE else None


def _threads(plan: Plan) -> float | None:
    total = weight = 0.0
    for team in plan.model.teams:
        weeks = plan.weeks[team.name]
        urgent_anywhere = any(
            part.item.interrupting and part.amount > NONE for week in weeks for part in week.parts
        )
        for week in weeks:
            # Supplies before switching are those of the groups; `week.supply` is after it.
            final = _allocate(plan.model, week.groups, week.supply, week.parts)
            juggled = _juggled(plan.model, team, week.groups, week.parts, urgent_anywhere)
            for d in range(len(plan.model.disciplines)):
                theirs = [g for g, group in enumerate(week.groups) if group.primary == d]
                if sum(sum(final.time[g].values()) for g in theirs) > NONE:
                    supply = sum(week.groups[g].supply for g in theirs)
                    weight += supply
                    total += supply * juggled[d]
    return total / weight if weight > NONE else None


def _juggled(
    model: Model, team: Team, groups: list[Group], parts: list[Part], urgent_anywhere: bool
) -> list[float]:
    """K of every discipline of a team-week, from a first allocation."""
    first = _allocate(model, groups, [group.supply for group in groups], parts)
    disciplines = range(len(model.disciplines))
    times: list[dict[tuple[str, str], float]] = [{} for _ in disciplines]
    urgent_threads = {part.item.thread for part in parts if part.item.interrupting}
    for g, group in enumerate(groups):
        for pool, spent in first.time[g].items():
            asked = [part for part in parts if part.pool == pool]
            whole = sum(part.amount for part in asked)
            for part in asked:
                thread, now = part.item.thread, times[group.primary]
                now[thread] = now.get(thread, 0.0) + spent * part.amount / whole
    supply = [sum(g.supply for g in groups if g.primary == d) for d in disciplines]
    size = [max(1.0, sum(g.presence for g in groups if g.primary == d) / 5) for d in disciplines]
    urgent = [
        sum(t for thread, t in times[d].items() if thread in urgent_threads) for d in disciplines
    ]
    on_call = None
    if team.rota and urgent_anywhere:
        for d in disciplines:
            if supply[d] > NONE and (on_call is None or urgent[d] > urgent[on_call] + NONE):
                on_call = d
    result = []
    for d in disciplines:
        q = sum(times[d].values())
        if q <= NONE:
            result.append(1.0)
            continue
        others = [t for thread, t in times[d].items() if thread not in urgent_threads]
        calls = [t for thread, t in times[d].items() if thread in urgent_threads]
        b = 1 + (_effective_number(others) - 1) / size[d]
        b_i = 1 + (_effective_number(calls) - 1) / size[d]
        calm = min(urgent[d], supply[d] / size[d] if d == on_call else 0.0)
        rest = 0.0
        if q - calm > NONE:
            u = (urgent[d] - calm) / (q - calm)
            rest = (q - calm) / (u * u / b_i + (1 - u) ** 2 / b)
        result.append((calm * b_i + rest) / q)
    return result


def _standup(plan: Plan) -> float | None:
    found = ceremonies(plan).values()
    wasted, paid = sum(w for w, _ in found), sum(p for _, p in found)
    return wasted / paid if paid > NONE else None


def ceremonies(plan: Plan) -> dict[str, tuple[float, float]]:
    """By team (days without news, all days) of its ceremonies.

    Work of a group is the time taken of it; its people are those who attend that week.
    """
    result = {}
    for team in plan.model.teams:
        paid = wasted = 0.0
        for w, week in enumerate(plan.weeks[team.name]):
            final = _allocate(plan.model, week.groups, week.supply, week.parts)
            everybody = _given(plan.model, team, w)
            for g, group in enumerate(_groups(plan.model, everybody)):
                members = [
                    given
                    for given in everybody
                    if given.attended
                    and (
                        given.person is group.named
                        if group.named is not None
                        else _alike(plan.model, given.person, group)
                    )
                ]
                hours = sum(team.ceremony_hours / 8 * given.attended / 5 for given in members)
                paid += hours
                if members and sum(final.time[g].values()) < len(members) - NONE:
                    wasted += hours
        result[team.name] = (wasted, paid)
    return result


def _alike(model: Model, person: Person, group: Group) -> bool:
    named = any(person in chunk.who for chunk in model.chunks if chunk.active)
    return not named and person.primary == group.primary and person.skill == group.skill


def _share(plan: Plan, person: Person, team: str, week: int) -> float:
    """Mean share over Monday to Friday while employed; leave and holidays are ignored."""
    days = plan.model.days(week)
    return sum(person.stay(day).share(team) for day in days if person.employed(day)) / 5


def _cover(plan: Plan) -> float | None:
    found = covered(plan)
    if not found:
        return None
    return float(sum(min(len(able) for able in weeks.values()) <= 1 for weeks in found.values()))


def covered(plan: Plan) -> dict[tuple[str, int], dict[int, list[str]]]:
    """By team and discipline, in each week in which it is asked of the team, who can do it."""
    found: dict[tuple[str, int], dict[int, list[str]]] = {}
    for team in plan.model.teams:
        for d in range(len(plan.model.disciplines)):
            for w, week in enumerate(plan.weeks[team.name]):
                if sum(part.amount for part in week.parts if part.item.discipline == d) <= NONE:
                    continue
                able = []
                for person in plan.model.people:
                    there = _share(plan, person, team.name, w) >= 0.2 - NONE
                    if there and person.skill[d] >= 0.5 - NONE:
                        able.append(person.name)
                found.setdefault((team.name, d), {})[w] = able
    return found


# --- what gets done ---------------------------------------------------------------------------


def _turnaround(plan: Plan) -> Values:
    """First days and finishes are those of the chunks that somebody owns."""
    finish = projected(plan.sheets, plan.scenario).finish
    took, late, unfinished = [], [], 0
    for row in plan.sheets["Projects"]:
        name = str(row["Project"])
        chunks = [
            chunk
            for chunk in plan.model.chunks
            if chunk.active and chunk.owned and chunk.name.startswith(f"{name} / ")
        ]
        if all(chunk.over for chunk in chunks):
            continue  # nothing of it is left to do, if there was anything
        ends: list[date | None] = []
        for chunk in chunks:
            week = finish[chunk.name]
            if week is None:
                ends.append(None)
            elif week == plan.model.week_of(chunk.last):
                ends.append(chunk.last)
            else:
                ends.append(plan.model.start + timedelta(days=7 * week + 4))
        days = [end for end in ends if end is not None]
        if len(days) < len(ends):
            unfinished += 1
            continue
        begin = min(chunk.first for chunk in chunks)
        took.append(((max(days) - begin).days + 1) / 7)
        late.append((max(days) - max(chunk.last for chunk in chunks)).days / 7)
    return {
        "turnaround": sum(took) / len(took) if took else None,
        "delay": sum(late) / len(late) if late else None,
        "unfinished": float(unfinished),
    }


def _done(plan: Plan) -> dict[str, list[float]]:
    """Days done of every item by week, those planned before week 0 in a first entry."""
    model = plan.model
    items = sorted(model.items, key=lambda item: item.done_order)
    progress = {(*item.thread, item.name): Progress() for item in items}
    done = {_path(item): [0.0] * (model.weeks + 1) for item in items}

    def of(item: Item) -> Progress:
        return progress[(*item.thread, item.name)]

    chunks = [chunk for chunk in model.chunks if chunk.active]
    for chunk in chunks:
        before = sum(days for week, days in chunk.planned.items() if week < 0)
        of(chunk).released = of(chunk).done = before
        of(chunk).upcoming = max(0, model.week_of(chunk.first))
        if chunk.owned:
            done[_path(chunk)][0] = before
            if chunk.over or model.week_of(chunk.last) < 0:
                of(chunk).finish = min(-1, model.week_of(chunk.last))
    for week in range(model.weeks):
        wants: dict[str, list[Part]] = {team.name: [] for team in model.teams}
        for item in items:
            now = of(item)
            if not isinstance(item, Chunk):
                now.released += item.planned[week]
            elif week >= model.week_of(item.first) and not _held(model, item, week, of):
                now.released += item.planned.get(now.upcoming, 0.0)
                now.upcoming += 1
            want = now.released - now.done
            if isinstance(item, Chunk) and item.max_people is not None:
                want = min(want, item.max_people * 5 * (1 - model.settings["overhead"]))
            for part in _parts(model, item, week, want):
                if part.team is not None:
                    wants[part.team].append(part)
        for team, parts in wants.items():
            given = plan.weeks[team][week]
            left = _allocate(model, given.groups, given.supply, parts).done
            for part in parts:
                served = min(part.amount, left[part.pool])
                left[part.pool] -= served
                of(part.item).done += served
                done[_path(part.item)][week + 1] += served
        for chunk in chunks:
            if (
                chunk.owned
                and of(chunk).finish is None
                and of(chunk).upcoming > model.week_of(chunk.last)
                and of(chunk).done >= chunk.left * (1 - 1e-9)
            ):
                of(chunk).finish = week
    return done


def _path(item: Item) -> str:
    return f"{'chunk' if isinstance(item, Chunk) else 'service'} {item.name}"


def _pays_back(plan: Plan, today: Plan) -> float:
    """Weeks until the end of the first week from whose end on Today is never ahead."""
    ours, theirs = _done(plan), _done(today)
    both = [path for path in ours if path in theirs]
    mine = other = 0.0
    behind = -1
    for week in range(plan.model.weeks + 1):
        mine += sum(ours[path][week] for path in both)
        other += sum(theirs[path][week] for path in both)
        if week and mine < other - 1e-9:
            behind = week
    if behind < 0:
        return 0.0
    return math.inf if behind == plan.model.weeks else float(behind + 1)


# --- people -----------------------------------------------------------------------------------


def _days(model: Model) -> list[date]:
    return [model.start + timedelta(days=n) for n in range(7 * model.weeks)]


def _movers(plan: Plan) -> set[str]:
    """Joins on a day of the plan, seen in what holds on some day of it."""
    found = set()
    for person in plan.model.people:
        for day in _days(plan.model):
            for cohorts in person.stay(day).cohorts.values():
                for cohort in cohorts:
                    if cohort.joined is None or cohort.size <= NONE:
                        continue
                    hired = person.start is not None and cohort.joined <= person.start
                    if not hired and cohort.joined >= plan.model.start:
                        found.add(person.name)
    return found


def _settling(plan: Plan) -> float:
    total = 0.0
    switch = plan.model.settings["switch"]
    for person in plan.model.people:
        for day in _days(plan.model):
            stay = person.stay(day)
            shares = [share for team in stay.cohorts if (share := stay.share(team)) > NONE]
            if not shares:
                continue
            teams = sum(shares) ** 2 / sum(share * share for share in shares)
            split = 1 - min(0.5, switch * (teams - 1))
            for cohorts in stay.cohorts.values():
                for cohort in cohorts:
                    if cohort.joined is None:
                        continue
                    if person.start is not None and cohort.joined <= person.start:
                        continue
                    ramp = _cohort_ramp(plan.model, person, cohort, day)
                    total += person.available(day) * split * cohort.size * (1 - ramp)
    return total


def _tied(plan: Plan) -> set[tuple[str, str]]:
    """Pairs of an engineer and somebody whose primary discipline is not an engineering one."""
    found = set()
    for one in plan.model.people:
        for other in plan.model.people:
            if one.primary in plan.engineering or other.primary not in plan.engineering:
                continue
            total = 0.0
            for week in range(plan.model.weeks):
                for team in plan.model.teams:
                    total += _share(plan, one, team.name, week) * _share(
                        plan, other, team.name, week
                    )
            if total / plan.model.weeks >= 0.05 - 1e-9:
                found.add((one.name, other.name))
    return found


def _ties(plan: Plan, today: Plan) -> Values:
    now, before = _tied(plan), _tied(today)
    return {
        "ties_kept": float(len(now & before)),
        "ties_lost": float(len(before - now)),
        "ties_new": float(len(now - before)),
    }


def _lead_of(plan: Plan, person: Person, week: int | None = None) -> str | None:
    """The lead of the team with most of someone that week (the last); nobody leads themselves."""
    most, lead = 0.0, None
    for team in plan.model.teams:
        share = _share(plan, person, team.name, plan.model.weeks - 1 if week is None else week)
        if share > most + NONE:
            most, lead = share, plan.leads.get(team.name)
    return None if lead == person.name else lead


def _leads(plan: Plan, today: Plan) -> Values:
    led: dict[str, int] = {}
    changed = 0
    last = plan.model.days(plan.model.weeks - 1)
    before = {person.name: person for person in today.model.people}
    for person in plan.model.people:
        if not any(person.employed(day) for day in last):
            continue
        lead = _lead_of(plan, person)
        if lead is not None:
            led[lead] = led.get(lead, 0) + 1
        changed += lead != _lead_of(today, before[person.name])
    return {
        "span": sum(led.values()) / len(led) if led else None,
        "lead_changes": float(changed),
    }


AWAY = "away"


def leads_each_week(plan: Plan) -> dict[str, list[str | None]]:
    """By person their lead in every week; `AWAY` in weeks in which they are not employed."""
    return {
        person.name: [
            _lead_of(plan, person, week)
            if any(person.employed(day) for day in plan.model.days(week))
            else AWAY
            for week in range(plan.model.weeks)
        ]
        for person in plan.model.people
    }


def lead_since(plan: Plan, today: Plan) -> dict[str, int | None]:
    """By person the week since which their lead is another than in Today, None if it is not."""
    now, before = leads_each_week(plan), leads_each_week(today)
    result: dict[str, int | None] = {}
    for name, leads in now.items():
        since = None
        for week in range(plan.model.weeks):
            if leads[week] == before[name][week]:
                since = None
            elif since is None:
                since = week
        result[name] = None if leads[-1] == AWAY else since
    return result
