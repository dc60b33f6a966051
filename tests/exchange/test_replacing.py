"""A file in place of another, whole or not at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import replacing
from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document


def test_that_the_new_file_is_there_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"ne")
        assert [each.name for each in tmp_path.iterdir()] == ["out.bin"]
        assert path.read_bytes() == b"old"
        file.write(b"w")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["out.bin"]


def test_that_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as file:
            file.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.bin"]


def test_that_a_missing_folder_is_found_out_before_the_work(tmp_path: Path) -> None:
    with (
        pytest.raises(Unwritable, match=r"out\.bin can't be written"),
        replacing(tmp_path / "no" / "out.bin"),
    ):
        pytest.fail("the work was begun")


def test_that_a_folder_in_the_way_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "out.bin").mkdir()
    with (
        pytest.raises(Unwritable, match=r"out\.bin is a folder"),
        replacing(tmp_path / "out.bin") as file,
    ):
        file.write(b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["out.bin"]


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="there is no folder"), replacing(tmp_path / "no" / "x"):
        pass


def test_that_a_plan_is_never_replaced_by_something_else(tmp_path: Path) -> None:
    path = tmp_path / "mine.teamtide"
    Document.create(path, sample_state()).close()
    before = path.read_bytes()
    with (
        pytest.raises(Unwritable, match="is a plan, which would be lost"),
        replacing(path) as file,
    ):
        file.write(b"new")
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_that_permissions_are_kept_and_a_private_file_is_its_writers_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    path.chmod(0o640)
    for private, mode in ((False, 0o640), (True, 0o600)):
        with replacing(path, private=private) as file:
            file.write(b"new")
        assert stat.S_IMODE(path.stat().st_mode) == mode
