"""Workbooks filled and looked at, for the tests of templates."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook

from teamtide.capacity.engine import compute
from teamtide.exchange.templates.fill import Filling, fill_template
from teamtide.exchange.templates.fitting import Unfit
from teamtide.exchange.templates.tables import Source
from teamtide.exchange.templates.template import Template
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPTION = ScenarioId(2)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def source_of(state: State) -> Source:
    return Source(state, {s.id: compute(inputs_of(state, s.id)) for s in state.rows(Scenario)})


def filled(
    source: Source, path: Path, wanted: Mapping[str, str] | None = None, name: str = "out.xlsx"
) -> tuple[Path, Filling]:
    out = path.with_name(name)
    return out, fill_template(source, Template(path), out, wanted or {})


def book(path: Path, build: Callable[[Workbook], None], name: str = "own.xlsx") -> Path:
    workbook = Workbook()
    build(workbook)
    workbook.save(path / name)
    return path / name


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def refused(source: Source, path: Path, wanted: Mapping[str, str] | None = None) -> str:
    """Nothing is written, and what was there stands."""
    out = path.with_name("old.xlsx")
    out.write_bytes(b"the old one")
    with pytest.raises(Unfit) as problem:
        fill_template(source, Template(path), out, wanted or {})
    assert out.read_bytes() == b"the old one"
    return str(problem.value)


def written_cells(filling: Filling) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in filling.fits:
        area = one.area
        rows = range(area.top, max(area.bottom, one.cleared.stop - 1) + 1)
        columns = [*one.columns, *one.beside]
        cells = {f"{chr(64 + c)}{r}" for r in rows for c in columns}
        if one.bring_header:
            cells |= {f"{chr(64 + c)}{one.header}" for c in one.columns}
        found.setdefault(area.sheet, set()).update(cells)
    return found


def compare_sheet(before: bytes, after: bytes, written: set[str]) -> None:
    """Everything around the cells to the byte, and every cell that was not written."""
    split = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)
    around = [split.sub(b"", re.sub(rb"<dimension [^>]*>", b"", data)) for data in (before, after)]
    assert around[0] == around[1]
    old, new = (cells_of(data) for data in (before, after))
    for address, cell in old.items():
        if address in written:
            continue
        if cell[1].get("f") is not None and "v" not in new[address][1]:
            assert new[address][1] == {"f": cell[1]["f"]}
            assert new[address][0].get("s") == cell[0].get("s")
        else:
            assert new[address] == cell, address
    assert set(new) - set(old) <= written
    rows = [
        {r.get("r"): dict(r.attrib) for r in ElementTree.fromstring(data).iter(f"{MAIN}row")}
        for data in (before, after)
    ]
    for number, attributes in rows[0].items():
        attributes.pop("spans", None)
        rows[1][number].pop("spans", None)
        assert rows[1][number] == attributes


def cells_of(data: bytes) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    return {
        cell.attrib["r"]: (
            dict(cell.attrib),
            {child.tag.removeprefix(MAIN): "".join(child.itertext()) for child in cell},
        )
        for cell in ElementTree.fromstring(data).iter(f"{MAIN}c")
    }


def compare_styles(before: bytes, after: bytes) -> None:
    """Styles are only added, after those that were there."""
    old, new = (ElementTree.fromstring(data) for data in (before, after))
    for part in old:
        again = new.find(part.tag)
        assert again is not None
        children = [ElementTree.tostring(child) for child in part]
        assert [ElementTree.tostring(child) for child in again][: len(children)] == children
        if part.tag not in (f"{MAIN}cellXfs", f"{MAIN}numFmts"):
            assert len(again) == len(part)
        if "count" in again.attrib:
            assert int(again.attrib["count"]) == len(again)


def values(path: Path, sheet: str, cells: str) -> list[tuple[Any, ...]]:
    workbook = load_workbook(path)
    found = [tuple(cell.value for cell in row) for row in workbook[sheet][cells]]
    workbook.close()
    return found


def staff(workbook: Workbook) -> None:
    sheet = workbook.active
    sheet.title = "Staff"
    sheet["B3"], sheet["C3"] = "Name", "FTE"


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    out = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.filename == part else data)
    return out
