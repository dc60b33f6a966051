"""The brief without a window: what the command line calls."""

from __future__ import annotations

from pathlib import Path

from teamtide.advise.briefing import Brief, Known, Wish
from teamtide.advise.hinges import Search
from teamtide.answers import CouldNot
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.brief.making import make_brief
from teamtide.ui.brief.output import brief_pdf, brief_picture
from teamtide.ui.saving import Unwritable, png_of, write_whole


def write_brief(state: State, known: Known, wish: Wish, search: Search | None, out: Path) -> Brief:
    """Write the page to a PDF file, or to a PNG at two pixels a point; what stands on it.

    Raises:
        CouldNot: the file can't be written.
    """
    make_application(["teamtide"])
    brief = make_brief(state, known, wish, search)
    try:
        write_whole(
            out, png_of(brief_picture(brief)) if out.suffix.lower() == ".png" else brief_pdf(brief)
        )
    except Unwritable as error:
        raise CouldNot(str(error)) from error
    return brief
