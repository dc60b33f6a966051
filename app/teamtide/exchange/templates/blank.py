"""The blank plan workbook: every plan sheet with its words, lists, help and an example.

Whoever has no list of people yet, or gathers a plan from several colleagues, fills it in with any
spreadsheet program. Untouched it is a small plan that can be imported.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.inputs import KINDS
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.replacing import replacing
from teamtide.exchange.templates.choices import (
    CHOICES,
    CHUNKS_SHOWN,
    DISCIPLINES,
    DISCIPLINES_SHOWN,
    LAST_LISTED,
    LISTS,
    NAMED_LISTS,
    PATHS,
    WORK,
    Day,
)
from teamtide.exchange.templates.drop_downs import add_choices, add_setting_choices
from teamtide.exchange.templates.example_rows import README, Example, examples
from teamtide.exchange.templates.header_help import HEADER_HELP, SETTING_HELP, SHEET_HELP
from teamtide.exchange.workbooks.sheet_style import ACCENT, INK, PAPER, RULE, print_setup, widths

DAY = "yyyy-mm-dd"
_SHADE, _SHADED_INK, _FAINT = "FFF4D6", "5C4A12", "52636F"
_LINE = Border(bottom=Side(style="thin", color=RULE))
_LEFT = Alignment(vertical="center", indent=1, horizontal="left")
_WRAPPED = Alignment(vertical="center", indent=1, horizontal="left", wrap_text=True)
_STEPS = (
    "Fill in the sheets you need; only People must be filled. The shaded rows are examples that "
    "belong together: type over them. Once the sheet People has somebody of yours, rows that still "
    "hold an example are not imported.",
    "Point at a header cell to read what goes there. Where a cell offers a list, choose from it.",
    "In Teamtide make a new plan, choose File ▸ Import… and this file. If a cell can't be "
    "understood you are told which one, and nothing is imported until it is put right.",
    "Keep the names of the sheets and the header words. Sheets you don't need may stay empty. "
    "Lists are offered in 1,000 rows of a sheet; rows below them are imported too.",
)


def write_template(path: Path, start: date) -> None:
    """Write the blank plan workbook, for a plan from the Monday of `start`.

    Raises:
        Unwritable: the folder or the disk does not take it.
    """
    with replacing(path) as file:
        build_template(start).save(file)


def build_template(start: date) -> Workbook:
    """The blank plan workbook, for a plan from the Monday of `start`."""
    workbook = Workbook()
    _read_me(workbook.active)
    rows = examples(start)
    for name in FORMAT:
        _plan_sheet(workbook.create_sheet(name), rows[name])
    _lists(workbook.create_sheet(LISTS))
    _names(workbook)
    workbook.properties.title = "Plan template"
    workbook.properties.creator = "Teamtide"
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    return workbook


def _put(
    sheet: Worksheet, row: int, column: int, value: object, font: Font, alignment: Alignment
) -> None:
    cell = sheet.cell(row, column, value)
    cell.font, cell.alignment, cell.border = font, alignment, _LINE


def _font(size: int = 11, colour: str = INK, *, bold: bool = False, link: bool = False) -> Font:
    underline = "single" if link else None
    return Font(name="Calibri", size=size, color=colour, bold=bold, underline=underline)


def _header(sheet: Worksheet, row: int, words: tuple[str, ...], first: int = 1) -> None:
    for column, word in enumerate(words, first):
        _put(sheet, row, column, word, _font(colour=PAPER, bold=True), _LEFT)
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=INK)
    sheet.row_dimensions[row].height = 22


def _read_me(sheet: Worksheet) -> None:
    sheet.title = README
    sheet.sheet_properties.tabColor = "009E73"
    sheet["A1"], sheet["A1"].font = "A plan to fill in", _font(18, bold=True)
    sheet["A2"] = "Made with Teamtide, to be imported into Teamtide."
    sheet["A2"].font = _font(colour=_FAINT)
    sheet.row_dimensions[1].height = 27
    row = 3
    for number, text in enumerate(_STEPS, 1):
        row += 1
        _put(sheet, row, 1, number, _font(colour=_FAINT), _LEFT)
        for column in (2, 3):
            _put(sheet, row, column, text if column == 2 else None, _font(), _WRAPPED)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        sheet.row_dimensions[row].height = 34
    row += 2
    _header(sheet, row, ("Sheet", "What goes there"), 2)
    for name in FORMAT:
        row += 1
        sheet.cell(row, 2).hyperlink = f"#'{name}'!A1"
        _put(sheet, row, 2, name, _font(colour=ACCENT, bold=True, link=True), _LEFT)
        _put(sheet, row, 3, SHEET_HELP[name], _font(), _WRAPPED)
    widths(sheet, (5, 20, 86))
    print_setup(sheet)


def _plan_sheet(sheet: Worksheet, rows: list[Example]) -> None:
    name = sheet.title
    form = FORMAT[name]
    sheet.sheet_properties.tabColor = "A7B3BC"
    _header(sheet, 1, form.headers)
    for column, word in enumerate(form.headers, 1):
        sheet.cell(1, column).comment = _comment(HEADER_HELP[name][word])
        number_format = _blank_format(name, word)
        if number_format:
            sheet.column_dimensions[get_column_letter(column)].number_format = number_format
        for row, example in enumerate(rows, 2):
            _put(sheet, row, column, example.get(word), _font(), _LEFT)
            if isinstance(example.get(word), date):
                sheet.cell(row, column).number_format = DAY
            elif number_format:
                sheet.cell(row, column).number_format = number_format
    if name == "Plan":
        for row, example in enumerate(rows, 2):
            sheet.cell(row, 1).comment = _comment(SETTING_HELP[str(example["Setting"])])
        add_setting_choices(sheet, [str(example["Setting"]) for example in rows])
    else:
        _shade(sheet, rows)
        add_choices(sheet, form.headers, CHOICES.get(name, {}))
    widths(sheet, [size + 2 for size in form.widths])
    sheet.freeze_panes = "C2" if name == "People" else "A2"
    print_setup(sheet, rows="1:1", gridlines=True)


def _comment(text: str) -> Comment:
    lines = 2 + len(text) // 34
    return Comment(text, "Teamtide", height=18 * lines + 10, width=280)


def _blank_format(name: str, word: str) -> str:
    """How a cell of a column that nobody has filled yet is to show what is typed.

    Days look like days, and an ID keeps its zeros.
    """
    if word == "ID":
        return "@"
    return DAY if isinstance(CHOICES.get(name, {}).get(word), Day) else ""


def _shade(sheet: Worksheet, rows: list[Example]) -> None:
    """Shade the row of an example for as long as the cell that tells it apart holds it."""
    headers = FORMAT[sheet.title].headers
    last = get_column_letter(len(headers))
    aside = ("ID",) if sheet.title == "Scenarios" else ("ID", "Scenario", "Project")
    for row, example in enumerate(rows, 2):
        word = next((w for w in headers if w in example and w not in aside), "Project")
        column = get_column_letter(headers.index(word) + 1)
        sheet.conditional_formatting.add(
            f"A{row}:{last}{row}",
            FormulaRule(
                formula=[f'EXACT(${column}{row},"{example[word]}")'],
                fill=PatternFill(bgColor=_SHADE),
                font=Font(italic=True, color=_SHADED_INK),
            ),
        )


# --- lists --------------------------------------------------------------------------------------


def _lists(sheet: Worksheet) -> None:
    """The hidden sheet that makes lists of what is no column of names."""
    sheet.sheet_state = "hidden"
    _header(sheet, 1, ("Disciplines", "Chunks", "Kinds of work"))
    for number in range(DISCIPLINES_SHOWN):
        sheet.cell(number + 2, 1, _part_of_setting("disciplines", number))
    for row in range(2, CHUNKS_SHOWN + 2):
        path = f'=IF(Chunks!B{row}="","",Chunks!A{row}&" / "&Chunks!B{row})'
        sheet.cell(row, 2, path)
    for row, kind in enumerate(KINDS, 2):
        sheet.cell(row, 3, kind)
    widths(sheet, (24, 60, 18))


def _part_of_setting(key: str, number: int) -> str:
    """A formula for one part of a setting that is a list with semicolons."""
    value = f'INDEX(Plan!$B$2:$B$60,MATCH("{key}",Plan!$A$2:$A$60,0))'
    spread = f'SUBSTITUTE({value},";",REPT(" ",200))'
    return f"=TRIM(MID({spread},{number * 200 + 1},200))"


def _names(workbook: Workbook) -> None:
    """Lists by name: from the first row to the last that is filled."""
    places = {
        name: (sheet, get_column_letter(FORMAT[sheet].headers.index(word) + 1), LAST_LISTED)
        for name, (sheet, word) in NAMED_LISTS.items()
    }
    places[DISCIPLINES] = (LISTS, "A", DISCIPLINES_SHOWN + 1)
    places[PATHS] = (LISTS, "B", CHUNKS_SHOWN + 1)
    places[WORK] = (LISTS, "C", len(KINDS) + 1)
    for name, (sheet, column, last) in places.items():
        filled = f'MAX(1,COUNTIF({sheet}!${column}$2:${column}${last},"?*"))'
        formula = f"OFFSET({sheet}!${column}$2,0,0,{filled},1)"
        workbook.defined_names[name] = DefinedName(name, attr_text=formula)
