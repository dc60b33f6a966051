"""A lead's own workbook, filled: what is asked for is there, and nothing else has changed."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.templates.tables import TITLES, Source, make_table
from teamtide.plan.rows import Person
from teamtide.plan.summary import MEASURES, quick_readings
from tests.exchange.helpers import empty, merged, plan_book
from tests.exchange.libreoffice import converted, needs_libreoffice
from tests.exchange.templates.filling import (
    OPTION,
    book,
    compare_sheet,
    compare_styles,
    filled,
    parts,
    source_of,
    values,
    written_cells,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


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
    formats = {row[0].value: row[1].number_format for row in workbook["Free"]["B3:C50"]}
    assert formats["Turnaround, weeks"] == "#,##0.0"
    assert formats["Peak load"] == "0%"
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


def test_that_a_table_without_rows_leaves_a_header_and_no_marker(tmp_path: Path) -> None:
    def build(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet["A1"], sheet["A2"], sheet["B2"] = "{{teamtide:goals}}", None, None
        sheet["E3"], sheet["E4"], sheet["E9"] = "Project", "{{TeamTide: projects }}", "kept"

    out, filling = filled(source_of(empty()), book(tmp_path, build))
    assert [len(one.table.rows) for one in filling.fits] == [0, 0]
    assert values(out, "Sheet", "A1:C2") == [("Goal", "Rank", "Wanted share"), (None, None, None)]
    assert values(out, "Sheet", "E3:E9") == [("Project",), *[(None,)] * 5, ("kept",)]
