"""Days of a roster, however they were typed, and true dates that were turned round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.books.dates import month_only, parse_day
from teamtide.exchange.rosters.choices import Choices
from tests.exchange.rosters.helpers import understood


def started(*cells: Any, header: str = "Start date", choices: Choices | None = None) -> list[Any]:
    rows = [["Name", "Team", header], *([f"Ana Lima {c}", "A", d] for c, d in enumerate(cells))]
    return [entry.start for entry in understood(rows, choices)[1].entries]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21-JUN-07", date(2007, 6, 21)),
        ("1er mars 2021", date(2021, 3, 1)),
        ("5 de mayo de 2020", date(2020, 5, 5)),
        ("1 de março de 2019", date(2019, 3, 1)),
        ("27-sept-21", date(2021, 9, 27)),
        ("2021年4月1日", date(2021, 4, 1)),
        ("令和3年4月1日", date(2021, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月1日", date(2019, 4, 1)),
        ("H31.4.1", date(2019, 4, 1)),
        ("２０２１/０４/０１", date(2021, 4, 1)),
        ("2019/5/6", date(2019, 5, 6)),
        ("05.01.2026 (Mo)", date(2026, 1, 5)),
        ("Mon 5 Jan 2026", date(2026, 1, 5)),
        ("25/03/2021 08:30", date(2021, 3, 25)),
        ("2021-03-25T08:30:00Z", date(2021, 3, 25)),
        ("March 2021", date(2021, 3, 1)),
        ("06/2021", date(2021, 6, 1)),
        ("20210401", date(2021, 4, 1)),
        (20210401, date(2021, 4, 1)),
        (44287, date(2021, 4, 1)),
        (datetime(2021, 4, 1, 8, 30), date(2021, 4, 1)),
        (0, None),
        ("-", None),
    ],
)  # fmt: skip
def test_that_a_day_is_read_however_it_is_written(text: object, day: date | None) -> None:
    assert started(text, "2020-01-31") == [day, date(2020, 1, 31)]


@pytest.mark.parametrize("text", ["1900-01-00", "0000-00-00", "00/00/0000", "N/A"])
def test_that_a_spreadsheets_zero_is_blank(text: str) -> None:
    rows = [["Name", "Team", "Hired"], ["Ana Lima", "A", text], ["Bo Berg", "A", "2020-01-31"]]
    _, roll, findings = understood(rows)
    assert roll.entries[0].start is None
    assert findings.problems == []


@pytest.mark.parametrize("text", ["2020-13-45", "soon", "31.02.2020", "2999-01-01", "12/31/1066"])
def test_that_an_impossible_day_is_named_by_its_cell(text: str) -> None:
    rows = [["Name", "Team", "Hired"], ["Ana Lima", "A", text],
            ["Bo Berg", "A", "2020-01-31"], ["Cy Dahl", "A", "2021-01-31"]]  # fmt: skip
    _, roll, findings = understood(rows)
    assert roll.entries[0].start is None
    assert [problem.cell for problem in findings.problems] == ["staff!C2"]


@pytest.mark.parametrize(
    "text", ["9999-12-31", "31.12.9999", "2999-12-31", "open", "unbefristet", "present", "-", "CDI"]
)
def test_that_an_open_end_is_no_end(text: str) -> None:
    rows = [["Name", "Team", "End date"], ["Ana Lima", "A", text], ["Bo Berg", "A", "31.01.2027"]]
    _, roll, findings = understood(rows)
    assert [entry.end for entry in roll.entries] == [None, date(2027, 1, 31)]
    assert findings.problems == []


def test_that_an_end_in_a_month_is_its_last_day() -> None:
    rows = [["Name", "Team", "End date"], ["Ana Lima", "A", "02/2028"],
            ["Bo Berg", "A", "2027-01-31"]]  # fmt: skip
    assert [e.end for e in understood(rows)[1].entries] == [date(2028, 2, 29), date(2027, 1, 31)]


def test_that_one_cell_settles_the_order_of_its_column_and_the_other_columns_take_it() -> None:
    rows = [
        ["Name", "Team", "Start date", "End date"],
        ["Ana Lima", "A", "03/04/2020", "05/06/2027"],
        ["Bo Berg", "A", "04/25/2020", "07/08/2027"],
    ]
    _, roll, findings = understood(rows)
    assert roll.entries[0].start == date(2020, 3, 4)
    assert roll.entries[0].end == date(2027, 5, 6)
    assert [(d.order, d.sure) for d in roll.days] == [("mdy", True), ("mdy", False)]
    assert any("as in the column “Start date”" in warning for warning in findings.warnings)


def test_that_a_chosen_order_goes_before_the_evidence() -> None:
    chosen = Choices(orders={"Start date": "mdy"})
    assert started("03/04/2020", "05/06/2020", choices=chosen)[0] == date(2020, 3, 4)
    assert started("03/04/2020", "05/06/2020")[0] == date(2020, 4, 3)


def test_that_days_alike_either_way_say_nothing_of_the_order() -> None:
    rows = [["Name", "Team", "Hired"], ["Ana Lima", "A", "05/05/2020"],
            ["Bo Berg", "A", "03/04/2020"]]  # fmt: skip
    _, roll, findings = understood(rows)
    assert roll.days[0].sure is False
    assert any("tells day from month" in warning for warning in findings.warnings)


MIXED: list[Any] = [
    date(2020, 3, 4),
    date(2021, 7, 2),
    date(2019, 5, 5),
    "06/25/2020",
    "11/30/2021",
]


def test_that_dates_a_spreadsheet_turned_round_are_counted_and_turned_back_when_chosen() -> None:
    rows = [["Name", "Team", "Hired"], *([f"Ana {i}", "A", d] for i, d in enumerate(MIXED))]
    _, roll, findings = understood(rows)
    assert roll.days[0].swapped == 2
    assert (roll.days[0].order, roll.days[0].texts, roll.days[0].dates) == ("mdy", 2, 3)
    assert roll.entries[0].start == date(2020, 3, 4)
    assert any("2 of 3 true dates probably have day and month" in w for w in findings.warnings)
    _, roll, findings = understood(rows, Choices(swapped=frozenset({"Hired"})))
    assert [e.start for e in roll.entries][:3] == [
        date(2020, 4, 3), date(2021, 2, 7), date(2019, 5, 5),
    ]  # fmt: skip
    assert not any("swapped" in warning for warning in findings.warnings)


@pytest.mark.parametrize(
    "cells",
    [
        [*MIXED, date(2020, 1, 25)],
        [*MIXED, "04/05/2021"],
        MIXED[:3],
        MIXED[3:],
    ],
)
def test_that_nothing_is_called_swapped_without_the_evidence(cells: list[Any]) -> None:
    rows = [["Name", "Team", "Hired"], *([f"Ana {i}", "A", d] for i, d in enumerate(cells))]
    assert understood(rows)[1].days[0].swapped == 0


@given(st.dates(date(1950, 1, 1), date(2039, 12, 31)))
def test_that_a_day_written_in_an_order_is_read_in_it(day: date) -> None:
    assert parse_day(day.strftime("%d.%m.%Y"), "dmy") == day
    assert parse_day(day.strftime("%m/%d/%Y"), "mdy") == day
    assert parse_day(day.isoformat(), "ymd") == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日", "ymd") == day
    assert month_only(day.strftime("%Y-%m")) == (day.year, day.month)


@given(st.text(max_size=30))
def test_that_any_text_is_a_day_or_none(text: str) -> None:
    for order in ("ymd", "dmy", "mdy"):
        found = parse_day(text, order)
        assert found is None or isinstance(found, date)
