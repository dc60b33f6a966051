"""A plan file endures power failures: the short form of `make torture`, and that it can fail."""

from __future__ import annotations

import pytest

pytest.importorskip("apsw", reason="apsw is missing, which opens SQLite's file layer")

from tests.torture import power
from tests.torture.failing import Failed

WAITS = "PRAGMA synchronous=EXTRA"


def test_that_nothing_acknowledged_is_lost_when_the_power_fails() -> None:
    told: list[str] = []
    found = power.torture(200, 7, told.append)
    assert found.total() == 200
    assert {"change", "undo", "close", "copy", "make another"} <= set(found)


@pytest.mark.parametrize(
    ("careless", "syncs_of_folder"),
    [
        ({WAITS: "PRAGMA synchronous=OFF"}, True),
        ({WAITS: "PRAGMA synchronous=NORMAL"}, True),
        ({}, False),
    ],
    ids=["nothing is synced", "commits are not synced", "the folder is not synced"],
)
def test_that_a_store_that_does_not_wait_for_the_disk_is_found_out(
    careless: dict[str, str], syncs_of_folder: bool
) -> None:
    with pytest.raises(Failed, match="when the power failed"):
        power.torture(600, 3, print, rewrite=careless, syncs_of_folder=syncs_of_folder)
