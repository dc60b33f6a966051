"""The workbook that leaves the app: formulas with values, plan sheets, and an atomic write."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.exchange.books.grids import read_book
from teamtide.exchange.importing import preview_import
from teamtide.exchange.plans.sheets import sheets_of
from teamtide.exchange.sample import sample_state
from teamtide.exchange.workbooks.findings import Findings, Hinged, readings_of
from teamtide.exchange.workbooks.moves import GROUPS, moves_of
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.workbook import Unwritable, export_workbook
from teamtide.plan import commands
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES
from tests.exchange.helpers import empty, merged, plan_book
from tests.exchange.test_plan_sheets import BASE, QUICK, awkward_plans, same

PLANS = Path(__file__).parents[1] / "data" / "plans"
REPORT = ["Summary", "Moves", "Charts", "Load", "Capacity", "Demand", "Assumptions"]


def loads_of(state: State) -> dict[ScenarioId, Load]:
    return {s.id: compute(inputs_of(state, s.id)) for s in state.rows(Scenario)}


def drawn(name: str = "plan-06.xlsx") -> State:
    return merged(empty(), read_book(PLANS / name))


def exported(state: State, folder: Path, name: str = "out.xlsx") -> Path:
    path = folder / name
    export_workbook(state, loads_of(state), path)
    return path


def cells(path: Path, sheet: str) -> list[list[Any]]:
    with calamine.CalamineWorkbook.from_path(path) as book:
        return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def agree(path: Path, state: State, loads: dict[ScenarioId, Load]) -> None:
    """Every figure of Load, Capacity, Demand and Summary is the engine's."""
    layout = Layout.of(state, loads)
    load, demand, capacity = (cells(path, name) for name in ("Load", "Demand", "Capacity"))
    summary = {str(row[0]).strip(): row[1:] for row in cells(path, "Summary")}
    for s, scenario in enumerate(layout.scenarios):
        unmet = 0.0
        peaks = []
        for t in range(len(layout.teams)):
            figures = loads[scenario.id].teams[t]
            row = load[layout.load_row(s, t) - 1][4:]
            for found, expected in zip(row, figures.load.tolist(), strict=True):
                if math.isinf(expected):
                    assert found == "nobody"
                else:
                    assert found == pytest.approx(expected, abs=1e-9)
            total = demand[layout.demand_row(s, t, len(KINDS)) - 1][4:]
            assert total == pytest.approx(figures.demand.tolist(), abs=1e-9)
            given = capacity[layout.capacity_row(s, t) - 1]
            assert given[4:] == pytest.approx(figures.capacity.tolist(), abs=1e-9)
            assert given[3] == pytest.approx(math.fsum(figures.capacity.tolist()), abs=1e-9)
            for section, name in enumerate(("overload", "used", "idle"), 1):
                values = load[layout.load_row(s, t, section) - 1]
                expected_values = getattr(figures, name).tolist()
                assert values[4:] == pytest.approx(expected_values, abs=1e-9)
                assert values[3] == pytest.approx(math.fsum(expected_values), abs=1e-9)
            if figures.peak is not None:
                peaks.append(figures.peak[0])
                assert load[layout.load_row(s, t) - 1][2] == pytest.approx(
                    figures.peak[0], abs=1e-9
                )
                when = load[layout.load_row(s, t) - 1][3]
                if figures.peak[0] > 0:
                    assert when in layout.weeks
            unmet += math.fsum(figures.overload.tolist())
        assert summary["Work that finds nobody, days"][s] == pytest.approx(unmet, abs=1e-9)
        assert summary["Peak load"][s] == pytest.approx(max(peaks, default=0), abs=1e-9)
    measured(path, state, loads)
    changes(path, state, layout)
    asked(path, state, loads)


def measured(path: Path, state: State, loads: dict[ScenarioId, Load]) -> None:
    """Every measure on the Summary is the catalogue's, in its order."""
    rows = cells(path, "Summary")[4:]
    readings = readings_of(state, loads)
    for row, measure in zip(rows, MEASURES, strict=False):
        assert row[0] == measure.label
        for found, one in zip(row[1:], loads, strict=False):
            reading = readings[one][measure.key]
            if isinstance(found, str):
                assert reading.value is None or math.isinf(reading.value) or reading.where in found
            else:
                assert found == pytest.approx(reading.value, abs=1e-9), measure.key


