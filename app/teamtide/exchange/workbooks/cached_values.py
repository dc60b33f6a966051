"""Values for formulas, so that a preview or a phone shows numbers and not zeros.

openpyxl writes a formula without the value it has, and a reader that does not calculate then has
nothing to show. The values are known here, so they are put into the sheets' XML afterwards.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

Value = float | int | str

_FORMULA_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f>[^<]*</f>)<v ?/?>(?:</v>)?</c>'
)


def add_cached_values(path: Path, cached: Mapping[str, Mapping[str, Value]]) -> None:
    """Put values beside the formulas of a workbook just saved.

    Args:
        path: The workbook; replaced.
        cached: Per part of the package (`xl/worksheets/sheet1.xml`) the value of each cell.

    Raises:
        ValueError: a formula has no value, or a value no formula.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as made:
        target = Path(made.name)
    try:
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
        ):
            for entry in source.infolist():
                data = source.read(entry)
                if entry.filename in cached:
                    text = _filled(data.decode("utf-8"), cached[entry.filename], entry.filename)
                    data = text.encode("utf-8")
                out.writestr(entry, data)
        target.replace(path)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _filled(xml: str, values: Mapping[str, Value], part: str) -> str:
    used = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal used
        used += 1
        value = values[match[1]]
        if isinstance(value, str):
            return f'<c r="{match[1]}"{match[2]} t="str">{match[3]}<v>{escape(value)}</v></c>'
        return f'<c r="{match[1]}"{match[2]}>{match[3]}<v>{value!r}</v></c>'

    try:
        filled = _FORMULA_CELL.sub(fill, xml)
    except KeyError as error:
        raise ValueError(f"{part}: the formula in {error.args[0]} has no value") from None
    if used != len(values) or xml.count("<f>") != used:
        raise ValueError(f"{part}: {used} formulas filled of {len(values)}")
    return filled
