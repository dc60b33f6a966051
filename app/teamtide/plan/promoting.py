"""Making an option the new Today, from a day on, without touching what the other options say.

Today's places stay as they were before that day; from it on they are the option's. Owners, leads,
ceremony hours, interrupts, status, priority and shift carry no date, so they hold over the whole
plan. Every other option fell back on Today wherever it said nothing: what it would lose that way
it is given as its own words, so that its figures stay the same to the last bit.

Words from the beginning are the ones that change nothing: an option keeps the cohorts that Today
made before the plan began, so repeating there what held then starts no settling in (MODEL,
section 1), and nothing dated before that is ever rewritten here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from teamtide.plan.assigning import set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called
from teamtide.plan.options import SAID, free_name
from teamtide.plan.overlay import (
    ProjectSettings,
    Set,
    TeamSettings,
    own_sets,
    owner_rows,
    project_change,
    project_settings,
    set_on,
    shares_at,
    team_change,
    team_settings,
    timeline,
)
from teamtide.plan.placing import WHOLE, day_text
from teamtide.plan.rows import (
    Owner,
    OwnerId,
    Person,
    PersonId,
    Placement,
    Project,
    ProjectChange,
    Row,
    Scenario,
    ScenarioId,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused

TEAM_CELLS = ("lead", "ceremony_hours", "interrupts")
PROJECT_CELLS = ("status", "priority", "shift_weeks")
Command = Callable[[State], ChangeSet]


def make_today(state: State, *, scenario: ScenarioId, start: date, keep_as: str = "") -> ChangeSet:
    """An option becomes what Today is, its places from `start` on, the rest over the whole plan.

    The option stays, with nothing to say that Today does not say. Every other option keeps its
    figures to the last bit; where `keep_as` names one, a new option keeps what Today was.

    Args:
        state: The plan.
        scenario: The option.
        start: First day of its places in Today; no day before the plan began.
        keep_as: Name of an option that keeps what Today was; blank for none.

    Raises:
        Refused: it is Today itself or says nothing; the day is after the plan; or another option
            would need to say that a team has no lead or a project no priority, which it can't.
    """
    row, plan = state.get(Scenario, scenario), state.plan
    if scenario == state.today:
        raise Refused([f"“{row.name}” is today's state already; choose an option."])
    if not any(state.where(cls, "scenario", scenario) for cls in SAID):
        raise Refused(
            [f"“{row.name}” says nothing that Today does not say; there is nothing to take."]
        )
    if start > plan.end:
        raise Refused(
            [f"The plan ends on {day_text(plan.end)}; choose a day on which it still runs."]
        )
    start = max(start, plan.beginning)
    draft = Draft(state)
    others = [r.id for r in state.rows(Scenario) if r.id not in (state.today, scenario)]
    if keep_as:
        name = free_name(state, keep_as)
        about = f"What was today's state until {row.name} became it, {day_text(start)}."
        others.append(draft.add(Scenario, name=name, description=about).id)
    for person in state.rows(Person):
        _take_places(draft, scenario, person.id, start, others)
    _take_owners(draft, scenario, others)
    for cls in SAID:
        for said in state.where(cls, "scenario", scenario):
            draft.drop(said)
    label = f"Made {row.name} today's state, {day_text(start)}"
    steps = [draft.change(label)]
    now = state.apply(steps[0])
    for command in (
        *_team_commands(state, scenario, others),
        *_project_commands(state, scenario, others),
    ):
        steps.append(command(now))
        now = now.apply(steps[-1])
    return replace(ChangeSet.joined(label, steps), scenario=state.today)


# --- places ---------------------------------------------------------------------------------


def _take_places(
    draft: Draft, scenario: ScenarioId, person: PersonId, start: date, others: Sequence[ScenarioId]
) -> None:
    """Someone's places of the option from `start` on in Today, and what others had kept."""
    state = draft.state
    if not own_sets(state, scenario, person):
        return
    was = own_sets(state, state.today, person)
    now = _from_then_on(was, timeline(state, scenario, person), start)
    if now == was:
        return
    gone = {placed.start for placed in was if placed not in now}
    for row in state.where(Placement, "person", person):
        if row.scenario == state.today and row.start in gone:
            draft.drop(row)
    _add_sets(draft, state.today, person, [placed for placed in now if placed not in was])
    for option in others:
        own = own_sets(state, option, person)
        until = own[0].start if own else date.max
        if until is None or _before(was, until) == _before(now, until):
            continue
        begun = state.plan.beginning
        held = Set(None, set_on(was, state.plan.beginning).shares)
        kept = [s for s in _before(was, until) if s.start is not None]
        later = [s for s in kept if s.start is not None and s.start > begun]
        _add_sets(draft, option, person, [held, *later])


def _from_then_on(was: tuple[Set, ...], wanted: tuple[Set, ...], start: date) -> tuple[Set, ...]:
    """Today's sets before `start`, then those of the option, each as it stands there."""
    before = _before(was, start)
    held = set_on(wanted, start).shares
    stays = dict(held) == dict(before[-1].shares if before else ())
    # A set that changes nothing is taken over, too: where weeks are cut decides how sums round.
    first = () if stays and all(s.start != start for s in wanted) else (Set(start, held),)
    return (*before, *first, *(s for s in wanted if s.start is not None and s.start > start))


