"""`teamtide import`: what can be settled on the command line, on real files and a real plan."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from teamtide.cli import run
from teamtide.plan.document import Document
from teamtide.plan.rows import Person, Placement, Team

STAFF = "Name,Job title,Department,Hours,Start\nAna Lima,Chemist,R&D,20,03/04/2024\n"
MORE = STAFF + "Bo Berg,Chemist,Res. and Dev.,40,05/06/2023\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.teamtide"
    assert run(["new", str(path)]) == 0
    return path


def file(folder: Path, text: str, name: str = "staff.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def brought(
    capsys: pytest.CaptureFixture[str], sheet: Path, plan: Path, *options: str
) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["import", str(sheet), "--plan", str(plan), "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def people(plan: Path) -> dict[str, Person]:
    with closing(Document.open(plan, read_only=True)) as document:
        return {person.name: person for person in document.state.rows(Person)}


def edited(plan: Path, who: str, **values: object) -> None:
    from teamtide.plan.commands import edit

    with closing(Document.open(plan)) as document:
        person = next(p for p in document.state.rows(Person) if p.name == who)
        document.apply(edit(document.state, person, **values))


def test_that_teams_titles_and_hours_are_what_the_options_say(
    tmp_path: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(
        capsys,
        file(tmp_path, MORE),
        plan,
        *("--team", "R&D=Research", "--team", "Res. and Dev.=Research"),
        *("--title", "chemist=data science", "--full-time", "40", "--days", "Start=mdy"),
    )
    with closing(Document.open(plan, read_only=True)) as document:
        state = document.state
        teams = {state.get(Team, row.team).name for row in state.rows(Placement) if row.team}
    assert teams == {"Research"}
    ana = people(plan)["Ana Lima"]
    assert (ana.discipline, ana.fte, str(ana.start)) == ("data science", 0.5, "2024-03-04")


def test_that_a_conflict_keeps_the_plan_unless_the_file_is_to_be_taken(
    tmp_path: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(capsys, file(tmp_path, MORE), plan)
    edited(plan, "Ana Lima", title="Head chemist")
    changed = file(tmp_path, MORE.replace("Ana Lima,Chemist", "Ana Lima,Biologist"))
    (conflict,) = brought(capsys, changed, plan, "--dry-run")["conflicts"]
    assert (conflict["plan"], conflict["file"]) == ("Head chemist", "Biologist")
    assert brought(capsys, changed, plan, "--take-file")["conflicts"][0]["taken"]
    assert people(plan)["Ana Lima"].title == "Biologist"
    assert run(["import", str(changed), "--plan", str(plan)]) == 0
    assert "0 new, 0 updated, 2 unchanged" in capsys.readouterr().out


def test_that_a_close_name_is_who_the_command_says(
    tmp_path: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought(capsys, file(tmp_path, "Name,Team\nJohn Smith,Squad\n"), plan)
    close = file(tmp_path, "Name,Team\nJon Smith,Squad\n")
    (question,) = brought(capsys, close, plan, "--dry-run")["questions"]
    assert question == {"row": 2, "name": "Jon Smith", "close_to": ["John Smith"]}
    found = brought(capsys, close, plan, "--same", "2=John Smith")
    assert (found["create"], found["update"]) == (0, 1)
    assert set(people(plan)) == {"Jon Smith"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--same", "x=Ana"], "not the number of a row"),
        (["--days", "Start=later"], "none of ymd, dmy, mdy, swap"),
        (["--team", "R&D"], "is not Spelling=Team"),
        (["--full-time", "0"], "expected 1 to 80"),
        (["--map", "=name"], "is not Header=field"),
    ],
)
def test_that_an_option_of_another_form_is_a_mistake_in_the_call(
    tmp_path: Path,
    plan: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    sheet = file(tmp_path, MORE)
    assert run(["import", str(sheet), "--plan", str(plan), *options]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not people(plan)


def test_that_a_row_can_only_be_somebody_there_is(
    tmp_path: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = file(tmp_path, MORE)
    assert run(["import", str(sheet), "--plan", str(plan), "--same", "2=Zoe"]) == 1
    assert "nobody in the plan can be meant by “Zoe”" in capsys.readouterr().err
