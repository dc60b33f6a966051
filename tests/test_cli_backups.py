"""`teamtide backups`, `restore` and `salvage`, as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teamtide.answers import opened
from teamtide.cli import run
from teamtide.plan.backups import DAILY, shelf_of
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from tests.plan.damaging import PAGE, pages_of
from tests.plan.full_plan import full_state


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A closed plan with a backup."""
    path = tmp_path / "plan.teamtide"
    document = Document.create(path, full_state())
    document.back_up(DAILY)
    document.close()
    return path


def test_that_backups_are_listed_and_one_is_made_a_plan_again(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.unlink()
    assert run(["backups", str(plan), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["backups"]
    assert found["reason"] == "daily"
    assert run(["backups", str(plan)]) == 0
    said = capsys.readouterr().out
    assert found["backup"] in said
    assert "which is gone" in said
    out = tmp_path / "back.teamtide"
    assert run(["restore", str(plan), found["backup"], "--out", str(out)]) == 0
    assert Document.open(out, read_only=True).state == full_state()
    capsys.readouterr()
    before = out.read_bytes()
    assert run(["restore", str(plan), "latest", "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert out.read_bytes() == before
    assert run(["restore", str(plan), "nonsense", "--out", str(tmp_path / "x.teamtide")]) == 1
    assert "teamtide backups" in capsys.readouterr().err
    assert run(["restore", str(plan), "latest", "--out", str(tmp_path / "x.xlsx")]) == 2


def test_that_a_plan_without_backups_says_when_they_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backups", str(tmp_path / "none.teamtide")]) == 0
    assert "first change of a day" in capsys.readouterr().out


def test_that_a_damaged_plan_is_salvaged_and_what_is_missing_is_said(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page,) = pages_of(plan)["service"]
    whole = bytearray(plan.read_bytes())
    whole[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    plan.write_bytes(whole)
    assert run(["info", str(plan)]) == 1
    said = capsys.readouterr().err
    assert "File ▸ Restore a Backup…" in said
    assert "File ▸ Salvage a Damaged Plan…" in said
    out = tmp_path / "saved.teamtide"
    assert run(["salvage", str(plan), "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    lost = [one["table"] for one in found["tables"] if one["lost"]]
    assert lost == ["service"]
    assert {one["name"] for one in found["made"]} == {"Service 1 (lost)", "Service 2 (lost)"}
    assert run(["check", str(out)]) == 0
    assert plan.read_bytes() == whole
    capsys.readouterr()
    assert run(["salvage", str(plan), "--out", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert run(["salvage", str(plan), "--out", str(tmp_path / "again.teamtide")]) == 0
    assert "Services: all lost" in capsys.readouterr().out


def test_that_an_import_keeps_the_plan_as_it_was(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(plan, write=True) as document:
        document.apply(edit_plan(document.state, name="Since the backup"))
        state = document.state
    sheet = tmp_path / "people.csv"
    sheet.write_text("Name,Discipline\nNora New,software\n")
    assert run(["import", str(sheet), "--plan", str(plan)]) == 0
    newest, daily = shelf_of(plan).backups
    assert newest.reason == "before import"
    assert daily.reason == DAILY
    assert Document.open(newest.path, read_only=True).state == state
