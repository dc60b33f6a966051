"""What a brief says: a proposal with its reason, reasons with ranges, and nothing kept quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

import pytest

from teamtide.advise.briefing import (
    ASKED_FIRST,
    CHOOSABLE,
    REASONS,
    Brief,
    Known,
    Wish,
    brief_of,
    reason_keys,
    rival_of,
)
from teamtide.advise.proposing import SURE, outdone_among, percent, proposal
from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.paired import Spread
from teamtide.compare_report import compared, dominated
from teamtide.plan.assigning import set_team
from teamtide.plan.commands import add, edit_plan
from teamtide.plan.fresh import blank
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Goal, Person, PersonId, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES, Reading
from teamtide.plan.wishes import pin
from tests.examples import ANA, BO, DI, ENABLE, INFRA, OPTION, SQUAD, START, TODAY, small_state

THIRD = ScenarioId(3)
SAMPLES = 12


@pytest.fixture(scope="module")
def small() -> State:
    """Three scenarios: Today, one that moves two people, and one like Today."""
    state = small_state()
    state = State.of([*state.all_rows(), Scenario(THIRD, 3, "As it is")])
    for people, team, day in (([ANA, DI], INFRA, START), ([BO], ENABLE, date(2026, 2, 2))):
        state = state.apply(
            move_people(state, scenario=OPTION, people=people, source=SQUAD, target=team, as_of=day)
        )
    return state


@pytest.fixture(scope="module")
def known(small: State) -> Known:
    return Known(compared(small, (), SAMPLES), {}, SAMPLES)


def readings(**values: float | None) -> dict[str, Reading]:
    """All measures alike, except for those given; nothing is asked for people or goals."""
    known = {"wishes": None, "goals": None, **values}
    return {one.key: Reading(one.key, known.get(one.key, 5.0)) for one in MEASURES}


def sampled(less: float, low: float = -2.0, high: float = -1.0) -> dict[str, Spread]:
    return {"turnaround": Spread(low, (low + high) / 2, high, high, less, 1.0 - less)}


def imagined(**found: tuple[dict[str, Reading], dict[str, Spread]]) -> Known:
    """What might have been measured, by the names today, option, third."""
    ids = {"today": TODAY, "option": OPTION, "third": THIRD}
    measured = {ids[key]: Measured(values, {}, apart) for key, (values, apart) in found.items()}
    return Known(measured, {}, SAMPLES)


def everything(brief: Brief) -> str:
    return repr(brief)


# --- the proposal ---------------------------------------------------------------------------


def test_that_the_surely_faster_option_is_proposed_and_the_reason_has_its_share(
    small: State,
) -> None:
    found = imagined(
        today=(readings(turnaround=9.0, moves=0.0), {}),
        option=(readings(turnaround=7.0, moves=4.0), sampled(0.9)),
        third=(readings(turnaround=6.0, moves=9.0), sampled(0.7)),
    )
    proposed = proposal(small, found.measured)
    assert proposed.scenario == OPTION
    assert "turnaround is less than Today's in 90 % of the samples" in proposed.why


def test_that_today_is_proposed_where_no_option_is_sure(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0, moves=0.0), {}),
        option=(readings(turnaround=7.0, moves=4.0), sampled(SURE - 0.01)),
    )
    proposed = proposal(small, found.measured)
    assert proposed.scenario == TODAY
    assert "No option" in proposed.why


def test_that_an_outdone_option_is_never_proposed_however_sure(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0, moves=0.0), {}),
        option=(readings(turnaround=7.0, moves=4.0, overload=3.0), sampled(1.0)),
        third=(readings(turnaround=7.0, moves=3.0, overload=3.0), sampled(0.9)),
    )
    assert OPTION in outdone_among(small, found.measured)
    assert proposal(small, found.measured).scenario == THIRD


def test_that_options_level_in_turnaround_are_told_apart_by_unmet_work(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0, moves=0.0), {}),
        option=(readings(turnaround=7.01, overload=1.0, moves=4.0), sampled(0.9)),
        third=(readings(turnaround=7.02, overload=8.0, moves=2.0), sampled(0.9)),
    )
    assert proposal(small, found.measured).scenario == OPTION


def test_that_an_option_that_outdoes_today_is_proposed_even_if_not_sure(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0), {}),
        option=(readings(turnaround=8.9), sampled(0.6)),
    )
    proposed = proposal(small, found.measured)
    assert proposed.scenario == OPTION
    assert "at least as good in every measure" in proposed.why
    assert "no option that stands has less turnaround" in proposed.why


def test_that_a_share_that_is_not_all_is_never_called_all() -> None:
    assert [percent(one) for one in (1.0, 0.999, 0.5, 0.001, 0.0)] == [
        "100 %",
        "over 99 %",
        "50 %",
        "under 1 %",
        "0 %",
    ]


# --- what must be said ----------------------------------------------------------------------


def test_that_a_recommended_scenario_that_is_outdone_is_said_to_be(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0, moves=0.0), {}),
        option=(readings(turnaround=7.0, moves=4.0, overload=3.0), sampled(1.0)),
        third=(readings(turnaround=7.0, moves=3.0, overload=3.0), sampled(0.9)),
    )
    beaten = dominated(small, found.measured)
    assert list(beaten) == [OPTION]
    for one in found.measured:
        warnings = brief_of(small, found, Wish(one)).warnings
        told = [text for text in warnings if "is outdone" in text]
        assert told == ([f"Split is outdone: {beaten[OPTION]}"] if one == OPTION else [])


def test_that_another_choice_than_the_proposed_one_names_it(small: State, known: Known) -> None:
    proposed = proposal(small, known.measured).scenario
    for one in known.measured:
        page = brief_of(small, known, Wish(one))
        named = any("Teamtide would propose" in text for text in page.warnings)
        assert named == (one != proposed)
        assert page.proposed == small.get(Scenario, proposed).name


def test_that_what_is_better_elsewhere_is_told_with_both_values(small: State) -> None:
    found = imagined(
        today=(readings(peak=1.1, short=2.0, turnaround=9.0), {}),
        option=(readings(peak=1.4, short=1.0, turnaround=7.0), sampled(0.9)),
        third=(readings(overload=1.0, turnaround=9.0), {}),
    )
    told = brief_of(small, found, Wish(OPTION)).against
    assert told[0] == "Today is better in peak load (110 % against 140 %)."
    assert any("As it is is better in work that finds nobody" in text for text in told)


def test_that_wishes_not_kept_are_told_first_among_what_speaks_against_it(small: State) -> None:
    state = small.apply(pin(small, [(ANA, SQUAD), (DI, SQUAD), (BO, SQUAD)]))
    known = Known(compared(state, (), SAMPLES), {}, SAMPLES)
    first = brief_of(state, known, Wish(OPTION)).against[0]
    assert first.startswith("3 wishes are not kept (in Today none): Ana")
    assert " is pinned to Squad, but is in Infrastructure" in first
    assert first.endswith("; and 1 more.")
    assert "wish" not in brief_of(state, known, Wish(TODAY)).against[0]


def test_that_goals_that_starve_are_told_by_name_with_the_share_they_get(small: State) -> None:
    goal = add(small, Goal, name="Growth", wanted_share=1.0)
    state = small.apply(goal)
    known = Known(compared(state, (), SAMPLES), {}, SAMPLES)
    told = brief_of(state, known, Wish(OPTION)).against[0]
    assert told == "Goals short of their share: Growth (0 % of 100 %). It is the same in Today."
    assert (
        brief_of(state, known, Wish(TODAY)).against[0]
        == "Goals short of their share: Growth (0 % of 100 %)."
    )


def test_that_a_proposal_says_what_it_leaves_unkept(small: State) -> None:
    def told(wishes: float | None, goals: float | None) -> str:
        values = readings(wishes=wishes, goals=goals)
        values["goals"] = replace(values["goals"], sentences=("Starving: Growth (5 % of 9 %).",))
        return proposal(small, imagined(today=(values, {})).measured).unkept

    assert told(None, None) == ""
    assert told(0.0, 0.0) == ""
    assert told(1.0, 0.0) == "1 wish is not kept."
    assert (
        told(3.0, 0.04) == "3 wishes are not kept; goals short of their share: Growth (5 % of 9 %)."
    )
    assert told(None, 0.04) == "Goals short of their share: Growth (5 % of 9 %)."


def test_that_a_measure_better_as_expected_and_worse_in_most_samples_is_owned_up_to(
    small: State,
) -> None:
    def told(less: float) -> list[str]:
        found = imagined(
            today=(readings(turnaround=9.0), {}),
            option=(readings(turnaround=8.5), sampled(less)),
        )
        return list(brief_of(small, found, Wish(OPTION)).against)

    assert told(0.6) == []
    assert told(0.3) == [
        "Turnaround is worse than in Today in 70 % of the samples, though not in what is expected."
    ]


def test_that_a_chosen_measure_in_which_it_is_worse_is_called_worse(small: State) -> None:
    found = imagined(
        today=(readings(peak=1.1, turnaround=9.0), {}),
        option=(readings(peak=1.4, turnaround=7.0), sampled(0.9)),
    )
    page = brief_of(small, found, Wish(OPTION, ("peak", "turnaround")))
    assert [one.verdict for one in page.reasons] == ["worse", "better"]
    assert page.reasons[0].change == "+30.0 points"


def test_that_fewer_than_three_reasons_are_owned_up_to(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0), {}),
        option=(readings(turnaround=7.0), sampled(0.9)),
    )
    page = brief_of(small, found, Wish(OPTION))
    assert [one.key for one in page.reasons] == ["turnaround"]
    assert page.too_few == "On one measure asked first is it better than Today."


def test_that_surely_better_sampled_measures_come_first_and_doubtful_ones_last(
    small: State,
) -> None:
    def reasons(less: float) -> tuple[str, ...]:
        found = imagined(
            today=(readings(turnaround=9.0, overload=9.0, peak=9.0), {}),
            option=(readings(turnaround=7.0, overload=7.0, peak=7.0), sampled(less)),
        )
        return reason_keys(small, found, Wish(OPTION))

    assert reasons(0.9) == ("turnaround", "overload", "peak")
    assert reasons(0.55) == ("overload", "peak", "turnaround")


def test_that_how_sure_it_is_comes_in_words_and_in_samples(small: State) -> None:
    def sure(less: float) -> str:
        found = imagined(
            today=(readings(turnaround=9.0), {}),
            option=(readings(turnaround=7.0), sampled(less)),
        )
        return brief_of(small, found, Wish(OPTION)).reasons[0].sure

    assert sure(1.0) == "better in every one of 12 samples"
    assert sure(0.97) == "very likely better: better in 97 % of 12 samples"
    assert sure(0.99).startswith("almost certainly better")
    assert sure(0.67).startswith("likely better")
    assert sure(0.6).startswith("could go either way: better in 60 %")


def test_that_what_never_comes_has_shares_and_no_range(small: State) -> None:
    found = imagined(
        today=(readings(turnaround=9.0), {}),
        option=(readings(turnaround=7.0), sampled(0.8, -inf, 1.0)),
    )
    reason = brief_of(small, found, Wish(OPTION)).reasons[0]
    assert reason.range == "less in 80 % of the samples, more in 20 %"


# --- the engine's figures -------------------------------------------------------------------


def test_that_reasons_have_the_figures_that_compare_has(small: State, known: Known) -> None:
    for one in (OPTION, THIRD):
        page = brief_of(small, known, Wish(one, CHOOSABLE))
        assert [reason.key for reason in page.reasons] == list(CHOOSABLE)
        for reason in page.reasons:
            assert reason.apart == known.measured[one].paired.get(reason.key)
            assert reason.against == "Today"


def test_that_today_is_held_against_the_best_option_with_the_difference_turned_round(
    small: State, known: Known
) -> None:
    rival = rival_of(small, known, TODAY)
    assert rival in (OPTION, THIRD)
    page = brief_of(small, known, Wish(TODAY, ("turnaround", "backlog")))
    assert rival is not None
    for reason in page.reasons:
        theirs = known.measured[rival].paired[reason.key]
        assert reason.apart is not None
        assert (reason.apart.p10, reason.apart.p90) == (-theirs.p90, -theirs.p10)
        assert (reason.apart.less, reason.apart.more) == (theirs.more, theirs.less)
    assert page.costs == ()


def test_that_moves_are_by_date_and_people_who_go_the_same_way_together(
    small: State, known: Known
) -> None:
    moves = brief_of(small, known, Wish(OPTION)).moves
    assert [day.when for day in moves] == ["From the beginning", "2 Feb 2026"]
    assert [(g.people, g.before, g.after) for g in moves[1].groups] == [
        (("Bo Chen",), "Squad", "Enablement")
    ]
    # Di is hired into Infrastructure after the plan has begun: that is no move.
    assert [group.people for group in moves[0].groups] == [("Ana Silva",)]


def test_that_leads_have_their_people_on_the_last_day_and_who_led_before(small: State) -> None:
    state = small.apply(set_team(small, scenario=OPTION, team=INFRA, lead=ANA))
    found = Known(compared(state, (), 0), {}, 0)
    page = brief_of(state, found, Wish(OPTION))
    told = {one.team: (one.lead, one.people, one.was) for one in page.leads}
    assert told == {
        "Squad": ("", 1, ""),
        "Infrastructure": ("Ana Silva", 2, "nobody"),
        "Enablement": ("", 1, ""),
    }


def test_that_what_is_not_known_is_counted(small: State, known: Known) -> None:
    told = brief_of(small, replace(known, outside={OPTION: 3.0}), Wish(OPTION)).unknown
    assert "All 11 assumptions are Teamtide's defaults, not measured here." in told
    assert any(text.startswith("Of 3 pieces of work 2 have no low and high") for text in told)
    assert "3.0 days of work lie outside the plan's weeks and are in no figure." in told
    changed = small.apply(edit_plan(small, switch=0.2))
    again = brief_of(changed, known, Wish(OPTION)).unknown
    assert any("10 of 11" in text and "Switching" in text for text in again)


def test_that_an_empty_plan_says_what_to_do() -> None:
    state = blank(name="Empty", start=date(2026, 1, 5), weeks=12)
    page = brief_of(state, Known(compared(state, (), 0)), Wish())
    assert "Import a list of people" in page.empty
    people = State.of([*state.all_rows(), Person(PersonId(1), 1, "Ana", "software")])
    page = brief_of(people, Known(compared(people, (), 0)), Wish())
    assert "There is no work in this plan yet" in page.empty


def test_that_a_plan_without_options_says_that_there_is_nothing_to_compare(small: State) -> None:
    state = State.of(
        [
            row
            for row in small.all_rows()
            if getattr(row, "scenario", TODAY) == TODAY and row not in small.rows(Scenario)[1:]
        ]
    )
    page = brief_of(state, Known(compared(state, (), 0)), Wish())
    assert page.scenario == "Today"
    assert page.reasons == ()
    assert "make an option" in page.too_few


def test_that_every_measure_asked_first_can_carry_a_reason() -> None:
    assert all(BY_KEY[key].better for key in ASKED_FIRST)
    assert set(ASKED_FIRST) <= set(CHOOSABLE)
    assert REASONS == 3


def test_that_names_come_from_the_state_given(small: State, known: Known) -> None:
    coded = State.of(
        [
            replace(row, name=f"P{row.id}") if isinstance(row, Person) else row
            for row in small.all_rows()
        ]
    )
    text = everything(brief_of(coded, Known(compared(coded, (), 0)), Wish(OPTION)))
    names = [row.name for row in small.rows(Person)]
    assert not [name for name in names if name in text]
    assert "P2" in text
