"""The cells of a workbook as they stand in its file: text stays text, formulas have their values.

openpyxl writes what is around the cells: styles, charts, conditional formats, names, properties.
The cells are written here. openpyxl puts no value beside a formula, and a phone or a mail preview,
which does not calculate, then has nothing to show; it takes several times as long; and it rounds
numbers to 16 digits, where a float may need 17.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from teamtide.exchange.books.findings import Unwritable

Value = float | int | str
LONGEST_CELL = 32_767
"""UTF-16 units a cell takes, which is how Excel counts."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_DATA = re.compile(r"<sheetData ?/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(r"<dimension [^>]*>")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMING_STRINGS: Mapping[str, tuple[bytes, bytes]] = {
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="strings" Type="' + _OFFICE + b'/sharedStrings" '
        b'Target="/xl/sharedStrings.xml"/></Relationships>',
    ),
}
"""Where a package says that it has a part with strings: openpyxl writes none, and says so."""


@cache
def letters(column: int) -> str:
    """The letters of a column, 1 being A."""
    return str(get_column_letter(column))


@cache
def serial(day: date) -> int:
    """A day as spreadsheets count them."""
    return int(to_excel(day))


def clipped(text: str) -> str:
    """A text made of several names, cut where a cell would not take it."""
    least = LONGEST_CELL // 2  # of signs that take two units each
    return text if len(text) <= least else f"{text[: least - 1]}…"


def quoted(text: str) -> str:
    """A text as it is written, so that what looks like an escape comes back as it was."""
    return escape(_ESCAPE.sub("_x005F_", text).replace("\r", "_x000D_"))


@dataclass
class Strings:
    """The texts of a workbook, each once; some previews show no others."""

    places: dict[str, int] = field(default_factory=dict)
    used: int = 0

    def place(self, text: str, where: str) -> int:
        """The number of a text.

        Raises:
            Unwritable: it is longer than a cell takes.
        """
        found = self.places.get(text)
        if found is None:
            length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
            if length > LONGEST_CELL:
                raise Unwritable(
                    f"{where} would hold {length:,} letters, and a cell takes {LONGEST_CELL:,}. "
                    "Shorten the names in it."
                )
            found = self.places[text] = len(self.places)
        self.used += 1
        return found

    def xml(self) -> str:
        """The part of the package that holds them."""
        items = "".join(f"<si><t{_space(text)}>{quoted(text)}</t></si>" for text in self.places)
        counts = f'count="{self.used}" uniqueCount="{len(self.places)}"'
        return f'{_HEAD}<sst xmlns="{_MAIN}" {counts}>{items}</sst>'


def _space(text: str) -> str:
    return "" if text == text.strip() and "\n" not in text else ' xml:space="preserve"'


@dataclass
class SheetCells:
    """The cells of one sheet, in any order; of two in one place the later counts."""

    title: str
    strings: Strings
    rows: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, row: int, column: int, value: object, style: int) -> None:
        """Write a text, a number, a day or nothing."""
        start = f'<c r="{letters(column)}{row}" s="{style}"'
        if value is None or value == "":
            xml = f"{start}/>"
        elif isinstance(value, str):
            place = self.strings.place(value, f"{self.title}!{letters(column)}{row}")
            xml = f'{start} t="s"><v>{place}</v></c>'
        elif isinstance(value, bool):
            xml = f'{start} t="b"><v>{int(value)}</v></c>'
        elif isinstance(value, date):
            xml = f"{start}><v>{serial(value)}</v></c>"
        else:
            xml = f"{start}><v>{_number(value)}</v></c>"
        self.rows[row][column] = xml

    def numbers(self, row: int, column: int, values: Sequence[float], style: int) -> None:
        """Write numbers side by side."""
        cells = self.rows[row]
        for place, value in enumerate(values, column):
            cells[place] = f'<c r="{letters(place)}{row}" s="{style}"><v>{value!r}</v></c>'

    def formula(self, row: int, column: int, text: str, value: Value, style: int) -> None:
        """Write a live formula (with its equals sign) and the value it has."""
        start = f'<c r="{letters(column)}{row}" s="{style}"'
        live = escape(text[1:])
        if isinstance(value, str):
            xml = f'{start} t="str"><f>{live}</f><v>{quoted(value)}</v></c>'
        else:
            xml = f"{start}><f>{live}</f><v>{_number(value)}</v></c>"
        self.rows[row][column] = xml

    def into(self, sheet: str, heights: Mapping[int, float]) -> str:
        """The sheet's XML with these cells in it.

        Args:
            sheet: As openpyxl writes a sheet without cells.
            heights: Of rows that have one of their own.
        """
        data = f"<sheetData>{''.join(self._rows(heights))}</sheetData>"
        sheet = _SHEET_DATA.sub(lambda _: data, sheet, count=1)
        last = max((max(cells) for cells in self.rows.values() if cells), default=1)
        size = f"A1:{letters(last)}{max(self.rows, default=1)}"
        return _DIMENSION.sub(f'<dimension ref="{size}"/>', sheet, count=1)

    def _rows(self, heights: Mapping[int, float]) -> Iterator[str]:
        for row in sorted(self.rows.keys() | heights.keys()):
            height = heights.get(row)
            tall = "" if height is None else f' ht="{height:g}" customHeight="1"'
            cells = self.rows.get(row, {})
            places = list(cells)
            if all(a < b for a, b in pairwise(places)):
                inside = "".join(cells.values())
            else:
                inside = "".join(cells[place] for place in sorted(places))
            yield f'<row r="{row}"{tall}>{inside}</row>'


def _number(value: object) -> str:
    if isinstance(value, float):
        return float.__repr__(value)
    return str(value)
