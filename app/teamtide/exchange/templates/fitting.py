"""How a table goes into its place: which columns, from which row on, and whether there is room.

Header words that are there choose the columns and their order; where there are none the table
brings its own. Only blank cells and what the place itself names are written to. Whatever else is in
the way is named, and then nothing is written at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from teamtide.exchange.books.grids import Cell
from teamtide.exchange.plans.lines import header_key
from teamtide.exchange.templates.areas import LAST_COLUMN, LAST_ROW, Area, address, area_of
from teamtide.exchange.templates.dates import serial_of
from teamtide.exchange.templates.places import SEARCHED_ROWS, Place
from teamtide.exchange.templates.sheet_part import SheetPart
from teamtide.exchange.templates.tables import Table
from teamtide.exchange.templates.template import Template


class Unfit(ValueError):
    """A table that can't go where it is wanted; the message says why and what to do."""


@dataclass(frozen=True)
class Fit:
    """A table in its place.

    Args:
        place: Where it goes.
        table: What goes there.
        columns: The column of the sheet for each column of the table that is shown, in order.
        header: Row of the header; `bring_header` where it is still to be written.
        first: Row of the first row of the table.
        cleared: Rows below the table that the place names, whose samples go.
        beside: Columns of the header that are not filled; they only get the look of the first row.
        notes: What one should know, in sentences.
    """

    place: Place
    table: Table
    columns: dict[int, int]
    header: int
    bring_header: bool
    first: int
    cleared: range
    beside: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def last(self) -> int:
        """Row of the last row of the table; the first one where it has none."""
        return self.first + max(1, len(self.table.rows)) - 1

    @property
    def area(self) -> Area:
        """The cells of its rows, without the header."""
        columns = self.columns.keys()
        return Area(self.place.area.sheet, self.first, min(columns), self.last, max(columns))

    def cells(self) -> Iterator[tuple[int, int, Cell, str]]:
        """Every cell to be written: row, column, value, and how it is to be shown."""
        if self.bring_header:
            for column, index in self.columns.items():
                yield self.header, column, self.table.columns[index].header, "text"
        for number, row in enumerate(self.table.rows):
            for column, index in self.columns.items():
                yield self.first + number, column, row[index], self.table.kind(number, index)
        blank = range(self.first + len(self.table.rows), self.cleared.stop)
        for row_number in blank:
            for column in self.columns:
                yield row_number, column, None, "text"


def fit(template: Template, place: Place, table: Table) -> Fit:
    """Put a table into a place.

    Raises:
        Unfit: there is no header that is understood, or no room.
        Unreadable: the sheet can't be changed without loss.
    """
    return _Fitting(template, place, table).done()


