"""A lead's own workbook, filled: what is asked for is there, and nothing else has changed."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from teamtide.capacity.engine import compute
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.sample import sample_state
from teamtide.exchange.templates.fill import Filling, fill_template
from teamtide.exchange.templates.fitting import Unfit
from teamtide.exchange.templates.tables import TITLES, Source, make_table
from teamtide.exchange.templates.template import Template
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Person, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, quick_readings
from tests.exchange.helpers import empty, merged, plan_book
from tests.exchange.libreoffice import converted, needs_libreoffice
from tests.exchange.templates.company import company_workbook

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPTION = ScenarioId(2)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def source_of(state: State) -> Source:
    return Source(state, {s.id: compute(inputs_of(state, s.id)) for s in state.rows(Scenario)})


@pytest.fixture(scope="module")
def source() -> Source:
    return source_of(sample_state())


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return company_workbook(tmp_path / "company.xlsx")


def filled(
    source: Source, path: Path, wanted: Mapping[str, str] | None = None, name: str = "out.xlsx"
) -> tuple[Path, Filling]:
    out = path.with_name(name)
    return out, fill_template(source, Template(path), out, wanted or {})


def book(path: Path, build: Callable[[Workbook], None], name: str = "own.xlsx") -> Path:
    workbook = Workbook()
    build(workbook)
    workbook.save(path / name)
    return path / name


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def refused(source: Source, path: Path, wanted: Mapping[str, str] | None = None) -> str:
    """Nothing is written, and what was there stands."""
    out = path.with_name("old.xlsx")
    out.write_bytes(b"the old one")
    with pytest.raises(Unfit) as problem:
        fill_template(source, Template(path), out, wanted or {})
    assert out.read_bytes() == b"the old one"
    return str(problem.value)


# --- nothing else changes -------------------------------------------------------------------


def written_cells(filling: Filling) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in filling.fits:
        area = one.area
        rows = range(area.top, max(area.bottom, one.cleared.stop - 1) + 1)
        columns = [*one.columns, *one.beside]
        cells = {f"{chr(64 + c)}{r}" for r in rows for c in columns}
        if one.bring_header:
            cells |= {f"{chr(64 + c)}{one.header}" for c in one.columns}
        found.setdefault(area.sheet, set()).update(cells)
    return found


def test_that_all_else_in_the_file_stays_as_it_was(source: Source, company: Path) -> None:
    out, filling = filled(source, company, {"Free!B2": "summary"})
    before, after = parts(company), parts(out)
    assert list(after) == list(before)
    sheets = {f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4, 5)}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == sheets | {"xl/styles.xml", "xl/tables/table1.xml"}
    names = {s.part: s.name for s in filling.template.sheets}
    written = written_cells(filling)
    for part in sheets:
        compare_sheet(before[part], after[part], written.get(names[part], set()))
    compare_styles(before["xl/styles.xml"], after["xl/styles.xml"])
    table = after["xl/tables/table1.xml"].replace(b"B3:E17", b"B3:E5")
    assert table == before["xl/tables/table1.xml"]


def compare_sheet(before: bytes, after: bytes, written: set[str]) -> None:
    """Everything around the cells to the byte, and every cell that was not written."""
    split = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)
    around = [split.sub(b"", re.sub(rb"<dimension [^>]*>", b"", data)) for data in (before, after)]
    assert around[0] == around[1]
    old, new = (cells_of(data) for data in (before, after))
    for address, cell in old.items():
        if address in written:
            continue
        if cell[1].get("f") is not None and "v" not in new[address][1]:
            assert new[address][1] == {"f": cell[1]["f"]}
            assert new[address][0].get("s") == cell[0].get("s")
        else:
            assert new[address] == cell, address
    assert set(new) - set(old) <= written
    rows = [
        {r.get("r"): dict(r.attrib) for r in ElementTree.fromstring(data).iter(f"{MAIN}row")}
        for data in (before, after)
    ]
    for number, attributes in rows[0].items():
        attributes.pop("spans", None)
        rows[1][number].pop("spans", None)
        assert rows[1][number] == attributes


def cells_of(data: bytes) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    return {
        cell.attrib["r"]: (
            dict(cell.attrib),
            {child.tag.removeprefix(MAIN): "".join(child.itertext()) for child in cell},
        )
        for cell in ElementTree.fromstring(data).iter(f"{MAIN}c")
    }


def compare_styles(before: bytes, after: bytes) -> None:
    """Styles are only added, after those that were there."""
    old, new = (ElementTree.fromstring(data) for data in (before, after))
    for part in old:
        again = new.find(part.tag)
        assert again is not None
        children = [ElementTree.tostring(child) for child in part]
        assert [ElementTree.tostring(child) for child in again][: len(children)] == children
        if part.tag not in (f"{MAIN}cellXfs", f"{MAIN}numFmts"):
            assert len(again) == len(part)
        if "count" in again.attrib:
            assert int(again.attrib["count"]) == len(again)


def test_that_openpyxl_sees_the_same_look_outside_what_was_filled(
    source: Source, company: Path
) -> None:
    out, filling = filled(source, company)
    written = written_cells(filling)
    old, new = load_workbook(company), load_workbook(out)
    assert new.sheetnames == old.sheetnames
    assert {n: d.attr_text for n, d in new.defined_names.items()} == {
        n: d.attr_text for n, d in old.defined_names.items()
    }
    for sheet in old:
        again = new[sheet.title]
        assert again.merged_cells.ranges == sheet.merged_cells.ranges
        assert again.freeze_panes == sheet.freeze_panes
        assert again.print_area == sheet.print_area
        assert again.sheet_state == sheet.sheet_state
        assert len(again._charts) == len(sheet._charts)
        assert {k: d.width for k, d in again.column_dimensions.items()} == {
            k: d.width for k, d in sheet.column_dimensions.items()
        }
        assert [str(c.sqref) for c in again.conditional_formatting] == [
            str(c.sqref) for c in sheet.conditional_formatting
        ]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.coordinate in written.get(sheet.title, ()):
                    continue
                same = again[cell.coordinate]
                assert same.value == cell.value
                for look in ("font", "fill", "border", "number_format", "alignment", "protection"):
                    assert repr(getattr(same, look)) == repr(getattr(cell, look))
    old.close()
    new.close()


# --- what is filled -------------------------------------------------------------------------


def values(path: Path, sheet: str, cells: str) -> list[tuple[Any, ...]]:
    workbook = load_workbook(path)
    found = [tuple(cell.value for cell in row) for row in workbook[sheet][cells]]
    workbook.close()
    return found


def test_that_header_words_choose_and_order_the_columns(source: Source, company: Path) -> None:
    out, filling = filled(source, company)
    moves = make_table(source, "moves")
    people = [row for row in moves.rows if row[1] == "person"]
    assert len(people) == 9
    found = values(out, "Moves", f"B6:G{5 + len(moves.rows)}")
    for row, (_, _, who, before, after, when, share, _, _) in zip(found, moves.rows, strict=True):
        day = datetime.combine(when, datetime.min.time()) if isinstance(when, date) else when
        assert row == (who, before, None, after, day, share)
    assert any("“Remark”" in note for note in filling.notes)


def test_that_rows_take_the_look_of_the_first_one(source: Source, company: Path) -> None:
    out, _ = filled(source, company)
    workbook = load_workbook(out)
    sheet = workbook["Moves"]
    for row in range(6, 25):
        assert sheet.row_dimensions[row].height == 24
        for column in "BCDEFG":
            cell = sheet[f"{column}{row}"]
            assert cell.font.name == "Georgia"
            assert cell.border.bottom.style == "thin"
            assert cell.alignment.wrap_text
            assert not cell.protection.locked
        assert sheet[f"F{row}"].number_format == "dd.mm.yy"
        assert sheet[f"G{row}"].number_format == "0%" if sheet[f"G{row}"].value else True
    load = workbook["Load"]
    assert load["C7"].number_format == "mm-dd-yy"
    assert load["D7"].number_format == "0%"
    assert load["E7"].number_format == "#,##0.0"
    workbook.close()


def test_that_a_marker_a_name_and_a_table_of_excel_are_filled(
    source: Source, company: Path
) -> None:
    out, filling = filled(source, company)
    assert [(one.place.name, one.table.name) for one in filling.fits] == [
        ("teamtide_moves", "moves"),
        ("teamtide_people", "people"),
        ("Load!A6", "weeks"),
    ]
    names = [row.name for row in source.state.rows(Person)]
    assert [row[0] for row in values(out, "Our people", "B4:B17")] == names
    workbook = load_workbook(out)
    assert workbook["Our people"].tables["teamtide_people"].ref == "B3:E17"
    assert "teamtide:weeks" not in str(values(out, "Load", "A1:E20"))
    workbook.close()


def test_that_samples_of_a_place_go_where_the_table_is_shorter(tmp_path: Path) -> None:
    state = merged(empty(), plan_book({"People": [{"Name": "Ana"}]}))

    def build(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet.title = "Staff"
        for row in (["Name", "Room", "FTE"], *[["Jo Sample", "R1", 0.5]] * 4):
            sheet.append(row)
        sheet["A8"] = "Source: HR"
        workbook.defined_names["teamtide_people"] = DefinedName(
            "teamtide_people", attr_text="Staff!$A$1:$C$5"
        )

    out, _ = filled(source_of(state), book(tmp_path, build))
    assert values(out, "Staff", "A1:C8") == [
        ("Name", "Room", "FTE"),
        ("Ana", "R1", 1),
        *[(None, "R1", None)] * 3,
        (None, None, None),
        (None, None, None),
        ("Source: HR", None, None),
    ]


@pytest.mark.parametrize(("remark", "ref"), [(None, "A1:B15"), (18, "A1:B18")])
def test_that_a_table_of_excel_shrinks_to_what_is_in_it(
    tmp_path: Path, source: Source, remark: int | None, ref: str
) -> None:
    def build(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet.append(["Name", "Remark"])
        for _ in range(20):
            sheet.append(["Jo Sample", None])
        if remark is not None:
            sheet.cell(remark, 2, "ask again")
        sheet.add_table(Table(displayName="Crew", ref="A1:B21"))

    out, _ = filled(source, book(tmp_path, build), {"crew": "people"})
    workbook = load_workbook(out)
    assert workbook.active.tables["Crew"].ref == ref
    assert workbook.active.tables["Crew"].autoFilter.ref == ref
    assert [workbook.active[f"A{row}"].value for row in range(16, 22)] == [None] * 6
    workbook.close()


def test_that_a_table_brings_its_header_where_there_is_none(source: Source, company: Path) -> None:
    out, _ = filled(source, company, {"Free!B2": "summary"})
    table = make_table(source, "summary")
    header, *rows = values(out, "Free", f"B2:F{2 + len(table.rows)}")
    names = [one.name for one in source.scenarios]
    assert header == ("Measure", *names, "What it means")
    assert [row[0] for row in rows] == [row[0] for row in table.rows]
    workbook = load_workbook(out)
    assert workbook["Free"]["C3"].number_format == "#,##0.0"
    assert workbook["Free"]["C4"].number_format == "0%"
    assert workbook["Free"]["B2"].fill.fgColor.rgb == "00DDDDDD"
    assert workbook["Free"]["B9"].font.italic
    workbook.close()


def test_that_every_table_can_be_put_on_a_sheet_of_its_own(source: Source, tmp_path: Path) -> None:
    def build(workbook: Workbook) -> None:
        workbook.remove(workbook.active)
        for name in TITLES:
            workbook.create_sheet(name)

    path = book(tmp_path, build)
    out, filling = filled(source, path, {f"'{name}'!B2": name for name in TITLES})
    assert len(filling.fits) == len(TITLES)
    workbook = load_workbook(out)
    for one in filling.fits:
        sheet = workbook[one.table.name]
        assert sheet["B2"].value == one.table.columns[0].header
        shown = [sheet.cell(row, 2).value for row in range(3, 3 + len(one.table.rows))]
        assert shown == [row[0] for row in one.table.rows]
        assert sheet.cell(3 + len(one.table.rows), 2).value is None
    workbook.close()


def test_that_the_summary_has_the_measures_as_they_are_taken_everywhere(source: Source) -> None:
    state = source.state
    rows = {row[0]: row[1:-1] for row in make_table(source, "summary").rows}
    taken = quick_readings(state, state.today, *[source.loads[state.today]] * 2)
    for measure in MEASURES:
        if measure.key == "hires":
            assert measure.label not in rows
            continue
        assert len(rows[measure.label]) == 3
        reading = taken.get(measure.key)
        if reading is not None and reading.value is not None and math.isfinite(reading.value):
            assert rows[measure.label][0] == pytest.approx(reading.value)
    quick = make_table(replace(source, slow=False), "summary")
    assert len(quick.rows) == len(rows)
    assert any("…" in row for row in quick.rows)
    only = make_table(Source(state, {OPTION: source.loads[OPTION]}), "summary")
    assert [row[:2] for row in only.rows] == [
        (row[0], row[2]) for row in make_table(source, "summary").rows
    ]


def test_that_weeks_of_the_header_are_found_by_their_monday(tmp_path: Path, source: Source) -> None:
    monday = source.weeks[3]

    def build(workbook: Workbook) -> None:
        workbook.active.title = "Load"
        workbook.active.append([])
        workbook.active.append(["Team", "Peak", monday, source.weeks[1], date(1999, 1, 4)])

    out, _ = filled(source, book(tmp_path, build), {"Load": "load"})
    table = make_table(source, "load")
    rows = values(out, "Load", f"A3:E{2 + len(table.rows)}")
    assert rows == [(row[1], row[3], row[8], row[6], None) for row in table.rows]


AWKWARD = ["=1+1", "+49", "-x", "@you", "\ttab", "_x0041_", "a\nb", "'q'", '"q" <&>', "😀; é"]


def test_that_text_stays_text(tmp_path: Path) -> None:
    state = merged(empty(), plan_book({"People": [{"Name": f"{t}."} for t in AWKWARD]}))
    path = book(tmp_path, lambda workbook: workbook.active.append(["Name"]))
    out, _ = filled(source_of(state), path, {"Sheet": "people"})
    workbook = load_workbook(out)
    cells = [workbook["Sheet"][f"A{row}"] for row in range(2, 2 + len(AWKWARD))]
    assert all(cell.data_type in ("s", "inlineStr") for cell in cells)
    assert all(cell.quotePrefix for cell in cells[:4])
    workbook.close()
    import python_calamine as calamine

    with calamine.CalamineWorkbook.from_path(out) as again:
        rows = again.get_sheet_by_index(0).to_python()[1:]
    assert [str(row[0]).strip() for row in rows] == [p.name.strip() for p in state.rows(Person)]


def test_that_a_text_longer_than_a_cell_is_refused(tmp_path: Path) -> None:
    people = [{"Name": "n" * 31_000}, {"Name": "m" * 31_000}]
    placements = [
        {"Scenario": "Today", "Person": "n" * 31_000, "Team": team * 20_000, "Share": 0.5}
        for team in "ab"
    ]
    later = [{**row, "From": date(2026, 3, 2), "Share": 0.25} for row in placements]
    state = merged(empty(), plan_book({"People": people, "Placements": placements + later}))
    path = book(tmp_path, lambda workbook: workbook.active.append(["Who", "From", "To"]))
    with pytest.raises(Unwritable, match=r"Sheet!B2 would hold 40,\d{3} letters"):
        filled(source_of(state), path, {"Sheet": "moves"})
    assert not path.with_name("out.xlsx").exists()


def test_that_days_are_right_in_a_workbook_that_counts_from_1904(
    tmp_path: Path, source: Source
) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def build(workbook: Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904
        workbook.active.append(["Week"])

    out, _ = filled(source, book(tmp_path, build), {"Sheet": "weeks"})
    assert values(out, "Sheet", "A2:A3")[1][0].date() == source.weeks[1]


# --- what does not fit ----------------------------------------------------------------------


def staff(workbook: Workbook) -> None:
    sheet = workbook.active
    sheet.title = "Staff"
    sheet["B3"], sheet["C3"] = "Name", "FTE"


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


# --- files ----------------------------------------------------------------------------------


def test_that_the_name_fits_the_kind_of_workbook(tmp_path: Path, source: Source) -> None:
    path = company_workbook(tmp_path / "company.xltx", ending="template")
    with pytest.raises(Unwritable, match=r"called out\.xlsx"):
        filled(source, path, name="out.xlsm")
    out, _ = filled(source, path)
    assert b"spreadsheetml.sheet.main+xml" in parts(out)["[Content_Types].xml"]
    load_workbook(out).close()


def test_that_macros_stay_and_need_their_ending(tmp_path: Path, source: Source) -> None:
    path = book(tmp_path, staff)
    macros = tmp_path / "macros.xlsm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(macros, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"vnd.ms-excel.sheet.macroEnabled.main",
                )
            new.writestr(entry, data)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    with pytest.raises(Unwritable, match=r"has macros.*out\.xlsm"):
        filled(source, macros, {"Staff": "people"})
    out, _ = filled(source, macros, {"Staff": "people"}, "out.xlsm")
    assert parts(out)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"


def test_that_the_template_itself_is_not_overwritten(company: Path, source: Source) -> None:
    before = company.read_bytes()
    with pytest.raises(Unwritable, match="template itself"):
        filled(source, company, name=company.name)
    assert company.read_bytes() == before


def test_that_a_cancelled_filling_leaves_the_old_file(company: Path, source: Source) -> None:
    out = company.with_name("out.xlsx")
    out.write_bytes(b"the old one")

    def cancel(done: float) -> None:
        if done > 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_template(source, Template(company), out, {}, cancel)
    assert out.read_bytes() == b"the old one"
    assert sorted(p.name for p in company.parent.iterdir()) == ["company.xlsx", "out.xlsx"]


def test_that_one_template_can_be_filled_twice(company: Path, source: Source) -> None:
    template = Template(company)
    outs = [company.with_name(f"out{n}.xlsx") for n in (1, 2)]
    for out in outs:
        fill_template(source, template, out, {})
    assert parts(outs[0]) == parts(outs[1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Name;FTE\n", "no .xlsx"),
        (OLE + "Workbook".encode("utf-16-le"), "no .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 nothing", "damaged"),
    ],
)
def test_that_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        Template(path)
    with pytest.raises(Unreadable, match="can't be read"):
        Template(tmp_path / "none.xlsx")


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    out = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.filename == part else data)
    return out


def test_that_sheets_with_prefixed_names_are_filled_alike(tmp_path: Path, source: Source) -> None:
    def prefixed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?![?!x])", rb"<\1x:", data)
        return data.replace(b"xmlns=", b"xmlns:x=")

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", prefixed)
    out, _ = filled(source, path, {"Staff": "people"})
    names = [row.name for row in source.state.rows(Person)]
    assert [row[0] for row in values(out, "Staff", "B4:B17")] == names


def test_that_addresses_may_be_left_out(tmp_path: Path, source: Source) -> None:
    def bare(data: bytes) -> bytes:
        rows = b'<sheetData><row/><row spans="1:2"/><row><c/><c t="str"><v>Name</v></c></row>'
        rows += b'<row r="5" spans="2:2"/></sheetData>'
        return re.sub(rb"<sheetData>.*</sheetData>", rows, data)

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", bare)
    out, _ = filled(source, path, {"Staff": "people"})
    names = [row.name for row in source.state.rows(Person)]
    assert [row[0] for row in values(out, "Staff", "B4:B17")] == names


def test_that_a_part_with_entities_is_refused(tmp_path: Path, source: Source) -> None:
    def bomb(data: bytes) -> bytes:
        return b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>' + data

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", bomb)
    with pytest.raises(Unreadable, match="document type"):
        filled(source, path, {"Staff": "people"})


def test_that_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, staff)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(Unreadable, match="signed"):
        Template(path)


@needs_libreoffice
def test_that_libreoffice_reads_it_and_calculates_over_it(source: Source, company: Path) -> None:
    out, _ = filled(source, company)
    again = load_workbook(converted(out, company.parent), data_only=True)
    moves = make_table(source, "moves").rows
    assert again["Cover"]["C4"].value == len(moves)
    assert again["Cover"]["C5"].value == 2 * len(moves)
    assert again["Moves"]["B6"].value == moves[0][2]
    loads = [row[4] for row in make_table(source, "weeks").rows]
    peak = max(value for value in loads if isinstance(value, float))
    assert again["Load"]["D1"].value == pytest.approx(peak)
    fte = sum(row.fte for row in source.state.rows(Person))
    assert again["Our people"]["G3"].value == pytest.approx(fte)
    again.close()


@needs_libreoffice
def test_that_a_template_saved_by_libreoffice_is_filled(source: Source, company: Path) -> None:
    saved = converted(company, company.parent)
    out, filling = filled(source, saved)
    assert {one.table.name for one in filling.fits} >= {"moves", "weeks"}
    before, after = parts(saved), parts(out)
    names = {s.part: s.name for s in filling.template.sheets}
    written = written_cells(filling)
    for part in before:
        if part in names:
            compare_sheet(before[part], after[part], written.get(names[part], set()))
        elif part.startswith(("xl/drawings", "xl/media", "xl/charts", "docProps", "xl/theme")):
            assert before[part] == after[part]
    moves = [row[2] for row in make_table(source, "moves").rows]
    assert [row[0] for row in values(out, "Moves", f"B6:B{5 + len(moves)}")] == moves


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


def test_that_a_table_without_rows_leaves_a_header_and_no_marker(tmp_path: Path) -> None:
    def build(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet["A1"], sheet["A2"], sheet["B2"] = "{{teamtide:goals}}", None, None
        sheet["E3"], sheet["E4"], sheet["E9"] = "Project", "{{TeamTide: projects }}", "kept"

    out, filling = filled(source_of(empty()), book(tmp_path, build))
    assert [len(one.table.rows) for one in filling.fits] == [0, 0]
    assert values(out, "Sheet", "A1:C2") == [("Goal", "Rank", "Wanted share"), (None, None, None)]
    assert values(out, "Sheet", "E3:E9") == [("Project",), *[(None,)] * 5, ("kept",)]


# --- whatever the workbook ------------------------------------------------------------------

CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 8)),
    st.one_of(
        st.sampled_from(["Setting", "Value", "Source", "note", "=A1", "=SUM(B2:B9)", "{{x}}"]),
        st.integers(-5, 5),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
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


@pytest.fixture(scope="module")
def company_parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return parts(company_workbook(tmp_path_factory.mktemp("parts") / "company.xlsx"))


PIECES = [b'"', b"<", b"/>", b"999999999", b"-1", b"A", b"&", b"</c>", b'r="ZZZZ9"', b"\xff", b""]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_that_a_damaged_template_is_filled_or_refused_in_a_sentence(
    source: Source,
    company_parts: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    made = dict(company_parts)
    part = data.draw(st.sampled_from([p for p in made if p.endswith((".xml", ".rels"))]))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(made[part]) - 1))
        gone = data.draw(st.sampled_from([0, 1, 3]))
        piece = data.draw(st.sampled_from(PIECES))
        made[part] = made[part][:at] + piece + made[part][at + gone :]
    else:
        del made[part]
    with zipfile.ZipFile(folder / "own.xlsx", "w") as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    try:
        fill_template(source, Template(folder / "own.xlsx"), folder / "out.xlsx", {})
    except (Unfit, Unreadable, Unwritable) as reason:
        problem = str(reason)
        assert problem.endswith(".")
        assert not (folder / "out.xlsx").exists()
