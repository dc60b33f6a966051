"""`teamtide export` as a script meets it: names left out of every byte, killed at any point."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine as calamine

from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.rows import Scenario
from tests.exchange.naming import NAMES, awkward, secrets, shown
from tests.pdf_text import text_of
from tests.test_cli import process, teamtide

QUICKLY = ("--hinges", "0")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan in which everything is called after somebody; its file is, too."""
    path = tmp_path_factory.mktemp("awkward") / "Quentin.teamtide"
    Document.create(path, awkward()).close()
    return path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.teamtide"
    teamtide("sample", path)
    return path


def everything_in(*paths: Path) -> Iterator[tuple[str, bytes]]:
    """Every file and every part of a package with its name, unpacked."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            yield file.name, file.name.encode() + b"\n" + file.read_bytes()
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as package:
                    yield file.name, package.comment
                    for entry in package.infolist():
                        about = entry.filename.encode() + entry.comment + entry.extra
                        yield f"{file.name}/{entry.filename}", about + package.read(entry)


def grep(*paths: Path) -> list[tuple[str, str]]:
    """Where anything secret is found, and what."""
    wanted = secrets(awkward())
    found = []
    for where, data in everything_in(*paths):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            text = shown(data.decode(encoding, "ignore"))
            found += [(where, secret) for secret in wanted if secret in text]
    return found


def test_that_the_search_itself_finds_names_where_they_are(plan: Path, tmp_path: Path) -> None:
    teamtide("export", plan, tmp_path / "open.xlsx", *QUICKLY)
    found = {secret for _, secret in grep(tmp_path / "open.xlsx")}
    assert found == set(secrets(awkward()))


def test_that_no_byte_of_a_discreet_workbook_names_anybody(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    teamtide("export", plan, out, "--discreet", "--hinges", "1")
    assert grep(out) == []
    with calamine.CalamineWorkbook.from_path(out) as book:
        assert "Moves" in book.sheet_names
        names = [row[1] for row in book.get_sheet_by_name("People").to_python()[1:]]
    assert names == [f"Person {number:02}" for number in range(1, len(NAMES) + 1)]


def test_that_no_byte_of_discreet_text_tables_names_anybody(plan: Path, tmp_path: Path) -> None:
    teamtide("export", plan, tmp_path / "out", "--csv", "--discreet", *QUICKLY)
    assert grep(tmp_path / "out") == []
    assert (tmp_path / "out" / "plan-people.csv").exists()


def test_that_a_discreet_workbook_opens_as_a_plan_with_the_same_figures(
    plan: Path, tmp_path: Path
) -> None:
    teamtide("export", plan, tmp_path / "out.xlsx", "--discreet", *QUICKLY)
    back = tmp_path / "back.teamtide"
    teamtide("new", back)
    teamtide("import", tmp_path / "out.xlsx", "--plan", back)
    theirs = teamtide("load", back, "--csv").stdout
    ours = teamtide("load", plan, "--csv", "--discreet").stdout
    assert ours == theirs


@pytest.mark.parametrize(
    "command",
    [
        ("load", "--projected", "--bands", "20"),
        ("load", "--csv"),
        ("load", "--json", "--projected"),
        ("compare", "--samples", "20"),
        ("compare", "--samples", "0", "--json"),
        ("compare", "--samples", "20", "--json", "--pairs", "--why", "turnaround"),
        ("compare", "--samples", "0", "--csv", "--against", "O'Neil & Söhne leave"),
        ("explain", "--team", "Squad", "--week", "2026-01-19"),
        ("explain", "--team", "Squad", "--week", "2026-01-19", "--json"),
    ],
)
def test_that_what_is_printed_names_nobody_where_asked(
    plan: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    name, *options = command
    (tmp_path / "out.txt").write_text(
        teamtide(name, plan, *options, "--discreet").stdout, encoding="utf-8"
    )
    assert grep(tmp_path / "out.txt") == []


def test_that_a_picture_without_names_is_another_one(sample: Path, tmp_path: Path) -> None:
    for name, options in (("named.png", ()), ("coded.png", ("--discreet",))):
        process("picture", sample, tmp_path / name, "--size", "900x600", *options)
    named, coded = ((tmp_path / name).read_bytes() for name in ("named.png", "coded.png"))
    assert coded.startswith(b"\x89PNG")
    assert named != coded
    out = tmp_path / "Helena Brandt.png"
    assert "gives somebody" in teamtide("picture", sample, out, "--discreet", code=1).stderr


@pytest.mark.parametrize("more", [(), ("--projected", "--samples", "10", "--dark")])
def test_that_no_byte_of_a_discreet_board_names_anybody(
    plan: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    teamtide("picture", plan, tmp_path / "open.svg", *more)
    assert len({secret for _, secret in grep(tmp_path / "open.svg")}) > len(NAMES)
    teamtide("picture", plan, tmp_path / "out.svg", "--discreet", *more)
    assert grep(tmp_path / "out.svg") == []
    teamtide("picture", plan, tmp_path / "out.pdf", "--discreet", *more)
    (tmp_path / "out.txt").write_text(text_of((tmp_path / "out.pdf").read_bytes()), "utf-8")
    assert grep(tmp_path / "out.pdf", tmp_path / "out.txt") == []


def test_that_the_key_says_who_is_who_in_a_file_of_its_own(plan: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    teamtide("export", plan, tmp_path / "out.xlsx", "--discreet", "--key", key, *QUICKLY)
    with key.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Code"]: row for row in csv.DictReader(file)}
    assert rows["Person 03"]["Name"] == "Quentin"
    assert rows["Person 03"]["ID"] == "HR-70812"
    assert rows["Person 08"]["Name"] == "'=HYPERLINK Mallory"
    assert grep(tmp_path / "out.xlsx") == []


def test_that_names_of_files_that_give_somebody_away_are_refused(
    plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "for QUENTINA Vorderstrasse.xlsx"
    said = teamtide("export", plan, out, "--discreet", *QUICKLY, code=1).stderr
    assert "gives somebody of the plan away" in said
    assert "for Person 04.xlsx" in said
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--key", "{folder}/key.csv"), "without --discreet"),
        (("--discreet", "--key", "{folder}/out.xlsx"), "apart from what is sent"),
        (("--hinges", "-1"), "--hinges"),
    ],
)
def test_that_a_call_that_makes_no_sense_is_a_mistake(
    plan: Path, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    words = [option.format(folder=tmp_path) for option in options]
    done = teamtide("export", plan, tmp_path / "out.xlsx", *words, code=2)
    assert says in done.stderr


def test_that_only_the_scenarios_asked_for_are_in_the_workbook(
    sample: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    teamtide("export", sample, out, "--scenario", "Rota, no reorg", *QUICKLY)
    with calamine.CalamineWorkbook.from_path(out) as book:
        header = book.get_sheet_by_name("Summary").to_python()[3]
        plan_sheet = book.get_sheet_by_name("Scenarios").to_python()
    assert header[1:3] == ["Today: one squad", "Rota, no reorg"]
    assert len(plan_sheet) == 3
    assert b"Infrastructure + enablement" not in b"".join(data for _, data in everything_in(out))


def test_that_text_tables_hold_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "plan.teamtide"
    state = awkward()
    for number, start in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"), 1):
        state = state.apply(
            commands.add(state, Scenario, name=f"{start} {number}", description=start)
        )
    Document.create(path, state).close()
    teamtide("export", path, tmp_path / "out", "--csv", *QUICKLY)
    for file in (tmp_path / "out").iterdir():
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.reader(text):
                for cell in row:
                    try:
                        float(cell)
                    except ValueError:
                        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_that_other_files_in_the_folder_are_left_alone(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    (folder / "summary.csv").write_text("old", encoding="utf-8")
    teamtide("export", sample, folder, "--csv", *QUICKLY)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "summary.csv").read_text(encoding="utf-8-sig").startswith("Measure,Unit,")


def test_that_a_long_search_is_told_in_the_workbook_as_far_as_it_went(
    sample: Path, tmp_path: Path
) -> None:
    teamtide("export", sample, tmp_path / "out.xlsx", "--hinges", "0.01")
    with calamine.CalamineWorkbook.from_path(tmp_path / "out.xlsx") as book:
        texts = [str(cell) for row in book.get_sheet_by_name("Summary").to_python() for cell in row]
    assert "What it hinges on" in texts
    assert any(text.startswith("Not searched to the end") for text in texts)


@pytest.mark.parametrize("when", [2, 60, 75, 90, 99])
def test_that_the_old_file_stands_whenever_the_export_is_killed(
    sample: Path, tmp_path: Path, when: int
) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"the old one")
    words = ["export", str(sample), str(out), "--progress", *QUICKLY]
    process = subprocess.Popen(
        [sys.executable, "-m", "teamtide", *words], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    told = []
    with process.stderr as lines:
        for line in lines:
            told.append(int(line.removeprefix("progress ")))
            if told[-1] >= when:
                break
        process.kill()
    process.wait()
    assert told == sorted(told)
    left = [path for path in tmp_path.iterdir() if path != out]
    if out.read_bytes() != b"the old one":
        # It was through before the signal reached it; then it is whole.
        with zipfile.ZipFile(out) as package:
            assert package.testzip() is None
    assert all(path.suffix == ".part" for path in left)
