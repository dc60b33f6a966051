"""A plan of names that look like HTML, formulas and addresses, sent out: text, and no link."""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook

from teamtide.exchange.workbooks.workbook import export_workbook
from teamtide.plan.rows import Row
from teamtide.plan.state import State
from tests.exchange.test_workbook import loads_of
from tests.plan.full_plan import full_state

TRAPS = (
    '<img src="file:///etc/hostname">&amp;]]>',
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "=cmd|' /C calc'!A0",
    r"\\127.0.0.1\share\x",
    "http://127.0.0.1:9/",
    "file:///etc/hostname",
    "+1+1",
    "@SUM(1)",
)
NAMED = {"name", "title", "reason", "text", "description", "location", "manager"}


def hostile_state() -> State:
    number = 0

    def hostile(row: Row) -> Row:
        nonlocal number
        changed: dict[str, Any] = {}
        for field in fields(row):
            if field.name in NAMED and getattr(row, field.name):
                number += 1
                changed[field.name] = f"{TRAPS[number % len(TRAPS)]} {number}"
        return replace(row, **changed)

    return State.of([hostile(row) for row in full_state().all_rows()])


def test_that_a_workbook_holds_hostile_names_as_text_and_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    state = hostile_state()
    export_workbook(state, loads_of(state), path)
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            raw = book.read(part)
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(raw)
            assert b"TargetMode" not in raw, part
            assert not re.search(rb"<(hyperlink|externalReference|ddeLink|oleLink)\b", raw), part
            assert "externalLink" not in part
    found = load_workbook(path)
    texts = [
        cell
        for sheet in found
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and any(trap in cell.value for trap in TRAPS)
    ]
    assert len(texts) > 20
    assert {cell.data_type for cell in texts} == {"s"}
