"""What was settled of a file, kept for the next of the same shape, and never about people."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.shapes import FILE, MOST_SHAPES, Shapes, of_shape

TEXT = st.text(max_size=12)
CHOICES = st.builds(
    Choices,
    sheet=TEXT,
    header=st.none() | st.integers(1, 99),
    columns=st.dictionaries(TEXT, TEXT, max_size=3),
    full_time=st.none() | st.floats(1, 80),
    orders=st.dictionaries(TEXT, st.sampled_from(["dmy", "mdy", "ymd"]), max_size=3),
    swapped=st.frozensets(TEXT, max_size=3),
    teams=st.dictionaries(TEXT, TEXT, max_size=3),
    titles=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    leavers=st.booleans(),
    headcount=st.booleans(),
    people=st.dictionaries(st.integers(1, 99), st.integers(0, 9), max_size=3),
    take=st.frozensets(st.tuples(st.integers(1, 99), TEXT), max_size=3),
)


@given(CHOICES)
def test_that_what_is_about_the_shape_comes_back_and_what_is_about_people_does_not(
    choices: Choices,
) -> None:
    kept = of_shape(choices)
    assert (kept.people, kept.take) == ({}, frozenset())
    with pytest.MonkeyPatch.context() as patch:
        # The store is given its folder; nothing of the environment counts.
        patch.delenv("TEAMTIDE_DATA", raising=False)
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            shapes = Shapes(Path(folder))
            shapes.save(["one", "two"], choices)
            expected = kept if kept != Choices() else None
            assert shapes.load("one") == shapes.load("two") == expected
            assert shapes.load("three") is None


def test_that_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path)
    for team in ("Squad", "Infra"):
        shapes.save(["one"], Choices(teams={"Data": team}))
        if sys.platform != "win32":
            assert stat.S_IMODE(shapes.path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_that_nothing_settled_forgets_a_shape_and_writes_no_file_of_nothing(
    tmp_path: Path,
) -> None:
    shapes = Shapes(tmp_path)
    shapes.save(["one"], Choices())
    assert not shapes.path.exists()
    shapes.save(["one", "two"], Choices(leavers=True))
    shapes.save(["one"], Choices(people={3: 4}))
    assert shapes.load("one") is None
    assert shapes.load("two") == Choices(leavers=True)


def test_that_the_oldest_shapes_go_first(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path)
    shapes.save([f"s{n}" for n in range(MOST_SHAPES)], Choices(leavers=True))
    shapes.save(["s0"], Choices(headcount=True))
    shapes.save(["new"], Choices(leavers=True))
    assert shapes.load("s1") is None
    assert shapes.load("s0") == Choices(headcount=True)
    assert shapes.load("new") is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        "[" * 100_000,
        '{"version": 2, "shapes": {"one": {}}}',
        '{"version": 1, "shapes": []}',
        '{"version": 1, "shapes": {"one": 3}}',
        '{"version": 1, "shapes": {"one": {"header": "x"}}}',
        '{"version": 1, "shapes": {"one": {"header": 0}}}',
        '{"version": 1, "shapes": {"one": {"full_time": -4}}}',
        '{"version": 1, "shapes": {"one": {"columns": {"a": 3}}}}',
        '{"version": 1, "shapes": {"one": {"teams": []}}}',
        '{"version": 1, "shapes": {"one": {"titles": [["a"]]}}}',
        '{"version": 1, "shapes": {"one": {"sheet": 3}}}',
    ],
)
def test_that_a_file_somebody_else_wrote_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    shapes = Shapes(tmp_path)
    shapes.path.write_text(text)
    assert shapes.load("one") is None
    shapes.save(["one"], Choices(leavers=True))
    assert shapes.load("one") == Choices(leavers=True)


def test_that_bytes_that_are_no_text_are_as_good_as_none(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path)
    shapes.path.write_bytes(b"\xff\xfe\x00{")
    assert shapes.load("one") is None


def test_that_a_folder_that_is_gone_fails_nothing(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path / "gone")
    shapes.save(["one"], Choices(leavers=True))
    assert shapes.load("one") is None


def test_that_the_file_says_what_it_is(tmp_path: Path) -> None:
    shapes = Shapes(tmp_path)
    shapes.save(
        ["abc"], Choices(teams={"Büro": "Squad"}, people={2: 3}, take=frozenset({(1, "x")}))
    )
    stored = json.loads(shapes.path.read_text(encoding="utf-8"))
    assert stored["version"] == 1
    assert set(stored["shapes"]["abc"]) == {
        *("sheet", "header", "columns", "full_time", "orders", "swapped", "teams", "titles"),
        *("leavers", "headcount"),
    }
