"""`teamtide compare`: every measure of every scenario, and how sure the differences are."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from teamtide.capacity.measures.compare import Measured
from teamtide.cli import run
from teamtide.compare_report import compare, compare_report, compared
from teamtide.compare_text import compare_lines, value_words
from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import Pair, Person, Pin, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES, Reading
from teamtide.plan.wishes import keep, pin, violations


@pytest.fixture(scope="module")
def state() -> State:
    return sample_state()


@pytest.fixture(scope="module")
def found(state: State) -> dict[ScenarioId, Measured]:
    return compared(state)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("compare") / "sample.teamtide"
    assert run(["sample", str(file)]) == 0
    return file


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert run([str(word) for word in words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture(scope="module")
def why(plan: Path) -> dict[str, Any]:
    """All that JSON tells of the sample, also what makes the difference in overload."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        words = ["compare", str(plan), "--samples", "40", "--why", "overload", "--json"]
        assert run(words) == 0
    found: dict[str, Any] = json.loads(printed.getvalue())
    return found


def test_that_json_has_every_measure_of_every_scenario(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "compare", plan, "--samples", 20, "--json")
    names = [row.name for row in state.rows(Scenario)]
    assert list(found["measures"]) == names
    keys = [measure.key for measure in MEASURES]
    for values in found["measures"].values():
        assert list(values) == keys
        assert all(value is None or math.isfinite(value) for value in values.values())
    assert list(found["paired"]) == names[1:]
    for apart in found["paired"].values():
        assert {"turnaround", "unfinished", "backlog", "undone"} <= set(apart)
        for spread in apart.values():
            assert {"p10", "p50", "p90"} <= set(spread)
            if None not in (spread["p10"], spread["p50"], spread["p90"]):
                assert spread["p10"] <= spread["p50"] <= spread["p90"]
            assert 0.0 <= spread["less"] + spread["more"] <= 1.0


def test_that_wishes_not_kept_are_counted_by_scenario_and_said_in_words(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = State.of([row for row in state.all_rows() if not isinstance(row, (Pin, Pair))])
    one, other = state.rows(Person)[0], state.rows(Person)[-1]
    (squad,) = shares_at(state, state.today, one.id, state.plan.start)
    asked = state.apply(pin(state, [(one.id, squad)], reason="a secret"))
    asked = asked.apply(keep(asked, wish="together", people=[one.id, other.id]))
    file = tmp_path / "asked.teamtide"
    Document.create(file, asked).close()
    found = answer(capsys, "compare", file, "--samples", 0, "--json")["measures"]
    assert [values["wishes"] for values in found.values()] == [0, 1, 0]
    assert run(["compare", str(file), "--samples", "0"]) == 0
    printed = capsys.readouterr().out
    assert "Wishes not kept" in printed
    assert "a secret" not in printed
    option = state.rows(Scenario)[1].id
    case = compared(asked)[option].readings["wishes"]
    assert [line.label for line in case.lines] == [
        broken.sentence for broken in violations(asked, option)
    ]
    none = compared(state)[option].readings["wishes"]
    assert (none.value, none.lines) == (None, ())


def test_that_scenarios_can_be_chosen_and_are_still_compared_with_today(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [row.name for row in state.rows(Scenario)]
    found = answer(capsys, "compare", plan, "--scenario", names[1], "--samples", 10, "--json")
    assert list(found["measures"]) == list(found["paired"]) == [names[1]]
    every = answer(capsys, "compare", plan, "--samples", 10, "--json")
    for part in ("measures", "paired"):
        assert found[part][names[1]] == every[part][names[1]]


def test_that_without_samples_nothing_is_paired(
    state: State, found: dict[ScenarioId, Measured]
) -> None:
    value = compare_report(state, found)
    assert all(not apart for apart in value["paired"].values())
    assert "turnaround" in value["measures"][state.rows(Scenario)[0].name]


def test_that_people_short_are_told_in_sentences(
    state: State, found: dict[ScenarioId, Measured]
) -> None:
    says = compare_report(state, found)["says"]
    assert any(
        "is short" in line and ("hires end" in line or "hire ends" in line)
        for lines in says.values()
        for line in lines
    )


def test_that_the_table_names_every_measure_and_marks_the_best_with_a_sign(
    state: State, found: dict[ScenarioId, Measured]
) -> None:
    lines = list(compare_lines(compare(state)))
    for measure, line in zip(MEASURES, lines[1:], strict=False):
        assert line.startswith(measure.label)
    overloads = {one: each.readings["overload"].value for one, each in found.items()}
    assert len(set(overloads.values())) == len(overloads)
    assert lines[2].count("* ") == 1


def test_that_differences_are_told_with_their_spread(state: State) -> None:
    lines = list(compare_lines(compare(state, samples=20)))
    told = [line for line in lines if "less in" in line and "more in" in line]
    assert any(line.strip().startswith("Turnaround, weeks") for line in told)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("overload", 12.34, "12.3"),
        ("overload", 123.4, "123"),
        ("overload", -0.0, "0.0"),
        ("peak", 1.5, "150%"),
        ("hires", 3.0, "3"),
        ("hires", math.inf, "never"),
        ("threads", 1.234, "1.23"),
        ("span", None, "-"),
        ("moves", 7.0, "7"),
    ],
)
def test_that_values_are_written_with_the_digits_that_matter(
    key: str, value: float | None, words: str
) -> None:
    assert value_words(BY_KEY[key], Reading(key, value)) == words


