"""Tables that were made to take long: wide ones, long cells, headers without end."""

from __future__ import annotations

from typing import Any

import pytest

from teamtide.exchange.books.grids import Unreadable
from tests.exchange.rosters.helpers import names, understood

HEADERS = ["ID", "Name", "Team", "Start date", "FTE", "E-mail", "Leave", "Manager", "Status"]
NAMES = [
    f"{first} {last}" for first in ("Ana", "Bo", "Cy", "Di", "Ed") for last in ("Lima", "Berg")
]
PERSON = ["1", "Ana Lima", "A", "2020-01-01", "1", "a@x.org", None, None, "Active"]


@pytest.mark.parametrize(
    "cell",
    [
        *("(" * 30_000, "[" * 30_000, "a@" + "." * 30_000, " " * 30_000 + "x", "1," * 15_000),
        *("1:" * 15_000, "total " + "1 " * 15_000, "Jan 1 " * 5_000, "2020-01-01 " * 3_000),
        *("Mr. " * 7_000, "; " * 15_000, "-" * 30_000, "\u3000" * 30_000 + "x"),
    ],
)
def test_that_a_cell_of_any_length_harms_nobody_else(cell: str) -> None:
    people = [[str(i), name, *PERSON[2:]] for i, name in enumerate(NAMES)]
    found = names([HEADERS, *people[:5], [cell] * len(HEADERS), *people[5:]])
    assert [name for name in found if name in NAMES] == NAMES
    assert len(found) <= len(NAMES) + 1


WIDE: dict[str, list[list[Any]]] = {
    "names": [["Name"] * 4_000 for _ in range(60)],
    "gaps": [[("Name" if column % 2 else None) for column in range(4_000)] for _ in range(60)],
    "words": [[f"Team {place} manager of department {place}" for place in range(2_000)]] * 60,
    "pages": [["Name", "Team"]] * 20_000,
}


@pytest.mark.parametrize("kind", WIDE)
def test_that_a_table_of_nothing_but_headers_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable, match="holds no list of people"):
        understood(WIDE[kind])


def test_that_people_far_to_the_right_are_found() -> None:
    rows = [[None] * 3_000 + ["Name", "Team"], [None] * 3_000 + ["Ana Lima", "A"]]
    assert names(rows) == ["Ana Lima"]
