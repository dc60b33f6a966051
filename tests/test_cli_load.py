"""`teamtide load` with what carries over and how sure that is."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import numpy as np
import pytest

from teamtide.capacity.bands import bands_of, run_bands
from teamtide.capacity.engine import compute
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.projection import project
from teamtide.load_report import BAND_FIGURES, load_lines, progress_line
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Project
from teamtide.workers.forecasts import slices
from tests.test_cli import FIGURES, answer, process, teamtide

OPTION = "Infrastructure + enablement"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli-load") / "sample.teamtide"
    teamtide("sample", path)
    return path


def shown(values: list[float | None]) -> list[float]:
    return [math.inf if value is None else value for value in values]


def test_that_projected_adds_backlogs_and_finishes_and_nothing_else(sample: Path) -> None:
    plain, found = answer("load", sample), answer("load", sample, "--projected")
    assert set(found) == {*plain, "projects"}
    for before, team in zip(plain["teams"], found["teams"], strict=True):
        assert set(team) == {*before, "backlog"}
        assert {name: team[name] for name in before} == before
    for entry in found["projects"]:
        assert set(entry) == {"name", "finish", "planned_finish", "unfinished"}
        assert (entry["finish"] is None) or not entry["unfinished"]


@pytest.mark.parametrize("scenario", [None, OPTION])
def test_that_projected_says_what_the_engine_says(sample: Path, scenario: str | None) -> None:
    document = Document.open(sample, read_only=True)
    state = document.state
    document.close()
    which = state.today
    words: tuple[str, ...] = ()
    if scenario is not None:
        row = state.scenario_named(scenario)
        assert row is not None
        which, words = row.id, ("--scenario", scenario)
    here = project(compute(inputs_of(state, which)))
    found = answer("load", sample, "--projected", *words)
    for entry, team in zip(found["teams"], here.teams, strict=True):
        assert entry["backlog"] == team.backlog.tolist()
    names = [row.name for row in state.rows(Project)]
    assert [entry["name"] for entry in found["projects"]] == names
    for entry, finish in zip(found["projects"], here.projects, strict=True):
        assert entry["unfinished"] == finish.unfinished
        assert (entry["finish"] is None) == (finish.finish_day is None)


def test_that_bands_add_percentiles_and_a_chance_to_each_team(sample: Path) -> None:
    found = answer("load", sample, "--bands", "60")
    assert set(found) == {"unit", "weeks", "teams"}
    for team in found["teams"]:
        assert set(team) == {"name", "kind", "by_kind", *FIGURES, *BAND_FIGURES}
        low, middle, high = (shown(team[name]) for name in ("p10", "p50", "p90"))
        assert all(a <= b <= c for a, b, c in zip(low, middle, high, strict=True))
        assert all(0 <= chance <= 1 for chance in team["chance_over"])
    spread = [b - a for t in found["teams"] for a, b in zip(t["p10"], t["p90"], strict=True) if b]
    assert max(spread) > 0.1


def test_that_bands_are_those_of_the_engine_bit_for_bit(sample: Path) -> None:
    document = Document.open(sample, read_only=True)
    state = document.state
    document.close()
    load = compute(inputs_of(state, state.today))
    found = answer("load", sample, "--bands", "230")["teams"]
    for pieces, exact in ((slices(230), True), ([range(230)], False)):
        runs = [run_bands(load, draw_luck(load.inputs, load.plan, piece)) for piece in pieces]
        for entry, team in zip(found, bands_of(runs).teams, strict=True):
            assert team is not None
            for name in BAND_FIGURES:
                here, there = getattr(team, name), np.array(shown(entry[name]))
                assert np.array_equal(here, there) if exact else np.allclose(here, there, 0, 1e-9)


def test_that_the_same_bands_come_out_of_another_process(sample: Path) -> None:
    words = ("load", sample, "--projected", "--bands", "55", "--json")
    assert process(*words).stdout == teamtide(*words).stdout


def test_that_csv_carries_the_added_figures(sample: Path) -> None:
    words = ("load", sample, "--projected", "--bands", "20")
    lines = list(csv.DictReader(io.StringIO(teamtide(*words, "--csv").stdout)))
    found = answer(*words)
    teams = {team["name"]: team for team in found["teams"]}
    assert list(lines[0]) == ["team", "week", *FIGURES, "backlog", *BAND_FIGURES]
    for line in lines:
        week = found["weeks"].index(line["week"])
        for name in ("backlog", *BAND_FIGURES):
            value = teams[line["team"]][name][week]
            assert line[name] == ("" if value is None else str(value))


def test_that_the_lines_to_read_end_with_every_project(sample: Path) -> None:
    lines = teamtide("load", sample, "--projected", "--bands", "20").stdout.splitlines()
    projects = [entry["name"] for entry in answer("load", sample, "--projected")["projects"]]
    last = lines[-len(projects) :]
    assert all(line.endswith(name) for line, name in zip(last, projects, strict=True))
    assert "backlog" in lines[1]
    assert "p90" in lines[1]


def test_that_what_does_not_finish_and_nobody_there_are_words() -> None:
    team = {name: [1.0] for name in FIGURES} | {"name": "T", "kind": "squad", "backlog": [2.0]}
    team |= {"p10": [0.5], "p50": [None], "p90": [None], "chance_over": [1.0]}
    entry = {"name": "Churn", "finish": None, "planned_finish": "2026-03-06", "unfinished": True}
    report = {"weeks": ["2026-01-05"], "teams": [team], "projects": [entry]}
    lines = list(load_lines(report))
    assert lines[2].split()[-4:] == ["50%", "nobody", "nobody", "100%"]
    assert "not in plan" in lines[-1]


def test_that_progress_is_told_on_a_terminal_and_nowhere_else(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert teamtide("load", sample, "--bands", "20").stderr == ""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    tell = progress_line("Samples")
    assert tell is not None
    tell(50, 100)
    tell(100, 100)
    assert screen.getvalue() == "\rSamples: 50 of 100\rSamples: 100 of 100\n"


@pytest.mark.parametrize("samples", ["0", "-5", "1000000", "many"])
def test_that_a_number_of_samples_that_makes_no_sense_exits_2(sample: Path, samples: str) -> None:
    teamtide("load", sample, "--bands", samples, code=2)
