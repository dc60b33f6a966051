"""Who is close to whom: ties between data science and engineering, and whose lead changes.

A reorganisation is paid in closeness as well as in days. All of this looks at where people are,
and at nothing they do (MODEL section 6); what was asked for them comes as sentences, ready made.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, IntArray
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import SHOWN, Line, Reading
from teamtide.capacity.measures.shares import fte_of, weekly_shares

EVER, NEVER = 1, 3_652_059
"""Ordinals of the first and the last day there is, where employment has no bound."""
LAST = slice(-1, None)
"""The last week."""


def ties_kept(case: Case, today: Case) -> Reading:
    """Pairs tied in Today and here."""
    return _pairs("ties_kept", case, case.closeness.tied & today.closeness.tied)


def ties_lost(case: Case, today: Case) -> Reading:
    """Pairs tied in Today and no more."""
    return _pairs("ties_lost", case, today.closeness.tied & ~case.closeness.tied)


def ties_new(case: Case, today: Case) -> Reading:
    """Pairs tied here and not in Today."""
    return _pairs("ties_new", case, case.closeness.tied & ~today.closeness.tied)


def _pairs(key: str, case: Case, which: BoolArray) -> Reading:
    people = case.inputs.people
    count = int(np.count_nonzero(which))
    row, column = np.divmod(np.flatnonzero(which)[:SHOWN], max(1, which.shape[1]))
    pairs = zip(
        case.closeness.others[row].tolist(), case.closeness.engineers[column].tolist(), strict=True
    )
    lines = [Line(f"{people[a].name} and {people[b].name}", 1.0, "pairs") for a, b in pairs]
    if count > SHOWN:
        lines.append(Line("Other pairs", float(count - SHOWN), "pairs"))
    return Reading(key, float(count), tuple(lines))


def wishes(case: Case, _today: Case) -> Reading:
    """Pins and pairs that are not kept all the time; None where nothing was asked for."""
    broken = case.scene.broken
    if broken is None:
        return Reading("wishes", None)
    lines = [Line(sentence, 1.0, "count") for sentence in broken[:SHOWN]]
    if len(broken) > SHOWN:
        lines.append(Line("Others", float(len(broken) - SHOWN), "count"))
    return Reading("wishes", float(len(broken)), tuple(lines))


# --- leads ----------------------------------------------------------------------------------


NOBODY, AWAY = -1, -2
"""Instead of a lead: who has none, and who is not employed that week."""


def leads_by_week(case: Case, weeks: slice = slice(None)) -> IntArray:
    """(P, weeks) index of everybody's lead each week, `NOBODY` or `AWAY`.

    It is the lead of the team in which a person has most of their time that week, the first such
    team on ties. Who leads their own team, is on the bench, or whose team has no lead, has none.

    Args:
        case: The scenario.
        weeks: The weeks wanted.
    """
    inputs = case.inputs
    fte = fte_of(inputs)
    mondays = inputs.start + 7 * np.arange(inputs.weeks)[weeks]
    shape = (len(inputs.people), len(mondays))
    share, lead = np.zeros(shape), np.full(shape, NOBODY, dtype=np.int64)
    for figures, leader in zip(case.load.teams, case.scene.leads, strict=True):
        person = figures.workings.crew.person
        part = weekly_shares(figures, fte)[:, weeks]
        most = part > share[person] + NOTHING
        share[person] = np.where(most, part, share[person])
        lead[person] = np.where(most, NOBODY if leader is None else leader, lead[person])
    lead[lead == np.arange(len(inputs.people))[:, None]] = NOBODY
    starts = np.array([p.start if p.start is not None else EVER for p in inputs.people])
    ends = np.array([p.end if p.end is not None else NEVER for p in inputs.people])
    employed = (starts[:, None] <= mondays + 4) & (ends[:, None] >= mondays)
    lead[~employed.reshape(shape)] = AWAY
    return lead


def lead_since(case: Case, today: Case) -> IntArray:
    """(P,) the week from which on somebody's lead is another than in Today; -1 where it is not.

    Only a lead that is another in the last week of the plan counts, as in `lead_changes`.
    """
    other = leads_by_week(case) != leads_by_week(today)
    same = ~other[:, ::-1]
    weeks = other.shape[1]
    trailing = np.where(same.any(axis=1), same.argmax(axis=1), weeks)
    since = weeks - trailing
    since[(trailing == 0) | (leads_by_week(case, LAST)[:, 0] == AWAY)] = -1
    found: IntArray = since
    return found


def _last_leads(case: Case) -> dict[int, int | None]:
    """The lead of everybody who is employed in the last week of the plan."""
    found = leads_by_week(case, LAST)[:, 0].tolist()
    return {
        person: None if lead == NOBODY else lead
        for person, lead in enumerate(found)
        if lead != AWAY
    }


def span(case: Case, _today: Case) -> Reading:
    """People per lead in the last week of the plan; None where nobody leads anybody."""
    count: dict[int, int] = {}
    for lead in _last_leads(case).values():
        if lead is not None:
            count[lead] = count.get(lead, 0) + 1
    if not count:
        return Reading("span", None)
    people = case.inputs.people
    lines = [Line(f"{people[lead].name} leads", float(n), "people") for lead, n in count.items()]
    most = max(count.values())
    where = f"{most} at the most"
    return Reading("span", sum(count.values()) / len(count), tuple(lines), where)


def lead_changes(case: Case, today: Case) -> Reading:
    """People whose lead in the last week of the plan is another than in Today."""
    now, before = _last_leads(case), _last_leads(today)
    people = case.inputs.people
    changed = [number for number, lead in now.items() if lead != before.get(number)]

    def name(lead: int | None) -> str:
        return "nobody" if lead is None else people[lead].name

    lines = [
        Line(f"{people[n].name}: {name(before.get(n))}, then {name(now[n])}", 1.0, "people")
        for n in changed[:SHOWN]
    ]
    if len(changed) > SHOWN:
        lines.append(Line("Others", float(len(changed) - SHOWN), "people"))
    return Reading("lead_changes", float(len(changed)), tuple(lines))
