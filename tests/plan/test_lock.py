"""One writer, whatever way the other one comes, and none that is dead.

The other programs are real processes. One with a data folder of its own is what another user of
this computer is, or another computer that shares the folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.lock import WriteLock
from teamtide.plan.store import StoreError
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import another_program, ended, heard, leftovers, tell

OTHER = """
import sys
from pathlib import Path
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document

print("ready", flush=True)
for line in sys.stdin:
    order, _, rest = line.rstrip("\\n").partition(" ")
    if order == "open":
        document = Document.open(Path(rest))
        print("writes" if document.writable else f"reads {document.held_by}", flush=True)
    elif order == "name":
        document.apply(edit_plan(document.state, name=rest))
        print("named", flush=True)
    else:
        document.close()
        print("closed", flush=True)
"""
only_here = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has locks that belong to an open file"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "plans" / "plan.teamtide"
    made.parent.mkdir()
    Document.create(made, small_state()).close()
    return made


def asked(name: Path | str) -> str:
    """What a second program says that opens a plan by a name."""
    other = another_program(OTHER)
    try:
        assert heard(other) == "ready"
        tell(other, f"open {name}")
        return heard(other)
    finally:
        ended(other)


@pytest.mark.parametrize("spelling", ["itself", "symlink", "linked folder", "dots", "hard link"])
def test_that_another_name_of_the_same_file_is_no_way_to_a_second_writer(
    path: Path, spelling: str
) -> None:
    if spelling == "hard link" and sys.platform != "linux":
        pytest.skip("only Linux has locks that belong to an open file")
    link, folder = path.with_name("link.teamtide"), path.parent.parent / "folder"
    hard = path.with_name("hard.teamtide")
    names: dict[str, Path | str] = {
        "itself": path,
        "symlink": link,
        "linked folder": folder / path.name,
        "dots": f"{path.parent}/../{path.parent.name}/./{path.name}",
        "hard link": hard,
    }
    link.symlink_to(path.name)
    folder.symlink_to(path.parent)
    hard.hardlink_to(path)
    document = Document.open(path)
    assert asked(names[spelling]).startswith("reads ")
    document.apply(edit_plan(document.state, name="Still mine"))
    document.close()
    assert asked(names[spelling]) == "writes"


@only_here
def test_that_a_computer_or_user_with_another_data_folder_is_held_off(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document.open(path)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TEAMTIDE_DATA", str(tmp_path / "elsewhere"))
        assert asked(path) == "reads another program"
        with pytest.raises(StoreError, match="open for writing by another program"):
            Document.create(path, small_state(), replace=True)
    document.apply(edit_plan(document.state, name="Still mine"))
    document.close()
    monkeypatch.setenv("TEAMTIDE_DATA", str(tmp_path / "elsewhere"))
    assert asked(path) == "writes"
    assert Document.open(path, read_only=True).state.plan.name == "Still mine"


@only_here
def test_that_deleting_the_lock_of_an_open_plan_lets_nobody_in(
    path: Path, data_folder: Path
) -> None:
    document = Document.open(path)
    shutil.rmtree(data_folder / "locks")
    assert asked(path) == "reads another program"
    document.apply(edit_plan(document.state, name="Still mine"))
    document.close()
    assert asked(path) == "writes"


def test_that_a_killed_holder_holds_nothing_and_its_note_names_nobody(
    path: Path, data_folder: Path
) -> None:
    holder = another_program(OTHER)
    assert heard(holder) == "ready"
    tell(holder, f"open {path}")
    assert heard(holder) == "writes"
    tell(holder, "name Last words")
    assert heard(holder) == "named"
    holder.kill()
    assert ended(holder) == -9
    (note,) = (data_folder / "locks").glob("*.json")
    assert json.loads(note.read_text())["pid"] == holder.pid
    document = Document.open(path, clock=ticking())
    assert document.writable
    assert document.state.plan.name == "Last words"
    assert json.loads(note.read_text())["pid"] == os.getpid()
    assert f"(process {os.getpid()})" in asked(path)
    document.close()
    assert not note.exists()
    assert leftovers(path) == []


@pytest.mark.parametrize("note", ["", "{", "[1]", '{"user": 1}', '{"user":"x","host":"y"}'])
def test_that_a_note_that_makes_no_sense_is_no_lock_and_no_name(
    path: Path, data_folder: Path, note: str
) -> None:
    document = Document.open(path)
    (file,) = (data_folder / "locks").glob("*.json")
    file.write_text(note)
    second = Document.open(path)
    assert second.held_by == "another program"
    document.close()
    file.write_text(note)
    assert not second.reload()
    assert second.writable
    second.close()


def test_that_of_programs_that_race_to_open_a_plan_one_writes_and_the_others_read(
    path: Path,
) -> None:
    racers = [another_program(OTHER) for _ in range(4)]
    try:
        assert [heard(one) for one in racers] == ["ready"] * 4
        for one in racers:
            tell(one, f"open {path}")
        said = [heard(one) for one in racers]
        (writer,) = (one for one, words in zip(racers, said, strict=True) if words == "writes")
        assert sum(words.startswith("reads ") for words in said) == 3
        tell(writer, "name Won")
        assert heard(writer) == "named"
    finally:
        for one in racers:
            ended(one)
    assert Document.open(path, read_only=True).state.plan.name == "Won"


def test_that_a_lock_that_was_not_got_changes_nothing_for_who_has_it(
    path: Path, data_folder: Path
) -> None:
    first, second = WriteLock(path), WriteLock(path)
    assert first.take()
    assert not second.take()
    second.release()
    assert second.holder() == first.holder() is not None
    assert not WriteLock(path).take()
    first.release()
    assert second.take()
    second.release()