def test_that_what_is_counted_beside_a_value_is_said() -> None:
    turnaround = BY_KEY["turnaround"]
    assert value_words(turnaround, Reading("turnaround", 9.0, before=2.0)) == "9.0, 2 unfinished"
    assert value_words(turnaround, Reading("turnaround", None, before=2.0)) == "-, 2 unfinished"


# --- what differs, what makes the difference, what is outdone ---------------------------


def test_that_json_has_what_differs_line_by_line(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "compare", plan, "--samples", 0, "--json")
    today, split, rota = (row.name for row in state.rows(Scenario))
    assert list(found["differences"]) == [split, rota]
    assert found["differences"][rota] == [
        {
            "what": "interrupts",
            "who": "Squad",
            "before": "everyone",
            "after": "rota",
            "when": None,
            "share": None,
            "text": "Squad, interrupts: everyone → rota",
        }
    ]
    moves = [line for line in found["differences"][split] if line["what"] == "person"]
    assert {line["when"] for line in moves} == {state.plan.start.isoformat()}
    assert "attribution" not in found
    assert today not in found["differences"]


def test_that_json_says_why_and_the_parts_sum_to_the_difference(
    why: dict[str, Any], state: State
) -> None:
    found = why
    for name, told in found["attribution"].items():
        assert len(told["parts"]) == len(found["differences"][name])
        total = sum(part["part"] for part in told["parts"])
        apart = found["measures"][name]["overload"] - told["today"]
        assert total == pytest.approx(told["difference"], abs=1e-9)
        assert told["difference"] == pytest.approx(apart, abs=1e-9)
        assert told["says"]
    rota = found["attribution"][state.rows(Scenario)[2].name]
    assert rota["exact"]
    assert rota["says"] == ["3 d less: 100 % is whether Squad has a rota."]
    split = found["attribution"][state.rows(Scenario)[1].name]
    # Every case was tried in the end, since decisions that belong together leave few enough.
    assert split["exact"]
    assert {part["error"] for part in split["parts"]} == {0.0}
    assert split["groups"][0]["name"] == "moving 4 people to Enablement"
    for group in split["groups"]:
        inside = sum(p["part"] for p in split["parts"] if p["line"] in group["lines"])
        assert inside == pytest.approx(group["part"], abs=1e-9)


