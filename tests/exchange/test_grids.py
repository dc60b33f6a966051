"""Any file as cells: formats, encodings, separators, and files that are not what they say."""

from __future__ import annotations

import pickle
import random
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.books.grids import Grid, Unreadable, column_letters, grid_of, read_book
from teamtide.exchange.books.text_tables import separator_of
from tests.exchange.helpers import CORNER, xlsx_file
from tests.searching import searched


@pytest.mark.parametrize("name", ["any_sheets.xls", "any_sheets.xlsb", "any_sheets.ods"])
def test_that_every_workbook_format_gives_the_same_cells(name: str) -> None:
    sheet = read_book(CORNER / name).sheet("Visible")
    assert sheet is not None
    assert [row[:2] for row in sheet.rows[:3]] == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize("name", ["date.xls", "date_1904.xlsx", "date.ods", "date_iso.xlsx"])
def test_that_dates_of_both_epochs_and_as_iso_are_dates(name: str) -> None:
    cell = read_book(CORNER / name).sheets[0].rows[0][0]
    assert isinstance(cell, date)
    assert (cell.year, cell.month, cell.day) == (2021, 1, 1)


def test_that_addresses_count_the_blank_rows_and_columns_before(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"People": [[], [], [None, None, "Name"], [None, None, "Ana"]]})
    grid = read_book(path).sheets[0]
    row = next(i for i, cells in enumerate(grid.rows) if "Ana" in cells)
    assert grid.address(row, grid.rows[row].index("Ana")) == "People!C4"


def test_that_column_letters_go_beyond_z() -> None:
    assert [column_letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("utf-16le_encoded.csv", "Organisation_code"),
        ("simple.ssv", "date"),
    ],
)
def test_that_encoding_and_separator_are_found(name: str, first: str) -> None:
    grid = read_book(CORNER / name).sheets[0]
    assert grid.rows[0][0] == first
    assert grid.width > 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_that_umlauts_survive_every_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["Name", "Abteilung", "Ort"], *[["Jürgen Müßig", "Geschäftsführung", "Köln"]] * 6]
    path = tmp_path / "leute.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert read_book(path).sheets[0].rows == rows


def test_that_garbled_letters_are_repaired_and_said(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Name,Team\nJÃ¼rgen,Ops\n", encoding="utf-8")
    book = read_book(path)
    assert book.sheets[0].rows[1][0] == "Jürgen"
    assert "staff.csv" in book.notes[0]


def test_that_a_stated_separator_counts() -> None:
    assert separator_of("sep=;\na;b\n") == ";"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pass_protected.xlsx", "password"),
        ("encrypted_no_password.xls", "password"),
        ("empty_sheet.xlsx", "no filled cell"),
        ("libreoffice.xlsx", "no filled cell"),
    ],
)
def test_that_a_file_without_readable_cells_is_refused_by_name(name: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as error:
        read_book(CORNER / name)
    assert name in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is not one"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "neither"),
        ("a.xlsx", b"PK\x03\x04" + b"0" * 100, "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "damaged"),
        ("a.csv", b"  \r\n \n", "empty"),
    ],
)
def test_that_a_wrong_file_is_refused_with_its_name_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=said) as error:
        read_book(path)
    assert name in str(error.value)
    assert any(word in str(error.value) for word in ("Choose", "save it", "Open it"))


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"no file gone\.xlsx"):
        read_book(tmp_path / "gone.xlsx")
    with pytest.raises(Unreadable, match="folder"):
        read_book(tmp_path)


@pytest.mark.parametrize("name", ["date.xls", "any_sheets.xlsb", "header-row.xlsx", "covered.ods"])
def test_that_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, name: str) -> None:
    data = (CORNER / name).read_bytes()
    chance = random.Random(7)
    for _ in range(25):
        path = tmp_path / name
        broken = bytearray(data[: chance.randrange(1, len(data))])
        if chance.random() < 0.5:
            broken = bytearray(data)
            for _ in range(20):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        said = name
        try:
            read_book(path)
        except Unreadable as error:
            said = str(error)
        assert name in said


def test_that_a_book_can_be_sent_between_processes() -> None:
    book = read_book(CORNER / "date.ods")
    assert pickle.loads(pickle.dumps(book)) == book
    assert pickle.loads(pickle.dumps(read_book)) is read_book


def test_that_times_and_blanks_are_plain_cells() -> None:
    grid = grid_of("s", [["", "  ", "x", None], [datetime(2026, 1, 5, 9), 1, True, ""]])
    assert grid.rows == [[None, None, "x"], [datetime(2026, 1, 5, 9), 1, True]]


@searched(60)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8")))
def test_that_any_bytes_called_csv_are_a_table_or_refused(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_bytes(data)
        sheets: tuple[Grid, ...] = ()
        said = "x.csv"
        try:
            sheets = read_book(path).sheets
        except Unreadable as error:
            said = str(error)
        assert "x.csv" in said
        assert all(len(row) == grid.width for grid in sheets for row in grid.rows)
