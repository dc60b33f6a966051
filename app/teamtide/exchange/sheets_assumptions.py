"""The sheet Assumptions: every constant behind the figures, its default, and where it is from."""

from __future__ import annotations

from dataclasses import fields

from openpyxl.styles import PatternFill

from teamtide.exchange.plan_format import SETTING_KEYS
from teamtide.exchange.sheet_layout import Layout
from teamtide.exchange.sheet_style import Book, print_setup, widths
from teamtide.plan.rows import Plan

MEANINGS: dict[str, tuple[str, str]] = {
    "overhead": (
        "Part of every working day that goes to mail, meetings and other overhead.",
        "Judgement; common planning figures are 10 to 25 %.",
    ),
    "ceremony_hours": (
        "Hours a week each member spends in a team's ceremonies, where the team has no figure of "
        "its own.",
        "Judgement: a daily stand-up, and planning and review every second week.",
    ),
    "switch": (
        "Part of a day lost for each further thread (or further team) somebody juggles.",
        "Weinberg, Quality Software Management, 1992: rule of thumb 0.20 per project; half of "
        "it here.",
    ),
    "comm": (
        "Cost of communication, growing with the square of the team's size.",
        "Abdel-Hamid & Madnick, Software Project Dynamics, 1991: 0.0006 is their 6 % at ten "
        "people. Off by default.",
    ),
    "move_start": (
        "How productive somebody is on the first day in a new team.",
        "Judgement; after Abdel-Hamid & Madnick 1991 on newcomers.",
    ),
    "move_weeks": (
        "Weeks until somebody who moved is up to speed.",
        "Judgement; after Abdel-Hamid & Madnick 1991 on newcomers.",
    ),
    "hire_start": (
        "How productive a newcomer is on the first day.",
        "Abdel-Hamid & Madnick, Software Project Dynamics, 1991.",
    ),
    "hire_weeks": (
        "Weeks until a newcomer is up to speed.",
        "Abdel-Hamid & Madnick, Software Project Dynamics, 1991 (assimilation delay).",
    ),
    "mentor": (
        "Days of help the settled give for each day a newcomer is not yet worth.",
        "Abdel-Hamid & Madnick, Software Project Dynamics, 1991 (training overhead).",
    ),
    "help_min": (
        "Nobody is sent to help in a discipline in which they are less proficient than this.",
        "Judgement.",
    ),
    "burst_floor": (
        "Weight of a day in the quiet weeks of a burst, against 1 in the busy ones.",
        "Judgement.",
    ),
    "samples": ("How many futures are drawn for ranges.", "Accuracy of about 1 % at the median."),
    "seed": ("Where the draws start; the same seed gives the same luck to each option.", ""),
}


def write_assumptions(book: Book, layout: Layout) -> None:
    """Each setting with its value, its default and its source."""
    plan = layout.state.plan
    sheet = book.sheet("Assumptions", colour="52636F")
    book.heading(
        sheet,
        "Assumptions",
        "Every constant behind the figures. Shaded: changed from the default.",
    )
    book.header(
        sheet, 4, ("Setting", "What it is", "Value", "Default", "Where it comes from"), right=(3, 4)
    )
    defaults = {f.name: f.default for f in fields(Plan)}
    row = 4
    for key in SETTING_KEYS:
        row += 1
        meaning, source = MEANINGS[key]
        value, default = getattr(plan, key), defaults[key]
        book.put(sheet, row, 1, key, "label")
        book.put(sheet, row, 2, meaning, "text")
        book.put(sheet, row, 3, value, "general")
        book.put(sheet, row, 4, default, "general")
        book.put(sheet, row, 5, source, "text")
        sheet.row_dimensions[row].height = 31
        if value != default:
            for column in range(1, 6):
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFF1D6")
    for label, text in (
        ("disciplines", "; ".join(plan.disciplines)),
        ("engineering", "; ".join(plan.engineering)),
    ):
        row += 1
        book.put(sheet, row, 1, label, "label")
        book.put(sheet, row, 2, text, "text")
        for column in (3, 4, 5):
            book.put(sheet, row, column, None, "text")
    row += 2
    for text in (
        "Load is the expected figure: work as planned, at the likely effort (or 0.3 low + 0.4 "
        "likely + 0.3 high where a range is given), against what people can give that week.",
        "Interrupting work (services, engagement, support) is done first, then work with names "
        "on it, then the rest; people work in their own discipline before they help out.",
    ):
        book.put(sheet, row, 1, text, "note")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.row_dimensions[row].height = 30
        row += 1
    widths(sheet, [18, 58, 11, 11, 66])
    sheet.freeze_panes = "A5"
    print_setup(sheet, rows="4:4")