def test_that_what_another_option_outdoes_is_said_with_the_reason(
    plan: Path, why: dict[str, Any], state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    today, _, rota = (row.name for row in state.rows(Scenario))
    assert list(why["dominated"]) == [today]
    assert why["dominated"][today].startswith(f"{rota} is at least as good in every measure")
    assert run(["compare", str(plan), "--samples", "0", "--why", "overload"]) == 0
    printed = capsys.readouterr().out
    assert f"Outdone: {rota} is at least as good" in printed
    assert "Squad, interrupts: everyone → rota" in printed


def test_that_a_measure_that_can_not_be_divided_is_refused(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("hires", "nonsense"):
        assert run(["compare", str(plan), "--samples", "0", "--why", name, "--json"]) == 2
        captured = capsys.readouterr()
        assert not captured.out
        assert "use one of turnaround, overload, " in captured.err


# --- against another one, and all else a comparison knows ------------------------------------


def test_that_the_contract_of_the_keys_is_kept_and_others_come_beside_them(
    why: dict[str, Any],
) -> None:
    for key in ("measures", "paired", "differences", "dominated", "attribution"):
        assert isinstance(why[key], dict)
    for key in ("curves", "goals", "moves", "pays_back", "leads", "pairs", "cover"):
        assert list(why[key]) == list(why["measures"])
    assert why["against"] is None


def test_that_options_can_be_compared_with_any_other(
    plan: Path, why: dict[str, Any], state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    today, split, rota = (row.name for row in state.rows(Scenario))
    words = ("compare", plan, "--samples", 40, "--why", "overload", "--json")
    found = answer(capsys, *words, "--against", rota)
    assert {key: found[key] for key in why if key != "against"} == {
        key: why[key] for key in why if key != "against"
    }
    against = found["against"]
    assert against["scenario"] == rota
    assert list(against["paired"]) == [today, split]
    # With the same luck the way back is the way there, turned round.
    there, back = found["paired"][rota], against["paired"][today]
    assert list(back) == list(there)
    for key, one in back.items():
        assert (one["less"], one["more"]) == (there[key]["more"], there[key]["less"])
    assert [line["after"] for line in against["differences"][today]] == ["everyone"]
    for name in (today, split):
        told = against["attribution"][name]
        values = found["measures"]
        apart = values[name]["overload"] - values[rota]["overload"]
        assert told["difference"] == pytest.approx(apart, abs=1e-9)
        assert sum(part["part"] for part in told["parts"]) == pytest.approx(apart, abs=1e-9)
        assert sum(group["part"] for group in told["groups"]) == pytest.approx(apart, abs=1e-9)


def test_that_the_reference_is_measured_though_nobody_asked_for_it(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    _, split, rota = (row.name for row in state.rows(Scenario))
    words = ("compare", plan, "--samples", 10, "--scenario", split, "--against", rota)
    found = answer(capsys, *words, "--json")
    assert list(found["measures"]) == [split]
    assert list(found["against"]["paired"]) == [split]
    assert run([str(word) for word in words]) == 0
    printed = capsys.readouterr().out
    assert f"Compared with {rota}, with the same luck" in printed
    assert f"What differs from {rota}:" in printed
    assert "likely" in printed
    assert run(["compare", str(plan), "--against", "Nobody's"]) == 1
    assert "There is no scenario" in capsys.readouterr().err


def test_that_curves_are_those_of_load(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    name = state.rows(Scenario)[1].name
    found = answer(capsys, "compare", plan, "--samples", 0, "--json")
    load = answer(capsys, "load", plan, "--scenario", name, "--projected", "--json")
    del load["projects"]
    assert found["curves"][name] == load


def test_that_what_it_means_for_people_and_goals_agrees_with_the_measures(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "compare", plan, "--samples", 0, "--pairs", "--json")
    today, split, _ = (row.name for row in state.rows(Scenario))
    for name, values in found["measures"].items():
        pairs = found["pairs"][name]
        for way in ("kept", "lost", "new"):
            assert len(pairs[way]) == values[f"ties_{way}"]
        assert not {tuple(one) for one in pairs["kept"]} & {tuple(one) for one in pairs["lost"]}
        leads = found["leads"][name]
        assert leads["people_per_lead"] == values["span"]
        assert leads["changed"] == values["lead_changes"] == len(leads["changes"])
        goals = found["goals"][name]
        short = sum(goal["wanted"] - goal["served"] for goal in goals if goal["starving"])
        assert short == pytest.approx(values["goals"])
        assert found["pays_back"][name]["weeks"] == values["pays_back"]
        assert len(found["cover"][name]) == values["cover"]
    (wave,) = found["moves"][split]
    assert wave["date"] == state.plan.start.isoformat()
    assert {"person": "Grace Mwangi", "before": "Squad", "after": "Enablement"} in wave["moves"]
    assert found["moves"][today] == []
    assert found["pays_back"][split]["week"] == "2026-07-13"
    counted = answer(capsys, "compare", plan, "--samples", 0, "--json")["pairs"]
    assert counted[split] == {"kept": 0.0, "lost": 45.0, "new": 0.0}


def test_that_the_table_is_csv_as_well(
    plan: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    today, split, rota = (row.name for row in state.rows(Scenario))
    assert run(["compare", str(plan), "--samples", "20", "--csv", "--against", rota]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 3 * len(MEASURES)
    assert [row["key"] for row in rows[::3]] == [measure.key for measure in MEASURES]
    found = {(row["key"], row["scenario"]): row for row in rows}
    assert found["turnaround", split]["sure"]
    assert {row["against"] for row in rows} == {rota}
    apart = found["overload", today]
    values = [float(found["overload", name]["value"]) for name in (today, rota)]
    assert float(apart["difference"]) == pytest.approx(values[0] - values[1])
    assert apart["p10"] == ""
    assert found["overload", rota]["best"] == "yes"
    assert found["overload", rota]["difference"] == ""


def test_that_names_of_pairs_are_printed_when_asked_for(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", str(plan), "--samples", "0", "--pairs"]) == 0
    printed = capsys.readouterr().out
    assert "Pairs of data science and engineering: 0 kept, 45 lost, 0 new." in printed
    assert "lost  Helena Brandt and Grace Mwangi" in printed
    assert "Keep customers: 27% of 40% wanted, starving" in printed
