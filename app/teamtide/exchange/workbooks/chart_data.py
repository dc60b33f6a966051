"""What charts point at, with the values found there, so that a preview can draw them.

A phone or a mail preview draws a chart from the values kept beside its references. openpyxl keeps
none, and takes long where it is given them; so they are kept here, and put into the charts' XML
when the workbook is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, unescape

from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.series import Series, SeriesLabel

from teamtide.exchange.workbooks.cells import letters

_REFERENCE = re.compile(r"<f>([^<]*)</f>")


def row_of(sheet: str, row: int, first: int, last: int) -> str:
    """The cells of a row, as charts point at them."""
    return f"'{sheet}'!${letters(first)}${row}:${letters(last)}${row}"


@dataclass
class ChartValues:
    """The values of everything that charts point at."""

    caches: dict[str, str] = field(default_factory=dict)

    def numbers(self, where: str, values: Sequence[float], form: str = "General") -> NumRef:
        """A reference to numbers, or days as numbers."""
        self._keep(where, "numCache", f"<formatCode>{form}</formatCode>", map(repr, values))
        return NumRef(f=where)

    def texts(self, where: str, values: Sequence[str]) -> StrRef:
        """A reference to texts."""
        self._keep(where, "strCache", "", map(escape, values))
        return StrRef(f=where)

    def _keep(self, where: str, name: str, form: str, values: Iterable[str]) -> None:
        points = [f'<pt idx="{n}"><v>{v}</v></pt>' for n, v in enumerate(values)]
        count = f'<ptCount val="{len(points)}"/>'
        self.caches[where] = f"<{name}>{form}{count}{''.join(points)}</{name}>"

    def into(self, chart: str) -> str:
        """A chart's XML with the values beside its references."""
        return _REFERENCE.sub(lambda f: f[0] + self.caches.get(unescape(f[1]), ""), chart)


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
