"""The rows of tables written into the bytes of a sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.templates.areas import Area, address, area_of
from teamtide.exchange.templates.dates import serial_of
from teamtide.exchange.templates.fitting import Fit
from teamtide.exchange.templates.new_styles import Styles
from teamtide.exchange.templates.sheet_part import CellPart, RowPart, SheetPart
from teamtide.exchange.templates.xml_bytes import Edits, written_text

LONGEST_CELL = 32_767
"""UTF-16 units a cell takes, which is how Excel counts."""
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_HEIGHT = ("ht", "customHeight")
_SPANS = re.compile(rb"""\sspans\s*=\s*("[^"]*"|'[^']*')""")


class SheetWriting:
    """One sheet with the tables that go into it."""

    def __init__(self, sheet: SheetPart, styles: Styles, from_1904: bool) -> None:
        """Write into `sheet`; styles that are missing are added to `styles`."""
        self._sheet = sheet
        self._styles = styles
        self._from_1904 = from_1904
        self._edits = Edits(sheet.data)
        self._prefix = sheet.root.prefix

    def write(self, fits: list[Fit], stale: list[CellPart]) -> bytes:
        """The sheet's bytes with the tables in it, and without the values in `stale`."""
        rows: dict[int, dict[int, bytes]] = defaultdict(dict)
        heights: dict[int, dict[str, str]] = {}
        for one in fits:
            like = self._sheet.rows.get(one.first)
            shape = {} if like is None else like.node.attributes
            height = {key: shape[key] for key in _HEIGHT if key in shape}
            for row, column, value, kind in one.cells():
                rows[row][column] = self._cell(one, row, column, value, kind)
                heights.setdefault(row, height)
            for row in range(one.first + 1, one.last + 1):
                for column in one.beside:
                    if self._sheet.cell(row, column) is None:
                        rows[row][column] = self._cell(one, row, column, None, "text")
        new: list[int] = []
        for row in sorted(rows):
            if row in self._sheet.rows:
                self._into(self._sheet.rows[row], rows[row])
            else:
                new.append(row)
        for cell in stale:
            if cell.value is not None:
                self._edits.replace(cell.value.start, cell.value.end, b"")
                self._edits.attribute(cell.node, "t", None)
        self._new_rows(new, rows, heights)
        self._dimension([one.area for one in fits])
        return self._edits.done()

    # --- cells ----------------------------------------------------------------------------

    def _cell(self, one: Fit, row: int, column: int, value: Cell, kind: str) -> bytes:
        here = address("", row, column)
        style = self._sheet.base_style(row, column)
        if style == 0 and row > one.first:
            style = self._sheet.base_style(one.first, column)
        tag = f"{self._prefix}c"
        if value is None or value == "":
            shown = f' s="{style}"' if style else ""
            return f'<{tag} r="{here}"{shown}/>'.encode()
        if isinstance(value, str):
            return self._text(tag, here, style, value)
        if isinstance(value, date):
            number, kind = serial_of(value, self._from_1904), "day"
            said = str(number)
        else:
            said = repr(value + 0) if isinstance(value, float) else str(int(value))
        style = self._styles.style(style, kind)
        shown = f' s="{style}"' if style else ""
        return (
            f'<{tag} r="{here}"{shown}><{self._prefix}v>{said}</{self._prefix}v></{tag}>'.encode()
        )

    def _text(self, tag: str, here: str, style: int, value: str) -> bytes:
        written = written_text(value)
        length = len(value) if value.isascii() else len(value.encode("utf-16-le")) // 2
        if length > LONGEST_CELL:
            raise Unwritable(
                f"{self._sheet.name}!{here} would hold {length:,} letters, and a cell takes "
                f"{LONGEST_CELL:,}. Shorten the names in it."
            )
        style = self._styles.style(style, "text", quoted=value.startswith(_RISKY))
        shown = f' s="{style}"' if style else ""
        p = self._prefix
        inside = f'<{p}is><{p}t xml:space="preserve">{written}</{p}t></{p}is>'
        return f'<{tag} r="{here}"{shown} t="inlineStr">{inside}</{tag}>'.encode()

    # --- rows -----------------------------------------------------------------------------

    def _into(self, row: RowPart, cells: dict[int, bytes]) -> None:
        """Put cells into a row that is there, in order."""
        node = row.node
        later = sorted(row.cells)
        fresh: dict[int, list[bytes]] = defaultdict(list)
        for column in sorted(cells):
            old = row.cells.get(column)
            if old is not None:
                self._edits.replace(old.node.start, old.node.end, cells[column])
                continue
            after = next((c for c in later if c > column), None)
            at = node.after if after is None else row.cells[after].node.start
            fresh[at].append(cells[column])
        if node.empty:
            opened = _SPANS.sub(b"", self._sheet.data[node.start : node.inner])
            inside = b"".join(b"".join(fresh[at]) for at in sorted(fresh))
            whole = opened[:-2].rstrip() + b">" + inside + b"</" + node.tag.encode() + b">"
            self._edits.replace(node.start, node.end, whole)
            return
        for at, pieces in fresh.items():
            self._edits.insert(at, b"".join(pieces))
        if fresh:
            self._edits.attribute(node, "spans", None)

    def _new_rows(
        self,
        new: list[int],
        rows: dict[int, dict[int, bytes]],
        heights: dict[int, dict[str, str]],
    ) -> None:
        """Add rows that are not there, each before the next that is."""
        data = self._sheet.sheet_data
        if not new or data is None:
            return
        tag = f"{self._prefix}row"
        pieces: dict[int, list[bytes]] = defaultdict(list)
        there = sorted(self._sheet.rows)
        for row in new:
            after = next((n for n in there if n > row), None)
            at = data.after if after is None else self._sheet.rows[after].node.start
            height = "".join(f' {key}="{value}"' for key, value in heights[row].items())
            inside = b"".join(rows[row][column] for column in sorted(rows[row]))
            pieces[at].append(f'<{tag} r="{row}"{height}>'.encode() + inside + f"</{tag}>".encode())
        if data.empty:
            opened = self._sheet.data[data.start : data.inner]
            inside = b"".join(b"".join(pieces[at]) for at in sorted(pieces))
            whole = opened[:-2].rstrip() + b">" + inside + b"</" + data.tag.encode() + b">"
            self._edits.replace(data.start, data.end, whole)
            return
        for at, made in pieces.items():
            self._edits.insert(at, b"".join(made))

    def _dimension(self, areas: list[Area]) -> None:
        """Let the sheet say that it is as large as it now is."""
        node = self._sheet.root.child("dimension")
        old = None if node is None else area_of(node.attributes.get("ref", ""))
        if node is None or old is None:
            return
        every = [old, *areas]
        whole = Area(
            "",
            min(one.top for one in every),
            min(one.left for one in every),
            max(one.bottom for one in every),
            max(one.right for one in every),
        )
        if whole != Area("", old.top, old.left, old.bottom, old.right):
            self._edits.attribute(node, "ref", str(whole))
