"""The cells of one sheet of somebody's workbook, with their places in its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from teamtide.exchange.templates.areas import Area, area_of, number_of
from teamtide.exchange.templates.xml_bytes import Node, cell_text, parse, text_in

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class CellPart:
    """A cell that is in the file: it holds something, or has a style."""

    row: int
    column: int
    node: Node
    value: Node | None
    formula: Node | None

    @property
    def style(self) -> int:
        """The number of its style."""
        return self.node.whole("s")

    @property
    def kind(self) -> str:
        """What type the file gives it."""
        return self.node.attributes.get("t", "n")


@dataclass(slots=True)
class RowPart:
    """A row that is in the file, its cells in order."""

    number: int
    node: Node
    cells: dict[int, CellPart] = field(default_factory=dict)


class SheetPart:
    """A sheet's XML, read once."""

    def __init__(self, name: str, data: bytes, strings: Callable[[], list[str]]) -> None:
        """Read the sheet called `name`; `strings` gives the texts that cells share.

        Raises:
            Garbled: it is no XML we may touch.
        """
        self.name = name
        self.data = data
        self._strings = strings
        self.root = parse(data)
        found = self.root.child("sheetData")
        self.sheet_data = found
        self.rows: dict[int, RowPart] = {}
        row_number = 0
        for node in found.all("row") if found is not None else ():
            row_number = node.whole("r", row_number + 1)
            row = self.rows[row_number] = RowPart(row_number, node)
            column = 0
            for cell in node.all("c"):
                match = _ADDRESS.fullmatch(cell.attributes.get("r", ""))
                column = number_of(match[1]) if match else column + 1
                value = cell.child("v") or cell.child("is")
                row.cells[column] = CellPart(row_number, column, cell, value, cell.child("f"))
        merged = self.root.child("mergeCells")
        self.merged = [
            area
            for node in (merged.all("mergeCell") if merged is not None else ())
            if (area := area_of(node.attributes.get("ref", ""))) is not None
        ]

    def cell(self, row: int, column: int) -> CellPart | None:
        """The cell, where the file has it."""
        found = self.rows.get(row)
        return None if found is None else found.cells.get(column)

    def holds(self, row: int, column: int) -> bool:
        """Whether something stands in a cell: a value or a formula."""
        cell = self.cell(row, column)
        return cell is not None and (cell.formula is not None or self._shown(cell) != "")

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a cell is calculated."""
        cell = self.cell(row, column)
        return cell is not None and cell.formula is not None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; numbers as the file has them."""
        cell = self.cell(row, column)
        return "" if cell is None else self._shown(cell)

    def number(self, row: int, column: int) -> float | None:
        """The number in a cell; None where there is none."""
        cell = self.cell(row, column)
        if cell is None or cell.kind != "n":
            return None
        try:
            return float(self._shown(cell))
        except ValueError:
            return None

    def formulas(self) -> list[CellPart]:
        """The cells that are calculated."""
        return [
            cell
            for row in self.rows.values()
            for cell in row.cells.values()
            if cell.formula is not None
        ]

    def base_style(self, row: int, column: int) -> int:
        """The style of a cell, its own or what its row and column give it."""
        cell = self.cell(row, column)
        if cell is not None:
            return cell.style
        found = self.rows.get(row)
        if found is not None and found.node.attributes.get("customFormat") in ("1", "true"):
            return found.node.whole("s")
        return next(
            (style for first, last, style in self._column_styles if first <= column <= last), 0
        )

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, int]]:
        """First column, last column and style of those that have one."""
        columns = self.root.child("cols")
        return [
            (node.whole("min"), node.whole("max"), style)
            for node in (columns.all("col") if columns is not None else ())
            if (style := node.whole("style"))
        ]

    def merged_in(self, area: Area) -> Area | None:
        """The first merged cells within an area."""
        return next((one for one in self.merged if one.meets(area)), None)

    def _shown(self, cell: CellPart) -> str:
        if cell.value is None:
            return ""
        if cell.value.name == "is":
            parts = [node for node in cell.value.walk() if node.name == "t"]
            return cell_text("".join(text_in(self.data, node) for node in parts))
        raw = text_in(self.data, cell.value)
        if cell.kind == "s":
            strings = self._strings()
            place = int(raw) if raw.strip().isdigit() else -1
            return strings[place] if 0 <= place < len(strings) else ""
        return cell_text(raw) if cell.kind == "str" else raw
