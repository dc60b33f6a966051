"""What in a workbook refers to the cells that are filled, and whether it still does so rightly.

A total over six rows would be wrong under a table of thirty. Formulas, charts, names, pivot tables
and sparklines that end within the rows of a table are therefore named, and nothing is written.
Those that reach far enough stay as they are; the values kept beside their formulas are of an older
time, and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator

from teamtide.exchange.templates.areas import Area, address, area_of
from teamtide.exchange.templates.fitting import Fit
from teamtide.exchange.templates.sheet_part import CellPart
from teamtide.exchange.templates.template import Template
from teamtide.exchange.templates.xml_bytes import text_in, unescaped

_CHART = re.compile(r"xl/(charts|chartsheets|pivotCache)/[^/]+\.xml|xl/charts/chartEx.*\.xml")
_CHART_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]+)</(?:\w+:)?f>")
_SPARKLINE = re.compile(rb"<xm:f>([^<]+)</xm:f>")
_PIVOT = re.compile(rb"<worksheetSource\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""(ref|sheet)\s*=\s*["']([^"']*)["']""")
_ANYWHERE = re.compile(r"\b(OFFSET|INDIRECT)\s*\(", re.IGNORECASE)
_OTHER_FILE = re.compile(r"'?[^'\[]*\[[^\]]+\][^\]\[]*!")


class References:
    """Everything in a workbook that refers to cells."""

    def __init__(self, template: Template) -> None:
        """Look at `template`; nothing is read before it is asked for."""
        self._template = template

    @cached_property
    def formulas(self) -> dict[str, list[tuple[CellPart, str]]]:
        """The formulas of every sheet, without their equals sign; shared ones spelled out."""
        found: dict[str, list[tuple[CellPart, str]]] = {}
        for at in self._template.sheets:
            data = self._template.read(at.part)
            if b"<f" not in data and b":f" not in data:
                continue
            sheet = self._template.sheet(at.name)
            shared: dict[str, tuple[CellPart, str]] = {}
            made = found[at.name] = []
            for cell in sheet.formulas():
                text = text_in(sheet.data, cell.formula)
                number = cell.formula.attributes.get("si", "") if cell.formula else ""
                if text and number:
                    shared[number] = (cell, text)
                elif number in shared:
                    master, text = shared[number]
                    origin = address("", master.row, master.column)
                    here = address("", cell.row, cell.column)
                    text = Translator(f"={text}", origin).translate_formula(here)[1:]
                made.append((cell, text))
        return found

    def check(self, fits: list[Fit]) -> Iterator[str]:
        """A sentence for whatever ends within the rows of a table."""
        sheets = {one.place.area.sheet for one in fits}
        for where, sheet, text in self._said():
            if ":" not in text or not _mentions(text, sheet, sheets):
                continue
            for area in _areas(text):
                on = self._template.sheet_named(area.sheet) if area.sheet else sheet
                for one in fits:
                    if on == one.place.area.sheet and _cut_short(area, one):
                        shown = Area(on, area.top, area.left, area.bottom, area.right)
                        yield (
                            f"{where} reaches to row {area.bottom} ({shown}), and the table "
                            f"{one.table.name} to row {one.last}. Let it reach that far in the "
                            "template."
                        )

    def stale(self, fits: list[Fit]) -> dict[str, list[CellPart]]:
        """The formulas whose kept values may no longer hold, by sheet: those that refer to what is
        filled, those that refer to them, and so on."""
        touched = _Touched(fits)
        left = [
            (sheet, cell, self._referred(sheet, text))
            for sheet, formulas in self.formulas.items()
            for cell, text in formulas
        ]
        found: dict[str, list[CellPart]] = {}
        while True:
            still: list[tuple[str, CellPart, list[Area] | None]] = []
            for sheet, cell, areas in left:
                if areas is None or any(touched.meets(area) for area in areas):
                    found.setdefault(sheet, []).append(cell)
                    touched.add(sheet, cell.row, cell.column)
                else:
                    still.append((sheet, cell, areas))
            if len(still) == len(left):
                return found
            left = still

    def _referred(self, sheet: str, text: str, depth: int = 0) -> list[Area] | None:
        """The cells a formula refers to; None where only calculating it would tell."""
        if _ANYWHERE.search(text) or depth > 5:
            return None
        made: list[Area] = []
        for value in _operands(text):
            if "[" in value:
                name = value.partition("[")[0].strip("'").casefold()
                table = next((t for t in self._template.tables if t.name.casefold() == name), None)
                if table is not None:
                    made.append(table.area)
                elif not _OTHER_FILE.match(value):
                    return None  # this row of the table it stands in
                continue
            area = area_of(value)
            if area is not None:
                on = self._template.sheet_named(area.sheet) if area.sheet else sheet
                if on is not None:
                    made.append(Area(on, area.top, area.left, area.bottom, area.right, area.single))
                continue
            known = next(
                (n for n in self._template.names if n.name.casefold() == value.casefold()), None
            )
            inside = None if known is None else self._referred(sheet, known.text, depth + 1)
            if inside is None:
                return None
            made += inside
        return made

    def _said(self) -> Iterator[tuple[str, str, str]]:
        """Everything that refers: what it is called, the sheet it is on, and what it says."""
        template = self._template
        for sheet, formulas in self.formulas.items():
            for cell, text in formulas:
                yield f"The formula in {address(sheet, cell.row, cell.column)}", sheet, text
        for name in template.names:
            if not name.name.startswith("_xlnm") and self._used(name.name):
                yield f"The name {name.name}", "", name.text
        charts = self._charts()
        for part in sorted(template.parts):
            if _CHART.fullmatch(part):
                data = template.read(part)
                for raw in _CHART_FORMULA.findall(data):
                    yield (
                        f"A chart{charts.get(part, '')}",
                        "",
                        unescaped(raw.decode("utf-8", "replace")),
                    )
                for source in _PIVOT.findall(data):
                    said = dict(_ATTRIBUTE.findall(source))
                    if b"ref" in said and b"sheet" in said:
                        sheet = unescaped(said[b"sheet"].decode("utf-8", "replace"))
                        yield "A pivot table", sheet, said[b"ref"].decode("utf-8", "replace")
        for at in template.sheets:
            data = template.read(at.part)
            for raw in _SPARKLINE.findall(data) if b"<xm:f>" in data else ():
                yield f"A sparkline on {at.name}", at.name, unescaped(raw.decode("utf-8"))

    def _charts(self) -> dict[str, str]:
        """On which sheet a chart is, in words."""
        template = self._template
        return {
            chart: f" on {at.name}"
            for at in template.sheets
            for drawing in template.related(at.part, "/drawing")
            for chart in template.related(drawing, "/chart")
        }

    def _used(self, name: str) -> bool:
        """Whether something calculates with a name, or shows it."""
        wanted = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])", re.IGNORECASE)
        for formulas in self.formulas.values():
            if any(wanted.search(text) for _, text in formulas):
                return True
        if any(wanted.search(n.text) for n in self._template.names if n.name != name):
            return True
        return any(
            wanted.search(self._template.read(part).decode("utf-8", "replace"))
            for part in self._template.parts
            if _CHART.fullmatch(part)
        )


