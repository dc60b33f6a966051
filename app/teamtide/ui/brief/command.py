"""The brief and the report without a window: what the command line calls."""

from __future__ import annotations

from pathlib import Path

from teamtide.advise.briefing import Brief, Known, Wish, recommended
from teamtide.advise.hinges import Search
from teamtide.answers import CouldNot
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.brief import making
from teamtide.ui.brief.output import brief_pdf, brief_picture
from teamtide.ui.brief.report import Rest, report_pdf
from teamtide.ui.saving import Unwritable, png_of, write_whole


def make_brief(state: State, known: Known, wish: Wish, search: Search | None) -> Brief:
    """The brief, in the user's locale."""
    make_application(["teamtide"])
    return making.make_brief(state, known, wish, search)


def write_brief(brief: Brief, out: Path) -> None:
    """Write the page to a PDF file, or to a PNG at two pixels a point.

    Raises:
        CouldNot: the file can't be written.
    """
    made = making.made_today()
    if out.suffix.lower() == ".png":
        _write(out, png_of(brief_picture(brief, made=made)))
    else:
        _write(out, brief_pdf(brief, made))


def write_report(state: State, brief: Brief, known: Known, wish: Wish, out: Path) -> None:
    """Write the page and what it rests on to a PDF file.

    Raises:
        CouldNot: the file can't be written.
    """
    rest = Rest(state, known, recommended(state, known, wish))
    _write(out, report_pdf(brief, rest, making.made_today()))


def _write(out: Path, content: bytes) -> None:
    try:
        write_whole(out, content)
    except Unwritable as error:
        raise CouldNot(str(error)) from error