def _before(sets: tuple[Set, ...], day: date) -> tuple[Set, ...]:
    return tuple(placed for placed in sets if placed.start is None or placed.start < day)


def _add_sets(draft: Draft, scenario: ScenarioId, person: PersonId, sets: Sequence[Set]) -> None:
    """New rows that say these sets, in their order, since sums of shares are made in it."""
    for placed in sets:
        shares: tuple[tuple[TeamId | None, float], ...] = placed.shares or ((None, WHOLE),)
        for team, share in shares:
            draft.add(
                Placement,
                scenario=scenario,
                person=person,
                start=placed.start,
                team=team,
                share=share,
            )


# --- owners ---------------------------------------------------------------------------------


def _take_owners(draft: Draft, scenario: ScenarioId, others: Sequence[ScenarioId]) -> None:
    """The option's owners as Today's rows; the items' own teams stay what they fall back on."""
    state = draft.state
    today = owner_rows(state, state.today)
    for item, row in owner_rows(state, scenario).items():
        old = today.get(item)
        was = None if old is None else old.team
        if row.team == was:
            continue
        if old is None:
            _add_owner(draft, state.today, row, row.team)
        elif row.team is None:
            draft.drop(old)
        else:
            draft.put(replace(old, team=row.team))
        for option in others:
            if item not in owner_rows(state, option):
                # A blank word takes Today's away, which is what no word of Today's came to.
                _add_owner(draft, option, row, was)


def _add_owner(draft: Draft, scenario: ScenarioId, like: Owner, team: TeamId | None) -> None:
    draft.put(replace(like, id=OwnerId(draft.fresh_id(Owner)), scenario=scenario, team=team))


# --- teams and projects ---------------------------------------------------------------------


def _team_commands(
    state: State, scenario: ScenarioId, others: Sequence[ScenarioId]
) -> Iterator[Command]:
    """What makes Today say of each team what the option says, then what others keep.

    Raises:
        Refused: another option's team would get a lead that it can't refuse.
    """
    for said in state.where(TeamChange, "scenario", scenario):
        was = team_settings(state, state.today, said.team)
        values = _told(said, was, TEAM_CELLS)
        if not values:
            continue
        yield partial(set_team, scenario=state.today, team=said.team, **values)
        for option in others:
            kept = _kept(team_change(state, option, said.team), was, values)
            if kept.get("lead", 0) is None:
                if _anyone_in(state, option, said.team):
                    raise Refused([_LEADLESS.format(**_names(state, option, Team, said.team))])
                kept.pop("lead")
            if kept:
                yield partial(set_team, scenario=option, team=said.team, **kept)


def _project_commands(
    state: State, scenario: ScenarioId, others: Sequence[ScenarioId]
) -> Iterator[Command]:
    """The same for each project.

    Raises:
        Refused: another option's project would get a priority that it can't refuse.
    """
    for said in state.where(ProjectChange, "scenario", scenario):
        was = project_settings(state, state.today, said.project)
        values = _told(said, was, PROJECT_CELLS)
        if not values:
            continue
        yield partial(set_project, scenario=state.today, projects=[said.project], **values)
        for option in others:
            kept = _kept(project_change(state, option, said.project), was, values)
            if kept.get("priority", 0) is None:
                names = _names(state, option, Project, said.project)
                raise Refused([_UNRANKED.format(**names)])
            if kept:
                yield partial(set_project, scenario=option, projects=[said.project], **kept)


_LEADLESS = (
    "In “{option}” nobody leads {name}, and an option can't say so once Today names a lead. "
    "Name a lead in Today first, {or_else}."
)
_UNRANKED = (
    "In “{option}” {name} has no priority, and an option can't say so once Today gives one. "
    "Give it a priority in Today first, {or_else}."
)


def _told(
    said: TeamChange | ProjectChange, was: TeamSettings | ProjectSettings, cells: Sequence[str]
) -> dict[str, Any]:
    """The cells in which a row says something else than Today."""
    told = {name: getattr(said, name) for name in cells}
    return {n: v for n, v in told.items() if v is not None and v != getattr(was, n)}


def _kept(
    own: TeamChange | ProjectChange | None,
    was: TeamSettings | ProjectSettings,
    values: dict[str, Any],
) -> dict[str, Any]:
    """Of the cells that change in Today, what an option that says nothing of them had."""
    silent = [name for name in values if own is None or getattr(own, name) is None]
    return {name: getattr(was, name) for name in silent}


def _anyone_in(state: State, scenario: ScenarioId, team: TeamId) -> bool:
    """Whether anybody is in a team at the end of the plan, when it counts who leads whom."""
    end = state.plan.end
    return any(team in shares_at(state, scenario, p.id, end) for p in state.rows(Person))


def _names(state: State, option: ScenarioId, cls: type[Row], row_id: int) -> dict[str, str]:
    found, name = state.find(Scenario, option), called(state.get(cls, row_id))
    if found is None:  # the option that would keep what Today was
        return {"option": "What Today was", "name": name, "or_else": "or don't keep what it was"}
    way = f"or say it in “{found.name}”, or delete that option"
    return {"option": found.name, "name": name, "or_else": way}
