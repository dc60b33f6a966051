"""What each decision is worth: against enumeration by hand, and sums that are the difference."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import permutations
from math import inf, isfinite

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from teamtide.advise import dividing, together
from teamtide.advise.reasons import (
    DIVIDED,
    Attribution,
    NoFigure,
    Question,
    Together,
    divided,
    reasons,
)
from teamtide.advise.telling import question_of, sentences
from teamtide.advise.together import groups_of, together_text
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.exchange.sample import sample_state
from teamtide.plan.assigning import assign
from teamtide.plan.commands import add, edit
from teamtide.plan.differences import differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import Item
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import Chunk, Scenario, Service
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, scene_of
from teamtide.plan.taking import take, take_into_new
from tests.examples import ANA, BO, BUILD, CHURN, DI, EKS, INFRA, OPTION, SQUAD, START, TODAY
from tests.plan.test_differences import an_option, lived, made, small
from tests.searching import longer

SLOW = settings(
    max_examples=round(10 * longer()),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def measured(state: State, scenario: int, key: str) -> float:
    def case(one: int) -> Case:
        return Case(scene_of(state, one, inputs_of(state, one)), facts_of(state))  # type: ignore[arg-type]

    value = MEASURES[key].read(case(scenario), case(state.today)).value
    assert value is not None
    return value


def by_hand(state: State, key: str) -> list[float]:
    """Every order of taking the option's lines into a copy of Today, through rows."""
    topics = [line.topic for line in differences(state, TODAY, OPTION)]
    known: dict[frozenset[int], float] = {}

    def value(taken: frozenset[int]) -> float:
        if taken not in known:
            chosen = [topics[n] for n in taken]
            change = take_into_new(state, topics=chosen, source=OPTION, like=TODAY, name="Mix")
            assert change.scenario is not None
            known[taken] = measured(state.apply(change), change.scenario, key)
        return known[taken]

    parts = [0.0] * len(topics)
    orders = list(permutations(range(len(topics))))
    for order in orders:
        for place, player in enumerate(order):
            before, after = frozenset(order[:place]), frozenset(order[: place + 1])
            parts[player] += (value(after) - value(before)) / len(orders)
    return parts


def five(state: State) -> State:
    """An option with five decisions: two of one person, an owner, a chunk and its project."""
    for change in (
        lambda s: move_people(
            s, scenario=OPTION, people=[DI], source=SQUAD, target=INFRA, as_of=START
        ),
        lambda s: place_person(
            s,
            scenario=OPTION,
            person=BO,
            shares={SQUAD: 0.5, INFRA: 0.5},
            as_of=START.replace(day=19),
        ),
        lambda s: place_person(
            s, scenario=OPTION, person=BO, shares={INFRA: 1.0}, as_of=START.replace(day=26)
        ),
        lambda s: assign(s, scenario=OPTION, items=[("chunk", BUILD)], team=SQUAD),
        lambda s: assign(s, scenario=OPTION, items=[("project", CHURN)], team=INFRA),
        lambda s: assign(s, scenario=OPTION, items=[("chunk", BUILD)], team=SQUAD),
    ):
        state = made(state, change(state))
    return state


@pytest.mark.parametrize("key", ["overload", "backlog", "moves"])
def test_that_parts_are_those_of_every_order_by_hand(state: State, key: str) -> None:
    plan = five(state)
    found = divided(question_of(plan, TODAY, OPTION, key))
    assert found.exact
    assert found.whole
    assert len(found.parts) == len(differences(plan, TODAY, OPTION)) == 6
    assert found.parts == pytest.approx(by_hand(plan, key), abs=1e-9)
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert set(found.errors) == {0.0}


@SLOW
@given(data=st.data())
def test_that_a_mixture_is_what_taking_those_lines_gives(data: st.DataObject) -> None:
    state = lived(data)
    other = an_option(data, state)
    one = data.draw(st.sampled_from([row.id for row in state.rows(Scenario)]))
    lines = differences(state, one, other)
    question = question_of(state, one, other, "overload")
    taken = [number for number in range(len(lines)) if data.draw(st.booleans())]
    scene = question.mixtures.scene(sum(1 << number for number in taken))
    change = take_into_new(
        state, topics=[lines[n].topic for n in taken], source=other, like=one, name="The mixture"
    )
    after = state.apply(change)
    assert change.scenario is not None
    assert scene.inputs == inputs_of(after, change.scenario)
    # What was asked for people is no part of a mixture: whether it is kept can't be divided.
    assert scene == replace(scene_of(after, change.scenario, scene.inputs), broken=None)