def changes(path: Path, state: State, layout: Layout) -> None:
    """What changes is counted as Moves lists it."""
    summary = {str(row[0]).strip(): row[1:] for row in cells(path, "Summary")}
    moves = cells(path, "Moves")[layout.moves_header :]
    for s, scenario in enumerate(layout.scenarios):
        for label, what in GROUPS.items():
            count = sum(row[0] == scenario.name and row[1] in what for row in moves)
            assert summary[label][s] == count


def asked(path: Path, state: State, loads: dict[ScenarioId, Load]) -> None:
    """By discipline and by project the same work is asked for as by kind."""
    layout = Layout.of(state, loads)
    rows = cells(path, "Demand")
    for scenario in layout.scenarios:
        load = loads[scenario.id]
        teams = [row for row in rows if row[0] == scenario.name and row[1] == "All teams"]
        (everything,) = [row for row in rows if row[0] == scenario.name and row[1] == "All work"]
        assert len(teams) == 2
        assert teams[0][3:] == pytest.approx(teams[1][3:], abs=1e-9)
        unowned = load.unowned.sum(axis=0).tolist()
        assert everything[4:] == pytest.approx(
            [a + b for a, b in zip(teams[0][4:], unowned, strict=True)], abs=1e-9
        )


@pytest.mark.parametrize("name", ["plan-00.xlsx", "plan-06.xlsx", "plan-09.xlsx"])
def test_that_a_reader_that_does_not_calculate_sees_the_engines_figures(
    tmp_path: Path, name: str
) -> None:
    state = drawn(name)
    agree(exported(state, tmp_path), state, loads_of(state))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("make", [drawn, sample_state])
def test_that_libreoffice_calculates_the_engines_figures(
    tmp_path: Path, make: Callable[[], State]
) -> None:
    state = make()
    path = exported(state, tmp_path)
    # Without the cached values, so that nothing but calculation can bring them.
    stripped = tmp_path / "stripped.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stripped, "w") as out:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            out.writestr(entry, data)
    folder = tmp_path / "recalculated"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)),
            str(stripped),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    agree(folder / "stripped.xlsx", state, loads_of(state))
    for sheet in REPORT:
        again = cells(folder / "stripped.xlsx", sheet)
        for row, kept in zip(again, cells(path, sheet), strict=False):
            for found, expected in zip(row, kept, strict=False):
                if isinstance(expected, float):
                    assert found == pytest.approx(expected, abs=1e-9)
                else:
                    assert found == expected


def test_that_the_formulas_are_live(tmp_path: Path) -> None:
    state = drawn()
    book = load_workbook(exported(state, tmp_path))
    layout = Layout.of(state, loads_of(state))
    formula = book["Load"].cell(layout.load_row(0, 0), 5).value
    assert formula.startswith("=IF(Capacity!E6>1E-9,Demand!E11/Capacity!E6")
    assert book["Demand"]["E11"].value == "=SUM(E6:E10)"
    summary = {row[0].value: str(row[1].value) for row in book["Summary"].iter_rows(min_row=5)}
    assert summary["Work that finds nobody, days"].startswith("=Load!D")
    assert summary["Peak load"].startswith("=MAX(Load!C")
    book.close()


