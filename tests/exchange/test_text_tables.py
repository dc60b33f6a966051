"""Tables as people paste and export them: separators, gaps, drawn lines, pages."""

from __future__ import annotations

from typing import Any

import pytest

from teamtide.exchange.books.grids import Grid, Unreadable
from teamtide.exchange.books.limits import LONGEST_CELL, MOST_CELLS, MOST_ROWS
from teamtide.exchange.books.text_tables import grid_of_text, separator_of

PLAIN = [["Name", "Team", "FTE"], ["Ana Lima", "Ops", "0.8"], ["Eva Hahn", "Dev", "1.0"]]


def grid(text: str) -> Grid:
    return grid_of_text("staff.csv", "staff", text)[0]


def cells(text: str) -> list[list[Any]]:
    return grid(text).rows


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", ":", "^", "~"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_that_every_separator_and_line_ending_is_found(separator: str, ending: str) -> None:
    assert cells(ending.join(map(separator.join, PLAIN)) + ending) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "| Name | Team | FTE |\n|------|:----:|----:|\n| Ana Lima | Ops | 0.8 |\n"
        "| **Eva Hahn** | Dev | `1.0` |\n",
        "Name | Team | FTE\n--- | --- | ---\nAna Lima | Ops | 0.8\nEva Hahn | Dev | 1.0\n",
        "+----------+------+-----+\n| Name     | Team | FTE |\n+----------+------+-----+\n"
        "| Ana Lima | Ops  | 0.8 |\n| Eva Hahn | Dev  | 1.0 |\n+----------+------+-----+\n",
        " Name     | Team | FTE \n----------+------+-----\n Ana Lima | Ops  | 0.8\n"
        " Eva Hahn | Dev  | 1.0\n",
        "Name      Team  FTE\nAna Lima  Ops   0.8\nEva Hahn  Dev   1.0\n",
        "Name        Team   FTE\n----------  -----  ---\nAna Lima    Ops    0.8\n"
        "Eva Hahn    Dev    1.0\n",
        "<html><style>td {}</style><table><tr><th>Name<th>Team<th>FTE</tr><tr><td>Ana <b>Lima</b>"
        "</td><td>Ops</td><td>0.8</td></tr><tr><td>Eva&nbsp;Hahn<td>Dev<td>1.0</table></html>",
        'Name, "Team", FTE\nAna Lima, "Ops", 0.8\nEva Hahn, "Dev", 1.0\n',
        "sep=^\nName^Team^FTE\nAna Lima^Ops^0.8\nEva Hahn^Dev^1.0\n",
    ],
)
def test_that_tables_from_wikis_terminals_databases_and_pages_are_the_same_table(text: str) -> None:
    assert cells(text) == PLAIN


def test_that_a_blank_cell_of_an_aligned_table_stays_in_its_column() -> None:
    text = "Name         Team      FTE\nLima, Ana    Ops       0.8\nHahn, Eva              1\n"
    assert cells(text)[2] == ["Hahn, Eva", None, "1"]


def test_that_aligned_letters_of_double_width_keep_their_columns() -> None:
    text = "氏名       部署    入社\n山田 太郎  営業部  2020\n佐藤 花    開発部  2019\n"
    assert cells(text)[2] == ["佐藤 花", "開発部", "2019"]


def test_that_title_lines_and_decimal_commas_do_not_hide_the_separator() -> None:
    text = "Staff, as of May, 2026\n\nName;Team;FTE\nAna;Ops;0,8\nEva;Dev;1,0\nBo;Dev;0,5\n"
    assert cells(text)[3] == ["Ana", "Ops", "0,8"]


def test_that_names_with_a_comma_do_not_hide_the_separator() -> None:
    assert separator_of("Doe, John;Ops\nLima, Ana;Dev\nHahn, Eva;Ops\n") == ";"


def test_that_a_stated_separator_is_no_row_but_counts_as_one() -> None:
    found = grid("sep=;\r\nName;Team\r\nAna;Ops\r\n")
    assert found.rows[0] == ["Name", "Team"]
    assert found.address(1, 0) == "staff!A3"


def test_that_quoted_cells_hold_separators_lines_and_quotation_marks() -> None:
    text = 'Name,Note\r\nAna,"a ""b"", c"\r\nEva,"two\r\nlines"\r\n'
    assert cells(text) == [["Name", "Note"], ["Ana", 'a "b", c'], ["Eva", "two\r\nlines"]]