@SLOW
@given(data=st.data(), key=st.sampled_from(["overload", "rank", "flood", "threads", "unowned"]))
def test_that_parts_sum_to_the_difference(data: st.DataObject, key: str) -> None:
    state = lived(data)
    other = an_option(data, state)
    question = question_of(state, state.today, other, key)
    assume(question.mixtures.lines)
    try:
        found = divided(question)
    except NoFigure:
        assume(False)
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert found.values == pytest.approx(
        (measured(state, state.today, key), measured(state, other, key)), abs=1e-9
    )


def test_that_sampling_comes_near_enumeration_within_its_error(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = made(five(state), take(five(state), topics=[], source=TODAY, to=OPTION))
    question = question_of(plan, TODAY, OPTION, "overload")
    exact = divided(question)
    alone = tuple(str(number) for number in range(question.count))
    monkeypatch.setattr(together, "EXACT", 3)
    monkeypatch.setattr(dividing, "EXACT", 3)
    monkeypatch.setattr(together, "FEW", 0)
    question = replace(question, ways=tuple(alone for _ in range(3)))  # type: ignore[arg-type]
    answers = [each for each in reasons(question) if isinstance(each, Attribution)]
    rough, last = answers[0], answers[-1]
    assert not rough.whole
    assert set(rough.errors) <= {0.0, inf}
    assert last.whole
    assert not last.exact
    for answer in answers:
        assert sum(answer.parts) == pytest.approx(exact.difference, abs=1e-9)
    for part, error, known in zip(last.parts, last.errors, exact.parts, strict=True):
        assert abs(part - known) <= 4.0 * error + 1e-9
    assert divided(question) == last
    assert divided(replace(question, seed=2)) != last


def test_that_what_changes_nothing_is_worth_nothing_and_symmetric_decisions_the_same(
    state: State,
) -> None:
    plan = made(state, assign(state, scenario=OPTION, items=[("service", EKS)], team=SQUAD))
    for name in ("One", "Two"):
        plan = made(
            plan,
            add(
                plan,
                Service,
                name=name,
                kind="support",
                discipline="software",
                arrivals=30.0,
                days_each=0.5,
                team=SQUAD,
            ),
        )
    one, two = (row.id for row in plan.rows(Service)[-2:])
    items: list[Item] = [("service", one), ("service", two), ("kind", "exploratory")]
    plan = made(plan, assign(plan, scenario=OPTION, items=items, team=INFRA))
    exploratory = next(row for row in plan.rows(Chunk) if row.kind == "exploratory")
    plan = made(plan, edit(plan, exploratory, kind="structured"))
    lines = differences(plan, TODAY, OPTION)
    found = divided(question_of(plan, TODAY, OPTION, "overload"))
    worth = {line.who: part for line, part in zip(lines, found.parts, strict=True)}
    assert worth["One"] == pytest.approx(worth["Two"])
    assert worth["all exploratory work"] == 0.0


def test_that_the_way_back_has_the_opposite_parts(state: State) -> None:
    plan = five(state)
    there = divided(question_of(plan, TODAY, OPTION, "overload"))
    back = divided(question_of(plan, OPTION, TODAY, "overload"))
    assert [-part for part in back.parts] == pytest.approx(list(there.parts), abs=1e-9)


def test_that_no_difference_has_no_parts(state: State) -> None:
    found = divided(question_of(state, TODAY, TODAY, "overload"))
    assert (found.parts, found.difference) == ((), 0.0)
    assert sentences(found, (), str) == ("There is no difference in it.",)


def test_that_what_can_not_be_divided_is_refused(state: State) -> None:
    question = question_of(state, TODAY, OPTION, "hires")
    with pytest.raises(KeyError):
        divided(question)
    assert "pays_back" not in DIVIDED
    idle = made(state, assign(state, scenario=OPTION, items=[("project", CHURN)], team=None))
    for project in ("project", "service"):
        idle = made(idle, assign(idle, scenario=OPTION, items=[(project, 1)], team=None))
    idle = made(idle, assign(idle, scenario=OPTION, items=[("project", 2)], team=None))
    with pytest.raises(NoFigure, match="no figure"):
        divided(question_of(idle, TODAY, OPTION, "turnaround"))


def test_that_what_does_not_finish_counts_up_to_the_end(state: State) -> None:
    plan = made(state, assign(state, scenario=OPTION, items=[("project", CHURN)], team=INFRA))
    found = divided(question_of(plan, TODAY, OPTION, "turnaround"))
    assert found.before[1] > found.before[0]
    assert found.values[1] > found.values[0]
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)


