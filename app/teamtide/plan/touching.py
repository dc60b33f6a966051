"""Which work a change is about, where rows are edited or given to others but none change places.

A project given away, a rule for a kind of work or an owner's row says something of work whose own
row stays as it was; whoever keeps what follows from a row asks here what to look at again.
"""

from __future__ import annotations

from collections.abc import Iterator

from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import Chunk, Owner, Project, Service, Surge
from teamtide.plan.state import State


def chunks_given(after: State, change: ChangeSet) -> Iterator[Chunk]:
    """The chunks whose owner a change elsewhere may be about, where nothing changes its order."""
    for _, project in change.of(Project):
        if project is not None:
            yield from after.where(Chunk, "project", project.id)
    for pair in change.of(Owner):
        for row in pair:
            if row is None:
                continue
            if row.project is not None:
                yield from after.where(Chunk, "project", row.project)
            elif row.kind is not None:
                yield from (one for one in after.rows(Chunk) if one.kind == row.kind)
            else:
                named = after.find(Chunk, row.chunk)
                if named is not None:
                    yield named


def services_touched(after: State, change: ChangeSet) -> Iterator[Service]:
    """The services whose values or owner a change may be about, where nothing changes order."""
    for _, service in change.of(Service):
        if service is not None:
            yield service
    for surges in change.of(Surge):
        for surge in surges:
            found = after.find(Service, surge.service) if surge is not None else None
            if found is not None:
                yield found
    for pair in change.of(Owner):
        for row in pair:
            if row is not None and row.kind is not None:
                yield from (one for one in after.rows(Service) if one.kind == row.kind)
            elif row is not None and row.service is not None:
                named = after.find(Service, row.service)
                if named is not None:
                    yield named