def _mentions(text: str, sheet: str, sheets: set[str]) -> bool:
    """Whether a formula can refer to one of the sheets: by its name, or as it stands on it."""
    if sheet in sheets:
        return True
    folded = text.casefold()
    return any(one.casefold().replace("'", "''") in folded for one in sheets)


def _operands(text: str) -> list[str]:
    """What a formula refers to: areas and names."""
    try:
        tokens = Tokenizer(f"={text}").items
    except Exception:  # a formula the tokenizer does not know
        return ["?"]
    return [t.value for t in tokens if t.type == "OPERAND" and t.subtype == "RANGE"]


def _areas(text: str) -> Iterator[Area]:
    for value in _operands(text):
        area = area_of(value)
        if area is not None and not area.single:
            yield area


def _cut_short(area: Area, one: Fit) -> bool:
    return area.meets(one.area) and area.bottom < one.last and area.bottom >= one.first


class _Touched:
    """Cells that hold something new; single ones exactly, otherwise by column from the first row
    to the last."""

    def __init__(self, fits: list[Fit]) -> None:
        self._columns: dict[str, dict[int, tuple[int, int]]] = {}
        self._cells: set[tuple[str, int, int]] = set()
        self._areas: dict[str, list[Area]] = {}
        for one in fits:
            area = one.area
            top = one.header if one.bring_header else area.top
            bottom = max(area.bottom, one.cleared.stop - 1)
            self._areas.setdefault(area.sheet, []).append(
                Area(area.sheet, top, area.left, bottom, area.right)
            )
            for column in one.columns:
                self._grow(area.sheet, column, top, bottom)

    def add(self, sheet: str, row: int, column: int) -> None:
        """Let one more cell be new."""
        self._cells.add((sheet, row, column))
        self._grow(sheet, column, row, row)

    def meets(self, area: Area) -> bool:
        """Whether something new is in an area."""
        if area.single:
            return (area.sheet, area.top, area.left) in self._cells or any(
                one.meets(area) for one in self._areas.get(area.sheet, ())
            )
        return any(
            area.left <= column <= area.right and first <= area.bottom and area.top <= last
            for column, (first, last) in self._columns.get(area.sheet, {}).items()
        )

    def _grow(self, sheet: str, column: int, top: int, bottom: int) -> None:
        columns = self._columns.setdefault(sheet, {})
        first, last = columns.get(column, (top, bottom))
        columns[column] = (min(first, top), max(last, bottom))