class _Fitting:
    def __init__(self, template: Template, place: Place, table: Table) -> None:
        self.template, self.place, self.table = template, place, table
        self.sheet: SheetPart = template.sheet(place.area.sheet)
        self.notes: list[str] = []
        self.beside: list[int] = []

    def done(self) -> Fit:
        place, area = self.place, self.place.area
        header, bring = area.top, False
        if place.sheet and any(self.sheet.holds(r, c) for r, c in self._there()):
            header, left = self._header_on_sheet()
            columns = self._recognised(header, left, None)
        else:
            right = None if area.single or area.left == area.right else area.right
            columns = {} if place.marker else self._recognised(area.top, area.left, right)
            if not columns and area.top > 1:
                columns = self._recognised(area.top - 1, area.left, right)
                header = area.top - 1 if columns else area.top
            if not columns:
                columns, bring = self._own_columns(right), True
                header = area.top
        if not bring:
            self._remark(header, columns)
        first = header + 1
        self._remark_hidden(first)
        bottom = self._last_named()
        made = Fit(
            *(place, self.table, columns, header, bring, first),
            range(first + len(self.table.rows), max(first + len(self.table.rows), bottom + 1)),
            tuple(self.beside),
        )
        self._check_room(made)
        return replace(made, notes=(*self.notes, *self._short_formats(made)))

    # --- the header -----------------------------------------------------------------------

    def _there(self) -> Iterator[tuple[int, int]]:
        """Every cell that is in the file."""
        for number, row in self.sheet.rows.items():
            for column in row.cells:
                yield number, column

    def _header_on_sheet(self) -> tuple[int, int]:
        best: tuple[int, int, int] | None = None
        for number in sorted(self.sheet.rows)[:SEARCHED_ROWS]:
            for column in self.sheet.rows[number].cells:
                if self._known(number, column) is None:
                    continue
                found = len(self._recognised(number, column, None))
                if best is None or found > best[0]:
                    best = (found, number, column)
                break
        if best is None:
            raise Unfit(
                f"The sheet {self.place.name} has no header row with words of {self._title()} "
                f"({self._words()}). Write those you want into one row."
            )
        return best[1], best[2]

    def _recognised(self, row: int, left: int, right: int | None) -> dict[int, int]:
        """The columns whose header word is known, from `left` on: to `right`, or to a gap."""
        columns: dict[int, int] = {}
        column = left
        while column <= (right or LAST_COLUMN):
            if right is None and not self.sheet.holds(row, column):
                break
            found = self._known(row, column)
            if found is not None and found not in columns.values():
                columns[column] = found
            column += 1
        return columns

    def _known(self, row: int, column: int) -> int | None:
        words = self.table.columns
        number = self.sheet.number(row, column)
        if number is not None:
            return next(
                (
                    index
                    for index, one in enumerate(words)
                    if isinstance(one.header, date)
                    and serial_of(one.header, self.template.from_1904) == number
                ),
                None,
            )
        text = header_key(self.sheet.text(row, column))
        if not text:
            return None
        for index, one in enumerate(words):
            if header_key(str(one.header)) == text:
                return index
        return next(
            (i for i, one in enumerate(words) if text in map(header_key, one.also)),
            None,
        )

    def _own_columns(self, right: int | None) -> dict[int, int]:
        """The table's columns from the place on, where nothing stands in the way of a header."""
        area, count = self.place.area, len(self.table.columns)
        last = area.left + count - 1
        if last > LAST_COLUMN or (right is not None and last > right):
            room = (right or LAST_COLUMN) - area.left + 1
            raise Unfit(
                f"{self._title()} has {count} columns, and {self.place.name} has room for {room}. "
                f"Write the header words you want into its first row ({self._words()})."
            )
        for column in range(area.left, last + 1):
            if self._ours(area.top, column):
                continue
            if self.sheet.holds(area.top, column):
                raise Unfit(
                    f"{self.place.name}: {self._said(area.top, column)} is no header word of "
                    f"{self._title()}. Its words are {self._words()}."
                )
        return {area.left + index: index for index in range(count)}

    def _remark(self, header: int, columns: dict[int, int]) -> None:
        """Say which header words are not known, and where a formula is not filled down."""
        left, right = min(columns), max(columns)
        if not self.place.area.single:
            right = max(right, self.place.area.right)
        strange = []
        column = left
        while column <= right or self.sheet.holds(header, column):
            if column not in columns and self.sheet.holds(header, column):
                strange.append(self.sheet.text(header, column))
                self.beside.append(column)
                self._remark_formula(header, column)
            column += 1
            if column > LAST_COLUMN:
                break
        if strange:
            words = ", ".join(f"“{word}”" for word in strange[:5])
            columns_left = "The column" if len(strange) == 1 else "The columns"
            self.notes.append(
                f"{columns_left} {words} at {self.place.name} "
                f"{'is' if len(strange) == 1 else 'are'} not known and left as it stands."
            )

    def _remark_hidden(self, first: int) -> None:
        hidden = [
            number
            for number, row in self.sheet.rows.items()
            if first <= number < first + len(self.table.rows)
            and row.node.attributes.get("hidden") in ("1", "true")
        ]
        if hidden:
            self.notes.append(
                f"Row {hidden[0]} of {self.sheet.name} is hidden, and what is written there with "
                "it."
                if len(hidden) == 1
                else f"{len(hidden)} rows of {self.sheet.name} are hidden, and what is written "
                "there with them."
            )

    def _remark_formula(self, header: int, column: int) -> None:
        count = len(self.table.rows)
        if count < 2 or not self.sheet.is_formula(header + 1, column):
            return
        without = next(
            (r for r in range(header + 2, header + 1 + count) if not self.sheet.holds(r, column)),
            None,
        )
        if without is not None:
            raise Unfit(
                f"{self.place.name}: the formula of the column "
                f"“{self.sheet.text(header, column)}” goes down to row {without - 1}, and "
                f"{self._title()} to row {header + count}. Fill it down that far in the template."
            )

    def _short_formats(self, made: Fit) -> Iterator[str]:
        """A sentence for every conditional format that only the first rows would have."""
        for node in self.sheet.root.all("conditionalFormatting"):
            for text in node.attributes.get("sqref", "").split():
                area = area_of(text)
                if area is None or not area.meets(made.area):
                    continue
                if area.top <= made.first and area.bottom < made.last:
                    yield (
                        f"The conditional format of {area} on {self.sheet.name} ends at row "
                        f"{area.bottom}, and {self._title()} at row {made.last}."
                    )

    # --- the room -------------------------------------------------------------------------

    def _last_named(self) -> int:
        """The last row that the place itself names; what is there are samples."""
        area = self.place.area
        if area.single or self.place.sheet:
            return area.top if self.place.marker else 0
        excel = self.place.excel
        bottom = area.bottom - 1 if excel is not None and excel.total else area.bottom
        return min(bottom, max(self.sheet.rows, default=bottom))

    def _ours(self, row: int, column: int) -> bool:
        """Whether what stands in a cell may go: a marker, or a sample that the place names."""
        area = self.place.area
        if self.sheet.is_formula(row, column):
            return False
        if self.place.marker:
            return (row, column) == (area.top, area.left)
        inside = area.left <= column <= area.right and area.top <= row <= self._last_named()
        return inside and not area.single and not self.place.sheet

    def _check_room(self, made: Fit) -> None:
        area = made.area
        if area.bottom > LAST_ROW:
            raise Unfit(f"{self._title()} has more rows than a sheet takes.")
        self._check_apart(made, area)
        top = made.header if made.bring_header else made.first
        for row in range(top, max(made.last, made.cleared.stop - 1) + 1):
            if row not in self.sheet.rows:
                continue
            for column in made.columns:
                if self.sheet.holds(row, column) and not self._ours(row, column):
                    self._no_room(made, row, self._said(row, column))

    def _check_apart(self, made: Fit, area: Area) -> None:
        merged = self.sheet.merged_in(area)
        if merged is not None:
            raise Unfit(
                f"{self.place.name}: the cells {merged} are merged, and {self._title()} needs them "
                "apart. Unmerge them in the template."
            )
        for what, covered in self.template.drawn(area.sheet):
            if covered.meets(area):
                self._no_room(made, max(covered.top, made.first), f"a {what}")
        for other in self.template.tables:
            same = self.place.excel is not None and other.name == self.place.excel.name
            if same or other.area.sheet != area.sheet or not other.area.meets(area):
                continue
            if other.area.top == made.header and self.place.excel is None:
                raise Unfit(
                    f"{self.place.name} is in the table {other.name} of Excel. Use that name "
                    "instead, so that the table grows with its rows."
                )
            self._no_room(made, max(other.area.top, made.first), f"the table {other.name}")

    def _no_room(self, made: Fit, row: int, what: str) -> None:
        needed, room = len(self.table.rows), row - made.first
        raise Unfit(
            f"{self._title()} doesn't fit at {self.place.name}: it has {needed} "
            f"row{'' if needed == 1 else 's'}, and there is room for {room} above {what} in row "
            f"{row}. Insert rows there in the template, or move it."
        )

    def _said(self, row: int, column: int) -> str:
        text = " ".join(self.sheet.text(row, column).split())
        shown = text if len(text) <= 40 else text[:39] + "…"
        where = address(self.place.area.sheet, row, column)
        if self.sheet.is_formula(row, column):
            return f"the formula in {where}"
        return f"“{shown}” in {where}"

    def _title(self) -> str:
        return f"the table {self.table.name}"

    def _words(self) -> str:
        words = [str(one.header) for one in self.table.columns if isinstance(one.header, str)]
        return ", ".join(words)
