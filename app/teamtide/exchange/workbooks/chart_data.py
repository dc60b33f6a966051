"""What charts point at, with the values found there, so that a preview can draw them.

A phone or a mail preview draws a chart from the values kept beside its references; openpyxl keeps
none. References are to whole rows of a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.series import Series, SeriesLabel

from teamtide.exchange.workbooks.cells import letters


def row_of(sheet: str, row: int, first: int, last: int) -> str:
    """The cells of a row, as charts point at them."""
    return f"'{sheet}'!${letters(first)}${row}:${letters(last)}${row}"


def numbers(where: str, values: Sequence[float], form: str = "General") -> NumRef:
    """A reference to numbers, or days as numbers."""
    points = [NumVal(idx=place, v=repr(value)) for place, value in enumerate(values)]
    return NumRef(f=where, numCache=NumData(formatCode=form, ptCount=len(points), pt=points))


def texts(where: str, values: Sequence[str]) -> StrRef:
    """A reference to texts."""
    points = [StrVal(idx=place, v=value) for place, value in enumerate(values)]
    return StrRef(f=where, strCache=StrData(ptCount=len(points), pt=points))


def series(number: int, label: StrRef | str, values: NumRef, along: NumRef | StrRef) -> Series:
    """A series with its label, values, and what stands along the axis.

    Args:
        number: Its place among those of the chart.
        label: Where its name is, or the name.
        values: What is drawn.
        along: The categories.
    """
    made = Series(idx=number, order=number)
    made.tx = SeriesLabel(v=label) if isinstance(label, str) else SeriesLabel(strRef=label)
    made.val = NumDataSource(numRef=values)
    if isinstance(along, StrRef):
        made.cat = AxDataSource(strRef=along)
    else:
        made.cat = AxDataSource(numRef=along)
    return made