def test_that_leading_zeros_stay() -> None:
    assert cells("id,name\n007,Ana\n0012,Eva\n")[1:] == [["007", "Ana"], ["0012", "Eva"]]


@pytest.mark.parametrize(
    "lines",
    [
        ['Ana,"Ops', *["Eva,Dev"] * 40],
        ['Ana,"Ops', *["Eva,Dev"] * 40_000],
        ['Ana,"Ops', *["Eva,Dev"] * 40, 'Bo,Dev "x",y'],
    ],
)
def test_that_a_quotation_mark_that_is_never_closed_does_not_swallow_people(
    lines: list[str],
) -> None:
    found, notes = grid_of_text("staff.csv", "staff", "\n".join(["Name,Team", *lines, ""]))
    assert len(found.rows) == len(lines) + 1
    assert found.rows[2][:2] == ["Eva", "Dev"]
    assert notes == (
        "staff.csv has a quotation mark that is never closed; quotation marks were read as "
        "letters.",
    )


def test_that_errors_of_formulas_are_blank_and_said_with_their_number() -> None:
    found, notes = grid_of_text("staff.csv", "staff", "Name,Team\nAna,#N/A\n#REF!,#1 team\n")
    assert found.rows[1:] == [["Ana", None], [None, "#1 team"]]
    assert notes == (
        "staff.csv holds an error of a formula (such as #N/A) in 2 cells; taken as blank.",
    )


def test_that_garbled_letters_are_repaired_and_said_with_their_number() -> None:
    text = "Name,Team\nMÃ¼ller,KÃ¶ln\nJosÃƒÂ©,Ops\nÂngela,SÃO\n"
    found, notes = grid_of_text("staff.csv", "staff", text)
    assert found.rows[1:] == [["Müller", "Köln"], ["José", "Ops"], ["Ângela", "SÃO"]]
    assert notes == (
        "staff.csv had garbled letters in 3 cells (such as “MÃ¼ller” for “Müller”); they were "
        "repaired.",
    )


def test_that_cells_of_a_page_that_are_one_are_told() -> None:
    found = grid(
        "<table><tr><th colspan=2>Staff</th></tr><tr><td>Name</td><td>Team</td></tr>"
        "<tr><td rowspan=2>Ana</td><td>Ops &amp; X</td></tr><tr><td>Dev</td></tr></table>"
    )
    assert found.rows == [["Staff", None], ["Name", "Team"], ["Ana", "Ops & X"], [None, "Dev"]]
    assert found.merged == ((0, 0, 0, 1), (2, 0, 3, 0))


def test_that_a_page_without_a_table_and_a_spreadsheet_of_2003_say_what_to_do() -> None:
    with pytest.raises(Unreadable, match="web page without a table"):
        grid("<html><body><p>Hello</p><title>x</title></body></html>")
    with pytest.raises(Unreadable, match=r"save it as \.xlsx"):
        grid('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a,b\n" * (MOST_ROWS + 1), f"{MOST_ROWS:,} rows"),
        (f"{',' * 3000}x\n", "2,000 columns"),
        ("a,b\n" * 50_000 + "," * 200 + "x\n", f"{MOST_CELLS:,} cells"),
        (f"a,{'b' * (LONGEST_CELL + 1)}\n", f"{LONGEST_CELL:,} characters"),
        ("x" * 5_000_000, "4,000,000 characters"),
    ],
)
def test_that_a_table_beyond_the_limits_is_refused_with_the_limit(text: str, number: str) -> None:
    with pytest.raises(Unreadable, match=number) as error:
        grid(text)
    assert "staff.csv" in str(error.value)
    assert "save it" in str(error.value)


def test_that_bars_between_quoted_cells_are_a_separator_like_any() -> None:
    text = 'Name|"Job\ntitle"|Team\nAna Lima|"Site ""A""|B"|Ops\n'
    grid, _ = grid_of_text("staff.csv", "staff", text)
    assert grid.rows == [["Name", "Job\ntitle", "Team"], ["Ana Lima", 'Site "A"|B', "Ops"]]


def test_that_blanks_in_cells_are_no_columns_where_commas_cut_every_line() -> None:
    head = "Team,Name,FTE,Office,Mail\n"
    rows = '"  Data\n&  Insight   ",  Ana Lima  ,1, Leeds   ,\n' * 3
    grid, _ = grid_of_text("staff.csv", "staff", head + rows)
    assert [len(row) for row in grid.rows] == [5] * 4
    assert grid.rows[1][1] == "  Ana Lima  "