def test_that_the_sheets_come_in_reading_order_with_charts(tmp_path: Path) -> None:
    state = drawn()
    path = exported(state, tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == [*REPORT, *sheets_of(state)]
    assert len(book["Charts"]._charts) >= 2
    assert book["Load"].freeze_panes == "E6"
    assert book.properties.creator == "Teamtide"
    assert book["Load"].conditional_formatting
    book.close()


@pytest.mark.parametrize("name", ["plan-00.xlsx", "plan-06.xlsx", "plan-10.xlsx"])
def test_that_the_plan_sheets_come_back_cell_for_cell(tmp_path: Path, name: str) -> None:
    state = drawn(name)
    path = exported(state, tmp_path)
    found = preview_import(empty(), path)
    assert found.kind == "plan workbook"
    assert found.problems == ()
    same(sheets_of(empty().apply(found.change)), sheets_of(state))
    assert not preview_import(state, path).change


AWKWARD = ["=1+1", "+49", "-x", "@you", "\ttab", "_x0041_", "a\nb", "'q'", '"q"', "😀; é", "#N/A"]


def test_that_awkward_texts_stay_text_in_the_file(tmp_path: Path) -> None:
    rows = [{"ID": f"00{i}", "Name": f"{t} {i}", "Title": t} for i, t in enumerate(AWKWARD)]
    plan = [*BASE["Plan"][:2], {"Setting": "switch", "Value": 0.1 + 0.2}]
    state = merged(empty(), plan_book({"Plan": plan, "People": rows}))
    path = exported(state, tmp_path)
    same(sheets_of(merged(empty(), read_book(path))), sheets_of(state))
    book = load_workbook(path)
    titles = [row[3] for row in book["People"].iter_rows(min_row=2)]
    assert all(cell.data_type == "s" for cell in titles)
    assert titles[0].quotePrefix
    book.close()


def test_that_rows_are_as_high_as_what_is_in_them(tmp_path: Path) -> None:
    state = sample_state()
    state = state.apply(
        commands.edit(state, state.rows(Scenario)[2], description="One.\nTwo.\nThree.")
    )
    book = load_workbook(exported(state, tmp_path))
    told, _, lines = (book["Scenarios"].row_dimensions[row].height for row in (2, 3, 4))
    assert told >= 45
    assert lines >= 45
    assert book["Goals"].row_dimensions[2].height in (None, 15)
    moves = book["Moves"]
    texts = [cell.value for cell in moves["C"]]
    long = texts.index("Demand forecast / Retraining and drift checks") + 1
    assert moves.row_dimensions[long].height >= 30
    for sheet in book.worksheets[len(REPORT) :]:
        for cell in sheet[1]:
            width = sheet.column_dimensions[cell.column_letter].width
            for word in str(cell.value).split():
                assert len(word) < width, (sheet.title, word)


@settings(QUICK, max_examples=12)
@given(state=awkward_plans(), long=st.sampled_from(["", "x" * 32_000, "é" * 32_000, "😀" * 16_000]))
def test_that_any_texts_come_back_from_the_file_cell_for_cell(
    tmp_path_factory: pytest.TempPathFactory, state: State, long: str
) -> None:
    scenario = state.rows(Scenario)[-1]
    if long:
        state = state.apply(commands.edit(state, scenario, description=long))
    path = exported(state, tmp_path_factory.mktemp("any"))
    same(sheets_of(merged(empty(), read_book(path))), sheets_of(state))


def test_that_a_text_no_cell_takes_is_refused_with_its_place(tmp_path: Path) -> None:
    state = drawn()
    longer = commands.edit(state, state.rows(Scenario)[0], description="😀" * 20_000)
    with pytest.raises(Unwritable, match=r"Scenarios!B2 would hold 40,000 letters"):
        exported(state.apply(longer), tmp_path)
    assert not list(tmp_path.iterdir())


def test_that_charts_hold_the_values_a_preview_draws(tmp_path: Path) -> None:
    state = drawn()
    loads = loads_of(state)
    with zipfile.ZipFile(exported(state, tmp_path)) as package:
        charts = [
            package.read(name).decode()
            for name in package.namelist()
            if name.startswith("xl/charts/chart")
        ]
    assert len(charts) > 1
    assert all("numCache" in chart for chart in charts)
    kept = [
        [float(value) for value in re.findall(r"<v>([^<]*)</v>", cache)]
        for chart in charts
        for cache in re.findall(r"<numCache>.*?</numCache>", chart)
    ]
    for load in loads.values():
        for team in load.teams:
            if team.demand.any():
                assert any(row == pytest.approx(team.capacity.tolist()) for row in kept)


def test_that_what_choices_hinge_on_is_told_beside_the_measures(tmp_path: Path) -> None:
    state = drawn()
    loads = loads_of(state)
    option = state.rows(Scenario)[1]
    told = Hinged(option.id, "Turnaround, weeks", "The two are level.", "=nothing does")
    findings = Findings(readings_of(state, loads), (told,), "Searched to the end.")
    path = tmp_path / "out.xlsx"
    export_workbook(state, loads, path, findings=findings)
    texts = [text for row in cells(path, "Summary") for text in row if isinstance(text, str)]
    at = texts.index("What it hinges on")
    filled = [text for text in texts[at:] if text]
    assert filled[3:5] == ["What would change that", option.name]
    assert "=nothing does" in texts[at:]
    assert "Searched to the end." in texts[at:]


def test_that_a_search_that_takes_too_long_is_said_to_be_left_out(tmp_path: Path) -> None:
    state = drawn()
    loads = loads_of(state)
    path = tmp_path / "out.xlsx"
    export_workbook(state, loads, path, findings=Findings(readings_of(state, loads, seconds=-1)))
    (row,) = [row for row in cells(path, "Summary") if row[0] == BY_KEY["hires"].label]
    assert row[1 : 1 + len(loads)] == ["–"] * len(loads)
    assert "too slow here" in row


def test_that_dates_from_1900_come_back(tmp_path: Path) -> None:
    rows = [{"Name": "Old", "Start": date(1900, 1, 1), "End": date(2199, 12, 31)}]
    state = merged(empty(), plan_book({"People": rows}))
    path = exported(state, tmp_path)
    same(sheets_of(merged(empty(), read_book(path))), sheets_of(state))


def test_that_every_difference_from_today_is_a_line() -> None:
    state = merged(
        empty(),
        plan_book(
            {
                **BASE,
                "Team changes": [{"Scenario": "Split", "Team": "Squad", "Interrupts": "rota"}],
                "Project changes": [{"Scenario": "Split", "Project": "Churn", "Shift weeks": 2}],
            }
        ),
    )
    today, split = state.rows(Scenario)
    assert moves_of(state, today.id) == []
    lines = {line.what: line for line in moves_of(state, split.id)}
    assert set(lines) == {"person", "chunk", "interrupts", "schedule"}
    assert (lines["person"].who, lines["person"].before, lines["person"].after) == (
        "Bo",
        "Bench",
        "Enablement 50%",
    )
    assert lines["person"].share == 0.5
    assert lines["chunk"].leads == ("Ana", "")


def test_that_people_come_by_date_and_before_all_else() -> None:
    days = (date(2026, 2, 9), None, date(2026, 1, 19))
    people = [{"Name": name, "Team": "Squad"} for name in ("Ana", "Bo", "Cy")]
    places = [
        {"Scenario": "Split", "Person": row["Name"], "From": day, "Team": "Enablement"}
        for row, day in zip(people, days, strict=True)
    ]
    later = {"Scenario": "Now", "Person": "Ana", "From": date(2026, 2, 16), "Team": None}
    sheets = {**BASE, "People": people, "Teams": [{"Team": "Squad"}], "Chunks": []}
    owners = [{"Scenario": "Split", "Type": "project", "Item": "Churn", "Team": "Enablement"}]
    sheets |= {"Placements": [*places, later], "Owners": owners}
    state = merged(empty(), plan_book(sheets))
    today, split = state.rows(Scenario)
    assert [(move.who, move.day) for move in moves_of(state, split.id)] == [
        ("Bo", "from the start"),
        ("Cy", days[2]),
        ("Ana", days[0]),
        ("Churn", None),
    ]
    (planned,) = moves_of(state, today.id)
    assert (planned.who, planned.before, planned.after) == ("Ana", "Squad", "Bench")
    assert planned.day == date(2026, 2, 16)


def test_that_an_empty_plan_is_a_workbook_too(tmp_path: Path) -> None:
    state = empty()
    path = exported(state, tmp_path)
    same(sheets_of(merged(empty(), read_book(path))), sheets_of(state))


def test_that_a_cancelled_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"the old one")
    state = drawn()

    def cancel(done: float) -> None:
        if done > 0.9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_workbook(state, loads_of(state), path, progress=cancel)
    assert path.read_bytes() == b"the old one"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_that_progress_goes_up_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    state = drawn()
    export_workbook(state, loads_of(state), tmp_path / "out.xlsx", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"out\.xlsx can't be written"):
        export_workbook(empty(), {}, tmp_path / "no" / "out.xlsx")
