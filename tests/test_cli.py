"""The command line as a script meets it: whole processes, JSON on stdout, sentences on stderr."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import os
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from teamtide import __version__
from teamtide.cli import run
from teamtide.plan.document import Document
from tests.capacity.twin import expected, read_sheets

APP = str(Path(__file__).resolve().parents[1] / "app")
PLANS = sorted((Path(__file__).parent / "data" / "plans").glob("*.xlsx"))
FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def teamtide(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command in this process; it must end with `code`."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ended = run([str(word) for word in words])
    done = subprocess.CompletedProcess(
        [str(word) for word in words], ended, out.getvalue(), err.getvalue()
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def process(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command as a script would, in a process of its own without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "teamtide", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        env={k: v for k, v in os.environ.items() if k not in hidden},
        encoding="utf-8",
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def answer(*words: object) -> dict[str, Any]:
    """The JSON object a command prints, and nothing else."""
    found = json.loads(teamtide(*words, "--json").stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "sample.teamtide"
    teamtide("sample", path)
    return path


def test_that_info_counts_what_is_in_the_sample(sample: Path) -> None:
    found = answer("info", sample)
    assert set(found) == {
        *("name", "start", "weeks", "scenarios", "teams", "people"),
        *("projects", "chunks", "services", "changes"),
    }
    assert found["weeks"] == 30
    assert len(found["scenarios"]) == 3
    assert 13 <= found["people"] <= 18
    assert found["services"] == 3


def test_that_check_finds_the_sample_whole(sample: Path) -> None:
    assert answer("check", sample) == {"ok": True, "problems": []}


def test_that_a_broken_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.teamtide"
    broken.write_bytes(b"SQLite format 3\x00" + b"\x01" * 500)
    for command in ("info", "check", "load"):
        done = teamtide(command, broken, code=1)
        assert "broken.teamtide" in done.stderr
        assert done.stderr.count("\n") == 1


def test_that_check_answers_what_is_wrong_with_a_damaged_plan(sample: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.teamtide"
    damaged.write_bytes(sample.read_bytes())
    with contextlib.closing(sqlite3.connect(damaged, isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        raw.execute("UPDATE person SET fte = 'all of it' WHERE id = 1")
    done = teamtide("check", damaged, "--json", code=1)
    found = json.loads(done.stdout)
    assert (found["ok"], len(found["problems"])) == (False, 1)
    assert "table person, row 1" in found["problems"][0]
    assert done.stderr.strip() == found["problems"][0]


@pytest.mark.parametrize("command", ["export", "picture"])
def test_that_a_plan_is_not_written_over_by_what_is_made_of_it(sample: Path, command: str) -> None:
    before = sample.read_bytes()
    assert "plan itself" in teamtide(command, sample, sample, code=1).stderr
    assert sample.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("export", "{plan}", "{other}"),
        ("export", "{plan}", "{folder}/out.xlsx", "--discreet", "--key", "{other}"),
        ("fill", "{plan}", "{folder}/none.xlsx", "{other}"),
        ("picture", "{plan}", "{other}"),
    ],
)
def test_that_no_other_plan_is_written_over_either(
    sample: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "other.teamtide"
    teamtide("new", other)
    before = other.read_bytes()
    filled = [w.format(plan=sample, other=other, folder=tmp_path) for w in words]
    assert "would be a plan by its name" in teamtide(*filled, code=1).stderr
    assert "other.xlsx" in teamtide("template", other, code=2).stderr
    assert other.read_bytes() == before


def test_that_names_in_any_letters_go_through_a_pipe(tmp_path: Path) -> None:
    plan, sheet = tmp_path / "p.teamtide", tmp_path / "people.csv"
    sheet.write_text("ID,Name,Team\n1,Łucja 李,Zespół\n2,Bo Chen,Zespół\n", encoding="utf-8")
    teamtide("new", plan)
    teamtide("import", sheet, "--plan", plan)
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONPATH": APP}
    done = subprocess.run(
        [sys.executable, "-m", "teamtide", "info", str(plan), "--json"],
        capture_output=True,
        env=environment,
    )
    assert json.loads(done.stdout.decode("utf-8"))["teams"] == ["Zespół"]


def test_that_load_gives_every_figure_for_every_team_and_week(sample: Path) -> None:
    found = answer("load", sample, "--scenario", "infrastructure + enablement")
    assert set(found) == {"unit", "weeks", "teams"}
    assert found["unit"] == "person-days"
    assert len(found["weeks"]) == 30
    for team in found["teams"]:
        assert set(team) == {"name", "kind", "by_kind", *FIGURES}
        assert all(len(team[name]) == 30 for name in FIGURES)
        for used, idle, capacity in zip(team["used"], team["idle"], team["capacity"], strict=True):
            assert used + idle == pytest.approx(capacity, abs=1e-9)
        by_kind = [sum(week) for week in zip(*team["by_kind"].values(), strict=True)]
        assert by_kind == pytest.approx(team["demand"], abs=1e-9)


def test_that_load_as_csv_says_what_the_json_says(sample: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(teamtide("load", sample, "--csv").stdout)))
    teams = {team["name"]: team for team in answer("load", sample)["teams"]}
    weeks = answer("load", sample)["weeks"]
    assert len(lines) == len(teams) * 30
    for line in lines:
        number = weeks.index(line["week"])
        assert float(line["demand"]) == teams[line["team"]]["demand"][number]


def test_that_the_terms_of_a_week_sum_to_its_capacity_and_demand(sample: Path) -> None:
    found = answer("explain", sample, "--team", "squad", "--week", "2026-03-11")
    assert set(found) == {"terms", "capacity", "demand"}
    assert all(set(term) == {"label", "days", "source"} for term in found["terms"])
    total = math.fsum(term["days"] for term in found["terms"])
    assert total == pytest.approx(found["capacity"] + found["demand"], abs=1e-9)
    team = answer("load", sample)["teams"][0]
    assert found["capacity"] == pytest.approx(team["capacity"][9], abs=1e-9)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load", "{plan}", "--scenario", "Nowhere"), "Nowhere"),
        (("explain", "{plan}", "--team", "Squid", "--week", "2026-03-02"), "Squid"),
        (("explain", "{plan}", "--team", "Squad", "--week", "2031-03-03"), "outside"),
        (("compare", "{plan}", "--scenario", "Nowhere"), "Nowhere"),
        (("suggest", "{plan}"), "not yet"),
        (("info", "{folder}/none.teamtide"), "none.teamtide"),
        (("sample", "{plan}"), "exists"),
        (("export", "{plan}", "{folder}/no/such/folder.xlsx"), "folder"),
        (("import", "{folder}/none.xlsx", "--plan", "{plan}"), "none.xlsx"),
    ],
)
def test_that_what_cannot_be_done_is_said_and_exits_1(
    sample: Path, words: tuple[str, ...], says: str
) -> None:
    filled = [w.format(plan=sample, folder=sample.parent) for w in words]
    done = teamtide(*filled, code=1)
    assert says in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("load",),
        ("explain", "{plan}", "--team", "Squad", "--week", "soon"),
        ("picture", "{plan}", "x.png", "--size", "big"),
        ("picture", "{plan}", "x.jpg"),
        ("export", "{plan}", "x.pdf"),
        ("template", "x.csv"),
        ("compare", "{plan}", "--why", "hires"),
        ("import", "x.xlsx", "--plan", "{plan}", "--map", "Name"),
    ],
)
def test_that_a_mistake_in_the_call_exits_2(sample: Path, words: tuple[str, ...]) -> None:
    teamtide(*(w.format(plan=sample) for w in words), code=2)


@pytest.mark.parametrize(
    "command",
    [
        *("sample", "new", "info", "check", "roll", "history", "backups", "restore", "salvage"),
        *("merge", "passphrase set", "passphrase change", "passphrase remove", "template", "fill"),
        *("import", "export", "load", "explain", "compare", "suggest", "brief", "picture"),
    ],
)
def test_that_every_command_is_told_whole_and_every_option_in_words(command: str) -> None:
    listed = teamtide("--help").stdout.split("Commands:")[1]
    assert "..." not in listed
    assert f"  {command.split()[0]} " in listed
    told = teamtide(*command.split(), "--help").stdout
    assert "--json" in told
    for machine in ("list[", "<str>", "<int", "<float>", "[["):
        assert machine not in told


def test_that_what_is_about_the_plan_file_is_listed_together() -> None:
    listed = teamtide("--help").stdout.split("Commands:")[1].splitlines()
    names = [line.split()[0] for line in listed if line.strip()]
    file = ["history", "backups", "restore", "salvage", "merge", "passphrase"]
    assert names[names.index("history") :][: len(file)] == file


def test_that_the_version_is_told() -> None:
    assert teamtide("--version").stdout == f"teamtide {__version__}\n"


def test_that_the_window_without_a_display_is_refused_with_a_sentence() -> None:
    assert "no display" in process(code=1).stderr


def test_that_a_process_ends_with_the_codes_of_the_commands(sample: Path) -> None:
    assert json.loads(process("info", sample, "--json").stdout)["weeks"] == 30
    process("load", sample, "--scenario", "Nowhere", code=1)
    process("load", code=2)


def test_that_a_dry_run_writes_nothing_and_an_import_twice_changes_nothing(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("ID,Name,FTE\n1,Ann Lee,100%\n2,Bob Roe,0.5\n", encoding="utf-8")
    plan = tmp_path / "p.teamtide"
    teamtide("new", plan)
    before = plan.read_bytes()
    dry = answer("import", sheet, "--plan", plan, "--dry-run")
    assert plan.read_bytes() == before
    assert (dry["kind"], dry["create"]) == ("roster", 2)
    assert dry["columns"]["name"] == "Name"
    real = answer("import", sheet, "--plan", plan)
    assert real == dry
    assert answer("info", plan)["people"] == 2
    again = answer("import", sheet, "--plan", plan)
    assert (again["create"], again["update"], again["unchanged"]) == (0, 0, 2)
    assert answer("info", plan)["changes"] == 1


def test_that_a_roster_needs_a_plan_that_is_there(tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("ID,Name\n1,Ann Lee\n2,Bob Roe\n", encoding="utf-8")
    done = teamtide("import", sheet, "--plan", tmp_path / "none.teamtide", code=1)
    assert "teamtide new" in done.stderr
    assert not (tmp_path / "none.teamtide").exists()


def test_that_a_plan_workbook_goes_out_and_comes_back_with_the_same_figures(
    sample: Path, tmp_path: Path
) -> None:
    book, back = tmp_path / "out.xlsx", tmp_path / "back.teamtide"
    teamtide("export", sample, book, "--hinges", "0")
    assert answer("import", book, "--plan", back)["kind"] == "plan workbook"
    for scenario in answer("info", sample)["scenarios"]:
        mine = answer("load", sample, "--scenario", scenario)
        theirs = answer("load", back, "--scenario", scenario)
        for one, other in zip(mine["teams"], theirs["teams"], strict=True):
            for name in FIGURES:
                assert one[name] == pytest.approx(other[name], abs=1e-9)


@pytest.mark.parametrize("book", PLANS[:3], ids=lambda path: path.stem)
def test_that_a_workbook_imported_by_command_gives_the_twins_figures(
    book: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.teamtide"
    teamtide("import", book, "--plan", plan)
    sheets = read_sheets(book)
    for scenario in answer("info", plan)["scenarios"]:
        wanted = expected(sheets, scenario)
        for team in answer("load", plan, "--scenario", scenario)["teams"]:
            for name in FIGURES:
                for got, want in zip(
                    team[name], getattr(wanted.teams[team["name"]], name), strict=True
                ):
                    shown = math.inf if got is None else got
                    assert shown == pytest.approx(want, abs=1e-9)


def test_that_a_picture_of_the_board_has_the_size_asked_for(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "board.png"
    process("picture", sample, out, "--size", "1100x700", "--dark")
    head = out.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (1100, 700)


def test_that_a_plan_open_elsewhere_is_read_but_not_written(sample: Path, tmp_path: Path) -> None:
    plan = tmp_path / "held.teamtide"
    plan.write_bytes(sample.read_bytes())
    sheet = tmp_path / "people.csv"
    sheet.write_text("ID,Name\n1,Ann Lee\n2,Bob Roe\n", encoding="utf-8")
    holder = Document.open(plan)
    try:
        assert answer("info", plan)["people"] >= 13
        done = teamtide("import", sheet, "--plan", plan, code=1)
        assert "open for writing by" in done.stderr
    finally:
        holder.close()


def test_that_the_command_line_starts_without_heavy_libraries() -> None:
    code = (
        "import sys, teamtide.__main__, teamtide.cli; "
        "heavy = {'PySide6', 'sqlmodel', 'sqlalchemy', 'openpyxl', 'pyqtgraph', 'numpy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
