"""The choices of the blank plan workbook as data validations of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.exchange.templates.choices import (
    LAST_ROW,
    Choice,
    Day,
    ItemOf,
    Listed,
    Number,
    Words,
)

FIRST_DAY, LAST_DAY = 1, 109_574
"""1900-01-01 and 2199-12-31 as spreadsheets count days."""


def add_choices(sheet: Worksheet, headers: Sequence[str], choices: Mapping[str, Choice]) -> None:
    """Lists and limits for the columns of a sheet whose header is in its first row."""
    for word, choice in choices.items():
        column = get_column_letter(headers.index(word) + 1)
        made = _validation(word, choice, headers)
        made.add(f"{column}2:{column}{LAST_ROW}")
        sheet.add_data_validation(made)


def add_setting_choices(sheet: Worksheet, settings: Sequence[str]) -> None:
    """The same for the values of the sheet Plan, each in the row of its setting."""
    choices: dict[str, Choice] = {
        "Start": Day(monday=True),
        "Weeks": Number(1, 260, whole=True),
        "Today": Listed("list_scenarios"),
        **{one.key: Number(one.least, one.most, one.whole) for one in ASSUMPTIONS},
    }
    for row, setting in enumerate(settings, 2):
        if setting in choices:
            made = _validation(setting, choices[setting], ())
            made.add(f"B{row}")
            sheet.add_data_validation(made)


def _validation(word: str, choice: Choice, headers: Sequence[str]) -> DataValidation:
    if isinstance(choice, Number):
        made = DataValidation(
            type="whole" if choice.whole else "decimal",
            operator="between",
            formula1=f"{choice.least:.17g}",
            formula2=f"{choice.most:.17g}",
        )
        kind = "whole number" if choice.whole else "number"
        return _stop(made, word, f"A {kind} from {choice.least:g} to {choice.most:g}, please.")
    if isinstance(choice, Day):
        if choice.monday:
            made = DataValidation(type="custom", formula1="AND(ISNUMBER(B3),WEEKDAY(B3,2)=1)")
            return _stop(
                made, word, "A plan starts on a Monday: a date such as 2026-01-05, please."
            )
        made = DataValidation(
            type="date", operator="between", formula1=str(FIRST_DAY), formula2=str(LAST_DAY)
        )
        return _stop(made, word, "A date such as 2026-03-02, please.")
    if isinstance(choice, Words):
        made = DataValidation(type="list", formula1=f'"{",".join(choice.words)}"')
        if choice.open:
            return made
        return _stop(made, word, f"One of these words, please: {', '.join(choice.words)}.")
    if isinstance(choice, ItemOf):
        return _ask(DataValidation(type="list", formula1=_dependent(choice, headers)), word)
    made = DataValidation(type="list", formula1=choice.list)
    return made if choice.several else _ask(made, word)


def _dependent(choice: ItemOf, headers: Sequence[str]) -> str:
    """The list that fits the word in another column of the first row; rows below follow."""
    cell = f"${get_column_letter(headers.index(choice.type) + 1)}2"
    *others, (_, last) = choice.lists
    formula = last
    for word, name in reversed(others):
        formula = f'IF({cell}="{word}",{name},{formula})'
    return formula


def _stop(made: DataValidation, word: str, text: str) -> DataValidation:
    made.showErrorMessage = True
    made.errorStyle = "stop"
    made.errorTitle, made.error = word[:32], text[:225]
    made.allow_blank = True
    return made


def _ask(made: DataValidation, word: str) -> DataValidation:
    made.showErrorMessage = True
    made.errorStyle = "warning"
    made.errorTitle = word[:32]
    made.error = "This is not in the list. Enter it on its own sheet too."
    made.allow_blank = True
    return made
