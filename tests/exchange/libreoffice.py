"""LibreOffice without a screen, for tests: it types into cells and saves, or converts a file.

A macro in a profile of its own does the typing; Basic comes with every LibreOffice, while its
Python bridge often does not.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>
"""
_MACRO = """
Sub Type_In
  On Error GoTo trouble
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL({source}, "_blank", 0, hidden())
{lines}
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL({target}, form())
  book.close(True)
  Exit Sub
trouble:
  Open {log} For Output As #1
  Print #1, Error$
  Close #1
End Sub
"""

Typed = Mapping[str, Mapping[str, str | float | date]]


def soffice(folder: Path, *words: str) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            *words,
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


def converted(path: Path, folder: Path, ending: str = "xlsx") -> Path:
    """The file as LibreOffice reads it and writes it again, figures calculated anew."""
    form = "xlsx:Calc MS Excel 2007 XML" if ending == "xlsx" else ending
    soffice(folder, "--convert-to", form, "--outdir", str(folder / "converted"), str(path))
    return folder / "converted" / f"{path.stem}.{ending}"


def typed_in(source: Path, target: Path, folder: Path, cells: Typed) -> None:
    """Open a workbook in LibreOffice, type into cells, and save it as another.

    Args:
        source: The workbook.
        target: Where LibreOffice saves it.
        folder: For its profile.
        cells: What is typed, by sheet and address; days as one types them.
    """
    lines = []
    for sheet, values in cells.items():
        lines.append(f"  page = book.Sheets.getByName({_text(sheet)})")
        for address, value in values.items():
            cell = f"  page.getCellRangeByName({_text(address)})"
            if isinstance(value, str):
                lines.append(f"{cell}.String = {_text(value)}")
            elif isinstance(value, date):
                lines.append(f"{cell}.setFormula({_text(value.isoformat())})")
            else:
                lines.append(f"{cell}.Value = {value!r}")
    log = folder / "trouble.txt"
    macro = _MACRO.format(
        source=_text(source.as_uri()),
        target=_text(target.as_uri()),
        log=_text(str(log)),
        lines="\n".join(lines),
    )
    soffice(folder, "--terminate_after_init")
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "Module1.xba").write_text(_MODULE.format(escape(macro)), encoding="utf-8")
    soffice(folder, "macro:///Standard.Module1.Type_In")
    assert not log.exists(), log.read_text()
    assert target.exists(), "LibreOffice wrote nothing"


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
