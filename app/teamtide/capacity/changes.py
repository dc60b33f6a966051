"""What differs between two plans.

A drag changes one person of two thousand. Specs that did not change are the same objects, so the
difference is found by comparing identities first.
"""

from __future__ import annotations

from itertools import compress
from operator import is_not

from teamtide.capacity.inputs import Inputs


def comparable(before: Inputs, after: Inputs) -> bool:
    """Whether two plans are alike enough that only a part needs to be redone."""
    return (
        before.start == after.start
        and before.beginning == after.beginning
        and before.weeks == after.weeks
        and before.settings == after.settings
        and len(before.disciplines) == len(after.disciplines)
        and before.holidays == after.holidays
        and len(before.people) == len(after.people)
        and len(before.teams) == len(after.teams)
    )


def changed_people(before: Inputs, after: Inputs) -> list[int]:
    """Indices of the people whose specs differ, ascending."""
    others = compress(range(len(before.people)), map(is_not, before.people, after.people))
    return [index for index in others if before.people[index] != after.people[index]]


def changed_teams(before: Inputs, after: Inputs) -> set[int]:
    """Teams whose own rules differ."""
    return {
        index
        for index, (a, b) in enumerate(zip(before.teams, after.teams, strict=True))
        if a.ceremony_hours != b.ceremony_hours or a.rota != b.rota
    }
