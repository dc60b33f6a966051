"""The blank plan workbook: it imports as it is, and as LibreOffice leaves it once filled in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.engine import compute
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.importing import Import, preview_import
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.sheets import Sheets, sheets_of
from teamtide.exchange.templates.blank import write_template
from teamtide.exchange.templates.choices import CHOICES, ItemOf, Listed, Words
from teamtide.exchange.templates.example_rows import ADA, BEN, CLEO, examples
from teamtide.exchange.templates.header_help import HEADER_HELP, SETTING_HELP
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import (
    ROW_CLASSES,
    Chunk,
    Imported,
    Leave,
    Person,
    Project,
    Scenario,
    Service,
)
from teamtide.plan.state import State
from teamtide.plan.validation import check
from tests.exchange.helpers import empty, people, seats, xlsx_file
from tests.exchange.libreoffice import needs_libreoffice, typed_in

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    write_template(path, WEDNESDAY)
    return path


def taken(path: Path) -> tuple[State, Import]:
    found = preview_import(empty(), path)
    assert found.kind == "plan workbook"
    assert [str(problem) for problem in found.problems] == []
    after = empty().apply(found.change)
    check(after, found.change)
    return after, found


def rows_below_header(workbook: Workbook, name: str) -> list[tuple[Any, ...]]:
    return [row for row in workbook[name].iter_rows(min_row=2, values_only=True) if any(row)]


def test_that_the_untouched_template_is_a_small_plan_with_work_in_it(template: Path) -> None:
    state, found = taken(template)
    assert found.warnings == ()
    assert [row.name for row in state.rows(Person)] == [ADA, BEN, CLEO]
    assert state.plan.start == date(2026, 3, 2)
    assert all(state.rows(cls) for cls in ROW_CLASSES if cls is not Imported)
    for scenario in state.rows(Scenario):
        load = compute(inputs_of(state, scenario.id))
        assert sum(float(team.demand.sum()) for team in load.teams) > 50
        assert not load.unowned.any()


def test_that_every_sheet_and_word_of_the_format_is_there_with_help(template: Path) -> None:
    book = load_workbook(template)
    assert book.sheetnames == ["Read me", *FORMAT, "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    for name, form in FORMAT.items():
        header = book[name][1]
        assert tuple(cell.value for cell in header) == form.headers
        for cell in header:
            assert cell.comment.text == HEADER_HELP[name][cell.value]
        assert book[name].freeze_panes
        assert book[name].print_title_rows == "$1:$1"
        assert rows_below_header(book, name)
    for (cell,) in book["Plan"].iter_rows(min_row=2, max_col=1):
        assert cell.comment.text == SETTING_HELP[cell.value]
    book.close()


def test_that_the_examples_use_every_word_but_those_that_may_stay_blank() -> None:
    for name, rows in examples(WEDNESDAY).items():
        used = {word for row in rows for word in row}
        assert used == set(FORMAT[name].headers), name


def test_that_every_assumption_is_a_setting_with_its_default(template: Path) -> None:
    book = load_workbook(template)
    found = dict(book["Plan"].iter_rows(min_row=2, max_col=2, values_only=True))
    book.close()
    for one in ASSUMPTIONS:
        assert found[one.key] == one.default


def test_that_every_choice_is_a_drop_down_or_a_limit(template: Path) -> None:
    book = load_workbook(template)
    for name, choices in CHOICES.items():
        found = {
            str(rule.sqref).split(":")[0]: rule
            for rule in book[name].data_validations.dataValidation
        }
        assert len(found) == len(choices)
        for word, choice in choices.items():
            letter = book[name].cell(1, FORMAT[name].headers.index(word) + 1).column_letter
            rule = found[f"{letter}2"]
            if isinstance(choice, Words):
                assert rule.formula1 == f'"{",".join(choice.words)}"'
                assert len(rule.formula1) <= 255
            elif isinstance(choice, Listed):
                assert rule.formula1 in book.defined_names
            assert (rule.type == "list") == isinstance(choice, (Words, Listed, ItemOf))
    book.close()


def test_that_people_of_ones_own_put_the_examples_away(template: Path, tmp_path: Path) -> None:
    book = load_workbook(template)
    sheet = book["People"]
    for row in (2, 3, 4):
        for column in range(1, 14):
            sheet.cell(row, column).value = None
    sheet["B2"], sheet["K2"] = "Grace Hopper", "Compilers"
    book["Projects"]["A3"] = "COBOL"
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    state, found = taken(filled)
    assert [row.name for row in state.rows(Person)] == ["Grace Hopper"]
    assert [row.name for row in state.rows(Project)] == ["COBOL"]
    assert [row.name for row in state.rows(Scenario)] == ["Today"]
    assert not state.rows(Service)
    assert state.plan.name == empty().plan.name
    assert state.plan.start == date(2026, 3, 2)
    assert any("hold an example" in warning for warning in found.warnings)


def test_that_a_typed_over_example_is_ones_own(template: Path, tmp_path: Path) -> None:
    book = load_workbook(template)
    book["People"]["B5"] = "Grace Hopper"
    book["Services"]["A2"] = "Cluster"
    book["Services"]["G2"] = None
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    state, _ = taken(filled)
    assert [row.name for row in state.rows(Service)] == ["Cluster"]


def test_that_a_plan_that_came_of_the_examples_goes_out_and_in_whole(
    template: Path, tmp_path: Path
) -> None:
    state, _ = taken(template)
    sheets = sheets_of(state)
    header, rows = sheets["People"]
    grace = {"Name": "Grace Hopper"}
    grown: Sheets = {**sheets, "People": (header, [*rows, [grace.get(word) for word in header]])}
    path = xlsx_file(tmp_path, {name: [head, *cells] for name, (head, cells) in grown.items()})
    again, found = taken(path)
    assert found.warnings == ()
    assert len(again.rows(Person)) == 4


def test_that_a_template_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="can't be written"):
        write_template(tmp_path / "no" / "template.xlsx", WEDNESDAY)
    write_template(tmp_path / "template.xlsx", WEDNESDAY)
    assert [path.name for path in tmp_path.iterdir()] == ["template.xlsx"]


@needs_libreoffice
def test_that_libreoffice_fills_it_in_and_the_lists_stay(template: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.xlsx"
    first, last = date(2026, 4, 6), date(2026, 4, 10)
    typed_in(
        template,
        filled,
        tmp_path,
        {
            "Plan": {"B2": "Spring", "B3": date(2026, 3, 9), "B4": 12},
            "People": {
                **{"A2": "007", "B2": "Grace Hopper", "C2": "grace@example.org"},
                **{"D2": "=1+1", "E2": "software", "F2": "infrastructure 0.5", "G2": 0.8},
                **{"K2": "Compilers", "L2": 0.5, "M2": ""},
                **{"A3": "0042", "B3": 'Kim "Kay" Ørsted', "D3": "", "E3": "data science"},
                **{"G3": 1, "K3": "Compilers", "B4": "Zoë 😀", "E4": "infrastructure"},
                "K4": "",
            },
            "Leave": {"A2": "007", "B2": first, "C2": last, "D2": 0.5},
            "Teams": {"A2": "Compilers", "B2": "enablement", "C2": "0042", "D2": 2.25},
            "Projects": {"A2": "COBOL", "B2": "Compilers", "C2": "", "F2": last},
            "Chunks": {
                **{"A2": "COBOL", "B2": "Draft", "D2": "software", "E2": 5, "F2": 7.5, "G2": 11},
                **{"H2": first, "I2": 3, "J2": "burst 3/1", "O2": "007; 0042", "P2": 1.25},
            },
        },
    )
    state, _ = taken(filled)
    assert (state.plan.name, state.plan.start, state.plan.weeks) == ("Spring", date(2026, 3, 9), 12)
    found = people(state)
    assert list(found) == ["Grace Hopper", 'Kim "Kay" Ørsted', "Zoë 😀"]
    grace = found["Grace Hopper"]
    assert (grace.code, grace.email, grace.title) == ("007", "grace@example.org", "=1+1")
    assert (grace.discipline, grace.fte) == ("software", 0.8)
    assert grace.skills == (("infrastructure", 0.5),)
    assert grace.start == date(2026, 3, 2) - timedelta(weeks=52)
    assert found['Kim "Kay" Ørsted'].code == "0042"
    assert seats(state) == {"Grace Hopper": "Compilers", 'Kim "Kay" Ørsted': "Compilers"}
    (leave,) = state.rows(Leave)
    assert (leave.first, leave.last, leave.fraction) == (first, last, 0.5)
    (chunk,) = (row for row in state.rows(Chunk) if row.name == "Draft")
    assert (chunk.low, chunk.likely, chunk.high, chunk.done) == (5, 7.5, 11, 1.25)
    assert (chunk.start, chunk.weeks, chunk.shape) == (first, 3, "burst 3/1")
    assert chunk.who == (grace.id, found['Kim "Kay" Ørsted'].id)
    before, after = load_workbook(template), load_workbook(filled)
    for name in FORMAT:
        assert lists(after, name) == lists(before, name), name
        texts = [cell.comment.text for cell in after[name][1]]
        assert texts == list(HEADER_HELP[name].values())
    assert set(after.defined_names) >= set(before.defined_names)
    columns = after["People"].column_dimensions
    assert columns["I"].number_format.replace("\\", "") == "yyyy-mm-dd"
    assert columns["A"].number_format == "@"
    assert after["Lists"]["A3"].value.startswith("=TRIM")
    before.close()
    after.close()


def lists(workbook: Workbook, name: str) -> set[tuple[str, str, str | None]]:
    return {
        (str(rule.sqref), rule.type, rule.formula1)
        for rule in workbook[name].data_validations.dataValidation
    }