def test_that_a_question_and_its_answer_can_be_sent(state: State) -> None:
    question = question_of(five(state), TODAY, OPTION, "overload")
    sent: Question = pickle.loads(pickle.dumps(question))
    assert divided(sent) == divided(question)


def test_that_a_measure_of_leads_is_divided_too(state: State) -> None:
    plan = small(state)
    found = divided(question_of(plan, TODAY, OPTION, "lead_changes"))
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert found.difference > 0


def test_that_what_belongs_together_is_known_first_and_sums_to_the_difference() -> None:
    state = sample_state()
    one, other = state.today, state.rows(Scenario)[1].id
    lines = differences(state, one, other)
    question = question_of(state, one, other, "overload")
    answers = (each for each in reasons(question) if isinstance(each, Attribution))
    rough, first = next(answers), next(answers)
    assert all(group.error == inf for group in rough.groups)
    assert sum(rough.parts) == pytest.approx(first.difference, abs=1e-9)
    names = [together_text([lines[n] for n in group.lines]) for group in first.groups]
    assert names[:2] == [
        "moving 4 people to Enablement",
        "moving 5 people to Infrastructure",
    ]
    assert not any(group.error for group in first.groups)
    assert sum(group.part for group in first.groups) == pytest.approx(first.difference, abs=1e-9)
    for group in first.groups:
        inside = sum(first.parts[n] for n in group.lines)
        assert inside == pytest.approx(group.part, abs=1e-9)
        assert first.group_of(group.lines[-1]) == group
    # Who leads whom changes no load, so that it is in no group.
    leads = [n for n, line in enumerate(lines) if line.topic.kind == "lead"]
    assert leads
    assert all(first.group_of(n) is None and first.parts[n] == 0.0 for n in leads)


def test_that_many_decisions_make_few_groups() -> None:
    names = tuple(f"place → {n % 40}" for n in range(200))
    sorts = tuple("place" if n < 190 else "owner" for n in range(200))
    groups = groups_of((names, names, sorts), tuple(range(200)))
    assert sorted(n for group in groups for n in group) == list(range(200))
    assert len(groups) <= together.MANY


# --- in words -------------------------------------------------------------------------------


def days(value: float) -> str:
    return f"{value:.1f} d"


def test_that_the_sample_says_what_makes_the_difference() -> None:
    state = sample_state()
    one, other = state.today, state.rows(Scenario)[-1].id
    lines = differences(state, one, other)
    found = divided(question_of(state, one, other, "turnaround"))
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert all(isfinite(error) for error in found.errors)
    assert sentences(found, lines, days) == ("0.2 d less: 100 % is whether Squad has a rota.",)


def told(plan: State, *parts: float, values: tuple[float, float], pairs: int = 0) -> str:
    lines = differences(plan, TODAY, OPTION)
    whole = (*parts, *(0.0 for _ in lines[len(parts) :]))
    errors = tuple(inf if pairs == 1 else 0.0 for _ in lines)
    groups = tuple(
        Together((number,), part, error)
        for number, (part, error) in enumerate(zip(whole, errors, strict=True))
    )
    found = Attribution("overload", values, (0.0, 0.0), whole, errors, pairs, 1.0, groups)
    return " ".join(sentences(found, lines, days))


def test_that_the_largest_parts_are_named_and_what_works_against_them(state: State) -> None:
    plan = small(state)
    assert told(plan, -2.0, 1.0, -9.0, values=(20.0, 10.0)) == (
        "10.0 d less: 90 % is who owns EKS cluster and 20 % is where Ana Silva is from the start. "
        "Against it works where Bo Chen is from 2 Feb 2026 (10 %)."
    )
    assert told(plan, 10.0, values=(10.0, 20.0), pairs=1) == (
        "10.0 d more: about 100 % is where Ana Silva is from the start. "
        "That is a first, rough answer."
    )


def test_that_a_small_rest_of_large_amounts_is_told_in_amounts(state: State) -> None:
    assert told(small(state), -30.0, 20.0, values=(20.0, 10.0)) == (
        "10.0 d less: 30.0 d is where Ana Silva is from the start. "
        "Against it works where Bo Chen is from 2 Feb 2026 (20.0 d)."
    )


def test_that_parts_that_even_out_are_told(state: State) -> None:
    plan = small(state)
    assert told(plan, -2.0, 2.0, values=(20.0, 20.0)) == (
        "There is no difference in it: what counts most evens out, where Ana Silva is from the "
        "start (−2.0 d) and where Bo Chen is from 2 Feb 2026 (+2.0 d)."
    )
    assert ANA != BO
