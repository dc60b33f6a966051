"""Where in a lead's workbook a table can go, and which table it asks for.

A place is a defined name, a table of Excel, a cell that says `{{teamtide:moves}}`, or a sheet whose
header row is recognised. Names that begin with `teamtide_` and markers say themselves what they
want; the others are offered where one chooses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teamtide.exchange.templates.areas import Area, area_of
from teamtide.exchange.templates.tables import TITLES
from teamtide.exchange.templates.template import ExcelTable, Template

MARKER = re.compile(r"\{\{\s*teamtide\s*:\s*([\w ]+?)\s*\}\}", re.IGNORECASE)
_NAMED = re.compile(r"teamtide[_.](\w+)", re.IGNORECASE)
SEARCHED_ROWS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a table.

    Args:
        name: What it is called: a name, a table, a cell such as `Moves!B4`, a sheet.
        area: The cells it names; one cell where it is open to the right and below.
        table: The table it asks for itself, or nothing.
        marker: Whether the first cell holds a marker, which goes.
        excel: The table of Excel that it is.
        sheet: Whether it is a whole sheet, on which the header row is looked for.
    """

    name: str
    area: Area
    table: str = ""
    marker: bool = False
    excel: ExcelTable | None = None
    sheet: bool = False

    @property
    def where(self) -> str:
        """Its cells, or its sheet."""
        return self.area.sheet if self.sheet else str(self.area)


def places_of(template: Template) -> list[Place]:
    """Every place of a workbook, those that say what they want first."""
    found = [*_names(template), *_tables(template), *_markers(template)]
    found.sort(key=lambda place: not place.table)
    taken = {place.name.casefold() for place in found}
    for sheet in template.sheets:
        if not sheet.hidden and sheet.name.casefold() not in taken:
            found.append(Place(sheet.name, Area(sheet.name, 1, 1, 1, 1, True), sheet=True))
    return found


def place_called(template: Template, name: str, places: Sequence[Place]) -> Place | None:
    """The place that a name or an address such as `'My sheet'!B4` means."""
    wanted = name.strip().casefold()
    for place in places:
        if place.name.casefold() == wanted and not place.sheet:
            return place
    area = area_of(name)
    if area is not None and area.sheet:
        sheet = template.sheet_named(area.sheet)
        if sheet is not None:
            whole = Area(sheet, area.top, area.left, area.bottom, area.right, area.single)
            same = next((p for p in places if p.area == whole and not p.sheet), None)
            return same or Place(str(whole), whole)
    return next((place for place in places if place.name.casefold() == wanted), None)


def table_called(text: str) -> str:
    """The name of the table that a text asks for; empty where there is none of that name."""
    wanted = re.sub(r"[\s_\-]+", " ", text).strip().casefold()
    return wanted if wanted in TITLES else ""


def _names(template: Template) -> list[Place]:
    made = []
    for name in template.names:
        if name.area is None or name.name.startswith("_xlnm"):
            continue
        sheet = template.sheet_named(name.area.sheet)
        if sheet is None:
            continue
        match = _NAMED.fullmatch(name.name)
        a = name.area
        area = Area(
            sheet, a.top, a.left, a.bottom, a.right, a.top == a.bottom and a.left == a.right
        )
        made.append(Place(name.name, area, table_called(match[1]) if match else ""))
    return made


def _tables(template: Template) -> list[Place]:
    made = []
    for table in template.tables:
        if table.header:
            match = _NAMED.fullmatch(table.name)
            wanted = table_called(match[1]) if match else ""
            made.append(Place(table.name, table.area, wanted, excel=table))
    return made


def _markers(template: Template) -> list[Place]:
    made = []
    shared = b"teamtide" in b"".join(
        template.read(part).lower()
        for part in template.related(template.workbook_part, "/sharedStrings")
    )
    for at in template.sheets:
        if not shared and b"teamtide" not in template.read(at.part).lower():
            continue
        sheet = template.sheet(at.name)
        for number, row in sheet.rows.items():
            for column in row.cells:
                match = MARKER.fullmatch(sheet.text(number, column).strip())
                if match:
                    area = Area(at.name, number, column, number, column, True)
                    made.append(Place(str(area), area, table_called(match[1]), marker=True))
    return made
