"""A company's workbook as leads have it: styles, charts, pictures, shapes, and what openpyxl loses.

openpyxl makes the larger part; shapes, sparklines, a logo, custom XML and printer settings are put
into the package by hand, because it knows none of them.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SHAPE = """<xdr:twoCellAnchor><xdr:from><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>13</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="9" name="Stamp"/><xdr:cNvSpPr/></xdr:nvSpPr>
<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p>
<a:r><a:t>CONFIDENTIAL</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>
<xdr:oneCellAnchor><xdr:from><xdr:col>14</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row>
<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="360000" cy="360000"/><xdr:pic><xdr:nvPicPr>
<xdr:cNvPr id="10" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdLogo"/>
<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/>
</a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"""
_SPARKLINES = """<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>
<x14:sparkline><xm:f>Load!D6:D400</xm:f><xm:sqref>H3</xm:sqref></x14:sparkline></x14:sparklines>
</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def company_workbook(path: Path, *, reach: int = 60, ending: str = "sheet") -> Path:
    """Write the workbook.

    Args:
        path: Where to.
        reach: The row down to which its totals and its chart look.
        ending: `sheet` or `template`: what the package says it is.
    """
    book = Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["B2"], cover["B2"].font = "Reorganisation", Font(name="Georgia", size=24, color="7A0019")
    cover["B4"] = "Moves planned"
    cover["C4"] = f"=COUNTA(Moves!$C$6:$C${reach})"
    cover["B5"], cover["C5"] = "Double", "=C4*2"
    cover["B6"], cover["C6"] = "Year", "=2020+6"
    _moves(book, reach)
    _load(book, reach)
    _people(book)
    _free(book)
    made = path.with_suffix(".made")
    book.save(made)
    _by_hand(made, path, ending)
    made.unlink()
    return path


def _moves(book: Workbook, reach: int) -> None:
    sheet = book.create_sheet("Moves")
    sheet["A1"] = "Who goes where"
    sheet["A2"] = f'=COUNTIF(E6:E{reach},"Infrastructure")'
    sheet.merge_cells("A3:E3")
    thin = Side(style="thin", color="7A0019")
    words = ("Who", "From", "Remark", "To", "Date", "Share")
    for column, word in enumerate(words, 2):
        cell = sheet.cell(5, column, word)
        cell.font = Font(name="Georgia", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="7A0019")
        style = sheet.cell(6, column)
        style.font = Font(name="Georgia", size=10)
        style.border = Border(bottom=thin)
        style.alignment = Alignment(wrap_text=True, vertical="top")
        style.protection = Protection(locked=False)
    sheet["F6"].number_format = "dd.mm.yy"
    sheet.row_dimensions[6].height = 24
    sheet.column_dimensions["B"].width = 31
    sheet.conditional_formatting.add(
        "G6:G60", CellIsRule(operator="lessThan", formula=["1"], font=Font(bold=True))
    )
    rule = DataValidation(type="list", formula1='"yes,no"')
    rule.add("D6:D60")
    sheet.add_data_validation(rule)
    sheet["B70"], sheet["B71"] = "Approved by", "____________"
    sheet["B5"].comment = Comment("People and work", "Board office")
    sheet.freeze_panes = "B6"
    sheet.print_area = "A1:H75"
    sheet.oddFooter.center.text = "Confidential"
    book.defined_names["teamtide_moves"] = DefinedName("teamtide_moves", attr_text="Moves!$B$5")


def _load(book: Workbook, reach: int) -> None:
    sheet = book.create_sheet("Load")
    for column, word in enumerate(("Option", "Team", "Week of", "Utilisation", "Unmet"), 1):
        sheet.cell(5, column, word).font = Font(bold=True)
    sheet["A6"], sheet["B6"], sheet["D6"] = "{{teamtide:weeks}}", None, None
    sheet["H3"] = None
    sheet["D1"] = f"=MAX(D6:D{max(reach, 400)})"
    chart = LineChart()
    chart.title = "Load"
    chart.add_data(Reference(sheet, min_col=4, min_row=6, max_row=max(reach, 400)))
    sheet.add_chart(chart, "H5")


def _people(book: Workbook) -> None:
    sheet = book.create_sheet("Our people")
    for column, word in enumerate(("Name", "Team", "FTE", "Cost"), 2):
        sheet.cell(3, column, word)
    for column, value in enumerate(("Jo Sample", "Some team", 0.5, None), 2):
        sheet.cell(4, column, value)
        sheet.cell(5, column, value)
    table = Table(displayName="teamtide_people", ref="B3:E5")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    sheet["G3"] = "=SUM(teamtide_people[FTE])"


def _free(book: Workbook) -> None:
    sheet = book.create_sheet("Free")
    sheet["B2"].fill = PatternFill("solid", fgColor="DDDDDD")
    sheet["B3"].font = Font(italic=True)
    hidden = book.create_sheet("Calc")
    hidden.sheet_state = "hidden"
    hidden["A1"], hidden["A2"] = 7, "=A1*6"


def _by_hand(source: Path, target: Path, ending: str) -> None:
    changes: Mapping[str, tuple[str, str]] = {
        "xl/drawings/drawing1.xml": ("</", _SHAPE + "</"),
        "xl/drawings/_rels/drawing1.xml.rels": (
            "</Relationships>",
            '<Relationship Id="rIdLogo" Type="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships/image" Target="../media/logo.png"/></Relationships>',
        ),
        "[Content_Types].xml": (
            "<Override",
            '<Default Extension="png" ContentType="image/png"/><Default Extension="bin" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            'printerSettings"/><Override',
        ),
        "xl/worksheets/sheet3.xml": ("</worksheet>", _SPARKLINES + "</worksheet>"),
    }
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry).decode("utf-8") if _is_text(entry.filename) else ""
            if entry.filename == "xl/drawings/drawing1.xml":
                data = data.replace(
                    "<wsDr ", f'<wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" ', 1
                )
                at = data.rindex("</")
                data = data[:at] + _SHAPE + data[at:]
            elif entry.filename in changes:
                before, after = changes[entry.filename]
                data = data.replace(before, after, 1)
            if entry.filename == "[Content_Types].xml":
                data = data.replace("spreadsheetml.sheet.main", f"spreadsheetml.{ending}.main")
            if entry.filename == "xl/worksheets/sheet3.xml":
                # Values as Excel keeps them beside formulas.
                data = data.replace("<v></v>", "<v>0.25</v>").replace("<v />", "<v>0.25</v>")
            if entry.filename in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet6.xml"):
                data = data.replace("<v></v>", "<v>42</v>").replace("<v />", "<v>42</v>")
            new.writestr(entry, data or old.read(entry))
        new.writestr("xl/media/logo.png", LOGO)
        new.writestr("xl/printerSettings/printerSettings1.bin", b"\x00\x01printer")
        new.writestr("customXml/item1.xml", "<board:office xmlns:board='urn:b'>x</board:office>")


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels"))
