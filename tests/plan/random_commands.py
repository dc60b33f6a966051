"""Any command a user could give, drawn for a state as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from teamtide.capacity.inputs import KINDS
from teamtide.plan.assigning import assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import add, add_many, edit, edit_plan, remove, reorder
from teamtide.plan.differences import differing
from teamtide.plan.goals import (
    add_goal,
    free_goal_name,
    rank_before,
    rank_by,
    remove_goals,
    serve,
    want,
)
from teamtide.plan.notes import NOTED, set_note
from teamtide.plan.options import PARTS, add_scenario, free_name, remove_scenario
from teamtide.plan.overlay import Item, own_sets
from teamtide.plan.pausing import delay, on_time, rest, resume, resume_with
from teamtide.plan.placing import (
    back_to_today,
    move_people,
    place_person,
    redate_move,
    remove_move,
)
from teamtide.plan.promoting import make_today
from teamtide.plan.rolling import FATES, KEEP_END, KEEP_WEEKS, Answer, roll, survey
from teamtide.plan.rows import (
    INTERRUPTS,
    STATUSES,
    WISHES,
    Chunk,
    Goal,
    Holiday,
    Leave,
    Person,
    PersonId,
    Pin,
    Project,
    ProjectId,
    R,
    Row,
    ScenarioId,
    Service,
    Surge,
    Team,
    TeamId,
)
from teamtide.plan.rows import Scenario as ScenarioRow
from teamtide.plan.state import State
from teamtide.plan.taking import take
from teamtide.plan.waves import shift_wave, waves
from teamtide.plan.wishes import forget, keep, pin, toggle_pins, unpin

Draw = Callable[..., Any]

NAMED = (Person, Team, Project, Chunk, Service, Goal)
LISTED: tuple[type[Row], ...] = (*NAMED, Leave, Surge, Holiday)


def one(draw: Draw, state: State, cls: type[R]) -> R:
    return draw(st.sampled_from(state.rows(cls)))  # type: ignore[no-any-return]


def any_id(draw: Draw, state: State, cls: type[Row]) -> int | None:
    return draw(st.sampled_from([None, *(row.id for row in state.rows(cls))]))  # type: ignore[no-any-return]


def any_day(draw: Draw, state: State) -> date:
    first = state.plan.start
    return first + timedelta(days=draw(st.sampled_from([-30, -1, 0, 0, 1, 14, 28, 60])))


def any_team(draw: Draw, state: State) -> TeamId | None:
    found = any_id(draw, state, Team)
    return None if found is None else TeamId(found)


def any_scenario(draw: Draw, state: State) -> ScenarioId:
    return one(draw, state, ScenarioRow).id


def any_item(draw: Draw, state: State) -> Item:
    items: list[Item] = [("kind", kind) for kind in KINDS]
    for cls in (Project, Chunk, Service):
        items += [(cls.TABLE, row.id) for row in state.rows(cls)]
    return draw(st.sampled_from(items))  # type: ignore[no-any-return]


def values_of(draw: Draw, state: State, cls: type[Row], tag: str) -> dict[str, Any]:
    """What a new row of a class may hold."""
    disciplines: Sequence[str] = state.plan.disciplines
    discipline, kind = draw(st.sampled_from(disciplines)), draw(st.sampled_from(KINDS))
    named: dict[str, Any] = {"name": f"{cls.TABLE} {tag}"}
    if cls is Person:
        skills = ((disciplines[-1], draw(st.sampled_from([0.25, 0.5, 1.0]))),)
        return named | {"discipline": discipline, "skills": draw(st.sampled_from([(), skills]))}
    if cls is Project:
        return named | {"team": any_team(draw, state), "goal": any_id(draw, state, Goal)}
    if cls is Chunk:
        people = [row.id for row in state.rows(Person)]
        return named | {
            "project": one(draw, state, Project).id,
            "kind": kind,
            "discipline": discipline,
            "likely": float(draw(st.integers(1, 30))),
            "weeks": draw(st.sampled_from([1.0, 2.5])),
            "team": any_team(draw, state),
            "done": draw(st.sampled_from([None, 0.0, 2.5, 15.0])),
            "start": draw(st.sampled_from([None, any_day(draw, state)])),
            "after": tuple(row.id for row in state.rows(Chunk)[-1:]),
            "who": tuple(draw(st.lists(st.sampled_from(people), max_size=2, unique=True)))
            if people
            else (),
        }
    if cls is Service:
        amounts = {"arrivals": 2.0, "days_each": 0.5, "team": any_team(draw, state)}
        return named | {"kind": kind, "discipline": discipline} | amounts
    if cls is Leave:
        return {
            "person": one(draw, state, Person).id,
            "first": any_day(draw, state),
            "last": None,
            "fraction": draw(st.sampled_from([0.5, 1.0])),
        }
    if cls is Surge:
        return {
            "service": one(draw, state, Service).id,
            "first": None,
            "last": any_day(draw, state),
            "factor": draw(st.sampled_from([0.0, 2.0])),
        }
    if cls is Holiday:
        return {"location": draw(st.sampled_from(["", "Here"])), "day": any_day(draw, state)}
    return named


NEEDS: dict[type[Row], type[Row]] = {Chunk: Project, Leave: Person, Surge: Service}


def _add(draw: Draw, state: State) -> ChangeSet:
    possible = [c for c in LISTED if c not in NEEDS or state.rows(NEEDS[c])]
    cls = draw(st.sampled_from(possible))
    tag = str(state.next_ids[cls])
    if draw(st.booleans()):
        many = [values_of(draw, state, cls, f"{tag}{end}") for end in "ab"]
        return add_many(state, cls, many, f"Added 2 {cls.TABLE}")
    return add(state, cls, **values_of(draw, state, cls, tag))


def _some_row(draw: Draw, state: State, classes: Sequence[type[Row]]) -> Row:
    rows = [row for cls in classes for row in state.rows(cls)]
    return draw(st.sampled_from(rows))  # type: ignore[no-any-return]


def _edit(draw: Draw, state: State) -> ChangeSet:
    cls = draw(st.sampled_from([c for c in LISTED if state.rows(c)]))
    values = values_of(draw, state, cls, "edited")
    values.pop("name", None)
    name = draw(st.sampled_from(sorted(values))) if values else None
    row = one(draw, state, cls)
    if name is None:
        return edit(state, row, name=f"{cls.TABLE} {draw(st.integers(0, 3))} new")
    return edit(state, row, **{name: values[name]})


def _remove(draw: Draw, state: State) -> ChangeSet:
    return remove(state, [_some_row(draw, state, LISTED)])


def _reorder(draw: Draw, state: State) -> ChangeSet:
    row = _some_row(draw, state, NAMED)
    before = draw(st.sampled_from([None, *state.rows(type(row))]))
    return reorder(state, row, before=before)


def _move(draw: Draw, state: State) -> ChangeSet:
    people = [row.id for row in state.rows(Person)]
    return move_people(
        state,
        scenario=any_scenario(draw, state),
        people=draw(st.lists(st.sampled_from(people), min_size=1, max_size=3, unique=True)),
        source=any_team(draw, state),
        target=any_team(draw, state),
        as_of=any_day(draw, state),
    )


def _place(draw: Draw, state: State) -> ChangeSet:
    teams = [row.id for row in state.rows(Team)]
    chosen = draw(st.lists(st.sampled_from(teams), max_size=2, unique=True)) if teams else []
    person = one(draw, state, Person).id
    scenario = any_scenario(draw, state)
    if scenario != state.today and draw(st.integers(0, 3)) == 3:
        return back_to_today(state, scenario=scenario, people=[PersonId(person)])
    return place_person(
        state,
        scenario=scenario,
        person=person,
        shares=dict.fromkeys(chosen, 0.5),
        as_of=any_day(draw, state),
    )


def _wave(draw: Draw, state: State) -> ChangeSet:
    """A wave, or one of its people, on another day; nothing where nobody moves."""
    scenario = any_scenario(draw, state)
    found = waves(state, scenario)
    if not found:
        return _move(draw, state)
    wave = draw(st.sampled_from(found))
    some = draw(st.sampled_from([None, wave.people[:1]]))
    to = max(any_day(draw, state), state.plan.start)
    return shift_wave(state, scenario=scenario, wave=wave, to=to, people=some)


def _redate(draw: Draw, state: State) -> ChangeSet:
    """One of somebody's own dated sets on another day, or taken back."""
    scenario, person = any_scenario(draw, state), one(draw, state, Person).id
    sets = own_sets(state, scenario, person)
    if not sets:
        return _place(draw, state)
    start = draw(st.sampled_from(sets)).start
    if start is None or draw(st.booleans()):
        return remove_move(state, scenario=scenario, person=person, start=start)
    to = any_day(draw, state)
    return redate_move(state, scenario=scenario, person=person, start=start, to=to)


