"""`template` and `fill` as a script meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.test_cli import answer, process, teamtide


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("templates") / "sample.teamtide"
    teamtide("sample", path)
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "a=b"
    sheet["A1"], sheet["B1"], sheet["C1"] = "Option", "Team", "Peak"
    workbook.create_sheet("Notes")["A1"] = "{{ teamtide : summary }}"
    path = tmp_path / "own.xlsx"
    workbook.save(path)
    return path


def test_that_a_template_goes_into_a_new_plan(tmp_path: Path) -> None:
    book, plan = tmp_path / "blank.xlsx", tmp_path / "plan.teamtide"
    assert answer("template", book) == {"file": str(book)}
    teamtide("new", plan)
    found = answer("import", book, "--plan", plan)
    assert found["kind"] == "plan workbook"
    assert found["problems"] == []
    assert answer("info", plan)["people"] == 3
    assert "can't be written" in teamtide("template", tmp_path / "no" / "b.xlsx", code=1).stderr


def test_that_fill_says_what_went_where(sample: Path, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    found = answer("fill", sample, own, out, "--map", "a=b=load", "--scenario", "Rota, no reorg")
    assert found["file"] == str(out)
    assert found["notes"] == []
    assert [(one["place"], one["table"], one["rows"]) for one in found["filled"]] == [
        ("Notes!A1", "summary", found["filled"][0]["rows"]),
        ("a=b", "load", 3),
    ]
    assert found["filled"][1]["columns"] == ["Scenario", "Team", "Peak"]
    assert found["filled"][1]["cells"] == "'a=b'!A2:C4"
    book = load_workbook(out)
    assert {row[0] for row in book["a=b"].iter_rows(min_row=2, values_only=True)} == {
        "Rota, no reorg"
    }
    assert book["Notes"]["A1"].value == "Measure"
    book.close()


def test_that_fill_works_in_a_process_of_its_own(sample: Path, own: Path, tmp_path: Path) -> None:
    said = process("fill", sample, own, tmp_path / "out.xlsx").stdout
    assert "summary " in said
    assert "Notes!A2:E" in said
    assert "Wrote " in said


def test_that_what_can_t_be_filled_is_a_sentence(sample: Path, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    for words, said in (
        (("--map", "Nowhere=load"), "“Nowhere”"),
        (("--map", "a=b=loads"), "no table “loads”"),
        (("--map", "Notes!A1="), "does not say where a table goes"),
        (("--scenario", "Nope"), "no scenario “Nope”"),
    ):
        assert said in teamtide("fill", sample, own, out, *words, code=1).stderr
    assert "not of the form" in teamtide("fill", sample, own, out, "--map", "x", code=2).stderr
    assert "template itself" in teamtide("fill", sample, own, own, code=1).stderr
    assert "the plan itself" in teamtide("fill", sample, own, sample, code=1).stderr
    assert not out.exists()
