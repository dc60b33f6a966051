"""Who is close to whom: ties between data science and engineering, and whose lead changes.

A reorganisation is paid in closeness as well as in days. All of this looks at where people are,
and at nothing they do (MODEL section 6); what was asked for them comes as sentences, ready made.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import SHOWN, Line, Reading
from teamtide.capacity.measures.shares import fte_of, weekly_shares


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


class Reports(NamedTuple):
    """Whom everybody reports to in the last week of the plan.

    Args:
        lead: Per person the index of their lead, or None; absent who is not employed then.
        teams: Per person the team it is by.
    """

    lead: dict[int, int | None]
    teams: dict[int, int]


def reports(case: Case) -> Reports:
    """The lead of the team in which each person has most of their time in the last week.

    The first team on ties. Who leads their own team, is on the bench, or whose team has no lead,
    has none.
    """
    fte = fte_of(case.inputs)
    share: dict[int, float] = {}
    team_of: dict[int, int] = {}
    for number, figures in enumerate(case.load.teams):
        last = weekly_shares(figures, fte)[:, -1].tolist()
        for person, part in zip(figures.workings.crew.person.tolist(), last, strict=True):
            if part > share.get(person, 0.0) + NOTHING:
                share[person], team_of[person] = part, number
    end = case.friday(case.inputs.weeks - 1)
    monday = end - 4
    lead: dict[int, int | None] = {}
    for number, person in enumerate(case.inputs.people):
        if (person.start is None or person.start <= end) and (
            person.end is None or person.end >= monday
        ):
            team = team_of.get(number)
            found = None if team is None else case.scene.leads[team]
            lead[number] = None if found == number else found
    return Reports(lead, team_of)


def span(case: Case, _today: Case) -> Reading:
    """People per lead in the last week of the plan; None where nobody leads anybody."""
    found = reports(case)
    count: dict[int, int] = {}
    for lead in found.lead.values():
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
    now, before = reports(case).lead, reports(today).lead
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