def _take(draw: Draw, state: State) -> ChangeSet:
    """Some of what differs between two scenarios, written into one of them."""
    source, to = any_scenario(draw, state), any_scenario(draw, state)
    topics = differing(state, to, source)
    some = draw(st.lists(st.sampled_from(topics), unique=True)) if topics else []
    return take(state, topics=some, source=source, to=to)


def rolled(draw: Draw, state: State) -> ChangeSet:
    """The plan some weeks on, with as much done of its late work as comes."""
    to = state.plan.start + timedelta(weeks=draw(st.sampled_from([1, 1, 2, 5])))
    part = draw(st.sampled_from([0.0, 0.5, 1.0, 1.5]))
    fate = draw(st.sampled_from(FATES))
    return roll(
        state,
        to=to,
        keep=draw(st.sampled_from([KEEP_WEEKS, KEEP_WEEKS, KEEP_END])),
        answers={one.chunk: Answer(part * one.planned, fate) for one in survey(state, to)},
        options_begin_now=draw(st.sampled_from([False, False, True])),
    )


def _assign(draw: Draw, state: State) -> ChangeSet:
    return assign(
        state,
        scenario=any_scenario(draw, state),
        items=[any_item(draw, state)],
        team=any_team(draw, state),
    )


def _set_team(draw: Draw, state: State) -> ChangeSet:
    values = {
        "lead": any_id(draw, state, Person),
        "ceremony_hours": draw(st.sampled_from([None, 0.0, 2.5, 6.0])),
        "interrupts": draw(st.sampled_from([None, *INTERRUPTS])),
    }
    name = draw(st.sampled_from(sorted(values)))
    team = one(draw, state, Team).id
    return set_team(state, scenario=any_scenario(draw, state), team=team, **{name: values[name]})


