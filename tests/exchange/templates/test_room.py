"""What a table may not run over, and what may not be left behind: then nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from teamtide.exchange.templates.fitting import Unfit
from teamtide.exchange.templates.tables import Source
from tests.exchange.templates.filling import (
    book,
    cells_of,
    filled,
    parts,
    refused,
    rewritten,
    staff,
    values,
    written_cells,
)
from tests.searching import searched

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def test_that_what_stands_below_is_never_overwritten(tmp_path: Path, source: Source) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"]["B9"] = "Total"

    said = refused(source, book(tmp_path, build), {"Staff": "people"})
    assert "14 rows" in said
    assert "room for 5 above “Total” in Staff!B9" in said


def test_that_a_formula_in_the_way_is_named_even_within_the_place(
    tmp_path: Path, source: Source
) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"]["C17"] = "=1+1"
        workbook.defined_names["teamtide_people"] = DefinedName(
            "teamtide_people", attr_text="Staff!$B$3:$C$40"
        )

    assert "the formula in Staff!C17" in refused(source, book(tmp_path, build))


def test_that_merged_cells_and_pictures_are_in_the_way(tmp_path: Path, source: Source) -> None:
    def merge(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"].merge_cells("C5:D5")

    assert "C5:D5 are merged" in refused(source, book(tmp_path, merge), {"Staff": "people"})

    def chart(workbook: Workbook) -> None:
        staff(workbook)
        drawn = LineChart()
        drawn.add_data(Reference(workbook["Staff"], min_col=9, min_row=3, max_row=9))
        workbook["Staff"].add_chart(drawn, "C8")

    assert "room for 4 above a chart in row 8" in refused(
        source, book(tmp_path, chart), {"Staff": "people"}
    )


@pytest.mark.parametrize(
    ("where", "what", "said"),
    [
        ("formula", "=SUM(C4:C10)", "The formula in Staff!F1 reaches to row 10"),
        ("other sheet", "=AVERAGE(Staff!$C$4:$C$10)", "The formula in Other!F1 reaches to row 10"),
        ("name", "=SUM(ftes)", "The name ftes reaches to row 10"),
        ("chart", "", "A chart on Other reaches to row 10"),
    ],
)
def test_that_what_would_leave_rows_out_is_named(
    tmp_path: Path, source: Source, where: str, what: str, said: str
) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook.create_sheet("Other")["F1"] = what if where == "other sheet" else None
        workbook["Staff"]["F1"] = what if where in ("formula", "name") else None
        if where == "name":
            workbook.defined_names["ftes"] = DefinedName("ftes", attr_text="Staff!$C$4:$C$10")
        if where == "chart":
            drawn = LineChart()
            drawn.add_data(Reference(workbook["Staff"], min_col=3, min_row=4, max_row=10))
            workbook["Other"].add_chart(drawn, "B2")

    path = book(tmp_path, build)
    assert said in refused(source, path, {"Staff": "people"})


@pytest.mark.parametrize(
    "formula", ["=SUM(C4:C17)", "=SUM(C:C)", "=SUM(D4:D10)", "=C4", "=SUM(1,2)"]
)
def test_that_what_reaches_far_enough_stays(tmp_path: Path, source: Source, formula: str) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"]["F1"] = formula

    out, _ = filled(source, book(tmp_path, build), {"Staff": "people"})
    assert values(out, "Staff", "F1:F1") == [(formula,)]


def test_that_a_formula_beside_the_rows_must_reach_as_far(tmp_path: Path, source: Source) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"]["D3"], workbook["Staff"]["D4"] = "Cost", "=C4*1000"

    said = refused(source, book(tmp_path, build), {"Staff": "people"})
    assert "the formula of the column “Cost” goes down to row 4" in said


def test_that_strange_header_words_are_named(tmp_path: Path, source: Source) -> None:
    def build(workbook: Workbook) -> None:
        workbook.active.title = "Staff"
        workbook.active["B3"] = "Favourite colour"
        workbook.defined_names["teamtide_people"] = DefinedName(
            "teamtide_people", attr_text="Staff!$B$3"
        )

    said = refused(source, book(tmp_path, build))
    assert "“Favourite colour” in Staff!B3 is no header word" in said
    assert "FTE" in said
    assert "no header row" in refused(source, tmp_path / "own.xlsx", {"Staff": "moves"})


def test_that_two_tables_in_one_place_are_refused(tmp_path: Path, source: Source) -> None:
    path = book(tmp_path, staff)
    said = refused(source, path, {"Staff!G10": "people", "Staff!E3": "assumptions"})
    assert "over one another" in said


def test_that_a_workbook_that_says_nothing_is_told_how_to(tmp_path: Path, source: Source) -> None:
    path = book(tmp_path, staff)
    assert "teamtide_moves" in refused(source, path)
    assert "no name, table, sheet or cell “Nowhere”" in refused(source, path, {"Nowhere": "moves"})
    assert "no table “movies”" in refused(source, path, {"Staff": "movies"})


def kept_values(path: Path, sheet: int) -> dict[str, bool]:
    """Which formulas of a sheet have a value beside them."""
    found = cells_of(parts(path)[f"xl/worksheets/sheet{sheet}.xml"])
    return {address: "v" in cell[1] for address, cell in found.items() if "f" in cell[1]}


def test_that_only_values_that_may_be_wrong_now_are_taken_away(
    tmp_path: Path, source: Source
) -> None:
    formulas = {
        "F1": ("SUM(C4:C17)", False),
        "F2": ("F1*2", False),
        "F3": ("Other!A1", False),
        "F4": ("SUM(ftes)", False),
        "F5": ('SUM(INDIRECT("C4"))', False),
        "F6": ("SUM(C1:C3)", True),
        "F7": ("[1]Sheet1!$C$4", True),
        "F8": ("1+1", True),
    }

    def build(workbook: Workbook) -> None:
        staff(workbook)
        for address, (formula, _) in formulas.items():
            workbook["Staff"][address] = f"={formula}"
        workbook.create_sheet("Other")["A1"] = "=Staff!F2"
        workbook["Other"]["A2"] = "=A3"
        workbook.defined_names["ftes"] = DefinedName("ftes", attr_text="Staff!$C$4:$C$17")

    path = book(tmp_path, build)
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        path = rewritten(
            path,
            part,
            lambda data: data.replace(b"<v></v>", b"<v>1</v>").replace(b"<v />", b"<v>1</v>"),
        ).replace(tmp_path / f"{part[-6]}.xlsx")
    assert all(kept_values(path, 1).values())
    out, filling = filled(source, path, {"Staff": "people"})
    assert kept_values(out, 1) == {address: kept for address, (_, kept) in formulas.items()}
    assert kept_values(out, 2) == {"A1": False, "A2": True}
    assert "6 formulas may refer" in filling.notes[-1]
    assert b'fullCalcOnLoad="1"' in parts(out)["xl/workbook.xml"]


def test_that_hidden_rows_are_told_of(tmp_path: Path, source: Source) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        workbook["Staff"].row_dimensions[7].hidden = True

    _, filling = filled(source, book(tmp_path, build), {"Staff": "people"})
    assert filling.notes == ("Row 7 of Staff is hidden, and what is written there with it.",)


def test_that_a_conditional_format_that_ends_early_is_told_of(
    tmp_path: Path, source: Source
) -> None:
    def build(workbook: Workbook) -> None:
        staff(workbook)
        for cells in ("C4:C9", "C4:C40", "D4:D9"):
            rule = CellIsRule(operator="lessThan", formula=["1"], font=Font(bold=True))
            workbook["Staff"].conditional_formatting.add(cells, rule)

    _, filling = filled(source, book(tmp_path, build), {"Staff": "people"})
    assert filling.notes == (
        "The conditional format of C4:C9 on Staff ends at row 9, and the table people at row 17.",
    )


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 8)),
    st.one_of(
        st.sampled_from(["Setting", "Value", "Source", "note", "=A1", "=SUM(B2:B9)", "{{x}}"]),
        st.integers(-5, 5),
    ),
    max_size=14,
)


@searched(60)
@given(CELLS, st.integers(1, 14), st.integers(1, 9), st.integers(0, 4), st.integers(0, 6))
def test_that_no_cell_of_the_lead_is_lost(
    source: Source,
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[int, int], Any],
    row: int,
    column: int,
    down: int,
    across: int,
) -> None:
    """Either the table is there whole and every other cell as it was, or there is a reason."""
    folder = tmp_path_factory.mktemp("any")
    workbook = Workbook()
    for (r, c), value in cells.items():
        workbook.active.cell(r, c, value)
    workbook.save(folder / "own.xlsx")
    place = f"Sheet!{get_column_letter(column)}{row}"
    if down or across:
        place += f":{get_column_letter(column + across)}{row + down}"
    try:
        out, filling = filled(source, folder / "own.xlsx", {place: "assumptions"})
    except Unfit:
        return
    (one,) = filling.fits
    again = load_workbook(out)
    sheet = again.active
    for number, values_ in enumerate(one.table.rows):
        for where, index in one.columns.items():
            assert sheet.cell(one.first + number, where).value == values_[index]
    written = written_cells(filling)["Sheet"]
    for (r, c), value in cells.items():
        inside = row <= r <= row + down and column <= c <= column + across
        if f"{get_column_letter(c)}{r}" not in written:
            assert sheet.cell(r, c).value == value
        else:
            assert inside
            assert not str(value).startswith("=")
    again.close()
