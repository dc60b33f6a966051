"""What the history says: when a step was made, what a restore point is, what a way would change."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QTime

from teamtide.plan.changes import ChangeSet
from teamtide.plan.history import Branch, History, Way
from teamtide.plan.labels import day_text
from teamtide.plan.rows import (
    NOUNS,
    Imported,
    Leave,
    Person,
    Plan,
    ProjectChange,
    Row,
    TeamChange,
)
from teamtide.ui.charts.localised import LocaleWords

EMPTY = (
    "Nothing has been changed yet. Every step is listed here as you make it, and you can go back "
    "to any of them."
)
NOTHING_FOUND = "No step has that in it."
READ_ONLY = "This is a copy to read: to go back, open the plan for writing."
BEGINNING = "The plan as it was made"
FOLDED_BEGINNING = "Before the oldest step that is kept"
HERE = "The plan is here now."
CHANGES_NOTHING = "Nothing in the plan would be another."
_WORDS: dict[type[Row], tuple[str, str]] = {
    Person: ("person", "people"),
    Leave: ("leave", "leaves"),
    TeamChange: ("team setting", "team settings"),
    ProjectChange: ("project setting", "project settings"),
}


def time_text(moment: datetime) -> str:
    """The time of day, as the user's locale writes it, by the local clock."""
    local = moment.astimezone()
    shape = QLocale.FormatType.ShortFormat
    return QLocale().toString(QTime(local.hour, local.minute), shape)


def short_text(moment: datetime) -> str:
    """Day and time in little room, such as `27 Nov 14:02`."""
    return f"{LocaleWords().day(moment.astimezone().date())} {time_text(moment)}"


def moment_text(moment: datetime) -> str:
    """Day and time, such as `27 Nov 2026, 14:02`."""
    return f"{day_text(moment.astimezone().date())}, {time_text(moment)}"


def heading(day: date) -> str:
    """A day above its steps, such as `Friday, 27 Nov 2026`."""
    name = QLocale().toString(QDate(day.year, day.month, day.day), "dddd")
    return f"{name}, {day_text(day)}"


def branch_text(branch: Branch) -> str:
    """A restore point, such as `3 steps set aside on 27 Nov 2026, 14:02: Moved Ana to Squad`."""
    return f"{_steps(len(branch.steps))} set aside on {moment_text(branch.at)}: {branch.tip.label}"


def folded_text(history: History) -> str:
    """That older steps are gone, where they are; else blank."""
    if not history.folded:
        return ""
    first = next(iter(history.applied() or history.ahead()))
    return (
        f"Older steps than {moment_text(first.at)} were folded away; they can't be undone. "
        "Backups have them."
    )


def more_text(older: int) -> str:
    """That older steps are not listed."""
    return f"Enter lists more: {_steps(older)} before these"


def way_text(way: Way) -> str:
    """What going there does, in steps."""
    back, forth = len(way.back), len(way.forth)
    if back and forth:
        return f"Takes back {_steps(back)} and makes {_steps(forth)} again"
    return f"Takes back {_steps(back)}" if back else f"Makes {_steps(forth)} again"


def counts_text(change: ChangeSet) -> str:
    """How many rows of what a change touches, as a sentence."""
    told = []
    for cls, (one, many) in ((cls, _noun(cls)) for cls in NOUNS):
        rows = sum(1 for _ in change.of(cls))
        if rows and cls is Plan:
            told.append("the plan's settings")
        elif rows and cls is not Imported:
            told.append(f"{rows} {one if rows == 1 else many}")
    if not told:
        return CHANGES_NOTHING
    return f"Changes {', '.join(told[:-1])} and {told[-1]}." if told[1:] else f"Changes {told[0]}."


def _noun(cls: type[Row]) -> tuple[str, str]:
    noun = NOUNS[cls]
    return _WORDS.get(cls, (noun, f"{noun}s"))


def _steps(many: int) -> str:
    return "1 step" if many == 1 else f"{many:,} steps"