def _set_project(draw: Draw, state: State) -> ChangeSet:
    values = {
        "status": draw(st.sampled_from(STATUSES)),
        "priority": draw(st.sampled_from([None, 1, 2])),
        "shift_weeks": draw(st.sampled_from([0.0, -2.0, 1.5])),
    }
    name = draw(st.sampled_from(sorted(values)))
    projects = [ProjectId(one(draw, state, Project).id)]
    scenario = any_scenario(draw, state)
    return set_project(state, scenario=scenario, projects=projects, **{name: values[name]})


def _pause(draw: Draw, state: State) -> ChangeSet:
    scenario = any_scenario(draw, state)
    rows = state.rows(Project)
    projects = draw(st.lists(st.sampled_from([r.id for r in rows]), min_size=1, unique=True))
    way = draw(st.sampled_from(["rest", "cancel", "resume", "resume with", "delay", "on time"]))
    if way == "delay":
        weeks = draw(st.sampled_from([-2.0, 1.0, 4.0]))
        return delay(state, scenario=scenario, projects=projects, weeks=weeks)
    if way == "on time":
        return on_time(state, scenario=scenario, projects=projects)
    if way == "resume":
        return resume(state, scenario=scenario, projects=projects)
    if way == "resume with":
        team = any_team(draw, state)
        return resume_with(state, scenario=scenario, projects=projects, team=team)
    status = "paused" if way == "rest" else "cancelled"
    return rest(state, scenario=scenario, projects=projects, status=status)


