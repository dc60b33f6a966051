"""`teamtide brief`: a page without a window, and what stands on it as JSON."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.cli import run
from teamtide.plan.assigning import set_team
from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Project, Scenario
from teamtide.plan.summary import MEASURES
from teamtide.ui.brief.making import made_today
from tests.conftest import MONDAY
from tests.examples import ANA, INFRA, OPTION, small_state
from tests.pdf_text import pages_of, text_of

SAMPLES = ("--samples", "12")


@pytest.fixture(autouse=True)
def scale(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sets its scale for its process; other tests must not inherit it."""
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.teamtide"
    Document.create(file, small_state()).close()
    return file


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert run([str(word) for word in words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_that_the_page_and_its_json_say_what_compare_says(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.pdf"
    keys = ("turnaround", "backlog", "undone")
    chosen = [word for key in keys for word in ("--measure", key)]
    page = answer(
        capsys,
        *("brief", plan, out, "--recommend", "split", *chosen, "--words", "As agreed."),
        *(*SAMPLES, "--hinges", "600", "--json"),
    )
    compared = answer(capsys, "compare", plan, *SAMPLES, "--json")
    assert [one["key"] for one in page["reasons"]] == list(keys)
    for reason in page["reasons"]:
        theirs = compared["paired"]["Split"][reason["key"]]
        assert set(reason["apart"]) == {"p10", "p50", "p90", "less", "more"}
        for name, got in reason["apart"].items():
            value = theirs[name]
            assert (got is None) == (value is None)
            assert got is None or math.isclose(got, value, abs_tol=1e-12)
    told = [text for text in page["warnings"] if "is outdone" in text]
    assert bool(told) == ("Split" in compared["dominated"])
    pdf = out.read_bytes()
    assert pages_of(pdf) == 1
    text = text_of(pdf)
    assert "Recommended Split" in text
    assert "As agreed." in text
    assert page["hinges"].startswith("By turnaround: ")
    assert "search ended" not in page["hinges"]
    for reason in page["reasons"]:
        assert f"{reason['change']} {reason['verdict']}" in text


def test_that_without_a_choice_it_is_what_the_app_proposes(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.pdf"
    page = answer(capsys, "brief", plan, out, *SAMPLES, "--hinges", "0", "--json")
    assert page["scenario"] == page["proposed"]
    assert page["hinges"] == ""
    assert "Not searched." in text_of(out.read_bytes())
    assert run(["brief", str(plan), str(out), *SAMPLES, "--hinges", "0"]) == 0
    assert capsys.readouterr().out.startswith(f"Recommended: {page['scenario']}")


def test_that_a_search_that_ends_early_says_how_far_it_got(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.pdf"
    words = ("brief", plan, out, *SAMPLES, "--recommend", "split", "--json")
    page = answer(capsys, *words, "--hinges", "1e-9")
    assert "the search ended at 0 %" in page["hinges"]
    assert "earching…" not in page["hinges"]
    assert "the search ended at 0 %" in text_of(out.read_bytes())


def test_that_another_program_is_told_how_far_it_is(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.pdf"
    words = ("--recommend", "split", "--hinges", "0.5", "--progress")
    assert run(["brief", str(plan), str(out), *SAMPLES, *words]) == 0
    told = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert {word for word, _ in told} == {"progress"}
    parts = [int(part) for _, part in told]
    assert parts == sorted(set(parts))
    assert parts[-1] == 100


def test_that_a_png_has_two_pixels_a_point(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.PNG"
    assert run(["brief", str(plan), str(out), *SAMPLES, "--hinges", "0"]) == 0
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1190, 1684)


def test_that_a_report_has_a_page_for_everything_and_every_assumption_with_its_source(
    tmp_path: Path, plan: Path
) -> None:
    out = tmp_path / "report.pdf"
    assert run(["brief", str(plan), str(out), *SAMPLES, "--hinges", "0", "--report"]) == 0
    pdf = out.read_bytes()
    assert pages_of(pdf) >= 5
    text = text_of(pdf)
    for measure in MEASURES:
        assert measure.label in text
    for one in ASSUMPTIONS:
        assert one.source in text
    assert "EKS cluster, service: Squad → Infrastructure" in text
    assert f"Page {pages_of(pdf)}" in text
    assert text.count(made_today()) == pages_of(pdf)


def test_that_a_discreet_brief_names_nobody(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.pdf"
    names = ("Ana", "Silva", "Bo Chen", "Cy Young", "Di Marsh")
    state = small_state()
    state = state.apply(set_team(state, scenario=OPTION, team=INFRA, lead=ANA))
    file = tmp_path / "led.teamtide"
    Document.create(file, state).close()
    words = ["brief", str(file), str(out), *SAMPLES, "--hinges", "0", "--recommend", "Split"]
    words += ["--words", "Ana Silva leads it."]
    for more in ([], ["--report"]):
        assert run([*words, *more]) == 0
        assert "Ana Silva" in text_of(out.read_bytes())
        assert run([*words, *more, "--discreet"]) == 0
        text = text_of(out.read_bytes())
        assert "leads it." in text
        assert not [name for name in names if name in text]


def test_that_codes_change_no_figure_and_options_go_by_the_names_the_lead_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = small_state()
    split, project = state.get(Scenario, OPTION), state.rows(Project)[0]
    state = state.apply(edit(state, split, name="Split of Ana Silva"))
    state = state.apply(edit(state, project, name="Migration of Ana Silva"))
    file, out = tmp_path / "named.teamtide", tmp_path / "brief.pdf"
    Document.create(file, state).close()
    words = ("brief", file, out, *SAMPLES, "--recommend", "Split of Ana Silva", "--json")
    page, coded = answer(capsys, *words), answer(capsys, *words, "--discreet")
    assert coded["scenario"].startswith("Split of Person")
    assert [one["apart"] for one in coded["reasons"]] == [one["apart"] for one in page["reasons"]]
    assert "Split of Ana Silva wins" in page["hinges"] or "level" in page["hinges"]
    assert "Ana" not in json.dumps(coded)
    assert "Ana" not in text_of(out.read_bytes())


def test_that_an_empty_plan_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "empty.teamtide", tmp_path / "empty.pdf"
    Document.create(file, blank(name="Empty", start=MONDAY, weeks=4)).close()
    page = answer(capsys, "brief", file, out, *SAMPLES, "--json")
    assert "Import a list of people" in page["empty"]
    assert "Import a list of people" in text_of(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("brief.docx",), "call it brief.pdf", 2),
        (("brief.png", "--report"), "several pages", 1),
        (("brief.pdf", "--recommend", "Nothing"), "There is no scenario", 1),
        (("brief.pdf", "--measure", "span"), "can't carry a reason", 1),
        (("missing/brief.pdf", "--samples", "2", "--hinges", "0"), "choose another", 1),
    ],
)
def test_that_what_cannot_be_done_is_a_sentence_and_leaves_no_file(
    plan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
    code: int,
) -> None:
    assert run(["brief", str(plan), str(tmp_path / words[0]), *words[1:]]) == code
    assert said in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["plan.teamtide"]
