"""What stands around the cells of a workbook: archives that lie, lock, or are something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from teamtide.exchange.books.grids import Unreadable, read_book
from teamtide.exchange.books.limits import LONGEST_CELL, MOST_SHEETS
from teamtide.exchange.books.packages import check_package
from teamtide.exchange.importing import read_for_import
from tests.exchange.bombs import FAR, archive, blown, cell, ods, ods_table, people, xlsx

MEGABYTE = b"<row><c><v>1</v></c></row>" * 40_000


def refusal(path: Path, *, apart: bool = False) -> str:
    with pytest.raises(Unreadable) as error:
        check_package(path.name, path.read_bytes(), apart=apart)
    assert path.name in str(error.value)
    return str(error.value)


def test_that_parts_are_counted_however_small_they_say_they_are(tmp_path: Path) -> None:
    packed = blown(MEGABYTE, 450)
    path = archive(tmp_path / "huge.xlsx", [("xl/workbook.xml", packed, 0, 1000)])
    assert path.stat().st_size < 5_000_000
    assert "more than 400 MB" in refusal(path)


def test_that_many_parts_are_counted_together(tmp_path: Path) -> None:
    packed = blown(MEGABYTE, 1)
    parts = [(f"xl/worksheets/sheet{n}.xml", packed, 0, len(MEGABYTE)) for n in range(450)]
    assert "more than 400 MB" in refusal(archive(tmp_path / "many.xlsx", parts))


def test_that_an_archive_of_countless_parts_is_refused(tmp_path: Path) -> None:
    parts = [(f"xl/p{n}.xml", blown(b"", 1), 0, 0) for n in range(20_001)]
    assert "20,001 parts" in refusal(archive(tmp_path / "parts.xlsx", parts))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("word/document.xml", "a text document"),
        ("ppt/presentation.xml", "a presentation"),
        ("Index/Document.iwa", "a Numbers, Pages or Keynote document"),
        ("staff.xlsx", "Unpack it"),
        ("holiday.jpg", "an archive, not a spreadsheet"),
    ],
)
def test_that_what_is_no_workbook_is_called_by_its_name(
    tmp_path: Path, part: str, said: str
) -> None:
    path = tmp_path / "staff.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(part, "x")
    assert said in refusal(path)


def test_that_a_letter_of_an_older_program_is_called_a_text_document(tmp_path: Path) -> None:
    path = tmp_path / "letter.doc"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
    )
    assert "a text document" in refusal(path)


def test_that_a_locked_document_says_that_it_needs_a_password(tmp_path: Path) -> None:
    assert "password" in refusal(ods(tmp_path / "staff.ods", "", encrypted=True))


def test_that_cells_far_apart_are_seen_before_anything_is_unpacked(tmp_path: Path) -> None:
    assert "far outside" in refusal(xlsx(tmp_path / "far.xlsx", [FAR]), apart=True)
    assert "far outside" in refusal(
        ods(tmp_path / "wide.ods", ods_table(1_048_576, 16_384)), apart=True
    )
    near = xlsx(tmp_path / "near.xlsx", [people(300)])
    check_package(near.name, near.read_bytes(), apart=True)
    trailing = '<table:table-cell table:number-columns-repeated="16383"/>'
    table = ods_table(2, 2).replace("</table:table-row>", f"{trailing}</table:table-row>")
    usual = ods(tmp_path / "usual.ods", table)
    check_package(usual.name, usual.read_bytes(), apart=True)


def test_that_a_sheet_beyond_the_limits_does_not_take_the_others_along(tmp_path: Path) -> None:
    long = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in (1, 900_000))
    book = read_book(xlsx(tmp_path / "two.xlsx", [long, people(3)]))
    assert [sheet.name for sheet in book.sheets] == ["S2"]
    assert book.notes == (
        "The sheet “S1” of two.xlsx has 900,000 rows and 1 columns, more than can be read, and was "
        "left out.",
    )
    with pytest.raises(Unreadable, match="at most 200,000 rows"):
        read_book(xlsx(tmp_path / "one.xlsx", [long]))


def test_that_a_broken_sheet_does_not_take_the_others_along(tmp_path: Path) -> None:
    broken = '<row r="1"><c r="A1" t="s"><v>7</v><c></row>'
    book = read_book(xlsx(tmp_path / "two.xlsx", [broken, people(3)]))
    assert [sheet.name for sheet in book.sheets] == ["S2"]
    assert book.notes == ("The sheet “S1” of two.xlsx can't be read and was left out.",)


def test_that_as_many_sheets_are_read_as_may_be_and_no_more(tmp_path: Path) -> None:
    most = xlsx(tmp_path / "most.xlsx", [people(2)] * MOST_SHEETS)
    assert len(read_book(most).sheets) == MOST_SHEETS
    with pytest.raises(Unreadable, match="201 sheets; at most 200"):
        read_book(xlsx(tmp_path / "more.xlsx", [people(2)] * (MOST_SHEETS + 1)))


def test_that_merged_cells_are_told_by_where_they_are_in_the_rows() -> None:
    corner = Path(__file__).parents[1] / "data" / "corner"
    grid = read_book(corner / "merge_cells.xlsx").sheets[0]
    assert grid.rows[0] == ["Row Merge", None, "Not Merged"]
    assert grid.merged == ((0, 0, 0, 1), (1, 1, 1, 2))


def test_that_cells_of_a_foreign_workbook_are_put_right_and_of_ours_are_not(
    tmp_path: Path,
) -> None:
    row = f"<row r='1'>{cell('A1', 'x' * 300_000)}{cell('B1', 'MÃ¼ller')}{cell('C1', '#N/A')}</row>"
    path = xlsx(tmp_path / "a.xlsx", [row])
    book = read_for_import(path)
    long, *others = book.sheets[0].rows[0]
    assert isinstance(long, str)
    assert len(long) == LONGEST_CELL
    assert others == ["Müller", "#N/A"]
    assert book.notes == (
        "a.xlsx has more than 131,072 characters in 1 cell; the rest was left out.",
        "a.xlsx had garbled letters in 1 cell (such as “MÃ¼ller” for “Müller”); they were "
        "repaired.",
    )
    assert read_book(path).sheets[0].rows[0][1:] == ["MÃ¼ller", "#N/A"]


def test_that_percent_and_clock_formats_give_plain_values(tmp_path: Path) -> None:
    from datetime import date, time

    from openpyxl import Workbook

    book = Workbook()
    book.active.append([0.8, date(2026, 1, 5), time(9, 30), True, "007"])
    book.active["A1"].number_format = "0%"
    book.save(tmp_path / "formats.xlsx")
    (grid,) = read_book(tmp_path / "formats.xlsx").sheets
    assert grid.rows == [[0.8, date(2026, 1, 5), "09:30:00", True, "007"]]