def _goals(draw: Draw, state: State) -> ChangeSet:
    goals = [row.id for row in state.rows(Goal)]
    if not goals or draw(st.integers(0, 4)) == 4:
        return add_goal(state, free_goal_name(state))
    some = draw(st.lists(st.sampled_from(goals), min_size=1, max_size=2, unique=True))
    way = draw(st.sampled_from(["before", "step", "remove", "want", "serve"]))
    if way == "before":
        return rank_before(state, some, draw(st.sampled_from([None, *goals])))
    if way == "step":
        return rank_by(state, some, draw(st.sampled_from([-1, 1])))
    if way == "remove":
        return remove_goals(state, some)
    projects = [row.id for row in state.rows(Project)]
    if way == "want" or not projects:
        return want(state, some[0], draw(st.sampled_from([None, 0.0, 0.4, 1.0])))
    return serve(state, [draw(st.sampled_from(projects))], draw(st.sampled_from([None, *goals])))


def _scenario(draw: Draw, state: State) -> ChangeSet:
    if draw(st.booleans()) and len(state.rows(ScenarioRow)) > 1:
        return remove_scenario(state, any_scenario(draw, state))
    like = draw(st.sampled_from([None, any_scenario(draw, state)]))
    if like is not None and draw(st.booleans()):
        keep_as = draw(st.sampled_from(["", "Before"]))
        return make_today(state, scenario=like, start=any_day(draw, state), keep_as=keep_as)
    parts = draw(st.lists(st.sampled_from(sorted(PARTS)), unique=True))
    return add_scenario(state, name=free_name(state, "Another"), like=like, parts=parts)


def _wish(draw: Draw, state: State) -> ChangeSet:
    """A pin, a pair or a note, asked for or taken back."""
    people = [row.id for row in state.rows(Person)]
    chosen = draw(st.lists(st.sampled_from(people), min_size=1, max_size=3, unique=True))
    what = draw(st.sampled_from(["pin", "unpin", "toggle", "keep", "forget", "note"]))
    places = [(person, any_team(draw, state)) for person in chosen]
    reason = draw(st.sampled_from(["", "knows “it” 🙂"]))
    if what == "pin":
        return pin(state, places, reason=reason)
    if what == "unpin":
        pins = [row for row in state.rows(Pin) if row.person in chosen]
        return unpin(state, pins) if pins else pin(state, places)
    if what == "toggle":
        scenario, day = any_scenario(draw, state), any_day(draw, state)
        return toggle_pins(state, scenario=scenario, places=places, day=day)
    if what == "keep":
        return keep(state, wish=draw(st.sampled_from(WISHES)), people=chosen, reason=reason)
    if what == "forget":
        return forget(state, people=chosen)
    row = _some_row(draw, state, tuple(NOTED.values()))
    text = draw(st.sampled_from(["", "short", "two\nlines"]))
    return set_note(state, kind=row.TABLE, item=row.id, text=text)


def _plan(draw: Draw, state: State) -> ChangeSet:
    settings = {"overhead": 0.2, "weeks": 10, "seed": 7, "name": "Renamed", "samples": 10}
    name = draw(st.sampled_from(sorted(settings)))
    return edit_plan(state, **{name: settings[name]})


def command(draw: Draw, state: State) -> ChangeSet:
    """A command that makes sense in a state (it may still be refused, by its own rules)."""
    possible = [_add, _edit, _remove, _assign, _scenario, _plan, _goals, _take, rolled]
    if state.rows(Person):
        possible += [_move, _move, _place, _wave, _redate, _wish]
    if state.rows(Team):
        possible.append(_set_team)
    if state.rows(Project):
        possible += [_set_project, _pause]
    if any(state.rows(cls) for cls in NAMED):
        possible.append(_reorder)
    chosen = draw(st.sampled_from(possible))
    if chosen in (_edit, _remove) and not any(state.rows(cls) for cls in LISTED):
        chosen = _add
    change: ChangeSet = chosen(draw, state)
    return change
