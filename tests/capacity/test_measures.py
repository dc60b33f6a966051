"""The measures on small plans whose answers can be said by hand, and at their edges."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pytest

from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.measures.cases import Case, Facts, Goal, Scene
from teamtide.capacity.measures.catalogue import BY_KEY, MEASURES
from teamtide.capacity.measures.compare import ALL, Question, measure_scenarios, measure_steps
from teamtide.capacity.measures.hiring import Run, fewest_hires, runs_of, shortages
from teamtide.capacity.measures.measure import winners
from teamtide.capacity.measures.reading import Line, Reading, shortened, span_words
from tests.capacity.engine_plans import (
    DATA_SCIENCE,
    INFRASTRUCTURE,
    SOFTWARE,
    START,
    chunk,
    days,
    person,
    placed,
    plan,
    project,
    service,
    team,
    worked_example,
)

ENGINEERING = frozenset({SOFTWARE, INFRASTRUCTURE})
PLAIN = Settings(overhead=0.0, switch=0.0, mentor=0.0)
"""With teams that hold no ceremonies: a day is a day."""


def case(
    inputs: Inputs,
    *,
    leads: tuple[int | None, ...] | None = None,
    goals: tuple[Goal, ...] = (),
    goal: tuple[int | None, ...] | None = None,
    deadline: tuple[int | None, ...] | None = None,
) -> Case:
    count = len(inputs.projects)
    facts = Facts(ENGINEERING, goals, goal or (None,) * count, deadline or (None,) * count)
    return Case(Scene(inputs, leads or (None,) * len(inputs.teams)), facts)


def read(key: str, of: Case, today: Case | None = None) -> Reading:
    return BY_KEY[key].read(of, today or of)


def value(key: str, of: Case, today: Case | None = None) -> float:
    found = read(key, of, today).value
    assert found is not None
    return found


CALM = team("Squad", 0.0)


# --- the worked example -----------------------------------------------------------------------


def test_that_the_worked_example_of_the_page_has_its_sums_and_peaks() -> None:
    today = case(worked_example("Today"))
    assert value("overload", today) == pytest.approx(0.492043 + 0.517219 + 6.109025 + 1.485998)
    assert value("peak", today) == pytest.approx(15.528030 / 10.871497)
    assert read("peak", today).where == "Squad, 19 January 2026"
    split = case(worked_example("Split"))
    assert value("peak", split, today) == pytest.approx(6.408606)
    assert value("nobody", split, today) == 1.0
    assert value("moves", split, today) == 1.0


@pytest.mark.parametrize("scenario", ["Today", "Split", "Rota"])
def test_that_lines_of_a_sum_add_up_to_it(scenario: str) -> None:
    today, found = case(worked_example("Today")), case(worked_example(scenario))
    for key in (
        *("overload", "idle", "nobody", "unowned", "pushed_out", "rank", "short"),
        *("moves", "move_cost", "ties_kept", "ties_lost", "ties_new", "backlog", "undone"),
        *("unfinished", "lead_changes", "hires"),
    ):
        reading = read(key, found, today)
        total = math.fsum(line.value or 0.0 for line in reading.lines)
        assert total == pytest.approx(reading.value, abs=1e-9), key


def test_that_every_scenario_gets_every_measure_and_the_answer_can_be_sent() -> None:
    scenes = tuple(Scene(worked_example(name), (None, None)) for name in ("Today", "Split", "Rota"))
    question = Question(scenes, 0, Facts(ENGINEERING, (), (None,), (None,)))
    answers = measure_scenarios(pickle.loads(pickle.dumps(question)))
    assert [tuple(answer.readings) for answer in answers] == [ALL] * 3
    assert pickle.loads(pickle.dumps(answers)) == answers


def test_that_steps_tell_how_far_they_are() -> None:
    scene = Scene(worked_example("Today"), (None, None))
    facts = Facts(ENGINEERING, (), (None,), (None,))
    steps = measure_steps(Question((scene,), 0, facts), [Case(scene, facts)])
    told = list(steps)
    assert told[-1] == (len(ALL), len(ALL))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


# --- people short -----------------------------------------------------------------------------


def short_plan(likely: float, people: int = 1) -> Inputs:
    """People of infrastructure with `likely` days of it to do in weeks 2 and 3."""
    work = chunk(
        "Move", likely, discipline=INFRASTRUCTURE, start=START + 14, weeks=2.0, kind="structured"
    )
    staff = tuple(person(f"p{n}", primary=INFRASTRUCTURE) for n in range(people))
    return plan(staff, teams=(team("Platform", 0.0),), chunks=(work,), settings=PLAIN)


def test_that_a_shortage_is_a_sentence_with_dates_and_hires() -> None:
    found = read("hires", case(short_plan(24.0)))
    assert found.value == 2.0
    assert found.sentences == (
        "Platform is short 1.4 people in infrastructure, 19 to 30 January 2026; two hires end it.",
    )
    assert read("hires", case(short_plan(19.0))).sentences[0].endswith("; one hire ends it.")


def test_that_nobody_is_short_where_there_is_enough() -> None:
    found = read("hires", case(short_plan(10.0)))
    assert (found.value, found.lines, found.sentences) == (0.0, (), ())
    assert value("short", case(short_plan(10.0))) == 0.0


def test_that_one_hire_less_leaves_somebody_short() -> None:
    inputs = worked_example("Split")
    for shortage, needed in fewest_hires(case(inputs).load):
        assert needed is not None
        where = (placed((shortage.team, 1.0)),)
        for count, ends in ((needed, True), (needed - 1, False)):
            hired = (person("new", primary=shortage.discipline, where=where),) * count
            after = case(replace(inputs, people=inputs.people + hired)).load
            left = [
                one
                for one in shortages(after)
                if (one.team, one.discipline) == (shortage.team, shortage.discipline)
            ]
            assert (not left) is ends


def test_that_hiring_does_not_end_work_that_names_somebody() -> None:
    inputs = short_plan(24.0)
    named = replace(inputs, chunks=(replace(inputs.chunks[0], who=(0,)),))
    found = read("hires", case(named))
    assert found.value == math.inf
    assert found.sentences[0].endswith("; hiring alone does not end it.")


def test_that_runs_of_weeks_are_apart_where_a_week_is_fine() -> None:
    overload = case(short_plan(24.0)).load.teams[0].overload.copy()
    overload[:] = [0.0, 5.0, 10.0, 0.0, 0.0, 0.0, 0.0, 2.5]
    assert runs_of(overload) == (Run(1, 2, 1.5, 2.0), Run(7, 7, 0.5, 0.5))


# --- moves, ties, leads -----------------------------------------------------------------------


def two_teams(own: bool) -> Inputs:
    """Ana (software) and Cy (data science) in a squad; in the option Ana leaves after a week."""
    moved = (placed((1, 1.0), on=days(1, 12)),) if own else None
    return plan(
        (
            person("ana", own=moved),
            person("cy", primary=DATA_SCIENCE),
            person("bo", where=(placed((1, 1.0)),)),
        ),
        teams=(CALM, team("Infrastructure", 0.0)),
        settings=replace(PLAIN, mentor=0.5),
        weeks=20,
    )


def test_that_a_move_costs_its_settling_in_and_the_help_for_it() -> None:
    today, option = case(two_teams(False)), case(two_teams(True))
    assert (value("moves", today), value("moves", option, today)) == (0.0, 1.0)
    lost = sum(1.0 - min(1.0, 0.7 + 0.3 * day / 28) for day in range(7 * 19) if day % 7 < 5)
    assert value("move_cost", option, today) == pytest.approx(1.5 * lost)
    assert value("move_cost", today) == 0.0


def test_that_a_hire_is_no_move() -> None:
    joins = person("di", where=(placed((0, 1.0), on=days(1, 14)),), start=days(1, 14))
    inputs = plan((joins,), teams=(CALM,))
    assert value("moves", case(inputs)) == 0.0
    assert value("move_cost", case(inputs)) == 0.0


def test_that_going_to_the_bench_is_no_join() -> None:
    inputs = plan((person("ana", own=(placed(on=days(1, 19)),)),))
    assert value("moves", case(inputs)) == 0.0


def test_that_the_pair_that_is_parted_is_a_lost_tie() -> None:
    today, option = case(two_teams(False)), case(two_teams(True))
    # One week of twenty together is a mean of 0.05, which still is a tie.
    assert value("ties_kept", option, today) == 1.0
    apart = replace(two_teams(True), weeks=21)
    assert value("ties_lost", case(apart), case(replace(two_teams(False), weeks=21))) == 1.0
    assert value("ties_new", option, today) == 0.0
    assert value("ties_new", today, case(apart)) == 1.0


def test_that_span_counts_those_who_report_and_whose_lead_changes() -> None:
    today = case(two_teams(False), leads=(1, 2))
    option = case(two_teams(True), leads=(1, 2))
    assert value("span", today) == 1.0  # Ana reports to Cy; Cy and Bo lead their own teams
    assert value("lead_changes", option, today) == 1.0
    assert read("lead_changes", option, today).lines[0].label == "ana: cy, then bo"
    assert read("span", case(two_teams(False))).value is None


# --- how work reaches people ------------------------------------------------------------------


def test_that_engineers_on_a_service_alone_are_interrupted_throughout() -> None:
    inputs = plan((person("bo", primary=INFRASTRUCTURE),), teams=(CALM,), services=(service(),))
    assert value("interrupted", case(inputs)) == pytest.approx(1.0)
    assert value("threads", case(inputs)) == pytest.approx(1.0)
    bare = case(inputs)
    none = Case(bare.scene, replace(bare.facts, engineering=frozenset()))
    assert read("interrupted", none).value is None


def test_that_cover_counts_who_is_able_and_there_enough() -> None:
    lone = plan((person("bo", primary=INFRASTRUCTURE),), services=(service(),))
    assert value("cover", case(lone)) == 1.0
    able = replace(lone, people=(*lone.people, person("ana", infrastructure=0.5)))
    assert value("cover", case(able)) == 0.0
    weak = replace(lone, people=(*lone.people, person("ana", infrastructure=0.4)))
    assert value("cover", case(weak)) == 1.0
    thin = person("ana", infrastructure=0.5, where=(placed((0, 0.1)),))
    assert value("cover", case(replace(lone, people=(*lone.people, thin)))) == 1.0


def test_that_stand_ups_without_news_are_those_of_people_without_work() -> None:
    inputs = plan(
        (person("ana"), person("cy", primary=DATA_SCIENCE)),
        chunks=(chunk("Build", 40.0, weeks=8.0),),
    )
    assert value("standup", case(inputs)) == pytest.approx(0.5)
    assert read("standup", case(replace(inputs, teams=(CALM,)))).value is None


def test_that_a_steady_load_has_neither_flood_nor_drought() -> None:
    steady = plan(
        (person("ana"),), teams=(CALM,), chunks=(chunk("Build", 40.0, weeks=8.0),), settings=PLAIN
    )
    assert value("flood", case(steady)) == pytest.approx(0.0, abs=1e-12)
    burst = replace(steady, chunks=(chunk("Build", 40.0, weeks=8.0, shape="burst 2/1"),))
    # Weeks of 1 and 0.1 by turns: deviation 0.45 of a mean of 0.55.
    assert value("flood", case(burst)) == pytest.approx(0.45 / 0.55)
    assert value("above", case(burst)) == value("below", case(burst)) == 0.5


# --- delivery ---------------------------------------------------------------------------------


def test_that_turnaround_counts_from_the_planned_first_day_to_the_end() -> None:
    inputs = plan(
        (person("ana"),), teams=(CALM,), chunks=(chunk("Build", 10.0, weeks=2.0),), settings=PLAIN
    )
    # Monday to Friday of the week after is twelve days.
    assert value("turnaround", case(inputs)) == pytest.approx(12 / 7)
    late = case(replace(inputs, chunks=(chunk("Build", 15.0, weeks=2.0),)), deadline=(days(1, 16),))
    assert value("turnaround", late) == pytest.approx(19 / 7)
    assert value("delay", late) == pytest.approx(1.0)
    assert value("missed", late) == 1.0
    met = case(late.inputs, deadline=(days(1, 23),))
    assert value("missed", met) == 0.0


def test_that_what_never_finishes_is_counted_beside_the_turnaround() -> None:
    inputs = plan((person("ana"),), chunks=(chunk("Build", 400.0, weeks=2.0),))
    found = read("turnaround", case(inputs))
    assert (found.value, found.before) == (None, 1.0)
    assert value("unfinished", case(inputs)) == 1.0
    assert value("missed", case(inputs, deadline=(days(2, 2),))) == 1.0
    # What is due after the plan may yet be in time.
    assert value("missed", case(inputs, deadline=(days(6, 1),))) == 0.0
    assert read("missed", case(inputs)).value is None


def test_that_finishing_fewer_projects_does_not_win_turnaround() -> None:
    slow = Reading("turnaround", 9.0)
    fewer = Reading("turnaround", 3.0, before=1.0)
    assert winners(BY_KEY["turnaround"], [slow, fewer]) == {0}


def behind(weeks: int) -> Inputs:
    """Ana leaves the squad after a week, and its work with it."""
    inputs = two_teams(True)
    work = chunk("Build", 5.0 * weeks, weeks=float(weeks), owner=0)
    return replace(inputs, chunks=(work,), weeks=weeks)


def test_that_an_option_that_parts_people_from_their_work_does_not_pay_back() -> None:
    today = case(replace(behind(8), people=two_teams(False).people))
    option = case(behind(8))
    found = read("pays_back", option, today)
    assert (found.value, found.where) == (math.inf, "not in this plan")
    assert read("pays_back", today, option).where == "never behind"
    assert value("pays_back", today) == 0.0


def test_that_what_is_caught_up_pays_back_in_the_week_it_is() -> None:
    # In the option Ana is away in weeks 0 and 1 and does her ten days of work in weeks 2 and 3.
    def inputs(away: bool) -> Inputs:
        own = (placed(), placed((0, 1.0), on=days(1, 19))) if away else None
        return plan(
            (person("ana", own=own),),
            teams=(CALM,),
            chunks=(chunk("Build", 10.0, weeks=2.0),),
            settings=replace(PLAIN, move_start=1.0),
        )

    found = read("pays_back", case(inputs(True)), case(inputs(False)))
    assert found.value == 4.0
    assert found.where == "week of 26 January 2026"


def test_that_goals_are_held_against_all_work_done() -> None:
    inputs = plan(
        (person("ana"),),
        teams=(CALM,),
        projects=(project("Churn"), project("Quay")),
        chunks=(chunk("a", 10.0), chunk("b", 10.0, project=1)),
        settings=PLAIN,
    )
    goals = (Goal("Growth", 0.7), Goal("Peace", 0.2), Goal("Whatever", None))
    found = read("goals", case(inputs, goals=goals, goal=(0, 1)))
    assert found.value == pytest.approx(0.2)
    assert found.sentences == ("Starving: Growth (50 % of 70 %).",)
    assert read("goals", case(inputs)).value is None


# --- edges ------------------------------------------------------------------------------------

EDGES = {
    "nobody": plan(chunks=(chunk(),), services=(service(),)),
    "no work": plan((person(),)),
    "no team": plan((person(where=()),), teams=(), chunks=(chunk(owner=None),)),
    "nothing at all": plan(teams=(), projects=()),
    "a single week": plan((person(),), chunks=(chunk(),), services=(service(),), weeks=1),
    "starts mid-week": plan((person(start=days(1, 14), end=days(1, 22)),), chunks=(chunk(),)),
    "nobody owns it": plan((person(),), chunks=(chunk(owner=None),)),
    "paused": plan((person(),), projects=(project(active=False),), chunks=(chunk(),)),
    "all before": plan((person(),), chunks=(chunk(start=START - 100, weeks=1.0),)),
    "all after": plan((person(),), chunks=(chunk(start=START + 700),)),
}


@pytest.mark.parametrize("name", sorted(EDGES))
def test_that_every_measure_has_an_answer_at_the_edges(name: str) -> None:
    found = case(EDGES[name])
    for measure in MEASURES:
        reading = measure.read(found, found)
        assert reading.key == measure.key
        assert reading.value is None or not math.isnan(reading.value)
        for line in reading.lines:
            assert line.value is None or not math.isnan(line.value)


def test_that_work_and_nobody_is_no_peak_but_worse_than_any() -> None:
    found = read("peak", case(EDGES["nobody"]))
    assert (found.value, found.before) == (None, 8.0)
    assert winners(BY_KEY["peak"], [found, Reading("peak", 9.0)]) == {1}


def test_that_postponing_and_parking_win_nothing_in_rank() -> None:
    busy = plan((person(),), chunks=(chunk("Build", 100.0, weeks=4.0),))
    parked = replace(busy, chunks=(chunk("Build", 100.0, weeks=4.0, owner=None),))
    later = replace(busy, projects=(project(shift=8.0),))
    assert value("rank", case(parked)) >= value("rank", case(busy))
    assert value("rank", case(later)) >= value("rank", case(busy))


# --- the table --------------------------------------------------------------------------------


def test_that_measures_are_named_once_and_say_what_they_mean() -> None:
    assert len(BY_KEY) == len(MEASURES)
    assert len({measure.label for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        assert measure.tip.endswith(".")
        assert measure.definition[0].isupper()
        assert measure.definition.count(". ") == 0  # one sentence


def test_that_the_least_is_best_and_equals_share_it() -> None:
    overload, kept = BY_KEY["overload"], BY_KEY["ties_kept"]

    def of(*values: float | None) -> list[Reading]:
        return [Reading("any", one) for one in values]

    assert winners(overload, of(5.0, 3.0, 3.01)) == {1, 2}
    assert winners(kept, of(5.0, 3.0, None)) == {0}
    assert winners(overload, of(5.0, 5.0)) == frozenset()
    assert winners(overload, of(5.0)) == frozenset()
    assert winners(overload, of(None, None, 1.0)) == {2}
    assert winners(BY_KEY["span"], of(5.0, 3.0)) == frozenset()
    assert winners(BY_KEY["pays_back"], of(math.inf, math.inf)) == frozenset()


def test_that_long_explanations_still_add_up() -> None:
    lines = [Line(f"line {n}", float(n), "days") for n in range(100)]
    found = shortened(lines, "others")
    assert len(found) == 40
    assert sum(line.value or 0.0 for line in found) == sum(range(100))
    assert found[-1].label == "61 others"


def test_that_spans_name_months_and_years_once() -> None:
    assert span_words(days(3, 9), days(5, 8)) == "9 March to 8 May 2026"
    assert span_words(days(3, 9), days(3, 13)) == "9 to 13 March 2026"
    assert span_words(days(12, 28), days(12, 28) + 4) == "28 December 2026 to 1 January 2027"
